//! The form and length of summaries, the link to the whole post, and text around entries.

use crate::cli::TestSite;

const BODY: &str = "One *two* [three](/wherry/), four.\n\nThe second paragraph.\n";

/// A site with one post and one feed in every format.
fn site(row: &str, front_matter: &str) -> TestSite {
    TestSite::new(&[
        ("_config.yml", "url: https://wherry.example\ntitle: Wherry\n"),
        (
            "feedwright.toml",
            &format!(
                "[[feeds]]\npath = \"{{format}}.feed\"\nformat = [\"atom\", \"rss\", \"json\"]\n{row}\n"
            ),
        ),
        ("_posts/2024-01-01-one.md", &format!("---\ntitle: The <b>One\n{front_matter}\n---\n{BODY}")),
    ])
}

/// What the Atom, RSS and JSON feeds contain from the title on.
fn built(row: &str, front_matter: &str) -> [String; 3] {
    let site = site(row, front_matter);
    let run = site.feedwright(["build", "--validate"]).exits(0);
    assert!(!run.stderr.contains("error"), "{run:?}");
    ["atom", "rss", "json"].map(|format| site.read(&format!("_site/{format}.feed")))
}

const SUMMARIES: &str = "content = \"summary\"\n";
const SHOWN: &str =
    "&lt;p&gt;One &lt;em&gt;two&lt;/em&gt; &lt;a href=&quot;https://wherry.example/wherry/&quot;&gt;three";

#[test]
fn summary_has_the_form_that_is_asked_for() {
    let [atom, rss, json] = built(&format!("{SUMMARIES}summary = \"text\""), "");
    assert!(atom.contains("<summary type=\"html\">One two three, four.</summary>"), "{atom}");
    assert!(rss.contains("<description><![CDATA[One two three, four.]]></description>"), "{rss}");
    assert!(json.contains("\"content_text\":\"One two three, four.\""), "{json}");

    let [atom, rss, json] = built(&format!("{SUMMARIES}summary = \"html\""), "");
    assert!(atom.contains(SHOWN), "{atom}");
    assert!(
        rss.contains("<p>One <em>two</em> <a href=\"https://wherry.example/wherry/\">three</a>, four.</p>"),
        "{rss}"
    );
    assert!(json.contains("\"content_text\":\"One two three, four.\""), "{json}");

    let [atom, rss, json] = built("summary = \"html\"", "description: A & B");
    assert!(atom.contains("<summary type=\"html\">A &amp; B</summary>"), "{atom}");
    assert!(rss.contains("<![CDATA[A & B]]>"), "{rss}");
    assert!(json.contains("\"summary\":\"A & B\""), "{json}");

    let [atom, rss, json] = built("summary = \"none\"", "description: A & B");
    assert!(!atom.contains("<summary") && !rss.contains("A & B") && !json.contains("A & B"), "{atom}{rss}");
    assert!(atom.contains("second paragraph") && rss.contains("second paragraph"));
}

#[test]
fn summary_is_bounded_in_words_and_in_characters() {
    for (row, expected) in [
        ("summary-words = 2", "One two…"),
        ("summary-words = 4", "One two three, four."),
        ("summary-length = 8", "One two…"),
        ("summary = \"html\"\nsummary-words = 2", "&lt;p&gt;One &lt;em&gt;two…&lt;/em&gt;&lt;/p&gt;"),
        ("summary = \"html\"\nsummary-length = 7", "&lt;p&gt;One &lt;em&gt;two…&lt;/em&gt;&lt;/p&gt;"),
    ] {
        let [atom, ..] = built(&format!("{SUMMARIES}{row}"), "");
        assert!(atom.contains(&format!("<summary type=\"html\">{expected}</summary>")), "{row}: {atom}");
    }
}

#[test]
fn summary_ends_with_a_link_to_the_post() {
    let row = format!("{SUMMARIES}summary-words = 2\nread-more = \"Read <on>\"");
    let [atom, rss, json] = built(&row, "");
    let link = "<p><a href=\"https://wherry.example/2024/01/01/one.html\">Read &lt;on&gt;</a></p>";
    assert!(rss.contains(&format!("<![CDATA[<p>One two…</p>\n{link}]]>")), "{rss}");
    assert!(atom.contains("&gt;Read &amp;lt;on&amp;gt;&lt;/a&gt;"), "{atom}");
    assert!(json.contains("\"content_text\":\"One two…\"") && !json.contains("Read"), "{json}");
    let [_, rss, _] = built(&format!("{row}\nsummary = \"html\""), "");
    assert!(rss.contains(&format!("<p>One <em>two…</em></p>\n{link}")), "{rss}");
}

#[cfg(feature = "hugo")]
#[test]
fn text_of_a_generators_own_summary_has_no_markup() {
    let site = TestSite::new(&[
        ("hugo.toml", "baseURL = \"https://wherry.example/\"\ntitle = \"Wherry\"\n"),
        (
            "feedwright.toml",
            "[[feeds]]\npath = \"a.xml\"\ncontent = \"summary\"\nsummary = \"text\"\nread-more = \"On\"\n\
             [[feeds]]\npath = \"b.xml\"\ncontent = \"summary\"\nsummary = \"text\"\n\
             [[feeds]]\npath = \"c.xml\"\ncontent = \"summary\"\nsummary = \"html\"\nsummary-words = 2\n",
        ),
        (
            "content/posts/a.md",
            "---\ntitle: A\ndate: 2024-01-01\n---\nOne *two* three.\n<!--more-->\nRest.\n",
        ),
    ]);
    site.feedwright(["build", "--validate", "--output", "out"]).exits(0);
    let expected = "&lt;p&gt;One two three.&lt;/p&gt;\n&lt;p&gt;&lt;a href=";
    assert!(site.read("out/a.xml").contains(expected), "{}", site.read("out/a.xml"));
    assert!(site.read("out/b.xml").contains("<summary type=\"html\">One two three.</summary>"));
    assert!(site.read("out/c.xml").contains("&lt;p&gt;One &lt;em&gt;two…&lt;/em&gt;&lt;/p&gt;"));
}

#[test]
fn text_is_put_around_entries() {
    let row = "before = \"From [the site]({{ page.url }}):\"\n\
               after = \"[Reply](mailto:a@wherry.example?subject={{ page.title | strip_html | url_encode }}) · [all](/news/)\"";
    let [atom, rss, json] = built(row, "");
    let before = "<p>From <a href=\"https://wherry.example/2024/01/01/one.html\">the site</a>:</p>\n<p>One";
    let after = "second paragraph.</p>\n<p><a href=\"mailto:a@wherry.example?subject=The+One\">Reply</a> · \
                 <a href=\"https://wherry.example/news/\">all</a></p>]]>";
    for feed in [&atom, &rss] {
        assert!(feed.contains(before) && feed.contains(after), "{feed}");
    }
    assert!(json.contains("Reply</a>"), "{json}");
    // The summary is that of the post.
    assert!(atom.contains("<summary type=\"html\">One two three, four.</summary>"), "{atom}");

    let [_, rss, _] = built(&format!("{SUMMARIES}{row}"), "");
    assert!(rss.contains(":</p>\n<p>One two three, four.</p>\n<p><a href=\"mailto:"), "{rss}");
}

#[test]
fn text_that_cannot_be_run_is_reported() {
    let site = site("after = \"{{ page.title | nosuchfilter\"", "");
    let run = site.feedwright(["build"]).exits(2);
    assert!(run.stderr.starts_with("error: feedwright.toml:4:9: `after`: "), "{run:?}");
}

#[test]
fn keys_without_effect_are_errors() {
    for (row, expected) in [
        ("content = \"summary\"\nsummary = \"none\"", "5:11: `summary = \"none\"` leaves nothing"),
        ("content = \"full\"\nread-more = \"On\"", "5:13: `read-more` links summaries to their posts"),
        ("read-more = \"On\"", "4:13: `read-more` links summaries to their posts"),
        ("content = \"none\"\nafter = \"On\"", "5:9: `content = \"none\"` leaves no text for `after`"),
        ("summary-length = 9\nsummary-words = 9", "5:17: `summary-length` bounds the summary too"),
    ] {
        let run = site(row, "").feedwright(["build"]).exits(2);
        assert!(run.stderr.starts_with(&format!("error: feedwright.toml:{expected}")), "{run:?}");
    }
}

#[cfg(feature = "generators")]
#[test]
fn summary_is_the_first_paragraph_where_the_generator_has_no_excerpts() {
    let own = "[site]\nurl = \"https://wherry.example\"\ntitle = \"Wherry\"\n";
    let collection = "import { defineCollection } from 'astro:content';\nimport { glob } from 'astro/loaders';\n\
         export const collections = { blog: defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/content/blog' }) }) };\n";
    let yaml = format!(
        "---\ntitle: Log\ndate: 2024-01-01\npubDate: 2024-01-01\ntags: [posts]\n---\n# Head\n\n{BODY}"
    );
    let toml = format!("+++\ntitle = \"Log\"\ndate = 2024-01-01\n+++\n# Head\n\n{BODY}");
    let article = format!("Title: Log\nDate: 2024-01-01\n\n# Head\n\n{BODY}");
    for files in [
        &[("config.toml", "base_url = \"https://wherry.example\"\n"), ("content/log.md", &toml)][..],
        &[
            ("eleventy.config.js", "module.exports = () => ({ dir: { input: 'src' } });\n"),
            ("src/log.md", &yaml),
        ],
        &[
            ("pelicanconf.py", "SITEURL = 'https://wherry.example'\nPATH = 'content'\n"),
            ("content/log.md", &article),
        ],
        &[
            ("astro.config.mjs", "export default { site: 'https://wherry.example' };\n"),
            ("src/content.config.ts", collection),
            ("src/content/blog/log.md", &yaml),
        ],
    ] {
        let row = |extra: &str| format!("{own}[[feeds]]\npath = \"a.xml\"\ncontent = \"summary\"\n{extra}\n");
        let config = row("summary = \"html\"");
        let site = TestSite::new(&[files, &[("feedwright.toml", config.as_str())]].concat());
        site.feedwright(["build", "--output", "out"]).exits(0);
        let atom = site.read("out/a.xml");
        assert!(atom.contains(SHOWN) && !atom.contains("second paragraph"), "{atom}");
        for (extra, shown) in [
            ("summary = \"text\"", "One two three, four.</summary>"),
            ("summary = \"text\"\nsummary-words = 3", "Head One two…</summary>"),
            ("read-more = \"More\"", "More&lt;/a&gt;"),
        ] {
            site.write("feedwright.toml", &row(extra));
            site.feedwright(["build", "--output", "out"]).exits(0);
            let atom = site.read("out/a.xml");
            assert!(atom.contains(shown) && atom.contains("One"), "{extra}\n{atom}");
        }
    }
}
