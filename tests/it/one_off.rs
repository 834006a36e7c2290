//! One feed again, as it was: built from an older commit of the site, at the date of that build, into a folder of its own.

use std::path::Path;
use std::process::Command;

use crate::cli::{TestSite, feedwright, left_out, run};

const DATE: &str = "2024-03-01T12:00:00Z";

/// Runs Git without this machine's configuration; nothing where there is no Git.
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@e.example", "-c", "core.autocrlf=false"];
    command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.current_dir(folder).args(identity).args(arguments).output().ok()?;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[test]
fn an_old_commit_gives_the_feed_of_then() {
    let site = TestSite::copy_of("site");
    if git(site.path(), &["init", "-q"]).is_none() {
        left_out("feeds of an old commit: no git");
        return;
    }
    let commit = |message: &str| {
        git(site.path(), &["add", "-A"]);
        git(site.path(), &["commit", "-q", "-m", message]);
        git(site.path(), &["rev-parse", "HEAD"]).unwrap()
    };
    let build = |folder: &Path, arguments: &[&str], output: &Path| {
        let mut command = feedwright(["build", "--now", DATE, "--output"]);
        run(command.arg(output).args(arguments).current_dir(folder)).exits(0);
    };
    let outputs = TestSite::new(&[]);
    let folder = |name: &str| outputs.path().join(name);
    build(site.path(), &[], &folder("then"));
    let before = outputs.files("then");
    assert!(!before.is_empty());
    let old = commit("As it was");

    let posts = site.files("_posts");
    let changed = posts.iter().find(|path| path.ends_with(".md")).unwrap();
    let text = site.read(&format!("_posts/{changed}"));
    site.write(&format!("_posts/{changed}"), &format!("{text}\nA paragraph of later.\n"));
    site.write("_posts/2024-02-28-of-later.md", "---\ntitle: Of later\n---\nText.\n");
    commit("As it is");
    build(site.path(), &[], &folder("now"));

    let checkout = folder("checkout");
    git(site.path(), &["worktree", "add", "-q", checkout.to_str().unwrap(), &old]);
    let mut differ = 0;
    for feed in &before {
        build(&checkout, &["--feed", feed], &folder("again"));
        assert_eq!(outputs.read(&format!("again/{feed}")), outputs.read(&format!("then/{feed}")), "{feed}");
        differ += usize::from(outputs.read(&format!("now/{feed}")) != outputs.read(&format!("then/{feed}")));
    }
    assert_eq!(outputs.files("again"), before);
    assert!(differ > 0, "the site changed, and no feed with it");
    build(site.path(), &["--check"], &folder("now"));
    assert!(git(&checkout, &["status", "--porcelain"]).unwrap().is_empty());
}
