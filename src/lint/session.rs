//! Lints a site: reads the facts of every file, runs the rules that are switched on, and settles what is shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::feeds::plan;
use crate::links::issue_ref::{Tracker, Trackers};
use crate::links::{Index, LinkBase, Pages};
use crate::lint::documents::{Reader, document, may_be_a_page, settle as settle_document};
use crate::lint::families;
use crate::lint::known_sites::KnownSites;
use crate::lint::report::{Unknown, Unlisted};
use crate::lint::rule::{
    Check, Document, Ground, Head, Knowledge, Layouts, Outline, PostContext, SiteContext,
};
use crate::lint::rules::{self, DEAD_LINK, MISSING_FOLDER, UNREADABLE};
use crate::lint::selection::{Choice, Selection};
use crate::lint::settle::{self, Bounded, Marked};
use crate::lint::tally::{Open, Settled, Tally};
use crate::lint::templates::heads;
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
    /// How many findings comments, front matter and the configuration silence.
    pub suppressed: usize,
    /// How many targets links have on the site and on others that are known.
    pub targets: usize,
    /// Those of them that could not be checked.
    pub unknown: Vec<Unknown>,
    /// The files that were looked at, sorted by path.
    pub outlines: Vec<Outline<'a>>,
}

/// Lints a site, for which these feeds are written.
///
/// A file's facts are dropped as soon as the rules have run that look at it alone. A file in which another rule may find
/// something is read once more when all of them are known.
#[must_use]
pub fn lint<'a>(
    whole: WholeSite<'a>,
    feeds: &[config::Feed],
    tree: &dyn Tree,
    judges: KnownSites<'_>,
    selection: &Selection,
) -> Outcome<'a> {
    run(whole, feeds, tree, judges, selection, Again::Open, |_| ()).0
}

/// [`lint`], and with `all` every file is read once more, not only those in which another rule may find something: the
/// result is the same. For tests.
#[doc(hidden)]
#[must_use]
pub fn lint_twice<'a>(
    whole: WholeSite<'a>,
    feeds: &[config::Feed],
    tree: &dyn Tree,
    judges: KnownSites<'_>,
    selection: &Selection,
    all: bool,
) -> Outcome<'a> {
    let again = if all { Again::All } else { Again::Open };
    run(whole, feeds, tree, judges, selection, again, |_| ()).0
}

/// Which files are read once more when all are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// Those in which another rule may find something.
    Open,
    /// Every one.
    All,
}

/// A site whose files were all read: what one of them can be judged by once more.
pub(super) struct Session<'r, 'a> {
    /// What files are read with.
    pub(super) reader: &'r Reader<'r, 'a>,
    /// All that is known of the site.
    pub(super) knowledge: &'r Knowledge<'r>,
    /// The rules that are on.
    pub(super) selection: &'r Selection,
    /// The feeds that are written for the site.
    pub(super) feeds: &'r [config::Feed],
    /// The findings that are left, in no order.
    pub(super) diagnostics: &'r [Diagnostic],
}

impl Session<'_, '_> {
    /// The findings of the rules that look at the whole site, before any is suppressed.
    pub(super) fn of_site(&self) -> Vec<Diagnostic> {
        let all = judged_whole(self.selection, self.knowledge, self.feeds, &[]);
        all.into_iter().flat_map(|bounded| bounded.kept).collect()
    }

    /// The findings that are left in one file, whose text may be another than when the site was read; `of_site` are those of
    /// the rules that look at the whole site.
    pub(super) fn judged(&self, document: &Document<'_>, of_site: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let marked = marked(document);
        let own = judged(document, marked.as_ref(), self.selection, self.knowledge, Some(self.knowledge));
        let found = own.into_iter().flat_map(|bounded| bounded.kept).chain(of_site).collect();
        let marked = marked.into_iter().collect();
        let (mut left, _) = without_silenced(found, marked, self.selection, self.reader.site);
        families::settle_again(&mut left, self.diagnostics);
        left
    }
}

/// Lints a site, and asks `then` before what was read is dropped.
pub(super) fn run<'a, T>(
    whole: WholeSite<'a>,
    feeds: &[config::Feed],
    tree: &dyn Tree,
    judges: KnownSites<'_>,
    selection: &Selection,
    again: Again,
    then: impl FnOnce(&Session<'_, 'a>) -> T,
) -> (Outcome<'a>, T) {
    let KnownSites { built, others } = judges;
    let site = whole.site;
    let paths = plan::paths(site, feeds);
    let index = index(whole, &paths);
    let around =
        LinkBase::new(whole, &index, custom_domain(tree).as_deref(), built, others).with_feeds(paths);
    let named = named_trackers(&site.settings.config.lint);
    let ground = Ground::new(whole, &index, judges, Layouts::read(whole, tree), has_own_plugins(site, tree));
    let reader = Reader { site, tree, around: &around, named: &named, layouts: &ground.layouts };
    let alone = |document: &Document<'a>| {
        let marked = marked(document).map(Box::new);
        (judged(document, marked.as_deref(), selection, &ground, None), marked)
    };
    let Read { outlines, kept, open, settled } = read_all(&reader, &ground, heads(&reader, whole), &alone);
    let Settled { counted, fragments, questions } = settled;
    let knowledge = Knowledge::new(&ground, &outlines, counted, &fragments);
    let open = match again {
        Again::All => (0..open.len()).collect(),
        Again::Open => questions.open(&open, &fragments, &knowledge),
    };
    let (mut judged_alone, marked): (Vec<Vec<Bounded>>, Vec<Option<Box<Marked>>>) = kept.into_iter().unzip();
    let again: Vec<(usize, Vec<Bounded>)> = open
        .into_par_iter()
        .filter_map(|number| {
            let outline = outlines.get(number)?;
            let mut document = document(&reader, Arc::clone(outline.path()), outline.head)?;
            settle_document(&mut document, &knowledge);
            let marked = marked.get(number)?.as_deref();
            Some((number, judged(&document, marked, selection, &ground, Some(&knowledge))))
        })
        .collect();
    for (number, all) in again {
        if let Some(alone) = judged_alone.get_mut(number) {
            *alone = all;
        }
    }
    let of_site = judged_whole(selection, &knowledge, feeds, &marked);
    // A list that grows has twice the room, and a copy, of a finding a post.
    let found = judged_alone.iter().flatten().chain(&of_site).map(|bounded| bounded.kept.len()).sum();
    let mut diagnostics = Vec::with_capacity(found);
    let mut unlisted = Vec::new();
    let mut suppressed = 0;
    for bounded in judged_alone.into_iter().flatten().chain(of_site) {
        diagnostics.extend(bounded.kept);
        unlisted.extend(bounded.unlisted);
        suppressed += bounded.suppressed;
    }
    if let Some(level) = selection.level(UNREADABLE) {
        diagnostics.extend(unreadable(whole, tree, &outlines, level));
    }
    let marked = marked.into_iter().flatten().map(|marked| *marked).collect();
    let (mut diagnostics, silenced) = without_silenced(diagnostics, marked, selection, site);
    families::settle(&mut diagnostics);
    suppressed += silenced + settle::unlisted_per_file(&mut unlisted, &site.settings.config.lint.per_file);
    let targets = questions.targets;
    let unknown = questions.unknown(&fragments, &knowledge);
    let session =
        Session { reader: &reader, knowledge: &knowledge, selection, feeds, diagnostics: &diagnostics };
    let answer = then(&session);
    drop(knowledge);
    (Outcome { diagnostics, unlisted, suppressed, targets, unknown, outlines }, answer)
}

/// Takes out the findings that comments, front matter and the configuration silence. Returns what is left and how many were
/// taken out.
fn without_silenced(
    found: Vec<Diagnostic>,
    marked: Vec<Marked>,
    selection: &Selection,
    site: &Site,
) -> (Vec<Diagnostic>, usize) {
    let (mut left, by_comment) = settle::suppress(found, marked, &|name| selection.level(name).is_some());
    for diagnostic in &mut left {
        if diagnostic.rule == rules::unused_suppression::RULE.name {
            diagnostic.level = selection.level(diagnostic.rule).unwrap_or(diagnostic.level);
        }
    }
    // After the comments, so that one which a row makes needless is not called so.
    let (left, by_config) = settle::per_file(left, &site.settings.config.lint.per_file);
    (left, by_comment + by_config)
}

/// Files that were read one after another, of which only this is left.
struct Read<'a, K> {
    /// In the order of their paths.
    outlines: Vec<Outline<'a>>,
    /// The results of each, in the same order.
    kept: Vec<K>,
    open: Vec<Open>,
    settled: Settled,
}

/// Reads files, a block at a time and those of a block in parallel; `keep` takes of each what is needed of it.
fn read_all<'a, K: Send>(
    reader: &Reader<'_, 'a>,
    ground: &Ground<'_>,
    heads: Vec<(Arc<str>, Head<'a>)>,
    keep: &(dyn Fn(&Document<'a>) -> K + Sync),
) -> Read<'a, K> {
    /// So many documents are in memory at a time.
    const BLOCK: usize = 512;
    let mut tally = Tally::new(ground, reader.named);
    let mut outlines = Vec::with_capacity(heads.len());
    let (mut kept, mut open) = (Vec::with_capacity(heads.len()), Vec::with_capacity(heads.len()));
    let mut heads = heads.into_iter();
    loop {
        let block: Vec<(Arc<str>, Head<'a>)> = heads.by_ref().take(BLOCK).collect();
        if block.is_empty() {
            break;
        }
        // Kept in order without a copy: what is filtered while it is read is gathered in pieces, and those are copied.
        let read: Vec<Option<(Document<'a>, K)>> = block
            .into_par_iter()
            .map(|(path, head)| {
                let document = document(reader, path, head)?;
                let kept = keep(&document);
                Some((document, kept))
            })
            .collect();
        for (document, of_document) in read.into_iter().flatten() {
            open.push(tally.add(outlines.len(), &document));
            outlines.push(document.outline);
            kept.push(of_document);
        }
    }
    Read { outlines, kept, open, settled: tally.settled() }
}

/// The findings of each rule in one document; of the rules that ask for the bodies of others where these are known.
fn judged(
    document: &Document<'_>,
    marked: Option<&Marked>,
    selection: &Selection,
    ground: &Ground<'_>,
    all: Option<&Knowledge<'_>>,
) -> Vec<Bounded> {
    let mut bounded = Vec::new();
    for selected in &selection.rules {
        let mut found = Vec::new();
        let context = PostContext {
            rule: selected.rule.name,
            level: selected.level,
            options: &selected.options,
            document,
            site: ground,
        };
        match (selected.rule.check, all) {
            (Check::Post(check), _) => check(&context, &mut found),
            (Check::Among(check), Some(all)) => check(&context, all, &mut found),
            _ => {}
        }
        if !found.is_empty() {
            found.iter_mut().for_each(|finding| keep_templates(finding, document));
            // They stay until all files are read.
            found.shrink_to_fit();
            bounded.push(settle::bound(found, &|_| marked));
        }
    }
    bounded.shrink_to_fit();
    bounded
}

/// The findings of each rule that needs the whole site; `marked` are the files with suppressions, by their numbers.
fn judged_whole(
    selection: &Selection,
    knowledge: &Knowledge<'_>,
    feeds: &[config::Feed],
    marked: &[Option<Box<Marked>>],
) -> Vec<Bounded> {
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
        all.push(settle::bound(found, &|path| marked.get(knowledge.number(path)?)?.as_deref()));
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
    if finding.path == document.source.path && finding.fix().is_some_and(|fix| fix.edits.iter().any(is_tag)) {
        finding.change(|extra| extra.fix = None);
    }
}

/// A finding for each post, document and page whose file cannot be read: no rule has seen it.
fn unreadable<'a>(
    WholeSite { site, surroundings }: WholeSite<'a>,
    tree: &'a dyn Tree,
    outlines: &'a [Outline<'_>],
    level: Level,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let unseen = move |path: &str| outlines.binary_search_by(|outline| (**outline.path()).cmp(path)).is_err();
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

/// What exists at which place of a site, for another one that links to it.
#[must_use]
pub fn pages(whole: WholeSite<'_>, feeds: &[config::Feed], tree: &dyn Tree) -> Pages {
    let index = index(whole, &plan::paths(whole.site, feeds));
    let around = LinkBase::new(whole, &index, None, None, &[]);
    known(whole, tree, &around, &index, |knowledge| knowledge.pages(around.made_below()))
}

/// The folders of the first level, `/bin/`, that several links of a site lead into and that it does not have: another
/// repository may fill them.
#[must_use]
pub fn missing_folders(whole: WholeSite<'_>, feeds: &[config::Feed], tree: &dyn Tree) -> Vec<String> {
    let choice = Choice { only: vec![DEAD_LINK.to_owned()], ..Choice::default() };
    let Ok(selection) = Selection::new(&whole.site.settings.config.lint, &choice) else { return Vec::new() };
    let outcome = lint(whole, feeds, tree, KnownSites::default(), &selection);
    let causes = outcome.diagnostics.into_iter().flat_map(|found| found.causes().to_vec());
    let folders = causes.filter(|cause| cause.kind == MISSING_FOLDER).map(|cause| cause.name);
    let of_root: BTreeSet<String> = folders.filter(|name| name.matches('/').count() == 2).collect();
    of_root.into_iter().collect()
}

/// Reads all files of a site, and asks what is known then.
fn known<T>(
    whole: WholeSite<'_>,
    tree: &dyn Tree,
    around: &LinkBase<'_>,
    index: &Index,
    ask: impl FnOnce(Knowledge<'_>) -> T,
) -> T {
    let named = Trackers::default();
    let ground = Ground::new(whole, index, KnownSites::default(), Layouts::read(whole, tree), false);
    let reader = Reader { site: whole.site, tree, around, named: &named, layouts: &ground.layouts };
    let Read { outlines, settled, .. } = read_all(&reader, &ground, heads(&reader, whole), &|_| ());
    let Settled { counted, fragments, .. } = settled;
    ask(Knowledge::new(&ground, &outlines, counted, &fragments))
}

/// The index of a site, and of feeds with these paths.
fn index(whole: WholeSite<'_>, paths: &[String]) -> Index {
    Index::new(whole, LinkBase::made_urls(whole.site).into_iter().chain(paths.iter().cloned()))
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

/// The suppressions of a document; nothing where it has none.
fn marked(document: &Document<'_>) -> Option<Marked> {
    Marked::new(&document.source, document.front_matter.body, suppression(document))
}

/// The front matter key that silences rules for the whole file: its entry, and the rules that it names.
fn suppression(document: &Document<'_>) -> Option<(Span, Vec<Spanned<String>>)> {
    document.front_matter.data.entry(settle::KEY).map(|entry| {
        let name = |node: &front_matter::Node| {
            Some(Spanned::new(node.as_str()?.trim().to_owned(), node.span))
                .filter(|name| !name.value.is_empty())
        };
        let rules = match &entry.value.value {
            Value::List(items) => items.iter().filter_map(name).collect(),
            _ => name(&entry.value).into_iter().collect(),
        };
        (Span::new(entry.key_span.start, entry.value.span.end.max(entry.key_span.end)), rules)
    })
}
