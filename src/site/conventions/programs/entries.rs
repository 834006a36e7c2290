//! What a program does to a list of the site's entries: which of them stay, and in which order.

use crate::markup::javascript::{Entries, Object, Reader, Step, Value};

/// What a program makes of its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::site::conventions) struct Chosen {
    /// The numbers of those that stay, in the order in which they were given.
    pub(in crate::site::conventions) kept: Vec<usize>,
    /// Where only so many are to stay.
    pub(in crate::site::conventions) limit: Option<usize>,
    /// Whether something is done that is not understood.
    pub(in crate::site::conventions) unclear: bool,
}

/// Which entries stay. `entries` are those of the sources, each as the program sees it. A filter that cannot be told keeps
/// an entry.
pub(in crate::site::conventions) fn choose(
    reader: &mut Reader<'_>,
    list: &Entries,
    entries: &[Value],
) -> Chosen {
    let mut chosen = Chosen { kept: (0..entries.len()).collect(), ..Chosen::default() };
    for step in &list.steps {
        match step {
            Step::Filter(function) => chosen.kept.retain(|number| {
                let entry = entries.get(*number).cloned().unwrap_or_default();
                let truth = reader.call(function, &[entry]).truth();
                chosen.unclear |= truth.is_none();
                truth != Some(false)
            }),
            Step::First(count) | Step::Last(count) => chosen.limit = Some(*count),
            Step::Sort(_) | Step::Reverse | Step::Map(_) => {}
            Step::Unknown => chosen.unclear = true,
        }
    }
    chosen
}

/// Whether a list is put in order by a date, the newest first or the oldest; nothing where it is not, or nobody knows.
/// `sample` makes an entry of a time in milliseconds.
pub(in crate::site::conventions) fn newest_first(
    reader: &mut Reader<'_>,
    list: &Entries,
    sample: &dyn Fn(i64) -> Value,
) -> Option<bool> {
    let mut newest = None;
    for step in &list.steps {
        match step {
            Step::Sort(function) => {
                let order = reader.call(function, &[sample(2_000), sample(1_000)]).to_number();
                newest = order.filter(|order| *order != 0.0).map(|order| order < 0.0);
            }
            Step::Reverse => newest = newest.map(|newest| !newest),
            _ => {}
        }
    }
    newest
}

/// The function that makes an item of an entry, and the items' object for one.
pub(in crate::site::conventions) fn mapped(
    reader: &mut Reader<'_>,
    list: &Entries,
    entry: &Value,
) -> Option<Object> {
    let function = list.steps.iter().rev().find_map(|step| match step {
        Step::Map(function) => Some(function),
        _ => None,
    })?;
    reader.call(function, std::slice::from_ref(entry)).as_object().cloned()
}
