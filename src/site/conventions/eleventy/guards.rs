//! Conditions in the loop of a feed's template that decide which entries are written: `{% if post.data.lang == "en" %}`.

use crate::site::conventions::eleventy::asked::WRITTEN;
use crate::site::conventions::eleventy::feed_loop::tags;

/// The tags between the beginning of a loop and its first entry, where a condition is open there; nothing where there is none,
/// or it asks for something that is not known. `entry` is what the loop calls an entry, `knows` are the template's data.
pub(super) fn guard(
    inside: &str,
    is_json: bool,
    entry: &str,
    knows: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let starts: &[&str] = if is_json { &["\"id\"", "\"url\""] } else { &["<entry", "<item"] };
    let before = inside.get(..starts.iter().filter_map(|start| inside.find(start)).min()?)?;
    let (mut open, mut set) = (Vec::new(), Vec::new());
    let mut guard = String::new();
    for (tag, start, end) in tags(before) {
        let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        match word {
            "if" | "unless" => open.push((word, rest)),
            "endif" | "endunless" => {
                open.pop()?;
            }
            "set" | "assign" => set.extend(rest.split_once('=').map(|(name, _)| name.trim())),
            // A part of an inner condition is not open at the entry.
            "else" | "elsif" | "elif" | "elseif" => {}
            _ => return None,
        }
        guard.push_str(before.get(start..end)?);
    }
    let is_known = |condition: &str| {
        names(condition).iter().all(|name| {
            let mut parts = name.split('.');
            let root = parts.next().unwrap_or("");
            if root == entry {
                return parts.next().is_none_or(|part| OF_ENTRIES.contains(&part));
            }
            OPERATORS.contains(&root) || set.contains(&root) || knows(root)
        })
    };
    if open.is_empty() || !open.iter().all(|(_, condition)| is_known(condition)) {
        return None;
    }
    guard.push_str(WRITTEN);
    for (word, _) in open.iter().rev() {
        guard.push_str(&format!("{{% end{word} %}}"));
    }
    Some(guard)
}

/// What is known of an entry.
const OF_ENTRIES: [&str; 6] = ["data", "date", "url", "fileSlug", "inputPath", "page"];

/// Words of conditions other than names of data.
const OPERATORS: [&str; 12] =
    ["and", "or", "not", "in", "is", "contains", "true", "false", "null", "none", "nil", "blank"];

/// The names in a condition, with their properties: not those of filters, and nothing in quotes.
fn names(condition: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut quote, mut start, mut previous) = (None, None, ' ');
    let mut is_filter = false;
    for (at, c) in condition.char_indices().chain([(condition.len(), ' ')]) {
        let is_of_name = quote.is_none() && (c.is_alphanumeric() || matches!(c, '_' | '.' | '$'));
        match (start, is_of_name) {
            (None, true) if !matches!(previous, ']' | ')') => {
                start = Some(at);
                is_filter = previous == '|';
            }
            (Some(from), false) => {
                let name = condition.get(from..at).unwrap_or("");
                let is_number = name.starts_with(|c: char| c.is_ascii_digit());
                names.extend(Some(name).filter(|_| !is_filter && !is_number));
                start = None;
            }
            _ => {}
        }
        match quote {
            Some(mark) => quote = Some(mark).filter(|mark| *mark != c),
            None => quote = Some(c).filter(|c| matches!(c, '"' | '\'')),
        }
        if !c.is_whitespace() {
            previous = c;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_around_entries_are_guards() {
        for (inside, expected) in [
            (
                "{% if post.data.lang == lang %}<entry>",
                Some("{% if post.data.lang == lang %}written{% endif %}"),
            ),
            (
                "\n{%- unless post.data.draft -%}\n<item>{% if x %}",
                Some("{%- unless post.data.draft -%}written{% endunless %}"),
            ),
            (
                "{% set to = post.url | url %}{% if to and 'a b' in post.data.tags %}<entry>",
                Some(
                    "{% set to = post.url | url %}{% if to and 'a b' in post.data.tags %}written{% endif %}",
                ),
            ),
            ("{% if loop.index <= 10 %}<entry>", None),
            ("{% if post.templateContent %}<entry>", None),
            ("{% if count < 3 %}<entry>", None),
            ("{% if post.data.a %}{% endif %}<entry>", None),
            ("{% for x in y %}{% if post.data.a %}<entry>", None),
        ] {
            assert_eq!(guard(inside, false, "post", &|name| name == "lang").as_deref(), expected, "{inside}");
        }
        let json = "{% if post.data.draft != true %}{ \"id\": 1 }";
        assert!(guard(json, true, "post", &|_| false).is_some());
    }
}
