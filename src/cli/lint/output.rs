//! Where reports go, and how they get there.

use std::path::{Path, PathBuf};

use feedwright::lint::report::{Report, Reporter, Style};
use feedwright::lint::reporters;
use feedwright::text::suggest;

use crate::cli::console::{self, Console};
use crate::cli::disk::DiskSink;
use crate::cli::failure::Failure;
use crate::cli::outside::resolved;

/// Where reports go: the reporter, and the file, or standard output.
pub(crate) type Outputs = Vec<(&'static Reporter, Option<PathBuf>)>;

/// The outputs that `--format` names; the one without a file goes to `to`, or to standard output.
pub(crate) fn outputs(formats: &[String], to: Option<&Path>) -> Result<Outputs, Failure> {
    let text = ["text".to_owned()];
    let formats = if formats.is_empty() { &text } else { formats };
    let mut outputs = Outputs::new();
    for format in formats {
        let (name, file) = format
            .split_once('=')
            .map_or((format.as_str(), None), |(name, file)| (name, named(Path::new(file))));
        let reporter = reporters::find(name).ok_or_else(|| {
            let names = reporters::REPORTERS.iter().map(|reporter| reporter.name);
            let list: Vec<&str> = names.clone().collect();
            let hint = suggest::did_you_mean(name, names);
            Failure::new(format!("no format is called `{name}`{hint}; there are {}", list.join(", ")))
        })?;
        outputs.push((reporter, file));
    }
    if outputs.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err(Failure::new(
            "only one format can go to standard output; give the others a file: `sarif=lint.sarif`",
        ));
    }
    if let Some(to) = to {
        let Some((_, file)) = outputs.iter_mut().find(|(_, file)| file.is_none()) else {
            return Err(Failure::new(
                "`--output-file` is for a format without a file, and each has one; remove it, or `=FILE`",
            ));
        };
        *file = named(to);
    }
    Ok(outputs)
}

/// The file that an argument names; `-` is standard output.
fn named(file: &Path) -> Option<PathBuf> {
    (file.as_os_str() != "-").then(|| file.to_owned())
}

/// Checks that no file is written twice: the later one would replace the earlier one. `baseline` is written too.
pub(crate) fn check_files(outputs: &Outputs, baseline: Option<&Path>) -> Result<(), Failure> {
    let files = outputs.iter().filter_map(|(_, file)| file.as_deref()).chain(baseline);
    let mut earlier: Vec<PathBuf> = Vec::new();
    for file in files.filter(|file| !file.starts_with("/dev")) {
        let whole = resolved(file).unwrap_or_else(|| file.to_owned());
        if earlier.contains(&whole) {
            return Err(Failure::new(format!(
                "{}: two of the files to write have this name; give one of them another",
                file.display()
            )));
        }
        earlier.push(whole);
    }
    Ok(())
}

/// Writes the report to each output, with the paths that each wants; what is for people and not in it goes to standard error.
pub(crate) fn write(
    outputs: &Outputs,
    report: &Report,
    from_repository: &Report,
    with_statistics: bool,
    all: bool,
    console: &Console,
) -> Result<(), Failure> {
    let mut said = false;
    let given = report;
    for (reporter, file) in outputs {
        let report = if reporter.from_repository { from_repository } else { given };
        match file {
            Some(file) => {
                let written = reporter.text(report, Style::default())?;
                DiskSink::write_file(file, written.as_bytes())?;
            }
            None if reporter.for_people => {
                let style = Style {
                    color: console::is_coloured(),
                    without_summary: console.quiet,
                    summed_up: !all,
                    ..Style::default()
                };
                console.text(&reporter.text(report, style)?);
                said = true;
            }
            None => console.raw(reporter.text(report, Style::default())?.as_bytes()),
        }
    }
    if with_statistics {
        for line in statistics(report) {
            console.asked_for(&line);
        }
    }
    if !said {
        console.note_lines(&report.summary.to_string());
    }
    Ok(())
}

fn statistics(report: &Report) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = report.statistics().into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.into_iter().map(|(rule, count)| format!("{count:5} {rule}")).collect()
}
