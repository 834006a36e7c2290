//! Somebody with a name, in a configuration.

use serde::Deserialize;

/// An author: a name alone, or with an address.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "Author"))]
#[serde(untagged, expecting = "a name, or a table with `name`, `email` and `uri`")]
pub enum Author {
    /// `author = "Ada"`
    Name(String),
    /// `author = { name = "Ada", email = "ada@example.org", uri = "https://example.org/ada" }`
    Person {
        /// The name.
        name: String,
        /// The mail address.
        email: Option<String>,
        /// The home page.
        #[serde(alias = "url")]
        uri: Option<String>,
    },
}
