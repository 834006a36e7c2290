//! What a language of a Hugo site sets in the place of the site's keys, and folders that are mounted as content.

use crate::cli::TestSite;

fn built(files: &[(&str, &str)]) -> TestSite {
    let site = TestSite::new(files);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    site
}

#[test]
fn languages_replace_keys_of_the_site() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\nsummaryLength = 3\nenableEmoji = true\n\
        timeZone = 'America/New_York'\npluralizeListTitles = false\ndisableKinds = ['taxonomy']\n\
        [permalinks]\nposts = '/p/:slug/'\nnotes = '/n/:slug/'\n[permalinks.section]\nposts = '/all/'\n\
        [services.rss]\nlimit = 2\n[outputs]\nterm = ['html']\n[outputFormats.rss]\nbaseName = 'feed'\n\
        [params.author]\nname = 'Ada'\nemail = 'ada@kiln.example'\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n\
        title = 'Ofen'\nsummaryLength = 100\nenableEmoji = false\ntimeZone = 'Asia/Tokyo'\npluralizeListTitles = true\n\
        disableKinds = []\ndisablePathToLower = true\n[languages.de.permalinks]\nposts = '/beitrag/:year/:slug/'\n\
        [languages.de.services.rss]\nlimit = 1\n[languages.de.outputs]\nhome = ['html', 'rss']\n\
        [languages.de.params.author]\nemail = 'de@kiln.example'\n[languages.de.frontmatter]\ndate = ['lastmod', 'date']\n";
    let first = "---\ntitle: Eins Zwei\ndate: 2024-01-03\nlastmod: 2024-02-02\ntags: [a]\n---\nOne two :smile: three.\n\nSix.\n";
    let second = "---\ntitle: Two\ndate: 2024-01-05\n---\nTwo.\n";
    let site = built(&[
        ("hugo.toml", config),
        ("content/posts/a.md", first),
        ("content/posts/a.de.md", first),
        ("content/note/b.md", second),
        ("content/note/b.de.md", second),
    ]);
    let english = site.read("out/feed.xml");
    assert!(english.contains("<link>https://kiln.example/p/eins-zwei/</link>"), "{english}");
    assert!(english.contains("One two 😄 three.</p>]]>"), "{english}");
    assert!(english.contains("Wed, 03 Jan 2024 00:00:00 -0500"), "{english}");
    assert!(english.contains("<author>ada@kiln.example (Ada)</author>"), "{english}");
    assert!(english.matches("<item>").count() == 2, "{english}");
    assert!(site.read("out/note/feed.xml").contains("<title>Note on Kiln</title>"));
    assert!(site.read("out/all/feed.xml").contains("<title>Posts on Kiln</title>"));
    assert!(!site.path().join("out/tags").exists());
    // Of mappings the parameters alone are merged.
    let german = site.read("out/de/feed.xml");
    assert!(german.contains("<link>https://kiln.example/de/beitrag/2024/Eins-Zwei/</link>"), "{german}");
    assert!(german.contains("One two :smile: three.</p>\n<p>Six.</p>]]>"), "{german}");
    assert!(german.contains("Wed, 03 Jan 2024 00:00:00 +0900"), "{german}");
    assert!(german.contains("<author>de@kiln.example (Ada)</author>"), "{german}");
    assert!(german.contains("<managingEditor>de@kiln.example (Ada)</managingEditor>"), "{german}");
    assert!(german.matches("<item>").count() == 1 && !german.contains("Two"), "{german}");
    assert!(site.read("out/de/note/feed.xml").contains("<title>Notes on Ofen</title>"));
    assert!(site.read("out/de/posts/feed.xml").contains("<title>Posts on Ofen</title>"));
    assert!(site.path().join("out/de/tags/a/feed.xml").exists());
}

/// The site's author is a mapping, but the language's is a name alone: its entries have none.
#[test]
fn languages_may_have_no_author() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n[params.author]\nemail = 'ada@kiln.example'\n\
        [languages.en]\nweight = 1\n[languages.de]\nweight = 2\n[languages.de.params]\nauthor = 'Ada'\n";
    let page = "---\ntitle: A\ndate: 2024-01-02\n---\nWords.\n";
    let site = built(&[("hugo.toml", config), ("content/a.md", page), ("content/a.de.md", page)]);
    assert!(site.read("out/index.xml").contains("<author>ada@kiln.example</author>"));
    let german = site.read("out/de/index.xml");
    assert!(!german.contains("<author>") && !german.contains("<managingEditor>"), "{german}");
}

/// Lists that are entries have the author of their language, though its tag is not its key; several languages may have one tag.
#[test]
fn terms_have_the_author_of_their_language() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n[params.author]\nemail = 'ada@kiln.example'\n\
        [languages.en]\nweight = 1\n[languages.de]\nweight = 2\nlanguageCode = 'de-DE'\n\
        [languages.de.params.author]\nemail = 'de@kiln.example'\n\
        [languages.at]\nweight = 3\nlanguageCode = 'de-DE'\n[languages.at.params.author]\nemail = 'de@kiln.example'\n";
    let page = "---\ntitle: A\ndate: 2024-01-02\ntags: [x]\n---\nWords.\n";
    let files =
        [("hugo.toml", config), ("content/a.md", page), ("content/a.de.md", page), ("content/a.at.md", page)];
    let section = ("content/s/_index.de.md", "---\ntitle: S\ntags: [y]\n---\n");
    let site = built(&[files.as_slice(), &[section, ("content/s/b.de.md", page)]].concat());
    assert!(site.read("out/tags/index.xml").contains("<author>ada@kiln.example</author>"));
    let german = site.read("out/de/tags/index.xml");
    assert!(german.contains("<author>de@kiln.example</author>"), "{german}");
    assert!(!german.contains("ada@kiln.example") && !german.contains("/at/"), "{german}");
    assert!(site.read("out/de/tags/y/index.xml").contains("<link>https://kiln.example/de/s/</link>"));
    assert_eq!(site.read("out/at/tags/index.xml").matches("<item>").count(), 1);
}

#[test]
fn folders_are_mounted_as_content() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n\
        [[module.mounts]]\nsource = 'content'\ntarget = 'content'\nexcludeFiles = ['old/**']\n\
        [[module.mounts]]\nsource = 'manual/text'\ntarget = 'content/guide'\n\
        [[module.mounts]]\nsource = 'NEWS.md'\ntarget = 'content/posts/news.md'\n\
        [[module.mounts]]\nsource = 'files'\ntarget = 'static'\n\
        [[module.mounts]]\nsource = 'pictures'\ntarget = 'static/img'\n\
        [markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n";
    let page = |text: &str| format!("---\ntitle: A\ndate: 2024-01-02\n---\n{text}\n");
    let (start, next) = (page("[Next](next.md) [news](/posts/news.md) ![](/img/a.png)"), page("Next."));
    let site = built(&[
        ("hugo.toml", config),
        ("content/posts/a.md", &page("A.")),
        ("content/old/b.md", &page("B.")),
        ("manual/text/_index.md", "---\ntitle: The Guide\n---\n"),
        ("manual/text/start.md", &start),
        ("manual/text/next.md", &next),
        ("manual/other.md", &page("Other.")),
        ("NEWS.md", &page("News.")),
        ("files/x.txt", ""),
        ("pictures/a.png", ""),
    ]);
    let feed = site.read("out/index.xml");
    for part in [
        "<link>https://kiln.example/posts/a/</link>",
        "<link>https://kiln.example/guide/start/</link>",
        "<link>https://kiln.example/posts/news/</link>",
        "href=\"https://kiln.example/guide/next/\"",
        "href=\"https://kiln.example/posts/news/\"",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    assert_eq!(feed.matches("<item>").count(), 4, "{feed}");
    assert!(site.read("out/guide/index.xml").contains("<title>The Guide on Kiln</title>"));
    // Mounted files are what links may lead to.
    site.feedwright(["lint", ".", "--now", "2024-07-01", "--only", "dead-link"]).exits(0);
}

#[test]
fn the_key_markup_counts_before_the_ending() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n";
    let page = "---\ntitle: A\ndate: 2024-01-02\nmarkup: html\n---\n<p>*Words*</p>\n";
    let site = built(&[("hugo.toml", config), ("content/a.md", page)]);
    assert!(site.read("out/index.xml").contains("<![CDATA[<p>*Words*</p>]]>"));
}

#[test]
fn terms_end_without_an_empty_fragment() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n[permalinks.term]\ntags = '/t/:slug/'\n\
        [permalinks.page]\nposts = '/:title/'\n";
    let page = "---\ntitle: Learn C#\ndate: 2024-01-02\ntags: ['C#', 'F# 9']\n---\nWords.\n";
    let hidden = "---\ntitle: Hidden\nbuild:\n  render: never\n---\n";
    let site = built(&[
        ("hugo.toml", config),
        ("content/posts/a.md", page),
        ("content/tags/f#-9/_index.md", hidden),
    ]);
    assert!(site.read("out/index.xml").contains("<link>https://kiln.example/learn-c/</link>"));
    let terms = site.read("out/tags/index.xml");
    assert!(terms.contains("<link>https://kiln.example/t/c/</link>"), "{terms}");
    // A term that is not rendered has no address.
    assert!(!terms.contains("Hidden"), "{terms}");
}

/// What links lead to that only a build, a template or another program brings.
#[test]
fn lint_knows_what_comes_from_elsewhere() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\ntheme = 'reed'\n[[module.mounts]]\nsource = 'content/en'\ntarget = 'content'\n";
    let page = "---\ntitle: A\ndate: 2024-01-02\n---\n[Made](/docs/cmd/kiln_fire/) ![a](/images/a.png) [none](/docs/other/)\n\n\
        <div class=\"x\">\n{{% card %}}\n![b](/images/a.png)\n{{% /card %}}\n</div>\n";
    let site = TestSite::new(&[
        ("hugo.toml", config),
        (".gitignore", "content/en/docs/cmd/kiln*\n"),
        ("content/en/a.md", page),
        ("assets/images/a.png", ""),
        ("themes/reed/layouts/_markup/render-image.html", "{{ partial \"img.html\" . }}"),
        (
            "themes/reed/layouts/_partials/img.html",
            "{{ with resources.Get .Destination }}<img src=\"{{ .RelPermalink }}\">{{ end }}",
        ),
        ("layouts/_shortcodes/card.html", "<div>\n\n{{ .Inner }}\n\n</div>"),
    ]);
    let run = site.feedwright(["lint", ".", "--now", "2024-07-01"]);
    let report = run.exits(1).stdout.clone();
    assert!(report.contains("`/docs/other/` leads nowhere"), "{report}");
    assert_eq!(report.matches("leads nowhere").count(), 1, "{report}");
    assert!(!report.contains("broken-link-syntax"), "{report}");
}
