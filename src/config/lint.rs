//! `[lint]`: which rules speak, how loud, and where not.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// `[lint]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Lint {
    /// The level of a rule (`"error"`, `"warning"`, `"info"`, `"off"`), or a table with its options.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Trackers beside those that are known: where issues, bulletins and other numbered things are.
    pub trackers: Vec<Tracker>,
    /// Rules that are silent for files of a glob.
    pub per_file: Vec<PerFile>,
}

/// What a site says of one rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleSetting {
    /// `dead-link = "warning"`
    Level(String),
    /// `unknown-category = { level = "error", known = ["news"] }`
    Options(BTreeMap<String, serde_json::Value>),
}

/// One row of `[[lint.trackers]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tracker {
    /// What messages call it.
    pub name: String,
    /// How texts name one of its entries: `WSB-{number}`.
    pub text: String,
    /// Where that entry is: `https://example.org/bulletins/{number}/`.
    pub url: String,
}

/// One row of `[[lint.per-file]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PerFile {
    /// Globs of paths below the site.
    pub paths: Vec<String>,
    /// The rules that are silent there; `all` stands for every one.
    pub disable: Vec<String>,
}
