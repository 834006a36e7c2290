//! Which files are Markdown by their names: the one list of extensions.

/// The extensions that Jekyll and plain folders read as Markdown.
const READ: [&str; 5] = ["md", "markdown", "mkd", "mkdn", "mkdown"];

/// Further ones, and those of formats that are Markdown with additions, which some generators read.
const ALIKE: [&str; 6] = ["mdown", "mdwn", "mdx", "mdoc", "qmd", "rmd"];

fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Returns whether a file is read as Markdown, by its extension in lower case.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    extension(path).is_some_and(|extension| READ.contains(&extension))
}

/// Returns whether a file's extension is one of Markdown, or of a format that is Markdown with additions, in any case of
/// letters and whether the site's generator reads it or not.
#[must_use]
pub(crate) fn is_named_like_markdown(path: &str) -> bool {
    let known = || READ.iter().chain(&ALIKE);
    extension(path).is_some_and(|extension| known().any(|known| extension.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_read_is_alike() {
        for path in ["a.md", "b/c.markdown", "a.b.mkd", ".mkdn", "x.mkdown"] {
            assert!(is_markdown(path) && is_named_like_markdown(path), "{path}");
        }
        for path in ["a.MD", "b/c.mdx", "Read.Rmd"] {
            assert!(!is_markdown(path) && is_named_like_markdown(path), "{path}");
        }
        for path in ["md", "a.md/b", "a.html", "a.", ""] {
            assert!(!is_markdown(path) && !is_named_like_markdown(path), "{path}");
        }
    }
}
