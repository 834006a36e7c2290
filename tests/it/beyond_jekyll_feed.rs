//! What feeds have that those of jekyll-feed do not, or only in its next version.

use crate::cli::TestSite;

const POST: &str = "---\ntitle: Lime\n---\nLime stone has notes.[^1]\n\nMore.\n\n[^1]: This note is long.\n";

#[test]
fn summaries_have_footnotes() {
    let site =
        TestSite::new(&[("_config.yml", "url: https://e.example\n"), ("_posts/2024-05-31-lime.md", POST)]);
    let feed = site.feedwright(["feed"]).exits(0).stdout;
    assert!(feed.contains("<summary type=\"html\">Lime stone has notes.1"), "{feed}");
}
