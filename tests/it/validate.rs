//! `feedwright build --validate`: a feed with an error is not written, and the post that caused it is named.

use crate::cli::{TestSite, feedwright, run};

#[test]
fn the_fixture_site_is_valid() {
    let site = TestSite::copy_of("site");
    run(feedwright(["build", "--validate"]).current_dir(site.path())).exits(0);
    assert!(site.path().join("_site/feed.xml").is_file());
}

#[test]
fn a_feed_with_an_error_stays_as_it_was() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\ntitle: Wherry\n"),
        ("_posts/2024-01-01-good.md", "---\ntitle: Good\n---\nText.\n"),
        ("_posts/2024-01-02-bad.md", "---\ntitle: Bad\nimage: 'http://[bad/x.png'\n---\nText.\n"),
        ("_site/feed.xml", "the old feed"),
    ]);
    let outcome = run(feedwright(["build", "--validate"]).current_dir(site.path())).exits(1);
    assert!(outcome.stderr.contains("(from _posts/2024-01-02-bad.md)"), "{}", outcome.stderr);
    assert_eq!(site.read("_site/feed.xml"), "the old feed");
    run(feedwright(["build", "--validate", "--allow-invalid"]).current_dir(site.path())).exits(0);
    assert!(site.read("_site/feed.xml").contains("<title type=\"html\">Bad</title>"));
}
