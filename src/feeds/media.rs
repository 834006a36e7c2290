//! Files that come with an entry: what front matter names under the keys that `[posts]` lists in `media-key`.

use std::sync::Arc;

use crate::feeds::duration::seconds;
use crate::feeds::model::Enclosure;
use crate::feeds::recording;
use crate::markup::front_matter::{Map, Node, Value};
use crate::site::Site;
use crate::site::post::Post;
use crate::site::tree::Tree;
use crate::text::diagnostic::{Level, Problem};
use crate::text::url;

/// The files of a post's entry, each once; `source` is asked for the post's file, `report` hears of an address whose length is not
/// known.
pub(crate) fn enclosures(
    site: &Site,
    tree: &dyn Tree,
    post: &Post,
    source: &dyn Fn() -> Option<String>,
    report: &dyn Fn(Problem),
) -> Vec<Enclosure> {
    let mut found: Vec<Enclosure> = Vec::new();
    for key in &site.settings.config.posts.media_key {
        let Some(node) = post.data.get(key).or_else(|| post.data.get_path(key)) else { continue };
        let items = node.value.as_list().unwrap_or(std::slice::from_ref(node));
        for item in items {
            let Some(given) = given(&item.value, source) else { continue };
            let Some(file) = enclosure(site, tree, post, &given) else { continue };
            if found.iter().any(|earlier| earlier.url == file.url) {
                continue;
            }
            if file.length == 0 {
                report(unknown_length(post, key, item, &file.url));
            }
            found.push(file);
        }
    }
    found
}

fn unknown_length(post: &Post, key: &str, item: &Node, address: &str) -> Problem {
    // A value of the configuration has its place in another file.
    let written = post.front_matter.data.get(key).or_else(|| post.front_matter.data.get_path(key));
    let is_own =
        written.is_some_and(|own| own.span.start <= item.span.start && item.span.end <= own.span.end);
    let span = if is_own && !item.span.is_empty() { item.span } else { post.front_matter.block };
    Problem {
        level: Level::Warning,
        path: Arc::clone(&post.path),
        span,
        message: format!("the length of `{address}` in `{key}` is not known"),
        help: format!("write it as `{key}: {{url: …, length: BYTES}}`; the feed has 0 until then"),
    }
}

/// What front matter tells of a file.
struct Given<'a> {
    address: &'a str,
    length: Option<u64>,
    media_type: Option<&'a str>,
    duration: Option<u64>,
}

/// An address, or a map with one.
fn given<'a>(value: &'a Value, source: &dyn Fn() -> Option<String>) -> Option<Given<'a>> {
    let (address, length, media_type, duration) = match value {
        Value::String(address) => (address.as_str(), None, None, None),
        Value::Map(map) => (
            text(map, &["url", "src", "file", "href", "path"])?,
            number(map, &["length", "size", "bytes", "size_in_bytes"]),
            text(map, &["type", "mime_type", "mime", "media_type"]),
            map.get("duration").and_then(|node| seconds(node, source)),
        ),
        _ => return None,
    };
    let address = address.trim();
    (!address.is_empty()).then_some(Given { address, length, media_type, duration })
}

fn text<'a>(map: &'a Map, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| map.get(key)?.as_str()).filter(|text| !text.trim().is_empty())
}

fn number(map: &Map, keys: &[&str]) -> Option<u64> {
    keys.iter().find_map(|key| match &map.get(key)?.value {
        Value::Int(number) => u64::try_from(*number).ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

fn enclosure(site: &Site, tree: &dyn Tree, post: &Post, given: &Given<'_>) -> Option<Enclosure> {
    let address = absolute(site, post, given.address)?;
    // `type: mp3` is the end of a name.
    let named = given.media_type.map(str::trim).filter(|named| named.contains('/'));
    let media_type = named.map_or_else(|| media_type(&address).to_owned(), str::to_owned);
    let is_heard = media_type.starts_with("audio/") || media_type.starts_with("video/");
    let is_known = given.length.is_some() && (given.duration.is_some() || !is_heard);
    let file = if is_known { None } else { own_file(site, tree, post, &address) };
    let measured = || {
        let file = file.as_ref().filter(|_| is_heard)?;
        recording::seconds(tree, &file.path, file.size)
    };
    let duration = given.duration.or_else(measured);
    let length = given.length.or_else(|| Some(file.as_ref()?.size)).unwrap_or(0);
    Some(Enclosure { url: address, media_type, length, duration })
}

/// Returns the width and height of a picture in pixels, where it is the site's own and its header tells them.
pub(crate) fn image_size(site: &Site, tree: &dyn Tree, post: &Post, address: &str) -> Option<(usize, usize)> {
    let file = own_file(site, tree, post, address)?;
    let start = tree.read_start(&file.path, recording::MOST).ok()?;
    let size = imagesize::blob_size(&start).ok()?;
    (size.width > 0 && size.height > 0).then_some((size.width, size.height))
}

/// The address on the web: a place on the site has its base URL before it, a relative one is beside the post.
pub(crate) fn absolute(site: &Site, post: &Post, address: &str) -> Option<String> {
    let base = &site.settings.baseurl;
    let has_base =
        base.is_empty() || address.strip_prefix(base.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let absolute = if address.starts_with('/') && !address.starts_with("//") && !has_base {
        site.settings.absolute(address)
    } else {
        url::resolve(&post.link, address).into_owned()
    };
    matches!(url::scheme(&absolute), Some("http" | "https")).then_some(absolute)
}

/// Folders whose files generators copy to the top of the site.
const FOLDERS: [&str; 5] = ["", "static/", "public/", "content/", "src/"];

/// A file of the site.
struct OwnFile {
    path: String,
    size: u64,
}

/// The site's own file at an address, unless it is empty: below the source, in a folder that is copied, or beside the post.
fn own_file(site: &Site, tree: &dyn Tree, post: &Post, address: &str) -> Option<OwnFile> {
    let below = address.strip_prefix(&site.settings.absolute("/"))?;
    let path = url::percent_decode(url::parts(below).path);
    if path.is_empty() || path.ends_with('/') || path.split('/').any(|part| part == "..") {
        return None;
    }
    let source = &site.settings.source;
    let copied =
        FOLDERS.iter().flat_map(|folder| [format!("{source}{folder}{path}"), format!("{folder}{path}")]);
    let folder = post.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = path.rsplit('/').next().unwrap_or(&path);
    let beside = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    copied
        .chain([beside])
        .find_map(|path| {
            let size = tree.stat(&path).ok()?.size;
            Some(OwnFile { path, size })
        })
        .filter(|file| file.size > 0)
}

/// The media type of an address, by the end of its path. That of M4A and M4V files is the one that podcast directories take.
pub(crate) fn media_type(address: &str) -> &'static str {
    let path = url::parts(address).path;
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let known = TYPES.iter().find(|(ending, _)| *ending == extension);
    known.map_or("application/octet-stream", |(_, media_type)| media_type)
}

const TYPES: [(&str, &str); 26] = [
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/x-m4a"),
    ("m4b", "audio/x-m4a"),
    ("aac", "audio/aac"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("flac", "audio/flac"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("m4v", "video/x-m4v"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("pdf", "application/pdf"),
    ("epub", "application/epub+zip"),
    ("zip", "application/zip"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("vtt", "text/vtt"),
    ("srt", "application/x-subrip"),
    ("html", "text/html"),
    ("txt", "text/plain"),
    ("json", "application/json"),
];
