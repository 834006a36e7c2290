//! HTML for feeds from any input: tags are where a browser sees them, and what comes out is stable.

use feedwright::text::html::balance::{balance, is_balanced};
use feedwright::text::html::remove::{Removal, remove};
use feedwright::text::html::summary::summarise;
use feedwright::text::html::tags::Tags;
use feedwright::text::html::text::{escape, escape_attribute, normalize_whitespace, strip_html, unescape};
use feedwright::text::html::urls::absolutise;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use proptest::prelude::*;

const BASE: &str = "https://e.org/a/b.html";

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, max_global_rejects: 100000, ..ProptestConfig::default() })]

    #[test]
    fn tags_are_where_the_standard_tokenizer_finds_them(html in soup(false)) {
        prop_assert_eq!(ours(&html), standard(&html));
    }

    #[test]
    fn what_comes_out_goes_in_again_unchanged(html in soup(true)) {
        let absolute = absolutise(&html, BASE);
        prop_assert_eq!(&absolutise(&absolute, "https://other.org/"), &absolute);
        let whole = balance(&html);
        prop_assert!(is_balanced(&whole), "{}", whole);
        let both = Removal { scripts: true, ids: true };
        let removed = remove(&html, both);
        prop_assert!(removed.len() <= html.len());
        let text = strip_html(&html);
        let line = normalize_whitespace(&text);
        prop_assert_eq!(&normalize_whitespace(&line), &line);
        prop_assert_eq!(unescape(&escape(&html)).into_owned(), html.clone());
        prop_assert_eq!(unescape(&escape_attribute(&html)).into_owned(), html.clone());
        for max in [0, 1, 5, 20] {
            prop_assert!(summarise(&line, max).chars().count() <= max);
        }
    }

    #[test]
    fn an_element_after_balanced_html_is_not_swallowed(html in soup(true)) {
        // A comment in a script that holds the word `<script>` hides the script's end; nobody writes one.
        prop_assume!(!(html.contains("<script>") && html.contains("<!--")));
        let page = scraper::Html::parse_fragment(&format!("<div>{}</div><hr id=end>", balance(&html)));
        let selector = scraper::Selector::parse("#end").unwrap();
        prop_assert!(page.select(&selector).next().is_some(), "{}", balance(&html));
    }
}

/// Tags, half tags and what looks like tags.
fn soup(everything: bool) -> impl Strategy<Value = String> {
    let mut pieces = vec![
        "<p>",
        "</p>",
        "<a href=\"x\">",
        "<a href='#y'>",
        "<A HREF=z/>",
        "</a>",
        "<b>",
        "</b>",
        "<i",
        "<img src=",
        "/>",
        ">",
        "\"",
        "'",
        "=",
        " ",
        "\n",
        "/",
        "x",
        "é",
        "<!--",
        "-->",
        "--",
        "!",
        "->",
        "<!",
        "<?",
        "</",
        "</>",
        "< ",
        "<ul><li>",
        "<li>",
        "</ul>",
        "<table>",
        "<td>",
        "<tr>",
        "</table>",
        "<br>",
        "<hr/>",
        "<div/>",
        "<style>",
        "</style>",
        "<h1 id=a>",
        "</h1>",
        "srcset=\"a, b 2x\"",
        " id=q",
        " onclick=r",
        ".",
        "<p",
        "</p ",
        "<svg>",
        "</svg>",
        "<textarea>",
        "</textarea>",
        "<![CDATA[",
        "]]>",
    ];
    if everything {
        // Raw text is none inside an SVG, which no post has and the scanner does not know.
        pieces.retain(|piece| !piece.contains("svg"));
        pieces.extend([
            "<script>",
            "</script>",
            "<![CDATA[",
            "]]>",
            "&amp;",
            "&lt",
            "&",
            "\r\n",
            "\u{0}",
            "<title>",
        ]);
    }
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|pieces| pieces.concat())
}

fn ours(html: &str) -> Vec<String> {
    let mut tags = Tags::new(html);
    let mut out = Vec::new();
    while let Some(tag) = tags.next_tag() {
        let name = tag.name.to_lowercase();
        if tag.end {
            out.push(format!("/{name}"));
            continue;
        }
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in tags.attributes() {
            let name = attribute.name.to_lowercase();
            if attributes.iter().all(|(known, _)| *known != name) {
                attributes.push((name, attribute.value.unwrap_or_default().to_owned()));
            }
        }
        attributes.sort();
        out.push(format!("{name} {} {attributes:?}", tag.self_closing));
    }
    out
}

fn standard(html: &str) -> Vec<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter: DefaultEmitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter)
        .filter_map(|token| match token.unwrap() {
            Token::StartTag(tag) => {
                let mut attributes: Vec<(String, String)> =
                    tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                attributes.sort();
                Some(format!("{} {} {attributes:?}", text(&tag.name), tag.self_closing))
            }
            Token::EndTag(tag) => Some(format!("/{}", text(&tag.name))),
            _ => None,
        })
        .collect()
}
