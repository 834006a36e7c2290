//! How to suppress the findings of a rule: comments and keys, each tried on the bad example of the rule's page.

use std::collections::{BTreeMap, BTreeSet};

use feedwright::lint::rule::{Check, Rule};
use feedwright::lint::rules::unused_suppression;
use feedwright::lint::settle::suppression_lines;
use feedwright::lint::{Choice, KnownSites, Selection, lint};
use feedwright::markup::front_matter;
use feedwright::site::config::Lint;
use feedwright::site::load::{LoadOptions, load_whole};
use feedwright::site::tree::MemoryTree;
use feedwright::text::date;

/// The site that the examples of rules' pages are in.
const CONFIG: &str = "title: Wherry OS\nurl: https://www.wherry-os.example\ntime: 2024-12-31\n";

/// Returns the comments and front matter keys that suppress a rule's findings: of each place in the page's bad example the first
/// that works. None for rules about feeds, and for findings in files in which nothing suppresses them.
pub(crate) fn ways(rule: &Rule) -> Vec<String> {
    if matches!(rule.check, Check::Feed) {
        return Vec::new();
    }
    let examples = rule.page.around.iter().chain(rule.page.bad);
    let mut files = BTreeMap::from([("_config.yml".to_owned(), CONFIG.to_owned())]);
    files.extend(examples.map(|example| (example.path.to_owned(), example.text.to_owned())));
    let Some(before) = outcome(rule, &files) else { return Vec::new() };
    let mut ways: Vec<String> = Vec::new();
    let places: BTreeSet<&(String, usize)> = before.own.iter().collect();
    for (path, at) in places {
        let Some(text) = files.get(path) else { continue };
        let works = suppression_lines(rule.name, text, *at, &front_matter::parse(text)).into_iter().find(
            |candidate| {
                let mut text = text.clone();
                text.insert_str(candidate.at, &candidate.line);
                let mut files = files.clone();
                files.insert(path.clone(), text);
                outcome(rule, &files).is_some_and(|after| {
                    let fewer = after.own.len() < before.own.len();
                    fewer && after.suppressed > before.suppressed && after.unused <= before.unused
                })
            },
        );
        if let Some(way) = works.map(|candidate| format!("`{}` {}", candidate.line.trim(), candidate.place))
            && !ways.contains(&way)
        {
            ways.push(way);
        }
    }
    ways
}

/// What is found in a small site.
struct Found {
    /// The rule's own findings: path, and offset of the first byte.
    own: Vec<(String, usize)>,
    /// The number of unused suppressions.
    unused: usize,
    suppressed: usize,
}

fn outcome(rule: &Rule, files: &BTreeMap<String, String>) -> Option<Found> {
    let tree = MemoryTree::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let start = date::from_epoch(0, chrono_tz::Tz::UTC).ok()?;
    let loaded = load_whole(&tree, LoadOptions::at(start)).ok()?;
    // A rule about other rules' findings runs beside them.
    let only = match rule.check {
        Check::Findings => Vec::new(),
        _ => vec![rule.name.to_owned(), unused_suppression::RULE.name.to_owned()],
    };
    let selection = Selection::new(&Lint::default(), &Choice { only, skip: Vec::new() }).ok()?;
    let judges = KnownSites { built: None, others: &[] };
    let outcome = lint(loaded.whole(), &loaded.feeds, &tree, judges, &selection);
    let of = |name: &'static str| outcome.diagnostics.iter().filter(move |found| found.rule == name);
    Some(Found {
        own: of(rule.name).map(|found| (found.path.to_string(), found.span.start)).collect(),
        unused: of(unused_suppression::RULE.name).count(),
        suppressed: outcome.suppressed,
    })
}
