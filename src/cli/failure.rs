//! Why a command could not run, and what it comes to when it did.

use std::fmt;
use std::process::ExitCode;

/// Why a command could not run: exit code 2.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    more: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl Failure {
    /// A failure in these words: what is wrong, and what to do.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), more: Vec::new() }
    }

    /// The same with lines to print after the message.
    pub(crate) fn with_lines(self, more: Vec<String>) -> Self {
        Self { more, ..self }
    }

    /// The lines after the message.
    pub(crate) fn more(&self) -> &[String] {
        &self.more
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}

/// What a command comes to.
pub(crate) type CommandResult = Result<ExitCode, Failure>;
