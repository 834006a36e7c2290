//! Feeds of Astro sites whose own code writes them, without a library.

use crate::cli::TestSite;

/// An Astro site of three posts with an endpoint at `path`, whose function has this body.
fn site(path: &str, body: &str) -> TestSite {
    let endpoint = format!(
        "import {{ getCollection }} from 'astro:content';\nimport {{ SITE, escape }} from '../site';\n\
         export async function GET(context) {{\n\
         const posts = (await getCollection('notes', ({{ data }}) => !data.draft))\n\
         .sort((a, b) => b.data.pubDate - a.data.pubDate).slice(0, 2);\n{body}\n}}\n"
    );
    TestSite::new(&[
        ("astro.config.mjs", "export default { site: 'https://ruff.example' };\n"),
        (
            "src/content.config.ts",
            "import { defineCollection } from 'astro:content';\nimport { glob } from 'astro/loaders';\n\
             export const collections = { notes: defineCollection({ loader: glob({ base: './notes', pattern: '**/*.md' }) }) };\n",
        ),
        (
            "src/site.ts",
            "export const SITE = { title: 'Ruff & co', url: 'https://ruff.example' };\n\
             export function escape(text: string) { return text.replace(/&/g, '&amp;').replace(/</g, '&lt;'); }\n",
        ),
        (path, &endpoint),
        ("notes/a.md", "---\ntitle: A\npubDate: 2024-01-01\n---\nText.\n"),
        ("notes/b.md", "---\ntitle: B & b\ndescription: Bee\npubDate: 2024-01-02\n---\nText.\n"),
        ("notes/c.md", "---\ntitle: C\npubDate: 2024-01-03\n---\nText.\n"),
        ("notes/d.md", "---\ntitle: D\npubDate: 2024-01-04\ndraft: true\n---\nText.\n"),
    ])
}

const RSS: &str = "const items = posts.map((post) => `<item><title>${escape(post.data.title)}</title>\
    <link>${SITE.url}/n/${post.id}</link><guid isPermaLink=\"false\">note:${post.id}</guid>\
    <pubDate>${post.data.pubDate.toUTCString()}</pubDate></item>`).join('\\n');\n";

#[test]
fn feeds_that_code_writes_by_itself_are_feeds() {
    let rss = format!(
        "{RSS}const xml = `<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>${{escape(SITE.title)}}</title>\
         <link>${{SITE.url}}/n/</link><language>en</language>${{items}}</channel></rss>`;\n\
         return new Response(xml, {{ headers: {{ 'Content-Type': 'application/xml' }} }});"
    );
    let atom = "return new Response(`<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>${escape(SITE.title)}</title>\
        ${posts.map((post) => { const link = new URL(`/n/${post.id}`, context.site).href;\n\
        return `<entry><title>${escape(post.data.title)}</title><link href=\"${link}\"/><id>note:${post.id}</id>\
        <updated>${post.data.pubDate.toISOString()}</updated></entry>`; }).join('')}</feed>`);";
    // Parts that cannot be told leave the rest to be read.
    let open = format!(
        "return new Response(`<rss version=\"2.0\"><channel><title>${{escape(SITE.title)}}</title>\
         <lastBuildDate>${{posts[0].data.pubDate.toUTCString()}}</lastBuildDate>${{posts.map((post) => {item}).join('')}}</channel></rss>`);",
        item = "`<item><title>${escape(post.data.title)}</title><link>${SITE.url}/n/${post.id}</link>\
                <guid>note:${post.id}</guid><description>${context.locals.render(post.body)}</description></item>`"
    );
    let feed = "const feed = { version: 'https://jsonfeed.org/version/1.1', title: SITE.title, home_page_url: SITE.url,\n\
        items: posts.map((post) => ({ id: `note:${post.id}`, url: `${SITE.url}/n/${post.id}`, title: post.data.title,\n\
        date_published: post.data.pubDate.toISOString() })) };\n";
    for (path, body, format) in [
        ("src/pages/rss.xml.ts", rss, "rss"),
        ("src/pages/atom.xml.js", atom.to_owned(), "atom"),
        ("src/pages/open.xml.ts", open, "open"),
        ("src/pages/feed.json.ts", format!("{feed}return Response.json(feed);"), "json"),
        (
            "src/pages/feed.json.ts",
            format!("{feed}return new Response(JSON.stringify(feed, null, 2));"),
            "json",
        ),
    ] {
        let site = site(path, &body);
        let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        let stem = path.rsplit_once('.').unwrap().0.trim_start_matches("src/pages/");
        assert_eq!(site.files("feeds"), [stem], "{}", run.stderr);
        let written = site.read(&format!("feeds/{stem}"));
        let title = if format == "json" { "Ruff & co" } else { "Ruff &amp; co" };
        for part in
            [title, "https://ruff.example/n/b", "https://ruff.example/n/c", "note:b", "note:c", "2024"]
        {
            assert!(written.contains(part), "{path}: {part}: {written}");
        }
        for part in ["/n/a", "/n/d", "https://ruff.example/n/b/"] {
            assert!(!written.contains(part), "{path}: {part}: {written}");
        }
        assert!(written.find("note:c") < written.find("note:b"), "{written}");
        // So is a description that another function makes.
        assert_eq!(
            run.stderr.contains("`description` of its items is computed"),
            format == "open",
            "{}",
            run.stderr
        );
        assert_eq!(written.contains("<language>en<"), format == "rss", "{written}");
    }
}

#[test]
fn text_of_a_loop_is_reported_and_other_xml_is_no_feed() {
    let body = "let xml = '<rss version=\"2.0\"><channel>';\n\
        for (const post of posts) { xml += `<item><link>${SITE.url}/n/${post.id}</link></item>`; }\n\
        return new Response(xml + '</channel></rss>');";
    let site = site("src/pages/rss.xml.ts", body);
    site.write(
        "src/pages/sitemap.xml.ts",
        "import { getCollection } from 'astro:content';\nexport async function GET() {\n\
         const posts = await getCollection('notes');\n\
         return new Response(`<urlset>${posts.map((post) => `<url><loc>/n/${post.id}</loc></url>`).join('')}</urlset>`);\n}\n",
    );
    site.write("src/pages/search.json.js", "export const GET = () => Response.json({ items: [] });\n");
    let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
    assert_eq!(site.files("feeds"), ["rss.xml"]);
    assert_eq!(run.stderr.matches("src/pages/rss.xml.ts:").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("set `paths` in feedwright.toml"), "{}", run.stderr);
}

/// A feed of `@astrojs/rss` whose items have this `content`, which uses these imports.
fn with_content(imports: &str, content: &str) -> TestSite {
    let body = format!(
        "return rss({{ title: SITE.title, description: 'd', site: context.site, items: posts.map((post) => ({{\n\
         link: `/n/${{post.id}}/`, ...post.data, content: {content} }})) }});"
    );
    let site = site("src/pages/rss.xml.ts", &body);
    let text = site.read("src/pages/rss.xml.ts");
    site.write("src/pages/rss.xml.ts", &format!("import rss from '@astrojs/rss';\n{imports}\n{text}"));
    site.write("notes/c.md", "---\ntitle: C\npubDate: 2024-01-03\n---\n\n## Head\n\n*Text*\n");
    site
}

#[test]
fn text_around_that_of_entries_is_in_feeds_or_reported() {
    let marked = "import { marked } from 'marked';\nimport sanitizeHtml from 'sanitize-html';";
    for (imports, content, part, is_said) in [
        (marked, "sanitizeHtml(marked.parse(post.body))", "<![CDATA[<h2>Head</h2>\n<p><em>Text</em>", false),
        (
            marked,
            "sanitizeHtml(marked.parse(`> Read *it* there.\\n\\n` + post.body))",
            "<p>Read <em>it</em> there.</p>\n</blockquote>\n<h2>Head</h2>",
            false,
        ),
        (marked, "marked(`**${post.data.title}**\\n\\n${post.body}`)", "<h2>Head</h2>", true),
        (marked, "marked(`By ${post.data.author}\\n\\n${post.body}`)", "[CDATA[<h2>Head</h2>", true),
        (
            marked,
            "marked(`${post.data.pubDate.getFullYear()}\\n\\n${post.body}`)",
            "[CDATA[<h2>Head</h2>",
            true,
        ),
        (
            marked,
            "marked((post.data.title ? 'Read on.\\n\\n' : '') + post.body)",
            "[CDATA[<h2>Head</h2>",
            true,
        ),
        (marked, "marked(`${post.slug}\\n\\n${post.body}`)", "[CDATA[<h2>Head</h2>", true),
        ("import { shown } from 'made-up';", "shown(post.body)", ">Head</h2>", true),
        ("", "post.rendered.html", ">Head</h2>", false),
    ] {
        let site = with_content(imports, content);
        let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        let feed = site.read("feeds/rss.xml");
        assert!(feed.contains(part), "{content}: {feed}");
        let note = "the `content` of its items is computed: each has the entry's own text";
        assert_eq!(run.stderr.contains(note), is_said, "{content}: {}", run.stderr);
    }
}

#[test]
fn entries_of_markdoc_are_entries() {
    let body = format!(
        "{RSS}return new Response(`<rss version=\"2.0\"><channel><title>T</title>${{items}}</channel></rss>`);"
    );
    for (config, is_read) in [
        (
            "import markdoc from '@astrojs/markdoc';\nexport default { site: 'https://ruff.example', integrations: [markdoc()] };\n",
            true,
        ),
        ("export default { site: 'https://ruff.example' };\n", false),
    ] {
        let site = site("src/pages/rss.xml.ts", &body);
        site.write("astro.config.mjs", config);
        let text = site.read("src/content.config.ts").replace("**/*.md", "**/*.{md,mdoc}");
        site.write("src/content.config.ts", &text);
        site.write(
            "notes/e.mdoc",
            "---\ntitle: E\npubDate: 2024-02-01\n---\n{% note %}\n[a](/n/gone)\n{% /note %}\n",
        );
        site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        assert_eq!(site.read("feeds/rss.xml").contains("/n/e<"), is_read);
    }
}

#[test]
fn pages_without_slashes_lack_none() {
    for (options, is_found) in [
        ("", true),
        ("trailingSlash: 'always'", true),
        ("trailingSlash: 'never'", false),
        ("build: { format: 'file' }", false),
    ] {
        let site = with_content("", "post.rendered.html");
        site.write(
            "astro.config.mjs",
            &format!("export default {{ site: 'https://ruff.example', {options} }};\n"),
        );
        site.write("notes/a.md", "---\ntitle: A\npubDate: 2024-01-01\n---\n[b](/n/b)\n");
        let run = site.feedwright(["lint", ".", "--all"]);
        assert_eq!(run.stdout.contains("missing-trailing-slash"), is_found, "{options}: {}", run.stdout);
    }
}
