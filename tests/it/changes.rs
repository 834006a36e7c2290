//! When posts were changed: the order of a feed by it, and the dates of commits.

use std::process::Command;

use crate::cli::{Run, TestSite, feedwright, left_out, run};

const CONFIG: (&str, &str) =
    ("_config.yml", "title: Ferry\nurl: https://ferry.example\ntime: 2024-12-31\ntimezone: UTC\n");

fn post(title: &str, more: &str) -> String {
    format!("---\ntitle: {title}\n{more}---\nText.\n")
}

fn order(feed: &str) -> Vec<String> {
    let titles = feed.split("<entry").skip(1);
    titles
        .map(|entry| {
            entry.split("<title type=\"html\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn a_feed_is_in_the_order_of_changes() {
    let site = TestSite::new(&[
        CONFIG,
        ("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nlimit = 2\nsort = \"updated\"\n"),
    ]);
    site.write("_posts/2024-01-01-a.md", &post("A", "last_modified_at: 2024-06-01\n"));
    site.write("_posts/2024-02-01-b.md", &post("B", ""));
    site.write("_posts/2024-03-01-c.md", &post("C", ""));
    site.feedwright(["build", "--quiet"]).exits(0);
    assert_eq!(order(&site.read("_site/feed.xml")), ["A", "C"]);
    site.feedwright(["build", "--quiet", "--validate"]).exits(0);
    site.write("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nsort = \"updated\"\narchive = \"year\"\n");
    let run = site.feedwright(["build"]).exits(2);
    assert!(
        run.stderr.contains("3:8: an `archive` sorts posts by their dates of publication"),
        "{}",
        run.stderr
    );
}

#[test]
fn commits_date_changes() {
    let site = TestSite::new(&[CONFIG, ("feedwright.toml", "[posts]\nupdated-from = \"git\"\n")]);
    site.write("_posts/2024-01-01-a.md", &post("A", ""));
    site.write("_posts/2024-01-02-ä b.md", &post("B", "last_modified_at: 2024-05-05\n"));
    site.write("_posts/2024-01-03-c.md", &post("C", ""));
    let path = std::env::var("PATH").unwrap_or_default();
    let git = |folder: &str, date: &str, arguments: &[&str]| {
        let settings = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"];
        let mut command = Command::new("git");
        command.current_dir(site.path().join(folder)).args(settings).args(arguments);
        command.env("GIT_COMMITTER_DATE", date).env("GIT_AUTHOR_DATE", date).output()
    };
    if git("", "", &["init", "-q"]).is_err() {
        return left_out("updated-from: no git");
    }
    let build = |folder: &str| -> Run {
        let mut command = feedwright(["build", "--quiet"]);
        run(command.current_dir(site.path().join(folder)).env("PATH", &path).env("HOME", site.path()))
    };
    let commit = |day: &str| {
        let date = format!("{day}T12:00:00Z");
        git("", &date, &["add", "-A"]).unwrap();
        git("", &date, &["commit", "-q", "-m", "x"]).unwrap();
    };
    commit("2024-02-01");
    site.write("_posts/2024-01-01-a.md", &post("A", "layout: post\n"));
    commit("2024-03-01");
    site.write("_posts/2024-01-03-c.md", &post("C, not committed", ""));
    build("").exits(0);
    let feed = site.read("_site/feed.xml");
    let updated = |title: &str| {
        let entry = feed.split("<entry").find(|entry| entry.contains(&format!(">{title}<"))).unwrap();
        entry.split("<updated>").nth(1).unwrap()[..10].to_owned()
    };
    assert_eq!(updated("A"), "2024-03-01");
    assert_eq!(updated("B"), "2024-05-05");
    assert_eq!(updated("C, not committed"), "2024-02-01");
    let url = format!("file://{}", site.path().display());
    git("", "", &["clone", "-q", "--depth", "1", &url, "shallow"]).unwrap();
    let run = build("shallow").exits(2);
    assert!(
        run.stderr.contains("this clone is shallow") && run.stderr.contains("fetch-depth: 0"),
        "{}",
        run.stderr
    );
}
