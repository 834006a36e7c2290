//! Settles what is shown: suppressions, the baseline, only what changed.

pub mod baseline;
mod directives;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::PerFile;
use crate::diagnostic::{Diagnostic, Edit, Fix, Safety, content_hash};
use crate::rules;
use crate::rules::unused_suppression;
use crate::source::{LineIndex, SourceFile, Span, Spanned};

pub use directives::{Directive, directives};

/// A file in which findings may be suppressed.
#[derive(Clone, Debug)]
pub struct Suppressible<'a> {
    /// Its text.
    pub source: &'a SourceFile,
    /// Where its body begins: before it, YAML comments count.
    pub body: usize,
    /// The front matter key `feedwright-disable`, where there is one: the whole entry, and the rules that it names.
    pub key: Option<(Span, Vec<Spanned<String>>)>,
}

/// The front matter key that silences rules for a whole file.
pub const KEY: &str = "feedwright-disable";

/// Takes out what comments and front matter suppress, and adds a finding for each suppression that suppresses nothing.
///
/// `ran` says whether a rule looked at all: a suppression of one that did not is no finding. Returns what is left and
/// how many were taken out.
#[must_use]
pub fn suppress(
    diagnostics: Vec<Diagnostic>,
    files: &[Suppressible<'_>],
    ran: &dyn Fn(&str) -> bool,
) -> (Vec<Diagnostic>, usize) {
    let mut marked: Vec<Marked<'_>> = files.iter().filter_map(Marked::new).collect();
    marked.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let before = diagnostics.len();
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| {
            let at = marked.binary_search_by(|marked| marked.file.path.cmp(&diagnostic.path));
            let Some(marked) = at.ok().and_then(|at| marked.get_mut(at)) else { return true };
            !marked.suppresses(diagnostic)
        })
        .collect();
    let suppressed = before - kept.len();
    if ran(unused_suppression::RULE.name) {
        for marked in &marked {
            marked.unused(ran, &mut kept);
        }
    }
    (kept, suppressed)
}

/// Takes out what `[[lint.per-file]]` silences. Returns what is left and how many were taken out.
#[must_use]
pub fn per_file(diagnostics: Vec<Diagnostic>, rows: &[PerFile]) -> (Vec<Diagnostic>, usize) {
    let rows: Vec<(Vec<glob::Pattern>, &[String])> = rows
        .iter()
        .map(|row| {
            let globs = row.paths.iter().filter_map(|path| glob::Pattern::new(path).ok()).collect();
            (globs, row.disable.as_slice())
        })
        .collect();
    let before = diagnostics.len();
    let kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter(|diagnostic| {
            !rows.iter().any(|(globs, names)| {
                names.iter().any(|name| name == "all" || name == diagnostic.rule)
                    && globs.iter().any(|glob| glob.matches(&diagnostic.path))
            })
        })
        .collect();
    let silenced = before - kept.len();
    (kept, silenced)
}

/// Takes out what neither stands in one of `changed` nor depends on one.
#[must_use]
pub fn only_changed(diagnostics: Vec<Diagnostic>, changed: &BTreeSet<Arc<str>>) -> Vec<Diagnostic> {
    let touches = |diagnostic: &Diagnostic| {
        let related = diagnostic.related.iter().map(|related| &related.path);
        std::iter::once(&diagnostic.path)
            .chain(&diagnostic.depends_on)
            .chain(related)
            .any(|path| changed.contains(path))
    };
    diagnostics.into_iter().filter(touches).collect()
}

/// A file that says something about findings.
struct Marked<'a> {
    file: &'a SourceFile,
    lines: LineIndex,
    directives: Vec<Directive>,
    /// For each directive, which of its rules suppressed something; one more for a directive without names.
    used: Vec<Vec<bool>>,
}

impl<'a> Marked<'a> {
    fn new(file: &Suppressible<'a>) -> Option<Self> {
        let mut found = directives(file.source, file.body);
        if let Some((span, rules)) = &file.key {
            found.insert(0, Directive::whole_file(*span, rules.clone()));
        }
        if found.is_empty() {
            return None;
        }
        let used = found.iter().map(|directive| vec![false; directive.rules.len().max(1)]).collect();
        Some(Self { file: file.source, lines: LineIndex::new(&file.source.text), directives: found, used })
    }

    fn suppresses(&mut self, diagnostic: &Diagnostic) -> bool {
        let line = self.lines.position(&self.file.text, diagnostic.span.start).line;
        let mut hit = false;
        for (directive, used) in self.directives.iter().zip(&mut self.used) {
            if !directive.covers(line) {
                continue;
            }
            if directive.rules.is_empty() {
                used.iter_mut().for_each(|used| *used = true);
                hit = true;
            }
            for (rule, used) in directive.rules.iter().zip(used.iter_mut()) {
                if rule.value == diagnostic.rule || rule.value == "all" {
                    *used = true;
                    hit = true;
                }
            }
        }
        hit
    }

    fn unused(&self, ran: &dyn Fn(&str) -> bool, out: &mut Vec<Diagnostic>) {
        for (directive, used) in self.directives.iter().zip(&self.used) {
            if directive.ends_a_block {
                continue;
            }
            if directive.rules.is_empty() {
                if !used.contains(&true) {
                    out.push(self.finding(directive, &[], "this suppresses nothing".to_owned()));
                }
                continue;
            }
            let idle = |(rule, used): &(&Spanned<String>, &bool)| {
                !**used && (rules::find(&rule.value).is_none() || ran(&rule.value))
            };
            let idle: Vec<&Spanned<String>> =
                directive.rules.iter().zip(used).filter(idle).map(|(rule, _)| rule).collect();
            if idle.is_empty() {
                continue;
            }
            let unknown = idle.iter().find(|rule| rules::find(&rule.value).is_none() && rule.value != "all");
            let message = match unknown {
                Some(rule) => match rules::nearest(&rule.value) {
                    Some(near) => format!("no rule is called `{}`; did you mean `{near}`?", rule.value),
                    None => format!("no rule is called `{}`", rule.value),
                },
                None => {
                    let names: Vec<String> = idle.iter().map(|rule| format!("`{}`", rule.value)).collect();
                    format!("there is no {} here to suppress", names.join(" or "))
                }
            };
            let left: Vec<&str> = directive
                .rules
                .iter()
                .filter(|rule| !idle.contains(rule))
                .map(|rule| rule.value.as_str())
                .collect();
            out.push(self.finding(directive, &left, message));
        }
    }

    /// The finding for a directive of which only the rules `left` are of use.
    fn finding(&self, directive: &Directive, left: &[&str], message: String) -> Diagnostic {
        let rule = unused_suppression::RULE;
        let text = &*self.file.text;
        let edit = |span: Span, replacement: String| Edit {
            path: Arc::clone(&self.file.path),
            hash: content_hash(text),
            span,
            replacement,
        };
        let finding =
            Diagnostic::new(rule.name, rule.level, Arc::clone(&self.file.path), directive.span, message)
                .with_help("remove what suppresses nothing, so that it cannot hide a finding later");
        let names = match (directive.rules.first(), directive.rules.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => directive.span,
        };
        if left.is_empty() {
            let whole = self.whole_lines(directive.span);
            finding.with_fix(Fix::new("remove it", Safety::Safe, edit(whole, String::new())))
        } else if directive.comment {
            let kept = left.join(", ");
            let title = format!("leave only `{kept}`");
            finding.with_fix(Fix::new(title, Safety::Safe, edit(names, kept)))
        } else {
            finding
        }
    }

    /// `span`, or the lines that hold nothing else.
    fn whole_lines(&self, span: Span) -> Span {
        let text = &*self.file.text;
        let first = self.lines.line_span(text, self.lines.position(text, span.start).line);
        let last = self.lines.line_span(text, self.lines.position(text, span.end).line);
        let alone = Span::new(first.start, span.start).of(text).trim().is_empty()
            && Span::new(span.end, last.end).of(text).trim().is_empty();
        if !alone {
            return span;
        }
        let end =
            text.get(last.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| last.end + n + 1);
        Span::new(first.start, end)
    }
}

#[cfg(test)]
mod tests;
