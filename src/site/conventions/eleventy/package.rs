//! `package.json`: the build's command, and the versions of what it installs.

use crate::markup::javascript::{Object, Value};
use crate::site::conventions::programs::of_json;
use crate::site::tree::Tree;

/// The options that the build's command in `package.json` gives: `eleventy --input=src --output=dist`.
pub(super) fn command_of_package(tree: &dyn Tree) -> Object {
    let package = package(tree);
    let scripts = package.get("scripts").and_then(Value::as_object).cloned().unwrap_or_default();
    let is_build = |name: &str| name.starts_with("build");
    let mut commands: Vec<(&str, &str)> = scripts
        .fields()
        .iter()
        .filter_map(|field| Some((field.name.as_str(), field.value.as_text()?)))
        .collect();
    commands.retain(|(_, command)| command.contains("eleventy"));
    commands.sort_by_key(|(name, _)| !is_build(name));
    let (mut dir, mut options) = (Object::default(), Object::default());
    let Some((_, command)) = commands.first() else { return options };
    let words: Vec<&str> = command.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let (flag, value) = word.split_once('=').unwrap_or((word, words.get(at + 1).copied().unwrap_or("")));
        let value = Value::Text(value.trim_matches(['"', '\'']).to_owned());
        match flag {
            "--input" => dir.set("input", value, 0),
            "--output" => dir.set("output", value, 0),
            "--pathprefix" => options.set("pathPrefix", value, 0),
            _ => {}
        }
    }
    options.set("dir", Value::Object(dir), 0);
    options
}

/// Whether the site's own `package.json` asks for a version of a package before a major one.
pub(super) fn is_before(tree: &dyn Tree, package_name: &str, major: u32) -> bool {
    let package = package(tree);
    ["dependencies", "devDependencies"].iter().any(|list| {
        let version = package.get(list).and_then(|list| list.get(package_name)?.as_text());
        version.and_then(major_of).is_some_and(|asked| asked < major)
    })
}

/// Whether the site's own `package.json` asks for a package.
pub(super) fn has(tree: &dyn Tree, package_name: &str) -> bool {
    let package = package(tree);
    ["dependencies", "devDependencies"]
        .iter()
        .any(|list| package.get(list).is_some_and(|list| list.get(package_name).is_some()))
}

/// The first major version of a range: 8 of `^8.4.1`; nothing where it has none, or allows any later one.
fn major_of(range: &str) -> Option<u32> {
    let range = range.trim();
    if range.starts_with('>') {
        return None;
    }
    let digits = range.trim_start_matches(['^', '~', '=', 'v', ' ']);
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn package(tree: &dyn Tree) -> Value {
    let text = tree.read("package.json").ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.map(|text| of_json(&text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majors_are_those_of_ranges() {
        for (range, expected) in [
            ("^8.4.1", Some(8)),
            ("~0.12.1", Some(0)),
            ("5", Some(5)),
            ("v10.0.0", Some(10)),
            (">=5", None),
            ("*", None),
            ("latest", None),
            ("github:a/b#1", None),
        ] {
            assert_eq!(major_of(range), expected, "{range}");
        }
    }
}
