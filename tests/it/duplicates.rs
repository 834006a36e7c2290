//! Two entries with one id: what is written and reported, and one post that is reached by two paths.

use crate::cli::{Run, TestSite, feedwright, run};

const CONFIG: &str = "url: https://wherry.example\ntitle: Wherry\n";
const FEEDS: &str = "[[feeds]]\npath = \"feed.{format}\"\nformat = [\"atom\", \"rss\", \"json\"]\n";

fn post(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\n{more}---\nText.\n")
}

/// Two posts at two places with one id.
fn site() -> TestSite {
    TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", FEEDS),
        ("_posts/2024-01-01-one.md", &post("One", "permalink: /c/one/\nslug: s\n")),
        ("_posts/2024-01-02-two.md", &post("Two", "permalink: /c/two/\nslug: s\n")),
    ])
}

fn run_in(site: &TestSite, arguments: &[&str]) -> Run {
    run(feedwright([]).args(arguments).current_dir(site.path()))
}

#[test]
fn two_entries_with_one_id_are_written_with_a_warning() {
    let site = site();
    let outcome = site.feedwright(["build"]).exits(0);
    let said = "warning: _posts/2024-01-02-two.md:4:7: another post of the feed has the id \
                `https://wherry.example/c/s`: _posts/2024-01-01-one.md\n  help: most readers show only one of the two, \
                or replace one by the other: give this post another `slug` or folder\n";
    assert_eq!(outcome.stderr, said);
    assert_eq!(site.files("_site"), ["feed.atom", "feed.json", "feed.rss"]);
    assert_eq!(site.read("_site/feed.atom").matches("<id>https://wherry.example/c/s</id>").count(), 2);
    assert_eq!(site.read("_site/feed.json").matches("\"id\":\"https://wherry.example/c/s\"").count(), 2);
    let outcome = site.feedwright(["build", "--check"]).exits(0);
    assert_eq!(outcome.stderr, said);
}

#[test]
fn strict_and_validate_leave_the_feed_with_one_id_twice() {
    let site = site();
    for arguments in [&["build", "--strict"][..], &["build", "--validate"], &["build", "--check", "--strict"]]
    {
        for file in ["_site/feed.atom", "_site/feed.json"] {
            site.write(file, "the old feed");
        }
        let outcome = run_in(&site, arguments).exits(1);
        let said = "error: _posts/2024-01-02-two.md:4:7: another post of the feed has the id";
        assert_eq!(outcome.stderr.matches(said).count(), 1, "{}", outcome.stderr);
        assert_eq!(
            outcome.stderr.matches("not written, since it would have an error").count(),
            2,
            "{}",
            outcome.stderr
        );
        for file in ["_site/feed.atom", "_site/feed.json"] {
            assert_eq!(site.read(file), "the old feed");
        }
    }
    run_in(&site, &["build", "--validate", "--allow-invalid"]).exits(0);
    assert_eq!(site.read("_site/feed.atom").matches("<entry").count(), 2);
}

#[test]
fn one_feed_with_one_id_twice_is_as_strict_as_a_build() {
    let site = site();
    for format in ["atom", "json"] {
        site.write("f", "the old feed");
        let arguments = ["feed", "--format", format, "--output", "f"];
        for more in ["--strict", "--validate"] {
            let outcome = run_in(&site, &[&arguments[..], &[more]].concat()).exits(1);
            assert!(
                outcome.stderr.contains("f: not written, since it would have an error"),
                "{}",
                outcome.stderr
            );
            assert_eq!(site.read("f"), "the old feed");
            let shown = run_in(&site, &["feed", "--format", format, more]).exits(1);
            assert_eq!(shown.stdout, "");
        }
        let outcome = run_in(&site, &arguments).exits(0);
        assert!(outcome.stderr.starts_with("warning: _posts/2024-01-02-two.md:4:7: "), "{}", outcome.stderr);
        assert_ne!(site.read("f"), "the old feed");
    }
}

#[test]
fn feed_strict_stops_at_a_post_that_cannot_be_read() {
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("_posts/2024-01-01-one.md", &post("One", "")),
        ("_posts/2024-01-02-two.md", &post("[Two", "")),
    ]);
    site.feedwright(["feed", "--output", "f"]).exits(0);
    site.feedwright(["feed", "--output", "f", "--strict"]).exits(1);
    site.feedwright(["feed", "--output", "f", "--validate"]).exits(0);
}

#[test]
fn rss_with_one_guid_twice_is_not_written() {
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", FEEDS),
        ("_posts/2024-01-01-one.md", &post("One", "permalink: /c/\nslug: one\n")),
        ("_posts/2024-01-02-two.md", &post("Two", "permalink: /c/\nslug: two\n")),
    ]);
    let outcome = site.feedwright(["build"]).exits(1);
    assert!(outcome.stderr.contains("or set `guid = \"id\"` for the feed"), "{}", outcome.stderr);
    assert_eq!(site.files("_site"), ["feed.atom", "feed.json"]);
    site.write("feedwright.toml", &format!("{FEEDS}guid = \"id\"\n"));
    let outcome = site.feedwright(["build", "--strict"]).exits(0);
    assert_eq!(outcome.stderr, "");
}

#[test]
fn names_that_differ_in_their_unicode_form_are_reported() {
    let (composed, decomposed) = ("_posts/2024-01-01-caf\u{e9}.md", "_posts/2024-01-01-cafe\u{301}.md");
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        (composed, &post("One", "permalink: /c/one/\n")),
        (decomposed, &post("Two", "permalink: /c/two/\n")),
    ]);
    let outcome = site.feedwright(["build"]).exits(0);
    assert!(outcome.stderr.contains("another post of the feed has the id"), "{}", outcome.stderr);
    site.feedwright(["build", "--validate"]).exits(1);
}

#[cfg(unix)]
#[test]
fn a_post_reached_by_two_paths_is_in_a_feed_once() {
    use std::os::unix::fs::symlink;
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", &format!("{FEEDS}limit = 2\n")),
        ("_posts/2024/2024-01-01-one.md", &post("One", "")),
        ("_posts/2024/2024-01-02-two.md", &post("Two", "")),
    ]);
    symlink("2024", site.path().join("_posts/latest")).unwrap();
    symlink("2024/2024-01-01-one.md", site.path().join("_posts/2024-01-01-one.md")).unwrap();
    let outcome = site.feedwright(["build", "--validate", "--strict"]).exits(0);
    assert_eq!(outcome.stderr, "");
    for (file, entry) in [("feed.atom", "<entry"), ("feed.rss", "<item>"), ("feed.json", "\"id\":")] {
        assert_eq!(site.read(&format!("_site/{file}")).matches(entry).count(), 2, "{file}");
    }
    let outcome = site.feedwright(["why", "_posts/latest/2024-01-02-two.md"]).exits(0);
    assert!(outcome.stdout.contains("in     feed.atom, feed.rss, feed.json: entry 1"), "{}", outcome.stdout);
    // A copy at the same place is no other post.
    site.write("_posts/copy/2024-01-02-two.md", &post("Two", ""));
    site.feedwright(["build", "--validate", "--strict"]).exits(0);
    assert_eq!(site.read("_site/feed.rss").matches("<item>").count(), 2);
    let outcome = site.feedwright(["why", "_posts/copy/2024-01-02-two.md"]).exits(0);
    assert!(
        outcome.stdout.contains("it is the same post as _posts/2024/2024-01-02-two.md"),
        "{}",
        outcome.stdout
    );
    // Files with the same words at two places are two posts, and two files at one place with other words are two as well.
    site.write("_posts/2024-01-02-three.md", &post("Two", ""));
    site.feedwright(["build", "--strict"]).exits(0);
    assert!(site.read("_site/feed.rss").contains("/three.html"));
    std::fs::remove_file(site.path().join("_posts/2024-01-02-three.md")).unwrap();
    site.write("_posts/copy/2024-01-02-two.md", &post("Two", "author: Ann\n"));
    site.feedwright(["build"]).exits(1);
}

#[cfg(unix)]
#[test]
fn finds_once_what_a_symlink_leads_to_again() {
    use std::os::unix::fs::symlink;
    let site = TestSite::new(&[
        ("_config.yml", &format!("{CONFIG}plugins: [jekyll-redirect-from]\n")),
        ("docs/a.md", "---\ntitle: A\nredirect_from: /old/\n---\n[a](/gone-a/)\n"),
        ("docs/b.md", "---\ntitle: B\npermalink: /b/\n---\n[b](/gone-b/)\n"),
        ("_posts/2024-01-01-one.md", "---\ntitle: One\n---\n[c](/gone-c/) [d](/latest/a.html)\n"),
    ]);
    symlink("docs", site.path().join("latest")).unwrap();
    symlink("docs/b.md", site.path().join("second.md")).unwrap();
    // It leads out of the site: its findings are shown where they are found.
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("c.md"), "---\ntitle: C\n---\n[e](/gone-e/)\n").unwrap();
    symlink(outside.path(), site.path().join("outside")).unwrap();
    let found = site.feedwright(["lint", "--format", "concise"]).exits(1).stdout;
    for name in ["gone-a", "gone-b", "gone-c", "gone-e"] {
        assert_eq!(found.matches(name).count(), 1, "{name}: {found}");
    }
    assert!(!found.contains("invalid-redirect") && !found.contains("duplicate-url"), "{found}");
    assert!(!found.contains("`/latest/a.html`") && !found.contains("latest/a.md:"), "{found}");
    // Two files that claim one place are still two.
    site.write("docs/c.md", "---\ntitle: C\nredirect_from: /old/\n---\nC.\n");
    let found = site.feedwright(["lint", "--format", "concise"]).exits(1).stdout;
    assert_eq!(found.matches("invalid-redirect").count(), 1, "{found}");
}

#[test]
fn feed_reads_the_other_collections_once() {
    let site = TestSite::new(&[
        (
            "_config.yml",
            &format!("{CONFIG}collections:\n  docs:\n    output: true\n  notes:\n    output: true\n"),
        ),
        ("_docs/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n{{ site.notes | size }} notes\n"),
        ("_notes/n.md", "---\ntitle: N\n---\nText.\n"),
    ]);
    let outcome = site.feedwright(["feed", "--collection", "docs"]).exits(0);
    assert!(outcome.stdout.contains("1 notes"), "{}", outcome.stdout);
}
