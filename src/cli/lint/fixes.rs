//! Makes fixes: as many rounds as bring something, each over the site as the last one left it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use feedwright::lint::fix::{self, Rewrite};
use feedwright::lint::report::count;
use feedwright::site::overlay::Overlay;
use feedwright::site::tree::Tree;
use feedwright::text::diagnostic::Fix;
use feedwright::text::printable::printable;

use crate::cli::args::Common;
use crate::cli::console;
use crate::cli::disk::{self, DiskSink, Replaced};
use crate::cli::failure::Failure;
use crate::cli::lint::args::{Fixing, LintArgs};
use crate::cli::lint::check::check;

use crate::cli::target::Target;

/// What came of fixing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fixed {
    /// Whether there was nothing to change.
    pub(crate) clean: bool,
    /// How many files could not be written; each was reported.
    pub(crate) unwritten: usize,
    /// How many files were left as they are, since they changed or lie outside of the site; each was reported.
    pub(crate) left: usize,
}

/// Fixes that lie over each other need a round each; more rounds than this are a circle.
const MOST_ROUNDS: usize = 8;

/// Why a file is left that is not what lint read.
const CHANGED: &str = "it changed while lint ran; run it again";

/// What all rounds of fixes come to.
#[derive(Default)]
struct Rounds {
    /// The files that change.
    rewrites: BTreeMap<Arc<str>, Rewrite>,
    /// How many fixes are in each of them.
    made: BTreeMap<Arc<str>, usize>,
    /// The fixes that the last round could not make, and why.
    dropped: Vec<String>,
    /// The files that are left as they are although they have fixes, and why.
    left: BTreeMap<Arc<str>, String>,
}

/// Makes the fixes: a file that cannot be written is reported, and the others are written all the same. A file that changed
/// since its fixes were computed, or that lies outside of the site, is left and reported.
pub(crate) fn run(
    target: &Target,
    tree: &dyn Tree,
    args: &LintArgs,
    common: &Common,
    fixing: Fixing,
) -> Result<Fixed, Failure> {
    let Rounds { rewrites, made, dropped, mut left } = rounds(target, tree, args, common, fixing)?;
    let clean = rewrites.is_empty() && left.is_empty();
    let sink = DiskSink::new(&target.site);
    let mut unwritten = 0;
    let (mut files, mut fixes) = (0, 0);
    for (path, Rewrite { before, after }) in &rewrites {
        let name = target.name(path);
        if fixing.write {
            match sink.replace(path, before.as_bytes(), after.as_bytes()) {
                Ok(Replaced::Done) => {}
                Ok(Replaced::Changed) => {
                    left.insert(Arc::clone(path), CHANGED.to_owned());
                    continue;
                }
                Ok(Replaced::Outside(place)) => {
                    left.insert(Arc::clone(path), outside(&place));
                    continue;
                }
                Err(error) => {
                    console::error(&format!("{name}: its fixes are not made: {}", error.reason));
                    unwritten += 1;
                    continue;
                }
            }
        } else {
            #[cfg(feature = "fix-diff")]
            console::text(&fix::diff(&name, before, after));
        }
        files += 1;
        fixes += made.get(path).copied().unwrap_or_default();
    }
    for (path, reason) in &left {
        console::error(&format!("{}: not fixed: {reason}", printable(&target.name(path))));
    }
    if !common.quiet {
        let verb = if fixing.write { "made" } else { "would make" };
        let fixes = if fixes == 1 { "1 fix".to_owned() } else { format!("{fixes} fixes") };
        console::note(&format!("{verb} {fixes} in {}", count(files, "file")));
        for line in &dropped {
            console::note(line);
        }
    }
    Ok(Fixed { clean, unwritten, left: left.len() })
}

/// Computes the fixes, round by round, until a round brings nothing.
fn rounds(
    target: &Target,
    tree: &dyn Tree,
    args: &LintArgs,
    common: &Common,
    fixing: Fixing,
) -> Result<Rounds, Failure> {
    let mut all = Rounds::default();
    for round in 0..MOST_ROUNDS {
        let texts =
            all.rewrites.iter().map(|(path, text)| (path.to_string(), Some(text.after.clone().into())));
        let now = Overlay::new(tree, texts.collect());
        let quiet = Common { quiet: common.quiet || round > 0, verbose: 0 };
        let checked = check(&now, target, args, &quiet)?;
        let findings = checked.report.findings.iter().map(|finding| (finding, &finding.diagnostic));
        let mut wanted: Vec<(&Fix, String)> = findings
            .filter_map(|(finding, diagnostic)| {
                let fix = diagnostic.fix.as_ref().filter(|fix| fix.safety <= fixing.most_daring)?;
                Some((fix, format!("{}:{}: {}", diagnostic.path, finding.start, diagnostic.rule)))
            })
            .collect();
        all.left = lying_outside(target, &wanted);
        wanted.retain(|(fix, _)| !touches(fix, &all.left));
        let fixes: Vec<&Fix> = wanted.iter().map(|(fix, _)| *fix).collect();
        let options = &checked.loaded.site.settings.markdown;
        let outcome = fix::apply(&fixes, &|path| as_it_is(&now, path), &|path, before, after, edits| {
            fix::proof::prove(path, before, after, edits, options)
        });
        for path in outcome.applied.iter().filter_map(|at| Some(&fixes.get(*at)?.edits.first()?.path)) {
            *all.made.entry(Arc::clone(path)).or_default() += 1;
        }
        all.left.extend(outcome.changed.into_iter().map(|path| (path, CHANGED.to_owned())));
        let dropped = outcome.dropped.iter().filter_map(|(at, reason)| Some((wanted.get(*at)?, reason)));
        let dropped = dropped.filter(|((fix, _), _)| !touches(fix, &all.left));
        all.dropped = dropped.map(|((_, place), reason)| format!("{place}: not fixed: {reason}")).collect();
        if outcome.files.is_empty() {
            break;
        }
        for (path, Rewrite { before, after }) in outcome.files {
            // Before the second round's text the file holds what the first round read.
            all.rewrites.entry(path).or_insert_with(|| Rewrite { before, after: String::new() }).after =
                after;
        }
    }
    Ok(all)
}

/// The files that fixes would change and that lie outside of the site, and why they are left.
fn lying_outside(target: &Target, wanted: &[(&Fix, String)]) -> BTreeMap<Arc<str>, String> {
    let edits = wanted.iter().flat_map(|(fix, _)| &fix.edits);
    let paths: BTreeSet<&Arc<str>> = edits.map(|edit| &edit.path).collect();
    let paths = paths.into_iter();
    paths
        .filter_map(|path| Some((Arc::clone(path), outside(&disk::leads_out(&target.site, path)?))))
        .collect()
}

fn outside(place: &Path) -> String {
    format!(
        "a symlink leads out of the site to `{}`; edit that file itself",
        printable(&place.display().to_string())
    )
}

fn touches(fix: &Fix, files: &BTreeMap<Arc<str>, String>) -> bool {
    fix.edits.iter().any(|edit| files.contains_key(&edit.path))
}

/// A file's text; nothing where it is not UTF-8, since a fix would write something else for what cannot be read.
fn as_it_is(tree: &dyn Tree, path: &str) -> Option<Arc<str>> {
    String::from_utf8(tree.read(path).ok()?).ok().map(Arc::from)
}
