//! Filters that work on strings.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, FilterResult};
use crate::markup::liquid::filters::json;
use crate::markup::liquid::value::{DEEPEST, Value};
use crate::markup::markdown;
use crate::text::pieces::Part as _;
use crate::text::url::{SlugMode, slugify};

pub(super) fn jsonify<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    context.weigh(&input)?;
    Ok(json::write(&input).into())
}

pub(super) fn inspect<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    context.weigh(&input)?;
    Ok(xml_escape(&input.to_plain(DEEPEST).inspect()).into())
}

pub(super) fn default<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let allow_false = arguments.named.iter().any(|(name, value)| name == "allow_false" && value.is_truthy());
    let missing = match &input {
        Value::Nil => true,
        Value::Bool(false) => !allow_false,
        Value::Empty | Value::Blank => false,
        other => other.is_empty(),
    };
    let instead = || arguments.get(0).cloned().unwrap_or_else(|| "".into());
    Ok(if missing { instead() } else { input })
}

pub(super) fn replace<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    what: &str,
    with: &str,
) -> FilterResult<'a> {
    let text = context.text(input)?;
    // Before it is done: an empty pattern puts the text between all characters.
    let times = if what.is_empty() { text.chars().count() + 1 } else { text.matches(what).count() };
    // A reference may stand for the whole text.
    let length = if with.contains('\\') { with.len() + text.len() } else { with.len() };
    context.spend(times.saturating_mul(length) / 16)?;
    written(context, substitute(&text, what, with, usize::MAX))
}

pub(super) fn replace_first<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let text = context.text(input)?;
    let with = arguments.text(1);
    context.spend(with.len().saturating_mul(1 + text.len() / 32) / 16)?;
    written(context, substitute(&text, &arguments.text(0), &with, 1))
}

pub(super) fn markdownify<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let html = markdown::render(&context.text(input)?, context.globals.markdown());
    written(context, html)
}

pub(super) fn smartify<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let text = markdown::smartify(&context.text(input)?, context.globals.markdown());
    written(context, text)
}

pub(super) fn number_of_words<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let count = count_words(&context.text(input)?, &arguments.text(0));
    Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// Ruby's `split`: at runs of white space for a blank, between all characters for `""`, empty parts at the end dropped.
pub(super) fn split<'a>(
    context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    let text = context.text(input)?;
    let mut parts: Vec<String> = match arguments.text(0).as_str() {
        " " => text.split_ascii_whitespace().map(str::to_owned).collect(),
        "" => text.chars().map(String::from).collect(),
        separator => text.split(separator).map(str::to_owned).collect(),
    };
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    context.spend(parts.len())?;
    Ok(parts.into_iter().map(Value::from).collect())
}

/// A string as a value, charged to the budget.
fn written<'a>(context: &mut Context<'a>, text: String) -> FilterResult<'a> {
    context.spend_text(&text)?;
    Ok(text.into())
}

pub(super) fn slug(text: &str, arguments: &Arguments<'_>) -> String {
    match arguments.get(0) {
        None | Some(Value::Nil) => slugify(text, SlugMode::Default, false),
        Some(mode) => slugify(text, SlugMode::from_name(&mode.to_text()), false),
    }
}

/// The characters that Ruby's `strip` removes.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, '\0' | '\t'..='\r' | ' ')
}

pub(super) fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    first + &chars.as_str().to_lowercase()
}

pub(super) fn html_escape(text: &str) -> String {
    escape_with(text, "&#39;")
}

/// `xml_escape` of Jekyll, which writes an apostrophe by its name.
pub(super) fn xml_escape(text: &str) -> String {
    escape_with(text, "&apos;")
}

fn escape_with(text: &str, apostrophe: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str(apostrophe),
            c => escaped.push(c),
        }
    }
    escaped
}

static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"&(?:[a-zA-Z]+|#[0-9]+);|[&<>"']"#).ok());

pub(super) fn escape_once(text: &str) -> String {
    let Some(reference) = REFERENCE.as_ref() else { return html_escape(text) };
    reference
        .replace_all(text, |found: &Captures<'_>| match &found[0] {
            whole if whole.len() > 1 => whole.to_owned(),
            sign => html_escape(sign),
        })
        .into_owned()
}

/// Replaces the first `most` places of `what`. In `with`, `\0` and `\&` are the text that is replaced, `` \` `` and `\'` the text
/// before and after it, `\1` to `\9` nothing, `\\` a backslash (Ruby's `String#sub`).
fn substitute(text: &str, what: &str, with: &str, most: usize) -> String {
    if !with.contains('\\') {
        return text.replacen(what, with, most);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in text.match_indices(what).take(most) {
        let end = at + found.len();
        let part = |start: usize, end: usize| text.part(start..end);
        out.push_str(part(from, at));
        let mut characters = with.chars();
        while let Some(c) = characters.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match characters.next() {
                Some('0' | '&') => out.push_str(found),
                Some('`') => out.push_str(part(0, at)),
                Some('\'') => out.push_str(part(end, text.len())),
                Some('1'..='9') => {}
                Some('\\') | None => out.push('\\'),
                Some(other) => out.extend(['\\', other]),
            }
        }
        from = end;
    }
    out.push_str(text.part(from..));
    out
}

pub(super) fn replace_last(text: &str, what: &str, with: &str) -> String {
    match text.rfind(what) {
        Some(at) => [text.part(..at), with, text.part(at + what.len()..)].concat(),
        None => text.to_owned(),
    }
}

pub(super) fn truncate(text: &str, arguments: &Arguments<'_>) -> String {
    let ending = ending(arguments);
    let length = usize::try_from(arguments.int(0).unwrap_or(50)).unwrap_or(0);
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept = length.saturating_sub(ending.chars().count());
    text.chars().take(kept).chain(ending.chars()).collect()
}

pub(super) fn truncate_words(text: &str, arguments: &Arguments<'_>) -> String {
    let words = usize::try_from(arguments.int(0).unwrap_or(15)).unwrap_or(1).max(1);
    let mut parts = text.split_ascii_whitespace();
    let kept: Vec<&str> = parts.by_ref().take(words).collect();
    if parts.next().is_none() {
        return text.to_owned();
    }
    kept.join(" ") + &ending(arguments)
}

/// The mark of a cut: the second argument.
fn ending(arguments: &Arguments<'_>) -> String {
    arguments.get(1).map_or_else(|| "...".to_owned(), |value| value.to_text().into_owned())
}

static CJK: LazyLock<Option<(Regex, Regex)>> = LazyLock::new(|| {
    let scripts = r"\p{Han}\p{Katakana}\p{Hiragana}\p{Hangul}";
    Some((Regex::new(&format!("[{scripts}]")).ok()?, Regex::new(&format!(r"[^{scripts}\s]+")).ok()?))
});

fn count_words(text: &str, mode: &str) -> usize {
    let words = text.split_ascii_whitespace().count();
    let Some((characters, others)) = CJK.as_ref() else { return words };
    let with_cjk = |cjk: usize| cjk + others.find_iter(text).count();
    match mode {
        "cjk" => with_cjk(characters.find_iter(text).count()),
        "auto" => match characters.find_iter(text).count() {
            0 => words,
            cjk => with_cjk(cjk),
        },
        _ => words,
    }
}
