//! Archives of feeds (RFC 5005), feeds at several paths, hubs.

use std::collections::BTreeMap;
use std::fs;

use crate::cli::{TestSite, feedwright, run};

const CONFIG: (&str, &str) =
    ("_config.yml", "title: Ferry\nlang: en\nurl: https://ferry.example\ntime: 2024-12-31\ntimezone: UTC\n");

fn site(rows: &str, days: &[&str]) -> TestSite {
    let site = TestSite::new(&[CONFIG, ("feedwright.toml", rows)]);
    for day in days {
        add(&site, day);
    }
    site
}

fn add(site: &TestSite, day: &str) {
    let text = format!("---\ntitle: Sailing of {day}\n---\nThe ferry sails on {day}.\n");
    site.write(&format!("_posts/{day}-sailing.md"), &text);
}

/// The feeds after a build, by path.
fn feeds(site: &TestSite) -> BTreeMap<String, String> {
    site.feedwright(["build", "--quiet"]).exits(0);
    let files = site.files("_site");
    files.into_iter().map(|path| (path.clone(), site.read(&format!("_site/{path}")))).collect()
}

fn days(feed: &str) -> Vec<String> {
    let starts =
        feed.match_indices("Sailing of ").filter(|(at, _)| feed[..*at].ends_with("<title type=\"html\">"));
    starts.map(|(at, start)| feed[at + start.len()..at + start.len() + 10].to_owned()).collect()
}

const YEARS: [&str; 6] = ["2022-03-01", "2022-04-01", "2023-05-01", "2024-01-01", "2024-02-01", "2024-03-01"];

#[test]
fn pages_of_years_are_linked_in_both_directions() {
    let row = "[[feeds]]\npath = \"feed.{ext}\"\nlimit = 2\narchive = \"year\"\nformat = [\"atom\", \"json\"]\nhubs = \"https://hub.example/\"\n";
    let site = site(row, &YEARS);
    let feeds = feeds(&site);
    assert_eq!(
        feeds.keys().collect::<Vec<_>>(),
        ["feed-2022.json", "feed-2022.xml", "feed-2023.json", "feed-2023.xml", "feed.json", "feed.xml"]
    );
    // What no page has is in the feed itself, beyond its limit.
    assert_eq!(days(&feeds["feed.xml"]), ["2024-03-01", "2024-02-01", "2024-01-01"]);
    assert_eq!(days(&feeds["feed-2023.xml"]), ["2023-05-01"]);
    assert_eq!(days(&feeds["feed-2022.xml"]), ["2022-04-01", "2022-03-01"]);
    let link = |rel: &str, path: &str| {
        format!("<link href=\"https://ferry.example/{path}\" rel=\"{rel}\" type=\"application/atom+xml\"/>")
    };
    let has =
        |path: &str, text: &str| assert!(feeds[path].contains(text), "{path} lacks {text}:\n{}", feeds[path]);
    let lacks =
        |path: &str, text: &str| assert!(!feeds[path].contains(text), "{path} has {text}:\n{}", feeds[path]);
    has("feed.xml", &link("prev-archive", "feed-2023.xml"));
    has("feed.xml", "rel=\"hub\"");
    for absent in ["next-archive", "\"current\"", "fh:archive", "fh:complete"] {
        lacks("feed.xml", absent);
    }
    for (rel, path) in [("self", "feed-2023.xml"), ("current", "feed.xml"), ("prev-archive", "feed-2022.xml")]
    {
        has("feed-2023.xml", &link(rel, path));
    }
    has("feed-2023.xml", "xmlns:fh=\"http://purl.org/syndication/history/1.0\"");
    has("feed-2023.xml", "<fh:archive");
    has("feed-2023.xml", "<id>https://ferry.example/feed.xml</id>");
    has("feed-2023.xml", "<updated>2023-05-01T00:00:00+00:00</updated>");
    lacks("feed-2023.xml", "next-archive");
    lacks("feed-2023.xml", "rel=\"hub\"");
    has("feed-2022.xml", &link("next-archive", "feed-2023.xml"));
    lacks("feed-2022.xml", "prev-archive");
    has("feed.json", "\"next_url\": \"https://ferry.example/feed-2023.json\"");
    has("feed-2023.json", "\"next_url\": \"https://ferry.example/feed-2022.json\"");
    lacks("feed-2022.json", "next_url");
    for path in feeds.keys() {
        site.feedwright(["lint", "--format", "concise", &format!("_site/{path}")]).exits(0);
    }
}

#[test]
fn a_new_post_changes_one_file_and_three_when_a_page_is_full() {
    for format in ["atom", "rss", "json"] {
        let row = format!("[[feeds]]\npath = \"feed.xml\"\nlimit = 1\narchive = 2\nformat = \"{format}\"\n");
        let site = site(&row, &YEARS[..5]);
        let mut before = feeds(&site);
        assert_eq!(before.len(), 3);
        for (day, changed, pages) in [
            ("2024-03-01", vec!["feed-2.xml", "feed-3.xml", "feed.xml"], 4),
            ("2024-04-01", vec!["feed.xml"], 4),
            ("2024-05-01", vec!["feed-3.xml", "feed-4.xml", "feed.xml"], 5),
        ] {
            add(&site, day);
            let after = feeds(&site);
            assert_eq!(after.len(), pages, "{format} {day}");
            let differ: Vec<&str> = after
                .keys()
                .filter(|path| before.get(*path) != after.get(*path))
                .map(String::as_str)
                .collect();
            // JSON Feed has no link to the newer document, so that the one before a new one stays as it is.
            let is_linked =
                |path: &&str| format != "json" || *path == "feed.xml" || !before.contains_key(*path);
            let changed: Vec<&str> = changed.into_iter().filter(is_linked).collect();
            assert_eq!(differ, changed, "{format} {day}");
            before = after;
        }
        // Every document is without findings, and `build` judges it so as well.
        site.feedwright(["build", "--validate", "--quiet"]).exits(0);
        let lint = run(feedwright(["lint", "--format", "concise", "_site"]).current_dir(site.path()));
        assert_eq!(lint.stdout, "", "{format}");
        if format == "rss" {
            for text in ["rel=\"prev-archive\"", "rel=\"current\"", "<fh:archive", "xmlns:fh=\""] {
                assert!(before["feed-4.xml"].contains(text), "{text}: {}", before["feed-4.xml"]);
            }
        }
    }
}

#[test]
fn pages_that_no_row_writes_are_stale_and_others_are_not() {
    let row = |name: &str, archive: &str| format!("[[feeds]]\npath = \"{name}.xml\"\nlimit = 1\n{archive}");
    let rows = row("feed", "archive = 2\n") + &row("feed-news", "archive = \"month\"\n");
    let site = site(&rows, &YEARS);
    let all = feeds(&site);
    assert!(all.contains_key("feed-3.xml") && all.contains_key("feed-news-2024-02.xml"), "{:?}", all.keys());
    // The archive of the other feed matches the pattern of this one.
    site.feedwright(["build", "--feed", "feed", "--prune", "--quiet"]).exits(0);
    assert_eq!(feeds(&site).keys().collect::<Vec<_>>(), all.keys().collect::<Vec<_>>());
    let fewer = row("feed", "archive = 3\n") + &row("feed-news", "archive = \"month\"\n");
    site.write("feedwright.toml", &fewer);
    let run = site.feedwright(["build", "--prune", "--quiet"]).exits(0);
    assert!(run.stdout.contains("removed    _site/feed-3.xml"), "{run:?}");
    assert!(!site.path().join("_site/feed-3.xml").exists() && site.path().join("_site/feed-2.xml").exists());
}

#[test]
fn why_names_the_document_of_a_post() {
    let site = site("[[feeds]]\npath = \"feed.xml\"\nlimit = 1\narchive = \"year\"\n", &YEARS);
    let run = site.feedwright(["why", "2022-03-01-sailing"]).exits(0);
    assert!(run.stdout.contains("not in feed.xml: the feed is limited to the 1 newest"), "{}", run.stdout);
    assert!(run.stdout.contains("in     feed-2022.xml: entry 2"), "{}", run.stdout);
    assert!(run.stdout.contains("not in feed-2023.xml: the feed or another document"), "{}", run.stdout);
}

#[test]
fn links_to_documents_and_old_paths_are_not_dead() {
    let site =
        site("[[feeds]]\npath = \"feed.xml\"\nlimit = 1\narchive = \"year\"\nalso = \"rss.xml\"\n", &YEARS);
    site.write(
        "_posts/2024-04-01-links.md",
        "---\ntitle: Links\n---\n[a](/feed-2022.xml) [b](/rss.xml) [c](/feed-2020.xml)\n",
    );
    let run = site.feedwright(["lint", "--only", "dead-link", "--format", "concise"]).exits(1);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("/feed-2020.xml"), "{}", run.stdout);
}

#[test]
fn a_complete_feed_declares_it() {
    let site = site("[[feeds]]\npath = \"feed.xml\"\nlimit = 0\ncomplete = true\n", &YEARS);
    assert!(feeds(&site)["feed.xml"].contains("<fh:complete"));
    site.feedwright(["lint", "_site/feed.xml"]).exits(0);
    for (keys, message) in [
        ("complete = true", "4:12: a feed with a limit does not have every entry; set `limit = 0`"),
        ("limit = 0\narchive = \"year\"", "5:11: `limit = 0` leaves no posts to an archive; set a `limit`"),
        ("archive = 0", "4:11: `archive = 0` leaves documents without entries"),
        ("archive = \"week\"", "4:11: "),
        ("archive = 9\ncomplete = true", "5:12: a feed with an `archive` does not have every entry itself"),
        ("hubs = \"hub.example\"", "4:8: `hub.example` is not the address of a hub"),
        ("also = \"{year}.xml\"", "4:8: `{year}` in `also` is not filled"),
        ("also = \"feed.xml\"", "two feeds are written to `feed.xml`"),
    ] {
        site.write("feedwright.toml", &format!("\n[[feeds]]\npath = \"feed.xml\"\n{keys}\n"));
        let run = site.feedwright(["build"]).exits(2);
        assert!(run.stderr.contains(message), "{keys}: {}", run.stderr);
    }
}

#[test]
fn old_paths_have_the_feed_with_its_new_address() {
    let rows = "[[feeds]]\npath = \"c/{category}.xml\"\neach = \"category\"\nalso = [\"old/{category}.rss\", \"{category}/index.xml\"]\nformat = \"rss\"\n";
    let site = site(rows, &[]);
    site.write("_posts/2024-01-02-a.md", "---\ntitle: A\ncategories: [Ropes and knots]\n---\nText.\n");
    let feeds = feeds(&site);
    assert_eq!(
        feeds.keys().collect::<Vec<_>>(),
        ["Ropes-and-knots/index.xml", "c/Ropes-and-knots.xml", "old/Ropes-and-knots.rss"]
    );
    assert!(feeds.values().all(|feed| *feed == feeds["c/Ropes-and-knots.xml"]));
    assert!(
        feeds["old/Ropes-and-knots.rss"]
            .contains("href=\"https://ferry.example/c/Ropes-and-knots.xml\" rel=\"self\"")
    );
    site.feedwright(["build", "--check"]).exits(0);
    fs::remove_file(site.path().join("_site/old/Ropes-and-knots.rss")).unwrap();
    let run = site.feedwright(["build", "--feed", "c/Ropes-and-knots"]).exits(0);
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
}

#[test]
fn hubs_of_the_site_are_in_every_feed_without_its_own() {
    let rows = "[site]\nhubs = [\"https://a.example/\", \"https://b.example/\"]\n[[feeds]]\npath = \"a.json\"\nformat = \"json\"\n\
        [[feeds]]\npath = \"b.xml\"\nhubs = [\"https://c.example/\"]\nformat = \"rss\"\n";
    let feeds = feeds(&site(rows, &YEARS));
    assert!(feeds["a.json"].contains("https://a.example/") && feeds["a.json"].contains("https://b.example/"));
    assert!(feeds["b.xml"].contains("<atom:link href=\"https://c.example/\" rel=\"hub\"/>"));
    assert!(!feeds["b.xml"].contains("a.example"));
}
