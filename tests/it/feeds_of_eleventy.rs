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

/// A site whose template of a feed, an `.html` file in Nunjucks, has this loop around each entry.
fn looped(each: &str, summary: &str, package: &str) -> TestSite {
    let end = if each.contains("if ") { "{%- endif -%}" } else { "" };
    let feed = format!(
        "---json\n{{ \"permalink\": \"/feed.xml\", \"eleventyExcludeFromCollections\": true }}\n---\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title>{each}\
         {{%- set to -%}}{{{{ post.url | url | absoluteUrl(\"https://ruff.example\") }}}}{{%- endset -%}}\
         <entry><title>{{{{ post.data.title }}}}</title><link href=\"{{{{ to }}}}\"/><id>{{{{ to }}}}</id><summary>{summary}</summary>\
         <content type=\"html\">{{{{ post.templateContent | htmlToAbsoluteUrls(to) }}}}</content></entry>{end}{{% endfor %}}</feed>\n"
    );
    TestSite::new(&[
        (
            ".eleventy.js",
            "const hl = require('@11ty/eleventy-plugin-syntaxhighlight');\nconst md = require('markdown-it');\n\
             const anchor = require('markdown-it-anchor');\nmodule.exports = (config) => {\n config.addPlugin(hl);\n\
             config.setLibrary('md', md({ html: true }).use(anchor));\n\
             return { htmlTemplateEngine: 'njk', markdownTemplateEngine: false };\n};\n",
        ),
        ("package.json", package),
        ("_data/metadata.json", "{ \"url\": \"https://ruff.example\" }\n"),
        ("posts/posts.json", "{ \"tags\": [\"posts\"] }\n"),
        ("posts/a.md", "---\ntitle: A\ndate: 2024-01-01\nsub: One\n---\nText.\n"),
        (
            "posts/b.md",
            "---\ntitle: B\ndate: 2024-01-02\nsub: Two\n---\n## Head\n\n[x](https://ruff.example) [y](https://e.example/a|b)\n\n```js\na\nb\n```\n",
        ),
        ("posts/c.md", "---\ntitle: C\ndate: 2024-01-03\nsub: Three\n---\nText.\n"),
        ("feed.html", &feed),
    ])
}

#[test]
fn conditions_on_the_place_in_the_loop_are_limits() {
    for (condition, expected) in [
        ("loop.index0 < 2", &["T", "C", "B"][..]),
        ("loop.first", &["T", "C"]),
        ("not loop.last", &["T", "C", "B"]),
        ("loop.index > 1", &["T", "B", "A"]),
    ] {
        let each = format!("{{%- for post in collections.posts | reverse -%}}{{%- if {condition} -%}}");
        let site = looped(&each, "{%- if post.data.sub -%}{{ post.data.sub }}{%- endif -%}", "{}");
        site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        assert_eq!(made(&site, &["feed.xml"]), [expected], "{condition}");
        assert!(condition == "loop.index > 1" || site.read("feeds/feed.xml").contains(">Three</summary>"));
    }
}

#[test]
fn plugins_write_what_their_versions_write() {
    let package = |anchor: &str, highlighter: &str| {
        format!(
            "{{ \"dependencies\": {{ \"markdown-it-anchor\": \"{anchor}\", \"@11ty/eleventy-plugin-syntaxhighlight\": \"{highlighter}\" }} }}\n"
        )
    };
    for (anchor, highlighter, heading, code) in [
        ("^9.0.1", "^5.0.0", "<h2 id=\"head\" tabindex=\"-1\">", ">a\nb</code></pre>"),
        ("^5.3.0", "~3.1.2", "<h2 id=\"head\">", ">a<br>b</code></pre>"),
    ] {
        let each = "{% for post in collections.posts | reverse %}";
        let site = looped(each, "", &package(anchor, highlighter));
        site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        let feed = site.read("feeds/feed.xml");
        // The last two are what `new URL` and markdown-it make of addresses.
        for part in [heading, code, "href=\"https://ruff.example/\"", "href=\"https://e.example/a%7Cb\""] {
            assert!(feed.contains(part), "{part}: {feed}");
        }
    }
}

#[test]
fn permalinks_of_programs_are_reported() {
    for (data, is_known) in [
        ("permalink: (data) => `/p/${data.title.normalize('NFD')}/`", true),
        ("permalink: (data) => `/p/${require('made-up').slug(data.title)}/`", false),
        ("eleventyComputed: { permalink: (data) => `/p/${require('made-up').slug(data.title)}/` }", false),
        ("eleventyComputed: { permalink: (data) => data.permalink }", true),
    ] {
        let site = looped("{% for post in collections.posts | reverse %}", "", "{}");
        site.write("posts/posts.11tydata.js", &format!("module.exports = {{ {data} }};\n"));
        let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        let note = "posts/a.md: its `permalink` is not evaluated: a program makes it, like those of 2 more";
        assert_eq!(run.stderr.contains(note), !is_known, "{data}: {}", run.stderr);
    }
}

/// In Nunjucks `site` is a data file of the site's own.
#[test]
fn variables_of_templates_that_are_not_liquid_are_not_missing() {
    let site = looped("{% for post in collections.posts %}", "", "{}");
    site.write("_data/site.json", "{ \"baseUrl\": \"https://ruff.example\" }\n");
    site.write("page.njk", "---\ntitle: P\n---\n<a href=\"{{ site.baseUrl }}/posts/a/\">a</a>\n");
    let run = site.feedwright(["lint", "."]);
    assert!(!run.stdout.contains("undefined-variable"), "{}", run.stdout);
}

#[test]
fn files_that_programs_read_are_read() {
    for (line, is_known) in [
        ("const own = JSON.parse(require('fs').readFileSync('./_data/metadata.json', 'utf8'));", true),
        (
            "const fs = require('node:fs'); const own = JSON.parse(fs.readFileSync('_data/metadata.json'));",
            true,
        ),
        ("const own = JSON.parse(require('fs').readFileSync('/etc/hostname', 'utf8'));", false),
        ("const own = require('made-up')();", false),
    ] {
        let site = looped("{% for post in collections.posts | reverse %}", "", "{}");
        site.write("_data/metadata.json", "{ \"url\": \"https://ruff.example\", \"prefix\": \"/deck/\" }\n");
        site.write(
            ".eleventy.js",
            &format!(
                "{line}\nmodule.exports = () => ({{ pathPrefix: process.env.PREFIX || own.prefix }});\n"
            ),
        );
        let run = site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
        let note = "the configuration computes `pathPrefix`: set `baseurl`";
        assert_eq!(run.stderr.contains(note), !is_known, "{line}: {}", run.stderr);
        assert_eq!(
            site.read("feeds/feed.xml").contains("https://ruff.example/deck/posts/a/"),
            is_known,
            "{line}"
        );
    }
    let site = looped("{% for post in collections.posts | reverse %}", "", "{ \"type\": \"module\" }");
    site.write("_data/metadata.json", "{ \"url\": \"https://ruff.example\", \"prefix\": \"/deck/\" }\n");
    site.write(".eleventy.js", "export { default } from './config/main.js';\n");
    site.write(
        "config/main.js",
        "import { readFile } from 'fs/promises';\n\
         const own = JSON.parse(await readFile(new URL('../_data/metadata.json', import.meta.url)));\n\
         export default async function () { return { pathPrefix: own.prefix }; }\n",
    );
    site.feedwright(["build", "--output", "feeds", "--now", "2026-01-01"]).exits(0);
    assert!(site.read("feeds/feed.xml").contains("https://ruff.example/deck/posts/a/"));
}

#[test]
fn first_pages_of_lists_and_images_of_programs_exist() {
    for (permalink, package, findings) in [
        (
            "/start/{% if pagination.pageNumber > 0 %}{{ pagination.pageNumber + 1 }}/{% endif %}",
            "{ \"dependencies\": { \"@11ty/eleventy-img\": \"^6.0.0\" } }",
            &[][..],
        ),
        ("/list/{{ pagination.pageNumber }}/", "{}", &["dead-link", "missing-file"]),
    ] {
        let site = looped("{% for post in collections.posts | reverse %}", "", package);
        site.write(
            "index.njk",
            &format!("---\ntitle: I\npagination:\n  data: collections.posts\n  size: 2\npermalink: \"{permalink}\"\n---\nx\n"),
        );
        site.write(
            "posts/a.md",
            "---\ntitle: A\ndate: 2024-01-01\nimage: ./a.png\n---\n[start](/start/) [before](/old/b/)\n",
        );
        site.write("posts/b.md", "---\ntitle: B\ndate: 2024-01-02\naliases: [/old/b/]\n---\nb\n");
        site.write("posts/a.png", "x");
        let run = site.feedwright(["lint", "."]);
        for rule in ["dead-link", "missing-file"] {
            assert_eq!(
                run.stdout.contains(rule),
                findings.contains(&rule),
                "{permalink} {rule}: {}",
                run.stdout
            );
        }
    }
}
