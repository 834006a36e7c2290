//! Conditions in the loop of a feed's template that decide which entries are written: `{% if post.data.lang == "en" %}`.

use crate::site::conventions::eleventy::asked::{LOOPS, OF_LOOPS, WRITTEN};
use crate::site::conventions::eleventy::feed_loop::tags;

/// The tags between the beginning of a loop and its first entry, where a condition is open there; nothing where there is none, it
/// asks for something that is not known, or what is written otherwise may be an entry too. `entry` is what the loop calls an entry,
/// `knows` are the template's data, `is_of_site` those that every page has.
pub(super) fn guard(
    inside: &str,
    is_json: bool,
    entry: &str,
    knows: &dyn Fn(&str) -> bool,
    is_of_site: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let (before, after) = inside.split_at_checked(start_of_entry(inside, is_json)?)?;
    let (mut open, mut set, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let mut guard = String::new();
    for (tag, start, end) in tags(before) {
        let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        match word {
            "if" | "unless" => open.push((word, rest)),
            "endif" | "endunless" => {
                open.pop()?;
            }
            "set" | "assign" if !is_block(word, rest) => {
                set.extend(rest.split_once('=').map(|(name, _)| name.trim()))
            }
            "else" => {}
            // A block that sets a variable: no condition may ask for it, since its text is not here.
            "set" | "capture" | "endset" | "endcapture" if is_block(word, rest) => continue,
            "elsif" | "elif" | "elseif" => others.push(rest),
            _ => return None,
        }
        guard.push_str(before.get(start..end)?);
    }
    let is_known = |condition: &str| {
        names(condition).iter().all(|name| {
            let mut parts = name.split('.');
            let root = parts.next().unwrap_or("");
            if root == entry {
                return match (parts.next(), parts.next()) {
                    // The data of all pages are those of an entry too.
                    (Some("data"), Some(key)) => !OF_ALL_PAGES.contains(&key) && !is_of_site(key),
                    (part, _) => part.is_none_or(|part| OF_ENTRIES.contains(&part)),
                };
            }
            if LOOPS.contains(&root) {
                return parts.next().is_some_and(|part| OF_LOOPS.contains(&part)) && parts.next().is_none();
            }
            OPERATORS.contains(&root) || set.contains(&root) || knows(root)
        })
    };
    let mut conditions = open.iter().map(|(_, condition)| condition).chain(&others);
    if open.is_empty()
        || !conditions.all(|condition| is_known(condition))
        || has_other_part(after, open.len())
    {
        return None;
    }
    guard.push_str(WRITTEN);
    for (word, _) in open.iter().rev() {
        guard.push_str(&format!("{{% end{word} %}}"));
    }
    Some(guard)
}

/// Whether a tag begins or ends a block whose text is the value of a variable.
fn is_block(word: &str, rest: &str) -> bool {
    word != "assign" && !rest.contains('=')
}

/// Where the first entry begins: at its tag, or at the brace of its object.
fn start_of_entry(inside: &str, is_json: bool) -> Option<usize> {
    if !is_json {
        return ["<entry", "<item"].iter().filter_map(|start| inside.find(start)).min();
    }
    let is_bare = |at: usize| {
        let (before, from) = inside.split_at_checked(at).unwrap_or((inside, ""));
        !before.ends_with('{') && !from.starts_with("{{") && !from.starts_with("{%")
    };
    inside.match_indices('{').map(|(at, _)| at).find(|at| is_bare(*at))
}

/// Whether one of the conditions that are open before this part of a template goes on in it with another part, `{% else %}`.
fn has_other_part(text: &str, mut open: usize) -> bool {
    let mut inner = 0_usize;
    for (tag, ..) in tags(text) {
        match tag.split_whitespace().next().unwrap_or("") {
            "if" | "unless" | "for" | "case" => inner += 1,
            "endif" | "endunless" | "endfor" | "endcase" if inner > 0 => inner -= 1,
            "endif" | "endunless" => open = open.saturating_sub(1),
            "else" | "elsif" | "elif" | "elseif" if inner == 0 => return true,
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    false
}

/// Keys of an entry's data that every page has from elsewhere.
const OF_ALL_PAGES: [&str; 3] = ["collections", "eleventy", "pkg"];

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
            (
                "{% if loop.index <= 10 %}{% set to %}{{ post.url }}{% endset %}<entry>",
                Some("{% if loop.index <= 10 %}written{% endif %}"),
            ),
            ("{% if loop.parent <= 10 %}<entry>", None),
            ("{% set to %}{{ post.url }}{% endset %}{% if to %}<entry>", None),
            ("{% if post.templateContent %}<entry>", None),
            ("{% if count < 3 %}<entry>", None),
            ("{% if post.data.a %}{% endif %}<entry>", None),
            ("{% if post.data.a %}<entry></entry>{% else %}<entry></entry>{% endif %}", None),
            (
                "{% if post.data.a %}<entry>{% if x %}{% else %}{% endif %}</entry>{% endif %}{% if y %}{% else %}{% endif %}",
                Some("{% if post.data.a %}written{% endif %}"),
            ),
            ("{% if post.data.a %}x{% elsif other %}<entry>", None),
            ("{% if post.data.site.lang %}<entry>", None),
            ("{% if post.data.collections.posts %}<entry>", None),
            ("{% for x in y %}{% if post.data.a %}<entry>", None),
        ] {
            assert_eq!(
                guard(inside, false, "post", &|name| name == "lang", &|name| name == "site").as_deref(),
                expected,
                "{inside}"
            );
        }
        let json = "{% if post.data.draft != true %}{ \"id\": 1 }";
        assert!(guard(json, true, "post", &|_| false, &|_| false).is_some());
        for json in [
            "{ {% if post.data.a %}\"url\": 1{% else %}\"url\": 2{% endif %} }",
            "{ {% if post.data.a %}\"authors\": [{ \"url\": 1 }],{% endif %} \"id\": 1 }",
            "{{ x }}{ \"id\": 1{% if post.data.a %}, \"url\": 2{% endif %} }",
        ] {
            assert_eq!(guard(json, true, "post", &|_| false, &|_| false), None, "{json}");
        }
    }
}
