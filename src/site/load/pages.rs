//! Pages, and the files that are copied as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::markup::front_matter::{self, Format};
use crate::site::convention::{Document, Generator, Role};
use crate::site::load::documents::Room;
use crate::site::load::unreadable;
use crate::site::post::Post;
use crate::site::tree::{Tree, TreeError};
use crate::site::{Page, Site, StaticFile, UnreadPart};
use crate::text::url::folder_of_page;

/// Reads pages and lists the files that are copied as they are; what cannot be read joins [`Site::unread`].
pub(super) fn read_pages(
    tree: &dyn Tree,
    files: &[(Arc<str>, Role)],
    generator: &dyn Generator,
    site: &mut Site,
    room: &Room,
) -> (Vec<Page>, Vec<StaticFile>) {
    let documents: std::collections::BTreeSet<&str> = site
        .posts
        .iter()
        .map(|post| &*post.path)
        .chain(site.unreadable.iter().map(|unreadable| &*unreadable.path))
        .collect();
    let candidates: Vec<&Arc<str>> = files
        .iter()
        .filter(|(path, role)| match role {
            Role::PageOrFile => true,
            Role::Data | Role::Include => generator.is_published_too(path),
            Role::Document { draft, .. } => !draft && !documents.contains(&**path),
            _ => false,
        })
        .map(|(path, _)| path)
        .collect();
    type Read = (Result<Page, Option<StaticFile>>, Option<TreeError>);
    let read: Vec<Read> = candidates
        .into_par_iter()
        .map(|path| match page(tree, path, generator, room) {
            Ok(Some(page)) => (Ok(page), None),
            Ok(None) => (Err(static_file(tree, path, generator)), None),
            Err(error) => (Err(static_file(tree, path, generator)), Some(error)),
        })
        .collect();
    let (mut pages, mut copied) = (Vec::new(), Vec::new());
    for (one, error) in read {
        match one {
            Ok(page) => pages.push(page),
            Err(file) => copied.extend(file),
        }
        site.unread.extend(error.map(|error| unreadable::part(&error, UnreadPart::Page)));
    }
    let no_pages = generator.arrange(&mut pages, &copied);
    copied.extend(no_pages.iter().filter_map(|path| static_file(tree, path, generator)));
    if generator.has_bundles() {
        move_bundled(&site.posts, &mut copied);
    }
    let beside = generator.files_beside(&site.posts, &mut files.iter().map(|(path, _)| &**path));
    site.ignored.retain(|ignored| beside.iter().all(|file| file.path != ignored.path));
    copied.extend(
        beside
            .into_iter()
            .map(|file| StaticFile { size: tree.stat(&file.path).map_or(0, |stat| stat.size), ..file }),
    );
    (pages, copied)
}

/// A page, where the file begins with front matter.
pub(super) fn page(
    tree: &dyn Tree,
    path: &Arc<str>,
    generator: &dyn Generator,
    room: &Room,
) -> Result<Option<Page>, TreeError> {
    let is_bare = generator.is_bare_page(path);
    let formats = generator.settings().convention.front_matter;
    if !generator.may_be_page(path)
        || is_binary(path)
        || !is_bare && !begins_with_front_matter(tree, path, formats)?
    {
        return Ok(None);
    }
    let Ok(text) = String::from_utf8(tree.read(path)?) else { return Ok(None) };
    let front_matter = front_matter::parse_as(&text, formats);
    if front_matter.format == Format::None && !(is_bare && front_matter.faults.is_empty()) {
        return Ok(None);
    }
    let document = Document { path, collection: Arc::from(""), draft: None, text: &text, front_matter };
    let page = generator.page(document);
    Ok(Some(Page { text: room.takes(text.len()).then(|| Arc::from(text)), ..page }))
}

/// Whether a file name's extension is that of a picture, a font or another file that front matter would break: most of a site's
/// files are, and looking into each cost a twentieth of a run.
fn is_binary(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "png"
            | "jpg"
            | "jpeg"
            | "gif"
            | "webp"
            | "ico"
            | "woff"
            | "woff2"
            | "ttf"
            | "otf"
            | "eot"
            | "pdf"
            | "mp4"
            | "webm"
            | "zip"
            | "gz"
    )
}

/// Whether a file's first line can be that of front matter. Only the first bytes are read: it may be a film.
///
/// # Errors
/// When it cannot be read.
pub(super) fn begins_with_front_matter(
    tree: &dyn Tree,
    path: &str,
    formats: &[Format],
) -> Result<bool, TreeError> {
    let start = tree.read_start(path, 16)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    Ok(formats.iter().any(|format| format.may_begin(start)))
}

fn static_file(tree: &dyn Tree, path: &str, generator: &dyn Generator) -> Option<StaticFile> {
    let size = tree.stat(path).map_or(0, |stat| stat.size);
    generator.file(path, size)
}

/// Moves the files beside an `index.md` to where its page stands.
fn move_bundled(posts: &[Arc<Post>], files: &mut [StaticFile]) {
    let mut folders: BTreeMap<&str, &str> = BTreeMap::new();
    for post in posts {
        let Some((folder, name)) = post.path.rsplit_once('/') else { continue };
        let is_index = name == "index.md" || name.starts_with("index.") && name.ends_with(".md");
        if !is_index {
            continue;
        }
        let url = folder_of_page(&post.url);
        let folder = post.path.get(..=folder.len()).unwrap_or(folder);
        // Of several languages the default one, whose URLs are the shortest, has the files.
        let known = folders.entry(folder).or_insert(url);
        if url.len() < known.len() {
            *known = url;
        }
    }
    for file in files {
        let within = file.path.rmatch_indices('/').find_map(|(slash, _)| {
            let (folder, rest) = file.path.split_at(slash + 1);
            Some(format!("{}/{rest}", folders.get(folder)?))
        });
        if let Some(url) = within {
            file.url = url;
        }
    }
}
