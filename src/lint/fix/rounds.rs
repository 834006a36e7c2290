//! Rounds of fixes: as many as change something, each over the site as the last one left it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::lint::fix::apply::{Rewrite, apply};
use crate::lint::fix::proof::prove;
use crate::lint::report::Report;
use crate::markup::markdown;
use crate::site::overlay::Overlay;
use crate::site::tree::Tree;
use crate::text::diagnostic::{Fix, Safety};
use crate::text::source::Position;

/// What one check of the site found, as far as fixes need it.
#[derive(Clone, Debug)]
pub struct Round {
    /// The report, with the site's own paths.
    pub report: Report,
    /// How the site's Markdown is read.
    pub markdown: markdown::Options,
}

/// What all rounds of fixes come to.
#[derive(Clone, Debug, Default)]
pub struct Fixes {
    /// The files that change.
    pub rewrites: BTreeMap<Arc<str>, Rewrite>,
    /// How many fixes are in each of them; a fix of several files counts in its first.
    pub made: BTreeMap<Arc<str>, usize>,
    /// The files of each fix that is in several.
    pub shared: BTreeSet<BTreeSet<Arc<str>>>,
    /// The fixes that the last round could not make.
    pub dropped: Vec<Dropped>,
    /// The files that are not changed although they have fixes.
    pub kept: BTreeMap<Arc<str>, Kept>,
}

/// A fix that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The file of its finding.
    pub path: Arc<str>,
    /// The place of its finding.
    pub start: Position,
    /// The rule of its finding.
    pub rule: &'static str,
    /// Why, in one sentence.
    pub reason: String,
}

/// Why a file is not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It no longer holds the text that its fixes were computed from.
    Changed,
    /// The caller does not allow it, for this reason.
    Forbidden(String),
    /// A fix is in this file too, which is not changed.
    SharedWith(Arc<str>),
}

/// Fixes that overlap need a round each; more rounds than this are a circle.
const MOST_ROUNDS: usize = 8;

/// Computes the fixes, round by round, until a round changes nothing; nothing is written.
///
/// `check` reads and checks the site in the tree that it is given: `tree` with the fixes so far. Fixes up to `most_daring`
/// are made. `forbidden` returns why a file must not be changed; a fix that touches such a file is not made in any other.
///
/// # Errors
/// Those of `check`.
pub fn rounds<E>(
    tree: &dyn Tree,
    most_daring: Safety,
    check: &mut dyn FnMut(&dyn Tree) -> Result<Round, E>,
    forbidden: &dyn Fn(&str) -> Option<String>,
) -> Result<Fixes, E> {
    let mut all = Fixes::default();
    for _ in 0..MOST_ROUNDS {
        let texts =
            all.rewrites.iter().map(|(path, text)| (path.to_string(), Some(text.after.clone().into())));
        let now = Overlay::new(tree, texts.collect());
        let Round { report, markdown } = check(&now)?;
        if !all.add_round(&report, &markdown, &now, most_daring, forbidden) {
            break;
        }
    }
    Ok(all)
}

impl Fixes {
    /// Applies the fixes of one report; returns whether a file changed.
    fn add_round(
        &mut self,
        report: &Report,
        markdown: &markdown::Options,
        now: &dyn Tree,
        most_daring: Safety,
        forbidden: &dyn Fn(&str) -> Option<String>,
    ) -> bool {
        let mut found: Vec<(&Fix, Dropped)> = report
            .findings
            .iter()
            .filter_map(|finding| {
                let diagnostic = &finding.diagnostic;
                let fix = diagnostic.fix().filter(|fix| fix.safety <= most_daring)?;
                let (path, rule) = (Arc::clone(&diagnostic.path), diagnostic.rule);
                Some((fix, Dropped { path, start: finding.start, rule, reason: String::new() }))
            })
            .collect();
        let paths: BTreeSet<&Arc<str>> =
            found.iter().flat_map(|(fix, _)| &fix.edits).map(|edit| &edit.path).collect();
        self.kept = paths
            .into_iter()
            .filter_map(|path| Some((Arc::clone(path), Kept::Forbidden(forbidden(path)?))))
            .collect();
        found.retain(|(fix, _)| !touches(fix, &self.kept));
        let fixes: Vec<&Fix> = found.iter().map(|(fix, _)| *fix).collect();
        let outcome = apply(&fixes, &|path| text(now, path), &|path, before, after, edits| {
            prove(path, before, after, edits, markdown)
        });
        for fix in outcome.applied.iter().filter_map(|at| fixes.get(*at)) {
            let Some(first) = fix.edits.first() else { continue };
            *self.made.entry(Arc::clone(&first.path)).or_default() += 1;
            let files: BTreeSet<Arc<str>> = fix.edits.iter().map(|edit| Arc::clone(&edit.path)).collect();
            if files.len() > 1 {
                self.shared.insert(files);
            }
        }
        self.kept.extend(outcome.changed.into_iter().map(|path| (path, Kept::Changed)));
        let dropped = outcome.dropped.into_iter().filter_map(|(at, reason)| Some((found.get(at)?, reason)));
        let dropped = dropped.filter(|((fix, _), _)| !touches(fix, &self.kept));
        self.dropped = dropped.map(|((_, finding), reason)| Dropped { reason, ..finding.clone() }).collect();
        let has_changed = !outcome.files.is_empty();
        for (path, Rewrite { before, after }) in outcome.files {
            // Before the second round's text the file holds what the first round read.
            self.rewrites.entry(path).or_insert_with(|| Rewrite { before, after: String::new() }).after =
                after;
        }
        has_changed
    }
}

fn touches(fix: &Fix, files: &BTreeMap<Arc<str>, Kept>) -> bool {
    fix.edits.iter().any(|edit| files.contains_key(&edit.path))
}

/// A file's text; nothing where it is not UTF-8, since a fix would write U+FFFD over its bytes.
fn text(tree: &dyn Tree, path: &str) -> Option<Arc<str>> {
    String::from_utf8(tree.read(path).ok()?).ok().map(Arc::from)
}
