//! Every reporter over one report, and over an empty one.

use std::sync::Arc;

use crate::lint::report::{Report, RuleNote, Style, Unknown};
use crate::lint::reporters::{REPORTERS, find};
use crate::text::diagnostic::{Diagnostic, Edit, Fix, Level, Related, Safety, content_hash};
use crate::text::source::Span;

const TEXT: &str = "---\ntitle: Größe\ndate: 2020-01-01\n---\n\nSee [über](/gone/) & more.\n";

fn report() -> Report {
    let at = |part: &str| {
        let start = TEXT.find(part).unwrap_or(0);
        Span::new(start, start + part.len())
    };
    let edit = Edit {
        path: "a b.md".into(),
        hash: content_hash(TEXT),
        span: at("/gone/"),
        replacement: "/new/".into(),
    };
    let link = Diagnostic::new("dead-link", Level::Error, "a b.md", at("/gone/"), "nothing is at `/gone/`")
        .with_help("link to `/new/`, or remove the link")
        .with_param("url", "/gone/")
        .with_related(Related { path: "a b.md".into(), span: at("Größe"), label: "in this <post>".into() })
        .with_fix(Fix::new("replace `/gone/` by `/new/`", Safety::Safe, edit));
    let file =
        Diagnostic::new("missing-title", Level::Warning, "b.md", Span::default(), "no \"title\" & <none>");
    let mut report = Report::new(vec![file, link], &|path| (path == "a b.md").then(|| Arc::from(TEXT)));
    report.summary.files = 2;
    report.summary.unknown =
        vec![Unknown { reason: "a build makes them".into(), targets: vec!["/x".into()] }];
    report.rules = vec![RuleNote {
        name: "dead-link",
        level: Level::Error,
        summary: "a link to nothing",
        what: "what",
        why: "why",
    }];
    report
}

fn write(name: &str) -> String {
    find(name).map_or_else(String::new, |reporter| (reporter.write)(&report(), Style::default()).unwrap())
}

#[test]
fn text_shows_both_places_and_the_help() {
    let expected = "\
error[dead-link]: nothing is at `/gone/`
 --> a b.md:6:12
  |
2 | title: Größe
  |        ----- in this <post>
...
6 | See [über](/gone/) & more.
  |            ^^^^^^
  |
  = help: link to `/new/`, or remove the link
  = note: --fix would replace `/gone/` by `/new/`

warning[missing-title]: no \"title\" & <none>
--> b.md:1:1

1 error, 1 warning in 2 files
1 can be fixed with --fix
not checked: 1 of 1 target (100.0 %)
not checked: 1 target (a build makes them)
";
    let written = write("text");
    assert_eq!(written, expected, "{written}");
}

#[test]
fn concise_and_grouped_have_a_line_a_finding() {
    assert_eq!(
        write("concise"),
        "a b.md:6:12: error dead-link: nothing is at `/gone/`\nb.md:1:1: warning missing-title: no \"title\" & <none>\n"
    );
    assert!(
        write("grouped").starts_with("a b.md\n  6:12  error    dead-link: nothing is at `/gone/`\n\nb.md\n")
    );
}

#[test]
fn json_has_the_promised_shape() {
    let value: serde_json::Value = serde_json::from_str(&write("json")).unwrap();
    let first = &value["diagnostics"][0];
    assert_eq!(value["version"], 1);
    assert_eq!(first["rule"], "dead-link");
    assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(6), Some(12)));
    assert_eq!((first["end_line"].as_u64(), first["end_column"].as_u64()), (Some(6), Some(18)));
    assert_eq!(first["params"]["url"], "/gone/");
    assert_eq!(first["fix"]["edits"][0]["replacement"], "/new/");
    assert!(value["diagnostics"][1]["help"].is_null());
    assert_eq!(value["summary"]["errors"], 1);
    assert_eq!(value["summary"]["unknown"][0]["count"], 1);
    for line in write("jsonl").lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).unwrap()["type"].is_string());
    }
}

#[test]
fn github_escapes_properties() {
    assert_eq!(
        write("github").lines().next(),
        Some(
            "::error title=dead-link,file=a b.md,line=6,endLine=6,col=12,endColumn=17::nothing is at `/gone/`%0Alink to `/new/`, or remove the link"
        )
    );
}

#[test]
fn xml_reports_are_well_formed_and_json_reports_parse() {
    for reporter in REPORTERS {
        for report in [report(), Report::default()] {
            let written = (reporter.write)(&report, Style::default()).unwrap();
            match reporter.name {
                "junit" | "checkstyle" => {
                    roxmltree::Document::parse(&written).unwrap();
                }
                "json" | "sarif" | "gitlab" => {
                    serde_json::from_str::<serde_json::Value>(&written).unwrap();
                }
                _ => (),
            }
        }
    }
}

#[test]
fn sarif_names_the_rule_the_place_and_the_fix() {
    let value: serde_json::Value = serde_json::from_str(&write("sarif")).unwrap();
    let result = &value["runs"][0]["results"][0];
    assert_eq!(value["version"], "2.1.0");
    assert_eq!(result["ruleIndex"], 0);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.md");
    assert_eq!(place["region"]["startColumn"], 12);
    assert_eq!(
        result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
        "/new/"
    );
    assert!(value["runs"][0]["results"][1].get("fixes").is_none());
}
