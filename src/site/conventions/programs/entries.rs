//! What a program does to a list of the site's entries: which of them stay, in which order, and what it makes of each.

use crate::markup::javascript::{Entries, Reader, Step, Value};

/// An entry in the hands of a program.
#[derive(Clone, Debug)]
pub(in crate::site::conventions) struct Given {
    /// The name of the list that it is in.
    pub(in crate::site::conventions) source: String,
    /// What the program sees.
    pub(in crate::site::conventions) value: Value,
}

/// What a program makes of its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::site::conventions) struct Chosen {
    /// The numbers of those that stay.
    pub(in crate::site::conventions) kept: Vec<usize>,
    /// Whether they are in the program's own order, with its limits; in the order in which they were given otherwise.
    pub(in crate::site::conventions) in_order: bool,
    /// Where only so many are to stay.
    pub(in crate::site::conventions) limit: Option<usize>,
    /// Whether something is done that is not understood.
    pub(in crate::site::conventions) unclear: bool,
}

/// How many entries are put in order one by one: 1,000 take 10,000 comparisons, 20 ms.
const MOST: usize = 1_000;

/// Which entries stay. A filter that cannot be told keeps an entry.
pub(in crate::site::conventions) fn choose(
    reader: &mut Reader<'_>,
    list: &Entries,
    entries: &[Given],
) -> Chosen {
    if entries.len() <= MOST
        && let Some(kept) = arranged(reader, list, entries)
    {
        return Chosen { kept, in_order: true, ..Chosen::default() };
    }
    let mut chosen = Chosen::default();
    for (number, entry) in entries.iter().enumerate() {
        let Some(source) = list.sources.iter().find(|source| source.name == entry.source) else { continue };
        let mut value = entry.value.clone();
        let mut stays = true;
        let steps: Vec<&Step> = source.steps.iter().chain(&list.steps).collect();
        // What it becomes after the last question decides nothing.
        let questions = steps.iter().rposition(|step| matches!(step, Step::Filter(_) | Step::Among(_)));
        for step in steps.into_iter().take(questions.map_or(0, |last| last + 1)) {
            reader.restart();
            match step {
                Step::Filter(function) => {
                    let truth = reader.call(function, std::slice::from_ref(&value)).truth();
                    chosen.unclear |= truth.is_none();
                    stays &= truth != Some(false);
                }
                Step::Among(ids) => stays &= place_among(ids, &value).is_some(),
                Step::Map(function) => value = reader.call(function, &[value]),
                _ => {}
            }
        }
        if stays {
            chosen.kept.push(number);
        }
    }
    for step in list.sources.iter().flat_map(|source| &source.steps).chain(&list.steps) {
        match step {
            Step::Unknown => chosen.unclear = true,
            _ if list.sources.len() > 1 => {}
            Step::First(count) | Step::Last(count) => chosen.limit = Some(*count),
            _ => {}
        }
    }
    chosen
}

/// The entries that stay, in order; nothing where a step is not understood.
fn arranged(reader: &mut Reader<'_>, list: &Entries, entries: &[Given]) -> Option<Vec<usize>> {
    let mut all = Vec::new();
    for source in &list.sources {
        let of = entries.iter().enumerate().filter(|(_, entry)| entry.source == source.name);
        let of = of.map(|(number, entry)| (number, entry.value.clone())).collect();
        all.extend(stepped(reader, &source.steps, of)?);
    }
    let all = stepped(reader, &list.steps, all)?;
    Some(all.into_iter().map(|(number, _)| number).collect())
}

fn stepped(
    reader: &mut Reader<'_>,
    steps: &[Step],
    mut items: Vec<(usize, Value)>,
) -> Option<Vec<(usize, Value)>> {
    for step in steps {
        match step {
            Step::Filter(function) => {
                let mut kept = Vec::with_capacity(items.len());
                for item in items {
                    reader.restart();
                    if reader.call(function, std::slice::from_ref(&item.1)).truth()? {
                        kept.push(item);
                    }
                }
                items = kept;
            }
            Step::Among(ids) => {
                items.retain(|(_, value)| place_among(ids, value).is_some());
                items.sort_by_key(|(_, value)| place_among(ids, value));
            }
            Step::Map(function) => {
                let made = items.into_iter().map(|(number, value)| {
                    reader.restart();
                    (number, reader.call(function, &[value]))
                });
                // A loop that pushes nothing for an entry.
                items = made.filter(|(_, value)| !matches!(value, Value::Undefined)).collect();
            }
            Step::Sort(function) => {
                items = reader.sorted(items, function, &|(_, value)| value, &Reader::restart)?;
            }
            Step::First(count) => items.truncate(*count),
            Step::Last(count) => {
                items.drain(..items.len().saturating_sub(*count));
            }
            Step::Reverse => items.reverse(),
            Step::Unknown => return None,
        }
    }
    Some(items)
}

/// The place of an entry's id among others.
fn place_among(ids: &[String], entry: &Value) -> Option<usize> {
    let id = entry.get("id").and_then(Value::as_text)?;
    ids.iter().position(|known| known == id)
}

/// Whether a list is put in order by a date, the newest first or the oldest; nothing where it is not, or nobody knows.
/// `sample` makes an entry of a time in milliseconds.
pub(in crate::site::conventions) fn newest_first(
    reader: &mut Reader<'_>,
    list: &Entries,
    sample: &dyn Fn(i64) -> Value,
) -> Option<bool> {
    let mut newest = None;
    let (mut later, mut earlier) = (sample(2_000), sample(1_000));
    let own = list.sources.first().map_or(&[][..], |source| &source.steps);
    for step in own.iter().chain(&list.steps) {
        match step {
            Step::Map(function) => {
                (later, earlier) = (reader.call(function, &[later]), reader.call(function, &[earlier]))
            }
            Step::Sort(function) => {
                let order = reader.call(function, &[later.clone(), earlier.clone()]).to_number();
                newest = order.filter(|order| *order != 0.0).map(|order| order < 0.0);
            }
            Step::Reverse => newest = newest.map(|newest| !newest),
            _ => {}
        }
    }
    newest
}

/// What the program makes of an entry, where it makes something.
pub(in crate::site::conventions) fn mapped(
    reader: &mut Reader<'_>,
    list: &Entries,
    entry: &Given,
) -> Option<Value> {
    let source = list.sources.iter().find(|source| source.name == entry.source)?;
    let mut value = entry.value.clone();
    let mut is_made = false;
    for step in source.steps.iter().chain(&list.steps) {
        if let Step::Map(function) = step {
            value = reader.call(function, &[value]);
            is_made = true;
        }
    }
    is_made.then_some(value)
}
