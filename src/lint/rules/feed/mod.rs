//! The rules about feeds: one walk through a feed of any format finds everything that they report.

mod anywhere;
mod checker;
mod checks;
mod model;
mod names;
mod options;
mod rule;
mod tables;
mod undefined_names;
mod values;
mod vocabulary;
mod walk;

#[cfg(test)]
mod tests;

use roxmltree::{Document, Node};

use crate::lint::rule::Rule;
use crate::lint::rules::feed::checker::{Checker, FeedKind, Frame, Model};
use crate::lint::rules::feed::checks::{beyond, channel, json, links, uris, xml};
use crate::lint::rules::feed::tables::{namespaces, structure, uris as uri_rules};
use crate::lint::rules::feed::values::uri::{self, Wanted};
use crate::lint::rules::feed::vocabulary::{atom, rss};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::xml::{decode, read};

pub use checker::UNLISTED;
pub use options::FeedLintOptions;
pub(crate) use rule::FeedRule;
pub(crate) use tables::beyond::{ENTRY_BYTES, FEED_BYTES, OVERSIZED_ENTRY, OVERSIZED_FEED};
pub(crate) use tables::identity::{DUPLICATE_ENTRIES, DUPLICATE_IDS, DUPLICATE_VALUE};
pub(crate) use tables::json::DUPLICATE_JSON_ID;

/// Every rule about feeds, by family.
pub const RULES: &[&Rule] = &joined::<{ count(tables::ALL) }>(tables::ALL);

const fn count(tables: &[&[&FeedRule]]) -> usize {
    let (mut total, mut table) = (0, 0);
    while table < tables.len() {
        total += tables[table].len();
        table += 1;
    }
    total
}

const fn joined<const N: usize>(tables: &[&[&'static FeedRule]]) -> [&'static Rule; N] {
    let mut all = [&tables[0][0].rule; N];
    let (mut at, mut table) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            all[at] = &tables[table][row].rule;
            at += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

/// Returns whether a name is that of a rule about feeds.
#[must_use]
pub fn is_rule(name: &str) -> bool {
    name.starts_with("feed/")
}

/// Returns whether bytes look like a feed: RSS, Atom, or JSON Feed.
///
/// Only their beginning is looked at; what is broken further down is a feed all the same.
#[must_use]
pub fn is_feed(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or(bytes);
    let decoded = decode(head);
    let text = decoded.text.trim_start();
    if text.starts_with('{') {
        return text.contains("jsonfeed.org/version");
    }
    // The outermost element is the first tag that is neither an instruction, a comment nor the document type.
    let mut rest = text;
    while let Some(tag) = rest.find('<').and_then(|at| rest.get(at..)) {
        let skip = |end: &str| tag.find(end).and_then(|at| tag.get(at + end.len()..)).unwrap_or("");
        rest = if tag.starts_with("<?") {
            skip("?>")
        } else if tag.starts_with("<!--") {
            skip("-->")
        } else if tag.starts_with("<!") {
            skip(">")
        } else {
            let name = names::tag_name(tag);
            let local = name.rsplit(':').next().unwrap_or(name);
            return matches!(local, "rss" | "feed") || name == "rdf:RDF" && tag.contains(names::RSS_10);
        };
    }
    false
}

/// Everything that the feed rules have to say about the bytes of one feed, in its order.
///
/// Spans are measured in the text that [`crate::text::xml::decode`] makes of the bytes. The bytes may be of any kind: what
/// is not a feed has a finding that reports it.
#[must_use]
pub fn lint_feed(path: &str, bytes: &[u8], options: &FeedLintOptions<'_>) -> Vec<Diagnostic> {
    let decoded = decode(bytes);
    let mut checker = Checker::new(path, &decoded.text, options);
    if decoded.text.trim_start().starts_with('{') {
        json::feed(&mut checker);
    } else {
        xml::faults(&mut checker, &decoded.faults);
        read(&decoded.text, |document, reading| {
            xml::faults(&mut checker, &reading.faults);
            if let Some(document) = document {
                let faults = decoded.faults.iter().chain(&reading.faults);
                checker.broken =
                    faults.filter(|fault| fault.kind.is_fatal()).map(|fault| fault.span.start).min();
                checker.cut = reading.cut;
                judge_document(&mut checker, document, bytes.len());
            }
        });
    }
    let mut found = checker.found;
    found.sort_by(Diagnostic::order);
    found.dedup();
    found
}

/// The rule that an absolute URI breaks, where that is an error.
pub(crate) fn broken_address(address: &str) -> Option<&'static FeedRule> {
    let fault = uri::fault(address, Wanted { absolute: true, iri: false })?;
    let rule = uris::rule_of(fault, uri_rules::INVALID_FULL_LINK);
    (rule.rule.level == Level::Error).then_some(rule)
}

fn judge_document(checker: &mut Checker<'_>, document: &Document<'_>, bytes: usize) {
    let root = document.root_element();
    if checker.location.is_none() {
        checker.location = links::own_location(root);
    }
    let model = recognise(checker, root);
    xml::version_of_dtd(checker);
    beyond::instructions(checker, document.root());
    beyond::sizes(checker, root, bytes);
    let Some(model) = model else {
        anywhere::declared(checker, root);
        anywhere::free(checker, root, false);
        return;
    };
    walk::element(
        checker,
        &Frame { node: root, prefix: "", local: root.tag_name().name(), model, parent: None },
    );
    channel::language(checker, root);
}

/// Which format a document is in, told by its outermost element, and what that element may hold.
fn recognise(checker: &mut Checker<'_>, root: Node<'_, '_>) -> Option<&'static Model> {
    let name = root.tag_name().name();
    let namespace = root.tag_name().namespace().unwrap_or("");
    checker.core = namespace.to_owned();
    match (name, namespace) {
        ("feed" | "entry", draft) if draft == names::ATOM_02 || draft.starts_with(names::ATOM_03) => {
            let span = checker.tag_span(root);
            let message = format!("the {name} is in a draft of Atom, which was withdrawn");
            checker.report(namespaces::OBSOLETE_NAMESPACE, span, message).param("element", name);
            None
        }
        ("feed" | "entry", namespace) => {
            if namespace.is_empty() {
                let span = checker.tag_span(root);
                let message = format!("`{name}` has no namespace");
                checker
                    .report(namespaces::MISSING_NAMESPACE, span, message)
                    .param("element", name)
                    .param("parent", "root");
            } else if namespace != names::ATOM {
                invalid_namespace(checker, root, namespace);
            }
            checker.kind = FeedKind::Atom;
            Some(if name == "feed" { atom::FEED } else { atom::ENTRY })
        }
        ("rss", namespace) => {
            if !namespace.is_empty() {
                invalid_namespace(checker, root, namespace);
            }
            checker.kind = FeedKind::Rss;
            rss_version(checker, root);
            Some(rss::RSS)
        }
        ("RDF", names::RDF) => {
            let rss = root.children().any(|child| child.tag_name().namespace() == Some(names::RSS_10));
            if !rss {
                unknown_root(checker, root);
                return None;
            }
            checker.kind = FeedKind::Rdf;
            checker.core = names::RSS_10.to_owned();
            Some(rss::RDF)
        }
        _ => {
            unknown_root(checker, root);
            None
        }
    }
}

fn invalid_namespace(checker: &mut Checker<'_>, root: Node<'_, '_>, namespace: &str) {
    let span = checker.tag_span(root);
    let name = root.tag_name().name();
    let message = format!("`{name}` is in the namespace `{namespace}`, which is not its own");
    checker
        .report(namespaces::INVALID_NAMESPACE, span, message)
        .param("element", name)
        .param("namespace", namespace);
}

fn unknown_root(checker: &mut Checker<'_>, root: Node<'_, '_>) {
    let span = checker.tag_span(root);
    let prefix = root.tag_name().namespace().and_then(names::prefix_of).unwrap_or("");
    let name = names::qualified(prefix, root.tag_name().name());
    checker
        .report(
            structure::UNDEFINED_ELEMENT,
            span,
            format!("this is not a feed: its root element is `{name}`"),
        )
        .param("element", name)
        .param("parent", "root")
        .help("name a file of RSS, Atom or JSON Feed");
}

fn rss_version(checker: &mut Checker<'_>, root: Node<'_, '_>) {
    let Some(attribute) = root.attribute_node("version") else {
        // Readers treat RSS without a version as the latest.
        "2.0".clone_into(&mut checker.version);
        return;
    };
    let version = attribute.value();
    version.clone_into(&mut checker.version);
    let span = attribute.range_value().into();
    if matches!(version, "0.90" | "0.9" | "0.91" | "0.92" | "0.93" | "0.94") {
        let message = format!("RSS {version} was replaced by RSS 2.0");
        checker.report(structure::OBSOLETE_VERSION, span, message).param("version", version);
    } else if !matches!(version, "2.0" | "2.0.1" | "2.00" | "2.0.11") {
        let message = format!("RSS has no version `{version}`");
        checker.report(structure::INVALID_RSS_VERSION, span, message).param("version", version);
    }
    let docs = checker.child(root, "", "channel").and_then(|channel| checker.child(channel, "", "docs"));
    checker.follows_rss_board = docs.is_some_and(|docs| {
        let docs = checker::own_text(docs);
        let docs = docs.trim();
        let address = docs.strip_prefix("http://").or_else(|| docs.strip_prefix("https://")).unwrap_or(docs);
        address == "www.rssboard.org/rss-specification"
    });
}
