//! The pages of the rules are true, and the sites that the repository brings are clean.

use feedwright::lint::rule::{Check, Example, Rule};
use feedwright::lint::{check_config, rules};
use feedwright::site::config::Config;
use feedwright::text::source::SourceFile;

use crate::cli::{TestSite, feedwright, run};

const CONFIG: (&str, &str) =
    ("_config.yml", "title: Wherry OS\nurl: https://www.wherry-os.example\ntime: 2024-12-31\n");

#[test]
fn examples_on_the_pages_are_true() {
    for rule in rules::all().filter(|rule| !matches!(rule.check, Check::Feed)) {
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
fn the_fixture_sites_are_clean() {
    for site in ["site", "plain"] {
        let folder = format!("{}/fixtures/{site}", env!("CARGO_MANIFEST_DIR"));
        let said = run(feedwright(["lint", "--format", "concise"]).arg(folder)).exits(0);
        assert_eq!(said.stdout, "");
    }
}

#[test]
fn the_docs_list_each_option_as_its_rule_declares_it() {
    let page = std::fs::read_to_string("docs/configuration.md").unwrap();
    let section = page.split("### Rules with options\n").nth(1).unwrap();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let declared = rules::all().flat_map(|rule| rule.page.options.iter().map(move |option| (rule, option)));
    let expected: Vec<String> = declared
        .map(|(rule, option)| {
            let (name, takes, meaning) = (option.name(), option.takes(), option.meaning());
            format!("| `{}` | `{name}` | {takes} | `{}` | {meaning} |", rule.name, option.default_value())
        })
        .collect();
    assert_eq!(rows[..expected.len()], expected);
}

#[test]
fn pages_set_options_as_the_configuration_takes_them() {
    for rule in rules::all().filter(|rule| !rule.page.options.is_empty()) {
        let page = run(&mut feedwright(["explain", rule.name])).exits(0).stdout;
        let toml = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let config = Config::parse(&SourceFile::new("feedwright.toml", toml)).unwrap();
        check_config(&config).unwrap();
        assert!(toml.contains(rule.page.options[0].name()), "{toml}");
    }
}

/// The findings of one rule in a small site, one a line. A rule about other rules' findings runs beside them, any other
/// alone.
fn findings_in(rule: &Rule, examples: &[Example]) -> String {
    let site = TestSite::new(&[CONFIG]);
    for example in rule.page.around.iter().chain(examples) {
        site.write(example.path, example.text);
    }
    let mut command = feedwright(["lint", "--exit-zero", "--quiet", "--format", "concise"]);
    if !matches!(rule.check, Check::Findings) {
        command.args(["--only", rule.name]);
    }
    if site.path().join("_site").is_dir() {
        command.arg("--built").arg(site.path().join("_site"));
    }
    let lines = run(command.arg(site.path())).exits(0).stdout;
    let own = lines.lines().filter(|line| line.contains(&format!(" {}: ", rule.name)));
    own.map(|line| format!("{line}\n")).collect()
}
