//! What could not be read, and which part of the site it is.

use std::sync::Arc;

use crate::site::convention::{Generator, Role};
use crate::site::tree::{EntryKind, TreeError, UnreadEntry};
use crate::site::{Unread, UnreadPart, Unreadable};
use crate::text::diagnostic::{Level, Problem};
use crate::text::pieces::Pieces as _;
use crate::text::source::{Position, Span};

/// What each entry that cannot be read is to the site. A folder ends in `/` and has the role of the files that lie in it.
///
/// # Errors
/// When posts may lie in a folder, without which feeds would lose entries: the folder, and what to do. A link that leads
/// nowhere, into a submodule perhaps, is no error where its collection is in no feed.
pub(super) fn roles(
    unread: Vec<UnreadEntry>,
    generator: &dyn Generator,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(TreeError, Role)>, (TreeError, String)> {
    let mut found = Vec::new();
    for UnreadEntry { error, kind } in unread {
        let own = generator.role(&error.path);
        if kind != EntryKind::Folder && matches!(own, Role::Document { .. } | Role::Data | Role::Include) {
            found.push((error, own));
            continue;
        }
        // A link that leads nowhere may have led to a folder, where its name has no extension.
        let name = error.path.after_last('/');
        let is_folder = match kind {
            EntryKind::File => false,
            EntryKind::Folder => true,
            EntryKind::Link => !name.contains('.') && generator.enters(&error.path),
        };
        if !is_folder {
            continue;
        }
        let below = generator.role(&format!("{}/2000-01-01-a.md", error.path));
        let is_unwanted =
            error.missing && matches!(&below, Role::Document { collection, .. } if !is_wanted(collection));
        let is_of_posts = matches!(below, Role::Document { .. })
            && !is_unwanted
            && !(error.missing && generator.takes_any_folder());
        // Links to nothing are common (build results, caches); they are not a reason to stop, except where posts surely lie.
        let may_hold_posts = !error.missing && generator.may_hold_posts(&error.path);
        if is_of_posts || may_hold_posts {
            let advice = match kind {
                EntryKind::Link if error.missing => {
                    "it may have led to posts; restore or remove the link".to_owned()
                }
                _ => advice(generator, is_of_posts),
            };
            return Err((error, advice));
        }
        let below = if is_unwanted { Role::PageOrFile } else { below };
        if matches!(below, Role::Data | Role::Include | Role::PageOrFile) {
            found.push((TreeError { path: format!("{}/", error.path), ..error }, below));
        }
    }
    Ok(found)
}

fn advice(generator: &dyn Generator, is_of_posts: bool) -> String {
    let convention = generator.settings().convention;
    if is_of_posts && convention.has_post_folders {
        return "its posts cannot be read; check its permissions".to_owned();
    }
    let exclude = convention.exclude_folder;
    format!("it may hold posts; check its permissions, or {exclude} if it holds none")
}

/// What is wrong with a file or folder that cannot be read.
pub(super) fn problem(error: &TreeError) -> Problem {
    let help = match error.reason.as_str() {
        "its name is not UTF-8" => "rename it",
        _ if error.missing => "restore it, or remove it, and run again",
        _ => "check its permissions",
    };
    let message = format!("it cannot be read: {}", error.reason);
    Problem {
        level: Level::Error,
        path: Arc::from(error.path.as_str()),
        span: Span::default(),
        message,
        help: help.to_owned(),
    }
}

/// A post or document whose bytes cannot be read.
pub(super) fn document(
    error: &TreeError,
    collection: &Arc<str>,
    draft: bool,
    generator: &dyn Generator,
) -> Unreadable {
    Unreadable {
        path: Arc::from(error.path.as_str()),
        collection: Arc::clone(collection),
        stops_feeds: !draft || generator.shows_drafts(),
        problem: problem(error),
        position: Position::START,
    }
}

/// Another part of the site that cannot be read.
pub(super) fn part(error: &TreeError, part: UnreadPart) -> Unread {
    Unread { part, problem: problem(error), position: Position::START, is_missing: error.missing }
}
