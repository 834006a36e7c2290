//! Files that Eleventy does not take for templates: what `.gitignore` and `.eleventyignore` name.

use glob::{MatchOptions, Pattern};

use crate::site::tree::Tree;

/// Patterns of paths.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// Each with whether it takes files out or in again.
    patterns: Vec<(Pattern, bool)>,
}

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

impl Ignored {
    /// Reads both files, where they are there, and the patterns of the configuration.
    pub(super) fn read(tree: &dyn Tree, git: bool, own: &[String]) -> Self {
        let mut ignored = Self::default();
        for name in [".gitignore", ".eleventyignore"].into_iter().skip(usize::from(!git)) {
            let text =
                tree.read(name).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
            text.lines().for_each(|line| ignored.add(line));
        }
        own.iter().for_each(|glob| ignored.add(glob));
        ignored
    }

    fn add(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        let (line, takes_out) = line.strip_prefix('!').map_or((line, true), |line| (line, false));
        let path = line.trim_start_matches("./").trim_end_matches('/').trim_end_matches("/**");
        let bare = path.trim_start_matches('/');
        // A pattern without a slash is about names in every folder.
        let start = if bare.contains('/') || path.starts_with('/') { "" } else { "**/" };
        for end in ["", "/**"] {
            if let Ok(pattern) = Pattern::new(&format!("{start}{bare}{end}")) {
                self.patterns.push((pattern, takes_out));
            }
        }
    }

    /// Whether a path is ignored.
    pub(super) fn matches(&self, path: &str) -> bool {
        let last = self.patterns.iter().rev().find(|(pattern, _)| pattern.matches_with(path, OPTIONS));
        last.is_some_and(|(_, takes_out)| *takes_out)
    }
}

#[cfg(test)]
mod tests {
    use super::Ignored;

    #[test]
    fn patterns_are_those_of_git() {
        let mut ignored = Ignored::default();
        ["# no", "drafts/", "*.tmp.md", "/notes.md", "a/b", "!a/b/keep.md"]
            .into_iter()
            .for_each(|line| ignored.add(line));
        for (path, is) in [
            ("drafts/a.md", true),
            ("x/drafts/a.md", true),
            ("x/a.tmp.md", true),
            ("notes.md", true),
            ("x/notes.md", false),
            ("a/b/c.md", true),
            ("a/b/keep.md", false),
            ("README.md", false),
        ] {
            assert_eq!(ignored.matches(path), is, "{path}");
        }
    }
}
