//! Pages of other sites that are made in part by layouts which their text does not show.

use std::collections::{BTreeMap, BTreeSet};

use crate::links::Destination;
use crate::links::{OtherSite, There, ThereVerdict};
use crate::lint::rule::document::Document;

/// So many ids that a page lacks are no slips of the pen: something makes them.
pub(crate) const MANY: usize = 5;

pub(crate) const MADE_BY_LAYOUT: &str = "a layout or plugin makes the page that they are on";

/// Takes back that fragments are dead, where links look for so many on one page of another site's sources that the build
/// must make them: a table of data in a layout, for example.
pub(crate) fn doubt_fragments(documents: &mut [Document<'_>], others: &[OtherSite]) {
    type Fragments = BTreeSet<String>;
    let mut found: BTreeMap<(usize, String), (Fragments, Fragments)> = BTreeMap::new();
    for there in documents.iter().flat_map(|document| &document.destinations).filter_map(there) {
        let sources = others.get(there.site).is_some_and(OtherSite::is_known_from_sources);
        let Some(fragment) = there.fragment.clone().filter(|_| sources) else { continue };
        let (dead, alive) = found.entry((there.site, there.path.clone())).or_default();
        match there.verdict {
            ThereVerdict::NoFragment => dead.insert(fragment),
            _ => alive.insert(fragment),
        };
    }
    found.retain(|_, (dead, alive)| dead.len() >= MANY && dead.len() > alive.len());
    if found.is_empty() {
        return;
    }
    for destination in documents.iter_mut().flat_map(|document| &mut document.destinations) {
        let Destination::There(there) = destination else { continue };
        let made = there.verdict == ThereVerdict::NoFragment
            && found.contains_key(&(there.site, there.path.clone()));
        if made {
            there.verdict = ThereVerdict::Unknown(MADE_BY_LAYOUT.into());
        }
    }
}

const fn there(destination: &Destination) -> Option<&There> {
    match destination {
        Destination::There(there) => Some(there),
        _ => None,
    }
}
