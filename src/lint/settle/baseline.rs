//! The baseline: findings that were there when it was written, keyed on content and not on line numbers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lint::report::Report;

/// Findings that are known and do not fail a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    /// By fingerprint, so that two branches that change it rarely touch the same line.
    findings: BTreeMap<String, Known>,
}

/// One known finding, as far as people want to read about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    rule: String,
    path: String,
    message: String,
}

/// The number in every baseline that this program writes.
const VERSION: u32 = 1;

impl Baseline {
    /// The baseline that holds every finding of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let known = |finding: &crate::lint::report::Finding| {
            let diagnostic = &finding.diagnostic;
            let known = Known {
                rule: diagnostic.rule.to_owned(),
                path: diagnostic.path.to_string(),
                message: diagnostic.message.to_string(),
            };
            (finding.fingerprint.to_string(), known)
        };
        Self { version: VERSION, findings: report.findings.iter().map(known).collect() }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// When the text is not a baseline, or one of a later version; in one sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self =
            serde_json::from_str(text).map_err(|error| format!("this is not a baseline: {error}"))?;
        match baseline.version {
            VERSION => Ok(baseline),
            other => Err(format!("this baseline is of version {other}, which is newer than this program")),
        }
    }

    /// Its text, one finding after the other in a fixed order.
    ///
    /// # Errors
    /// When a value cannot be written as JSON.
    pub fn write(&self) -> serde_json::Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// How many findings it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Returns whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Takes the known findings out of a report, and returns the baseline without those that are no longer found.
    ///
    /// `judged` tells of a rule whether the run would have found all that it finds: what other rules found stays.
    #[must_use]
    pub fn settle(&self, report: &mut Report, judged: &dyn Fn(&str) -> bool) -> Self {
        let mut left = Self { version: VERSION, findings: BTreeMap::new() };
        report.retain(|finding| match self.findings.get_key_value(&finding.fingerprint.to_string()) {
            Some((fingerprint, known)) => {
                left.findings.insert(fingerprint.clone(), known.clone());
                false
            }
            None => true,
        });
        report.summary.known = left.len();
        let others = self.findings.iter().filter(|(_, known)| !judged(&known.rule));
        left.findings.extend(others.map(|(fingerprint, known)| (fingerprint.clone(), known.clone())));
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::{Diagnostic, Level};
    use crate::text::source::Span;

    fn report(text: &'static str) -> Report {
        let found = text.match_indices("bad").map(|(at, part)| {
            Diagnostic::new("x", Level::Error, "a.md", Span::new(at, at + part.len()), "m")
        });
        Report::new(found.collect(), &|_| Some(text.into()))
    }

    #[test]
    fn known_findings_may_move_and_leave_when_they_are_gone() {
        let baseline = Baseline::of(&report("a bad line\nanother bad one\n"));
        let baseline = Baseline::parse(&baseline.write().unwrap()).unwrap();
        let mut later = report("new text\n\nanother bad one\na third bad one\n");
        let left = baseline.settle(&mut later, &|_| true);
        assert_eq!((later.findings.len(), later.summary.errors, later.summary.known), (1, 1, 1));
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn what_a_run_does_not_judge_stays() {
        let baseline = Baseline::of(&report("a bad line\n"));
        let mut later = report("a good line\n");
        assert_eq!(baseline.settle(&mut later, &|rule| rule != "x").len(), 1);
        assert_eq!(later.summary.known, 0);
        assert!(baseline.settle(&mut later, &|rule| rule == "x").is_empty());
    }

    #[test]
    fn two_equal_lines_are_two_findings() {
        let baseline = Baseline::of(&report("bad\n"));
        let mut later = report("bad\nbad\n");
        assert_eq!(baseline.settle(&mut later, &|_| true).len(), 1);
        assert_eq!(later.findings.len(), 1);
    }

    #[test]
    fn what_is_no_baseline_is_said() {
        assert!(Baseline::parse("{}").unwrap_err().starts_with("this is not a baseline"));
        assert!(Baseline::parse("{\"version\": 9, \"findings\": {}}").unwrap_err().contains("newer"));
    }
}
