//! How Markdown is read and written: `[markup]`.

use std::collections::BTreeMap;

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown::{self, Chroma, Classes, CommonMark, Extras, HeadingIdStyle, LineNumbers};
use crate::site::conventions::hugo::configuration::Configuration;
use crate::site::conventions::hugo::inline::inlines;
use crate::site::conventions::hugo::local::Local;
use crate::site::conventions::hugo::values::{at, number, table, text, truth};
use crate::site::conventions::inlines::Inlines;

/// How Markdown of a site, or of one of its languages, is read beside the site's options.
#[derive(Clone, Debug)]
pub(super) struct Dialect {
    /// The options of a language that has settings of its own.
    pub(super) markdown: Option<markdown::Options>,
    pub(super) inlines: Inlines,
    /// Whether an image alone in its paragraph has no paragraph around it.
    pub(super) frees_images: bool,
    /// How many words a summary has at least.
    pub(super) summary_length: usize,
    /// Whether each character counts as a word in scripts without blanks: `hasCJKLanguage`.
    pub(super) has_cjk: bool,
}

impl Dialect {
    pub(super) fn of(local: &Local) -> Self {
        let data = &local.data;
        let wraps = truth(data, "markup.goldmark.parser.wrapstandaloneimagewithinparagraph");
        Self {
            markdown: None,
            inlines: inlines(data),
            frees_images: wraps == Some(false),
            summary_length: local.summary_length(),
            has_cjk: local.switch("hascjklanguage", false),
        }
    }

    /// That of each language with such keys of its own, by tag.
    pub(super) fn of_languages(configuration: &Configuration) -> BTreeMap<String, Self> {
        const KEYS: [&str; 4] = ["markup", "enableemoji", "hascjklanguage", "summarylength"];
        let own = configuration.languages.iter().filter_map(|language| {
            let own = table(&configuration.data, &format!("languages.{}", language.key))?;
            KEYS.iter().any(|key| own.get(key).is_some()).then_some(())?;
            let markdown = Some(options(&language.local.data));
            Some((language.tag.clone(), Self { markdown, ..Self::of(&language.local) }))
        });
        own.collect()
    }
}

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
        footnote_backlink: text(data, "markup.goldmark.extensions.footnote.backlinkhtml")
            .unwrap_or_else(|| "↩︎".to_owned()),
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
            term_ids: switch("goldmark.parser.autodefinitiontermid", false),
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
    let highlight = |key: &str| truth(data, &format!("markup.highlight.{key}"));
    if highlight("codefences").or_else(|| truth(data, "pygmentscodefences")) == Some(false) {
        return Chroma::Off;
    }
    if highlight("noclasses").or_else(|| truth(data, "pygmentsuseclasses").map(|it| !it)) == Some(false) {
        return Chroma::Classes;
    }
    let style = text(data, "markup.highlight.style").or_else(|| text(data, "pygmentsstyle"));
    Chroma::Style(markdown::chroma_style(&style.unwrap_or_default()))
}

/// An option of `pygmentsOptions`, a list of `name=value` that older sites have.
fn old_option(data: &Map, name: &str) -> Option<String> {
    let options = text(data, "pygmentsoptions")?;
    let mut options = options.split(',').filter_map(|option| option.split_once('='));
    let found = options.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    Some(found.1.trim().to_owned())
}

/// The numbers of lines that all blocks of code have.
fn line_numbers(data: &Map) -> Option<LineNumbers> {
    let set = text(data, "markup.highlight.linenos").or_else(|| old_option(data, "linenos"))?;
    let in_table = match set.as_str() {
        "false" => return None,
        "inline" => false,
        "table" => true,
        _ => truth(data, "markup.highlight.linenumbersintable").unwrap_or(true),
    };
    let first = number(data, "markup.highlight.linenostart").and_then(|first| u32::try_from(first).ok());
    Some(LineNumbers { in_table, first: first.unwrap_or(1) })
}
