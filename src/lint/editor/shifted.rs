//! Findings of an earlier text, moved to where their words stand now.

use crate::text::diagnostic::{Diagnostic, content_hash};
use crate::text::source::Span;

/// The findings in `before` of which the words are still in `now`, at their new places. A finding loses its fix where that
/// changes a file whose text is another now.
pub(super) fn shifted(found: &[Diagnostic], before: &str, now: &str) -> Vec<Diagnostic> {
    if before == now {
        return found.to_vec();
    }
    let same_start = before.bytes().zip(now.bytes()).take_while(|(a, b)| a == b).count();
    let shorter = before.len().min(now.len());
    let same_end = before.bytes().rev().zip(now.bytes().rev()).take_while(|(a, b)| a == b).count();
    let same_end = same_end.min(shorter - same_start);
    let hash = content_hash(now);
    let place = |span: Span| {
        if span.end <= same_start {
            Some(span)
        } else if span.start >= before.len() - same_end {
            let back = |at: usize| (at + now.len()).saturating_sub(before.len());
            Some(Span::new(back(span.start), back(span.end)))
        } else {
            None
        }
    };
    let mut left = Vec::new();
    for finding in found {
        let Some(span) = place(finding.span) else { continue };
        let mut finding = finding.clone();
        finding.span = span;
        let path = finding.path.clone();
        finding.change(|extra| {
            extra.related.retain_mut(|related| {
                let moved = if related.path == path { place(related.span) } else { Some(related.span) };
                moved.inspect(|moved| related.span = *moved).is_some()
            });
            let fix = extra.fix.take();
            extra.fix = fix.and_then(|mut fix| {
                for edit in fix.edits.iter_mut().filter(|edit| edit.path == path) {
                    edit.span = place(edit.span)?;
                    edit.hash = hash;
                }
                Some(fix)
            });
        });
        left.push(finding);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::Level;

    #[test]
    fn findings_move_with_their_words_and_go_with_them() {
        let before = "one two three";
        let at = |start, end| Diagnostic::new("r", Level::Error, "a.md", Span::new(start, end), "m");
        let found = [at(0, 3), at(4, 7), at(8, 13)];
        let words = |now: &str| {
            let left = shifted(&found, before, now);
            left.iter().map(|finding| finding.span.of(now).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words("one two three"), ["one", "two", "three"]);
        assert_eq!(words("one twenty three"), ["one", "three"]);
        assert_eq!(words("zero one two three"), ["one", "two", "three"]);
        assert_eq!(words("one"), ["one"]);
    }
}
