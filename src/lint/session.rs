//! Lints a site: reads the facts of every file, runs the rules that are switched on, and settles what is shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::HashSet;
use rayon::prelude::*;

use crate::feeds::plan;
use crate::links::Index;
use crate::links::issue_ref::{Tracker, Trackers};
use crate::links::{Around, Destination, Pages, ThereVerdict, Verdict};
use crate::lint::documents::{documents, may_be_a_page};
use crate::lint::judges::Judges;
use crate::lint::report::{Unknown, Unlisted};
use crate::lint::rule::{Anchor, Check, Document, Knowledge, Layouts, PostContext, SiteContext};
use crate::lint::rules::{self, UNREADABLE};
use crate::lint::selection::Selection;
use crate::lint::settle::{self, Bounded, Suppressible};
use crate::markup::front_matter::{self, Value};
use crate::site::config;
use crate::site::tree::Tree;
use crate::site::{Site, WholeSite};
use crate::text::diagnostic::{Diagnostic, Edit, Level};
use crate::text::source::{Span, Spanned};

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome<'a> {
    /// The findings that are left, in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more findings there are of rules that found very many in one file.
    pub unlisted: Vec<Unlisted>,
    /// The files that were looked at, sorted.
    pub files: Vec<Arc<str>>,
    /// How many findings comments, front matter and the configuration silence.
    pub suppressed: usize,
    /// Targets that could not be checked.
    pub unknown: Vec<Unknown>,
    /// What was read of each file, sorted by path: whoever shows a finding need not read its file again.
    pub documents: Vec<Document<'a>>,
}

/// Lints a site, for which these feeds are written.
#[must_use]
pub fn lint<'a>(
    whole: WholeSite<'a>,
    feeds: &[config::Feed],
    tree: &dyn Tree,
    judges: Judges<'_>,
    selection: &Selection,
) -> Outcome<'a> {
    let Judges { built, others } = judges;
    let site = whole.site;
    let index = index(whole, feeds);
    let around = Around::new(whole, &index, custom_domain(tree).as_deref(), built, others)
        .with_feeds(plan::paths(site, feeds));
    let named = named_trackers(&site.settings.config.lint);
    let (documents, trackers) = documents(whole, tree, &around, named).settled(others);
    let layouts = Layouts::read(whole, tree);
    let own_plugins = has_own_plugins(site, tree);
    let knowledge = Knowledge::new(whole, &index, &documents, trackers, judges, layouts, own_plugins);
    let of_documents: Vec<Vec<Bounded>> =
        documents.par_iter().map(|document| judged(document, selection, &knowledge)).collect();
    let of_site = judged_whole(selection, &knowledge, feeds);
    let mut diagnostics = Vec::new();
    let mut unlisted = Vec::new();
    let mut suppressed = 0;
    for bounded in of_documents.into_iter().flatten().chain(of_site) {
        diagnostics.extend(bounded.kept);
        unlisted.extend(bounded.unlisted);
        suppressed += bounded.suppressed;
    }
    if let Some(level) = selection.level(UNREADABLE) {
        diagnostics.extend(unreadable(whole, tree, &documents, level));
    }
    let files: Vec<Suppressible<'_>> = documents.iter().map(suppressible).collect();
    let (mut diagnostics, by_comment) =
        settle::suppress(diagnostics, &files, &|name| selection.level(name).is_some());
    for diagnostic in &mut diagnostics {
        if diagnostic.rule == rules::unused_suppression::RULE.name {
            diagnostic.level = selection.level(diagnostic.rule).unwrap_or(diagnostic.level);
        }
    }
    // Behind the comments, so that one which a row makes needless is not called so.
    let rows = &site.settings.config.lint.per_file;
    let (diagnostics, by_config) = settle::per_file(diagnostics, rows);
    suppressed += by_comment + by_config + settle::unlisted_per_file(&mut unlisted, rows);
    let unknown = unknown(&knowledge);
    let files = documents.iter().map(|document| Arc::clone(&document.source.path)).collect();
    Outcome { diagnostics, unlisted, files, suppressed, unknown, documents }
}

/// The findings of each rule in one document.
fn judged(document: &Document<'_>, selection: &Selection, knowledge: &Knowledge<'_>) -> Vec<Bounded> {
    let mut all = Vec::new();
    for selected in &selection.rules {
        let Check::Post(check) = selected.rule.check else { continue };
        let mut found = Vec::new();
        let context = PostContext {
            rule: selected.rule.name,
            level: selected.level,
            options: &selected.options,
            document,
            site: knowledge,
        };
        check(&context, &mut found);
        if !found.is_empty() {
            found.iter_mut().for_each(|finding| keep_templates(finding, document));
            all.push(settle::bound(found, &|_| Some(suppressible(document))));
        }
    }
    all
}

/// The findings of each rule that needs the whole site.
fn judged_whole(selection: &Selection, knowledge: &Knowledge<'_>, feeds: &[config::Feed]) -> Vec<Bounded> {
    let mut all = Vec::new();
    for selected in &selection.rules {
        let Check::Site(check) = selected.rule.check else { continue };
        let mut found = Vec::new();
        let context = SiteContext {
            rule: selected.rule.name,
            level: selected.level,
            options: &selected.options,
            site: knowledge,
            feeds,
        };
        check(&context, &mut found);
        all.push(settle::bound(found, &|path| knowledge.document(path).map(suppressible)));
    }
    all
}

/// Takes the fix from a finding where it would write over tags or outputs of Liquid: what they print is not what they are.
fn keep_templates(finding: &mut Diagnostic, document: &Document<'_>) {
    // One that only touches it too: in another pass of a loop it may print there.
    let tags = &document.facts.liquid;
    let is_tag = |edit: &Edit| {
        let next = tags.partition_point(|tag| tag.end < edit.span.start);
        tags.get(next).is_some_and(|tag| tag.start <= edit.span.end)
    };
    if finding.path == document.source.path
        && finding.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(is_tag))
    {
        finding.fix = None;
    }
}

/// A finding for each post, document and page whose file cannot be read: no rule has seen it.
fn unreadable<'a>(
    WholeSite { site, surroundings }: WholeSite<'a>,
    tree: &'a dyn Tree,
    documents: &'a [Document<'_>],
    level: Level,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let unseen =
        move |path: &str| documents.binary_search_by(|document| (*document.source.path).cmp(path)).is_err();
    let posts = site.unreadable.iter().filter(move |post| unseen(&post.path));
    let posts = posts.map(move |post| post.problem.found_by(UNREADABLE, level));
    let pages = surroundings
        .files
        .iter()
        .filter(move |file| may_be_a_page(&file.path, file.size) && unseen(&file.path));
    posts.chain(pages.filter_map(move |file| {
        let error = tree.read_start(&file.path, 1).err()?;
        let message = format!("it cannot be read: {}", error.reason);
        let found = Diagnostic::new(UNREADABLE, level, file.path.as_str(), Span::default(), message);
        Some(found.with_help("check its permissions"))
    }))
}

/// What stands where on a site, for another one that links to it.
#[must_use]
pub fn pages(whole: WholeSite<'_>, feeds: &[config::Feed], tree: &dyn Tree) -> Pages {
    let index = index(whole, feeds);
    let around = Around::new(whole, &index, None, None, &[]);
    let (documents, trackers) = documents(whole, tree, &around, Trackers::default()).settled(&[]);
    let (judges, layouts) = (Judges::default(), Layouts::read(whole, tree));
    let knowledge = Knowledge::new(whole, &index, &documents, trackers, judges, layouts, false);
    knowledge.pages(around.made_below())
}

/// The folders of the first level, `/bin/`, that several links of a site lead into and that it does not have: another
/// repository may fill them.
#[must_use]
pub fn missing_folders(whole: WholeSite<'_>, feeds: &[config::Feed], tree: &dyn Tree) -> Vec<String> {
    let index = index(whole, feeds);
    let around = Around::new(whole, &index, custom_domain(tree).as_deref(), None, &[])
        .with_feeds(plan::paths(whole.site, feeds));
    let (documents, trackers) = documents(whole, tree, &around, Trackers::default()).settled(&[]);
    let (judges, layouts) = (Judges::default(), Layouts::read(whole, tree));
    let knowledge = Knowledge::new(whole, &index, &documents, trackers, judges, layouts, false);
    knowledge.missing_folders.into_keys().collect()
}

fn index(whole: WholeSite<'_>, feeds: &[config::Feed]) -> Index {
    let site = whole.site;
    Index::new(whole, Around::made_urls(site).into_iter().chain(plan::paths(site, feeds)))
}

/// The host that GitHub Pages and others serve a site at, which a file `CNAME` names.
fn custom_domain(tree: &dyn Tree) -> Option<String> {
    let bytes = tree.read("CNAME").ok()?;
    let host = String::from_utf8(bytes).ok()?.trim().to_owned();
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

fn has_own_plugins(site: &Site, tree: &dyn Tree) -> bool {
    let settings = &site.settings;
    settings.plugins_bring_tags
        || settings.convention.own_plugins.is_some_and(|ending| {
            let is_own = |folder: &String| {
                let files = tree.list(folder, &|_| true).unwrap_or_default().files;
                files.iter().any(|path| path.ends_with(ending))
            };
            settings.plugin_folders.iter().any(is_own)
        })
}

/// The trackers that the configuration names.
fn named_trackers(config: &config::Lint) -> Trackers {
    let tracker = |tracker: &config::Tracker| Tracker {
        name: tracker.name.clone(),
        text: tracker.text.clone(),
        url: tracker.url.clone(),
    };
    Trackers::new(config.trackers.iter().map(tracker).collect())
}

fn suppressible<'a>(document: &'a Document<'_>) -> Suppressible<'a> {
    let key = document.front_matter.data.entry(settle::KEY).map(|entry| {
        let name = |node: &front_matter::Node| {
            Some(Spanned::new(node.as_str()?.trim().to_owned(), node.span))
                .filter(|name| !name.value.is_empty())
        };
        let rules = match &entry.value.value {
            Value::List(items) => items.iter().filter_map(name).collect(),
            _ => name(&entry.value).into_iter().collect(),
        };
        (Span::new(entry.key_span.start, entry.value.span.end.max(entry.key_span.end)), rules)
    });
    Suppressible { source: &document.source, body: document.front_matter.body, key }
}

/// The targets that could not be checked, each reason once.
fn unknown(knowledge: &Knowledge<'_>) -> Vec<Unknown> {
    let mut found: BTreeMap<Cow<'static, str>, BTreeSet<String>> = BTreeMap::new();
    // Many posts link to the same places: the anchor of each is looked for once.
    let mut seen: HashSet<&str> = HashSet::default();
    for document in knowledge.documents {
        for (link, destination) in document.facts.links.iter().zip(&document.destinations) {
            let url = link.destination.value.as_str();
            let reason = match destination {
                Destination::Unknown(reason) => Some(reason.clone()),
                Destination::Here(place) => match (&place.verdict, knowledge.anchor(document, place)) {
                    (_, Anchor::Unknown(reason)) => Some(Cow::Borrowed(reason)),
                    (Verdict::Unknown(reason), _) if !place.path.is_empty() => Some(reason.clone()),
                    _ => None,
                },
                Destination::There(there) => match &there.verdict {
                    ThereVerdict::Unknown(reason) => Some(reason.clone()),
                    ThereVerdict::Alive | ThereVerdict::NoPage | ThereVerdict::NoFragment => None,
                },
                Destination::Empty | Destination::Elsewhere => None,
            };
            if let Some(reason) = reason
                && seen.insert(url)
            {
                found.entry(reason).or_default().insert(url.to_owned());
            }
        }
    }
    found
        .into_iter()
        .map(|(reason, targets)| Unknown {
            reason: reason.into_owned(),
            targets: targets.into_iter().collect(),
        })
        .collect()
}
