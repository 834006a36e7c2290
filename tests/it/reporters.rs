//! Every reporter, on a small site with an error, a warning, a fix, a second place to look at, and letters that XML and
//! JSON escape: `fixtures/reporters/<name>/lint.*`. SARIF is held against the schema that OASIS publishes.

use std::fs;
use std::path::Path;
use std::process::Command;

use feedwright::lint::reporters::REPORTERS;
use regex::Regex;

use crate::cli::{TestSite, left_out};
use crate::golden;

#[test]
fn what_each_reporter_writes() {
    let site = TestSite::copy_of("faulty");
    // The sentences of a rule's page are not the reporter's.
    let pages = Regex::new(r#"("(?:fullDescription|help)": \{\s*"text": )".*""#).unwrap();
    let folder = Regex::new("file:///[^\"]*").unwrap();
    for reporter in REPORTERS {
        // SARIF lists the rules that ran: a new one should not change this.
        let rules = "malformed-front-matter,dead-fragment,mismatched-issue-ref";
        let run = site.feedwright(["lint", "--only", rules, "--format", reporter.name]).exits(1);
        let extension = match reporter.name {
            "json" | "gitlab" => "json",
            "jsonl" => "jsonl",
            "sarif" => "sarif",
            "junit" | "checkstyle" => "xml",
            "markdown" => "md",
            _ => "txt",
        };
        let written = pages.replace_all(&run.stdout, "$1\"…\"");
        let written = folder.replace_all(&written, "file:///…/");
        golden::check(&format!("reporters/{}/lint.{extension}", reporter.name), &written);
    }
}

/// The lint of posts, and that of a feed.
const SARIF_OF: [[&str; 5]; 2] = [
    ["lint", ".", "--exit-zero", "--format", "sarif=lint.sarif"],
    ["lint", "feeds/old.xml", "--exit-zero", "--format", "sarif=feeds.sarif"],
];

#[test]
fn sarif_keeps_to_its_schema() {
    let site = TestSite::copy_of("faulty");
    let cases = fs::read_dir("fixtures/rules").unwrap().map(|entry| entry.unwrap().path().join("cases.txt"));
    for (number, file) in cases.enumerate() {
        // Every rule has something to say about its cases, all in one file as they are.
        let text = fs::read_to_string(file).unwrap();
        site.write(
            &format!("_posts/2024-04-01-case-{number}.md"),
            &format!("---\ntitle: A # b\n---\n{text}"),
        );
    }
    for arguments in SARIF_OF {
        site.feedwright(arguments).exits(0);
    }
    site.write("wrong.sarif", &site.read("lint.sarif").replace("\"ruleId\"", "\"ruleName\""));
    let Some(_) = judged(&site.path().join("lint.sarif")) else {
        left_out("SARIF by its schema: no python3 with jsonschema and schemastore");
        return;
    };
    for file in ["lint.sarif", "feeds.sarif"] {
        let (valid, said) = judged(&site.path().join(file)).unwrap();
        assert!(valid, "{said}");
    }
    let wrong = judged(&site.path().join("wrong.sarif"));
    assert!(wrong.is_some_and(|(valid, _)| !valid), "the schema is not that of SARIF");
}

/// Whether a file keeps to the schema of SARIF 2.1.0, and what was said; nothing where the schema is not at hand.
fn judged(file: &Path) -> Option<(bool, String)> {
    let said = Command::new("python3").arg(".ci/schema").arg("sarif-2.1.0").arg(file).output().ok()?;
    let text = format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    (said.status.code() != Some(77)).then(|| (said.status.success(), text))
}
