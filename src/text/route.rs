//! Patterns of paths, as files of hosts write them: `/old/:name/`, `/old/*`, `/old/:path*`.

use crate::text::pieces::Pieces as _;

/// Whether a pattern may match a path. Of what is more than `*` and `:name` only the beginning is compared.
pub(crate) fn may_match(pattern: &str, path: &str) -> bool {
    let is_other = pattern.contains(['(', '?', '[', '{', '|', '!']);
    if is_other {
        return path.starts_with(pattern.up_to(['*', ':', '(', '?', '[', '{', '|', '!']));
    }
    let segments = |text| str::split(text, '/').filter(|segment| !segment.is_empty()).collect::<Vec<&str>>();
    may_match_segments(&segments(pattern), &segments(path))
}

/// One walk for each segment of the pattern: several that stand for any number would else be tried in all ways.
fn may_match_segments(pattern: &[&str], path: &[&str]) -> bool {
    // How many segments of the path those of the pattern so far may stand for.
    let mut reached: Vec<bool> = std::iter::once(true).chain(path.iter().map(|_| false)).collect();
    for segment in pattern {
        let fixed = segment.up_to(['*', ':']);
        let begins = |at: usize| path.get(at).is_some_and(|part| part.starts_with(fixed));
        if segment.ends_with('+') || segment.contains('*') {
            let fewest = usize::from(!fixed.is_empty());
            let mut starts = reached.iter().enumerate().filter(|(_, is_reached)| **is_reached);
            let first = starts.find(|(at, _)| fixed.is_empty() || begins(*at)).map(|(at, _)| at + fewest);
            reached = (0..=path.len()).map(|at| first.is_some_and(|first| at >= first)).collect();
        } else {
            let matches = |at: usize| {
                if segment.contains(':') { begins(at) } else { path.get(at) == Some(segment) }
            };
            let moved = reached.iter().take(path.len()).enumerate();
            reached = std::iter::once(false)
                .chain(moved.map(|(at, is_reached)| *is_reached && matches(at)))
                .collect();
        }
    }
    reached.last() == Some(&true)
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
            ("/*/b/*/*/c", &["/a/b/c", "/a/b/x/y/c"], &["/a/b/x/y/d"]),
        ] {
            for path in yes {
                assert!(may_match(pattern, path), "{pattern} {path}");
            }
            for path in no {
                assert!(!may_match(pattern, path), "{pattern} {path}");
            }
        }
    }
    #[test]
    fn open_segments_take_little_time() {
        let pattern = format!("{}/z", "/:a+".repeat(200));
        assert!(!may_match(&pattern, &"/a".repeat(2_000)));
        assert!(may_match(&pattern, &format!("{}/z", "/a".repeat(2_000))));
    }
}
