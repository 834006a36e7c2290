//! What people give to a program that is not a site, or only nearly one: a clear message, and nothing half-written.

use std::fs;

use crate::cli::{Run, TestSite};

const CONFIG: (&str, &str) = ("_config.yml", "url: https://e.example\ntitle: T\ntime: 2024-06-01\n");
const GOOD: (&str, &str) = ("_posts/2024-01-02-good.md", "---\ntitle: Good\n---\n\nA good post.\n");

/// Builds a site of one good post and one other file; the good one comes out.
#[track_caller]
fn beside_a_good_post(path: &str, text: &[u8]) -> (TestSite, Run) {
    let site = TestSite::new(&[CONFIG, GOOD]);
    let file = site.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
    let run = site.feedwright(["build", "--output", "out"]).exits(0);
    let feed = site.read("out/feed.xml");
    assert!(feed.contains("<title type=\"html\">Good</title>"), "{feed}\n{}", run.stderr);
    (site, run)
}

#[test]
fn a_folder_that_is_not_there() {
    let site = TestSite::new(&[]);
    let run = site.feedwright(["build", "nowhere"]).exits(2);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
}

#[test]
fn a_folder_that_is_no_site() {
    let site = TestSite::new(&[("notes.txt", "x")]);
    let run = site.feedwright(["build"]).exits(2);
    assert!(!run.stderr.is_empty());
    assert_eq!(site.files(""), ["notes.txt"]);
}

#[test]
fn a_site_without_posts_has_an_empty_feed() {
    let site = TestSite::new(&[CONFIG]);
    site.feedwright(["build", "--output", "out"]).exits(0);
    assert!(site.read("out/feed.xml").contains("<feed"));
}

#[test]
fn a_missing_url_is_reported_with_what_to_do() {
    let site = TestSite::new(&[("_config.yml", "title: T\n"), GOOD]);
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("url"), "{}", run.stderr);
    assert!(!site.path().join("out/feed.xml").exists());
}

#[test]
fn front_matter_that_does_not_parse_is_left_out_with_its_place() {
    let bad = b"---\ntitle: Wherry 4: released\n---\n\nText.\n";
    let (site, run) = beside_a_good_post("_posts/2024-01-03-bad.md", bad);
    assert!(run.stderr.contains("_posts/2024-01-03-bad.md:2:"), "{}", run.stderr);
    assert!(!site.read("out/feed.xml").contains("2024/01/03"));
    site.feedwright(["build", "--strict", "--output", "out"]).exits(1);
}

#[test]
fn posts_of_every_odd_kind_do_not_keep_the_others_back() {
    beside_a_good_post("_posts/2024-01-03-empty.md", b"");
    beside_a_good_post("_posts/2024-01-03-plain.md", b"No front matter at all.\n");
    beside_a_good_post("_posts/2024-01-03-bom.md", b"\xef\xbb\xbf---\r\ntitle: BOM\r\n---\r\n\r\nText.\r\n");
    beside_a_good_post("_posts/2024-01-03-latin.md", b"---\ntitle: Caf\xe9\n---\n\nCaf\xe9.\n");
    beside_a_good_post("_posts/2024-01-03-list.md", b"---\n- a\n- b\n---\n\nText.\n");
    beside_a_good_post("_posts/2024-01-03-date.md", b"---\ntitle: D\ndate: sometime\n---\n\nText.\n");
    beside_a_good_post("_posts/2024-01-03-control.md", b"---\ntitle: \"a\\u0001b\"\n---\n\n\x01 ]]> &\n");
    beside_a_good_post("_posts/2024-01-03-bomb.md", BOMB);
}

const BOMB: &[u8] = b"---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n---\n\nText.\n";

#[test]
fn a_permalink_does_not_leave_the_site() {
    let (site, _) = beside_a_good_post(
        "_posts/2024-01-03-up.md",
        b"---\ntitle: Up\npermalink: ../../etc/x\n---\n\nText.\n",
    );
    assert!(!site.read("out/feed.xml").contains(".."));
}

#[test]
fn a_feed_outside_the_output_folder_is_refused() {
    let site = TestSite::new(&[CONFIG, GOOD, ("feedwright.toml", "[[feeds]]\npath = \"../feed.xml\"\n")]);
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("../feed.xml"), "{}", run.stderr);
    assert!(!site.path().join("feed.xml").exists());
}

#[test]
fn a_feed_whose_path_is_a_folder() {
    let site = TestSite::new(&[CONFIG, GOOD, ("out/feed.xml/keep.txt", "x")]);
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("feed.xml"), "{}", run.stderr);
    assert_eq!(site.files("out"), ["feed.xml/keep.txt"]);
}

#[test]
fn a_mistyped_key_of_the_configuration() {
    let site = TestSite::new(&[
        CONFIG,
        GOOD,
        ("feedwright.toml", "[[feeds]]\npath = \"f.xml\"\ncategores = \"x\"\n"),
    ]);
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("feedwright.toml:3:1"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `categories`"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_circle_of_symbolic_links_ends() {
    let site = TestSite::new(&[CONFIG, GOOD]);
    std::os::unix::fs::symlink(site.path(), site.path().join("_posts/again")).unwrap();
    site.feedwright(["build", "--output", "out"]).exits(0);
    assert_eq!(site.read("out/feed.xml").matches("<entry>").count(), 1);
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_cannot_be_written() {
    let site = TestSite::new(&[CONFIG, GOOD, ("out", "a file where the folder should be")]);
    let run = site.feedwright(["build", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("out"), "{}", run.stderr);
}
