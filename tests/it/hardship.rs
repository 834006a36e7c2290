//! Hard times for a build: few descriptors, and files whose mode people chose.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::cli::{TestSite, feedwright, run};

/// A site with one tag and one feed a post.
fn tags(count: usize) -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", "title: A\nurl: https://e.org\n"),
        ("feedwright.toml", "[[feeds]]\neach = \"tag\"\npath = \"feed/{tag}.xml\"\n"),
    ]);
    for number in 0..count {
        let text = format!("---\ntitle: Post {number}\ntags: [t{number}]\n---\nBody {number}\n");
        site.write(&format!("_posts/2024-01-01-p{number}.md"), &text);
    }
    site
}

#[test]
fn few_descriptors_empty_feeds_today() {
    let site = tags(300);
    let build = feedwright(["build", "--output", "out", "--quiet"]);
    site.feedwright(["build", "--output", "out", "--quiet"]).exits(0);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 64; exec \"$0\" build --output out --quiet"]).arg(build.get_program());
    run(limited.current_dir(site.path())).exits(2);
    let empty = site
        .files("out")
        .iter()
        .filter(|file| !site.read(&format!("out/{file}")).contains("<entry>"))
        .count();
    assert!(empty > 30, "{empty}");
}

#[test]
fn a_rewrite_changes_the_mode_today() {
    let site = tags(1);
    site.feedwright(["build", "--output", "out"]).exits(0);
    let feed = site.path().join("out/feed/t0.xml");
    fs::set_permissions(&feed, fs::Permissions::from_mode(0o664)).unwrap();
    site.write("_config.yml", "title: B\nurl: https://e.org\n");
    let mut masked = Command::new("sh");
    let build = feedwright(["build"]);
    masked.args(["-c", "umask 022; exec \"$0\" build --output out"]).arg(build.get_program());
    run(masked.current_dir(site.path())).exits(0);
    assert_eq!(fs::metadata(&feed).unwrap().permissions().mode() & 0o777, 0o644);
}
