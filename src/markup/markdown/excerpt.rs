//! The excerpt of a post as Jekyll cuts it.

use crate::markup::constructs::constructs;
use std::borrow::Cow;
use std::collections::HashSet;

/// The Markdown before the first `separator`, with the link definitions of the rest that it uses.
///
/// The whole text where the separator is empty, does not occur or nothing follows it
/// (jekyll: `lib/jekyll/excerpt.rb`, `extract_excerpt`). Blocks of Liquid that the cut leaves open are closed.
#[must_use]
pub fn excerpt<'s>(source: &'s str, separator: &str) -> Cow<'s, str> {
    if separator.is_empty() {
        return Cow::Borrowed(source);
    }
    let Some((head, tail)) = source.split_once(separator) else { return Cow::Borrowed(source) };
    if tail.is_empty() {
        return Cow::Borrowed(head);
    }
    let head = close_blocks(head);
    if !tail.contains("]:") || !head.contains('[') {
        return head;
    }
    let labels = bracketed(&head);
    let used: Vec<&str> = tail
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .filter(|line| reference_label(line).is_some_and(|label| labels.contains(label)))
        .collect();
    if used.is_empty() {
        return head;
    }
    Cow::Owned(format!("{head}\n\n{}", used.join("\n")))
}

/// The head with end tags for the blocks of Liquid without one in it, innermost first. As in Jekyll, one end tag anywhere
/// stands for all blocks of its name.
fn close_blocks(head: &str) -> Cow<'_, str> {
    let tags: Vec<_> = constructs(head).filter(|it| it.is_tag && it.is_closed).collect();
    let mut ended: HashSet<&str> = tags.iter().filter_map(|tag| tag.name.strip_prefix("end")).collect();
    let mut closed = Cow::Borrowed(head);
    for tag in tags.iter().rev().filter(|tag| BLOCKS.contains(&tag.name)) {
        if ended.insert(tag.name) {
            closed.to_mut().push_str(&format!("\n{{% end{} %}}", tag.name));
        }
    }
    closed
}

/// The tags of Liquid and Jekyll with a body.
const BLOCKS: &[&str] =
    &["capture", "case", "comment", "for", "highlight", "if", "ifchanged", "raw", "tablerow", "unless"];

/// The label of a line `[label]: …` (up to three spaces in), footnotes too.
fn reference_label(line: &str) -> Option<&str> {
    let line = line
        .strip_prefix("   ")
        .or_else(|| line.strip_prefix("  "))
        .or_else(|| line.strip_prefix(' '))
        .unwrap_or(line);
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    (!label.is_empty() && !label.contains(']') && !rest.trim().is_empty()).then_some(label)
}

/// All that stands between a `[` and the next `]`; of many `[` before one `]` only the last few, to stay linear.
fn bracketed(text: &str) -> HashSet<&str> {
    let mut labels = HashSet::new();
    for part in text.split_inclusive(']').filter_map(|part| part.strip_suffix(']')) {
        labels.extend(part.rmatch_indices('[').take(8).filter_map(|(at, _)| part.get(at + 1..)));
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_before_the_separator_with_its_definitions() {
        assert_eq!(excerpt("one\n\ntwo", "\n\n"), "one");
        assert_eq!(excerpt("one\ntwo", "\n\n"), "one\ntwo");
        assert_eq!(excerpt("one", ""), "one");
        assert_eq!(excerpt("a<!--more-->b", "<!--more-->"), "a");
        assert_eq!(excerpt("{% if a %}x\n\ny{% endif %}", "\n\n"), "{% if a %}x\n{% endif %}");
        assert_eq!(excerpt("{% raw %}x{% endraw %}\n\ny", "\n\n"), "{% raw %}x{% endraw %}");
        assert_eq!(
            excerpt("{% if a %}x{%- for b in c -%}y\n\nz", "\n\n"),
            "{% if a %}x{%- for b in c -%}y\n{% endfor %}\n{% endif %}"
        );
        assert_eq!(excerpt("{% if a %}{% if b %}x\n\ny", "\n\n"), "{% if a %}{% if b %}x\n{% endif %}");
        assert_eq!(
            excerpt("See [this].\n\nmore [x]\n\n[this]: /u\n[x]: /x\n", "\n\n"),
            "See [this].\n\n[this]: /u"
        );
    }
}
