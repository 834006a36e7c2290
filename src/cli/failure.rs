//! Why a command could not run, and what it comes to when it did.

use std::fmt;
use std::process::ExitCode;

/// Why a command could not run: exit code 2.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Failure {
    /// A failure in these words: what is wrong, and what to do.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// What a command comes to.
pub(crate) type Outcome = Result<ExitCode, Failure>;
