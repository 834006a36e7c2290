//! Feeds that are asked for and cannot come: `each` without values, and paths that some disks cannot tell apart.

use crate::cli::TestSite;

const CONFIG: &str = "url: https://wherry.example\ntitle: Wherry\n";

fn warning(config: &str, post: &str, row: &str) -> (String, Vec<String>) {
    let site = TestSite::new(&[("_config.yml", &format!("{CONFIG}{config}")), ("feedwright.toml", row)]);
    if !post.is_empty() {
        site.write("_posts/2024-01-01-one.md", post);
    }
    let built = site.feedwright(["build", "--output", "out"]).exits(0);
    (built.stderr, site.files("."))
}

#[test]
fn each_without_values_is_reported() {
    let tagged = "---\ntitle: One\ntags: [a]\n---\nText.\n";
    let cases = [
        ("category", tagged, "no post has a category; posts have tags: write `each = \"tag\"`"),
        ("author", tagged, "no post has an author"),
        ("language", tagged, "no post has a language"),
        ("tag", "---\ntitle: One\n---\nText.\n", "no post has a tag"),
        (
            "tag",
            "---\ntitle: One\ncategory: a\n---\nText.\n",
            "no post has a tag; posts have categories: write `each = \"category\"`",
        ),
        ("tag", "---\ntitle: One\ntags: [a]\npublished: false\n---\nText.\n", "no post is published"),
        ("year", "", "the site has no posts"),
    ];
    for (each, post, reason) in cases {
        let row = format!(
            "[[feeds]]\npath = \"feed.xml\"\n[[feeds]]\npath = \"{{{each}}}.xml\"\neach = \"{each}\"\n"
        );
        let (words, files) = warning("", post, &row);
        let expected =
            format!("warning: feedwright.toml:5:8: `each = \"{each}\"` writes no feed: {reason}\n");
        assert!(words.contains(&expected), "{words}");
        assert!(files.contains(&"out/feed.xml".to_owned()));
    }
    // Another feed is asked for.
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", "[[feeds]]\npath = \"a.xml\"\n[[feeds]]\npath = \"{tag}.xml\"\neach = \"tag\"\n"),
        ("_posts/2024-01-01-one.md", "---\ntitle: One\n---\nText.\n"),
    ]);
    assert_eq!(site.feedwright(["build", "--feed", "a"]).exits(0).stderr, "");
}

#[test]
fn no_two_names_differ_in_case_alone() {
    let row = "[[feeds]]\npath = \"{category}.xml\"\neach = \"category\"\n";
    let post = "---\ntitle: One\ncategories: [news, News, NEWS, \"News!\"]\n---\nText.\n";
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", row),
        ("_posts/2023-01-01-first.md", "---\ntitle: First\ncategories: news\n---\nText.\n"),
        ("_posts/2024-01-01-one.md", post),
    ]);
    let words = site.feedwright(["build", "--output", "out"]).exits(0).stderr;
    let files = site.files(".");
    assert!(!words.contains("differ in case"), "{words}");
    assert!(words.contains("`News` and `news` would have one file name: the feed of `News` is written to"));
    let mut names: Vec<String> = files.iter().map(|file| file.to_lowercase()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), files.len(), "{files:?}");
    assert!(files.contains(&"out/news.xml".to_owned()) && files.contains(&"out/NEWS-2.xml".to_owned()));
}

#[test]
fn paths_that_differ_in_case_alone_are_reported() {
    let post = "---\ntitle: One\ncategories: [news, News]\n---\nText.\n";
    let (words, files) = warning("feed:\n  categories: [news, News, other]\n", post, "");
    let expected =
        "warning: `feed/News.xml` and `feed/news.xml` differ in case alone, so they are one file on";
    assert!(words.contains(expected), "{words}");
    assert_eq!(files.iter().filter(|file| file.to_lowercase() == "out/feed/news.xml").count(), 2);
    let rows = "[[feeds]]\npath = \"ä.xml\"\n[[feeds]]\npath = \"Ä.xml\"\n[[feeds]]\npath = \"b.xml\"\n";
    let (words, _) = warning("", post, rows);
    assert_eq!(words.matches("differ in case alone").count(), 1, "{words}");
}
