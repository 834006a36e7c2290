//! The HTML of a page and of its summary.

use crate::markup::markdown;
use crate::site::conventions::hugo::summary::{MARK, MORE, beginning, inline, to_mark, without_mark};
use crate::site::conventions::hugo::values::text;
use crate::site::post::{Markup, Post};
use crate::site::{Bodies, Rendered, Site};

/// What makes HTML of a site's pages.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) summary_length: usize,
    /// Whether each character counts as a word in scripts without blanks: `hasCJKLanguage`.
    pub(super) has_cjk: bool,
    /// The path of the base URL.
    pub(super) base: String,
}

impl Texts {
    /// The HTML of a body in which the mark of the summary is a word.
    fn marked(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        let text = body.replacen(MORE, MARK, 1);
        let html = match post.markup {
            Markup::Markdown => markdown::render(&text, &site.settings.markdown),
            Markup::Verbatim => text,
        };
        Rendered { html: rooted(html, &self.base), problems: Vec::new() }
    }
}

/// HTML in which addresses from the top of the host are below the path of the base URL, as Hugo makes them.
fn rooted(html: String, base: &str) -> String {
    if base.is_empty() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find("=\"/") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let is_attribute = before.ends_with(" href=\"") || before.ends_with(" src=\"");
        if is_attribute && !after.starts_with("//") && !is_below(after, base) {
            out.push_str(base);
        }
        rest = after;
    }
    out + rest
}

fn is_below(address: &str, base: &str) -> bool {
    address.strip_prefix(base).is_some_and(|rest| rest.starts_with(['/', '"']))
}

impl Bodies for Texts {
    fn html(&self, site: &Site, post: &Post, body: &str) -> Rendered {
        let Rendered { html, problems } = self.marked(site, post, body);
        Rendered { html: without_mark(&html), problems }
    }

    fn summary(&self, site: &Site, post: &Post, body: &str, _: Option<&str>) -> Option<String> {
        let html = self.marked(site, post, body).html;
        if let Some(summary) = to_mark(&html) {
            return Some(summary);
        }
        if let Some(summary) = text(&post.data, "summary").filter(|summary| !summary.trim().is_empty()) {
            return Some(inline(&markdown::render(&summary, &site.settings.markdown)).to_owned());
        }
        Some(beginning(&html, self.summary_length, self.has_cjk).to_owned())
    }
}
