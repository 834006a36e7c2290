//! What is open about a file when only the rules have run that look at it alone.
//!
//! Most links agree with themselves: their text is the number of the issue in their URL, their page exists. Of those only what
//! they may have in common with others is kept; a file with any other link is read again once all files are known.

use crate::links::issue_ref::{Forge, IssueUrl, Text, Trackers, UrlReading, is_like_an_issues};
use crate::lint::rule::{IssueStyles, Reference};
use crate::markup::markdown::{Facts, Link, LinkRole};
use crate::text::pieces::{Part as _, Pieces as _};

/// What is open about one file.
pub(crate) struct Open {
    /// A rule that asks about other files may find something in any case.
    pub(super) certainly: bool,
    /// So it may where the site links to trackers at other hosts than the best-known ones.
    pub(super) if_trackers: bool,
    /// What decides about it, each once.
    pub(super) questions: Box<[Question]>,
}

/// What a file links to and only all files together decide about, by its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// A place with a fragment on another page.
    Place(u32),
    /// A kind of issues.
    Kind(u32),
    /// A host.
    Origin(u32),
}

/// The same while it is collected.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) certainly: bool,
    pub(super) if_trackers: bool,
    pub(super) questions: Vec<Question>,
}

impl Asked {
    /// What is open beside links.
    pub(super) fn of_facts(facts: &Facts) -> Self {
        let has_unused = facts.definitions.iter().any(|definition| !definition.used);
        Self { certainly: has_unused || !facts.undefined_references.is_empty(), ..Self::default() }
    }

    pub(super) fn done(self) -> Open {
        let Self { certainly, if_trackers, mut questions } = self;
        questions.sort_unstable();
        questions.dedup();
        // Nobody asks further about a file that is read again in any case.
        let questions = if certainly { Box::default() } else { questions.into_boxed_slice() };
        Open { certainly, if_trackers, questions }
    }
}

/// How a link's text names an issue.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Mark {
    /// `#12`
    Hash,
    /// `12`
    Bare,
    /// Not at all.
    Words,
}

impl Mark {
    /// The mark of link text that is only the number of an issue.
    pub(super) fn of(text: &Text) -> Option<Self> {
        match text {
            Text::Ref(text) if text.alone && text.project.is_none() => match text.mark {
                "#" => Some(Self::Hash),
                "" => Some(Self::Bare),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) const fn add(self, styles: &mut IssueStyles, count: usize) {
        match self {
            Self::Hash => styles.with_mark += count,
            Self::Bare => styles.bare += count,
            Self::Words => {}
        }
    }
}

/// Links that are alike to every rule which asks about other files: to issues of one project, named in one way.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct IssueKind {
    forge: Forge,
    host: Box<str>,
    project: Box<str>,
    pub(super) mark: Mark,
}

impl IssueKind {
    pub(super) fn new(issue: &IssueUrl, mark: Mark) -> Self {
        Self {
            forge: issue.forge,
            host: issue.host.as_str().into(),
            project: issue.project.as_str().into(),
            mark,
        }
    }

    /// Returns whether the project is nearly one that the site links to far more often.
    pub(super) fn is_misspelt(&self, trackers: &Trackers) -> bool {
        has_owner(self.forge)
            && self
                .project
                .split_once('/')
                .is_some_and(|(owner, repo)| trackers.misspelt(&self.host, owner, repo).is_some())
    }

    /// Returns whether a rule may find something in such a link.
    pub(super) fn is_open(&self, trackers: &Trackers, styles: &IssueStyles) -> bool {
        let is_strange = || {
            trackers.main().is_some_and(|(host, main, _)| {
                *self.host == *host && !self.project.eq_ignore_ascii_case(main)
            })
        };
        let is_unlike = match self.mark {
            Mark::Hash => styles.want_none() || is_strange(),
            Mark::Bare => styles.want_mark(),
            Mark::Words => false,
        };
        is_unlike || self.is_misspelt(trackers)
    }
}

/// Returns whether a URL that was read as an issue's stays one with any trackers of the site, but for a typo in its project.
pub(super) fn is_stable(issue: &IssueUrl) -> bool {
    issue.forge != Forge::Unknown && (!has_owner(issue.forge) || issue.project.contains('/'))
}

const fn has_owner(forge: Forge) -> bool {
    matches!(forge, Forge::GitHub | Forge::Forgejo)
}

/// What decides whether rules find something in a link's text and URL.
pub(super) enum About {
    /// They find nothing.
    Nothing,
    /// They may.
    Certainly,
    /// They may where something is wrong with issues of this kind.
    Issue(IssueKind),
    /// They may where the site has trackers at other hosts.
    Trackers,
    /// They may where the site has one at a host that this beginning of a URL has in it.
    Origin(Box<str>),
}

/// What is open about a link's text and URL.
pub(super) fn about(link: &Link, reference: &Reference) -> About {
    if link.role != LinkRole::Anchor {
        return About::Nothing;
    }
    let url = link.url();
    let is_plain = match &reference.text {
        Text::Other => !may_name_something(link.text.trim(), link.destination.value.trim()),
        Text::Ref(_) => {
            let is_written = link.evaluated.is_none() && !url.is_empty() && !url.starts_with("http://");
            Mark::of(&reference.text).is_some() && is_written
        }
        Text::Several(_) | Text::Numbered(_) | Text::Nearly(_) => false,
    };
    if !is_plain {
        return About::Certainly;
    }
    match (&reference.text, &reference.url) {
        (_, UrlReading::Malformed(_)) => About::Certainly,
        (_, UrlReading::Issue(issue)) if !is_stable(issue) => About::Certainly,
        (Text::Ref(text), UrlReading::Issue(issue)) => {
            // GitLab counts its issues and its merge requests apart.
            let agrees = text.number == issue.number && text.is_change.is_none();
            match Mark::of(&reference.text).filter(|_| agrees) {
                Some(mark) => About::Issue(IssueKind::new(issue, mark)),
                None => About::Certainly,
            }
        }
        (_, UrlReading::Issue(issue)) => About::Issue(IssueKind::new(issue, Mark::Words)),
        (_, UrlReading::Other) if is_like_an_issues(url.as_bytes()) => About::Trackers,
        (_, UrlReading::Other) => origin(url).map_or(About::Nothing, About::Origin),
    }
}

/// Returns whether a link's text may name an issue by its URL, or a commit, and its URL another.
fn may_name_something(text: &str, url: &str) -> bool {
    const SHORTEST_HASH: usize = 7;
    let is_url = text != url && text.contains('/') && text.contains('.');
    let last = text.rsplit(['@', ' ']).next().unwrap_or(text);
    let is_hash = last.len() >= SHORTEST_HASH && last.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_url || is_hash
}

/// The part of a URL that the host of a tracker is in, if one is, however damaged its scheme.
fn origin(url: &str) -> Option<Box<str>> {
    const FILES: [&str; 10] = ["html", "htm", "png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "xml"];
    let mut start = 0;
    let mut rest = url;
    while let Some(at) = rest.find("//") {
        start += at + 2;
        rest = rest.part(at + 2..);
        if !rest.starts_with("http") {
            let host = rest.up_to(['/', '?', '#']);
            return Some(url.part(..start + host.len()).to_ascii_lowercase().into_boxed_str());
        }
    }
    let mut segments = url.split(['/', '?', '#']).filter(|segment| segment.trim_matches('.').contains('.'));
    let host = segments.find(|segment| !FILES.contains(&segment.after_last('.')))?;
    Some(host.to_ascii_lowercase().into_boxed_str())
}
