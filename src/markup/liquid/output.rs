//! The result of a template, with the place in the template that each part of it comes from.

use crate::markup::front_matter::Fault;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Printed for what only the build knows: letters, so that Markdown reads it as a word, around a character of the private
/// use area, by which it is known again.
pub const UNKNOWN: &str = "L\u{e000}L";

/// The character in [`UNKNOWN`] by which it is known again.
pub(super) const MARK: char = '\u{e000}';

/// The output of a template.
#[derive(Debug, Default)]
pub(super) struct Output<'t> {
    pub(super) text: String,
    /// The template, to tell which tags are on a line of their own.
    pub(super) template: Option<&'t str>,
    /// Where each part begins and what it is, in order; only where places are asked for.
    parts: Option<Vec<Part>>,
}

/// A part of the result, up to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    /// Its first byte in the result.
    at: usize,
    /// The place in the template.
    source: Span,
    kind: PartKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind {
    /// The text of the template itself.
    Copied,
    /// Printed by a tag or an output.
    Evaluated,
    /// Only the build knows it.
    Unknown,
    /// Only the build knows whether there is a block, which may define what the text refers to.
    UnknownBlock,
}

impl Output<'_> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), template: None, parts: None }
    }

    pub(super) fn with_places(capacity: usize) -> Self {
        Self { parts: Some(Vec::new()), ..Self::new(capacity) }
    }

    /// Output that is used as a value, or not at all: without places.
    pub(super) fn discarded() -> Self {
        Self::default()
    }

    /// Output of its own, with places where this has them.
    pub(super) fn another(&self) -> Output<'static> {
        Output { parts: self.parts.as_ref().map(|_| Vec::new()), ..Output::default() }
    }

    /// Appends what was printed to [`Output::another`].
    pub(super) fn append(&mut self, other: Output<'_>) {
        let by = self.text.len();
        if let Some(parts) = &mut self.parts {
            parts.extend(other.parts.into_iter().flatten().map(|part| Part { at: part.at + by, ..part }));
        }
        self.text.push_str(&other.text);
    }

    pub(super) const fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        if let Some(parts) = &mut self.parts {
            while parts.last().is_some_and(|part| part.at >= length) {
                parts.pop();
            }
        }
    }

    /// Appends what the construct at `source` prints.
    pub(super) fn push(&mut self, text: &str, source: Span) {
        self.part(source, PartKind::Evaluated);
        self.text.push_str(text);
    }

    /// Appends the template's own text.
    pub(super) fn push_copied(&mut self, text: &str, source: Span) {
        self.part(source, PartKind::Copied);
        self.text.push_str(text);
    }

    /// Appends [`UNKNOWN`], for what the construct at `source` prints; nothing for a tag on a line of its own, which would
    /// join the lines around it to a paragraph.
    pub(super) fn push_unknown(&mut self, source: Span) {
        if self.template.is_some_and(|template| stands_alone(template, source)) {
            self.part(source, PartKind::Unknown);
        } else {
            self.push_unknown_within(source);
        }
    }

    /// Appends [`UNKNOWN`], for an output in the file that the tag at `source` includes.
    pub(super) fn push_unknown_within(&mut self, source: Span) {
        self.part(source, PartKind::Unknown);
        self.text.push_str(UNKNOWN);
    }

    /// Takes note that only the build knows whether a block is here: nothing of it is printed. Inside a word, a URL or an
    /// HTML tag it stands for a part of that, and [`UNKNOWN`] is printed.
    pub(super) fn push_unknown_block(&mut self, source: Span) {
        self.part(source, PartKind::UnknownBlock);
        if self.is_within_word() {
            self.text.push_str(UNKNOWN);
        }
    }

    /// Returns whether a construct of the page's own template is all that its lines have.
    pub(super) fn is_a_line(&self, construct: Span) -> bool {
        self.template.is_some_and(|template| is_alone(template, construct))
    }

    /// Returns whether what follows is a part of a word, a URL or an HTML tag.
    pub(super) fn is_within_word(&self) -> bool {
        const LONGEST_TAG: usize = 2_000;
        let bytes = self.text.as_bytes();
        if bytes.last().is_some_and(|last| !last.is_ascii_whitespace() && *last != b'>') {
            return true;
        }
        let near = bytes.get(bytes.len().saturating_sub(LONGEST_TAG)..).unwrap_or(bytes);
        let tag = memchr::memrchr2(b'<', b'>', near).and_then(|at| near.get(at..));
        tag.is_some_and(|tag| matches!(tag, [b'<', next, ..] if next.is_ascii_alphabetic()))
    }

    fn part(&mut self, source: Span, kind: PartKind) {
        let at = self.text.len();
        if let Some(parts) = &mut self.parts {
            parts.push(Part { at, source, kind });
        }
    }
}

/// Returns whether a tag is on a line of its own.
fn stands_alone(template: &str, tag: Span) -> bool {
    tag.of(template).starts_with("{%") && is_alone(template, tag)
}

/// Returns whether nothing else is in the lines of a construct.
fn is_alone(template: &str, construct: Span) -> bool {
    let blank = |c: &char| matches!(c, ' ' | '\t' | '\r');
    let before = template.part(..construct.start).chars().rev().find(|c| !blank(c));
    let after = template.part(construct.end..).chars().find(|c| !blank(c));
    [before, after].iter().all(|next| next.is_none_or(|next| next == '\n'))
}

/// The result of a template, and where it comes from.
#[derive(Debug)]
pub struct Evaluated {
    /// The result.
    pub text: String,
    /// The first error, which would end Jekyll's build.
    pub fault: Option<Fault>,
    /// The output of `capture` blocks, each once: the result may have it anywhere, or nowhere.
    pub captured: Option<Box<Evaluated>>,
    /// Whether what only the build knows of it may have ids, beside those of headings and attributes that are partly known.
    pub may_have_more_ids: bool,
    parts: Vec<Part>,
}

impl Evaluated {
    /// The result in `out`, with that of `capture` blocks.
    pub(super) fn new(out: Output<'_>, captured: Output<'_>, fault: Option<Fault>) -> Self {
        let captured = (captured.len() > 0).then(|| Box::new(Self::of(captured)));
        Self { fault, captured, ..Self::of(out) }
    }

    fn of(Output { text, parts, .. }: Output<'_>) -> Self {
        let parts = parts.into_iter().flatten().collect();
        Self { text, fault: None, captured: None, may_have_more_ids: false, parts }
    }

    /// The parts that a piece of the result touches, with the first of them.
    fn touched(&self, piece: Span) -> (usize, &[Part]) {
        let first = self.parts.partition_point(|part| part.at <= piece.start).saturating_sub(1);
        let last = self.parts.partition_point(|part| part.at < piece.end.max(piece.start + 1));
        (first, self.parts.part(first..last))
    }

    /// The place in the template that a piece of the result comes from: its own, where the template has it as text, else
    /// that of the tags and outputs that print it.
    #[must_use]
    pub fn source(&self, piece: Span) -> Span {
        let (_, parts) = self.touched(piece);
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Span::default() };
        let within = |part: &Part, at: usize| (part.source.start + (at - part.at)).min(part.source.end);
        let start =
            if first.kind == PartKind::Copied { within(first, piece.start) } else { first.source.start };
        let end = if last.kind == PartKind::Copied { within(last, piece.end) } else { last.source.end };
        // A loop prints its body again: a piece may end before it begins.
        Span::new(start, end.max(start))
    }

    /// Returns whether the template has a piece of the result as text.
    #[must_use]
    pub fn is_copied(&self, piece: Span) -> bool {
        matches!(self.touched(piece).1, [part] if part.kind == PartKind::Copied)
    }

    /// Returns whether nothing of a piece of the result is text of the template.
    #[must_use]
    pub fn is_printed(&self, piece: Span) -> bool {
        self.touched(piece).1.iter().all(|part| part.kind != PartKind::Copied)
    }

    /// Returns whether only the build knows some of a piece of the result.
    #[must_use]
    pub fn is_unknown(&self, piece: Span) -> bool {
        self.touched(piece).1.iter().any(|part| part.kind == PartKind::Unknown)
            || piece.of(&self.text).contains(MARK)
    }

    /// Returns whether a part that only the build knows may define what the text refers to: an include that cannot be read,
    /// or a block under a condition that cannot be evaluated.
    #[must_use]
    pub fn may_define(&self, template: &str) -> bool {
        self.parts.iter().any(|part| match part.kind {
            PartKind::UnknownBlock => true,
            PartKind::Unknown => {
                part.source.of(template).trim_start_matches(['{', '%', '-', ' ']).starts_with("include")
            }
            PartKind::Copied | PartKind::Evaluated => false,
        })
    }

    /// The places in the template of what it has as text, of a piece of the result.
    #[must_use]
    pub fn copied(&self, piece: Span) -> Vec<Span> {
        let (first, parts) = self.touched(piece);
        let copied = parts.iter().enumerate().filter(|(_, part)| part.kind == PartKind::Copied);
        let places = copied.map(|(at, part)| {
            let next = self.parts.get(first + at + 1).map_or(self.text.len(), |next| next.at);
            let (start, end) = (piece.start.max(part.at), piece.end.min(next));
            Span::new(part.source.start + (start - part.at), part.source.start + (end.max(start) - part.at))
        });
        places.filter(|place| !place.is_empty()).collect()
    }

    /// The places in a template of `length` bytes that are not text: tags, outputs, and branches that do not run.
    #[must_use]
    pub fn constructs(&self, length: usize) -> Vec<Span> {
        let captured = self.captured.iter().flat_map(|captured| &captured.parts);
        let all = self.parts.iter().chain(captured);
        let mut copied: Vec<Span> =
            all.filter(|part| part.kind == PartKind::Copied).map(|part| part.source).collect();
        copied.sort_unstable();
        let mut holes = Vec::new();
        let mut at = 0;
        for text in copied.into_iter().chain([Span::at(length)]) {
            if text.start > at {
                holes.push(Span::new(at, text.start));
            }
            at = at.max(text.end);
        }
        holes
    }
}
