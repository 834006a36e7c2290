//! What feeds have that those of jekyll-feed do not, or only in its next version.

use crate::cli::TestSite;

const POST: &str = "---\ntitle: Lime\n---\nLime stone has notes.[^1]\n\nMore.\n\n[^1]: This note is long.\n";

#[test]
fn summaries_have_no_footnotes() {
    let site =
        TestSite::new(&[("_config.yml", "url: https://e.example\n"), ("_posts/2024-05-31-lime.md", POST)]);
    let feed = site.feedwright(["feed"]).exits(0).stdout;
    assert!(feed.contains("<summary type=\"html\">Lime stone has notes.</summary>"), "{feed}");
    assert!(feed.contains("This note is long."), "the content keeps them");
    let short = site.feedwright(["feed", "--content", "summary"]).exits(0).stdout;
    assert!(!short.contains("note is long") && short.contains("Lime stone has notes."), "{short}");
}

#[test]
fn icon_logo_and_stylesheet_of_the_site_are_written() {
    let config =
        "url: https://e.example\nbaseurl: /b\nfeed: {icon: /i.png, logo: \"https://cdn.example/l.png\"}\n";
    let site = TestSite::new(&[("_config.yml", config), ("_posts/2024-05-31-lime.md", POST)]);
    let plain = site.feedwright(["feed"]).exits(0).stdout;
    assert!(plain.contains("<icon>https://e.example/b/i.png</icon>"), "{plain}");
    assert!(plain.contains("<logo>https://cdn.example/l.png</logo>"), "{plain}");
    assert!(!plain.contains("xml-stylesheet"), "{plain}");
    site.write("feed.xslt.xml", "---\n---\n<xsl:stylesheet/>\n");
    let styled = site.feedwright(["feed"]).exits(0).stdout;
    let link = "<?xml-stylesheet type=\"text/xml\" href=\"https://e.example/b/feed.xslt.xml\"?>";
    assert!(styled.contains(link), "{styled}");
    assert!(!site.feedwright(["feed", "--format", "rss"]).exits(0).stdout.contains("xml-stylesheet"));
}

#[test]
fn a_path_of_another_format_is_reported() {
    let rows = |path: &str, format: &str| format!("[[feeds]]\npath = \"{path}\"\nformat = \"{format}\"\n");
    let site =
        TestSite::new(&[("_config.yml", "url: https://e.example\n"), ("_posts/2024-05-31-lime.md", POST)]);
    for (path, format, is_odd) in [
        ("feed.rss", "atom", true),
        ("feed.json", "rss", true),
        ("feed.atom", "json", true),
        ("feed.rss", "rss", false),
        ("feed.json", "json", false),
        ("feed.xml", "rss", false),
        ("rss.xml", "atom", false),
    ] {
        site.write("feedwright.toml", &rows(path, format));
        let built = site.feedwright(["build", "--output", "out"]).exits(0);
        assert_eq!(
            built.stderr.contains("is named as a feed of the format"),
            is_odd,
            "{path} {format}: {built:?}"
        );
    }
}
