//! Which rules look: what the configuration and the command line say of them.

use glob::Pattern;

use crate::lint::report::RuleNote;
use crate::lint::rule::{Options, Rule};
use crate::lint::rules;
use crate::site::config::{self, ConfigError, PerFile};
use crate::text::diagnostic::Level;

/// Which rules look, how loud, and with which options.
#[derive(Clone, Debug)]
pub struct Selection {
    pub(super) rules: Vec<Selected>,
}

/// A rule that looks.
#[derive(Clone, Debug)]
pub(super) struct Selected {
    pub(super) rule: &'static Rule,
    pub(super) level: Level,
    pub(super) options: Options,
}

/// What is wrong with the rules that a configuration names, at its place: a rule, a level or an option that is not known.
///
/// # Errors
/// With the nearest right name.
pub fn check_config(config: &config::Config) -> Result<(), ConfigError> {
    for (name, written) in &config.lint.rules {
        let checked = known(name)
            .and_then(|()| rules::find(name).map_or(Ok(()), |rule| setting(rule, Some(written)).map(|_| ())));
        checked.map_err(|message| config.error(&["lint", "rules", name], message))?;
    }
    for (row, PerFile { paths, disable }) in config.lint.per_file.iter().enumerate() {
        let row = row.to_string();
        for (number, name) in disable.iter().enumerate().filter(|(_, name)| *name != "all") {
            let keys = ["lint", "per-file", &row, "disable", &number.to_string()];
            known(name).map_err(|message| config.error(&keys, message))?;
        }
        for (number, glob) in paths.iter().enumerate() {
            let keys = ["lint", "per-file", &row, "paths", &number.to_string()];
            Pattern::new(glob)
                .map_err(|error| config.error(&keys, format!("`{glob}` is no glob: {}", error.msg)))?;
        }
    }
    Ok(())
}

/// What the command line says about rules; stronger than the configuration.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Only these, if there are any, whether or not they are on by default.
    pub only: Vec<String>,
    /// Not these.
    pub skip: Vec<String>,
}

impl Selection {
    /// The rules that a configuration and the command line switch on.
    ///
    /// # Errors
    /// When one names a rule or a level that is not known, in one sentence.
    pub fn new(config: &config::Lint, choice: &Choice) -> Result<Self, String> {
        for name in config.rules.keys().chain(&choice.only).chain(&choice.skip) {
            known(name)?;
        }
        for name in config.per_file.iter().flat_map(|row| &row.disable).filter(|name| *name != "all") {
            known(name)?;
        }
        let mut selected = Vec::new();
        for rule in rules::all() {
            let (level, options) = setting(rule, config.rules.get(rule.name))?;
            let named = choice.only.iter().any(|name| name == rule.name);
            let skipped = choice.skip.iter().any(|name| name == rule.name);
            let on = if choice.only.is_empty() { level.is_some() } else { named };
            if on && !skipped {
                selected.push(Selected { rule, level: level.unwrap_or(rule.level), options });
            }
        }
        Ok(Self { rules: selected })
    }

    /// The rules that look, as reports list them.
    #[must_use]
    pub fn notes(&self) -> Vec<RuleNote> {
        let note = |selected: &Selected| RuleNote {
            name: selected.rule.name,
            level: selected.rule.level,
            summary: selected.rule.summary,
            what: selected.rule.page.what,
            why: selected.rule.page.why,
        };
        self.rules.iter().map(note).collect()
    }

    /// A number among the options of a rule that looks.
    #[must_use]
    pub fn number(&self, name: &str, option: &str) -> Option<u64> {
        let selected = self.rules.iter().find(|selected| selected.rule.name == name)?;
        selected.options.0.get(option)?.as_u64()
    }

    /// The level at which a rule looks; `None` where it is switched off.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<Level> {
        self.rules.iter().find(|selected| selected.rule.name == name).map(|selected| selected.level)
    }
}

fn known(name: &str) -> Result<(), String> {
    if rules::find(name).is_some() {
        return Ok(());
    }
    let hint = rules::nearest(name).map_or_else(
        || "; `feedwright rules` lists them all".to_owned(),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(format!("no rule is called `{name}`{hint}"))
}

/// The level of a rule, `None` for off, and its options.
fn setting(rule: &Rule, setting: Option<&config::RuleSetting>) -> Result<(Option<Level>, Options), String> {
    let by_default = rule.on_by_default.then_some(rule.level);
    let level_of = |name: &str| match name {
        "off" => Ok(None),
        "on" => Ok(Some(rule.level)),
        name => name.parse().map(Some).map_err(|()| {
            format!("`{name}` is no level for `{}`: write `error`, `warning`, `info` or `off`", rule.name)
        }),
    };
    match setting {
        None => Ok((by_default, Options::default())),
        Some(config::RuleSetting::Level(name)) => Ok((level_of(name)?, Options::default())),
        Some(config::RuleSetting::Options(table)) => {
            let mut options = table.clone();
            let level = match options.remove("level") {
                // Who gives options wants the rule.
                None => Some(rule.level),
                Some(value) => level_of(value.as_str().unwrap_or_default())?,
            };
            for name in options.keys() {
                if !rule.page.options.iter().any(|(known, _)| known == name) {
                    let hint = crate::text::suggest::did_you_mean(
                        name,
                        rule.page.options.iter().map(|(name, _)| *name).chain(["level"]),
                    );
                    return Err(format!("`{}` has no option `{name}`{hint}", rule.name));
                }
            }
            Ok((level, Options(options)))
        }
    }
}
