//! The shape of the code: layers, no import circles, a sentence at the head of every file, fixtures for every table row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The rooms of the library from the ground up. A room may use those of its own row and of the rows above it in this
/// list, as long as no circle comes of it. A new room goes into the lowest row from which it can see what it needs.
const LAYERS: &[&[&str]] = &[
    &["source", "url", "date", "diagnostic", "tree", "suggest", "printable"],
    &["config"],
    &["front_matter", "markdown", "liquid", "html", "xml", "issue_ref", "inventory"],
    &["post", "site", "filter"],
    &["convention", "rule", "feed", "report"],
    &["conventions", "rules", "emitters", "reporters"],
    &[
        "load",
        "plan",
        "self_check",
        "render",
        "publish",
        "replacement",
        "stale",
        "lint",
        "settle",
        "fix",
        "feed_diff",
    ],
];

/// Where files may import each other: a parser whose blocks hold blocks calls itself around corners.
const RECURSIVE: &[&str] = &["markdown::kramdown"];

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> =
        rust_files("src").into_iter().filter(|file| !read(file).trim_start().starts_with("//!")).collect();
    assert!(
        silent.is_empty(),
        "begin these files with a `//!` sentence that says what is in them: {silent:#?}"
    );
}

#[test]
fn every_room_has_its_layer() {
    let known: BTreeSet<&str> = LAYERS.concat().into_iter().collect();
    let unknown: BTreeSet<String> = modules()
        .into_iter()
        .filter_map(|module| module.path.first().cloned())
        .filter(|room| !known.contains(room.as_str()))
        .collect();
    assert!(
        unknown.is_empty(),
        "put these rooms into LAYERS (tests/it/tidy.rs) and the map in src/lib.rs: {unknown:?}"
    );
}

#[test]
fn the_map_names_every_room() {
    let root = read(Path::new("src/lib.rs"));
    let map: String = root.lines().filter(|line| line.starts_with("//!")).collect();
    let missing: Vec<&str> = LAYERS
        .concat()
        .into_iter()
        .filter(|room| !map.contains(&format!("[`{room}`]")) && !map.contains(&format!("[`mod@{room}`]")))
        .collect();
    assert!(missing.is_empty(), "put these rooms into the map in src/lib.rs: {missing:?}");
}

#[test]
fn imports_point_down() {
    let layer = |room: &str| LAYERS.iter().position(|row| row.contains(&room));
    let upward: Vec<String> = imports()
        .into_iter()
        .filter_map(|(from, to)| Some((from.first()?.clone(), to.first()?.clone(), from)))
        .filter(|(from, to, _)| layer(from) < layer(to))
        .map(|(_, to, from)| format!("{} uses `{to}`, which is above it", from.join("::")))
        .collect();
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn there_is_no_circle_of_rooms() {
    let rooms = imports().into_iter().map(|(from, to)| (from[..1].to_vec(), to[..1].to_vec()));
    let circles = circles(rooms.filter(|(from, to)| from != to));
    let circles: Vec<String> = circles.iter().map(spoken).collect();
    assert!(circles.is_empty(), "these rooms import each other, directly or around a corner: {circles:#?}");
}

#[test]
fn there_is_no_circle_of_files() {
    let recursive = |module: &[String]| RECURSIVE.iter().any(|parser| module.join("::").starts_with(parser));
    let uses = imports().into_iter().filter(|(from, to)| !(recursive(from) && recursive(to)));
    let circles: Vec<String> = circles(uses).iter().map(spoken).collect();
    assert!(circles.is_empty(), "these modules import each other, directly or around a corner: {circles:#?}");
}

#[test]
fn long_files_are_named() {
    for file in rust_files("src") {
        let lines = read(&file).lines().count();
        if lines > 400 {
            eprintln!("{} has {lines} lines; what is the room that wants to be its own?", file.display());
        }
    }
}

/// Those uses that lie on a circle: from where they lead to there is a way back.
fn circles(uses: impl IntoIterator<Item = Use>) -> BTreeSet<Use> {
    let uses: BTreeSet<Use> = uses.into_iter().collect();
    let way_back = |(from, to): &Use| {
        let (mut seen, mut next) = (BTreeSet::from([to]), vec![to]);
        while let Some(at) = next.pop() {
            next.extend(
                uses.iter()
                    .filter(|(user, _)| user == at)
                    .map(|(_, used)| used)
                    .filter(|used| seen.insert(used)),
            );
        }
        seen.contains(from)
    };
    uses.iter().filter(|used| way_back(used)).cloned().collect()
}

/// A use in words.
fn spoken((from, to): &Use) -> String {
    format!("{} uses {}", from.join("::"), to.join("::"))
}

/// Who uses whom: the path of a module, and that of one which it names.
type Use = (Vec<String>, Vec<String>);

/// A module of the library: its path, its code without comments and tests, and the modules below it.
struct Module {
    path: Vec<String>,
    code: String,
    children: BTreeSet<String>,
}

fn modules() -> Vec<Module> {
    let mut modules: Vec<Module> = rust_files("src")
        .into_iter()
        .filter(|file| file != Path::new("src/main.rs") && !file.starts_with("src/cli"))
        .filter(|file| {
            !file.ends_with("tests.rs") && !file.components().any(|part| part.as_os_str() == "tests")
        })
        .map(|file| Module { path: module_path(&file), code: code(&read(&file)), children: BTreeSet::new() })
        .collect();
    let paths: Vec<Vec<String>> = modules.iter().map(|module| module.path.clone()).collect();
    for module in &mut modules {
        module.children = paths
            .iter()
            .filter(|path| path.len() == module.path.len() + 1 && path.starts_with(&module.path))
            .filter_map(|path| path.last().cloned())
            .collect();
    }
    modules
}

/// `src/markdown/slug.rs` → `["markdown", "slug"]`; the crate's root is the empty path.
fn module_path(file: &Path) -> Vec<String> {
    let below = file.strip_prefix("src").unwrap().with_extension("");
    let mut path: Vec<String> =
        below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib")) {
        path.pop();
    }
    path
}

/// The code that ships: without comments, and without the tests at the end of the file.
pub(crate) fn code(text: &str) -> String {
    let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = shipped.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn imports() -> BTreeSet<Use> {
    let modules = modules();
    let by_path: BTreeMap<&[String], &Module> =
        modules.iter().map(|module| (module.path.as_slice(), module)).collect();
    let mut found = BTreeSet::new();
    for module in &modules {
        for named in named_paths(module) {
            if let Some(target) = resolve(&by_path, module, &named, 0)
                && target != module.path
                && !target.is_empty()
            {
                found.insert((module.path.clone(), target));
            }
        }
    }
    found
}

/// Every path that a module writes, in `use` and elsewhere, as its segments.
fn named_paths(module: &Module) -> Vec<Vec<String>> {
    let uses = Regex::new(r"(?s)\buse\s+([^;]+);").unwrap();
    let inline = Regex::new(r"\b(?:crate|super|self|[a-z_0-9]+)(?:::[A-Za-z_0-9]+)+").unwrap();
    let mut paths = Vec::new();
    for found in uses.captures_iter(&module.code) {
        expand(&found[1], &[], &mut paths);
    }
    // `pub(in crate::room)` says who may look, not whom the module looks at.
    let visible = Regex::new(r"\bpub\(in [a-z_0-9:]+\)").unwrap();
    let rest = uses.replace_all(&module.code, "");
    let rest = visible.replace_all(&rest, "pub");
    paths.extend(inline.find_iter(&rest).map(|path| path.as_str().split("::").map(str::to_owned).collect()));
    paths
}

/// `a::{b, c::d as e}` → `a::b`, `a::c::d`.
fn expand(tree: &str, before: &[String], paths: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (head, group) = match tree.split_once('{') {
        Some((head, rest)) => (head, rest.rsplit_once('}').map(|(group, _)| group)),
        None => (tree, None),
    };
    let head = head.split(" as ").next().unwrap_or_default().trim().trim_end_matches("::");
    let mut path = before.to_vec();
    path.extend(head.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
    let Some(group) = group else {
        if !tree.is_empty() {
            paths.push(path);
        }
        return;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in group.char_indices().chain([(group.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&group[start..at], &path, paths);
                start = (at + 1).min(group.len());
            }
            _ => {}
        }
    }
}

/// The module in which a path ends; names that a module passes on (`pub use`) lead to where they come from.
fn resolve(
    by_path: &BTreeMap<&[String], &Module>,
    from: &Module,
    named: &[String],
    depth: usize,
) -> Option<Vec<String>> {
    let (mut at, mut rest) = match named.first()?.as_str() {
        "crate" => (Vec::new(), &named[1..]),
        "self" => (from.path.clone(), &named[1..]),
        "super" => (from.path.split_last()?.1.to_vec(), &named[1..]),
        first if from.children.contains(first) => (from.path.clone(), named),
        _ => return None,
    };
    while let Some((next, after)) = rest.split_first() {
        let module = by_path.get(at.as_slice())?;
        if !module.children.contains(next) {
            let passed_on = depth < 4 && module.path != from.path;
            let source = passed_on.then(|| passed_on_from(module, next)).flatten();
            return source.map_or(Some(at.clone()), |path| resolve(by_path, module, &path, depth + 1));
        }
        at.push(next.clone());
        rest = after;
    }
    Some(at)
}

/// Where a name comes from that a module passes on.
fn passed_on_from(module: &Module, name: &str) -> Option<Vec<String>> {
    let uses = Regex::new(r"(?s)\bpub(?:\([a-z: ]+\))?\s+use\s+([^;]+);").unwrap();
    let mut paths = Vec::new();
    for found in uses.captures_iter(&module.code) {
        expand(&found[1], &[], &mut paths);
    }
    paths.into_iter().find(|path| path.last().is_some_and(|last| last == name))
}

pub(crate) fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}
