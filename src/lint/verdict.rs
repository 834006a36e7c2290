//! Whether a report fails a run.

use crate::lint::report::Report;
use crate::text::diagnostic::Level;

/// What a run allows beside errors, which it never does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The most warnings; any number without it.
    pub warnings: Option<usize>,
    /// Whether a target that could not be checked fails the run.
    pub no_unknown: bool,
}

/// Why a report fails a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it has a finding at error level.
    pub has_errors: bool,
    /// The most warnings that are allowed, where it has more.
    pub warnings_allowed: Option<usize>,
    /// How many targets could not be checked, where none may be.
    pub unknown: usize,
}

impl Verdict {
    /// Checks a report.
    #[must_use]
    pub fn of(report: &Report, limits: Limits) -> Self {
        Self {
            has_errors: report.worst() == Some(Level::Error),
            warnings_allowed: limits.warnings.filter(|most| report.summary.warnings > *most),
            unknown: if limits.no_unknown { report.summary.unknown_targets() } else { 0 },
        }
    }

    /// Returns whether the run fails.
    #[must_use]
    pub const fn fails(self) -> bool {
        self.has_errors || self.warnings_allowed.is_some() || self.unknown > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::report::Unknown;
    use crate::text::diagnostic::Diagnostic;
    use crate::text::source::Span;

    fn report(levels: &[Level]) -> Report {
        let found = levels.iter().enumerate().map(|(at, level)| {
            Diagnostic::new("x", *level, "a.md", Span::new(at, at + 1), format!("finding {at}"))
        });
        Report::new(found.collect(), &|_| Some("Some text.\n".into()))
    }

    #[test]
    fn fails_for_errors_and_what_limits_forbid() {
        let fails = |levels: &[Level], warnings| {
            Verdict::of(&report(levels), Limits { warnings, no_unknown: false }).fails()
        };
        assert!(fails(&[Level::Error], None));
        assert!(!fails(&[Level::Warning, Level::Info], None));
        assert!(!fails(&[Level::Warning, Level::Info], Some(1)));
        assert!(fails(&[Level::Warning, Level::Warning], Some(1)));
    }

    #[test]
    fn unknown_targets_fail_only_where_they_may_not_be() {
        let mut report = report(&[]);
        report.summary.unknown = vec![Unknown { reason: "why".into(), targets: vec!["/a/".into()] }];
        assert!(!Verdict::of(&report, Limits::default()).fails());
        assert!(Verdict::of(&report, Limits { warnings: None, no_unknown: true }).fails());
    }
}
