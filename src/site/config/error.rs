//! A configuration that cannot be taken, with the place in the file.

use std::fmt;

use crate::text::source::{LineIndex, Position, SourceFile, Span};
use crate::text::suggest::did_you_mean;

/// Why a configuration cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// The file with the error, if it is in one.
    pub path: Option<String>,
    /// The place in it, where one is known.
    pub position: Option<Position>,
    /// What is wrong and what to do.
    pub message: String,
}

impl ConfigError {
    /// An error at a place of a file.
    pub fn new(file: &SourceFile, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            path: Some(file.path.to_string()),
            position: span.map(|span| LineIndex::new(&file.text).position(&file.text, span.start)),
            message: message.into(),
        }
    }

    /// An error of no single file: two that conflict, or something that is missing.
    pub(crate) fn general(message: impl Into<String>) -> Self {
        Self { path: None, position: None, message: message.into() }
    }

    /// The TOML reader's error in our words: it knows the place and, for an unknown key, the right ones.
    /// `elsewhere` is what to do about a key that belongs to another section than the one with these keys.
    pub(super) fn from_toml(file: &SourceFile, error: &toml::de::Error, elsewhere: Elsewhere<'_>) -> Self {
        let span = error.span().map(Span::from);
        let message = table_for_list(&file.text, span, error.message())
            .unwrap_or_else(|| in_our_words(error.message(), key_before(&file.text, span), elsewhere));
        Self::new(file, span, message)
    }
}

/// What to do about a key that is not one of these, where it belongs elsewhere.
type Elsewhere<'a> = &'a dyn Fn(&str, &[&str]) -> Option<String>;

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(out, "{path}:")?;
            if let Some(position) = self.position {
                write!(out, "{position}:")?;
            }
            out.write_str(" ")?;
        }
        out.write_str(&self.message)
    }
}

/// What to say of `[feeds]` where `[[feeds]]` is meant.
fn table_for_list(text: &str, span: Option<Span>, message: &str) -> Option<String> {
    let line = text.get(span?.start..)?.lines().next()?.trim();
    let name = line.strip_prefix('[')?.strip_suffix(']').filter(|name| !name.starts_with('['))?;
    message.ends_with("expected a sequence").then(|| {
        format!("there may be several tables of this kind, each under a line of its own: write `[[{name}]]`")
    })
}

/// The TOML reader's message in plain words; `key` is what the value is of.
fn in_our_words(message: &str, key: Option<&str>, elsewhere: Elsewhere<'_>) -> String {
    let in_backquotes: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let of_key = key.map_or_else(|| "it".to_owned(), |key| format!("`{key}`"));
    if let (Some(_), Some((key, right))) =
        (message.strip_prefix("unknown field"), in_backquotes.split_first())
    {
        let advice = elsewhere(key, right).unwrap_or_else(|| did_you_mean(key, right.iter().copied()));
        return format!("unknown key `{key}`{advice}");
    }
    if let (Some(_), Some((value, right))) =
        (message.strip_prefix("unknown variant"), in_backquotes.split_first())
    {
        let near = did_you_mean(value, right.iter().copied());
        return format!("`{value}` is not one of {}{near}", right.join(", "));
    }
    if let (Some(_), Some(key)) = (message.strip_prefix("missing field"), in_backquotes.first()) {
        return format!("`{key}` is missing here");
    }
    let mismatch = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    if let Some((got, wanted)) = mismatch.and_then(|rest| rest.split_once(", expected ")) {
        return format!("{of_key} takes {}, not {}", wanted_words(wanted.trim()), got_words(got));
    }
    if message.starts_with("a name, or a table") || message.starts_with("a level, or a table") {
        return format!("{of_key} takes {message}");
    }
    message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(": ")
}

/// What serde calls a type that was wanted.
fn wanted_words(name: &str) -> &str {
    match name {
        "a string" => "a string in quotes",
        "a boolean" => "`true` or `false`",
        "usize" | "u64" | "u32" => "a whole number, 0 or more",
        "a sequence" => "a list: `[…]`",
        "a date" => "a date: `2024-05-31`",
        name if name.starts_with("struct ") || name == "a map" => "a table of keys",
        name => name,
    }
}

/// What serde calls a value that was found.
fn got_words(found: &str) -> String {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {}", text.trim_matches('`')),
        Some(("integer" | "floating", rest)) => {
            format!("the number {}", rest.trim_start_matches("point ").trim_matches('`'))
        }
        Some(("boolean", value)) => value.to_owned(),
        _ => match found {
            "sequence" => "a list".to_owned(),
            "map" => "a table or a date".to_owned(),
            found => found.to_owned(),
        },
    }
}

/// The key whose value stands at a place, where it stands on the same line.
fn key_before(text: &str, span: Option<Span>) -> Option<&str> {
    let before = text.get(..span?.start)?;
    let line = before.rsplit('\n').next()?;
    let key = line.trim_end().trim_end_matches('[').trim_end().strip_suffix('=')?.trim();
    let key = key.rsplit(['{', ',', ' ']).next()?;
    (!key.is_empty()).then_some(key)
}
