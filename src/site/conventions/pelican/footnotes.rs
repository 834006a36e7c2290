//! Footnotes as Python-Markdown writes them.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// HTML with kramdown's footnotes in the form of Python-Markdown: another order of attributes, other ids of marks that are
/// repeated, and titles of the links back.
pub(super) fn as_python(html: &str) -> Cow<'_, str> {
    let (true, Some(rule)) = (html.contains("fnref:"), RULE.as_ref()) else { return Cow::Borrowed(html) };
    let mut numbers = Numbers::default();
    rule.replace_all(html, |found: &Captures<'_>| {
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let id = |name: &str, count: Option<&str>| match count.and_then(|count| count.parse::<u32>().ok()) {
            Some(count) => format!("fnref{}:{name}", count.saturating_add(1)),
            None => format!("fnref:{name}"),
        };
        match (part("mark"), part("back")) {
            (Some(name), _) => format!(
                "<sup id=\"{}\"><a class=\"footnote-ref\" href=\"#fn:{name}\">",
                id(name, part("count"))
            ),
            (None, Some(name)) => format!(
                "{}<a class=\"footnote-backref\" href=\"#{}\" title=\"Jump back to footnote {} in the text\">{}</a>",
                // Links back follow each other without a blank.
                part("again").map_or_else(|| part("space").unwrap_or(""), |_| ""),
                id(name, part("again")),
                numbers.of(name),
                part("text").unwrap_or("")
            ),
            (None, None) => String::new(),
        }
    })
}

/// The numbers of footnotes, in the order of their definitions.
#[derive(Default)]
struct Numbers {
    last: String,
    count: usize,
}

impl Numbers {
    fn of(&mut self, name: &str) -> usize {
        if self.count == 0 || self.last != name {
            self.count += 1;
            name.clone_into(&mut self.last);
        }
        self.count
    }
}

/// A mark of kramdown's, or its link back; nothing for an invalid rule, which a
/// test rules out.
static RULE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mark = "<sup id=\"fnref:(?<mark>[^\":]+)(?::(?<count>\\d+))?\"[^>]*><a href=\"#fn:[^\"]*\"[^>]*>";
    let back = "(?<space>\u{a0}?)<a href=\"#fnref:(?<back>[^\":]+)(?::(?<again>\\d+))?\" class=\"reversefootnote\"[^>]*>(?<text>[^<]*)(?:<sup>\\d+</sup>)?</a>";
    Regex::new(&format!("{mark}|{back}")).ok()
});

#[cfg(test)]
mod tests {
    use super::{RULE, as_python};
    use crate::markup::markdown::{self, Options};

    #[test]
    fn repeated_marks_have_ids_of_their_own() {
        assert!(RULE.is_some());
        let html = markdown::render("A[^n] b[^n] c[^m].\n\n[^n]: One.\n[^m]: Two.\n", &Options::default());
        let html = as_python(&html);
        for expected in [
            "A<sup id=\"fnref:n\"><a class=\"footnote-ref\" href=\"#fn:n\">1</a></sup>",
            "b<sup id=\"fnref2:n\"><a class=\"footnote-ref\" href=\"#fn:n\">1</a></sup>",
            "<a class=\"footnote-backref\" href=\"#fnref:n\" title=\"Jump back to footnote 1 in the text\">",
            "<a class=\"footnote-backref\" href=\"#fnref2:n\" title=\"Jump back to footnote 1 in the text\">",
            "<a class=\"footnote-backref\" href=\"#fnref:m\" title=\"Jump back to footnote 2 in the text\">",
        ] {
            assert!(html.contains(expected), "{expected} is not in {html}");
        }
    }
}
