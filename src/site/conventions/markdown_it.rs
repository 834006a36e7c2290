//! markdown-it, the Markdown library of Eleventy and of many sites' own programs: its dialect, and text without raw HTML.

use crate::markup::markdown::code::{Fences, Place, span_length};
use crate::markup::markdown::{Alignment, Classes, CommonMark};

/// CommonMark with tables and text that is struck through.
pub(super) const DIALECT: CommonMark = CommonMark {
    task_lists: false,
    footnotes: false,
    single_tilde: false,
    strikethrough: "s",
    alignment: Alignment::Style("text-align:"),
    classes: Classes::MarkdownIt,
    scoped_symbols: true,
    fuzzy_links: true,
    ..CommonMark::DEFAULT
};

/// Markdown in which tags are text, as with `html: false`; code and links between angle brackets stay.
pub(super) fn without_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fences = Fences::default();
    for line in text.split_inclusive('\n') {
        match fences.read(line) {
            Place::Outside => push_line(line, &mut out),
            _ => out.push_str(line),
        }
    }
    out
}

fn push_line(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = match from.as_bytes().first() {
            Some(b'`') => span_length(from),
            Some(b'\\') => 1 + from.get(1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
            _ => {
                out.push_str(if is_tag(from) { "&lt;" } else { "<" });
                rest = from.get(1..).unwrap_or("");
                continue;
            }
        };
        out.push_str(from.get(..length).unwrap_or(""));
        rest = from.get(length..).unwrap_or("");
    }
    out.push_str(rest);
}

/// Whether a `<` begins a tag or a comment, and not a link such as `<https://e.example>`.
fn is_tag(text: &str) -> bool {
    let inner = text.get(1..).unwrap_or("");
    let end = inner.find(['>', ' ', '\n']).unwrap_or(inner.len());
    let word = inner.get(..end).unwrap_or("");
    inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        && !word.contains([':', '@'])
}

#[cfg(test)]
mod tests {
    use super::without_html;

    #[test]
    fn tags_become_text_outside_of_code() {
        let text = "<div>a</div> `<b>` ``x ` <i>`` <https://e.example> 1 < 2 \\<b>\n````\n```\n<b>\n````\n<!-- c -->\n";
        let expected = "&lt;div>a&lt;/div> `<b>` ``x ` <i>`` <https://e.example> 1 < 2 \\<b>\n````\n```\n<b>\n````\n&lt;!-- c -->\n";
        assert_eq!(without_html(text), expected);
    }
}
