//! Sites of Hugo: places, dates, order and feeds, as Hugo 0.168 writes them.

use feedwright::site::load::{LoadOptions, Loaded, load};
use feedwright::site::post::Post;
use feedwright::site::tree::MemoryTree;

use crate::cli::TestSite;

const CONFIG: &str = "baseURL = 'https://wherry.example/sub/'\ntitle = 'Wherry'\n";

fn loaded(config: &str, files: &[(&str, &str)]) -> Loaded {
    let all = [("hugo.toml", config)].into_iter().chain(files.iter().copied());
    load(&MemoryTree::new(all), LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap()
}

/// A page with this front matter.
fn page(front_matter: &str) -> String {
    format!("---\n{front_matter}\n---\nWords.\n")
}

fn pages(config: &str, files: &[(&str, &str)]) -> Vec<Post> {
    let texts: Vec<(&str, String)> = files.iter().map(|(path, head)| (*path, page(head))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    loaded(config, &files).site.posts.iter().map(|post| Post::clone(post)).collect()
}

fn feeds(config: &str, files: &[(&str, &str)]) -> Vec<(String, String)> {
    let texts: Vec<(&str, String)> = files.iter().map(|(path, head)| (*path, page(head))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut feeds: Vec<(String, String)> = (loaded(config, &files).feeds.into_iter())
        .map(|feed| (feed.path.unwrap(), feed.title.unwrap()))
        .collect();
    feeds.sort();
    feeds
}

#[test]
fn pages_have_the_urls_of_hugo() {
    for (path, head, url) in [
        ("content/posts/a.md", "title: A", "/posts/a/"),
        ("content/posts/Upper Case  Name.md", "title: A", "/posts/upper-case--name/"),
        ("content/posts/sym'bols&(x)+y,z!.md", "title: A", "/posts/symbolsx+yz/"),
        ("content/posts/README.md", "title: A", "/posts/readme/"),
        ("content/posts/ünï.md", "title: A", "/posts/%C3%BCn%C3%AF/"),
        ("content/posts/Some/Bundle/index.md", "title: A", "/posts/some/bundle/"),
        ("content/about/index.md", "title: A", "/about/"),
        ("content/posts/a.md", "SLUG: My Own", "/posts/my-own/"),
        ("content/posts/b/index.md", "slug: other", "/posts/other/"),
        ("content/posts/a.md", "url: /Custom/Place", "/Custom/Place/"),
        ("content/posts/a.md", "url: old/page.html", "/old/page.html"),
        ("content/posts/2024-01-13-a.md", "title: A", "/posts/2024-01-13-a/"),
    ] {
        let found = pages(CONFIG, &[(path, head)]);
        assert_eq!(found[0].url, url, "{path}: {head}");
        assert_eq!(found[0].link, format!("https://wherry.example/sub{url}"), "{path}");
    }
}

#[test]
fn permalinks_are_filled_by_section() {
    let config = format!(
        "{CONFIG}[permalinks]\nposts = '/:year/:month/:slug/'\n[permalinks.page]\nnotes = '/n/:contentbasename'\n"
    );
    for (path, head, url) in [
        (
            "content/posts/a.md",
            "title: 'With/Slash & C++ (v1.2)!'\ndate: 2024-02-03",
            "/2024/02/with-slash-c-v1.2/",
        ),
        ("content/posts/a.md", "title: A", "/1/01/a/"),
        ("content/posts/sub/a.md", "slug: Own Slug\ndate: 2024-02-03", "/2024/02/own-slug/"),
        ("content/notes/Some Note.md", "title: A", "/n/some-note/"),
        ("content/others/a.md", "title: A", "/others/a/"),
    ] {
        assert_eq!(pages(&config, &[(path, head)])[0].url, url, "{path}: {head}");
    }
}

#[test]
fn dates_come_from_the_first_key_that_is_set() {
    for (head, date, published) in [
        (
            "date: 2024-01-09\npublishDate: 2024-01-20",
            "2024-01-09T00:00:00+01:00",
            "2024-01-20T00:00:00+01:00",
        ),
        ("pubdate: 2024-01-09 10:00:00", "2024-01-09T10:00:00+01:00", "2024-01-09T10:00:00+01:00"),
        ("modified: 2024-01-09T10:00:00+05:00", "2024-01-09T10:00:00+05:00", "2024-01-09T10:00:00+05:00"),
        ("title: none", "0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+00:00"),
    ] {
        let found = pages(&format!("{CONFIG}timeZone = 'Europe/Berlin'\n"), &[("content/posts/a.md", head)]);
        assert_eq!(found[0].date.to_rfc3339(), date, "{head}");
        assert_eq!(found[0].published.unwrap().to_rfc3339(), published, "{head}");
    }
    let named = format!("{CONFIG}[frontmatter]\ndate = [':filename', ':default']\n");
    let found = pages(&named, &[("content/posts/2024-01-13-a-name.md", "title: A")]);
    assert_eq!(
        (found[0].date.to_rfc3339().as_str(), found[0].url.as_str()),
        ("2024-01-13T00:00:00+00:00", "/posts/a-name/")
    );
}

#[test]
fn pages_are_in_the_order_of_weight_date_and_title() {
    let found = pages(
        CONFIG,
        &[
            ("content/posts/a.md", "title: Undated"),
            ("content/posts/b.md", "title: bravo\ndate: 2024-01-02"),
            ("content/posts/c.md", "title: Charlie\ndate: 2024-01-02"),
            ("content/posts/d.md", "title: Zulu\nlinkTitle: Alpha\ndate: 2024-01-02"),
            ("content/posts/e.md", "title: Newest\ndate: 2024-01-03"),
            ("content/posts/f.md", "title: Heavy\ndate: 2020-01-03\nweight: 2"),
            ("content/posts/g.md", "title: Light\nweight: -1"),
        ],
    );
    let titles: Vec<&str> = found.iter().map(|post| post.title.as_str()).collect();
    assert_eq!(titles, ["Light", "Heavy", "Newest", "Zulu", "bravo", "Charlie", "Undated"]);
}

#[test]
fn what_hugo_lists_nowhere_is_hidden() {
    let found = pages(
        CONFIG,
        &[
            ("content/posts/a.md", "draft: true"),
            ("content/posts/b.md", "publishDate: 2099-01-01"),
            ("content/posts/c.md", "expiryDate: 2024-01-01"),
            ("content/posts/d.md", "build: {list: never}"),
            ("content/posts/e.md", "build: {render: never}"),
            ("content/posts/f.md", "headless: true"),
        ],
    );
    assert_eq!(found.len(), 6);
    assert!(found.iter().all(|post| post.hidden.is_some()), "{found:?}");
    let bundle = [("content/posts/b/index.md", "title: A"), ("content/posts/b/inner.md", "title: B")];
    assert_eq!(pages(CONFIG, &bundle).len(), 1);
}

#[test]
fn each_list_has_a_feed() {
    let files = [
        ("content/posts/_index.md", "title: Posts & More"),
        ("content/posts/a.md", "title: A\ntags: [Two Words, 'C#']"),
        ("content/posts/sub/_index.md", "title: Sub"),
        ("content/posts/plain/b.md", "title: B"),
        ("content/story/a.md", "title: A\ndraft: true"),
        ("content/hidden/_index.md", "draft: true"),
        ("content/hidden/a.md", "title: A"),
        ("content/quiet/_index.md", "outputs: [html]"),
        ("content/about/index.md", "title: About"),
    ];
    let expected = [
        ("categories/index.xml", "Categories on Wherry"),
        ("index.xml", "Wherry"),
        ("posts/index.xml", "Posts & More on Wherry"),
        ("posts/sub/index.xml", "Sub on Wherry"),
        ("story/index.xml", "Stories on Wherry"),
        ("tags/c#/index.xml", "C# on Wherry"),
        ("tags/index.xml", "Tags on Wherry"),
        ("tags/two-words/index.xml", "Two Words on Wherry"),
    ];
    assert_eq!(feeds(CONFIG, &files), expected.map(|(path, title)| (path.to_owned(), title.to_owned())));
}

#[test]
fn the_configuration_turns_feeds_off() {
    let files = [("content/posts/a.md", "title: A\ntags: [x]")];
    for (more, expected) in [
        ("disableKinds = ['taxonomy', 'term', 'section']", &["index.xml"][..]),
        (
            "disableKinds = ['taxonomy', 'taxonomyTerm']",
            &["index.xml", "posts/index.xml", "tags/x/index.xml"],
        ),
        ("disableKinds = ['RSS']", &[]),
        (
            "[outputs]\nhome = ['html', 'rss']\nsection = ['html']\ntaxonomy = []\nterm = ['html']",
            &["index.xml"],
        ),
        (
            "disableKinds = ['taxonomy', 'term']\n[outputFormats.rss]\nbaseName = 'feed'",
            &["feed.xml", "posts/feed.xml"],
        ),
    ] {
        let found = feeds(&format!("{CONFIG}{more}\n"), &files);
        let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, expected, "{more}");
    }
}

#[test]
fn each_language_has_its_feeds() {
    let config = format!(
        "{CONFIG}disableKinds = ['taxonomy', 'term']\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\ntitle = 'Jolle'\nlocale = 'de-AT'\n[languages.fr]\ndisabled = true\n"
    );
    let files = [
        ("content/posts/a.md", "title: A"),
        ("content/posts/a.de.md", "title: A de"),
        ("content/posts/a.fr.md", "title: A fr"),
        ("content/posts/b.xx.md", "title: B"),
        ("content/only/c.de.md", "title: C"),
    ];
    let urls: Vec<String> = pages(&config, &files).into_iter().map(|post| post.url).collect();
    assert_eq!(urls, ["/posts/a/", "/de/posts/a/", "/posts/b.xx/", "/de/only/c/"]);
    let paths: Vec<String> = feeds(&config, &files).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        ["de/index.xml", "de/only/index.xml", "de/posts/index.xml", "index.xml", "posts/index.xml"]
    );
}

#[test]
fn what_cascades_is_in_the_pages_below() {
    let cascade = "title: S\ncascade:\n  tags: [cascaded]\n  build: {list: local}";
    let files = [
        ("content/posts/_index.md", cascade),
        ("content/posts/sub/a.md", "title: A"),
        ("content/b.md", "title: B"),
    ];
    let found = pages(CONFIG, &files);
    assert_eq!(*found[0].tags, ["cascaded"]);
    assert!(found[1].tags.is_empty());
}

/// Markdown and the HTML that Hugo makes of it, in sites with this configuration.
fn assert_markdown(config: &str, cases: &[(&str, &str)]) {
    let options = loaded(&format!("{CONFIG}{config}"), &[]).site.settings.markdown;
    for (source, html) in cases {
        assert_eq!(feedwright::markup::markdown::render(source, &options).trim_end(), *html, "{source}");
    }
}

#[test]
fn markdown_comes_out_as_goldmark_writes_it() {
    assert_markdown(
        "",
        &[
            ("\"Quoted\" -- it's <<here>> ...", "<p>“Quoted” – it’s «here» …</p>"),
            (
                "www.wherry.example, m@wherry.example",
                "<p><a href=\"https://www.wherry.example\">www.wherry.example</a>, <a href=\"mailto:m@wherry.example\">m@wherry.example</a></p>",
            ),
            (
                "a <b>c</b>\n\n<div>\nx\n</div>",
                "<p>a <!-- raw HTML omitted -->c<!-- raw HTML omitted --></p>\n<!-- raw HTML omitted -->",
            ),
            ("H~2~O ~~gone~~", "<p>H<del>2</del>O <del>gone</del></p>"),
            ("- [x] done", "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> done</li>\n</ul>"),
            ("Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"),
            (
                "## Ünï -- `--x` & C++ {.c data-x=\"1\"}",
                "<h2 id=\"ünï----x--c\" class=\"c\" data-x=\"1\">Ünï – <code>--x</code> &amp; C++</h2>",
            ),
            ("## A\n## A\n## !!!", "<h2 id=\"a\">A</h2>\n<h2 id=\"a-1\">A</h2>\n<h2 id=\"heading\">!!!</h2>"),
            ("## A {#own}", "<h2 id=\"own\">A</h2>"),
            (
                "```go {linenos=false}\nx <y\n```",
                "<div class=\"highlight\"><pre tabindex=\"0\" style=\"color:#f8f8f2;background-color:#272822;-moz-tab-size:4;-o-tab-size:4;tab-size:4;-webkit-text-size-adjust:none;\"><code class=\"language-go\" data-lang=\"go\">x &lt;y\n</code></pre></div>",
            ),
            (
                "```none-such\nx\n```",
                "<pre tabindex=\"0\"><code class=\"language-none-such\" data-lang=\"none-such\">x\n</code></pre>",
            ),
            ("[a](ü b.html)", "<p>[a](ü b.html)</p>"),
            ("[a](<ü b.html>)", "<p><a href=\"%C3%BC%20b.html\">a</a></p>"),
        ],
    );
    assert_markdown(
        "",
        &[(
            "A[^1] b[^x] c[^1].\n\n[^1]: One.\n[^x]: Two.\n[^y]: Unused.",
            "<p>A<sup id=\"fnref:1\"><a href=\"#fn:1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup> b<sup id=\"fnref:2\"><a href=\"#fn:2\" class=\"footnote-ref\" role=\"doc-noteref\">2</a></sup> c<sup id=\"fnref1:1\"><a href=\"#fn:1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup>.</p>\n<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n<li id=\"fn:1\">\n<p>One.\u{a0}<a href=\"#fnref:1\" class=\"footnote-backref\" role=\"doc-backlink\">↩︎</a>\u{a0}<a href=\"#fnref1:1\" class=\"footnote-backref\" role=\"doc-backlink\">↩︎</a></p>\n</li>\n<li id=\"fn:2\">\n<p>Two.\u{a0}<a href=\"#fnref:2\" class=\"footnote-backref\" role=\"doc-backlink\">↩︎</a></p>\n</li>\n</ol>\n</div>",
        )],
    );
}

#[test]
fn switches_of_goldmark_are_read() {
    let config = "[markup.goldmark.renderer]\nunsafe = true\n[markup.goldmark.parser]\nautoHeadingIDType = 'github-ascii'\n[markup.goldmark.parser.attribute]\nblock = true\n[markup.goldmark.extensions]\nlinkify = false\n[markup.goldmark.extensions.typographer]\ndisable = true\n[markup.highlight]\nnoClasses = false\n";
    assert_markdown(
        config,
        &[
            ("a <b>c</b> -- \"d\" www.wherry.example", "<p>a <b>c</b> -- \"d\" www.wherry.example</p>"),
            ("## Ünï X", "<h2 id=\"uni-x\">Ünï X</h2>"),
            (
                "A.\n{.lead #p1}\n\n- item\n{.list}",
                "<p id=\"p1\" class=\"lead\">A.</p>\n<ul class=\"list\">\n<li>item</li>\n</ul>",
            ),
            (
                "```go\nx\n```",
                "<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"language-go\" data-lang=\"go\">x\n</code></pre></div>",
            ),
        ],
    );
}

#[test]
fn a_template_of_the_sites_own_is_not_written_over() {
    let page = page("title: A\ndate: 2024-01-02");
    let files = [("layouts/rss.xml", "<rss>{{ .Content }}</rss>"), ("content/posts/a.md", page.as_str())];
    let site = loaded(CONFIG, &files);
    assert_eq!(
        site.site.own_sources.keys().filter(|path| path.ends_with("index.xml")).count(),
        site.feeds.len()
    );
    assert_eq!(site.feeds[0].content, Some(feedwright::site::config::Content::Full));
    assert!(site.notes.iter().any(|note| note.starts_with("layouts/rss.xml:")), "{:?}", site.notes);
}

/// The summaries of pages in sites with these files.
fn summary(body: &str, files: &[(&str, &str)]) -> (String, Vec<String>) {
    let post = format!("---\ntitle: A\ndate: 2024-01-02\n---\n{body}");
    let pages = [("content/posts/a.md", post.as_str()), ("content/posts/b.md", "---\ntitle: B\n---\nB.\n")];
    let files: Vec<(&str, &str)> = files.iter().copied().chain(pages).collect();
    let site = loaded(&format!("{CONFIG}[params]\nname = 'of <site>'\n"), &files).site;
    let post = site.posts.iter().find(|post| post.title == "A").unwrap();
    let bodies = site.settings.bodies.as_ref().unwrap();
    let problems = bodies.html(&site, post, body).problems;
    let summary = bodies.summary(&site, post, body, None).unwrap();
    (summary, problems.into_iter().map(|problem| problem.message).collect())
}

const SHORTCODES: [(&str, &str); 4] = [
    (
        "layouts/_shortcodes/note.html",
        "<aside class=\"{{ .Get \"kind\" | default \"plain\" }}\">{{ .Inner | markdownify }}</aside>",
    ),
    ("layouts/_shortcodes/badge.html", "<b>{{ .Get 0 }}</b>{{ with .Get 1 }} ({{ . }}){{ end }}"),
    (
        "layouts/shortcodes/choice.html",
        "{{ if eq (.Get 0) \"a\" }}A{{ else if .Page.Title }}{{ printf \"%s!\" .Page.Title }}{{ end }}",
    ),
    ("layouts/_shortcodes/list.html", "{{ range site.Pages }}<i>{{ .Title }}</i>{{ end }}"),
];

#[test]
fn shortcodes_are_evaluated_where_they_are_plain() {
    for (body, expected) in [
        ("{{< note >}}A *b*.{{< /note >}}", "<aside class=\"plain\">A <em>b</em>.</aside>"),
        ("x {{< badge \"<i>\" \"2\" >}} y", "<p>x <b>&lt;i&gt;</b> (2) y</p>"),
        ("{{< choice a >}} {{< choice b >}}", "<p>A A!</p>"),
        ("{{% note kind=tip %}}x{{% /note %}}", "<!-- raw HTML omitted -->"),
        ("{{</* badge \"x\" */>}}", "<p>{{&lt; badge “x” &gt;}}</p>"),
        (
            "[b]({{< ref \"b.md#x\" >}}) [b]({{< relref \"/posts/b\" >}})",
            "<p><a href=\"https://wherry.example/sub/posts/b/#x\">b</a> <a href=\"/sub/posts/b/\">b</a></p>",
        ),
        ("{{< param name >}} {{< param \"title\" >}}", "<p>of &lt;site&gt; A</p>"),
        (
            "{{< youtube abc >}}",
            "<p><a href=\"https://www.youtube.com/watch?v=abc\">https://www.youtube.com/watch?v=abc</a></p>",
        ),
        (
            "{{< figure src=\"p.png\" caption=\"A *map*\" >}}",
            "<figure><img src=\"p.png\" alt=\"A map\"><figcaption><p>A <em>map</em></p></figcaption></figure>",
        ),
        (
            "{{< details summary=\"More\" >}}x{{< /details >}}",
            "<details>\n<summary>More</summary>\n<p>x</p>\n</details>",
        ),
    ] {
        let (summary, problems) = summary(body, &SHORTCODES);
        assert_eq!((summary.as_str(), problems.len()), (expected, 0), "{body}");
    }
    let (code, _) = summary("{{< highlight go >}}\nx <y\n{{< /highlight >}}", &SHORTCODES);
    assert!(code.starts_with("<div class=\"highlight\"><pre") && code.contains(">x &lt;y</code>"), "{code}");
}

#[test]
fn shortcodes_are_never_shown_as_source() {
    for (body, expected) in [
        ("x {{< list a b >}} y", "<p>x <a href=\"https://wherry.example/sub/posts/a/\">A</a> y</p>"),
        ("{{< unknown >}}Inner *text*.{{< /unknown >}}", "<p>Inner <em>text</em>.</p>"),
        ("{{< unknown >}}{{< badge 1 >}}{{< /unknown >}}", "<b>1</b>"),
        ("[x]({{< ref \"nowhere.md\" >}})", "<p><a href=\"https://wherry.example/sub/posts/a/\">x</a></p>"),
    ] {
        let (summary, problems) = summary(body, &SHORTCODES);
        assert_eq!((summary.as_str(), problems.len()), (expected, 1), "{body}: {problems:?}");
    }
}

#[test]
fn a_section_with_terms_is_in_their_feeds() {
    let files = [
        ("content/posts/_index.md", "title: S\ntags: [x]"),
        ("content/posts/a.md", "title: A\ntags: [x]\ndate: 2024-01-02"),
    ];
    let texts: Vec<(&str, String)> = files.iter().map(|(path, head)| (*path, page(head))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let site = loaded(CONFIG, &files);
    let feed = site.feeds.iter().find(|feed| feed.path.as_deref() == Some("tags/x/index.xml")).unwrap();
    let members = feed.members.as_ref().unwrap();
    let titles: Vec<&str> = members.iter().map(|number| site.site.posts[*number].title.as_str()).collect();
    assert_eq!(titles, ["A", "S"]);
}

#[test]
fn links_to_sources_follow_hugos_own_hook() {
    let config = format!("{CONFIG}[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n");
    let body = "[b](b.md#x) [c](../notes/c.md) [d](/posts/b) [e](nowhere.md) [f](https://f.example/b.md)";
    let post = format!("---\ntitle: A\n---\n{body}\n");
    let files =
        [("content/posts/a.md", post.as_str()), ("content/posts/b.md", "B."), ("content/notes/c.md", "C.")];
    let site = loaded(&config, &files).site;
    let post = site.posts.iter().find(|post| post.title == "A").unwrap();
    let html = site.settings.bodies.as_ref().unwrap().html(&site, post, body).html;
    assert_eq!(
        html.trim(),
        "<p><a href=\"/sub/posts/b/#x\">b</a> <a href=\"/sub/notes/c/\">c</a> <a href=\"/sub/posts/b/\">d</a> <a href=\"nowhere.md\">e</a> <a href=\"https://f.example/b.md\">f</a></p>"
    );
}

#[test]
fn init_writes_rows_of_the_same_posts() {
    let site = TestSite::copy_of("generators/hugo/site");
    site.feedwright(["build", ".", "--output", "own", "--now", "2024-12-31"]).exits(0);
    site.feedwright(["init", "."]).exits(0);
    site.feedwright(["build", ".", "--output", "rows", "--now", "2024-12-31"]).exits(0);
    for feed in ["posts/index.xml", "posts/boats/index.xml", "notes/index.xml", "tags/report/index.xml"] {
        let titles = |folder: &str| {
            let feed = site.read(&format!("{folder}/{feed}"));
            feed.matches("<title>").count()
        };
        assert_eq!(titles("own"), titles("rows"), "{feed}");
    }
}

#[test]
fn lint_finds_nothing_wrong_with_the_fixture_site() {
    let site = TestSite::copy_of("generators/hugo/site");
    let run = site.feedwright(["lint", ".", "--now", "2024-12-31", "--format", "concise"]);
    run.exits(0);
}

#[test]
fn parts_of_the_configuration_are_laid_over_each_other() {
    let files = [
        (
            "config/_default/hugo.toml",
            "baseURL = 'https://wherry.example/'\ntitle = 'Base'\nuglyURLs = true\n",
        ),
        ("config/_default/permalinks.toml", "posts = '/p/:slug/'\n"),
        ("config/_default/languages.toml", "[en]\nweight = 1\n[de]\nweight = 2\n"),
        ("config/_default/params.toml", "[author]\nname = 'Ona'\nemail = 'ona@wherry.example'\n"),
        (
            "config/_default/module.toml",
            "[[mounts]]\nsource = 'content'\ntarget = 'content'\n\
            [[mounts]]\nsource = 'deutsch'\ntarget = 'content'\nlang = 'de'\n",
        ),
        ("config/production/hugo.toml", "title = 'Production'\n"),
        ("content/posts/a.md", "---\ntitle: One Two\n---\n"),
        ("content/posts/b.org", "#+title: B\n"),
        ("deutsch/posts/a.md", "---\ntitle: Eins\n---\n"),
    ];
    let site =
        load(&MemoryTree::new(files), LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap();
    let urls: Vec<&str> = site.site.posts.iter().map(|post| post.url.as_str()).collect();
    assert_eq!(urls, ["/de/p/eins.html", "/p/one-two.html"]);
    let settings = &site.site.settings;
    assert_eq!(settings.title.as_deref(), Some("Production"));
    assert_eq!(
        settings.author.as_ref().and_then(|author| author.email.as_deref()),
        Some("ona@wherry.example")
    );
    let home = site.feeds.iter().find(|feed| feed.path.as_deref() == Some("index.xml")).unwrap();
    assert_eq!(home.page.as_ref().unwrap().url, "https://wherry.example/index.html");
    assert!(site.notes.iter().any(|note| note.starts_with("content/posts/b.org:")), "{:?}", site.notes);
}

#[test]
fn permalinks_of_lists_and_rules_are_followed() {
    let lists = format!(
        "{CONFIG}[permalinks.section]\nnews = '/all/:sectionslugs/'\n[permalinks.term]\ntags = '/t/:title/'\n[permalinks.taxonomy]\ntags = '/every-tag'\n"
    );
    let files = [
        ("content/news/_index.md", "title: News"),
        ("content/news/deep/_index.md", "title: Deep/er"),
        ("content/news/deep/a.md", "title: A\ndate: 2024-01-02\ntags: [A/B]"),
    ];
    let paths: Vec<String> = feeds(&lists, &files).into_iter().map(|(path, _)| path).collect();
    for path in ["all/news/index.xml", "all/news/deep-er/index.xml", "t/a/b/index.xml", "every-tag/index.xml"]
    {
        assert!(paths.contains(&path.to_owned()), "{path}: {paths:?}");
    }
    let rules = format!(
        "{CONFIG}[[permalinks]]\npattern = '/n/:slug/'\ntarget = {{kind = 'page', path = '/news/**'}}\n[[permalinks]]\npattern = '/x/:contentbasename/'\n"
    );
    assert_eq!(pages(&rules, &[("content/news/a.md", "title: One")])[0].url, "/n/one/");
    assert_eq!(pages(&rules, &[("content/other/a.md", "title: One")])[0].url, "/x/a/");
}

#[test]
fn terms_of_pages_in_no_list_have_empty_feeds() {
    let files = [("content/posts/a.md", "title: A\ntags: [one]\nbuild: {list: never}")];
    assert!(feeds(CONFIG, &files).contains(&("tags/one/index.xml".to_owned(), "One on Wherry".to_owned())));
}

#[test]
fn ugly_urls_name_the_files_of_lists() {
    let site =
        loaded(&format!("uglyURLs = true\n{CONFIG}"), &[("content/posts/a.md", "---\ntags: [x]\n---\n")]);
    let urls: Vec<String> = site.feeds.into_iter().filter_map(|feed| Some(feed.page?.url)).collect();
    for url in ["posts/index.html", "tags/index.html", "tags/x.html"] {
        let url = format!("https://wherry.example/sub/{url}");
        assert!(urls.contains(&url), "{url}: {urls:?}");
    }
}

#[test]
fn names_of_files_have_times_too() {
    let config = format!("{CONFIG}[frontmatter]\ndate = [':filename', ':default']\n");
    let post = &pages(&config, &[("content/posts/2024-01-02T10-20-30-late.md", "title: A")])[0];
    assert_eq!((post.date.to_rfc3339().as_str(), &*post.url), ("2024-01-02T10:20:30+00:00", "/posts/late/"));
}

#[test]
fn references_stay_in_their_language() {
    let config =
        "baseURL = 'https://wherry.example/'\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n";
    let files = [
        ("hugo.toml", config),
        ("content/posts/a.en.md", "---\ntitle: A\n---\n[b](b.md) {{< ref path=\"a.md\" lang=\"de\" >}}\n"),
        ("content/posts/a.de.md", "---\ntitle: A\n---\n[b](b.md)\n"),
        ("content/posts/b.en.md", "---\ntitle: B\n---\nText.\n"),
    ];
    let site = TestSite::new(&files);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
    let english = site.read("out/index.xml");
    assert!(
        english
            .contains("<a href=\"https://wherry.example/posts/b/\">b</a> https://wherry.example/de/posts/a/"),
        "{english}"
    );
    assert!(site.read("out/de/index.xml").contains("/de/posts/a/b.md\""));
    // What the hook resolves is not a dead link.
    let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
    let found: Vec<&str> = lint.stdout.lines().filter(|line| line.contains("dead-link")).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("content/posts/a.de.md"), "{found:?}");
}

/// The HTML that a feed with whole content has of one page.
fn html(config: &str, text: &str) -> String {
    let config = format!("{CONFIG}{config}");
    let page = format!("---\ntitle: A\ndate: 2024-01-02\n---\n{text}");
    let rows = "[[feeds]]\npath = 'a.json'\nformat = 'json'\ncontent = 'full'\ncontent-urls = 'as-written'\n";
    let site =
        TestSite::new(&[("hugo.toml", &config), ("feedwright.toml", rows), ("content/posts/a.md", &page)]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
    let feed: serde_json::Value = serde_json::from_str(&site.read("out/a.json")).unwrap();
    feed["items"][0]["content_html"].as_str().unwrap().trim().to_owned()
}

#[test]
fn markdown_is_read_as_goldmark_does_with_these_settings() {
    let goldmark = |settings: &str| format!("[markup.goldmark.{settings}\n");
    for (config, text, expected) in [
        (
            "enableEmoji = true\n".to_owned(),
            "A :tada: `:tada:` :nosuch:\n",
            "<p>A 🎉 <code>:tada:</code> :nosuch:</p>",
        ),
        (
            goldmark("extensions]\nstrikethrough = false"),
            "- [x] a\n\n~~b~~\n",
            "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> a</li>\n</ul>\n<p>~~b~~</p>",
        ),
        (goldmark("extensions]\ntable = false"), "| a |\n|---|\n", "<p>| a |\n|—|</p>"),
        (
            goldmark(
                "extensions.extras]\nmark = {enable = true}\nsubscript = {enable = true}\nsuperscript = {enable = true}",
            ),
            "==a== H~2~O x^2^\n",
            "<p><mark>a</mark> H<sub>2</sub>O x<sup>2</sup></p>",
        ),
        (
            goldmark(
                "extensions.passthrough]\nenable = true\ndelimiters = {inline = [['\\(', '\\)']], block = [['$$', '$$']]}",
            ),
            "A \\(x*y*z\\).\n\n$$\na_b_c\n$$\n",
            "<p>A \\(x*y*z\\).</p>\n$$\na_b_c\n$$",
        ),
        (
            goldmark("parser]\nwrapStandAloneImageWithinParagraph = false"),
            "![a](b.png)\n",
            "<img src=\"b.png\" alt=\"a\" />",
        ),
        (
            "[markup.highlight]\ncodeFences = false\n".to_owned(),
            "```go\nx\n```\n",
            "<pre><code class=\"language-go\" data-lang=\"go\">x\n</code></pre>",
        ),
        (
            "[markup.highlight]\nnoClasses = false\nlineNos = 'inline'\n".to_owned(),
            "```go\nx\ny\n```\n",
            "<div class=\"highlight\"><pre tabindex=\"0\" class=\"chroma\"><code class=\"language-go\" data-lang=\"go\"><span class=\"ln\">1</span>x\n<span class=\"ln\">2</span>y\n</code></pre></div>",
        ),
    ] {
        assert_eq!(html(&config, text), expected, "{config}");
    }
    let table = html("", "```go {linenos=table,linenostart=9}\nx\ny\n```\n");
    assert!(table.contains("<table") && table.contains("10\n</span>"), "{table}");
}
