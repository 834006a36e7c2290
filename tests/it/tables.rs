//! Rows of tables are named where they are written, and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};

use feedwright::lint::rules;

use crate::tidy::{code, rust_files};

/// The source files that are not in this folder, with their code.
fn outside(folder: &str) -> Vec<(PathBuf, String)> {
    let files = rust_files("src").into_iter();
    let files = files.filter(|file| !file.starts_with(Path::new("src").join(folder)));
    let files = files.filter(|file| !file.ends_with("tests.rs"));
    files.map(|file| (file.clone(), code(&fs::read_to_string(&file).unwrap()))).collect()
}

#[test]
fn names_of_rules_are_written_in_their_files_alone() {
    let files = outside("lint/rules");
    let strays: Vec<String> = rules::all()
        .map(|rule| format!("\"{}\"", rule.name))
        .flat_map(|name| {
            let naming = files.iter().filter(move |(_, code)| code.contains(&name));
            naming.map(|(file, _)| file.display().to_string()).collect::<Vec<_>>()
        })
        .collect();
    assert!(strays.is_empty(), "take the names of rules from their rows in {strays:?}");
}

#[test]
fn nobody_compares_the_name_of_an_emitter() {
    let comparing = |code: &str| code.contains("emitter.name {") || code.contains("emitter.name == \"");
    let strays: Vec<PathBuf> = outside("feeds/emitters")
        .into_iter()
        .filter(|(_, code)| comparing(code))
        .map(|(file, _)| file)
        .collect();
    assert!(strays.is_empty(), "ask the emitter instead of comparing its name in {strays:?}");
}

#[test]
fn nobody_outside_asks_which_convention_a_site_follows() {
    let strays: Vec<(PathBuf, &str)> = outside("site/conventions")
        .into_iter()
        .flat_map(|(file, code)| {
            let found = [
                "\"jekyll-",
                "== \"posts\"",
                "!= \"posts\"",
                "convention == ",
                "convention {",
                "convention.name ==",
            ]
            .into_iter()
            .filter(move |written| code.contains(written));
            found.map(move |written| (file.clone(), written)).collect::<Vec<_>>()
        })
        .collect();
    assert!(strays.is_empty(), "ask for a capability, or whether it `is_post`: {strays:?}");
}
