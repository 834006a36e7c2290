//! Pages that a site's own plugins make for its categories and tags.

use std::collections::BTreeSet;

use crate::site::post::POSTS;
use crate::site::{OwnTerms, Site, TermNames};
use crate::text::url::{self, SlugMode, slugify};

/// The names of a site's categories and tags.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms<'a> {
    categories: Names<'a>,
    tags: Names<'a>,
}

/// Names, and what plugins make of them: every link to a page of theirs asks for one.
#[derive(Clone, Debug, Default)]
struct Names<'a> {
    kept: BTreeSet<&'a str>,
    slugs: BTreeSet<String>,
    letters: BTreeSet<String>,
    /// Whether one has letters that another script may write with Latin ones.
    has_other_letters: bool,
}

impl<'a> Names<'a> {
    fn new(names: impl Iterator<Item = &'a String>) -> Self {
        let kept: BTreeSet<&str> = names.map(String::as_str).collect();
        Self {
            slugs: kept.iter().map(|name| slugify(name, SlugMode::Default, false)).collect(),
            letters: kept.iter().map(|name| letters(name)).collect(),
            has_other_letters: !kept.iter().all(|name| name.is_ascii()),
            kept,
        }
    }
}

impl<'a> Terms<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        let posts =
            || site.posts.iter().filter(|post| &*post.collection == POSTS && post.output && post.is_read());
        Self {
            categories: Names::new(posts().flat_map(|post| &post.categories)),
            tags: Names::new(posts().flat_map(|post| &post.tags)),
        }
    }

    /// Whether a plugin makes the page of this name; nothing where only the build knows.
    pub(super) fn are_made(&self, terms: &OwnTerms, name: &str) -> Option<bool> {
        let name = url::percent_decode(name);
        let kinds = [(&self.categories, terms.of_categories), (&self.tags, terms.of_tags)];
        let any = |has: &dyn Fn(&Names<'a>) -> bool| kinds.iter().any(|(names, asked)| *asked && has(names));
        let is_made = match terms.names {
            TermNames::Kept => any(&|names| names.kept.contains(&*name)),
            TermNames::Slugs => any(&|names| names.slugs.contains(&*name)),
            TermNames::Letters | TermNames::Any => false,
        };
        if is_made {
            return Some(true);
        }
        let letters = letters(&name);
        let may_be = terms.names == TermNames::Any
            || any(&|names| names.letters.contains(&letters) || name.is_ascii() && names.has_other_letters);
        (!may_be).then_some(false)
    }
}

/// The letters and digits of a name in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
