//! What the Ruby source of a plugin shows: strings, folders, classes of pages, loops.

use crate::text::pieces::{Part as _, Pieces as _};

/// Whether a line of Ruby makes a page, of one of these classes or of Jekyll's.
pub(super) fn is_constructor(line: &str, classes: &[&str]) -> bool {
    line.match_indices(".new").any(|(at, _)| {
        let before = line.part(..at);
        let is_page = |class: &str| before.ends_with(class);
        is_page("Page") || is_page("PageWithoutAFile") || classes.iter().any(|class| is_page(class))
    })
}

/// Whether a line of Ruby begins a loop, or a block that may run as often.
pub(super) fn is_loop(line: &str) -> bool {
    const LOOPS: [&str; 15] = [
        " do |",
        "{ |",
        "{|",
        ".each",
        ".map",
        ".collect",
        ".select",
        ".times",
        ".upto",
        ".downto",
        ".step",
        ".flat_map",
        "for ",
        "while ",
        "loop ",
    ];
    LOOPS.iter().any(|mark| line.contains(mark)) || line.trim_start().starts_with("until ")
}

/// The classes of pages that a plugin defines.
pub(super) fn page_classes(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (name, parent) = line.trim_start().strip_prefix("class ")?.split_once('<')?;
        let is_page = parent.trim().up_to([' ', ';']).after_last(':').starts_with("Page");
        is_page.then(|| name.trim().after_last(':'))
    })
}

/// Strings of a plugin that name parts of front matter, layouts and pages, and no folder.
const NO_FOLDERS: [&str; 14] = [
    "content",
    "data",
    "date",
    "html",
    "index",
    "layout",
    "name",
    "page",
    "pages",
    "post",
    "posts",
    "title",
    "url",
    "permalink",
];

/// The strings of Ruby source, without lines that are comments.
pub(super) fn literals(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in source.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut rest = line;
        while let Some(at) = rest.find(['"', '\'']) {
            let (quote, behind) = rest.split_at(at).1.split_at(1);
            let Some((literal, after)) = behind.split_once(quote) else { break };
            found.push(literal);
            rest = after;
        }
    }
    found
}

/// The folder that a string names, up to what is filled in.
pub(super) fn folder(literal: &str) -> Option<String> {
    let fixed = literal.up_to(['#', ':', '%', '*']);
    // `tag/#{name}` and `tags-#{name}`: only whole folders are known.
    let fixed = if fixed.len() < literal.len() {
        fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
    } else {
        fixed
    };
    let folder = fixed.trim_matches('/').trim_end_matches("index.html").trim_end_matches('/');
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    let is_folder = folder.len() > 1
        && folder.chars().all(is_path)
        && !folder.starts_with(['.', '_'])
        && !NO_FOLDERS.contains(&folder);
    is_folder.then(|| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_name_folders_up_to_what_is_filled_in() {
        for (literal, expected) in [
            ("authors", Some("authors")),
            ("/about/me/", Some("about/me")),
            ("tag/#{name}/index.html", Some("tag")),
            ("tags-#{name}", None),
            ("layout", None),
            ("%Y", None),
            ("_includes", None),
            ("two words", None),
        ] {
            assert_eq!(folder(literal).as_deref(), expected, "{literal}");
        }
        assert_eq!(literals("a 'x' \"y\" # 'z'\n# 'no'\nit's"), ["x", "y", "z"]);
    }
}
