//! The excerpt of a post as Jekyll cuts it.

use crate::text::pieces::Part as _;
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

/// The head with end tags for the blocks of Liquid that have none in it, innermost first.
fn close_blocks(head: &str) -> Cow<'_, str> {
    if !head.contains("{%") {
        return Cow::Borrowed(head);
    }
    let mut names: Vec<&str> = Vec::new();
    for part in head.split("{%").skip(1) {
        let inner = part.trim_start_matches('-').trim_start();
        let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
        names.push(inner.part(..end));
    }
    let ended: HashSet<&str> = names.iter().filter_map(|name| name.strip_prefix("end")).collect();
    let open: Vec<&str> =
        names.iter().rev().copied().filter(|name| BLOCKS.contains(name) && !ended.contains(name)).collect();
    if open.is_empty() {
        return Cow::Borrowed(head);
    }
    let closing: String = open.iter().map(|name| format!("\n{{% end{name} %}}")).collect();
    Cow::Owned(format!("{head}{closing}"))
}

/// The tags of Liquid and Jekyll that hold something.
const BLOCKS: &[&str] = &[
    "block",
    "capture",
    "case",
    "comment",
    "for",
    "highlight",
    "if",
    "ifchanged",
    "raw",
    "tablerow",
    "unless",
];

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
            excerpt("See [this].\n\nmore [x]\n\n[this]: /u\n[x]: /x\n", "\n\n"),
            "See [this].\n\n[this]: /u"
        );
    }
}
