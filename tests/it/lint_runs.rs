//! `feedwright lint` where it could do harm or keep silent: fixes of what is not text, partial runs, folders inside a site.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use feedwright::lint::{Choice, KnownSites, Selection, lint};
use feedwright::site::config::Lint;
use feedwright::site::load::{LoadError, LoadedWhole, load_whole};
use feedwright::site::tree::{EntryKind, Listing, MemoryTree, Stat, Tree, TreeError, UnreadEntry};
use feedwright::text::diagnostic::Level;

use crate::cli::{Run, TestSite, feedwright, run};
use crate::written_feeds::options;

const CONFIG: (&str, &str) =
    ("_config.yml", "url: https://www.wherry-os.example\ntime: 2024-12-31\npermalink: pretty\n");
const ABOUT: (&str, &str) =
    ("about.md", "---\ntitle: About\npermalink: /about/\nredirect_from: /old/\n---\nWe.\n");

fn post(body: &str) -> String {
    format!("---\ntitle: To {}\n---\n{body}\n", body.len())
}

fn in_folder<const N: usize>(site: &TestSite, folder: &str, arguments: [&str; N]) -> Run {
    run(feedwright(arguments).current_dir(site.path().join(folder)))
}

fn with_stdin<const N: usize>(site: &TestSite, arguments: [&str; N], text: &str) -> Run {
    let mut command = feedwright(arguments);
    let command = command.current_dir(site.path());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A run that refuses its arguments reads nothing.
    child.stdin.take().unwrap().write_all(text.as_bytes()).ok();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_file_that_is_not_utf_8_is_never_written() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let latin = b"---\ntitle: L\n---\ncaf\xe9 [a](/old/)\n";
    fs::create_dir_all(site.path().join("_posts")).unwrap();
    for path in ["_posts/2024-01-02-latin.md", "latin.md"] {
        fs::write(site.path().join(path), latin).unwrap();
    }
    site.write("_posts/2024-01-03-text.md", &post("See [b](/old/)."));
    let said = site.feedwright(["lint", "--format", "concise"]).exits(1);
    assert!(said.stdout.contains("_posts/2024-01-02-latin.md:4:4: error malformed-front-matter"), "{said:?}");
    for flag in ["--fix", "--unsafe-fixes"] {
        site.feedwright(["lint", flag]).exits(1);
        for path in ["_posts/2024-01-02-latin.md", "latin.md"] {
            assert_eq!(fs::read(site.path().join(path)).unwrap(), latin, "{path}");
        }
    }
    assert!(site.read("_posts/2024-01-03-text.md").contains("(/about/)"));
    let said = site.feedwright(["lint", "--format", "json", "--only", "redirected-link"]).exits(0);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["summary"]["fixable"], 0);
}

#[test]
fn fixes_the_others_where_one_file_cannot_be_written() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let paths = ["_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md", "_posts/2024-01-03-c.md"];
    for path in paths {
        site.write(path, &post("See [b](/old/)."));
    }
    let locked = site.path().join(paths[0]);
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    let said = site.feedwright(["lint", "--fix", "--format", "concise"]).exits(2);
    assert!(said.stderr.contains("_posts/2024-01-01-a.md: its fixes are not applied: "), "{said:?}");
    assert!(said.stderr.contains("made 2 fixes in 2 files"), "{said:?}");
    assert!(said.stderr.contains("1 file could not be written; the rest is fixed"), "{said:?}");
    assert!(said.stdout.contains("_posts/2024-01-01-a.md:4:9: info redirected-link"), "{said:?}");
    assert!(site.read(paths[0]).contains("(/old/)"));
    assert!(site.read(paths[1]).contains("(/about/)") && site.read(paths[2]).contains("(/about/)"));
}

#[cfg(unix)]
#[test]
fn a_fix_is_made_where_a_link_leads() {
    let site = TestSite::new(&[CONFIG, ABOUT, ("shared/text.md", &post("See [b](/old/)."))]);
    fs::create_dir_all(site.path().join("_posts")).unwrap();
    let link = site.path().join("_posts/2024-01-01-a.md");
    std::os::unix::fs::symlink("../shared/text.md", &link).unwrap();
    site.feedwright(["lint", "--fix"]).exits(0);
    assert!(link.is_symlink());
    assert!(site.read("shared/text.md").contains("(/about/)"));
}

#[test]
fn a_baseline_shrinks_on_runs_over_the_whole_site_alone() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    site.write("_posts/2024-01-01-a.md", &post("See [b](/gone/)."));
    site.write("_posts/2024-01-02-b.md", &post("See [b](/gone-too/)."));
    site.write("feed.xml", "<rss version=\"2.0\"><channel><title>A</title></channel></rss>\n");
    site.feedwright(["lint", "--write-baseline", "lint.json"]).exits(0);
    let known = site.read("lint.json");
    site.write("_posts/2024-01-02-b.md", &post("See [b](/about/)."));
    site.feedwright(["lint", "_posts/2024-01-02-b.md", "--baseline", "lint.json"]).exits(0);
    site.feedwright(["lint", "_posts", "--baseline", "lint.json"]).exits(0);
    site.feedwright(["lint", "--only", "dead-link", "--baseline", "lint.json"]).exits(0);
    site.feedwright(["lint", "feed.xml", "--exit-zero", "--baseline", "lint.json"]).exits(0);
    in_folder(&site, "_posts", ["lint", "--baseline", "../lint.json"]).exits(0);
    with_stdin(
        &site,
        ["lint", "-", "--stdin-path", "_posts/2024-01-02-b.md", "--baseline", "lint.json"],
        "---\ntitle: A\n---\n",
    )
    .exits(0);
    assert_eq!(site.read("lint.json"), known);
    site.feedwright(["lint", "--baseline", "lint.json"]).exits(0);
    let left = site.read("lint.json");
    assert!(left.contains("`/gone/`") && !left.contains("gone-too"), "{left}");
}

#[test]
fn a_run_over_feeds_and_one_over_posts_share_a_baseline() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    site.write("_posts/2024-01-01-a.md", &post("See [b](/gone/)."));
    site.write("_site/feed.xml", "<rss version=\"2.0\"><channel><title>A</title></channel></rss>\n");
    site.feedwright(["lint", "--write-baseline", "lint.json"]).exits(0);
    site.feedwright(["lint", "--feeds", "--exit-zero", "--baseline", "lint.json"]).exits(0);
    assert!(site.read("lint.json").contains("`/gone/`"));
    site.feedwright(["lint", "--feeds", "--write-baseline", "feeds.json"]).exits(0);
    let feeds = site.read("feeds.json");
    site.feedwright(["lint", "--exit-zero", "--baseline", "feeds.json"]).exits(0);
    assert_eq!(site.read("feeds.json"), feeds);
}

#[test]
fn folders_inside_a_site_are_checked_or_reported_as_empty() {
    let site = TestSite::new(&[CONFIG, ABOUT, ("assets/a.css", "a {}\n")]);
    site.write("_posts/2024-01-01-a.md", &post("See [b](/gone/)."));
    site.write("talks/_posts/2024-01-02-b.md", &post("See [b](/gone-too/)."));
    fs::create_dir_all(site.path().join("empty/deep")).unwrap();
    let named = in_folder(&site, "_posts", ["lint", ".", "--format", "concise"]).exits(1);
    let said = in_folder(&site, "_posts", ["lint", "--format", "concise"]).exits(1);
    assert!(said.stdout.starts_with("2024-01-01-a.md:4:9: error dead-link"), "{said:?}");
    assert_eq!((named.stdout, &*said.stderr), (said.stdout.clone(), "note: 1 error in 1 file\n"));
    assert_eq!(said.stdout.lines().count(), 1);
    let said = in_folder(&site, "talks", ["lint", "--format", "concise"]).exits(1);
    assert!(said.stdout.starts_with("_posts/2024-01-02-b.md:4:9: error dead-link"), "{said:?}");
    for folder in ["empty", "empty/deep", "assets"] {
        let said = in_folder(&site, folder, ["lint"]).exits(2);
        assert!(
            said.stdout.starts_with("nothing was checked: there is no post and no page in ."),
            "{said:?}"
        );
    }
    let said = site.feedwright(["lint", "assets/a.css", "--format", "json"]).exits(2);
    assert!(said.stderr.contains("nothing was checked: "), "{said:?}");
    assert!(
        said.stdout.contains("\"nothing_checked\": \"there is no post and no page in assets/a.css"),
        "{said:?}"
    );
    let said = site.feedwright(["lint", "about.md"]).exits(0);
    assert_eq!(said.stdout, "no findings in 1 file\n");
}

#[test]
fn a_gitignore_above_the_site_counts() {
    let site = TestSite::new(&[
        (".git/HEAD", ""),
        (".gitignore", "/docs/api\n/docs/made/*.html\n/other/\nbuilt\n# /docs/gone\n"),
        ("docs/_config.yml", CONFIG.1),
        ("docs/about.md", ABOUT.1),
        ("docs/.gitignore", "/own/\n"),
        (
            "docs/index.md",
            "---\ntitle: I\n---\n[a](/api/a.html) [b](/made/b.html) [c](/own/) [d](/built/) [e](/other/) [f](/gone/)\n",
        ),
    ]);
    let said = in_folder(&site, "docs", ["lint", "--format", "concise"]).exits(1);
    let dead: Vec<&str> = said.stdout.lines().filter(|line| line.contains("dead-link")).collect();
    assert_eq!(dead.len(), 2, "{said:?}");
    assert!(dead[0].contains("`/other/`") && dead[1].contains("`/gone/`"), "{said:?}");
    let said = site.feedwright(["lint", "docs", "--format", "concise"]).exits(1);
    assert_eq!(said.stdout.lines().filter(|line| line.contains("dead-link")).count(), 2, "{said:?}");
    // Without a repository nothing above is asked.
    fs::remove_dir_all(site.path().join(".git")).unwrap();
    let said = in_folder(&site, "docs", ["lint", "--format", "concise"]).exits(1);
    assert_eq!(said.stdout.lines().filter(|line| line.contains("dead-link")).count(), 5, "{said:?}");
}

#[test]
fn a_file_may_be_free_of_words_about_its_suppressions() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let idle = "<!-- feedwright-disable-next-line dead-link -->\nSee [b](/about/).";
    site.write("_posts/2024-01-01-a.md", &post(idle));
    for names in ["all", "unused-suppression"] {
        let row = format!("[[lint.per-file]]\npaths = [\"_posts/*\"]\ndisable = [\"{names}\"]\n");
        site.write("feedwright.toml", &row);
        let said = site.feedwright(["lint", "--format", "concise"]).exits(0);
        assert_eq!(
            (&*said.stdout, &*said.stderr),
            ("", "note: no findings in 2 files, 1 suppressed\n"),
            "{names}"
        );
    }
    // A row that silences the rule does not make the comment an error.
    site.write("_posts/2024-01-01-a.md", &post(&idle.replace("/about/", "/gone/")));
    site.write("feedwright.toml", "[[lint.per-file]]\npaths = [\"_posts/*\"]\ndisable = [\"dead-link\"]\n");
    assert_eq!(site.feedwright(["lint", "--format", "concise"]).exits(0).stdout, "");
}

#[test]
fn what_rules_that_did_not_look_would_need_is_not_removed() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let path = "_posts/2024-01-01-a.md";
    let text = post(
        "<!-- feedwright-disable-next-line -->\nSee [b](/gone/).\n\n<!-- feedwright-disable-next-line dead-lnk -->\nSee [c](/about/).",
    );
    site.write(path, &text);
    site.feedwright(["lint", "--fix", "--skip", "dead-link"]).exits(0);
    assert_eq!(site.read(path), text);
    site.write("feedwright.toml", "[lint.rules]\ndead-link = \"off\"\n");
    let said = site.feedwright(["lint", "--fix", "--format", "concise"]).exits(0);
    assert_eq!(site.read(path), text);
    assert_eq!(said.stdout.lines().count(), 1, "{said:?}");
    assert!(
        said.stdout.contains(":7:35: warning unused-suppression: no rule is called `dead-lnk`"),
        "{said:?}"
    );
}

#[test]
fn services_know_files_from_the_root_of_the_repository() {
    let site = TestSite::new(&[]);
    site.write("docs/_config.yml", CONFIG.1);
    site.write("docs/_posts/2024-01-01-a b.md", &post("See [b](/gone/)."));
    site.write("docs/old.xml", "<rss version=\"2.0\"><channel><title>A</title></channel></rss>\n");
    let formats = [
        ("github", "file=docs/_posts/2024-01-01-a b.md,line=4"),
        ("gitlab", "\"path\": \"docs/_posts/2024-01-01-a b.md\""),
        ("sarif", "\"uri\": \"docs/_posts/2024-01-01-a%20b.md\""),
        ("checkstyle", "\"docs/_posts/2024-01-01-a b.md\""),
        ("junit", "file=\"docs/_posts/2024-01-01-a b.md\""),
    ];
    for (format, expected) in formats {
        let said = site.feedwright(["lint", "docs", "--format", format]).exits(1);
        assert!(said.stdout.contains(expected), "{format}: {said:?}");
    }
    for format in ["json", "concise"] {
        let said = site.feedwright(["lint", "docs", "--format", format]).exits(1);
        assert!(said.stdout.contains("_posts/2024-") && !said.stdout.contains("docs/"), "{format}: {said:?}");
    }
    fs::create_dir_all(site.path().join(".git")).unwrap();
    for (format, expected) in formats {
        let said = in_folder(&site, "docs", ["lint", "--format", format]).exits(1);
        assert!(said.stdout.contains(expected), "{format}: {said:?}");
        let said = in_folder(&site, "docs/_posts", ["lint", "--format", format]).exits(1);
        assert!(said.stdout.contains(expected), "{format}: {said:?}");
    }
    let said = in_folder(&site, "docs", ["lint", "old.xml", "--format", "sarif"]).exits(1);
    let sarif: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let run = &sarif["runs"][0];
    let place = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(
        (place["uri"].as_str(), place["uriBaseId"].as_str()),
        (Some("docs/old.xml"), Some("%SRCROOT%"))
    );
    let root = run["originalUriBaseIds"]["%SRCROOT%"]["uri"].as_str().unwrap();
    assert!(root.starts_with("file:///") && root.ends_with('/') && !root.ends_with("docs/"), "{root}");
}

#[test]
fn statistics_are_in_json_and_an_exit_code_has_its_reason() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let comment = "<!-- feedwright-disable-line dead-link -->";
    site.write("_posts/2024-01-01-a.md", &post(&format!("{comment}\nSee [b]({{{{ site.x }}}}/a/).")));
    let said = site.feedwright(["lint", "--strict-unknown"]).exits(1);
    assert!(
        said.stderr.contains("1 target could not be checked, and `--strict-unknown` is given"),
        "{said:?}"
    );
    let said = site.feedwright(["lint", "--statistics", "--format", "json"]).exits(0);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["summary"]["statistics"]["unused-suppression"], 1);
    let said = site.feedwright(["lint", "--format", "json"]).exits(0);
    assert!(!said.stdout.contains("statistics"), "{said:?}");
}

#[test]
fn reports_findings_beyond_the_bound() {
    let site = TestSite::new(&[]);
    let item = "<item><title>A</title><link>https://a.example/</link><nonsense/></item>";
    let feed =
        format!("<rss version=\"2.0\"><channel><title>A</title>{}</channel></rss>\n", item.repeat(1200));
    site.write("feed.xml", &feed);
    let said = site.feedwright(["lint", "feed.xml", "--format", "concise"]).exits(1);
    assert!(said.stderr.contains("not listed: 200 more findings of feed/"), "{}", said.stderr);
    let said = site.feedwright(["lint", "feed.xml", "--format", "json"]).exits(1);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["summary"]["unlisted"][0]["more"], 200);
}

#[test]
fn findings_of_one_rule_in_one_file_are_bounded() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    let dead: String = (0..1200).map(|n| format!("[a](/missing-{n}/)\n\n")).collect();
    site.write("_posts/2024-01-01-a.md", &post(&dead));
    site.write("_posts/2024-01-02-b.md", &post(&format!("<!-- feedwright-disable dead-link -->\n{dead}")));
    let count = |site: &TestSite| {
        let json = site.feedwright(["lint", "--only", "dead-link", "--format", "json"]).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let summary = &json["summary"];
        let unlisted = summary["unlisted"].as_array().map_or(0, Vec::len);
        (summary["errors"].clone(), summary["suppressed"].clone(), unlisted)
    };
    assert_eq!(count(&site), (1000.into(), 1200.into(), 1));
    site.write(
        "feedwright.toml",
        "[[lint.per-file]]\npaths = [\"_posts/*-a.md\"]\ndisable = [\"dead-link\"]\n",
    );
    assert_eq!(count(&site), (0.into(), 2400.into(), 0));
}

/// A site of which one folder or file cannot be read, by its path.
struct Locked {
    tree: MemoryTree,
    path: &'static str,
}

impl Locked {
    fn load(path: &'static str) -> Result<(Self, LoadedWhole), LoadError> {
        let post = "---\ntitle: A\n---\nA.\n";
        let names =
            ["_config.yml", "_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md", "lost+found/a.md", "a.html"];
        let tree = MemoryTree::new(names.map(|name| (name, if name == "_config.yml" { "" } else { post })));
        let locked = Self { tree, path };
        let options = options();
        load_whole(&locked, options).map(|loaded| (locked, loaded))
    }

    fn refusal(&self) -> TreeError {
        TreeError { path: self.path.to_owned(), reason: "Permission denied".to_owned(), missing: false }
    }
}

impl Tree for Locked {
    fn list(&self, folder: &str, enter: &dyn Fn(&str) -> bool) -> Result<Listing, TreeError> {
        if folder == self.path {
            return Err(self.refusal());
        }
        let mut listing = self.tree.list(folder, &|path| path != self.path && enter(path))?;
        if !self.path.contains('.') && enter(self.path) {
            listing.unread.push(UnreadEntry { error: self.refusal(), kind: EntryKind::Folder });
        }
        Ok(listing)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, TreeError> {
        if path == self.path { Err(self.refusal()) } else { self.tree.read(path) }
    }

    fn stat(&self, path: &str) -> Result<Stat, TreeError> {
        self.tree.stat(path)
    }
}

#[test]
fn a_folder_that_may_hold_posts_and_cannot_be_read_is_an_error() {
    let Err(error) = Locked::load("lost+found") else { panic!("`lost+found/_posts` may be there") };
    assert_eq!(
        error.to_string(),
        "the folder lost+found: Permission denied; it may hold posts; check its permissions, or add it to \
         `exclude` in `_config.yml` if it holds none"
    );
    let Err(error) = Locked::load("_posts") else { panic!("feeds would lose all their entries") };
    assert_eq!(
        error.to_string(),
        "the folder _posts: Permission denied; its posts cannot be read; check its permissions"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding() {
    for path in ["_posts/2024-01-02-b.md", "a.html"] {
        let (tree, loaded) = Locked::load(path).unwrap();
        let selection = Selection::new(&Lint::default(), &Choice::default()).unwrap();
        let outcome = lint(loaded.whole(), &loaded.feeds, &tree, KnownSites::default(), &selection);
        let of_file: Vec<_> = outcome.diagnostics.iter().filter(|found| &*found.path == path).collect();
        assert_eq!(of_file.len(), 1, "{of_file:?}");
        assert_eq!((of_file[0].rule, of_file[0].level), ("malformed-front-matter", Level::Error));
        assert_eq!(&*of_file[0].message, "it cannot be read: Permission denied");
        assert!(!outcome.outlines.iter().any(|outline| &**outline.path() == path));
    }
}

#[test]
fn a_feed_that_is_written_into_the_built_site_is_there() {
    let site = TestSite::new(&[CONFIG, ABOUT, ("_site/about/index.html", "<p>We.</p>")]);
    site.write("feedwright.toml", "[[feeds]]\nname = \"news\"\npath = \"news.xml\"\nformat = \"rss\"\n");
    site.write("_posts/2024-01-01-a.md", &post("See [a](/news.xml) and [b](/feed.xml)."));
    let said = site.feedwright(["lint", "--built", "_site", "--format", "concise"]).exits(1);
    assert_eq!(said.stdout.lines().count(), 1, "{said:?}");
    assert!(said.stdout.contains("dead-link: `/feed.xml`"), "{said:?}");
}

#[test]
fn a_finding_says_one_thing_and_what_can_be_meant() {
    let site = TestSite::new(&[CONFIG, ABOUT, ("assets/quay.png", "x")]);
    site.write(
        "_posts/2024-01-01-img.md",
        &post("![a](img.png) ![b](/assets/quai.png) [c](/abot/) [d]((/gone/))"),
    );
    let said = site.feedwright(["lint", "--skip", "missing-alt", "--format", "json"]).exits(1);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let found: Vec<(&str, &str)> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["rule"].as_str().unwrap(), one["help"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("dead-link", "correct the link, or remove it"),
            ("dead-link", "did you mean `/assets/quay.png`? Correct the link, or remove it"),
            ("dead-link", "did you mean `/about/`? Correct the link, or remove it"),
            ("broken-link-syntax", "write `[text](url)`"),
        ]
    );
}

#[test]
fn standard_input_is_a_feed_or_a_post_by_what_is_in_it() {
    let site = TestSite::new(&[CONFIG, ABOUT]);
    for text in ["---\ntitle: X\n---\n", "# Notes\n"] {
        let said = with_stdin(&site, ["lint", "-"], text).exits(2);
        assert!(said.stderr.contains("`--stdin-path`"), "{said:?}");
    }
    for text in ["", "\n<?xml version=\"1.0\"?><rss/>", "{\"version\": 1}"] {
        with_stdin(&site, ["lint", "-"], text).exits(1);
    }
    let said = site.feedwright(["lint", "--stdin-path", "_posts/2024-01-01-a.md"]).exits(2);
    assert!(said.stderr.contains("add `-`"), "{said:?}");
    let said = with_stdin(&site, ["lint", "-", "--stdin-path", "a.md", "--fix"], "A.\n").exits(2);
    assert!(said.stderr.contains("`--diff`"), "{said:?}");
}

#[test]
fn a_cause_that_one_finding_is_left_with_is_none() {
    let mut files = vec![("_config.yml".to_owned(), "title: Ruff\nurl: https://ruff.example\n".to_owned())];
    let names = ["oar", "mast", "sail", "keel", "helm"];
    for name in names {
        let page = format!("---\ntitle: {name}\npermalink: /new/{name}/\n---\nText.\n");
        files.push((format!("{name}.md"), page));
    }
    // Four lead into a folder that is not there, which explains them first.
    let links = "[a](/old/oar/) [b](/old/mast/) [c](/old/sail/) [d](/old/keel/) [e](/helm/)";
    files.push(("_posts/2024-01-02-a.md".to_owned(), format!("---\ntitle: A\n---\n{links}\n")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = TestSite::new(&files).feedwright(["lint", ".", "--format", "concise"]).exits(1).stdout;
    assert!(found.contains("like 3 more links into `/old/`"), "{found}");
    assert!(
        found.contains("error dead-link: `/helm/` leads nowhere") && !found.contains("like 0"),
        "{found}"
    );
}

#[test]
fn urls_with_outputs_lose_their_backslashes() {
    let post = "---\ntitle: A\ndate: 2024-01-02\n---\n![a]({{ site.baseurl }}/img/a\\_b.png) \
        ![b]({{ site.baseurl }}/img/a\\_c.png) ![c][c] [d]({{ \"/posts/a/\" | url }}) [e]({{ '../gone/' | url }}) [f]({{ '/gone/' | url }}) [g]({{ '/x/' | own }})\n\n[c]: {{ site.baseurl }}/img/a&#95;b.png\n";
    let site = TestSite::new(&[
        (
            "eleventy.config.js",
            "export default function (c) { c.addPassthroughCopy('img'); return { pathPrefix: '/deck/' }; }\n",
        ),
        ("posts/a.md", post),
        ("img/a_b.png", ""),
    ]);
    let found = site.feedwright(["lint", ".", "--format", "concise"]).exits(1).stdout;
    assert_eq!(found.matches("dead-link").count(), 3, "{found}");
    for dead in ["a_c.png", "'../gone/'", "'/gone/'"] {
        assert!(found.contains(dead), "{found}");
    }
}

#[test]
fn what_shortcodes_are_given_has_no_headings() {
    let lines = |(open, close): (&str, &str)| format!("Words.\n\n{open}\nx\n=\n\ny\n{close}\n");
    let of = |files: &[(&str, &str)]| {
        TestSite::new(files).feedwright(["lint", ".", "--format", "concise", "--exit-zero"]).stdout
    };
    let head = "+++\ntitle = \"A\"\ndate = 2024-01-02\n+++\n";
    let hugo = |body: &str| {
        let text = format!("{head}{body}");
        of(&[("hugo.toml", "baseURL = 'https://ruff.example/'\n"), ("content/posts/a.md", &text)])
    };
    let zola = |body: &str| {
        let text = format!("{head}{body}");
        let config = "base_url = \"https://ruff.example\"\ngenerate_feeds = true\n";
        of(&[("config.toml", config), ("content/a.md", &text)])
    };
    assert!(!hugo(&lines(("{{< sum >}}", "{{< /sum >}}"))).contains("heading-level-one"));
    assert!(hugo(&lines(("{{< sum >}}", "\n{{< sum >}}"))).contains("heading-level-one"));
    assert!(!zola(&lines(("{% sum(a=1) %}", "{% end %}"))).contains("heading-level-one"));
    assert!(zola(&lines(("{{ sum() }}", ""))).contains("heading-level-one"));
}
