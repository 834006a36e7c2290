//! Folders of the first level that a site links to and does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::links::issue_ref::UrlReading;
use crate::links::{Destination, Form, Index, Verdict, first_segment};
use crate::lint::rule::document::Document;
use crate::text::source::Span;

/// A folder that the site does not have, `/bin/`, and that another repository or the host may fill: links lead to several
/// places in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingFolder {
    /// How many links lead into it.
    pub links: usize,
    /// The first of them: files, in order, and places.
    pub places: Vec<(Arc<str>, Span)>,
}

/// Links to fewer places are mistyped as a rule.
const SEVERAL: usize = 3;
/// So many links are named.
const NAMED: usize = 5;

/// The folders that links lead into, by their names with slashes.
pub(super) fn missing_folders(index: &Index, documents: &[Document<'_>]) -> BTreeMap<String, MissingFolder> {
    let mut folders: BTreeMap<&str, (BTreeSet<&str>, MissingFolder)> = BTreeMap::new();
    for document in documents {
        for (link, destination, reference) in document.links() {
            let Destination::Here(place) = destination else { continue };
            let is_dead = place.verdict == Verdict::Nothing && place.meant.is_none();
            let is_of_host = matches!(place.form, Form::Root | Form::OwnHost);
            let is_below_folder = place.path.trim_start_matches('/').contains('/');
            if !is_dead
                || !is_of_host
                || !is_below_folder
                || matches!(reference.url, UrlReading::Malformed(_))
            {
                continue;
            }
            let (paths, folder) = folders.entry(first_segment(&place.path)).or_default();
            paths.insert(&place.path);
            folder.links += 1;
            if folder.places.len() < NAMED {
                folder.places.push((Arc::clone(document.path()), link.place()));
            }
        }
    }
    folders.retain(|_, (paths, _)| paths.len() >= SEVERAL);
    if !folders.is_empty() {
        index.first_segments().for_each(|own| {
            folders.remove(own);
        });
    }
    folders.into_iter().map(|(name, (_, folder))| (format!("/{name}/"), folder)).collect()
}
