//! Pages of other sites that are made in part by layouts which their text does not show.

use std::collections::{BTreeMap, BTreeSet};

use crate::links::{Destination, ExternalPlace, ExternalVerdict, OtherSite};

/// So many ids that a page lacks are not typos: something makes them.
pub(crate) const MANY: usize = 5;

pub(crate) const MADE_BY_LAYOUT: &str = "a layout or plugin makes the page that they are on";

type Fragments = BTreeSet<String>;

/// The fragments that links ask for on pages of other sites whose sources are known: those that are dead, and others.
#[derive(Clone, Debug, Default)]
pub(crate) struct AskedThere(BTreeMap<(usize, String), (Fragments, Fragments)>);

impl AskedThere {
    /// Counts a link.
    pub(crate) fn count(&mut self, there: &ExternalPlace, others: &[OtherSite]) {
        let sources = others.get(there.site).is_some_and(OtherSite::is_known_from_sources);
        let Some(fragment) = there.fragment.clone().filter(|_| sources) else { return };
        let (dead, alive) = self.0.entry((there.site, there.path.clone())).or_default();
        match there.verdict {
            ExternalVerdict::NoFragment => dead.insert(fragment),
            _ => alive.insert(fragment),
        };
    }

    /// The pages on which links ask for so many dead fragments that the build must make them: a table of data in a layout,
    /// for example.
    pub(crate) fn made(self) -> BTreeSet<(usize, String)> {
        let pages = self.0.into_iter();
        let made = pages.filter(|(_, (dead, alive))| dead.len() >= MANY && dead.len() > alive.len());
        made.map(|(page, _)| page).collect()
    }
}

/// Takes back that a fragment is dead, where the page is one of `made`.
pub(crate) fn doubt_fragments(destinations: &mut [Destination], made: &BTreeSet<(usize, String)>) {
    if made.is_empty() {
        return;
    }
    for destination in destinations {
        let Destination::External(there) = destination else { continue };
        if there.verdict == ExternalVerdict::NoFragment && made.contains(&(there.site, there.path.clone())) {
            there.verdict = ExternalVerdict::Unknown(MADE_BY_LAYOUT.into());
        }
    }
}
