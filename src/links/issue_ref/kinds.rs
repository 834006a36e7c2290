//! The words of this room: kinds of forge, what a URL says, what is wrong with it.

/// A kind of tracker, by the shape of its URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Forge {
    /// `github.com/owner/repo/issues/1`, `/pull/1`, `/discussions/1`
    GitHub,
    /// `gitlab.com/group/project/-/issues/1`, `/-/merge_requests/1`
    GitLab,
    /// `codeberg.org/owner/repo/issues/1`, `/pulls/1`
    Forgejo,
    /// `show_bug.cgi?id=1`
    Bugzilla,
    /// `/browse/KEY-1`
    Jira,
    /// `bugs.debian.org/1`
    Debian,
    /// A site's own pattern.
    Template,
    /// A host that is not known: only what has the full shape of an issue is one.
    Unknown,
}

/// A URL that names an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueUrl {
    /// The kind of tracker.
    pub forge: Forge,
    /// The host, in lower case.
    pub host: String,
    /// `owner/repo` as written; empty where a host has one tracker.
    pub project: String,
    /// The number, without zeros before it.
    pub number: String,
    /// The number as written.
    pub written: String,
    /// Whether it is a pull or merge request.
    pub is_change: bool,
}

/// The meaning of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlReading {
    /// It names an issue.
    Issue(Box<IssueUrl>),
    /// It was meant to name one.
    Malformed(Box<Fault>),
    /// It names something else.
    Other,
}

/// An error in a URL or a link text, and the text that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The end of a sentence that begins with the URL or text: `has no scheme`.
    pub what: String,
    /// The whole URL or text as it was meant, where that is certain.
    pub meant: Option<String>,
    /// Whether readers get to the issue all the same: hosts send `http:` on.
    pub harmless: bool,
}

impl UrlReading {
    pub(crate) fn malformed(what: impl Into<String>, meant: Option<String>) -> Self {
        Self::Malformed(Box::new(Fault::new(what, meant)))
    }
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>, meant: Option<String>) -> Self {
        Self { what: what.into(), meant, harmless: false }
    }
}

/// Returns whether a URL contains a word of issue paths.
pub(crate) fn is_like_an_issues(url: &[u8]) -> bool {
    let words: [&[u8]; 4] = [b"issue", b"pull", b"merge_request", b"discussion"];
    url.windows(4).enumerate().any(|(at, begin)| {
        matches!(begin, b"issu" | b"pull" | b"merg" | b"disc")
            && url.get(at..).is_some_and(|rest| words.iter().any(|word| rest.starts_with(word)))
    })
}

/// Returns whether a string is digits that an issue may have: any issue's number fits nine of them.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 9
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte != b'0')
}

/// Returns whether two words of some length differ in one or two letters.
pub(crate) fn nearly(word: &str, right: &str) -> bool {
    let limit = if right.len() < 6 { 1 } else { 2 };
    word != right
        && word.len().abs_diff(right.len()) <= limit
        && strsim::damerau_levenshtein(word, right) <= limit
}
