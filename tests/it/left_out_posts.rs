//! Posts that no feed holds although their authors meant it: no date, or a form that is not read.

use crate::cli::{Run, TestSite};

const PLAIN: (&str, &str) = ("feedwright.toml", "[site]\nurl = \"https://e.example\"\ntitle = \"T\"\n");
const DATED: (&str, &str) = ("posts/good.md", "---\ntitle: Good\ndate: 2024-01-02\n---\n\nA good post.\n");

/// Builds a plain site of one good post and one other file.
#[track_caller]
fn beside_a_good_post(path: &str, text: &str) -> (TestSite, Run) {
    let site = TestSite::new(&[PLAIN, DATED, (path, text)]);
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    let feed = site.read("out/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    (site, run)
}

#[test]
fn a_post_without_a_date_vanishes_in_silence() {
    let (site, run) = beside_a_good_post("posts/a.md", "---\ntitle: A\npubDate: 2024-01-01\n---\n\nText.\n");
    assert_eq!(run.stderr, "");
    site.feedwright(["build", "--strict", "--output", "out"]).exits(0);
    let run = site.feedwright(["lint"]).exits(0);
    assert!(!run.stdout.contains("posts/a.md"), "{}", run.stdout);
    let run = site.feedwright(["why", "posts/a.md"]).exits(0);
    assert!(run.stdout.contains("--now"), "{}", run.stdout);
}

#[test]
fn files_that_look_like_posts_vanish_in_silence() {
    for (path, text) in [
        ("posts/json.md", "{\n  \"title\": \"A\",\n  \"date\": \"2024-01-01\"\n}\n\nText.\n"),
        ("posts/a.mdx", "---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n"),
        ("posts/head.md", "Title: A\nDate: 2024-01-01\n\nText.\n"),
        ("posts/2024-07-01 Daily.md", "Text.\n"),
        ("posts/late.md", "\n---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n"),
    ] {
        let (_, run) = beside_a_good_post(path, text);
        assert_eq!(run.stderr, "", "{path}");
    }
}
