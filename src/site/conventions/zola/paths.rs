//! What the path of a file below `content` tells: folders, name, language, date.

use std::sync::LazyLock;

use regex::Regex;

/// A file below `content`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place<'p> {
    /// The folders of its URL, as written; those of a page with a folder of its own without that one.
    pub(super) folders: Vec<&'p str>,
    /// The name that the slug is made of: without date, language and ending. Empty for the page of the root.
    pub(super) name: &'p str,
    /// The same with the date that it begins with.
    pub(super) dated_name: &'p str,
    /// The language, where the name says one.
    pub(super) language: Option<&'p str>,
    /// The date that the name begins with.
    pub(super) date: Option<&'p str>,
    pub(super) kind: FileKind,
}

/// What a file of Markdown is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// `_index.md`
    Section,
    /// `index.md`: the page of its folder, which has the files beside it.
    Bundle,
    /// Any other.
    Page,
}

/// Takes a path apart; nothing for a file that is not Markdown or not below `content`.
pub(super) fn place<'p>(path: &'p str, languages: &[&str]) -> Option<Place<'p>> {
    let below = path.strip_prefix("content/")?;
    let stem = below.strip_suffix(".md")?;
    let (folder, stem) = stem.rsplit_once('/').unwrap_or(("", stem));
    let mut folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let (stem, language) = match stem.split_once('.') {
        Some((name, code)) if languages.contains(&code) => (name, Some(code)),
        _ => (stem, None),
    };
    let (kind, name) = match stem {
        "_index" => (FileKind::Section, ""),
        "index" => (FileKind::Bundle, folders.pop().unwrap_or("")),
        _ => (FileKind::Page, stem),
    };
    let (date, rest) = match kind {
        FileKind::Section => (None, name),
        _ => dated(name),
    };
    Some(Place { folders, name: rest, dated_name: name, language, date, kind })
}

/// The date or time that a name begins with, and the name without it, where something follows it.
fn dated(name: &str) -> (Option<&str>, &str) {
    static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let date = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])";
        let time = r"T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)";
        Regex::new(&format!(r"^(?<date>{date}(?:{time})?)(?:\s?[_-](?<rest>.+)$)?")).ok()
    });
    let Some(found) = DATE.as_ref().and_then(|date| date.captures(name)) else { return (None, name) };
    let date = found.name("date").map(|date| date.as_str());
    (date, found.name("rest").map_or(name, |rest| rest.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{FileKind, place};

    fn parts(path: &str) -> (Vec<&str>, &str, Option<&str>, Option<&str>, FileKind) {
        let place = place(path, &["en"]).unwrap();
        (place.folders, place.name, place.language, place.date, place.kind)
    }

    #[test]
    fn paths_are_taken_apart() {
        for (path, expected) in [
            ("content/top.md", (vec![], "top", None, None, FileKind::Page)),
            ("content/posts/a.b.md", (vec!["posts"], "a.b", None, None, FileKind::Page)),
            ("content/posts/a.en.md", (vec!["posts"], "a", Some("en"), None, FileKind::Page)),
            ("content/posts/_index.en.md", (vec!["posts"], "", Some("en"), None, FileKind::Section)),
            ("content/posts/2024-01-06-x.md", (vec!["posts"], "x", None, Some("2024-01-06"), FileKind::Page)),
            ("content/2024-01-07_x/index.md", (vec![], "x", None, Some("2024-01-07"), FileKind::Bundle)),
            (
                "content/2024-01-09T10-11-12Z-x.md",
                (vec![], "2024-01-09T10-11-12Z-x", None, Some("2024-01-09"), FileKind::Page),
            ),
            ("content/2024-01-06.md", (vec![], "2024-01-06", None, Some("2024-01-06"), FileKind::Page)),
            ("content/2024-01-06 x.md", (vec![], "2024-01-06 x", None, Some("2024-01-06"), FileKind::Page)),
            ("content/2024-13-06-x.md", (vec![], "2024-13-06-x", None, None, FileKind::Page)),
            (
                "content/2024-01-09T10:11:12Z_x.md",
                (vec![], "x", None, Some("2024-01-09T10:11:12Z"), FileKind::Page),
            ),
            ("content/index.md", (vec![], "", None, None, FileKind::Bundle)),
        ] {
            assert_eq!(parts(path), expected, "{path}");
        }
        assert_eq!(place("content/a.png", &[]), None);
        assert_eq!(place("README.md", &[]), None);
    }
}
