//! A comparison for people, and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json as object};

use crate::feeds::diff::comparison::{Comparison, Kept, Pair};
use crate::feeds::diff::fields::Change;
use crate::feeds::diff::summary::EntrySummary;
use crate::text::in_markdown::block;
use crate::text::printable::printable;

/// The comparison as text: what differs in the head, one line an entry that differs, then the verdict.
#[must_use]
pub fn render(comparison: &Comparison) -> String {
    let mut out = String::new();
    head(&mut out, comparison);
    for Pair { old, new } in &comparison.renamed {
        let _ = writeln!(
            out,
            "id changed  {}\n            was {}\n            now {}",
            name(new),
            printable(&old.id),
            printable(&new.id)
        );
    }
    for Pair { old, new } in &comparison.moved {
        let _ = writeln!(
            out,
            "moved       {}  {}\n            was {}\n            now {}",
            name(new),
            printable(&new.title),
            printable(&old.id),
            printable(&new.id)
        );
    }
    for entry in &comparison.new {
        let _ = writeln!(out, "new         {}  {}", name(entry), printable(&entry.title));
    }
    for entry in &comparison.duplicates {
        let _ = writeln!(
            out,
            "same id     {}  another entry of the feed has the id {}",
            name(entry),
            printable(&entry.id)
        );
    }
    for entry in &comparison.gone {
        let _ = writeln!(out, "gone        {}  {}", name(entry), printable(&entry.title));
    }
    for Kept { pair, changed } in comparison.kept.iter().filter(|kept| !kept.changed.is_empty()) {
        let _ = writeln!(out, "changed     {}  {}", name(&pair.new), fields(changed));
        values(&mut out, changed);
    }
    for id in &comparison.reordered {
        let _ = writeln!(out, "reordered   {}", printable(id));
    }
    let same = comparison.kept.iter().filter(|kept| kept.changed.is_empty()).count();
    let _ = writeln!(
        out,
        "{} kept ({} unchanged), {} gone, {} new, {} with another id{}",
        count(comparison.kept.len(), "entry", "entries"),
        same,
        comparison.gone.len(),
        comparison.new.len(),
        comparison.renamed.len() + comparison.moved.len(),
        if comparison.reordered.is_empty() { "; same order" } else { "; another order" },
    );
    if comparison.lost > 0 {
        let _ = writeln!(out, "Subscribers will lose {}.", count(comparison.lost, "entry", "entries"));
    }
    let old = match comparison.old_as_new + comparison.renamed.len() + comparison.moved.len() {
        0 => String::new(),
        old => format!(", {old} of them old"),
    };
    let seen = count(comparison.seen_as_new(), "entry", "entries");
    let _ = writeln!(out, "Subscribers will see {seen} as new{old}.");
    out
}

/// The comparison as Markdown, for a summary or a comment: the verdict, then the text.
#[must_use]
pub fn markdown(comparison: &Comparison) -> String {
    let text = render(comparison);
    let verdict = text.lines().last().unwrap_or("");
    format!("### Feedwright: {verdict}\n\n{}", block(&text))
}

/// The head's `updated` follows from its entries: it is news only where they are the same.
fn head(out: &mut String, comparison: &Comparison) {
    let follows = |change: &&Change| change.field == "updated" && !comparison.has_same_entries();
    let changed: Vec<Change> = comparison.head.iter().filter(|change| !follows(change)).cloned().collect();
    if !changed.is_empty() {
        let _ = writeln!(out, "changed     the feed itself  {}", fields(&changed));
        values(out, &changed);
    }
}

fn fields(changes: &[Change]) -> String {
    changes.iter().map(|change| change.field).collect::<Vec<_>>().join(", ")
}

fn values(out: &mut String, changes: &[Change]) {
    for Change { field, values } in changes {
        if let Some((before, after)) = values {
            let _ = writeln!(out, "            {field}: {} -> {}", printable(before), printable(after));
        }
    }
}

/// The comparison as JSON: what differs in `head`; the entries that are `renamed`, `new`, `duplicates`, `gone`, `changed`,
/// `moved` and `reordered`; and the counts, with the verdict, in `summary`.
#[must_use]
pub fn json(comparison: &Comparison) -> Value {
    let entry = |entry: &EntrySummary| object!({ "id": entry.id, "url": entry.url, "title": entry.title });
    let entries = |list: &[EntrySummary]| list.iter().map(entry).collect::<Vec<_>>();
    let change = |change: &Change| {
        let (old, new) = change.values.clone().unzip();
        object!({ "field": change.field, "old": old, "new": new })
    };
    let changes = |list: &[Change]| list.iter().map(change).collect::<Vec<_>>();
    let renamed = |Pair { old, new }: &Pair| object!({ "old_id": old.id, "new_id": new.id, "url": new.url, "title": new.title });
    let moved = |Pair { old, new }: &Pair| {
        object!({
            "old_id": old.id, "new_id": new.id, "old_url": old.url, "new_url": new.url, "title": new.title
        })
    };
    let differ = || comparison.kept.iter().filter(|kept| !kept.changed.is_empty());
    let changed = |Kept { pair, changed }: &Kept| {
        let new = &pair.new;
        object!({ "id": new.id, "url": new.url, "title": new.title, "changes": changes(changed) })
    };
    object!({
        "version": 2,
        "head": changes(&comparison.head),
        "renamed": comparison.renamed.iter().map(renamed).collect::<Vec<_>>(),
        "new": entries(&comparison.new),
        "duplicates": entries(&comparison.duplicates),
        "gone": entries(&comparison.gone),
        "changed": differ().map(changed).collect::<Vec<_>>(),
        "moved": comparison.moved.iter().map(moved).collect::<Vec<_>>(),
        "reordered": comparison.reordered,
        "summary": {
            "kept": comparison.kept.len(),
            "unchanged": comparison.kept.len() - differ().count(),
            "gone": comparison.gone.len(),
            "new": comparison.new.len(),
            "lost": comparison.lost,
            "renamed": comparison.renamed.len(),
            "moved": comparison.moved.len(),
            "old_as_new": comparison.old_as_new,
            "seen_as_new": comparison.seen_as_new(),
            "breaks_ids": comparison.breaks_ids(),
            "hurts": comparison.hurts(),
        },
    })
}

fn name(entry: &EntrySummary) -> String {
    printable(entry.url.as_ref().unwrap_or(&entry.id)).into_owned()
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
