//! The one comparison of what a link's text names with what its URL names.

use crate::links::issue_ref::kinds::{Fault, Forge, IssueUrl, UrlReading};
use crate::links::issue_ref::numbered::{Numbered, key_in, without_zeros};
use crate::links::issue_ref::read::read_url;
use crate::links::issue_ref::scheme;
use crate::links::issue_ref::text::{Text, TextRef};
use crate::links::issue_ref::tracker::Trackers;
use crate::text::pieces::Part as _;

/// The two issues that a link's text and URL name, where they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The issue that the text names.
    pub text: String,
    /// The issue that the URL names.
    pub url: String,
    /// Which kind it is.
    pub kind: MismatchKind,
}

/// A kind of disagreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MismatchKind {
    /// Two issues, or other numbered things.
    Issues,
    /// Two commits.
    Commits,
    /// One number in two repositories that may be one: repositories are renamed.
    Repositories,
}

/// Returns the issues that a link's text and its URL name, where they differ. `written` is the text without its markup, `url`
/// the URL as written.
#[must_use]
pub fn disagreement(
    text: &Text,
    written: &str,
    reading: &UrlReading,
    url: &str,
    trackers: &Trackers,
) -> Option<Disagreement> {
    let written = written.trim();
    match text {
        Text::Ref(text) if names_fragment(&text.number, url) => None,
        Text::Ref(text) => of_reference(text, written, &*issue(reading, url, trackers)?),
        Text::Several(numbers) => {
            let issue = issue(reading, url, trackers)?;
            let other = !numbers.contains(&issue.number);
            other.then(|| mismatch(written.to_owned(), format!("#{}", issue.written), MismatchKind::Issues))
        }
        Text::Nearly(fault) => {
            let number = fault.number()?;
            let issue = issue(reading, url, trackers)?;
            (number != issue.number)
                .then(|| mismatch(written.to_owned(), format!("#{}", issue.written), MismatchKind::Issues))
        }
        Text::Numbered(text) => {
            let (text, url) = of_numbered(text, written, reading, url, trackers)?;
            Some(mismatch(text, url, MismatchKind::Issues))
        }
        Text::Other => of_urls(written, reading, url, trackers).or_else(|| of_commits(written, url)),
    }
}

/// Returns whether a number is that of a place in what a URL leads to: `#123` of `/issues/12#issuecomment-123`.
fn names_fragment(number: &str, url: &str) -> bool {
    let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
    fragment.split(|c: char| !c.is_ascii_digit()).any(|digits| digits == number)
}

fn mismatch(text: String, url: String, kind: MismatchKind) -> Disagreement {
    Disagreement { text, url, kind }
}

/// The issue that readers of a URL get to.
fn issue(reading: &UrlReading, url: &str, trackers: &Trackers) -> Option<Box<IssueUrl>> {
    let over_tls = |rest: &str| match read_url(&format!("https://{rest}"), None, trackers) {
        UrlReading::Issue(issue) => Some(issue),
        UrlReading::Malformed(_) | UrlReading::Other => None,
    };
    match reading {
        UrlReading::Issue(issue) => Some(issue.clone()),
        UrlReading::Malformed(fault) if !fault.harmless => None,
        UrlReading::Malformed(_) | UrlReading::Other => over_tls(url.trim().strip_prefix("http://")?),
    }
}

impl Fault {
    /// The number of the issue that the link text was meant to name.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.meant.as_deref()?.strip_prefix('#')
    }
}

fn of_reference(text: &TextRef, written: &str, url: &IssueUrl) -> Option<Disagreement> {
    if text.number != url.number {
        let is_plain = text.mark.is_empty() && text.project.is_none();
        let may_differ = match (is_plain, text.named) {
            (false, _) => true,
            (true, true) => is_no_ordinal(&text.number, &url.number),
            (true, false) => is_slip(&text.number, &url.number),
        };
        if !may_differ {
            return None;
        }
        if is_plain && text.named {
            return Some(mismatch(written.to_owned(), format!("#{}", url.written), MismatchKind::Issues));
        }
        let mark = text.mark;
        return Some(mismatch(
            format!("{mark}{}", text.number),
            format!("{mark}{}", url.written),
            MismatchKind::Issues,
        ));
    }
    // GitLab counts its issues and its merge requests apart.
    if url.forge == Forge::GitLab && text.is_change.is_some_and(|change| change != url.is_change) {
        let mark = if url.is_change { '!' } else { '#' };
        return Some(mismatch(written.to_owned(), format!("{mark}{}", url.written), MismatchKind::Issues));
    }
    let project = text.project.as_deref().filter(|_| !url.project.is_empty())?;
    let kind = match same_project(project, &url.project) {
        Sameness::Same => return None,
        Sameness::Perhaps => MismatchKind::Repositories,
        Sameness::Other => MismatchKind::Issues,
    };
    let says = format!("{project}{}{}", text.mark, text.number);
    Some(mismatch(says, format!("{}#{}", url.project, url.written), kind))
}

/// Returns whether a bare number may be the other one mistyped: `[1]` and `[2019]` are notes and years.
fn is_slip(text: &str, url: &str) -> bool {
    const SHORTEST: usize = 3;
    text.len() >= SHORTEST
        && url.len() >= SHORTEST
        && text.len().abs_diff(url.len()) <= 1
        && strsim::damerau_levenshtein(text, url) <= text.len() / 2
}

/// Returns whether a reference counts something else than issues: `in Session [#1]`, with a word before the link that begins
/// with a capital and names no issue, and a number too short for the URL's.
#[must_use]
pub fn is_ordinal(text: &Text, reading: &UrlReading, before: &str) -> bool {
    const ISSUES: [&str; 12] =
        ["issue", "issues", "bug", "bugs", "pr", "prs", "ticket", "pull", "request", "merge", "fix", "gh"];
    let (Text::Ref(text), UrlReading::Issue(url)) = (text, reading) else { return false };
    let Some(sentence) = before.strip_suffix(' ') else { return false };
    let start = sentence.rfind(|c: char| !c.is_alphabetic());
    let at = start.and_then(|at| Some(at + sentence.get(at..)?.chars().next()?.len_utf8())).unwrap_or(0);
    let word = sentence.part(at..);
    // A word that begins a sentence has its capital for that.
    let begins = sentence.part(..at).trim_end();
    let begins = begins.is_empty() || begins.ends_with(['.', ':', '!', '?', '-', '*', '|', '\n']);
    let is_name = word.chars().next().is_some_and(char::is_uppercase) && !begins;
    is_name
        && text.mark == "#"
        && text.project.is_none()
        && !is_no_ordinal(&text.number, &url.number)
        && !ISSUES.iter().any(|issue| word.eq_ignore_ascii_case(issue))
}

/// Returns whether the number after a word is an issue's: `PR 1`, `PR 2` and `PR 3` count the links of a sentence.
const fn is_no_ordinal(text: &str, url: &str) -> bool {
    text.len() > 2 || text.len() == 2 && url.len() <= 3
}

enum Sameness {
    Same,
    Perhaps,
    Other,
}

/// How a link text's `repo` or `owner/repo` goes with a URL's `owner/repo`.
fn same_project(text: &str, url: &str) -> Sameness {
    let (text, url) = (text.to_lowercase(), url.to_lowercase());
    if text == url || url.ends_with(&format!("/{text}")) {
        return Sameness::Same;
    }
    match text.split_once('/') {
        // `clippy` for `rust-lang/rust-clippy`, `toml-rs` for `toml-rs/toml`
        None if url.contains(&text) => Sameness::Same,
        None => Sameness::Perhaps,
        Some((owner, _)) if url.split('/').next() == Some(owner) => Sameness::Perhaps,
        Some(_) => Sameness::Other,
    }
}

/// Returns the numbers of one label in a link text and in a URL.
fn of_numbered(
    text: &Numbered,
    written: &str,
    reading: &UrlReading,
    url: &str,
    trackers: &Trackers,
) -> Option<(String, String)> {
    let said = || text.with_number(&text.written);
    let disagree = |number: &str| (said(), text.with_number(number));
    if let Some((name, number)) = trackers.number_in(written)
        && let Some(issue) = issue(reading, url, trackers)
        && issue.project == name
    {
        return (issue.number != number).then(|| (written.to_owned(), format!("{name} {}", issue.written)));
    }
    let scheme = scheme::of_label(&text.label);
    if let Some(scheme) = scheme {
        let numbers = scheme.numbers_in(url);
        if let Some(first) = numbers.first() {
            let is_other = numbers.iter().all(|found| found.number != text.number);
            return is_other.then(|| disagree(&first.written));
        }
    }
    if let Some((label, number)) = key_in(url).filter(|_| text.sign == '-') {
        let same_label = label.eq_ignore_ascii_case(&text.label);
        let same_number = without_zeros(number) == text.number;
        // A key with another label and another number is another name of the same.
        let is_slip = same_label != same_number && (same_label || scheme.is_none());
        return is_slip.then(|| (said(), format!("{label}-{number}")));
    }
    let near = |a: &str, b: &str| a.len() >= 4 && strsim::damerau_levenshtein(a, b) == 1;
    // Issues where a standard is discussed have numbers of their own, though many a standard took its issue's.
    if scheme.is_some()
        && let Some(issue) = issue(reading, url, trackers)
    {
        return near(&text.number, &issue.number).then(|| disagree(&issue.written));
    }
    if let Some(number) = trackers.series().number_in(text, url) {
        return (without_zeros(number) != text.number).then(|| disagree(number));
    }
    // `Round #2` may be any issue, `Problema #4567` is hardly issue 4576.
    let issue = issue(reading, url, trackers).filter(|_| text.sign == '#')?;
    near(&text.number, &issue.number).then(|| disagree(&issue.written))
}

/// Link text that is itself an issue's URL.
fn of_urls(written: &str, reading: &UrlReading, url: &str, trackers: &Trackers) -> Option<Disagreement> {
    let is_url = written.contains('/') && written.contains('.') && !written.contains(char::is_whitespace);
    if !is_url {
        return None;
    }
    let whole = match written.split_once("://") {
        Some((_, rest)) => format!("https://{rest}"),
        None => format!("https://{written}"),
    };
    let UrlReading::Issue(said) = read_url(&whole, None, trackers) else { return None };
    let issue = issue(reading, url, trackers)?;
    let same_place = said.host == issue.host && said.project.eq_ignore_ascii_case(&issue.project);
    let kind = match (said.number == issue.number, same_place) {
        (true, true) => return None,
        (true, false) if said.host == issue.host => match same_project(&said.project, &issue.project) {
            Sameness::Same => return None,
            Sameness::Perhaps => MismatchKind::Repositories,
            Sameness::Other => MismatchKind::Issues,
        },
        _ => MismatchKind::Issues,
    };
    Some(mismatch(written.to_owned(), url.trim().to_owned(), kind))
}

/// Link text that is the hash of a commit, and the URL of another commit.
fn of_commits(written: &str, url: &str) -> Option<Disagreement> {
    const SHORTEST: usize = 7;
    let is_hash = |text: &str| {
        text.len() >= SHORTEST
            && text.len() <= 64
            && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let said = written.rsplit(['@', ' ']).next().filter(|said| is_hash(said))?;
    let before = written.strip_suffix(said)?.trim_end();
    let is_whole = before.is_empty() || before.eq_ignore_ascii_case("commit") || before.ends_with('@');
    if !is_whole {
        return None;
    }
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let mut segments = path.split(['/', '#']);
    segments.find(|segment| matches!(*segment, "commit" | "commits"))?;
    let of_query = || query.split(['&', '#']).find_map(|pair| pair.strip_prefix("id="));
    let hex = |text: &str| text.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(text.len());
    let linked = segments.next().filter(|segment| !segment.is_empty()).or_else(of_query)?;
    let linked = linked.get(..hex(linked)).filter(|linked| is_hash(linked))?;
    let (a, b) = (said.to_ascii_lowercase(), linked.to_ascii_lowercase());
    let short = linked.get(..said.len()).unwrap_or(linked);
    (!a.starts_with(&b) && !b.starts_with(&a))
        .then(|| mismatch(said.to_owned(), short.to_owned(), MismatchKind::Commits))
}
