//! Problems of many posts that say the same.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;
use std::sync::Arc;

use crate::text::diagnostic::{Level, Problem};

/// Warnings that say the same of many places as one, at the first of them, with the number of the others.
pub(crate) fn counted(problems: Vec<Problem>) -> Vec<Problem> {
    let mut others: BTreeMap<(String, String), Vec<Arc<str>>> = BTreeMap::new();
    let key = |problem: &Problem| (problem.message.clone(), problem.help.clone());
    let mut first: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        match others.entry(key(&problem)) {
            Place::Occupied(mut places) if problem.level == Level::Warning => {
                places.get_mut().push(problem.path)
            }
            Place::Occupied(_) => first.push(problem),
            Place::Vacant(vacant) => {
                vacant.insert(Vec::new());
                first.push(problem);
            }
        }
    }
    for problem in &mut first {
        let Some(places) = others.get(&key(problem)).filter(|places| !places.is_empty()) else { continue };
        let mut files: Vec<&str> =
            places.iter().map(|path| &**path).filter(|path| **path != *problem.path).collect();
        files.dedup();
        let count = places.len();
        problem.message = match files.as_slice() {
            [] => format!("{} (and {count} more in this file)", problem.message),
            [one] => format!("{} (and {count} more, in `{one}` too)", problem.message),
            [one, rest @ ..] => {
                format!(
                    "{} (and {count} more, in `{one}` and {} other files too)",
                    problem.message,
                    rest.len()
                )
            }
        };
    }
    first
}
