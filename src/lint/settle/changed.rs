//! Only what a change did: findings in the files that it touched, and those elsewhere that it caused.

use std::collections::BTreeSet;

use crate::lint::report::{Fingerprint, Report};

/// Keeps the findings in files of `changed`, and those that `before`, the report on the site without the change, does not
/// have.
pub fn keep_caused(report: &mut Report, changed: &BTreeSet<String>, before: &Report) {
    let known: BTreeSet<Fingerprint> = before.findings.iter().map(|finding| finding.fingerprint).collect();
    report.retain(|finding| {
        changed.contains(&*finding.diagnostic.path) || !known.contains(&finding.fingerprint)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::{Diagnostic, Level};
    use crate::text::source::Span;

    fn report(paths: &[&'static str]) -> Report {
        let found = paths.iter().map(|path| Diagnostic::new("x", Level::Error, *path, Span::new(0, 1), "m"));
        Report::new(found.collect(), &|_| Some("Text.\n".into()))
    }

    #[test]
    fn keeps_findings_of_changed_files_and_new_ones() {
        let mut now = report(&["changed.md", "caused.md", "known.md"]);
        let changed = BTreeSet::from(["changed.md".to_owned()]);
        keep_caused(&mut now, &changed, &report(&["changed.md", "known.md"]));
        let left: Vec<&str> = now.findings.iter().map(|finding| &*finding.diagnostic.path).collect();
        assert_eq!(left, ["caused.md", "changed.md"]);
    }
}
