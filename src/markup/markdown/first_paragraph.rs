//! The rendered beginning of a document, found in the rendered whole.

/// The HTML inside the first paragraph of `html`, where that surely is what rendering `head` alone would give.
///
/// `head` is the text of `html`'s source up to its first blank line. Nothing is returned where its lines could be anything
/// but one paragraph, or where what follows could change it (footnotes, references, attribute lists). Three of
/// four posts open with a plain paragraph, and rendering it again for the summary took a tenth of a whole build.
#[must_use]
pub fn first_paragraph<'h>(head: &str, html: &'h str) -> Option<&'h str> {
    let bytes = head.as_bytes();
    let inert =
        memchr::memchr3(b'<', b'{', b'|', bytes).is_none() && memchr::memchr2(b'$', b'\\', bytes).is_none();
    let brackets = memchr::memchr_iter(b'[', bytes).count();
    let links = memchr::memmem::find_iter(bytes, "](").count();
    let prose = head.trim_end().lines().all(|line| line.starts_with(|first: char| first.is_alphabetic()));
    if head.trim().is_empty() || !inert || brackets != links || !prose {
        return None;
    }
    let inside = html.strip_prefix("<p>")?;
    let end = memchr::memmem::find(inside.as_bytes(), b"</p>")?;
    inside.get(..end)
}

#[cfg(test)]
mod tests {
    use super::first_paragraph;
    use crate::markup::markdown::{Options, excerpt, render};

    /// Where it answers, the answer is the rendered excerpt's.
    #[test]
    fn it_is_what_the_excerpt_renders_to() {
        let options = Options::default();
        let mut answered = 0;
        for source in [
            "Plain \"words\" -- and *more*.\nA second line.\n\nBehind.\n",
            "A [link](/x \"t\") and `code`...\n\n[x]: /y\n",
            "An HTML word.\n\n*[HTML]: Hypertext\n",
            "A [reference][x].\n\n[x]: /y\n",
            "A note.[^1]\n\n[^1]: There.\n",
            "Title\n=====\n\nText.\n",
            "Term\n\n: definition\n",
            "Words\n- item\n\nMore.\n",
            "Words\n\n{: .note}\n",
            "Words\n{: .note}\n\nx\n",
            "a | b\n\nc\n",
            "Only this",
            "  indented\n\nx",
        ] {
            let head = source.split("\n\n").next().unwrap_or("");
            let html = render(source, &options);
            if let Some(found) = first_paragraph(head, &html) {
                answered += 1;
                let alone = render(&excerpt(source, "\n\n"), &options);
                let text = |html: &str| crate::text::html::text::strip_html(html).trim().to_owned();
                assert_eq!(text(found), text(&alone), "{source}");
            }
        }
        assert!(answered >= 4, "{answered}");
    }
}
