//! `lint --fix` beside an author who edits the same posts while it runs.
//!
//! The site's configuration names an inventory that is a pipe. Every check reads it after the posts, so a run waits there
//! until the test has done what the author does, and nothing depends on time.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::cli::{Run, TestSite, feedwright, run};

const INVENTORY: &[u8] =
    b"# Sphinx inventory version 1\n# Project: Wherry\n# Version: 4\nwherry mod guide.html\n";
const FEEDWRIGHT: (&str, &str) = (
    "site/feedwright.toml",
    "[lint.rules]\nown-host-link = \"warning\"\n\n[[lint.sites]]\nurl = \"https://docs.wherry-os.example/\"\ninventory = \"../pipe\"\n",
);
const CONFIG: (&str, &str) =
    ("site/_config.yml", "url: https://www.wherry-os.example\ntime: 2024-12-31\npermalink: pretty\n");
const ABOUT: (&str, &str) =
    ("site/about.md", "---\ntitle: About\npermalink: /about/\nredirect_from: /old/\n---\nWe.\n");

/// A link that takes two rounds: without its host first, then past its redirect.
const POST: &str = "---\ntitle: A post\n---\nSee [b](https://www.wherry-os.example/old/).\n";
const FIXED: &str = "---\ntitle: A post\n---\nSee [b](/about/).\n";
const EDIT: &str = "\nAn author's edit.\n";

/// The checks of a run before it writes: one that finds the host, one the redirect, one nothing more.
const CHECKS: usize = 3;

fn pipe(site: &TestSite) -> PathBuf {
    site.path().join("pipe")
}

fn make_pipe(place: &Path) {
    assert!(Command::new("mkfifo").arg(place).status().unwrap().success());
}

fn site(posts: usize) -> TestSite {
    let site = TestSite::new(&[FEEDWRIGHT, CONFIG, ABOUT]);
    for post in 0..posts {
        site.write(&path(post), POST);
    }
    make_pipe(&pipe(&site));
    site
}

fn path(post: usize) -> String {
    format!("site/_posts/2024-01-{:02}-p{post}.md", post % 28 + 1)
}

/// Runs `lint --fix` on the site and lets `author` work while check number `during` (from 0) waits.
fn fix_during(site: &TestSite, during: usize, author: impl FnOnce() + Send) -> Run {
    run_during(site, &["lint", "site", "--fix", "--format", "concise"], during, author)
}

fn run_during(site: &TestSite, arguments: &[&str], during: usize, author: impl FnOnce() + Send) -> Run {
    let place = pipe(site);
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut author = Some(author);
            for check in 0.. {
                // Opens once the program has opened the other end.
                let mut end = OpenOptions::new().write(true).open(&place).unwrap();
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                // The next check finds a new pipe, so that its end cannot be confused with this one's.
                let next = place.with_extension("next");
                make_pipe(&next);
                fs::rename(&next, &place).unwrap();
                if check == during {
                    author.take().unwrap()();
                }
                end.write_all(INVENTORY).unwrap();
            }
        });
        let ran = run(feedwright([]).args(arguments).current_dir(site.path()));
        ended.store(true, Ordering::SeqCst);
        OpenOptions::new().read(true).write(true).open(&place).unwrap();
        ran
    })
}

fn append(site: &TestSite, path: &str) {
    let mut file = OpenOptions::new().append(true).open(site.path().join(path)).unwrap();
    file.write_all(EDIT.as_bytes()).unwrap();
}

fn link(site: &TestSite, to: &str, path: &str) {
    let place = site.path().join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    symlink(to, place).unwrap();
}

#[test]
fn keeps_edits_made_while_it_runs() {
    for during in 0..CHECKS {
        let site = site(37);
        let author = || (0..37).for_each(|post| append(&site, &path(post)));
        let ran = fix_during(&site, during, author);
        let edited = |text: &str| format!("{text}{EDIT}");
        // Only what was edited before it was read for the first time may be fixed too.
        let read_before = (0..37).all(|post| site.read(&path(post)) == edited(FIXED));
        let left = (0..37).all(|post| site.read(&path(post)) == edited(POST));
        assert!(left || read_before && during == 0, "{during}: {ran:?}");
        if left {
            for post in 0..37 {
                let name = path(post).replacen("site/", "", 1);
                let words = format!("{name}: not fixed: it changed while lint ran; run it again\n");
                assert_eq!(ran.stderr.matches(&words).count(), 1, "{ran:?}");
            }
            ran.exits(1);
            fix_during(&site, CHECKS, || ()).exits(0);
            assert!((0..37).all(|post| site.read(&path(post)) == edited(FIXED)));
        }
    }
}

#[test]
fn fixes_the_files_that_nobody_edited() {
    let site = site(3);
    let ran = fix_during(&site, CHECKS - 1, || append(&site, &path(1))).exits(1);
    assert!(ran.stderr.contains("made 4 fixes in 2 files"), "{ran:?}");
    assert_eq!([0, 2].map(|post| site.read(&path(post))), [FIXED, FIXED]);
    assert_eq!(site.read(&path(1)), format!("{POST}{EDIT}"));
}

#[test]
fn leaves_what_was_replaced_by_something_else() {
    let site = site(7);
    site.write("elsewhere/text.md", POST);
    site.write("site/drafts/text.txt", "Notes.\n");
    let at = |post| site.path().join(path(post));
    let author = || {
        (0..6).for_each(|post| fs::remove_file(at(post)).unwrap());
        fs::create_dir(at(1)).unwrap();
        link(&site, "../../elsewhere/text.md", &path(2));
        link(&site, "../drafts/text.txt", &path(3));
        link(&site, "nowhere.md", &path(4));
        fs::write(at(5), "").unwrap();
        // An editor writes a new file in the place of the old one; the text is what it was.
        fs::write(at(6).with_extension("new"), POST).unwrap();
        fs::rename(at(6).with_extension("new"), at(6)).unwrap();
    };
    let ran = fix_during(&site, CHECKS - 1, author).exits(1);
    assert_eq!(ran.stderr.matches("not fixed: it changed while lint ran").count(), 5, "{ran:?}");
    assert_eq!(ran.stderr.matches("not fixed: a symlink leads out of the site").count(), 1, "{ran:?}");
    assert!(!at(0).exists() && at(1).is_dir() && at(3).is_symlink() && at(4).is_symlink());
    assert!(!site.path().join("site/_posts/nowhere.md").exists());
    assert_eq!(site.read("elsewhere/text.md"), POST);
    assert_eq!(site.read("site/drafts/text.txt"), "Notes.\n");
    assert_eq!(site.read(&path(5)), "");
    assert_eq!(site.read(&path(6)), FIXED);
    assert_eq!(site.files("site/_posts").iter().filter(|file| file.contains(".feedwright")).count(), 0);
}

#[test]
fn does_not_make_a_folder_again() {
    let site = site(2);
    let author = || fs::rename(site.path().join("site/_posts"), site.path().join("site/posts")).unwrap();
    fix_during(&site, CHECKS - 1, author).exits(1);
    assert!(!site.path().join("site/_posts").exists());
    assert_eq!(site.read(&path(0).replace("_posts", "posts")), POST);
}

#[cfg(feature = "fix-diff")]
#[test]
fn does_not_fix_through_symlink_out_of_site() {
    let site = site(1);
    site.write("elsewhere/text.md", POST);
    site.write("elsewhere/posts/2024-02-02-b.md", POST);
    link(&site, "../../elsewhere/text.md", "site/_posts/2024-02-01-a.md");
    link(&site, "../../elsewhere/posts", "site/_posts/more");
    let ran = fix_during(&site, 0, || ()).exits(1);
    for name in ["_posts/2024-02-01-a.md", "_posts/more/2024-02-02-b.md"] {
        let words = format!("{name}: not fixed: a symlink leads out of the site to `");
        assert_eq!(ran.stderr.matches(&words).count(), 1, "{ran:?}");
    }
    assert!(ran.stderr.contains("made 2 fixes in 1 file"), "{ran:?}");
    assert_eq!(site.read("elsewhere/text.md"), POST);
    assert_eq!(site.read("elsewhere/posts/2024-02-02-b.md"), POST);
    assert_eq!(site.read(&path(0)), FIXED);
    let shown = run_during(&site, &["lint", "site", "--fix", "--diff"], 0, || ()).exits(1);
    assert!(shown.stdout.is_empty() && shown.stderr.contains("2024-02-01-a.md: not fixed: "), "{shown:?}");
}

#[test]
fn fixes_through_symlinks_inside_the_site_and_to_it() {
    let site = site(0);
    site.write("site/drafts/text.md", POST);
    site.write("site/older/2024-02-02-b.md", POST);
    link(&site, "../drafts/text.md", "site/_posts/2024-02-01-a.md");
    link(&site, "../older", "site/_posts/more");
    link(&site, "site", "alias");
    run_during(&site, &["lint", "alias", "--fix"], 0, || ()).exits(0);
    assert_eq!(site.read("site/drafts/text.md"), FIXED);
    assert_eq!(site.read("site/older/2024-02-02-b.md"), FIXED);
    assert!(site.path().join("site/_posts/2024-02-01-a.md").is_symlink());
}
