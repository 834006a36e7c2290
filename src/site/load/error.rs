//! Why there is no site, and the files without which there is none.

use crate::site::config::ConfigError;
use crate::site::tree::{Tree, TreeError};
use crate::text::source::SourceFile;
use crate::text::suggest::needs_feature;

/// Why there is no site.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// Nothing in the folder looks like a site.
    #[error(
        "no site here: there is no configuration of a known generator, no `_posts` folder, no `feedwright.toml` and no Markdown file with front matter"
    )]
    NoSite,
    /// This build does not read sites of this kind.
    #[error(
        "{looks}; reading one {}, or set `generator` in `[site]` of feedwright.toml",
        needs_feature(feature)
    )]
    Feature {
        /// The kind of site that it looks like, and by which files.
        looks: String,
        /// The feature that the build lacks.
        feature: &'static str,
    },
    /// A configuration cannot be taken.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The folder cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A folder below it cannot be read, and posts may lie there.
    #[error("the folder {error}; {advice}")]
    Folder {
        /// The folder, and why it cannot be read.
        error: TreeError,
        /// What to do.
        advice: String,
    },
}

/// A configuration file, where it exists.
pub(super) fn read_if_there(tree: &dyn Tree, path: &str) -> Result<Option<SourceFile>, LoadError> {
    match tree.read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(SourceFile::new(path, text))),
            Err(_) => Err(ConfigError::general(format!("{path}: not UTF-8; save it as UTF-8")).into()),
        },
        Err(error) if error.missing => Ok(None),
        Err(error) => Err(error.into()),
    }
}
