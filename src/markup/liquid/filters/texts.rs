//! Filters that work on texts.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, Outcome};
use crate::markup::liquid::filters::json;
use crate::markup::liquid::value::Value;
use crate::markup::markdown;
use crate::text::html;
use crate::text::url::{SlugMode, slugify};

pub(super) fn apply<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Outcome<'a> {
    if !NAMES.contains(&name) {
        return Ok(Err(input));
    }
    // These leave nothing as it is.
    let keeps_nil = ["escape", "h", "truncate", "truncatewords", "slugify", "markdownify_nil"];
    if matches!(input, Value::Nil) && keeps_nil.contains(&name) {
        return Ok(Ok(input));
    }
    match name {
        "jsonify" => {
            context.weigh(&input)?;
            return Ok(Ok(json::write(&input).into()));
        }
        "inspect" => {
            context.weigh(&input)?;
            let plain = input.to_plain(crate::markup::liquid::value::DEEPEST);
            return Ok(Ok(xml_escape(&plain.inspect()).into()));
        }
        "default" => {
            let allow_false =
                arguments.named.iter().any(|(name, value)| name == "allow_false" && value.is_truthy());
            let missing = match &input {
                Value::Nil => true,
                Value::Bool(false) => !allow_false,
                Value::Empty | Value::Blank => false,
                other => other.is_empty(),
            };
            let instead = || arguments.get(0).cloned().unwrap_or_else(|| "".into());
            return Ok(Ok(if missing { instead() } else { input }));
        }
        _ => {}
    }
    let text = context.text(input)?;
    let argument = |index| arguments.text(index);
    let output: String = match name {
        "downcase" => text.to_lowercase(),
        "upcase" => text.to_uppercase(),
        "capitalize" => capitalize(&text),
        "escape" | "h" => html_escape(&text),
        "escape_once" => escape_once(&text),
        "xml_escape" => xml_escape(&text),
        "strip" => text.trim_matches(is_blank).to_owned(),
        "lstrip" => text.trim_start_matches(is_blank).to_owned(),
        "rstrip" => text.trim_end_matches(is_blank).to_owned(),
        "strip_html" => html::text::strip_html(&text).into_owned(),
        "strip_newlines" => text.replace("\r\n", "").replace('\n', ""),
        "newline_to_br" => text.replace("\r\n", "\n").replace('\n', "<br />\n"),
        "normalize_whitespace" => html::text::normalize_whitespace(&text).into_owned(),
        "append" => [text.as_ref(), &argument(0)].concat(),
        "prepend" => [&argument(0), text.as_ref()].concat(),
        "replace" | "remove" => {
            let (what, with) = (argument(0), if name == "remove" { String::new() } else { argument(1) });
            // Before it is done: an empty pattern puts the text between all characters.
            let times = if what.is_empty() { text.chars().count() + 1 } else { text.matches(&what).count() };
            // A reference may stand for the whole text.
            let length = if with.contains('\\') { with.len() + text.len() } else { with.len() };
            context.spend(times.saturating_mul(length) / 16)?;
            replace(&text, &what, &with, usize::MAX)
        }
        "replace_first" => {
            let with = argument(1);
            context.spend(with.len().saturating_mul(1 + text.len() / 32) / 16)?;
            replace(&text, &argument(0), &with, 1)
        }
        "remove_first" => text.replacen(&argument(0), "", 1),
        "replace_last" => replace_last(&text, &argument(0), &argument(1)),
        "remove_last" => replace_last(&text, &argument(0), ""),
        "truncate" => {
            let ending = arguments.get(1).map_or_else(|| "...".into(), |value| value.to_text());
            truncate(&text, arguments.int(0).unwrap_or(50), &ending)
        }
        "truncatewords" => {
            let ending = arguments.get(1).map_or_else(|| "...".into(), |value| value.to_text());
            truncate_words(&text, arguments.int(0).unwrap_or(15), &ending)
        }
        "slugify" => match arguments.get(0) {
            None | Some(Value::Nil) => slugify(&text, SlugMode::Default, false),
            Some(mode) => slugify(&text, SlugMode::from_name(&mode.to_text()), false),
        },
        "markdownify" => markdown::render(&text, context.globals.markdown()),
        "smartify" => markdown::smartify(&text, context.globals.markdown()),
        "number_of_words" => {
            let count = number_of_words(&text, &argument(0));
            return Ok(Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX))));
        }
        "split" => {
            let parts: Vec<Value<'a>> = split(&text, &argument(0)).into_iter().map(Value::from).collect();
            context.spend(parts.len())?;
            return Ok(Ok(parts.into_iter().collect()));
        }
        _ => text.into_owned(),
    };
    context.spend_text(&output)?;
    Ok(Ok(output.into()))
}

const NAMES: &[&str] = &[
    "append",
    "capitalize",
    "default",
    "downcase",
    "escape",
    "escape_once",
    "h",
    "inspect",
    "jsonify",
    "lstrip",
    "markdownify",
    "newline_to_br",
    "normalize_whitespace",
    "number_of_words",
    "prepend",
    "remove",
    "remove_first",
    "remove_last",
    "replace",
    "replace_first",
    "replace_last",
    "rstrip",
    "sassify",
    "scssify",
    "slugify",
    "smartify",
    "split",
    "strip",
    "strip_html",
    "strip_newlines",
    "truncate",
    "truncatewords",
    "upcase",
    "xml_escape",
];

/// What Ruby's `strip` takes off.
fn is_blank(c: char) -> bool {
    matches!(c, '\0' | '\t'..='\r' | ' ')
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    first + &chars.as_str().to_lowercase()
}

fn html_escape(text: &str) -> String {
    escape_with(text, "&#39;")
}

/// `xml_escape` of Jekyll, which writes an apostrophe by its name.
fn xml_escape(text: &str) -> String {
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

fn escape_once(text: &str) -> String {
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
fn replace(text: &str, what: &str, with: &str, most: usize) -> String {
    if !with.contains('\\') {
        return text.replacen(what, with, most);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in text.match_indices(what).take(most) {
        let end = at + found.len();
        let part = |start: usize, end: usize| text.get(start..end).unwrap_or("");
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
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

fn replace_last(text: &str, what: &str, with: &str) -> String {
    match text.rfind(what) {
        Some(at) => {
            [text.get(..at).unwrap_or_default(), with, text.get(at + what.len()..).unwrap_or_default()]
                .concat()
        }
        None => text.to_owned(),
    }
}

fn truncate(text: &str, length: i64, ending: &str) -> String {
    let length = usize::try_from(length).unwrap_or(0);
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept = length.saturating_sub(ending.chars().count());
    text.chars().take(kept).chain(ending.chars()).collect()
}

fn truncate_words(text: &str, words: i64, ending: &str) -> String {
    let words = usize::try_from(words).unwrap_or(1).max(1);
    let mut parts = text.split_ascii_whitespace();
    let kept: Vec<&str> = parts.by_ref().take(words).collect();
    if parts.next().is_none() {
        return text.to_owned();
    }
    kept.join(" ") + ending
}

static CJK: LazyLock<Option<(Regex, Regex)>> = LazyLock::new(|| {
    let scripts = r"\p{Han}\p{Katakana}\p{Hiragana}\p{Hangul}";
    Some((Regex::new(&format!("[{scripts}]")).ok()?, Regex::new(&format!(r"[^{scripts}\s]+")).ok()?))
});

fn number_of_words(text: &str, mode: &str) -> usize {
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

/// Ruby's `split`: at runs of white space for a blank, between all characters for `""`, empty parts at the end dropped.
fn split(text: &str, separator: &str) -> Vec<String> {
    let mut parts: Vec<String> = match separator {
        " " => text.split_ascii_whitespace().map(str::to_owned).collect(),
        "" => text.chars().map(String::from).collect(),
        _ => text.split(separator).map(str::to_owned).collect(),
    };
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}
