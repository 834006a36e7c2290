//! How Markdown is read and written: `[markup]`.

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown::{self, Chroma, Classes, CommonMark, Extras, HeadingIdStyle, LineNumbers};
use crate::site::conventions::hugo::values::{at, number, text, truth};

/// The options that a configuration comes to, keys in lower case.
pub(super) fn options(data: &Map) -> markdown::Options {
    let switch = |key: &str, default: bool| truth(data, &format!("markup.{key}")).unwrap_or(default);
    let extension = |key: &str| {
        let key = format!("goldmark.extensions.{key}");
        match at(data, &format!("markup.{key}")) {
            Some(Value::Map(_)) => {
                switch(&format!("{key}.enable"), true) && !switch(&format!("{key}.disable"), false)
            }
            _ => switch(&key, true),
        }
    };
    let extra = |key: &str| switch(&format!("goldmark.extensions.extras.{key}.enable"), false);
    let protocol = text(data, "markup.goldmark.extensions.linkifyprotocol");
    let linkify = match protocol.as_deref() {
        Some("http") => "http",
        _ => "https",
    };
    markdown::Options {
        gfm: true,
        hard_wrap: switch("goldmark.renderer.hardwraps", false),
        auto_ids: switch("goldmark.parser.autoheadingid", true),
        glyphs: glyphs(data),
        common_mark: CommonMark {
            task_lists: extension("tasklist"),
            tables: extension("table"),
            struck: extension("strikethrough") || extra("delete"),
            single_tilde: !extra("subscript"),
            extras: Extras {
                mark: extra("mark"),
                insert: extra("insert"),
                subscript: extra("subscript"),
                superscript: extra("superscript"),
            },
            footnotes: extension("footnote"),
            linkify: extension("linkify").then_some(linkify),
            raw_html: switch("goldmark.renderer.unsafe", false),
            definition_lists: extension("definitionlist"),
            heading_attributes: switch("goldmark.parser.attribute.title", true),
            block_attributes: switch("goldmark.parser.attribute.block", false),
            typographer: extension("typographer"),
            chroma: Some(chroma(data)),
            line_numbers: line_numbers(data),
            heading_ids: match heading_ids(data).as_deref() {
                Some("github-ascii") => HeadingIdStyle::GoldmarkAscii,
                Some("blackfriday") => HeadingIdStyle::Blackfriday,
                _ => HeadingIdStyle::Goldmark,
            },
            classes: Classes::Goldmark,
            ..CommonMark::DEFAULT
        },
        ..markdown::Options::common_mark()
    }
}

/// The kind of ids; older and newer versions name the key differently.
fn heading_ids(data: &Map) -> Option<String> {
    ["autoidtype", "autoheadingidtype"]
        .into_iter()
        .find_map(|key| text(data, &format!("markup.goldmark.parser.{key}")))
}

/// The punctuation that the configuration sets, by what the typographer writes otherwise.
fn glyphs(data: &Map) -> Vec<(&'static str, String)> {
    const NAMES: [(&str, &str); 10] = [
        ("leftsinglequote", "‘"),
        ("rightsinglequote", "’"),
        ("leftdoublequote", "“"),
        ("rightdoublequote", "”"),
        ("endash", "–"),
        ("emdash", "—"),
        ("ellipsis", "…"),
        ("leftanglequote", "«"),
        ("rightanglequote", "»"),
        ("apostrophe", markdown::APOSTROPHE),
    ];
    let set = |(name, glyph): (&str, &'static str)| {
        Some((glyph, text(data, &format!("markup.goldmark.extensions.typographer.{name}"))?))
    };
    NAMES.into_iter().filter_map(set).collect()
}

fn chroma(data: &Map) -> Chroma {
    if truth(data, "markup.highlight.codefences") == Some(false) {
        return Chroma::Off;
    }
    if truth(data, "markup.highlight.noclasses") == Some(false) {
        return Chroma::Classes;
    }
    Chroma::Style(markdown::chroma_style(&text(data, "markup.highlight.style").unwrap_or_default()))
}

/// The numbers of lines that all blocks of code have.
fn line_numbers(data: &Map) -> Option<LineNumbers> {
    let set = text(data, "markup.highlight.linenos")?;
    let in_table = match set.as_str() {
        "false" => return None,
        "inline" => false,
        "table" => true,
        _ => truth(data, "markup.highlight.linenumbersintable").unwrap_or(true),
    };
    let first = number(data, "markup.highlight.linenostart").and_then(|first| u32::try_from(first).ok());
    Some(LineNumbers { in_table, first: first.unwrap_or(1) })
}
