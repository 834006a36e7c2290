//! The shape of the code: layers, no import circles, a sentence at the head of every file, fixtures for every table row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// The folders of the source from the bottom up. A folder may use itself and those before it.
const LAYERS: &[&str] = &["text", "markup", "site", "links", "feeds", "lint", "cli"];

/// The most lines that a file may have.
const LONGEST: usize = 600;

#[test]
fn every_file_begins_with_its_summary() {
    let silent: Vec<_> =
        rust_files("src").into_iter().filter(|file| !read(file).trim_start().starts_with("//!")).collect();
    assert!(silent.is_empty(), "begin these files with a `//!` sentence about their contents: {silent:#?}");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = rust_files("src")
        .into_iter()
        .map(|file| (read(&file).lines().count(), file))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, file)| format!("{}: {lines} lines", file.display()))
        .collect();
    assert!(long.is_empty(), "split these files, which have more than {LONGEST} lines: {long:#?}");
}

#[test]
fn the_source_has_the_folders_of_the_map() {
    let found: BTreeSet<String> = fs::read_dir("src")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let expected: BTreeSet<String> = LAYERS
        .iter()
        .map(|layer| (*layer).to_owned())
        .chain(["lib.rs".to_owned(), "main.rs".to_owned()])
        .collect();
    assert_eq!(found, expected, "put new code into the lowest folder that can see what it needs");
    let root = read(Path::new("src/lib.rs"));
    let map: String = root.lines().filter(|line| line.starts_with("//!")).collect();
    let missing: Vec<&&str> = LAYERS
        .iter()
        .filter(|layer| !map.contains(&format!("`{layer}`")) && !map.contains(&format!("[`mod@{layer}`]")))
        .collect();
    assert!(missing.is_empty(), "name these folders in the map in src/lib.rs: {missing:?}");
}

#[test]
fn the_walk_of_a_post_names_functions_that_exist() {
    let root = read(Path::new("src/lib.rs"));
    let row = Regex::new(r"(?m)^//! \| `([\w/]+\.rs)` \| `(?:\w+::)?(\w+)` \|").unwrap();
    let rows: Vec<[&str; 2]> = row.captures_iter(&root).map(|row| row.extract().1).collect();
    assert!((1..=8).contains(&rows.len()), "{rows:?}");
    for [file, function] in rows {
        let text = read(&Path::new("src").join(file));
        assert!(text.contains(&format!("fn {function}")), "{file} has no function `{function}`");
    }
}

#[test]
fn imports_point_down_and_never_in_a_circle() {
    let imports = imports();
    let layer = |module: &[String]| {
        LAYERS.iter().position(|layer| module.first().is_some_and(|first| first == layer))
    };
    let upward: Vec<String> =
        imports.iter().filter(|(from, to)| layer(from) < layer(to)).map(spoken).collect();
    assert!(upward.is_empty(), "these imports point up: {upward:#?}");
    let circles: Vec<String> = circles(imports).iter().map(spoken).collect();
    assert!(circles.is_empty(), "these files import each other, directly or through others: {circles:#?}");
}

/// The uses that lie on a circle, or between two of them: what remains when modules that use no other, or that no other
/// uses, are removed again and again.
fn circles(uses: impl IntoIterator<Item = Use>) -> BTreeSet<Use> {
    let mut left: BTreeSet<Use> = uses.into_iter().collect();
    loop {
        let users: BTreeSet<Vec<String>> = left.iter().map(|(user, _)| user.clone()).collect();
        let used: BTreeSet<Vec<String>> = left.iter().map(|(_, used)| used.clone()).collect();
        let before = left.len();
        left.retain(|(from, to)| users.contains(to) && used.contains(from));
        if left.len() == before {
            return left;
        }
    }
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
        .filter(|file| file != Path::new("src/main.rs"))
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

static USES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?s)\buse\s+([^;]+);").unwrap());
static PASSED_ON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)\bpub(?:\([a-z: ]+\))?\s+use\s+([^;]+);").unwrap());
static INLINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:crate|super|self|[a-z_0-9]+)(?:::[A-Za-z_0-9]+)+").unwrap());
/// `pub(in crate::folder)` says who may see an item, not what the module uses.
static VISIBILITY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bpub\(in [a-z_0-9:]+\)").unwrap());

/// Every path that a module writes, in `use` and elsewhere, as its segments.
fn named_paths(module: &Module) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for found in USES.captures_iter(&module.code) {
        expand(&found[1], &[], &mut paths);
    }
    let rest = USES.replace_all(&module.code, "");
    let rest = VISIBILITY.replace_all(&rest, "pub");
    paths.extend(INLINE.find_iter(&rest).map(|path| path.as_str().split("::").map(str::to_owned).collect()));
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
        "crate" | "feedwright" => (Vec::new(), &named[1..]),
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
    let mut paths = Vec::new();
    for found in PASSED_ON.captures_iter(&module.code) {
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
