//! The beginning of a template, cut at any place: blocks that are open there are closed.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Tags that have an end.
const BLOCKS: &[&str] =
    &["capture", "case", "comment", "for", "highlight", "if", "ifchanged", "raw", "tablerow", "unless"];

/// `head` with the end of each block that it opens and that ends nowhere in it.
///
/// As in Jekyll's `excerpt.rb`, one end anywhere stands for all blocks of its name.
#[must_use]
pub fn close_blocks(head: &str) -> Cow<'_, str> {
    let names: Vec<&str> = tag_names(head).collect();
    let mut ended: BTreeSet<&str> = names.iter().filter_map(|name| name.strip_prefix("end")).collect();
    let mut closed = Cow::Borrowed(head);
    for name in names.iter().rev().filter(|name| BLOCKS.contains(name)) {
        if ended.insert(name) {
            closed.to_mut().push_str(&format!("\n{{% end{name} %}}"));
        }
    }
    closed
}

fn tag_names(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).map(|tag| {
        let tag = tag.strip_prefix('-').unwrap_or(tag).trim_start();
        tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("")
    })
}

#[cfg(test)]
mod tests {
    use super::close_blocks;

    #[test]
    fn what_is_open_is_closed_from_the_inside() {
        assert_eq!(
            close_blocks("{% if a %}x{%- for b in c -%}y"),
            "{% if a %}x{%- for b in c -%}y\n{% endfor %}\n{% endif %}"
        );
        assert_eq!(
            close_blocks("{% if a %}x{% endif %} {% include b.html %}"),
            "{% if a %}x{% endif %} {% include b.html %}"
        );
    }
}
