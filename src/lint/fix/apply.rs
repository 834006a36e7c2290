//! Applies fixes: each as a whole or not at all, never two over the same text, and only what is proved by a second parse.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::text::diagnostic::{Edit, Fix, content_hash};
use crate::text::pieces::Part as _;
#[cfg(feature = "fix-diff")]
use crate::text::printable::{is_unprintable, toml_string};
use crate::text::source::Span;

/// What came of some fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The text of each file that changes, before and after.
    pub files: BTreeMap<Arc<str>, Rewrite>,
    /// The fixes that were applied, by their place in the list, ascending.
    pub applied: Vec<usize>,
    /// Which are not, and why, ascending.
    pub dropped: Vec<(usize, String)>,
    /// The files that a fix was measured in and that hold something else by now, or cannot be read any more.
    pub changed: BTreeSet<Arc<str>>,
}

/// The text of a file before its fixes and after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The text that the fixes were computed from: only a file that still holds it may be replaced.
    pub before: Arc<str>,
    /// The text with the fixes.
    pub after: String,
}

/// Checks a changed file: path, old text, new text, and the edits that lead from one to the other.
///
/// The reason of a refusal is one sentence about what else the change would do.
pub(crate) type Proof<'a> = dyn Fn(&str, &str, &str, &[&Edit]) -> Result<(), String> + 'a;

/// Applies as many of `fixes` as fit together and are proved, earlier ones first.
///
/// `text` gives the text of a file that an edit names; nothing for one that is not UTF-8, since what stands for its bytes
/// must never be written over them. A fix is dropped when a file has changed since the fix was measured in it, when it overlaps one that was taken before, or when `proof` refuses it.
#[must_use]
pub fn apply(fixes: &[&Fix], text: &dyn Fn(&str) -> Option<Arc<str>>, proof: &Proof<'_>) -> Outcome {
    let mut texts = Texts::new();
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        texts.entry(Arc::clone(&edit.path)).or_insert_with(|| {
            let text = text(&edit.path)?;
            let hash = content_hash(&text);
            Some((text, hash))
        });
    }
    let mut dropped: BTreeMap<usize, String> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    let mut taken = Taken::default();
    for (index, fix) in fixes.iter().enumerate() {
        if let Some(path) = changed_file(fix, &texts) {
            dropped.insert(index, format!("`{path}` has changed since it was checked: run again"));
            changed.insert(Arc::clone(path));
        } else if let Err(reason) = taken.take(index, fix) {
            dropped.insert(index, reason);
        }
    }
    let mut open: BTreeSet<Arc<str>> = taken.by_file.keys().cloned().collect();
    while let Some(path) = open.pop_first() {
        let Some(Some((before, _))) = texts.get(&path) else { continue };
        let alive: Vec<usize> = taken.of(&path, &dropped);
        let mut good = Vec::new();
        let mut refused = Vec::new();
        let prove = |some: &[usize]| is_proved(fixes, some, &path, before, proof);
        sift(&alive, &mut good, &mut refused, &prove);
        for (index, reason) in refused {
            dropped.insert(index, reason);
            let others = fixes.get(index).map_or(&[][..], |fix| &fix.edits);
            open.extend(others.iter().map(|edit| Arc::clone(&edit.path)).filter(|other| *other != path));
        }
    }
    let mut outcome = Outcome::default();
    for path in taken.by_file.keys() {
        let alive = taken.of(path, &dropped);
        if let (Some(Some((before, _))), false) = (texts.get(path), alive.is_empty()) {
            let after = edited(before, &edits_of(fixes, &alive, path));
            outcome.files.insert(Arc::clone(path), Rewrite { before: Arc::clone(before), after });
        }
    }
    outcome.applied = (0..fixes.len()).filter(|index| !dropped.contains_key(index)).collect();
    outcome.dropped = dropped.into_iter().collect();
    outcome.changed = changed;
    outcome
}

#[cfg(feature = "fix-diff")]
/// The change of one file as a unified diff, with three lines around each change.
#[must_use]
pub fn diff(path: &str, before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(&header("a", path), &header("b", path))
        .to_string()
}

/// A file's name in the head of a diff, in quotes where Git would quote it.
#[cfg(feature = "fix-diff")]
fn header(side: &str, path: &str) -> String {
    let name = format!("{side}/{path}");
    if name.contains(is_unprintable) { toml_string(&name) } else { name }
}

/// Takes as many of `some` into `good` as are proved together with those of `good`: all at once, else each half by itself, so
/// that a few that are refused among many cost few proofs.
fn sift(
    some: &[usize],
    good: &mut Vec<usize>,
    refused: &mut Vec<(usize, String)>,
    prove: &dyn Fn(&[usize]) -> Result<(), String>,
) {
    let before = good.len();
    good.extend_from_slice(some);
    let Err(reason) = prove(good) else { return };
    good.truncate(before);
    match some {
        [] => (),
        [one] => refused.push((*one, reason)),
        _ => {
            let (first, second) = some.split_at(some.len() / 2);
            sift(first, good, refused, prove);
            sift(second, good, refused, prove);
        }
    }
}

/// The edits that were taken, by file: those of one file do not overlap, so that a new one can only overlap its neighbours.
#[derive(Default)]
struct Taken {
    by_file: BTreeMap<Arc<str>, BTreeMap<Span, TakenEdit>>,
}

/// The fixes that have an edit, and what it writes.
type TakenEdit = (Vec<usize>, String);

impl Taken {
    fn take(&mut self, index: usize, fix: &Fix) -> Result<(), String> {
        let among_themselves = fix.edits.iter().enumerate().any(|(at, edit)| {
            let mut before = fix.edits.iter().take(at);
            before.any(|other| other.path == edit.path && other != edit && other.span.overlaps(edit.span))
        });
        let overlaps = |edit: &Edit| {
            let of_file = self.by_file.get(&edit.path);
            let before = of_file.and_then(|edits| edits.range(..=edit.span).next_back());
            let behind = of_file.and_then(|edits| edits.range(edit.span..).next());
            let mut neighbours = before.into_iter().chain(behind);
            neighbours.any(|(span, (_, replacement))| {
                span.overlaps(edit.span) && (*span, replacement) != (edit.span, &edit.replacement)
            })
        };
        if among_themselves || fix.edits.iter().any(overlaps) {
            return Err("another fix changes the same place: run again".to_owned());
        }
        for edit in &fix.edits {
            let of_file = self.by_file.entry(Arc::clone(&edit.path)).or_default();
            let (indices, _) =
                of_file.entry(edit.span).or_insert_with(|| (Vec::new(), edit.replacement.clone()));
            indices.push(index);
        }
        Ok(())
    }

    fn of(&self, path: &Arc<str>, dropped: &BTreeMap<usize, String>) -> Vec<usize> {
        let of_file = self.by_file.get(path).into_iter().flat_map(|edits| edits.values());
        let indices = of_file.flat_map(|(indices, _)| indices).copied();
        let alive: BTreeSet<usize> = indices.filter(|index| !dropped.contains_key(index)).collect();
        alive.into_iter().collect()
    }
}

/// The text of each file and its hash; `None` for a file that is not text.
type Texts = BTreeMap<Arc<str>, Option<(Arc<str>, u64)>>;

/// The first file of a fix that does not hold the text any more that the fix was measured in.
fn changed_file<'a>(fix: &'a Fix, texts: &Texts) -> Option<&'a Arc<str>> {
    let edit = fix.edits.iter().find(|edit| match texts.get(&edit.path) {
        Some(Some((text, hash))) => *hash != edit.hash || text.get(edit.span.start..edit.span.end).is_none(),
        _ => true,
    });
    edit.map(|edit| &edit.path)
}

fn is_proved(
    fixes: &[&Fix],
    alive: &[usize],
    path: &Arc<str>,
    before: &str,
    proof: &Proof<'_>,
) -> Result<(), String> {
    let edits = edits_of(fixes, alive, path);
    proof(path, before, &edited(before, &edits), &edits)
}

/// The edits of some fixes in one file, in the order of the text, each once.
fn edits_of<'a>(fixes: &[&'a Fix], alive: &[usize], path: &Arc<str>) -> Vec<&'a Edit> {
    let mut edits: Vec<&Edit> = alive
        .iter()
        .filter_map(|index| fixes.get(*index))
        .flat_map(|fix| &fix.edits)
        .filter(|edit| edit.path == *path)
        .collect();
    edits.sort_by(|a, b| (a.span, &a.replacement).cmp(&(b.span, &b.replacement)));
    edits.dedup();
    edits
}

fn edited(before: &str, edits: &[&Edit]) -> String {
    let mut after = String::with_capacity(before.len());
    let mut at = 0;
    for edit in edits {
        after.push_str(before.part(at..edit.span.start));
        after.push_str(&edit.replacement);
        at = edit.span.end;
    }
    after.push_str(before.part(at..));
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::Safety;

    fn edit(path: &str, text: &str, start: usize, end: usize, replacement: &str) -> Edit {
        Edit {
            path: path.into(),
            hash: content_hash(text),
            span: Span::new(start, end),
            replacement: replacement.into(),
        }
    }

    fn run(fixes: &[Fix], files: &[(&str, &str)], proof: &Proof<'_>) -> Outcome {
        let fixes: Vec<&Fix> = fixes.iter().collect();
        apply(
            &fixes,
            &|path| files.iter().find(|(name, _)| *name == path).map(|(_, text)| Arc::from(*text)),
            proof,
        )
    }

    #[test]
    fn of_two_that_overlap_the_first_is_taken() {
        let text = "abcdef";
        let fixes = [
            Fix::new("x", Safety::Safe, edit("a", text, 1, 3, "X")),
            Fix::new("y", Safety::Safe, edit("a", text, 2, 4, "Y")),
            Fix::new("z", Safety::Safe, edit("a", text, 4, 5, "")),
        ];
        let outcome = run(&fixes, &[("a", text)], &|_, _, _, _| Ok(()));
        assert_eq!(outcome.files["a"].after, "aXdf");
        assert_eq!(outcome.applied, [0, 2]);
    }

    #[test]
    fn the_same_edit_of_two_findings_is_made_once() {
        let text = "abc";
        let fixes = [
            Fix::new("x", Safety::Safe, edit("a", text, 1, 1, "-")),
            Fix::new("x", Safety::Safe, edit("a", text, 1, 1, "-")),
        ];
        let outcome = run(&fixes, &[("a", text)], &|_, _, _, _| Ok(()));
        assert_eq!((outcome.files["a"].after.as_str(), outcome.applied.len()), ("a-bc", 2));
    }

    #[test]
    fn a_refused_fix_leaves_every_file_that_it_touches() {
        let files = [("a", "one"), ("b", "two")];
        let both = Fix {
            title: "both".into(),
            safety: Safety::Safe,
            edits: vec![edit("a", "one", 0, 0, "!"), edit("b", "two", 0, 0, "?")],
        };
        let good = Fix::new("good", Safety::Safe, edit("a", "one", 3, 3, "."));
        let outcome = run(&[both, good], &files, &|path, _, after, _| {
            if path == "b" && after.starts_with('?') { Err("no".into()) } else { Ok(()) }
        });
        assert_eq!(outcome.files.len(), 1);
        assert_eq!(outcome.files["a"].after, "one.");
        assert_eq!(outcome.dropped, [(0, "no".to_owned())]);
    }

    #[test]
    fn of_many_the_few_that_are_refused_cost_few_proofs() {
        let text = "ab".repeat(500);
        let fixes: Vec<Fix> = (0..500)
            .map(|n| {
                let to = if n % 100 == 7 { "!" } else { "." };
                Fix::new("x", Safety::Safe, edit("a", &text, 2 * n, 2 * n + 1, to))
            })
            .collect();
        let proofs = std::cell::Cell::new(0);
        let outcome = run(&fixes, &[("a", &text)], &|_, _, after, _| {
            proofs.set(proofs.get() + 1);
            if after.contains('!') { Err("no".into()) } else { Ok(()) }
        });
        assert_eq!(outcome.dropped.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [7, 107, 207, 307, 407]);
        assert_eq!(outcome.applied.len(), 495);
        assert!(proofs.get() < 120, "{}", proofs.get());
    }

    #[test]
    fn a_text_that_has_changed_is_left_alone() {
        let fixes = [Fix::new("x", Safety::Safe, edit("a", "old", 0, 1, "X"))];
        let outcome = run(&fixes, &[("a", "new")], &|_, _, _, _| Ok(()));
        assert!(outcome.files.is_empty() && outcome.dropped.len() == 1);
        assert!(outcome.changed.contains("a"));
        let gone = run(&fixes, &[], &|_, _, _, _| Ok(()));
        assert!(gone.files.is_empty() && gone.changed.contains("a"));
    }

    #[cfg(feature = "fix-diff")]
    #[test]
    fn the_diff_is_unified() {
        let changed = diff("a.md", "1\n2\n", "1\n3\n");
        assert_eq!(changed, "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n");
    }
}
