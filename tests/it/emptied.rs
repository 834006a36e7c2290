//! A feed that held entries and would hold none: each way to get there, and what `build` and `feed` make of it.

use crate::cli::{Run, TestSite};

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

#[test]
fn a_feed_that_loses_all_entries_is_emptied() {
    for case in CASES {
        for arguments in [&["build"][..], &["build", "--validate"]] {
            let site = changed(case);
            let outcome: Run =
                crate::cli::run(crate::cli::feedwright([]).args(arguments).current_dir(site.path()));
            outcome.exits(0);
            assert!(!holds_entries(&site, "_site/feed.xml"), "{}", case.0);
        }
    }
}
