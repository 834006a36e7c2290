//! `feedwright init`: what posts hold cannot become configuration, and what is configured already survives.

use feedwright::site::config::Config;
use feedwright::text::printable::is_unprintable;
use feedwright::text::source::SourceFile;

use crate::cli::TestSite;

/// Every key of `feedwright.toml`.
#[cfg(all(feature = "schema", feature = "where"))]
const EVERYTHING: &str = r#"# Ours.
markdown = "commonmark"
required-version = ">=0.1"

[site]
url = "https://e.example"
baseurl = "/b"
title = "T {tag} \"x\""
description = "D"
language = "en"
author = { name = "Ada", email = "ada@e.example", uri = "https://e.example/ada" }
timezone = "Europe/Berlin"
hubs = "https://hub.example/"
output = "out"
rights = "R"
icon = "/i.png"
logo = "/l.png"
generator = "plain"

[posts]
folders = ["blog"]
exclude = ["blog/no*"]
permalink = "/:year/:title/"
excerpt-separator = "<!--more-->"
id-key = "guid"
feed-key = "feeds"
exclude-key = ["hidden"]
rights-key = "license"
contributors-key = "with"
source-key = "via"
comments-key = "comments"
comments = "c#comments"
media-key = "audio"
image-size = true
comment-count-key = "count"
languages = ["en", "de"]
translations = "path"
drafts = true
future = true
updated-from = "front-matter"

[[feeds]]
name = "by-{category}"
path = "f/{category}.{format}"
format = ["atom", "rss"]
title = "C {category}"
description = "D {category}"
each = "category"
categories = ["a", "b"]
exclude-categories = "c"
tags = ["t", "u"]
exclude-tags = "v"
authors = "Ada"
exclude-authors = "Eve"
collections = "posts"
exclude-collections = []
languages = "en"
exclude-languages = "de"
paths = "blog/*"
exclude-paths = "blog/x*"
titles = ["A*", "B*"]
exclude-titles = "No*"
since = 2020-01-01
until = "2030-01-01"
where = "post.title != \"x\""
exclude-where = "post.title == \"y\""
limit = 3
archive = "year"
complete = false
rights = "All"
style = "/feed.css"
page = true
podcast = { author = "A", owner = "a@e.example", categories = "Arts", image = "/a.png", explicit = false, type = "serial", summary = "S", subtitle = "T", block = false, complete = false, new-feed-url = "https://e.example/new.xml", locked = true, guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810", medium = "music", funding = "/give/", funding-text = "Give", people = ["A"] }
feed-categories = ["x"]
ttl = 60
skip-hours = [0, 1]
skip-days = "Sunday"
content = "summary"
content-urls = "as-written"
sort = "published"
max-bytes = 999999
strip = "scripts"
guid = "id"
redirect-links = "target"
summary-length = 80
also = "old/{category}.{format}"
hubs = ["https://hub.example/"]
summary-words = 0
summary = "html"
read-more = "More"
before = "B"
after = "A\n"
replace = true
min-entries = 0

[built]
folder = "_site"
selectors = ["article"]
remove = ".ad"

[lint]
elsewhere = ["/api/"]

[lint.rules]
dead-link = "warning"
unknown-category = { level = "error", known = ["news"] }

[[lint.trackers]]
name = "Bulletins"
text = "WSB-{number}"
url = "https://e.example/bulletins/{number}/"

[[lint.sites]]
url = "https://docs.e.example/"
folder = "../docs"

[[lint.sites]]
url = "https://old.e.example/"
built = "../old"

[[lint.sites]]
url = "https://api.e.example/"
inventory = "objects.inv"

[[lint.per-file]]
paths = ["blog/old/*"]
disable = "all"
"#;

fn parse(text: &str) -> Config {
    Config::parse(&SourceFile::new("feedwright.toml", text)).unwrap()
}

/// A configuration as it is read, without its file and the places in it.
#[cfg(all(feature = "schema", feature = "where"))]
fn as_read(text: &str) -> String {
    let mut config = parse(text);
    config.file = None;
    format!("{config:?}")
}

fn post(title: &str, category: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2024-01-02\ncategories: [{category}]\n---\nText.\n")
}

/// A category that would be configuration, if it were written as it is; and what else turns a line into another.
const HOSTILE: &str = r#""x\n[[lint.sites]]\nurl = \"https://evil.example/\"\nfolder = \"..\"\n#\e[2J\u009b\u202e\u2028\u2066""#;

#[test]
fn writes_nothing_from_posts_raw() {
    let jekyll = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\ntitle: \"a\\n[lint]\\e\\u202e\"\n"),
        ("_posts/2024-01-02-a.md", &post("A", HOSTILE)),
    ]);
    let plain = TestSite::new(&[("a.md", &post("A", HOSTILE))]);
    for site in [jekyll, plain] {
        let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
        site.feedwright(["init"]).exits(0);
        let text = site.read("feedwright.toml");
        assert_eq!(text, printed);
        assert!(!text.contains(|c| c != '\n' && is_unprintable(c)), "{text:?}");
        assert!(text.contains("\n#   x\\n[[lint.sites]]\\nurl = "), "{text}");
        let config = parse(&text);
        assert!(config.lint.sites.is_empty() && config.lint.rules.is_empty());
        site.feedwright(["build", "--url", "https://e.example", "--output", "out"]).exits(0);
    }
}

#[cfg(all(feature = "schema", feature = "where"))]
#[test]
fn print_keeps_an_existing_configuration() {
    let schema = feedwright::lint::schema();
    let types = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for key in types.filter_map(|one| one["properties"].as_object()).flat_map(|keys| keys.keys()) {
        let written = [format!("{key} = "), format!("{key}]"), format!("[{key}.")];
        assert!(written.iter().any(|written| EVERYTHING.contains(written)), "{key}");
    }
    let site = TestSite::new(&[("blog/a.md", &post("A", "a")), ("blog/b.md", &post("B", "b"))]);
    let texts = [
        EVERYTHING.to_owned(),
        EVERYTHING.replace('\n', "\r\n"),
        "[site]\nurl = \"https://e.example\" # no line end".to_owned(),
        "[posts]\nfolders = \"blog\"\npermalink = \"/:title/\"\n[site]\nurl = \"https://e.example\"\nauthor = \"Ada\"\n".to_owned(),
    ];
    for text in texts {
        site.write("feedwright.toml", &text);
        let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
        assert!(printed.starts_with(&text), "{printed}");
        assert_eq!(as_read(&printed), as_read(&text), "{printed}");
        // What an earlier configuration wrote is stale.
        site.feedwright(["build", "--prune", "--output", "before"]).exits(0);
        site.write("feedwright.toml", &printed);
        site.feedwright(["build", "--output", "before", "--check"]).exits(0);
        let again = site.feedwright(["init", "--print"]).exits(0).stdout;
        assert_eq!(again, printed);
    }
}

#[test]
fn print_suggests_what_is_not_set() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ntime: 2024-06-01\ntitle: T\n"),
        ("_posts/2024-01-02-a.md", &post("A", "news")),
        ("feedwright.toml", "[site]\ntitle = \"Mine\"\n"),
    ]);
    let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
    for line in [
        "#   url = \"https://e.example\"  # in [site]",
        "# path = \"feed.xml\"",
        "#   news: 1",
        "# each = \"category\"",
    ] {
        assert!(printed.contains(&format!("\n{line}\n")), "{line}: {printed}");
    }
    assert!(!printed.contains("#   title = "), "{printed}");
    // The shell empties the file of `feedwright init --print > feedwright.toml` first.
    site.write("feedwright.toml", "");
    let whole = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(whole.contains("\n[[feeds]]\npath = \"feed.xml\"\n"), "{whole}");
}

#[cfg(unix)]
#[test]
fn writes_over_nothing_that_is_there() {
    let site = TestSite::new(&[("_config.yml", "url: https://e.example\n")]);
    let place = site.path().join("feedwright.toml");
    std::os::unix::fs::symlink("nowhere.toml", &place).unwrap();
    let refused = site.feedwright(["init"]).exits(2);
    assert!(refused.stderr.contains("it exists already"), "{refused:?}");
    assert!(place.is_symlink() && !site.path().join("nowhere.toml").exists());
}

#[test]
fn proposes_folders_that_another_repository_may_fill() {
    let links = "[a](/bin/a/) [b](/bin/b/) [c](/bin/c/) [d](/lib/d/)\n";
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\n"),
        ("_posts/2024-01-02-a.md", &format!("---\ntitle: A\n---\n{links}")),
    ]);
    let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(printed.contains("\n# [lint]\n# elsewhere = [\"/bin/\"]\n"), "{printed}");
    site.write("feedwright.toml", "[lint]\nelsewhere = [\"/lib/\"]\n");
    let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(printed.contains("\n#   elsewhere = [\"/bin/\"]  # in [lint]\n"), "{printed}");
    site.write("feedwright.toml", "[lint]\nelsewhere = [\"/lib/\", \"/bin/\"]\n");
    let printed = site.feedwright(["init", "--print"]).exits(0).stdout;
    assert!(!printed.contains("/bin/\"]  # in"), "{printed}");
}
