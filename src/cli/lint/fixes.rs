//! Makes fixes: as many rounds as bring something, each over the site as the last one left it.

use std::collections::BTreeMap;
use std::sync::Arc;

use feedwright::diagnostic::{Fix, Safety};
use feedwright::fix;
use feedwright::report::count;
use feedwright::tree::Tree;

use crate::cli::args::Common;
use crate::cli::disk::DiskSink;
use crate::cli::lint::{LintArgs, check};
use crate::cli::overlay::Overlay;
use crate::cli::target::Target;
use crate::cli::{Failure, console};

/// What is to be done about fixes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixing {
    /// The least safe fixes that are made.
    pub(crate) most_daring: Safety,
    /// Whether files are written; otherwise the changes are shown.
    pub(crate) write: bool,
}

/// What came of fixing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fixed {
    /// Whether there was nothing to change.
    pub(crate) clean: bool,
    /// How many files could not be written; each was said.
    pub(crate) unwritten: usize,
}

/// Fixes that lie over each other need a round each; more rounds than this are a circle.
const MOST_ROUNDS: usize = 8;

/// Makes the fixes: a file that cannot be written is said, and the others are written all the same.
pub(crate) fn run(
    target: &Target,
    tree: &dyn Tree,
    args: &LintArgs,
    common: &Common,
    fixing: Fixing,
) -> Result<Fixed, Failure> {
    let mut changed: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    let mut made: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let mut dropped: Vec<String> = Vec::new();
    for round in 0..MOST_ROUNDS {
        let now = Overlay::new(tree, changed.clone());
        let quiet = Common { quiet: common.quiet || round > 0, verbose: 0 };
        let checked = check(&now, target, args, &quiet)?;
        let wanted: Vec<(&Fix, String)> = checked
            .report
            .findings
            .iter()
            .filter_map(|finding| {
                let diagnostic = &finding.diagnostic;
                let fix = diagnostic.fix.as_ref().filter(|fix| fix.safety <= fixing.most_daring)?;
                Some((fix, format!("{}:{}: {}", diagnostic.path, finding.start, diagnostic.rule)))
            })
            .collect();
        let fixes: Vec<&Fix> = wanted.iter().map(|(fix, _)| *fix).collect();
        let options = &checked.loaded.site.settings.markdown;
        let outcome = fix::apply(&fixes, &|path| as_it_is(&now, path), &|path, before, after, edits| {
            fix::proof::prove(path, before, after, edits, options)
        });
        for path in outcome.applied.iter().filter_map(|at| Some(&fixes.get(*at)?.edits.first()?.path)) {
            *made.entry(Arc::clone(path)).or_default() += 1;
        }
        dropped = outcome
            .dropped
            .iter()
            .filter_map(|(at, reason)| Some(format!("{}: not fixed: {reason}", wanted.get(*at)?.1)))
            .collect();
        if outcome.files.is_empty() {
            break;
        }
        for (path, text) in outcome.files {
            changed.insert(path.to_string(), Some(text.into_bytes()));
        }
    }
    let mut unwritten: Vec<Arc<str>> = Vec::new();
    for (path, text) in &changed {
        let text = text.as_deref().unwrap_or_default();
        let path: Arc<str> = Arc::from(path.as_str());
        let name = target.name(&path);
        if !fixing.write {
            let before = as_it_is(tree, &path).unwrap_or_default();
            console::text(&fix::diff(&name, &before, &String::from_utf8_lossy(text)));
        } else if let Err(error) = DiskSink::write_file(&target.site.join(&*path), text) {
            console::error(&format!("{name}: its fixes are not made: {}", error.reason));
            unwritten.push(path);
        }
    }
    if !common.quiet {
        let verb = if fixing.write { "made" } else { "would make" };
        let made: usize =
            made.iter().filter(|(path, _)| !unwritten.contains(path)).map(|(_, fixes)| fixes).sum();
        let fixes = if made == 1 { "1 fix".to_owned() } else { format!("{made} fixes") };
        console::note(&format!("{verb} {fixes} in {}", count(changed.len() - unwritten.len(), "file")));
        for line in &dropped {
            console::note(line);
        }
    }
    Ok(Fixed { clean: changed.is_empty(), unwritten: unwritten.len() })
}

/// A file's text; nothing where it is not UTF-8, since a fix would write something else for what cannot be read.
fn as_it_is(tree: &dyn Tree, path: &str) -> Option<Arc<str>> {
    String::from_utf8(tree.read(path).ok()?).ok().map(Arc::from)
}
