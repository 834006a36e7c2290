//! `feedwright schema`: the JSON schema of the configuration, from its types.

use std::process::ExitCode;

use crate::cli::{Outcome, console};

pub(crate) fn run() -> Outcome {
    console::line(&serde_json::to_string_pretty(&feedwright::site::config::schema())?);
    Ok(ExitCode::SUCCESS)
}
