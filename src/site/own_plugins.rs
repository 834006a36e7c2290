//! What a site's own plugins may make: pages whose places only the build knows.

use std::collections::BTreeSet;

use crate::markup::front_matter::{Map, Value};
use crate::text::pieces::Pieces as _;

/// Pages that a site's own plugins make, as far as their source shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPages {
    /// The plugin, below the site.
    pub plugin: String,
    /// Folders that the plugins or the configuration values that they read name: `authors`, `about/me`.
    folders: BTreeSet<String>,
    /// Whether they make files of any kind, and not only pages.
    makes_files: bool,
}

impl OwnPages {
    /// What the plugins of a site, each with its path and source, make with this configuration; `None` where they make no
    /// pages.
    #[must_use]
    pub fn new(plugins: &[(String, String)], data: &Map) -> Option<Self> {
        let has = |marks: &'static [&str]| {
            move |(_, text): &&(String, String)| marks.iter().any(|mark| text.contains(mark))
        };
        plugins.iter().find(has(RUNS))?;
        let makes_files = plugins.iter().find(has(FILES));
        let (plugin, _) = plugins.iter().find(has(PAGES)).or(makes_files)?;
        let literals: BTreeSet<&str> = plugins.iter().flat_map(|(_, text)| literals(text)).collect();
        let mut folders: BTreeSet<String> = literals.iter().filter_map(|literal| folder(literal)).collect();
        add_configured(data, &literals, &mut folders);
        Some(Self { plugin: plugin.clone(), folders, makes_files: makes_files.is_some() })
    }

    /// Returns whether the plugins may make this path because they name a folder of it.
    #[must_use]
    pub fn names(&self, path: &str) -> bool {
        let path = format!("/{}/", path.trim_matches('/'));
        self.has_kind(&path) && self.folders.iter().any(|folder| path.contains(&format!("/{folder}/")))
    }

    /// Returns whether the plugins may make this path in a folder that their source does not show: one that they fill in.
    #[must_use]
    pub fn has_folders_like(&self, path: &str) -> bool {
        let name = path.after_last('/');
        self.has_kind(path) && (self.makes_files || !name.contains('.'))
    }

    /// Returns whether the plugins make what this path looks like: those that make pages make neither pictures nor posts.
    fn has_kind(&self, path: &str) -> bool {
        if is_post_url(path) || path.contains("//") {
            return false;
        }
        let name = path.trim_end_matches('/').after_last('/');
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        self.makes_files || ["", "html", "htm", "xml", "json", "txt", "atom", "ics"].contains(&extension)
    }
}

/// Returns whether a path has a year, a month, a day and a title, as the URLs of posts have.
fn is_post_url(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_number =
        |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.windows(4).any(|parts| match parts {
        [year, month, day, _] => is_number(year, 4) && is_number(month, 2) && is_number(day, 2),
        _ => false,
    })
}

/// What runs while a site is built.
const RUNS: &[&str] = &["Generator", "Hooks.register"];
/// What makes a page.
const PAGES: &[&str] =
    &["Page.new", "PageWithoutAFile", "< Page", "< Jekyll::Page", "pages <<", "pages.push", "pages.concat"];
/// What makes a file of any kind.
const FILES: &[&str] = &["StaticFile", "static_files", "File.write", "File.open", "IO.write", "FileUtils"];

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
fn literals(source: &str) -> Vec<&str> {
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
fn folder(literal: &str) -> Option<String> {
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

/// Adds the folders that the configuration has for keys that the plugins name.
fn add_configured(data: &Map, names: &BTreeSet<&str>, folders: &mut BTreeSet<String>) {
    for entry in data {
        match &entry.value.value {
            Value::Map(map) => add_configured(map, names, folders),
            Value::String(value) if names.contains(entry.key.as_str()) => folders.extend(folder(value)),
            _ => {}
        }
    }
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

    #[test]
    fn generators_of_pages_make_no_posts() {
        let plugin = "class News < Jekyll::Generator\n  site.pages << NewsPage.new(site, 'news')\nend\n";
        let own =
            OwnPages::new(&[("_plugins/news.rb".to_owned(), plugin.to_owned())], &Map::default()).unwrap();
        for (path, named, filled_in) in [
            ("/en/news/2024/", true, true),
            ("/en/news/2024/06/02/gone/", false, false),
            ("/topics/lamps/", false, true),
            ("/Gem.html", false, false),
            ("/a/https//b.example/news/x/", false, false),
        ] {
            assert_eq!((own.names(path), own.has_folders_like(path)), (named, filled_in), "{path}");
        }
    }
}
