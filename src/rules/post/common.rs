//! What several rules about links need.

use crate::markdown::Link;
use crate::rule::PostContext;
use crate::source::Span;

/// The place that a finding about a link's URL points at: the URL, or the whole link where it has no place of its own.
pub(crate) fn link_span(link: &Link) -> Span {
    if link.destination.span.is_empty() { link.span } else { link.destination.span }
}

/// Whether a relative URL was meant to begin with a host: `example.org/x`, `www.example.org`.
pub(crate) fn looks_like_host(url: &str) -> bool {
    /// Endings that are hosts' far more often than files'.
    const TOP_LEVEL: [&str; 14] =
        ["com", "org", "net", "io", "dev", "edu", "gov", "info", "eu", "de", "uk", "fr", "onion", "app"];
    let host = url.split(['/', '?', '#']).next().unwrap_or("");
    let Some((before, last)) = host.rsplit_once('.') else { return false };
    let name =
        !before.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    name && !before.ends_with('.') && (TOP_LEVEL.contains(&last) || before.starts_with("www."))
}

/// The URL of the site that is most like `path`, where one is near enough to be meant.
pub(crate) fn nearest_url(context: &PostContext<'_>, path: &str) -> Option<String> {
    // Long or many URLs cost time that only a typing error is worth.
    const LONGEST: usize = 200;
    const MOST: usize = 5000;
    if path.len() > LONGEST {
        return None;
    }
    let wanted = path.trim_end_matches('/');
    let name = wanted.rsplit('/').next().unwrap_or("");
    let mut best: Option<(f64, &str)> = None;
    for (url, _) in context.site.index.iter().take(MOST) {
        if url.len().abs_diff(wanted.len()) > 40 {
            continue;
        }
        let same_name = !name.is_empty() && url.rsplit('/').next() == Some(name);
        let likeness = strsim::jaro_winkler(wanted, url) + if same_name { 0.15 } else { 0.0 };
        if likeness > best.map_or(0.9, |(most, _)| most) {
            best = Some((likeness, url));
        }
    }
    let (_, url) = best?;
    let is_file = url.rsplit('/').next().is_some_and(|name| name.contains('.'));
    Some(if is_file || url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}
