//! `feedwright build` on the sites that the repository brings: the same bytes always, and `--check` after it.

use std::fs;

use crate::cli::{TestSite, feedwright, run};
use crate::golden;

#[test]
fn the_same_bytes_on_any_machine() {
    let site = TestSite::copy_of("site");
    site.feedwright(["build", "--output", "plain"]).exits(0);
    let environments: [&[(&str, &str)]; 4] = [
        &[("TZ", "Asia/Tokyo")],
        &[("LC_ALL", "C"), ("LANG", "tr_TR.UTF-8")],
        &[("RAYON_NUM_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "7"), ("TZ", "America/St_Johns")],
    ];
    for (number, environment) in environments.iter().enumerate() {
        let output = format!("again-{number}");
        let mut command = feedwright(["build", "--output", &output]);
        run(command.current_dir(site.path()).envs(environment.iter().copied())).exits(0);
        let files = site.files("plain");
        assert_eq!(files, site.files(&output));
        for file in files {
            let same = site.read(&format!("plain/{file}")) == site.read(&format!("{output}/{file}"));
            assert!(same, "{file} differs with {environment:?}");
        }
    }
}

#[test]
fn every_feed_of_the_configuration_is_written() {
    let site = TestSite::copy_of("site");
    site.feedwright(["build"]).exits(0);
    let feeds =
        ["feed.xml", "feed/announcements.xml", "feed/articles.xml", "feed/releases.xml", "feed/security.xml"];
    let written = site.files("_site");
    assert_eq!(written[..5], feeds, "{written:?}");
    assert_eq!(written[5..], ["feed/talks.xml"]);

    let plain = TestSite::copy_of("plain");
    plain.feedwright(["build"]).exits(0);
    let feeds = ["2022/feed.xml", "2023/feed.xml", "2024/feed.xml", "counts.json", "counts.xml", "feed.xml"];
    assert_eq!(plain.files("public"), feeds);
}

#[test]
fn check_is_silent_after_a_build_and_names_what_changed() {
    let site = TestSite::copy_of("site");
    let missing = site.feedwright(["build", "--check"]).exits(1);
    assert!(missing.stdout.contains("feed/talks.xml"), "{}", missing.stdout);
    site.feedwright(["build"]).exits(0);
    site.feedwright(["build", "--check"]).exits(0);

    let post = "talks/_posts/2021-08-10-podcast.md";
    let text = site.read(post).replace("things that should be boring", "things that are not");
    site.write(post, &text);
    let changed = site.feedwright(["build", "--check"]).exits(1);
    assert!(
        changed.stdout.contains("https://www.wherry-os.example/news/2021/08/10/podcast/"),
        "{}",
        changed.stdout
    );
    assert!(changed.stdout.contains("title"), "{}", changed.stdout);
    assert!(!changed.stdout.contains("feed/releases.xml"), "{}", changed.stdout);
}

#[test]
fn what_would_not_change_is_not_touched() {
    let site = TestSite::copy_of("site");
    site.feedwright(["build"]).exits(0);
    let feed = site.path().join("_site/feed.xml");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&feed).unwrap().set_modified(long_ago).unwrap();
    site.feedwright(["build"]).exits(0);
    assert_eq!(fs::metadata(&feed).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn one_feed_alone() {
    let site = TestSite::copy_of("plain");
    site.feedwright(["build", "--feed", "all"]).exits(0);
    assert_eq!(site.files("public"), ["feed.xml"]);
    let mistyped = site.feedwright(["build", "--feed", "al"]).exits(2);
    assert!(mistyped.stderr.contains("did you mean `all`"), "{}", mistyped.stderr);
}

#[test]
fn a_post_may_ask_for_its_summary_alone() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntitle: T\ntime: 2024-06-01\n"),
        ("_posts/2024-01-02-a.md", "---\ntitle: A\nfeed: {excerpt_only: true}\n---\n\nFirst.\n\nSecond.\n"),
        ("_posts/2024-01-03-b.md", "---\ntitle: B\n---\n\nFirst.\n\nThird.\n"),
    ]);
    site.feedwright(["build"]).exits(0);
    let feed = site.read("_site/feed.xml");
    assert!(feed.contains("Third.") && !feed.contains("Second."), "{feed}");
    assert_eq!(feed.matches("First.").count(), 3);
}

#[test]
fn the_feeds_of_the_fixture_sites() {
    for (fixture, output) in [("site", "_site"), ("plain", "public")] {
        let site = TestSite::copy_of(fixture);
        site.feedwright(["build"]).exits(0);
        for file in site.files(output) {
            golden::check(&format!("{fixture}-expected/{file}"), &site.read(&format!("{output}/{file}")));
        }
    }
}

#[test]
fn why_finds_the_site_that_a_post_is_in() {
    let post = "fixtures/site/talks/_posts/2021-08-10-podcast.md";
    let outcome = run(feedwright(["why", post]).current_dir(env!("CARGO_MANIFEST_DIR"))).exits(0);
    assert!(outcome.stdout.contains("in     feed/talks.xml: entry"), "{}", outcome.stdout);
}
