//! Shortcodes and render hooks of Hugo that read data, other pages, and what others keep.

use crate::cli::TestSite;

const CONFIG: &str = "baseURL = 'https://wherry.example/'\ntitle = 'Wherry'\n";
const ROWS: &str = "[[feeds]]\npath = 'a.json'\nformat = 'json'\ncontent = 'full'\n";

/// The HTML of the page `content/posts/a.md` with this body, and what the build reports.
fn written(config: &str, body: &str, files: &[(&str, &str)]) -> (String, String) {
    let page = format!("---\ntitle: A\ndate: 2024-01-02\n---\n{body}\n");
    let config = format!("{CONFIG}{config}");
    let own =
        [("hugo.toml", config.as_str()), ("feedwright.toml", ROWS), ("content/posts/a.md", page.as_str())];
    let files: Vec<(&str, &str)> = own.into_iter().chain(files.iter().copied()).collect();
    let site = TestSite::new(&files);
    let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed: serde_json::Value = serde_json::from_str(&site.read("out/a.json")).unwrap();
    (feed["items"][0]["content_html"].as_str().unwrap().trim().to_owned(), ran.stderr)
}

#[test]
fn templates_read_data_words_and_dates_of_other_pages() {
    let files = [
        ("data/tools.yaml", "- name: bodkin\n  use: opening\n- name: iron\n  use: beating\n"),
        (
            "layouts/_shortcodes/tools.html",
            "<ul>{{ range site.Data.tools }}<li>{{ .name }}: {{ .use }}</li>{{ end }}</ul>",
        ),
        ("layouts/_shortcodes/hugo-tools.html", "{{ (index hugo.Data.tools 1).name | humanize }}"),
        (
            "layouts/_shortcodes/see.html",
            "{{ with site.GetPage (.Get 0) }}{{ .Title }}, {{ .Date.Format \"2 January 2006\" }}, {{ .Date.Year }}, {{ .Params.hue }}{{ end }}",
        ),
        ("content/posts/b.md", "---\ntitle: B\ndate: 2023-03-04\nparams:\n  hue: green\n---\n"),
        ("content/posts/c/_index.md", "---\ntitle: C\n---\n"),
    ];
    let (html, reported) = written("", "{{< tools >}}\n\n{{< hugo-tools >}}\n\n{{< see b >}}", &files);
    assert_eq!(
        html, "<ul><li>bodkin: opening</li><li>iron: beating</li></ul>\nIron\nB, 4 March 2023, 2023, green",
        "{reported}"
    );
    // A list has a name too.
    let (html, reported) = written("", "[c]({{< ref \"c\" >}})", &files);
    assert_eq!(html, "<p><a href=\"https://wherry.example/posts/c/\">c</a></p>", "{reported}");
}

#[test]
fn templates_in_pages_are_never_shown() {
    let body = "x {{< sum.inline >}}<b>{{ add 1 2 }}</b>{{< /sum.inline >}} y";
    assert_eq!(written("", body, &[]).0, "<p>x  y</p>");
    let allowed = "[security]\nenableInlineShortcodes = true\n";
    assert_eq!(written(allowed, body, &[]).0, "<p>x <b>3</b> y</p>");
    let unread = "x {{< sum.inline >}}{{ define \"y\" }}{{ end }}{{< /sum.inline >}} y";
    let (html, reported) = written(allowed, unread, &[]);
    assert_eq!(html, "<p>x <a href=\"https://wherry.example/posts/a/\">A</a> y</p>");
    assert!(reported.contains("the shortcode `sum.inline` is not evaluated"), "{reported}");
}

#[test]
fn templates_of_a_page_keep_values_for_each_other() {
    let tab = "{{ $n := .Page.Store.Get \"tab\" | default 0 }}<style>.t{{ $n }} { color: red }</style><i>{{ $n }}</i>{{ .Page.Store.Set \"tab\" (add $n 1) }}";
    let tabs = "<div>{{ .Inner }}</div>{{ .Page.Scratch.Get \"unset\" | default \"none\" }}{{ .Page.Store.Add \"tab\" 10 }}";
    let files = [("layouts/_shortcodes/tab.html", tab), ("layouts/_shortcodes/tabs.html", tabs)];
    let (html, reported) =
        written("", "{{< tabs >}}{{< tab >}}{{< tab >}}{{< /tabs >}}\n\n{{< tab >}}", &files);
    let style = |n: u32| format!("<style>.t{n} {{ color: red }}</style><i>{n}</i>");
    assert_eq!(html, format!("<div>{}{}</div>none\n{}", style(0), style(1), style(12)), "{reported}");
    // What is more than a word is escaped in another way there.
    let files = [("layouts/_shortcodes/s.html", "<style>{{ .Get 0 }}</style>")];
    let (html, reported) = written("", "{{< s \"a{b}\" >}}", &files);
    assert!(!html.contains("<style>") && reported.contains("`s` is not evaluated"), "{html} {reported}");
}

#[test]
fn render_hooks_write_tables_and_quotations() {
    let table = "<table{{ range $k, $v := .Attributes }}{{ if not $v }}{{ continue }}{{ end }}{{ printf \" %s=%q\" $k $v | safeHTMLAttr }}{{ end }}>\
        {{ range .THead }}<tr>{{ range . }}<th{{ with .Alignment }} class=\"{{ . }}\"{{ end }}>{{ .Text }}</th>{{ end }}</tr>{{ end }}\
        {{ range .TBody }}<tr>{{ range . }}<td>{{ .Text }}</td>{{ end }}</tr>{{ end }}</table>";
    let quotation = "<blockquote{{ range $k, $v := .Attributes }} {{ $k }}=\"{{ $v }}\"{{ end }}>{{ .Text }}</blockquote>";
    let link = "<a href=\"{{ .Destination }}\"{{ if findRE \"^(https?:)?//\" (lower .Destination) }} class=\"out\"{{ end }}>{{ .Text }}</a>";
    let files = [
        ("layouts/_markup/render-table.html", table),
        ("layouts/_markup/render-blockquote.html", quotation),
        ("layouts/_markup/render-link.html", link),
    ];
    let body =
        "| A | B |\n|---|:-:|\n| [x](HTTPS://x.example/) | *y* |\n{.wide}\n\n> Said.\n{.said}\n\n[z](/z/)";
    let (html, reported) = written("[markup.goldmark.parser.attribute]\nblock = true\n", body, &files);
    assert_eq!(
        html.replace('\n', ""),
        "<table class=\"wide\"><tr><th>A</th><th class=\"center\">B</th></tr><tr><td><a href=\"HTTPS://x.example/\" class=\"out\">x</a></td><td><em>y</em></td></tr></table>\
         <blockquote class=\"said\"><p>Said.</p></blockquote><p><a href=\"https://wherry.example/z/\">z</a></p>",
        "{reported}"
    );
}

#[test]
fn names_of_emoji_are_replaced_in_shortcodes_too() {
    let files = [("layouts/_shortcodes/step.html", "<li>{{ .Inner | .Page.RenderString }}</li>")];
    let body = "{{< step >}}*a* :tada:{{< /step >}}";
    assert_eq!(written("enableEmoji = true\n", body, &files).0, "<li><em>a</em> 🎉</li>");
    assert_eq!(written("", body, &files).0, "<li><em>a</em> :tada:</li>");
}

#[test]
fn files_beside_a_page_are_in_its_folder_with_ugly_urls() {
    let config = format!(
        "uglyURLs = true\n{CONFIG}[permalinks]\nnews = '/n/:filename'\n[markup.goldmark.renderHooks.image]\nuseEmbedded = 'always'\n\
         [markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n"
    );
    let text = "---\ntitle: A\ndate: 2024-01-02\n---\n![mill](mill.jpg) ![none](none.jpg) [plan](plan.txt)\n";
    let site = TestSite::new(&[
        ("hugo.toml", config.as_str()),
        ("content/news/a/index.md", text),
        ("content/news/a/mill.jpg", "x"),
        ("content/news/a/plan.txt", "x"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/news/index.xml");
    assert!(feed.contains("<link>https://wherry.example/n/a.html</link>"), "{feed}");
    assert!(feed.contains("src=\"https://wherry.example/n/a/mill.jpg\""), "{feed}");
    let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
    let found: Vec<&str> = lint.stdout.lines().filter(|line| line.contains("dead-link")).collect();
    assert!(matches!(found.as_slice(), [one] if one.contains("none.jpg")), "{found:?}");
}

#[test]
fn paths_of_sources_may_begin_at_the_content() {
    let config = format!("{CONFIG}[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'\n");
    let site = TestSite::new(&[
        ("hugo.toml", config.as_str()),
        ("content/posts/a.md", "---\ntitle: A\n---\n[b](/posts/b.md#x) [c](/posts/none.md) [d](/b.md)\n"),
        ("content/posts/b.md", "---\ntitle: B\n---\n## X\n"),
    ]);
    let lint = site.feedwright(["lint", ".", "--only", "dead-link", "--format", "concise"]);
    let found: Vec<&str> = lint.stdout.lines().filter(|line| line.contains("dead-link")).collect();
    assert!(
        matches!(found.as_slice(), [one, other] if one.contains("/posts/none.md") && other.contains("/b.md")),
        "{found:?}"
    );
}

#[test]
fn tokens_of_code_count_little_for_a_summary() {
    let body = "One two.\n\n```go\nconst A Pin = PA02\nconst B Pin = PA03\n```\n\nThree four five.\n\nSix.";
    let page = format!("---\ntitle: A\ndate: 2024-01-02\n---\n{body}\n");
    let config = format!("{CONFIG}summaryLength = 12\n");
    let site = TestSite::new(&[("hugo.toml", config.as_str()), ("content/posts/a.md", page.as_str())]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    let feed = site.read("out/posts/index.xml");
    assert!(feed.contains("Three four five.") && feed.contains("Six."), "{feed}");
}

#[test]
fn inner_text_loses_the_blanks_before_its_tag() {
    let files = [("layouts/_shortcodes/tab.html", "<i>{{ .InnerDeindent | markdownify }}</i>")];
    let body = "{{< tab >}}\n    code\n{{< /tab >}}\n\n- x\n\n  {{< tab >}}\n  *text*\n  {{< /tab >}}";
    let (html, reported) = written("", body, &files);
    assert!(html.starts_with("<i><pre><code>code\n</code></pre>"), "{html} {reported}");
    assert!(html.contains("<i><em>text</em></i>"), "{html} {reported}");
}

#[test]
fn options_of_code_and_footnotes_are_followed() {
    let config =
        "[markup.highlight]\nlineNos = true\n[markup.goldmark.extensions.footnote]\nbacklinkHTML = '^'\n";
    let body = "```go {linenos=false hl_lines=[1]}\npackage x\n```\n\nA[^1].\n\n[^1]: B.";
    let (html, _) = written(config, body, &[]);
    assert!(!html.contains("lntd") && !html.contains("user-select") && html.contains(">^</a>"), "{html}");
}

/// A file of data is read, not copied, by each of many calls; what a template makes of it counts.
#[test]
fn large_data_may_be_read_often() {
    let member = |number: usize| {
        format!("\"k{number}\": {{\"name\": \"N{number}\", \"about\": \"{}\"}}", "x".repeat(300))
    };
    let members: Vec<String> = (0..1000).map(member).collect();
    let crew = format!("{{{}}}", members.join(","));
    let files = [
        ("data/crew.json", crew.as_str()),
        (
            "layouts/_shortcodes/who.html",
            "{{ with index site.Data.crew (.Get 0) }}<b>{{ .name }}</b>{{ end }}",
        ),
        ("layouts/_shortcodes/all.html", "{{ range site.Data.crew }}{{ end }}{{ site.Data.crew.k7.name }}"),
        (
            "layouts/_shortcodes/deep.html",
            "{{ $a := slice 1 }}{{ range seq 1000 }}{{ $a = slice $a }}{{ end }}x",
        ),
        (
            "layouts/_shortcodes/wide.html",
            "{{ $a := slice 1 }}{{ range seq 90 }}{{ $a = slice $a $a }}{{ end }}x",
        ),
        ("layouts/_shortcodes/long.html", "{{ range 10001 }}x{{ end }}"),
        ("layouts/_shortcodes/self.html", "{{ partial \"self.html\" . }}"),
        ("layouts/_partials/self.html", "{{ partial \"self.html\" . }}"),
        ("layouts/_shortcodes/unread.html", "{{ now }}"),
    ];
    let calls: String = (0..600).map(|number| format!("{{{{< who k{number} >}}}}\n")).collect();
    let (html, reported) = written("", &format!("{calls}{{{{< all >}}}}"), &files);
    assert_eq!(html.matches("<b>N").count(), 600, "{reported}");
    assert!(html.contains("<b>N599</b>") && html.ends_with("\nN7</p>"), "{html}");
    for name in ["deep", "wide", "long", "self"] {
        let (_, reported) = written("", &format!("{{{{< {name} >}}}}"), &files);
        let expected =
            format!("the shortcode `{name}` is not evaluated: the templates of the page take more");
        assert!(reported.contains(&expected), "{reported}");
    }
    let (_, reported) = written("", "{{< unread >}}", &files);
    assert!(
        reported.contains("the shortcode `unread` is not evaluated: only Hugo can run its template"),
        "{reported}"
    );
    // What is stopped is no reason for another.
    let (_, reported) = written("", "{{< long >}}\n{{< unread >}}", &files);
    assert!(reported.contains("the shortcode `unread` is not evaluated: only Hugo"), "{reported}");
}
