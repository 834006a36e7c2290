//! Templates of Hugo sites that feeds depend on: shortcodes with partials, render hooks of blocks, and what they ask for.

use crate::cli::TestSite;

const CONFIG: &str = "baseURL = 'https://wherry.example/sub/'\ntitle = 'Wherry'\ntheme = 'reed'\n[markup.goldmark.renderer]\nunsafe = true\n";

/// The feed of the home page.
fn feed(config: &str, templates: &[(&str, &str)], body: &str) -> (String, String) {
    let post = format!("---\ntitle: A\ndate: 2024-01-02\n---\n{body}\n");
    let mut files = vec![
        ("hugo.toml", config),
        ("content/posts/a.md", post.as_str()),
        ("content/posts/b.md", "---\ntitle: B & b\n---\nB.\n"),
    ];
    files.extend_from_slice(templates);
    let site = TestSite::new(&files);
    let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
    let said = ran.exits(0).stderr.clone();
    (site.read("out/index.xml"), said)
}

#[test]
fn shortcodes_may_call_partials() {
    let templates = [
        (
            "layouts/shortcodes/note.html",
            "{{ partial \"box.html\" (dict \"kind\" (.Get 0 | default \"info\") \"text\" .Inner) }}",
        ),
        ("layouts/shortcodes/whole.html", "{{ partial \"title\" . }}"),
        ("layouts/shortcodes/loop.html", "{{ partial \"loop\" . }}"),
        ("layouts/partials/title.html", "<i>{{ .Page.Title }} {{ .Get 0 }}</i>"),
        ("layouts/partials/loop.html", "{{ partial \"loop\" . }}"),
        (
            "themes/reed/layouts/partials/box.html",
            "{{ $k := .kind }}<div class=\"{{ $k }}\"><b>{{ i18n \"note\" }} {{ site.Params.mark }}</b>{{ $.text | markdownify }}</div>",
        ),
        ("themes/reed/i18n/en.toml", "[note]\nother = 'Note'\n"),
        ("themes/reed/hugo.toml", "[params]\nmark = '!'\n"),
    ];
    let body = "{{< note warning >}}Some *words*.{{< /note >}}\n\n{{< whole x >}}\n\n{{< loop >}}";
    let (feed, said) = feed(CONFIG, &templates, body);
    assert!(feed.contains("<div class=\"warning\"><b>Note !</b>Some <em>words</em>.</div>"), "{feed}");
    assert!(feed.contains("<i>A x</i>"), "{feed}");
    assert!(said.contains("the shortcode `loop` is not evaluated"), "{said}");
}

#[test]
fn templates_ask_for_other_pages() {
    let templates = [
        (
            "layouts/shortcodes/card.html",
            "{{ with .Page.GetPage (.Get 0) }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ else }}none{{ end }}",
        ),
        ("layouts/shortcodes/far.html", "{{ with site.GetPage (.Get 0) }}{{ .WordCount }}{{ end }}"),
    ];
    let (feed, said) = feed(
        CONFIG,
        &templates,
        "{{< card b >}} {{< card \"/posts/b.md\" >}} {{< card \"../b\" >}} {{< far b >}}",
    );
    let link = "<a href=\"https://wherry.example/sub/posts/b/\">B &amp; b</a>";
    assert_eq!(feed.matches(link).count(), 2, "{feed}");
    assert!(feed.contains("none"), "{feed}");
    // What is not known of a page is not guessed.
    assert!(said.contains("the shortcode `far` is not evaluated"), "{said}");
}

#[test]
fn render_hooks_write_quotations_and_code() {
    let templates = [
        (
            "layouts/_markup/render-blockquote-alert.html",
            "<div class=\"{{ .AlertType }}\"><p>{{ with .AlertTitle }}{{ . }}{{ else }}{{ .AlertType | title }}{{ end }}</p>{{ .Text }}</div>",
        ),
        (
            "layouts/_markup/render-codeblock-mermaid.html",
            "<pre class=\"mermaid\">{{ .Inner | htmlEscape | safeHTML }}</pre>{{ .Page.Store.Set \"hasMermaid\" true }}",
        ),
        (
            "layouts/_markup/render-codeblock-sh.html",
            "<div title=\"{{ .Attributes.title }}\">{{ (transform.HighlightCodeBlock .).Wrapped }}</div>",
        ),
    ];
    let body = "> plain\n>\n> > [!tip]- *Inner*\n> > text\n\n> [!NOTE]\n> Words.\n\n```mermaid\na --> b\n```\n\n\
        ```sh {title=\"x\"}\nls\n```\n\n```rust\nlet x;\n```\n";
    let (feed, said) = feed(CONFIG, &templates, body);
    for part in [
        "<blockquote>\n<p>plain</p>\n<div class=\"tip\"><p>",
        "<div class=\"note\"><p>Note</p><p>Words.</p></div>",
        "<pre class=\"mermaid\">a --&gt; b</pre>",
        "<div title=\"x\"><div class=\"highlight\"><pre tabindex=\"0\"",
        "<code class=\"language-rust\" data-lang=\"rust\">let x;",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    assert!(!said.contains("not evaluated"), "{said}");
}

#[test]
fn addresses_in_templates_are_encoded_as_go_does() {
    let templates = [
        (
            "layouts/_markup/render-link.html",
            "<a href=\"{{ .Destination | safeURL }}\">{{ .Text | safeHTML }}</a>",
        ),
        (
            "layouts/_markup/render-heading.html",
            "<h{{ .Level }} id=\"{{ .Anchor }}\">{{ .Text | safeHTML }} <a href=\"#{{ .Anchor | safeURL }}\">#</a></h{{ .Level }}>",
        ),
    ];
    let (feed, _) = feed(CONFIG, &templates, "## Ünï\n\n[a](https://e.example/a_(b)?q=ü)");
    assert!(feed.contains("id=\"ünï\"") && feed.contains("#%c3%bcn%c3%af\""), "{feed}");
    assert!(feed.contains("href=\"https://e.example/a_%28b%29?q=%c3%bc\""), "{feed}");
}

#[test]
fn hooks_do_not_see_what_shortcodes_write() {
    let templates = [
        (
            "layouts/_markup/render-link.html",
            "<a href=\"{{ .Destination | safeURL }}\"{{ if hasPrefix .Destination \"http\" }} rel=\"external\"{{ end }}>{{ .Text | safeHTML }}</a>",
        ),
        (
            "layouts/shortcodes/box.html",
            "<div id=\"{{ print \"box-\" (.Get 0) }}\">{{ .Inner | markdownify }}</div>",
        ),
    ];
    let body = "[b]({{< ref \"b.md\" >}}) [e](https://e.example/)\n\n{{< box 1 >}}[f](https://f.example/){{< /box >}}";
    let (feed, _) = feed(CONFIG, &templates, body);
    for part in [
        "<a href=\"https://wherry.example/sub/posts/b/\">b</a> <a href=\"https://e.example/\" rel=\"external\">e</a>",
        "<div id=\"box-1\"><a href=\"https://f.example/\" rel=\"external\">f</a></div>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
}

#[test]
fn a_content_adapter_is_reported() {
    let adapter = [("content/made/_content.gotmpl", "{{ .AddPage (dict \"path\" \"x\" \"title\" \"X\") }}")];
    let (_, said) = feed(CONFIG, &adapter, "Text.");
    assert!(
        said.contains("content/made/_content.gotmpl: the pages that a content adapter makes are not read"),
        "{said}"
    );
}

#[test]
fn lint_knows_what_hooks_and_aliases_do() {
    let hook = "{{ $l := .Destination }}{{ with .Page.GetPage $l }}{{ $l = .RelPermalink }}{{ end }}<a href=\"{{ $l | safeURL }}\">{{ .Text | safeHTML }}</a>";
    let alias = "---\ntitle: T\naliases: [/old/]\n---\nText.\n";
    let site = TestSite::new(&[
        ("hugo.toml", CONFIG),
        ("layouts/_markup/render-link.html", hook),
        ("content/posts/a.md", "---\ntitle: A\n---\n[b](b.md) [c](none.md)\n"),
        ("content/posts/b.md", alias),
        ("content/posts/c.md", alias),
        ("content/posts/part.md", "---\nbuild: {render: never, list: never}\n---\nText.\n"),
    ]);
    let lint = site.feedwright(["lint", ".", "--format", "concise"]).stdout;
    let found = |rule: &str| lint.lines().filter(|line| line.contains(rule)).collect::<Vec<_>>();
    let dead = found("dead-link");
    assert!(dead.len() == 1 && dead[0].contains("none.md"), "{lint}");
    let redirects = found("invalid-redirect");
    assert!(
        !redirects.is_empty() && redirects.iter().all(|line| line.starts_with("content/posts/")),
        "{lint}"
    );
    assert!(found("missing-title").is_empty(), "{lint}");
}

#[test]
fn partials_may_return_values() {
    let templates = [
        (
            "layouts/_partials/file.html",
            "{{ $found := 0 }}{{ with .Resources.GetMatch .Path }}{{ $found = . }}{{ end }}{{ if not $found }}\
             {{ with resources.Get .Path }}{{ $found = . }}{{ end }}{{ end }}{{ return $found }}",
        ),
        (
            "layouts/_shortcodes/pic.html",
            "{{ $src := .Get 0 }}{{ with $file := dict \"Path\" $src \"Resources\" .Page.Resources | partial \"file.html\" }}\
             <img src=\"{{ .RelPermalink }}\" class=\"{{ $file.MediaType.SubType }}\">{{ else }}<i>no {{ $src }}</i>{{ end }}",
        ),
        (
            "layouts/_shortcodes/each.html",
            "{{ range .Page.Resources.Match \"*.png\" }}<b>{{ .Name }}</b>{{ end }}{{ .Page.Resources.Missing }}",
        ),
        (
            "layouts/_shortcodes/scaled.html",
            "{{ ((.Page.Resources.GetMatch \"*.png\").Resize \"9x\").RelPermalink }}",
        ),
        (
            "layouts/_shortcodes/own.html",
            "{{ .Scratch.Set \"n\" 1 }}{{ .Scratch.Add \"n\" 2 }}<u id=\"{{ anchorize \"A b!\" }}\">{{ .Scratch.Get \"n\" }} \
             {{ path.Ext \"x/y.go\" }} {{ printf \"%02d\" 7 }} {{ .Page.File.Path }} {{ .Page.Section }}</u>\
             <script src=\"{{ \"a.js\" | relURL }}\"></script>",
        ),
        (
            "content/posts/c/index.md",
            "---\ntitle: C\ndate: 2024-01-03\n---\n{{< pic one.PNG >}} {{< pic logo.svg >}}\n{{< pic none >}}\n\n{{< own >}}\n",
        ),
        ("content/posts/c/one.PNG", ""),
        ("assets/logo.svg", ""),
    ];
    let (feed, said) = feed(CONFIG, &templates, "{{< pic one.PNG >}}\n\n{{< each >}}\n\n{{< scaled >}}");
    assert!(
        feed.contains("<img src=\"https://wherry.example/sub/posts/c/one.PNG\" class=\"png\">"),
        "{feed}"
    );
    assert!(feed.contains("<img src=\"https://wherry.example/sub/logo.svg\" class=\"svg\">"), "{feed}");
    assert!(feed.contains("<i>no none</i>") && feed.contains("<i>no one.PNG</i>"), "{feed}");
    assert!(feed.contains("<u id=\"a-b\">3 .go 07 posts/c/index.md posts</u>"), "{feed}");
    assert!(feed.contains("<script src=\"https://wherry.example/sub/a.js\"></script>"), "{feed}");
    assert!(said.contains("`each` is not evaluated") && said.contains("`scaled` is not evaluated"), "{said}");
}

#[test]
fn feeds_of_an_output_format_called_atom_are_written() {
    let config = "baseURL = 'https://wherry.example/'\ntitle = 'Wherry'\ntheme = ['reed']\ndisableKinds = ['RSS']\n[outputFormats.Atom]\nmediaType = 'application/atom'\nbaseName = 'atom'\n[outputs]\nhome = ['HTML', 'ATOM']\nterm = ['HTML', 'ATOM']\n";
    let template = "{{ $shown := site.Params.shown | default site.Params.mainSections }}{{ range where site.RegularPages \"Type\" \"in\" $shown }}{{ .Content }}{{ end }}";
    let site = TestSite::new(&[
        ("hugo.toml", config),
        ("content/posts/a.md", "---\ntitle: A\ndate: 2024-01-02\ntags: [x]\n---\nText.\n"),
        ("content/posts/b.md", "---\ntitle: B\ndate: 2024-01-03\n---\nText.\n"),
        ("content/about/c.md", "---\ntitle: C\ndate: 2024-01-02\n---\nText.\n"),
        ("themes/reed/config.yaml", "theme: reed/themes/feeds\n"),
        ("themes/reed/themes/feeds/layouts/_default/list.atom.xml", template),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/atom.xml");
    assert!(feed.contains("<feed") && feed.contains("<title type=\"html\">A</title>"), "{feed}");
    assert!(
        feed.contains("<id>https://wherry.example/posts/a/</id>") && feed.contains("<p>Text.</p>"),
        "{feed}"
    );
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    assert_eq!(site.read("out/tags/x/atom.xml").matches("<entry>").count(), 1);
    assert!(!site.path().join("out/index.xml").exists() && !site.path().join("out/posts/atom.xml").exists());
}

#[test]
fn files_of_feeds_end_as_their_media_type_says() {
    let config = "baseURL = 'https://wherry.example/'\ntitle = 'Wherry'\ndisableKinds = ['section', 'taxonomy', 'term']\n[mediaTypes.'application/atom+xml']\nsuffixes = ['atom', 'xml']\n[mediaTypes.'application/rss+xml']\nsuffixes = ['rss']\n[outputFormats.Atom]\nmediaType = 'application/Atom+xml'\nbaseName = 'feed'\n[outputs]\nhome = ['HTML', 'RSS', 'Atom']\n";
    let template = "{{ range where site.RegularPages \"Type\" \"posts\" }}{{ .Content }}{{ end }}";
    let site = TestSite::new(&[
        ("hugo.toml", config),
        ("content/posts/a.md", "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n"),
        ("content/about/c.md", "---\ntitle: C\ndate: 2024-01-02\n---\nText.\n"),
        ("layouts/_default/list.atom.atom", template),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    assert_eq!(site.read("out/feed.atom").matches("<entry>").count(), 1);
    assert_eq!(site.read("out/index.xml").matches("<item>").count(), 2);
    let config =
        config.replace("[outputs]", "[outputFormats.RSS]\nmediaType = 'application/rss+xml'\n[outputs]");
    site.write("hugo.toml", &config);
    site.feedwright(["build", ".", "--output", "own", "--now", "2024-07-01"]).exits(0);
    assert_eq!(site.read("own/index.rss").matches("<item>").count(), 2);
}

#[test]
fn partials_choose_the_pages_of_a_feed() {
    let templates = [
        (
            "layouts/rss.xml",
            "{{ $pages := partial \"helper/pages.html\" . }}{{ range $pages }}{{ .Summary }}{{ end }}",
        ),
        (
            "themes/reed/layouts/_partials/helper/pages.html",
            "{{ $pages := where .Site.RegularPages \"Type\" \"in\" .Site.Params.mainSections }}{{ return $pages }}",
        ),
        ("content/about/c.md", "---\ntitle: C\ndate: 2024-01-02\n---\nText.\n"),
    ];
    let (feed, _) = feed(CONFIG, &templates, "Text.");
    assert_eq!(feed.matches("<item>").count(), 2, "{feed}");
}

#[test]
fn data_beside_pages_are_files_that_links_lead_to() {
    let site = TestSite::new(&[
        ("hugo.toml", "baseURL = 'https://wherry.example/'\n"),
        ("content/docs/_index.md", "---\ntitle: Docs\n---\n"),
        ("content/docs/board.json", "{\"title\": \"Board\"}\n"),
        ("static/oars.json", "{\"title\": \"Oars\"}\n"),
        ("content/docs/a.md", "---\ntitle: A\n---\n[a](../board.json) [b](/oars.json) [c](../none.json)\n"),
    ]);
    let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
    assert_eq!(lint.stdout.matches("leads nowhere").count(), 1, "{}", lint.stdout);
}
