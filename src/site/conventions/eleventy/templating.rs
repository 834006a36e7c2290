//! Template languages in content and permalinks: Liquid, and what Nunjucks shares with it, over a template's data.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::markup::front_matter::javascript::to_data;
use crate::markup::front_matter::{Fault, Map, Value as Data};
use crate::markup::javascript::{Object as JsObject, Value as Js};
use crate::markup::liquid::{self, Globals, Object, Page, Part, Strict, Value};
use crate::markup::markdown;
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::nunjucks;
use crate::site::conventions::eleventy::shared::Variables;
use crate::site::conventions::fields::capitalize;
use crate::text::date;
use crate::text::html::text::{escape_attribute, strip_html};
use crate::text::source::Span;
use crate::text::url::{latin_slug, percent_encode, punctuated_slug, resolve};

/// What a template's text comes to.
///
/// # Errors
/// Where the template cannot be run.
pub(super) fn run(text: &str, engine: Engine, variables: &Variables<'_>) -> Result<String, Fault> {
    if !liquid::may_be_template(text) && !text.contains("{#") {
        return Ok(text.to_owned());
    }
    if engine == Engine::Nunjucks {
        let made = nunjucks::render(text, variables, None);
        return match made.unknown.first() {
            Some(unknown) => {
                Err(Fault::new(Span::at(unknown.at), format!("`{}` is not known", unknown.name)))
            }
            None => Ok(made.text),
        };
    }
    match in_liquid(text, engine) {
        Some(source) => liquid::render(&source, variables, variables),
        None => Ok(text.to_owned()),
    }
}

/// The same, with the names that the template prints; an unknown filter is an error.
///
/// # Errors
/// Where the template cannot be run.
pub(super) fn run_strictly(
    text: &str,
    engine: Engine,
    variables: &Variables<'_>,
) -> Option<Result<Strict, Fault>> {
    in_liquid(text, engine).map(|source| liquid::render_strictly(&source, variables, variables))
}

/// A template as Liquid; nothing for one of a language that is not read.
fn in_liquid(text: &str, engine: Engine) -> Option<Cow<'_, str>> {
    match engine {
        Engine::Liquid => Some(Cow::Borrowed(text)),
        Engine::Nunjucks => Some(Cow::Owned(as_liquid(text))),
        Engine::Other => None,
    }
}

/// Nunjucks as Liquid, where both have the same under another name: `set`, `elif`, comments, and arguments in brackets.
fn as_liquid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((raw, after)) = raw_block(from) {
            out.push_str(&raw);
            rest = after;
            continue;
        }
        let end = |close: &str| from.find(close).map(|end| end + close.len());
        let length = match from.as_bytes().get(1) {
            Some(b'#') => {
                rest = from.get(end("#}").unwrap_or(from.len())..).unwrap_or("");
                continue;
            }
            Some(b'%') => end("%}"),
            Some(b'{') => end("}}"),
            _ => None,
        };
        let Some(length) = length else {
            out.push('{');
            rest = from.get(1..).unwrap_or("");
            continue;
        };
        let (tag, after) = from.split_at(length);
        out.push_str(&tag_as_liquid(tag));
        rest = after;
    }
    out + rest
}

/// `{% raw %}…{% endraw %}` or `{% verbatim %}`, in which nothing is a tag, and what follows.
fn raw_block(text: &str) -> Option<(String, &str)> {
    let tag = |text: &str| {
        let inner = text.strip_prefix("{%")?;
        let end = inner.find("%}")?;
        Some((inner.get(..end)?.trim_matches('-').trim().to_owned(), end + 4))
    };
    let (name, start) = tag(text)?;
    if name != "raw" && name != "verbatim" {
        return None;
    }
    let body = text.get(start..)?;
    let close = format!("end{name}");
    let (at, length) = body.match_indices("{%").find_map(|(at, _)| {
        let (name, length) = tag(body.get(at..)?)?;
        (name == close).then_some((at, length))
    })?;
    Some((format!("{{% raw %}}{}{{% endraw %}}", body.get(..at)?), body.get(at + length..)?))
}

fn tag_as_liquid(tag: &str) -> String {
    let open = if tag.get(2..3) == Some("-") { 3 } else { 2 };
    let close = tag.len() - if tag.ends_with("-%}") || tag.ends_with("-}}") { 3 } else { 2 };
    let (start, inner, end) =
        match (tag.get(..open), tag.get(open..close.max(open)), tag.get(close.max(open)..)) {
            (Some(start), Some(inner), Some(end)) => (start, inner, end),
            _ => return tag.to_owned(),
        };
    let (name, rest) = inner.trim_start().split_once(char::is_whitespace).unwrap_or((inner.trim(), ""));
    let inner = match name {
        "set" if rest.contains('=') => format!(" assign {rest}"),
        "set" => format!(" capture {rest}"),
        "endset" => " endcapture ".to_owned(),
        "elif" => format!(" elsif {rest}"),
        _ => inner.to_owned(),
    };
    if start.starts_with("{{")
        && let Some(choice) = choice_as_liquid(&inner)
    {
        return choice;
    }
    let inner = if start.starts_with("{{") { sum_as_liquid(&inner) } else { inner };
    let mut inner = filters_as_liquid(&inner.replace("loop.", "forloop."));
    if start.starts_with("{{") && !is_escaped(&inner) {
        inner = format!("{} | escape ", inner.trim_end());
    }
    format!("{start}{inner}{end}")
}

/// `a + 1` as `a | plus: 1`, of two numbers without filters.
fn sum_as_liquid(inner: &str) -> String {
    const SIGNS: [(&str, &str); 4] =
        [(" + ", "plus"), (" - ", "minus"), (" * ", "times"), (" / ", "divided_by")];
    let is_plain = !inner.contains(['"', '\'', '|', '(', '[']);
    let found = SIGNS.iter().find_map(|(sign, filter)| Some((inner.split_once(sign)?, filter)));
    match found.filter(|((_, right), _)| is_plain && !right.trim().contains(' ')) {
        Some(((left, right), filter)) => format!("{left} | {filter}: {right}"),
        None => inner.to_owned(),
    }
}

/// `{{ a if b else c }}` and `{{ a or b }}` as conditions.
fn choice_as_liquid(inner: &str) -> Option<String> {
    let output = |value: &str| tag_as_liquid(&format!("{{{{ {} }}}}", value.trim()));
    if inner.contains(['"', '\'']) && [" if ", " or "].iter().any(|word| is_in_quotes(inner, word)) {
        return None;
    }
    if let Some((value, rest)) = inner.split_once(" if ") {
        let (condition, other) = rest.split_once(" else ").unwrap_or((rest, ""));
        let other = if other.trim().is_empty() { String::new() } else { output(other) };
        return Some(format!(
            "{{% if {} %}}{}{{% else %}}{other}{{% endif %}}",
            condition.trim(),
            output(value)
        ));
    }
    let (value, other) = inner.split_once(" or ")?;
    let value = value.trim();
    // An empty string is false to Nunjucks.
    Some(format!(
        "{{% if {value} and {value} != \"\" %}}{}{{% else %}}{}{{% endif %}}",
        output(value),
        output(other)
    ))
}

/// Whether the first of a word stands between quotes.
fn is_in_quotes(text: &str, word: &str) -> bool {
    let before = text.find(word).and_then(|at| text.get(..at)).unwrap_or("");
    before.matches('"').count() % 2 == 1 || before.matches('\'').count() % 2 == 1
}

/// Whether an output ends with a filter after which nothing is escaped.
fn is_escaped(inner: &str) -> bool {
    let last = inner.rsplit_once('|').map_or("", |(_, last)| last.trim());
    let name = last.split([':', ' ']).next().unwrap_or("");
    matches!(name, "safe" | "escape" | "e")
}

/// `a | f("x", y)` as `a | f: "x", y`.
fn filters_as_liquid(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut quote = None;
    let (mut in_filter, mut open) = (false, false);
    for c in inner.chars() {
        match (quote, c) {
            (Some(q), _) => {
                quote = Some(q).filter(|q| *q != c);
                out.push(c);
            }
            (None, '"' | '\'') => {
                quote = Some(c);
                out.push(c);
            }
            (None, '|') => {
                in_filter = true;
                out.push(c);
            }
            (None, '(') if in_filter && !open => {
                open = true;
                out.push_str(": ");
            }
            (None, ')') if open => {
                (open, in_filter) = (false, false);
            }
            _ => out.push(c),
        }
    }
    // A filter without arguments in its brackets.
    let out = out.replace(": |", " |");
    let out = out.trim_end_matches(": ");
    out.replace("| length", "| size")
}

impl Globals for Variables<'_> {
    fn variable(&self, name: &str) -> Option<Value<'_>> {
        let node = self.data.get(name).or_else(|| self.shared.global.get(name))?;
        Some(Value::from(&node.value))
    }

    fn include(&self, _: &str) -> Result<Option<&str>, &str> {
        Ok(None)
    }

    fn post_url(&self, _: &str) -> Option<String> {
        None
    }

    fn link(&self, _: &str) -> Option<String> {
        None
    }

    fn zone(&self) -> Tz {
        Tz::UTC
    }

    fn url(&self) -> Option<&str> {
        self.shared.url.as_deref()
    }

    fn baseurl(&self) -> Option<&str> {
        Some(&self.shared.path_prefix)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.shared.now
    }

    fn markdown(&self) -> &markdown::Options {
        &self.shared.markdown
    }

    fn has_filters(&self) -> bool {
        true
    }

    fn filter(&self, name: &str, input: &str, argument: &dyn Fn(usize) -> String) -> Option<String> {
        if let Some((_, function)) = self.shared.filters.iter().rev().find(|(known, _)| known == name) {
            // A missing argument comes as an empty string.
            let or_missing = |text: String| if text.is_empty() { Js::Undefined } else { Js::Text(text) };
            let given = [time_or_text(input), or_missing(argument(0)), or_missing(argument(1))];
            let made = nunjucks::with_reader(self, |reader| reader.call(function, &given)).to_text();
            // One that calls a library gives way to Eleventy's filter of the same name.
            if made.is_some() {
                return made;
            }
        }
        match name {
            "slugify" => Some(latin_slug(input)),
            "slug" => Some(punctuated_slug(input)),
            "absoluteUrl" => Some(resolve(&argument(0), input).into_owned()),
            "htmlBaseUrl" if !argument(0).is_empty() => {
                let below = format!("{}{input}", self.shared.path_prefix);
                Some(resolve(&argument(0), if input.starts_with('/') { &below } else { input }).into_owned())
            }
            "url" if input.starts_with('/') => Some(format!("{}{input}", self.shared.path_prefix)),
            "url" | "safe" | "inputPathToUrl" => Some(input.to_owned()),
            _ => nunjucks_filter(name, input),
        }
    }
}

/// What a filter gets: a time where the text is one as templates print it, `2024-01-02 00:00:00 +0000`.
fn time_or_text(input: &str) -> Js {
    let is_time = input.len() == 25
        && input.as_bytes().get(10) == Some(&b' ')
        && input.starts_with(|c: char| c.is_ascii_digit());
    match date::parse(input, Tz::UTC) {
        Ok(time) if is_time => Js::Time(time.timestamp_millis()),
        _ => Js::Text(input.to_owned()),
    }
}

/// The filters of Nunjucks that Liquid has under another name.
fn nunjucks_filter(name: &str, input: &str) -> Option<String> {
    Some(match name {
        "lower" => input.to_lowercase(),
        "upper" => input.to_uppercase(),
        "trim" => input.trim().to_owned(),
        "title" => input.split(' ').map(capitalize).collect::<Vec<_>>().join(" "),
        "urlencode" => {
            let mut out = String::with_capacity(input.len());
            percent_encode(input, &mut out);
            out
        }
        "e" => escape_attribute(input).into_owned(),
        "striptags" => strip_html(input).trim().to_owned(),
        _ => return None,
    })
}

impl Object for Variables<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        self.page.get(key).map(|node| Value::from(&node.value))
    }

    fn keys(&self) -> Vec<&str> {
        self.page.iter().map(|entry| entry.key.as_str()).collect()
    }
}

impl Page for Variables<'_> {
    fn text_of(&self, _: &str, _: Part) -> Option<String> {
        None
    }

    fn related(&self) -> Option<Value<'_>> {
        None
    }

    fn file_beside(&self, _: &str) -> Result<Option<String>, String> {
        Ok(None)
    }

    fn cannot_read(&self, _: &str, _: &str) {}
}

/// An object of a program as data.
pub(super) fn as_map(object: &JsObject) -> Map {
    match to_data(&Js::Object(object.clone())) {
        Some(Data::Map(map)) => map,
        _ => Map::default(),
    }
}
