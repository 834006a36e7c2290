//! Feeds that the configuration wrote before and plans no more.

use std::fs;

use crate::cli::TestSite;

#[test]
fn the_feed_of_a_vanished_category_stays_unnoticed() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\ntitle: T\n"),
        ("feedwright.toml", "[[feeds]]\neach = \"category\"\npath = \"feed/{category}.xml\"\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\ncategories: [news]\n---\nT.\n"),
        ("_posts/2024-01-03-b.md", "---\ntitle: B\ncategories: [gone]\n---\nT.\n"),
    ]);
    site.feedwright(["build", "--output", "out"]).exits(0);
    fs::remove_file(site.path().join("_posts/2024-01-03-b.md")).unwrap();
    site.feedwright(["build", "--output", "out", "--check"]).exits(0);
    assert!(site.path().join("out/feed/gone.xml").exists());
}
