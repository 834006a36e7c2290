//! The table of reporters: the ways to write a report down.

mod checkstyle;
mod concise;
mod github;
mod gitlab;
mod grouped;
mod json;
mod junit;
mod sarif;
mod text;

use crate::report::Reporter;

/// Every reporter, in the order that help shows them in.
pub const REPORTERS: &[Reporter] = &[
    text::REPORTER,
    concise::REPORTER,
    grouped::REPORTER,
    json::REPORTER,
    json::LINES,
    sarif::REPORTER,
    github::REPORTER,
    gitlab::REPORTER,
    junit::REPORTER,
    checkstyle::REPORTER,
];

/// The reporter of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Reporter> {
    REPORTERS.iter().find(|reporter| reporter.name == name)
}

/// Escapes what XML 1.0 cannot hold in an attribute or a text; characters that it forbids become U+FFFD.
fn xml_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push_str(&format!("&#{};", u32::from(c))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
