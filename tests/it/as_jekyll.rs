//! Small sites whose feeds equal those of Jekyll 4.3 with jekyll-feed 0.17.

use crate::cli::{TestSite, feedwright, run};

const CONFIG: &str = "title: Harbour\nurl: https://harbour.example\ntime: 2026-01-01 00:00:00 +0000\n";

/// The feed of a site with these files.
fn feed(config: &str, files: &[(&str, &str)]) -> String {
    let site = TestSite::new(files);
    site.write("_config.yml", &format!("{CONFIG}{config}"));
    site.feedwright(["build"]).exits(0);
    site.read("_site/feed.xml")
}

/// What stands between a `(` and a `)` in the feed: a post in these tests puts what it prints there.
fn printed(feed: &str) -> Vec<&str> {
    feed.split("<p>(").skip(1).filter_map(|rest| rest.split(")</p>").next()).collect()
}

#[test]
fn a_template_sees_posts_in_jekyll_s_order() {
    let feed = feed(
        "feed: {posts_limit: 1}\n",
        &[
            ("_posts/2020-01-01-b.md", "---\ntags: [pier]\n---\nb\n"),
            ("_posts/2020-01-01-a.md", "---\ntags: [quay, pier]\n---\na\n"),
            ("_posts/2019-01-01-z.md", "---\ntags: lock\n---\nz\n"),
            ("_posts/2019-06-01-d.md", "---\ndraft: true\n---\nd\n"),
            ("_posts/2019-07-01-u.md", "---\npublished: false\n---\nu\n"),
            ("_posts/2027-01-01-f.md", "---\ndraft: true\n---\nf\n"),
            ("_drafts/e.md", "e\n"),
            (
                "_posts/2020-02-01-list.md",
                "---\n---\n({% for p in site.posts %}{{ p.slug }} {% endfor %}/\
                 {% for tag in site.tags %} {{ tag[0] }}:{% for p in tag[1] %}{{ p.slug }}{% endfor %}{% endfor %}\
                 / {{ page.previous.slug }})\n",
            ),
        ],
    );
    assert_eq!(printed(&feed)[0], "list b a d z / lock:z quay:a pier:ba/ b", "{feed}");
}

#[test]
fn older_posts_show_rendered_newer_ones_as_written() {
    let feed = feed(
        "feed: {posts_limit: 5}\n",
        &[
            ("_posts/2020-01-01-old.md", "---\n---\n*old*\n\nmore\n"),
            ("_posts/2020-03-01-new.md", "---\n---\n*new*\n\nmore\n"),
            ("_posts/2020-04-01-gone.md", "---\nredirect_to: https://else.example/\n---\n*gone*\n"),
            (
                "_posts/2020-02-01-list.md",
                "---\n---\n({% for p in site.posts %}{% unless p.slug == 'list' %}\
                 [{{ p.content | strip_newlines | escape }}{{ p.excerpt | strip_newlines | escape }}]\
                 {% endunless %}{% endfor %})\n",
            ),
        ],
    );
    let of = |html: &str| format!("[{}]", html.replace('<', "&lt;").replace('>', "&gt;"));
    let expected = [
        of("<p><em>gone</em></p>"),
        of("*new*more<p><em>new</em></p>"),
        of("<p><em>old</em></p><p>more</p><p><em>old</em></p>"),
    ];
    // Written text in a template's output is Markdown like any other.
    assert_eq!(printed(&feed)[0].replace("<em>new</em>more", "*new*more"), expected.concat());
}

#[test]
fn two_posts_that_show_each_other_end() {
    let text = "---\n---\nx\n\n{% for p in site.posts %}{{ p.content }}{{ p.excerpt }}{% endfor %}\n";
    let files: Vec<(String, &str)> =
        (1..=9).map(|day| (format!("_posts/2020-01-0{day}-x.md"), text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    assert!(feed("", &files).len() < 200_000);
}

#[test]
fn the_environment_is_that_of_the_command() {
    let text = "---\n---\n({{ jekyll.environment }})\n";
    let site = TestSite::new(&[("_posts/2020-01-01-a.md", text), ("_config.yml", CONFIG)]);
    site.feedwright(["build"]).exits(0);
    assert_eq!(printed(&site.read("_site/feed.xml"))[0], "development");
    run(feedwright(["build"]).current_dir(site.path()).env("JEKYLL_ENV", "production")).exits(0);
    assert_eq!(printed(&site.read("_site/feed.xml"))[0], "production");
}

#[test]
fn an_excerpt_knows_that_it_is_one_and_a_folder_keeps_its_id() {
    let feed = feed(
        "permalink: pretty\n",
        &[("_posts/2020-01-01-a.md", "---\npermalink: /deep/sea/\n---\n({{ page.path }} {{ page.id }})\n")],
    );
    assert_eq!(printed(&feed)[0], "_posts/2020-01-01-a.md /deep/a", "{feed}");
    assert!(feed.contains("(_posts/2020-01-01-a.md/#excerpt /deep/a#excerpt)"), "{feed}");
}

#[test]
fn times_are_shown_in_the_site_s_zone() {
    let feed = feed(
        "timezone: America/New_York\n",
        &[(
            "_posts/2020-01-01-a.md",
            "---\ntitle: 2020-05-06 10:00:00\n---\n({{ '17:05' | date: '%H' }} {{ page.title }})\n",
        )],
    );
    assert!(feed.contains("<title type=\"html\">2020-05-06 06:00:00 -0400</title>"), "{feed}");
    assert_eq!(printed(&feed)[0], "17 2020-05-06 06:00:00 -0400");
}

#[test]
fn limit_posts_counts_drafts_that_jekyll_reads() {
    let feed = feed(
        "limit_posts: 2\n",
        &[
            ("_posts/2020-01-01-a.md", "a\n"),
            ("_posts/2020-01-02-b.md", "---\ntags: [oar]\n---\nb\n"),
            ("_posts/2020-01-03-c.md", "---\ndraft: true\n---\nc\n"),
        ],
    );
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
}

#[test]
fn the_options_of_kramdown_are_those_of_the_configuration() {
    let feed = feed(
        "kramdown:\n  smart_quotes: [laquo, raquo, '8222', '8220']\n  typographic_symbols: {hellip: '...'}\n  \
         math_engine: null\n  syntax_highlighter_opts: {block: {line_numbers: true, start_line: 7}}\n",
        &[(
            "_posts/2020-01-01-a.md",
            "---\ntitle: \"'t' ...\"\n---\n(\"a\" 'b' c... $$d$$)\n\n```ruby\nx\n```\n",
        )],
    );
    assert!(feed.contains("<title type=\"html\">«t» ...</title>"), "{feed}");
    assert_eq!(printed(&feed)[0], "„a“ «b» c... <span class=\"kdmath\">$d$</span>");
    assert!(feed.contains("lineno\">7\n"), "{feed}");
}

#[test]
fn only_rouge_writes_wrappers_around_code() {
    let code = "---\ntitle: T\n---\nA `b`.\n\n{% highlight ruby linenos %}\nx = 1\n{% endhighlight %}\n";
    let of = |config: &str| {
        let feed = feed(config, &[("_posts/2020-01-01-a.md", code)]);
        (feed.contains("highlighter-rouge"), feed.contains("rouge-table"))
    };
    for (config, wrappers, numbers) in [
        ("", true, true),
        ("highlighter: pygments\n", false, true),
        ("highlighter: none\n", false, false),
        ("highlighter: false\n", true, false),
        ("highlighter:\n", true, true),
        ("highlighter: ''\n", false, false),
        ("kramdown: {syntax_highlighter: }\n", true, true),
        ("kramdown: {syntax_highlighter: none}\n", false, true),
        ("highlighter: none\nkramdown: {syntax_highlighter: rouge}\n", true, false),
    ] {
        assert_eq!(of(config), (wrappers, numbers), "{config}");
    }
}

#[test]
fn a_tag_from_elsewhere_stays_and_the_rest_of_the_text_is_run() {
    let feed = feed(
        "moor: 7\n",
        &[
            ("_includes/pier.html", "[{% lamp %}{{ include.n }}]"),
            ("_includes/torn.html", "{% if %}"),
            (
                "_posts/2020-01-01-a.md",
                "---\ntitle: T\n---\n({{ site.moor }}{% buoy red %}{{ site.moor }} {% include gallery n=1 %} \
                 {% chart %}{{ site.moor }}{% endchart %} {% link no.md %} {% post_url 2001-01-01-no %} \
                 {% for i in (1..2) %}{% include pier.html n=i %}{% endfor %} {% include torn.html %} {{ site.moor }})\n",
            ),
        ],
    );
    assert_eq!(
        printed(&feed)[0],
        "7{% buoy red %}7 {% include gallery n=1 %} {% chart %}{{ site.moor }}{% endchart %} {% link no.md %} \
         {% post_url 2001-01-01-no %} [{% lamp %}1][{% lamp %}2] {% include torn.html %} 7",
        "{feed}"
    );
}

#[test]
fn the_path_in_a_permalink_has_no_folder_of_the_collection() {
    let feed = feed("permalink: /:collection/:path\n", &[("dock/_posts/oil/2020-01-01-a.md", "a\n")]);
    assert!(feed.contains("https://harbour.example/posts/dock/oil/2020-01-01-a\""), "{feed}");
}

#[test]
fn an_excerpt_is_rendered_last_and_has_its_own_content() {
    let text = "---\n---\n({{ page.content | number_of_words }}{% for p in site.posts %}\
                {{ p.content | strip_html | strip }}{% break %}{% endfor %})\n\nmore words here\n";
    let feed = feed("", &[("_posts/2020-01-02-new.md", "*new*\n"), ("_posts/2020-01-01-old.md", text)]);
    // In the post the newer one is as written, in the excerpt it is rendered.
    assert_eq!(printed(&feed)[0], "23<em>new</em>", "{feed}");
    assert!(feed.contains("(20new)"), "{feed}");
}

#[test]
fn collections_come_as_they_are_configured() {
    let feed = feed(
        "collections:\n  piers: {output: true, sort_by: rank, note: n}\nfeed: {posts_limit: 1}\n",
        &[
            ("_piers/a.md", "---\nrank: 3\n---\na\n"),
            ("_piers/b.md", "---\nrank: 1\n---\nb\n"),
            ("_piers/c.md", "---\nrank: 2\n---\nc\n"),
            ("_posts/2020-01-01-old.md", "---\ntitle: 10\n---\na\n"),
            ("_posts/2020-01-02-other.md", "---\ntitle: '-x'\n---\na\n"),
            (
                "_posts/2020-01-03-new.md",
                "---\n---\n({{ site.piers | map: 'title' | join: '' }} {% for c in site.collections %}\
                 {{ c.label }}{{ c.docs.size }}{{ c.note }} {% endfor %}\
                 {{ site.related_posts | map: 'slug' | join: ' ' }}, {{ site.markdown }}, \
                 {{ site.posts | sort: 'title' | map: 'title' | join: ' ' }})\n",
            ),
        ],
    );
    assert_eq!(printed(&feed)[0], "BCA piers3n posts3 other old, kramdown, -x 10 New", "{feed}");
}

#[test]
fn limit_posts_keeps_the_last_paths_of_a_day() {
    let files = [("_posts/2020-01-01-a.md", "a\n"), ("_posts/2020-01-01-b.md", "b\n")];
    let feed = feed("limit_posts: 1\n", &files);
    assert!(feed.contains("/2020/01/01/b.html") && !feed.contains("/2020/01/01/a.html"), "{feed}");
}

#[test]
fn the_folder_of_collections_is_no_category() {
    let feed = feed("collections_dir: store\n", &[("store/bay/_posts/2020-01-01-a.md", "a\n")]);
    assert!(feed.contains("https://harbour.example/bay/2020/01/01/a.html"), "{feed}");
}

#[test]
fn paths_in_templates_begin_below_collections_dir() {
    let feed = feed(
        "collections_dir: store\nexcerpt_separator: ''\n",
        &[(
            "store/_posts/2020-01-01-a.md",
            "---\n---\n({{ page.path }} {{ page.relative_path }} {{ page.name }})\n",
        )],
    );
    assert_eq!(printed(&feed), ["_posts/2020-01-01-a.md _posts/2020-01-01-a.md 2020-01-01-a.md"], "{feed}");
}

#[test]
fn hard_wrap_breaks_lines_of_paragraphs_alone() {
    let html = |body: &str| {
        let feed = feed(
            "kramdown: {hard_wrap: true}\nexcerpt_separator: ''\n",
            &[("_posts/2020-01-01-a.md", &format!("---\n---\n{body}\n"))],
        );
        let content = feed.split("<![CDATA[").nth(1).and_then(|rest| rest.split("]]>").next());
        content.unwrap_or_default().to_owned()
    };
    assert_eq!(html("a\n*b\nc*  \nd"), "<p>a<br />\n<em>b<br />\nc</em><br />\nd</p>");
    assert_eq!(html("a\\\nb"), "<p>a\\<br />\nb</p>");
    assert_eq!(html("a\\\\\nb"), "<p>a\\<br />\nb</p>");
    assert_eq!(html("a <b>c\n*d\ne*</b>\nf"), "<p>a <b>c\n<em>d\ne</em></b><br />\nf</p>");
    assert_eq!(html("<div markdown=\"1\">\na\nb\n</div>"), "<div>\n<p>a\nb</p>\n</div>");
    let note = html("a[^1]\n\n[^1]: b\n    c\n");
    assert!(note.contains("<p>b\nc\u{a0}<a"), "{note}");
}

#[test]
fn urls_and_categories_count_from_the_source_folder() {
    let files = [
        (
            "src/_posts/2024-01-01-a.md",
            "---\ntitle: A\n---\n({{ page.path }} {{ page.categories }} {{ site.data.k.v }})\n",
        ),
        (
            "src/docs/_posts/2024-01-02-b.md",
            "---\ntitle: B\n---\n({% include card.html %}{% link docs/x.md %})\n",
        ),
        ("src/_data/k.yml", "v: 7\n"),
        ("src/_includes/card.html", "card "),
        ("src/docs/x.md", "---\ntitle: X\n---\nx\n"),
        ("_posts/2024-01-03-c.md", "---\ntitle: C\n---\n(c)\n"),
    ];
    let written = feed("source: src\n", &files);
    assert_eq!(printed(&written), ["card /docs/x.html", "_posts/2024-01-01-a.md  7"], "{written}");
    assert!(written.contains("https://harbour.example/docs/2024/01/02/b.html"), "{written}");
}

#[test]
fn links_to_sources_lead_to_pages_where_asked_for() {
    let files = [
        (
            "_posts/2024-01-01-a.md",
            "---\ntitle: A\n---\n[t](../docs/team.md#x) [u](/docs/team.md \"T\") [v](2024-01-02-b.md) [w](gone.md) ![p](../docs/p.png) [r][r] <a href=\"../docs/team.md\">h</a> `[c](../docs/team.md)`\n\n[r]: ../docs/team.md\n",
        ),
        ("_posts/2024-01-02-b.md", "---\ntitle: B\n---\nb\n"),
        ("docs/team.md", "---\ntitle: Team\npermalink: /team/\n---\nUs.\n"),
        ("docs/p.png", ""),
    ];
    let usual = "baseurl: /q\nplugins: [jekyll-relative-links]\n";
    let kept = feed(usual, &files);
    assert!(kept.contains("docs/team.md#x\"") && !kept.contains("/team/"), "{kept}");
    let asked = feed(&format!("{usual}relative_links: {{collections: true}}\n"), &files);
    let site = "https://harbour.example/q";
    for link in [
        format!("href=\"{site}/team/#x\""),
        format!("href=\"{site}/team/\" title=\"T\""),
        format!("href=\"{site}/2024/01/02/b.html\""),
        format!("src=\"{site}/docs/p.png\""),
        format!("href=\"{site}/team/\">r"),
        "<code class=\"language-plaintext highlighter-rouge\">[c](/q/team/)</code>".to_owned(),
        "gone.md\">w".to_owned(),
        "docs/team.md\">h".to_owned(),
    ] {
        assert!(asked.replace("&lt;", "<").contains(&link), "{link}: {asked}");
    }
    let excluded = feed(
        &format!("{usual}relative_links: {{collections: true, exclude: [_posts/2024-01-01]}}\n"),
        &files,
    );
    assert!(!excluded.contains("/team/"), "{excluded}");
}

#[test]
fn only_known_highlighters_keep_space_around_code() {
    let code = "---\ntitle: T\n---\n{% highlight sass %}\n  (color) {% endhighlight %}\n";
    for (config, expected) in [
        ("", "data-lang=\"sass\">  (color) </code>"),
        ("highlighter: pygments.rb\n", "data-lang=\"sass\">(color)</code>"),
        ("highlighter: false\n", "data-lang=\"sass\">(color)</code>"),
    ] {
        let feed = feed(config, &[("_posts/2020-01-01-a.md", code)]);
        assert!(feed.contains(expected), "{config}: {feed}");
    }
}
