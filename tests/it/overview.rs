//! `feedwright overview`: a page about a site.

use scraper::{Html, Selector};

use crate::cli::TestSite;

fn written(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn a_page_shows_feeds_posts_and_findings() {
    let site = TestSite::new(&[
        ("_config.yml", "title: Wherry <&> co\nurl: https://wherry.example\ntime: 2024-12-31\n"),
        (
            "feedwright.toml",
            "[[feeds]]\npath = \"feed.xml\"\nlimit = 2\n[[feeds]]\npath = \"feed.json\"\nformat = \"json\"\ncategories = [\"ropes\"]\n",
        ),
        ("_posts/2024-01-02-alpha.md", "---\ntitle: Alpha\n---\nText.\n"),
        ("_posts/2024-03-02-beta.md", "---\ntitle: 'Beta <script>'\ncategories: ropes\n---\n[x](/gone/)\n"),
        ("_posts/2024-03-03-gamma.md", "---\ntitle: Gamma\ncategories: [ropes, sails]\n---\nText.\n"),
    ]);
    let run = site.feedwright(["overview", "--output", "page.html"]).exits(0);
    assert_eq!(run.stdout, "wrote page.html\n");
    let text = site.read("page.html");
    assert!(!text.contains("<script"), "{text}");
    let page = Html::parse_document(&text);
    assert_eq!(written(&page, "h1"), ["Overview of Wherry <&> co"]);
    assert_eq!(written(&page, "#feeds tbody td:nth-child(4)"), ["2", "2"]);
    assert_eq!(written(&page, "#months tbody tr"), ["2024-011", "2024-020", "2024-032"]);
    assert_eq!(
        written(&page, "#months rect title"),
        ["2024-01: 1 post", "2024-02: 0 posts", "2024-03: 2 posts"]
    );
    assert_eq!(written(&page, "#months figcaption"), ["2024-01 to 2024-03, at most 2 posts a month"]);
    assert_eq!(written(&page, "#categories tbody tr"), ["ropes2", "sails1"]);
    assert_eq!(written(&page, "#categories td.bar rect[width=\"1\"]").len(), 1);
    assert!(written(&page, "#findings tbody tr").contains(&"dead-link1".to_owned()), "{text}");
    assert!(written(&page, "#findings details[open] pre").contains(&"[x](/gone/)".to_owned()), "{text}");
    assert!(written(&page, "#findings p code").contains(&"/gone/".to_owned()), "{text}");
    assert_eq!(written(&page, "#unfed li"), ["Alpha"]);
    let again = site.feedwright(["overview", "--output", "again.html"]).exits(0);
    assert_eq!(
        again.stderr,
        "note: again.html: the site's generator publishes this file; delete it before the next build, or name a file \
         elsewhere with `--output`\n"
    );
    assert_eq!(site.read("again.html"), text);
}

#[test]
fn notes_only_a_page_that_the_generator_publishes() {
    let post = "---\ntitle: Alpha\ndate: 2024-01-02\n---\nText.\n";
    let jekyll = ("_config.yml", "url: https://wherry.example\nexclude: [reports]\n");
    let folder =
        ("feedwright.toml", "[site]\nurl = \"https://wherry.example\"\n[posts]\npermalink = \"/:title/\"\n");
    for (config, output, is_noted) in [
        (jekyll, "page.html", true),
        (jekyll, "about/page.html", true),
        (jekyll, "reports/page.html", false),
        (jekyll, "_reports/page.html", false),
        (jekyll, "_site/page.html", false),
        (folder, "page.html", false),
    ] {
        let path = if config == jekyll { "_posts/2024-01-02-alpha.md" } else { "notes/2024-01-02-alpha.md" };
        let site = TestSite::new(&[
            config,
            (path, post),
            ("about/x.txt", ""),
            ("reports/x.txt", ""),
            ("_reports/x.txt", ""),
            ("_site/x", ""),
        ]);
        let run = site.feedwright(["overview", "--output", output]).exits(0);
        assert_eq!(run.stderr.contains("publishes this file"), is_noted, "{output}: {}", run.stderr);
    }
}

#[test]
fn escapes_what_turns_the_reading_direction() {
    let site = TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\n"),
        (
            "_posts/2024-01-02-a.md",
            "---\ntitle: A\ncategories: [\"\\u202Eb <i>\"]\n---\n[x](/\u{202e}gone/)\n",
        ),
    ]);
    site.feedwright(["overview", "--output", "page.html"]).exits(0);
    let text = site.read("page.html");
    assert!(!text.contains('\u{202e}'), "{text}");
    let page = Html::parse_document(&text);
    assert_eq!(written(&page, "#categories th[scope=row]"), ["\\u202eb <i>"]);
    assert!(written(&page, "#findings pre")[0].contains("[x](/\\u202egone/)"), "{text}");
}
