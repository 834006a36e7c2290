//! What may precede the title of a file: elements of docutils' class `PreBibliographic`.
//!
//! Source: docutils 0.23, `transforms/frontmatter.py` and `nodes.py`.

/// Directives that make nothing, or an element that may precede the title; Pelican's own for code makes raw HTML.
const DIRECTIVES: [&str; 12] = [
    "class",
    "code-block",
    "default-role",
    "footer",
    "header",
    "meta",
    "raw",
    "role",
    "section-numbering",
    "sectnum",
    "sourcecode",
    "title",
];

/// How many lines precede the title: blank ones, and such elements.
pub(super) fn before_title(lines: &[&str]) -> usize {
    // Indented lines belong to an element, or else are a quotation.
    let mut is_inside = false;
    let mut is_before = |(at, line): (usize, &&str)| {
        let line = line.trim_end();
        if line.is_empty() {
            return true;
        }
        if line.starts_with([' ', '\t']) {
            return is_inside;
        }
        // An empty comment has no indented lines after a blank one.
        let is_empty = line == ".." && lines.get(at + 1).is_none_or(|next| next.trim().is_empty());
        is_inside = !is_empty && may_precede(line);
        is_empty || is_inside
    };
    lines.iter().enumerate().take_while(|entry| is_before(*entry)).count()
}

/// Whether the element that a line begins may precede the title.
fn may_precede(line: &str) -> bool {
    if line == ".." || line.starts_with("__ ") {
        return true;
    }
    let Some(rest) = line.strip_prefix("..").filter(|rest| rest.starts_with([' ', '\t'])) else {
        return false;
    };
    let rest = rest.trim_start();
    // Targets and substitutions; notes are text.
    if rest.starts_with(['_', '|']) {
        return true;
    }
    if rest.starts_with('[') && rest.contains(']') {
        return false;
    }
    directive(rest).is_none_or(|name| DIRECTIVES.contains(&name.to_lowercase().as_str()))
}

/// The name of the directive that this begins; any other text is a comment.
fn directive(text: &str) -> Option<&str> {
    let (name, after) = text.split_once("::")?;
    let name = name.trim_end();
    let is_name = !name.is_empty()
        && name.starts_with(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | ':' | '.'));
    (is_name && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::site::conventions::pelican::rst::metadata;

    /// Whether a file has a title and a date after this.
    fn precedes(before: &str) -> bool {
        let data = metadata(&format!("{before}\n\nA title\n=======\n\n:date: 2024-01-02\n\nText.\n"));
        assert_eq!(data.get("title").is_some(), data.get("date").is_some(), "{before}");
        data.get("date").is_some()
    }

    #[test]
    fn comments_and_definitions_precede_the_title() {
        for before in [
            "",
            ".. a comment\n   more\n\n   yet more",
            "..\n   a comment",
            "..\tcomment",
            "..",
            ".. see also: this",
            ".. see also:: this",
            ".. _top:",
            "__ https://a.example/",
            ".. __: https://a.example/",
            ".. _`quoted one`: https://a.example",
            ".. |v| replace:: 3",
            ".. |i| image:: /x.png\n   :alt: a",
            ".. sectnum::\n   :start: 0",
            ".. role:: red",
            ".. meta::\n   :description: d",
            ".. raw:: html\n\n   <hr>\n\n   <hr>",
            "..  code-block:: python\n\n    x",
            ".. class:: c",
        ] {
            assert!(precedes(before), "{before}");
        }
    }

    #[test]
    fn text_before_the_title_takes_its_fields() {
        for before in [
            ".. image:: /x.png",
            "..  image:: /x.png",
            ".. figure:: /x.png\n\n   Words",
            "..\n\n   a quotation",
            "   a quotation",
            ".. contents::",
            ".. note:: x",
            ".. container:: c\n\n   x",
            ".. code:: python\n\n   x",
            ".. [1] note",
            ".. [#] note",
            ".. [A] note",
            "..comment",
            "| a",
            ".. comment\n\n   more\n\nA paragraph",
        ] {
            assert!(!precedes(before), "{before}");
        }
    }
}
