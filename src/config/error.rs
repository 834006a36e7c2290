//! A configuration that cannot be taken, with the place in the file.

use std::fmt;

use crate::source::{LineIndex, Position, SourceFile, Span};
use crate::suggest::did_you_mean;

/// Why a configuration cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// The file, where one is at fault.
    pub path: Option<String>,
    /// The place in it, where one is known.
    pub position: Option<Position>,
    /// What is wrong and what to do.
    pub message: String,
}

impl ConfigError {
    /// A fault at a place of a file.
    pub fn new(file: &SourceFile, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            path: Some(file.path.to_string()),
            position: span.map(|span| LineIndex::new(&file.text).position(&file.text, span.start)),
            message: message.into(),
        }
    }

    /// A fault of no file: two that do not go together, or something that is missing.
    pub fn general(message: impl Into<String>) -> Self {
        Self { path: None, position: None, message: message.into() }
    }

    /// The TOML reader's error in our words: it knows the place and, for an unknown key, the right ones.
    pub(super) fn from_toml(file: &SourceFile, error: &toml::de::Error) -> Self {
        let message = error.message();
        let in_backquotes: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let message = match (message.strip_prefix("unknown field"), in_backquotes.split_first()) {
            (Some(_), Some((key, right))) => {
                format!("unknown key `{key}`{}", did_you_mean(key, right.iter().copied()))
            }
            _ => match (message.strip_prefix("unknown variant"), in_backquotes.split_first()) {
                (Some(_), Some((value, right))) => {
                    format!(
                        "`{value}` is not one of {}{}",
                        right.join(", "),
                        did_you_mean(value, right.iter().copied())
                    )
                }
                _ => message.to_owned(),
            },
        };
        Self::new(file, error.span().map(Span::from), message)
    }
}

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

/// The place of the header of the `index`-th table of an array, as `[[feeds]]`.
pub(super) fn nth_table(text: &str, header: &str, index: usize) -> Option<Span> {
    text.match_indices(header).nth(index).map(|(at, found)| Span::new(at, at + found.len()))
}
