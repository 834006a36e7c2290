//! What Zola writes in front matter and links, for folders that are read without the generator's own configuration.

use crate::markup::front_matter::{Map, Value};
use crate::site::capabilities::SourceLinks;

/// `@/blog/first.md`: the post of a source file below `content`.
pub(super) const SOURCE_LINKS: SourceLinks =
    SourceLinks { marks: &["@/"], folder: Some("content/"), lists: &[] };

/// `[taxonomies]`: categories, tags and authors a level below.
pub(super) fn taxonomies(data: &Map) -> Option<&Map> {
    match &data.get("taxonomies")?.value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}
