//! Data files, and the submodules that were not checked out.

use std::sync::Arc;

use rayon::prelude::*;

use crate::markup::front_matter::{Fault, Map, Node, Value, csv, yaml};
use crate::site::convention::{Generator, Role};
use crate::site::load::unreadable;
use crate::site::tree::Tree;
use crate::site::{Unread, UnreadPart};
use crate::text::diagnostic::{Level, Problem};
use crate::text::pieces::Part as _;
use crate::text::source::{LineIndex, Span};

/// The data files that `wanted` names, as one map: a folder is a map of its files. Beside it, those that cannot be read or
/// parsed.
pub(super) fn data_files(
    tree: &dyn Tree,
    files: &[(Arc<str>, Role)],
    generator: &dyn Generator,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> (Map, Vec<Unread>) {
    let is_data = |path: &str| matches!(extension(path), "yml" | "yaml" | "json" | "csv" | "tsv");
    let paths = files.iter().filter(|(_, role)| *role == Role::Data).map(|(path, _)| &**path);
    let paths: Vec<&str> = paths.filter(|path| is_data(path) && wanted(path)).collect();
    let read: Vec<Result<Node, Box<Unread>>> = paths.par_iter().map(|path| data_file(tree, path)).collect();
    let mut data = Map::default();
    let mut unread = Vec::new();
    for (path, read) in paths.into_iter().zip(read) {
        let mut node = match read {
            Ok(node) => node,
            Err(fault) => {
                unread.push(*fault);
                continue;
            }
        };
        // `_data/team/core.yml` is `site.data.team.core`.
        let below = generator.name_in_folder(path);
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
    (data, unread)
}

/// What one data file holds.
fn data_file(tree: &dyn Tree, path: &str) -> Result<Node, Box<Unread>> {
    let part = part_of(path);
    let bytes = tree.read(path).map_err(|error| Box::new(unreadable::part(&error, part)))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().part(..valid)).into_owned();
        malformed(path, &before, Span::at(valid), "it is not UTF-8".to_owned(), "save it as UTF-8")
    })?;
    let (node, fault): (Node, Option<Fault>) = match extension(path) {
        "csv" => (Node::unwritten(csv::parse(&text, ',')), csv::fault(&text, ',')),
        "tsv" => (Node::unwritten(csv::parse(&text, '\t')), csv::fault(&text, '\t')),
        _ => {
            let (node, faults) = yaml::parse(&text, 0);
            (node, faults.into_iter().find(|fault| fault.fatal))
        }
    };
    match fault {
        None => Ok(node),
        Some(fault) => {
            let help = fault.help.as_deref().unwrap_or("fix the file");
            Err(malformed(path, &text, fault.span, fault.message.clone(), help))
        }
    }
}

fn malformed(path: &str, text: &str, span: Span, message: String, help: &str) -> Box<Unread> {
    Box::new(Unread {
        part: part_of(path),
        position: LineIndex::new(text).position(text, span.start),
        is_missing: false,
        problem: Problem { level: Level::Error, path: path.into(), span, message, help: help.to_owned() },
    })
}

/// What lacks something without this data file.
pub(super) fn part_of(path: &str) -> UnreadPart {
    if stem(path) == AUTHORS { UnreadPart::Authors } else { UnreadPart::Data }
}

/// The name, without extension, of the data file that authors are looked up in.
pub(super) const AUTHORS: &str = "authors";

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The file name without folder and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
