//! Data files, and the submodules that were not checked out.

use crate::convention::Role;
use crate::front_matter::{Map, Node, Value, csv, yaml};
use crate::tree::{Tree, TreeError};

/// The data files that `wanted` names, as one map: a folder is a map of its files.
pub(super) fn data_files(tree: &dyn Tree, files: &[(String, Role)], wanted: &dyn Fn(&str) -> bool) -> Map {
    let mut data = Map::default();
    for (path, _) in files.iter().filter(|(path, role)| *role == Role::Data && wanted(path)) {
        if !matches!(extension(path), "yml" | "yaml" | "json" | "csv" | "tsv") {
            continue;
        }
        let Some(text) = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
            continue;
        };
        let mut node = match extension(path) {
            "csv" => Node::unwritten(csv::parse(&text, ',')),
            "tsv" => Node::unwritten(csv::parse(&text, '\t')),
            _ => yaml::parse(&text, 0).0,
        };
        // `_data/team/core.yml` is `site.data.team.core`.
        let below = path.split_once('/').map_or(path.as_str(), |(_, below)| below);
        let mut keys: Vec<&str> = below.split('/').collect();
        let name = keys.pop().map_or("", stem);
        for key in std::iter::once(name).chain(keys.into_iter().rev()) {
            let mut map = Map::default();
            map.insert(key, node);
            node = Node::unwritten(Value::Map(map));
        }
        if let Value::Map(map) = &node.value {
            data.merge(map);
        }
    }
    data
}

/// The folders of submodules (`.gitmodules`) that hold nothing: they were not checked out.
pub(super) fn absent_folders(tree: &dyn Tree) -> Result<Vec<String>, TreeError> {
    let Some(modules) = tree.read(".gitmodules").ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return Ok(Vec::new());
    };
    let paths = modules.lines().filter_map(|line| line.trim().strip_prefix("path")?.trim().strip_prefix('='));
    let mut absent = Vec::new();
    for path in paths {
        let path = path.trim();
        if tree.list(path, &|_| true)?.is_empty() {
            absent.push(path.to_owned());
        }
    }
    Ok(absent)
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The file name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
