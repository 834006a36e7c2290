//! What plugins may make that are the site's own or not known here: pages whose places only the build knows.

use std::collections::BTreeSet;

use crate::markup::front_matter::{Map, Value};
use crate::site::own_terms::{OwnTerms, own_terms};
use crate::site::plugin_source::{folder, is_constructor, is_loop, literals, page_classes};
use crate::text::pieces::Pieces as _;

/// Pages that a site's own plugins make, as far as their source shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPages {
    /// The plugin, below the site.
    pub plugin: String,
    /// Folders that the plugins or the configuration values that they read name: `authors`, `about/me`.
    folders: BTreeSet<String>,
    /// Folders that the configuration has for a gem that nothing is known of, or for something else.
    folders_of_gem: BTreeSet<String>,
    /// Whether they make files of any kind, and not only pages.
    makes_files: bool,
    /// Whether they may make pages in folders that nothing names.
    fills_other_folders: bool,
    /// Pages of categories and tags alone.
    terms: Vec<OwnTerms>,
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
        let makes_files = plugins.iter().find(|(_, text)| makes_files(text));
        let (plugin, _) = plugins.iter().find(has(PAGES)).or(makes_files)?;
        let literals: BTreeSet<&str> = plugins.iter().flat_map(|(_, text)| literals(text)).collect();
        let mut folders: BTreeSet<String> = literals.iter().filter_map(|literal| folder(literal)).collect();
        add_configured(data, &literals, &mut folders);
        Some(Self {
            plugin: plugin.clone(),
            folders,
            folders_of_gem: BTreeSet::new(),
            makes_files: makes_files.is_some(),
            fills_other_folders: makes_files.is_some()
                || plugins.iter().any(|(_, text)| makes_many(text, plugins)),
            terms: plugins.iter().flat_map(|(_, text)| own_terms(text, data)).collect(),
        })
    }

    /// What a gem that nothing is known of makes with this configuration: pages in the folders that it has for it, that is under
    /// another key than those whose meaning is known.
    #[must_use]
    pub fn of_gem(gem: &str, data: &Map, known_keys: &[&str]) -> Option<Self> {
        let mut folders = BTreeSet::new();
        for entry in data.iter().filter(|entry| !known_keys.contains(&entry.key.as_str())) {
            add_named_folders(&entry.key, &entry.value.value, &mut folders);
        }
        (!folders.is_empty()).then_some(Self {
            plugin: gem.to_owned(),
            folders: BTreeSet::new(),
            folders_of_gem: folders,
            makes_files: false,
            fills_other_folders: false,
            terms: Vec::new(),
        })
    }

    /// The same with what other plugins make.
    #[must_use]
    pub fn and(mut self, other: Option<Self>) -> Self {
        if let Some(other) = other {
            self.folders.extend(other.folders);
            self.folders_of_gem.extend(other.folders_of_gem);
            self.makes_files |= other.makes_files;
            self.fills_other_folders |= other.fills_other_folders;
            self.terms.extend(other.terms);
        }
        self
    }

    /// Returns whether the plugins may make this path because they name a folder of it. A folder that the configuration has for
    /// a gem, perhaps, is not the gem's where the site itself fills it: `/blog/` of the posts.
    #[must_use]
    pub fn names(&self, path: &str, is_filled: &dyn Fn(&str) -> bool) -> bool {
        let path = format!("/{}/", path.trim_matches('/'));
        let is_of_gem = |folder: &String| {
            let folder = format!("/{folder}/");
            let mut ends = path.match_indices(&folder).map(|(at, _)| at + folder.len());
            ends.any(|end| path.get(..end).is_some_and(|folder| !is_filled(folder)))
        };
        self.has_kind(&path)
            && (self.folders.iter().any(|folder| path.contains(&format!("/{folder}/")))
                || self.folders_of_gem.iter().any(is_of_gem))
    }

    /// Returns the pages of categories or tags that a path is one of, and the name of its own: `lamps` of `/tags/lamps/`.
    #[must_use]
    pub fn terms_at<'p>(&self, path: &'p str) -> Option<(&OwnTerms, &'p str)> {
        let path = path.trim_end_matches("index.html").trim_matches('/');
        let (folder, name) = path.rsplit_once('/')?;
        let name = name.strip_suffix(".html").unwrap_or(name);
        self.terms.iter().find(|terms| terms.folder == folder).map(|terms| (terms, name))
    }

    /// Returns whether the plugins may make this path in a folder that their source does not show: one that they fill in.
    #[must_use]
    pub fn has_folders_like(&self, path: &str) -> bool {
        let name = path.after_last('/');
        self.fills_other_folders && self.has_kind(path) && (self.makes_files || !name.contains('.'))
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
/// What makes a file of any kind on the site.
const FILES: [&str; 2] = ["StaticFile", "static_files"];
/// What writes a file somewhere.
const WRITES: [&str; 5] = ["File.write", "IO.write", "File.binwrite", "FileUtils.cp", "FileUtils.mv"];
/// What opens a file to write it, in a line with `File.open`.
const MODES: [&str; 4] = ["'w", "\"w", "'a", "\"a"];
/// What names the folder of the site or of its sources.
const PLACES: [&str; 3] = ["dest", "source", "_site"];

/// Whether the source of a plugin makes files of any kind on the site: what it writes elsewhere is a cache or a log.
fn makes_files(source: &str) -> bool {
    let lines = || source.lines().filter(|line| !line.trim_start().starts_with('#'));
    let opens = |line: &str| line.contains("File.open") && MODES.iter().any(|mode| line.contains(mode));
    let writes = || lines().any(|line| opens(line) || WRITES.iter().any(|write| line.contains(write)));
    let has = |marks: &[&str]| lines().any(|line| marks.iter().any(|mark| line.contains(mark)));
    has(&FILES) || writes() && has(&PLACES)
}

/// What adds pages to those of the site.
const ADDS: [&str; 4] = ["pages <<", "pages.push", "pages.concat", "pages +="];

/// Whether a plugin may make more pages than those that its strings name: but for the constructors in the method `generate`
/// itself, outside of its loops, nobody knows how often they run.
fn makes_many(source: &str, plugins: &[(String, String)]) -> bool {
    if !PAGES.iter().any(|mark| source.contains(mark)) {
        return false;
    }
    let sources = || plugins.iter().map(|(_, text)| text.as_str());
    let classes: Vec<&str> = sources().flat_map(page_classes).collect();
    let lines: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let mut constructors =
        lines.iter().enumerate().filter(|(_, line)| is_constructor(line, &classes)).peekable();
    // One that defines pages alone makes none; another makes them in a way of its own.
    if constructors.peek().is_none() {
        return lines.iter().any(|line| ADDS.iter().any(|mark| line.contains(mark)));
    }
    let made = lines.iter().filter_map(|line| line.split_once('='));
    let made = made.filter(|(_, value)| is_constructor(value, &classes)).map(|(name, _)| name.trim());
    let made: BTreeSet<&str> = made.collect();
    if lines.iter().any(|line| adds_others(line, &made, &classes)) {
        return true;
    }
    constructors.any(|(number, line)| {
        let mut outer = indentation(line);
        let before = lines.get(..number).unwrap_or(&[]).iter().rev();
        let around = before.filter(|line| {
            let is_outer = !line.trim().is_empty() && indentation(line) < outer;
            if is_outer {
                outer = indentation(line);
            }
            is_outer
        });
        let around: Vec<&str> = around.map(|line| line.trim_start()).collect();
        let method = around.iter().position(|line| line.starts_with("def "));
        let Some((of_method, inside)) = method.and_then(|at| Some((*around.get(at)?, around.get(..at)?)))
        else {
            return true;
        };
        !of_method.starts_with("def generate") || is_loop(line) || inside.iter().any(|line| is_loop(line))
    })
}

/// Whether a line adds other pages than one that it makes, or one of these names, which have one.
fn adds_others(line: &str, made: &BTreeSet<&str>, classes: &[&str]) -> bool {
    let Some((_, added)) = ADDS.iter().find_map(|mark| line.split_once(mark)) else { return false };
    let name = added.trim_start_matches([' ', '(']).up_to([' ', ')', ';']);
    !is_constructor(added, classes) && !made.contains(name)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Adds the folders that are values of keys like `dir`, `tag_folder` and `path`, in lists and maps too.
fn add_named_folders(key: &str, value: &Value, folders: &mut BTreeSet<String>) {
    const NAMES: [&str; 6] = ["dir", "directory", "folder", "path", "permalink", "prefix"];
    match value {
        Value::Map(map) => {
            map.iter().for_each(|entry| add_named_folders(&entry.key, &entry.value.value, folders));
        }
        Value::List(items) => items.iter().for_each(|item| add_named_folders(key, &item.value, folders)),
        Value::String(text) if NAMES.contains(&key.after_last(['_', '-'])) => folders.extend(folder(text)),
        _ => {}
    }
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
    fn a_page_outside_of_loops_is_one_page() {
        let class = "class LetterPage < Jekyll::Page\nend\n";
        let generator =
            |body: &str| format!("class G < Jekyll::Generator\n  def generate(site)\n{body}\n  end\nend\n");
        for (source, is_one) in [
            (generator("    site.pages << LetterPage.new(site, 'a-z')"), true),
            (
                generator(
                    "    letters = site.posts.docs.map { |post| post[0] }\n    page = LetterPage.new(site, 'a-z')\n    site.pages << page",
                ),
                true,
            ),
            (
                generator(
                    "    if site.layouts.key?('letters')\n      site.pages << LetterPage.new(site, 'a-z')\n    end",
                ),
                true,
            ),
            (
                generator(
                    "    site.tags.each do |tag|\n      site.pages << LetterPage.new(site, tag)\n    end",
                ),
                false,
            ),
            (generator("    site.tags.each { |tag| site.pages << LetterPage.new(site, tag) }"), false),
            (
                generator(
                    "    site.tags.each do |tag|\n      if tag\n        site.pages << LetterPage.new(site, tag)\n      end\n    end",
                ),
                false,
            ),
            (
                generator(
                    "    make(site)\n  end\n  def make(site)\n    site.pages << LetterPage.new(site, 'a-z')",
                ),
                false,
            ),
            (generator("    page = LetterPage.new(site, 'a-z')\n    site.pages.push(page)"), true),
            (generator("    site.pages << other(site)"), false),
            (
                generator("    site.pages << LetterPage.new(site, 'a-z')\n    site.pages << other(site)"),
                false,
            ),
            (
                generator("    site.pages << LetterPage.new(site, 'a-z')\n    site.pages.concat(others)"),
                false,
            ),
            (
                generator(
                    "    names(site).reduce(0) do |n, name|\n      site.pages << LetterPage.new(site, name)\n    end",
                ),
                false,
            ),
        ] {
            let own =
                OwnPages::new(&[("_plugins/l.rb".to_owned(), format!("{class}{source}"))], &Map::default())
                    .unwrap();
            assert_eq!(own.has_folders_like("/topics/lamps/"), !is_one, "{source}");
            assert_eq!(own.names("/a-z/", &|_| true), source.contains("'a-z'"), "{source}");
        }
    }

    #[test]
    fn files_count_where_the_site_is() {
        for (source, expected) in [
            ("File.write(File.join(site.dest, 'a.json'), text)", true),
            ("File.open(\"#{site.source}/tags/#{tag}.md\", 'w') { |file| file.puts text }", true),
            ("FileUtils.cp(from, site.in_dest_dir('a'))", true),
            ("File.write('.cache/seen.json', text)", false),
            ("File.open(File.join(site.source, '_data/a.yml')).read", false),
            ("# File.write(File.join(site.dest, 'a.json'), text)", false),
            ("site.static_files << StaticFile.new(site, base, dir, name)", true),
        ] {
            assert_eq!(makes_files(source), expected, "{source}");
        }
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
            assert_eq!(
                (own.names(path, &|_| true), own.has_folders_like(path)),
                (named, filled_in),
                "{path}"
            );
        }
    }
}
