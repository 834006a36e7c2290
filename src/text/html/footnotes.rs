//! HTML without its footnotes: a summary ends before the notes that its marks lead to.

use std::borrow::Cow;

use crate::text::pieces::Part as _;

/// Returns HTML without the marks of footnotes and without the notes, as kramdown and CommonMark renderers write them: `sup`
/// with an id or a class of footnotes, and `div` or `section` with such a class.
#[must_use]
pub fn without_footnotes(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = html;
    while let Some((start, end)) = next_footnote(rest) {
        let before = rest.part(..start);
        rest = rest.part(end..);
        // `lime [^1], sand` has no space before the comma once the mark is gone.
        let joins = rest.starts_with(['.', ',', ';', ':', '!', '?', ')']);
        out.push_str(if joins { before.trim_end_matches(' ') } else { before });
    }
    if rest.len() == html.len() {
        return Cow::Borrowed(html);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Where the next mark or list of notes begins, and where it ends.
fn next_footnote(html: &str) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'<', html.as_bytes()).find_map(|start| {
        let tag = html.get(start..)?;
        let head = tag.get(..tag.find('>')?)?;
        let is_mark = |head: &str| head.contains("=\"fnref") || head.contains("=\"footnote");
        let name = ["sup", "div", "section"].into_iter().find(|name| {
            head.strip_prefix('<')
                .and_then(|rest| rest.strip_prefix(*name))
                .is_some_and(|rest| rest.starts_with(' '))
        })?;
        is_mark(head).then(|| (start, start + element_length(tag, name)))
    })
}

/// The length of the element that a string begins with; to the end of the text where it is not closed.
fn element_length(html: &str, name: &str) -> usize {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let Some(tag) = html.get(at..) else { continue };
        if tag.starts_with(&close) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + close.len();
            }
        } else if tag.strip_prefix(open.as_str()).is_some_and(|rest| rest.starts_with([' ', '>'])) {
            depth += 1;
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_out_marks_and_notes() {
        let mark = "<sup id=\"fnref:1\"><a href=\"#fn:1\" class=\"footnote\">1</a></sup>";
        let notes = "<div class=\"footnotes\" role=\"doc-endnotes\"><ol><li><div>long</div></li></ol></div>";
        assert_eq!(without_footnotes(&format!("<p>Lime{mark}.</p>{notes}<p>b</p>")), "<p>Lime.</p><p>b</p>");
        assert_eq!(
            without_footnotes(&format!("<p>Lime {mark}, {mark} sand {mark}</p>")),
            "<p>Lime,  sand </p>"
        );
        let other = "<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup>";
        assert_eq!(without_footnotes(&format!("a{other}")), "a");
        assert_eq!(without_footnotes("<div class=\"footnotes\"><p>open"), "");
    }

    #[test]
    fn leaves_everything_else() {
        for html in [
            "",
            "<p>x<sup>2</sup> footnotes</p>",
            "<div class=\"note\">a</div>",
            "a < b",
            "<support id=\"fnref\">",
        ] {
            assert!(matches!(without_footnotes(html), Cow::Borrowed(same) if same == html), "{html}");
        }
    }
}
