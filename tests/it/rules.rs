//! Every rule alone: the examples on its page, and its folder below `fixtures/rules`.
//!
//! `fixtures/rules/<rule>/bad` is a small site in which the rule finds what `expected.txt` beside it says;
//! `fixtures/rules/<rule>/good` is one in which it finds nothing, though it looks as if.

use std::path::Path;

use feedwright::rule::{Check, Example, Rule};
use feedwright::rules;

use crate::cli::{TestSite, feedwright, run};
use crate::golden;

const CONFIG: (&str, &str) =
    ("_config.yml", "title: Wherry OS\nurl: https://www.wherry-os.example\ntime: 2024-12-31\n");

#[test]
fn examples_on_the_pages_are_true() {
    for rule in rules_about_sources() {
        assert!(
            !rule.page.bad.is_empty() && !rule.page.good.is_empty(),
            "{}: a page shows both sides",
            rule.name
        );
        let found = findings_in(rule, rule.page.bad);
        assert!(!found.is_empty(), "{}: finds nothing in the bad example of its page", rule.name);
        let found = findings_in(rule, rule.page.good);
        assert_eq!(found, "", "{}: finds something in the good example of its page", rule.name);
    }
}

#[test]
fn fixtures_of_every_rule() {
    for rule in rules_about_sources() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(rule.name);
        let site = |side: &str| {
            let site = folder.join(side);
            assert!(site.is_dir(), "{} has no fixtures: make fixtures/rules/{0}/{side}", rule.name);
            concise(rule, &site)
        };
        golden::check(&format!("rules/{}/expected.txt", rule.name), &site("bad"));
        assert_eq!(site("good"), "", "{}: false alarms", rule.name);
    }
}

#[test]
fn the_fixture_sites_are_clean() {
    for site in ["site", "plain"] {
        run(&mut feedwright(["lint", &format!("{}/fixtures/{site}", env!("CARGO_MANIFEST_DIR"))])).exits(0);
    }
}

/// The rules about posts and sites; those about feeds have one table and one test for all of them.
fn rules_about_sources() -> impl Iterator<Item = &'static Rule> {
    rules::all().filter(|rule| !matches!(rule.check, Check::Feed))
}

fn findings_in(rule: &Rule, examples: &[Example]) -> String {
    let site = TestSite::new(&[CONFIG]);
    for example in examples {
        site.write(example.path, example.text);
    }
    concise(rule, site.path())
}

/// The findings of this rule, one a line. A rule about other rules' findings runs beside them, any other alone.
fn concise(rule: &Rule, site: &Path) -> String {
    let mut command = feedwright(["lint", "--exit-zero", "--quiet", "--format", "concise"]);
    if !matches!(rule.check, Check::Findings) {
        command.args(["--only", rule.name]);
    }
    let lines = run(command.arg(site)).exits(0).stdout;
    let own = lines.lines().filter(|line| line.contains(&format!(" {}: ", rule.name)));
    own.map(|line| format!("{line}\n")).collect()
}
