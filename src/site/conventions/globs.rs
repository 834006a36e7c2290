//! Globs as programs write them.

use glob::{MatchOptions, Pattern};

/// Whether a glob, `./posts/**/[^_]*.{md,mdx}`, matches a path that is counted from the same folder.
pub(super) fn glob_matches(glob: &str, path: &str) -> bool {
    const OPTIONS: MatchOptions = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: false,
    };
    let glob = glob.trim_start_matches("./").trim_start_matches('/').replace("[^", "[!");
    // `{a,b}` is not part of what the crate reads.
    let globs = match (glob.find('{'), glob.find('}')) {
        (Some(open), Some(close)) if open < close => {
            let (start, end) = (glob.get(..open).unwrap_or(""), glob.get(close + 1..).unwrap_or(""));
            let inner = glob.get(open + 1..close).unwrap_or("");
            inner.split(',').map(|part| [start, part, end].concat()).collect()
        }
        _ => vec![glob],
    };
    globs.iter().any(|glob| Pattern::new(glob).is_ok_and(|glob| glob.matches_with(path, OPTIONS)))
}

#[cfg(test)]
mod tests {
    use super::glob_matches;

    #[test]
    fn globs_have_alternatives_and_negated_classes() {
        for (glob, path, is) in [
            ("./posts/**/*.{md,html}", "posts/a/b.md", true),
            ("posts/*.md", "posts/a/b.md", false),
            ("**/[^_]*.{md,mdx}", "a/_b.md", false),
            ("**/[^_]*.{md,mdx}", "b.mdx", true),
        ] {
            assert_eq!(glob_matches(glob, path), is, "{glob} {path}");
        }
    }
}
