//! The keys of a site's front matter, and the values that come again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::lint::rule::Outline;
use crate::markup::front_matter::Value;

/// A key or value, and in how many files it is written.
pub(super) type Counted = (String, usize);

/// The keys and values that the files of a site write, those of most files first.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    keys: Vec<Counted>,
    of_key: BTreeMap<String, Vec<Counted>>,
}

impl Values {
    /// Counts what these files write.
    pub(super) fn new(outlines: &[Outline<'_>]) -> Self {
        let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
        let mut values: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for entry in outlines.iter().flat_map(|outline| outline.front_matter.data.iter()) {
            *keys.entry(&entry.key).or_default() += 1;
            let own = values.entry(&entry.key).or_default();
            match &entry.value.value {
                Value::String(text) => *own.entry(text).or_default() += 1,
                Value::List(items) => {
                    items.iter().filter_map(|item| item.as_str()).for_each(|text| {
                        *own.entry(text).or_default() += 1;
                    });
                }
                _ => {}
            }
        }
        let of_key = values.into_iter().map(|(key, counts)| {
            let again = counts.into_iter().filter(|(text, count)| *count > 1 && text.len() <= LONGEST);
            (key.to_owned(), most_first(again))
        });
        Self { keys: most_first(keys), of_key: of_key.collect() }
    }

    /// All keys.
    pub(super) fn keys(&self) -> &[Counted] {
        &self.keys
    }

    /// The values of a key, alone or in lists, that several files have.
    pub(super) fn of(&self, key: &str) -> &[Counted] {
        self.of_key.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Bytes; a longer text is a sentence, which nobody completes.
const LONGEST: usize = 60;

fn most_first<'t>(counts: impl IntoIterator<Item = (&'t str, usize)>) -> Vec<Counted> {
    let mut all: Vec<Counted> = counts.into_iter().map(|(text, count)| (text.to_owned(), count)).collect();
    all.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    all
}
