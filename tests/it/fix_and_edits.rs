//! `lint --fix` beside an author who edits the same posts while it runs.
//!
//! The site's configuration names an inventory that is a pipe. Every check reads it after the posts, so a run waits there
//! until the test has done what the author does, and nothing depends on time.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
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
                // The next check finds a new pipe, so that its end cannot be taken for this one's.
                let next = place.with_extension("next");
                make_pipe(&next);
                fs::rename(&next, &place).unwrap();
                if check == during {
                    author.take().unwrap()();
                }
                end.write_all(INVENTORY).unwrap();
            }
        });
        let ran = run(feedwright(["lint", "site", "--fix", "--format", "concise"]).current_dir(site.path()));
        ended.store(true, Ordering::SeqCst);
        OpenOptions::new().read(true).write(true).open(&place).unwrap();
        ran
    })
}

#[test]
fn loses_edits_made_while_it_runs() {
    let site = site(37);
    let author = || (0..37).for_each(|post| append(&site, &path(post)));
    let ran = fix_during(&site, CHECKS - 1, author).exits(0);
    assert!(ran.stderr.contains("made 74 fixes in 37 files"), "{ran:?}");
    assert!((0..37).all(|post| site.read(&path(post)) == FIXED));
}

fn append(site: &TestSite, path: &str) {
    let mut file = OpenOptions::new().append(true).open(site.path().join(path)).unwrap();
    file.write_all(EDIT.as_bytes()).unwrap();
}

#[test]
fn writes_through_symlink_out_of_site() {
    let site = site(0);
    site.write("elsewhere/text.md", POST);
    fs::create_dir_all(site.path().join("site/_posts")).unwrap();
    std::os::unix::fs::symlink("../../elsewhere/text.md", site.path().join("site/_posts/2024-01-01-a.md"))
        .unwrap();
    fix_during(&site, 0, || ()).exits(0);
    assert_eq!(site.read("elsewhere/text.md"), FIXED);
}
