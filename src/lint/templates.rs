//! Layouts and includes as files of their own: what they link to is judged where it is written, once, as on one of the pages that
//! use them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::documents::{self, Included, Reader, page_of};
use crate::lint::rule::{Head, Layouts, PageOfTemplate, Template};
use crate::site::includes::{Includes, Walk};
use crate::site::post::Markup;
use crate::site::{Surroundings, WholeSite, is_markdown};

/// Who uses a template: how many pages, and the one in the middle of them, by path. The first of a site's pages is unlike the
/// others as a rule, `404.html`.
#[derive(Clone, Copy)]
struct Users<'a> {
    count: usize,
    middle: User<'a>,
    /// Whether it is a layout, or what a layout includes: around the text of a page, not in it.
    is_around: bool,
    /// One of them, and one whose relative links start at another URL, if there is one.
    starts: (User<'a>, Option<User<'a>>),
}

impl<'a> Users<'a> {
    /// One whose relative links start at another URL than those of the middle one.
    fn elsewhere(&self) -> Option<PageOfTemplate<'a>> {
        let (one, other) = self.starts;
        let page = if one.start == self.middle.start { other } else { Some(one) };
        page.map(|user| user.page)
    }
}

/// One of these users and one whose relative links start at another URL.
fn with_another_start<'a>(
    (one, other): (User<'a>, Option<User<'a>>),
    more: impl IntoIterator<Item = User<'a>>,
) -> (User<'a>, Option<User<'a>>) {
    (one, other.or_else(|| more.into_iter().find(|user| user.start != one.start)))
}

/// A page that uses a template, and the number of the URL where its relative links start.
#[derive(Clone, Copy)]
struct User<'a> {
    page: PageOfTemplate<'a>,
    start: usize,
}

/// Numbers of the URLs where relative links start: of a page's folder, and of the `<base>` around it.
struct Starts<'r> {
    layouts: &'r Layouts,
    numbers: BTreeMap<(String, String), usize>,
}

impl<'r> Starts<'r> {
    fn user<'a>(&mut self, page: PageOfTemplate<'a>) -> User<'a> {
        let base = self.layouts.base(page.data()).unwrap_or("");
        let is_whole = base.starts_with('/') || base.contains("://") || base.starts_with("{{ site.");
        let folder = page.url().rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if is_whole { "" } else { folder };
        let next = self.numbers.len();
        let start = *self.numbers.entry((base.to_owned(), folder.to_owned())).or_insert(next);
        User { page, start }
    }
}

/// Every file that is read: those of [`documents::heads`], and the layouts and includes that a page of the site uses by their
/// names; sorted by path.
pub(super) fn heads<'a>(reader: &Reader<'_, 'a>, whole: WholeSite<'a>) -> Vec<(Arc<str>, Head<'a>)> {
    let (mut heads, included) = documents::heads(reader, whole);
    add(reader, whole.surroundings, &included, &mut heads);
    heads
}

fn add<'a>(
    reader: &Reader<'_, 'a>,
    surroundings: &'a Surroundings,
    included: &[Included<'a>],
    heads: &mut Vec<(Arc<str>, Head<'a>)>,
) {
    if !reader.site.settings.convention.runs_liquid {
        return;
    }
    let mut starts = Starts { layouts: reader.layouts, numbers: BTreeMap::new() };
    let mut found = around_pages(surroundings, reader.layouts, heads, &mut starts);
    in_pages(surroundings, included, &mut starts, &mut found);
    let templates = found.into_iter().filter(|(path, _)| is_markdown(path) || path.ends_with(".html"));
    let heads_of_templates = templates.map(|(path, users)| {
        let is_markdown = is_markdown(&path);
        let markup = if is_markdown { Markup::Markdown } else { Markup::Verbatim };
        let template = Template {
            page: users.middle.page,
            markup,
            is_around: users.is_around,
            has_one_page: users.count == 1,
            elsewhere: users.elsewhere(),
        };
        (Arc::from(path), Head::Template(template))
    });
    heads.extend(heads_of_templates);
    // A page that a template is, too, is judged as such.
    heads.sort_by(|a, b| a.0.cmp(&b.0));
    heads.dedup_by(|a, b| a.0 == b.0);
}

/// The layouts that pages use, those around these, and the files that they include, by their paths.
fn around_pages<'a>(
    surroundings: &Surroundings,
    layouts: &Layouts,
    heads: &[(Arc<str>, Head<'a>)],
    starts: &mut Starts<'_>,
) -> BTreeMap<String, Users<'a>> {
    let mut by_layout: BTreeMap<&str, Vec<User<'a>>> = BTreeMap::new();
    for (_, head) in heads {
        let Some(page) = page_of(*head) else { continue };
        if let Some(name) = page.data().get("layout").and_then(|node| node.as_str()) {
            by_layout.entry(name).or_default().push(starts.user(page));
        }
    }
    let mut found = BTreeMap::new();
    for (name, pages) in by_layout {
        let Some(users) = users(&pages) else { continue };
        for layout in layouts.around(name) {
            note(&mut found, layout.path.clone(), users);
            for file in &layout.includes {
                note_include(surroundings, file, users, &mut found);
            }
        }
    }
    found
}

/// The files that pages themselves include, and those that these include.
fn in_pages<'a>(
    surroundings: &Surroundings,
    included: &[Included<'a>],
    starts: &mut Starts<'_>,
    found: &mut BTreeMap<String, Users<'a>>,
) {
    let includes = Includes::new(surroundings);
    let users: Vec<(User<'a>, Vec<usize>)> = included
        .iter()
        .filter_map(|included| {
            let files = includes.of_tags(included.names.iter().map(String::as_str));
            Some((starts.user(page_of(included.head)?), files))
        })
        .collect();
    let mut walk = Walk::new(&includes);
    let mut of_files: Vec<Option<Users<'a>>> = vec![None; includes.count()];
    for (user, files) in &users {
        walk.from(files, &mut |file| {
            let Some(of_file) = of_files.get_mut(file) else { return };
            let new = Users { count: 0, middle: *user, is_around: false, starts: (*user, None) };
            let known = of_file.get_or_insert(new);
            known.count += 1;
            known.starts = with_another_start(known.starts, [*user]);
        });
    }
    // A second walk finds the middle ones without a list of pages for each file.
    let mut passed = vec![0_usize; includes.count()];
    for (user, files) in &users {
        walk.from(files, &mut |file| {
            let Some((Some(of_file), passed)) =
                of_files.get_mut(file).map(Option::as_mut).zip(passed.get_mut(file))
            else {
                return;
            };
            if *passed == of_file.count / 2 {
                of_file.middle = *user;
            }
            *passed += 1;
        });
    }
    for (name, users) in includes.names().zip(of_files) {
        if let Some(users) = users {
            note_include(surroundings, name, users, found);
        }
    }
}

fn note_include<'a>(
    surroundings: &Surroundings,
    file: &str,
    users: Users<'a>,
    found: &mut BTreeMap<String, Users<'a>>,
) {
    if let Some(path) = surroundings.include_paths.get(file) {
        note(found, path.to_string(), users);
    }
}

/// Notes users of a template. Those that have it in their text say more of it than those that have it around it.
fn note<'a>(found: &mut BTreeMap<String, Users<'a>>, path: String, users: Users<'a>) {
    let rank = |users: &Users<'_>| (!users.is_around, users.count);
    let Some(known) = found.get_mut(&path) else {
        found.insert(path, users);
        return;
    };
    let is_same = known.middle.page.path() == users.middle.page.path();
    let count = if is_same { known.count.max(users.count) } else { known.count.max(users.count).max(2) };
    let (one, other) = users.starts;
    let starts = with_another_start(known.starts, [Some(one), other].into_iter().flatten());
    if rank(&users) > rank(known) {
        *known = users;
    }
    known.count = count;
    known.starts = starts;
}

fn users<'a>(pages: &[User<'a>]) -> Option<Users<'a>> {
    let middle = *pages.get(pages.len() / 2)?;
    let starts = with_another_start((middle, None), pages.iter().copied());
    Some(Users { count: pages.len(), middle, is_around: true, starts })
}
