//! What a run does with files and folders of the site that it cannot read: an I/O error is not a decision of the author.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::cli::{Run, TestSite, feedwright, left_out, run};

const CONFIG: (&str, &str) = (
    "_config.yml",
    "title: Wherry\nurl: https://wherry.example\nplugins: [jekyll-feed]\ncollections: {notes: {output: true}}\nexclude: [kept-out]\n",
);
const OWN: (&str, &str) = (
    "feedwright.toml",
    "[[feeds]]\nname = \"posts\"\npath = \"posts.xml\"\n\n[[feeds]]\nname = \"notes\"\npath = \"notes.xml\"\ncollections = [\"notes\"]\n",
);

/// What is done to a site before the second run.
enum Harm {
    /// The file or folder loses all its permissions.
    Lock(&'static str),
    /// A file gets other bytes.
    Write(&'static str, &'static [u8]),
    /// A link that leads to nothing.
    Dangling(&'static str),
    /// A post is written below this path, which is not UTF-8.
    Named(&'static [u8]),
}

impl Harm {
    fn to(&self, site: &TestSite) {
        let root = site.path();
        match self {
            Self::Lock(path) => {
                fs::set_permissions(root.join(path), fs::Permissions::from_mode(0o000)).unwrap();
            }
            Self::Write(path, bytes) => {
                fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                fs::write(root.join(path), bytes).unwrap();
            }
            Self::Dangling(path) => symlink("/nonexistent/wherry", root.join(path)).unwrap(),
            Self::Named(path) => {
                let file = root.join(Path::new(OsStr::from_bytes(path)));
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, "---\ntitle: New\n---\nNew.\n").unwrap();
            }
        }
    }

    fn undo(&self, site: &TestSite) {
        if let Self::Lock(path) = self {
            fs::set_permissions(site.path().join(path), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
}

/// A site of two posts and two notes; the oldest of each asks for nothing.
fn site() -> TestSite {
    TestSite::new(&[
        CONFIG,
        OWN,
        ("_posts/2024-01-01-old.md", "---\ntitle: Old\n---\nOld.\n"),
        ("_posts/2024-02-01-team.md", "---\ntitle: Team\n---\nLed by {{ site.data.team.lead }}.\n"),
        ("_notes/a.md", "---\ntitle: Card\ndate: 2024-01-01\n---\n{% include card.html %}\n"),
        (
            "docs/_posts/2024-03-01-docs.md",
            "---\ntitle: Docs\n---\n{% include_relative part.txt %} {% link about.md %}\n",
        ),
        ("_drafts/later.md", "---\ntitle: Later\n---\nLater.\n"),
        ("pictures/a.txt", "a\n"),
        ("kept-out/a.txt", "a\n"),
        ("_site/pictures/a.txt", "a\n"),
        ("_data/authors.yml", "ada: {name: Ada}\n"),
        ("_data/team.yml", "lead: Ada\n"),
        ("_data/ships/wherry.yml", "sails: 1\n"),
        ("_includes/card.html", "A card.\n"),
        ("_includes/unused.html", "Nobody asks for it.\n"),
        ("docs/_posts/part.txt", "A part.\n"),
        ("about.md", "---\ntitle: About\n---\nAbout.\n"),
    ])
}

/// Runs the program as a user who is bound by permissions: root, without what lets it read everything. Nothing where that
/// cannot be done.
pub(crate) fn bound<const N: usize>(site: &TestSite, arguments: [&str; N]) -> Option<Run> {
    let probe = site.path().join(".probe");
    fs::write(&probe, "").ok()?;
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).ok()?;
    let reads_everything = fs::read(&probe).is_ok();
    fs::remove_file(&probe).ok()?;
    let program = feedwright(arguments);
    if !reads_everything {
        let mut program = program;
        return Some(run(program.current_dir(site.path())));
    }
    let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].into_iter().find(|path| Path::new(path).exists())?;
    let mut command = Command::new(setpriv);
    command.env_clear().args(["--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]);
    command.arg(program.get_program()).args(program.get_args());
    Some(run(command.current_dir(site.path())))
}

/// Builds a site, harms it, and builds it again: the exit statuses with and without `--strict`, whether each feed still is
/// the old one, and what was said.
fn second_build(harm: &Harm) -> Option<(i32, i32, bool, bool, String)> {
    let site = site();
    bound(&site, ["build", "--now", "2024-05-01"])?.exits(0);
    let old = (site.read("_site/posts.xml"), site.read("_site/notes.xml"));
    // What a feed that is written anew would have, and an old one has not.
    site.write("_posts/2024-04-01-latest.md", "---\ntitle: Latest\n---\nLatest.\n");
    site.write("_notes/b.md", "---\ntitle: Latest\ndate: 2024-04-01\n---\nLatest.\n");
    harm.to(&site);
    let strict = bound(&site, ["build", "--now", "2024-05-01", "--strict"])?;
    let loose = bound(&site, ["build", "--now", "2024-05-01"])?;
    harm.undo(&site);
    let kept = (site.read("_site/posts.xml") == old.0, site.read("_site/notes.xml") == old.1);
    Some((loose.code, strict.code, kept.0, kept.1, loose.stderr))
}

#[test]
fn read_errors_keep_old_feeds_and_exit_with_2() {
    const POSTS: (i32, i32, bool, bool) = (2, 2, true, false);
    const NOTES: (i32, i32, bool, bool) = (2, 2, false, true);
    const BOTH: (i32, i32, bool, bool) = (2, 2, true, true);
    const NONE: (i32, i32, bool, bool) = (0, 0, false, false);
    for (harm, outcome, said) in [
        (
            Harm::Lock("_posts/2024-01-01-old.md"),
            POSTS,
            "_posts/2024-01-01-old.md:1:1: it cannot be read: permission denied",
        ),
        (Harm::Lock("_notes/a.md"), NOTES, "_notes/a.md:1:1: it cannot be read: permission denied"),
        (
            Harm::Lock("docs"),
            BOTH,
            "the folder docs: permission denied; it may hold posts; check its permissions, or add it to `exclude`",
        ),
        (
            Harm::Lock("docs/_posts"),
            BOTH,
            "the folder docs/_posts: permission denied; its posts cannot be read",
        ),
        (Harm::Lock("pictures"), BOTH, "the folder pictures: permission denied; it may hold posts"),
        (Harm::Lock("pictures/a.txt"), NONE, ""),
        (Harm::Lock("_posts"), BOTH, "_posts: permission denied"),
        (Harm::Lock("_notes"), BOTH, "the folder _notes: permission denied"),
        (Harm::Lock("_site/pictures"), NONE, ""),
        (Harm::Lock("kept-out"), NONE, ""),
        (Harm::Lock("_drafts/later.md"), NONE, ""),
        (
            Harm::Lock("_data/authors.yml"),
            BOTH,
            "_data/authors.yml:1:1: it cannot be read: permission denied",
        ),
        (Harm::Write("_data/authors.yml", b"ada: [\n"), BOTH, "_data/authors.yml:"),
        (Harm::Write("_data/authors.json", b"{\xff}"), BOTH, "_data/authors.json:1:2: it is not UTF-8"),
        (Harm::Lock("_data"), BOTH, "_data/:1:1: it cannot be read: permission denied"),
        (
            Harm::Dangling("_posts/2024-03-03-link.md"),
            POSTS,
            "_posts/2024-03-03-link.md:1:1: it cannot be read: no such file",
        ),
        (Harm::Dangling("_posts/2023"), BOTH, "the folder _posts/2023: no such file"),
        (Harm::Dangling("result"), NONE, ""),
        (Harm::Dangling("pictures/b.png"), NONE, ""),
        (Harm::Dangling("_posts/.#2024-03-03-open.md"), NONE, ""),
        (
            Harm::Named(b"_posts/2024-03-03-caf\xe9.md"),
            POSTS,
            "_posts/2024-03-03-caf\\xE9.md:1:1: it cannot be read: its name is not UTF-8",
        ),
        (
            Harm::Named(b"caf\xe9/_posts/2024-03-03-a.md"),
            POSTS,
            "caf\\xE9/_posts/2024-03-03-a.md:1:1: it cannot be read: its name is not UTF-8",
        ),
        (Harm::Named(b"pictures/caf\xe9.png"), NONE, ""),
        (
            Harm::Write("_posts/2024-03-03-bad.md", b"---\ntitle: [\n---\n"),
            (0, 1, false, false),
            "(the post is omitted)",
        ),
        (
            Harm::Write("_posts/2024-03-03-bad.md", b"---\ntitle: caf\xe9\n---\n"),
            (0, 1, false, false),
            "(the post is omitted)",
        ),
        (
            Harm::Write("_posts/2024-03-03-bad.md", b"---\ntitle: A\n---\ncaf\xe9\n"),
            (0, 1, false, false),
            "(the post is omitted)",
        ),
        (Harm::Write("_drafts/later.md", b"---\ntitle: A\n---\ncaf\xe9\n"), NONE, ""),
        (Harm::Write("_notes/a.png", b"\x89PNG\r\n\xff"), NONE, ""),
        (
            Harm::Lock("_data/team.yml"),
            POSTS,
            "needs `_data/team.yml:1:1`: it cannot be read: permission denied",
        ),
        (Harm::Lock("_data/ships"), POSTS, "needs `_data/ships/:1:1`: it cannot be read: permission denied"),
        (Harm::Write("_data/team.yml", b"lead: Ada\n  x: [b\n"), POSTS, "needs `_data/team.yml:2:"),
        (Harm::Write("_data/new.json", b"{\"a\": 1"), POSTS, "needs `_data/new.json:1:"),
        (
            Harm::Write("_data/new.csv", b"a,b\n\"x,1\n"),
            POSTS,
            "needs `_data/new.csv:2:1`: a quoted field is never closed",
        ),
        (
            Harm::Write("_data/new.tsv", b"a\tb\nx \"y\"\t1\n"),
            POSTS,
            "needs `_data/new.tsv:2:3`: a quote in a field",
        ),
        (
            Harm::Dangling("_data/new.yml"),
            POSTS,
            "needs `_data/new.yml:1:1`: it cannot be read: no such file",
        ),
        (
            Harm::Lock("_includes/card.html"),
            NOTES,
            "_notes/a.md:5:1: the file `card.html` in `_includes` cannot be read: permission denied",
        ),
        (
            Harm::Write("_includes/card.html", b"caf\xe9\n"),
            NOTES,
            "the file `card.html` in `_includes` cannot be read: not UTF-8",
        ),
        (
            Harm::Lock("_includes"),
            NOTES,
            "the file `card.html` in `_includes` cannot be read: permission denied",
        ),
        (Harm::Lock("_includes/unused.html"), NONE, ""),
        (
            Harm::Lock("docs/_posts/part.txt"),
            POSTS,
            "the file `part.txt` beside this file cannot be read: permission denied",
        ),
        (
            Harm::Write("docs/_posts/part.txt", b"caf\xe9\n"),
            POSTS,
            "the file `part.txt` beside this file cannot be read: not UTF-8",
        ),
        (Harm::Lock("about.md"), POSTS, "needs `about.md:1:1`: it cannot be read: permission denied"),
        (Harm::Lock("_config.yml"), BOTH, "_config.yml: permission denied"),
        (Harm::Lock("feedwright.toml"), BOTH, "feedwright.toml: permission denied"),
    ] {
        let Some((loose, strict, posts, notes, stderr)) = second_build(&harm) else {
            left_out("files that cannot be read: root reads everything, and there is no setpriv");
            return;
        };
        assert_eq!((loose, strict, posts, notes), outcome, "{said}: {stderr}");
        assert!(stderr.contains(said), "{said}: {stderr}");
    }
}

#[test]
fn every_command_tells_of_a_post_that_cannot_be_read() {
    let site = site();
    let harm = Harm::Lock("_posts/2024-01-01-old.md");
    harm.to(&site);
    const SAID: &str = "_posts/2024-01-01-old.md:1:1: it cannot be read: permission denied";
    for (arguments, code) in [
        (["build", "--check", "--now", "2024-05-01"], 2),
        (["feed", "--quiet", "--now", "2024-05-01"], 2),
        (["list", "--quiet", "--now", "2024-05-01"], 2),
        (["list", "--format=json", "--now", "2024-05-01"], 2),
        (["why", "team", "--now", "2024-05-01"], 2),
        (["lint", "--format=concise", "--now", "2024-05-01"], 1),
    ] {
        let Some(run) = bound(&site, arguments) else { return };
        let run = run.exits(code);
        assert!(
            [&run.stdout, &run.stderr].iter().any(|text| text.contains(SAID)
                || text.contains("2024-01-01-old.md:1:1: error malformed-front-matter")),
            "{arguments:?}: {run:?}"
        );
        if arguments[0] == "feed" {
            assert_eq!(run.stdout, "", "no feed that lacks a post is printed");
        }
    }
    harm.undo(&site);
}

#[test]
fn a_filter_on_paths_tells_which_feeds_may_hold_a_post() {
    let site = site();
    site.write("feedwright.toml", "[[feeds]]\npath = \"a.xml\"\npaths = [\"docs/*\"]\n[[feeds]]\npath = \"b.xml\"\nexclude-paths = [\"docs/*\"]\n");
    let harm = Harm::Lock("docs/_posts/2024-03-01-docs.md");
    harm.to(&site);
    let Some(run) = bound(&site, ["build", "--now", "2024-05-01"]) else { return };
    harm.undo(&site);
    run.exits(2);
    assert_eq!(site.files("_site"), ["b.xml", "pictures/a.txt"]);
}

#[test]
fn a_plain_folder_of_posts_is_read_whole_or_not_at_all() {
    let post = "---\ntitle: A\ndate: 2024-01-01\n---\nA.\n";
    let own = "[site]\nurl = \"https://wherry.example\"\n[posts]\nfolders = [\"content/blog\"]\nexclude = [\"content/blog/kept/*\"]\n[[feeds]]\npath = \"a.xml\"\n";
    for (path, code) in
        [("content", 2), ("content/blog", 2), ("content/blog/new", 2), ("content/blog/kept", 0), ("theme", 0)]
    {
        let site = TestSite::new(&[
            ("feedwright.toml", own),
            ("content/blog/a.md", post),
            ("content/blog/new/a.md", post),
            ("content/blog/kept/a.md", post),
            ("theme/a.css", ""),
        ]);
        let harm = Harm::Lock(path);
        harm.to(&site);
        let run = bound(&site, ["build", "--now", "2024-05-01"]);
        harm.undo(&site);
        let Some(run) = run else { return };
        assert_eq!(run.exits(code).stderr.contains(path), code == 2);
    }
}

#[test]
fn a_feed_whose_template_lists_posts_waits_for_all_of_them() {
    let site = site();
    site.write(
        "_notes/a.md",
        "---\ntitle: All\ndate: 2024-01-01\n---\n{% for p in site.posts %}{{ p.title }}{% endfor %}\n",
    );
    let harm = Harm::Lock("_posts/2024-01-01-old.md");
    harm.to(&site);
    let Some(run) = bound(&site, ["build", "--now", "2024-05-01"]) else { return };
    harm.undo(&site);
    let run = run.exits(2);
    assert!(run.stderr.contains("_notes/a.md: it needs `_posts/2024-01-01-old.md:1:1`"), "{run:?}");
    assert_eq!(site.files("_site"), ["pictures/a.txt"]);
}

#[test]
fn lint_finds_data_files_that_no_post_asks_for() {
    let site = site();
    site.write("_posts/2024-02-01-team.md", "---\ntitle: Team\n---\nNobody.\n");
    site.write("_data/team.yml", "lead: Ada\n  x: [b\n");
    site.feedwright(["build", "--now", "2024-05-01", "--strict"]).exits(0);
    let run = site.feedwright(["lint", "--format", "concise", "--only", "malformed-data-file"]).exits(1);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("_data/team.yml:2:")).count(), 1, "{run:?}");
}

#[test]
fn a_row_with_each_waits_for_posts_whose_values_are_lost() {
    let site = site();
    let own = "[[feeds]]\neach = \"tag\"\npath = \"tag/{tag}.xml\"\n\n[[feeds]]\nname = \"notes\"\npath = \"notes.xml\"\ncollections = [\"notes\"]\n";
    site.write("feedwright.toml", own);
    site.write("_posts/2024-01-01-old.md", "---\ntitle: Old\ntags: ship\n---\nOld.\n");
    let Some(run) = bound(&site, ["build", "--now", "2024-05-01"]) else { return };
    run.exits(0);
    let old = site.read("_site/tag/ship.xml");
    let harm = Harm::Lock("_posts/2024-01-01-old.md");
    harm.to(&site);
    let all = bound(&site, ["build", "--now", "2024-05-01"]);
    let check = bound(&site, ["build", "--check", "--now", "2024-05-01"]);
    let notes = bound(&site, ["build", "--feed", "notes", "--now", "2024-05-01"]);
    harm.undo(&site);
    for run in [all.unwrap().exits(2), check.unwrap().exits(2)] {
        assert!(run.stderr.contains("tag/{tag}.xml: there may be more of these feeds"), "{run:?}");
        assert!(!run.stderr.contains("stale") && !run.stdout.contains("stale"), "{run:?}");
    }
    notes.unwrap().exits(0);
    assert_eq!(site.read("_site/tag/ship.xml"), old);
}

#[test]
fn a_dead_link_stops_a_plain_site_only_in_a_posts_folder() {
    for (folders, link, code) in
        [("", "result", 0), ("", "a/result", 0), ("\"a\"", "result", 0), ("\"a\"", "a/result", 2)]
    {
        let site = TestSite::new(&[("a/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\nA.\n")]);
        site.write(
            "feedwright.toml",
            &format!("[site]\nurl = \"https://wherry.example\"\n[posts]\nfolders = [{folders}]\n[[feeds]]\npath = \"a.xml\"\n"),
        );
        Harm::Dangling(link).to(&site);
        let run = site.feedwright(["build", "--now", "2024-05-01"]).exits(code);
        assert_eq!(run.stderr.contains("restore or remove the link"), code == 2, "{run:?}");
    }
}

#[test]
fn lint_of_feeds_reports_a_locked_folder() {
    let site = site();
    let Some(run) = bound(&site, ["build", "--now", "2024-05-01"]) else { return };
    run.exits(0);
    let feed = site.read("_site/posts.xml");
    let apart = TestSite::new(&[("out/a.xml", feed.as_str()), ("out/sub/a.txt", "")]);
    for (site, path, arguments) in
        [(&site, "_site/pictures", ["lint", "--feeds"]), (&apart, "out/sub", ["lint", "out"])]
    {
        let harm = Harm::Lock(path);
        harm.to(site);
        let run = bound(site, arguments);
        harm.undo(site);
        let run = run.unwrap().exits(2);
        assert!(run.stderr.contains("permission denied"), "{run:?}");
    }
}

#[test]
fn init_writes_nothing_from_a_part_of_a_site() {
    let site = site();
    fs::remove_file(site.path().join("feedwright.toml")).unwrap();
    let harm = Harm::Lock("_posts/2024-01-01-old.md");
    harm.to(&site);
    let run = bound(&site, ["init"]);
    harm.undo(&site);
    let Some(run) = run else { return };
    let run = run.exits(2);
    assert!(run.stderr.contains("_posts/2024-01-01-old.md:1:1: it cannot be read"), "{run:?}");
    assert!(!site.path().join("feedwright.toml").exists());
}

#[test]
fn links_into_an_absent_submodule_stop_no_lint() {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "url: https://wherry.example\ncollections: {notes: {output: true, permalink: '/more/:collection/:name/'}, tips: {output: true}}\n",
        ),
        (".gitmodules", "[submodule \"gone\"]\n\tpath = _other/gone\n"),
        (
            "_posts/2024-01-01-a.md",
            "---\ntitle: A\n---\n[n](/more/notes/x/) [t](/tips/y/) [d](/doc/z/) [o](/more/z/)\n",
        ),
        ("_data/kept.yml", "a: 1\n"),
    ]);
    for link in ["_notes", "_tips", "doc", "_data/crew.yml", "_data/ships"] {
        symlink("_other/gone/files", site.path().join(link)).unwrap();
    }
    let run = site.feedwright(["lint", "--format", "concise"]).exits(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(run.stdout.contains("/more/z/"), "{run:?}");
    site.feedwright(["build", "--output", "out"]).exits(0);
}

#[test]
fn a_link_that_leads_nowhere_is_an_error_where_posts_lie() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\n"),
        (".gitmodules", "\tpath = gone\n"),
    ]);
    symlink("gone/posts", site.path().join("_posts")).unwrap();
    let run = site.feedwright(["lint"]).exits(2);
    assert!(run.stderr.contains("_posts"), "{run:?}");
}
