//! Problems in files: the place, the message and the help.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::BuildHasher as _;
use std::str::FromStr;
use std::sync::Arc;

use crate::text::source::Span;

/// How bad a finding is. The order is that of badness, so `max` is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; nothing is broken.
    Info,
    /// Probably not what the author wants.
    Warning,
    /// Readers or subscribers see the problem.
    Error,
}

impl Level {
    /// `info`, `warning` or `error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|level| level.name() == name).ok_or(())
    }
}

/// One finding: about a place in a file, by a rule.
///
/// Built with [`Diagnostic::new`] and the `with_…` methods, so that a rule says no more than it knows. A run holds all of its
/// findings at once: what few of them have is in one box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, kebab-case: `dead-link`, `feed/missing-title`.
    pub rule: &'static str,
    /// How bad.
    pub level: Level,
    /// The file, as [`crate::text::source::SourceFile::path`] has it.
    pub path: Arc<str>,
    /// The place in that file; `0..0` stands for the whole file.
    pub span: Span,
    /// The problem, as one sentence without a full stop, with the words of the source in backquotes.
    pub message: Box<str>,
    /// The remedy, as a command to the reader.
    pub help: Option<Cow<'static, str>>,
    extra: Option<Box<Extra>>,
}

/// What few findings have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    /// Other places that the message is about, such as the first of two equal titles.
    pub(crate) related: Vec<Related>,
    /// The change that ends it, where there is one.
    pub(crate) fix: Option<Fix>,
    /// What the message was made of, for tools: `element`, `url` … (the feed rules' parameters).
    pub(crate) params: BTreeMap<&'static str, String>,
    /// What may have caused it and others of its rule, the likeliest first; after a run the one that did, if any.
    pub(crate) causes: Vec<Cause>,
}

/// What a finding may have in common with others of its rule. Findings that share a cause are reported as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The kind of cause: `folder`.
    pub kind: &'static str,
    /// Which cause of this kind: `/bin/`.
    pub name: String,
    /// What tells the findings with this cause apart, such as the target of a link.
    pub member: String,
    /// So many different members show that it is the cause.
    pub from: usize,
    /// The message about this finding, followed by `, like N` and [`Self::like`].
    pub message: String,
    /// The words after `like N`: `more links into `, the folder and what is wrong with it.
    pub like: String,
    /// What to do about all of them.
    pub help: String,
    /// How many findings of the site have this cause.
    pub total: usize,
}

impl Cause {
    /// A cause by its kind and name, shown by `from` different members of which this finding is one; `words` are its message,
    /// what follows `like N`, and the help.
    pub(crate) fn new(
        (kind, name): (&'static str, impl Into<String>),
        (member, from): (impl Into<String>, usize),
        (message, like, help): (&str, impl Into<String>, impl Into<String>),
    ) -> Self {
        Self {
            kind,
            name: name.into(),
            member: member.into(),
            from,
            message: message.to_owned(),
            like: like.into(),
            help: help.into(),
            total: 0,
        }
    }
}

impl Diagnostic {
    /// A finding without help, fix or further places.
    pub fn new(
        rule: &'static str,
        level: Level,
        path: impl Into<Arc<str>>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            level,
            path: path.into(),
            span,
            message: message.into().into_boxed_str(),
            help: None,
            extra: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Shows a further place.
    #[must_use]
    pub(crate) fn with_related(mut self, related: Related) -> Self {
        self.change(|extra| extra.related.push(related));
        self
    }

    /// Offers a fix.
    #[must_use]
    pub(crate) fn with_fix(mut self, fix: Fix) -> Self {
        self.change(|extra| extra.fix = Some(fix));
        self
    }

    /// Lowers the level to `most`, where it is higher.
    #[must_use]
    pub(crate) fn at_most(mut self, most: Level) -> Self {
        self.level = self.level.min(most);
        self
    }

    /// Adds a parameter of the message.
    #[must_use]
    pub(crate) fn with_param(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.change(|extra| extra.params.insert(name, value.into()));
        self
    }

    /// Adds what may have caused it and others of its rule, less likely than those added before.
    #[must_use]
    pub(crate) fn with_causes(mut self, causes: impl IntoIterator<Item = Cause>) -> Self {
        self.change(|extra| extra.causes.extend(causes));
        self
    }

    /// Other places that the message is about, such as the first of two equal titles.
    #[must_use]
    pub fn related(&self) -> &[Related] {
        self.extra.as_ref().map_or(&[], |extra| &extra.related)
    }

    /// The change that ends it, where there is one.
    #[must_use]
    pub fn fix(&self) -> Option<&Fix> {
        self.extra.as_ref()?.fix.as_ref()
    }

    /// What the message was made of, for tools: `element`, `url` … (the feed rules' parameters).
    #[must_use]
    pub fn params(&self) -> &BTreeMap<&'static str, String> {
        static NONE: BTreeMap<&str, String> = BTreeMap::new();
        self.extra.as_ref().map_or(&NONE, |extra| &extra.params)
    }

    /// What may have caused it and others of its rule, the likeliest first; after a run the one that did, if any.
    #[must_use]
    pub fn causes(&self) -> &[Cause] {
        self.extra.as_ref().map_or(&[], |extra| &extra.causes)
    }

    /// Changes what few findings have. Two findings with nothing of it are equal.
    pub(crate) fn change<T>(&mut self, change: impl FnOnce(&mut Extra) -> T) -> T {
        let extra = self.extra.get_or_insert_default();
        let answer = change(extra);
        if **extra == Extra::default() {
            self.extra = None;
        }
        answer
    }

    /// The order that findings are reported in: by file, place, rule, message.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.path, self.span, self.rule, &self.message).cmp(&(
            &other.path,
            other.span,
            other.rule,
            &other.message,
        ))
    }

    /// A hash that stays the same while lines move: of rule, file, message and the text around the place.
    ///
    /// `context` is the source line (or lines) that the span covers, white space at its ends left out.
    #[must_use]
    pub fn fingerprint(&self, context: &str) -> u64 {
        let mut hash = Fnv::default();
        for part in [self.rule, &self.path, &self.message, context.trim()] {
            hash.write(part.as_bytes());
            hash.write(&[0xff]);
        }
        hash.0
    }
}

/// A problem at a place of a file, without the rule that reports it: the layers below the rules know no names of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad.
    pub level: Level,
    /// The file, as [`crate::text::source::SourceFile::path`] has it.
    pub path: Arc<str>,
    /// The place in that file; `0..0` stands for the whole file.
    pub span: Span,
    /// The problem, as one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    /// Returns the finding of a rule about it.
    #[must_use]
    pub(crate) fn found_by(&self, rule: &'static str, level: Level) -> Diagnostic {
        Diagnostic::new(rule, level, Arc::clone(&self.path), self.span, self.message.clone())
            .with_help(self.help.clone())
    }

    /// The order that problems are reported in: by file, place, message.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.path, self.span, &self.message).cmp(&(&other.path, other.span, &other.message))
    }
}

/// A place beside the main one that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file.
    pub path: Arc<str>,
    /// The place in it.
    pub span: Span,
    /// The existing text, in a few words.
    pub label: String,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Surely what the author meant, or without effect on what readers see.
    Safe,
    /// Probably what the author meant: wants a look.
    Unsafe,
}

/// A change that ends a finding: all of its edits or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: ``replace `…` by `…` ``.
    pub title: String,
    /// Whether `--fix` applies it by itself.
    pub safety: Safety,
    /// The edits, which may lie in several files and must not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one edit.
    pub fn new(title: impl Into<String>, safety: Safety, edit: Edit) -> Self {
        Self { title: title.into(), safety, edits: vec![edit] }
    }
}

/// One replacement in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub path: Arc<str>,
    /// `content_hash` of the text that the span was measured in; an edit of any other text is refused.
    pub hash: u64,
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What comes in its place; empty for a deletion.
    pub replacement: String,
}

/// A hash of a string that tells it from others as long as the program runs: nothing that is written down may hold it.
#[must_use]
pub(crate) fn content_hash(text: &str) -> u64 {
    // Every file with a fix is hashed: byte by byte, as FNV-1a goes, that was a fiftieth of a lint run.
    foldhash::quality::FixedState::default().hash_one(text.as_bytes())
}

/// A hash of a string (64-bit FNV-1a), the same on every machine and in every release.
#[must_use]
pub fn stable_hash(text: &str) -> u64 {
    let mut hash = Fnv::default();
    hash.write(text.as_bytes());
    hash.0
}

/// FNV-1a: the standard library's hasher promises no stable value, and a baseline lives longer than one release.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_does_not_move_with_its_line() {
        let at =
            |start| Diagnostic::new("dead-link", Level::Error, "a.md", Span::new(start, start + 4), "gone");
        assert_eq!(at(3).fingerprint("[a](/b)"), at(90).fingerprint("  [a](/b) "));
        assert_ne!(at(3).fingerprint("[a](/b)"), at(3).fingerprint("[a](/c)"));
    }

    /// A site of 100,000 posts may have as many of them: with 8 bytes more each a lint takes a megabyte more.
    #[test]
    fn takes_few_bytes_a_finding() {
        assert!(size_of::<Diagnostic>() <= 104, "{}", size_of::<Diagnostic>());
    }

    #[test]
    fn is_equal_without_what_was_taken_away() {
        let plain = Diagnostic::new("dead-link", Level::Error, "a.md", Span::at(3), "gone");
        let mut other = plain.clone().with_param("url", "/b");
        assert_ne!(plain, other);
        other.change(|extra| extra.params.clear());
        assert_eq!(plain, other);
        assert!(other.params().is_empty() && other.related().is_empty() && other.causes().is_empty());
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(stable_hash("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
