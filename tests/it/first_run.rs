//! The first run on a site that has no configuration of ours: where its URL comes from, its own feed, `init`.

use crate::cli::TestSite;

#[test]
fn url_comes_from_files_of_the_host() {
    let site = TestSite::copy_of("own-feed");
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("the site has no URL"), "{run:?}");
}

#[test]
fn own_feed_is_not_overwritten() {
    let site = TestSite::copy_of("own-feed");
    let run = site.feedwright(["build", "--url", "https://www.lockkeeper.example"]).exits(0);
    assert_eq!(run.stderr, "note: no feed is written to `feed.xml`: the site has a file of its own there\n");
    assert!(!site.path().join("_site").exists());
}

#[test]
fn init_writes_live_rows() {
    let site = TestSite::copy_of("own-feed");
    let text = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(text.contains("\n# [[feeds]]\n") && !text.contains("\n[[feeds]]\n"), "{text}");
}

#[test]
fn every_command_finds_the_site_above() {
    let site = TestSite::copy_of("own-feed");
    let folder = site.path().join("_posts");
    let run = crate::cli::run(crate::cli::feedwright(["list"]).current_dir(folder)).exits(0);
    assert!(run.stdout.contains("  2024-06-25-summer.md  "), "{run:?}");
}
