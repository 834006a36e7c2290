//! Settles what is shown: suppressions and the baseline.

pub mod baseline;
mod bound;
mod changed;
mod directives;
mod lines;
mod marked;

use crate::lint::report::Unlisted;
use crate::lint::rules;
use crate::lint::rules::{feed, unused_suppression};
use crate::site::config::PerFile;
use crate::text::diagnostic::Diagnostic;

pub(crate) use bound::{Bounded, bound};
pub use changed::keep_caused;
pub(crate) use lines::KEY;
pub use lines::{SuppressionLine, suppression_lines};
use marked::ALL;
pub(crate) use marked::Marked;

/// Takes out what comments and front matter suppress, and adds a finding for each suppression that suppresses nothing.
///
/// `ran` says whether a rule looked at all: a suppression of one that did not is not a finding, and one of all rules only
/// where each did that looks by default. Returns what is left and how many were taken out.
#[must_use]
pub(crate) fn suppress(
    diagnostics: Vec<Diagnostic>,
    mut marked: Vec<Marked>,
    ran: &dyn Fn(&str) -> bool,
) -> (Vec<Diagnostic>, usize) {
    marked.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let before = diagnostics.len();
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| {
            let at = marked.binary_search_by(|marked| marked.file.path.cmp(&diagnostic.path));
            let Some(marked) = at.ok().and_then(|at| marked.get_mut(at)) else { return true };
            !marked.suppresses(diagnostic)
        })
        .collect();
    let mut suppressed = before - kept.len();
    if ran(unused_suppression::RULE.name) {
        // Rules about feeds find nothing in posts.
        let by_default = rules::all().filter(|rule| rule.on_by_default && !feed::is_rule(rule.name));
        let all_ran = by_default.map(|rule| rule.name).all(ran);
        let ran = |name: &str| if name == ALL { all_ran } else { ran(name) };
        for marked in &mut marked {
            suppressed += marked.unused(&ran, &mut kept);
        }
    }
    (kept, suppressed)
}

/// Takes out what `[[lint.per-file]]` silences. Returns what is left and how many were taken out.
#[must_use]
pub fn per_file(diagnostics: Vec<Diagnostic>, rows: &[PerFile]) -> (Vec<Diagnostic>, usize) {
    let silenced_by_row = Silenced::new(rows);
    let before = diagnostics.len();
    let kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| !silenced_by_row.holds(&diagnostic.path, diagnostic.rule))
        .collect();
    let silenced = before - kept.len();
    (kept, silenced)
}

/// Takes out the counts of findings that `[[lint.per-file]]` silences. Returns how many findings they are.
pub(crate) fn unlisted_per_file(unlisted: &mut Vec<Unlisted>, rows: &[PerFile]) -> usize {
    let silenced = Silenced::new(rows);
    let mut count = 0;
    unlisted.retain(|more| {
        let is_silenced = silenced.holds(&more.path, more.rule);
        count += if is_silenced { more.more } else { 0 };
        !is_silenced
    });
    count
}

/// The files and rules that `[[lint.per-file]]` names.
struct Silenced<'r>(Vec<(Vec<glob::Pattern>, &'r [String])>);

impl<'r> Silenced<'r> {
    fn new(rows: &'r [PerFile]) -> Self {
        let globs = |row: &PerFile| {
            row.paths.iter().filter_map(|path| glob::Pattern::new(path).ok()).collect::<Vec<_>>()
        };
        Self(rows.iter().map(|row| (globs(row), row.disable.as_slice())).collect())
    }

    fn holds(&self, path: &str, rule: &str) -> bool {
        self.0.iter().any(|(globs, names)| {
            names.iter().any(|name| silences(name, rule)) && globs.iter().any(|glob| glob.matches(path))
        })
    }
}

/// Returns whether a name in `[[lint.per-file]]` stands for a rule.
fn silences(name: &str, rule: &str) -> bool {
    name == ALL || name == rule || rules::find(rule).is_some_and(|rule| rules::covers(name, rule))
}

#[cfg(test)]
mod tests;
