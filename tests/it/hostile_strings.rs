//! Strings of a site that a terminal or a service that reads logs would obey.

use crate::cli::TestSite;

#[test]
fn a_title_begins_a_line_of_its_own() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\n"),
        ("_posts/2024-01-03-bad.md", "---\ntitle: \"bad\\n::stop-commands::x\"\n---\nText.\n"),
    ]);
    let listed = site.feedwright(["list"]).exits(0);
    assert!(listed.stdout.contains("\n::stop-commands::x  "), "{listed:?}");
}

#[test]
fn diff_calls_a_migration_that_loses_every_entry_a_success() {
    let feed = |number: &str| {
        format!(
            "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"T\", \"items\": [{{\"id\": \"{number}\", \
             \"url\": \"https://a.example/{number}\", \"title\": \"One\", \"date_published\": \"2024-01-01T00:00:00Z\"}}]}}"
        )
    };
    let site = TestSite::new(&[("old.json", &feed("1")), ("new.json", &feed("2"))]);
    site.feedwright(["diff", "old.json", "new.json"]).exits(0);
}
