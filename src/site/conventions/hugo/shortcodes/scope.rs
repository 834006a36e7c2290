//! What shortcodes see of the site: the page, parameters, other pages.

use crate::markup::front_matter::Value;
use crate::markup::markdown;
use crate::site::Site;
use crate::site::conventions::hugo::references::References;
use crate::site::conventions::hugo::summary::inline;
use crate::site::conventions::hugo::values::at;
use crate::site::post::Post;

/// The page that a shortcode is on.
pub(in crate::site::conventions::hugo) struct Scope<'a> {
    pub(in crate::site::conventions::hugo) site: &'a Site,
    pub(in crate::site::conventions::hugo) post: &'a Post,
    pub(in crate::site::conventions::hugo) references: &'a References,
    /// How Markdown is written.
    pub(in crate::site::conventions::hugo) markdown: &'a markdown::Options,
}

impl Scope<'_> {
    /// A parameter of the page.
    pub(super) fn own(&self, name: &str) -> Option<&Value> {
        let name = name.to_lowercase();
        at(&self.post.data, &format!("params.{name}")).or_else(|| at(&self.post.data, &name))
    }

    /// A parameter of the site.
    pub(super) fn of_site(&self, name: &str) -> Option<&Value> {
        at(&self.site.settings.data, &format!("params.{}", name.to_lowercase()))
    }

    /// Markdown as HTML; that of one paragraph without its tags.
    pub(super) fn inline(&self, text: &str) -> String {
        inline(&self.blocks(text)).to_owned()
    }

    /// Markdown as HTML.
    pub(super) fn blocks(&self, text: &str) -> String {
        markdown::render(text, self.markdown)
    }

    /// The address of a file beside the page, from the top of the host, where the page has files.
    pub(super) fn beside(&self, name: &str) -> Option<String> {
        let (folder, file) = self.post.path.rsplit_once('/')?;
        let name = name.trim_start_matches("./");
        let is_there =
            file.starts_with("index.") && self.references.files.contains(&format!("{folder}/{name}"));
        is_there.then(|| self.rooted(&format!("{}/{name}", self.post.url.trim_end_matches('/'))))
    }

    /// A path below the path of the base URL.
    pub(super) fn rooted(&self, path: &str) -> String {
        format!("{}/{}", self.site.settings.baseurl, path.trim_start_matches('/'))
    }

    /// The same; an address stays as it is.
    pub(super) fn rooted_unless_absolute(&self, path: &str) -> String {
        if path.contains("://") || path.starts_with("//") { path.to_owned() } else { self.rooted(path) }
    }

    /// The absolute address of a path.
    pub(super) fn absolute(&self, path: &str) -> String {
        if path.contains("://") || path.starts_with("//") {
            return path.to_owned();
        }
        let url = self.site.settings.url.as_deref().unwrap_or("");
        format!("{url}{}", self.rooted(path))
    }

    /// The addresses that a reference to another page leads to, absolute and from the top of the host.
    pub(super) fn reference(&self, written: &str, language: Option<&str>) -> Option<(String, String)> {
        let (path, fragment) = written.find('#').map_or((written, ""), |at| written.split_at(at));
        if path.is_empty() {
            return Some((fragment.to_owned(), fragment.to_owned()));
        }
        let url = match language.and_then(|key| self.references.tag(key)) {
            Some(tag) => self.references.url_in(self.site, self.post, path, Some(tag))?,
            None => self.references.url_of(self.site, self.post, path)?,
        };
        let host = self.site.settings.url.as_deref().unwrap_or("");
        let path = format!("{}{url}{fragment}", self.site.settings.baseurl);
        Some((format!("{host}{path}"), path))
    }
}
