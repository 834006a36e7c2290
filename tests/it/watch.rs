//! `build --watch`: after every change the feeds on disk are those of a fresh build.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cli::{TestSite, feedwright};

/// A build that watches a site, until this value goes.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn feeds(site: &TestSite, folder: &str) -> BTreeMap<String, String> {
    let files = if site.path().join(folder).exists() { site.files(folder) } else { Vec::new() };
    // A file that is being replaced is gone when it is read.
    let text = |path: &String| fs::read_to_string(site.path().join(folder).join(path)).unwrap_or_default();
    files.into_iter().map(|path| (path.clone(), text(&path))).collect()
}

/// A generator of numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Changes a site at random: a post is written, broken, renamed or removed, or the configuration changes.
fn edit(site: &TestSite, numbers: &mut Numbers) {
    let day = 1 + numbers.below(9);
    let post = format!("_posts/2024-03-0{day}-post.md");
    let here = site.path().join(&post);
    match numbers.below(6) {
        0 if here.exists() => fs::remove_file(here).unwrap(),
        1 if here.exists() => {
            let name = format!("_posts/2024-04-0{}-moved.md", 1 + numbers.below(9));
            fs::rename(here, site.path().join(name)).unwrap();
        }
        2 => site.write(&post, "---\ntitle: \"Broken\n---\nText.\n"),
        3 => site.write(
            "feedwright.toml",
            &format!("[[feeds]]\npath = \"feed.xml\"\nlimit = {}\n", 1 + numbers.below(9)),
        ),
        _ => site.write(&post, &format!("---\ntitle: Post {}\n---\nText.\n", numbers.below(1000))),
    }
}

/// 12 edits; 200 with `WATCH=long`.
#[test]
fn feeds_on_disk_are_those_of_a_fresh_build() {
    let edits = if std::env::var("WATCH").is_ok_and(|asked| asked == "long") { 200 } else { 12 };
    let site = TestSite::new(&[
        ("_config.yml", "title: Wherry\nurl: https://wherry.example\ntime: 2024-12-31\n"),
        ("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\n"),
        ("_posts/2024-03-01-post.md", "---\ntitle: First\n---\nText.\n"),
    ]);
    let mut command = feedwright(["build", "--watch", "--quiet", "--allow-empty"]);
    command.current_dir(site.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let _watching = Watching(command.spawn().unwrap());
    let mut numbers = Numbers(7);
    for number in 0..edits {
        let fresh = TestSite::new(&[]);
        site.feedwright(["build", "--quiet", "--allow-empty", "--output", fresh.path().to_str().unwrap()]);
        let expected = feeds(&fresh, "");
        // A change that stops a feed leaves the old file: there is nothing to compare then.
        let start = Instant::now();
        while feeds(&site, "_site") != expected {
            assert!(start.elapsed() < Duration::from_secs(60), "edit {number}: the feeds are old");
            sleep(Duration::from_millis(20));
        }
        edit(&site, &mut numbers);
    }
}
