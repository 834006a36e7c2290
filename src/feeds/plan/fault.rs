//! What is wrong with one key of a feed, said where it is written.

use crate::site::Settings;
use crate::site::config::{self, Config, ConfigError, Origin};

/// An error about what one key of a feed says: at its place, or by the option of the command line.
pub(super) fn row_error(
    settings: &Settings,
    row: &config::Feed,
    name: &str,
    (key, item): (&str, Option<usize>),
    fault: &str,
) -> ConfigError {
    match row.origin {
        Origin::Row(_) => at_row(&settings.config, row, (key, item), format!("`{key}` {fault}")),
        Origin::CommandLine => ConfigError::general(format!("`--{}` {fault}", option(key))),
        Origin::Generator => ConfigError::general(format!("the feed `{name}`: `{key}` {fault}")),
    }
}

/// An error of an expression, at the key that it is the value of.
pub(super) fn in_condition(settings: &Settings, row: &config::Feed, name: &str, error: &str) -> ConfigError {
    for key in ["where", "exclude-where"] {
        if let Some(rest) = error.strip_prefix(&format!("`{key}` ")) {
            return row_error(settings, row, name, (key, None), rest);
        }
    }
    row_error(settings, row, name, ("where", None), error)
}

/// An error about one key of a row, or about an item of its list: at its place, where the row is in `feedwright.toml`.
pub(super) fn at_row(
    config: &Config,
    row: &config::Feed,
    (key, item): (&str, Option<usize>),
    message: String,
) -> ConfigError {
    match row.origin {
        Origin::Row(number) => {
            let (number, item) = (number.to_string(), item.unwrap_or_default().to_string());
            config.error(&["feeds", &number, key, &item], message)
        }
        Origin::CommandLine | Origin::Generator => ConfigError::general(message),
    }
}

/// The command line option that stands for the key of a row.
fn option(key: &str) -> String {
    match key.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if key == "path" => "at".to_owned(),
        None if matches!(key, "tags" | "authors" | "collections" | "languages" | "paths")
            || key.starts_with("exclude-") =>
        {
            key.trim_end_matches('s').to_owned()
        }
        None => key.to_owned(),
    }
}
