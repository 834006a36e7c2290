//! Globs as programs write them.

use glob::{MatchOptions, Pattern};

/// A glob, `./posts/**/[^_]*.{md,mdx}`, to be asked about many paths.
#[derive(Clone, Debug)]
pub(super) struct Glob(Vec<Pattern>);

impl Glob {
    pub(super) fn new(glob: &str) -> Self {
        Self(alternatives(glob).iter().filter_map(|glob| Pattern::new(glob).ok()).collect())
    }

    /// Whether it matches a path that is counted from the same folder.
    pub(super) fn matches(&self, path: &str) -> bool {
        const OPTIONS: MatchOptions = MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: false,
        };
        self.0.iter().any(|glob| glob.matches_with(path, OPTIONS))
    }
}

/// Whether a glob matches a path that is counted from the same folder.
pub(super) fn glob_matches(glob: &str, path: &str) -> bool {
    Glob::new(glob).matches(path)
}

/// The globs that one with `{a,b}`, which is not part of what the crate reads, stands for.
fn alternatives(glob: &str) -> Vec<String> {
    let glob = glob.trim_start_matches("./").trim_start_matches('/').replace("[^", "[!");
    match (glob.find('{'), glob.find('}')) {
        (Some(open), Some(close)) if open < close => {
            let (start, end) = (glob.get(..open).unwrap_or(""), glob.get(close + 1..).unwrap_or(""));
            let inner = glob.get(open + 1..close).unwrap_or("");
            inner.split(',').map(|part| [start, part, end].concat()).collect()
        }
        _ => vec![glob],
    }
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
