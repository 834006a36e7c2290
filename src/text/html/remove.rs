//! Parts of HTML that a site may not want in its feeds.

use std::borrow::Cow;

use crate::text::html::tags::Tags;
use crate::text::pieces::Part as _;

/// What [`remove`] takes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Removal {
    /// `<script>` with its content, and attributes that hold scripts (`onclick` …).
    pub scripts: bool,
    /// `id` attributes, which can clash where entries stand on one page.
    pub ids: bool,
}

/// `html` without what `removal` names; all other bytes stay. Borrowed where nothing goes.
#[must_use]
pub fn remove(html: &str, removal: Removal) -> Cow<'_, str> {
    if removal == Removal::default() {
        return Cow::Borrowed(html);
    }
    let mut tags = Tags::new(html);
    let mut out = String::new();
    let mut copied = 0;
    let mut drop = |from: usize, to: usize| {
        out.push_str(html.part(copied..from));
        copied = copied.max(to);
    };
    while let Some(tag) = tags.next_tag() {
        if removal.scripts && tag.name.eq_ignore_ascii_case("script") {
            drop(tag.span.start, tag.inside);
            continue;
        }
        if tag.end {
            continue;
        }
        for attribute in tags.attributes() {
            let name = attribute.name.as_bytes();
            let event = name.len() > 2 && name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case(b"on"));
            if removal.ids && attribute.name.eq_ignore_ascii_case("id") || removal.scripts && event {
                let before = html.part(..attribute.span.start).trim_ascii_end();
                drop(before.len(), attribute.span.end);
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.part(copied..));
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_ids_go() {
        let html = "<h2 id=\"a\" class=x onclick='f()'>A</h2><SCRIPT>1<2</script><p ID=b>";
        let both = Removal { scripts: true, ids: true };
        assert_eq!(remove(html, both), "<h2 class=x>A</h2><p>");
        assert_eq!(
            remove(html, Removal { ids: true, ..Removal::default() }),
            "<h2 class=x onclick='f()'>A</h2><SCRIPT>1<2</script><p>"
        );
        assert!(matches!(remove("<p on class>", both), Cow::Borrowed(_)));
    }
}
