//! Hard times for a build: few descriptors, and files whose mode people chose.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::process::Command;

use crate::cli::{TestSite, feedwright, run};
use crate::interrupted::rounds;

/// A site with a feed of one entry for each of so many tags, and 200 posts at most: each feed asks each post.
fn tags(count: usize) -> TestSite {
    let site = TestSite::new(&[
        ("_config.yml", "title: A\nurl: https://e.org\n"),
        ("feedwright.toml", "[[feeds]]\neach = \"tag\"\npath = \"feed/{tag}.xml\"\n"),
    ]);
    let posts = count.min(200);
    for number in 0..posts {
        let tags: Vec<String> = (number..count).step_by(posts).map(|tag| format!("t{tag}")).collect();
        let text = format!("---\ntitle: Post {number}\ntags: [{}]\n---\nBody {number}\n", tags.join(", "));
        site.write(&format!("_posts/2024-01-01-p{number}.md"), &text);
    }
    site
}

#[test]
fn few_descriptors_are_enough_for_many_feeds() {
    let count = rounds(300, 10_000);
    let site = tags(count);
    let program = feedwright(["build"]).get_program().to_owned();
    for _ in ["new", "changed"] {
        let mut limited = Command::new("sh");
        limited.args(["-c", "ulimit -n 64; exec \"$0\" build --output out --quiet"]).arg(&program);
        run(limited.current_dir(site.path())).exits(0);
        let files = site.files("out");
        assert_eq!(files.len(), count);
        for file in files {
            assert_eq!(site.read(&format!("out/{file}")).matches("<entry>").count(), 1, "{file}");
        }
        site.write("_config.yml", "title: B\nurl: https://e.org\n");
    }
}

#[test]
fn a_rewrite_keeps_mode_owner_and_group() {
    let site = tags(1);
    site.feedwright(["build", "--output", "out"]).exits(0);
    let feed = site.path().join("out/feed/t0.xml");
    // Only root may give a file away.
    let is_root = chown(&feed, Some(65534), Some(65533)).is_ok();
    let program = feedwright(["build"]).get_program().to_owned();
    for (title, mode) in [("B", 0o664), ("C", 0o640), ("D", 0o600)] {
        fs::set_permissions(&feed, fs::Permissions::from_mode(mode)).unwrap();
        site.write("_config.yml", &format!("title: {title}\nurl: https://e.org\n"));
        let mut masked = Command::new("sh");
        masked.args(["-c", "umask 022; exec \"$0\" build --output out"]).arg(&program);
        run(masked.current_dir(site.path())).exits(0);
        assert!(site.read("out/feed/t0.xml").contains(&format!(">{title} | t0</title>")));
        let now = fs::metadata(&feed).unwrap();
        assert_eq!(now.mode() & 0o7777, mode);
        assert!(!is_root || (now.uid(), now.gid()) == (65534, 65533));
    }
}

#[test]
fn fixes_and_single_feeds_keep_the_mode_too() {
    let site = tags(1);
    let (post, feed) = ("_posts/2024-01-02-b.md", "single.xml");
    site.write(post, "---\ntitle: Learning #2\n---\nText\n");
    site.write(feed, "before");
    for file in [post, feed] {
        fs::set_permissions(site.path().join(file), fs::Permissions::from_mode(0o646)).unwrap();
    }
    let before = site.read(post);
    site.feedwright(["lint", "--fix", "--unsafe-fixes"]);
    site.feedwright(["feed", "--output", feed]).exits(0);
    assert!(site.read(post) != before && site.read(feed) != "before", "{}", site.read(post));
    for file in [post, feed] {
        assert_eq!(fs::metadata(site.path().join(file)).unwrap().mode() & 0o777, 0o646);
    }
}
