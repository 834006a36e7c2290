//! Makes fixes: as many rounds as bring something, each over the site as the last one left it.

use std::collections::BTreeMap;
use std::sync::Arc;

use feedwright::diagnostic::{Fix, Safety};
use feedwright::fix;
use feedwright::report::count;
use feedwright::tree::{Sink as _, Tree};

use crate::cli::args::Common;
use crate::cli::disk::DiskSink;
use crate::cli::lint::{LintArgs, check, read_text};
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

/// Fixes that lie over each other need a round each; more rounds than this are a circle.
const MOST_ROUNDS: usize = 8;

/// Makes the fixes. Returns whether there was nothing to change.
pub(crate) fn run(
    target: &Target,
    tree: &dyn Tree,
    args: &LintArgs,
    common: &Common,
    fixing: Fixing,
) -> Result<bool, Failure> {
    let mut changed: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    let mut made = 0;
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
        let outcome = fix::apply(&fixes, &|path| read_text(&now, path), &|path, before, after, edits| {
            fix::proof::prove(path, before, after, edits, options)
        });
        made += outcome.applied.len();
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
    let mut sink = DiskSink::new(&target.site);
    for (path, text) in &changed {
        let text = text.as_deref().unwrap_or_default();
        if fixing.write {
            sink.begin(path)?;
            sink.append(path, text)?;
            sink.finish(path)?;
        } else {
            let before = read_text(tree, path).unwrap_or_default();
            let after = String::from_utf8_lossy(text);
            console::text(&fix::diff(&target.name(&Arc::from(path.as_str())), &before, &after));
        }
    }
    if !common.quiet {
        let verb = if fixing.write { "made" } else { "would make" };
        let fixes = if made == 1 { "1 fix".to_owned() } else { format!("{made} fixes") };
        console::note(&format!("{verb} {fixes} in {}", count(changed.len(), "file")));
        for line in &dropped {
            console::note(line);
        }
    }
    Ok(changed.is_empty())
}
