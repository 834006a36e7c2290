//! Feeds that the site's own programs ask for: Astro's endpoints, Eleventy's collections and templates.

use feedwright::feeds::plan::plan;
use feedwright::site::load::{LoadOptions, Loaded, load};
use feedwright::site::tree::MemoryTree;

use crate::cli::TestSite;

fn loaded(files: &[(&str, &str)]) -> Loaded {
    let site = MemoryTree::new(files.iter().copied());
    load(&site, LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap()
}

/// The links of the entries of each feed, without the host.
fn links(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let loaded = loaded(files);
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    let of = |feed: &feedwright::feeds::plan::Planned| {
        let posts =
            feed.posts.iter().map(|number| feed.shown.get(number).unwrap_or(&loaded.site.posts[*number]));
        let links = posts.map(|post| post.link.trim_start_matches("https://ruff.example").to_owned());
        (feed.path.clone(), links.collect())
    };
    plan.feeds.iter().map(of).collect()
}

const ASTRO: (&str, &str) =
    ("astro.config.mjs", "export default { site: 'https://ruff.example', base: '/log' };\n");

const COLLECTIONS: (&str, &str) = (
    "src/content.config.ts",
    "import { defineCollection } from 'astro:content';\nimport { glob } from 'astro/loaders';\n\
     const blog = defineCollection({ loader: glob({ base: './blog', pattern: '**/*.md' }) });\n\
     const work = defineCollection({ loader: glob({ base: './work', pattern: '*.md' }) });\n\
     export const collections = { blog, work };\n",
);

const POSTS: [(&str, &str); 5] = [
    ("blog/a.md", "---\ntitle: A\npubDate: 12/31/2023\n---\nText.\n"),
    ("blog/b.md", "---\ntitle: B\npubDate: 2024-02-01\nupdatedDate: 2024-06-01\n---\nText.\n"),
    ("blog/c.md", "---\ntitle: C\npubDate: 2024-03-01\n---\nText.\n"),
    ("blog/late.md", "---\ntitle: Late\npubDate: 2025-01-01\n---\nText.\n"),
    ("work/w.md", "---\ntitle: W\npubDate: 2024-02-15\n---\nText.\n"),
];

/// An endpoint whose function has this body.
fn endpoint(body: &str) -> String {
    format!(
        "import rss from '@astrojs/rss';\nimport {{ getCollection }} from 'astro:content';\n\
         export async function GET(context) {{\n{body}\n\
         return rss({{ title: 'Ruff', description: 'Log', site: context.site, items }});\n}}\n"
    )
}

#[test]
fn endpoints_put_entries_in_their_own_order() {
    for (body, expected) in [
        // In place, without a name for the sorted list.
        (
            "const posts = await getCollection('blog', p => new Date(p.data.pubDate).getTime() < Date.now());
             posts.sort((a, b) => b.data.pubDate - a.data.pubDate);
             const items = posts.map(p => ({ link: `/p/${p.id}` }));",
            &["/p/c/", "/p/b/", "/p/a/"][..],
        ),
        // By another date than that of publication; only two.
        (
            "let posts = await getCollection('blog');
             posts = posts.sort((a, b) => (b.data.updatedDate ?? b.data.pubDate) - (a.data.updatedDate ?? a.data.pubDate));
             const items = posts.slice(0, 2).map(p => ({ link: `/p/${p.id}` }));",
            &["/p/late/", "/p/b/"],
        ),
        // A loop.
        (
            "const items = [];
             for (const post of await getCollection('blog')) {
               if (post.data.title === 'Late') continue;
               items.push({ link: `${import.meta.env.BASE_URL}/p/${post.id}`, pubDate: post.data.pubDate });
             }",
            &["/log/p/c/", "/log/p/b/", "/log/p/a/"],
        ),
        // Two collections, each with items of its own.
        (
            "const blog = (await getCollection('blog')).filter(p => p.id !== 'late');
             const work = await getCollection('work');
             const items = [
               ...blog.map(p => ({ link: `/p/${p.id}`, pubDate: p.data.pubDate })),
               ...work.map(p => ({ link: `/w/${p.id}`, pubDate: p.data.pubDate })),
             ].sort((a, b) => (a.pubDate < b.pubDate ? 1 : -1));",
            &["/p/c/", "/w/w/", "/p/b/", "/p/a/"],
        ),
    ] {
        let feed = endpoint(body);
        let mut files = vec![ASTRO, COLLECTIONS, ("src/pages/rss.xml.js", feed.as_str())];
        files.extend(POSTS);
        let expected = expected.iter().map(|link| (*link).to_owned()).collect();
        assert_eq!(links(&files), [("rss.xml".to_owned(), expected)], "{body}");
    }
}

#[test]
fn pages_of_a_glob_are_entries() {
    let feed = "import rss, { pagesGlobToRssItems } from '@astrojs/rss';\n\
        export async function GET(context) {\n return rss({ title: 'Ruff', description: 'Log', site: context.site, \
        trailingSlash: false, items: await pagesGlobToRssItems(import.meta.glob('./p/*.md')) });\n}\n";
    let files = [
        ASTRO,
        ("src/pages/rss.xml.js", feed),
        ("src/pages/p/a.md", "---\ntitle: A\npubDate: 2024-01-01\n---\nText.\n"),
        ("src/pages/p/b.md", "---\ntitle: B\npubDate: 2024-01-02\n---\nText.\n"),
        ("src/pages/about.md", "---\ntitle: About\n---\nText.\n"),
    ];
    // In the order of their paths, as a glob has them.
    let expected = ["/log/p/a", "/log/p/b"].map(str::to_owned).to_vec();
    assert_eq!(links(&files), [("rss.xml".to_owned(), expected)]);
}

#[test]
fn channels_follow_their_options() {
    let feed = "import rss from '@astrojs/rss';\nimport { getCollection } from 'astro:content';\n\
        import MarkdownIt from 'markdown-it';\nimport sanitizeHtml from 'sanitize-html';\nconst parser = new MarkdownIt();\n\
        export async function GET(context) {\n const posts = await getCollection('blog');\n\
        return rss({ title: 'Ruff', description: 'Log', site: 'https://ruff.example/home', customData: `<language>en-gb</language>`,\n\
        items: posts.map((post) => ({ title: post.data.title, link: `/p/${post.id}/`, pubDate: post.data.pubDate,\n\
        content: sanitizeHtml(parser.render(post.body)) })) });\n}\n";
    let site = TestSite::new(&[
        ASTRO,
        COLLECTIONS,
        ("src/pages/rss.xml.js", feed),
        (
            "blog/a.md",
            "---\ntitle: A\npubDate: 2024-01-01\n---\n## B\n\n- [ ] c www.d.example <i>e</i> ![f](/f.png)\n",
        ),
    ]);
    site.feedwright(["build", ".", "--output", "out"]).exits(0);
    let feed = site.read("out/rss.xml");
    assert!(feed.contains("<link>https://ruff.example/home/</link>"), "{feed}");
    assert!(feed.contains("<language>en-gb</language>"), "{feed}");
    let content = "<h2>B</h2>\n<ul>\n<li>[ ] c www.d.example &lt;i&gt;e&lt;/i&gt; </li>\n</ul>";
    assert!(feed.contains(content), "{feed}");
}

/// An Eleventy site with this configuration and two posts.
fn eleventy<'f>(config: &'f str, more: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut files = vec![
        ("eleventy.config.js", config),
        ("_includes/post.njk", "---\ntags: from-layout\n---\n{{ content | safe }}\n"),
        ("posts/posts.json", "{ \"layout\": \"post.njk\" }\n"),
        (
            "posts/a.md",
            "---\ntitle: A & B\ndate: 2024-01-01\ntags: [x, y]\n---\n{{ title | upper }} [b](/posts/b/) {% raw %}{{ c }}{% endraw %}\n",
        ),
        ("posts/b.md", "---\ntitle: B\ndate: 2024-01-02\ntags: x\n---\n```js\n1 < 2\n```\n"),
        ("drafts/c.md", "---\ntitle: C\ndate: 2024-01-03\ntags: x\n---\nText.\n"),
    ];
    files.extend(more);
    files
}

#[test]
fn layouts_give_tags_and_the_configuration_ignores_files() {
    let config = "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default function (config) {\n\
        config.ignores.add('drafts/**');\n\
        config.addPlugin(feedPlugin, { outputPath: '/l.xml', collection: { name: 'from-layout' }, metadata: { base: 'https://ruff.example' } });\n\
        config.addPlugin(feedPlugin, { outputPath: '/x.xml', collection: { name: 'x', limit: 1 }, metadata: { base: 'https://ruff.example' } });\n\
        config.addPlugin(feedPlugin, { outputPath: '/both.xml', collection: { name: 'both' }, metadata: { base: 'https://ruff.example' } });\n\
        config.addCollection('both', api => api.getFilteredByTags('x', 'y'));\n}\n";
    let feed = |path: &str, links: &[&str]| {
        (path.to_owned(), links.iter().map(|link| (*link).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        links(&eleventy(config, &[])),
        [
            feed("l.xml", &["/posts/b/", "/posts/a/"]),
            feed("x.xml", &["/posts/b/"]),
            feed("both.xml", &["/posts/a/"])
        ]
    );
}

#[test]
fn templates_show_collections_in_their_order() {
    let config = "export default function (config) {\n\
        config.addCollection('newest', api => api.getFilteredByTag('x').sort((a, b) => b.date - a.date));\n}\n";
    for (list, expected) in [
        ("collections.x", &["/posts/a/", "/posts/b/"][..]),
        ("collections.x | reverse", &["/posts/b/", "/posts/a/"]),
        ("collections.newest", &["/posts/b/", "/posts/a/"]),
        ("collections.newest | reverse", &["/posts/a/", "/posts/b/"]),
        ("collections.newest | head(1)", &["/posts/b/"]),
    ] {
        let feed = format!(
            "---\npermalink: feed.xml\nmetadata:\n  url: https://ruff.example\n---\n<feed><title>{{{{ metadata.url }}}} log</title>\n\
             <id>{{{{ metadata.url }}}}/</id>{{% for post in {list} %}}<entry><content>{{{{ post.content }}}}</content></entry>{{% endfor %}}</feed>\n"
        );
        let mut files = eleventy(config, &[("feed.njk", feed.as_str())]);
        files.retain(|(path, _)| !path.starts_with("drafts/"));
        let expected: Vec<String> = expected.iter().map(|link| (*link).to_owned()).collect();
        assert_eq!(links(&files), [("feed.xml".to_owned(), expected)], "{list}");
        let loaded = loaded(&files);
        let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
        assert_eq!(plan.feeds[0].feed.title.plain(), "https://ruff.example log");
        assert_eq!(plan.feeds[0].feed.id, "https://ruff.example/");
    }
}

#[test]
fn content_is_that_of_the_plugins() {
    let config = "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nimport prism from '@11ty/eleventy-plugin-syntaxhighlight';\n\
        export default function (config) {\n config.addPlugin(prism, { preAttributes: { tabindex: 0 } });\n\
        config.addPlugin(feedPlugin, { outputPath: '/x.xml', collection: { name: 'x' }, metadata: { base: 'https://ruff.example/' } });\n\
        return { markdownTemplateEngine: 'njk', pathPrefix: '/sub' };\n}\n";
    let site = TestSite::new(&eleventy(config, &[]));
    site.feedwright(["build", ".", "--output", "out"]).exits(0);
    let feed = site.read("out/x.xml");
    for part in [
        "<p>A &amp; B <a href=\"https://ruff.example/sub/posts/b/\">b</a> {{ c }}</p>",
        "<pre class=\"language-js\" tabindex=\"0\"><code class=\"language-js\">1 &lt; 2</code></pre>",
        "<id>https://ruff.example/sub/</id>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
}

#[test]
fn ids_are_those_of_the_loaders_own_function() {
    let collections = "import { defineCollection } from 'astro:content';\nimport { glob } from 'astro/loaders';\n\
        export const collections = { blog: defineCollection({ loader: glob({ base: './blog', pattern: '**/*.{md,mdx}',\n\
        generateId: ({ entry }) => entry.replace(/\\.mdx?$/, '').toLowerCase() }) }) };\n";
    let feed = endpoint(
        "const items = (await getCollection('blog')).map(p => ({ link: `/p/${p.id.split('/').pop().replace(/^\\d{4}-\\d{2}-\\d{2}-/, '')}`, pubDate: p.data.pubDate }));",
    );
    let post = "---\ntitle: A\npubDate: 2024-01-01\n---\nText.\n";
    let mut files = vec![
        ASTRO,
        ("src/content.config.ts", collections),
        ("src/pages/rss.xml.js", feed.as_str()),
        ("blog/Sub Dir/2024-01-01-An Entry.md", post),
        // Without the integration it is not read.
        ("blog/b.mdx", post),
    ];
    let expected = |links: &[&str]| {
        vec![("rss.xml".to_owned(), links.iter().map(|link| (*link).to_owned()).collect::<Vec<_>>())]
    };
    assert_eq!(links(&files), expected(&["/p/an%20entry/"]));
    files[0] = (
        "astro.config.mjs",
        "import mdx from '@astrojs/mdx';\nexport default { site: 'https://ruff.example', integrations: [mdx()] };\n",
    );
    assert_eq!(links(&files), expected(&["/p/an%20entry/", "/p/b/"]));
}

#[test]
fn headings_have_the_ids_of_the_library() {
    let config = |more: &str| {
        format!(
            "const markdownIt = require('markdown-it');\nconst anchor = require('markdown-it-anchor');\nmodule.exports = (config) => {{\n\
             config.setLibrary('md', markdownIt({{ html: true }}).use(anchor, {{ permalink: anchor.permalink.headerLink(){more} }}));\n\
             config.addPlugin(require('@11ty/eleventy-plugin-rss').feedPlugin, {{ outputPath: '/x.xml', collection: {{ name: 'x' }}, metadata: {{ base: 'https://ruff.example/' }} }});\n}};\n"
        )
    };
    for (more, expected) in [
        (
            "",
            "<h2 id=\"%C3%BCn%C3%AF-%26-co\" tabindex=\"-1\"><a class=\"header-anchor\" href=\"https://ruff.example/a/#%C3%BCn%C3%AF-%26-co\">Ünï &amp; Co</a></h2>\n<p><a href=\"https://ruff.example/a/#%C3%BCn%C3%AF-&amp;-co\">",
        ),
        (
            ", slugify: config.getFilter('slugify')",
            "<h2 id=\"ueni-and-co\" tabindex=\"-1\"><a class=\"header-anchor\" href=\"https://ruff.example/a/#ueni-and-co\">Ünï &amp; Co</a></h2>",
        ),
    ] {
        let config = config(more);
        let site = TestSite::new(&[
            (".eleventy.js", config.as_str()),
            (
                "a.md",
                "---\ntitle: A\ndate: 2024-01-02\ntags: x\n---\n## Ünï & Co\n\n[t](<#ünï-&-co>) <!-- kept -->\n",
            ),
        ]);
        site.feedwright(["build", ".", "--output", "out"]).exits(0);
        let feed = site.read("out/x.xml");
        assert!(feed.contains(expected) && feed.contains("<!-- kept -->"), "{feed}");
        let findings = site.feedwright(["lint", ".", "--format", "concise"]);
        assert_eq!(findings.stdout.contains("dead-fragment"), !more.is_empty(), "{}", findings.stdout);
    }
}

#[test]
fn computed_data_and_dates_in_permalinks_are_those_of_the_configuration() {
    let config = "const { DateTime } = require('luxon');\nmodule.exports = (config) => {\n\
        config.addGlobalData('eleventyComputed.permalink', () => (data) => data.draft ? false : data.permalink);\n\
        config.addGlobalData('eleventyComputed.eleventyExcludeFromCollections', () => (data) => data.draft);\n\
        config.addFilter('on', (date, form, zone) => DateTime.fromJSDate(date, { zone: zone || 'utc' }).toFormat(form || 'dd LLLL yyyy'));\n\
        config.addPlugin(require('@11ty/eleventy-plugin-rss').feedPlugin, { outputPath: '/x.xml', collection: { name: 'x' },\n\
        metadata: Object.assign({ base: 'https://ruff.example/' }, require('./meta.json')) });\n\
        return { markdownTemplateEngine: 'njk' };\n};\n";
    let post = "---\ntitle: A\ndate: 2024-01-02\ntags: x\npermalink: \"/{{ page.date | on('yyyy/LL') }}/{{ page.fileSlug }}/\"\n---\n\
        {{ none or \"d\" }} {{ \"y\" if title == \"A\" else \"n\" }} {% for t in tags %}{{ loop.index }}{{ t }}{% endfor %} {{ tags | length }}\n";
    let site = TestSite::new(&[
        (".eleventy.js", config),
        ("meta.json", "{ \"title\": \"Ruff\" }\n"),
        ("a.md", post),
        ("b.md", "---\ntitle: B\ndate: 2024-01-03\ntags: x\ndraft: true\n---\nText.\n"),
    ]);
    site.feedwright(["build", ".", "--output", "out"]).exits(0);
    let feed = site.read("out/x.xml");
    assert!(feed.contains("<title type=\"html\">Ruff</title>"), "{feed}");
    assert!(feed.contains("<id>https://ruff.example/2024/01/a/</id>"), "{feed}");
    assert!(feed.contains("<p>d y 1x 1</p>"), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 1);
}

#[test]
fn each_feed_shows_its_own_links() {
    let whole = endpoint(
        "const posts = (await getCollection('blog')).sort((a, b) => b.data.pubDate - a.data.pubDate);
         const items = posts.map(p => ({ ...p.data, link: `/p/${p.id}/` }));",
    );
    let short = endpoint(
        "const posts = (await getCollection('blog')).sort((a, b) => b.data.pubDate - a.data.pubDate).slice(0, 1);
         const items = posts.map(({ id, data: { title, ...rest } }) => ({ title: `New: ${title}`, pubDate: rest.pubDate, link: `/q/${id}/` }));",
    );
    let mut files = vec![
        ASTRO,
        COLLECTIONS,
        ("src/pages/rss.xml.js", whole.as_str()),
        ("src/pages/short.xml.js", short.as_str()),
    ];
    files.extend(POSTS);
    let of = |path: &str, all: &[&str]| (path.to_owned(), all.iter().map(|it| (*it).to_owned()).collect());
    let expected: [(String, Vec<String>); 2] =
        [of("rss.xml", &["/p/late/", "/p/c/", "/p/b/", "/p/a/"]), of("short.xml", &["/q/late/"])];
    assert_eq!(links(&files), expected);

    let site = TestSite::new(&files);
    let feed = |path: &str| {
        site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        site.read(&format!("feeds/{path}"))
    };
    assert!(feed("short.xml").contains("<title>New: Late</title>"), "{}", feed("short.xml"));
    assert!(feed("rss.xml").contains("<title>Late</title>"), "{}", feed("rss.xml"));
}

#[test]
fn files_with_parameters_make_a_feed_for_each_path() {
    let by_year = "import rss from '@astrojs/rss';\nimport { getCollection } from 'astro:content';\n\
        export async function getStaticPaths() {\n const posts = await getCollection('blog');\n\
        const years = [...new Set(posts.map(p => p.data.pubDate.getFullYear()))];\n\
        return years.map(year => ({ params: { year: String(year) }, props: { year } }));\n}\n\
        export async function GET({ site, params, props }) {\n\
        const posts = await getCollection('blog', p => p.data.pubDate.getFullYear() === props.year);\n\
        return rss({ title: params.year, description: 'Log', site, items: posts.map(p => ({ link: `/${params.year}/${p.id}`, pubDate: p.data.pubDate })) });\n}\n";
    let by_language = "import rss from '@astrojs/rss';\nimport { getCollection } from 'astro:content';\n\
        export const getStaticPaths = () => ['en', 'de'].map((lang) => ({ params: { lang } }));\n\
        export async function GET({ site, params: { lang } }) {\n\
        const items = (await getCollection('work')).map(p => ({ link: `/${lang}/${p.id}`, pubDate: p.data.pubDate }));\n\
        return rss({ title: lang, description: 'Log', site, items });\n}\n";
    let mut files = vec![
        ASTRO,
        COLLECTIONS,
        ("src/pages/[lang]/rss.xml.js", by_language),
        ("src/pages/years/[year].xml.js", by_year),
    ];
    files.extend(POSTS);
    let mut found = links(&files);
    found.sort();
    let of = |path: &str, all: &[&str]| (path.to_owned(), all.iter().map(|it| (*it).to_owned()).collect());
    let expected: [(String, Vec<String>); 5] = [
        of("de/rss.xml", &["/de/w/"]),
        of("en/rss.xml", &["/en/w/"]),
        of("years/2023.xml", &["/2023/a/"]),
        of("years/2024.xml", &["/2024/c/", "/2024/b/"]),
        of("years/2025.xml", &["/2025/late/"]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn templates_of_feeds_write_their_own_titles_and_links() {
    let feed = "---\npermalink: notes.xml\neleventyExcludeFromCollections: true\n---\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>\
        {% for post in collections.posts | reverse %}<entry><title>{{ post.data.title | upper }}</title>\
        <link href=\"https://ruff.example{{ post.url }}?from=feed\"/><id>tag:{{ post.fileSlug }}</id>\
        <published>{{ post.date.toISOString() }}</published><updated>{{ post.date.toISOString() }}</updated>\
        <summary>{{ post.data.lead or \"None\" }}</summary></entry>{% endfor %}</feed>\n";
    let site = TestSite::new(&[
        (
            "eleventy.config.js",
            "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default function (config) {\n\
             config.addPlugin(feedPlugin, { outputPath: '/feed.xml', metadata: { title: 'Ruff', base: 'https://ruff.example/' } });\n\
             config.addShortcode('key', (name) => `<kbd>${name}</kbd>`);\n}\n\
             export const config = { markdownTemplateEngine: 'njk' };\n",
        ),
        ("notes.njk", feed),
        (
            "a.md",
            "---\ntitle: Tacking\ntags: [posts, x]\ndate: 2024-01-02\n---\n\
             {% for tag in tags %}{{ tag }}{% if not loop.last %}, {% endif %}{% endfor %} {% key \"F1\" %} {{ \"a\" if page.url == \"/a/\" else \"b\" }}\n",
        ),
    ]);
    site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
    let (plugins, own) = (site.read("feeds/feed.xml"), site.read("feeds/notes.xml"));
    assert!(
        plugins.contains("x, posts <kbd>F1</kbd> a") || plugins.contains("posts, x <kbd>F1</kbd> a"),
        "{plugins}"
    );
    assert!(plugins.contains(">Tacking</title>") && plugins.contains("https://ruff.example/a/"), "{plugins}");
    for part in
        [">TACKING</title>", "https://ruff.example/a/?from=feed", "tag:a", "<published>2024-01-02", "None"]
    {
        assert!(own.contains(part), "{part}: {own}");
    }
}

#[test]
fn pages_of_pagination_and_ids_of_lists_are_link_targets() {
    let site = TestSite::new(&[
        (
            "eleventy.config.js",
            "const md = require('markdown-it')().use(require('markdown-it-attrs'));\nmodule.exports = (config) => { config.setLibrary('md', md); };\n",
        ),
        (
            "tag.njk",
            "---\npagination: { data: collections, size: 1, alias: tag }\npermalink: /tags/{{ tag | slug }}/\n---\n{{ tag }}\n",
        ),
        (
            "a.md",
            "---\ntitle: Tacking\ntags: posts\ndate: 2024-01-02\n---\n[a](/tags/x/) [b](/tag/x/) [c](#own) [d](#gone) *e*{#own}\n",
        ),
    ]);
    let run = site.feedwright(["lint", ".", "--format", "concise"]);
    for (part, is_found) in [("/tags/x/", false), ("/tag/x/", true), ("id `own`", false), ("id `gone`", true)]
    {
        assert_eq!(run.stdout.contains(part), is_found, "{part}: {}", run.stdout);
    }
}

#[test]
fn named_exports_and_computed_data_are_data() {
    let site = TestSite::new(&[
        (
            "eleventy.config.js",
            "import { feedPlugin } from '@11ty/eleventy-plugin-rss';\nimport { url } from './_data/meta.js';\nexport default (config) => {\n\
             config.addPlugin(feedPlugin, { outputPath: '/feed.xml', metadata: { title: 'Ruff', base: url } });\n};\n",
        ),
        (
            "_data/meta.js",
            "export const url = process.env.URL || 'https://ruff.example/';\nexport const names = { first: 'Reef' };\n",
        ),
        (
            "log/log.11tydata.js",
            "const today = new Date();\nconst is = (data) => !('draft' in data && data.draft) && !('from' in data && data.from > today);\n\
             export default { tags: ['posts'], eleventyComputed: { eleventyExcludeFromCollections: (data) => is(data) ? data.eleventyExcludeFromCollections : true } };\n",
        ),
        ("log/a.md", "---\ntitle: A\ndate: 2024-01-02\nfrom: 2024-01-02\n---\n{{ meta.names.first }}\n"),
        ("log/b.md", "---\ntitle: B\ndate: 2024-01-03\ndraft: true\n---\nText.\n"),
        ("log/c.md", "---\ntitle: C\ndate: 2024-01-04\nfrom: 2099-01-02\n---\nText.\n"),
    ]);
    site.feedwright(["build", ".", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
    let feed = site.read("feeds/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
    assert!(feed.contains("https://ruff.example/log/a/") && feed.contains("<p>Reef</p>"), "{feed}");
}

#[test]
fn words_of_the_command_and_filters_of_libraries_are_heeded() {
    let site = TestSite::new(&[
        (
            "eleventy.config.js",
            "import slugify from 'slugify';\nimport folded from 'fold-text';\nimport { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default (config) => {\n\
             config.addFilter('slugify', (text) => slugify(text, { lower: true }));\n config.addFilter('other', (text) => folded(text));\n\
             config.addCollection('log', (api) => api.getAll().filter((page) => page.inputPath.includes('/log/')));\n\
             config.addPlugin(feedPlugin, { collection: { name: 'log' }, outputPath: '/feed.xml', metadata: { title: 'Ruff', base: 'https://ruff.example/' } });\n};\n\
             export const config = { markdownTemplateEngine: 'njk' };\n",
        ),
        (
            "package.json",
            "{ \"scripts\": { \"start\": \"eleventy --serve\", \"build\": \"npx @11ty/eleventy --input=src --output public\" } }",
        ),
        ("src/index.md", "Home\n"),
        (
            "src/log/a.md",
            "---\ntitle: Two Words\ndate: 2024-01-02\npermalink: \"/l/{{ title | slugify }}/\"\n---\nText.\n",
        ),
        (
            "src/log/b.md",
            "---\ntitle: B\ndate: 2024-01-03\npermalink: \"/l/{{ title | other }}/\"\n---\nText.\n",
        ),
    ]);
    let run = site.feedwright(["build", ".", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
    let feed = site.read("feeds/feed.xml");
    assert!(
        feed.contains("https://ruff.example/l/two-words/") && feed.contains("https://ruff.example/log/b/"),
        "{feed}"
    );
    assert!(
        !feed.contains("{{") && run.stderr.contains("src/log/b.md: its `permalink` is not evaluated"),
        "{}",
        run.stderr
    );
    let run = site.feedwright(["lint", ".", "--format", "concise"]);
    assert!(!run.stdout.contains("missing-title"), "{}", run.stdout);
}

#[test]
fn a_markdown_library_of_another_module_is_read() {
    let site = TestSite::new(&[
        (
            "eleventy.config.js",
            "import { library } from './lib/markdown.js';\nimport { feedPlugin } from '@11ty/eleventy-plugin-rss';\nexport default (config) => {\n\
             config.setLibrary('md', library);\n\
             config.addPlugin(feedPlugin, { outputPath: '/feed.xml', metadata: { title: 'Ruff', base: 'https://ruff.example/' } });\n};\n",
        ),
        (
            "lib/markdown.js",
            "import markdownIt from 'markdown-it';\nimport attrs from 'markdown-it-attrs';\nexport const library = markdownIt({ html: true, breaks: true, typographer: true }).use(attrs);\n",
        ),
        ("a.md", "---\ntitle: A\ntags: posts\ndate: 2024-01-02\n---\n\"One\"\n*two*{.b}\n"),
    ]);
    site.feedwright(["build", ".", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
    let feed = site.read("feeds/feed.xml");
    for part in ["<p>\u{201c}One\u{201d}<br", "<em class=\"b\">two</em></p>"] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
}

#[test]
fn lists_that_are_turned_round_come_by_path() {
    let post = (
        "src/pages/rss.xml.js",
        endpoint(
            "const all = await getCollection('blog');\nall.reverse();\nreturn rss({ title: 'B', description: 'b', site: context.site, items: all.map((post) => ({ title: post.data.heading, link: `/${post.id}/`, pubDate: post.data.pubDate })) });",
        ),
    );
    let files = [
        ASTRO,
        COLLECTIONS,
        ("blog/a.md", "---\nheading: A\npubDate: 2024-03-01\n---\nText.\n"),
        ("blog/b.md", "---\nheading: B\npubDate: 2024-01-01\n---\nText.\n"),
        ("blog/c.md", "---\nheading: C\npubDate: 2024-02-01\n---\nText.\n"),
        (post.0, post.1.as_str()),
    ];
    assert_eq!(links(&files)[0].1, ["/c/", "/b/", "/a/"]);
    // A program gives the titles, so that none is missing.
    TestSite::new(&files).feedwright(["lint", "."]).exits(0);
}
