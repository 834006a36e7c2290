//! Patterns of paths, as files of hosts write them: `/old/:name/`, `/old/*`, `/old/:path*`.

use crate::text::pieces::Pieces as _;

/// So many parts of a pattern may stand for several segments of a path; others are matched by their beginnings.
const MOST_OPEN: usize = 3;

/// Whether a pattern may match a path. Of what is more than `*` and `:name` only the beginning is compared.
pub(crate) fn may_match(pattern: &str, path: &str) -> bool {
    let is_other = pattern.contains(['(', '?', '[', '{', '|', '!']);
    if is_other || pattern.matches('*').count() > MOST_OPEN {
        return path.starts_with(pattern.up_to(['*', ':', '(', '?', '[', '{', '|', '!']));
    }
    let segments = |text| str::split(text, '/').filter(|segment| !segment.is_empty()).collect::<Vec<&str>>();
    may_match_segments(&segments(pattern), &segments(path))
}

fn may_match_segments(pattern: &[&str], path: &[&str]) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return path.is_empty() };
    let fixed = first.up_to(['*', ':']);
    let begins = path.first().is_some_and(|segment| segment.starts_with(fixed));
    if first.ends_with('+') || first.contains('*') {
        let fewest = usize::from(!fixed.is_empty());
        return (begins || fixed.is_empty())
            && (fewest..=path.len())
                .any(|taken| path.get(taken..).is_some_and(|left| may_match_segments(rest, left)));
    }
    let is_same = || path.first() == Some(first);
    let matches = if first.contains(':') { begins } else { is_same() };
    matches && path.get(1..).is_some_and(|left| may_match_segments(rest, left))
}

#[cfg(test)]
mod tests {
    use super::may_match;

    #[test]
    fn patterns_match_segments() {
        for (pattern, yes, no) in [
            ("/a/*", &["/a/", "/a/b", "/a/b/c"][..], &["/b/a", "/ab"][..]),
            ("/:name/feed/", &["/a/feed", "/b/feed/"], &["/a/", "/a/b/feed/", "/feed/", "/a/feeds/"]),
            ("/a/:path*", &["/a", "/a/b/c"], &["/b"]),
            ("/a/*/c.html", &["/a/b/c.html", "/a/b/b/c.html"], &["/a/b/d.html"]),
            ("/v:n/b", &["/v2/b"], &["/w2/b", "/v2/c"]),
            ("/old*", &["/old", "/older/a"], &["/new"]),
            ("/a/(b|c)", &["/a/b", "/a/d"], &["/d"]),
            ("/a", &["/a", "/a/"], &["/a/b", "/ab"]),
        ] {
            for path in yes {
                assert!(may_match(pattern, path), "{pattern} {path}");
            }
            for path in no {
                assert!(!may_match(pattern, path), "{pattern} {path}");
            }
        }
    }
}
