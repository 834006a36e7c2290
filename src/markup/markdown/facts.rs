//! What one Markdown text says beside its HTML: headings, ids, links, definitions, prose.
//!
//! Everything has its place in the source as it was written, so that a finding points at the author's own words.
//! Code (spans, indented, fenced), `<pre>`, comments and what Liquid hides never yield a fact.

use crate::text::source::{Span, Spanned};

/// The facts of one text, in the order of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Headings, also those that a dialect gives no id.
    pub headings: Vec<Heading>,
    /// Everything on the page that a fragment can point to: heading ids, attribute lists, `id=`, `<a name=`, footnotes.
    pub ids: Vec<Spanned<String>>,
    /// Links and images of every way of writing, raw HTML included.
    pub links: Vec<Link>,
    /// Link reference definitions (`[label]: url`).
    pub definitions: Vec<Definition>,
    /// `[text][label]`, `[label][]` and `[label]` for which there is no definition.
    pub undefined_references: Vec<UndefinedReference>,
    /// `[^label]` without its definition.
    pub undefined_footnotes: Vec<Spanned<String>>,
    /// Tags of raw HTML.
    pub html_tags: Vec<HtmlTag>,
    /// Runs of plain prose: no code, no link text, no HTML.
    pub prose: Vec<Span>,
    /// Text inside blocks of raw HTML, where Markdown is shown as it is written; no code, no scripts.
    pub raw_text: Vec<Span>,
    /// A code fence that nothing closes: its opening line.
    pub unclosed_fences: Vec<Span>,
    /// First lines of code fences that kramdown does not read as such, since more than a language follows the marks.
    pub wordy_fences: Vec<Span>,
    /// First lines of tables whose rows lack so many cells that not all are written.
    pub ragged_tables: Vec<Span>,
    /// The spans of Liquid tags and outputs: a link or id inside is made by the build.
    pub liquid: Vec<Span>,
    /// Whether only the build knows a part of the text, so that ids may be there that are not among [`Facts::ids`].
    pub is_partial: bool,
}

impl Facts {
    /// Whether a place is in text that is shown as it is written.
    pub(crate) fn is_prose(&self, at: usize) -> bool {
        Span::any_holds(&self.prose, at)
    }

    /// Puts the facts in the order of the source.
    pub(crate) fn sort(&mut self) {
        self.headings.sort_by_key(|heading| heading.span);
        self.ids.sort_by_key(|id| id.span);
        self.links.sort_by_key(|link| (link.span.start, std::cmp::Reverse(link.span.end)));
        self.html_tags.sort_by_key(|tag| tag.span);
        self.prose.sort_unstable();
        self.unclosed_fences.sort_unstable();
        self.unclosed_fences.dedup();
        self.wordy_fences.sort_unstable();
        self.wordy_fences.dedup();
        self.ragged_tables.sort_unstable();
        self.ragged_tables.dedup();
    }

    /// The same, and what a loop repeats once.
    pub(crate) fn sort_and_merge(&mut self) {
        self.sort();
        self.headings.dedup();
        self.ids.dedup();
        self.links.dedup();
        self.undefined_references.sort_by_key(|reference| reference.span);
        self.undefined_references.dedup();
        self.undefined_footnotes.sort_by_key(|note| note.span);
        self.undefined_footnotes.dedup();
        self.html_tags.dedup();
        self.prose.dedup();
    }

    /// The same facts for a file in which the whole is `by` bytes further back.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        let shift = |span: &mut Span| *span = span.shifted(by);
        self.headings.iter_mut().for_each(|heading| shift(&mut heading.span));
        self.ids.iter_mut().for_each(|id| shift(&mut id.span));
        for link in &mut self.links {
            shift(&mut link.span);
            shift(&mut link.destination.span);
            shift(&mut link.text_span);
        }
        for definition in &mut self.definitions {
            shift(&mut definition.label.span);
            shift(&mut definition.destination.span);
            shift(&mut definition.span);
        }
        for reference in &mut self.undefined_references {
            shift(&mut reference.label.span);
            shift(&mut reference.span);
        }
        self.undefined_footnotes.iter_mut().for_each(|note| shift(&mut note.span));
        for tag in &mut self.html_tags {
            shift(&mut tag.span);
            tag.attributes.iter_mut().for_each(|(_, value)| shift(&mut value.span));
        }
        let spans = [
            &mut self.prose,
            &mut self.raw_text,
            &mut self.unclosed_fences,
            &mut self.wordy_fences,
            &mut self.ragged_tables,
            &mut self.liquid,
        ];
        for spans in spans {
            spans.iter_mut().for_each(shift);
        }
        self
    }
}

/// One heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The id that the dialect gives it.
    pub id: Option<String>,
    /// The whole heading.
    pub span: Span,
}

/// One link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// What it is on the page.
    pub role: LinkRole,
    /// The whole construct, `[text](url "title")` or the HTML start tag.
    pub span: Span,
    /// The URL as written (entities and backslash escapes resolved) and its place; for a reference, the definition's.
    pub destination: Spanned<String>,
    /// What the URL comes to where Liquid makes a part of it that is known without a build.
    pub evaluated: Option<String>,
    /// The link text, or an image's alternative text, without markup.
    pub text: String,
    /// Where that text stands; empty for autolinks of raw HTML without text.
    pub text_span: Span,
    /// The title, where there is one.
    pub title: Option<String>,
    /// The index in [`Facts::definitions`] for the three ways of reference.
    pub definition: Option<usize>,
}

impl Link {
    /// The URL that readers follow, as far as it is known.
    #[must_use]
    pub fn url(&self) -> &str {
        let url = self.evaluated.as_deref().unwrap_or(&self.destination.value);
        // A dozen rules ask for it, and hardly a URL has white space around it.
        match url.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => url,
            _ => url.trim(),
        }
    }

    /// The place of its URL, or of the whole link where the URL has no place of its own.
    #[must_use]
    pub const fn place(&self) -> Span {
        if self.destination.span.is_empty() { self.span } else { self.destination.span }
    }
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](url)`
    Inline,
    /// `[text][label]`
    Reference,
    /// `[label][]`
    Collapsed,
    /// `[label]`
    Shortcut,
    /// `<https://…>`
    Autolink,
    /// `<a href>`, `<img src>`, `<video poster>` …
    Html,
}

/// What a link is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkRole {
    /// A person follows it.
    Anchor,
    /// The page shows an image.
    Image,
    /// The page loads something else: `<video src>`, `<iframe src>`, `<link href>` …
    Resource,
}

/// One link reference definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The label as written, and its place (without the brackets).
    pub label: Spanned<String>,
    /// The URL and its place.
    pub destination: Spanned<String>,
    /// The whole definition.
    pub span: Span,
    /// Whether a link of this text uses it.
    pub used: bool,
}

/// A reference for which there is no definition: it is shown as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndefinedReference {
    /// How it is written: [`LinkKind::Reference`], `Collapsed` or `Shortcut`.
    pub kind: LinkKind,
    /// Whether it is an image (`![…]`).
    pub image: bool,
    /// The text between the first brackets.
    pub text: String,
    /// The label, and its place.
    pub label: Spanned<String>,
    /// The whole construct.
    pub span: Span,
}

/// One start tag of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlTag {
    /// The name in lower case.
    pub name: String,
    /// Attribute names in lower case and their values (entities resolved), with the values' places.
    pub attributes: Vec<(String, Spanned<String>)>,
    /// The whole tag.
    pub span: Span,
}
