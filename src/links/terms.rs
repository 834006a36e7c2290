//! Pages that a site's own plugins make for its categories and tags.

use std::collections::BTreeSet;

use crate::site::post::POSTS;
use crate::site::{OwnTerms, Site, TermNames};
use crate::text::url::{self, SlugMode, slugify};

/// The names of a site's categories and tags.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms<'a> {
    categories: BTreeSet<&'a str>,
    tags: BTreeSet<&'a str>,
}

impl<'a> Terms<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        let posts =
            || site.posts.iter().filter(|post| &*post.collection == POSTS && post.output && post.is_read());
        Self {
            categories: posts().flat_map(|post| &post.categories).map(String::as_str).collect(),
            tags: posts().flat_map(|post| &post.tags).map(String::as_str).collect(),
        }
    }

    /// Whether a plugin makes the page of this name; nothing where only the build knows.
    pub(super) fn are_made(&self, terms: &OwnTerms, name: &str) -> Option<bool> {
        let name = url::percent_decode(name);
        let of = |names: &BTreeSet<&'a str>, asked: bool| {
            names.iter().copied().filter(|_| asked).collect::<Vec<_>>()
        };
        let known = [of(&self.categories, terms.of_categories), of(&self.tags, terms.of_tags)].concat();
        let is_made = match terms.names {
            TermNames::Kept => known.contains(&&*name),
            TermNames::Slugs => known.iter().any(|known| slugify(known, SlugMode::Default, false) == name),
            TermNames::Letters | TermNames::Any => false,
        };
        if is_made {
            return Some(true);
        }
        let may_be = terms.names == TermNames::Any
            || known.iter().any(|known| letters(known) == letters(&name))
            // Another script may be written with Latin letters.
            || name.is_ascii() && known.iter().any(|known| !known.is_ascii());
        (!may_be).then_some(false)
    }
}

/// The letters and digits of a name in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
