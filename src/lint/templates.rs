//! Layouts and includes as files of their own: what they link to is judged where it is written, once, as on one of the pages that
//! use them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::lint::documents::{self, Reader, text_of};
use crate::lint::rule::{Head, PageOfTemplate, Template};
use crate::markup::constructs::constructs;
use crate::site::post::Markup;
use crate::site::{Surroundings, WholeSite, is_markdown};

/// Who uses a template: how many pages, and the one in the middle of them, by path. The first of a site's pages is unlike the
/// others as a rule, `404.html`.
#[derive(Clone, Copy)]
struct Users<'a> {
    count: usize,
    middle: PageOfTemplate<'a>,
    /// Whether it is a layout, or what a layout includes: around the text of a page, not in it.
    is_around: bool,
}

/// Every file that is read: those of [`documents::heads`], and the layouts and includes that a page of the site uses by their
/// names; sorted by path.
pub(super) fn heads<'a>(reader: &Reader<'_, 'a>, whole: WholeSite<'a>) -> Vec<(Arc<str>, Head<'a>)> {
    let mut heads = documents::heads(reader, whole);
    add(reader, whole.surroundings, &mut heads);
    heads
}

fn add<'a>(reader: &Reader<'_, 'a>, surroundings: &'a Surroundings, heads: &mut Vec<(Arc<str>, Head<'a>)>) {
    if !reader.site.settings.convention.runs_liquid {
        return;
    }
    let mut found = around_pages(reader, heads);
    in_pages(reader, surroundings, heads, &mut found);
    let templates = found.into_iter().filter(|(path, _)| is_markdown(path) || path.ends_with(".html"));
    let heads_of_templates = templates.map(|(path, users)| {
        let is_markdown = is_markdown(&path);
        let markup = if is_markdown { Markup::Markdown } else { Markup::Verbatim };
        let template = Template { page: users.middle, markup, is_around: users.is_around };
        (Arc::from(path), Head::Template(template))
    });
    heads.extend(heads_of_templates);
    // A page that a template is, too, is judged as such.
    heads.sort_by(|a, b| a.0.cmp(&b.0));
    heads.dedup_by(|a, b| a.0 == b.0);
}

/// The layouts that pages use, those around these, and the files that they include, by their paths.
fn around_pages<'a>(reader: &Reader<'_, 'a>, heads: &[(Arc<str>, Head<'a>)]) -> BTreeMap<String, Users<'a>> {
    let mut by_layout: BTreeMap<&str, Vec<PageOfTemplate<'a>>> = BTreeMap::new();
    for (_, head) in heads {
        let Some(page) = page_of(*head) else { continue };
        if let Some(name) = page.data().get("layout").and_then(|node| node.as_str()) {
            by_layout.entry(name).or_default().push(page);
        }
    }
    let mut found = BTreeMap::new();
    for (name, pages) in by_layout {
        let Some(users) = users(&pages, true) else { continue };
        for layout in reader.layouts.around(name) {
            note(&mut found, layout.path.clone(), users);
            for file in &layout.includes {
                found_include(reader, file, users, &mut found);
            }
        }
    }
    found
}

/// The files that pages themselves include, and those that these include.
fn in_pages<'a>(
    reader: &Reader<'_, 'a>,
    surroundings: &'a Surroundings,
    heads: &[(Arc<str>, Head<'a>)],
    found: &mut BTreeMap<String, Users<'a>>,
) {
    let mut by_file: BTreeMap<&'a str, Vec<PageOfTemplate<'a>>> = BTreeMap::new();
    let add = |(path, head): &(Arc<str>, Head<'a>), by_file: &mut BTreeMap<_, Vec<_>>| {
        let Some(page) = page_of(*head) else { return };
        let text = if page.runs_liquid() { text_of(reader.site, reader.tree, path, *head) } else { None };
        let mut names = BTreeSet::new();
        included(surroundings, text.as_deref().unwrap_or(""), &mut names);
        names.into_iter().for_each(|name| by_file.entry(name).or_default().push(page));
    };
    let (posts, pages): (Vec<_>, Vec<_>) = heads.iter().partition(|(_, head)| matches!(head, Head::Post(_)));
    pages.into_iter().for_each(|head| add(head, &mut by_file));
    let is_known = |file: &str, by_file: &BTreeMap<&str, Vec<_>>| {
        let path = surroundings.include_paths.get(file);
        by_file.contains_key(file) || path.is_none_or(|path| found.contains_key(&**path))
    };
    // Posts are many: they are asked for what nothing else uses.
    let mut open: Vec<&str> = surroundings.includes.keys().map(String::as_str).collect();
    open.retain(|file| !is_known(file, &by_file));
    for head in posts {
        if open.is_empty() {
            break;
        }
        add(head, &mut by_file);
        open.retain(|file| !by_file.contains_key(file));
    }
    for (file, pages) in by_file {
        if let Some(users) = users(&pages, false) {
            found_include(reader, file, users, found);
        }
    }
}

/// The files that a template includes by their names, and those that these include.
fn included<'a>(around: &'a Surroundings, text: &str, names: &mut BTreeSet<&'a str>) {
    if memchr::memmem::find(text.as_bytes(), b"include").is_none() {
        return;
    }
    for tag in constructs(text).filter(|tag| tag.name == "include") {
        let name = tag.markup.split_whitespace().next().unwrap_or("");
        if let Some((name, Ok(included_text))) = around.includes.get_key_value(name)
            && names.insert(name)
        {
            included(around, included_text, names);
        }
    }
}

fn found_include<'a>(
    reader: &Reader<'_, 'a>,
    file: &str,
    users: Users<'a>,
    found: &mut BTreeMap<String, Users<'a>>,
) {
    let surroundings = reader.site.surroundings.as_ref();
    if let Some(path) = surroundings.and_then(|around| around.include_paths.get(file)) {
        note(found, path.to_string(), users);
    }
}

/// Notes users of a template. Those that have it in their text say more of it than those that have it around it.
fn note<'a>(found: &mut BTreeMap<String, Users<'a>>, path: String, users: Users<'a>) {
    let rank = |users: &Users<'_>| (!users.is_around, users.count);
    let known = found.entry(path).or_insert(users);
    if rank(&users) > rank(known) {
        *known = users;
    }
}

fn users<'a>(pages: &[PageOfTemplate<'a>], is_around: bool) -> Option<Users<'a>> {
    let middle = *pages.get(pages.len() / 2)?;
    Some(Users { count: pages.len(), middle, is_around })
}

/// The page that a file becomes, where one is written.
fn page_of(head: Head<'_>) -> Option<PageOfTemplate<'_>> {
    match head {
        Head::Post(post) => (post.output && post.hidden.is_none()).then_some(PageOfTemplate::Post(post)),
        Head::Page(page) => Some(PageOfTemplate::Page(page)),
        Head::Part(_) | Head::Template(_) | Head::Unread(_) | Head::Nothing => None,
    }
}
