//! What a run checked and found, in numbers, and the lines that end a report for people.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::lint::report::finding::{make_path_printable, make_printable};
use crate::text::diagnostic::{Diagnostic, Level, Safety};
use crate::text::printable::printable;

/// What was looked at and what it came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings at error level.
    pub errors: usize,
    /// Findings at warning level.
    pub warnings: usize,
    /// Findings at info level.
    pub infos: usize,
    /// Files that rules looked at.
    pub files: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with a fix that wants a look.
    pub unsafely_fixable: usize,
    /// Findings that a comment, front matter or the configuration silences.
    pub suppressed: usize,
    /// Findings that the baseline holds.
    pub known: usize,
    /// How many targets links have on this site and on others that are known, each URL once as it is written.
    pub targets: usize,
    /// Those of them that could not be checked, by reason.
    pub unknown: Vec<Unknown>,
    /// Why nothing was looked at, where nothing was.
    pub nothing: Option<String>,
    /// What was found so often that the rest is not listed.
    pub unlisted: Vec<Unlisted>,
    /// How often each rule found something, where that was asked for.
    pub statistics: Option<BTreeMap<&'static str, usize>>,
}

/// So many findings of one rule in one file are listed; the rest are counted.
pub(crate) const MOST_FINDINGS: usize = 1000;

/// Findings of one rule in one file beyond those that are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// The file.
    pub path: Arc<str>,
    /// The rule.
    pub rule: &'static str,
    /// How many more there are.
    pub more: usize,
}

/// Targets that only a build or an absent input could judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why they were not checked.
    pub reason: String,
    /// The targets, each once, sorted.
    pub targets: Vec<String>,
}

impl Summary {
    /// How many targets could not be checked.
    #[must_use]
    pub fn unknown_targets(&self) -> usize {
        self.unknown.iter().map(|unknown| unknown.targets.len()).sum()
    }
}

impl fmt::Display for Summary {
    /// The lines that end a report for people, without a line feed at the end.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reason) = &self.nothing {
            return write!(out, "nothing was checked: {}", printable(reason));
        }
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let found: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(*n, what)).collect();
        let found = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
        write!(out, "{found} in {}", count(self.files, "file"))?;
        for (n, what) in [(self.suppressed, "suppressed"), (self.known, "in the baseline")] {
            if n > 0 {
                write!(out, ", {n} {what}")?;
            }
        }
        match (self.fixable, self.unsafely_fixable) {
            (0, 0) => (),
            (n, 0) => write!(out, "\n{} with --fix", can_be_fixed(n))?,
            (0, n) => write!(out, "\n{} with --unsafe-fixes", can_be_fixed(n))?,
            (n, m) => write!(out, "\n{} with --fix, {m} more with --unsafe-fixes", can_be_fixed(n))?,
        }
        for unlisted in &self.unlisted {
            let Unlisted { path, rule, more } = unlisted;
            let path = printable(path);
            write!(out, "\nnot listed: {} of {rule} in {path}", count(*more, "more finding"))?;
        }
        let unknown = self.unknown_targets();
        if unknown > 0 {
            // A caller may not have counted them: there are at least those that were not checked.
            let targets = self.targets.max(unknown);
            let tenths = (unknown * 1000 + targets / 2) / targets;
            let (percent, tenth) = (tenths / 10, tenths % 10);
            write!(out, "\nnot checked: {unknown} of {} ({percent}.{tenth} %)", count(targets, "target"))?;
        }
        for unknown in &self.unknown {
            let targets = count(unknown.targets.len(), "target");
            write!(out, "\nnot checked: {targets} ({})", printable(&unknown.reason))?;
        }
        Ok(())
    }
}

fn can_be_fixed(n: usize) -> String {
    if n == 1 { "1 can be fixed".to_owned() } else { format!("{n} can be fixed") }
}

impl Summary {
    /// The summary with every outside string in printable form.
    pub(super) fn printable(&self) -> Self {
        let mut shown = self.clone();
        shown.unlisted.iter_mut().for_each(|unlisted| make_path_printable(&mut unlisted.path));
        shown.unknown.iter_mut().for_each(|unknown| make_printable(&mut unknown.reason));
        shown.nothing.iter_mut().for_each(make_printable);
        shown
    }

    /// Counts a finding.
    pub(super) fn count(&mut self, diagnostic: &Diagnostic) {
        match diagnostic.level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Info => self.infos += 1,
        }
        match diagnostic.fix().map(|fix| fix.safety) {
            Some(Safety::Safe) => self.fixable += 1,
            Some(Safety::Unsafe) => self.unsafely_fixable += 1,
            None => (),
        }
    }
}

/// `1 file`, `2 files`.
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
