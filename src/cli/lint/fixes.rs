//! Makes the fixes of a site, or shows them, and reports what became of each file.

use std::collections::BTreeMap;
use std::sync::Arc;

#[cfg(feature = "fix-diff")]
use feedwright::lint::fix;
use feedwright::lint::fix::{FileOutcome, Fixes, Kept, Round, rounds, write};
use feedwright::lint::report::count;
use feedwright::site::tree::Tree;
use feedwright::text::printable::printable;

use crate::cli::console::Console;
use crate::cli::disk::{self, DiskSink};
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

/// Makes the fixes: a file that cannot be written is reported, and the others are written all the same. A file that changed
/// since its fixes were computed, or that lies outside of the site, is left and reported.
pub(crate) fn run(
    target: &Target,
    tree: &dyn Tree,
    args: &LintArgs,
    console: &Console,
    fixing: Fixing,
) -> Result<Fixed, Failure> {
    let mut of_round = console.not_verbose();
    let mut check = |tree: &dyn Tree| -> Result<Round, Failure> {
        let checked = check(tree, target, args, &of_round)?;
        of_round = console.hushed();
        Ok(Round { report: checked.report, markdown: checked.loaded.site.settings.markdown.clone() })
    };
    let forbidden = |path: &str| outside(target, path);
    let fixes = rounds(tree, fixing.most_daring, &mut check, &forbidden)?;
    let clean = fixes.rewrites.is_empty() && fixes.kept.is_empty();
    let outcomes = if fixing.write {
        write(&fixes, &mut DiskSink::new(&target.site), &forbidden)
    } else {
        show(target, &fixes, console)
    };
    let mut left = fixes.kept.clone();
    let mut unwritten = 0;
    let mut written = Vec::new();
    for (path, outcome) in outcomes {
        let name = target.name(&path);
        let (words, error) = match outcome {
            FileOutcome::Written => {
                written.push(path);
                continue;
            }
            FileOutcome::Kept(reason) => {
                left.insert(path, reason);
                continue;
            }
            FileOutcome::NotWritten(error) => ("its fixes are not applied", error),
            FileOutcome::Stuck(error) => {
                ("its fixes are kept, but the fixes in other files that belong to them are missing", error)
            }
        };
        console.error(&format!("{}: {words}: {}", printable(&name), error.reason));
        unwritten += 1;
    }
    for (path, reason) in &left {
        let reason = match reason {
            Kept::Changed => "it changed while lint ran; run it again".to_owned(),
            Kept::Forbidden(reason) => reason.clone(),
            Kept::SharedWith(other) => {
                format!(
                    "one of its fixes also changes `{}`, which is not changed",
                    printable(&target.name(other))
                )
            }
        };
        console.error(&format!("{}: not fixed: {reason}", printable(&target.name(path))));
    }
    if !console.quiet {
        let verb = if fixing.write { "made" } else { "would make" };
        let made: usize = written.iter().filter_map(|path| fixes.made.get(path)).sum();
        let made = if made == 1 { "1 fix".to_owned() } else { format!("{made} fixes") };
        console.note(&format!("{verb} {made} in {}", count(written.len(), "file")));
        for dropped in &fixes.dropped {
            let (path, start, rule, reason) = (&dropped.path, dropped.start, dropped.rule, &dropped.reason);
            console.note(&format!("{path}:{start}: {rule}: not fixed: {reason}"));
        }
    }
    Ok(Fixed { clean, unwritten, left: left.len() })
}

/// Shows the changes, file by file, in the place of writing them.
fn show(target: &Target, fixes: &Fixes, console: &Console) -> BTreeMap<Arc<str>, FileOutcome> {
    #[cfg(feature = "fix-diff")]
    for (path, rewrite) in &fixes.rewrites {
        console.file(&fix::diff(&target.name(path), &rewrite.before, &rewrite.after));
    }
    #[cfg(not(feature = "fix-diff"))]
    let _ = (target, console);
    fixes.rewrites.keys().map(|path| (Arc::clone(path), FileOutcome::Written)).collect()
}

/// Why a file is left that a symlink places outside of the site.
fn outside(target: &Target, path: &str) -> Option<String> {
    let place = disk::leads_out(&target.site, path)?;
    Some(format!(
        "a symlink leads out of the site to `{}`; edit that file itself",
        printable(&place.display().to_string())
    ))
}
