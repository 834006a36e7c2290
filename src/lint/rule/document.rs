//! One file of the site as rules see it.

use std::ops::Deref;
use std::sync::OnceLock;

use crate::links::issue_ref::{Text, UrlReading};
use crate::links::{Destination, Place};
use crate::lint::rule::outline::Outline;
use crate::markup::front_matter::Fault;
use crate::markup::markdown::{Facts, Link};
use crate::text::pieces::Part as _;
use crate::text::source::SourceFile;

/// A post, document or page with everything that its text says; it is dropped when its rules have run.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// What other files need to know of it.
    pub outline: Outline<'a>,
    /// Its text.
    pub source: SourceFile,
    /// What its body says, with places in the whole file.
    pub facts: Facts,
    /// Where each of [`Facts::links`] leads, in the same order.
    pub destinations: Vec<Destination>,
    /// What each of [`Facts::links`] says about an issue, in the same order.
    pub references: Vec<Reference>,
    /// Why the Liquid of a post cannot be run, with its place in the body.
    pub template_fault: Option<Fault>,
    /// `content_hash` of its text, once an edit asks for it.
    pub hash: OnceLock<u64>,
}

impl<'a> Deref for Document<'a> {
    type Target = Outline<'a>;

    fn deref(&self) -> &Outline<'a> {
        &self.outline
    }
}

/// What a link says about an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its text.
    pub text: Text,
    /// Its URL.
    pub url: UrlReading,
}

impl Document<'_> {
    /// Its links, each with where it leads and what it says about an issue.
    pub fn links(&self) -> impl Iterator<Item = (&Link, &Destination, &Reference)> {
        let links = self.facts.links.iter().zip(&self.destinations).zip(&self.references);
        links.map(|((link, destination), reference)| (link, destination, reference))
    }

    /// Its links to places of the site.
    pub fn places(&self) -> impl Iterator<Item = (&Link, &Place)> {
        self.facts.links.iter().zip(&self.destinations).filter_map(|(link, destination)| match destination {
            Destination::Internal(place) => Some((link, place)),
            _ => None,
        })
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &str {
        self.source.text.part(self.front_matter.body..)
    }
}
