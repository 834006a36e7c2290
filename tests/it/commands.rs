//! What the commands promise beside their main work: errors of writing, words, names, files.

use std::fs;
use std::process::Stdio;

use crate::cli::{TestSite, feedwright, run};

/// A small Jekyll site.
fn blog() -> TestSite {
    TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntitle: T\ntime: 2024-06-01\n"),
        ("_posts/2024-01-01-a.md", "---\ntitle: A\ncategories: [C]\n---\n\nFirst.\n"),
        ("_posts/2024-01-02-a-b.md", "---\ntitle: AB\ncategories: [C++, D]\n---\n\nSecond.\n"),
        ("_posts/2024-01-03-bad.md", "---\ntitle: [\n---\n\nThird.\n"),
        ("_posts/2024-01-04-c.md", "---\ntitle: C\nslug: see\n---\n\n[x](nowhere)\n"),
    ])
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let site = blog();
    let full = || Stdio::from(fs::File::options().write(true).open("/dev/full").unwrap());
    let commands: &[&[&str]] = &[
        &["feed"],
        &["list"],
        &["list", "--format", "json"],
        &["build"],
        &["rules"],
        &["explain", "dead-link"],
        &["lint", "--format", "json"],
        &["--help"],
        #[cfg(feature = "completions")]
        &["completions", "bash"],
    ];
    for arguments in commands {
        let mut command = feedwright([]);
        let outcome = command.args(*arguments).current_dir(site.path()).stdout(full()).output().unwrap();
        let words = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(outcome.status.code(), Some(2), "{arguments:?}: {words}");
        assert!(words.contains("standard output cannot be written: no space left"), "{arguments:?}: {words}");
        assert!(!words.contains("os error"), "{words}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    for arguments in ["rules", "explain", "--help"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let outcome = feedwright([arguments]).stdout(writer).output().unwrap();
        assert_eq!((outcome.status.code(), outcome.stderr), (Some(0), Vec::new()), "{arguments}");
    }
}

#[test]
fn why_takes_the_surest_name_first() {
    let site = blog();
    let first = |name: &str| {
        let outcome = site.feedwright(["why", name]).exits(0);
        outcome.stdout.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(first("a"), "_posts/2024-01-01-a.md");
    assert_eq!(first("b"), "_posts/2024-01-02-a-b.md");
    assert_eq!(first("see"), "_posts/2024-01-04-c.md");
    assert_eq!(first("bad"), "_posts/2024-01-03-bad.md");
    assert_eq!(first("2024-01-01-a"), "_posts/2024-01-01-a.md");
    assert_eq!(first("/2024/01/01/a"), "_posts/2024-01-01-a.md");
    assert_eq!(first("https://e.example/c++/d/2024/01/02/a-b.html"), "_posts/2024-01-02-a-b.md");
    let many = site.feedwright(["why", "2024-01"]).exits(2);
    assert!(many.stderr.contains("matches 4 posts:\n  _posts/2024-01-04-c.md\n"), "{}", many.stderr);
    let none = site.feedwright(["why", "sea"]).exits(2);
    assert!(none.stderr.contains("did you mean `see`"), "{}", none.stderr);
}

#[test]
fn a_feed_goes_to_standard_output_or_through_a_link() {
    let site = blog();
    let printed = site.feedwright(["feed", "--category", "C,D", "--output", "-"]).exits(0);
    assert_eq!(printed.stdout.matches("<entry").count(), 2);
    assert!(!site.path().join("-").exists());
    #[cfg(unix)]
    {
        fs::create_dir_all(site.path().join("_site")).unwrap();
        site.write("kept/feed.xml", "old");
        for (link, target) in [("_site/feed.xml", "../kept/feed.xml"), ("later.xml", "kept/later.xml")] {
            std::os::unix::fs::symlink(target, site.path().join(link)).unwrap();
        }
        site.feedwright(["build"]).exits(0);
        site.feedwright(["feed", "--output", "later.xml"]).exits(0);
        for (link, file) in [("_site/feed.xml", "kept/feed.xml"), ("later.xml", "kept/later.xml")] {
            assert!(site.path().join(link).is_symlink(), "{link}");
            assert!(site.read(file).contains("<entry"), "{file}");
        }
    }
}

#[test]
fn a_feed_of_some_posts_has_an_id_of_its_own() {
    let site = blog();
    let id = |arguments: &[&str]| {
        let outcome = run(feedwright(["feed"]).args(arguments).current_dir(site.path())).exits(0);
        let id = outcome.stdout.split("<id>").nth(1).and_then(|rest| rest.split("</id>").next());
        id.unwrap_or_default().to_owned()
    };
    assert_eq!(id(&[]), "https://e.example/feed.xml");
    assert_eq!(id(&["--category", "D"]), "https://e.example/feed/category-d.xml");
    assert_eq!(id(&["--category", "D", "--at", "d.xml"]), "https://e.example/d.xml");
    assert_ne!(id(&["--category", "C"]), id(&["--category", "C++"]));
}

#[test]
fn reports_unwritable_files_with_path_and_reason() {
    let site = blog();
    site.write("taken", "a file");
    let refused = site.feedwright(["build", "--output", "taken/below"]).exits(2);
    assert!(
        refused.stderr.contains("taken/below/feed.xml: `taken` is a file, not a folder"),
        "{}",
        refused.stderr
    );
    assert!(!refused.stderr.contains("old file"), "{}", refused.stderr);
    let refused = site.feedwright(["feed", "--output", "taken/feed.xml"]).exits(2);
    assert!(refused.stderr.contains("taken/feed.xml: `taken` is a file, not a folder"), "{}", refused.stderr);
}

#[test]
fn quiet_leaves_the_result_and_errors() {
    let site = blog();
    let lint = site.feedwright(["lint", "--quiet"]).exits(1);
    assert!(
        lint.stdout.contains("error[dead-link]") && !lint.stdout.contains(" in 4 files"),
        "{}",
        lint.stdout
    );
    let build = site.feedwright(["build", "--quiet"]).exits(0);
    assert_eq!(build.stdout, "");
    assert!(build.stderr.contains("error: _posts/2024-01-03-bad.md"), "{}", build.stderr);
    assert!(!build.stderr.contains("note:"), "{}", build.stderr);
    let verbose = site.feedwright(["list", "-v"]).exits(0);
    assert!(verbose.stderr.contains("read a site of the kind `jekyll`: 3 posts"), "{}", verbose.stderr);
}

#[test]
fn reports_more_warnings_than_allowed() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("_posts/2024-01-01-a.md", "---\ntitle: A\n---\n\n# Head\n\n[x](#nowhere)\n"),
    ]);
    let outcome = site.feedwright(["lint", "--max-warnings", "0"]).exits(1);
    assert!(outcome.stderr.contains("2 warnings, and `--max-warnings` allows 0"), "{}", outcome.stderr);
}

#[test]
fn check_names_what_changed_in_the_head_or_in_the_bytes() {
    let site = blog();
    site.feedwright(["build"]).exits(0);
    site.write("_config.yml", "url: https://e.example\ntitle: U\ntime: 2024-06-01\ndescription: New.\n");
    let changed = site.feedwright(["build", "--check"]).exits(1);
    assert!(changed.stdout.contains("the feed itself  title, authors, subtitle\n"), "{}", changed.stdout);
    assert!(changed.stdout.contains("title: T -> U"), "{}", changed.stdout);

    site.feedwright(["build"]).exits(0);
    let feed = site.read("_site/feed.xml");
    site.write("_site/feed.xml", &feed.replace("  <subtitle", "    <subtitle"));
    let changed = site.feedwright(["build", "--check"]).exits(1);
    let words = "only the formatting differs, first in line ";
    assert!(changed.stdout.contains(words), "{}", changed.stdout);
}

#[test]
fn diff_reads_standard_input_and_speaks_json() {
    let site = blog();
    site.feedwright(["build"]).exits(0);
    site.write("_posts/2024-01-05-new.md", "---\ntitle: New\nauthor: Ada\n---\n\nText.\n");
    site.feedwright(["build", "--output", "new"]).exits(0);
    let mut command = feedwright(["diff", "-", "new/feed.xml", "--format", "json"]);
    let old = fs::File::open(site.path().join("_site/feed.xml")).unwrap();
    let outcome = run(command.current_dir(site.path()).stdin(old)).exits(0);
    let value: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(value["summary"]["seen_as_new"], 1);
    assert_eq!(value["new"][0]["title"], "New");
    let both = site.feedwright(["diff", "-", "-"]).exits(2);
    assert!(both.stderr.contains("only one of the two"), "{}", both.stderr);
}

#[test]
fn init_keeps_the_feeds_that_subscribers_have() {
    let post = "---\ntitle: A\ncategories: [news, c]\ntags: [t_1, u]\n---\n\nFirst.\n\nSecond.\n";
    let configurations = [
        "",
        "title: T\n",
        "title: T \"& U\nfeed:\n  posts_limit: 2\n  categories: [news, c, gone]\n",
        "feed:\n  path: /blog/atom.xml\n  excerpt_only: true\n  tags: true\n",
        "title: T\ncollections: {notes: {output: true}}\nfeed: {collections: {notes: {path: /n.xml, categories: [c]}}}\n",
    ];
    for configuration in configurations {
        let site = TestSite::new(&[
            ("_config.yml", &format!("url: https://e.example\ntime: 2024-06-01\n{configuration}")),
            ("_posts/2024-01-02-a.md", post),
            ("_posts/2024-01-03-b.md", post),
            ("_posts/2024-01-04-c.md", post),
            ("_notes/d.md", post),
        ]);
        site.feedwright(["build", "--output", "before"]).exits(0);
        site.feedwright(["init"]).exits(0);
        site.feedwright(["build", "--output", "after"]).exits(0);
        // Beside them, `init` has a feed for each category, with a page and a stylesheet.
        let is_more = |file: &String| file.starts_with("feed/category/") || file == "feedwright.css";
        let after: Vec<String> = site.files("after").into_iter().filter(|file| !is_more(file)).collect();
        assert_eq!(site.files("before"), after, "{configuration}");
        for file in site.files("before") {
            let (before, after) = (format!("before/{file}"), format!("after/{file}"));
            assert_eq!(site.read(&before), site.read(&after), "{configuration}: {file}");
        }
    }
    let again = blog();
    again.write("feedwright.toml", "");
    let refused = again.feedwright(["init"]).exits(2);
    assert!(refused.stderr.contains("it exists already"), "{}", refused.stderr);
}

#[test]
fn list_shows_addresses_categories_and_what_is_wrong() {
    let site = blog();
    site.write("_drafts/later.md", "---\ntitle: Later\n---\n\nText.\n");
    let list = site.feedwright(["list"]).exits(0).stdout;
    let line = |name: &str| list.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    let shown = line("a-b.md");
    assert!(shown.starts_with("2024-01-02  _posts/2024-01-02-a-b.md"), "{list}");
    assert!(shown.contains("https://e.example/c++/d/2024/01/02/a-b.html  (C++, D)  [feed]"), "{list}");
    assert!(line("bad.md").starts_with("unreadable  "), "{list}");
    assert!(line("later.md").starts_with("undated  ") && line("later.md").ends_with("[draft]"), "{list}");

    let empty = TestSite::new(&[("_config.yml", "url: https://e.example\n")]);
    let list = empty.feedwright(["list"]).exits(0);
    assert!(list.stderr.contains("there are no posts"), "{}", list.stderr);
}

#[cfg(all(feature = "completions", feature = "man"))]
#[test]
fn shells_complete_rules_and_every_page_of_the_manual_is_there() {
    let bash = run(&mut feedwright(["completions", "bash"])).exits(0);
    assert!(bash.stdout.contains("dead-link") && bash.stdout.contains("sarif"), "{}", bash.stdout);
    let site = TestSite::new(&[]);
    site.feedwright(["man", "--output", "."]).exits(0);
    let pages = site.files("");
    let top = site.read("feedwright.1").replace('\\', "");
    for named in top.split("feedwright-").skip(1).filter_map(|rest| rest.split_once("(1)")) {
        let page = format!("feedwright-{}.1", named.0);
        assert!(pages.contains(&page), "{page} is not among {pages:?}");
    }
    let one = site.feedwright(["man", "build"]).exits(0);
    assert_eq!(one.stdout, site.read("feedwright-build.1"));
    let mistyped = site.feedwright(["man", "biuld"]).exits(2);
    assert!(mistyped.stderr.contains("did you mean `build`"), "{}", mistyped.stderr);
}

/// A folder of posts for Zola.
fn zola() -> TestSite {
    TestSite::new(&[
        ("feedwright.toml", "[site]\nurl = \"https://z.example\"\n[posts]\nfolders = [\"content\"]\n"),
        ("content/README.md", "How to write a post.\n"),
        ("content/blog/_index.md", "+++\ntitle = \"Blog\"\n+++\n"),
        (
            "content/blog/first.md",
            "+++\ntitle = \"First\"\ndate = 2024-01-13\nslug = \"one\"\n[taxonomies]\ntags = [\"a\"]\n\
             categories = [\"News\"]\nauthors = [\"Zed\"]\n+++\n\n[bundle](@/blog/bundle/index.md#top), \
             [blog](@/blog/_index.md), [none](@/blog/none.md)\n\n![s](/shared.png)\n",
        ),
        (
            "content/blog/bundle/index.md",
            "+++\ntitle = \"Bundle\"\ndate = 2024-02-01\n+++\n\n# Top\n\n![p](pic.png) ![q](gone.png)\n",
        ),
        ("content/blog/bundle/pic.png", "PNG"),
        ("static/shared.png", "PNG"),
    ])
}

#[test]
fn folder_for_zola() {
    let site = zola();
    let list = site.feedwright(["list", "--format", "json"]).exits(0);
    let rows: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 2, "{rows}");
    let first = &rows[1];
    assert_eq!(first["url"], "https://z.example/blog/one/");
    assert_eq!((&first["tags"][0], &first["categories"][0]), (&"a".into(), &"News".into()));
    assert_eq!(first["authors"][0], "Zed");

    let lint = site.feedwright(["lint", "--only", "dead-link,missing-title", "--format", "concise"]).exits(1);
    let lines: Vec<&str> = lint.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].contains("gone.png") && lines[1].contains("blog/none.md"), "{lines:#?}");

    let feed = site.feedwright(["feed", "--limit", "0"]).exits(0).stdout;
    assert!(feed.contains("href=\"https://z.example/blog/bundle/#top\""), "{feed}");
    assert!(feed.contains("src=\"https://z.example/blog/bundle/pic.png\""), "{feed}");
}

const FEED: &str =
    "<rss version=\"2.0\"><channel><title>T</title><link>https://e.example/</link></channel></rss>";

#[test]
fn lint_takes_a_folder_of_feeds_and_a_post_of_no_site() {
    let place = TestSite::new(&[
        ("feeds/a.xml", FEED),
        ("feeds/deep/b.rss", FEED),
        ("feeds/data.json", "[1]"),
        ("lone.md", "---\ntitle: A\n---\n\n[x](nowhere)\n"),
    ]);
    let feeds = place.feedwright(["lint", "feeds", "--format", "concise"]).exits(1);
    assert!(feeds.stdout.contains("feeds/a.xml:") && feeds.stdout.contains("feeds/deep/b.rss:"), "{feeds:?}");
    assert!(feeds.stderr.contains("in 2 files"), "{}", feeds.stderr);
    let lone = place.feedwright(["lint", "lone.md", "--format", "concise"]).exits(1);
    assert!(lone.stdout.starts_with("lone.md:5:"), "{}", lone.stdout);
    place.write("one/_config.yml", "");
    place.write("two/_config.yml", "");
    let both = place.feedwright(["lint", "one", "two"]).exits(2);
    assert!(both.stderr.contains("one and two are sites of their own"), "{}", both.stderr);
}

#[test]
fn a_feed_is_written_with_and_without_content() {
    let site = TestSite::copy_of("site");
    for content in ["full", "summary", "none"] {
        for format in ["atom", "rss", "json"] {
            let arguments = ["feed", "--content", content, "--format", format, "--now", "2024-12-31"];
            let feed = site.feedwright(arguments).exits(0);
            assert_eq!(feed.stdout.contains("<h2") || feed.stdout.contains("&lt;h2"), content == "full");
        }
    }
}

#[test]
fn a_post_of_no_site_has_any_name_of_markdown() {
    for (extension, code) in [("md", 1), ("markdown", 1), ("mkd", 1), ("mkdn", 1), ("mkdown", 1), ("txt", 2)]
    {
        let name = format!("lone.{extension}");
        let place = TestSite::new(&[(name.as_str(), "---\ntitle: A\n---\n\n[x](nowhere)\n")]);
        place.feedwright(["lint", &name, "--format", "concise"]).exits(code);
    }
}

#[test]
fn configuration_errors_have_a_place_to_open() {
    let place =
        TestSite::new(&[("docs/feedwright.toml", "[site]\nurll = 1\n"), ("feedwright.toml", "\n[x]\n")]);
    let there = place.feedwright(["build", "docs"]).exits(2);
    assert!(
        there.stderr.starts_with("error: docs/feedwright.toml:2:1: unknown key `urll`"),
        "{}",
        there.stderr
    );
    let here = place.feedwright(["build"]).exits(2);
    assert!(here.stderr.starts_with("error: feedwright.toml:2:"), "{}", here.stderr);
}
