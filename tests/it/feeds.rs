//! Feeds checked and compared from the command line.

use std::fs::File;

use feedwright::lint::rules::feed::{FeedLintOptions, is_feed, lint_feed};
use proptest::prelude::*;

use crate::cli::{TestSite, feedwright, run};

const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Wherry</title>
  <link>https://wherry.example/</link>
  <description>News</description>
  <language>en</language>
  <atom:link rel="self" type="application/rss+xml" href="https://wherry.example/rss.xml"/>
  <item>
    <title>One</title>
    <link>https://wherry.example/one/</link>
    <guid>https://wherry.example/one/</guid>
    <pubDate>Mon, 01 May 2024 08:00:00 GMT</pubDate>
  </item>
</channel>
</rss>
"#;

#[test]
fn a_finding_in_a_feed_has_its_place_and_the_path_as_given() {
    let site = TestSite::new(&[("sub/rss.xml", RSS), ("good.xml", &RSS.replace("Mon, ", "Wed, "))]);
    let said =
        site.feedwright(["lint", "--format", "concise", "--quiet", "sub/rss.xml", "good.xml"]).exits(1);
    assert_eq!(
        said.stdout,
        "sub/rss.xml:13:14: error feed/incorrect-dow: `pubDate` names the wrong day of the week: `Mon, 01 \
         May 2024 08:00:00 GMT`\n"
    );
    site.feedwright(["lint", "--skip", "feed/incorrect-dow", "sub/rss.xml"]).exits(0);
}

#[test]
fn a_configuration_silences_rules_in_feeds() {
    let config = "[lint.rules]\n\"feed/incorrect-dow\" = \"off\"\n";
    let site = TestSite::new(&[("feedwright.toml", config), ("rss.xml", RSS)]);
    site.feedwright(["lint", "rss.xml"]).exits(0);
}

#[test]
fn a_configuration_sets_the_size_that_a_feed_may_have() {
    let config = "[lint.rules]\n\"feed/incorrect-dow\" = \"off\"\n\"feed/oversized-feed\" = { bytes = 300, level = \"error\" }\n";
    let site = TestSite::new(&[("feedwright.toml", config), ("rss.xml", RSS)]);
    let said = site.feedwright(["lint", "--format", "concise", "--quiet", "rss.xml"]).exits(1);
    assert!(said.stdout.contains("error feed/oversized-feed: the feed has"), "{}", said.stdout);
}

#[test]
fn standard_input_is_a_feed_and_its_base_is_held_against_it() {
    let site = TestSite::new(&[("rss.xml", &RSS.replace("Mon, ", "Wed, "))]);
    let mut command = feedwright([
        "lint",
        "-",
        "--format",
        "concise",
        "--quiet",
        "--base",
        "https://other.example/rss.xml",
    ]);
    let said = run(command.stdin(File::open(site.path().join("rss.xml")).unwrap())).exits(0);
    assert_eq!(
        said.stdout,
        "-:8:58: warning feed/self-doesnt-match-location: the `self` link leads to `https://wherry.example/rss.xml`, \
         but the feed's URL is `https://other.example/rss.xml`\n"
    );
}

#[test]
fn the_feeds_of_the_fixture_sites_are_clean() {
    for fixture in ["site", "plain"] {
        let site = TestSite::copy_of(fixture);
        site.feedwright(["build", "--quiet"]).exits(0);
        let said = site.feedwright(["lint", "--feeds", "--format", "concise", "--quiet"]).exits(0);
        assert_eq!(said.stdout, "", "{fixture}");
    }
}

#[test]
fn a_changed_id_fails_the_comparison() {
    let new =
        RSS.replace("<guid>https://wherry.example/one/</guid>", "<guid isPermaLink=\"false\">one</guid>");
    let site = TestSite::new(&[("old.xml", RSS), ("new.xml", &new)]);
    let said = site.feedwright(["diff", "old.xml", "new.xml"]).exits(1);
    assert_eq!(
        said.stdout,
        "id changed  https://wherry.example/one/\n            was https://wherry.example/one/\n            now one\n\
         0 entries kept (0 unchanged), 0 gone, 0 new, 1 with another id; same order\n\
         Subscribers will see 1 entry as new, 1 of them old.\n"
    );
    site.feedwright(["diff", "old.xml", "old.xml"]).exits(0);
    site.feedwright(["diff", "old.xml", "missing.xml"]).exits(2);
}

proptest! {
    /// Tags, references and rubbish in any order are judged without a panic, with every span inside of the text.
    #[test]
    fn any_markup_is_judged(parts in prop::collection::vec(prop::sample::select(vec![
        "<rss version=\"2.0\">", "</rss>", "<channel>", "</channel>", "<item>", "</item>", "<title>", "</title>", "&amp;", "&",
        "<", ">", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.0\"?>", "<!DOCTYPE rss [<!ENTITY a \"b\">]>", "&a;",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "</feed>", "<entry>", "</entry>", "<content type=\"html\">",
        "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">", "</div></content>", "&lt;a href='b'>", "é", "\u{0}",
        "<x:y>", "</x:y>", "<guid>", "</guid>", "<description>", "</description>", "{\"version\":", "\"items\": [", "]}", "\"", " ",
    ]), 0..40)) {
        let text: String = parts.concat();
        for found in lint_feed("feed.xml", text.as_bytes(), &FeedLintOptions::default()) {
            prop_assert!(found.span.end <= text.len(), "{} {:?} {text:?}", found.rule, found.span);
            prop_assert!(text.is_char_boundary(found.span.start) && text.is_char_boundary(found.span.end));
        }
        let _ = is_feed(text.as_bytes());
        let _ = feedwright::feeds::diff::read_entries(text.as_bytes());
    }
}
