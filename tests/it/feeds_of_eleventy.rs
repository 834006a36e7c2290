//! Eleventy's templates that write a feed for each item of a list, and those that cannot be read.

use crate::cli::TestSite;

/// An Eleventy site whose three posts have tags and languages, with a template at `path`: a feed with this front matter, this title and this loop.
fn paged(front_matter: &str, title: &str, each: &str, path: &str) -> TestSite {
    let end = if each.contains("if ") { "{% endif %}" } else { "" };
    let feed = format!(
        "---\n{front_matter}\neleventyExcludeFromCollections: true\n---\n<?xml version=\"1.0\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{title}</title>\n{each}<entry><title>{{{{ post.data.title }}}}</title>\
         <link href=\"https://ruff.example{{{{ post.url }}}}\"/><id>https://ruff.example{{{{ post.url }}}}</id></entry>{end}{{% endfor %}}</feed>\n"
    );
    TestSite::new(&[
        (
            "eleventy.config.js",
            "export default function (config) {\n config.addCollection('tagList', (api) => {\n  const tags = new Set();\n\
             api.getAll().forEach((item) => (item.data.tags || []).forEach((tag) => tags.add(tag)));\n\
             return [...tags].filter((tag) => !['posts', 'all'].includes(tag));\n });\n\
             config.addCollection('people', async () => (await fetch('https://ruff.example/people')).json());\n}\n",
        ),
        (
            "_data/site.json",
            "{ \"title\": \"Ruff\", \"url\": \"https://ruff.example\", \"langs\": [\"en\", \"de\"], \"feed\": \"/main.xml\" }\n",
        ),
        ("posts/posts.json", "{ \"tags\": [\"posts\"] }\n"),
        ("posts/a.md", "---\ntitle: A\nlang: en\ndate: 2024-01-01\ntags: [knots, hull]\n---\nText.\n"),
        ("posts/b.md", "---\ntitle: B\nlang: de\ndate: 2024-01-02\ntags: [knots]\n---\nText.\n"),
        ("posts/c.md", "---\ntitle: C\nlang: en\ndate: 2024-01-03\ntags: [Deck wood]\n---\nText.\n"),
        (path, &feed),
    ])
}

/// What a template of a feed writes: paths with the titles of the feed and its entries.
fn made(site: &TestSite, paths: &[&str]) -> Vec<Vec<String>> {
    let texts = |path: &&str| {
        let feed = site.read(&format!("feeds/{path}"));
        let titles = feed.split("<title").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once('<'));
        titles.map(|(title, _)| title.to_owned()).collect()
    };
    paths.iter().map(texts).collect()
}

#[test]
fn pagination_makes_a_feed_for_each_item() {
    let of_tags: [(&str, &str, &[&str]); 3] = [
        ("tags/knots/feed.xml", "Ruff: knots", &["B", "A"]),
        ("tags/hull/feed.xml", "Ruff: hull", &["A"]),
        ("tags/deck-wood/feed.xml", "Ruff: Deck wood", &["C"]),
    ];
    let tag = "permalink: /tags/{{ tag | slugify }}/feed.xml\npagination:\n  size: 1\n  alias: tag\n  data: ";
    let all = "collections\n  filter: [all, posts, tagList, people]";
    let langs = "permalink: \"{{ pagination.items[0] }}/feed.xml\"\npagination: { data: site.langs, size: 1, alias: lang }";
    let of_langs: [(&str, &str, &[&str]); 2] =
        [("en/feed.xml", "In en", &["C", "A"]), ("de/feed.xml", "In de", &["B"])];
    let title = "{{ site.title }}: {{ tag }}";
    let posts = "{% for post in collections.posts | reverse %}{% if post.data.lang == lang %}";
    let main: [(&str, &str, &[&str]); 1] = [("main.xml", "Ruff", &["C", "B", "A"])];
    for (front_matter, title, each, path, expected) in [
        (format!("{tag}{all}"), title, "{% for post in collections[tag] | reverse %}", "f.njk", &of_tags[..]),
        (
            format!("{tag}{all}"),
            title,
            "{% for post in collections[tag] reversed %}",
            "f.liquid",
            &of_tags[..],
        ),
        (
            format!("{tag}collections.tagList"),
            title,
            "{% set list = collections[tag] %}{% for post in list | reverse %}",
            "f.njk",
            &of_tags[..],
        ),
        (langs.to_owned(), "In {{ lang }}", posts, "f.njk", &of_langs[..]),
        (
            "permalink: \"{{ site.feed }}\"".to_owned(),
            "Ruff",
            "{% for post in collections.posts reversed %}",
            "f.liquid",
            &main[..],
        ),
    ] {
        let site = paged(&front_matter, title, each, path);
        let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        let paths: Vec<&str> = expected.iter().map(|(path, ..)| *path).collect();
        let wanted: Vec<Vec<String>> = expected
            .iter()
            .map(|(_, title, entries)| {
                std::iter::once(title).chain(entries.iter()).map(|text| (*text).to_owned()).collect()
            })
            .collect();
        assert_eq!(made(&site, &paths), wanted, "{front_matter} {each}");
        assert_eq!(run.stdout.matches("new ").count(), expected.len(), "{}", run.stdout);
    }
}

#[test]
fn feeds_of_eleventy_that_cannot_be_read_are_reported() {
    let each = "{% for post in collections.posts %}";
    let program = "export default class {\n data() { return { permalink: '/js.xml' }; }\n\
        render() { return `<rss version=\"2.0\"></rss>`; }\n}\n";
    for (front_matter, part) in [
        (
            "permalink: /p/{{ who }}.xml\npagination: { data: collections.people, size: 1, alias: who }",
            "which feeds",
        ),
        (
            "permalink: /p/{{ who }}.xml\npagination: { data: collections.posts, size: 1, alias: who }",
            "which feeds",
        ),
        ("permalink: \"{{ site.title | unheardOf }}.xml\"", "`permalink` is computed"),
    ] {
        let site = paged(front_matter, "T", each, "f.njk");
        site.write("js.11ty.js", program);
        let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]);
        let notes = &run.stderr;
        assert!(notes.lines().any(|line| line.contains("f.njk: ") && line.contains(part)), "{notes}");
        assert!(notes.contains("js.11ty.js: a program writes this feed"), "{notes}");
        assert!(notes.contains("`[[feeds]]` in feedwright.toml"), "{notes}");
    }
}
