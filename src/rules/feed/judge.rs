//! The walk over a feed's document: each element is held against its model, each value against its checks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::{Attribute as XmlAttribute, Node};

use crate::diagnostic::{Diagnostic, Related};
use crate::rules::feed::FeedLintOptions;
use crate::rules::feed::families::{channel, links, markup, namespaces, structure, text};
use crate::rules::feed::model::{Child, Model, Text, Times};
use crate::rules::feed::names::{self, Space};
use crate::rules::feed::rule::FeedRule;
use crate::source::Span;

/// What a document turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules::feed) enum Kind {
    /// Nothing that is judged.
    Unknown,
    /// Atom 1.0: a feed or an entry.
    Atom,
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 1.0, an application of RDF.
    Rdf,
}

/// Findings of one rule in one feed: more say no more, and a hostile feed could make millions.
const MOST_FINDINGS: usize = 1000;

/// What is known while a feed is judged, and what was found.
pub(in crate::rules::feed) struct Judge<'a> {
    pub(in crate::rules::feed) path: Arc<str>,
    /// The decoded text that spans are measured in.
    pub(in crate::rules::feed) source: &'a str,
    pub(in crate::rules::feed) options: &'a FeedLintOptions<'a>,
    pub(in crate::rules::feed) kind: Kind,
    /// The namespace of the format's own elements, empty for none.
    pub(in crate::rules::feed) core: String,
    /// RSS's version attribute.
    pub(in crate::rules::feed) version: String,
    /// The feed's address: as given, else as the feed says itself.
    pub(in crate::rules::feed) location: Option<String>,
    /// Where the document breaks off, if it does.
    pub(in crate::rules::feed) cut: Option<usize>,
    /// Where the document ceases to be well-formed: what is missing behind it, nobody can say.
    pub(in crate::rules::feed) broken: Option<usize>,
    /// Where Netscape's document type stands.
    pub(in crate::rules::feed) netscape_dtd: Option<Span>,
    /// Whether the feed says that it keeps to the RSS Advisory Board's specification, which allows more attributes.
    pub(in crate::rules::feed) follows_rss_board: bool,
    /// Whether some place names a language.
    pub(in crate::rules::feed) said_language: bool,
    pub(in crate::rules::feed) found: Vec<Diagnostic>,
    counts: BTreeMap<&'static str, usize>,
    declarations: Vec<usize>,
    next_declaration: usize,
    spaces: Vec<(String, Space)>,
}

/// An element on the way from the root, and what its parent's model says of it.
#[derive(Clone, Copy)]
pub(in crate::rules::feed) struct Frame<'f, 'a, 'i> {
    pub(in crate::rules::feed) node: Node<'a, 'i>,
    /// The usual prefix of its namespace, empty for the format's own.
    pub(in crate::rules::feed) prefix: &'static str,
    pub(in crate::rules::feed) local: &'f str,
    pub(in crate::rules::feed) model: &'static Model,
    pub(in crate::rules::feed) parent: Option<&'f Frame<'f, 'a, 'i>>,
}

impl Frame<'_, '_, '_> {
    /// Its name with the usual prefix: `title`, `dc:creator`.
    pub(in crate::rules::feed) fn name(&self) -> String {
        names::qualified(self.prefix, self.local)
    }

    /// The name of the element that it stands in; `root` for the outermost.
    pub(in crate::rules::feed) fn parent_name(&self) -> String {
        self.parent.map_or_else(|| "root".to_owned(), Frame::name)
    }

    /// Whether it is the format's own element of that name.
    pub(in crate::rules::feed) fn is_core(&self, local: &str) -> bool {
        self.prefix.is_empty() && self.local == local
    }
}

/// A value that is being checked: where it stands and how it is called.
#[derive(Clone, Copy)]
pub(in crate::rules::feed) struct At<'x, 'f, 'a, 'i> {
    pub(in crate::rules::feed) frame: &'x Frame<'f, 'a, 'i>,
    /// The attribute that holds it; the element's text otherwise.
    pub(in crate::rules::feed) attribute: Option<&'x str>,
    pub(in crate::rules::feed) span: Span,
}

impl At<'_, '_, '_, '_> {
    /// The value's place in words: `` `link` `` or `` attribute `href` of `link` ``.
    pub(in crate::rules::feed) fn words(&self) -> String {
        match self.attribute {
            Some(attribute) => format!("attribute `{attribute}` of `{}`", self.frame.name()),
            None => format!("`{}`", self.frame.name()),
        }
    }
}

/// A check of one value: it says what it has to say to the judge.
pub(in crate::rules::feed) type Check = fn(&mut Judge<'_>, &At<'_, '_, '_, '_>, &str);

impl<'a> Judge<'a> {
    pub(in crate::rules::feed) fn new(path: &str, source: &'a str, options: &'a FeedLintOptions<'a>) -> Self {
        let declarations = memchr::memmem::find_iter(source.as_bytes(), b"xmlns").collect();
        Self {
            path: path.into(),
            source,
            options,
            kind: Kind::Unknown,
            core: String::new(),
            version: String::new(),
            location: options.base.map(str::to_owned),
            cut: None,
            broken: None,
            netscape_dtd: None,
            follows_rss_board: false,
            said_language: false,
            found: Vec::new(),
            counts: BTreeMap::new(),
            declarations,
            next_declaration: 0,
            spaces: Vec::new(),
        }
    }

    /// Notes a finding. The diagnostic that is returned takes parameters and further places.
    pub(in crate::rules::feed) fn report(
        &mut self,
        rule: &'static FeedRule,
        span: Span,
        message: impl Into<String>,
    ) -> Noted<'_> {
        let count = self.counts.entry(rule.rule.name).or_default();
        *count += 1;
        if *count > MOST_FINDINGS {
            return Noted(None);
        }
        let diagnostic =
            Diagnostic::new(rule.rule.name, rule.rule.level, Arc::clone(&self.path), span, message)
                .with_help(rule.help);
        self.found.push(diagnostic);
        Noted(self.found.last_mut())
    }

    /// Notes a finding about a value, with `element`, `parent`, `attr` and `value` as parameters.
    pub(in crate::rules::feed) fn report_at(
        &mut self,
        rule: &'static FeedRule,
        at: &At<'_, '_, '_, '_>,
        value: &str,
        message: impl Into<String>,
    ) -> Noted<'_> {
        let noted = self.report(rule, at.span, message).param("value", value);
        match at.attribute {
            Some(attribute) => noted.param("attr", attribute),
            None => noted.param("element", at.frame.name()).param("parent", at.frame.parent_name()),
        }
    }

    /// Notes a finding about an element, with `element` and `parent` as parameters.
    pub(in crate::rules::feed) fn report_element(
        &mut self,
        rule: &'static FeedRule,
        frame: &Frame<'_, '_, '_>,
        message: impl Into<String>,
    ) -> Noted<'_> {
        let span = self.tag_span(frame.node);
        self.report(rule, span, message).param("element", frame.name()).param("parent", frame.parent_name())
    }

    /// The start tag of an element, for people to see.
    pub(in crate::rules::feed) fn tag_span(&self, node: Node<'_, '_>) -> Span {
        let start = node.range().start;
        let tag = self.source.get(start..).unwrap_or("");
        let length = names::tag_length(tag);
        // A tag of many lines is named by its first words.
        let length =
            if length > 300 { tag.find(char::is_whitespace).unwrap_or(length).min(length) } else { length };
        Span::new(start, start + length)
    }

    /// What stands between an element's tags, white space at its ends left out; the start tag of an empty element.
    pub(in crate::rules::feed) fn value_span(&self, node: Node<'_, '_>) -> Span {
        let (Some(first), Some(last)) = (node.first_child(), node.last_child()) else {
            return self.tag_span(node);
        };
        let span = Span::new(first.range().start, last.range().end);
        let inside = span.of(self.source);
        let trimmed = inside.trim();
        if trimmed.is_empty() {
            return self.tag_span(node);
        }
        let start = span.start + (inside.len() - inside.trim_start().len());
        Span::new(start, start + trimmed.len())
    }

    /// Where a namespace belongs.
    pub(in crate::rules::feed) fn space(&mut self, uri: Option<&str>) -> Space {
        let Some(uri) = uri.filter(|uri| !uri.is_empty()) else {
            return if self.core.is_empty() { Space::Core } else { Space::None };
        };
        if uri == self.core {
            return Space::Core;
        }
        if let Some((_, space)) = self.spaces.iter().find(|(known, _)| known == uri) {
            return *space;
        }
        let space = names::prefix_of(uri).map_or(Space::Unknown, Space::Known);
        self.spaces.push((uri.to_owned(), space));
        space
    }

    /// Whether an element's end was read: only then can something be missing from it.
    pub(in crate::rules::feed) fn is_whole(&self, node: Node<'_, '_>) -> bool {
        self.broken.is_none_or(|broken| node.range().end <= broken)
    }

    /// Whether a reader that stops at the first fault comes so far.
    pub(in crate::rules::feed) fn is_readable_at(&self, offset: usize) -> bool {
        self.broken.is_none_or(|broken| offset <= broken)
    }

    /// The first child of that name, in the format's own namespace where the prefix is empty.
    pub(in crate::rules::feed) fn child<'d, 'i>(
        &self,
        node: Node<'d, 'i>,
        prefix: &str,
        local: &str,
    ) -> Option<Node<'d, 'i>> {
        self.children(node, prefix, local).next()
    }

    /// All children of that name.
    pub(in crate::rules::feed) fn children<'s, 'd, 'i>(
        &'s self,
        node: Node<'d, 'i>,
        prefix: &'s str,
        local: &'s str,
    ) -> impl Iterator<Item = Node<'d, 'i>> + use<'s, 'd, 'i> {
        node.children().filter(move |child| {
            child.is_element() && child.tag_name().name() == local && {
                let uri = child.tag_name().namespace().unwrap_or("");
                if prefix.is_empty() {
                    uri == self.core
                } else {
                    names::prefix_of(uri) == Some(prefix) && uri != self.core
                }
            }
        })
    }

    /// Judges an element and everything in it.
    pub(in crate::rules::feed) fn element(&mut self, frame: &Frame<'_, '_, '_>) {
        self.start(frame);
        match frame.model.text {
            Text::Free => self.free(frame.node, true),
            Text::Construct { content } => text::construct(self, frame, content),
            Text::Xhtml => markup::xhtml_body(self, frame),
            Text::Link => {
                links::empty(self, frame);
                self.free(frame.node, false);
            }
            Text::Nothing => self.container(frame),
            Text::Value(checks) => self.leaf(frame, checks),
        }
        if let Some(finish) = frame.model.finish {
            finish(self, frame);
        }
    }

    /// Namespaces, language, base and attributes of an element.
    fn start(&mut self, frame: &Frame<'_, '_, '_>) {
        self.declared(frame.node);
        for attribute in frame.node.attributes() {
            structure::attribute(self, frame, &attribute);
        }
        for wanted in frame.model.attributes {
            let found = frame
                .node
                .attributes()
                .find(|attribute| self.is_named(attribute, wanted.prefix, wanted.name));
            match found {
                Some(attribute) => {
                    let span = attribute.range_value().into();
                    let at = At { frame, attribute: Some(wanted.name), span };
                    for check in wanted.checks {
                        check(self, &at, attribute.value());
                    }
                }
                None => {
                    if let Some(rule) = wanted.required {
                        let message = format!("`{}` has no attribute `{}`", frame.name(), wanted.name);
                        self.report_element(rule, frame, message).param("attr", wanted.name);
                    }
                }
            }
        }
    }

    /// Whether an attribute has that name, in the namespace of that prefix.
    pub(in crate::rules::feed) fn is_named(
        &self,
        attribute: &XmlAttribute<'_, '_>,
        prefix: &str,
        name: &str,
    ) -> bool {
        attribute.name() == name
            && match attribute.namespace() {
                None => prefix.is_empty(),
                Some(uri) => names::prefix_of(uri) == Some(prefix),
            }
    }

    /// The namespace declarations in the start tag of `node`.
    pub(in crate::rules::feed) fn declared(&mut self, node: Node<'_, '_>) {
        let range = node.range();
        while self.declarations.get(self.next_declaration).is_some_and(|at| *at < range.start) {
            self.next_declaration += 1;
        }
        if self.declarations.get(self.next_declaration).is_none_or(|at| *at >= range.end) {
            return;
        }
        let tag = self.source.get(range.start..range.end).unwrap_or("");
        let tag = tag.get(..names::tag_length(tag)).unwrap_or(tag);
        for (prefix, span) in names::declarations(tag) {
            namespaces::declaration(self, node, prefix, span.shifted(range.start));
        }
    }

    /// An element that holds elements.
    fn container(&mut self, frame: &Frame<'_, '_, '_>) {
        let mut once: Vec<(&'static Child, Span)> = Vec::new();
        let mut said = false;
        for node in frame.node.children() {
            if node.is_text() {
                let value = node.text().unwrap_or("");
                text::characters(self, frame, node, value);
                if !said && !value.trim().is_empty() {
                    said = true;
                    structure::unexpected_text(self, frame, node);
                }
            } else if node.is_element() {
                self.child_element(frame, node, &mut once);
            }
        }
    }

    fn child_element(
        &mut self,
        frame: &Frame<'_, '_, '_>,
        node: Node<'_, '_>,
        once: &mut Vec<(&'static Child, Span)>,
    ) {
        let space = self.space(node.tag_name().namespace());
        let local = node.tag_name().name();
        let (prefix, known) = match space {
            Space::Core => ("", true),
            Space::Known(prefix) => (prefix, true),
            Space::None => {
                structure::undeterminable(self, frame, node);
                ("", false)
            }
            Space::Unknown => ("", false),
        };
        if !known {
            self.free_element(node, frame);
            return;
        }
        // Qualified Dublin Core: `dc:date.modified`.
        let base = if prefix == "dc" { local.split('.').next().unwrap_or(local) } else { local };
        let found = frame
            .model
            .children
            .iter()
            .flat_map(|list| list.iter())
            .find(|child| child.name == base && child.prefix == prefix);
        let Some(child) = found else {
            let unjudged = names::is_unjudged(prefix);
            if !unjudged {
                structure::undefined(self, frame, node, prefix);
            }
            self.free_element(node, frame);
            return;
        };
        let inner = Frame { node, prefix, local, model: child.model, parent: Some(frame) };
        if let Times::Once(rule) = child.times {
            // A name of qualified Dublin Core is another one than its plain form.
            match once.iter().find(|(seen, _)| std::ptr::eq(*seen, child) && base == local) {
                Some((_, first)) => structure::duplicate(self, rule, &inner, *first),
                None => once.push((child, node.range().into())),
            }
        }
        self.element(&inner);
    }

    /// An element that nothing is known of: only what holds for every element is judged in it.
    fn free_element(&mut self, node: Node<'_, '_>, parent: &Frame<'_, '_, '_>) {
        self.declared(node);
        text::attributes(self, node);
        let foreign = node.tag_name().namespace().is_some_and(|uri| uri != self.core);
        self.free(node, foreign && parent.model.text == Text::Nothing);
    }

    /// Whatever stands in an element whose content is the author's own.
    pub(in crate::rules::feed) fn free(&mut self, top: Node<'_, '_>, extension: bool) {
        let extension = extension && top.tag_name().namespace().is_some_and(|uri| uri != self.core);
        for node in top.descendants().skip(1) {
            if node.is_element() {
                self.declared(node);
                text::attributes(self, node);
                if extension && node.tag_name().namespace().is_none() {
                    structure::not_in_a_namespace(self, node);
                }
            } else if let Some(value) = node.text().filter(|_| node.is_text()) {
                text::free_characters(self, node, value);
            }
        }
    }

    /// An element that holds a value.
    fn leaf(&mut self, frame: &Frame<'_, '_, '_>, checks: &'static [Check]) {
        for node in frame.node.children() {
            if node.is_element() {
                structure::undefined_in_value(self, frame, node);
                self.free_element(node, frame);
            } else if let Some(value) = node.text().filter(|_| node.is_text()) {
                text::characters(self, frame, node, value);
            }
        }
        if self.cut.is_some_and(|cut| frame.node.range().end > cut) {
            return;
        }
        let value = own_text(frame.node);
        let at = At { frame, attribute: None, span: self.value_span(frame.node) };
        for check in checks {
            check(self, &at, value.trim());
        }
    }

    /// Notes that something names the language of the text.
    pub(in crate::rules::feed) fn language_said(&mut self) {
        self.said_language = true;
    }

    /// What is only known when all was read.
    pub(in crate::rules::feed) fn finish(&mut self, root: Node<'_, '_>) {
        channel::language(self, root);
    }
}

/// The text directly in an element, comments and inner elements left out.
pub(in crate::rules::feed) fn own_text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let mut texts = node.children().filter(Node::is_text).filter_map(|child| child.text());
    let first = texts.next().unwrap_or("");
    match texts.next() {
        None => Cow::Borrowed(first),
        Some(second) => {
            let mut all = first.to_owned() + second;
            texts.for_each(|text| all.push_str(text));
            Cow::Owned(all)
        }
    }
}

/// A finding that was just noted; nothing where there are enough of its kind.
pub(in crate::rules::feed) struct Noted<'n>(Option<&'n mut Diagnostic>);

impl Noted<'_> {
    /// Adds a parameter of the message.
    pub(in crate::rules::feed) fn param(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            diagnostic.params.insert(name, value.into());
        }
        self
    }

    /// Shows a further place.
    pub(in crate::rules::feed) fn related(mut self, span: Span, label: &str) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            let path = Arc::clone(&diagnostic.path);
            diagnostic.related.push(Related { path, span, label: label.to_owned() });
        }
        self
    }

    /// Says more exactly what to do.
    pub(in crate::rules::feed) fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            diagnostic.help = Some(help.into());
        }
        self
    }
}
