//! Where a template stands on the site (Eleventy's `TemplateFileSlug` and `TemplatePermalink`).

use crate::text::url::percent_encoded;

/// What Eleventy knows of a template by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// `page.fileSlug`: the file's name, or that of its folder, without a date.
    pub(super) slug: String,
    /// `page.filePathStem`: the path without its ending and the date of the name.
    pub(super) stem: String,
    /// Where its page stands by default.
    pub(super) url: String,
}

/// The endings of templates, the longest first.
pub(super) const ENDINGS: [&str; 6] = [".11ty.js", ".md", ".njk", ".html", ".liquid", ".webc"];

/// A template's path without its ending, and the ending without its full stop.
pub(super) fn split(path: &str) -> Option<(&str, &str)> {
    ENDINGS.iter().find_map(|ending| Some((path.strip_suffix(ending)?, ending.get(1..)?)))
}

/// A path counted from a folder; nothing where it is not below it.
pub(super) fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The names of a template; `path` is counted from the input folder.
pub(super) fn names(path: &str) -> Names {
    let stem = split(path).map_or(path, |(stem, _)| stem);
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let parent = folder.rsplit('/').next().unwrap_or("");
    let stands_for_folder = name == "index" || !parent.is_empty() && name == parent;
    let bare = without_date(name);
    let slug = if bare == "index" { without_date(parent) } else { bare };
    let join = |name: &str| if folder.is_empty() { format!("/{name}") } else { format!("/{folder}/{name}") };
    let url = match (stands_for_folder, folder) {
        (true, "") => "/".to_owned(),
        (true, folder) => format!("/{folder}/"),
        (false, _) => format!("{}/", join(name)),
    };
    Names { slug: slug.to_owned(), stem: join(bare), url }
}

/// A name without the first date in it and what precedes that.
fn without_date(name: &str) -> &str {
    let mut places = name.match_indices('-').filter_map(|(at, _)| {
        let start = at.checked_sub(10)?;
        is_date(name.get(start..at)?).then(|| name.get(at + 1..))?
    });
    places.next().unwrap_or(name)
}

/// `2024-05-31`.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The date that a path has in it, its first (`TemplateContent`: `/(\d{4}-\d{2}-\d{2})/`).
pub(super) fn date_in(path: &str) -> Option<&str> {
    (0..path.len()).find_map(|at| path.get(at..at + 10).filter(|date| is_date(date)))
}

/// The URL of a permalink: `index.html` is its folder.
pub(super) fn url_of(permalink: &str) -> String {
    let path = format!("/{}", permalink.trim_start_matches('/'));
    match path.strip_suffix("index.html") {
        Some(folder) if folder.ends_with('/') => folder.to_owned(),
        _ => path,
    }
}

/// A URL's path as an address: `encodeURI`, which leaves the signs that have a meaning in URLs.
pub(super) fn encoded(path: &str) -> String {
    percent_encoded(path, |byte| byte.is_ascii_alphanumeric() || b";/?:@&=+$,#-_.!~*'()".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_urls() {
        for (path, slug, stem, url) in [
            ("posts/a.md", "a", "/posts/a", "/posts/a/"),
            ("posts/2024-01-05-file.md", "file", "/posts/file", "/posts/2024-01-05-file/"),
            ("index.md", "", "/index", "/"),
            ("posts/d/2024-01-07-index.md", "d", "/posts/d/index", "/posts/d/2024-01-07-index/"),
            ("posts/old-2024-01-07-x.md", "x", "/posts/x", "/posts/old-2024-01-07-x/"),
            ("posts/2024-01-07-d/index.md", "d", "/posts/2024-01-07-d/index", "/posts/2024-01-07-d/"),
            ("posts/folder/folder.md", "folder", "/posts/folder/folder", "/posts/folder/"),
            ("dots.in.name.md", "dots.in.name", "/dots.in.name", "/dots.in.name/"),
            ("a.html", "a", "/a", "/a/"),
        ] {
            let expected = Names { slug: slug.to_owned(), stem: stem.to_owned(), url: url.to_owned() };
            assert_eq!(names(path), expected, "{path}");
        }
        assert_eq!(url_of("x/index.html"), "/x/");
        assert_eq!(url_of("/x.html"), "/x.html");
        assert_eq!(date_in("posts/2024-01-08-dir/post.md"), Some("2024-01-08"));
        assert_eq!(date_in("posts/é24-01-08.md"), None);
        assert_eq!(encoded("/Ä b's/"), "/%C3%84%20b's/");
    }
}
