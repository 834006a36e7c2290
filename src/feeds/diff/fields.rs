//! What differs between two states of an entry, or between the heads of two feeds, field by field.

use crate::feeds::diff::summary::{EntrySummary, FeedSummary, Fields};

/// A field in two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is called: `title`, `published`, `authors`, `summary` …
    pub field: &'static str,
    /// What the old feed has, and what the new one has; nothing for content, which is too long to show.
    pub values: Option<(String, String)>,
}

/// The fields in which two states of an entry differ; of feeds in two formats, only those that both have.
#[must_use]
pub fn changes(old: &EntrySummary, new: &EntrySummary, same_format: bool) -> Vec<Change> {
    let list = |values: &[String]| values.join(", ");
    let one = |value: &Option<String>| value.clone().unwrap_or_else(|| NONE.to_owned());
    let mut changes = Vec::new();
    let mut compare = |field, old: String, new: String| {
        if old != new {
            changes.push(Change { field, values: Some((shortened(old), shortened(new))) });
        }
    };
    compare("url", one(&old.url), one(&new.url));
    compare("title", old.title.clone(), new.title.clone());
    compare("published", one(&old.published), one(&new.published));
    compare("updated", one(&old.updated), one(&new.updated));
    compare("categories", list(&old.categories), list(&new.categories));
    if old.content_hash != new.content_hash {
        changes.push(Change { field: "content", values: None });
    }
    changes.extend(in_fields(&old.fields, &new.fields, same_format));
    changes
}

/// The fields in which the heads of two feeds differ; of two formats, only those that both have.
#[must_use]
pub(crate) fn head_changes(old: &FeedSummary, new: &FeedSummary) -> Vec<Change> {
    let one = |value: &Option<String>| value.clone().unwrap_or_else(|| NONE.to_owned());
    let pairs = [
        ("title", old.title.clone(), new.title.clone()),
        ("site link", one(&old.home), one(&new.home)),
        ("self link", one(&old.own), one(&new.own)),
    ];
    let own = pairs.into_iter().filter(|(_, old, new)| old != new);
    let own = own.map(|(field, old, new)| Change { field, values: Some((shortened(old), shortened(new))) });
    own.chain(in_fields(&old.fields, &new.fields, old.format == new.format)).collect()
}

const NONE: &str = "none";

fn in_fields(old: &Fields, new: &Fields, same_format: bool) -> Vec<Change> {
    let mut names: Vec<&'static str> = old.keys().chain(new.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    let differs = |field: &'static str| {
        let (before, after) = (old.get(field), new.get(field));
        if !same_format && (before.is_none() || after.is_none()) {
            return None;
        }
        // Each format says something else of people beside their names.
        let people = field == "authors" && !same_format;
        let value = |values: Option<&Vec<String>>| {
            let values = values.filter(|values| !values.is_empty())?;
            let names = values.iter().map(|value| if people { name_of(value) } else { value });
            Some(names.collect::<Vec<_>>().join(", "))
        };
        let (before, after) = (value(before), value(after));
        let or_none = |value: Option<String>| shortened(value.unwrap_or_else(|| NONE.to_owned()));
        (before != after).then(|| Change { field, values: Some((or_none(before), or_none(after))) })
    };
    names.into_iter().filter_map(differs).collect()
}

/// The name of `Ada <ada@example.org> https://…`.
fn name_of(person: &str) -> &str {
    let name = person.split(" <").next().unwrap_or(person);
    name.split(" http").next().unwrap_or(name)
}

/// A value as one line of bearable length.
fn shortened(value: String) -> String {
    if value.chars().count() <= MOST_SHOWN && !value.contains('\n') {
        return value;
    }
    let mut line: String = value.replace('\n', " ").chars().take(MOST_SHOWN).collect();
    line.push('…');
    line
}

/// About a line of a terminal, the name of the field before it.
const MOST_SHOWN: usize = 120;
