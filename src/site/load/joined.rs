//! Reads the other sites whose posts feeds take.

use crate::site::config::{ConfigError, Feed, Origin};
use crate::site::convention::Overrides;
use crate::site::joined::{Below, same_folder};
use crate::site::load::error::LoadError;
use crate::site::tree::Tree;
use crate::site::{Joined, Settings, Site, UnreadPart};

/// Reads the sites that rows of `[[feeds]]` name, each once. They are read as `read` does, by their own configuration; of the
/// command line only what holds for any site reaches them.
pub(super) fn joined(
    tree: &dyn Tree,
    settings: &Settings,
    feeds: &[Feed],
    overrides: &Overrides,
    read: &dyn Fn(&dyn Tree, Overrides) -> Result<Site, LoadError>,
) -> Result<Vec<Joined>, LoadError> {
    let mut all: Vec<Joined> = Vec::new();
    for row in feeds {
        for folder in &row.sites.0 {
            if all.iter().any(|joined| same_folder(&joined.folder, folder)) {
                continue;
            }
            let bad = |fault: String| place(settings, row, format!("`{folder}`: {fault}"));
            let site = read(&Below::new(tree, folder), Overrides { url: None, ..overrides.clone() });
            let site = site.map_err(|error| bad(error.to_string()))?;
            if site.settings.url.is_none() {
                return Err(bad(format!("the site has no URL: {}", site.settings.convention.set_url)).into());
            }
            let unread = site.unread.iter().filter(|unread| unread.part == UnreadPart::Authors);
            let stopping = site.unreadable.iter().filter(|post| post.stops_feeds);
            if let Some(problem) =
                stopping.map(|post| &post.problem).chain(unread.map(|it| &it.problem)).next()
            {
                return Err(bad(format!("{}: {}", problem.path, problem.message)).into());
            }
            all.push(Joined { folder: folder.trim_end_matches('/').to_owned(), site });
        }
    }
    Ok(all)
}

/// What to say of their posts that are left out.
pub(super) fn left_out(joined: &[Joined]) -> Vec<String> {
    let mut notes = Vec::new();
    for Joined { folder, site } in joined {
        for post in &site.unreadable {
            let (line, message) = (post.position.line, &post.problem.message);
            notes.push(format!("{folder}/{}:{line}: {message} (the post is left out)", post.path));
        }
    }
    notes
}

fn place(settings: &Settings, row: &Feed, message: String) -> ConfigError {
    match row.origin {
        Origin::Row(number) => settings.config.error(&["feeds", &number.to_string(), "sites"], message),
        _ => ConfigError::general(message),
    }
}
