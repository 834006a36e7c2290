//! What is written out in a site's own template of a feed, which is not run.

use crate::markup::front_matter::{Map, Value};

/// A condition under which a template leaves a page out: keys of `extra`, one of which is true.
///
/// `page.extra.key` asks the page alone; a macro that is given the name of a setting asks its section and the configuration too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    keys: Vec<Key>,
    /// Whether sections and terms have the page all the same.
    is_of_home: bool,
}

/// A key of `extra`, and whether the page's section and the configuration may set it for the page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    name: String,
    is_inherited: bool,
}

impl LeftOut {
    /// The conditions before `{% continue %}`.
    pub(super) fn read(template: &str) -> Vec<Self> {
        let tags: Vec<&str> = tags(template).map(|(tag, _)| tag).collect();
        let pairs = tags.windows(2).filter_map(|pair| match pair {
            [condition, "continue"] => condition.strip_prefix("if "),
            _ => None,
        });
        let left_out = pairs.map(|condition| Self {
            keys: keys(condition),
            is_of_home: ["not section", "not term"].iter().any(|part| condition.contains(part)),
        });
        left_out.filter(|left_out| !left_out.keys.is_empty()).collect()
    }

    /// Whether it is true of a page; `above` are the `extra` of its section and of the configuration.
    pub(super) fn has(&self, page: &Map, above: &[&Map], is_home: bool) -> bool {
        let own = page.get("extra").and_then(|node| node.value.as_map());
        let is_true = |key: &Key| {
            let above = above.iter().copied().filter(|_| key.is_inherited);
            let set = own.into_iter().chain(above).find_map(|extra| extra.get(&key.name));
            set.and_then(|node| node.value.as_bool()) == Some(true)
        };
        (is_home || !self.is_of_home) && self.keys.iter().any(is_true)
    }
}

/// `page.extra.key` and `setting="key"`.
fn keys(condition: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for mark in ["page.extra.", "setting=\"", "setting='"] {
        for (at, _) in condition.match_indices(mark) {
            let rest = condition.get(at + mark.len()..).unwrap_or("");
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            // `not page.extra.key` is the other way round.
            if end > 0 && !condition.get(..at).is_some_and(|before| before.trim_end().ends_with("not")) {
                let name = rest.get(..end).unwrap_or("").to_owned();
                keys.push(Key { name, is_inherited: mark.starts_with("setting") });
            }
        }
    }
    keys
}

/// Whether a template shows whole content, by the configuration where it asks that.
pub(super) fn has_content(template: &str, configuration: &Map) -> bool {
    let Some(at) = template.find("page.content") else { return false };
    let before = template.get(..at).unwrap_or("");
    let condition =
        tags(before).last().and_then(|(tag, _)| tag.strip_prefix("if ")?.trim().strip_prefix("config."));
    match condition.filter(|path| path.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))) {
        Some(path) => configuration.get_path(path).is_some_and(|node| match &node.value {
            Value::Bool(truth) => *truth,
            Value::String(text) => !text.is_empty(),
            other => !other.is_null(),
        }),
        None => true,
    }
}

/// Whether a page's summary takes the place of its content: one of them is in an `else` of the other.
pub(super) fn summary_replaces_content(template: &str) -> bool {
    let (Some(summary), Some(content)) = (template.find("page.summary"), template.rfind("page.content"))
    else {
        return template.contains("page.summary");
    };
    let between = template.get(summary..content).unwrap_or("");
    let last = tags(between)
        .map(|(tag, _)| tag)
        .rfind(|tag| ["else", "elif", "endif"].iter().any(|word| tag.starts_with(word)));
    last.is_some_and(|tag| !tag.starts_with("endif"))
}

/// The tags of a template, without their brackets, and their places.
fn tags(template: &str) -> impl DoubleEndedIterator<Item = (&str, usize)> {
    let found: Vec<(&str, usize)> = template
        .match_indices("{%")
        .filter_map(|(at, _)| {
            let inner = template.get(at + 2..)?;
            Some((inner.get(..inner.find("%}")?)?.trim_matches('-').trim(), at))
        })
        .collect();
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_tell_what_is_written_out_in_them() {
        let built_in = "{% if page.summary %}<summary>{{ page.summary }}</summary>{% else %}{{ page.content }}{% endif %}";
        let both = "{% if page.summary %}{{ page.summary | striptags }}{% endif %}<c>{{ page.content }}</c>";
        assert!(summary_replaces_content(built_in) && !summary_replaces_content(both));
        let asks = "{% if config.extra.full %}{{ page.content }}{% endif %}";
        let extra =
            |full| Map::from_iter([("extra", Value::Map(Map::from_iter([("full", Value::Bool(full))])))]);
        assert!(has_content(both, &Map::default()) && has_content(asks, &extra(true)));
        assert!(!has_content(asks, &extra(false)) && !has_content("{{ page.title }}", &extra(true)));
        let hides = "{%- if page.extra.hidden and not section -%}{%- continue -%}{% endif %}";
        let [left_out] = LeftOut::read(hides).try_into().unwrap();
        let page = Map::from_iter([("extra", Value::Map(Map::from_iter([("hidden", Value::Bool(true))])))]);
        assert!(left_out.has(&page, &[], true) && !left_out.has(&page, &[], false));
        let hides = "{%- if macros::setting(page=page, setting=\"hidden\") == \"true\" -%}{%- continue -%}{% endif %}";
        let [inherits] = LeftOut::read(hides).try_into().unwrap();
        let shown = |key| Map::from_iter([(key, Value::Bool(true))]);
        assert!(inherits.has(&Map::default(), &[&shown("hidden")], true));
        assert!(!inherits.has(&Map::default(), &[&shown("other")], true));
        assert!(!left_out.has(&Map::default(), &[&shown("hidden")], true));
    }
}
