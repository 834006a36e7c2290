//! Every file of a site read for the rules: its text, its facts, where its links lead.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::links::issue_ref::{Text, Trackers, UrlReading, read_text, read_url};
use crate::links::{Destination, Form, From, LinkBase, Place, Verdict, destinations};
use crate::lint::rule::{
    Document, Head, Knowledge, Layouts, Outline, OutlineMatter, PageIds, PageOfTemplate, Reference, Template,
    doubt_fragments,
};
use crate::lint::rules;
use crate::lint::varying::Varying;
use crate::markup::front_matter::{self, Format, FrontMatter, Map};
use crate::markup::markdown::{self, ForeignIds, Link, LinkKind, LinkRole};
use crate::markup::{self, Reading, liquid};
use crate::site::includes;
use crate::site::post::{Hidden, Markup, Post};
use crate::site::tree::Tree;
use crate::site::{
    Page, PageText, Site, Surroundings, ThisPage, WholeSite, is_markdown, is_readme, real_path,
};
use crate::text::pieces::Part as _;
use crate::text::source::SourceFile;

/// What every file of a site is read with.
pub(super) struct Reader<'r, 'a> {
    pub(super) site: &'a Site,
    pub(super) tree: &'r dyn Tree,
    pub(super) around: &'r LinkBase<'r>,
    /// The trackers that the configuration names.
    pub(super) named: &'r Trackers,
    /// The layouts around pages.
    pub(super) layouts: &'r Layouts,
}

impl<'a> Reader<'_, 'a> {
    /// A reader of another tree for the same site.
    pub(super) fn over<'t>(&'t self, tree: &'t dyn Tree) -> Reader<'t, 'a> {
        Reader { site: self.site, tree, around: self.around, named: self.named, layouts: self.layouts }
    }
}

/// A file and what the site made of it.
pub(super) type Headed<'a> = (Arc<str>, Head<'a>);

/// Every post, document and page, and the parts of pages, sorted by path; and what posts and pages include.
pub(super) fn heads<'a>(
    reader: &Reader<'_, 'a>,
    WholeSite { site, surroundings }: WholeSite<'a>,
) -> (Vec<Headed<'a>>, Vec<Included<'a>>) {
    // The generator does not read `_drafts` unless it is asked to.
    let is_shown = |post: &&Post| post.hidden != Some(Hidden::Draft) || post.is_read();
    let posts = site.posts.iter().map(|post| &**post).filter(|post| is_shown(post) && post.has_file());
    let posts = posts.map(|post| (Arc::clone(&post.path), Head::Post(post)));
    let packages = packages(site, surroundings);
    let is_own = |page: &&Page| {
        page.front_matter.format != Format::None
            || !(packages.iter().any(|folder| page.path.starts_with(folder))
                || site.settings.readmes_perhaps && is_readme(&page.path))
    };
    let pages =
        surroundings.pages.iter().filter(is_own).map(|page| (Arc::clone(&page.path), Head::Page(page)));
    let unread = site.unreadable.iter().map(|unread| (Arc::clone(&unread.path), Head::Unread(unread)));
    let files = surroundings.files.iter().filter(|file| may_be_a_page(&file.path, file.size));
    let files = files.map(|file| (Arc::from(file.path.as_str()), Head::Nothing));
    let ignored = ignored(site).map(|path| (Arc::from(path), Head::Nothing));
    let mut heads: Vec<(Arc<str>, Head<'_>)> =
        posts.chain(pages).chain(unread).chain(files).chain(ignored).collect();
    heads.sort_by(|a, b| a.0.cmp(&b.0));
    heads.dedup_by(|a, b| a.0 == b.0);
    leave_out_copies(&site.symlinks, &mut heads);
    let included = included(reader, &heads);
    add_parts(reader, &mut heads, &included);
    heads.shrink_to_fit();
    (heads, included)
}

/// Leaves out what is found by a second path too, through a symlink: its findings are those of the file itself.
fn leave_out_copies(symlinks: &[(String, String)], heads: &mut Vec<Headed<'_>>) {
    if symlinks.is_empty() {
        return;
    }
    let copies: BTreeSet<Arc<str>> = heads
        .iter()
        .filter(|(path, _)| {
            let real = real_path(symlinks, path);
            real.is_some_and(|real| heads.binary_search_by(|(other, _)| (**other).cmp(&real)).is_ok())
        })
        .map(|(path, _)| Arc::clone(path))
        .collect();
    heads.retain(|(path, _)| !copies.contains(path));
}

/// The folders of packages by others among the files of a site that makes pages of Markdown without front matter, with a
/// slash at the end: each has a manifest and a licence.
fn packages<'a>(site: &Site, surroundings: &'a Surroundings) -> BTreeSet<&'a str> {
    const MANIFESTS: [&str; 3] = ["package.json", "bower.json", "component.json"];
    if !site.settings.convention.runs_liquid {
        return BTreeSet::new();
    }
    let folders_with = |is_wanted: &dyn Fn(&str) -> bool| -> BTreeSet<&'a str> {
        let paths = surroundings.files.iter().map(|file| file.path.as_str());
        let split = paths.filter_map(|path| path.rfind('/').map(|at| path.split_at(at + 1)));
        split.filter(|(_, name)| is_wanted(name)).map(|(folder, _)| folder).collect()
    };
    let licensed = folders_with(&|name| name.to_ascii_lowercase().starts_with("licen"));
    let mut packages = folders_with(&|name| MANIFESTS.contains(&name));
    packages.retain(|folder| licensed.contains(folder));
    packages
}

/// The files that a page or post includes by their names.
pub(super) struct Included<'a> {
    /// The page or post.
    pub(super) head: Head<'a>,
    /// What its tags `include` say.
    pub(super) names: Vec<String>,
    /// The paths of the files in its tags `include_relative`.
    beside: Vec<String>,
}

/// Returns what each page and post includes by name; those without such a tag are left out.
fn included<'a>(reader: &Reader<'_, 'a>, heads: &[(Arc<str>, Head<'a>)]) -> Vec<Included<'a>> {
    let of_head = |(path, head): &(Arc<str>, Head<'a>)| {
        let (may_include, body) = match *head {
            Head::Post(post) => (post.includes, post.front_matter.body),
            Head::Page(page) => (page.liquid, page.front_matter.body),
            _ => return None,
        };
        let text = if may_include { text_of(reader.site, reader.tree, path, *head) } else { None }?;
        let body = text.get(body..)?;
        let names: Vec<String> = includes::tags(body).map(str::to_owned).collect();
        let beside: Vec<String> = included_beside(path, body).collect();
        let has_any = !names.is_empty() || !beside.is_empty();
        has_any.then_some(Included { head: *head, names, beside })
    };
    heads.iter().filter_map(of_head).collect()
}

/// The page that a file becomes, where one is written.
pub(super) fn page_of(head: Head<'_>) -> Option<PageOfTemplate<'_>> {
    match head {
        Head::Post(post) => (post.output && post.hidden.is_none()).then_some(PageOfTemplate::Post(post)),
        Head::Page(page) => Some(PageOfTemplate::Page(page)),
        Head::Part(_) | Head::Template(_) | Head::Unread(_) | Head::Nothing => None,
    }
}

/// Adds the files that pages and posts include with `include_relative` and that are not pages themselves, each as a part of
/// the first that does: what they link to is judged where it is written. A file without front matter that becomes a page by a
/// plugin is a part, too, where a post includes it: only the text in the post is meant to be read.
fn add_parts<'a>(reader: &Reader<'_, 'a>, heads: &mut Vec<(Arc<str>, Head<'a>)>, all: &[Included<'a>]) {
    let mut found: BTreeMap<&str, PageOfTemplate<'a>> = BTreeMap::new();
    let mut of_posts: BTreeMap<&str, Option<PageOfTemplate<'a>>> = BTreeMap::new();
    for Included { head, beside, .. } in all {
        for file in beside {
            let page = page_of(*head);
            if let Some(page) = page {
                found.entry(file).or_insert(page);
            }
            if matches!(head, Head::Post(_)) {
                let known = of_posts.entry(file).or_insert(page);
                *known = known.or(page);
            }
        }
    }
    let is_bare = |head: &Head<'_>| matches!(head, Head::Page(page) if page.front_matter.block.is_empty());
    // What only posts without a page include is shown nowhere.
    heads.retain(|(path, head)| !(is_bare(head) && of_posts.get(&**path).is_some_and(Option::is_none)));
    let mut more = Vec::new();
    for (file, page) in found {
        match heads.binary_search_by(|(path, _)| (**path).cmp(file)).map(|at| heads.get_mut(at)) {
            Ok(Some((path, head @ Head::Nothing))) => {
                if document(reader, Arc::clone(path), Head::Nothing).is_none() {
                    *head = Head::Part(page);
                }
            }
            Ok(Some((_, head))) if is_bare(head) => {
                if let Some(Some(post)) = of_posts.get(file) {
                    *head = Head::Part(*post);
                }
            }
            Ok(_) => {}
            Err(_) => more.push((Arc::from(file), Head::Part(page))),
        }
    }
    if !more.is_empty() {
        heads.append(&mut more);
        heads.sort_by(|a, b| a.0.cmp(&b.0));
    }
}

/// The files that a page takes in by their names.
fn included_beside<'t>(path: &'t str, body: &'t str) -> impl Iterator<Item = String> + 't {
    let folder = path.rfind('/').map_or("", |at| path.part(..=at));
    includes::named_beside(body).filter_map(move |name| {
        let is_plain = is_markdown(name) && !name.contains(['{', '}', '"', '\'']) && !name.contains("..");
        is_plain.then(|| format!("{folder}{name}"))
    })
}

/// Decides what only all files together show: whether a URL is an issue's of a tracker of the site, and which pages of other
/// sites their builds make.
pub(super) fn settle(document: &mut Document<'_>, site: &Knowledge<'_>) {
    doubt_fragments(&mut document.destinations, &site.made_there);
    let trackers = &site.trackers;
    for (link, reference) in document.facts.links.iter().zip(&mut document.references) {
        if link.role == LinkRole::Anchor && trackers.may_change(link.url(), &reference.url) {
            reference.url = url_reading(link, &reference.text, trackers);
        }
    }
}

/// The files in folders of posts that only their names keep from being posts: their text is a post's.
fn ignored(site: &Site) -> impl Iterator<Item = &str> {
    let folders = site.settings.convention.has_post_folders;
    let misnamed = site.ignored.iter().filter(move |ignored| folders && ignored.looks_like_post());
    misnamed
        .map(|ignored| ignored.path.as_str())
        .filter(|path| may_be_written(path) && !path.split('/').any(|folder| folder == "_drafts"))
}

/// Returns whether a file that is copied as it is may be a page whose front matter is broken.
pub(super) fn may_be_a_page(path: &str, size: u64) -> bool {
    const LARGEST: u64 = 1 << 20;
    (4..=LARGEST).contains(&size) && may_be_written(path)
}

/// Returns whether a file's name is that of a string which people write for a site.
fn may_be_written(path: &str) -> bool {
    is_markdown(path) || path.ends_with(".html")
}

/// Reads a file; nothing where it cannot be read, or is none of the linter's business.
pub(super) fn document<'a>(reader: &Reader<'_, 'a>, path: Arc<str>, head: Head<'a>) -> Option<Document<'a>> {
    let Reader { site, tree, around, named, layouts } = *reader;
    let text = text_of(site, tree, &path, head)?;
    // A file that is read again may have changed since its head was read.
    let fits = |front_matter: &FrontMatter| text.is_char_boundary(front_matter.body);
    let front_matter = match head {
        Head::Post(post) if fits(&post.front_matter) => OutlineMatter::OfHead(&post.front_matter),
        Head::Page(page) if fits(&page.front_matter) => OutlineMatter::OfHead(&page.front_matter),
        // It is taken in as it is.
        Head::Part(_) => OutlineMatter::Own(Box::default()),
        // Its front matter is for the layout around it.
        Head::Template(_) => {
            let parsed = front_matter::of_file(&path, &text, site.settings.convention.front_matter);
            OutlineMatter::Own(Box::new(FrontMatter { body: parsed.body, ..FrontMatter::default() }))
        }
        _ => {
            let formats = site.settings.convention.front_matter;
            OutlineMatter::Own(Box::new(front_matter::of_file(&path, &text, formats)))
        }
    };
    let mut document = Document {
        outline: Outline::new(Arc::clone(&path), head, front_matter, &text),
        source: SourceFile::new(path, text),
        facts: markdown::Facts::default(),
        destinations: Vec::new(),
        references: Vec::new(),
        template_fault: None,
        hash: std::sync::OnceLock::new(),
    };
    // A file without front matter that nobody meant as a page is none of the linter's business.
    let meant =
        !document.front_matter.faults.is_empty() || rules::misplaced_front_matter(&document).is_some();
    let is_ignored = || ignored(site).any(|ignored| *ignored == **document.path());
    if matches!(head, Head::Nothing) && !meant && !is_ignored() {
        return None;
    }
    let Reading { facts, fault } = reading(site, tree, &document);
    document.facts = facts.shifted(document.front_matter.body);
    if matches!(head, Head::Post(_) | Head::Page(_)) {
        let text = &document.source.text;
        let own = &document.front_matter.data;
        let more = layouts.links_in_values(document.data(), own, text, &site.settings.markdown);
        document.facts.links.splice(0..0, more);
    }
    document.template_fault =
        fault.filter(|fault| document.post().is_some() || is_certain_anywhere(&fault.message));
    let has_colon = !site.settings.markdown.common_mark.block_attributes;
    document.outline.ids =
        PageIds::new(&document.facts.ids, ids_of_attribute_lists(document.body(), has_colon));
    document.outline.is_made_in_part = document.facts.is_partial;
    let from = from(&document, layouts);
    let here = destinations(&document.facts, from, around);
    let elsewhere = match head {
        Head::Template(template) => template.elsewhere.map(|page| {
            let there = From { url: Some(page.url()), base: layouts.base(page.data()), ..from };
            destinations(&document.facts, there, around)
        }),
        _ => None,
    };
    document.destinations = here;
    doubt_places(&mut document, layouts, elsewhere.as_deref());
    let text = &document.source.text;
    document.references = document.facts.links.iter().map(|link| reference(link, text, named)).collect();
    Some(document)
}

/// Whether an error of a template is certain in a page, layout or include too, whose variables are not all known: its
/// structure is wrong, or a file that it includes is not there.
fn is_certain_anywhere(message: &str) -> bool {
    ["is never closed", "ends a tag that was not opened", "in `_includes` to include"]
        .iter()
        .any(|part| message.contains(part))
}

/// The text of a file, with U+FFFD for what is not UTF-8; nothing where it cannot be read.
pub(super) fn text_of(site: &Site, tree: &dyn Tree, path: &str, head: Head<'_>) -> Option<Arc<str>> {
    kept_text(site, path, head).or_else(|| text_in(tree, path))
}

/// The text of a file, where it was kept when the site was read.
pub(super) fn kept_text(site: &Site, path: &str, head: Head<'_>) -> Option<Arc<str>> {
    match head {
        Head::Post(post) => post.text.clone(),
        Head::Page(page) => page.text.clone(),
        Head::Template(_) => site.surroundings.as_ref().and_then(|around| around.include_at(path)).cloned(),
        Head::Part(_) | Head::Unread(_) | Head::Nothing => None,
    }
}

/// The text of a file that was not kept.
pub(super) fn text_in(tree: &dyn Tree, path: &str) -> Option<Arc<str>> {
    Some(match String::from_utf8(tree.read(path).ok()?) {
        Ok(text) => Arc::from(text),
        Err(error) => Arc::from(String::from_utf8_lossy(error.as_bytes())),
    })
}

/// The front matter of the page that a file is, or is shown on.
fn data_of_page<'d>(document: &'d Document<'_>) -> &'d Map {
    match document.head {
        Head::Template(template) => template.page.data(),
        _ => document.data(),
    }
}

/// Makes places unknown that depend on which page shows the file, or on a `<base>` that may be around it. A relative link is
/// judged where it leads nowhere both on a page and `elsewhere`, on one in another folder.
fn doubt_places(document: &mut Document<'_>, layouts: &Layouts, elsewhere: Option<&[Destination]>) {
    let has_one_page = match document.head {
        Head::Template(template) => template.has_one_page,
        _ => true,
    };
    let may_have_base = layouts.may_have_base(data_of_page(document));
    let is_dead = |destination: &Destination| {
        matches!(destination, Destination::Internal(Place { verdict: Verdict::Nothing, .. }))
    };
    for (at, destination) in document.destinations.iter_mut().enumerate() {
        let Destination::Internal(place) = &*destination else { continue };
        let may_be_there = || {
            let there = elsewhere.and_then(|destinations| destinations.get(at));
            there.is_some_and(|there| !is_dead(destination) || !is_dead(there))
        };
        let reason = match place.form {
            Form::Relative if may_have_base => "a template that may be around the page has a `<base>`",
            Form::Relative if may_be_there() => "they are relative, and on pages in several folders",
            Form::SamePage if !has_one_page => "they are on several pages",
            _ => continue,
        };
        *destination = Destination::Unknown(Cow::Borrowed(reason));
    }
}

fn from<'d>(document: &'d Document<'_>, layouts: &'d Layouts) -> From<'d> {
    // What gets no page of its own is shown on others: nobody knows where its relative links lead.
    let is_shown_elsewhere = document.post().is_some_and(|post| !post.output);
    From {
        url: document.url().filter(|_| !is_shown_elsewhere),
        base: layouts.base(data_of_page(document)),
        source: document.relative_path(),
        markup: document.markup(),
        is_document: document.post().is_some(),
    }
}

/// The facts of a document's body as the build reads it.
fn reading(site: &Site, tree: &dyn Tree, document: &Document<'_>) -> Reading {
    // What a redirect takes the place of is shown nowhere.
    let is_redirect = match document.head {
        Head::Post(post) => post.redirect_to.is_some(),
        Head::Page(page) => page.redirect_to.is_some(),
        _ => false,
    };
    let is_read = !is_redirect && document.markup() != Markup::Foreign;
    let body = if is_read { document.body() } else { "" };
    let options = &*with_ids_of_letters(&site.settings.markdown);
    let is_html = document.markup() == Markup::Verbatim;
    let mut reading = match document.head {
        Head::Post(post) | Head::Part(PageOfTemplate::Post(post)) if post.liquid => {
            let page = ThisPage { site, tree, post, body, is_excerpt: false, texts: None, shown_by: None };
            markup::read(body, is_html, options, Some((site, &page)))
        }
        Head::Page(page) | Head::Part(PageOfTemplate::Page(page)) if page.liquid => {
            markup::read(body, is_html, options, Some((site, &PageText { tree, page, body })))
        }
        Head::Template(template) => return reading_of_template(site, tree, body, &template),
        _ => markup::read(body, is_html, options, None),
    };
    if matches!(document.head, Head::Part(_)) {
        // The page around it may define what it refers to, and refer to what it defines.
        reading.facts.undefined_references.clear();
        reading.facts.undefined_footnotes.clear();
        reading.facts.definitions.iter_mut().for_each(|definition| definition.used = true);
    }
    if !shows_html(document.path()) {
        reading.facts =
            markdown::Facts { is_partial: reading.facts.is_partial, ..markdown::Facts::default() };
    }
    // What it asks for and cannot be read is a finding in the file itself.
    reading.facts.is_partial |= site.lacking(body).is_some();
    reading
}

/// The options with which headings have ids of their letters where the site's processor gives them others.
fn with_ids_of_letters(options: &markdown::Options) -> Cow<'_, markdown::Options> {
    match options.foreign_ids {
        ForeignIds::Letters => Cow::Owned(markdown::Options { auto_ids: true, gfm: true, ..options.clone() }),
        _ => Cow::Borrowed(options),
    }
}

/// The links of a layout or include, as one of the pages that use it shows them.
fn reading_of_template(site: &Site, tree: &dyn Tree, body: &str, template: &Template<'_>) -> Reading {
    let options = &site.settings.markdown;
    let is_html = template.markup == Markup::Verbatim;
    let read = |page: &dyn liquid::Page| markup::read_part(body, is_html, options, (site, page));
    let Reading { mut facts, fault } = match template.page {
        PageOfTemplate::Post(post) => {
            read(&ThisPage { site, tree, post, body: "", is_excerpt: false, texts: None, shown_by: None })
        }
        PageOfTemplate::Page(page) => read(&PageText { tree, page, body: "" }),
    };
    // In HTML, scripts give links their URLs, and ids may be those of one page.
    let is_whole = |link: &Link| {
        !is_html && !template.is_around || !matches!(link.url(), "" | "#") && !link.url().starts_with('#')
    };
    // Style sheets and scripts may be made by other programs; an address that Liquid writes is the site's.
    let is_judged = |link: &Link| {
        link.role != LinkRole::Resource || link.evaluated.as_ref().is_some_and(|url| url.contains("://"))
    };
    let varying = std::cell::LazyCell::new(|| Varying::of(body));
    let is_same_everywhere = |link: &Link| {
        let written = body.get(link.destination.span.start..link.destination.span.end).unwrap_or("");
        [written, &link.destination.value].iter().all(|url| !url.contains('{') || !varying.is_in(url))
    };
    facts.links.retain(|link| is_judged(link) && is_whole(link) && is_same_everywhere(link));
    facts.definitions.iter_mut().for_each(|definition| definition.used = true);
    let prose = if template.is_around { Vec::new() } else { facts.prose };
    let facts = markdown::Facts {
        prose,
        links: facts.links,
        definitions: facts.definitions,
        liquid: facts.liquid,
        is_partial: true,
        ..markdown::Facts::default()
    };
    Reading { facts, fault }
}

/// Returns whether a file's page is one that browsers show as HTML: a script that Liquid writes into has HTML in strings.
fn shows_html(path: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "js",
        "mjs",
        "cjs",
        "ts",
        "coffee",
        "css",
        "scss",
        "sass",
        "less",
        "json",
        "webmanifest",
        "txt",
        "csv",
        "ics",
    ];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    !OTHERS.iter().any(|other| other.eq_ignore_ascii_case(ending))
}

/// The ids of kramdown's attribute lists, `{: #id .class}`, wherever they stand: code is not left out, since an id too
/// many hides less than one too few invents.
fn ids_of_attribute_lists(body: &str, has_colon: bool) -> impl Iterator<Item = &str> {
    let bytes = body.as_bytes();
    let starts = memchr::memchr_iter(b'{', bytes).filter(move |at| match bytes.get(at + 1) {
        Some(b':') => has_colon,
        Some(b'{' | b'%') | None => false,
        Some(_) => !has_colon,
    });
    let opening = if has_colon { 2 } else { 1 };
    starts.flat_map(move |at| {
        const LONGEST: usize = 300;
        let mut end = (at + opening + LONGEST + 1).min(body.len());
        while !body.is_char_boundary(end) {
            end += 1;
        }
        let rest = body.part(at + opening..end);
        let list = rest.split(['}', '\n']).next().filter(|list| list.len() <= LONGEST).unwrap_or("");
        list.split_whitespace().filter_map(|word| {
            let quoted = word.strip_prefix("id=").map(|id| id.trim_matches(['"', '\'']));
            word.strip_prefix('#').or(quoted)
        })
    })
}

/// What a link of a file says about an issue.
fn reference(link: &Link, source: &str, trackers: &Trackers) -> Reference {
    if link.role != LinkRole::Anchor {
        return Reference { text: Text::Other, url: UrlReading::Other };
    }
    let mut text = if link.kind == LinkKind::Autolink { Text::Other } else { read_text(&link.text) };
    if let Text::Ref(found) = &mut text
        && found.mark.is_empty()
        && source.get(..link.span.start).is_some_and(|before| before.ends_with('#'))
    {
        // `#[12](…)`
        found.mark = "#";
    }
    let url = url_reading(link, &text, trackers);
    Reference { text, url }
}

/// What a link's URL says about an issue, by these trackers.
pub(super) fn url_reading(link: &Link, text: &Text, trackers: &Trackers) -> UrlReading {
    // Only a number with a mark is surely an issue's: `[2019](https://github.com/o/r)` may be a year.
    let number = match text {
        Text::Ref(found) if !found.mark.is_empty() => Some(found.number.as_str()),
        Text::Nearly(fault) => fault.meant.as_deref().map(|meant| meant.trim_start_matches('#')),
        Text::Ref(_) | Text::Several(_) | Text::Numbered(_) | Text::Other => None,
    };
    read_url(link.url(), number, trackers)
}
