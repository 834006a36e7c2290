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
    for arguments in [["build", "--quiet"], ["build", "--validate"], ["build", "--check"]] {
        let outcome = run(feedwright(arguments).current_dir(site.path())).exits(1);
        assert!(outcome.stderr.contains("_posts/2024-01-02-bad.md:3:8: "), "{}", outcome.stderr);
        assert_eq!(site.read("_site/feed.xml"), "the old feed");
    }
    for arguments in [["build", "--allow-invalid", "--quiet"], ["build", "--validate", "--allow-invalid"]] {
        run(feedwright(arguments).current_dir(site.path())).exits(0);
        assert!(site.read("_site/feed.xml").contains("<title type=\"html\">Bad</title>"));
    }
}

#[test]
fn one_feed_with_an_error_is_not_written_either() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\ntitle: Wherry\n"),
        ("_posts/2024-01-02-bad.md", "---\ntitle: Bad\nimage: 'http://[bad/x.png'\n---\nText.\n"),
        ("out.xml", "the old feed"),
    ]);
    for output in ["out.xml", "-"] {
        let outcome = site.feedwright(["feed", "--output", output]).exits(1);
        assert!(outcome.stderr.contains("_posts/2024-01-02-bad.md:3:8: "), "{}", outcome.stderr);
        assert_eq!((outcome.stdout.as_str(), site.read("out.xml").as_str()), ("", "the old feed"));
    }
    site.feedwright(["feed", "--output", "out.xml", "--allow-invalid"]).exits(0);
    assert!(site.read("out.xml").contains("<title type=\"html\">Bad</title>"));
}

#[test]
fn two_entries_with_one_id_stop_the_feeds_that_hold_both() {
    let post = |title: &str| format!("---\ntitle: {title}\npermalink: /same/\nslug: same\n---\nText.\n");
    let feeds = "[[feeds]]\nname = \"all\"\npath = \"all.{format}\"\nformat = [\"atom\", \"rss\", \"json\"]\n\
                 [[feeds]]\nname = \"one\"\npath = \"one.rss\"\nformat = \"rss\"\npaths = \"_posts/*-one.md\"\n";
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\ntitle: Wherry\n"),
        ("feedwright.toml", feeds),
        ("_posts/2024-01-01-one.md", &post("one")),
        ("_posts/2024-01-01-two.md", &post("two")),
    ]);
    let outcome = run(feedwright(["build"]).current_dir(site.path())).exits(1);
    assert!(outcome.stderr.contains("another post of the feed has the id"), "{}", outcome.stderr);
    assert_eq!(site.files("_site"), ["all.atom", "all.json", "one.rss"]);
    run(feedwright(["build", "--allow-invalid"]).current_dir(site.path())).exits(0);
    let said = site
        .feedwright(["lint", "--quiet", "--format", "concise", "_site/all.rss", "_site/all.json"])
        .exits(1);
    assert_eq!(said.stdout.lines().filter(|line| line.contains(" error ")).count(), 2, "{}", said.stdout);
}

#[test]
fn a_site_whose_url_is_none_has_no_feed() {
    let site = TestSite::new(&[
        ("_config.yml", "url: wherry.example\ntitle: Wherry\n"),
        ("_posts/2024-01-01-one.md", "---\ntitle: One\n---\nText.\n"),
    ]);
    let outcome = run(feedwright(["build"]).current_dir(site.path())).exits(2);
    assert!(outcome.stderr.contains("`wherry.example` is not a site URL"), "{}", outcome.stderr);
    assert_eq!(site.files("."), ["_config.yml", "_posts/2024-01-01-one.md"]);
}
