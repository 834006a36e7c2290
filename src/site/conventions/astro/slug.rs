//! Ids of entries: paths whose parts github-slugger made slugs of.

use crate::markup::markdown::heading_id;

/// The id of an entry; `path` is counted from the folder of its collection.
pub(super) fn id(path: &str) -> String {
    let stem = path.rfind('.').map_or(path, |dot| &path[..dot]);
    let parts: Vec<String> = stem.split('/').map(heading_id).collect();
    let whole = parts.join("/");
    match whole.strip_suffix("/index") {
        Some(folder) => folder.to_owned(),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_are_slugs_of_each_part() {
        for (path, expected) in [
            ("Upper Case Name.md", "upper-case-name"),
            ("dots.in.name-v1.2.md", "dotsinname-v12"),
            ("sym'bols&(x)+y,z!.md", "symbolsxyz"),
            ("folder/index.md", "folder"),
            ("folder/Sub Post.mdx", "folder/sub-post"),
            ("日本語.md", "日本語"),
            ("index.md", "index"),
        ] {
            assert_eq!(id(path), expected, "{path}");
        }
    }
}
