//! The heads of posts and documents, read in parallel and put in a feed's order.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::markup::front_matter::{self, Format, Value};
use crate::site::config::{self, Limit};
use crate::site::convention::{Document, Generator, Role};
use crate::site::includes::may_include;
use crate::site::load::unreadable;
use crate::site::markdown_names::is_named_like_markdown;
use crate::site::post::{Fingerprint, Hidden, POSTS, Post};
use crate::site::tree::{Tree, TreeError};
use crate::site::{Ignored, Site, Unreadable, by_key};
use crate::text::diagnostic::{Level, Problem};
use crate::text::pieces::Part as _;
use crate::text::source::{LineIndex, Position, Span};

/// What was found below the site's folder, with its roles.
pub(super) struct Found<'a> {
    pub(super) files: &'a [(Arc<str>, Role)],
    /// Existing files that cannot be read.
    pub(super) unread: &'a [(TreeError, Role)],
}

/// Reads the heads of the documents of some collections and puts them in their order among the others.
pub(super) fn read_documents(
    tree: &dyn Tree,
    &Found { files, unread }: &Found<'_>,
    generator: &dyn Generator,
    site: &mut Site,
    room: &Room,
    wanted: &dyn Fn(&Arc<str>) -> bool,
) {
    for (error, role) in unread {
        if let Role::Document { collection, draft } = role
            && wanted(collection)
            && (!draft || generator.shows_drafts())
        {
            site.unreadable.push(unreadable::document(error, collection, *draft, generator));
        }
    }
    let mut documents: Vec<(&Arc<str>, Arc<str>, bool)> = Vec::new();
    let posts: Arc<str> = Arc::from(POSTS);
    for (path, role) in files {
        match role {
            Role::Document { collection, draft } if wanted(collection) => {
                documents.push((path, Arc::clone(collection), *draft));
            }
            Role::Ignored(reason) if wanted(&posts) && (generator.shows_drafts() || !is_draft(path)) => {
                site.ignored.push(Ignored { path: path.to_string(), reason, help: MISNAMED });
            }
            _ => {}
        }
    }
    let older = documents.len().saturating_sub(room.newest);
    let heads: Vec<Option<Result<Arc<Post>, Box<Unreadable>>>> = documents
        .into_par_iter()
        .enumerate()
        .map(|(number, (path, collection, draft))| {
            let room = Some(room).filter(|_| number >= older);
            // The generator does not read `_drafts` unless it is asked to.
            let is_read = !draft || generator.shows_drafts();
            head(tree, path, collection, draft, generator, room).filter(|head| is_read || head.is_ok())
        })
        .collect();
    let mut read: Vec<Arc<Post>> = Vec::with_capacity(heads.len());
    for head in heads.into_iter().flatten() {
        match head {
            Ok(post) => read.push(post),
            Err(unreadable) => site.unreadable.push(*unreadable),
        }
    }
    read.sort_by(|a, b| generator.order(a, b));
    for same in read.chunk_by_mut(|a, b| a.date == b.date && a.collection == b.collection) {
        if let Some(key) = site.settings.sort_key(same.first().map_or("", |post| &post.collection)) {
            same.sort_by(|a, b| by_key(b, a, key).then_with(|| b.path.cmp(&a.path)));
        }
    }
    // Those that were read before keep their places: a plan knows them by number.
    let present = site.posts.len();
    site.posts.append(&mut read);
    limit_posts(site);
    if site.settings.convention.profile.repeats_pages {
        return;
    }
    mark_copies(tree, site.posts.get_mut(present..).unwrap_or_default());
}

/// Marks the posts that are another post by a second path. Only posts of one date, id and link are compared, by their
/// bytes.
fn mark_copies(tree: &dyn Tree, posts: &mut [Arc<Post>]) {
    let same_file = |a: &Post, b: &Post| {
        let (a, b) = (tree.read(&a.path), tree.read(&b.path));
        a.is_ok_and(|a| b.is_ok_and(|b| a == b))
    };
    for run in posts.chunk_by_mut(|a, b| a.date == b.date).filter(|run| run.len() > 1) {
        let mut first: HashMap<(&str, &str), &Arc<Post>> = HashMap::new();
        let mut copies: Vec<(usize, Arc<str>)> = Vec::new();
        for (at, post) in run.iter().enumerate().filter(|(_, post)| post.hidden.is_none()) {
            let before = *first.entry((&post.id, &post.link)).or_insert(post);
            if !Arc::ptr_eq(before, post) && same_file(before, post) {
                copies.push((at, Arc::clone(&before.path)));
            }
        }
        for (at, path) in copies {
            if let Some(post) = run.get_mut(at).map(Arc::make_mut) {
                post.same_as = Some(path);
            }
        }
    }
}

/// What to do with a file whose name keeps it from being a post.
const MISNAMED: &str = "rename it to `YEAR-MONTH-DAY-title.md`, or move it to `_drafts`";

/// Whether a file is in a folder that the generator does not read unless it is asked to.
fn is_draft(path: &str) -> bool {
    path.split('/').any(|folder| folder == "_drafts")
}

/// Byte budget for file contents kept between loading and rendering: opening a file again costs more than its
/// text's place in memory, but a site of any size has to fit.
pub(super) struct Room {
    bytes: AtomicUsize,
    /// How many documents have a place, counted from the last path: in `_posts` they are the newest, elsewhere some.
    newest: usize,
}

impl Room {
    const BYTES: usize = 48 << 20;

    /// For commands that read every file next.
    pub(super) fn for_all() -> Self {
        Self { bytes: AtomicUsize::new(Self::BYTES), newest: usize::MAX }
    }

    /// The same for a site of so many files. Of very many only a few would have a place, for a tenth of the memory of a run.
    pub(super) fn for_site(files: usize) -> Self {
        const MOST: usize = 30_000;
        if files > MOST { Self::none() } else { Self::for_all() }
    }

    /// None at all.
    pub(super) fn none() -> Self {
        Self { bytes: AtomicUsize::new(0), newest: 0 }
    }

    /// For feeds. Those of a site are cut out of the same posts more or less, its newest: what they do not want of these
    /// is a page of memory touched for nothing, and what they want of others, or a feed of the command line wants, is
    /// read again.
    pub(super) fn for_feeds(feeds: &[config::Feed]) -> Self {
        const FEEDS: usize = 8;
        let limits = feeds.iter().map(|feed| feed.limit.unwrap_or_default().most());
        let most = limits.max().unwrap_or(Limit::DEFAULT);
        Self { newest: most.saturating_mul(FEEDS), ..Self::for_all() }
    }

    /// Returns whether contents of so many bytes are kept.
    pub(super) fn takes(&self, length: usize) -> bool {
        let fits = |left: usize| left.checked_sub(length);
        self.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
    }
}

/// One head; nothing for a file without front matter where the convention treats such a file as static.
pub(super) fn head(
    tree: &dyn Tree,
    path: &Arc<str>,
    collection: Arc<str>,
    draft: bool,
    generator: &dyn Generator,
    room: Option<&Room>,
) -> Option<Result<Arc<Post>, Box<Unreadable>>> {
    let unreadable = |span: Span, text: &str, message: String, help: &str| {
        Err(Box::new(Unreadable {
            path: Arc::clone(path),
            collection: Arc::clone(&collection),
            stops_feeds: false,
            position: if text.is_empty() {
                Position::START
            } else {
                LineIndex::new(text).position(text, span.start)
            },
            problem: Problem {
                level: Level::Error,
                path: Arc::clone(path),
                span,
                message,
                help: help.to_owned(),
            },
        }))
    };
    let not_read =
        |error: &TreeError| Some(Err(Box::new(unreadable::document(error, &collection, draft, generator))));
    let text = match tree.read(path) {
        Err(error) => return not_read(&error),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                // A picture that lies among documents is a static file.
                let is_static = !is_named_like_markdown(path) && !bytes.starts_with(b"---");
                if is_static && generator.needs_front_matter(path, &collection) {
                    return None;
                }
                let before = String::from_utf8_lossy(&bytes[..valid]).into_owned();
                return Some(unreadable(
                    Span::at(valid),
                    &before,
                    "it is not UTF-8".to_owned(),
                    "save it as UTF-8; the generator skips it",
                ));
            }
        },
    };
    let front_matter = front_matter::of_file(path, &text, generator.settings().convention.front_matter);
    let is_bare = front_matter.format == Format::None && front_matter.faults.is_empty();
    if is_bare && generator.needs_front_matter(path, &collection) {
        return None;
    }
    if !generator.is_document(path, &front_matter) {
        return None;
    }
    let modified = match draft.then(|| tree.stat(path)).transpose() {
        Ok(stat) => stat.map(|stat| stat.modified),
        Err(error) => return not_read(&error),
    };
    let document =
        Document { path, collection: Arc::clone(&collection), draft: modified, text: &text, front_matter };
    Some(match generator.post(document) {
        Ok(mut post) => {
            post.as_read = Fingerprint::of(&text, post.front_matter.body);
            post.includes = post.liquid && may_include(text.part(post.front_matter.body..));
            post.text = room.filter(|room| room.takes(text.len())).map(|_| Arc::from(text));
            Ok(Arc::new(post))
        }
        Err(fault) => unreadable(fault.span, &text, fault.message.clone(), &fault.help),
    })
}

/// Jekyll's `limit_posts`: only so many of the newest are posts at all.
fn limit_posts(site: &mut Site) {
    let limit = match site.settings.data.get("limit_posts").map(|node| &node.value) {
        Some(Value::Int(limit)) => usize::try_from(*limit).unwrap_or(0),
        _ => 0,
    };
    if limit > 0 {
        let shown = site.posts.iter_mut().filter(|post| post.is_post() && post.is_read());
        let mut shown: Vec<&mut Arc<Post>> = shown.collect();
        // Jekyll takes the last of the list: of one date, those with the last paths.
        shown.sort_by(|a, b| (b.date, &b.path).cmp(&(a.date, &a.path)));
        for post in shown.into_iter().skip(limit).map(Arc::make_mut) {
            post.hidden = Some(Hidden::Limit);
            post.output = false;
        }
    }
}
