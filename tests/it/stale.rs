//! Feeds that the configuration wrote before and plans no more: reported, a difference for `--check`, removed by `--prune`.

use std::fs;
use std::sync::Mutex;

use feedwright::feeds::plan::plan;
use feedwright::feeds::stale::stale;
use feedwright::site::load::load;
use feedwright::site::tree::{Listing, MemoryTree, Stat, Tree, TreeError};

use crate::cli::{Run, TestSite};
use crate::written_feeds::options;

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
fn leaves_files_of_other_places_and_programs() {
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

const TWO_ROWS: &str =
    "[[feeds]]\neach = \"category\"\n[[feeds]]\npath = \"notes.xml\"\ncollections = [\"notes\"]\n";

/// A built site with a note and a feed for each of two categories.
fn with_note() -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", &format!("{}collections: {{notes: {{output: true}}}}\n", CONFIG.1)),
        ("feedwright.toml", TWO_ROWS),
        ("_posts/2024-01-02-a.md", &post("news")),
        ("_posts/2024-01-03-b.md", &post("gone")),
        ("_notes/n.md", "---\ntitle: N\ndate: 2024-01-04\n---\nText.\n"),
    ]);
    build(&site, "").exits(0);
    site
}

#[test]
fn keeps_the_feeds_of_a_row_that_has_none_left() {
    let renamed = |site: &TestSite| {
        for name in ["_posts/2024-01-02-a.md", "_posts/2024-01-03-b.md"] {
            site.write(name, &site.read(name).replace("categories:", "categorie:"));
        }
    };
    let moved = |site: &TestSite| {
        fs::rename(site.path().join("_posts"), site.path().join("posts")).unwrap();
    };
    for harm in [&renamed as &dyn Fn(&TestSite), &moved] {
        let site = with_note();
        harm(&site);
        for arguments in ["", "--prune"] {
            let refused = build(&site, arguments).exits(1);
            for path in ["out/feed/gone.xml", "out/feed/news.xml"] {
                let said = format!(
                    "error: {path}: stale, but not removed: no feed of `each = \"category\"` has a post"
                );
                assert!(refused.stderr.contains(&said), "{refused:?}");
                assert!(is_there(&site, path), "{refused:?}");
            }
        }
        build(&site, "--allow-empty").exits(0);
        build(&site, "--prune --allow-empty").exits(0);
        assert_eq!(site.files("out"), ["notes.xml"]);
        build(&site, "--check").exits(0);
    }
}

#[test]
fn a_row_that_shares_its_paths_is_emptied_all_the_same() {
    let rows = "[[feeds]]\neach = \"category\"\n[[feeds]]\neach = \"tag\"\ntags = [\"x\"]\n";
    let text = post("news").replace("tags: [news]", "tags: [x]");
    let name = "_posts/2024-01-02-a.md";
    let site = TestSite::new(&[CONFIG, ("feedwright.toml", rows), (name, &text)]);
    build(&site, "").exits(0);
    site.write(name, &text.replace("categories:", "categorie:"));
    let refused = build(&site, "--prune").exits(1);
    assert!(is_there(&site, "out/feed/news.xml") && is_there(&site, "out/feed/x.xml"), "{refused:?}");
}

#[test]
fn prunes_nothing_where_a_post_may_have_been_left_out() {
    let site = with_note();
    let (right, wrong) = ("_posts/2024-01-03-b.md", "_posts/2024-1-b.md");
    fs::rename(site.path().join(right), site.path().join(wrong)).unwrap();
    let refused = build(&site, "--prune").exits(1);
    let said = format!("out/feed/gone.xml: stale, but not removed: {wrong} looks like a post");
    assert!(refused.stderr.contains(&said), "{refused:?}");
    assert!(is_there(&site, "out/feed/gone.xml"));
    build(&site, "--prune --allow-empty").exits(0);
    assert!(!is_there(&site, "out/feed/gone.xml"));
}

#[test]
fn prunes_nothing_while_a_post_has_no_date() {
    let note = |date: &str| format!("---\ntitle: N\n{date}---\nText.\n");
    let site = TestSite::new(&[
        ("_config.yml", "url: https://e.example\ncollections: {notes: {output: true}}\n"),
        ("feedwright.toml", "[[feeds]]\neach = \"year\"\ncollections = [\"notes\"]\n"),
        ("_notes/a.md", &note("date: 2020-01-02\n")),
        ("_notes/b.md", &note("date: 2021-01-02\n")),
    ]);
    build(&site, "").exits(0);
    site.write("_notes/b.md", &note(""));
    let refused = build(&site, "--prune").exits(1);
    let said = "out/feed/2021.xml: stale, but not removed: _notes/b.md has no date";
    assert!(refused.stderr.contains(said), "{refused:?}");
    assert!(is_there(&site, "out/feed/2021.xml"));
}

#[cfg(unix)]
#[test]
fn a_locked_folder_that_may_hold_a_stale_feed_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let lock = |site: &TestSite, path: &str, mode: u32| {
        fs::set_permissions(site.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    let site = site("[[feeds]]\neach = \"category\"\npath = \"feed/{category}/all.xml\"\n");
    site.write("_config.yml", &format!("{}exclude: [out]\n", CONFIG.1));
    site.write("out/other/page.html", "Page.\n");
    site.write("out/feed/news/deeper/page.html", "Page.\n");
    for (folder, code) in [("out/feed/gone", 2), ("out/other", 1), ("out/feed/news/deeper", 1)] {
        lock(&site, folder, 0o000);
        let run = crate::unreadable::bound(&site, ["build", "--output", "out", "--check"]);
        lock(&site, folder, 0o755);
        let Some(run) = run else { continue };
        assert_eq!(run.code, code, "{folder}: {run:?}");
        assert_eq!(
            run.stderr.contains("error: out/feed/gone: permission denied; a stale feed"),
            code == 2,
            "{run:?}"
        );
    }
}

/// A tree that remembers which folders were listed, and how deep.
struct Recorder(MemoryTree, Mutex<Vec<(String, usize)>>);

impl Tree for Recorder {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        self.list_to(folder, usize::MAX, enter)
    }

    fn list_to(
        &self,
        folder: &str,
        depth: usize,
        enter: &dyn Fn(&str) -> bool,
    ) -> Result<Listing, TreeError> {
        self.1.lock().unwrap().push((folder.to_owned(), depth));
        self.0.list_to(folder, depth, enter)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        self.0.read(path)
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        self.0.stat(path)
    }
}

#[test]
fn lists_each_folder_once_and_no_deeper_than_needed() {
    let rows = "[[feeds]]\npath = \"feed.{ext}\"\n[[feeds]]\npath = \"b/c/x.{ext}\"\n[[feeds]]\neach = \"tag\"\npath = \"b/{tag}/x.xml\"\n";
    let tree = MemoryTree::new([
        CONFIG,
        ("feedwright.toml", rows),
        ("_posts/2024-01-02-a.md", "---\ntags: a\n---\n"),
    ]);
    let loaded = load(&tree, options()).unwrap_or_else(|error| panic!("{error}"));
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    let output = Recorder(MemoryTree::new([("a/b/c.xml", ""), ("b/c/x.xml", "")]), Mutex::default());
    assert_eq!(stale(&loaded.site, &loaded.feeds, &plan.feeds, false, &output), Ok(Vec::new()));
    let listed = output.1.into_inner().unwrap();
    assert_eq!(listed, [(String::new(), 1), ("b".to_owned(), 2), ("b/c".to_owned(), 1)]);
}

const WITH_PAGES: &str =
    "[[feeds]]\neach = \"category\"\npath = \"by/{category}.xml\"\nstyle = \"auto\"\npage = true\n";

#[test]
fn prunes_the_page_with_its_feed() {
    let site = site(WITH_PAGES);
    site.write("out/by/about.html", "<html><head></head><body>Ours? No.</body></html>\n");
    site.write("out/by/kin.html", &site.read("out/by/gone.html"));
    let own = site.read("out/by/gone.html").replace("gone.xml", "own.xml").replace("Feedwright", "Other");
    site.write("out/by/own.html", &own);
    let checked = build(&site, "--check").exits(1);
    for path in ["out/by/gone.html", "out/by/gone.xml"] {
        assert!(checked.stdout.contains(&format!("{path}: stale: ")), "{checked:?}");
    }
    assert_eq!(checked.stdout.matches("stale").count(), 2, "{checked:?}");
    build(&site, "--prune").exits(0);
    let kept =
        ["by/about.html", "by/kin.html", "by/news.html", "by/news.xml", "by/own.html", "feedwright.css"];
    assert_eq!(site.files("out"), kept);
    build(&site, "--check").exits(0);
}

#[test]
fn prunes_the_stylesheet_that_no_feed_needs() {
    let site = site(WITH_PAGES);
    // All values are gone, perhaps by mistake.
    fs::rename(site.path().join("_posts"), site.path().join("posts")).unwrap();
    let refused = build(&site, "--prune").exits(1);
    assert!(refused.stderr.contains("out/feedwright.css: stale, but not removed: "), "{refused:?}");
    assert!(is_there(&site, "out/feedwright.css") && is_there(&site, "out/by/news.html"));
    build(&site, "--prune --allow-empty").exits(0);
    assert_eq!(site.files("out"), [] as [&str; 0]);
    // No row asks for it any more, or some row does.
    let site = self::site(&format!("{WITH_PAGES}[[feeds]]\nname = \"all\"\npath = \"all.xml\"\n"));
    build(&site, "--prune").exits(0);
    let rows = "[[feeds]]\nname = \"all\"\npath = \"all.xml\"\n";
    site.write("feedwright.toml", &format!("{rows}style = \"auto\"\n"));
    build(&site, "--feed all --prune").exits(0);
    build(&site, "--prune").exits(0);
    assert!(is_there(&site, "out/feedwright.css"));
    site.write("feedwright.toml", rows);
    build(&site, "--feed all --prune").exits(0);
    assert!(is_there(&site, "out/feedwright.css"));
    let pruned = build(&site, "--prune").exits(0);
    assert!(pruned.stdout.contains("removed    out/feedwright.css\n"), "{pruned:?}");
    // Another one of that name stays.
    site.write("out/feedwright.css", "body {}\n");
    build(&site, "--check").exits(0);
    assert!(is_there(&site, "out/feedwright.css"));
}
