//! Zola: which feeds a site has, where, and which pages in which order.

use feedwright::feeds::plan::plan;
use feedwright::site::load::{LoadOptions, load};
use feedwright::site::tree::MemoryTree;

use crate::cli::TestSite;

const CONFIG: &str = "base_url = 'https://wherry.example/blog/'\ntitle = 'Wherry'\ndefault_language = 'de'\n\
    generate_feeds = true\nfeed_filenames = ['rss.xml']\nfeed_limit = 3\nignored_content = ['*.draft.md']\n\
    taxonomies = [{ name = 'Tags', feed = true }, { name = 'people' }]\n[languages.en]\ngenerate_feeds = true\ntitle = 'The Wherry'\n";

/// Each feed: its path, its title, and the URLs of its entries.
fn feeds(files: &[(&str, &str)]) -> Vec<(String, String, Vec<String>)> {
    let site = MemoryTree::new(files.iter().copied());
    let loaded = load(&site, LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap();
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    let of = |feed: &feedwright::feeds::plan::Planned| {
        let urls = feed.posts.iter().map(|number| loaded.site.posts[*number].url.clone());
        (feed.path.clone(), feed.feed.title.plain().into_owned(), urls.collect())
    };
    plan.feeds.iter().map(of).collect()
}

fn page(date: &str, more: &str) -> String {
    format!("+++\ntitle = 'A'\ndate = {date}\n{more}+++\nText.\n")
}

#[test]
fn sections_terms_and_languages_have_feeds() {
    let tagged = page("2024-01-03", "[taxonomies]\nTags = ['C++', 'C']\n");
    let files = [
        ("config.toml", CONFIG),
        ("content/news/_index.md", "+++\ntitle = 'News'\ngenerate_feeds = true\n+++\n"),
        ("content/news/deep/_index.md", "+++\ntransparent = true\n+++\n"),
        ("content/news/hidden/_index.md", "+++\ndraft = true\n+++\n"),
        ("content/news/tagged.md", &tagged),
        ("content/news/deep/below.md", &page("2024-01-02", "")),
        ("content/news/hidden/in-draft.md", &page("2024-01-02", "")),
        ("content/news/unwritten.md", &page("2024-01-02", "render = false\n")),
        ("content/news/loose/orphan.md", &page("2024-01-01", "")),
        ("content/news/page.en.md", &page("2024-01-01", "")),
        ("content/news/undated.md", "+++\ntitle = 'A'\n+++\nText.\n"),
        ("content/news/late.draft.md", &page("2024-01-09", "")),
        ("content/news/draft.md", &page("2024-01-09", "draft = true\n")),
    ];
    let urls = |urls: &[&str]| urls.iter().map(|url| (*url).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        feeds(&files),
        [
            (
                "rss.xml".to_owned(),
                "Wherry".to_owned(),
                urls(&["/news/tagged/", "/news/deep/below/", "/news/unwritten/"])
            ),
            (
                "news/rss.xml".to_owned(),
                "Wherry - News".to_owned(),
                urls(&["/news/tagged/", "/news/deep/below/"])
            ),
            ("tags/c/rss.xml".to_owned(), "Wherry - C".to_owned(), urls(&["/news/tagged/"])),
            ("en/atom.xml".to_owned(), "The Wherry".to_owned(), urls(&["/en/news/page/"])),
        ]
    );
}

#[test]
fn urls_come_from_paths_slugs_and_names() {
    let day = "2024-01-02";
    let config = "base_url = 'https://wherry.example'\ngenerate_feeds = true\n";
    let files = [
        ("config.toml", config),
        ("content/Upper/Mixed-Bundle/index.md", &page(day, "")),
        ("content/dots.in.name-v1.2.md", &page(day, "")),
        ("content/2024-01-01-dated.md", &page(day, "")),
        ("content/slug.md", &page(day, "slug = 'My Slug_Here'\n")),
        ("content/path.md", &page(day, "path = '/Custom/Place_x/'\n")),
        ("content/ünï.md", &page(day, "")),
    ];
    let feeds = feeds(&files);
    let (path, _, urls) = feeds.first().unwrap();
    assert_eq!(path, "atom.xml");
    assert_eq!(
        urls.as_slice(),
        [
            "/Custom/Place_x/",
            "/Upper/mixed-bundle/",
            "/dated/",
            "/dots-in-name-v1-2/",
            "/my-slug-here/",
            "/uni/"
        ]
    );
}

/// Sections leave out pages without what they are sorted by; ids keep all their characters.
#[test]
fn feeds_are_those_of_the_generator() {
    let config = "base_url = 'https://wherry.example/x'\ngenerate_feeds = true\n[slugify]\npaths = 'safe'\n\
        [languages.de]\ngenerate_feeds = true\nfeed_filenames = ['rss.xml']\n";
    let files = [
        ("config.toml", config),
        ("content/news/_index.md", "+++\nsort_by = 'weight'\ngenerate_feeds = true\n+++\n"),
        ("content/news/Ünï x.md", &page("2024-01-03", "weight = 1\n")),
        ("content/news/b.md", &page("2024-01-02", "")),
        ("content/news/b.de.md", &page("2024-01-02", "")),
    ];
    let site = MemoryTree::new(files.iter().copied());
    let loaded = load(&site, LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap();
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    let ids: Vec<(&str, Vec<&str>)> = plan
        .feeds
        .iter()
        .map(|feed| {
            let ids = feed.posts.iter().map(|number| loaded.site.posts[*number].id.as_str());
            (feed.feed.id.as_str(), ids.collect())
        })
        .collect();
    let (first, second) = ("https://wherry.example/x/news/Ünï x/", "https://wherry.example/x/news/b/");
    assert_eq!(
        ids,
        [
            ("https://wherry.example/x/atom.xml", vec![first, second]),
            ("https://wherry.example/x/news/atom.xml", vec![first]),
            // A name that the default language has not is a folder to the generator.
            ("https://wherry.example/x/de/rss.xml/", vec!["https://wherry.example/x/de/news/b/"]),
        ]
    );
}

#[test]
fn dates_are_read_from_paths_where_asked_for() {
    let old = "+++\ntitle = 'A'\npath = '2016/05/26/tern'\n+++\nText.\n";
    let config = ("config.toml", "base_url = 'https://wherry.example'\ngenerate_feeds = true\n");
    let own = ("feedwright.toml", "[posts]\npermalink = \"/:year/:month/:day/:title/\"\n");
    assert_eq!(feeds(&[config, ("content/tern.md", old)])[0].2, Vec::<String>::new());
    assert_eq!(feeds(&[config, own, ("content/tern.md", old)])[0].2, ["/2016/05/26/tern/"]);
}

#[test]
fn a_template_of_the_sites_own_keeps_its_feed() {
    let site = TestSite::new(&[
        ("config.toml", "base_url = 'https://wherry.example'\ngenerate_feeds = true\n"),
        ("content/a.md", &page("2024-01-02", "")),
        ("templates/atom.xml", "<feed>{{ config.title }}</feed>"),
    ]);
    let run = site.feedwright(["build", "."]).exits(1);
    assert!(run.stderr.contains("templates/atom.xml"), "{}", run.stderr);
    site.feedwright(["build", ".", "--output", "out"]).exits(0);
    assert!(site.read("out/atom.xml").contains("https://wherry.example/a/"));
}

/// Subscribers know entries by the ids that the generator writes; links are valid in their format.
#[test]
fn ids_are_written_with_all_their_characters() {
    let config = "base_url = 'https://wherry.example'\ngenerate_feeds = true\nfeed_filenames = ['atom.xml', 'rss.xml']\n\
        [slugify]\npaths = 'safe'\n";
    let site = TestSite::new(&[("config.toml", config), ("content/Ünï & x's+.md", &page("2024-01-03", ""))]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let atom = site.read("out/atom.xml");
    assert!(atom.contains("<id>https://wherry.example/Ünï &amp; x&apos;s+/</id>"), "{atom}");
    assert!(atom.contains("href=\"https://wherry.example/Ünï%20&amp;%20x&apos;s+/\""), "{atom}");
    let rss = site.read("out/rss.xml");
    assert!(rss.contains("<link>https://wherry.example/%C3%9Cn%C3%AF%20&amp;%20x"), "{rss}");
    assert!(rss.contains("<guid isPermaLink=\"false\">https://wherry.example/Ünï &amp; x"), "{rss}");
    // What is written is what the next run compares with.
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01", "--check"]).exits(0);
}

#[test]
fn shortcodes_read_files_and_fences_hide_lines() {
    let text = "+++\ntitle = 'A'\ndate = 2024-01-02\n+++\n{{ list() }}\n\n```rust, linenos, hide_lines=1\n# use x;\nlet y = 1;\n```\n";
    let site = TestSite::new(&[
        (
            "config.toml",
            "base_url = 'https://wherry.example'\ngenerate_feeds = true\n[markdown.highlighting]\ntheme = 'nord'\n",
        ),
        (
            "templates/shortcodes/list.html",
            "{% set d = load_data(path='boats.json') %}<ul>{% for b in d.boats %}<li>{{ b }}</li>{% endfor %}</ul>",
        ),
        ("static/boats.json", "{\"boats\": [\"Wherry\", \"Punt\"]}"),
        ("content/a/index.md", text),
        ("content/a/notes.qmd", "---\ntitle: Notes\n---\n[gone](nowhere.md)\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/atom.xml");
    assert!(feed.contains("<ul><li>Wherry</li><li>Punt</li></ul>"), "{feed}");
    assert!(feed.contains("class=\"giallo-ln\">2</span>let y = 1;") && !feed.contains("use x"), "{feed}");
    // Only Markdown is content; other files are copied as they are.
    site.feedwright(["lint", ".", "--only", "dead-link"]).exits(0);
}

#[test]
fn sections_leave_pages_out_of_a_template() {
    let template = "{% for page in pages %}{% if m::setting(page=page, setting=\"hidden\") == \"true\" %}{% continue %}{% endif %}{{ page.content }}{% endfor %}";
    let files = [
        ("config.toml", "base_url = 'https://wherry.example'\ngenerate_feeds = true\n"),
        ("templates/atom.xml", template),
        ("content/pages/_index.md", "+++\n[extra]\nhidden = true\n+++\n"),
        ("content/pages/legal.md", &page("2024-01-02", "")),
        ("content/pages/shown.md", &page("2024-01-02", "[extra]\nhidden = false\n")),
        ("content/news.md", &page("2024-01-03", "")),
    ];
    let [(_, _, urls)] = feeds(&files).try_into().unwrap();
    assert_eq!(urls, ["/news/", "/pages/shown/"]);
}

#[test]
fn shortcodes_know_the_words_of_a_language() {
    let config = "base_url = 'https://wherry.example'\ndefault_language = 'en'\ngenerate_feeds = true\n[translations]\nhoney = 'honey'\n\
        [languages.cy]\ngenerate_feeds = true\n[languages.cy.translations]\nhoney = 'mêl'\n";
    let jar = "{% set n = n | default(value=1) %}{{ n }} jar{{ n | pluralize }} of {{ trans(key='honey', lang=lang) }}";
    let site = TestSite::new(&[
        ("config.toml", config),
        ("templates/shortcodes/jar.html", jar),
        ("content/a.md", &page("2024-01-02", "").replace("+++\n\n", "+++\n{{ jar() }} {{ jar(n=2) }}\n\n")),
        ("content/b.md", "+++\ntitle = 'B'\ndate = 2024-01-02\n+++\n{{ jar() }}, {{ jar(n=2) }}\n"),
        ("content/b.cy.md", "+++\ntitle = 'B'\ndate = 2024-01-02\n+++\n{{ jar(n=2) }}\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/atom.xml");
    assert!(feed.contains("1 jar of honey, 2 jars of honey"), "{feed}");
    let feed = site.read("out/cy/atom.xml");
    assert!(feed.contains("2 jars of mêl"), "{feed}");
}

#[test]
fn shortcodes_see_the_settings_of_the_theme() {
    let site = TestSite::new(&[
        (
            "config.toml",
            "base_url = 'https://wherry.example'\ntheme = 'moss'\ngenerate_feeds = true\n[extra]\nb = 'own'\n[extra.deep]\nx = 1\n",
        ),
        (
            "themes/moss/theme.toml",
            "name = 'moss'\n[extra]\na = 'theme'\nb = 'theme'\n[extra.deep]\nx = 2\ny = 3\n",
        ),
        (
            "themes/moss/templates/shortcodes/s.html",
            "{{ config.extra.a }} {{ config.extra.b }} {{ config.extra.deep.x }} {{ config.extra.deep.y }}",
        ),
        ("content/a.md", "+++\ntitle = 'A'\ndate = 2024-01-02\n+++\nSettings: {{ s() }}\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/atom.xml");
    assert!(feed.contains("Settings: theme own 1 3"), "{feed}");
}

#[test]
fn dates_may_stay_in_urls() {
    let config =
        "base_url = 'https://wherry.example'\ngenerate_feeds = true\n[slugify]\npaths_keep_dates = true\n";
    let files = [
        ("config.toml", config),
        ("content/2024-01-05_a b.md", "+++\ntitle = 'A'\n+++\nText.\n"),
        ("content/2024-01-04-c/index.md", &page("2024-01-02", "")),
    ];
    assert_eq!(feeds(&files)[0].2, ["/2024-01-05-a-b/", "/2024-01-04-c/"]);
}

#[test]
fn summaries_end_as_the_generator_ends_them() {
    let config = "base_url = 'https://wherry.example'\ngenerate_feeds = true\n[markdown]\nexternal_links_external = false\n\
        external_links_class = 'out'\n[slugify]\nanchors = 'safe'\n";
    let body = |text: &str| format!("+++\ntitle = 'A'\ndate = 2024-01-02\n+++\n{text}\n");
    let files = [
        ("config.toml", config),
        ("content/note.md", &body("A[^n] b.\n\n[^n]: Note.\n\n<!-- MORE -->\n\nRest.")),
        ("content/within.md", &body("Before <!-- more --> after.")),
        ("content/code.md", &body("```\nx = \"1\"\n```\n\n<!-- more -->\n")),
        ("content/whole.md", &body("# C++ & C# 1\n\n[a](https://a.example/)")),
    ];
    let built = |files: &[(&str, &str)]| {
        let site = TestSite::new(files);
        site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
        let feed = site.read("out/atom.xml");
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
            .iter()
            .fold(feed, |feed, (reference, sign)| feed.replace(reference, sign))
    };
    let feed = built(&files);
    // References to notes are left out, notes are not.
    assert!(feed.contains("<p>A b.</p>\n<div class=\"footnote-definition\" id=\"n\">"), "{feed}");
    assert!(feed.contains("<p>Before&hellip;\n</p>") && !feed.contains("Rest."), "{feed}");
    assert!(feed.contains("<pre><code>x = &quot;1&quot;\n</code></pre>"), "{feed}");
    assert!(feed.contains("<h1 id=\"C++_&_C#_1\">"), "{feed}");
    assert!(feed.contains("<a class=\"out\" href=\"https://a.example/\">"), "{feed}");
    let own = ("templates/summary-cutoff.html", " <b>[{{ lang }}]</b>");
    let feed = built(&[files[0], files[2], own]);
    assert!(feed.contains("<p>Before <b>[en]</b></p>"), "{feed}");
}

#[test]
fn anchors_know_the_level_of_their_heading() {
    let site = TestSite::new(&[
        (
            "config.toml",
            "base_url = 'https://wherry.example'\ngenerate_feeds = true\n[markdown]\ninsert_anchor_links = 'right'\n",
        ),
        ("templates/anchor-link.html", "<a href=\"#{{ id }}\">{{ lang }} {{ level }}</a>"),
        ("templates/shortcodes/where.html", "{{ page.path }}"),
        ("content/A b/c.md", &page("2024-01-02", "").replace("Text.", "## One\n\n### Two\n\n{{ where() }}")),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/atom.xml");
    assert!(feed.contains("One<a href=\"https://wherry.example/A%20b/c/#one\">en 2</a></h2>"), "{feed}");
    assert!(feed.contains("Two<a href=\"https://wherry.example/A%20b/c/#two\">en 3</a></h3>"), "{feed}");
    assert!(feed.contains("</h3>\n/A b/c/"), "{feed}");
}

#[test]
fn themes_bring_templates_of_feeds_macros_and_files() {
    let site = TestSite::new(&[
        (
            "config.toml",
            "base_url = 'https://wherry.example'\ntheme = 'reed'\ngenerate_feeds = true\nfeed_filenames = ['feed.xml']\nauthor = 'Wil'\n[markdown]\ninsert_anchor_links = 'right'\n",
        ),
        ("themes/reed/templates/anchor-link.html", "<a href=\"#{{ id }}\">here</a>"),
        ("themes/reed/templates/feed.xml", "<feed>{{ page.title }}{{ page.content }}</feed>"),
        (
            "themes/reed/templates/macros/m.html",
            "{% macro box(name) %}<b>{{ load_data(path=\"icon/\" ~ name ~ \".svg\") | safe }}{{ title }}: {{ body }}</b>{% endmacro %}",
        ),
        (
            "themes/reed/templates/shortcodes/tip.html",
            "{% import \"macros/m.html\" as m %}{% set title = 'x' %}{{ m::box(name='tip') }}",
        ),
        ("themes/reed/static/icon/tip.svg", "<svg/>"),
        (
            "content/a.md",
            &page("2024-01-02", "").replace("Text.", "## One\n\n{% tip(title='Tip') %}\nWords.\n{% end %}"),
        ),
        (
            "content/b.md",
            &page("2024-01-02", "").replace("Text.", "[home](https://wherry.example/) [not](/x/)"),
        ),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/feed.xml");
    assert!(feed.contains("One<a href=\"https://wherry.example/a/#one\">here</a></h2>"), "{feed}");
    assert!(feed.contains("<b><svg/>Tip: Words.</b>"), "{feed}");
    assert!(!feed.contains("<name>Wil</name>\n  </author>\n  <link"), "{feed}");
    let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
    assert_eq!(lint.stdout.matches("leads nowhere").count(), 1, "{}", lint.stdout);
}

#[test]
fn folders_that_git_ignores_may_be_made_before_a_build() {
    let files = [
        ("config.toml", "base_url = 'https://wherry.example'\n"),
        ("content/a.md", &*page("2024-01-02", "").replace("Text.", "[a](/made/x.js) [b](/other/x.js)")),
    ];
    let lint = |ignored: &str| {
        let site = TestSite::new(&[files[0], files[1], (".gitignore", ignored)]);
        let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
        lint.stdout.matches("leads nowhere").count()
    };
    assert_eq!((lint("/static/made/\n"), lint("/public/\n")), (1, 2));
}
