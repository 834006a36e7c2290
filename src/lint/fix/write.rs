//! Writes fixes: a fix is in all of its files or in none, and no file is replaced that changed meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::lint::fix::apply::Rewrite;
use crate::lint::fix::rounds::{Fixes, Kept};
use crate::site::tree::{Sink, TreeError, Written};

/// What became of a file with fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOutcome {
    /// It holds the text with the fixes.
    Written,
    /// It holds what it held.
    Kept(Kept),
    /// It could not be written, and holds what it held.
    NotWritten(TreeError),
    /// It holds the text with the fixes although another file that shares one with it does not, since its old text could
    /// not be written back.
    Stuck(TreeError),
}

/// Writes the files of [`Fixes::rewrites`]: each only while it holds the text that its fixes were computed from, and files
/// that share a fix all or none.
///
/// `forbidden` returns why a file must not be written; it is asked again right before.
pub fn write(
    fixes: &Fixes,
    sink: &mut dyn Sink,
    forbidden: &dyn Fn(&str) -> Option<String>,
) -> BTreeMap<Arc<str>, FileOutcome> {
    let mut outcomes = BTreeMap::new();
    for group in groups(fixes) {
        let files: Vec<(&Arc<str>, &Rewrite)> =
            group.iter().filter_map(|path| fixes.rewrites.get_key_value(path)).collect();
        write_group(&files, sink, forbidden, &mut outcomes);
    }
    outcomes
}

/// The files that change, those together that share a fix, directly or through others.
fn groups(fixes: &Fixes) -> Vec<BTreeSet<Arc<str>>> {
    let single = |path: &Arc<str>| BTreeSet::from([Arc::clone(path)]);
    let mut joined: Vec<BTreeSet<Arc<str>>> = Vec::new();
    for shared in &fixes.shared {
        let (with, without): (Vec<_>, Vec<_>) =
            joined.into_iter().partition(|group| !group.is_disjoint(shared));
        joined = without;
        joined.push(with.into_iter().flatten().chain(shared.iter().cloned()).collect());
    }
    let in_one: BTreeSet<Arc<str>> = joined.iter().flatten().cloned().collect();
    joined.extend(fixes.rewrites.keys().filter(|path| !in_one.contains(*path)).map(single));
    joined
}

/// Writes files all or none: nothing is replaced before each is compared and its new text is beside it.
fn write_group(
    files: &[(&Arc<str>, &Rewrite)],
    sink: &mut dyn Sink,
    forbidden: &dyn Fn(&str) -> Option<String>,
    outcomes: &mut BTreeMap<Arc<str>, FileOutcome>,
) {
    let kept = |path: &Arc<str>| match forbidden(path) {
        Some(reason) => FileOutcome::Kept(Kept::Forbidden(reason)),
        None => FileOutcome::Kept(Kept::Changed),
    };
    let mut failed: Option<(&Arc<str>, FileOutcome)> = None;
    for (path, Rewrite { before, after }) in files {
        // A symlink inside of the site may lead to a file that was replaced under its own name just now.
        let is_known = sink.holds(path, before.as_bytes()) || sink.holds(path, after.as_bytes());
        if forbidden(path).is_some() || !is_known {
            failed = Some((*path, kept(path)));
            break;
        }
    }
    if failed.is_none() {
        for (path, rewrite) in files {
            let ready = sink
                .begin(path)
                .and_then(|()| sink.append(path, rewrite.after.as_bytes()))
                .and_then(|()| sink.prepare(path));
            if let Err(error) = ready {
                failed = Some((*path, FileOutcome::NotWritten(error)));
                break;
            }
        }
    }
    let mut replaced: Vec<(&Arc<str>, &Rewrite)> = Vec::new();
    if failed.is_none() {
        for (path, rewrite) in files {
            let before = rewrite.before.as_bytes();
            match sink.finish_over(path, before, &mut || forbidden(path).is_none()) {
                Ok(Written::Same) => {}
                Ok(Written::Refused) => failed = Some((*path, kept(path))),
                Ok(Written::New | Written::Changed) => replaced.push((*path, *rewrite)),
                Err(error) => failed = Some((*path, FileOutcome::NotWritten(error))),
            }
            if failed.is_some() {
                break;
            }
        }
    }
    let Some((culprit, outcome)) = failed else {
        outcomes.extend(files.iter().map(|(path, _)| (Arc::clone(path), FileOutcome::Written)));
        return;
    };
    for (path, _) in files {
        sink.abandon(path);
        outcomes.insert(Arc::clone(path), FileOutcome::Kept(Kept::SharedWith(Arc::clone(culprit))));
    }
    outcomes.insert(Arc::clone(culprit), outcome);
    for (path, rewrite) in replaced {
        if let Err(error) = write_back(path, rewrite, sink) {
            outcomes.insert(Arc::clone(path), FileOutcome::Stuck(error));
        }
    }
}

/// Writes a file's old text back, unless somebody has changed the new one.
fn write_back(path: &str, Rewrite { before, after }: &Rewrite, sink: &mut dyn Sink) -> Result<(), TreeError> {
    sink.begin(path)?;
    sink.append(path, before.as_bytes())?;
    sink.finish_over(path, after.as_bytes(), &mut || true).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tree::MemoryTree;

    /// A folder in which one file cannot be put in its place, or not even begun.
    struct Failing {
        files: MemoryTree,
        begin: Option<&'static str>,
        finish: Option<&'static str>,
    }

    fn full(path: &str) -> TreeError {
        TreeError { path: path.to_owned(), reason: "no space left on device".to_owned(), missing: false }
    }

    impl Sink for Failing {
        fn begin(&mut self, path: &str) -> Result<(), TreeError> {
            if self.begin == Some(path) { Err(full(path)) } else { self.files.begin(path) }
        }

        fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
            self.files.append(path, bytes)
        }

        fn finish_if(
            &mut self,
            path: &str,
            may_write: &mut dyn FnMut() -> bool,
        ) -> Result<Written, TreeError> {
            if self.finish == Some(path) { Err(full(path)) } else { self.files.finish_if(path, may_write) }
        }

        fn holds(&self, path: &str, bytes: &[u8]) -> bool {
            self.files.holds(path, bytes)
        }

        fn abandon(&mut self, path: &str) {
            self.files.abandon(path);
        }
    }

    fn folder() -> MemoryTree {
        MemoryTree::new([("a.md", "a"), ("b.md", "b"), ("c.md", "c"), ("d.md", "d")])
    }

    fn sink(begin: Option<&'static str>, finish: Option<&'static str>) -> Failing {
        Failing { files: folder(), begin, finish }
    }

    /// Fixes that write each file's name in capitals; one is in `a` and `b`, one in `b` and `c`.
    fn fixes() -> Fixes {
        let rewrite = |name: &str| {
            let rewrite = Rewrite { before: Arc::from(name), after: name.to_uppercase() };
            (Arc::from(format!("{name}.md")), rewrite)
        };
        let pair = |one: &str, other: &str| BTreeSet::from([Arc::from(one), Arc::from(other)]);
        Fixes {
            rewrites: ["a", "b", "c", "d"].map(rewrite).into(),
            shared: [pair("a.md", "b.md"), pair("b.md", "c.md")].into(),
            ..Fixes::default()
        }
    }

    fn contents(files: &MemoryTree) -> Vec<&str> {
        files.files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect()
    }

    #[test]
    fn writes_every_file() {
        let mut files = folder();
        let outcomes = write(&fixes(), &mut files, &|_| None);
        assert!(outcomes.len() == 4 && outcomes.values().all(|outcome| *outcome == FileOutcome::Written));
        assert_eq!(contents(&files), ["A", "B", "C", "D"]);
    }

    #[test]
    fn a_changed_file_keeps_those_that_share_a_fix() {
        let mut files = folder();
        files.files.insert("c.md".to_owned(), b"else".to_vec());
        let outcomes = write(&fixes(), &mut files, &|_| None);
        assert_eq!(contents(&files), ["a", "b", "else", "D"]);
        assert_eq!(outcomes["c.md"], FileOutcome::Kept(Kept::Changed));
        assert_eq!(outcomes["a.md"], FileOutcome::Kept(Kept::SharedWith("c.md".into())));
        assert_eq!(outcomes["d.md"], FileOutcome::Written);
    }

    #[test]
    fn a_forbidden_file_keeps_those_that_share_a_fix() {
        let mut files = folder();
        let forbidden = |path: &str| (path == "b.md").then(|| "it is elsewhere".to_owned());
        let outcomes = write(&fixes(), &mut files, &forbidden);
        assert_eq!(contents(&files), ["a", "b", "c", "D"]);
        assert_eq!(outcomes["b.md"], FileOutcome::Kept(Kept::Forbidden("it is elsewhere".into())));
    }

    #[test]
    fn a_file_that_cannot_be_begun_keeps_the_others() {
        let mut sink = sink(Some("b.md"), None);
        let outcomes = write(&fixes(), &mut sink, &|_| None);
        assert_eq!(contents(&sink.files), ["a", "b", "c", "D"]);
        assert_eq!(outcomes["b.md"], FileOutcome::NotWritten(full("b.md")));
    }

    #[test]
    fn files_already_replaced_get_their_old_text_back() {
        let mut sink = sink(None, Some("c.md"));
        let outcomes = write(&fixes(), &mut sink, &|_| None);
        assert_eq!(contents(&sink.files), ["a", "b", "c", "D"]);
        assert_eq!(outcomes["c.md"], FileOutcome::NotWritten(full("c.md")));
        assert_eq!(outcomes["a.md"], FileOutcome::Kept(Kept::SharedWith("c.md".into())));
    }
}
