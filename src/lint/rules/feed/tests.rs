//! The examples of the rules' pages, run; and what holds for every feed.

use super::*;
use crate::site::tree::MemoryTree;

fn output() -> MemoryTree {
    MemoryTree::new([("1.mp3", "abc")])
}

fn rules_of(text: &str, tight: bool) -> Vec<&'static str> {
    let tree = output();
    let default = FeedLintOptions::default();
    let options = FeedLintOptions {
        base: Some("https://wherry.example/feed.xml"),
        now: Some(1_720_000_000),
        output: Some(&tree),
        entry_bytes: if tight { 200 } else { default.entry_bytes },
        feed_bytes: if tight { 400 } else { default.feed_bytes },
    };
    lint_feed("feed.xml", text.as_bytes(), &options).into_iter().map(|found| found.rule).collect()
}

#[test]
fn every_page_is_full_and_its_examples_are_true() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let page = &rule.page;
        for text in [rule.summary, page.what, page.why] {
            assert!(!text.is_empty(), "{}", rule.name);
        }
        assert!(!page.sources.is_empty() && !page.bad.is_empty() && !page.good.is_empty(), "{}", rule.name);
        let tight = rule.name.starts_with("feed/oversized");
        for example in page.bad {
            let found = rules_of(example.text, tight);
            if !found.contains(&rule.name) {
                wrong.push(format!("{} is not found: {found:?} in\n{}", rule.name, example.text));
            }
        }
        for example in page.good {
            if rules_of(example.text, tight).contains(&rule.name) {
                wrong.push(format!("{} is found in\n{}", rule.name, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_unique_and_kebab_case() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert!(names.iter().all(|name| name.starts_with("feed/")
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "/-".contains(c))));
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn a_good_feed_has_no_findings() {
    let atom = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Wherry</title>
  <id>https://wherry.example/</id>
  <updated>2024-05-02T08:00:00Z</updated>
  <author><name>Ann</name></author>
  <link rel="self" type="application/atom+xml" href="https://wherry.example/feed.xml"/>
  <link href="https://wherry.example/"/>
  <entry>
    <title type="html">Fish &amp;amp; chips</title>
    <id>tag:wherry.example,2024:b</id>
    <published>2024-05-01T08:00:00Z</published>
    <updated>2024-05-02T08:00:00Z</updated>
    <link href="https://wherry.example/b/"/>
    <content type="html">&lt;p&gt;Words &lt;a href="https://a.example/?b&amp;amp;c"&gt;and links&lt;/a&gt;&lt;/p&gt;</content>
  </entry>
</feed>
"#;
    assert_eq!(rules_of(atom, false), Vec::<&str>::new());
}

#[test]
fn any_bytes_are_judged() {
    let feeds = RULES.iter().flat_map(|rule| rule.page.bad.iter().chain(rule.page.good));
    for example in feeds {
        let bytes = example.text.as_bytes();
        for cut in (0..bytes.len()).step_by(37) {
            let options = FeedLintOptions::default();
            let _ = lint_feed("feed.xml", &bytes[..cut], &options);
            let _ = lint_feed("feed.xml", &bytes[cut..], &options);
        }
    }
}
