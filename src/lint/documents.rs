//! Every file of a site read for the rules: its text, its facts, where its links lead.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::links::issue_ref::{Text, Trackers, UrlReading, read_text, read_url};
use crate::links::{Around, From, OtherSite, destinations};
use crate::lint::rule::{Document, Head, Reference, doubt_fragments};
use crate::lint::rules;
use crate::markup::front_matter::{self, FrontMatter};
use crate::markup::markdown::{self, Link, LinkKind, LinkRole};
use crate::markup::{self, Reading};
use crate::site::post::{Hidden, Markup, Post};
use crate::site::tree::Tree;
use crate::site::{Page, PageText, Site, ThisPage, WholeSite, is_markdown};
use crate::text::pieces::Part as _;
use crate::text::source::SourceFile;

/// Every post, document and page, read by itself: what links of all files decide together is still open.
pub(super) struct ReadAlone<'a> {
    documents: Vec<Document<'a>>,
    named: Trackers,
}

impl<'a> ReadAlone<'a> {
    /// Decides what only all files together show: which trackers are the site's, and which pages of other sites are made by
    /// layouts. Returns the documents, sorted by path, and the trackers.
    pub(super) fn settled(self, others: &[OtherSite]) -> (Vec<Document<'a>>, Trackers) {
        let Self { mut documents, named } = self;
        if !others.is_empty() {
            doubt_fragments(&mut documents, others);
        }
        let trackers = counted(named, &documents);
        documents.par_iter_mut().for_each(|document| {
            for (link, reference) in document.facts.links.iter().zip(&mut document.references) {
                // Most links were read for good before any was counted.
                if link.role == LinkRole::Anchor && trackers.may_change(link.url(), &reference.url) {
                    reference.url = url_reading(link, &reference.text, &trackers);
                }
            }
        });
        (documents, trackers)
    }
}

/// The same with the links of the site counted, whose references were read by the named ones alone.
fn counted(named: Trackers, documents: &[Document<'_>]) -> Trackers {
    let counted = documents
        .par_iter()
        .map(|document| {
            let mut counted = Trackers::default();
            for (link, reference) in document.facts.links.iter().zip(&document.references) {
                match &reference.url {
                    UrlReading::Issue(issue) => counted.count(issue),
                    // A pattern of the configuration may have read the number of the text into the URL.
                    UrlReading::Malformed(_) if !named.named().is_empty() => {
                        if let UrlReading::Issue(issue) = read_url(link.url(), None, &named) {
                            counted.count(&issue);
                        }
                    }
                    UrlReading::Malformed(_) | UrlReading::Other => {}
                }
                if let Text::Numbered(text) = &reference.text {
                    counted.count_numbered(text, &link.destination.value);
                }
            }
            counted
        })
        .reduce(Trackers::default, |mut all, more| {
            all.merge(more);
            all
        });
    counted.with_named(named.named().to_vec())
}

/// Reads every post, document and page; `named` are the trackers that the configuration names.
pub(super) fn documents<'a>(
    whole: WholeSite<'a>,
    tree: &dyn Tree,
    around: &Around<'_>,
    named: Trackers,
) -> ReadAlone<'a> {
    let WholeSite { site, surroundings } = whole;
    // The generator does not read `_drafts` unless it is asked to.
    let is_shown = |post: &&Post| post.hidden != Some(Hidden::Draft) || post.is_read();
    let posts = site.posts.iter().map(|post| &**post).filter(|post| is_shown(post) && post.has_file());
    let posts = posts.map(|post| (Arc::clone(&post.path), Head::Post(post)));
    let pages = surroundings.pages.iter().map(|page| (Arc::clone(&page.path), Head::Page(page)));
    let unread = site.unreadable.iter().map(|unread| (Arc::clone(&unread.path), Head::Unread(unread)));
    let files = surroundings.files.iter().filter(|file| may_be_a_page(&file.path, file.size));
    let files = files.map(|file| (Arc::from(file.path.as_str()), Head::Nothing));
    let ignored = ignored(site).map(|path| (Arc::from(path), Head::Nothing));
    let mut heads: Vec<(Arc<str>, Head<'a>)> =
        posts.chain(pages).chain(unread).chain(files).chain(ignored).collect();
    heads.sort_by(|a, b| a.0.cmp(&b.0));
    heads.dedup_by(|a, b| a.0 == b.0);
    // Kept in order without a copy: what is filtered while it is read is gathered in pieces, and those are copied.
    let read: Vec<Option<Document<'a>>> =
        heads.into_par_iter().map(|(path, head)| document(site, tree, around, &named, path, head)).collect();
    let mut documents: Vec<Document<'a>> = read.into_iter().flatten().collect();
    let parts = parts(site, tree, around, &named, &documents);
    if !parts.is_empty() {
        documents.extend(parts);
        documents.sort_by(|a, b| a.path().cmp(b.path()));
    }
    ReadAlone { documents, named }
}

/// The files that pages take in with `include_relative` and that are no pages themselves, each as a part of the first page
/// that does: what they link to is judged where it is written.
fn parts<'a>(
    site: &Site,
    tree: &dyn Tree,
    around: &Around<'_>,
    named: &Trackers,
    documents: &[Document<'a>],
) -> Vec<Document<'a>> {
    let mut found: BTreeMap<String, &'a Page> = BTreeMap::new();
    for document in documents {
        let Head::Page(page) = document.head else { continue };
        for file in included_beside(document.path(), document.body()).filter(|_| page.liquid) {
            found.entry(file).or_insert(page);
        }
    }
    found.retain(|file, _| documents.binary_search_by(|document| (**document.path()).cmp(file)).is_err());
    let read = found
        .into_iter()
        .filter_map(|(file, page)| document(site, tree, around, named, Arc::from(file), Head::Part(page)));
    read.collect()
}

/// The files that a page takes in by their names.
fn included_beside<'t>(path: &'t str, body: &'t str) -> impl Iterator<Item = String> + 't {
    let folder = path.rfind('/').map_or("", |at| path.part(..=at));
    body.match_indices("include_relative ").filter_map(move |(at, tag)| {
        let is_tag = body.part(..at).trim_end().trim_end_matches('-').ends_with("{%");
        let name = body.part(at + tag.len()..).split_whitespace().next()?;
        let is_plain = is_markdown(name) && !name.contains(['{', '}', '"', '\'']) && !name.contains("..");
        (is_tag && is_plain).then(|| format!("{folder}{name}"))
    })
}

/// The files in folders of posts that only their names keep from being posts: their text is a post's.
fn ignored(site: &Site) -> impl Iterator<Item = &str> {
    let folders = site.settings.convention.has_post_folders;
    let misnamed = site.ignored.iter().filter(move |ignored| folders && ignored.looks_like_post());
    misnamed
        .map(|ignored| ignored.path.as_str())
        .filter(|path| may_be_written(path) && !path.split('/').any(|folder| folder == "_drafts"))
}

/// Whether a file that is copied as it is may be a page whose front matter is broken.
pub(super) fn may_be_a_page(path: &str, size: u64) -> bool {
    const LARGEST: u64 = 1 << 20;
    (4..=LARGEST).contains(&size) && may_be_written(path)
}

/// Whether a file's name is that of a string which people write for a site.
fn may_be_written(path: &str) -> bool {
    is_markdown(path) || path.ends_with(".html")
}

fn document<'a>(
    site: &Site,
    tree: &dyn Tree,
    around: &Around<'_>,
    named: &Trackers,
    path: Arc<str>,
    head: Head<'a>,
) -> Option<Document<'a>> {
    let kept = match head {
        Head::Post(post) => post.text.clone(),
        Head::Page(page) => page.text.clone(),
        Head::Part(_) | Head::Unread(_) | Head::Nothing => None,
    };
    let text: Arc<str> = match kept {
        Some(text) => text,
        None => match String::from_utf8(tree.read(&path).ok()?) {
            Ok(text) => Arc::from(text),
            Err(error) => Arc::from(String::from_utf8_lossy(error.as_bytes())),
        },
    };
    // A file that is read again may have changed since its head was read.
    let fits = |front_matter: &FrontMatter| text.is_char_boundary(front_matter.body);
    let front_matter: Cow<'a, FrontMatter> = match head {
        Head::Post(post) if fits(&post.front_matter) => Cow::Borrowed(&post.front_matter),
        Head::Page(page) if fits(&page.front_matter) => Cow::Borrowed(&page.front_matter),
        // It is taken in as it is.
        Head::Part(_) => Cow::Owned(FrontMatter::default()),
        _ => Cow::Owned(front_matter::of_file(&path, &text, site.settings.convention.front_matter)),
    };
    let mut document = Document {
        source: SourceFile::new(path, text),
        head,
        front_matter,
        facts: markdown::Facts::default(),
        destinations: Vec::new(),
        references: Vec::new(),
        template_fault: None,
        ids: foldhash::HashSet::default(),
        hash: std::sync::OnceLock::new(),
        near_ids: std::sync::OnceLock::new(),
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
    document.template_fault = fault.filter(|_| document.post().is_some());
    document.ids = document.facts.ids.iter().map(|id| id.value.clone()).collect();
    let lists: Vec<String> = ids_of_attribute_lists(document.body()).map(str::to_owned).collect();
    document.ids.extend(lists);
    document.destinations = destinations(&document.facts, from(&document), around);
    let text = &document.source.text;
    document.references = document.facts.links.iter().map(|link| reference(link, text, named)).collect();
    Some(document)
}

fn from<'d>(document: &'d Document<'_>) -> From<'d> {
    From {
        url: document.url(),
        source: document.relative_path(),
        markup: document.markup(),
        is_document: document.post().is_some(),
    }
}

/// The facts of a document's body as the build reads it.
fn reading(site: &Site, tree: &dyn Tree, document: &Document<'_>) -> Reading {
    let body = document.body();
    let options = &site.settings.markdown;
    let is_html = document.markup() == Markup::Verbatim;
    let mut reading = match document.head {
        Head::Post(post) if post.liquid => {
            let page = ThisPage { site, tree, post, body, is_excerpt: false, texts: None, shown_by: None };
            markup::read(body, is_html, options, Some((site, &page)))
        }
        Head::Page(page) | Head::Part(page) if page.liquid => {
            markup::read(body, is_html, options, Some((site, &PageText { tree, page, body })))
        }
        _ => markup::read(body, is_html, options, None),
    };
    if matches!(document.head, Head::Part(_)) {
        // The page around it may define what it refers to, and refer to what it defines.
        reading.facts.undefined_references.clear();
        reading.facts.undefined_footnotes.clear();
        reading.facts.definitions.iter_mut().for_each(|definition| definition.used = true);
    }
    // What it asks for and cannot be read is a finding in the file itself.
    reading.facts.is_partial |= site.lacking(body).is_some();
    reading
}

/// The ids of kramdown's attribute lists, `{: #id .class}`, wherever they stand: code is not left out, since an id too
/// many hides less than one too few invents.
fn ids_of_attribute_lists(body: &str) -> impl Iterator<Item = &str> {
    let bytes = body.as_bytes();
    let starts = memchr::memchr_iter(b'{', bytes).filter(move |at| bytes.get(at + 1) == Some(&b':'));
    starts.flat_map(move |at| {
        const LONGEST: usize = 300;
        let mut end = (at + 2 + LONGEST + 1).min(body.len());
        while !body.is_char_boundary(end) {
            end += 1;
        }
        let rest = body.part(at + 2..end);
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

fn url_reading(link: &Link, text: &Text, trackers: &Trackers) -> UrlReading {
    // Only a number with a mark is surely an issue's: `[2019](https://github.com/o/r)` may be a year.
    let number = match text {
        Text::Ref(found) if !found.mark.is_empty() => Some(found.number.as_str()),
        Text::Nearly(fault) => fault.meant.as_deref().map(|meant| meant.trim_start_matches('#')),
        Text::Ref(_) | Text::Several(_) | Text::Numbered(_) | Text::Other => None,
    };
    read_url(link.url(), number, trackers)
}
