//! Collections that functions of the configuration make: what they are taken from, how many, which.

use crate::markup::javascript::{Entries, Reader, Source, Step, Value};
use crate::site::conventions::programs::{Modules, glob_matches, host};

/// The collection of all templates.
pub(super) const ALL: &str = "all";

/// What the name of a collection by a glob begins with here.
pub(super) const GLOB: &str = "glob:";

/// What stands between tags that a template has to have all of.
const AND: &str = "\n";

/// Whether a template with these tags is in a collection.
pub(super) fn has(collection: &str, path: &str, tags: &[String]) -> bool {
    match collection.strip_prefix(GLOB) {
        Some(glob) => glob_matches(glob, path),
        None => collection == ALL || collection.split(AND).all(|tag| tags.iter().any(|own| own == tag)),
    }
}

/// What a collection is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// Tags, [`ALL`], or globs after [`GLOB`].
    pub(super) tags: Vec<String>,
    pub(super) limit: Option<usize>,
    /// Functions that choose.
    pub(super) list: Entries,
    /// Whether its function puts them in order.
    pub(super) has_order: bool,
    /// Whether its function does more than is understood.
    pub(super) unclear: bool,
}

/// What a function of `addCollection` makes, where it can be told.
pub(super) fn made(function: &Value) -> Option<Made> {
    let calls = |name: &str, arguments: &[Value]| {
        let sources = match (name.rsplit('.').next()?, arguments.first()) {
            ("getFilteredByTag", Some(Value::Text(tag))) => vec![tag.clone()],
            ("getFilteredByTags", Some(_)) => {
                let tags: Vec<&str> = arguments.iter().filter_map(Value::as_text).collect();
                vec![tags.join(AND)]
            }
            ("getAll" | "getAllSorted", _) => vec![ALL.to_owned()],
            ("getFilteredByGlob", Some(Value::Text(glob))) => vec![format!("{GLOB}{glob}")],
            ("getFilteredByGlob", Some(Value::List(globs))) => {
                globs.iter().filter_map(Value::as_text).map(|glob| format!("{GLOB}{glob}")).collect()
            }
            _ => return None,
        };
        let sources = sources.into_iter().map(|name| Source { name, steps: Vec::new() }).collect();
        Some(Value::Entries(Entries { sources, steps: Vec::new() }))
    };
    let modules = Modules { tree: None, names: &|_| None, calls: &calls, aliases: &[], depth: 0 };
    let made = Reader::new(&modules).call(function, &[host("collectionApi")]);
    let Value::Entries(list) = made else { return None };
    let mut out =
        Made { tags: list.sources.iter().map(|source| source.name.clone()).collect(), ..Made::default() };
    for step in &list.steps {
        match step {
            Step::First(count) | Step::Last(count) => out.limit = Some(*count),
            Step::Unknown => out.unclear = true,
            Step::Sort(_) | Step::Reverse => out.has_order = true,
            _ => {}
        }
    }
    out.list = list;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_collections_are_read() {
        let text = "export default (api) => api.getFilteredByTag('blog').reverse().slice(0, 10);";
        let modules = Modules::alone();
        let function = Reader::new(&modules).exports("a.js", text).get("default").cloned().unwrap();
        let made = made(&function).unwrap();
        assert_eq!((made.tags.as_slice(), made.limit), (["blog".to_owned()].as_slice(), Some(10)));
    }
}
