//! A source with its Liquid painted over, so that Markdown reads around it and every place stays the same.

use std::borrow::Cow;

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The masked text and where Liquid tags and outputs stand.
///
/// An output `{{ … }}` becomes a word of the same length. A tag on its own line becomes blank, another one a word.
/// `{% raw %}`, `{% highlight %}` and `{% comment %}` become blank with all that they hold.
pub(crate) fn mask(source: &str) -> (Cow<'_, str>, Vec<Span>) {
    let mut spans = Vec::new();
    let bytes = source.as_bytes();
    if !memchr::memchr_iter(b'{', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%'))) {
        return (Cow::Borrowed(source), spans);
    }
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'{', source.as_bytes().get(at..).unwrap_or(&[])) {
        let start = at + found;
        let rest = source.part(start..);
        let close = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => {
                out.push_str(source.part(at..=start));
                at = start + 1;
                continue;
            }
        };
        let Some(length) = memchr::memmem::find(rest.as_bytes(), close.as_bytes()).map(|end| end + 2) else {
            break;
        };
        out.push_str(source.part(at..start));
        let construct = rest.part(..length);
        let hidden = if close == "%}" { hidden_length(construct, rest) } else { None };
        let end = start + hidden.unwrap_or(length);
        let whole = source.part(start..end);
        spans.push(Span::new(start, end));
        let blank = hidden.is_some() || close == "%}" && stands_alone(source, start, end);
        if hidden.is_some() && tag_name(construct) == "raw" {
            paint_raw(&mut out, whole);
        } else {
            paint(&mut out, whole, if blank { ' ' } else { 'L' });
        }
        at = end;
    }
    out.push_str(source.part(at..));
    (Cow::Owned(out), spans)
}

/// The length of a block whose content is not Markdown, from its first tag to its last.
fn hidden_length(tag: &str, rest: &str) -> Option<usize> {
    let name = tag_name(tag);
    if !matches!(name, "raw" | "highlight" | "comment") {
        return None;
    }
    let mut at = tag.len();
    loop {
        let found = memchr::memmem::find(rest.as_bytes().get(at..)?, b"{%");
        let Some(found) = found else { return Some(rest.len()) };
        let inner = rest.get(at + found..)?;
        let Some(end) = memchr::memmem::find(inner.as_bytes(), b"%}") else { return Some(rest.len()) };
        let candidate = inner.get(..end + 2)?;
        at += found + candidate.len();
        if tag_name(candidate).strip_prefix("end") == Some(name) {
            return Some(at);
        }
        if tag_name(candidate).contains("{%") {
            at -= candidate.len() - 2;
        }
    }
}

fn tag_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches("{%").trim_start_matches('-').trim_start();
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
    inner.part(..end)
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
