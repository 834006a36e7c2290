//! A file that says something about findings: which ones it silences, and what it says for nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::rules;
use crate::lint::rules::unused_suppression::RULE;
use crate::lint::settle::directives::{Directive, directives};
use crate::text::diagnostic::{Diagnostic, Edit, Fix, Safety, content_hash};
use crate::text::source::{LineIndex, SourceFile, Span, Spanned};

/// The name that stands for every rule.
pub(super) const ALL: &str = "all";

/// A file that says something about findings.
pub(crate) struct Marked {
    pub(super) file: SourceFile,
    lines: LineIndex,
    directives: Vec<Directive>,
    /// By rule, the lines on which it is silent: first and last, ascending and apart from each other.
    silent: BTreeMap<String, Vec<(usize, usize)>>,
    /// By rule, the lines of the findings that were silenced.
    hits: BTreeMap<&'static str, Vec<usize>>,
    /// What is known of each name, once it is asked for unused ones.
    names: BTreeMap<String, Name>,
}

/// A name in a directive.
#[derive(Clone, Copy)]
enum Name {
    /// A rule, and whether it looked.
    Rule { ran: bool },
    /// No rule; the nearest one.
    Unknown(Option<&'static str>),
}

/// The nearest rule is looked for so many times a file at most: that compares a name with every rule.
const MOST_HINTS: usize = 500;

impl Marked {
    /// A file whose body begins at `body`: before it, YAML comments count. `key` is its front matter's entry
    /// `feedwright-disable` and the rules that it names. Nothing for a file without a directive.
    pub(crate) fn new(
        file: &SourceFile,
        body: usize,
        key: Option<(Span, Vec<Spanned<String>>)>,
    ) -> Option<Self> {
        let mut found = directives(file, body);
        if let Some((span, rules)) = key {
            found.insert(0, Directive::whole_file(span, rules));
        }
        if found.is_empty() {
            return None;
        }
        let mut silent: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for directive in found.iter().filter(|one| !one.ends_a_block && one.misspelt.is_none()) {
            for name in names(directive) {
                silent.entry(name.to_owned()).or_default().push(directive.lines());
            }
        }
        silent.values_mut().for_each(merge);
        let lines = LineIndex::new(&file.text);
        Some(Self {
            file: file.clone(),
            lines,
            directives: found,
            silent,
            hits: BTreeMap::new(),
            names: BTreeMap::new(),
        })
    }

    /// Returns whether a directive covers this finding.
    pub(super) fn suppresses(&mut self, diagnostic: &Diagnostic) -> bool {
        let line = self.silent_line(diagnostic);
        if let Some(line) = line {
            self.hits.entry(diagnostic.rule).or_default().push(line);
        }
        line.is_some()
    }

    /// The line of a finding that a directive covers.
    pub(super) fn silent_line(&self, diagnostic: &Diagnostic) -> Option<usize> {
        let line = self.lines.line(diagnostic.span.start);
        (self.covers(diagnostic.rule, line) || self.covers(ALL, line)).then_some(line)
    }

    fn covers(&self, name: &str, line: usize) -> bool {
        self.silent.get(name).is_some_and(|ranges| {
            let at = ranges.partition_point(|(_, last)| *last < line);
            ranges.get(at).is_some_and(|(first, _)| *first <= line)
        })
    }

    /// Adds a finding for each directive that silences nothing. Returns how many of them another directive silences: only
    /// one that names `unused-suppression` does.
    pub(super) fn unused(&mut self, ran: &dyn Fn(&str) -> bool, out: &mut Vec<Diagnostic>) -> usize {
        let hash = content_hash(&self.file.text);
        self.know_names(ran);
        let ran_all = ran(ALL);
        let mut all: Vec<usize> = self.hits.values().flatten().copied().collect();
        all.sort_unstable();
        self.hits.insert(ALL, all);
        self.hits.values_mut().for_each(|lines| lines.sort_unstable());
        let mut silenced = Vec::new();
        let mut found = Vec::new();
        for (at, directive) in self.directives.iter().enumerate().filter(|(_, one)| !one.ends_a_block) {
            let idle = |name: &str| name != RULE.name && !self.is_used(directive, name);
            let findings = match directive.misspelt {
                Some((span, meant)) => vec![self.misspelt(span, meant, hash)],
                None => self.findings(directive, hash, &|name| idle(name) && self.ran(name, ran_all), &idle),
            };
            let line = self.lines.line(directive.span.start);
            if !findings.is_empty() && self.covers(RULE.name, line) {
                silenced.extend(std::iter::repeat_n(line, findings.len()));
            } else {
                found.push((at, findings));
            }
        }
        let suppressed = silenced.len();
        silenced.sort_unstable();
        self.hits.insert(RULE.name, silenced);
        out.extend(found.into_iter().flat_map(|(_, findings)| findings));
        for directive in self.directives.iter().filter(|directive| !directive.ends_a_block) {
            let idle = |name: &str| name == RULE.name && !self.is_used(directive, name);
            if directive.rules.iter().any(|rule| idle(&rule.value)) {
                out.extend(self.findings(directive, hash, &idle, &|_| false));
            }
        }
        suppressed
    }

    fn know_names(&mut self, ran: &dyn Fn(&str) -> bool) {
        let mut hints = 0;
        for rule in self.directives.iter().flat_map(|directive| &directive.rules) {
            if self.names.contains_key(&rule.value) {
                continue;
            }
            let name = if rule.value == ALL || rules::find(&rule.value).is_some() {
                Name::Rule { ran: ran(&rule.value) }
            } else {
                hints += 1;
                Name::Unknown(if hints > MOST_HINTS { None } else { rules::nearest(&rule.value) })
            };
            self.names.insert(rule.value.clone(), name);
        }
    }

    fn ran(&self, name: &str, all: bool) -> bool {
        match self.names.get(name) {
            Some(Name::Rule { ran }) => *ran,
            Some(Name::Unknown(_)) => false,
            // A directive without names is one of all rules.
            None => all,
        }
    }

    fn nearest(&self, name: &str) -> Option<&'static str> {
        match self.names.get(name) {
            Some(Name::Unknown(near)) => *near,
            _ => None,
        }
    }

    /// Returns whether a finding was silenced on the lines of a directive by this name of it.
    fn is_used(&self, directive: &Directive, name: &str) -> bool {
        let (first, last) = directive.lines();
        self.hits.get(name).is_some_and(|lines| {
            let at = lines.partition_point(|line| *line < first);
            lines.get(at).is_some_and(|line| *line <= last)
        })
    }

    /// What is to be said of a directive: of its names that no rule has, and of its rules that are `idle`.
    fn findings(
        &self,
        directive: &Directive,
        hash: u64,
        idle: &dyn Fn(&str) -> bool,
        unheard_of: &dyn Fn(&str) -> bool,
    ) -> Vec<Diagnostic> {
        let is_rule = |name: &str| matches!(self.names.get(name), Some(Name::Rule { .. }));
        let edit = |span: Span, replacement: String| Edit {
            path: Arc::clone(&self.file.path),
            hash,
            span,
            replacement,
        };
        let finding = |span, message| {
            Diagnostic::new(RULE.name, RULE.level, Arc::clone(&self.file.path), span, message)
        };
        let mut findings = Vec::new();
        let unknown: Vec<&Spanned<String>> =
            directive.rules.iter().filter(|rule| !is_rule(&rule.value) && unheard_of(&rule.value)).collect();
        if let Some(first) = unknown.first() {
            findings.push(self.unheard_of(first, &unknown, &finding, &edit));
        }
        let is_idle = |rule: &&Spanned<String>| is_rule(&rule.value) && idle(&rule.value);
        let idle_rules: Vec<&Spanned<String>> = directive.rules.iter().filter(is_idle).collect();
        let message = if directive.rules.is_empty() && idle(ALL) {
            "this suppresses nothing".to_owned()
        } else if idle_rules.is_empty() {
            return findings;
        } else {
            let names: Vec<String> = idle_rules
                .iter()
                .map(
                    |rule| if rule.value == ALL { "finding".to_owned() } else { format!("`{}`", rule.value) },
                )
                .collect();
            format!("there is no {} here to suppress", names.join(" or "))
        };
        let unused = finding(directive.span, message)
            .with_help("remove the names that suppress nothing, so that they cannot hide a later finding");
        let left: Vec<&str> =
            directive.rules.iter().filter(|rule| !is_idle(rule)).map(|rule| rule.value.as_str()).collect();
        let written = match (directive.rules.first(), directive.rules.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => directive.span,
        };
        findings.push(if left.is_empty() {
            let whole = self.whole_lines(directive.span);
            unused.with_fix(Fix::new("remove it", Safety::Safe, edit(whole, String::new())))
        } else if directive.comment {
            let kept = left.join(", ");
            let title = format!("leave only `{kept}`");
            unused.with_fix(Fix::new(title, Safety::Safe, edit(written, kept)))
        } else {
            unused
        });
        findings
    }

    /// The finding for a comment that only resembles a directive.
    fn misspelt(&self, span: Span, meant: &str, hash: u64) -> Diagnostic {
        let (written, meant) = (span.of(&self.file.text), format!("feedwright-{meant}"));
        let path = || Arc::clone(&self.file.path);
        let message =
            format!("`{written}` is not a directive, so this suppresses nothing; did you mean `{meant}`?");
        let edit = Edit { path: path(), hash, span, replacement: meant.clone() };
        Diagnostic::new(RULE.name, RULE.level, path(), span, message)
            .with_help(format!("write `{meant}`, the names of the rules, and the reason after a colon"))
            .with_fix(Fix::new(format!("replace `{written}` by `{meant}`"), Safety::Unsafe, edit))
    }

    /// The finding for names that no rule has. What they were meant to silence is not known: nothing is removed.
    fn unheard_of(
        &self,
        first: &Spanned<String>,
        unknown: &[&Spanned<String>],
        finding: &dyn Fn(Span, String) -> Diagnostic,
        edit: &dyn Fn(Span, String) -> Edit,
    ) -> Diagnostic {
        let near: Vec<(&Spanned<String>, &str)> =
            unknown.iter().filter_map(|rule| Some((*rule, self.nearest(&rule.value)?))).collect();
        let named = near.first().map_or(first, |(rule, _)| rule);
        let hint = near.first().map_or_else(String::new, |(_, near)| format!("; did you mean `{near}`?"));
        let message = format!("no rule is called `{}`, so this does not suppress it{hint}", named.value);
        let found = finding(named.span, message).with_help(
            "name rules as `feedwright rules` lists them, and write a reason after a colon: `dead-link: it comes back`",
        );
        let as_written: Vec<Edit> = near
            .iter()
            .filter(|(rule, _)| rule.span.of(&self.file.text) == rule.value)
            .map(|(rule, near)| edit(rule.span, (*near).to_owned()))
            .collect();
        match near.first() {
            Some((rule, near)) if as_written.len() == unknown.len() => found.with_fix(Fix {
                title: format!("replace `{}` by `{near}`", rule.value),
                safety: Safety::Unsafe,
                edits: as_written,
            }),
            _ => found,
        }
    }

    /// `span`, or the lines that hold nothing else.
    fn whole_lines(&self, span: Span) -> Span {
        let text = &*self.file.text;
        let first = self.lines.line_span(text, self.lines.line(span.start));
        let last = self.lines.line_span(text, self.lines.line(span.end));
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

/// The rules that a directive silences.
fn names(directive: &Directive) -> Vec<&str> {
    if directive.rules.is_empty() {
        return vec![ALL];
    }
    directive.rules.iter().map(|rule| rule.value.as_str()).collect()
}

/// Ranges in order, those that touch made one.
fn merge(ranges: &mut Vec<(usize, usize)>) {
    ranges.sort_unstable();
    ranges.dedup_by(|next, before| {
        let touches = next.0 <= before.1.saturating_add(1);
        if touches {
            before.1 = before.1.max(next.1);
        }
        touches
    });
}
