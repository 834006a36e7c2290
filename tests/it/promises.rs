//! A fixture site with everything that a feed owes to its subscribers, and what comes out of it.

use std::path::Path;

use crate::cli::{TestSite, files_below};
use crate::golden;

#[test]
fn the_site_of_promises_comes_out_as_expected() {
    let site = TestSite::copy_of("promises/site");
    let run = site.feedwright(["build", ".", "--output", "out", "--validate"]).exits(0);
    let notes: Vec<&str> = run.stderr.lines().filter(|line| !line.contains("`small.xml`")).collect();
    assert!(notes.is_empty(), "{notes:?}");
    site.feedwright(["discovery", "--opml", "out/feeds.opml", "--page", "feeds.html"]).exits(0);
    let mut written = site.files("out");
    written.sort();
    for path in &written {
        golden::check(&format!("promises/expected/{path}"), &site.read(&format!("out/{path}")));
    }
    let mut expected = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/promises/expected"));
    expected.sort();
    assert_eq!(written, expected);
    site.feedwright(["build", ".", "--output", "out", "--check"]).exits(0);
    let lint = site.feedwright(["lint", "--feeds", "out", "--format", "concise"]).exits(0);
    assert_eq!(lint.stdout, "");
    let lint = site.feedwright(["lint", ".", "--format", "concise"]).exits(0);
    assert_eq!(lint.stdout, "");
    let lock = site.feedwright(["lock"]).exits(0);
    assert_eq!(lock.stdout, "6 posts in feedwright.lock\n");
}
