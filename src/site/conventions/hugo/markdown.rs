//! How Markdown is read and written: `[markup]`.

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown::{self, Chroma, Classes, CommonMark, HeadingIdStyle};
use crate::site::conventions::hugo::values::{at, text, truth};

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
    let protocol = text(data, "markup.goldmark.extensions.linkifyprotocol");
    let linkify = match protocol.as_deref() {
        Some("http") => "http",
        _ => "https",
    };
    markdown::Options {
        gfm: extension("strikethrough"),
        hard_wrap: switch("goldmark.renderer.hardwraps", false),
        auto_ids: switch("goldmark.parser.autoheadingid", true),
        common_mark: CommonMark {
            task_lists: extension("tasklist"),
            footnotes: extension("footnote"),
            linkify: extension("linkify").then_some(linkify),
            raw_html: switch("goldmark.renderer.unsafe", false),
            definition_lists: extension("definitionlist"),
            heading_attributes: switch("goldmark.parser.attribute.title", true),
            block_attributes: switch("goldmark.parser.attribute.block", false),
            typographer: extension("typographer"),
            chroma: Some(chroma(data)),
            heading_ids: match text(data, "markup.goldmark.parser.autoheadingidtype").as_deref() {
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

fn chroma(data: &Map) -> Chroma {
    if truth(data, "markup.highlight.codefences") == Some(false) {
        return Chroma::Off;
    }
    if truth(data, "markup.highlight.noclasses") == Some(false) {
        return Chroma::Classes;
    }
    Chroma::Style(markdown::chroma_style(&text(data, "markup.highlight.style").unwrap_or_default()))
}
