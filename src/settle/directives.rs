//! What comments say about findings: `<!-- feedwright-disable-next-line dead-link: reason -->` and its kin.

use crate::source::{LineIndex, SourceFile, Span, Spanned};

/// One comment, or the front matter key, that suppresses findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment with its marks, or the entry of the front matter.
    pub span: Span,
    /// The rules that it names; none stands for all.
    pub rules: Vec<Spanned<String>>,
    /// Whether it is a comment; otherwise it is the front matter key.
    pub comment: bool,
    /// Whether it only ends what another one began.
    pub ends_a_block: bool,
    first_line: usize,
    last_line: usize,
}

impl Directive {
    /// A directive for the whole file.
    #[must_use]
    pub fn whole_file(span: Span, rules: Vec<Spanned<String>>) -> Self {
        Self { span, rules, comment: false, ends_a_block: false, first_line: 1, last_line: usize::MAX }
    }

    /// Whether it speaks of findings on that line.
    #[must_use]
    pub const fn covers(&self, line: usize) -> bool {
        !self.ends_a_block && self.first_line <= line && line <= self.last_line
    }
}

const MARK: &str = "feedwright-";

/// The directives of a text, in order. Before `body`, the front matter, they are YAML comments; behind it HTML comments,
/// those in fenced code and in code spans left out.
#[must_use]
pub fn directives(source: &SourceFile, body: usize) -> Vec<Directive> {
    let text = &*source.text;
    let mut found: Vec<(Kind, Directive)> = Vec::new();
    let mut index = None;
    let mut fences = Fences::new(text, body);
    for at in memchr::memmem::find_iter(text.as_bytes(), MARK) {
        let Some(comment) = comment_around(text, at, body) else { continue };
        if at >= body && fences.hold(at) {
            continue;
        }
        let Some((kind, rules)) = parse(text, at + MARK.len(), comment.inner_end) else { continue };
        let lines: &LineIndex = index.get_or_insert_with(|| LineIndex::new(text));
        let line = lines.position(text, comment.span.start).line;
        let last = lines.position(text, comment.span.end).line;
        let (first_line, last_line) = match kind {
            Kind::NextLine => {
                let next = (last + 1..=lines.line_count())
                    .find(|line| !lines.line_span(text, *line).of(text).trim().is_empty())
                    .unwrap_or(last + 1);
                (next, next)
            }
            Kind::Line => (line, last),
            Kind::File => (1, usize::MAX),
            Kind::Block => (line, usize::MAX),
            Kind::Enable => (line, line),
        };
        if kind == Kind::Enable {
            end_blocks(&mut found, &rules, line);
        }
        let ends_a_block = kind == Kind::Enable;
        let directive =
            Directive { span: comment.span, rules, comment: true, ends_a_block, first_line, last_line };
        found.push((kind, directive));
    }
    found.into_iter().map(|(_, directive)| directive).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    NextLine,
    Line,
    File,
    Block,
    Enable,
}

/// The words behind [`MARK`], the longer ones before those that they begin with.
const KINDS: [(&str, Kind); 5] = [
    ("disable-next-line", Kind::NextLine),
    ("disable-line", Kind::Line),
    ("disable-file", Kind::File),
    ("disable", Kind::Block),
    ("enable", Kind::Enable),
];

struct Comment {
    span: Span,
    inner_end: usize,
}

fn comment_around(text: &str, at: usize, body: usize) -> Option<Comment> {
    let before = text.get(..at)?;
    let rest = text.get(at..)?;
    if at < body {
        let line_end = rest.find('\n').map_or(text.len(), |n| at + n);
        let hash = before.trim_end_matches([' ', '\t']).strip_suffix('#')?;
        // YAML takes a `#` for a comment only behind white space or at the start of a line.
        let is_comment = hash.is_empty() || hash.ends_with([' ', '\t', '\n']);
        let end = text.get(..line_end).map_or(line_end, |line| line.trim_end().len());
        return is_comment.then_some(Comment { span: Span::new(hash.len(), end), inner_end: end });
    }
    let open = before.trim_end().strip_suffix("<!--")?;
    let close = at + rest.find("-->")?;
    // A page that explains suppressions shows them in a code span.
    let shown = open.trim_end_matches(' ').ends_with('`')
        && text.get(close + 3..).is_some_and(|after| after.trim_start_matches(' ').starts_with('`'));
    if shown {
        return None;
    }
    Some(Comment { span: Span::new(open.len(), close + 3), inner_end: close })
}

/// `disable-next-line a, b: reason` between two offsets.
fn parse(text: &str, from: usize, to: usize) -> Option<(Kind, Vec<Spanned<String>>)> {
    let words = text.get(from..to)?;
    let (kind, rest) = KINDS.iter().find_map(|(word, kind)| Some((*kind, words.strip_prefix(word)?)))?;
    if !(rest.is_empty() || rest.starts_with([':', ' ', '\t', '\n', '\r'])) {
        return None;
    }
    let names = rest.split(':').next().unwrap_or("");
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

/// Ends the open blocks that an `enable` of `rules` is about.
fn end_blocks(found: &mut [(Kind, Directive)], rules: &[Spanned<String>], line: usize) {
    for (kind, directive) in found.iter_mut() {
        let about = rules.is_empty()
            || directive.rules.iter().all(|rule| rules.iter().any(|ended| ended.value == rule.value));
        if *kind == Kind::Block && directive.last_line == usize::MAX && about {
            directive.last_line = line;
        }
    }
}

/// Fenced code of a body, read line by line as far as it is asked about.
struct Fences<'a> {
    text: &'a str,
    at: usize,
    open: Option<(char, usize)>,
}

impl<'a> Fences<'a> {
    fn new(text: &'a str, body: usize) -> Self {
        Self { text, at: body, open: None }
    }

    /// Whether the line of `offset` lies in fenced code. Offsets must ascend.
    fn hold(&mut self, offset: usize) -> bool {
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            let len = rest.find('\n').map_or(rest.len(), |n| n + 1);
            if self.at + len > offset {
                break;
            }
            self.line(rest.get(..len).unwrap_or(""));
            self.at += len;
        }
        self.open.is_some()
    }

    fn line(&mut self, line: &str) {
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
        let run = line.chars().take_while(|c| *c == mark).count();
        let rest = line.trim_start_matches(mark);
        match self.open {
            Some((open, n)) if open == mark && run >= n && rest.is_empty() => self.open = None,
            None if run >= 3 && !(mark == '`' && rest.contains('`')) => self.open = Some((mark, run)),
            _ => (),
        }
    }
}
