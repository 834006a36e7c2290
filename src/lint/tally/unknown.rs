//! The targets that cannot be checked, and why: each URL for the reason of the first link that has one.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::links::{ExternalPlace, ExternalVerdict, FILLED_ELSEWHERE, Place};
use crate::lint::report::Unknown;
use crate::lint::rule::{Anchor, Fragments, Knowledge, MADE_BY_LAYOUT};
use crate::markup::markdown::Link;

/// Why links that name source files are not checked on a site whose theme may bring a plugin.
const REPLACED_BY_THEME: &str = "a plugin that the theme brings may make URLs of the files that they name";

/// A link: the number of its file, and its own.
type Position = (usize, usize);

/// The targets that cannot be checked, as far as is known before all files are.
#[derive(Default)]
pub(super) struct Unknowns {
    settled: HashMap<String, (Position, String)>,
    /// By the number of a place with a fragment: the URLs that lead there, and the first link with each.
    places: HashMap<u32, HashMap<String, Position>>,
    /// By page of another site, for those without the fragment.
    there: HashMap<(usize, String), HashMap<String, Position>>,
    /// By URL: dead places that another repository may turn out to fill, or a plugin to replace, and the first link with each.
    dead: HashMap<String, (Position, Place)>,
}

impl Unknowns {
    /// A link whose target cannot be checked. Links come in the order of their positions.
    pub(super) fn settled(&mut self, link: &Link, reason: &str, position: Position) {
        let url = link.destination.value.as_str();
        if !self.settled.contains_key(url) {
            self.settled.insert(url.to_owned(), (position, reason.to_owned()));
        }
    }

    /// A link to the place with this number, which may turn out to be one that the build makes.
    pub(super) fn place(&mut self, link: &Link, number: u32, position: Position) {
        first(self.places.entry(number).or_default(), link, position);
    }

    /// A link to a place where nothing is, which another repository may turn out to fill, or a plugin to replace.
    pub(super) fn dead(&mut self, link: &Link, place: &Place, position: Position) {
        let url = link.destination.value.as_str();
        if !self.dead.contains_key(url) {
            self.dead.insert(url.to_owned(), (position, place.clone()));
        }
    }

    /// A link to another site.
    pub(super) fn there(&mut self, link: &Link, there: &ExternalPlace, position: Position) {
        match &there.verdict {
            ExternalVerdict::Unknown(reason) => self.settled(link, reason, position),
            ExternalVerdict::NoFragment => {
                first(self.there.entry((there.site, there.path.clone())).or_default(), link, position);
            }
            ExternalVerdict::Alive | ExternalVerdict::NoPage => {}
        }
    }

    /// All of them, each reason once.
    pub(super) fn told(self, fragments: &Fragments, site: &Knowledge<'_>) -> Vec<Unknown> {
        let Self { mut settled, places, there, dead } = self;
        let mut settle = |url: String, position: Position, reason: &'static str| {
            let known = settled.entry(url).or_insert_with(|| (position, reason.to_owned()));
            if position < known.0 {
                *known = (position, reason.to_owned());
            }
        };
        for (number, place) in fragments.elsewhere.iter().enumerate() {
            let urls = u32::try_from(number).ok().and_then(|number| places.get(&number));
            let Some(urls) = urls else { continue };
            if let Anchor::Unknown(reason) = site.anchor_on_page(place) {
                sorted(urls).for_each(|(url, position)| settle(url.clone(), *position, reason));
            }
        }
        for (page, urls) in &there.into_iter().collect::<BTreeMap<_, _>>() {
            if site.made_there.contains(page) {
                sorted(urls).for_each(|(url, position)| settle(url.clone(), *position, MADE_BY_LAYOUT));
            }
        }
        for (url, (position, place)) in dead.into_iter().collect::<BTreeMap<_, _>>() {
            if site.is_filled(&place) {
                settle(url, position, FILLED_ELSEWHERE);
            } else if site.is_replaced(&place) {
                settle(url, position, REPLACED_BY_THEME);
            }
        }
        for own in &fragments.own_dead {
            let page = site.outlines.get(own.page);
            if page.is_some_and(|page| site.is_made_by_the_build(page)) {
                settle(own.url.clone(), (own.page, own.link), MADE_BY_LAYOUT);
            }
        }
        for own in &fragments.of_parts {
            let anchor = site.outlines.get(own.page).map(|part| site.anchor_on_own(part, &own.fragment));
            if let Some(Anchor::Unknown(reason)) = anchor {
                settle(own.url.clone(), (own.page, own.link), reason);
            }
        }
        by_reason(settled)
    }
}

fn first(urls: &mut HashMap<String, Position>, link: &Link, position: Position) {
    let url = link.destination.value.as_str();
    if !urls.contains_key(url) {
        urls.insert(url.to_owned(), position);
    }
}

fn sorted(urls: &HashMap<String, Position>) -> impl Iterator<Item = (&String, &Position)> {
    urls.iter().collect::<BTreeMap<_, _>>().into_iter()
}

fn by_reason(settled: HashMap<String, (Position, String)>) -> Vec<Unknown> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (url, (_, reason)) in settled.into_iter().collect::<BTreeMap<_, _>>() {
        found.entry(reason).or_default().insert(url);
    }
    let told =
        found.into_iter().map(|(reason, targets)| Unknown { reason, targets: targets.into_iter().collect() });
    told.collect()
}
