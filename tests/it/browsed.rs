//! What people see who open a feed in a browser: the stylesheet and the page that `build` writes.

use crate::cli::TestSite;

fn site(rows: &str) -> TestSite {
    let site = TestSite::new(&[
        (
            "_config.yml",
            "url: https://wherry.example\nbaseurl: /blog\ntitle: Wherry <1>\ndescription: 'A & B'\nlang: en\n",
        ),
        ("feedwright.toml", rows),
    ]);
    let front_matter = "title: 'Q & A <b>x</b> \"q\"'\ncategories: [News]\nlang: de";
    site.write(
        "_posts/2024-01-01-one.md",
        &format!("---\n{front_matter}\n---\nFirst <script>alert(1)</script> & *last*.\n\nMore.\n"),
    );
    site.write("_posts/2024-01-02-two.md", "---\ntitle: ''\n---\n");
    site
}

#[test]
fn one_stylesheet_serves_all_feeds() {
    let site = site("[[feeds]]\npath = \"a/{format}.xml\"\nformat = [\"atom\", \"rss\"]\nstyle = \"auto\"\n");
    let run = site.feedwright(["build", "--validate"]).exits(0);
    assert!(run.stdout.contains("new        stylesheet     _site/feedwright.css"), "{run:?}");
    assert_eq!(site.files("_site"), ["a/atom.xml", "a/rss.xml", "feedwright.css"]);
    for path in ["_site/a/atom.xml", "_site/a/rss.xml"] {
        let line = "<?xml-stylesheet type=\"text/css\" href=\"/blog/feedwright.css\"?>";
        assert_eq!(site.read(path).lines().nth(1), Some(line));
        site.feedwright(["lint", path]).exits(0);
    }
    // Browsers show the text of elements as it is.
    let atom = site.read("_site/a/atom.xml");
    assert!(atom.contains("<title>Q &amp; A x “q”</title>"), "{atom}");
    let again = site.feedwright(["build"]).exits(0);
    assert!(again.stdout.contains("unchanged  stylesheet"), "{again:?}");
    site.feedwright(["build", "--check"]).exits(0);
    site.write("_site/feedwright.css", "");
    let check = site.feedwright(["build", "--check"]).exits(1);
    assert!(check.stdout.contains("_site/feedwright.css: out of date"), "{check:?}");
}

#[test]
fn the_page_is_escaped_and_complete() {
    let site = site("[[feeds]]\npath = \"feed.{ext}\"\nformat = [\"rss\", \"json\"]\npage = true\n");
    site.feedwright(["build", "--validate"]).exits(0);
    assert_eq!(site.files("_site"), ["feed.html", "feed.json", "feed.xml", "feedwright.css"]);
    let page = site.read("_site/feed.html");
    for part in [
        "<html lang=\"en\">",
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Wherry &lt;1&gt;\" href=\"https://wherry.example/blog/feed.xml\">",
        "<link rel=\"stylesheet\" href=\"/blog/feedwright.css\">",
        "<p>A &amp; B</p>",
        "<article lang=\"de\">\n<h2><a href=\"https://wherry.example/blog/news/2024/01/01/one.html\">Q &amp; A x “q”</a></h2>",
        "<time datetime=\"2024-01-01T00:00:00+00:00\">2024-01-01</time>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<script") && !page.contains("More."), "{page}");
    assert!(!site.read("_site/feed.xml").contains("xml-stylesheet"));
}

#[test]
fn each_feed_has_its_page_and_no_other_is_linked() {
    let site = site(
        "[[feeds]]\npath = \"by/{category}.xml\"\neach = \"category\"\npage = true\nalso = \"old/{category}.xml\"\n\
         [[feeds]]\npath = \"all.xml\"\narchive = 1\nlimit = 1\npage = true\n",
    );
    site.feedwright(["build"]).exits(0);
    let pages: Vec<String> = site.files("_site").into_iter().filter(|path| path.ends_with(".html")).collect();
    assert_eq!(pages, ["all.html", "by/News.html"]);
    let links = site.feedwright(["discovery"]);
    assert!(!links.stdout.contains(".html\""), "{links:?}");
}

#[test]
fn without_them_nothing_changes() {
    let site = site("[[feeds]]\npath = \"feed.xml\"\npage = false\n");
    site.feedwright(["build"]).exits(0);
    assert_eq!(site.files("_site"), ["feed.xml"]);
    assert!(site.read("_site/feed.xml").contains("<title type=\"html\">Q &amp;amp; A"));
}
