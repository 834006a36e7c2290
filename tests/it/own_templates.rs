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
    assert_eq!(all(&built(&files, "all.xml"), "<item>", "<title>", "</title>"), ["B", "A"]);
}

