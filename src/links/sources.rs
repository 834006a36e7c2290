//! Links to source files: `docs/team.md` on a page.
//!
//! Source: jekyll-relative-links 0.7, `generator.rb`.

use std::borrow::Cow;

use crate::site::ReplacedLinks;
use crate::site::post::Markup;
use crate::text::url;

/// The file that links are on.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// Where its page is, without host and base URL.
    pub url: Option<&'a str>,
    /// The file, by the path that templates know it by.
    pub source: &'a str,
    /// How it is read.
    pub markup: Markup,
    /// Whether it is a document of a collection, or a post.
    pub is_document: bool,
}

/// Whether the build replaces links to source files by the URLs of pages on this file.
pub(crate) fn is_replaced(links: &ReplacedLinks, from: &From<'_>) -> bool {
    let is_in = if from.is_document { links.in_documents } else { links.in_pages };
    let is_excluded = || links.excluded.iter().any(|entry| from.source.starts_with(entry.as_str()));
    is_in && from.markup == Markup::Markdown && !is_excluded()
}

/// The file, by the path that templates know it by, that a link without a scheme names from the file `source`.
pub(crate) fn named_file(source: &str, written: &str) -> Option<String> {
    let path = written.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.contains('{'))?;
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let resolved: Cow<'_, str> = if path.starts_with('/') {
        Cow::Borrowed(path)
    } else {
        let base = url::escape_path(folder);
        let slash = if base.is_empty() { "" } else { "/" };
        let resolved = url::resolve(&format!("https://site.invalid/{base}{slash}"), path);
        Cow::Owned(url::parts(&resolved).path.to_owned())
    };
    Some(url::percent_decode(resolved.trim_start_matches('/')).into_owned())
}
