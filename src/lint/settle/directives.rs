//! What comments say about findings: `<!-- feedwright-disable-next-line dead-link: reason -->` and its kin.

use std::collections::BTreeMap;

use crate::markup::markdown::code;
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::source::{LineIndex, SourceFile, Span, Spanned};
use crate::text::suggest;

/// One comment, or the front matter key, that suppresses findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directive {
    /// The comment with its marks, or the entry of the front matter.
    pub span: Span,
    /// The rules that it names; none stands for all.
    pub rules: Vec<Spanned<String>>,
    /// Whether it is a comment; otherwise it is the front matter key.
    pub comment: bool,
    /// Whether it only ends what another one began.
    pub ends_a_block: bool,
    /// For a comment that only resembles a directive: where its words are, and those that are meant.
    pub misspelt: Option<(Span, &'static str)>,
    first_line: usize,
    last_line: usize,
}

impl Directive {
    /// A directive for the whole file.
    #[must_use]
    pub(crate) fn whole_file(span: Span, rules: Vec<Spanned<String>>) -> Self {
        Self {
            span,
            rules,
            comment: false,
            ends_a_block: false,
            misspelt: None,
            first_line: 1,
            last_line: usize::MAX,
        }
    }

    /// The first and the last line of the findings that it speaks of, from 1.
    #[must_use]
    pub(super) const fn lines(&self) -> (usize, usize) {
        (self.first_line, self.last_line)
    }
}

const MARK: &str = "feedwright";

/// The directives of a file, in order. Before `body`, the front matter, they are YAML comments; after it HTML comments,
/// those in fenced code and in code spans left out.
#[must_use]
pub(crate) fn directives(source: &SourceFile, body: usize) -> Vec<Directive> {
    let text = &*source.text;
    let mut found: Vec<Directive> = Vec::new();
    let mut open = OpenBlocks::default();
    let mut index = None;
    let mut next_lines = NextLines::default();
    let mut fences = Fences::new(text, body);
    let mut closes = memchr::memmem::find_iter(text.as_bytes(), "-->").peekable();
    let mut behind = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), MARK) {
        // What stands within a comment is its reason.
        if at < behind {
            continue;
        }
        while closes.next_if(|close| *close < at).is_some() {}
        let Some(comment) = comment_around(text, at, body, closes.peek().copied()) else { continue };
        behind = comment.inner_end;
        if at >= body && fences.hold(at) {
            continue;
        }
        let Some((kind, rules)) = parse(text, at + MARK.len(), comment.inner_end) else {
            found.extend(misspelt(text, at, &comment));
            continue;
        };
        let lines: &LineIndex = index.get_or_insert_with(|| LineIndex::new(text));
        let line = lines.line(comment.span.start);
        let last = lines.line(comment.span.end);
        let (first_line, last_line) = match kind {
            DirectiveKind::NextLine => {
                let next = next_lines.with_text(text, lines, last);
                (next, next)
            }
            DirectiveKind::Line => (line, last),
            DirectiveKind::File => (1, usize::MAX),
            DirectiveKind::Block => (line, usize::MAX),
            DirectiveKind::Enable => (line, line),
        };
        let ends_a_block = kind == DirectiveKind::Enable;
        if ends_a_block {
            open.end(&mut found, &rules, line);
        } else if kind == DirectiveKind::Block {
            open.begin(&rules, found.len());
        }
        let directive = Directive {
            span: comment.span,
            rules,
            comment: true,
            ends_a_block,
            misspelt: None,
            first_line,
            last_line,
        };
        found.push(directive);
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DirectiveKind {
    NextLine,
    Line,
    File,
    Block,
    Enable,
}

/// The words after [`MARK`], the longer ones before those that they begin with.
const KINDS: [(&str, DirectiveKind); 5] = [
    ("disable-next-line", DirectiveKind::NextLine),
    ("disable-line", DirectiveKind::Line),
    ("disable-file", DirectiveKind::File),
    ("disable", DirectiveKind::Block),
    ("enable", DirectiveKind::Enable),
];

/// What other linters call their directives.
const STRANGERS: [&str; 9] = [
    "allow",
    "disable-next",
    "disable-rule",
    "expect",
    "ignore",
    "ignore-next-line",
    "off",
    "skip",
    "suppress",
];

/// The comment whose words at `at` resemble a directive: `feedwright disable-line`, `feedwright-ignore`. Where a space follows
/// the name, only the exact words of a directive do, since a sentence may begin so.
fn misspelt(text: &str, at: usize, comment: &Comment) -> Option<Directive> {
    let words = text.get(at + MARK.len()..comment.inner_end)?;
    let rest = words.trim_start_matches(['-', '_', ':', ' ', '\t']);
    let mark = words.get(..words.len() - rest.len()).filter(|mark| !mark.is_empty())?;
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    let plain = word.to_ascii_lowercase().replace('_', "-");
    let kinds = || KINDS.into_iter().map(|(kind, _)| kind);
    let meant = match kinds().find(|kind| *kind == plain) {
        // The words are right; what follows them is not.
        Some(_) if mark == "-" && word == plain => return None,
        Some(kind) => kind,
        None if STRANGERS.contains(&&*plain) => "disable-next-line",
        None if mark.ends_with(' ') || word.len() > LONGEST => return None,
        None => suggest::nearest(&plain, kinds())?,
    };
    let span = Span::new(at, at + MARK.len() + mark.len() + word.len());
    Some(Directive {
        span: comment.span,
        rules: Vec::new(),
        comment: true,
        ends_a_block: false,
        misspelt: Some((span, meant)),
        first_line: 1,
        last_line: 0,
    })
}

/// A longer word is compared with no directive.
const LONGEST: usize = 40;

struct Comment {
    span: Span,
    inner_end: usize,
}

/// The comment that a mark at `at` begins, where it does; `close` is the next end of an HTML comment.
fn comment_around(text: &str, at: usize, body: usize, close: Option<usize>) -> Option<Comment> {
    let before = text.get(..at)?;
    let rest = text.get(at..)?;
    if at < body {
        let hash = before.trim_end_matches([' ', '\t']).strip_suffix('#')?;
        // YAML treats a `#` as a comment only after white space or at the start of a line.
        if !(hash.is_empty() || hash.ends_with([' ', '\t', '\n'])) {
            return None;
        }
        let line_end = rest.find('\n').map_or(text.len(), |n| at + n);
        let end = text.get(..line_end).map_or(line_end, |line| line.trim_end().len());
        return Some(Comment { span: Span::new(hash.len(), end), inner_end: end });
    }
    let open = before.trim_end().strip_suffix("<!--")?;
    let close = close?;
    // A page that explains suppressions shows them in a code span.
    let shown = open.trim_end_matches(' ').ends_with('`')
        && text.get(close + 3..).is_some_and(|after| after.trim_start_matches(' ').starts_with('`'));
    if shown {
        return None;
    }
    Some(Comment { span: Span::new(open.len(), close + 3), inner_end: close })
}

/// `disable-next-line a, b: reason` between two offsets.
fn parse(text: &str, from: usize, to: usize) -> Option<(DirectiveKind, Vec<Spanned<String>>)> {
    let words = text.get(from..to)?.strip_prefix('-')?;
    let (kind, rest) = KINDS.iter().find_map(|(word, kind)| Some((*kind, words.strip_prefix(word)?)))?;
    if !(rest.is_empty() || rest.starts_with([':', ' ', '\t', '\n', '\r'])) {
        return None;
    }
    let names = rest.up_to(':');
    let start = to - rest.len();
    let mut rules = Vec::new();
    let mut at = 0;
    for name in names.split([',', ' ', '\t', '\n', '\r']) {
        if !name.is_empty() {
            let span = Span::new(start + at, start + at + name.len());
            rules.push(Spanned::new(name.to_owned(), span));
        }
        at += name.len() + 1;
    }
    Some((kind, rules))
}

/// The blocks that nothing has ended yet, by the first rule that they name; those of all rules by `None`.
#[derive(Default)]
struct OpenBlocks(BTreeMap<Option<String>, Vec<usize>>);

impl OpenBlocks {
    fn begin(&mut self, rules: &[Spanned<String>], at: usize) {
        self.0.entry(rules.first().map(|rule| rule.value.clone())).or_default().push(at);
    }

    /// Ends those that an `enable` of `rules` is about.
    fn end(&mut self, found: &mut [Directive], rules: &[Spanned<String>], line: usize) {
        let mut ended = self.0.remove(&None).unwrap_or_default();
        if rules.is_empty() {
            ended.extend(std::mem::take(&mut self.0).into_values().flatten());
        }
        for rule in rules {
            let Some(of_rule) = self.0.get_mut(&Some(rule.value.clone())) else { continue };
            of_rule.retain(|at| {
                let names = found.get(*at).map_or(&[][..], |directive| &directive.rules);
                let about = names.iter().all(|name| rules.iter().any(|ended| ended.value == name.value));
                if about {
                    ended.push(*at);
                }
                !about
            });
        }
        for at in ended {
            if let Some(directive) = found.get_mut(at) {
                directive.last_line = line;
            }
        }
    }
}

/// Which line with text comes next: the last answer is kept, since many comments may stand before the same gap.
#[derive(Default)]
struct NextLines {
    behind: usize,
    next: usize,
}

impl NextLines {
    fn with_text(&mut self, text: &str, lines: &LineIndex, last: usize) -> usize {
        if !(self.behind..self.next).contains(&last) {
            self.behind = last;
            self.next = (last + 1..=lines.line_count())
                .find(|line| !lines.line_span(text, *line).of(text).trim().is_empty())
                .unwrap_or(last + 1);
        }
        self.next
    }
}

/// The offset after the line that begins at `start`.
fn end_of_line(text: &str, start: usize) -> usize {
    let rest = text.part(start..);
    memchr::memchr(b'\n', rest.as_bytes()).map_or(text.len(), |n| start + n + 1)
}

/// Fenced code of a body, read line by line as far as it is asked about.
struct Fences<'a> {
    text: &'a str,
    /// The line that is read next: where it begins, and where the next one does.
    at: usize,
    next: usize,
    fences: code::Fences,
}

impl<'a> Fences<'a> {
    fn new(text: &'a str, body: usize) -> Self {
        Self { text, at: body, next: end_of_line(text, body), fences: code::Fences::default() }
    }

    /// Returns whether the line of `offset` lies in fenced code. Offsets must ascend.
    fn hold(&mut self, offset: usize) -> bool {
        while self.at < self.next && self.next <= offset {
            let line = self.text.part(self.at..self.next);
            self.fences.read(line.trim_start_matches([' ', '\t', '>']));
            self.at = self.next;
            self.next = end_of_line(self.text, self.at);
        }
        self.fences.is_open()
    }
}
