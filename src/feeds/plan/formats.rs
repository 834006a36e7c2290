//! The formats of a row of `[[feeds]]`, by the table of emitters.

use crate::feeds::emitters::{DEFAULT, find, names};
use crate::feeds::model::Emitter;
use crate::feeds::plan::fault::at_row;
use crate::site::config::{self, Config, ConfigError};
use crate::text::suggest::did_you_mean;

/// Returns the emitters of a row; Atom's unless the row names a format.
pub(super) fn of_row(row: &config::Feed) -> Vec<&'static Emitter> {
    if row.format.0.is_empty() {
        return vec![DEFAULT];
    }
    row.format.0.iter().filter_map(|format| find(format.name())).collect()
}

/// Checks the formats that a configuration names.
///
/// # Errors
/// When a row of `[[feeds]]` names an unknown format, or its formats would be written to one file; at its place.
pub fn check_formats(config: &Config) -> Result<(), ConfigError> {
    config.feeds.iter().try_for_each(|row| check_row(config, row))
}

/// The same for one row.
pub(super) fn check_row(config: &Config, row: &config::Feed) -> Result<(), ConfigError> {
    if let Some((at, unknown)) =
        row.format.0.iter().enumerate().find(|(_, format)| find(format.name()).is_none())
    {
        let names: Vec<&str> = names().collect();
        let near = did_you_mean(unknown.name(), names.iter().copied());
        let message = format!("`{}` is not one of {}{near}", unknown.name(), names.join(", "));
        return Err(at_row(config, row, ("format", Some(at)), message));
    }
    let Some(path) = &row.path else { return Ok(()) };
    let emitters = of_row(row);
    let has_same_extension = emitters
        .iter()
        .enumerate()
        .any(|(at, emitter)| emitters.iter().take(at).any(|earlier| earlier.extension == emitter.extension));
    let is_apart = path.contains("{format}") || path.contains("{ext}") && !has_same_extension;
    if emitters.len() > 1 && !is_apart {
        let names: Vec<&str> = emitters.iter().map(|emitter| emitter.name).collect();
        let message = format!(
            "{} would all be written to `{path}`; put `{{format}}` into it: `{}`",
            names.join(" and "),
            with_format(path)
        );
        return Err(at_row(config, row, ("path", None), message));
    }
    Ok(())
}

/// A path of the same kind for each format: `news.xml` as `news.{format}.xml`.
fn with_format(path: &str) -> String {
    match path.rfind('.').filter(|dot| !path[*dot..].contains('/')) {
        Some(dot) => format!("{}.{{format}}.{{ext}}", &path[..dot]),
        None => format!("{path}.{{format}}.{{ext}}"),
    }
}
