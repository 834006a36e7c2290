//! Findings of one rule that one cause explains: something that the sources lack and the build, a plugin, a theme, another
//! repository or the host brings. They are one finding.
//!
//! Rules name the causes that each finding may have. A cause holds where enough different findings of the whole site share
//! it, and a report makes one finding of those that it has: of some files as well as of all. Findings of any rule that no such
//! cause explains and that have the same words are one, too: the site's own way of writing, or one mistake.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::lint::report::{Finding, Report};
use crate::text::diagnostic::{Cause, Diagnostic, Level, Related, Safety};

/// The rule, kind and name of a cause.
type Key<'d> = (&'static str, &'static str, &'d str);

/// So many further places of a cause are shown with their lines.
const SHOWN: usize = 5;
/// So many are named: formats for programs have all of a family that a person can correct.
const NAMED: usize = 1_000;

/// So many findings whose messages quote the same words of the source.
const SAME_WORDS: usize = 5;
/// So many findings with a message that quotes nothing: people make the same mistakes, too.
const SAME_MESSAGE: usize = 20;

/// Leaves each finding the first of its causes that enough findings of the site share, and counts those.
pub(super) fn settle(found: &mut [Diagnostic]) {
    let mut members: BTreeMap<Key<'_>, BTreeSet<&str>> = BTreeMap::new();
    for (diagnostic, cause) in found.iter().flat_map(|one| one.causes().iter().map(move |cause| (one, cause)))
    {
        members.entry(key(diagnostic, cause)).or_default().insert(&cause.member);
    }
    let holds = |diagnostic: &Diagnostic, cause: &Cause| {
        members.get(&key(diagnostic, cause)).is_some_and(|members| members.len() >= cause.from)
    };
    let chosen: Vec<Option<usize>> = found
        .iter()
        .map(|diagnostic| diagnostic.causes().iter().position(|cause| holds(diagnostic, cause)))
        .collect();
    let mut totals: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let cause_of = |at: usize| {
        let diagnostic = found.get(at)?;
        Some(key(diagnostic, diagnostic.causes().get(chosen.get(at).copied().flatten()?)?))
    };
    for key in (0..found.len()).filter_map(cause_of) {
        *totals.entry(key).or_default() += 1;
    }
    let totals: Vec<usize> = (0..found.len())
        .map(|at| cause_of(at).and_then(|key| totals.get(&key).copied()).unwrap_or(0))
        .collect();
    for ((diagnostic, chosen), total) in found.iter_mut().zip(chosen).zip(totals) {
        if diagnostic.causes().is_empty() {
            continue;
        }
        diagnostic.change(|extra| {
            // Those that it is shared with may each have one that comes first.
            let chosen = chosen.filter(|_| total > 1);
            let cause = chosen.and_then(|at| std::mem::take(&mut extra.causes).into_iter().nth(at));
            extra.causes = cause.map(|cause| Cause { total, ..cause }).into_iter().collect();
        });
    }
    settle_alike(found);
}

/// Findings with the same words.
#[derive(Default)]
struct Alike {
    count: usize,
    /// Whether they have the same help.
    help: Option<Cow<'static, str>>,
    helps_differ: bool,
}

/// Gives the findings that no cause of their rule explains one where enough of them have the same message.
fn settle_alike(found: &mut [Diagnostic]) {
    let mut all: BTreeMap<(&'static str, Level, &str), Alike> = BTreeMap::new();
    // Those for information only are many on large sites, and are summed up by their rule.
    for one in found.iter().filter(|one| one.causes().is_empty() && one.level > Level::Info) {
        let alike = all.entry((one.rule, one.level, &*one.message)).or_default();
        if alike.count == 0 {
            alike.help.clone_from(&one.help);
        }
        alike.helps_differ |= alike.help != one.help;
        alike.count += 1;
    }
    let causes: Vec<Option<Cause>> = found
        .iter()
        .map(|one| {
            let alike = all.get(&(one.rule, one.level, &*one.message))?;
            let from = if quotes_words(&one.message) { SAME_WORDS } else { SAME_MESSAGE };
            let holds = one.causes().is_empty() && alike.count >= from;
            let help = alike.help.as_deref().filter(|_| !alike.helps_differ);
            holds.then(|| cause_of_alike(one, help, alike.count))
        })
        .collect();
    for (one, cause) in found.iter_mut().zip(causes) {
        if let Some(cause) = cause {
            make_alike(one, cause);
        }
    }
}

/// Returns whether a message quotes more than marks, such as the `)` that every unclosed link lacks.
fn quotes_words(message: &str) -> bool {
    message.split('`').skip(1).step_by(2).any(|quoted| quoted.contains(char::is_alphanumeric))
}

/// Makes a finding one of those with the same words.
fn make_alike(one: &mut Diagnostic, cause: Cause) {
    one.change(|extra| {
        // A guess at what one place means does not fit a way of writing.
        extra.fix.take_if(|fix| fix.safety == Safety::Unsafe);
        extra.causes = vec![cause];
    });
}

/// The cause of findings with the same words, of which there are `total`.
fn cause_of_alike(one: &Diagnostic, help: Option<&str>, total: usize) -> Cause {
    let help = help.unwrap_or("correct all of them");
    let like = "more: the site's own way of writing, or one mistake";
    let kind = kind_of_alike(one.level);
    Cause { total, ..Cause::new((kind, &*one.message), ("", 0), (&one.message, like, help)) }
}

/// Errors and warnings are different families: one for all of the same words keeps their level.
const fn kind_of_alike(level: Level) -> &'static str {
    match level {
        Level::Error => "the same error",
        Level::Warning | Level::Info => "the same warning",
    }
}

/// Leaves each finding of one file, whose text may have changed since the site was read, the first of its causes that holds
/// for `settled`, the findings of the site.
pub(super) fn settle_again(found: &mut [Diagnostic], settled: &[Diagnostic]) {
    let causes = settled.iter().filter_map(|one| Some((one, one.causes().first()?)));
    let known: BTreeMap<Key<'_>, &Cause> = causes.map(|(one, cause)| (key(one, cause), cause)).collect();
    for diagnostic in found {
        let causes = diagnostic.change(|extra| std::mem::take(&mut extra.causes));
        let own = causes.into_iter().find_map(|cause| {
            let total = known.get(&key(diagnostic, &cause))?.total;
            Some(Cause { total, ..cause })
        });
        if let Some(cause) = own {
            diagnostic.change(|extra| extra.causes.push(cause));
        } else if diagnostic.level > Level::Info {
            let key = (diagnostic.rule, kind_of_alike(diagnostic.level), &*diagnostic.message);
            if let Some(cause) = known.get(&key) {
                make_alike(diagnostic, (*cause).clone());
            }
        }
    }
}

fn key<'d>(diagnostic: &'d Diagnostic, cause: &'d Cause) -> Key<'d> {
    (diagnostic.rule, cause.kind, &cause.name)
}

impl Report {
    /// Makes one finding of those that share a cause, at the first of them, with further places: a warning at most, unless they
    /// share only their words.
    pub fn fold_families(&mut self) {
        // Then a second list of all findings is a tenth of the memory of a lint with a finding a post, for nothing.
        if self.findings.iter().all(|finding| finding.diagnostic.causes().is_empty()) {
            return;
        }
        let mut firsts: BTreeMap<(&'static str, &'static str, String), usize> = BTreeMap::new();
        let mut folded: Vec<Finding> = Vec::with_capacity(self.findings.len());
        for finding in std::mem::take(&mut self.findings) {
            let Some(cause) = finding.diagnostic.causes().first() else {
                folded.push(finding);
                continue;
            };
            let key = (finding.diagnostic.rule, cause.kind, cause.name.clone());
            match firsts.get(&key).and_then(|first| folded.get_mut(*first)) {
                Some(first) => add_place(first, finding),
                None => {
                    firsts.insert(key, folded.len());
                    folded.push(first_of_family(finding));
                }
            }
        }
        self.findings = folded;
        let fixable = (self.summary.fixable, self.summary.unsafely_fixable);
        self.retain(|_| true);
        // Fixes are made of each.
        (self.summary.fixable, self.summary.unsafely_fixable) = fixable;
    }
}

/// The finding that stands for all that share its cause.
fn first_of_family(mut finding: Finding) -> Finding {
    speak_for_family(&mut finding.diagnostic);
    finding
}

/// Has a finding name what it shares with others of its cause: a warning at most, unless it is only their words.
pub(super) fn speak_for_family(diagnostic: &mut Diagnostic) {
    if let Some(cause) = diagnostic.causes().first() {
        let message = format!("{}, like {} {}", cause.message, cause.total.saturating_sub(1), cause.like);
        let help = Cow::Owned(cause.help.clone());
        if cause.kind != kind_of_alike(diagnostic.level) {
            diagnostic.level = diagnostic.level.min(Level::Warning);
        }
        diagnostic.help = Some(help);
        diagnostic.message = message.into();
    }
}

/// Shows the place of another finding with the same cause.
fn add_place(first: &mut Finding, other: Finding) {
    let known = first.related.len();
    if known >= NAMED {
        return;
    }
    let label = "the same here";
    let Diagnostic { path, span, .. } = other.diagnostic;
    let related = Related { path, span, label: label.to_owned() };
    first.diagnostic.change(|extra| extra.related.push(related));
    first.related.push((other.start, other.end));
    let Some(mut excerpt) = other.excerpts.into_iter().next().filter(|_| known < SHOWN) else { return };
    for mark in &mut excerpt.marks {
        mark.primary = false;
        mark.label = Some(label.to_owned());
    }
    let is_same = |old: &&mut crate::lint::report::Excerpt| {
        (&old.path, old.first_line, &old.text) == (&excerpt.path, excerpt.first_line, &excerpt.text)
    };
    match first.excerpts.iter_mut().find(is_same) {
        Some(old) => old.marks.append(&mut excerpt.marks),
        None => first.excerpts.push(excerpt),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::{Edit, Fix};
    use crate::text::source::Span;

    fn found(path: &'static str, at: usize, member: &str) -> Diagnostic {
        let message = format!("`{member}` is gone");
        let cause = |kind, name: &str, from| {
            Cause::new((kind, name), (member, from), (&message, "more links", "correct them"))
        };
        Diagnostic::new("x", Level::Error, path, Span::new(at, at + 1), "gone")
            .with_causes([cause("folder", "/a/", 3), cause("target", member, 1)])
    }

    #[test]
    fn folds_findings_of_one_cause() {
        let mut all = vec![
            found("a.md", 0, "/a/1"),
            found("a.md", 2, "/a/2"),
            found("b.md", 0, "/a/3"),
            found("b.md", 2, "/a/3"),
        ];
        settle(&mut all);
        let mut report = Report::new(all, &|_| Some("Text.\n".into()));
        report.fold_families();
        let [one] = report.findings.as_slice() else { panic!("{report:?}") };
        assert_eq!(&*one.diagnostic.message, "`/a/1` is gone, like 3 more links");
        assert_eq!(one.diagnostic.related().len(), 3);
        assert_eq!((report.summary.errors, report.summary.warnings), (0, 1));
    }

    #[test]
    fn names_more_places_than_it_shows() {
        let mut all: Vec<Diagnostic> =
            (0..1_200).map(|at| found("a.md", 2 * at, &format!("/a/{at}"))).collect();
        settle(&mut all);
        let text = "a b c d e f g h i j\n".repeat(120);
        let mut report = Report::new(all, &|_| Some(text.clone().into()));
        report.fold_families();
        let [one] = report.findings.as_slice() else { panic!("{}", report.findings.len()) };
        assert_eq!((one.diagnostic.related().len(), one.related.len()), (NAMED, NAMED));
        let marks: usize = one.excerpts.iter().map(|excerpt| excerpt.marks.len()).sum();
        assert_eq!(marks, 1 + SHOWN);
    }

    #[test]
    fn stands_for_the_family_in_a_report_of_one_file() {
        let mut all = vec![found("a.md", 0, "/a/1"), found("a.md", 2, "/a/2"), found("b.md", 0, "/a/3")];
        settle(&mut all);
        all.retain(|one| &*one.path == "b.md");
        let mut report = Report::new(all, &|_| Some("Text.\n".into()));
        report.fold_families();
        assert_eq!(&*report.findings[0].diagnostic.message, "`/a/3` is gone, like 2 more links");
    }

    /// Findings of one rule with these messages, each in a file of its own.
    fn with_messages(messages: &[&str]) -> Vec<Diagnostic> {
        let one = |(at, message): (usize, &&str)| {
            let path = format!("{at}.md");
            Diagnostic::new("x", Level::Error, path, Span::new(0, 1), *message).with_help("write it out")
        };
        messages.iter().enumerate().map(one).collect()
    }

    #[test]
    fn folds_findings_that_quote_the_same_words() {
        let mut all = with_messages(&["`a` is gone", "`b` is gone"].repeat(5));
        all.extend(with_messages(&["`c` is gone"; 4]));
        settle(&mut all);
        let mut report = Report::new(all, &|_| Some("Text.\n".into()));
        report.fold_families();
        let messages: Vec<&str> = report.findings.iter().map(|one| &*one.diagnostic.message).collect();
        let folded = "is gone, like 4 more: the site's own way of writing, or one mistake";
        let of = |message: String| messages.iter().filter(|one| **one == message).count();
        assert_eq!((of(format!("`a` {folded}")), of(format!("`b` {folded}"))), (1, 1));
        assert_eq!((of("`c` is gone".to_owned()), messages.len()), (4, 6));
        assert_eq!(report.summary.errors, 6, "no level is lowered");
    }

    #[test]
    fn one_file_has_what_the_site_says_of_the_same_words() {
        let guess = |one: Diagnostic, help: &str| {
            let edit =
                Edit { path: "0.md".into(), span: Span::new(0, 1), replacement: "b".to_owned(), hash: 0 };
            one.with_help(help.to_owned()).with_fix(Fix {
                title: "b".to_owned(),
                safety: Safety::Unsafe,
                edits: vec![edit],
            })
        };
        let all = with_messages(&["`a` is gone"; 5]).into_iter().enumerate();
        let mut all: Vec<Diagnostic> = all.map(|(at, one)| guess(one, &format!("write {at}"))).collect();
        let mut again = vec![all[0].clone()];
        settle(&mut all);
        settle_again(&mut again, &all);
        assert_eq!(again, all[..1]);
        assert!(again[0].fix().is_none());
    }

    #[test]
    fn folds_findings_that_quote_nothing_where_there_are_many() {
        for (message, count, left) in
            [("it is gone", 19, 19), ("no `)` closes it", 19, 19), ("no `)` closes it", 20, 1)]
        {
            let mut all = with_messages(&vec![message; count]);
            settle(&mut all);
            let mut report = Report::new(all, &|_| Some("Text.\n".into()));
            report.fold_families();
            assert_eq!(report.findings.len(), left);
        }
    }

    #[test]
    fn prefers_a_cause_of_the_rule_to_the_same_words() {
        let mut all: Vec<Diagnostic> = (0..6).map(|at| found("a.md", at, "/a/1")).collect();
        settle(&mut all);
        assert!(all.iter().all(|one| one.causes()[0].kind == "target"));
    }

    #[test]
    fn takes_the_next_cause_where_the_first_has_too_few() {
        let mut all = vec![found("a.md", 0, "/a/1"), found("a.md", 2, "/a/1")];
        settle(&mut all);
        let kinds: Vec<&str> = all.iter().map(|one| one.causes()[0].kind).collect();
        assert_eq!(kinds, ["target", "target"]);
        assert!(all.iter().all(|one| one.causes()[0].total == 2));
    }
    #[test]
    fn a_cause_that_nothing_shares_is_none() {
        let mut all = vec![found("a.md", 0, "/a/1"), found("a.md", 2, "/a/2")];
        settle(&mut all);
        assert!(all.iter().all(|one| one.causes().is_empty()));
    }
}
