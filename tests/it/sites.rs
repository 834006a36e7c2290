//! Feeds with the posts of several sites (`sites` in `[[feeds]]`).

use std::fs;

use crate::cli::{Run, TestSite, feedwright, run};

/// A folder with a site of Jekyll, one of Hugo and a plain one, beside each other.
fn sites(row: &str) -> TestSite {
    let all = TestSite::new(&[
        (
            "main/_config.yml",
            "title: Ferry\nurl: https://ferry.example\nauthor: Ada\ntimezone: UTC\ntime: 2024-12-31\n",
        ),
        ("main/_posts/2024-03-01-news.md", "---\ntitle: News\ncategories: [ropes]\n---\nOf the ferry.\n"),
        ("main/_posts/2022-03-01-old.md", "---\ntitle: Old\n---\nOld.\n"),
        ("blog/hugo.toml", "baseURL = 'https://blog.example/b/'\ntitle = 'Blog & <co>'\n"),
        (
            "blog/content/posts/deck.md",
            "---\ntitle: Deck\ndate: 2024-04-01T00:00:00Z\ncategories: [ropes]\n---\n[Keel](../keel/) and {{< ref \"keel\" >}}.\n",
        ),
        (
            "blog/content/posts/keel.md",
            "---\ntitle: Keel\ndate: 2023-04-01T00:00:00Z\nseries: [hull]\n---\nA keel.\n",
        ),
        (
            "blog/content/posts/draft.md",
            "---\ntitle: Draft\ndate: 2023-05-01T00:00:00Z\ndraft: true\n---\nNo.\n",
        ),
        (
            "notes/feedwright.toml",
            "[site]\nurl = \"https://notes.example\"\ntitle = \"Notes\"\nauthor = \"Cy\"\n[posts]\nid-key = \"guid\"\n",
        ),
        (
            "notes/2024-03-15-bilge.md",
            "---\ntitle: Bilge\nguid: tag:notes.example,2024:bilge\n---\nPump it.\n",
        ),
        ("notes/2024-03-16-off.md", "---\ntitle: Off\nfeed: false\n---\nNot in feeds.\n"),
    ]);
    all.write("main/feedwright.toml", &format!("[[feeds]]\npath = \"all.xml\"\n{row}"));
    all
}

fn build<const N: usize>(sites: &TestSite, words: [&str; N]) -> Run {
    run(feedwright(["build"]).args(words).current_dir(sites.path().join("main")))
}

fn all<'t>(feed: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    feed.split("<entry").skip(1).filter_map(|entry| entry.split(start).nth(1)?.split(end).next()).collect()
}

#[test]
fn posts_of_other_sites_keep_their_ids_and_urls() {
    let sites = sites("sites = [\"../blog\", \"../notes/\"]\n");
    build(&sites, ["--quiet", "--strict"]).exits(0);
    let feed = sites.read("main/_site/all.xml");
    assert_eq!(all(&feed, "<title type=\"html\">", "<"), ["Deck", "Bilge", "News", "Keel", "Old"]);
    assert_eq!(
        all(&feed, "<id>", "<"),
        [
            "https://blog.example/b/posts/deck/",
            "tag:notes.example,2024:bilge",
            "https://ferry.example/ropes/2024/03/01/news",
            "https://blog.example/b/posts/keel/",
            "https://ferry.example/2022/03/01/old"
        ]
    );
    assert_eq!(
        all(&feed, "<name>", "<"),
        ["Blog &amp; &lt;co&gt;", "Cy", "Ada", "Blog &amp; &lt;co&gt;", "Ada"]
    );
    // Each body is made as its own generator does, and its links are its own.
    assert!(feed.contains("<a href=\"https://blog.example/b/posts/keel/\">Keel</a>"), "{feed}");
    assert!(!feed.contains("ref &quot;keel") && !feed.contains("{{"), "{feed}");
    assert!(feed.contains("<updated>2024-04-01T00:00:00"), "{feed}");
    run(feedwright(["lint", "--format", "concise", "_site/all.xml"]).current_dir(sites.path().join("main")))
        .exits(0);
    let again = build(&sites, ["--check"]).exits(0);
    assert_eq!(again.stdout, "");
    // Another address of this site is none of the others'.
    build(&sites, ["--quiet", "--url", "https://preview.example", "--output", "preview"]).exits(0);
    let ids = sites.read("main/preview/all.xml");
    assert!(
        ids.contains("<id>https://preview.example/ropes/2024/03/01/news<")
            && ids.contains("<id>https://blog.example/b/posts/deck/<")
    );
}

#[test]
fn filters_limits_and_archives_hold_for_all_posts() {
    let titles = |row: &str| {
        let sites = sites(&format!("sites = [\"../blog\", \"../notes\"]\n{row}"));
        build(&sites, ["--quiet"]).exits(0);
        let files = sites.files("main/_site");
        let of = |path: &String| {
            let feed = sites.read(&format!("main/_site/{path}"));
            format!("{path}: {}", all(&feed, "<title type=\"html\">", "<").join(" "))
        };
        files.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(titles("limit = 2\n"), ["all.xml: Deck Bilge"]);
    assert_eq!(titles("categories = \"ropes\"\n"), ["all.xml: Deck News"]);
    assert_eq!(titles("authors = [\"Cy\", \"Dee\"]\n"), ["all.xml: Bilge"]);
    assert_eq!(titles("paths = \"content/*\"\n"), ["all.xml: Deck Keel"]);
    assert_eq!(
        titles("archive = \"year\"\nlimit = 1\n"),
        ["all-2022.xml: Old", "all-2023.xml: Keel", "all.xml: Deck Bilge News"]
    );
    // A row without `sites` has its own posts alone.
    assert_eq!(titles("limit = 1\n[[feeds]]\npath = \"own.xml\"\n"), ["all.xml: Deck", "own.xml: News Old"]);
    assert_eq!(
        titles("limit = 1\n[[feeds]]\npath = \"s/{series}.xml\"\neach = \"series\"\nsites = \"../blog\"\n"),
        ["all.xml: Deck", "s/hull.xml: Keel"]
    );
}

#[test]
fn losing_and_gaining_posts_of_another_site_is_noticed() {
    let sites = sites("sites = [\"../blog\", \"../notes\"]\nlimit = 4\n");
    build(&sites, ["--quiet"]).exits(0);
    sites.write("blog/content/posts/mast.md", "---\ntitle: Mast\ndate: 2024-05-01T00:00:00Z\n---\nUp.\n");
    let run = build(&sites, []).exits(0);
    assert_eq!(run.stderr, "", "what a new post pushes out is not lost");
    fs::remove_file(sites.path().join("blog/content/posts/deck.md")).unwrap();
    let run = build(&sites, []).exits(0);
    assert!(run.stderr.contains("is gone: `Deck`"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_joined_is_an_error_at_its_place() {
    for (keys, message) in [
        ("sites = \"../absent\"", "feedwright.toml:3:9: `../absent`: no site here"),
        ("sites = \".\"", "feedwright.toml:3:9: `.` is this site"),
        ("sites = [\"../blog\", \"../blog/\"]", "feedwright.toml:3:9: the site `../blog` is named twice"),
        ("sites = \"../bare\"", "`../bare`: the site has no URL"),
    ] {
        let sites = sites(&format!("{keys}\n"));
        sites.write("bare/2024-01-01-a.md", "---\ntitle: A\n---\nText.\n");
        let run = build(&sites, []).exits(2);
        assert!(run.stderr.contains(message), "{keys}: {}", run.stderr);
    }
    // A site that takes this one's posts too is no circle.
    let sites = sites("sites = \"../notes\"\n");
    let toml = sites.read("notes/feedwright.toml");
    sites.write(
        "notes/feedwright.toml",
        &format!("{toml}[[feeds]]\npath = \"feed.xml\"\nsites = \"../main\"\n"),
    );
    build(&sites, ["--quiet"]).exits(0);
}

#[test]
fn posts_of_other_sites_that_cannot_be_read_are_named() {
    let sites = sites("sites = \"../blog\"\n");
    sites.write("blog/content/posts/torn.md", "---\ntitle: [Torn\n---\nSail.\n");
    let run = build(&sites, []).exits(0);
    assert!(run.stderr.contains("note: ../blog/content/posts/torn.md:"), "{}", run.stderr);
    fs::write(sites.path().join("blog/content/posts/torn.md"), b"---\ntitle: \xff\n---\nSail.\n").unwrap();
    let run = build(&sites, []);
    assert!(run.stderr.contains("torn.md"), "{}", run.stderr);
    assert!(sites.read("main/_site/all.xml").contains("Deck"));
}

#[test]
fn posts_of_other_sites_are_episodes_of_a_podcast() {
    let row = "sites = [\"../blog\"]\nformat = \"rss\"\n";
    for (podcast, of_blog, expected) in
        [("podcast = true\n", "", true), ("", "[[feeds]]\npath = \"p.xml\"\npodcast = true\n", false)]
    {
        let sites = sites(&format!("{row}{podcast}"));
        sites.write("blog/feedwright.toml", &format!("[posts]\nmedia-key = \"audio\"\n{of_blog}"));
        sites.write(
            "blog/content/posts/voice.md",
            "---\ntitle: Voice\ndate: 2024-05-01T00:00:00Z\naudio: {url: /1.mp3, length: 9, duration: 61}\nepisode: 4\n---\nHear.\n",
        );
        build(&sites, ["--quiet"]).exits(0);
        let feed = sites.read("main/_site/all.xml");
        for element in ["<itunes:duration>61<", "<itunes:episode>4<"] {
            assert_eq!(feed.contains(element), expected, "{element}: {feed}");
        }
    }
}
