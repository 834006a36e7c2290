//! A bench of faults and traps: the cases of `fixtures/rules/<rule>/cases.txt`, each a file that is put into a copy of
//! the fixture site.
//!
//! A case begins with `=== fault LINE: name`, `=== info LINE: name` or `=== trap: name`, perhaps with ` @ path` after it; a second file of the
//! same case with `--- file path`. What begins without front matter gets one, and LINE counts from the text as it
//! stands. Files below `_site` are the built site. A `fault` is found by its rule on that line and by it nowhere else, and so is an info, at that level; of a trap
//! neither that rule nor one that warns of something has anything to say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use feedwright::links::Built;
use feedwright::lint::report::Report;
use feedwright::lint::rule::Check;
use feedwright::lint::rules;
use feedwright::lint::{Choice, KnownSites, Selection, lint};
use feedwright::site::config;
use feedwright::site::joined::Below;
use feedwright::site::load::{LoadOptions, load_whole};
use feedwright::site::tree::{MemoryTree, Tree as _};
use feedwright::text::diagnostic::Level;

/// A finding, as far as tests look at it: file, line, rule and level.
type Found = (String, usize, String, Level);

/// The findings of some rules (all that are on, where none is named) in a site.
fn findings(tree: &MemoryTree, only: &[&str]) -> Vec<Found> {
    let now = "2024-12-31T12:00:00Z".parse().unwrap();
    let options = LoadOptions::at(now);
    let loaded = load_whole(tree, options).unwrap();
    let config: &config::Lint = &loaded.site.settings.config.lint;
    let choice = Choice { only: only.iter().map(|name| (*name).to_owned()).collect(), skip: Vec::new() };
    let selection = Selection::new(config, &choice).unwrap();
    let is_built = tree.files.keys().any(|path| path.starts_with("_site/"));
    let built = is_built.then(|| Built::read(&Below::new(tree, "_site")).unwrap().named("_site"));
    let judges = KnownSites { built: built.as_ref(), ..KnownSites::default() };
    let outcome = lint(loaded.whole(), &loaded.feeds, tree, judges, &selection);
    let text = |path: &str| tree.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into());
    let report = Report::new(outcome.diagnostics, &text);
    let found = report.findings.iter().map(|finding| {
        let diagnostic = &finding.diagnostic;
        (diagnostic.path.to_string(), finding.start.line, diagnostic.rule.to_owned(), diagnostic.level)
    });
    found.collect()
}

#[test]
fn names_are_unique_nouns_in_kebab_case() {
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        assert!(seen.insert(rule.name), "two rules are called `{}`", rule.name);
        let kebab =
            rule.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/'));
        assert!(kebab, "`{}` is not in kebab case", rule.name);
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "the summary of `{}`", rule.name);
    }
}

/// One case of a rule's fixtures.
struct Case {
    name: String,
    /// The line of the fault in the first file; a trap has none.
    fault: Option<usize>,
    /// Whether the case is reported for information.
    is_info: bool,
    files: Vec<(String, String)>,
}

#[test]
fn faults_are_found_on_their_line_and_traps_are_not() {
    let mut wrong: Vec<String> = Vec::new();
    for rule in rules::all().filter(|rule| !matches!(rule.check, Check::Feed)) {
        let file = Path::new("fixtures/rules").join(rule.name).join("cases.txt");
        let Ok(text) = fs::read_to_string(&file) else {
            wrong.push(format!("{} is missing", file.display()));
            continue;
        };
        let cases = cases(&text);
        let faults = cases.iter().filter(|case| case.fault.is_some()).count();
        if faults < 5 || cases.len() - faults < 5 {
            wrong.push(format!("{} has less than five faults or five traps", file.display()));
        }
        let mut tree = fixture_site();
        for (path, text) in cases.iter().flat_map(|case| &case.files) {
            tree.files.insert(path.clone(), text.clone().into_bytes());
        }
        let of_all: Vec<Found> =
            findings(&tree, &[]).into_iter().filter(|found| found.3 != Level::Info).collect();
        let of_rule = match rule.check {
            // It speaks of what the others say.
            Check::Findings => of_all.iter().filter(|found| found.2 == rule.name).cloned().collect(),
            _ => findings(&tree, &[rule.name]),
        };
        for case in &cases {
            let of_case = |found: &&Found| case.files.iter().any(|(path, _)| *path == found.0);
            match case.fault {
                Some(line) => {
                    let mine: Vec<&Found> = of_rule.iter().filter(of_case).collect();
                    let first = case.files.first().map_or("", |(path, _)| path);
                    let is_level =
                        |level: Level| (level == Level::Info) == (case.is_info || rule.level == Level::Info);
                    if !mine
                        .iter()
                        .any(|(path, at, _, level)| path == first && *at == line && is_level(*level))
                    {
                        wrong.push(format!(
                            "{}: `{}` is not found on line {line}: {mine:?}",
                            rule.name, case.name
                        ));
                    }
                    if mine.iter().any(|(path, at, ..)| path == first && *at != line) {
                        wrong
                            .push(format!("{}: `{}` is found elsewhere too: {mine:?}", rule.name, case.name));
                    }
                }
                None => {
                    let said: BTreeSet<&Found> = of_all.iter().chain(&of_rule).filter(of_case).collect();
                    if !said.is_empty() {
                        wrong.push(format!("{}: the trap `{}` is reported: {said:?}", rule.name, case.name));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every file of a rule's cases, faults and traps.
pub(crate) fn files_of_cases(rule: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(format!("fixtures/rules/{rule}/cases.txt")).unwrap_or_default();
    cases(&text).into_iter().flat_map(|case| case.files).collect()
}

#[test]
fn every_folder_of_cases_belongs_to_a_rule() {
    for entry in fs::read_dir("fixtures/rules").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(rules::find(&name).is_some(), "fixtures/rules/{name} belongs to no rule");
    }
}

fn fixture_site() -> MemoryTree {
    let root = Path::new("fixtures/site");
    let mut folders = vec![root.to_owned()];
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((below, fs::read(&path).unwrap()));
            }
        }
    }
    MemoryTree::new(files)
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, part) in text.split("\n=== ").enumerate() {
        let part = part.strip_prefix("=== ").unwrap_or(part);
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        if number == 0 && !text.starts_with("=== ") {
            continue;
        }
        let (kind, name) = head.split_once(": ").unwrap_or((head, ""));
        let (name, path) = name.split_once(" @ ").map_or((name, None), |(name, path)| (name, Some(path)));
        let is_info = kind.starts_with("info ");
        let line = kind.strip_prefix("fault ").or_else(|| kind.strip_prefix("info "));
        let line: Option<usize> = line.map(|line| line.trim().parse().unwrap());
        let path = path
            .map_or_else(|| format!("_posts/2024-06-{:02}-case-{number}.md", number % 28 + 1), str::to_owned);
        let mut texts = body.split("\n--- file ");
        let first = texts.next().unwrap_or("");
        let raw = first.starts_with("---\n") || first.starts_with("~");
        let offset = if raw { 0 } else { 5 };
        let mut files = vec![(path, whole(first, number))];
        files.extend(texts.map(|text| {
            let (path, text) = text.split_once('\n').unwrap_or((text, ""));
            (path.to_owned(), whole(text, number))
        }));
        cases.push(Case { name: name.to_owned(), fault: line.map(|line| line + offset), is_info, files });
    }
    cases
}

/// The text of a file: with front matter where it has none, and as it stands where it begins with `~`.
fn whole(text: &str, number: usize) -> String {
    if let Some(raw) = text.strip_prefix('~') {
        return raw.replace("\\r", "\r").replace("\\u{feff}", "\u{feff}").replace("\\t", "\t");
    }
    if text.starts_with("---\n") {
        return format!("{text}\n");
    }
    format!("---\ntitle: Case {number} of the tests\ncategories: announcements\n---\n\n{text}\n")
}
