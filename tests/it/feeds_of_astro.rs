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
        assert!(!run.stderr.contains("computed"), "{}", run.stderr);
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
