//! Links to source files: `docs/team.md` on a page.
//!
//! Source: jekyll-relative-links 0.7, `generator.rb`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use crate::links::shortcut::Names;
use crate::markup::markdown::heading_id;
use crate::site::post::Markup;
use crate::site::{ReplacedLinks, Site, WholeSite};
use crate::text::url;

/// The file that links are on.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// Where its page is, without host and base URL.
    pub url: Option<&'a str>,
    /// The `href` of `<base>` on its page, as the layout has it: relative links start there.
    pub base: Option<&'a str>,
    /// The file, by the path that templates know it by.
    pub source: &'a str,
    /// How it is read.
    pub markup: Markup,
    /// Whether it is a document of a collection, or a post.
    pub is_document: bool,
}

/// Returns whether the build replaces links to source files by the URLs of pages on this file.
pub(crate) fn is_replaced(links: &ReplacedLinks, from: &From<'_>) -> bool {
    let is_in = if from.is_document { links.in_documents } else { links.in_pages };
    let is_excluded = || links.excluded.iter().any(|entry| from.source.starts_with(entry.as_str()));
    is_in && (from.markup == Markup::Markdown || links.root.is_some()) && !is_excluded()
}

/// The file, by the path that templates know it by, that a link without a scheme names from the file `source`.
pub(crate) fn named_file(source: &str, written: &str) -> Option<String> {
    let path = written.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.contains('{'))?;
    let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let resolved: Cow<'_, str> = if path.starts_with('/') {
        Cow::Borrowed(path)
    } else {
        let base = url::escape_path(folder);
        let slash = if base.is_empty() { "" } else { "/" };
        let resolved = url::resolve(&format!("https://site.invalid/{base}{slash}"), path);
        Cow::Owned(url::parts(&resolved).path.to_owned())
    };
    Some(url::percent_decode(resolved.trim_start_matches('/')).into_owned())
}

/// Returns the link that the build writes for a link in `from` that names a source file: its URL, with the base URL, and the
/// link's fragment.
pub(crate) fn replaced(
    names: &Names<'_>,
    links: &ReplacedLinks,
    from: &From<'_>,
    written: &str,
) -> Option<String> {
    if links.by_headings && written.starts_with('#') {
        return fragment(links, written).map(Cow::into_owned);
    }
    // The plugin knows no queries.
    if written.split('#').next().is_some_and(|path| path.contains('?')) {
        return None;
    }
    let below_root = || {
        let path = named_file("", written)?;
        let root = links.root.as_deref()?;
        names.url_of(&if root.is_empty() { path } else { format!("{root}/{path}") })
    };
    // The folder that the file itself is in comes first.
    let at_contents = |path: String| {
        let is_own = |folder: &&String| from.source.starts_with(&format!("{folder}/"));
        let (own, others): (Vec<_>, Vec<_>) = links.contents.iter().partition(is_own);
        let url_of =
            |file: String| names.url_of(&file).or_else(|| names.url_of(&in_language(from.source, &file)?));
        let in_contents = own.into_iter().chain(others).find_map(|folder| url_of(format!("{folder}/{path}")));
        let mounted = || {
            links.mounted.iter().find_map(|(target, source)| {
                let rest = path.strip_prefix(target.as_str())?;
                (rest.is_empty() || rest.starts_with('/')).then(|| url_of(format!("{source}{rest}")))?
            })
        };
        in_contents.or_else(mounted)
    };
    let below_contents = || at_contents(named_file("", written).filter(|_| written.starts_with('/'))?);
    // Beside a file that is mounted is what is so in the content.
    let beside = || {
        let below = |folder: &str, target: &str| {
            let rest = from.source.strip_prefix(folder)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{target}{rest}"))
        };
        let mounted = links.mounted.iter().find_map(|(target, source)| below(source, &format!("/{target}")));
        let own = mounted.or_else(|| links.contents.iter().find_map(|folder| below(folder, "")))?;
        at_contents(named_file(own.trim_start_matches('/'), written)?)
    };
    let has_mounts = !links.mounted.is_empty() && !written.starts_with('/');
    let below = || {
        let found = below_root().or_else(below_contents).or_else(|| if has_mounts { beside() } else { None });
        found.filter(|_| is_path(written))
    };
    let url = named_url(names, from, written).or_else(below)?;
    Some(format!("{}{url}{}", names.base(), fragment(links, written).unwrap_or_default()))
}

/// The fragment of a link, with its `#`; that of a heading where links name headings by their words, and nothing for a block.
fn fragment<'w>(links: &ReplacedLinks, written: &'w str) -> Option<Cow<'w, str>> {
    let fragment = written.find('#').and_then(|at| written.get(at..))?;
    if !links.by_headings {
        return Some(Cow::Borrowed(fragment));
    }
    let words = url::percent_decode(fragment);
    // `#Part#Chapter`: the last one is meant.
    let heading = words.rsplit('#').next().filter(|heading| !heading.starts_with('^'))?;
    Some(Cow::Owned(format!("#{}", heading_id(heading))))
}

/// The URL, without the base URL, of what the build makes of the file that a link without a scheme names.
pub(crate) fn named_url<'n>(names: &'n Names<'_>, from: &From<'_>, written: &str) -> Option<Cow<'n, str>> {
    if !is_path(written) {
        return None;
    }
    let file = named_file(from.source, written)?;
    names.url_of(&file).or_else(|| names.url_of(&in_language(from.source, &file)?))
}

/// The file in the language of another, whose name ends in it: `b.en.md` for `b.md` beside `a.en.md`.
fn in_language(source: &str, file: &str) -> Option<String> {
    let name = source.rsplit('/').next()?;
    let (stem, _) = name.rsplit_once('.')?;
    let (_, language) = stem.rsplit_once('.')?;
    let (stem, ending) = file.rsplit_once('.')?;
    Some(format!("{stem}.{language}.{ending}"))
}

/// Returns whether a link is a path, and no address or a place on the page.
fn is_path(written: &str) -> bool {
    !written.starts_with(['#', '?', '{']) && url::scheme(written).is_none() && !written.starts_with("//")
}

/// Replaces links to source files in the Markdown of posts, as the build does; the site's files are gathered when the first
/// text is met.
#[derive(Debug, Default)]
pub struct RelativeLinks<'s> {
    names: OnceLock<Names<'s>>,
}

impl<'s> RelativeLinks<'s> {
    /// The text of a post, before Liquid, with the URL of the page in the place of each link to its source; unchanged where
    /// the site does not ask for it. The site is one that was read whole.
    #[must_use]
    pub fn fill<'t>(&self, text: &'t str, site: &'s Site, from: &From<'_>) -> Cow<'t, str> {
        let links = &site.settings.replaced_links;
        if links.by_bodies || !is_replaced(links, from) || !text.contains('[') {
            return Cow::Borrowed(text);
        }
        let Some(surroundings) = site.surroundings.as_deref() else { return Cow::Borrowed(text) };
        let names = self.names.get_or_init(|| Names::new(WholeSite { site, surroundings }));
        let mut out = String::new();
        let mut copied = 0;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            for path in paths(line, links.by_headings) {
                let path = start + path.start..start + path.end;
                if let Some(url) = text.get(path.clone()).and_then(|path| replaced(names, links, from, path))
                {
                    out.push_str(text.get(copied..path.start).unwrap_or(""));
                    out.push_str(&url);
                    copied = path.end;
                }
            }
            start += line.len();
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(text.get(copied..).unwrap_or(""));
        Cow::Owned(out)
    }
}

/// The places of the paths, without titles, and without fragments unless `with_fragments`, of the links and definitions in a line, as the plugin finds them:
/// in code too.
fn paths(line: &str, with_fragments: bool) -> Vec<Range<usize>> {
    let indent = line.len() - line.trim_start().len();
    let inline = inline_paths(line, with_fragments);
    let begins_inline = indent == 0
        && line.find("](").is_some_and(|at| inline.first().is_some_and(|path| path.start == at + 2));
    let definition = line.trim_start().starts_with('[').then(|| line.find("]: ")).flatten();
    match definition.filter(|_| !begins_inline) {
        None => inline,
        Some(at) => {
            let rest = line.get(at + 3..).unwrap_or("").trim_end();
            let start = at + 3;
            std::iter::once(start..start + path_length(rest, with_fragments))
                .filter(|path| !path.is_empty())
                .collect()
        }
    }
}

fn inline_paths(line: &str, with_fragments: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut end = 0;
    for (at, _) in line.match_indices("](") {
        let start = at + 2;
        let has_text = line.get(end..at).is_some_and(|before| before.contains('['));
        let Some(close) = line.get(start..).and_then(|rest| rest.find(')')).filter(|_| has_text) else {
            continue;
        };
        let inner = line.get(start..start + close).unwrap_or("");
        found.push(start..start + path_length(inner, with_fragments));
        end = start + close + 1;
    }
    found
}

/// How long the path of a link's destination is, before its fragment or its title in double quotes.
fn path_length(destination: &str, with_fragment: bool) -> usize {
    let title = destination.ends_with('"').then(|| destination.find(" \"")).flatten();
    let path = destination.get(..title.unwrap_or(destination.len())).unwrap_or("");
    path.find('#').filter(|_| !with_fragment).unwrap_or(path.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_links_are_found_in_a_line() {
        for (line, expected) in [
            ("see [a](b.md) and [c](d.md#e \"t\")\n", &["b.md", "d.md"][..]),
            ("[a]: docs/b.md#c \"t\"\n", &["docs/b.md"]),
            ("  [a]: b.md\n", &["b.md"]),
            ("[a](b.md): [c]: d.md\n", &["b.md"]),
            ("![p](a b.png) [x] (c.md) ](d.md)\n", &["a b.png", "d.md"]),
            ("[a](b.md\n", &[]),
        ] {
            let found: Vec<&str> = paths(line, false).into_iter().map(|path| &line[path]).collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}
