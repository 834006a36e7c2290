//! Switches in front matter: `feed: false`, names of feeds, `{exclude: […]}`, and keys of other names.

use crate::cli::{Run, TestSite};

const JEKYLL: &str = "url: https://wherry.example\ntitle: Wherry\n";
const ROWS: &str = "[[feeds]]\nname = \"all\"\npath = \"feed.xml\"\n\n[[feeds]]\npath = \"feed/releases.{ext}\"\nformat = [\"rss\", \"json\"]\n";
const FEEDS: [&str; 3] = ["feed.xml", "feed/releases.xml", "feed/releases.json"];

/// A site with one post of this front matter, beside another post.
fn site(config: &str, line: &str) -> TestSite {
    TestSite::new(&[
        ("_config.yml", JEKYLL),
        ("feedwright.toml", config),
        ("_posts/2024-01-01-other.md", "---\ntitle: Other\n---\nText.\n"),
        ("_posts/2024-01-02-one.md", &format!("---\ntitle: Switched\n{line}\n---\nText.\n")),
    ])
}

/// The feeds that hold the post, and the run.
fn build(config: &str, line: &str) -> (Run, Vec<&'static str>) {
    let site = site(config, line);
    let run = site.feedwright(["build"]).exits(0);
    (run, FEEDS.into_iter().filter(|path| site.read(&format!("_site/{path}")).contains("Switched")).collect())
}

#[test]
fn post_chooses_its_feeds() {
    for (line, expected) in [
        ("", &FEEDS[..]),
        ("feed:", &FEEDS),
        ("feed: true", &FEEDS),
        ("feed: false", &[]),
        ("feed: no", &[]),
        ("feed: \"false\"", &[]),
        ("feed: 'True'", &FEEDS),
        ("feed: \"\"", &FEEDS),
        ("feed: []", &[]),
        ("feed: all", &FEEDS[..1]),
        ("feed: [all]", &FEEDS[..1]),
        ("feed: [feed.xml]", &FEEDS[..1]),
        ("feed: [releases]", &FEEDS[1..]),
        ("feed: [feed/releases]", &FEEDS[1..]),
        ("feed: [feed/releases.json]", &FEEDS[2..]),
        ("feed: [releases, all]", &FEEDS),
        ("feed: {exclude: all}", &FEEDS[1..]),
        ("feed: {exclude: [all, releases]}", &[]),
        ("feed: {exclude: [all], excerpt_only: true}", &FEEDS[1..]),
        ("feed: {excerpt_only: true}", &FEEDS),
    ] {
        let (run, feeds) = build(ROWS, line);
        assert_eq!(feeds, expected, "{line}");
        assert_eq!(run.stderr, "", "{line}");
    }
}

#[test]
fn other_values_are_reported_once() {
    for (line, value, hint) in [
        ("feed: https://planet.example/feed.xml", "`https://planet.example/feed.xml`", ";"),
        ("feed: 7", "a number", ";"),
        ("feed: {url: /a.xml}", "a mapping", ";"),
        ("feed: [relaeses]", "`relaeses`", "; did you mean `releases`?"),
    ] {
        let site = site(ROWS, line);
        site.write("_posts/2024-01-03-two.md", &format!("---\ntitle: Second\n{line}\n---\nText.\n"));
        let run = site.feedwright(["build"]).exits(0);
        assert!(site.read("_site/feed.xml").contains("Switched"), "{line}");
        let note = format!("_posts/2024-01-03-two.md: `feed` has {value}, not `false`, names of feeds or");
        assert!(run.stderr.contains(&note), "{line}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("ignored (and that of another post){hint}")), "{}", run.stderr);
        assert_eq!(run.stderr.matches("`feed` has").count(), 1, "{}", run.stderr);
    }
}

#[test]
fn key_of_the_switch_has_any_name() {
    let posts = "[posts]\nfeed-key = \"rss\"\nexclude-key = [\"hiddenInRss\", \"params.hide\"]\n\n";
    let config = format!("{posts}{ROWS}");
    for (line, expected) in [
        ("rss: false", &[][..]),
        ("rss: [all]", &FEEDS[..1]),
        ("feed: false", &FEEDS),
        ("hiddenInRss: true", &[]),
        ("hiddenInRss: \"true\"", &[]),
        ("hiddenInRss: 'false'", &FEEDS),
        ("hiddenInRss: false", &FEEDS),
        ("hiddenInRss: all", &FEEDS[1..]),
        ("params: {hide: true}", &[]),
        ("rss: [releases]\nhiddenInRss: [feed/releases.json]", &FEEDS[1..2]),
    ] {
        let (run, feeds) = build(&config, line);
        assert_eq!(feeds, expected, "{line}");
        assert_eq!(run.stderr, "", "{line}");
    }
    let (_, feeds) = build(&format!("[posts]\nfeed-key = \"\"\n{ROWS}"), "feed: false");
    assert_eq!(feeds, FEEDS);
}

#[test]
fn feeds_of_the_generator_need_the_name_of_the_key() {
    for (config, is_in) in [("", true), ("[posts]\nfeed-key = \"feed\"\n", false)] {
        let site = site(config, "feed: false");
        let run = site.feedwright(["build"]).exits(0);
        assert_eq!(site.read("_site/feed.xml").contains("Switched"), is_in, "{config}");
        assert_eq!(run.stderr, "");
    }
    let plain = TestSite::new(&[
        ("feedwright.toml", "[site]\nurl = \"https://wherry.example\"\noutput = \"out\"\n"),
        ("2024-01-01-other.md", "---\ntitle: Other\n---\nText.\n"),
        ("2024-01-02-one.md", "---\ntitle: Switched\nfeed: false\n---\nText.\n"),
    ]);
    plain.feedwright(["build"]).exits(0);
    assert!(!plain.read("out/feed.xml").contains("Switched"));
}

#[test]
fn why_names_the_switch() {
    for (line, reason) in [
        (
            "feed: false",
            "not in feed.xml, feed/releases.xml, feed/releases.json: its front matter has `feed: false`",
        ),
        ("feed: releases", "not in feed.xml: `feed` in its front matter names only releases"),
        ("feed: {exclude: all}", "not in feed.xml: `feed` in its front matter excludes it from this feed"),
    ] {
        let why = site(ROWS, line).feedwright(["why", "one"]).exits(0);
        assert!(why.stdout.contains(reason), "{why:?}");
    }
}

#[test]
fn feed_of_the_command_line_heeds_only_true_and_false() {
    for (line, entries) in [("feed: false", 1), ("feed: [releases]", 2), ("feed: {exclude: all}", 2)] {
        let feed = site(ROWS, line).feedwright(["feed"]).exits(0);
        assert_eq!(feed.stdout.matches("<entry>").count(), entries, "{line}: {feed:?}");
    }
}
