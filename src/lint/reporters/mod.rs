//! The table of reporters: the ways to write a report down.

mod checkstyle;
mod concise;
mod escape;
mod github;
mod gitlab;
mod grouped;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

use crate::lint::report::Reporter;

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
    markdown::REPORTER,
    junit::REPORTER,
    checkstyle::REPORTER,
];

/// The reporter of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Reporter> {
    REPORTERS.iter().find(|reporter| reporter.name == name)
}

#[cfg(test)]
mod tests;
