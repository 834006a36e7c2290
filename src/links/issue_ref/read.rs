//! Reads a URL as a reference to an issue.

use std::borrow::Cow;

use crate::links::issue_ref::kinds::{Fault, Forge, UrlReading};
use crate::links::issue_ref::near::{self, damaged_host};
use crate::links::issue_ref::tracker::Trackers;

/// Reads a URL. `number` is the one that the link's text names, if it names one and nothing else: only then a URL that
/// ends before the number is an error, unlike a link to a whole tracker.
#[must_use]
pub fn read_url(url: &str, number: Option<&str>, trackers: &Trackers) -> UrlReading {
    let url = url.trim();
    if let Some(reading) = trackers.read_templates(url, number) {
        return reading;
    }
    let Some(rest) = url.strip_prefix("https://").filter(|rest| !rest.starts_with("http")) else {
        return read_damaged(url, number, trackers);
    };
    let (host, path) = split_host(rest);
    let lower = if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    };
    if let Some(bare) = lower.strip_prefix("www.").filter(|bare| Forge::of_host(bare, trackers).is_some()) {
        let meant = format!("https://{bare}{path}");
        return match read_url(&meant, number, trackers) {
            UrlReading::Issue(_) => {
                UrlReading::malformed(format!("has a `www.` that `{bare}` does not"), Some(meant))
            }
            other => other,
        };
    }
    if let Some(forge) = Forge::of_host(&lower, trackers) {
        return forge.read(&lower, path, number, trackers);
    }
    match damaged_host(&lower, path, trackers) {
        Some(right) => {
            let meant = format!("https://{right}{path}");
            UrlReading::malformed(format!("has `{host}` where `{right}` is meant"), Some(meant))
        }
        None => Forge::Unknown.read(&lower, path, number, trackers),
    }
}

/// Host and the rest of what follows `https://`.
fn split_host(rest: &str) -> (&str, &str) {
    let end = memchr::memchr3(b'/', b'?', b'#', rest.as_bytes());
    end.and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""))
}

/// Reads a URL that does not begin with `https://`.
fn read_damaged(url: &str, number: Option<&str>, trackers: &Trackers) -> UrlReading {
    let Some((prefix, rest)) = near::split_at_host(url, trackers) else { return UrlReading::Other };
    let bare = prefix.trim_end_matches("www.");
    // Browsers take the page's own scheme for `//`.
    if bare == "//" {
        return match read_url(&format!("https://{rest}"), number, trackers) {
            UrlReading::Issue(_) => UrlReading::Other,
            reading => reading,
        };
    }
    if !near::is_damaged_scheme(bare) {
        return UrlReading::Other;
    }
    let what = match bare {
        "" => "has no scheme".to_owned(),
        "http://" => "is insecure".to_owned(),
        other => format!("begins with `{other}` where `https://` is meant"),
    };
    let meant = format!("https://{rest}");
    match read_url(&meant, number, trackers) {
        UrlReading::Issue(_) => {
            let fault = Fault { harmless: bare == "http://", ..Fault::new(what, Some(meant)) };
            UrlReading::Malformed(Box::new(fault))
        }
        UrlReading::Malformed(fault) if bare == "http://" => UrlReading::Malformed(fault),
        UrlReading::Malformed(fault) => UrlReading::malformed(what, fault.meant),
        UrlReading::Other => UrlReading::Other,
    }
}
