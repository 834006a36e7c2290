//! `feedwright lint`: checks posts, documents and pages, or feeds.

mod args;
mod check;
mod feeds;
mod fixes;
mod output;
mod repository;
mod sites;
mod verdict;

use std::path::PathBuf;
use std::process::ExitCode;

use feedwright::lint::report::{Report, count};
use feedwright::lint::rules::feed::is_rule;
use feedwright::lint::settle::keep_caused;
use feedwright::site::overlay::Overlay;
use feedwright::text::suggest::needs_feature;

use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::{CommandResult, Failure};
#[cfg(feature = "watch")]
use crate::cli::watch;
use crate::cli::{git, target};
use check::check;
use fixes::Fixed;
use verdict::{failed, settle_baseline, tell};

pub(crate) use args::LintArgs;
#[cfg(feature = "ping")]
pub(crate) use feeds::is_named_like_one;
#[cfg(feature = "lsp")]
pub(crate) use sites::others;

/// `feedwright validate`: `lint --feeds`. The option's conflicts are checked here, because nobody wrote the option.
pub(crate) fn run_of_feeds(args: LintArgs, console: &Console) -> CommandResult {
    if args.fixing().is_some() || args.changed.is_some() || args.staged {
        return Err(Failure::new(
            "`validate` is `lint --feeds`, which has no fixes and no `--changed` or `--staged`; use `lint` for posts",
        ));
    }
    run(&LintArgs { feeds: true, ..args }, console)
}

pub(crate) fn run(args: &LintArgs, console: &Console) -> CommandResult {
    #[cfg(feature = "watch")]
    if args.watch {
        return watch::run(&target::find(&args.paths)?.site, &args.reading, console);
    }
    let outputs = output::outputs(&args.format, args.output_file.as_deref())?;
    output::check_files(&outputs, args.baseline.as_deref().or(args.write_baseline.as_deref()))?;
    let from_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    if args.stdin_path.is_some() && !from_stdin {
        return Err(Failure::new(
            "`--stdin-path` names the file that standard input stands for; add `-` to read standard input",
        ));
    }
    if args.stdin_path.is_some() && args.paths.len() > 1 {
        return Err(Failure::new("`-` cannot be combined with files; check them in another run"));
    }
    if from_stdin && args.fixing().is_some_and(|fixing| fixing.write) {
        return Err(Failure::new(
            "`--fix` cannot change standard input (`-`); add `--diff` to see what it would change",
        ));
    }
    if args.diff && cfg!(not(feature = "fix-diff")) {
        return Err(Failure::new(format!("`--diff` {}", needs_feature("fix-diff"))));
    }
    if let Some(feeds) = feeds::meant(args, console)? {
        return feeds::run(&feeds, &outputs, args, console);
    }
    let target = if from_stdin {
        let path = args.stdin_path.clone().unwrap_or_else(|| PathBuf::from("-"));
        target::unsaved(&path)?
    } else {
        target::find(&args.paths)?
    };
    let site = &target.site;
    target::check_folder(site)?;
    let work = console.working("asking Git what changed");
    let changes = match (&args.changed, args.staged) {
        (Some(reference), _) => Some(git::since(site, reference)?),
        (None, true) => Some(git::staged(site)?),
        (None, false) => None,
    };
    work.end();
    let disk = Disk::new(site);
    let mut files = changes.as_ref().map(|changes| changes.now.clone()).unwrap_or_default();
    if from_stdin {
        let path = target.only_path().unwrap_or_default();
        files.insert(path, Some(disk::read_stdin(console)?));
    }
    let tree = Overlay::new(&disk, files);
    let fixed = match args.fixing() {
        Some(fixing) => fixes::run(&target, &tree, args, console, fixing)?,
        None => Fixed { clean: true, ..Fixed::default() },
    };
    if args.diff {
        return Ok(ExitCode::from(u8::from(!fixed.clean)));
    }
    let checked = check(&tree, &target, args, console)?;
    let mut report = checked.report;
    let whole = target.wanted.is_none() && changes.is_none();
    let has_nothing = report.summary.nothing.is_some() && target.wanted.is_some() && changes.is_none();
    if let Some(changes) = changes {
        let base = Overlay::new(&disk, changes.before);
        let before = check(&base, &target, args, &console.hushed())?.report;
        keep_caused(&mut report, &changes.paths, &before);
    }
    // A run over some files, or over what changed, knows nothing about the others.
    settle_baseline(args, &mut report, &|rule| whole && !is_rule(rule))?;
    // After the baseline, which knows each finding by itself.
    report.fold_families();
    let named = |report: &mut Report| report.rename(&|path| target.name(path));
    tell(&mut report, site, &named, &outputs, args, console)?;
    if has_nothing {
        if console.quiet
            && let Some(reason) = &report.summary.nothing
        {
            console.error(&format!("nothing was checked: {reason}"));
        }
        return Ok(ExitCode::from(2));
    }
    if fixed.unwritten > 0 {
        let files = count(fixed.unwritten, "file");
        return Err(Failure::new(format!("{files} could not be written; the rest is fixed")));
    }
    Ok(ExitCode::from(u8::from(failed(args, &report, console) || fixed.left > 0)))
}
