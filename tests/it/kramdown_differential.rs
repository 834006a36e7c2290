//! Random Markdown through Ruby's kramdown and through ours, compared as parsed HTML.

use std::path::Path;

use feedwright::markup::markdown::{Options, render};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use scraper::{Html, Node};

use crate::cli::left_out;
use crate::ruby;

/// How many inputs are tried; a run takes a few seconds. `KRAMDOWN_TEXTS` sets another number, `KRAMDOWN_SEED` other inputs.
const TEXTS: usize = 400;
const SEED: u8 = 7;

fn setting<T: std::str::FromStr>(name: &str, default: T) -> T {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// The least share that must agree. What is left: markup that is cut off by other markup.
const SHARE: f64 = 0.995;

#[test]
fn random_documents_render_as_in_kramdown() {
    let texts = random_documents();
    let Some(theirs) = kramdown(&texts) else {
        left_out("random input by kramdown: no ruby with kramdown and kramdown-parser-gfm");
        return;
    };
    let options = Options { syntax_highlighter: false, ..Options::default() };
    let mut agreed = 0;
    let mut shortest: Option<(&str, String, &str)> = None;
    for (text, theirs) in texts.iter().zip(&theirs) {
        let ours = render(text, &options);
        if outline(&ours) == outline(theirs) {
            agreed += 1;
        } else if shortest.as_ref().is_none_or(|(known, _, _)| text.len() < known.len()) {
            shortest = Some((text, ours, theirs));
        }
    }
    let share = agreed as f64 / texts.len() as f64;
    eprintln!("{agreed} of {} random documents agree with kramdown", texts.len());
    if let Some((text, ours, theirs)) = shortest {
        eprintln!("the shortest that does not: {text:?}, ours {ours:?}, kramdown's {theirs:?}");
    }
    assert!(share >= SHARE, "only {agreed} of {} agree", texts.len());
}

/// A set of small inputs with kramdown's HTML, beside the repository: `.ci/parity` names its folder in `SHARED`.
#[test]
fn known_inputs_come_out_as_from_kramdown() {
    let Ok(shared) = std::env::var("SHARED") else {
        left_out("known inputs by kramdown: SHARED names no folder (.ci/parity does)");
        return;
    };
    let rows = std::fs::read_to_string(Path::new(&shared).join("corpora/kramdown.jsonl")).unwrap();
    let options = Options { syntax_highlighter: false, ..Options::default() };
    let mut differ = Vec::new();
    let mut count = 0;
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let (name, markdown, html) =
            (&row["name"], row["markdown"].as_str().unwrap(), row["html"].as_str().unwrap());
        count += 1;
        if outline(&render(markdown, &options)) != outline(html) {
            differ.push(name.to_string());
        }
    }
    assert!(differ.is_empty(), "{} of {count} differ: {differ:?}", differ.len());
}

/// Documents of kramdown's constructs, the same ones every time.
fn random_documents() -> Vec<String> {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[setting("KRAMDOWN_SEED", SEED); 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let strategy = document();
    (0..setting("KRAMDOWN_TEXTS", TEXTS)).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "alpha",
        "Beta",
        "it's",
        "don't",
        "x",
        "foo_bar",
        "2*3",
        "AT&T",
        "\"quoted\"",
        "'single'",
        "--",
        "---",
        "...",
        "<<q>>",
        "'90s",
        "5\"",
        "a|b",
        "&copy;",
        "(paren)",
        "[br]",
        "b!",
        "C#",
        "1.",
        "\\*",
        "\\_",
        "~",
        "10%",
        "é",
        "日本",
    ])
    .prop_map(str::to_owned)
}

fn span() -> impl Strategy<Value = String> {
    word().prop_recursive(2, 8, 3, |inner| {
        let words = prop::collection::vec(inner, 1..3).prop_map(|words| words.join(" "));
        (words, 0..14u8).prop_map(|(text, kind)| match kind {
            0 => format!("*{text}*"),
            1 => format!("**{text}**"),
            2 => format!("_{text}_"),
            3 => format!("`{text}`"),
            4 => format!("[{text}](/u)"),
            5 => format!("[{text}](/u \"title\")"),
            6 => format!("[{text}][r]"),
            7 => format!("![{text}](i.png)"),
            8 => format!("<b>{text}</b>"),
            9 => "<http://a.b/c>".to_owned(),
            10 => format!("*{text}*{{: .red}}"),
            11 => "[^f]".to_owned(),
            12 => format!("$${text}$$"),
            _ => text,
        })
    })
}

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(span(), 1..5).prop_map(|spans| spans.join(" "))
}

fn paragraph() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["", "", "", "  ", "\\\\"]);
    prop::collection::vec((line(), end), 1..3).prop_map(|lines| {
        let lines: Vec<String> = lines.into_iter().map(|(line, end)| line + end).collect();
        lines.join("\n")
    })
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => paragraph(),
        1 => (1..7usize, line()).prop_map(|(level, line)| format!("{} {line}", "#".repeat(level))),
        1 => line().prop_map(|line| format!("{line}\n---")),
        1 => line().prop_map(|line| format!("```ruby\n{line}\n```")),
        1 => line().prop_map(|line| format!("    {line}\n    x")),
        1 => (line(), line()).prop_map(|(term, text)| format!("{term}\n: {text}")),
        1 => (line(), line()).prop_map(|(a, b)| format!("| {a} | {b} |\n|---|:-:|\n| x | y |")),
        1 => paragraph().prop_map(|text| format!("<div>\n{text}\n</div>")),
        1 => paragraph().prop_map(|text| format!("<div markdown=\"1\">\n{text}\n</div>")),
        2 => prop::sample::select(vec![
            "* * *", "{: .cls}", "{: #i .a b=\"c\"}", "{:toc}", "^", "{::comment}\nx\n{:/comment}", "[r]: /ref \"T\"",
            "[^f]: note", "*[Beta]: Hyper", "$$\nx^2\n$$", "- [ ] a\n- [x] b", "<!-- c -->", "text\n# H", "a\n- b\n- c",
        ])
        .prop_map(str::to_owned),
    ]
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut lines = text.lines();
    let mut out = format!("{first}{}", lines.next().unwrap_or(""));
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(rest);
            out.push_str(line);
        }
    }
    out
}

fn document() -> impl Strategy<Value = String> {
    let gap = || prop::sample::select(vec!["\n\n", "\n\n", "\n\n", "\n", "\n\n\n"]);
    let blocks = leaf().prop_recursive(2, 12, 3, move |inner| {
        let inside = prop::collection::vec((inner, gap()), 1..3)
            .prop_map(|blocks| blocks.into_iter().map(|(block, gap)| block + gap).collect::<String>());
        (inside, 0..4u8).prop_map(|(text, kind)| match kind {
            0 => indented(text.trim_end(), "> ", "> "),
            1 => indented(text.trim_end(), "- ", "  "),
            2 => indented(text.trim_end(), "1. ", "   "),
            _ => indented(text.trim_end(), "* ", "    "),
        })
    });
    prop::collection::vec((blocks, gap()), 1..4)
        .prop_map(|blocks| blocks.into_iter().map(|(block, gap)| block + gap).collect())
}

/// kramdown's HTML of each text; `None` where it is not installed.
fn kramdown(texts: &[String]) -> Option<Vec<String>> {
    const PROGRAM: &str = r#"
        require "json"; require "kramdown"; require "kramdown-parser-gfm"
        STDIN.each_line do |line|
          html = begin
            Kramdown::Document.new(JSON.parse(line), input: "GFM", hard_wrap: false, syntax_highlighter: nil).to_html
          rescue StandardError
            nil
          end
          puts JSON.generate(html)
        end
    "#;
    let output = ruby::output(PROGRAM, texts)?;
    let lines = String::from_utf8(output.stdout).ok()?;
    let html: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Option<String>>(line).unwrap().unwrap_or_default())
        .collect();
    (html.len() == texts.len()).then_some(html)
}

/// The elements, attributes and text of HTML with their depth, white space at the edges of blocks left out.
fn outline(html: &str) -> Vec<String> {
    let comment = regex::Regex::new("(?s)<!--.*?-->").unwrap();
    let fragment = Html::parse_fragment(&comment.replace_all(html, ""));
    let mut out = Vec::new();
    for node in fragment.tree.root().descendants() {
        let depth = node.ancestors().count();
        match node.value() {
            Node::Element(element) => {
                let mut attributes: Vec<String> = element
                    .attrs()
                    .map(|(name, value)| {
                        let mut words: Vec<&str> = value.split(' ').collect();
                        if name == "class" {
                            words.sort_unstable();
                        }
                        format!(" {name}={:?}", words.join(" "))
                    })
                    .collect();
                attributes.sort_unstable();
                out.push(format!("{depth} <{}{}>", element.name(), attributes.concat()));
            }
            Node::Text(text) => {
                let verbatim = node.ancestors().any(|node| is_element(node.value(), &["pre", "script"]));
                let edge = |other: Option<&Node>, outer: Option<&Node>| match other {
                    Some(other) => is_element(other, BLOCKS),
                    None => outer.is_none_or(|outer| is_element(outer, BLOCKS) || !outer.is_element()),
                };
                let outer = node.parent().map(|node| node.value());
                let mut words = text.to_string();
                if !verbatim {
                    words = words.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                    let space = |c: Option<char>| c.is_some_and(|c| c.is_ascii_whitespace());
                    let before = edge(node.prev_sibling().map(|node| node.value()), outer);
                    let behind = edge(node.next_sibling().map(|node| node.value()), outer);
                    if words.is_empty() {
                        words.push_str(if before || behind { "" } else { " " });
                    } else {
                        if space(text.chars().next()) && !before {
                            words.insert(0, ' ');
                        }
                        if space(text.chars().next_back()) && !behind {
                            words.push(' ');
                        }
                    }
                }
                if !words.is_empty() {
                    out.push(format!("{depth} {words}"));
                }
            }
            _ => {}
        }
    }
    out
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "section",
    "br",
    "html",
];

fn is_element(node: &Node, names: &[&str]) -> bool {
    node.as_element().is_some_and(|element| names.contains(&element.name()))
}
