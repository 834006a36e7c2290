//! From a link to what it leads to, and from a page to the links that lead to it.

use std::sync::Arc;

use rayon::prelude::*;

use crate::links::{Destination, Place, Verdict};
use crate::lint::documents::{document, text_of};
use crate::lint::editor::view::View;
use crate::lint::rule::Outline;
use crate::markup::markdown::Link;
use crate::text::pieces::Pieces as _;
use crate::text::source::Span;

/// A place in a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub path: Arc<str>,
    /// The place in it; `0..0` for the whole file.
    pub span: Span,
}

impl View<'_> {
    /// The innermost link around a byte offset, and where it leads.
    pub(super) fn link_at(&self, offset: usize) -> Option<(&Link, &Destination)> {
        let around = self.document.links().filter(|(link, ..)| {
            (link.span.start..=link.span.end).contains(&offset) && !link.span.is_empty()
        });
        around.min_by_key(|(link, ..)| link.span.len()).map(|(link, destination, _)| (link, destination))
    }

    /// The file, and the id in it, that the link around a byte offset leads to.
    #[must_use]
    pub fn definition(&self, offset: usize) -> Option<Location> {
        let Destination::Internal(place) = self.link_at(offset)?.1 else { return None };
        if place.path.is_empty() {
            let fragment = place.fragment.as_deref()?;
            let id = self.document.facts.ids.iter().find(|id| id.value == fragment)?;
            return Some(Location { path: Arc::clone(self.document.path()), span: id.span });
        }
        let Verdict::Found(target) = &place.verdict else { return None };
        let knowledge = self.workspace.session.knowledge;
        if let Some(page) = knowledge.page_behind(target) {
            let span = place.fragment.as_deref().and_then(|fragment| page.ids.place(fragment));
            return Some(Location { path: Arc::clone(page.path()), span: span.unwrap_or(Span::at(0)) });
        }
        knowledge.file_of(target).map(|path| Location { path: Arc::from(path), span: Span::at(0) })
    }

    /// The links of other files that lead to this one, by file and place.
    #[must_use]
    pub fn references(&self) -> Vec<Location> {
        let session = self.workspace.session;
        let own = self.document.path();
        let Some(url) = self.document.url() else { return Vec::new() };
        let words = [name_in(url), name_in(own)];
        let may_link = |outline: &Outline<'_>| {
            let text = text_of(session.reader.site, session.reader.tree, outline.path(), outline.head);
            text.is_some_and(|text| words.iter().any(|word| text.contains(word)))
        };
        let leads_here = |place: &Place| match &place.verdict {
            Verdict::Found(target) => {
                session.knowledge.page_behind(target).is_some_and(|page| page.path() == own)
            }
            _ => false,
        };
        let outlines = session.knowledge.outlines.par_iter();
        let found: Vec<Vec<Location>> = outlines
            .filter(|outline| outline.path() != own && may_link(outline))
            .filter_map(|outline| {
                let document = document(session.reader, Arc::clone(outline.path()), outline.head)?;
                let links = document.places().filter(|(_, place)| leads_here(place));
                let places =
                    links.map(|(link, _)| Location { path: Arc::clone(outline.path()), span: link.span });
                Some(places.collect())
            })
            .collect();
        found.into_iter().flatten().collect()
    }
}

/// The last part of a path, without its extension: every link to it has this in it, as far as it names it.
fn name_in(path: &str) -> &str {
    let last = path.trim_end_matches('/').after_last('/');
    last.split('.').next().unwrap_or(last)
}
