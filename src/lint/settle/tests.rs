//! Suppressions of every kind, used and unused.

use super::directives::directives;
use super::*;
use crate::text::diagnostic::Level;
use crate::text::source::{LineIndex, SourceFile, Span};

/// Findings of a rule at every `BAD`, after suppression: the lines that are left, then the messages about suppressions.
fn run(text: &str, body: usize) -> (Vec<usize>, Vec<String>) {
    let source = SourceFile::new("a.md", text);
    let lines = LineIndex::new(text);
    let found = text
        .match_indices("BAD")
        .map(|(at, _)| Diagnostic::new("bad", Level::Error, "a.md", Span::new(at, at + 3), "m"))
        .collect();
    let (kept, _) = suppress(found, Marked::new(&source, body, None).into_iter().collect(), &|_| true);
    let line = |d: &Diagnostic| lines.position(text, d.span.start).line;
    (
        kept.iter().filter(|d| d.rule == "bad").map(line).collect(),
        kept.iter().filter(|d| d.rule != "bad").map(|d| d.message.to_string()).collect(),
    )
}

#[test]
fn the_next_line_is_the_next_one_with_text() {
    let text = "<!-- feedwright-disable-next-line bad: quoted -->\n\nBAD\nBAD\n";
    assert_eq!(run(text, 0), (vec![4], vec![]));
}

#[test]
fn one_line_a_block_and_a_file() {
    assert_eq!(run("BAD <!-- feedwright-disable-line bad -->\nBAD\n", 0).0, [2]);
    let block = "BAD\n<!-- feedwright-disable bad -->\nBAD\n<!-- feedwright-enable bad -->\nBAD\n";
    assert_eq!(run(block, 0), (vec![1, 5], vec![]));
    assert_eq!(run("BAD\n<!-- feedwright-disable-file -->\nBAD\n", 0).0, [0; 0]);
}

#[test]
fn front_matter_has_yaml_comments() {
    let text =
        "---\ntitle: BAD # feedwright-disable-line bad\nx: 'a#feedwright-disable-line bad' BAD\n---\nBAD\n";
    let body = text.rfind("BAD").unwrap_or(0);
    assert_eq!(run(text, body).0, [3, 5]);
}

#[test]
fn what_suppresses_nothing_is_said_but_not_inside_code() {
    let text = "```\n<!-- feedwright-disable-next-line dead-link -->\n```\n<!-- feedwright-disable-next-line dead-link -->\ngood\n";
    let source = SourceFile::new("a.md", text);
    let (kept, _) = suppress(vec![], Marked::new(&source, 0, None).into_iter().collect(), &|_| true);
    assert_eq!(kept.len(), 1);
    let fix = kept[0].fix().unwrap().clone();
    assert_eq!(fix.edits[0].span.of(text), "<!-- feedwright-disable-next-line dead-link -->\n");
}

#[test]
fn only_the_idle_name_goes() {
    let text = "BAD <!-- feedwright-disable-line bad, unused-suppression: why -->\n";
    let source = SourceFile::new("a.md", text);
    let bad = Diagnostic::new("bad", Level::Error, "a.md", Span::new(0, 3), "m");
    let (kept, taken) = suppress(vec![bad], Marked::new(&source, 0, None).into_iter().collect(), &|_| true);
    assert_eq!((kept.len(), taken), (1, 1));
    let edit = &kept[0].fix().unwrap().edits[0];
    assert_eq!((edit.span.of(text), edit.replacement.as_str()), ("bad, unused-suppression", "bad"));
}

/// Findings about the suppressions of a file without other findings, when the rules in `off` did not look.
fn unused(text: &str, off: &[&str]) -> Vec<Diagnostic> {
    let source = SourceFile::new("a.md", text);
    suppress(vec![], Marked::new(&source, 0, None).into_iter().collect(), &|name| !off.contains(&name)).0
}

#[test]
fn a_suppression_of_all_is_unused_only_where_all_rules_looked() {
    for comment in ["disable-next-line", "disable-line all", "disable", "disable-file: old"] {
        let text = format!("<!-- feedwright-{comment} -->\nText.\n");
        assert_eq!(unused(&text, &[]).len(), 1, "{comment}");
        assert_eq!(unused(&text, &["dead-link"]), [], "{comment}");
        // Nothing in a post is about feeds, and what is off by default is not missed.
        assert_eq!(unused(&text, &["feed/missing-title", "unknown-key"]).len(), 1, "{comment}");
    }
    assert_eq!(unused("<!-- feedwright-disable-line dead-link -->\n", &["dead-link"]), []);
}

#[test]
fn a_name_that_no_rule_has_is_said_and_never_removed() {
    let found = unused("<!-- feedwright-disable-next-line dead-lnk, missing-alt: why -->\nText.\n", &[]);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].message.contains("`dead-lnk`") && found[0].message.contains("did you mean `dead-link`?")
    );
    let fix = found[0].fix().unwrap().clone();
    assert_eq!(
        (fix.safety, fix.edits[0].replacement.as_str()),
        (crate::text::diagnostic::Safety::Unsafe, "dead-link")
    );
    assert_eq!(found[1].fix().unwrap().clone().edits[0].replacement, "dead-lnk");
    let found = unused("<!-- feedwright-disable-next-line since it comes back -->\nText.\n", &[]);
    assert_eq!((found.len(), found[0].fix()), (1, None));
}

#[test]
fn a_suppression_of_unused_suppressions_is_used_by_one() {
    let idle = "<!-- feedwright-disable-next-line dead-link -->\nText.\n";
    let keep = "<!-- feedwright-disable-file unused-suppression: soon -->\n";
    assert_eq!(unused(&format!("{keep}{idle}"), &[]), []);
    let found = unused(keep, &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(&*found[0].message, "there is no `unused-suppression` here to suppress");
    assert_eq!(unused(&format!("<!-- feedwright-disable-file -->\n{idle}"), &[]).len(), 2);
}

#[test]
fn many_suppressions_take_no_time() {
    let many = 20_000;
    for part in [
        "<!-- feedwright-disable-next-line dead-link -->\nText.\n",
        "<!-- feedwright-disable-line -->",
        "<!-- feedwright-disable dead-link -->\n",
        "<!-- feedwright-disable x --><!-- feedwright-enable x -->\n",
        "<!-- feedwright-disable-next-line dead-link ",
        "feedwright-<!--",
        "é<!-- feedwright-disable-next-line all -->",
    ] {
        let text = format!("{}{}", part.repeat(many), "\n".repeat(many));
        let source = SourceFile::new("a.md", text.as_str());
        let found: Vec<Diagnostic> = (0..many)
            .map(|at| Diagnostic::new("dead-link", Level::Error, "a.md", Span::at(at * 20), "m"))
            .collect();
        for found in [vec![], found] {
            let _ = suppress(found, Marked::new(&source, 0, None).into_iter().collect(), &|_| true);
        }
        let yaml = text.replace("<!--", "# ");
        let _ = directives(&SourceFile::new("a.md", yaml.as_str()), yaml.len());
    }
}

#[test]
fn globs_silence_files() {
    let at = |path: &str| Diagnostic::new("bad", Level::Error, path, Span::default(), "m");
    let rows = [PerFile { paths: vec!["_posts/2010-*".into()], disable: vec!["bad".into()] }];
    let (kept, silenced) = per_file(vec![at("_posts/2010-01-01-a.md"), at("_posts/2020-01-01-a.md")], &rows);
    assert_eq!((kept.len(), silenced), (1, 1));
}
