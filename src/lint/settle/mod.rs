//! Settles what is shown: suppressions and the baseline.

pub mod baseline;
mod changed;
mod directives;
mod marked;

use crate::lint::rules;
use crate::lint::rules::{feed, unused_suppression};
use crate::site::config::PerFile;
use crate::text::diagnostic::Diagnostic;

pub use changed::keep_caused;
pub(crate) use marked::Suppressible;
use marked::{ALL, Marked};

/// The front matter key that silences rules for a whole file.
pub(crate) const KEY: &str = "feedwright-disable";

/// Takes out what comments and front matter suppress, and adds a finding for each suppression that suppresses nothing.
///
/// `ran` says whether a rule looked at all: a suppression of one that did not is no finding, and one of all rules only
/// where each did that looks by default. Returns what is left and how many were taken out.
#[must_use]
pub(crate) fn suppress(
    diagnostics: Vec<Diagnostic>,
    files: &[Suppressible<'_>],
    ran: &dyn Fn(&str) -> bool,
) -> (Vec<Diagnostic>, usize) {
    let mut marked: Vec<Marked<'_>> = files.iter().filter_map(Marked::new).collect();
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
    let rows: Vec<(Vec<glob::Pattern>, &[String])> = rows
        .iter()
        .map(|row| {
            let globs = row.paths.iter().filter_map(|path| glob::Pattern::new(path).ok()).collect();
            (globs, row.disable.as_slice())
        })
        .collect();
    let before = diagnostics.len();
    let kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| {
            !rows.iter().any(|(globs, names)| {
                names.iter().any(|name| silences(name, diagnostic.rule))
                    && globs.iter().any(|glob| glob.matches(&diagnostic.path))
            })
        })
        .collect();
    let silenced = before - kept.len();
    (kept, silenced)
}

/// Whether a name in `[[lint.per-file]]` stands for a rule.
fn silences(name: &str, rule: &str) -> bool {
    name == ALL || name == rule || rules::find(rule).is_some_and(|rule| rules::covers(name, rule))
}

#[cfg(test)]
mod tests;
