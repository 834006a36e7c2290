//! Feeds that the configuration wrote before and plans no more: reported, a difference for `--check`, removed by `--prune`.

use std::fs;

use crate::cli::{Run, TestSite};

const CONFIG: (&str, &str) = ("_config.yml", "url: https://e.example\ntime: 2024-06-01\ntitle: T\n");

fn post(category: &str) -> String {
    format!("---\ntitle: Of {category}\ncategories: [{category}]\ntags: [{category}]\n---\nText.\n")
}

/// A built site with one feed for each of two categories in each format, and no post left in one of them.
fn site(rows: &str) -> TestSite {
    let site = TestSite::new(&[
        CONFIG,
        ("feedwright.toml", rows),
        ("_posts/2024-01-02-a.md", &post("news")),
        ("_posts/2024-01-03-b.md", &post("gone")),
    ]);
    build(&site, "").exits(0);
    build(&site, "--check").exits(0);
    fs::remove_file(site.path().join("_posts/2024-01-03-b.md")).unwrap();
    build(&site, "").exits(0);
    site
}

fn build(site: &TestSite, arguments: &str) -> Run {
    let mut command = crate::cli::feedwright(["build", "--output", "out"]);
    crate::cli::run(command.args(arguments.split_whitespace()).current_dir(site.path()))
}

fn is_there(site: &TestSite, path: &str) -> bool {
    site.path().join(path).exists()
}

const EACH: &str = "[[feeds]]\neach = \"category\"\npath = \"feed/{category}.{format}\"\nformat = [\"atom\", \"rss\", \"json\"]\n";

#[test]
fn reports_and_prunes_feeds_of_vanished_categories() {
    let site = site(EACH);
    let stale = ["out/feed/gone.atom", "out/feed/gone.json", "out/feed/gone.rss"];
    let built = build(&site, "").exits(0);
    let checked = build(&site, "--check").exits(1);
    for path in stale {
        assert!(built.stderr.contains(&format!("warning: {path}: stale: ")), "{built:?}");
        assert!(checked.stdout.contains(&format!("{path}: stale: ")), "{checked:?}");
        assert!(is_there(&site, path));
    }
    assert_eq!(checked.stdout.matches("stale").count(), 3, "{checked:?}");
    let pruned = build(&site, "--prune").exits(0);
    assert!(pruned.stdout.contains("removed    out/feed/gone.atom\n"), "{pruned:?}");
    assert!(pruned.stderr.contains("out/feed/gone.json: stale, but not removed: "), "{pruned:?}");
    assert!(!is_there(&site, stale[0]) && is_there(&site, stale[1]) && !is_there(&site, stale[2]));
    fs::remove_file(site.path().join(stale[1])).unwrap();
    build(&site, "--check").exits(0);
}

#[test]
fn leaves_files_that_are_no_feeds_of_this_place_and_program() {
    let site = site(EACH);
    let ours = site.read("out/feed/gone.atom");
    let news = site.read("out/feed/news.atom");
    let others = [
        ("out/feed/notes.atom", "Notes.\n".to_owned()),
        ("out/feed/empty.rss", String::new()),
        ("out/feed/other.atom", ours.replace("gone.atom", "other.atom").replace(">Feedwright<", ">Jekyll<")),
        (
            "out/feed/kin.atom",
            ours.replace("gone.atom", "kin.atom").replace(">Feedwright<", ">Feedwrighter<"),
        ),
        ("out/feed/copy.atom", news),
        ("out/feed/gone.xml", ours.clone()),
        ("out/elsewhere/gone.atom", ours),
    ];
    for (path, text) in &others {
        site.write(path, text);
    }
    let checked = build(&site, "--check").exits(1);
    assert_eq!(checked.stdout.matches("stale").count(), 3, "{checked:?}");
    build(&site, "--prune").exits(0);
    for (path, text) in &others {
        assert_eq!(&site.read(path), text, "{path}");
    }
}

#[test]
fn looks_where_each_kind_of_row_writes() {
    let rows = [
        ("[[feeds]]\neach = \"tag\"\n", "feed/gone.xml"),
        ("[[feeds]]\neach = \"tag\"\npath = \"{tag}/feed.{ext}\"\n", "gone/feed.xml"),
        ("[[feeds]]\neach = \"category\"\npath = \"./{category}.xml\"\n", "gone.xml"),
        ("[[feeds]]\neach = \"category\"\npath = \"a/{category}/b-{category}.xml\"\n", "a/gone/b-gone.xml"),
    ];
    for (row, path) in rows {
        let site = site(row);
        let checked = build(&site, "--check").exits(1);
        assert!(checked.stdout.contains(&format!("out/{path}: stale: ")), "{row}: {checked:?}");
        build(&site, "--prune").exits(0);
        assert!(!is_there(&site, &format!("out/{path}")), "{row}");
        build(&site, "--check").exits(0);
    }
}

#[test]
fn formats_taken_out_of_a_row_are_stale() {
    let row = "[[feeds]]\npath = \"feed.{format}\"\nformat = [\"atom\", \"rss\"]\n";
    let site = site(row);
    build(&site, "--check").exits(0);
    site.write("feedwright.toml", &row.replace(", \"rss\"", ""));
    let checked = build(&site, "--check").exits(1);
    assert!(checked.stdout.contains("out/feed.rss: stale: "), "{checked:?}");
    build(&site, "--prune").exits(0);
    assert!(!is_there(&site, "out/feed.rss") && is_there(&site, "out/feed.atom"));
}

#[test]
fn tags_and_categories_of_jekyll_feed_are_values_too() {
    let site = TestSite::new(&[
        ("_config.yml", &format!("{}feed:\n  tags: true\n  categories: [news, gone]\n", CONFIG.1)),
        ("_posts/2024-01-02-a.md", &post("news")),
        ("_posts/2024-01-03-b.md", &post("gone")),
    ]);
    build(&site, "").exits(0);
    build(&site, "--check").exits(0);
    fs::remove_file(site.path().join("_posts/2024-01-03-b.md")).unwrap();
    site.write("_config.yml", &format!("{}feed:\n  tags: true\n  categories: [news]\n", CONFIG.1));
    build(&site, "").exits(0);
    let checked = build(&site, "--check").exits(1);
    for path in ["feed/gone.xml", "feed/by_tag/gone.xml"] {
        assert!(checked.stdout.contains(&format!("out/{path}: stale: ")), "{checked:?}");
    }
    assert_eq!(checked.stdout.matches("stale").count(), 2, "{checked:?}");
}

#[test]
fn a_limited_build_looks_at_its_own_rows_alone() {
    let site = site(&format!("{EACH}\n[[feeds]]\nname = \"all\"\npath = \"all.xml\"\n"));
    build(&site, "--feed all --check").exits(0);
    let checked = build(&site, "--feed feed/news.atom --check").exits(1);
    assert!(checked.stdout.contains("out/feed/gone.atom: stale: "), "{checked:?}");
    assert!(!checked.stdout.contains("news"), "{checked:?}");
    build(&site, "--feed all --prune").exits(0);
    assert!(is_there(&site, "out/feed/gone.atom"));
}

#[test]
fn prunes_nothing_while_posts_are_missing_or_feeds_unsound() {
    let site = site(EACH);
    site.write("_posts/2024-01-04-c.md", "---\ntitle: [\n---\n");
    let refused = build(&site, "--prune").exits(1);
    assert!(
        refused.stderr.contains("gone.atom: stale, but not removed: 1 post cannot be read"),
        "{refused:?}"
    );
    fs::remove_file(site.path().join("_posts/2024-01-04-c.md")).unwrap();
    fs::rename(site.path().join("_posts"), site.path().join("posts")).unwrap();
    assert!(build(&site, "--prune").code != 0);
    assert!(is_there(&site, "out/feed/gone.atom") && is_there(&site, "out/feed/news.atom"));
}

#[test]
fn prunes_the_feeds_of_a_site_without_posts_when_told_so() {
    let site = site(EACH);
    fs::remove_file(site.path().join("_posts/2024-01-02-a.md")).unwrap();
    let refused = build(&site, "--prune").exits(1);
    assert!(
        refused.stderr.contains("news.rss: stale, but not removed: the site has no posts"),
        "{refused:?}"
    );
    assert!(is_there(&site, "out/feed/news.atom"));
    build(&site, "--prune --allow-empty").exits(0);
    assert_eq!(site.files("out"), ["feed/gone.json", "feed/news.json"]);
}

#[cfg(unix)]
#[test]
fn prunes_no_symlink() {
    let site = site(EACH);
    let place = site.path().join("out/feed/gone.atom");
    fs::rename(&place, site.path().join("kept.atom")).unwrap();
    std::os::unix::fs::symlink("../../kept.atom", &place).unwrap();
    build(&site, "--prune").exits(1);
    assert!(place.is_symlink() && is_there(&site, "kept.atom"));
}
