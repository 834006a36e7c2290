//! A feed that held entries and would hold none: each way to get there, and what `build` and `feed` make of it.

use crate::cli::{Run, TestSite, feedwright, run};

const CONFIG: &str = "url: https://wherry.example\ntitle: Wherry\n";
const PLAIN: &str =
    "[site]\nurl = \"https://wherry.example\"\noutput = \"_site\"\n[posts]\nfolders = [\"posts\"]\n";
const FEEDS: &str = "[[feeds]]\npath = \"feed.xml\"\n";
const POST: &str = "---\ntitle: One\n---\nText.\n";

/// A way to lose the only post: files of the site, then the files that change; an empty text removes the file.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    (
        "broken front matter",
        &[("_config.yml", CONFIG), ("_posts/2024-01-01-one.md", POST)],
        &[("_posts/2024-01-01-one.md", "---\ntitle: [One\n---\nText.\n")],
    ),
    (
        "the folder was renamed",
        &[("_config.yml", CONFIG), ("_posts/2024-01-01-one.md", POST)],
        &[("_posts/2024-01-01-one.md", ""), ("_post/2024-01-01-one.md", POST)],
    ),
    (
        "the category was misspelt",
        &[
            ("_config.yml", CONFIG),
            ("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\ncategories = \"news\"\n"),
            ("_posts/2024-01-01-one.md", "---\ntitle: One\ncategory: news\n---\nText.\n"),
        ],
        &[("_posts/2024-01-01-one.md", "---\ntitle: One\ncategroy: news\n---\nText.\n")],
    ),
    (
        "the date's key is not known",
        &[("feedwright.toml", PLAIN), ("posts/one.md", "---\ntitle: One\ndate: 2024-01-01\n---\nText.\n")],
        &[("posts/one.md", "---\ntitle: One\ndaet: 2024-01-01\n---\nText.\n")],
    ),
    (
        "`where` is true for no post",
        &[("_config.yml", CONFIG), ("feedwright.toml", FEEDS), ("_posts/2024-01-01-one.md", POST)],
        &[("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nwhere = 'post.title == \"Two\"'\n")],
    ),
    (
        "the post is a draft now",
        &[("_config.yml", CONFIG), ("_posts/2024-01-01-one.md", POST)],
        &[("_posts/2024-01-01-one.md", "---\ntitle: One\npublished: false\n---\nText.\n")],
    ),
];

/// The site of a case after a first build, its files changed.
fn changed((name, before, after): &Case) -> TestSite {
    let site = TestSite::new(before);
    site.feedwright(["build"]).exits(0);
    assert!(site.read("_site/feed.xml").contains("<entry"), "{name}");
    for (path, text) in *after {
        if text.is_empty() {
            std::fs::remove_file(site.path().join(path)).unwrap();
        } else {
            site.write(path, text);
        }
    }
    site
}

fn holds_entries(site: &TestSite, path: &str) -> bool {
    site.read(path).contains("<entry")
}

/// The reasons printed for an empty feed, in the order of [`CASES`].
const REASONS: [&str; 6] = [
    "_posts/2024-01-01-one.md cannot be read; the site has no posts",
    "the site has no posts",
    "no post has the category `news`",
    "posts/one.md is not in it: it has no date",
    "_posts/2024-01-01-one.md is not in it: `where` is not true for it",
    "_posts/2024-01-01-one.md is not in it: its front matter has `published: false`",
];

fn site_run(site: &TestSite, arguments: &[&str]) -> Run {
    run(feedwright([]).args(arguments).current_dir(site.path()))
}

#[cfg_attr(not(feature = "where"), ignore = "the cases have `where`")]
#[test]
fn a_feed_that_would_lose_all_entries_is_not_written() {
    for (case, reason) in CASES.iter().zip(REASONS) {
        for arguments in
            [&["build"][..], &["build", "--validate"], &["build", "--check"], &["build", "--quiet"]]
        {
            let site = changed(case);
            let old = site.read("_site/feed.xml");
            let outcome = site_run(&site, arguments).exits(1);
            let not = if arguments.contains(&"--check") { "would not be written" } else { "not written" };
            let wanted = format!("_site/feed.xml: {not}: it would have no entries ({reason}");
            assert!(outcome.stderr.contains(&wanted), "{}: {}", case.0, outcome.stderr);
            assert!(outcome.stderr.contains("and the old one has 1 entry"), "{}: {}", case.0, outcome.stderr);
            assert_eq!(site.read("_site/feed.xml"), old, "{}", case.0);
        }
    }
}

#[cfg_attr(not(feature = "where"), ignore = "the cases have `where`")]
#[test]
fn allow_empty_writes_a_feed_that_loses_all_entries() {
    for case in CASES {
        for arguments in [&["build", "--allow-empty"][..], &["build", "--validate", "--allow-empty"]] {
            let site = changed(case);
            site_run(&site, arguments).exits(0);
            assert!(!holds_entries(&site, "_site/feed.xml"), "{}", case.0);
            // What is empty on disk may be so again, and a new feed may begin without entries.
            site.feedwright(["build"]).exits(0);
            std::fs::remove_file(site.path().join("_site/feed.xml")).unwrap();
            site.feedwright(["build"]).exits(0);
        }
    }
}

#[test]
fn one_feed_that_would_lose_all_entries_is_not_written() {
    for format in ["atom", "rss", "json"] {
        let site = TestSite::new(&[("_config.yml", CONFIG), ("_posts/2024-01-01-one.md", POST)]);
        let arguments = ["feed", "--format", format, "--at", "f", "--output", "out/f"];
        site_run(&site, &arguments).exits(0);
        let old = site.read("out/f");
        site.write("_posts/2024-01-01-one.md", "---\ntitle: [One\n---\nText.\n");
        for more in [&[][..], &["--validate"], &["--strict"]] {
            let outcome = site_run(&site, &[&arguments[..], more].concat()).exits(1);
            assert!(
                outcome.stderr.contains("out/f: not written: it would have no entries"),
                "{}",
                outcome.stderr
            );
            assert_eq!(site.read("out/f"), old);
        }
        // To the terminal nothing is replaced.
        site_run(&site, &["feed", "--format", format]).exits(0);
        site_run(&site, &[&arguments[..], &["--allow-empty"]].concat()).exits(0);
        assert_ne!(site.read("out/f"), old);
        site_run(&site, &[&arguments[..], &["--strict", "--allow-empty"]].concat()).exits(1);
    }
}

#[test]
fn the_other_feeds_of_the_run_are_written() {
    let feeds = |tag: &str| {
        format!("[[feeds]]\npath = \"all.xml\"\n[[feeds]]\npath = \"tag.xml\"\ntags = \"{tag}\"\n")
    };
    let post = "---\ntitle: One\ntags: [a]\n---\nText.\n";
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", &feeds("a")),
        ("_posts/2024-01-01-one.md", post),
    ]);
    site.feedwright(["build"]).exits(0);
    site.write("feedwright.toml", &feeds("b"));
    site.write("_posts/2024-01-02-two.md", POST);
    let outcome = site.feedwright(["build"]).exits(1);
    assert!(outcome.stderr.contains("_site/tag.xml: not written"), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("_site/all.xml"), "{}", outcome.stdout);
    assert_eq!(site.read("_site/all.xml").matches("<entry").count(), 2);
    assert_eq!(site.read("_site/tag.xml").matches("<entry").count(), 1);
}

#[test]
fn an_old_file_that_is_no_feed_counts_as_full() {
    let site = TestSite::new(&[("_config.yml", CONFIG), ("_posts/readme.txt", "No post.")]);
    site.feedwright(["build"]).exits(0);
    let empty = site.read("_site/feed.xml");
    let torn = empty.replace("</feed>", "<entry><title>One</tit");
    let cases = [
        ("", 0),
        ("\n", 0),
        (empty.as_str(), 0),
        (r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Wherry", "items": []}"#, 0),
        ("<rss version=\"2.0\"><channel><title>Wherry</title></channel></rss>", 0),
        (torn.as_str(), 1),
        ("<!DOCTYPE html><p>Not found<br>", 1),
        ("<html><body><p>Not found</p></body></html>", 1),
        ("{\"items\": [", 1),
        (r#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}]}"#, 1),
        ("<rss version=\"2.0\"><channel><item><title>One</title></item></channel></rss>", 1),
    ];
    for (old, code) in cases {
        site.write("_site/feed.xml", old);
        site.feedwright(["build"]).exits(code);
        let stands = if code == 0 { &empty } else { old };
        assert_eq!(site.read("_site/feed.xml"), stands, "{old}");
    }
    site.feedwright(["build", "--allow-empty"]).exits(0);
    assert_eq!(site.read("_site/feed.xml"), empty);
}

#[test]
fn min_entries_holds_in_a_fresh_folder_too() {
    let feeds = "[[feeds]]\npath = \"feed.{ext}\"\nformat = [\"atom\", \"json\"]\nmin-entries = 2\n";
    let site = TestSite::new(&[
        ("_config.yml", CONFIG),
        ("feedwright.toml", feeds),
        ("_posts/2024-01-01-one.md", POST),
    ]);
    for arguments in
        [&["build"][..], &["build", "--allow-empty"], &["build", "--validate"], &["build", "--check"]]
    {
        let outcome = site_run(&site, arguments).exits(1);
        let wanted = "it would have 1 entry, fewer than `min-entries = 2`";
        assert_eq!(outcome.stderr.matches(wanted).count(), 2, "{}", outcome.stderr);
        assert!(!site.path().join("_site/feed.xml").exists());
    }
    site.write("_posts/2024-01-02-two.md", POST);
    site.feedwright(["build"]).exits(0);
    site.write("feedwright.toml", &feeds.replace('2', "3"));
    // The bytes on disk are those that would be written.
    for arguments in [&["build"][..], &["build", "--validate"], &["build", "--check"]] {
        let outcome = site_run(&site, arguments).exits(1);
        assert!(outcome.stderr.contains("fewer than `min-entries = 3`"), "{}", outcome.stderr);
    }
}

#[test]
fn a_feed_that_loses_most_entries_is_written_with_a_warning() {
    for format in ["atom", "rss", "json"] {
        let feeds = format!("[[feeds]]\npath = \"feed\"\nformat = \"{format}\"\nlimit = 4\n");
        let site = TestSite::new(&[("_config.yml", CONFIG), ("feedwright.toml", &feeds)]);
        let file = |number: usize| format!("_posts/2024-01-0{number}-p{number}.md");
        let write =
            |number: usize| site.write(&file(number), &POST.replace("One", &format!("P{number} & so")));
        let remove = |number: usize| std::fs::remove_file(site.path().join(file(number))).unwrap();
        (1..=4).for_each(write);
        site.feedwright(["build"]).exits(0);
        // Newer posts push all four out of the limit: nothing was lost.
        (5..=8).for_each(write);
        let outcome = site.feedwright(["build"]).exits(0);
        assert_eq!(outcome.stderr, "");
        // Two of four.
        remove(8);
        remove(7);
        let outcome = site.feedwright(["build"]).exits(0);
        let wanted =
            "2 of the 4 entries in the old file are gone: `P8 & so`, `P7 & so`; subscribers will see 2 old";
        assert!(outcome.stderr.contains(wanted), "{format}: {}", outcome.stderr);
        // Three of four: older posts fill the feed again, and still subscribers lose three.
        (4..=6).for_each(remove);
        let old = site.read("_site/feed");
        for arguments in [&["build", "--check"][..], &["build", "--validate"]] {
            site.write("_site/feed", &old);
            let code = i32::from(arguments.contains(&"--check"));
            let outcome = site_run(&site, arguments).exits(code);
            let wanted =
                "_site/feed: 3 of the 4 entries in the old file are gone: `P6 & so`, `P5 & so`, `P4 & so`";
            assert!(outcome.stderr.contains(wanted), "{format}: {}", outcome.stderr);
        }
        site.write("_site/feed", &old);
        let outcome = site.feedwright(["build"]).exits(0);
        assert!(outcome.stderr.contains("3 of the 4 entries in the old file are gone"), "{}", outcome.stderr);
    }
}

#[test]
fn a_feed_in_another_format_has_other_ids() {
    let site = TestSite::new(&[("_config.yml", CONFIG), ("_posts/2024-01-01-one.md", POST)]);
    for (format, is_other) in [
        ("atom", false),
        ("rss", true),
        ("json", true),
        ("atom", false),
        ("json", false),
        ("rss", true),
        ("atom", true),
    ] {
        let outcome = site_run(&site, &["feed", "--format", format, "--output", "f"]).exits(0);
        assert!(!outcome.stderr.contains("gone"), "{format}: {}", outcome.stderr);
        // The ids of Atom and JSON Feed are the same; those of RSS are links.
        assert_eq!(outcome.stderr.contains("1 old entry as new"), is_other, "{format}: {}", outcome.stderr);
    }
}

#[test]
fn an_empty_feed_has_the_date_of_the_newest_post() {
    let updated = |files: &[(&str, &str)], arguments: &[&str]| {
        let site = TestSite::new(files);
        site.write("_config.yml", CONFIG);
        site.write("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\ntags = \"none\"\n");
        site_run(&site, arguments).exits(0);
        let linted = site_run(&site, &["lint", "_site/feed.xml"]);
        assert!(!linted.stdout.contains("implausible-date"), "{}", linted.stdout);
        let feed = site.read("_site/feed.xml");
        feed.split("<updated>").nth(1).unwrap().split("</updated>").next().unwrap().to_owned()
    };
    let posts: &[(&str, &str)] = &[
        ("_posts/2024-01-01-one.md", POST),
        ("_posts/2024-03-01-two.md", POST),
        ("_posts/2024-05-01-three.md", "---\ntitle: Three\npublished: false\n---\nText.\n"),
    ];
    assert_eq!(updated(posts, &["build"]), "2024-03-01T00:00:00+00:00");
    assert_eq!(updated(&[], &["build", "--now", "2024-07-01"]), "2024-07-01T00:00:00+00:00");
    assert_eq!(updated(&[], &["build"]), "1970-01-01T00:00:00+00:00");
}

#[test]
fn entries_that_are_gone_are_named_without_direction_marks() {
    let site = TestSite::new(&[("_config.yml", CONFIG), ("_posts/2024-01-01-one.md", POST)]);
    let old = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": [
        {"id": "https://wherry.example/a", "title": "A \u202eB"}, {"id": "https://wherry.example/\u009b", "title": " "}]}"#;
    site.write("_site/feed.xml", old);
    let outcome = site.feedwright(["build"]);
    assert!(outcome.stderr.contains("`A \\u202eB`, `https://wherry.example/\\u009b`"), "{}", outcome.stderr);
}
