//! `where` and `exclude-where`: keys that a post lacks, and what `build` and `why` print of them.

use crate::cli::{Run, TestSite};

const CONFIG: &str = "url: https://wherry.example\ntitle: Wherry\n";

/// Three posts: one with `rss: false` and more keys, one with `rss: true`, one without any.
fn site(row: &str) -> TestSite {
    TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", &format!("[[feeds]]\npath = \"feed.xml\"\n{row}\n")),
        (
            "_posts/2024-01-01-plain.md",
            "---\ntitle: Plain\nrss: false\nrating: 2\nlinks:\n  - {name: a, url: /a/}\n  - {name: b}\nat: {place: Ely}\n---\nText.\n",
        ),
        ("_posts/2024-01-02-told.md", "---\ntitle: Told\nrss: true\nrating: 5\nat: Ely\n---\nText.\n"),
        ("_posts/2024-01-03-bare.md", "---\ntitle: Bare\n---\nText.\n"),
    ])
}

fn titles(site: &TestSite) -> Vec<&'static str> {
    let feed = site.read("_site/feed.xml");
    ["Bare", "Told", "Plain"]
        .into_iter()
        .filter(|title| feed.contains(&format!("<title type=\"html\">{title}<")))
        .collect()
}

fn build(row: &str) -> (Run, Vec<&'static str>) {
    let site = site(row);
    let run = site.feedwright(["build"]).exits(0);
    let titles = titles(&site);
    (run, titles)
}

#[test]
fn missing_key_is_null_in_an_expression() {
    let all = ["Bare", "Told", "Plain"];
    for (expression, expected) in [
        ("post.data.rss != false", &["Bare", "Told"][..]),
        ("post.data.rss == false", &["Plain"]),
        ("post.data.rss == null", &["Bare"]),
        ("post.data.rss", &["Told"]),
        ("post.data[\"rss\"] != false", &["Bare", "Told"]),
        ("has(post.data.rss)", &["Told", "Plain"]),
        ("!has(post.data.rss) || post.data.rss", &["Bare", "Told"]),
        ("\"rss\" in post.data", &["Told", "Plain"]),
        ("post.data.at.place != \"Ely\"", &["Bare", "Told"]),
        ("has(post.data.at.place)", &["Plain"]),
        ("post.data.rating == null || post.data.rating > 3", &["Bare", "Told"]),
        ("post.data.links == null || post.data.links.all(l, l.url != \"/a/\")", &["Bare", "Told"]),
        ("post.data.links != null && post.data.links.all(l, l.url != \"/c/\")", &["Plain"]),
        ("post.data.links != null && post.data.links.exists(l, !has(l.url))", &["Plain"]),
        ("post.data.links != null && post.data.links[1].url == null", &["Plain"]),
        ("post.language == null && post.redirect == null", &all),
    ] {
        let (run, titles) = build(&format!("where = '{expression}'"));
        assert_eq!(titles, expected, "{expression}");
        assert_eq!(run.stderr, "", "{expression}");
    }
}

#[test]
fn exclude_where_is_the_twin_of_where() {
    for (expression, expected) in [
        ("post.data.rss == false", &["Bare", "Told"][..]),
        ("post.data.rating < 3", &["Bare", "Told"]),
        ("post.data.rss", &["Bare", "Plain"]),
    ] {
        let (run, titles) = build(&format!("exclude-where = '{expression}'"));
        assert_eq!(titles, expected, "{expression}");
        assert_eq!(run.stderr, "", "{expression}");
    }
    let site = site("exclude-where = 'post.data.rss == false'");
    let why = site.feedwright(["why", "plain"]).exits(0);
    assert!(why.stdout.contains("not in feed.xml: `exclude-where` is true for it"), "{why:?}");
    let wrong = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", "[[feeds]]\nexclude-where = \"post.title\"\n"),
        ("_posts/2024-01-01-plain.md", "---\ntitle: Plain\n---\nText.\n"),
    ]);
    let wrong = wrong.feedwright(["build"]).exits(2);
    assert!(
        wrong.stderr.starts_with("error: feedwright.toml:2:17: `exclude-where` gives String"),
        "{wrong:?}"
    );
}

#[test]
fn key_that_an_operator_needs_is_named() {
    let row = "where = 'post.data.rating > 1'";
    let (run, titles) = build(row);
    assert_eq!(titles, ["Told", "Plain"]);
    let note = "the feed `feed.xml`: `where` cannot be evaluated for _posts/2024-01-03-bare.md, which has no \
                `post.data.rating`; test for `null` first: `post.data.rating != null && …`\n";
    assert!(run.stderr.ends_with(note), "{}", run.stderr);
    let why = site(row).feedwright(["why", "bare"]).exits(0);
    let reason = "not in feed.xml: `where` cannot be evaluated for it, because it has no `post.data.rating`";
    assert!(why.stdout.contains(reason), "{why:?}");
}

#[test]
fn feed_takes_exclude_where_too() {
    let site = site("");
    let feed = site.feedwright(["feed", "--exclude-where", "post.data.rating == 2"]).exits(0);
    assert_eq!(feed.stdout.matches("<entry>").count(), 2, "{feed:?}");
    assert!(feed.stdout.contains("feed/not-where-"), "{feed:?}");
}
