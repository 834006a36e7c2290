//! The options of a rule: its row declares them, `feedwright.toml` sets them.

use std::collections::BTreeMap;

use serde_json::Value;

/// An option as a rule declares it, in its own file.
#[derive(Clone, Copy, Debug)]
pub struct Declared<T> {
    /// Its name in the rule's table of `[lint.rules]`.
    pub name: &'static str,
    /// Its value unless the configuration sets it.
    pub default: T,
    /// What it does, in a few words.
    pub meaning: &'static str,
}

/// An option that takes a string or a list of strings.
pub(crate) type StringsOption = Declared<&'static [&'static str]>;

/// An option that takes a whole number, 0 or more.
pub(crate) type NumberOption = Declared<u64>;

/// An option of any kind: what a rule's page lists.
#[derive(Clone, Copy, Debug)]
pub enum RuleOption {
    /// A string or a list of strings.
    Strings(&'static StringsOption),
    /// A whole number, 0 or more.
    Number(&'static NumberOption),
}

impl RuleOption {
    /// Its name in the rule's table of `[lint.rules]`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Strings(option) => option.name,
            Self::Number(option) => option.name,
        }
    }

    /// What it does, in a few words.
    #[must_use]
    pub const fn meaning(&self) -> &'static str {
        match self {
            Self::Strings(option) => option.meaning,
            Self::Number(option) => option.meaning,
        }
    }

    /// What it takes, in words for messages and pages.
    #[must_use]
    pub const fn takes(&self) -> &'static str {
        match self {
            Self::Strings(_) => "a string or a list of strings",
            Self::Number(_) => "a whole number, 0 or more",
        }
    }

    /// Its default as `feedwright.toml` would set it.
    #[must_use]
    pub fn default_value(&self) -> Value {
        match self {
            Self::Strings(option) => option.default.into(),
            Self::Number(option) => option.default.into(),
        }
    }
}

/// What `[lint.rules]` sets for one rule beside its level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    strings: BTreeMap<&'static str, Vec<String>>,
    numbers: BTreeMap<&'static str, u64>,
}

/// A value that an option does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadOption {
    /// The item of a list, from 0, where one of them is wrong.
    pub item: Option<usize>,
    /// What the option takes instead, and what was written: `takes …, not …`.
    pub message: String,
}

impl Options {
    /// Sets an option.
    ///
    /// # Errors
    /// When it does not take the value.
    pub fn set(&mut self, option: &RuleOption, value: &Value) -> Result<(), BadOption> {
        let bad = |item, value| {
            let message = format!("takes {}, not {}", option.takes(), in_words(value));
            Err(BadOption { item, message })
        };
        match (option, value) {
            (RuleOption::Strings(option), Value::String(text)) => {
                self.strings.insert(option.name, vec![text.clone()]);
            }
            (RuleOption::Strings(option), Value::Array(items)) => {
                let mut strings = Vec::with_capacity(items.len());
                for (at, item) in items.iter().enumerate() {
                    match item {
                        Value::String(text) => strings.push(text.clone()),
                        other => return bad(Some(at), other),
                    }
                }
                self.strings.insert(option.name, strings);
            }
            (RuleOption::Number(option), value) => match value.as_u64() {
                Some(number) => {
                    self.numbers.insert(option.name, number);
                }
                None => return bad(None, value),
            },
            (_, value) => return bad(None, value),
        }
        Ok(())
    }

    /// The strings of an option: those that are set, or its default.
    #[must_use]
    pub fn strings(&self, option: &StringsOption) -> Vec<&str> {
        match self.strings.get(option.name) {
            Some(strings) => strings.iter().map(String::as_str).collect(),
            None => option.default.to_vec(),
        }
    }

    /// The number of an option: the one that is set, or its default.
    #[must_use]
    pub fn number(&self, option: &NumberOption) -> u64 {
        self.numbers.get(option.name).copied().unwrap_or(option.default)
    }
}

/// A value of the configuration as messages name it.
pub(crate) fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => format!("the string {value}"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a table or a date".to_owned(),
    }
}
