//! How browsers and readers find feeds: links in pages, OPML, a page of all feeds.

use crate::cli::TestSite;

const ROWS: &str = "[[feeds]]\npath = \"feed.xml\"\narchive = 1\nlimit = 1\nalso = \"rss.xml\"\n\
    [[feeds]]\npath = \"c/{category}.json\"\neach = \"category\"\nformat = \"json\"\n\
    [[feeds]]\npath = \"named.xml\"\ntitle = 'A \"<b>\" & more'\ntitles = \"B*\"\nformat = \"rss\"\n";

fn site() -> TestSite {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "title: Ferry & co\nlang: en\nurl: https://ferry.example\nbaseurl: /f\ntime: 2024-12-31\npermalink: /:title/\n",
        ),
        ("feedwright.toml", ROWS),
    ]);
    site.write("_posts/2024-01-01-alpha.md", "---\ntitle: Alpha\ncategories: [News & ropes]\n---\nText.\n");
    site.write("_posts/2024-01-02-beta.md", "---\ntitle: Beta\ncategories: [sails]\n---\nText.\n");
    site
}

const MAIN: &str = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Ferry &amp; co\" href=\"https://ferry.example/f/feed.xml\">\n";
const NEWS: &str = "<link rel=\"alternate\" type=\"application/feed+json\" title=\"Ferry &amp; co | News &amp; ropes\" href=\"https://ferry.example/f/c/News-&amp;-ropes.json\">\n";
const SAILS: &str = "<link rel=\"alternate\" type=\"application/feed+json\" title=\"Ferry &amp; co | sails\" href=\"https://ferry.example/f/c/sails.json\">\n";

#[test]
fn links_name_each_feed_once() {
    let run = site().feedwright(["discovery"]).exits(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.stdout);
    // A title from front matter or configuration may hold markup, which is not part of it.
    for (line, link) in lines.iter().zip([MAIN, NEWS, SAILS]) {
        assert_eq!(format!("{line}\n"), link);
    }
    assert!(
        lines[3].contains("href=\"https://ferry.example/f/named.xml\"") && !lines[3].contains("<b>"),
        "{}",
        lines[3]
    );
}

#[test]
fn pages_get_the_feeds_that_fit_them() {
    let site = site();
    let page = |links: &str| {
        format!("<!doctype html><html><head>\n<title>x</title>\n{links}</head><body>x</body></html>\n")
    };
    let old = "<link type=\"application/atom+xml\" rel=\"alternate\" href=\"https://ferry.example/f/feed.xml\" title=\"Ferry\" />\n";
    let relative = "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/f/rss.xml\">\n";
    let foreign =
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"https://other.example/f/feed.xml\">\n";
    for (path, links) in [
        ("index.html", format!("{old}{relative}{foreign}")),
        ("alpha/index.html", old.to_owned()),
        ("beta/index.html", String::new()),
        ("category/sails/index.html", String::new()),
        ("tag/news-ropes.html", String::new()),
    ] {
        site.write(&format!("_site/{path}"), &page(&links));
    }
    site.write("_site/part.html", "<p>No head.</p>\n");
    let run = site.feedwright(["discovery", "--insert", "_site"]).exits(0);
    assert_eq!(run.stdout, "5 pages in _site, 5 changed\n");
    let block = |links: &[&str]| {
        page(&format!("<!-- feeds: written by Feedwright -->\n{}<!-- /feeds -->\n", links.concat()))
    };
    let read = |path: &str| site.read(&format!("_site/{path}")).replace(foreign, "");
    assert!(site.read("_site/index.html").contains(foreign));
    assert_eq!(read("index.html"), block(&[MAIN]));
    assert_eq!(read("alpha/index.html"), block(&[MAIN, NEWS]));
    assert!(read("beta/index.html").starts_with(block(&[MAIN, SAILS]).split("<!-- /feeds").next().unwrap()));
    assert!(read("beta/index.html").contains("/f/named.xml"));
    assert_eq!(read("category/sails/index.html"), block(&[MAIN, SAILS]));
    assert_eq!(read("tag/news-ropes.html"), block(&[MAIN, NEWS]));
    assert_eq!(site.read("_site/part.html"), "<p>No head.</p>\n");
    let again = site.feedwright(["discovery", "--insert", "_site"]).exits(0);
    assert_eq!(again.stdout, "5 pages in _site, 0 changed\n");
    site.feedwright(["discovery", "--insert", "absent"]).exits(2);
}

#[test]
fn lists_of_all_feeds_are_well_formed() {
    let site = site();
    let run = site.feedwright(["discovery", "--opml", "feeds.opml", "--page", "feeds.html"]).exits(0);
    assert_eq!(run.stdout, "wrote feeds.opml\nwrote feeds.html\n");
    let text = site.read("feeds.opml");
    let opml = roxmltree::Document::parse(&text).unwrap();
    let outlines: Vec<_> = opml.descendants().filter(|node| node.has_tag_name("outline")).collect();
    assert_eq!(opml.root_element().attribute("version"), Some("2.0"));
    assert_eq!(outlines.len(), 4);
    assert_eq!(outlines[1].attribute("text"), Some("Ferry & co | News & ropes"));
    assert_eq!(outlines[1].attribute("xmlUrl"), Some("https://ferry.example/f/c/News-&-ropes.json"));
    assert_eq!(outlines[1].attribute("htmlUrl"), Some("https://ferry.example/f/"));
    let page = site.read("feeds.html");
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("<h1>Feeds of Ferry &amp; co</h1>"),
        "{page}"
    );
    assert!(
        page.contains(
            "<li><a href=\"https://ferry.example/f/feed.xml\">Ferry &amp; co</a> (Atom 1.0 (RFC 4287))"
        ),
        "{page}"
    );
    assert!(!page.contains("<script") && !page.contains("<b>"));
}

#[test]
fn lint_finds_a_home_page_that_names_no_feed() {
    let site = site();
    let page = |head: &str| {
        format!("<!doctype html><html><head><title>x</title>{head}</head><body>x</body></html>\n")
    };
    let lint = |folder: &str| {
        let words = ["lint", "--only", "undiscoverable-feed", "--format", "concise", "--built", folder];
        site.feedwright(words).exits(0).stdout
    };
    site.write("_site/index.html", &page(""));
    site.write("_site/alpha/index.html", &page(""));
    let found = lint("./_site/");
    assert!(found.starts_with("_site/index.html:1:1: "), "{found}");
    assert!(found.contains("the home page names no feed") && found.lines().count() == 1, "{found}");
    site.feedwright(["discovery", "--insert", "_site"]).exits(0);
    assert_eq!(lint("_site"), "");
    // A home page that sends its readers on, and a page elsewhere, is not the home page.
    site.write("_site/index.html", &page("<meta http-equiv=\"Refresh\" content=\"0; url=/f/en/\">"));
    assert_eq!(lint("_site"), "");
    std::fs::remove_file(site.path().join("_site/index.html")).unwrap();
    assert_eq!(lint("_site"), "");
    // Nobody asked for a feed, and there is none.
    site.write("_site/index.html", &page(""));
    std::fs::remove_file(site.path().join("feedwright.toml")).unwrap();
    assert_eq!(lint("_site"), "");
    site.write("_site/feed.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>");
    assert!(lint("_site").contains("the home page names no feed"));
    // Below the folder of the site on its host.
    site.write("_site/index.html", &page("<link rel=alternate type=application/rss+xml href=/f/rss.xml>"));
    assert!(lint("_site").contains("`/f/rss.xml` is named as a feed, and nothing is there"));
    site.write("_site/index.html", &page("<link rel=alternate type=application/rss+xml href=/rss.xml>"));
    assert_eq!(lint("_site"), "", "what is beside the site's folder is another repository's");
}

#[test]
fn errors_name_the_page_with_its_folder() {
    let site = site();
    site.write("out/c/index.html", "<html><head></head><body>x</body></html>\n");
    let page = site.path().join("out/c/index.html");
    let mut permissions = std::fs::metadata(&page).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&page, permissions).unwrap();
    let run = site.feedwright(["discovery", "--insert", "out"]).exits(2);
    assert_eq!(run.stderr, "error: out/c/index.html: the file is read-only\n");
}
