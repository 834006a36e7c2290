//! How a Jekyll site wants its Markdown read: the keys `markdown:`, `kramdown:` and `highlighter:`.
//!
//! Source: Jekyll's `configuration.rb` and `converters/markdown/kramdown_parser.rb`; kramdown's `options.rb`.

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown::{Dialect, ForeignIds, Options};
use crate::site::config;
use crate::site::conventions::fields::{strings, text_of};
use crate::text::html::text::unescape;

/// The options that the configuration comes to; `ours` is the dialect that feedwright.toml names.
pub(super) fn markdown_options(data: &Map, ours: Option<config::Markdown>) -> Options {
    let engine = text_of(data, "markdown").unwrap_or_else(|| "kramdown".to_owned());
    let kramdown = match ours {
        Some(dialect) => dialect == config::Markdown::Kramdown,
        None => engine.eq_ignore_ascii_case("kramdown"),
    };
    let mut options = if kramdown { Options::default() } else { Options::common_mark() };
    let settings = match data.get("kramdown").map(|node| &node.value) {
        Some(Value::Map(settings)) => Some(settings),
        _ => None,
    };
    if let Some(settings) = settings {
        apply(settings, &mut options);
    }
    let highlighter = data.get("highlighter").map(|node| &node.value);
    options.known_highlighter = match highlighter {
        None | Some(Value::Null) => true,
        Some(Value::Bool(_)) => false,
        Some(_) => matches!(text_of(data, "highlighter").as_deref(), Some("rouge" | "pygments")),
    };
    // One that is missing, `false` or null gives way to the next.
    let name =
        settings.and_then(|own| name_of(own, "syntax_highlighter")).or_else(|| name_of(data, "highlighter"));
    options.syntax_highlighter &= matches!(name.as_deref(), None | Some("rouge" | "coderay"));
    options.dialect = if kramdown { Dialect::Kramdown } else { Dialect::CommonMark };
    let is = |name: &&str| engine.eq_ignore_ascii_case(name);
    options.foreign_ids = match ours {
        None if IDS_OF_LETTERS.iter().any(is) => ForeignIds::Letters,
        None if !KNOWN_IDS.iter().any(is) => ForeignIds::Any,
        _ => ForeignIds::None,
    };
    if ours.is_none() && engine.eq_ignore_ascii_case("rdiscount") && !makes_toc(data) {
        // Discount gives headings ids for a table of contents alone.
        options.auto_ids = false;
        options.foreign_ids = ForeignIds::None;
    }
    if ours.is_none() && engine.eq_ignore_ascii_case("CommonMarkGhPages") {
        // jekyll-commonmark-ghpages makes ids as kramdown without GFM does.
        options.auto_ids = true;
        options.gfm = false;
    }
    options
}

/// Whether RDiscount is configured to make a table of contents (Jekyll 2: lib/jekyll/converters/markdown/rdiscount_parser.rb).
fn makes_toc(data: &Map) -> bool {
    let Some(Value::Map(settings)) = data.get("rdiscount").map(|node| &node.value) else { return false };
    let is_toc = |value: &Value| matches!(value, Value::String(name) if name == "generate_toc");
    let extends = match settings.get("extensions").map(|node| &node.value) {
        Some(Value::List(names)) => names.iter().any(|node| is_toc(&node.value)),
        Some(name) => is_toc(name),
        None => false,
    };
    extends || settings.get("toc_token").is_some()
}

/// The processors whose ids of headings are known.
const KNOWN_IDS: [&str; 3] = ["kramdown", "CommonMark", "CommonMarkGhPages"];
/// Those that make ids in each version in another way, of a heading's letters in all.
const IDS_OF_LETTERS: [&str; 1] = ["redcarpet"];

/// The name of a highlighter; nothing for what Ruby has for false.
fn name_of(settings: &Map, key: &str) -> Option<String> {
    match settings.get(key).map(|node| &node.value) {
        None | Some(Value::Null | Value::Bool(false)) => None,
        Some(_) => text_of(settings, key).or_else(|| Some(String::new())),
    }
}

/// The characters of kramdown's `smart_quotes`, in its order, with the names that stand for them.
const QUOTES: [(&str, &str); 4] = [("‘", "lsquo"), ("’", "rsquo"), ("“", "ldquo"), ("”", "rdquo")];

/// The names of kramdown's `typographic_symbols` with their characters.
const SYMBOLS: [(&str, &str); 7] = [
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("laquo_space", "«\u{a0}"),
    ("raquo_space", "\u{a0}»"),
];

/// The first line's number, where blocks of code are to have numbers: `block: {line_numbers: true, start_line: 1}`, or
/// the same without `block:`.
fn line_numbers(highlighter: &Map) -> Option<u32> {
    let block = match highlighter.get("block").map(|node| &node.value) {
        Some(Value::Map(block)) => Some(block),
        _ => None,
    };
    let option = |key: &str| block.and_then(|block| block.get(key)).or_else(|| highlighter.get(key));
    option("line_numbers").filter(|node| node.value.is_truthy())?;
    match option("start_line").map(|node| &node.value) {
        Some(Value::Int(first)) => u32::try_from(*first).ok(),
        _ => Some(1),
    }
}

fn apply(settings: &Map, options: &mut Options) {
    let flag = |key: &str, old: bool| match settings.get(key).map(|node| &node.value) {
        Some(Value::Bool(set)) => *set,
        Some(Value::String(text)) => text != "false",
        _ => old,
    };
    if let Some(input) = text_of(settings, "input") {
        options.gfm = input.eq_ignore_ascii_case("gfm");
    }
    options.hard_wrap = flag("hard_wrap", options.hard_wrap);
    options.auto_ids = flag("auto_ids", options.auto_ids);
    options.parse_block_html = flag("parse_block_html", options.parse_block_html);
    options.parse_span_html = flag("parse_span_html", options.parse_span_html);
    options.auto_id_prefix = text_of(settings, "auto_id_prefix").unwrap_or_default();
    options.footnote_prefix = text_of(settings, "footnote_prefix").unwrap_or_default();
    if let Some(text) = text_of(settings, "footnote_backlink") {
        options.footnote_backlink = text;
    }
    if let Some(Value::Int(number)) = settings.get("footnote_nr").map(|node| &node.value) {
        options.footnote_nr = u32::try_from(*number).unwrap_or(1);
    }
    if let Some(Value::Int(offset)) = settings.get("header_offset").map(|node| &node.value) {
        options.header_offset = i8::try_from((*offset).clamp(-6, 6)).unwrap_or(0);
    }
    if let Some(levels) = text_of(settings, "toc_levels") {
        let digits: Vec<u8> = levels
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .filter(|d| (1..=6).contains(d))
            .collect();
        if let (Some(least), Some(most)) = (digits.iter().min(), digits.iter().max()) {
            options.toc_levels = *least..=*most;
        }
    }
    // Straight quotes out for straight quotes in: the usual way of turning the feature off.
    let quotes = strings(settings, "smart_quotes").join(",");
    let quotes: Vec<&str> = quotes.split(',').map(str::trim).collect();
    if matches!(quotes.as_slice(), ["apos" | "39", "apos" | "39", "quot" | "34", "quot" | "34"]) {
        options.smart_quotes = false;
    } else if quotes.len() == QUOTES.len() {
        for (name, (glyph, _)) in quotes.iter().zip(QUOTES).filter(|(name, (_, own))| *name != own) {
            let number = if name.bytes().all(|byte| byte.is_ascii_digit()) { "#" } else { "" };
            let own = unescape(&format!("&{number}{name};")).into_owned();
            if !own.starts_with('&') {
                options.glyphs.push((glyph, own));
            }
        }
    }
    if let Some(Value::Map(symbols)) = settings.get("typographic_symbols").map(|node| &node.value) {
        let own = |(name, glyph)| Some((glyph, text_of(symbols, name)?));
        options.glyphs.extend(SYMBOLS.into_iter().filter_map(own));
    }
    if strings(settings, "gfm_quirks").iter().any(|quirk| quirk == "no_auto_typographic") {
        options.typographic_symbols = false;
    }
    options.math = !matches!(
        settings.get("math_engine").map(|node| &node.value),
        Some(Value::Null | Value::Bool(false))
    );
    if let Some(Value::Map(highlighter)) = settings.get("syntax_highlighter_opts").map(|node| &node.value) {
        options.line_numbers = line_numbers(highlighter);
    }
}
