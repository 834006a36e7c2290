//! Collections that functions of the configuration make: what they are taken from, how many, which.

use crate::markup::front_matter::javascript::of_map;
use crate::markup::javascript::{Entries, Object, Reader, Source, Value};
use crate::site::conventions::eleventy::configuration::of_build;
use crate::site::conventions::globs::glob_matches;
use crate::site::conventions::programs::{Modules, host};
use crate::site::post::Post;

/// The collection of all templates.
pub(super) const ALL: &str = "all";

/// What the name of a collection by a glob begins with here.
pub(super) const GLOB: &str = "glob:";

/// What stands between tags that a template has to have all of, and between globs of which one has to match.
const AND: &str = "\n";

/// Whether a template with these tags is in a collection.
pub(super) fn has(collection: &str, path: &str, tags: &[String]) -> bool {
    match collection.strip_prefix(GLOB) {
        Some(globs) => globs.split(AND).any(|glob| glob_matches(glob, path)),
        None => collection == ALL || collection.split(AND).all(|tag| tags.iter().any(|own| own == tag)),
    }
}

/// What a function of `addCollection` makes, where it can be told.
pub(super) fn made(function: &Value, now: i64) -> Option<Entries> {
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
    let calls = |name: &str, arguments: &[Value]| {
        if name == "Date.now" {
            return Some(Value::Number(now as f64));
        }
        let sources = match (name.rsplit('.').next()?, arguments.first()) {
            ("getFilteredByTag", Some(Value::Text(tag))) => vec![tag.clone()],
            ("getFilteredByTags", Some(_)) => {
                let tags: Vec<&str> = arguments.iter().filter_map(Value::as_text).collect();
                vec![tags.join(AND)]
            }
            ("getAll" | "getAllSorted", _) => vec![ALL.to_owned()],
            ("getFilteredByGlob", Some(Value::Text(glob))) => vec![format!("{GLOB}{glob}")],
            ("getFilteredByGlob", Some(Value::List(globs))) => {
                // One list in the order of dates.
                let globs: Vec<&str> = globs.iter().filter_map(Value::as_text).collect();
                vec![format!("{GLOB}{}", globs.join(AND))]
            }
            _ => return None,
        };
        let sources = sources.into_iter().map(|name| Source { name, steps: Vec::new() }).collect();
        Some(Value::Entries(Entries { sources, steps: Vec::new() }))
    };
    let modules = Modules { names: &of_build, calls: &calls, ..Modules::alone() };
    let made = Reader::new(&modules).call(function, &[host("collectionApi")]);
    match made {
        Value::Entries(list) => Some(list),
        _ => None,
    }
}

/// A post as functions of collections see it.
pub(super) fn entry(post: &Post) -> Object {
    let mut data = of_map(&post.data);
    let mut page = Object::default();
    page.set("date", Value::Time(post.date.timestamp_millis()), 0);
    page.set("url", Value::Text(post.url.clone()), 0);
    page.set("fileSlug", Value::Text(post.slug.to_string()), 0);
    page.set("inputPath", Value::Text(format!("./{}", post.path)), 0);
    let mut entry = page.clone();
    data.set("page", Value::Object(page), 0);
    entry.set("data", Value::Object(data), 0);
    entry
}

/// The names that a function of `addCollection` makes of the site's entries, such as its tags; nothing where they cannot be
/// told.
pub(super) fn names_made(function: &Value, entries: &[Value]) -> Option<Vec<Value>> {
    let tags_of = |entry: &Value| {
        let tags = entry.get("data").and_then(|data| data.get("tags")).cloned();
        match tags {
            Some(Value::List(tags)) => tags.iter().filter_map(Value::to_text).collect(),
            Some(Value::Text(tag)) => vec![tag],
            _ => Vec::new(),
        }
    };
    let calls = |name: &str, arguments: &[Value]| match (name.rsplit('.').next()?, arguments.first()) {
        ("getAll" | "getAllSorted", _) => Some(Value::List(entries.to_vec().into())),
        ("getFilteredByTag", Some(Value::Text(tag))) => {
            let has = |entry: &&Value| tags_of(entry).iter().any(|own| own == tag);
            Some(Value::List(entries.iter().filter(has).cloned().collect()))
        }
        ("getFilteredByGlob", Some(globs)) => {
            let globs: Vec<&str> = match globs {
                Value::List(globs) => globs.iter().filter_map(Value::as_text).collect(),
                glob => glob.as_text().into_iter().collect(),
            };
            let path =
                |entry: &Value| Some(entry.get("inputPath")?.as_text()?.trim_start_matches("./").to_owned());
            let has = |entry: &&Value| {
                path(entry).is_some_and(|path| globs.iter().any(|glob| glob_matches(glob, &path)))
            };
            Some(Value::List(entries.iter().filter(has).cloned().collect()))
        }
        _ => None,
    };
    let modules = Modules { names: &of_build, calls: &calls, ..Modules::alone() };
    match Reader::new(&modules).call(function, &[host("collectionApi")]) {
        Value::List(names) => names.iter().all(|name| name.as_text().is_some()).then(|| names.into_vec()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::javascript::Step;

    #[test]
    fn functions_of_collections_are_read() {
        let text = "export default (api) => api.getFilteredByTag('blog').reverse().slice(0, 10);";
        let modules = Modules::alone();
        let function = Reader::new(&modules).exports("a.js", text).get("default").cloned().unwrap();
        let made = made(&function, 0).unwrap();
        assert!(made.has("blog"));
        assert!(matches!(made.steps.as_slice(), [Step::Reverse, Step::First(10)]));
    }
}
