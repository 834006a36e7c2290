//! The loop over entries in a template that writes a feed: its list as a program, which is read as those of the
//! configuration are.

use crate::markup::javascript::{Entries, Reader, Step, Value};
use crate::site::conventions::eleventy::configuration::of_build;
use crate::site::conventions::programs::Modules;

/// A loop over entries.
pub(super) struct FeedLoop {
    /// What it calls an entry.
    pub(super) entry: String,
    /// The list, from collections.
    pub(super) list: Entries,
    /// Where its inner text begins.
    pub(super) inside: usize,
}

/// What the names of filters begin with in the program.
const FILTER: &str = "filter$";

/// The loop that writes the entries of a feed, the first of which begins at `entries_at`; `data_of` is the data of the
/// template.
pub(super) fn loop_over_entries(
    body: &str,
    entries_at: usize,
    is_json: bool,
    filters: &[(String, Value)],
    data_of: &(dyn Fn(&str) -> Option<Value> + Sync),
) -> Option<FeedLoop> {
    let mut program = String::new();
    let mut loops = Vec::new();
    for (inner, _, end) in tags(body) {
        let (word, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        match word {
            "set" | "assign" => {
                if let Some((name, value)) = rest.split_once('=') {
                    program.push_str(&format!("const {} = {};\n", name.trim(), as_program(value)));
                }
            }
            "for" => {
                let Some((name, list)) = rest.split_once(" in ") else { continue };
                let is_before = end <= entries_at;
                let text = format!("{program}export default {};\n", as_program(list));
                if let Value::Entries(list) = evaluated(&text, filters, data_of) {
                    let found = FeedLoop { entry: name.trim().to_owned(), list, inside: end };
                    loops.push((is_before, found));
                }
            }
            _ => {}
        }
    }
    // The nearest before the first entry; in JSON the first after the name of the list.
    let nearest = loops.iter().rposition(|(is_before, _)| *is_before != is_json);
    let first_after = loops.iter().position(|(is_before, _)| *is_before != is_json);
    let place = if is_json { first_after } else { nearest }.or_else(|| loops.len().checked_sub(1))?;
    Some(loops.swap_remove(place).1)
}

/// What the program of a list comes to.
fn evaluated(
    text: &str,
    filters: &[(String, Value)],
    data_of: &(dyn Fn(&str) -> Option<Value> + Sync),
) -> Value {
    let names = |name: &str| {
        if let Some(collection) = name.strip_prefix("collections.") {
            return Some(Value::Entries(Entries::of(collection)));
        }
        if let Some(filter) = name.strip_prefix(FILTER) {
            return filters
                .iter()
                .rev()
                .find(|(known, _)| known == filter)
                .map(|(_, function)| function.clone());
        }
        of_build(name).or_else(|| data_of(name))
    };
    let modules = Modules { names: &names, calls: &filtered, ..Modules::alone() };
    Reader::new(&modules).exports("", text).get("default").cloned().unwrap_or_default()
}

/// What filters that are not the site's own make of a list of entries.
fn filtered(name: &str, arguments: &[Value]) -> Option<Value> {
    let filter = name.strip_prefix(FILTER)?;
    let Some(Value::Entries(entries)) = arguments.first() else { return None };
    let mut entries = entries.clone();
    let count = |value: Option<&Value>| match value {
        Some(Value::Number(count)) => Some(*count),
        Some(Value::Text(count)) => count.parse().ok(),
        _ => None,
    };
    let step = match (filter, count(arguments.get(1)), count(arguments.get(2))) {
        ("reverse", ..) => Step::Reverse,
        ("slice", Some(0.0), Some(limit)) => first(limit)?,
        ("head" | "limit" | "take" | "first" | "eleventyFeedHead", Some(limit), _) => first(limit)?,
        _ => return None,
    };
    entries.steps.push(step);
    Some(Value::Entries(entries))
}

/// So many from the beginning, or from the end for a number below zero.
fn first(limit: f64) -> Option<Step> {
    match Value::Number(limit.abs()).as_count()? {
        count if limit < 0.0 => Some(Step::Last(count)),
        count => Some(Step::First(count)),
    }
}

/// The expression of a list, with its filters, as a program has it: `collections.posts | reverse | head(10)` and
/// `collections.posts reversed limit: 10`.
fn as_program(expression: &str) -> String {
    let mut parts = split(expression).into_iter();
    let first = parts.next().unwrap_or("").trim();
    let is_choice = [" or ", " and ", " if ", "(", "["].iter().any(|word| first.contains(word));
    // Of Liquid: `collections[tag] reversed limit: 10`.
    let words = [" reversed", " limit:", " offset:"].iter().filter_map(|word| first.find(word)).min();
    let (root, parameters) = match (words, is_choice) {
        (Some(at), _) => first.split_at(at),
        (None, true) => (first, ""),
        (None, false) => first.split_once(char::is_whitespace).unwrap_or((first, "")),
    };
    let mut program = match is_choice {
        true => root.replace(" or ", " || ").replace(" and ", " && "),
        false => root.to_owned(),
    };
    for filter in parts {
        let filter = filter.trim();
        let end = filter.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(filter.len());
        let (name, rest) = filter.split_at(end);
        let rest = rest.trim();
        let given =
            rest.strip_prefix(':').or_else(|| rest.strip_prefix('(')?.strip_suffix(')')).unwrap_or("");
        let comma = if given.trim().is_empty() { "" } else { ", " };
        program = format!("{FILTER}{name}({program}{comma}{given})");
    }
    let limit = parameters.split_once("limit:").and_then(|(_, rest)| rest.split_whitespace().next());
    if let Some(limit) = limit {
        program = format!("{FILTER}limit({program}, {limit})");
    }
    if parameters.split_whitespace().any(|word| word == "reversed") {
        program = format!("{FILTER}reverse({program})");
    }
    program
}

/// The parts of an expression between `|`, outside of quotes.
fn split(expression: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut quote, mut start) = (None, 0);
    for (at, c) in expression.char_indices() {
        match (quote, c) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '\'') => quote = Some(c),
            (None, '|') => {
                parts.push(expression.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(expression.get(start..).unwrap_or(""));
    parts
}

/// The tags of a template: what is in them, and where they begin and end.
pub(super) fn tags(text: &str) -> impl Iterator<Item = (&str, usize, usize)> {
    text.match_indices("{%").filter_map(|(start, _)| {
        let inner = text.get(start + 2..)?;
        let length = inner.find("%}")?;
        let tag = inner.get(..length)?.trim_start_matches('-').trim_end_matches('-').trim();
        Some((tag, start, start + length + 4))
    })
}

/// The collection that a template names first.
pub(super) fn collection_in(body: &str) -> Option<String> {
    body.match_indices("collections").filter_map(|(at, word)| body.get(at + word.len()..)).find_map(|rest| {
        let name = |text: &str| {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(text.len());
            text.get(..end).filter(|name| !name.is_empty()).map(str::to_owned)
        };
        match rest.as_bytes().first() {
            Some(b'.') => name(rest.get(1..)?),
            Some(b'[') => {
                let inner = rest.get(1..rest.find(']')?)?.trim_matches(['"', '\'']);
                Some(inner.to_owned()).filter(|name| !name.is_empty())
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_of_feeds_are_programs() {
        for (body, name, steps) in [
            ("{{ collections.all | x }}{% for p in collections.posts | reverse %}<entry", "posts", "Reverse"),
            ("{%- for p in collections['my-posts'] | head(-10) %}<item", "my-posts", "Last(10)"),
            ("{{ x | head(1) }}{% for p in collections.blog limit:5 %}<item", "blog", "First(5)"),
            ("{% for p in collections.blog reversed limit: 5 %}<item", "blog", "First(5)Reverse"),
            (
                "{% set list = collections.a | reverse %}{% for p in list.slice(0, n) %}<item",
                "a",
                "ReverseFirst(3)",
            ),
            ("{% assign list = collections.a | slice: 0, 2 %}{% for p in list %}<item", "a", "First(2)"),
            ("{% for p in collections.b %}<entry{% for t in p.data.tags %}", "b", ""),
            ("{% for p in collections[tag] reversed limit: 5 %}<item", "knots", "First(5)Reverse"),
            ("{% for p in collections[tag] | reverse %}<item", "knots", "Reverse"),
            ("{% for p in collections.c | webmentions %}<entry", "c", "Unknown"),
        ] {
            let at = body.find("<entry").or_else(|| body.find("<item")).unwrap_or(0);
            let data_of = |name: &str| match name {
                "n" => Some(Value::Number(3.0)),
                "tag" => Some(Value::Text("knots".to_owned())),
                _ => None,
            };
            let found = loop_over_entries(body, at, false, &[], &data_of).unwrap();
            let shown: String = found.list.steps.iter().map(|step| format!("{step:?}")).collect();
            assert_eq!(
                (found.list.has(name), shown.as_str(), found.entry.as_str()),
                (true, steps, "p"),
                "{body}"
            );
        }
    }
}
