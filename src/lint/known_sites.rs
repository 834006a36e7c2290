//! What links are judged by, beside the site itself.

use crate::links::{Built, OtherSite};

/// What links are judged by, beside the site itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownSites<'a> {
    /// The site as its generator built it: it knows better than the sources.
    pub built: Option<&'a Built>,
    /// Other sites, whose pages are known.
    pub others: &'a [OtherSite],
}
