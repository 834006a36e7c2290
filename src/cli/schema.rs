//! `feedwright schema`: the JSON schema of the configuration, from its types and the tables of names.

use std::process::ExitCode;

use crate::cli::console::Console;
use crate::cli::failure::CommandResult;

pub(crate) fn run(console: &Console) -> CommandResult {
    console.lines(&serde_json::to_string_pretty(&feedwright::lint::schema())?);
    Ok(ExitCode::SUCCESS)
}
