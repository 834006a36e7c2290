//! Masks the Liquid of a source with characters of the same length, so that Markdown reads around it and every place stays
//! the same.

use std::borrow::Cow;

use crate::markup::constructs::{self, Construct};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Returns the masked source and the spans of its tags and outputs.
///
/// An output `{{ … }}` becomes a word of the same length. A tag on its own line becomes blank, another one a word.
/// `{% raw %}`, `{% highlight %}` and `{% comment %}` become blank with all that they hold.
pub(crate) fn mask(source: &str) -> (Cow<'_, str>, Vec<Span>) {
    let mut spans = Vec::new();
    let Some(mut next) = Construct::next(source, 0) else { return (Cow::Borrowed(source), spans) };
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while next.is_closed {
        let hides = matches!(next.name, "raw" | "highlight" | "comment");
        let end_tag = || constructs::find_end_tag(source, next.span.end, &format!("end{}", next.name));
        let end = match hides {
            true => end_tag().map_or(source.len(), |(end, _)| end.end),
            false => next.span.end,
        };
        let span = Span::new(next.span.start, end);
        out.push_str(source.part(at..span.start));
        spans.push(span);
        at = end;
        if next.name == "raw" {
            paint_raw(&mut out, span.of(source));
        } else {
            let is_blank = hides || next.is_tag && stands_alone(source, span.start, span.end);
            paint(&mut out, span.of(source), if is_blank { ' ' } else { 'L' });
        }
        match Construct::next(source, at) {
            Some(following) => next = following,
            None => break,
        }
    }
    out.push_str(source.part(at..));
    (Cow::Owned(out), spans)
}

/// The text of a place as `plain` makes it, with each of the spans in it as it is written.
pub(crate) fn around(source: &str, place: Span, liquid: &[Span], plain: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut at = place.start;
    for span in liquid.iter().filter(|span| span.overlaps(place)) {
        out.push_str(&plain(source.part(at..span.start.max(at))));
        let end = span.end.min(place.end).max(at);
        out.push_str(source.part(span.start.max(at)..end));
        at = end;
    }
    out.push_str(&plain(source.part(at..place.end)));
    out
}

fn stands_alone(source: &str, start: usize, end: usize) -> bool {
    let before = source.part(..start).bytes().rev().take(200);
    let after = source.part(end..).bytes().take(200);
    let empty = |mut bytes: Box<dyn Iterator<Item = u8> + '_>| {
        bytes.find(|b| !matches!(b, b' ' | b'\t' | b'\r')).is_none_or(|b| b == b'\n')
    };
    empty(Box::new(before)) && empty(Box::new(after))
}

/// Paints a raw block over, but for lines that open or close a fence: the fence may begin or end outside of the block.
fn paint_raw(out: &mut String, text: &str) {
    let mut lines = text.split_inclusive('\n').peekable();
    let mut first = true;
    while let Some(line) = lines.next() {
        let marks = line.trim_start_matches(' ');
        let fence = line.len() - marks.len() <= 3 && (marks.starts_with("```") || marks.starts_with("~~~"));
        // The lines of the tags themselves are not fences.
        if fence && !first && lines.peek().is_some() && !line.contains('{') {
            out.push_str(line);
        } else {
            paint(out, line, ' ');
        }
        first = false;
    }
}

/// Writes `with` for every byte of `text` but its line feeds, so that places stay.
fn paint(out: &mut String, text: &str, with: char) {
    out.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { with }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_and_hidden_text_goes() {
        let source = "[a]({{ site.url }}/é)\n{% if x %}\n{% raw %}[b](c)\né{% endraw %} end {% link d %}";
        let (masked, spans) = mask(source);
        assert_eq!(masked.len(), source.len());
        assert!(masked.starts_with("[a](LLLLLLLLLLLLLL/é)\n          \n"));
        assert!(!masked.contains("[b]") && masked.ends_with(" end LLLLLLLLLLLL"));
        assert_eq!(spans.len(), 4);
        assert_eq!(spans[2].of(source), "{% raw %}[b](c)\né{% endraw %}");
    }

    #[test]
    fn a_text_without_liquid_is_not_copied() {
        assert!(matches!(mask("a {b} c"), (Cow::Borrowed(_), spans) if spans.is_empty()));
        assert_eq!(mask("a {{ b").0, "a {{ b");
        assert_eq!(mask("{% raw %} x").0, "           ");
    }
}
