//! A site that was linted, and one file of it as an editor holds it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::documents::{document, settle};
use crate::lint::editor::shifted::shifted;
use crate::lint::editor::values::Values;
use crate::lint::families::speak_for_family;
use crate::lint::known_sites::KnownSites;
use crate::lint::rule::{Document, Head};
use crate::lint::selection::Selection;
use crate::lint::session::{Again, Session, run};
use crate::lint::settle::{SuppressionLine, suppression_lines};
use crate::site::load::{FileHead, LoadedWhole};
use crate::site::overlay::Overlay;
use crate::site::tree::Tree;
use crate::text::diagnostic::Diagnostic;

/// A site that was linted, and whose files can be asked about one at a time, with other contents than they had.
pub struct Workspace<'w> {
    pub(super) session: &'w Session<'w, 'w>,
    loaded: &'w LoadedWhole,
    /// The findings of rules that look at the whole site, by file.
    of_site: BTreeMap<Arc<str>, Vec<Diagnostic>>,
    /// The keys of front matter, and their values.
    pub(super) values: Values,
}

/// Lints a site that was read from `tree`, and hands it to `ask`.
///
/// ```
/// use feedwright::lint::editor::open;
/// use feedwright::lint::{Choice, KnownSites, Selection};
/// use feedwright::site::load::{LoadOptions, load_whole};
/// use feedwright::site::tree::MemoryTree;
///
/// let files = MemoryTree::new([
///     ("_config.yml", "url: https://wherry.example\n"),
///     ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\n---\nIt is out.\n"),
/// ]);
/// let loaded = load_whole(&files, LoadOptions::at("2024-07-01T12:00:00Z".parse()?))?;
/// let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default())?;
/// let text = "---\ntitle: Beta\n---\nIt is [out](/gone/).\n";
/// let rules: Vec<&str> = open(&loaded, &files, KnownSites::default(), &selection, |workspace| {
///     let found = workspace.view("_posts/2024-05-31-beta.md", text, |view| view.findings());
///     found.unwrap_or_default().iter().map(|finding| finding.rule).collect()
/// });
/// assert_eq!(rules, ["dead-link"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open<T>(
    loaded: &LoadedWhole,
    tree: &dyn Tree,
    judges: KnownSites<'_>,
    selection: &Selection,
    ask: impl FnOnce(&Workspace<'_>) -> T,
) -> T {
    let ask = |session: &Session<'_, '_>| {
        let mut of_site: BTreeMap<Arc<str>, Vec<Diagnostic>> = BTreeMap::new();
        for finding in session.of_site() {
            of_site.entry(Arc::clone(&finding.path)).or_default().push(finding);
        }
        let values = Values::new(session.knowledge.outlines);
        ask(&Workspace { session, loaded, of_site, values })
    };
    run(loaded.whole(), &loaded.feeds, tree, judges, selection, Again::Open, ask).1
}

impl Workspace<'_> {
    /// The findings in all files as the site was read, by file.
    #[must_use]
    pub fn findings(&self) -> BTreeMap<Arc<str>, Vec<Diagnostic>> {
        let mut by_file: BTreeMap<Arc<str>, Vec<Diagnostic>> = BTreeMap::new();
        for finding in self.session.diagnostics {
            by_file.entry(Arc::clone(&finding.path)).or_default().push(finding.clone());
        }
        by_file.values_mut().for_each(|findings| {
            findings.iter_mut().for_each(speak_for_family);
            findings.sort_by(Diagnostic::order);
        });
        by_file
    }

    /// Reads a file of the site with this text, and hands it to `ask`. Nothing where the file is neither a post nor a page.
    pub fn view<T>(&self, path: &str, text: &str, ask: impl FnOnce(&View<'_>) -> T) -> Option<T> {
        let below = self.session.reader.tree;
        let files = BTreeMap::from([(path.to_owned(), Some(text.as_bytes().to_vec()))]);
        let tree = Overlay::new(below, files);
        let head = self.loaded.reread(&tree, path);
        let head = match &head {
            FileHead::Post(post) => Head::Post(post),
            FileHead::Page(page) => Head::Page(page),
            FileHead::Unread(unread) => Head::Unread(unread),
            FileHead::Nothing => Head::Nothing,
        };
        let reader = self.session.reader.over(&tree);
        let mut document = document(&reader, Arc::from(path), head)?;
        settle(&mut document, self.session.knowledge);
        Some(ask(&View { workspace: self, document: &document }))
    }

    /// The text of a file when the site was read; nothing where it cannot be read.
    fn text_before(&self, path: &str) -> Option<String> {
        let bytes = self.session.reader.tree.read(path).ok()?;
        String::from_utf8(bytes).ok()
    }
}

/// One file, as an editor holds it.
pub struct View<'v> {
    pub(super) workspace: &'v Workspace<'v>,
    pub(super) document: &'v Document<'v>,
}

impl View<'_> {
    /// The findings in it, in their order. Those of rules that look at the whole site are from when the site was read, and
    /// move with the text.
    #[must_use]
    pub fn findings(&self) -> Vec<Diagnostic> {
        let path = self.document.path();
        let of_site = match self.workspace.of_site.get(path) {
            None => Vec::new(),
            Some(found) => match self.workspace.text_before(path) {
                None => Vec::new(),
                Some(before) => shifted(found, &before, &self.document.source.text),
            },
        };
        let mut found = self.workspace.session.judged(self.document, of_site);
        found.iter_mut().for_each(speak_for_family);
        found.sort_by(Diagnostic::order);
        found.dedup();
        found
    }

    /// The comment above the place of a finding that suppresses it; the line for the whole file where there is no such place.
    #[must_use]
    pub fn suppression(&self, finding: &Diagnostic) -> Option<SuppressionLine> {
        let (text, front_matter) = (&self.document.source.text, &self.document.front_matter);
        suppression_lines(finding.rule, text, finding.span.start, front_matter).into_iter().next()
    }
}
