//! What the check of a rule is given.

use std::sync::Arc;

use crate::lint::rule::document::Document;
use crate::lint::rule::ground::Ground;
use crate::lint::rule::knowledge::Knowledge;
use crate::lint::rule::options::Options;
use crate::site::config;
use crate::text::diagnostic::{Diagnostic, Edit, Level, content_hash};
use crate::text::source::Span;

/// What a rule that looks at one post sees.
#[derive(Clone, Copy, Debug)]
pub struct PostContext<'a> {
    /// The rule's name.
    pub rule: &'static str,
    /// Its level here.
    pub level: Level,
    /// Its options.
    pub options: &'a Options,
    /// The post, document or page.
    pub document: &'a Document<'a>,
    /// The site around it, without the bodies of other files.
    pub site: &'a Ground<'a>,
}

impl PostContext<'_> {
    /// A finding of this rule in this document.
    #[must_use]
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule, self.level, Arc::clone(self.document.path()), span, message)
    }

    /// An edit of this document.
    #[must_use]
    pub fn edit(&self, span: Span, replacement: impl Into<String>) -> Edit {
        edit(self.document, span, replacement)
    }
}

/// What a rule that looks at the whole site sees.
#[derive(Clone, Copy, Debug)]
pub struct SiteContext<'a> {
    /// The rule's name.
    pub rule: &'static str,
    /// Its level here.
    pub level: Level,
    /// Its options.
    pub options: &'a Options,
    /// The site.
    pub site: &'a Knowledge<'a>,
    /// The feeds that are written for it.
    pub feeds: &'a [config::Feed],
}

impl SiteContext<'_> {
    /// A finding of this rule.
    #[must_use]
    pub fn finding(&self, path: impl Into<Arc<str>>, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule, self.level, path, span, message)
    }
}

/// An edit of a document.
#[must_use]
pub fn edit(document: &Document<'_>, span: Span, replacement: impl Into<String>) -> Edit {
    let source = &document.source;
    Edit {
        path: Arc::clone(&source.path),
        // Many edits of one file: the hash goes through it byte by byte, a twentieth of a run where it did so for each.
        hash: *document.hash.get_or_init(|| content_hash(&source.text)),
        span,
        replacement: replacement.into(),
    }
}
