//! What becomes of a report: held against the baseline, written, and turned into whether the run failed.

use std::path::Path;

use feedwright::lint::report::{Report, count};
use feedwright::lint::settle::baseline::Baseline;
use feedwright::lint::{Limits, Verdict};

use crate::cli::console::Console;
use crate::cli::disk::{self, DiskSink};
use crate::cli::failure::Failure;
use crate::cli::lint::args::LintArgs;
use crate::cli::lint::output::{self, Outputs};
use crate::cli::lint::repository::Repository;

/// Writes the report to every output. `named` gives files the names that people used; services get those from the root of
/// the repository that `folder` is in.
pub(super) fn tell(
    report: &mut Report,
    folder: &Path,
    named: &dyn Fn(&mut Report),
    outputs: &Outputs,
    args: &LintArgs,
    console: &Console,
) -> Result<(), Failure> {
    report.summary.statistics = args.statistics.then(|| report.statistics());
    let for_services = outputs.iter().any(|(reporter, _)| reporter.from_repository);
    let from_repository = for_services.then(|| Repository::around(folder).report(report));
    named(report);
    output::write(
        outputs,
        report,
        from_repository.as_ref().unwrap_or(report),
        args.statistics,
        args.all,
        console,
    )
}

/// Takes out what the baseline holds, and writes it without what is gone: of the rules that this run would have found
/// every finding of.
pub(super) fn settle_baseline(
    args: &LintArgs,
    report: &mut Report,
    judged: &dyn Fn(&str) -> bool,
) -> Result<(), Failure> {
    if let Some(file) = &args.write_baseline {
        let baseline = Baseline::of(report);
        DiskSink::write_file(file, baseline.write()?.as_bytes())?;
        let _ = baseline.settle(report, &|_| true);
    }
    let Some(file) = &args.baseline else { return Ok(()) };
    let bytes = disk::read_named(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let old = Baseline::parse(&text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let all_rules = args.only.is_empty() && args.skip.is_empty();
    let left = old.settle(report, &|rule| all_rules && judged(rule));
    if left != old {
        DiskSink::write_file(file, left.write()?.as_bytes())?;
    }
    Ok(())
}

/// Returns whether the findings make the run fail; reports it where no finding alone does.
pub(super) fn failed(args: &LintArgs, report: &Report, console: &Console) -> bool {
    if args.exit_zero {
        return false;
    }
    let verdict =
        Verdict::of(report, Limits { warnings: args.max_warnings, no_unknown: args.strict_unknown });
    if let Some(most) = verdict.warnings_allowed {
        let found = count(report.summary.warnings, "warning");
        console.error(&format!("{found}, and `--max-warnings` allows {most}"));
    }
    if verdict.unknown > 0 {
        let targets = count(verdict.unknown, "target");
        console.error(&format!("{targets} could not be checked, and `--strict-unknown` is given"));
    }
    verdict.fails()
}
