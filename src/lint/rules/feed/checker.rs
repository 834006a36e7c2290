//! What is known while a feed is judged: the document, the way to an element, its model, the findings.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use roxmltree::{Attribute as XmlAttribute, Node};

use crate::lint::report::MOST_FINDINGS;
use crate::lint::rules::feed::names::{self, Space};
use crate::lint::rules::feed::options::FeedLintOptions;
use crate::lint::rules::feed::rule::FeedRule;
use crate::text::diagnostic::{Diagnostic, Related};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// What a document turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FeedKind {
    /// Nothing that is judged.
    Unknown,
    /// Atom 1.0: a feed or an entry.
    Atom,
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 1.0, an application of RDF.
    Rdf,
}

/// The parameter of the last finding of a rule that is listed: how many more there are.
pub const UNLISTED: &str = "unlisted";

/// What is known while a feed is judged, and what was found.
pub(crate) struct Checker<'a> {
    pub(crate) path: Arc<str>,
    /// The decoded text that spans are measured in.
    pub(crate) source: &'a str,
    pub(crate) options: &'a FeedLintOptions<'a>,
    pub(crate) kind: FeedKind,
    /// The namespace of the format's own elements, empty for none.
    pub(crate) core: String,
    /// RSS's version attribute.
    pub(crate) version: String,
    /// The feed's address: as given, else as the feed says itself.
    pub(crate) location: Option<String>,
    /// Where the document breaks off, if it does.
    pub(crate) cut: Option<usize>,
    /// Where the document ceases to be well-formed: what is missing after it is unknown.
    pub(crate) broken: Option<usize>,
    /// Where Netscape's document type stands.
    pub(crate) netscape_dtd: Option<Span>,
    /// Whether the feed declares that it keeps to the RSS Advisory Board's specification, which allows more attributes.
    pub(crate) follows_rss_board: bool,
    /// Whether some place names a language.
    pub(crate) said_language: bool,
    pub(crate) found: Vec<Diagnostic>,
    counts: BTreeMap<&'static str, usize>,
    /// Where the last finding of a rule stands that is listed, once there are more.
    last_listed: BTreeMap<&'static str, usize>,
    declarations: Vec<usize>,
    next_declaration: usize,
    spaces: Vec<(String, Space)>,
}

/// An element on the way from the root, and what its parent's model says of it.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'f, 'a, 'i> {
    pub(crate) node: Node<'a, 'i>,
    /// The usual prefix of its namespace, empty for the format's own.
    pub(crate) prefix: &'static str,
    pub(crate) local: &'f str,
    pub(crate) model: &'static Model,
    pub(crate) parent: Option<&'f Frame<'f, 'a, 'i>>,
}

impl Frame<'_, '_, '_> {
    /// Its name with the usual prefix: `title`, `dc:creator`.
    pub(crate) fn name(&self) -> String {
        names::qualified(self.prefix, self.local)
    }

    /// The name of the element that it stands in; `root` for the outermost.
    pub(crate) fn parent_name(&self) -> String {
        self.parent.map_or_else(|| "root".to_owned(), Frame::name)
    }

    /// Returns whether it is the format's own element of that name.
    pub(crate) fn is_core(&self, local: &str) -> bool {
        self.prefix.is_empty() && self.local == local
    }
}

/// A value that is being checked: where it stands and how it is called.
#[derive(Clone, Copy)]
pub(crate) struct At<'x, 'f, 'a, 'i> {
    pub(crate) frame: &'x Frame<'f, 'a, 'i>,
    /// The attribute that holds it; the element's text otherwise.
    pub(crate) attribute: Option<&'x str>,
    pub(crate) span: Span,
}

impl At<'_, '_, '_, '_> {
    /// The value's place in words: `` `link` `` or `` attribute `href` of `link` ``.
    pub(crate) fn words(&self) -> String {
        match self.attribute {
            Some(attribute) => format!("attribute `{attribute}` of `{}`", self.frame.name()),
            None => format!("`{}`", self.frame.name()),
        }
    }
}

/// A check of one value; it reports to the checker.
pub(crate) type Check = fn(&mut Checker<'_>, &At<'_, '_, '_, '_>, &str);

impl<'a> Checker<'a> {
    pub(crate) fn new(path: &str, source: &'a str, options: &'a FeedLintOptions<'a>) -> Self {
        let declarations = memchr::memmem::find_iter(source.as_bytes(), b"xmlns").collect();
        Self {
            path: path.into(),
            source,
            options,
            kind: FeedKind::Unknown,
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
            last_listed: BTreeMap::new(),
            declarations,
            next_declaration: 0,
            spaces: Vec::new(),
        }
    }

    /// Notes a finding. The diagnostic that is returned takes parameters and further places.
    pub(crate) fn report(
        &mut self,
        rule: &'static FeedRule,
        span: Span,
        message: impl Into<String>,
    ) -> Noted<'_> {
        let count = self.counts.entry(rule.rule.name).or_default();
        *count += 1;
        if *count > MOST_FINDINGS {
            let more = *count - MOST_FINDINGS;
            // The last one that is listed says how many are not.
            if let Some(last) = self.last_listed.get(rule.rule.name).and_then(|at| self.found.get_mut(*at)) {
                last.change(|extra| extra.params.insert(UNLISTED, more.to_string()));
            }
            return Noted(None);
        }
        if *count == MOST_FINDINGS {
            self.last_listed.insert(rule.rule.name, self.found.len());
        }
        let diagnostic =
            Diagnostic::new(rule.rule.name, rule.rule.level, Arc::clone(&self.path), span, message)
                .with_help(rule.help);
        self.found.push(diagnostic);
        Noted(self.found.last_mut())
    }

    /// Notes a finding about a value, with `element`, `parent`, `attr` and `value` as parameters.
    pub(crate) fn report_at(
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
    pub(crate) fn report_element(
        &mut self,
        rule: &'static FeedRule,
        frame: &Frame<'_, '_, '_>,
        message: impl Into<String>,
    ) -> Noted<'_> {
        let span = self.tag_span(frame.node);
        self.report(rule, span, message).param("element", frame.name()).param("parent", frame.parent_name())
    }

    /// Returns the bytes of a node in the source. The parser read a completed copy of a feed that is not well-formed: a
    /// node that was open at the cut ends there.
    pub(crate) fn written(&self, node: Node<'_, '_>) -> Range<usize> {
        let range = node.range();
        let end = self.cut.unwrap_or(self.source.len());
        range.start.min(end)..range.end.min(end)
    }

    /// The start tag of an element, for people to see.
    pub(crate) fn tag_span(&self, node: Node<'_, '_>) -> Span {
        let start = self.written(node).start;
        let tag = self.source.part(start..);
        let length = names::tag_length(tag);
        // A tag of many lines is named by its first words.
        let length =
            if length > 300 { tag.find(char::is_whitespace).unwrap_or(length).min(length) } else { length };
        Span::new(start, start + length)
    }

    /// What stands between an element's tags, white space at its ends left out; the start tag of an empty element.
    pub(crate) fn value_span(&self, node: Node<'_, '_>) -> Span {
        let span = self.inner_span(node);
        let inside = span.of(self.source);
        let trimmed = inside.trim();
        if trimmed.is_empty() {
            return self.tag_span(node);
        }
        let start = span.start + (inside.len() - inside.trim_start().len());
        Span::new(start, start + trimmed.len())
    }

    /// What stands between an element's tags, as it is written there.
    pub(crate) fn inner_span(&self, node: Node<'_, '_>) -> Span {
        let range = self.written(node);
        let whole = self.source.part(range.clone());
        let start = names::tag_length(whole);
        let end = whole.rfind("</").filter(|end| *end >= start).unwrap_or(whole.len());
        Span::new(range.start + start, range.start + end.max(start))
    }

    /// Where a namespace belongs.
    pub(crate) fn space(&mut self, uri: Option<&str>) -> Space {
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

    /// Returns whether an element's end was read: only then can something be missing from it.
    pub(crate) fn is_whole(&self, node: Node<'_, '_>) -> bool {
        self.broken.is_none_or(|broken| node.range().end <= broken)
    }

    /// Returns whether a reader that stops at the first error comes so far.
    pub(crate) fn is_readable_at(&self, offset: usize) -> bool {
        self.broken.is_none_or(|broken| offset <= broken)
    }

    /// The first child of that name, in the format's own namespace where the prefix is empty.
    pub(crate) fn child<'d, 'i>(
        &self,
        node: Node<'d, 'i>,
        prefix: &str,
        local: &str,
    ) -> Option<Node<'d, 'i>> {
        self.children(node, prefix, local).next()
    }

    /// All children of that name.
    pub(crate) fn children<'s, 'd, 'i>(
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

    /// Returns whether an attribute has that name, in the namespace of that prefix.
    pub(crate) fn is_named(&self, attribute: &XmlAttribute<'_, '_>, prefix: &str, name: &str) -> bool {
        attribute.name() == name
            && match attribute.namespace() {
                None => prefix.is_empty(),
                Some(uri) => names::prefix_of(uri) == Some(prefix),
            }
    }

    /// Returns whether a namespace is declared in the source between these offsets; asked in the order of the document.
    pub(crate) fn declares_within(&mut self, start: usize, end: usize) -> bool {
        while self.declarations.get(self.next_declaration).is_some_and(|at| *at < start) {
            self.next_declaration += 1;
        }
        self.declarations.get(self.next_declaration).is_some_and(|at| *at < end)
    }

    /// Notes that something names the language of the text.
    pub(crate) fn language_said(&mut self) {
        self.said_language = true;
    }
}

/// The text directly in an element, comments and inner elements left out.
pub(crate) fn own_text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
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
pub(crate) struct Noted<'n>(Option<&'n mut Diagnostic>);

impl Noted<'_> {
    /// Adds a parameter of the message.
    pub(crate) fn param(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            diagnostic.change(|extra| extra.params.insert(name, value.into()));
        }
        self
    }

    /// Shows a further place.
    pub(crate) fn related(mut self, span: Span, label: &str) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            let path = Arc::clone(&diagnostic.path);
            let related = Related { path, span, label: label.to_owned() };
            diagnostic.change(|extra| extra.related.push(related));
        }
        self
    }

    /// Says more exactly what to do.
    pub(crate) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        if let Some(diagnostic) = &mut self.0 {
            diagnostic.help = Some(help.into());
        }
        self
    }
}

/// What an element may hold.
pub(crate) struct Model {
    /// The attributes that it may have beside `xml:base`, `xml:lang`, `xml:id` and `xml:space`.
    pub(crate) attributes: &'static [Attribute],
    /// The elements that it may hold, in lists that vocabularies share.
    pub(crate) children: &'static [&'static [Child]],
    /// The text that it may hold.
    pub(crate) text: Text,
    /// What can only be judged when all of it was read.
    pub(crate) finish: Option<fn(&mut Checker<'_>, &Frame<'_, '_, '_>)>,
}

/// The text that an element may hold.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Text {
    /// None: it holds elements.
    Nothing,
    /// A value that these checks look at, white space at its ends left out; no elements.
    Value(&'static [Check]),
    /// Anything; nothing of it is judged.
    Free,
    /// An Atom text construct, or `atom:content` (RFC 4287 sections 3.1 and 4.1.3).
    Construct {
        /// Whether it is `atom:content`.
        content: bool,
    },
    /// XHTML beside Atom: `xhtml:body` in an RSS item.
    Xhtml,
    /// `atom:link`: all is in its attributes.
    Link,
}

/// An element that another may hold.
pub(crate) struct Child {
    /// The usual prefix of its namespace, empty for the format's own.
    pub(crate) prefix: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// How often.
    pub(crate) times: Times,
    /// What it may hold.
    pub(crate) model: &'static Model,
}

/// How often an element may stand in another.
#[derive(Clone, Copy)]
pub(crate) enum Times {
    /// Once; the rule is about a second one.
    Once(&'static FeedRule),
    /// Any number of times.
    Many,
}

/// An attribute that an element may have.
pub(crate) struct Attribute {
    /// The usual prefix of its namespace, mostly empty.
    pub(crate) prefix: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// The rule that reports it as missing, where it is required.
    pub(crate) required: Option<&'static FeedRule>,
    /// What looks at its value.
    pub(crate) checks: &'static [Check],
}

impl Model {
    /// An element with nothing in it, to be filled with `..Model::EMPTY`.
    pub(crate) const EMPTY: Self = Self { attributes: &[], children: &[], text: Text::Nothing, finish: None };

    /// A value without attributes.
    pub(crate) const fn value(checks: &'static [Check]) -> Self {
        Self { text: Text::Value(checks), ..Self::EMPTY }
    }
}
