//! From a diagnostic's spans to lines and columns, and to the lines that show them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::report::finding::{Excerpt, Finding, Fingerprint, Mark};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{LineIndex, Position, Span};

/// The contents of the files that were shown last. Findings come in the order of their files, so that few are read again.
pub(super) struct Texts<'a> {
    text: &'a dyn Fn(&str) -> Option<Arc<str>>,
    read: BTreeMap<Arc<str>, Option<(Arc<str>, LineIndex)>>,
}

impl<'a> Texts<'a> {
    /// `text` returns the contents of a file.
    pub(super) fn new(text: &'a dyn Fn(&str) -> Option<Arc<str>>) -> Self {
        Self { text, read: BTreeMap::new() }
    }

    /// So many files are in memory at a time.
    const MOST: usize = 256;

    fn get(&mut self, path: &Arc<str>) -> Option<(Arc<str>, &LineIndex)> {
        let text = self.text;
        if self.read.len() >= Self::MOST && !self.read.contains_key(path) {
            self.read.clear();
        }
        self.read
            .entry(Arc::clone(path))
            .or_insert_with(|| {
                text(path).map(|text| {
                    let lines = LineIndex::new(&text);
                    (text, lines)
                })
            })
            .as_ref()
            .map(|(text, lines)| (Arc::clone(text), lines))
    }

    fn positions(&mut self, path: &Arc<str>, span: Span) -> (Position, Position) {
        self.get(path).map_or((Position::START, Position::START), |(text, lines)| {
            (lines.position(&text, span.start), lines.position(&text, span.end))
        })
    }
}

/// Finds the lines of a finding's places.
pub(super) fn resolve(diagnostic: Diagnostic, texts: &mut Texts<'_>) -> Finding {
    let (start, end) = texts.positions(&diagnostic.path, diagnostic.span);
    let whole_file = diagnostic.span == Span::default();
    let mut excerpts = Vec::new();
    let mut context = String::new();
    if !whole_file {
        if let Some((text, lines)) = texts.get(&diagnostic.path) {
            let from = lines.line_span(&text, start.line).start;
            let to = lines.line_span(&text, end.line).end;
            context = near(&text, diagnostic.span, Span::new(from, to)).to_owned();
        }
        excerpts.extend(excerpt(texts, &diagnostic.path, diagnostic.span, None, true));
    }
    let mut related = Vec::new();
    for place in diagnostic.related() {
        related.push(texts.positions(&place.path, place.span));
        let Some(new) = excerpt(texts, &place.path, place.span, Some(&place.label), false) else { continue };
        match excerpts.iter_mut().find_map(|old| join(old, &new, texts)) {
            Some(()) => (),
            None => excerpts.push(new),
        }
    }
    let edits = diagnostic.fix().map_or_else(Vec::new, |fix| {
        fix.edits.iter().map(|edit| texts.positions(&edit.path, edit.span)).collect()
    });
    let fingerprint = Fingerprint { hash: diagnostic.fingerprint(&context), number: 1 };
    // Nearly every finding has one, and a list that grows begins with room for four.
    excerpts.shrink_to_fit();
    Finding { diagnostic, start, end, fingerprint, excerpts, related, edits }
}

/// A place of more lines is shown by its first ones.
const MOST_LINES: usize = 6;
/// A line of more bytes is not shown: no terminal has room for it.
const MOST_BYTES: usize = 4096;
/// Two places of a file that lie this many lines apart are shown as one excerpt.
const NEAR: usize = 30;

fn excerpt(
    texts: &mut Texts<'_>,
    path: &Arc<str>,
    span: Span,
    label: Option<&str>,
    primary: bool,
) -> Option<Excerpt> {
    let (text, lines) = texts.get(path)?;
    let start = lines.position(&text, span.start);
    let last = lines.position(&text, span.end).line.clamp(start.line, start.line + MOST_LINES - 1);
    let window = Span::new(lines.line_span(&text, start.line).start, lines.line_span(&text, last).end);
    let shown = window.of(&text);
    if shown.len() > MOST_BYTES {
        return None;
    }
    let inside = |offset: usize| {
        let mut offset = offset.clamp(window.start, window.end) - window.start;
        while !shown.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let marks = vec![Mark {
        span: Span::new(inside(span.start), inside(span.end)),
        label: label.filter(|label| !label.is_empty()).map(str::to_owned),
        primary,
    }];
    Some(Excerpt { path: Arc::clone(path), first_line: start.line, text: shown.to_owned(), marks })
}

/// The lines that a finding is on; of lines without an end, what is near it. A million findings on one line of 12 MB each
/// had all of it hashed.
fn near(text: &str, span: Span, lines: Span) -> &str {
    if lines.len() <= MOST_BYTES {
        return lines.of(text);
    }
    let boundary = |offset: usize| {
        let mut offset = offset.clamp(lines.start, lines.end);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let from = boundary(span.start.saturating_sub(NEARBY));
    let to = boundary(span.end.min(span.start + MOST_BYTES) + NEARBY);
    Span::new(from, to).of(text)
}

/// How many bytes on either side of a finding are [`near`] it.
const NEARBY: usize = 80;

/// Takes `new` into `old`, where both are of one file and near each other.
fn join(old: &mut Excerpt, new: &Excerpt, texts: &mut Texts<'_>) -> Option<()> {
    if old.path != new.path {
        return None;
    }
    let (text, lines) = texts.get(&new.path)?;
    let last_of = |excerpt: &Excerpt| excerpt.first_line + excerpt.text.split('\n').count() - 1;
    let first = old.first_line.min(new.first_line);
    let last = last_of(old).max(last_of(new));
    let window = Span::new(lines.line_span(&text, first).start, lines.line_span(&text, last).end);
    if last - first > NEAR || window.len() > MOST_BYTES {
        return None;
    }
    let start_of = |excerpt: &Excerpt| lines.line_span(&text, excerpt.first_line).start - window.start;
    let mut marks = Vec::new();
    for excerpt in [&*old, new] {
        let by = start_of(excerpt);
        marks.extend(excerpt.marks.iter().map(|mark| Mark { span: mark.span.shifted(by), ..mark.clone() }));
    }
    *old =
        Excerpt { path: Arc::clone(&old.path), first_line: first, text: window.of(&text).to_owned(), marks };
    Some(())
}
