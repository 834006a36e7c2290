//! Every feed that we write is one that every feed rule is content with: feeds of random posts, in every format.
//!
//! What only the author can fix is left out of it: an iframe in a post is an iframe in the feed.

use feedwright::feeds::emitters::EMITTERS;
use feedwright::feeds::plan::plan;
use feedwright::feeds::render;
use feedwright::lint::rules::feed::{FeedLintOptions, lint_feed};
use feedwright::site::load::{LoadOptions, load};
use feedwright::site::tree::MemoryTree;
use feedwright::text::diagnostic::Level;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// Three feeds in each format: `FORMATS` stands for the list of them.
const FEEDS: &str = "\
[[feeds]]\nname = \"full\"\npath = \"full.{format}\"\nformat = FORMATS\nlimit = 0\n\
[[feeds]]\nname = \"ids\"\npath = \"ids.{format}\"\nformat = FORMATS\nlimit = 0\nguid = \"id\"\n\
redirect-links = \"target\"\nstrip = [\"scripts\", \"ids\"]\nsummary-length = 40\n\
[[feeds]]\nname = \"brief\"\npath = \"brief.{format}\"\nformat = FORMATS\ncontent = \"summary\"\nlimit = 0\n";

/// The formats that the rules about feeds read.
fn readable() -> Vec<&'static str> {
    EMITTERS.iter().filter(|emitter| emitter.readable).map(|emitter| emitter.name).collect()
}

/// [`FEEDS`] in each of them.
fn feeds() -> String {
    let names = readable();
    FEEDS.replace("FORMATS", &format!("{names:?}"))
}

#[test]
fn feeds_of_random_posts_have_no_error_and_no_warning() {
    runner(160)
        .run(
            &(head(line, plain_line), prop::collection::vec(post(line, plain_line, &LATER, tame()), 1..6)),
            |(head, posts)| {
                let mut findings = findings(&head, &posts);
                // A block's tag within a paragraph is text to kramdown, so the summary speaks of tags.
                findings.retain(|finding| !finding.contains(" warning feed/contains-html: "));
                prop_assert!(findings.is_empty(), "{}", findings.join("\n"));
                Ok(())
            },
        )
        .unwrap();
}

/// Times of a change, all later than any post.
const LATER: [&str; 2] = ["2038-06-07", "2038-06-07 08:09:10.5 +14:00"];
const ANY_TIME: [&str; 3] = ["2038-06-07", "2020-01-01 00:00:00 +0000", "0001-01-01"];

/// Rules about what only the author can fix.
const OF_THE_AUTHOR: [&str; 14] = [
    "feed/not-html",
    "feed/security-risk",
    "feed/security-risk-attr",
    "feed/dangerous-style-attr",
    "feed/missing-textual-content",
    "feed/not-blank",
    "feed/bad-characters",
    "feed/character-data",
    "feed/contains-html",
    "feed/contains-undeclared-html",
    "feed/double-escaped-title",
    "feed/implausible-date",
    "feed/problematical-rfc822-date",
    "feed/updated-before-published",
];

#[test]
fn feeds_of_random_rubbish_have_no_error() {
    runner(160)
        .run(
            &(
                head(wild_line, wild_line),
                prop::collection::vec(post(wild_line, wild_line, &ANY_TIME, wild()), 1..6),
            ),
            |(head, posts)| {
                let findings = findings(&head, &posts);
                let ours: Vec<&String> = findings
                    .iter()
                    .filter(|finding| {
                        !OF_THE_AUTHOR.iter().any(|rule| finding.contains(&format!(" warning {rule}: ")))
                    })
                    .collect();
                prop_assert!(ours.is_empty(), "{ours:#?}");
                Ok(())
            },
        )
        .unwrap();
}

/// The same cases in every run.
fn runner(cases: u32) -> TestRunner {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// All that is wrong with the feeds of a site, at the level of a warning or above, a line each.
fn findings(head: &Head, posts: &[Post]) -> Vec<String> {
    let site = site(head, posts);
    let mut findings = Vec::new();
    let written = build(&site);
    assert_eq!(written.files.len(), 3 * readable().len());
    for (path, bytes) in &written.files {
        let base = format!("https://wherry.example/{path}");
        let options = FeedLintOptions { base: Some(&base), ..FeedLintOptions::default() };
        for found in lint_feed(path, bytes, &options).iter().filter(|found| found.level >= Level::Warning) {
            let text = String::from_utf8_lossy(bytes);
            let start =
                (0..=found.span.start.saturating_sub(160)).rev().find(|at| text.is_char_boundary(*at));
            let near: String = text[start.unwrap_or(0)..].chars().take(400).collect();
            findings.push(format!("{path}: {} {}: {}\n  {near}", found.level, found.rule, found.message));
        }
    }
    findings
}

fn build(site: &MemoryTree) -> MemoryTree {
    let loaded = load(site, options()).unwrap();
    let plan = plan(&loaded.site, &loaded.feeds, &[]).unwrap();
    let mut written = MemoryTree::default();
    let outcome = render::write(&loaded.site, site, &plan, None, &mut written, &mut |_, _| true);
    assert!(outcome.published.feeds.iter().all(|feed| feed.outcome.is_ok()));
    written
}

pub(crate) fn options() -> LoadOptions {
    let mut options = LoadOptions::at("2024-12-31T12:00:00Z".parse().unwrap());
    options.overrides.future = true;
    options
}

/// A site's own words.
#[derive(Clone, Debug)]
struct Head {
    title: String,
    description: Option<String>,
    author: Option<String>,
    language: Option<&'static str>,
    zone: &'static str,
}

#[derive(Clone, Debug)]
struct Post {
    name: &'static str,
    title: String,
    date: Option<&'static str>,
    updated: Option<&'static str>,
    categories: Vec<String>,
    author: Option<String>,
    description: Option<String>,
    image: Option<&'static str>,
    redirect: Option<&'static str>,
    body: String,
}

fn site(head: &Head, posts: &[Post]) -> MemoryTree {
    let mut configuration = format!(
        "url: https://wherry.example\ntitle: {}\ntimezone: {}\nplugins: [jekyll-feed]\n",
        quoted(&head.title),
        head.zone
    );
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            configuration.push_str(&format!("{name}: {value}\n"));
        }
    };
    say("description", head.description.as_deref().map(quoted));
    say("author", head.author.as_deref().map(quoted));
    say("lang", head.language.map(quoted));
    let mut files = vec![("_config.yml".to_owned(), configuration), ("feedwright.toml".to_owned(), feeds())];
    for (at, post) in posts.iter().enumerate() {
        let mut text = format!("---\ntitle: {}\n", quoted(&post.title));
        let mut say = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                text.push_str(&format!("{name}: {value}\n"));
            }
        };
        let categories: Vec<String> = post.categories.iter().map(|category| quoted(category)).collect();
        say("categories", Some(format!("[{}]", categories.join(", "))));
        say("date", post.date.map(str::to_owned));
        say("last_modified_at", post.updated.map(str::to_owned));
        say("author", post.author.as_deref().map(quoted));
        say("description", post.description.as_deref().map(quoted));
        say("image", post.image.map(quoted));
        say("redirect_to", post.redirect.map(quoted));
        text.push_str("---\n");
        text.push_str(&post.body);
        files.push((format!("_posts/2024-0{}-1{at}-{at}{}.md", at + 1, post.name), text));
    }
    MemoryTree::new(files)
}

/// A string between double quotes in YAML, which equals JSON.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap();
    // These stand for themselves in JSON, but are not characters of YAML.
    json.chars()
        .map(|c| match c {
            '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => format!("\\u{:04x}", c as u32),
            c => c.to_string(),
        })
        .collect()
}

type Line = fn() -> BoxedStrategy<String>;

fn head(line: Line, plain: Line) -> impl Strategy<Value = Head> {
    let language =
        prop::sample::select(vec![None, Some("en"), Some("de_AT"), Some("pt-BR"), Some("English")]);
    let zone = prop::sample::select(vec!["UTC", "Europe/Amsterdam", "America/St_Johns", "Asia/Kathmandu"]);
    (line(), prop::option::of(plain()), prop::option::of(plain()), language, zone).prop_map(
        |(title, description, author, language, zone)| Head { title, description, author, language, zone },
    )
}

fn post(
    line: Line,
    plain: Line,
    updated: &'static [&'static str],
    body: impl Strategy<Value = String>,
) -> impl Strategy<Value = Post> {
    let name = prop::sample::select(vec![
        "a",
        "two-words",
        "ünïcode",
        "a b",
        "100%",
        "what?",
        "hash#tag",
        "q&a",
        "dots...",
        "[x]",
    ]);
    let date = prop::option::of(prop::sample::select(vec![
        "2024-02-03",
        "2023-12-31 23:59:59",
        "2024-02-29 12:00:00 +0530",
        "2024-02-29T12:00:00Z",
        "1999-12-31 12:00",
        "\"2024-03-01 08:00:00.25 -0800\"",
        "2037-01-01",
    ]));
    let updated = prop::option::of(prop::sample::select(updated));
    let image = prop::option::of(prop::sample::select(vec![
        "/images/a b.png",
        "https://cdn.example/ü.png?a=1&b=2",
        "a.png",
        "//cdn.example/x.svg",
    ]));
    let redirect = prop_oneof![
        6 => Just(None),
        1 => prop::sample::select(vec![Some("https://other.example/a?b=1&c=2"), Some("/elsewhere/"), Some("https://other.example/ü x")]),
    ];
    (
        (name, line(), date, updated),
        prop::collection::vec(plain(), 0..3),
        prop::option::of(plain()),
        prop::option::of(line()),
        (image, redirect, body),
    )
        .prop_map(
            |((name, title, date, updated), categories, author, description, (image, redirect, body))| Post {
                name,
                title,
                date,
                updated,
                categories,
                author,
                description,
                image,
                redirect,
                body,
            },
        )
}

/// A line with at least one word.
fn line() -> BoxedStrategy<String> {
    text(vec![
        "<em>e</em>",
        "<b>x</b>",
        "&",
        "&amp;",
        "&nosuch",
        "&copy;",
        " < ",
        ">",
        "]]>",
        "\"",
        "'",
        "...",
        "--",
        "\u{1}",
        "\u{b}",
        "\u{7f}",
        "\u{85}",
        "\u{96}",
        "\u{202e}",
        "é",
        "全角",
        "😀",
        "`code`",
        "*x*",
        "[a](b)",
        "\t",
        "\n",
        "<br>",
        "AT&T",
        "%",
        "\\",
        "|",
        ":",
        "#",
        "@",
    ])
}

/// The same for plain text.
fn plain_line() -> BoxedStrategy<String> {
    line()
        .prop_map(|line| line.replace(['<', '>', ';'], "").replace("&amp", "&").replace("&copy", ""))
        .boxed()
}

/// A line with what titles hold that they should not.
fn wild_line() -> BoxedStrategy<String> {
    text(vec![
        "<em>",
        "</em>",
        "<b>x</b>",
        "&",
        "&amp;",
        "&amp;amp;",
        "&lt;",
        "&nosuch;",
        "&copy;",
        "&#0;",
        "&#x1;",
        "&#150;",
        "<",
        ">",
        "]]>",
        "<![CDATA[",
        "-->",
        "<!--",
        "\"",
        "'",
        "...",
        "--",
        "\u{0}",
        "\u{1}",
        "\u{b}",
        "\u{7f}",
        "\u{85}",
        "\u{96}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{202e}",
        "é",
        "全角",
        "😀",
        "`code`",
        "*x*",
        "[a](b)",
        "\t",
        "\n",
        "</title>",
        "<br>",
        "<script>",
        "AT&T",
        "%",
        "\\",
        "|",
        ":",
        "#",
        "@",
    ])
}

fn text(pieces: Vec<&'static str>) -> BoxedStrategy<String> {
    let piece = prop_oneof![
        3 => prop::sample::select(pieces).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["word", " ", "two words"]).prop_map(str::to_owned),
    ];
    (prop::collection::vec(piece.clone(), 0..5), prop::collection::vec(piece, 0..5))
        .prop_map(|(before, behind)| format!("{}Word{}", before.concat(), behind.concat()))
        .boxed()
}

/// Markdown and HTML as people write them: not well nested, relative, full of references, but of ordinary elements.
fn tame() -> impl Strategy<Value = String> {
    body(vec![
        "word",
        " ",
        "\n",
        "\n\n",
        "**bold**",
        "_em_",
        "*",
        "`a <b> & c`",
        "# Heading\n",
        "## Another {#id}\n",
        "- item\n",
        "* a\n    * b\n",
        "1. one\n2. two\n",
        "> quote\n",
        "> a\n> > b\n",
        "```ruby\nputs '<p>' && 1\n```\n",
        "~~~\n</pre>]]>\n~~~\n",
        "    indented & so on\n",
        "[link](/a/b)",
        "[rel](../c \"title\")",
        "[x](#frag)",
        "![image](img/a b.png)",
        "![](/img/x.png)",
        "<https://wherry.example/x>",
        "[ref][r]",
        "\n\n[r]: /ref/ 'Ref'\n\n",
        "term\n: definition\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "note[^1]\n\n[^1]: the note\n\n",
        "*[HTML]: Hyper\n",
        "HTML",
        "{:.class}\n",
        "{: #anchor style=\"color: red\"}\n",
        "$$x < y$$",
        "&",
        "&amp;",
        "&copy;",
        "&#8212;",
        "<",
        ">",
        "]]>",
        "-->",
        "\u{1}",
        "\u{c}",
        "\u{85}",
        "\u{96}",
        "\u{fffe}",
        "é",
        "😀",
        "\"quoted\"",
        "it's",
        "...",
        "<em>e</em>",
        "<span class=x>s</span>",
        "</span>",
        "<a href=\"x/y?a=1&b=2\">z</a>",
        "<img src=\"a.png\" alt='it\"s'>",
        "<img src=/x.png srcset=\"a.png 1x, /b.png 2x\">",
        "<br>",
        "<br/>",
        "<kbd>K</kbd>",
        "<!-- comment -->",
        "<code>c</code>",
        "</code>",
        "<video poster=p.png src='v.mp4' controls></video>",
        "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
        "\n\n<p>",
        "</p>\n\n",
        "\n\n<div>",
        "</div>\n\n",
        "\n\n<div markdown=\"1\">\n",
        "\n\n<hr />\n\n",
        "\n\n<ul><li>a<li>b</ul>\n\n",
        "\n\n<blockquote cite='/q'>",
        "</blockquote>\n\n",
        "\n\n<table><tr><td>a<td>b</table>\n\n",
        "\n\n<pre>",
        "</pre>\n\n",
        "\n\n<details><summary>s</summary>d</details>\n\n",
        "\n\n<figure><img src=\"../i.png\"><figcaption>c</figcaption></figure>\n\n",
        "\n\n<div>block</div>\n\n",
        "<p>",
        "</p>",
        "</ul>",
        "<h2>x</h2>\n",
    ])
}

/// Anything.
fn wild() -> impl Strategy<Value = String> {
    body(vec![
        "word",
        " ",
        "\n",
        "\n\n",
        "<",
        ">",
        "&",
        "\"",
        "'",
        "=",
        "/",
        "<iframe src=x>",
        "</iframe>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<foo>",
        "</foo>",
        "<p onclick=\"x()\">",
        "<p style='position: fixed'>",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
        "<li>",
        "<option>",
        "<html>",
        "<body>",
        "</body>",
        "<title>",
        "<textarea>",
        "<plaintext>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE html>",
        "<?php echo 1 ?>",
        "<a href=x href=y>",
        "<a href='",
        "<img src=",
        "<a href=\"http://[bad\">",
        "<a href=\"java\tscript:x\">",
        "<form action=/x>",
        "<svg>",
        "<math>",
        "</svg>",
        "<p/>",
        "<div/>",
        "<x-y>",
        "<image src=a>",
        "<a b=c\u{0}>",
        "\u{0}",
        "\u{b}",
        "\u{ffff}",
        "&#xD800;",
        "&#x110000;",
        "&notit;",
        "&am",
        "{{",
        "```",
        "~~~\n",
        "<base href=\"//evil.example\">",
        "<noscript>",
        "<template>",
        "<h1>",
        "<button>",
        "<select>",
        "<button>",
        "<dl><dt>",
    ])
}

fn body(pieces: Vec<&'static str>) -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    // Liquid has its own tests; a body that begins with a word has text.
    prop::collection::vec(piece, 0..24).prop_map(|pieces| {
        format!("Text. {}", pieces.concat()).replace("{%", "").replace("{{", "").replace('\u{fffd}', "")
    })
}
