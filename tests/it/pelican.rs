//! Sites of Pelican: metadata, places, order and feeds, as Pelican 4.12 writes them.

use feedwright::site::load::{LoadOptions, Loaded, load};
use feedwright::site::post::Post;
use feedwright::site::tree::MemoryTree;

use crate::cli::TestSite;

const CONFIG: &str =
    "SITENAME = 'Wherry'\nSITEURL = 'https://wherry.example'\nPATH = 'content'\nAUTHOR = 'Wil'\n";

fn loaded(settings: &str, files: &[(&str, &str)]) -> Loaded {
    let config = format!("{CONFIG}{settings}\n");
    let all = [("pelicanconf.py", config.as_str())].into_iter().chain(files.iter().copied());
    load(&MemoryTree::new(all), LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap()
}

fn article(settings: &str, path: &str, head: &str) -> Post {
    let text = format!("{head}\n\nWords.\n");
    Post::clone(&loaded(settings, &[(path, &text)]).site.posts[0])
}

#[test]
fn articles_have_the_urls_of_pelican() {
    let folders = "ARTICLE_URL = '{date:%Y}/{category}/{slug}/'\nARTICLE_LANG_URL = '{lang}/{slug}/'";
    for (settings, path, head, url) in [
        ("", "content/a.md", "Title: One Two\nDate: 2024-01-02", "/one-two.html"),
        ("", "content/a.md", "Title: A\nDate: 2024-01-02\nUrl: own/{slug}.html", "/own/%7Bslug%7D.html"),
        ("SLUGIFY_SOURCE = 'basename'", "content/My File.md", "Title: A\nDate: 2024-01-02", "/my-file.html"),
        (
            "SLUGIFY_USE_UNICODE = True",
            "content/a.md",
            "Title: Über uns\nDate: 2024-01-02",
            "/%C3%BCber-uns.html",
        ),
        (folders, "content/News/a.md", "Title: A\nDate: 2024-01-02", "/2024/news/a/"),
        (folders, "content/a.md", "Title: A\nDate: 2024-01-02\nLang: de", "/de/a/"),
        ("CLEAN_URLS = True", "content/a.md", "Title: A\nDate: 2024-01-02", "/a/"),
        (
            "ARTICLE_PERMALINK_STRUCTURE = '/%Y/%(category)s/'",
            "content/x/a.md",
            "Title: A\nDate: 2024-01-02",
            "/2024/x/a.html",
        ),
    ] {
        assert_eq!(article(settings, path, head).url, url, "{settings} {path} {head}");
    }
}

#[test]
fn metadata_come_from_the_file_its_path_and_the_settings() {
    let files = "FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)'";
    let paths = "EXTRA_PATH_METADATA = {'notes': {'series': 'N'}, 'notes/deep': {'series': 'D'}}";
    let defaults = "DEFAULT_METADATA = {'tags': 'x, y', 'series': 'S'}\nDEFAULT_DATE = (2020, 5, 4, 3, 2)";
    let post = article(files, "content/2024-02-03_my-slug.md", "Title: A");
    assert_eq!((&*post.slug, post.date.to_rfc3339().as_str()), ("my-slug", "2024-02-03T00:00:00+00:00"));
    let series = |post: &Post| post.data.get_str("series").map(str::to_owned);
    let post = article(paths, "content/notes/deep/a.md", "Title: A\nDate: 2024-01-02\nTags: one,\n    two");
    assert_eq!((series(&post), post.tags.to_vec()), (Some("D".to_owned()), vec!["one".to_owned()]));
    let post = article(defaults, "content/a.md", "Title: A\nTags:");
    assert_eq!((series(&post), post.tags.len()), (Some("S".to_owned()), 2));
    assert_eq!(post.date.to_rfc3339(), "2020-05-04T03:02:00+00:00");
    let post = article("", "content/a.md", "Title: A\nDate: 2024-01-02\nTimezone: Asia/Tokyo\nAuthor: B, C");
    assert_eq!(post.date.to_rfc3339(), "2024-01-02T00:00:00+09:00");
    assert_eq!(post.authors[0].name, "B, C");
    assert_eq!(
        article("CATEGORY_SAVE_AS = ''", "content/x/a.md", "Title: A\nDate: 2024-01-02").categories.len(),
        0
    );
}

#[test]
fn titles_of_restructuredtext_may_look_like_fields() {
    let site = TestSite::new(&[
        (
            "pelicanconf.py",
            &format!("{CONFIG}DOCUTILS_SETTINGS = {{'smart_quotes': True, 'initial_header_level': 3}}\n"),
        ),
        (
            "content/a.rst",
            "News: \"it\" -- x\n###############\n\n:date: 2024-01-02\n\nSo \"it\" is...\n\nPart\n----\n\nEnd.\n",
        ),
        (
            "content/b.html",
            "<html><head><title>B</title><meta name=\"date\" content=\"2024-01-03\"></head></html>",
        ),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
    let feed = site.read("out/feeds/all.atom.xml");
    for part in [
        "News: “it” – x</title>",
        "<![CDATA[<p>So “it” is…</p>\n<div class=\"section\" id=\"part\">\n<h3>Part</h3>",
        "<title type=\"html\">B</title>",
    ] {
        assert!(feed.contains(part), "{part} in {feed}");
    }
}

#[test]
fn kinds_of_files_without_a_reader_are_no_articles() {
    let files = [("content/b.html", "<title>B</title><meta name=\"date\" content=\"2024-01-03\">")];
    assert_eq!(loaded("", &files).site.posts.len(), 1);
    assert!(loaded("READERS = {'html': None}", &files).site.posts.is_empty());
}

#[test]
fn lint_reads_no_html_in_restructuredtext() {
    let site = TestSite::new(&[
        ("pelicanconf.py", CONFIG),
        (
            "content/a.rst",
            "Aa\n##\n\n:date: 2024-01-02\n\n`x <https://w.example/only/x>`_ <img src=x onload=y>\n",
        ),
    ]);
    site.feedwright(["lint", "."]).exits(0);
}

#[test]
fn lists_of_headings_nest_by_their_levels() {
    let settings = "MARKDOWN = {'extensions': ['toc', 'smarty'], 'extension_configs': {'smarty': {'smart_angled_quotes': True}}}";
    let site = TestSite::new(&[
        ("pelicanconf.py", &format!("{CONFIG}{settings}\n")),
        ("content/a.md", "Title: A\nDate: 2024-01-02\nSummary:\n\n[TOC]\n\n## A\n### B\n## C\n\n<<x>>\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
    let feed = site.read("out/feeds/all.atom.xml");
    let list = "<div class=\"toc\">\n<ul>\n<li><a href=\"https://wherry.example/a.html#a\">A</a><ul>\n<li><a href=\"https://wherry.example/a.html#b\">B</a></li>\n</ul>\n</li>\n<li><a href=\"https://wherry.example/a.html#c\">C</a></li>\n</ul>\n</div>";
    assert!(feed.contains(list) && feed.contains("&laquo;x&raquo;"), "{feed}");
}

#[test]
fn articles_of_other_statuses_are_in_no_feed() {
    for (status, is_listed) in [("published", true), ("Hidden", false), ("draft", false), ("soon", false)] {
        let post = article("", "content/a.md", &format!("Title: A\nDate: 2024-01-02\nStatus: {status}"));
        assert_eq!(post.hidden.is_none(), is_listed, "{status}");
    }
    assert!(
        loaded("IGNORE_FILES = ['_*']", &[("content/_a.md", "Title: A\nDate: 2024-01-02\n\nx\n")])
            .site
            .posts
            .is_empty()
    );
}

#[test]
fn articles_are_in_the_order_of_the_settings() {
    let files = [
        ("content/b.md", "Title: One\nDate: 2024-01-02\nModified: 2024-05-01\n\nx\n"),
        ("content/a.md", "Title: Two\nDate: 2024-01-03\nWeight: 2\n\nx\n"),
        ("content/c.md", "Title: Three\nDate: 2024-01-03\nWeight: 1\n\nx\n"),
    ];
    for (order, expected) in [
        ("reversed-date", ["Three", "Two", "One"]),
        ("title", ["One", "Three", "Two"]),
        ("basename", ["Two", "One", "Three"]),
        ("reversed-modified", ["One", "Three", "Two"]),
        ("reversed-weight", ["Two", "Three", "One"]),
    ] {
        let site = loaded(&format!("ARTICLE_ORDER_BY = '{order}'"), &files).site;
        let titles: Vec<&str> = site.posts.iter().map(|post| post.title.as_str()).collect();
        assert_eq!(titles, expected, "{order}");
    }
}

/// The paths and numbers of entries of feeds that have some.
fn feeds(settings: &str, files: &[(&str, &str)]) -> Vec<(String, usize)> {
    let feeds = loaded(settings, files).feeds.into_iter();
    feeds.map(|feed| (feed.path.unwrap(), feed.members.map_or(0, |members| members.len()))).collect()
}

#[test]
fn feeds_have_the_slugs_of_the_settings() {
    let settings = "CATEGORY_FEED_ATOM = 'c/%s.xml'\nTAG_FEED_RSS = 't/{slug}.xml'\nFEED_ALL_ATOM = None\nAUTHOR_FEED_ATOM = None\n\
                    AUTHOR_FEED_RSS = None\nTRANSLATION_FEED_ATOM = None\nTAG_REGEX_SUBSTITUTIONS = [(r'\\+', 'p'), (r'[^\\w]', '')]";
    let files = [("content/News Now/a.md", "Title: A\nDate: 2024-01-02\nTags: C++, Two Words\n\nx\n")];
    let paths: Vec<String> = feeds(settings, &files).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["c/news-now.xml", "t/cpp.xml", "t/twowords.xml"]);
}

#[test]
fn translations_are_listed_with_their_originals_alone() {
    let none = "CATEGORY_FEED_ATOM = None\nAUTHOR_FEED_ATOM = None\nAUTHOR_FEED_RSS = None\nTRANSLATION_FEED_ATOM = None\nFEED_ATOM = 'o.xml'";
    let own = format!("{none}\nARTICLE_TRANSLATION_ID = 'group'");
    let off = format!("{none}\nARTICLE_TRANSLATION_ID = None");
    let files = [
        ("content/a.md", "Title: A\nSlug: a\nGroup: 1\nDate: 2024-01-02\n\nx\n"),
        ("content/a-de.md", "Title: A\nSlug: a\nGroup: 2\nLang: de\nDate: 2024-01-02\n\nx\n"),
        ("content/b.md", "Title: B\nSlug: b\nGroup: 3\nDate: 2024-01-02\n\nx\n"),
        ("content/b2.md", "Title: B\nSlug: b\nGroup: 3\nTranslation: true\nDate: 2024-01-02\n\nx\n"),
    ];
    for (settings, originals) in [(none, 2), (own.as_str(), 3), (off.as_str(), 4)] {
        let feeds = feeds(settings, &files);
        assert_eq!(feeds[0], ("o.xml".to_owned(), originals), "{settings}");
        assert_eq!(feeds[1], ("feeds/all.atom.xml".to_owned(), 4), "{settings}");
    }
}

/// The content of the one article of a site, as its feed has it.
fn content(settings: &str, text: &str) -> String {
    let config = format!("{CONFIG}{settings}\n");
    let article = format!("Title: A\nDate: 2024-01-02\n\n{text}");
    let site = TestSite::new(&[("pelicanconf.py", &config), ("content/a.md", &article)]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/feeds/all.atom.xml");
    let content = feed.split("<![CDATA[").last().unwrap();
    content.split("]]>").next().unwrap().to_owned()
}

#[test]
fn markdown_is_read_as_python_markdown_does() {
    let extensions =
        |names: &str| format!("MARKDOWN = {{'extensions': [{names}], 'output_format': 'html5'}}");
    for (settings, text, expected) in [
        (
            String::new(),
            "Words\n```python\nx = 1  \n\n```\nmore\n",
            "<p>Words</p>\n<div class=\"highlight\"><pre><span></span><code>x = 1  \n</code></pre></div>\n\n<p>more</p>",
        ),
        (
            String::new(),
            "- a\n  - b\n\n[l](u){target=_blank}\nend\n{.lead}\n",
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p class=\"lead\"><a href=\"https://wherry.example/u\" target=\"_blank\">l</a>\nend</p>",
        ),
        (
            String::new(),
            "One\n===\nTwo\n---\nx<br class=\"a\" />\ny  \nz\n",
            "<h1>One</h1>\n<h2>Two</h2>\n<p>x<br class=\"a\" />\ny<br>\nz</p>",
        ),
        (
            String::new(),
            "![s]({static}/gone.png)\n",
            "<p><img src=\"https://wherry.example/gone.png\" alt=\"s\"></p>",
        ),
        (String::new(), "T\n:   a\n\n    b\n", "<dl>\n<dt>T</dt>\n<dd>\n<p>a</p>\n<p>b</p>\n</dd>\n</dl>"),
        (String::new(), "#No blank#\nafter\n", "<h1>No blank</h1>\n<p>after</p>"),
        (String::new(), "# Title {: #own .c }\n", "<h1 id=\"own\" class=\"c\">Title</h1>"),
        (
            String::new(),
            "A <p>b</p> <a href=/x>c</a>\n",
            "<p>A </p><p>b</p> <a href=\"https://wherry.example/x\">c</a>",
        ),
        (
            String::new(),
            "See [x].\n[x]: /there\n",
            "<p>See <a href=\"https://wherry.example/there\">x</a>.</p>",
        ),
        (extensions("'fenced_code'"), "```c\nx\n```\n", "<pre><code class=\"language-c\">x\n</code></pre>"),
        (extensions("'tables'"), "Term\n: no\n\nA {: .x}\n", "<p>Term\n: no</p>\n<p>A {: .x}</p>"),
        (extensions("'smarty'"), "\"A\" -- b  \nc\n", "<p>&ldquo;A&rdquo; &ndash; b<br>\nc</p>"),
        (
            extensions("'toc'"),
            "[TOC]\n\n## B & *c*\n",
            "<div class=\"toc\">\n<ul>\n<li><a href=\"https://wherry.example/a.html#b-c\">B &amp; c</a></li>\n</ul>\n</div>\n<h2 id=\"b-c\">B &amp; <em>c</em></h2>",
        ),
    ] {
        assert_eq!(content(&settings, text), expected, "{settings} {text}");
    }
    let numbered = "MARKDOWN = {'extension_configs': {'codehilite': {'linenums': True}, 'extra': {}}}";
    assert!(content(numbered, "    a\n    b\n").contains("<span class=\"normal\">2</span>"));
}

#[test]
fn lint_knows_what_pelican_does_not_read() {
    let config = format!("{CONFIG}PATH = '.'\nTHEME = 'skin'\n");
    let site = TestSite::new(&[
        ("pelicanconf.py", &config),
        ("skin/templates/base.html", "<html><head><script>x</script></head></html>\n"),
        (
            "a.html",
            "<html><head><title>A</title><meta name=\"date\" content=\"2024-01-02\"></head><body><p>A</p></body></html>\n",
        ),
        ("b.md", "Title: B\n\nNo date, and [a tag]({tag}x).\n"),
        ("c.md", "Date: 2024-01-02\n\nNo title.\n"),
    ]);
    let lint = site.feedwright(["lint", "."]);
    let found: Vec<&str> = lint.stdout.lines().filter(|line| line.contains("]: ")).collect();
    assert_eq!(
        found,
        ["warning[missing-date]: this post has no date", "error[missing-title]: this post has no title"]
    );
    assert!(
        lint.stdout.contains("add `Title: …` to the front matter; without one a build skips the article")
    );
    assert!(!lint.stdout.contains("Liquid") && !lint.stderr.contains("Liquid"), "{}", lint.stderr);
}

#[test]
fn settings_are_followed_through_both_files() {
    let base = "import os\nDOMAIN = 'moss.example'\nSITENAME = 'Moss' + ' & Fern'\nPATH = os.path.join('con' + 'tent')\nFEEDS = 'f'\n\
        FEED_ALL_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None\n";
    let publish = "from pelicanconf import *\nfrom pelicanconf import DOMAIN as D\nfrom extra.more import TITLE\nSITEURL = f'https://{D}/garden'\n\
        FEED_DOMAIN = 'https://feeds.' + DOMAIN\nFEED_ALL_RSS = '{}/all.rss.xml'.format(FEEDS)\nSITESUBTITLE = TITLE\n";
    let site = TestSite::new(&[
        ("pelicanconf.py", base),
        ("publishconf.py", publish),
        ("extra/more.py", "TITLE = 'Of ' + 'moss'\n"),
        ("content/a.md", "Title: A\nDate: 2024-01-02\nSlug: oak leaf\n\nWords.\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/f/all.rss.xml");
    for part in [
        "<title>Moss &#x26; Fern</title>",
        "<description>Of moss</description>",
        "href=\"https://feeds.moss.example/f/all.rss.xml\"",
        "<link>https://moss.example/garden/oak%20leaf.html</link>",
        ">tag:moss.example,2024-01-02:/garden/oak leaf.html</guid>",
    ] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
}

#[test]
fn names_what_is_computed_by_its_file() {
    let site = TestSite::new(&[
        ("pelicanconf.py", "SITENAME = 'A'\nPATH = 'content'\n"),
        ("publishconf.py", "import os\n\nSITEURL = os.environ['URL']\n"),
        ("content/a.md", "Title: A\nDate: 2024-01-02\n\nx\n"),
    ]);
    let run = site.feedwright(["build", ".", "--output", "out"]).exits(2);
    assert!(run.stderr.contains("publishconf.py:3: `SITEURL` is computed"), "{}", run.stderr);
}

#[test]
fn typography_is_applied_to_titles_and_articles() {
    let settings = "TYPOGRIFY = True";
    let head = "Title: It's \"Tern\" & NASA now\nDate: 2024-01-02";
    assert_eq!(article(settings, "content/a.md", head).title, "It’s “Tern” & NASA\u{a0}now");
    assert_eq!(content(settings, "One -- two three.\n"), "<p>One &#8212; two&nbsp;three.</p>");
}

#[test]
fn the_usual_folder_is_that_of_content() {
    let files = [
        ("content/news/a.md", "Title: A\nDate: 2024-01-02\n\nx\n"),
        ("README.md", "Title: R\nDate: 2024-01-02\n\nx\n"),
    ];
    let all = [("pelicanconf.py", "SITEURL = 'https://wherry.example'\n")].into_iter().chain(files);
    let site =
        load(&MemoryTree::new(all), LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap().site;
    let posts: Vec<(&str, &[String])> =
        site.posts.iter().map(|post| (&*post.path, &*post.categories)).collect();
    assert_eq!(posts, [("content/news/a.md", &["news".to_owned()][..])]);
}

#[test]
fn articles_are_in_the_order_of_slugs_without_a_key() {
    let files = [
        ("content/a.md", "Title: C\nDate: 2024-01-01\nModified: 2024-05-01\n\nWords.\n"),
        ("content/b.md", "Title: B\nDate: 2024-01-02\n\nWords.\n"),
        ("content/c.md", "Title: A\nDate: 2024-01-03\nModified: 2024-04-01\n\nWords.\n"),
    ];
    let order = |files: &[(&str, &str)]| {
        let loaded = loaded("ARTICLE_ORDER_BY = 'reversed-modified'", files);
        let members = loaded.feeds[0].members.clone().unwrap();
        let titles = members.into_iter().map(|number| loaded.site.posts[number].title.clone());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(order(&files), ["A", "B", "C"]);
    assert_eq!(order(&[files[0], files[2]]), ["C", "A"]);
}

#[test]
fn entries_name_no_language() {
    let site = TestSite::new(&[
        ("pelicanconf.py", CONFIG),
        ("content/a.md", "Title: A\nDate: 2024-01-02\nLang: de\n\nWorte.\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let entry = site.read("out/feeds/all.atom.xml").split("<entry").nth(1).unwrap().to_owned();
    assert!(!entry.contains("xml:lang"), "{entry}");
}

#[test]
fn lint_reads_heads_lists_and_files_as_pelican_does() {
    let site = TestSite::new(&[
        (
            "pelicanconf.py",
            "SITENAME = 'Wherry'\nSITEURL = 'https://wherry.example'\nPATH = 'content'\nSTATIC_PATHS = ['extra']\nCATEGORY_URL = '{slug}/'\nCATEGORY_SAVE_AS = '{slug}/index.html'\n",
        ),
        ("content/extra/robots.txt", "User-agent: *\nDisallow: /a/\nDisallow: /b/\n"),
        (
            "content/Été/a.md",
            "---\nTitle: Sync #1: the plan\nDate: 2024-01-02\n---\nSee [all](/ete), [not](/other).\n",
        ),
        ("content/b.md", "Title: B\nDate: 2024-01-02\n\n<fig>\n\nA [link](/a.html) *here*.\n\n</fig>\n"),
    ]);
    let lint = site.feedwright(["lint", ".", "--format", "concise"]);
    let found: Vec<&str> =
        lint.stdout.lines().filter(|line| line.contains(": error ") || line.contains(": warning ")).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("`/a.html` leads nowhere") && found[1].contains("`/other` leads nowhere"),
        "{found:?}"
    );
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/feeds/all.atom.xml");
    assert!(feed.contains("Sync #1: the plan</title>"), "{feed}");
    assert!(
        feed.contains("<p>A <a href=\"https://wherry.example/a.html\">link</a> <em>here</em>.</p>"),
        "{feed}"
    );
}

#[test]
fn a_plugin_that_reads_articles_is_reported_once() {
    let files = [
        (
            "pelicanconf.py",
            "SITENAME = 'Wherry'\nSITEURL = 'https://wherry.example'\nPATH = 'content'\nPLUGIN_PATHS = ['./plugins']\nPLUGINS = ['reader']\n",
        ),
        ("content/2024-01-02-a.md", "# A\n\nText.\n"),
        ("content/2024-01-03-b.md", "Date: 2024-01-03\n\n# B\n"),
        ("content/c.md", "Title: C\nDate: 2024-01-02\n\nText.\n"),
    ];
    let with = |plugin: &str| {
        let plugin = [("plugins/reader/__init__.py", plugin)];
        TestSite::new(&files.iter().copied().chain(plugin).collect::<Vec<_>>())
    };
    let own = with("signals.readers_init.connect(add_reader)\n");
    let lint = own.feedwright(["lint", ".", "--format", "concise"]);
    assert!(
        !lint.stdout.contains("ignored-post") && !lint.stdout.contains("missing-title"),
        "{}",
        lint.stdout
    );
    let build = own.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
    let said = &build.exits(0).stderr;
    assert_eq!(said.matches("plugins/reader/__init__.py reads articles itself").count(), 1, "{said}");
    assert!(!said.contains("look like posts"), "{said}");
    for plugin in [
        "signals.article_generator_finalized.connect(x)\n",
        "class Notebook(BaseReader):\n    file_extensions = ['ipynb']\nsignals.readers_init.connect(add)\n",
    ] {
        let lint = with(plugin).feedwright(["lint", ".", "--format", "concise"]);
        let found = &lint.stdout;
        assert!(found.contains("ignored-post") && found.contains("missing-title"), "{plugin}: {found}");
    }
    let own =
        with("class Own(BaseReader):\n    file_extensions = ['md']\nsignals.readers_init.connect(add)\n");
    assert!(!own.feedwright(["lint", ".", "--format", "concise"]).stdout.contains("missing-title"));
}

#[test]
fn summaries_follow_formatted_fields() {
    let summary = |settings: &str, file: (&str, &str)| {
        let config = format!("{CONFIG}{settings}\n");
        let site = TestSite::new(&[("pelicanconf.py", config.as_str()), file]);
        site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
        let feed = site.read("out/feeds/all.atom.xml");
        let summary = feed.split_once("<summary").unwrap().1.split_once("</summary>").unwrap().0;
        let summary = summary.split_once('>').unwrap().1.to_owned();
        summary.replace("&lt;", "<").replace("&gt;", ">")
    };
    let markdown = ("content/a.md", "Title: A\nDate: 2024-01-02\nSummary: It *is*.\n\nText.\n");
    let rst = ("content/a.rst", "Ferry\n=====\n\n:date: 2024-01-02\n:summary: It *is*.\n\nText.\n");
    assert!(summary("", markdown).contains("<p>It <em>is</em>.</p>"));
    assert!(summary("FORMATTED_FIELDS = ['summary', 'x']", rst).contains("It <em>is</em>."));
    assert_eq!(summary("FORMATTED_FIELDS = ['x']", markdown), "It *is*.");
    assert_eq!(summary("FORMATTED_FIELDS = ['x']", rst), "It is.");
}

#[test]
fn markdown_is_that_of_python() {
    let loaded = loaded("", &[]);
    let options = &loaded.site.settings.markdown;
    for (text, html) in [
        ("a \\: b \\| c\n", "<p>a \\: b | c</p>\n"),
        ("\u{a0} Head\n----\n", "<h2>Head</h2>\n"),
        ("# \u{a0}Head\u{a0}\n", "<h1>Head</h1>\n"),
        ("<div><span>a </br> b < c</span></div>\n", "<div><span>a </br> b < c</span></div>\n"),
        (
            "<new-tag>\n\nA *b*.\n\n</new-tag>\n",
            "<p><new-tag></p>\n\n<p>A <em>b</em>.</p>\n\n<p></new-tag></p>\n",
        ),
    ] {
        let made = feedwright::markup::markdown::render(text, options);
        assert_eq!(made.replace("\n\n", "\n"), html.replace("\n\n", "\n"), "{text}");
    }
}

#[test]
fn older_names_of_settings_are_read() {
    let settings = "ARTICLE_DIR = 'blog'\nPAGE_DIR = 'about'\nCLEAN_URLS = True";
    let text = "Title: A\nDate: 2024-01-02\n\nWords.\n";
    let files = ["content/blog/a.md", "content/a.md", "content/about/b.md"].map(|path| (path, text));
    let site = loaded(settings, &files).site;
    let posts: Vec<&str> = site.posts.iter().map(|post| &*post.path).collect();
    assert_eq!(posts, ["content/blog/a.md"]);
    let config = format!("{CONFIG}{settings}\n");
    let linked =
        ("content/blog/a.md", "Title: B\nDate: 2024-01-02\n\n[page](/pages/a/) [no](/pages/a.html)\n");
    let site = TestSite::new(&[("pelicanconf.py", config.as_str()), files[2], linked]);
    let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
    assert_eq!(lint.stdout.matches("leads nowhere").count(), 1, "{}", lint.stdout);
}

#[test]
fn lint_knows_fences_of_code() {
    let text = "Title: A\nDate: 2024-01-02\n\nText:\n```yaml\n# One\n[a](/none/)\n```\n\n~~~~ {.python hl_lines=\"1\"}\n# Two\n~~~~\n";
    let warnings = |settings: &str, text: &str| {
        let config = format!("{CONFIG}{settings}\n");
        let site = TestSite::new(&[("pelicanconf.py", config.as_str()), ("content/a.md", text)]);
        let lint = site.feedwright(["lint", ".", "--format", "concise"]);
        lint.stdout.lines().filter(|line| line.contains(": error ") || line.contains(": warning ")).count()
    };
    assert_eq!(warnings("", text), 0);
    // Without the extension the lines are a heading and a link.
    assert!(warnings("MARKDOWN = {'extensions': ['meta']}", text) >= 2);
    assert_eq!(warnings("", "Title: A\nDate: 2024-01-02\n\n```\n# One\n```\n\n# Two\n"), 1);
}
