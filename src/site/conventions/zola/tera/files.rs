//! Files that templates read.

use std::collections::{BTreeMap, HashMap};

/// Files that templates read.
#[derive(Clone, Copy, Debug)]
pub(in crate::site::conventions::zola) struct Files<'a> {
    /// The contents of those that may hold data.
    pub(in crate::site::conventions::zola) data: &'a BTreeMap<String, String>,
    /// The width and height of pictures in pixels, by their paths.
    pub(in crate::site::conventions::zola) sizes: &'a BTreeMap<String, (usize, usize)>,
    /// The URLs of pages, sections and files by their paths.
    pub(in crate::site::conventions::zola) urls: &'a HashMap<String, String>,
    /// The folder of files that the theme brings; empty without a theme.
    pub(in crate::site::conventions::zola) theme: &'a str,
}

static NO_DATA: BTreeMap<String, String> = BTreeMap::new();
static NO_SIZES: BTreeMap<String, (usize, usize)> = BTreeMap::new();
static NO_URLS: std::sync::LazyLock<HashMap<String, String>> = std::sync::LazyLock::new(HashMap::new);

impl Files<'_> {
    /// No files.
    pub(in crate::site::conventions::zola) fn none() -> Self {
        Self { data: &NO_DATA, sizes: &NO_SIZES, urls: &NO_URLS, theme: "" }
    }
}
