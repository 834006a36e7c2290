//! From a site that was read to a report on it: the rules, the files that are asked for, the source lines of each finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::documents::{kept_text, text_in};
use crate::lint::known_sites::KnownSites;
use crate::lint::report::Report;
use crate::lint::rule::{Head, Outline};
use crate::lint::selection::Selection;
use crate::lint::session::lint;
use crate::site::load::LoadedWhole;
use crate::site::tree::Tree;
use crate::text::diagnostic::Diagnostic;

/// Lints a site that was read from `tree`, and reports on the files of which `is_wanted` is true.
///
/// The report's summary counts these files; its fields `known` and `nothing` are the caller's. A fix that would change a file which is not UTF-8 is removed from its finding: its text is not what the file holds.
///
/// ```
/// use feedwright::lint::{Choice, KnownSites, Selection, check_site};
/// use feedwright::site::load::{LoadOptions, load_whole};
/// use feedwright::site::tree::MemoryTree;
///
/// let files = MemoryTree::new([
///     ("_config.yml", "url: https://wherry.example\n"),
///     ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\n---\n[The plan](/plam/)\n"),
/// ]);
/// let now = "2024-07-01T12:00:00Z".parse()?;
/// let loaded = load_whole(&files, LoadOptions::at(now))?;
/// let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default())?;
/// let report = check_site(&loaded, &files, KnownSites::default(), &selection, &|path| path.starts_with("_posts/"));
/// assert_eq!(report.findings[0].diagnostic.rule, "dead-link");
/// assert_eq!(report.findings[0].start.to_string(), "4:12");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn check_site(
    loaded: &LoadedWhole,
    tree: &dyn Tree,
    judges: KnownSites<'_>,
    selection: &Selection,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Report {
    let outcome = lint(loaded.whole(), &loaded.feeds, tree, judges, selection);
    let outlines = outcome.outlines;
    let files = outlines.iter().filter(|outline| is_wanted(outline.path())).count();
    let mut diagnostics = outcome.diagnostics;
    diagnostics.retain(|diagnostic| is_wanted(&diagnostic.path));
    // A file that is not UTF-8 is never read as a post or page.
    let is_text = |path: &str| {
        let at = outlines.binary_search_by(|outline| (**outline.path()).cmp(path)).ok();
        matches!(
            at.and_then(|at| outlines.get(at)).map(|outline| outline.head),
            Some(Head::Post(_) | Head::Page(_) | Head::Part(_) | Head::Template(_))
        ) || tree.read(path).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok())
    };
    remove_fixes_of_bytes(&mut diagnostics, &is_text);
    let kept = |outline: &Outline<'_>| {
        let text = kept_text(&loaded.site, outline.path(), outline.head)?;
        Some((Arc::clone(outline.path()), text))
    };
    let kept: BTreeMap<Arc<str>, Arc<str>> = outlines.iter().filter_map(kept).collect();
    // They are a tenth of the memory of the lint of a large site.
    drop(outlines);
    let text = |path: &str| kept.get(path).cloned().or_else(|| text_in(tree, path));
    let mut report = Report::new(diagnostics, &text);
    report.rules = selection.notes();
    report.summary.files = files;
    report.summary.suppressed = outcome.suppressed;
    report.summary.targets = outcome.targets;
    report.summary.unknown = outcome.unknown;
    report.summary.unlisted = outcome.unlisted.into_iter().filter(|more| is_wanted(&more.path)).collect();
    report
}

/// Removes the fixes that would change a file which is not UTF-8.
fn remove_fixes_of_bytes(diagnostics: &mut [Diagnostic], file_is_text: &dyn Fn(&str) -> bool) {
    let mut is_text: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fix() else { continue };
        let all = fix
            .edits
            .iter()
            .all(|edit| *is_text.entry(Arc::clone(&edit.path)).or_insert_with(|| file_is_text(&edit.path)));
        if !all {
            diagnostic.change(|extra| extra.fix = None);
        }
    }
}
