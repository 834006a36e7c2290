//! What sites say in programs and templates of their own: the loop of a feed, schemas of collections, macros and shortcodes.

use crate::cli::TestSite;

/// What is between two marks of a feed, in its order, from the first entry on, which begins with `entry`.
fn all(feed: &str, entry: &str, open: &str, close: &str) -> Vec<String> {
    let entries = feed.split_once(entry).map_or("", |(_, entries)| entries);
    entries.split(open).skip(1).filter_map(|rest| rest.split(close).next()).map(str::to_owned).collect()
}

fn built(files: &[(&str, &str)], feed: &str) -> String {
    let site = TestSite::new(files);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
    site.read(&format!("out/{feed}"))
}

const ELEVENTY: &str = "const now = new Date();\nconst live = (post) => post.date <= now && !post.data.draft;\n\
    module.exports = (config) => {\n\
    config.addCollection('log', (api) => [...api.getFilteredByGlob(['posts/*.md', 'notes/*.md']).filter(live)].reverse());\n\
    config.addFilter('head', (list, n) => { if (!Array.isArray(list) || list.length === 0) { return []; } return n < 0 ? list.slice(n) : list.slice(0, n); });\n\
    config.addFilter('bare', (path) => path.endsWith('/') ? path.slice(0, -1) : path);\n\
    config.setFrontMatterParsingOptions({ excerpt: true, excerpt_separator: '<!-- cut -->' });\n\
    const anchor = require('markdown-it-anchor');\n\
    config.setLibrary('md', require('markdown-it')({ html: true }).use(anchor, { permalink: anchor.permalink.linkInsideHeader({ symbol: '§' }) }));\n\
    return { markdownTemplateEngine: 'njk' };\n};\n";

const ELEVENTY_FEED: &str = "---\npermalink: log.xml\n---\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
    <title>{{ site.name }}: log</title><link href=\"{{ site.url }}/log.xml\" rel=\"self\"/><link href=\"{{ site.url }}/log/\"/>\n\
    <updated>{{ collections.log | head(1) | newest }}</updated><id>{{ site.url }}/log</id>\n\
    {%- for post in collections.log | head(3) %}\n\
    {%- set address %}{{ post.url | absoluteUrl(site.url) | bare }}{% endset %}\n\
    <entry><title>{{ post.data.title }}</title><link href=\"{{ address }}\"/><id>{{ address }}</id>\
    <content type=\"html\">{{ post.templateContent }}</content></entry>{% endfor %}\n</feed>\n";

fn eleventy<'f>(more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut files = vec![
        ("eleventy.config.js", ELEVENTY),
        ("_data/site.json", "{\"name\": \"Ruff\", \"url\": \"https://ruff.example\"}"),
        ("_includes/note.njk", "<p class=\"note\">{{ title }}</p>\n"),
        (
            "_includes/badge.njk",
            "{% macro badge(text, kind=\"new\") %}<b class=\"{{ kind }}\">{{ text }}</b>{% endmacro %}",
        ),
        ("log.njk", ELEVENTY_FEED),
        ("posts/posts.json", "{\"permalink\": \"/log/{{ title | slug }}/\"}"),
        ("posts/one.md", "---\ntitle: One, two!\ndate: 2024-01-02\n---\nA\n"),
        ("posts/late.md", "---\ntitle: Late\ndate: 2094-01-02\n---\nA\n"),
        ("posts/draft.md", "---\ntitle: Draft\ndate: 2024-01-04\ndraft: true\n---\nA\n"),
        ("notes/two.md", "---\ntitle: Two\ndate: 2024-01-03\n---\nA\n"),
        ("posts/three.md", "---\ntitle: Three\ndate: 2024-01-05\n---\nA\n"),
        ("notes/four.md", "---\ntitle: Four\ndate: 2024-01-01\n---\nA\n"),
    ];
    files.extend(more);
    files
}

#[test]
fn the_loop_of_a_feed_is_read() {
    let feed = built(&eleventy(&[]), "log.xml");
    assert_eq!(
        all(&feed, "<entry>", "<id>", "</id>"),
        [
            "https://ruff.example/log/three",
            "https://ruff.example/notes/two",
            "https://ruff.example/log/one-two!"
        ],
        "{feed}"
    );
    assert!(
        feed.contains("Ruff: log</title>") && feed.contains("href=\"https://ruff.example/log/\""),
        "{feed}"
    );
}

#[test]
fn includes_macros_and_excerpts_are_written() {
    let text = "---\ntitle: Five\ndate: 2024-02-01\n---\nLead\n\n<!-- cut -->\n\n{% include \"note.njk\" %}\n\n\
        {% from \"badge.njk\" import badge %}\n{{ badge(\"hot\") }} {{ badge(\"cold\", kind=\"old\") }}\n\n\
        {% set n = 2 %}{{ n + 1 }}\n\n## Part\n";
    let feed = built(&eleventy(&[("posts/five.md", text)]), "log.xml");
    for expected in [
        "<p class=\"note\">Five</p>",
        "<b class=\"new\">hot</b> <b class=\"old\">cold</b>",
        "<p>3</p>",
        "<h2 id=\"part\" tabindex=\"-1\">Part <a class=\"header-anchor\" href=\"https://ruff.example/log/five#part\">§</a>",
    ] {
        assert!(
            feed.contains(expected) || feed.contains(&expected.replace("/log/five#", "/log/five/#")),
            "{expected}\n{feed}"
        );
    }
    assert!(!feed.contains("cut --"), "{feed}");
}

const ASTRO: &str = "import { z, defineCollection } from 'astro:content';\nimport { glob } from 'astro/loaders';\n\
    const tag = z.string().trim();\n\
    const blog = defineCollection({ loader: glob({ base: './src/log', pattern: '**/*.md' }), schema: ({ image }) => z.object({\n\
    title: z.string().transform((t) => t.toUpperCase()), pubDate: z.coerce.date(), hero: image().optional(),\n\
    description: z.string().default('None yet.'), draft: z.boolean().default(false), order: z.number().catch(9),\n\
    tags: z.union([z.string(), z.array(tag)]).default('misc').transform((t) => Array.isArray(t) ? t : t.split(',')),\n\
    }) });\nexport const collections = { blog };\n";

const ASTRO_FEED: &str = "import rss from '@astrojs/rss';\nimport { getCollection } from 'astro:content';\n\
    export async function GET(context) {\n  const posts = await getCollection('blog', ({ data }) => !data.draft);\n\
    posts.sort((a, b) => a.data.order - b.data.order || a.data.title.localeCompare(b.data.title));\n\
    return rss({ title: 'Ruff', description: 'R', site: context.site, trailingSlash: false,\n\
    items: posts.map((post) => ({ ...post.data, link: `/log/${post.id}`, categories: post.data.tags })) });\n}\n";

#[test]
fn schemas_fill_in_what_entries_lack() {
    let site = "export default { site: 'https://ruff.example' };\n";
    let other = ASTRO_FEED.replace("trailingSlash: false,", "");
    let files = [
        ("astro.config.mjs", site),
        ("src/content.config.ts", ASTRO),
        ("src/pages/rss.xml.js", ASTRO_FEED),
        ("src/pages/a/all.xml.js", other.as_str()),
        ("src/log/b.md", "---\ntitle: b\npubDate: Jul 08 2022\norder: x\n---\nA\n"),
        ("src/log/a.md", "---\ntitle: a\npubDate: 2022-07-01\ntags: x,y\n---\nA\n"),
        (
            "src/log/c.md",
            "---\ntitle: c\npubDate: 2022-07-01\norder: 1\ntags: [' z ']\ndescription: Own.\n---\nA\n",
        ),
        ("src/log/d.md", "---\ntitle: d\npubDate: 2022-07-01\ndraft: true\n---\nA\n"),
    ];
    let feed = built(&files, "rss.xml");
    assert_eq!(all(&feed, "<item>", "<title>", "</title>"), ["C", "A", "B"], "{feed}");
    assert_eq!(
        all(&feed, "<item>", "<description>", "</description>"),
        ["<![CDATA[Own.]]>", "<![CDATA[None yet.]]>", "<![CDATA[None yet.]]>"]
    );
    assert_eq!(all(&feed, "<item>", "<category>", "</category>"), ["z", "x", "y", "misc"], "{feed}");
    assert!(feed.contains(">https://ruff.example/log/a</guid>"), "{feed}");
}

/// Two feeds whose globs have the same file both have it.
#[test]
fn globs_of_two_feeds_may_overlap() {
    let feed = |glob: &str| {
        format!(
            "import rss, {{ pagesGlobToRssItems }} from '@astrojs/rss';\nexport const GET = async (context) => rss({{ title: 'R', description: 'R', \
             site: context.site, items: await pagesGlobToRssItems(import.meta.glob('{glob}')) }});\n"
        )
    };
    let (one, two) = (feed("./log/*.md"), feed("./log/**/*.md"));
    let files = [
        ("astro.config.mjs", "export default { site: 'https://ruff.example' };\n"),
        ("src/pages/rss.xml.js", one.as_str()),
        ("src/pages/all.xml.js", two.as_str()),
        ("src/pages/log/a.md", "---\ntitle: A\npubDate: 2022-07-01\n---\nA\n"),
        ("src/pages/log/deep/b.md", "---\ntitle: B\npubDate: 2022-07-02\n---\nA\n"),
    ];
    assert_eq!(all(&built(&files, "rss.xml"), "<item>", "<title>", "</title>"), ["A"]);
    assert_eq!(all(&built(&files, "all.xml"), "<item>", "<title>", "</title>"), ["A", "B"]);
}

const ZOLA: &str = "base_url = 'https://ruff.example'\ntitle = 'Ruff'\ngenerate_feeds = true\n\
    ignored_content = ['*.draft.md', 'notes/**', '**/gone/**']\n[markdown]\nrender_emoji = true\n[extra]\nfull = false\n";

#[test]
fn shortcodes_are_run_with_the_page() {
    let files = [
        ("zola.toml", ZOLA),
        (
            "templates/macros/m.html",
            "{% macro item(x, kind=\"li\") %}<{{ kind }}>{{ x }}</{{ kind }}>{% endmacro %}",
        ),
        (
            "templates/shortcodes/list.html",
            "{% import \"macros/m.html\" as m %}<ul>{% for x in items | sort %}{{ m::item(x=x) }}{% endfor %}</ul>{{ items | length }}",
        ),
        (
            "templates/shortcodes/where.html",
            "{{ page.title }} {{ page.date | date(format=\"%Y\") }} {{ config.title }} {{ nth }}",
        ),
        (
            "content/a.md",
            "+++\ntitle = 'A'\ndate = 2024-01-02\n+++\n:tada: `:tada:`\n\n{{ list(items=['y', 'x']) }}\n\n{{ where() }} {{ where() }}\n\n`{{ m::item(x=1) }}`\n",
        ),
        ("content/notes/b.md", "+++\ntitle = 'B'\ndate = 2024-01-01\n+++\nText\n"),
        ("content/gone/c.md", "+++\ntitle = 'C'\ndate = 2024-01-01\n+++\nText\n"),
        ("content/d.draft.md", "+++\ntitle = 'D'\ndate = 2024-01-01\n+++\nText\n"),
    ];
    let feed = built(&files, "atom.xml");
    for expected in [
        "🎉 <code>:tada:</code>",
        "<ul><li>x</li><li>y</li></ul>",
        "A 2024 Ruff 1 A 2024 Ruff 2",
        "{{ m::item(x=1) }}",
    ] {
        assert!(feed.contains(expected), "{expected}\n{feed}");
    }
    // Globs are compared with whole paths.
    assert_eq!(all(&feed, "<entry", "<title type=\"html\">", "</title>"), ["A", "B"]);
}

#[test]
fn own_feed_templates_tell_what_they_show() {
    let template = "<feed>{% for page in pages %}{% if page.extra.hidden %}{% continue %}{% endif %}\
        {% if config.extra.full %}{{ page.content }}{% endif %}{% if page.description %}<summary>{{ page.description }}</summary>{% endif %}{% endfor %}</feed>";
    let files = [
        ("zola.toml", ZOLA),
        ("templates/atom.xml", template),
        ("content/a.md", "+++\ntitle = 'A'\ndate = 2024-01-02\ndescription = 'Short.'\n+++\nText\n"),
        ("content/b.md", "+++\ntitle = 'B'\ndate = 2024-01-02\n[extra]\nhidden = true\n+++\nText\n"),
    ];
    let feed = built(&files, "atom.xml");
    assert_eq!(all(&feed, "<entry", "<title type=\"html\">", "</title>"), ["A"]);
    assert!(feed.contains("Short.") && !feed.contains("Text"), "{feed}");
}

#[test]
fn slugs_of_packages_are_in_permalinks() {
    let config = "import slugify from 'slugify';\nimport { DateTime } from 'luxon';\nimport { feedPlugin } from '@11ty/eleventy-plugin-rss';\n\
        const SLUG = { lower: true, strict: true };\nexport default (config) => {\n\
        config.addFilter('short', (text) => slugify(text, SLUG));\n config.addFilter('kept', (text) => slugify(text));\n\
        config.addFilter('day', (date) => DateTime.fromJSDate(date, { zone: 'utc' }).toISODate());\n\
        config.addPlugin(feedPlugin, { outputPath: '/feed.xml', metadata: { title: 'Ruff', base: 'https://ruff.example/' } });\n};\n\
        export const config = { markdownTemplateEngine: 'njk' };\n";
    let feed = built(
        &[
            ("eleventy.config.js", config),
            (
                "log/log.json",
                "{\"tags\": \"posts\", \"permalink\": \"/{{ page.date | day }}/{{ title | short }}/\"}",
            ),
            ("log/a.md", "---\ntitle: Ruff 4.0\ndate: 2024-01-02\n---\nA\n"),
            ("log/b.md", "---\ntitle: It's 100% Ünï\ndate: 2024-01-03\n---\nA\n"),
            (
                "log/c.md",
                "---\ntitle: Note 4.0\ndate: 2024-01-04\npermalink: \"/{{ title | kept }}.html\"\n---\nA\n",
            ),
        ],
        "feed.xml",
    );
    let expected = ["Note-4.0.html", "2024-01-03/its-100percent-uni/", "2024-01-02/ruff-40/"];
    let found = all(&feed, "<entry>", "<id>https://ruff.example/", "</id>");
    assert_eq!(found, expected, "{feed}");
}

#[test]
fn plugins_of_the_markdown_library_are_heeded() {
    let config = "import markdownIt from 'markdown-it';\nimport container from 'markdown-it-container';\nimport anchor from 'markdown-it-anchor';\n\
        import mark from 'markdown-it-mark';\nimport sub from 'markdown-it-sub';\nimport sup from 'markdown-it-sup';\nimport deflist from 'markdown-it-deflist';\n\
        import slugify from '@sindresorhus/slugify';\nimport { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default (config) => {\n\
        const md = markdownIt({ html: true, typographer: true, linkify: true }).use(mark).use(sub).use(sup).use(deflist)\n\
        .use(anchor, { tabIndex: false, slugify: (s) => slugify(s) })\n\
        .use(container, 'note').use(container, 'box', { render(tokens, idx) { return tokens[idx].nesting === 1 ? `<section>` : `</section>`; } });\n\
        config.setLibrary('md', md);\n config.addFilter('inline', (text) => md.renderInline(text));\n\
        config.addPairedShortcode('side', (content) => `<aside>${md.render(content)}</aside>`);\n\
        config.addPlugin(feedPlugin, { outputPath: '/feed.xml', metadata: { title: 'Ruff', base: 'https://ruff.example/' } });\n};\n\
        export const config = { markdownTemplateEngine: 'njk' };\n";
    let text = "## C++ & Ruff!\n\n## C++ & Ruff!\n\n::: note\n*In* it.\n:::\n\n::: box\nx\n:::\n\n==m== H~2~O x^2^ (c) +-5 docs.rs/ruff.\n\n\
        Term\n: Meaning\n\n{% side %}*s*{% endside %}\n\n{{ '*i*' | inline | safe }}\n";
    let post = format!("---\ntitle: A\ntags: posts\ndate: 2024-01-02\n---\n{text}");
    let feed = built(&[("eleventy.config.js", config), ("a.md", &post)], "feed.xml");
    for part in [
        "<h2 id=\"c-and-ruff\">",
        "<h2 id=\"c-and-ruff-1\">",
        "<div class=\"note\">\n<p><em>In</em> it.</p>\n</div>",
        "<section>\n<p>x</p>\n</section>",
        "<mark>m</mark> H<sub>2</sub>O x<sup>2</sup> © ±5 <a href=\"http://docs.rs/ruff\">docs.rs/ruff</a>.",
        "<dt>Term</dt>\n<dd>Meaning</dd>",
        "<aside><p><em>s</em></p>\n</aside>",
        "<p><em>i</em></p>",
    ] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
}

#[test]
fn files_for_each_tag_have_the_entries_that_they_are_given() {
    let feed = "import rss from '@astrojs/rss';\nimport { getCollection } from 'astro:content';\n\
        export async function getStaticPaths() {\n const posts = await getCollection('blog');\n\
        const tags = [...new Set(posts.flatMap((p) => p.data.tags))];\n\
        return ['none', ...tags].map((tag) => ({ params: { tag }, props: { posts: posts.filter((p) => p.data.tags.includes(tag)) } }));\n}\n\
        export const GET = ({ params, props, site }) => rss({ title: params.tag, description: 'd', site,\n\
        items: props.posts.sort((a, b) => b.data.pubDate - a.data.pubDate).map((p) => ({ title: p.data.title, pubDate: p.data.pubDate, link: `/${p.id}/` })) });\n";
    let collections = "import { defineCollection } from 'astro:content';\nimport { glob } from 'astro/loaders';\n\
        export const collections = { blog: defineCollection({ loader: glob({ pattern: '*.md', base: './src/blog' }) }) };\n";
    let site = TestSite::new(&[
        ("astro.config.mjs", "export default { site: 'https://ruff.example' };\n"),
        ("src/content.config.ts", collections),
        ("src/pages/tags/[tag].xml.js", feed),
        ("src/blog/a.md", "---\ntitle: A\npubDate: 2024-01-02\ntags: [reef]\n---\nA\n"),
        ("src/blog/b.md", "---\ntitle: B\npubDate: 2024-01-03\ntags: [reef, knot]\n---\nB\n"),
        ("src/blog/c.md", "---\ntitle: C\npubDate: 2024-01-04\ntags: [knot]\n---\nC\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out", "--now", "2024-12-31"]).exits(0);
    for (name, expected) in [("reef", &["B", "A"][..]), ("knot", &["C", "B"]), ("none", &[])] {
        let feed = site.read(&format!("out/tags/{name}.xml"));
        assert_eq!(all(&feed, "<item>", "<title>", "</title>"), expected, "{feed}");
    }
}

#[test]
fn links_may_begin_with_a_folder_named_like_the_prefix() {
    let config = "import { HtmlBasePlugin } from '@11ty/eleventy';\nimport { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default (config) => {\n\
        config.addPlugin(HtmlBasePlugin);\n\
        config.addPlugin(feedPlugin, { outputPath: '/feed.xml', metadata: { title: 'Ruff', base: 'https://ruff.example/log/' } });\n};\n\
        export const config = { pathPrefix: '/log/' };\n";
    let site = TestSite::new(&[
        ("eleventy.config.js", config),
        (
            "log/a.md",
            "---\ntitle: A\ntags: posts\ndate: 2024-01-02\n---\n[b](/log/b/) [home](/) [none](/log/none/)\n",
        ),
        ("log/b.md", "---\ntitle: B\ntags: posts\ndate: 2024-01-03\n---\n[a](/log/a/)\n"),
        ("index.md", "---\ntitle: Home\ndate: false\n---\n[a](/log/a/)\n"),
    ]);
    let run = site.feedwright(["lint", ".", "--format", "concise"]);
    let found: Vec<&str> = run.stdout.lines().filter(|line| line.contains(" dead-link: ")).collect();
    assert!(found.len() == 1 && run.stdout.contains("`/log/none/`"), "{}", run.stdout);
    assert!(!run.stdout.contains("invalid-date"), "{}", run.stdout);
}

#[test]
fn entries_have_the_categories_and_authors_of_the_template() {
    let feed = "---\npermalink: rss.xml\n---\n<rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>R</title><link>{{ own.home }}/</link>\n\
        {%- for post in collections.posts %}<item><title>{{ post.data.title }}</title><link>{{ own.home }}{{ post.url }}</link>\
        <description>{{ post.templateContent }}</description><dc:creator>{{ post.data.by or own.who }}</dc:creator>\
        <guid>{{ own.home }}{{ post.url }}</guid>{%- for tag in post.data.tags | plain %}<category>{{ tag }}</category>{% endfor %}\
        {%- for topic in post.data.topics %}<category>{{ topic | upper }}</category>{% endfor %}</item>{% endfor %}\n</channel></rss>\n";
    let files = [
        (
            ".eleventy.js",
            "const tasks = require('markdown-it-task-lists');\nmodule.exports = (config) => {\n\
             config.addFilter('plain', (tags) => (tags || []).filter((tag) => tag !== 'posts'));\n\
             config.setLibrary('md', require('markdown-it')().use(tasks, { label: true }));\n};\n",
        ),
        ("_data/own.json", "{\"home\": \"https://ruff.example\", \"who\": \"Ruff\"}"),
        ("rss.njk", feed),
        (
            "a.md",
            "---\ntitle: A\ndate: 2024-01-02\ntags: [posts, \"x & y\"]\ntopics: [t]\n---\n- [ ] one\n- [x] two\n",
        ),
        ("b.md", "---\ntitle: B\ndate: 2024-01-03\ntags: posts\nby: Bo\n---\nText.\n"),
    ];
    let made = built(&files, "rss.xml");
    assert_eq!(all(&made, "<item>", "<category>", "</category>"), ["x &amp; y", "T"]);
    assert_eq!(all(&made, "<item>", "<dc:creator>", "</dc:creator>"), ["Ruff", "Bo"]);
    assert_eq!(
        all(&made, "<item>", "<link>", "</link>"),
        ["https://ruff.example/a/", "https://ruff.example/b/"]
    );
    assert!(
        made.contains("<li class=\"task-list-item\"><label><input class=\"task-list-item-checkbox\" checked"),
        "{made}"
    );
}
