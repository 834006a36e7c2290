//! What the README and the pages under `docs` say is true: commands are run, configurations read, links followed.
//!
//! A ```` ```console ```` block holds commands (`$ …`) with what they print, both streams together; `[..]` stands for any
//! text within a line, `...` on a line of its own for any lines. Blocks are run in order in one copy of the repository's
//! fixtures for each page. Commands that begin with `cargo install`, `cargo test` or `git` are not run.

#[cfg(feature = "schema")]
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

#[cfg(all(feature = "built", feature = "where"))]
use feedwright::{feeds::plan::check_formats, site::config::Config, text::source::SourceFile};
use regex::Regex;

use crate::cli::TestSite;

#[cfg_attr(not(feature = "fix-diff"), ignore = "docs/lint.md shows `--diff`")]
#[test]
fn commands_print_what_the_pages_show() {
    for page in pages() {
        let blocks = blocks(&page, "console");
        if blocks.is_empty() {
            continue;
        }
        let place = TestSite::new(&[]);
        place.bring("fixtures", "fixtures");
        for (line, block) in blocks {
            for (command, shown) in commands(&block) {
                let printed = shell(&place, &command);
                assert!(
                    matches(&shown, &printed),
                    "{}:{line}: `{command}` prints\n{printed}\nand not, as the page says,\n{shown}",
                    page.display()
                );
            }
        }
    }
}

#[cfg(all(feature = "built", feature = "where"))]
#[test]
fn configurations_are_read() {
    for page in pages() {
        for (line, block) in blocks(&page, "toml") {
            let config = Config::parse(&SourceFile::new("feedwright.toml", block));
            if let Err(error) = config.and_then(|config| check_formats(&config)) {
                panic!("{}:{line}: {error}", page.display());
            }
        }
    }
}

#[test]
fn links_between_the_pages_are_alive() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let target = page.parent().unwrap().join(link);
            assert!(target.exists(), "{}: {link} is not there", page.display());
        }
    }
}

/// The registry's page shows the README of the package beside nothing but the package.
#[test]
fn links_of_the_readme_lead_into_the_package() {
    let manifest: toml::Table = fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let excluded = manifest["package"]["exclude"].as_array().unwrap();
    let excluded: Vec<&str> =
        excluded.iter().map(|path| path.as_str().unwrap().trim_start_matches('/')).collect();
    let readme = fs::read_to_string("README.md").unwrap();
    let outside: Vec<&str> = links(&readme)
        .filter(|target| {
            !Path::new(target).exists() || excluded.iter().any(|folder| Path::new(target).starts_with(folder))
        })
        .collect();
    assert!(outside.is_empty(), "these are not in the package: {outside:?}");
    assert!(links(&readme).any(|target| target == "docs/configuration.md"));
}

/// What it is, one line to install it, one command with its output, and a picture come before the first heading.
#[test]
fn readme_begins_with_all_that_a_visitor_needs() {
    let readme = fs::read_to_string("README.md").unwrap();
    let first = readme.split("\n## ").next().unwrap();
    let places = ["Feedwright writes", "pip install feedwright\n", "```console\n$ feedwright ", "\n!["];
    let places: Vec<usize> = places.into_iter().map(|text| first.find(text).expect(text)).collect();
    assert!(places.is_sorted() && first.lines().count() < 40, "{first}");
}

#[test]
fn the_documentation_as_a_site_has_every_page() {
    let script = fs::read_to_string("packaging/book/build").unwrap();
    let parts = script.split("PARTS = [").nth(1).unwrap().split("\n]\n").next().unwrap();
    for page in fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path()) {
        let name = page.file_stem().unwrap().to_str().unwrap();
        let is_page = page.extension().is_some_and(|extension| extension == "md");
        assert!(!is_page || parts.contains(&format!("\"{name}\"")), "{name} is not in the table of contents");
    }
}

#[test]
fn pictures_of_the_readme_are_small_and_described() {
    let readme = fs::read_to_string("README.md").unwrap();
    let pictures = Regex::new(r"!\[([^\]]*)\]\(([^)]+)\)").unwrap();
    let mut seen = 0;
    for picture in pictures.captures_iter(&readme) {
        let (description, file) = (picture[1].trim(), fs::read(&picture[2]).unwrap());
        assert!(description.split_whitespace().count() > 5, "{description}: what does it show?");
        assert!(file.starts_with(b"\x89PNG") && file.len() < 100_000, "{}: {}", &picture[2], file.len());
        seen += 1;
    }
    assert!(seen > 0);
}

/// The targets of relative links, without fragments.
fn links(page: &str) -> impl Iterator<Item = &str> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)").unwrap());
    LINK.captures_iter(page).filter_map(|found| Some(found.get(1)?.as_str()))
}

#[cfg(feature = "schema")]
#[test]
fn every_key_of_the_configuration_is_described() {
    let page = fs::read_to_string("docs/configuration.md").unwrap();
    let mut keys = BTreeSet::new();
    collect_keys(&feedwright::lint::schema(), &mut keys);
    assert!(keys.contains("redirect-links"), "{keys:?}");
    let missing: Vec<_> = keys
        .into_iter()
        .filter(|key| {
            ["`", "`[", "`[[", "`[lint.", "`[[lint."]
                .iter()
                .all(|before| !page.contains(&format!("{before}{key}")))
        })
        .collect();
    assert!(missing.is_empty(), "docs/configuration.md does not mention {missing:?}");
}

#[cfg(feature = "schema")]
/// The names of all properties in a JSON schema.
fn collect_keys(schema: &serde_json::Value, keys: &mut BTreeSet<String>) {
    let Some(schema) = schema.as_object() else { return };
    if let Some(properties) = schema.get("properties").and_then(serde_json::Value::as_object) {
        keys.extend(properties.keys().cloned());
    }
    for (name, inner) in schema {
        // Rules are on pages of their own, their options in a table.
        if name == "rules" {
            continue;
        }
        collect_keys(inner, keys);
        inner.as_array().into_iter().flatten().for_each(|inner| collect_keys(inner, keys));
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let page = fs::read_to_string("docs/dependencies.md").unwrap();
    let crates = page.split("\n## Features\n").next().unwrap();
    let named: Vec<&str> = crates
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next())
        .filter(|name| *name != "crate")
        .collect();
    let of_targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let mut wanted: Vec<&str> = of_targets
        .filter_map(|(_, target)| target.as_table())
        .chain([&manifest])
        .flat_map(|table| ["dependencies", "dev-dependencies"].map(|name| table.get(name)?.as_table()))
        .flatten()
        .flat_map(|table| table.keys().map(String::as_str))
        .collect();
    let missing: Vec<_> = wanted.iter().filter(|name| !named.contains(name)).collect();
    assert!(missing.is_empty(), "say in docs/dependencies.md what these are for: {missing:?}");
    wanted.sort_unstable();
    let gone: Vec<_> = named.iter().filter(|name| wanted.binary_search(name).is_err()).collect();
    assert!(gone.is_empty(), "docs/dependencies.md names what Cargo.toml does not: {gone:?}");
}

#[test]
fn every_feature_has_its_row() {
    let manifest: toml::Table = fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let page = fs::read_to_string("docs/dependencies.md").unwrap();
    let named: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let features: Vec<&str> = manifest["features"]
        .as_table()
        .unwrap()
        .keys()
        .map(String::as_str)
        .filter(|name| *name != "default")
        .collect();
    assert_eq!(named, features);
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from));
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md") && page.exists());
    pages.sort();
    pages
}

/// The fenced blocks of a language, each with the number of its first line.
fn blocks(page: &Path, language: &str) -> Vec<(usize, String)> {
    let text = fs::read_to_string(page).unwrap();
    let mut blocks = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if line == format!("```{language}") {
            let block: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            blocks.push((number + 2, block.join("\n") + "\n"));
        }
    }
    blocks
}

/// The commands of a block, each with what is shown below it.
fn commands(block: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), String::new())),
            (None, Some((_, shown))) => *shown += &format!("{line}\n"),
            (None, None) => panic!("a console block begins with `$ `, not with {line}"),
        }
    }
    commands.retain(|(command, _)| {
        !["cargo install", "cargo test", "git "].iter().any(|first| command.starts_with(first))
    });
    commands
}

fn shell(place: &TestSite, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_feedwright"));
    let command = command.replace("cargo run -- ", "feedwright ");
    let output = Command::new("/bin/sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", program.parent().unwrap().display()))
        .current_dir(place.path())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Whether output is as shown, with `[..]` and `...` for what may be anything.
fn matches(shown: &str, printed: &str) -> bool {
    let pattern: String = shown
        .lines()
        .map(|line| match line {
            "..." => "(?:.*\n)*".to_owned(),
            line => regex::escape(line).replace(r"\[\.\.\]", ".*") + "\n",
        })
        .collect();
    Regex::new(&format!("^{pattern}$")).unwrap().is_match(printed)
}
