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

#[test]
fn render_hooks_write_links_images_and_headings() {
    let config = format!("{CONFIG}[markup.goldmark.renderer]\nunsafe = true\n");
    let link = "{{- $u := urls.Parse .Destination -}}\n<a href=\"{{ .Destination | safeURL }}\"\
        {{ with .Title }} title=\"{{ . }}\"{{ end }}{{ if $u.IsAbs }} rel=\"external\"{{ end }}>\
        {{ .Text | safeHTML }}</a>\n{{- /* no line after it */ -}}";
    let image = "{{- $u := urls.Parse .Destination -}}{{- $src := $u.String -}}\
        {{- with .PageInner.Resources.Get $u.Path }}{{ $src = .RelPermalink }}{{ end -}}\
        {{- range $k, $v := merge .Attributes (dict \"alt\" .Text \"src\" $src) }}\
        {{- if eq $k \"alt\" }}<img{{ end }}{{ printf \" %s=%q\" $k $v | safeHTMLAttr }}{{ end }}>";
    let heading = "<h{{ .Level }} id=\"{{ .Anchor }}\">{{ .Text }} \
        <a href=\"#{{ .Anchor }}\" aria-label=\"To {{ .PlainText }}\">#</a></h{{ .Level }}>";
    let text = "---\ntitle: A\ndate: 2024-01-02\n---\n## The *oar*\n\n[One *two*](https://oar.example/?a=1 \"T\") \
        [b](/b/) <a href=\"https://raw.example/\">raw</a>\n\n[![oar](oar.png)](https://big.example/)\n";
    let site = built(&[
        ("hugo.toml", config.as_str()),
        ("layouts/_default/_markup/render-link.html", link),
        ("layouts/_markup/render-image.html", image),
        ("themes/reed/layouts/_markup/render-heading.html", "of a theme that is not used"),
        ("layouts/posts/_markup/render-heading.html", heading),
        ("content/posts/a/index.md", text),
        ("content/posts/a/oar.png", ""),
        ("content/notes/b.md", text),
    ]);
    let posts = site.read("out/posts/index.xml");
    for part in [
        "<h2 id=\"the-oar\">The <em>oar</em> <a href=\"https://wherry.example/posts/a/#the-oar\" aria-label=\"To The oar\">#</a></h2>",
        "<a href=\"https://oar.example/?a=1\" title=\"T\" rel=\"external\">One <em>two</em></a>",
        "<a href=\"https://raw.example/\">raw</a>",
        "<a href=\"https://big.example/\" rel=\"external\"><img alt=\"oar\" src=\"https://wherry.example/posts/a/oar.png\"></a>",
    ] {
        assert!(posts.contains(part), "{part}\n{posts}");
    }
    let notes = site.read("out/notes/index.xml");
    assert!(notes.contains("<h2 id=\"the-oar\">The <em>oar</em></h2>"), "{notes}");
}

#[test]
fn a_render_hook_that_is_not_read_is_reported() {
    let hook = "<a href=\"{{ .Destination | resources.Fingerprint }}\">{{ .Text }}</a>";
    let text = PAGE.replace("Words", "[Words](https://oar.example/)");
    let site = TestSite::new(&[
        ("hugo.toml", CONFIG),
        ("layouts/_markup/render-link.html", hook),
        ("layouts/_markup/render-passthrough.html", "{{ .Inner }}"),
        ("content/posts/a.md", text.as_str()),
    ]);
    let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
    let said = ran.exits(0).stderr;
    assert!(
        said.contains("layouts/_markup/render-passthrough.html: the render hook is not evaluated"),
        "{said}"
    );
    assert!(said.contains("the render hook of a link is not evaluated"), "{said}");
    assert!(site.read("out/index.xml").contains("<a href=\"https://oar.example/\">Words</a>"));
}

#[test]
fn shortcodes_know_the_one_that_they_are_in() {
    let tab = "<p id=\"{{ .Parent.Get \"kind\" }}-{{ .Ordinal }}\">{{ with .Parent }}{{ .Name }}, \
        {{ .Get \"kind\" }}, {{ .Ordinal }}{{ else }}alone{{ end }}</p>";
    let alone = "{{ with .Parent }}within{{ else }}alone as {{ .Name }}{{ end }} of {{ substr (.Page.Param \"release\") 1 }}";
    let body = "{{< alone >}}\n\n{{< tabs kind=\"os\" >}}{{< tab >}}{{< tab >}}{{< /tabs >}}\n\nIn {{< highlight go \"hl_inline=true\" >}}a < b{{< /highlight >}} line.\n";
    let text = PAGE.replace("Words of a page.", body);
    let config = format!("{CONFIG}[params]\nrelease = 'v1.2'\n");
    let site = built(&[
        ("hugo.toml", config.as_str()),
        ("layouts/shortcodes/tabs.html", "<div>{{ .Inner }}</div>"),
        ("layouts/shortcodes/tab.html", tab),
        ("layouts/shortcodes/alone.html", alone),
        ("content/posts/a.md", text.as_str()),
    ]);
    let feed = site.read("out/index.xml");
    for part in [
        "alone as alone of 1.2",
        "<div><p id=\"os-0\">tabs, os, 1</p><p id=\"os-1\">tabs, os, 1</p></div>",
        "<p>In <code class=\"code-inline language-go\">a &lt; b</code> line.</p>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
}

#[test]
fn terms_that_differ_in_capitals_are_one() {
    let config = format!("{CONFIG}disablePathToLower = true\n");
    let first = PAGE.replace("date", "tags: [Reed, reed]\ndate");
    let second = PAGE.replace("date", "tags: [reed, Sedge]\ndate");
    let site = built(&[
        ("hugo.toml", config.as_str()),
        ("content/posts/a.md", first.as_str()),
        ("content/posts/b.md", second.as_str()),
        ("content/tags/sedge/_index.md", "---\ntitle: The sedge\n---\n"),
    ]);
    assert_eq!(site.read("out/tags/Reed/index.xml").matches("<item>").count(), 2);
    assert!(!site.path().join("out/tags/reed").exists());
    assert!(site.read("out/tags/sedge/index.xml").contains("<title>The sedge on Wherry</title>"));
    assert_eq!(site.read("out/tags/index.xml").matches("<item>").count(), 2);
}

#[test]
fn typographic_signs_do_not_count_as_characters() {
    let config = format!("{CONFIG}hasCJKLanguage = true\nsummaryLength = 6\n");
    let text = PAGE.replace("Words of a page.", "It's the \"first\" one.\n\nAnd 苇草 ends it.\n\nLeft out.");
    let site = built(&[("hugo.toml", config.as_str()), ("content/posts/a.md", text.as_str())]);
    let feed = site.read("out/index.xml");
    assert!(feed.contains("ends it.") && !feed.contains("Left out"), "{feed}");
}

#[test]
fn a_taxonomy_with_a_page_of_its_own_has_its_terms() {
    let tagged = PAGE.replace("date", "tags: [Clay, Two Words]\ndate");
    let site = built(&[
        ("hugo.toml", CONFIG),
        ("content/posts/a.md", tagged.as_str()),
        ("content/tags/_index.md", "---\ntitle: All tags\n---\n"),
        ("content/tags/clay/_index.md", "---\ntitle: Clay and more\n---\n"),
    ]);
    let tags = site.read("out/tags/index.xml");
    assert!(tags.contains("<title>All tags on Wherry</title>"), "{tags}");
    assert!(tags.contains("/tags/clay/") && tags.contains("/tags/two-words/"), "{tags}");
    assert!(site.read("out/tags/two-words/index.xml").contains("/posts/a/"));
    assert!(site.read("out/tags/clay/index.xml").contains("<title>Clay and more on Wherry</title>"));
}

#[test]
fn terms_order_their_pages_by_weight() {
    let page = |weight: &str| PAGE.replace("date", &format!("tags: [x]\n{weight}date"));
    let pages = [page("tags_weight: 20\n"), page("tags_weight: 3\n"), page("")];
    let site = built(&[
        ("hugo.toml", CONFIG),
        ("content/posts/a.md", pages[0].as_str()),
        ("content/posts/b.md", pages[1].as_str()),
        ("content/posts/c.md", pages[2].as_str()),
    ]);
    let order = |feed: &str| {
        let mut places: Vec<(usize, char)> = ['a', 'b', 'c']
            .iter()
            .map(|name| (feed.find(&format!("<link>https://wherry.example/posts/{name}/")).unwrap(), *name))
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, name)| name).collect::<String>()
    };
    assert_eq!(order(&site.read("out/tags/x/index.xml")), "cba");
    assert_eq!(order(&site.read("out/posts/index.xml")), "abc");
}

#[test]
fn blanks_may_come_before_front_matter() {
    let site = built(&[
        ("hugo.toml", CONFIG),
        ("content/posts/a.md", " +++\ntitle = 'First'\ndate = 2024-01-02\n+++\nText.\n"),
        ("content/posts/b.md", "\n\n---\ntitle: Second\ndate: 2024-01-01\n---\nText.\n"),
        ("content/posts/c.md", "\n\nText *without* it.\n"),
    ]);
    let feed = site.read("out/posts/index.xml");
    assert!(feed.contains("<title>First</title>") && feed.contains("<title>Second</title>"), "{feed}");
    assert!(feed.contains("Text <em>without</em> it.") && !feed.contains("+++"), "{feed}");
}

#[test]
fn languages_may_have_markup_of_their_own() {
    let config = "baseURL = 'https://kiln.example/'\ntitle = 'Kiln'\n[markup.goldmark.renderer]\nunsafe = true\n\
        [languages.en]\nweight = 1\n[languages.en.params.author]\nemail = 'ada@kiln.example'\n[languages.de]\nweight = 2\n\
        [languages.de.markup.goldmark.extensions.typographer]\nleftDoubleQuote = '&bdquo;'\nrightDoubleQuote = '&ldquo;'\n";
    let page = PAGE.replace("Words", "<b>\"Words\"</b>");
    let site =
        built(&[("hugo.toml", config), ("content/a.md", page.as_str()), ("content/a.de.md", page.as_str())]);
    let english = site.read("out/index.xml");
    assert!(english.contains("<b>“Words”</b>"), "{english}");
    assert!(english.contains("<author>ada@kiln.example</author>"), "{english}");
    // It takes the place of the site's whole.
    let german = site.read("out/de/index.xml");
    assert!(german.contains("<!-- raw HTML omitted -->&bdquo;Words&ldquo;"), "{german}");
}

#[test]
fn older_sites_colour_code_by_other_keys() {
    let page = PAGE.replace("Words", "```go\na\n```\n\nWords");
    let with = |keys: &str| {
        let config = format!("{CONFIG}{keys}");
        built(&[("hugo.toml", config.as_str()), ("content/a.md", page.as_str())]).read("out/index.xml")
    };
    assert!(with("pygmentsUseClasses = true\n").contains("<pre tabindex=\"0\" class=\"chroma\">"));
    assert!(with("pygmentsStyle = 'fruity'\n").contains("color:#fff;background-color:#111;"));
    assert!(with("pygmentsOptions = 'linenos=inline'\n").contains(">1</span>a"));
    let both = with("pygmentsUseClasses = true\n[markup.highlight]\nnoClasses = true\n");
    assert!(!both.contains("class=\"chroma\""), "{both}");
}

#[test]
fn a_summary_is_the_same_without_the_rest() {
    let long = "word ".repeat(40);
    let rest = format!("\n\n{long}\n\n{long}\n\n{long}\n\n{long}\n\n{long}\n");
    for (beginning, end, expected) in [
        ("", "", "<p>word word"),
        ("[a] link\n\n", "\n\n[a]: https://a.example/\n", "<a href=\"https://a.example/\">a</a>"),
        ("note[^1]\n\n", "\n\n[^1]: Said at the end.\n", "fn:1"),
        ("- a\n\n- b\n\n", "", "<li><p>a</p>"),
        ("## Head\n\n```\ncode\n\n\nmore\n```\n\n", "", "<code>code\n\n\nmore\n</code>"),
        ("> quoted\n\n", "", "<blockquote>"),
    ] {
        let page = format!("{PAGE}\n{beginning}{long}{rest}{end}");
        let site = built(&[("hugo.toml", CONFIG), ("content/a.md", page.as_str())]);
        let feed = site.read("out/index.xml");
        assert!(feed.contains(expected), "{expected}\n{feed}");
        assert_eq!(feed.matches(long.trim_end()).count(), 2, "{feed}");
    }
    let site = built(&[
        ("hugo.toml", CONFIG),
        ("content/a.md", &format!("{PAGE}\nOne [a].\n\n<!--more-->\n\nRest.\n\n[a]: https://a.example/\n")),
    ]);
    let feed = site.read("out/index.xml");
    assert!(feed.contains("One <a href=\"https://a.example/\">a</a>.</p>]]>"), "{feed}");
}

#[test]
fn marks_may_be_beside_struck_text() {
    let config = format!("{CONFIG}[markup.goldmark.extensions.extras.superscript]\nenable = true\n");
    let page = PAGE.replace("Words of", "x^2^ y~2~ z^3^ of");
    let site = built(&[("hugo.toml", config.as_str()), ("content/a.md", page.as_str())]);
    let feed = site.read("out/index.xml");
    assert!(feed.contains("x<sup>2</sup> y<del>2</del> z<sup>3</sup> of"), "{feed}");
}

#[test]
fn files_beside_pages_are_shared_between_languages() {
    let config = "baseURL = 'https://kiln.example/sub/'\ntitle = 'Kiln'\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n";
    let page = PAGE.replace("Words", "![p](pic.png) [l](pic.png) ![n](none.png) Words");
    let site = built(&[
        ("hugo.toml", config),
        ("content/posts/b/index.en.md", page.as_str()),
        ("content/posts/b/index.de.md", page.as_str()),
        ("content/posts/b/pic.png", ""),
    ]);
    let file = "https://kiln.example/sub/posts/b/pic.png";
    for feed in ["out/index.xml", "out/de/index.xml"] {
        let feed = site.read(feed);
        assert!(
            feed.contains(&format!("src=\"{file}\"")) && feed.contains(&format!("href=\"{file}\"")),
            "{feed}"
        );
    }
    assert!(site.read("out/de/index.xml").contains("https://kiln.example/sub/de/posts/b/none.png"));
}

#[test]
fn references_and_colons_stay_as_they_are() {
    for (written, expected) in [
        ("![Let&apos;s &quot;q&quot; 'x'](a.png)", "alt=\"Let's &quot;q&quot; ‘x’\""),
        ("See \\[https://a.example\\].", "See [https://a.example]."),
        ("See \\(https://a.example\\).", "See (<a href=\"https://a.example\">https://a.example</a>)."),
        (
            "Kiln\n:hot oven\n\nClay\n: earth",
            "<p>Kiln\n:hot oven</p>\n<dl>\n<dt>Clay</dt>\n<dd>earth</dd>\n</dl>",
        ),
        ("Kiln\n\n```\n:hot\n```", "<code>:hot\n</code>"),
        ("> Kiln\n> :hot", "<p>Kiln\n:hot</p>"),
    ] {
        let page = format!("---\ntitle: A\ndate: 2024-01-02\n---\n{written}\n");
        let site = built(&[("hugo.toml", CONFIG), ("content/a.md", page.as_str())]);
        let feed = site.read("out/index.xml");
        assert!(feed.contains(expected), "{written}\n{feed}");
    }
}

#[test]
fn the_last_argument_of_a_name_counts() {
    let page = PAGE.replace("Words", "{{< box kind=\"a\" kind=\"b\" >}}\n\nWords");
    let site = built(&[
        ("hugo.toml", CONFIG),
        ("layouts/shortcodes/box.html", "<i class=\"{{ .Get \"kind\" }}\">{{ len .Params }}</i>"),
        ("content/a.md", page.as_str()),
    ]);
    assert!(site.read("out/index.xml").contains("<i class=\"b\">1</i>"));
}
