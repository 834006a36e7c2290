//! Markdown as a site's generator reads it, in one pass: HTML for the feeds, facts for the linter.

mod autolink;
mod bytes;
mod chroma;
pub(crate) mod code;
mod collect;
mod commonmark;
mod entity;
mod escape;
mod excerpt;
mod facts;
mod fuzzy_links;
mod html_facts;
mod kramdown;
mod language;
mod languages;
mod liquid_mask;
mod options;
#[cfg(test)]
mod random;
mod raw_html;
mod scoped;
mod shiki;
mod slug;
mod smart;
mod typographer;

pub(crate) use chroma::style_of as chroma_style;
pub(crate) use commonmark::{chroma_block, escaped_destination, prism_block};
pub use excerpt::excerpt;
pub use facts::{Definition, Facts, Heading, HtmlTag, Link, LinkKind, LinkRole, UndefinedReference};
pub use kramdown::smartify;
pub(crate) use language::{Braces, Language};
pub(crate) use options::SIGN;
pub use options::{
    Alignment, AnchorPlace, Chroma, Classes, CommonMark, Dialect, Extras, ForeignIds, HeadingAnchors,
    HeadingIdStyle, Highlighter, LineNumbers, Options, SlugPackage,
};
pub(crate) use slug::slug_of;
pub use slug::{HeadingIds, heading_id, plain_heading_id};
pub(crate) use typographer::APOSTROPHE;

/// The HTML of a Markdown text without front matter, as the dialect's own program writes it in a Jekyll site.
///
/// Code keeps the wrapper elements and classes of Jekyll's highlighter but gets no token spans.
#[must_use]
pub fn render(source: &str, options: &Options) -> String {
    match options.dialect {
        Dialect::Kramdown => kramdown::render(source, options),
        Dialect::CommonMark => commonmark::write(source, options),
    }
}

/// What a Markdown text says beside its HTML, with places in `source`.
#[must_use]
pub fn facts(source: &str, options: &Options) -> Facts {
    facts_of(source, Language::Markdown(options), Braces::Liquid)
}

/// The facts of a document beside its HTML, with places in `source`.
#[must_use]
pub(crate) fn facts_of(source: &str, language: Language<'_>, braces: Braces) -> Facts {
    collect::collect(source, language, braces)
}
