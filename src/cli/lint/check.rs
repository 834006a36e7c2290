//! Reads a site and runs the rules over it, as the arguments say.

use std::collections::BTreeMap;
use std::sync::Arc;

use feedwright::links::Built;
use feedwright::lint::report::Report;
use feedwright::lint::rule::Head;
use feedwright::lint::{Choice, Judges, Selection, lint};
use feedwright::site::config::Config;
use feedwright::site::load::{Depth, Loaded};
use feedwright::site::tree::Tree;
use feedwright::text::diagnostic::Diagnostic;

use crate::cli::args::Common;
use crate::cli::disk::Disk;
use crate::cli::failure::Failure;
use crate::cli::lint::args::LintArgs;
use crate::cli::lint::sites;
use crate::cli::open;
use crate::cli::target::Target;

/// A site that was checked.
pub(super) struct Checked {
    pub(super) report: Report,
    pub(super) loaded: Loaded,
}

/// Reads a site and lints it; the findings of the files that were named.
pub(super) fn check(
    tree: &dyn Tree,
    target: &Target,
    args: &LintArgs,
    common: &Common,
) -> Result<Checked, Failure> {
    let loaded = open::load_from(tree, &target.site, &args.reading, Depth::Whole, common)?;
    let site = &loaded.site;
    let selection = selection(&site.settings.config, args)?;
    let built = built(args, target)?;
    let others = sites::others(&target.site, &site.settings.config.lint.sites, &args.reading)?;
    let judges = Judges { built: built.as_ref(), others: &others };
    let outcome = lint(site, &loaded.feeds, tree, judges, &selection);
    let is_wanted = |path: &str| target.wanted.as_ref().is_none_or(|wanted| wanted.holds(path));
    let files = outcome.files.iter().filter(|path| is_wanted(path)).count();
    let mut diagnostics = outcome.diagnostics;
    diagnostics.retain(|diagnostic| is_wanted(&diagnostic.path));
    let documents = outcome.documents;
    let document = |path: &str| {
        let at = documents.binary_search_by(|document| (**document.path()).cmp(path)).ok()?;
        documents.get(at)
    };
    // What is not UTF-8 is never read as a post or page.
    let is_text = |path: &str| {
        document(path).is_some_and(|document| matches!(document.head, Head::Post(_) | Head::Page(_)))
            || tree.read(path).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok())
    };
    keep_fixes_of_text(&mut diagnostics, &is_text);
    let nothing = (files == 0 && diagnostics.is_empty()).then(|| match &target.wanted {
        None => format!("{} has no posts and no pages", target.site.display()),
        Some(wanted) => {
            format!("there is no post and no page in {}, of the site {}", wanted, target.site.display())
        }
    });
    let mut report = Report::new(diagnostics, &|path| {
        document(path)
            .map_or_else(|| read_text(tree, path), |document| Some(Arc::clone(&document.source.text)))
    });
    report.rules = selection.notes();
    report.summary.files = files;
    report.summary.suppressed = outcome.suppressed;
    report.summary.unknown = outcome.unknown;
    report.summary.nothing = nothing;
    if args.fixing().is_none() {
        // The process is about to end: to free a million strings one by one took a twentieth of a run.
        std::mem::forget(documents);
    }
    Ok(Checked { report, loaded })
}

/// Takes the fixes away that would change a file which is not UTF-8: what stands for its bytes is not what is in it.
fn keep_fixes_of_text(diagnostics: &mut [Diagnostic], file_is_text: &dyn Fn(&str) -> bool) {
    let mut is_text: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(fix) = &diagnostic.fix else { continue };
        let all = fix
            .edits
            .iter()
            .all(|edit| *is_text.entry(Arc::clone(&edit.path)).or_insert_with(|| file_is_text(&edit.path)));
        if !all {
            diagnostic.fix = None;
        }
    }
}

/// The built site that is to judge the links.
fn built(args: &LintArgs, target: &Target) -> Result<Option<Built>, Failure> {
    let Some(folder) = &args.built else { return Ok(None) };
    let built = Built::read(&Disk::new(folder))?;
    if built.is_empty() {
        return Err(Failure::new(format!(
            "{}: there is no built site; build {} first, or leave `--built` out",
            folder.display(),
            target.site.display()
        )));
    }
    Ok(Some(built))
}

fn read_text(tree: &dyn Tree, path: &str) -> Option<Arc<str>> {
    let bytes = tree.read(path).ok()?;
    Some(Arc::from(String::from_utf8_lossy(&bytes).into_owned()))
}

pub(super) fn selection(config: &Config, args: &LintArgs) -> Result<Selection, Failure> {
    let choice = Choice { only: args.only.clone(), skip: args.skip.clone() };
    Selection::new(&config.lint, &choice).map_err(Failure::new)
}
