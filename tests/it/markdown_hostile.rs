//! Markdown that nobody writes: it may look as it likes, but it must not panic, hang or point outside of itself.

use std::time::{Duration, Instant};

use feedwright::markup::markdown::{Facts, Options, excerpt, facts, render, smartify};
use feedwright::text::source::Span;
use proptest::prelude::*;

use crate::cli::TestSite;

/// What is repeated, with what stands before and after it.
const PATTERNS: &[(&str, &str, &str)] = &[
    ("", "> ", "a"),
    ("", "- ", "a"),
    ("", "1. ", "a"),
    ("", "[", "a"),
    ("", "![", "a"),
    ("", "*a ", ""),
    ("", "**a ", ""),
    ("", "a*b_c", ""),
    ("", "` `` ```", ""),
    ("", "<a ", ""),
    ("", "<b>", ""),
    ("", "<a b='", ""),
    ("", "<!--", ""),
    ("", "<div>\n", ""),
    ("", "<div markdown=\"1\">\n", ""),
    ("", "{:", ""),
    ("", "{::comment}\n", ""),
    ("", "{::comment}", ""),
    ("", "$$", ""),
    ("", "a|`", ""),
    ("", "|a|b\n", ""),
    ("", "[a](b ", ""),
    ("", "[a](", ""),
    ("", "[](", ")"),
    ("", "*[a]: b\n", ""),
    ("[x]: y\n", "[x]", ""),
    ("", "[x]: y\n", ""),
    ("", "```a\n", ""),
    ("", "~~a ", ""),
    ("", "a\n: b\n", ""),
    ("", "- a\n\n", ""),
    ("[^1]: [^1]\n\n", "[^1]", ""),
    ("", "\"'", ""),
    ("", "<", ""),
    ("", "<code>", ""),
    ("", "# a\n", ""),
    ("p\n", "{:.a}\n", ""),
    ("", "{% raw %}", ""),
    ("", "{{ a", ""),
    ("", "[[a]", ""),
    ("{:toc}\n", "# a\n\n", ""),
    ("a\n", ": a\n    ", ""),
    ("", "*a*{:", ""),
    ("", "[a](<", ""),
    ("", "*a <b>", ""),
    ("", "*a **b _c __d ", ""),
    ("", "<http:", ""),
    ("[x]: y\n\n", "[x][", ""),
    ("", "[a](b \"", ""),
    ("", "*[a", "**]"),
    ("~~a ", "[*b", "c~~"),
    ("x <a ", "b=\"c\" ", ">"),
    ("<div ", "b=\"c\" ", ">"),
];

#[test]
fn hostile_markdown_takes_linear_time() {
    for options in [Options::default(), Options::common_mark()] {
        for (before, pattern, after) in PATTERNS {
            let text = |length: usize| format!("{before}{}{after}\n", pattern.repeat(length / pattern.len()));
            let long = text(60_000);
            // The bound is wide: a quadratic text of this length takes a hundred times as long.
            let start = Instant::now();
            let facts = facts(&long, &options);
            let html = render(&long, &options);
            assert!(start.elapsed() < Duration::from_secs(10), "{pattern:?} took {:?}", start.elapsed());
            assert!(html.len() < 400 * long.len(), "{pattern:?} grew to {} bytes", html.len());
            assert_places(&long, &facts);
            let _ = smartify(&long, &options);
            let _ = excerpt(&long, "\n\n");
        }
    }
}

#[test]
fn many_unclosed_fences_are_found_in_linear_time() {
    let text = format!("---\ntitle: A\n---\n{}", "> ```a\n\n".repeat(16_000));
    let site = TestSite::new(&[
        ("_config.yml", "title: T\nurl: https://e.example\n"),
        ("_posts/2024-01-01-a.md", &text),
    ]);
    let start = Instant::now();
    let run = site.feedwright(["lint", "--format", "concise"]).exits(1);
    assert!(run.stdout.contains("unclosed-fence"), "{}", run.stdout);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

#[test]
fn table_with_few_cells_in_long_rows_stays_small() {
    let row = |cell: &str| cell.repeat(2_000);
    let table = format!("{}\n{}\n{}", row("a|"), row("-|"), "|b\n".repeat(2_000));
    let html = render(&table, &Options::default());
    assert!(html.len() < 2_000_000, "{}", html.len());
}

#[test]
fn many_footnotes_in_one_paragraph_take_linear_time() {
    let marks: String = (0..20_000).map(|number| format!("[^{number}] ")).collect();
    let notes: String = (0..20_000).map(|number| format!("[^{number}]: n\n")).collect();
    let start = Instant::now();
    assert!(render(&format!("{marks}\n\n{notes}"), &Options::default()).contains("fnref:19999"));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "[ \\n\\t*_`\\[\\]()<>#+.:|\"'\\\\~={}!&^$abé\\-1/\\r%]{0,80}") {
        for options in [Options::default(), Options::common_mark(), Options { gfm: false, ..Options::default() }] {
            let _ = render(&text, &options);
            assert_places(&text, &facts(&text, &options));
            let _ = smartify(&text, &options);
        }
    }

    #[test]
    fn lines_of_constructs_are_read(lines in prop::collection::vec(prop::sample::select(LINES.to_vec()), 0..14)) {
        let text = lines.join("\n");
        let options = Options::default();
        let _ = render(&text, &options);
        assert_places(&text, &facts(&text, &options));
    }
}

const LINES: &[&str] = &[
    "",
    "",
    "para",
    "  indented",
    "    code",
    "\tcode",
    "- a",
    "  - b",
    "1. c",
    "> q",
    "> - r",
    "# h {#i}",
    "h",
    "===",
    "---",
    "| a | b |",
    "|---|---|",
    "`a",
    "```",
    "~~~ruby",
    "<div>",
    "</div>",
    "<div markdown=\"1\">",
    "<b>x",
    "{: .a #b}",
    "{:toc}",
    "{:w: .x}",
    "{::comment}",
    "{:/comment}",
    "{::nomarkdown}",
    "{:/}",
    "^",
    ": d",
    "[^1]: n [é](ü)",
    "[^1]",
    "[l]: /u 't'",
    "[l] ![é](x y) [é][l] [no][ne]",
    "*[AB]: c",
    "AB *x* **y",
    "$$",
    "$$x$$",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "{% raw %}",
    "{% endraw %}",
    "[a]({{ b }})",
    "<a href=\"{{ c }}\">",
    "<img src=é srcset='a 1x, b'>",
    "- [ ] t",
    "\\",
    "é",
];

/// Every place of the facts lies in the text, between characters.
fn assert_places(text: &str, facts: &Facts) {
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(facts.headings.iter().map(|heading| heading.span));
    spans.extend(facts.ids.iter().map(|id| id.span));
    for link in &facts.links {
        spans.extend([link.span, link.destination.span, link.text_span]);
        assert!(link.definition.is_none_or(|at| at < facts.definitions.len()));
    }
    for definition in &facts.definitions {
        spans.extend([definition.span, definition.label.span, definition.destination.span]);
    }
    for reference in &facts.undefined_references {
        spans.extend([reference.span, reference.label.span]);
    }
    spans.extend(facts.undefined_footnotes.iter().map(|footnote| footnote.span));
    for tag in &facts.html_tags {
        spans.push(tag.span);
        spans.extend(tag.attributes.iter().map(|(_, value)| value.span));
    }
    spans.extend(facts.prose.iter().chain(&facts.unclosed_fences).chain(&facts.liquid));
    for span in spans {
        assert!(text.get(span.start..span.end).is_some(), "{span:?} does not lie in {text:?}");
    }
}
