//! Words that were meant to be other words: schemes and hosts with a slip of the finger in them.

use crate::links::issue_ref::kinds::{Forge, UrlReading, is_like_an_issues, nearly};
use crate::links::issue_ref::tracker::Trackers;
use crate::text::pieces::Pieces as _;

/// The host that was meant, where a host is nearly that of a known forge and the path is an issue's there.
pub(crate) fn damaged_host(host: &str, path: &str, trackers: &Trackers) -> Option<String> {
    // Most links go to other hosts: they are compared only where the path is like an issue's.
    if !is_like_an_issues(path.as_bytes()) {
        return None;
    }
    let is_issue = |right: &str| {
        let forge = Forge::of_host(right, trackers)?;
        matches!(forge.read(right, path, None, trackers), UrlReading::Issue(_)).then(|| right.to_owned())
    };
    let known = Forge::WELL_KNOWN.into_iter().chain(trackers.hosts());
    let stem = |host: &str| host.rsplit_once('.').map(|(stem, _)| stem.to_owned());
    known
        .filter(|right| nearly(host, right) || *right != host && stem(right) == stem(host))
        .find_map(is_issue)
}

/// Splits a URL before the first known host in it.
pub(crate) fn split_at_host<'a>(url: &'a str, trackers: &Trackers) -> Option<(&'a str, &'a str)> {
    // A scheme, however damaged, is short: a host further back belongs to a path or a query.
    const LONGEST_PREFIX: usize = 20;
    if !has_host_near_start(url.as_bytes(), trackers) {
        return None;
    }
    let lower = url.to_ascii_lowercase();
    Forge::WELL_KNOWN
        .into_iter()
        .chain(trackers.hosts())
        .filter_map(|host| lower.find(host).map(|at| (at, host)))
        .filter(|(at, host)| {
            let behind = lower.as_bytes().get(at + host.len());
            *at <= LONGEST_PREFIX && matches!(behind, None | Some(b'/' | b'?' | b'#'))
        })
        .min_by_key(|(at, host)| (*at, std::cmp::Reverse(host.len())))
        .and_then(|(at, _)| url.split_at_checked(at))
}

/// Returns whether a known host ends at one of the first slashes of a URL: nearly all links are sorted out by this, without a
/// copy in lower case (a twentieth of a run's work before).
fn has_host_near_start(url: &[u8], trackers: &Trackers) -> bool {
    let dotted = |host: &str| host.contains('.');
    if memchr::memchr(b'.', url).is_none() && trackers.hosts().all(dotted) {
        return false;
    }
    let ends_host = |before: &[u8], host: &str| {
        let start = before.len().checked_sub(host.len());
        start
            .and_then(|start| before.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(host.as_bytes()))
    };
    let ends = memchr::memchr3_iter(b'/', b'?', b'#', url).chain(std::iter::once(url.len()));
    ends.filter_map(|end| url.get(..end)).any(|before| {
        let mut known = Forge::WELL_KNOWN.into_iter().chain(trackers.hosts());
        known.any(|host| ends_host(before, host))
    })
}

/// Returns whether what stands before a host is a misspelt scheme: `http://`, `htps://`, `https:/`, `https//`, nothing.
pub(crate) fn is_damaged_scheme(prefix: &str) -> bool {
    if prefix.is_empty() || prefix == "http://" {
        return true;
    }
    let Some(word) = prefix.strip_suffix('/').or_else(|| prefix.strip_suffix(':')) else {
        // `https.github.com`, `httpsgithub.com`
        return matches!(prefix, "https" | "http" | "https." | "http.");
    };
    let word = word.trim_end_matches(['/', ':', ';', '.', ' ']).to_ascii_lowercase();
    let word = word.after_last('/');
    let near =
        word.is_empty() || word.trim_end_matches(':') == "https" || nearly(word, "https") || word == "http";
    near && !prefix.eq_ignore_ascii_case("https://")
}
