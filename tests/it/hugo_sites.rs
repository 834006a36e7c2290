//! Sites of Hugo as people configure them: addresses of languages, templates of themes, shortcodes of their own.

use crate::cli::TestSite;

const CONFIG: &str = "baseURL = 'https://wherry.example/'\ntitle = 'Wherry'\n";
const PAGE: &str = "---\ntitle: A\ndate: 2024-01-02\n---\nWords of a page.\n";

fn built(files: &[(&str, &str)]) -> TestSite {
    let site = TestSite::new(files);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    site
}

#[test]
fn languages_may_have_addresses_of_their_own() {
    let config = "title = 'Kiln'\n[languages.en]\nbaseURL = 'https://kiln.example/'\nweight = 1\n\
        [languages.de]\nbaseURL = 'https://kiln.example/deutsch'\nweight = 2\n[languages.de.taxonomies]\ntag = 'themen'\n";
    let tagged = PAGE.replace("date", "themen: [Ton]\ntags: [Clay]\ndate");
    let site = built(&[
        ("hugo.toml", config),
        ("content/posts/a.md", tagged.as_str()),
        ("content/posts/a.de.md", tagged.as_str()),
    ]);
    let english = site.read("out/en/index.xml");
    assert!(english.contains("<link>https://kiln.example/posts/a/</link>"), "{english}");
    assert!(english.contains("href=\"https://kiln.example/index.xml\""), "{english}");
    let german = site.read("out/de/index.xml");
    assert!(german.contains("<link>https://kiln.example/deutsch/posts/a/</link>"), "{german}");
    assert!(site.read("out/de/themen/ton/index.xml").contains("https://kiln.example/deutsch/themen/ton/"));
    assert!(site.read("out/en/tags/clay/index.xml").contains("<item>"));
    assert!(!site.path().join("out/de/tags").exists() && !site.path().join("out/en/themen").exists());
}

#[test]
fn older_sites_limit_their_feeds_by_another_key() {
    let config = format!("{CONFIG}rssLimit = 1\n");
    let newer = PAGE.replace("2024-01-02", "2024-01-03");
    let site = built(&[
        ("hugo.toml", config.as_str()),
        ("content/posts/a.md", PAGE),
        ("content/posts/b.md", newer.as_str()),
    ]);
    let feed = site.read("out/index.xml");
    assert!(feed.contains("/posts/b/") && !feed.contains("/posts/a/"), "{feed}");
}

#[test]
fn plain_facts_of_a_themes_template_hold() {
    let config = format!("{CONFIG}theme = 'reed'\n[params]\nfullText = true\nmainSections = ['posts']\n");
    let template = "{{ $pages := where .Site.RegularPages \"Type\" \"in\" site.Params.mainSections }}{{ range $pages }}\
        {{ if ne .Layout `search` }}<description>{{ with .Description }}{{ . }}{{ else }}{{ .Summary }}{{ end }}</description>\
        {{ if and site.Params.fullText .Content }}<content:encoded>{{ .Content }}</content:encoded>{{ end }}{{ end }}{{ end }}";
    let described = PAGE.replace("date", "description: D & d\ndate");
    let search = PAGE.replace("date", "layout: search\ndate");
    let site = built(&[
        ("hugo.toml", config.as_str()),
        ("themes/reed/layouts/_default/rss.xml", template),
        ("content/posts/a.md", PAGE),
        ("content/posts/b.md", described.as_str()),
        ("content/posts/search.md", search.as_str()),
        ("content/about.md", PAGE),
    ]);
    let feed = site.read("out/index.xml");
    assert_eq!(feed.matches("<item>").count(), 2, "{feed}");
    assert_eq!(feed.matches("<content:encoded>").count(), 2, "{feed}");
    assert!(feed.contains("D &amp; d") && feed.contains("Words of a page."), "{feed}");
}

#[test]
fn words_are_counted_as_the_page_is_written() {
    let config = format!("{CONFIG}hasCJKLanguage = true\nsummaryLength = 8\n");
    let english = "---\ntitle: A\ndate: 2024-01-02\n---\n“Quoted words” of four.\n\nFive six seven eight nine.\n\nTen.\n";
    let chinese = "---\ntitle: B\ndate: 2024-01-02\n---\n一二三四五六七八九。\n\n十。\n";
    let site = built(&[
        ("hugo.toml", config.as_str()),
        ("content/posts/a.md", english),
        ("content/posts/b.md", chinese),
    ]);
    let feed = site.read("out/posts/index.xml");
    assert!(feed.contains("eight nine.") && !feed.contains("Ten."), "{feed}");
    assert!(feed.contains("八九。") && !feed.contains("十。"), "{feed}");
}

#[test]
fn punctuation_is_that_of_the_configuration() {
    let config = format!(
        "{CONFIG}[markup.goldmark.extensions.typographer]\nenDash = '--'\nleftDoubleQuote = '&bdquo;'\n"
    );
    let page = "---\ntitle: A\ndate: 2024-01-02\n---\n\"A\" -- b --- c <https://e.example/it's>\n";
    let site = built(&[("hugo.toml", config.as_str()), ("content/posts/a.md", page)]);
    let feed = site.read("out/posts/index.xml");
    assert!(feed.contains("&amp;bdquo;A” -- b — c") || feed.contains("&bdquo;A” -- b — c"), "{feed}");
    assert!(
        feed.contains("it's&lt;/a>") || feed.contains("it's</a>") || feed.contains("it's&lt;/a&gt;"),
        "{feed}"
    );
}

#[test]
fn loops_and_lists_of_shortcodes_are_evaluated() {
    let lists = "{{ $n := .Get \"n\" | default 1 }}<ul>{{ range $i, $e := slice \"a\" \"b\" }}<li>{{ add $i $n }} {{ $e | upper }}</li>{{ end }}</ul>{{ if isset .Params \"n\" }}{{ site.Title }}{{ end }}";
    let boxed =
        "<div>{{ range .Params }}{{ . }},{{ else }}none{{ end }}{{ .Inner | .Page.RenderString }}</div>";
    let page = "---\ntitle: A\ndate: 2024-01-02\n---\n{{< lists n=3 >}}\n\n{{< boxed x y >}}An *inner* text.{{< /boxed >}}\n";
    let site = built(&[
        ("hugo.toml", CONFIG),
        ("layouts/_shortcodes/lists.html", lists),
        ("layouts/shortcodes/boxed.html", boxed),
        ("content/posts/a.md", page),
        ("feedwright.toml", "[[feeds]]\npath = 'a.json'\nformat = 'json'\ncontent = 'full'\n"),
    ]);
    let feed: serde_json::Value = serde_json::from_str(&site.read("out/a.json")).unwrap();
    assert_eq!(
        feed["items"][0]["content_html"].as_str().unwrap().trim(),
        "<ul><li>3 A</li><li>4 B</li></ul>Wherry\n<div>x,y,An <em>inner</em> text.</div>"
    );
}
