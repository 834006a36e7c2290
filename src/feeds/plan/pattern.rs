//! Which paths the rows of `[[feeds]]` can have: what a feed is known by that was written for a value which no post has now.

use crate::feeds::emitters::EMITTERS;
use crate::feeds::plan::archive::page_path;
use crate::feeds::plan::browsed;
use crate::feeds::plan::each;
use crate::feeds::plan::names::path;
use crate::site::Site;
use crate::site::config::{self, Origin};
use crate::text::pieces::Part as _;

/// What stands for the value of `each`: no path holds it.
const WILD: char = '\u{1}';

/// The paths that one row can have below the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(String);

impl Pattern {
    /// Returns whether a path is one that the row can have.
    #[must_use]
    pub(crate) fn matches(&self, path: &str) -> bool {
        self.parts() == path.split('/').count() && self.begins(path)
    }

    /// Returns whether a folder can hold such a path, or lead to one that does.
    #[must_use]
    pub(crate) fn may_enter(&self, folder: &str) -> bool {
        folder.split('/').count() < self.parts() && self.begins(folder)
    }

    /// Returns the folder that all of its paths are in; empty for the output folder itself.
    #[must_use]
    pub(crate) fn folder(&self) -> &str {
        let fixed = self.0.find(WILD).and_then(|wild| self.0.get(..wild)).unwrap_or(&self.0);
        fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns how far below [`Pattern::folder`] its paths are: 1 for those in the folder itself.
    #[must_use]
    pub(crate) fn depth(&self) -> usize {
        let folder = self.folder();
        self.parts() - if folder.is_empty() { 0 } else { folder.split('/').count() }
    }

    fn parts(&self) -> usize {
        self.0.split('/').count()
    }

    fn begins(&self, path: &str) -> bool {
        self.0.split('/').zip(path.split('/')).all(|(pattern, name)| fits(pattern, name))
    }
}

/// Whether a name is a part of a pattern, with at least one character for each value.
fn fits(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split(WILD);
    let Some(mut rest) = pieces.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        let mut letters = rest.chars();
        if letters.next().is_none() {
            return false;
        }
        let behind = letters.as_str();
        if pieces.peek().is_none() {
            return behind.ends_with(piece);
        }
        let Some(at) = behind.find(piece) else { return false };
        rest = behind.part(at + piece.len()..);
    }
    true
}

/// The patterns of the archives of these feeds.
#[must_use]
pub(crate) fn archives_of(paths: &[String]) -> Vec<Pattern> {
    paths.iter().map(|path| Pattern(page_path(path, &WILD.to_string()))).collect()
}

/// The patterns of rows whose feeds may be more or fewer than they were: those with a value or a format in their path, and
/// those that the generator asks for by category or tag.
#[must_use]
pub(crate) fn patterns(site: &Site, feeds: &[config::Feed]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for row in feeds {
        let Some(row) = any(row) else { continue };
        let paths = EMITTERS.iter().filter_map(|emitter| path(site, &row, emitter).ok());
        let paths = paths.flat_map(|path| {
            let page = row.archive.map(|_| page_path(&path, &WILD.to_string()));
            std::iter::once(path).chain(page)
        });
        let before = patterns.len();
        for pattern in paths.map(Pattern) {
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        // One path for every format and value: it is written now.
        if let [Pattern(only)] = patterns.part(before..)
            && !only.contains(WILD)
        {
            patterns.truncate(before);
        }
        if row.html_page == Some(true) {
            let pages = patterns.part(before..).iter().map(|Pattern(path)| Pattern(browsed::page_path(path)));
            let mut pages: Vec<Pattern> = pages.collect();
            pages.retain(|page| !patterns.contains(page));
            pages.dedup();
            patterns.extend(pages);
        }
    }
    patterns
}

/// The row for any value; nothing where it can only have one path.
fn any(row: &config::Feed) -> Option<config::Feed> {
    let wild = WILD.to_string();
    let path = if let Some(each) = &row.each {
        Some(each::template(row, each).replace(&each.placeholder(), &wild))
    } else if row.origin == Origin::Generator {
        // jekyll-feed writes one file a category or tag, called after it.
        let [value] = [row.categories.0.as_slice(), row.tags.0.as_slice()].concat().try_into().ok()?;
        let value: String = value;
        let folder = row.path.as_deref()?.strip_suffix(&format!("{value}.xml"))?;
        Some(format!("{folder}{wild}.xml"))
    } else {
        row.path.clone()
    };
    Some(config::Feed { path, each: None, ..row.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_any_value_of_a_part() {
        let pattern = Pattern(format!("feed/{WILD}/x-{WILD}.xml"));
        assert_eq!((pattern.folder(), pattern.depth()), ("feed", 2));
        assert!(pattern.matches("feed/a/x-a.b.xml") && pattern.matches("feed/.../x-c.xml"));
        for other in
            ["feed/a/x-.xml", "feed/x-a.xml", "feed/a/b/x-a.xml", "feed/a/y-a.xml", "feed/a/x-a.xmls"]
        {
            assert!(!pattern.matches(other), "{other}");
        }
        assert!(pattern.may_enter("feed") && pattern.may_enter("feed/a"));
        assert!(!pattern.may_enter("other") && !pattern.may_enter("feed/a/b"));
        let twice = Pattern(format!("{WILD}-{WILD}.json"));
        assert_eq!((twice.folder(), twice.depth()), ("", 1));
        assert!(twice.matches("a-b.json") && twice.matches("a-b-c.json") && !twice.matches("-b.json"));
    }
}
