//! Which rules look: what the configuration and the command line say of them.

use glob::Pattern;
use serde_json::Value;

use crate::lint::report::RuleNote;
use crate::lint::rule::{BadOption, NumberOption, Options, Rule, RuleOption, in_words};
use crate::lint::rules;
use crate::lint::rules::feed::{
    ENTRY_BYTES, FEED_BYTES, FeedLintOptions, FeedRule, OVERSIZED_ENTRY, OVERSIZED_FEED,
};
use crate::site::config::{self, ConfigError, PerFile};
use crate::text::diagnostic::Level;
use crate::text::suggest::did_you_mean;

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
        check_name(name).map_err(|message| config.error(&["lint", "rules", name], message))?;
        let checked = match rules::find(name) {
            Some(rule) => setting(rule, Some(written)).map(|_| ()),
            None => group_setting(name, written),
        };
        checked.map_err(|BadSetting { keys, message }| {
            let keys = keys.iter().map(String::as_str);
            let keys: Vec<&str> = ["lint", "rules", name].into_iter().chain(keys).collect();
            config.error(&keys, message)
        })?;
    }
    for (row, PerFile { paths, disable }) in config.lint.per_file.iter().enumerate() {
        let row = row.to_string();
        for (number, name) in disable.iter().enumerate().filter(|(_, name)| *name != "all") {
            let keys = ["lint", "per-file", &row, "disable", &number.to_string()];
            check_name(name).map_err(|message| config.error(&keys, message))?;
        }
        for (number, glob) in paths.iter().enumerate() {
            let keys = ["lint", "per-file", &row, "paths", &number.to_string()];
            Pattern::new(glob)
                .map_err(|error| config.error(&keys, format!("`{glob}` is not a glob: {}", error.msg)))?;
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
            check_name(name)?;
        }
        for name in config.per_file.iter().flat_map(|row| &row.disable).filter(|name| *name != "all") {
            check_name(name)?;
        }
        let mut selected = Vec::new();
        for rule in rules::all() {
            let (level, options) = setting(rule, set_for(rule, config)).map_err(|bad| bad.message)?;
            let named = choice.only.iter().any(|name| rules::covers(name, rule));
            let skipped = choice.skip.iter().any(|name| rules::covers(name, rule));
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

    /// The feed linter's options with the sizes that the rules about them are set to.
    #[must_use]
    pub fn feed_options<'a>(&self) -> FeedLintOptions<'a> {
        let number = |rule: &FeedRule, option: &NumberOption| {
            let selected = self.rules.iter().find(|selected| selected.rule.name == rule.rule.name);
            selected.map_or(option.default, |selected| selected.options.number(option))
        };
        FeedLintOptions {
            entry_bytes: number(OVERSIZED_ENTRY, &ENTRY_BYTES),
            feed_bytes: number(OVERSIZED_FEED, &FEED_BYTES),
            ..FeedLintOptions::default()
        }
    }

    /// The level at which a rule looks; `None` where it is switched off.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<Level> {
        self.rules.iter().find(|selected| selected.rule.name == name).map(|selected| selected.level)
    }
}

/// What the configuration sets for a rule: by its own name, else by its smallest group.
fn set_for<'c>(rule: &Rule, config: &'c config::Lint) -> Option<&'c config::RuleSetting> {
    let of_group = || {
        let groups = config.rules.iter().filter(|(name, _)| rules::covers(name, rule));
        groups.min_by_key(|(name, _)| rules::all().filter(|rule| rules::covers(name, rule)).count())
    };
    config.rules.get(rule.name).or_else(|| of_group().map(|(_, setting)| setting))
}

/// Checks the setting of a group: a level.
fn group_setting(group: &str, setting: &config::RuleSetting) -> Result<(), BadSetting> {
    let bad = |message| BadSetting { keys: Vec::new(), message };
    match setting {
        config::RuleSetting::Level(name) => level(group, Level::Error, name).map(|_| ()).map_err(bad),
        config::RuleSetting::Options(_) => {
            Err(bad(format!("the group `{group}` takes {LEVELS}, and no options")))
        }
    }
}

/// Checks that a name is that of a rule or a group.
fn check_name(name: &str) -> Result<(), String> {
    if rules::is_group(name) || rules::find(name).is_some() {
        return Ok(());
    }
    Err({
        let hint = rules::nearest_or_group(name).map_or_else(
            || "; `feedwright rules` lists them all".to_owned(),
            |near| format!("; did you mean `{near}`?"),
        );
        format!("no rule is called `{name}`{hint}")
    })
}

/// What is wrong with the setting of a rule.
struct BadSetting {
    /// The keys below the rule that lead to it.
    keys: Vec<String>,
    message: String,
}

/// The level of a rule, `None` for off, and its options.
fn setting(
    rule: &Rule,
    setting: Option<&config::RuleSetting>,
) -> Result<(Option<Level>, Options), BadSetting> {
    let by_default = rule.on_by_default.then_some(rule.level);
    match setting {
        None => Ok((by_default, Options::default())),
        Some(config::RuleSetting::Level(name)) => {
            let level = level(rule.name, rule.level, name)
                .map_err(|message| BadSetting { keys: Vec::new(), message })?;
            Ok((level, Options::default()))
        }
        Some(config::RuleSetting::Options(table)) => {
            // Setting an option enables the rule.
            let mut of_rule = Some(rule.level);
            let mut options = Options::default();
            for (name, value) in table {
                let bad = |message| BadSetting { keys: vec![name.clone()], message };
                if name == LEVEL {
                    of_rule = match value {
                        Value::String(name) => level(rule.name, rule.level, name),
                        other => Err(format!(
                            "`{LEVEL}` of `{}` takes {LEVELS}, not {}",
                            rule.name,
                            in_words(other)
                        )),
                    }
                    .map_err(bad)?;
                    continue;
                }
                let Some(option) = rule.page.options.iter().find(|option| option.name() == name) else {
                    let names = rule.page.options.iter().map(RuleOption::name).chain([LEVEL]);
                    let hint = did_you_mean(name, names);
                    return Err(bad(format!("`{}` has no option `{name}`{hint}", rule.name)));
                };
                options.set(option, value).map_err(|BadOption { item, message }| BadSetting {
                    keys: std::iter::once(name.clone()).chain(item.map(|item| item.to_string())).collect(),
                    message: format!("`{name}` of `{}` {message}", rule.name),
                })?;
            }
            Ok((of_rule, options))
        }
    }
}

/// The key of a rule's level beside its options.
const LEVEL: &str = "level";

const LEVELS: &str = "`error`, `warning`, `info` or `off`";

/// The level of a rule or group `of`, whose own is `by_default`; `None` for off.
fn level(of: &str, by_default: Level, name: &str) -> Result<Option<Level>, String> {
    match name {
        "off" => Ok(None),
        "on" => Ok(Some(by_default)),
        "" => Err(format!("the level of `{of}` is empty: write {LEVELS}")),
        name => {
            name.parse().map(Some).map_err(|()| format!("`{name}` is not a level for `{of}`: write {LEVELS}"))
        }
    }
}
