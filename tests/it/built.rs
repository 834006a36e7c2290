//! Articles out of a site that Jekyll built, held against what jekyll-feed writes for the same posts.

use std::path::Path;
use std::process::Command;

use feedwright::html::extract::{ARTICLE, Extractor, FURNITURE};
use feedwright::html::urls::absolutise;

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says why it was skipped")]
fn the_article_is_what_jekyll_feed_takes() {
    let output = tempfile::TempDir::new().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/built");
    let built = Command::new("jekyll")
        .args(["build", "--quiet", "--disable-disk-cache", "--source"])
        .arg(&source)
        .arg("--destination")
        .arg(output.path())
        .current_dir(output.path())
        .env("JEKYLL_NO_BUNDLER_REQUIRE", "true")
        .env("LC_ALL", "C.UTF-8")
        .status();
    if !built.is_ok_and(|status| status.success()) {
        eprintln!("skipped: jekyll with jekyll-feed is not installed");
        return;
    }
    let feed = std::fs::read_to_string(output.path().join("feed.xml")).unwrap();
    let feed = roxmltree::Document::parse(&feed).unwrap();
    let extractor = Extractor::new(ARTICLE, FURNITURE).unwrap();
    let entries: Vec<_> = feed.descendants().filter(|node| node.tag_name().name() == "entry").collect();
    assert_eq!(entries.len(), 4);
    for entry in entries {
        let child = |name: &str| entry.children().find(|child| child.tag_name().name() == name).unwrap();
        let url = child("link").attribute("href").unwrap();
        let page = url.strip_prefix("https://notes.example/journal/").unwrap();
        let page = std::fs::read_to_string(output.path().join(page)).unwrap();
        let article = extractor.extract(&page).unwrap();
        let expected = child("content").text().unwrap_or_default();
        assert_eq!(dom(&article), dom(expected), "{url}");
        assert_eq!(dom(&absolutise(&article, url)), dom(&absolutise(expected, url)), "{url}");
    }
}

/// The tree that a browser makes of it, written out.
fn dom(html: &str) -> String {
    scraper::Html::parse_fragment(html.trim()).html()
}
