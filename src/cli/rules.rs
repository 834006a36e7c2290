//! `feedwright rules`: every rule of the linter.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use feedwright::lint::rules;
use serde::Serialize;

use crate::cli::console::Console;
use crate::cli::failure::CommandResult;

/// List the rules of the linter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright rules
  feedwright rules --format json | jq '.[] | select(.fixable) | .name'")]
pub(crate) struct RulesArgs {
    /// A table for people, JSON for programs
    #[arg(long, alias = "output-format", value_enum, default_value_t = RulesFormat::Table)]
    format: RulesFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RulesFormat {
    Table,
    Json,
}

/// One rule, as `--format json` has it.
#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    level: &'static str,
    on_by_default: bool,
    fixable: bool,
    subject: &'static str,
    summary: &'static str,
}

pub(crate) fn run(args: &RulesArgs, console: &Console) -> CommandResult {
    let rows: Vec<Row> = rules::all()
        .map(|rule| Row {
            name: rule.name,
            level: rule.level.name(),
            on_by_default: rule.on_by_default,
            fixable: rule.fixable,
            subject: rule.check.subject(),
            summary: rule.summary,
        })
        .collect();
    match args.format {
        RulesFormat::Json => console.lines(&serde_json::to_string_pretty(&rows)?),
        RulesFormat::Table => {
            let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
            for row in &rows {
                let level = if row.on_by_default { row.level } else { "off" };
                let fix = if row.fixable { "fix" } else { "" };
                console.line(&format!("{:width$}  {level:7}  {fix:3}  {}", row.name, row.summary));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
