//! The site's own pictures, which pages show from its files: they ask no server for them.

use crate::lint::preview::model::Preview;
use crate::text::url::percent_decode;

/// The endings of names of pictures, and their media types.
const TYPES: [(&str, &str); 9] = [
    ("avif", "image/avif"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("jxl", "image/jxl"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
];

/// A larger file is not shown.
const LARGEST: u64 = 32 << 20;

/// The file of a picture of the site, by its absolute URL.
pub(super) fn file_of<'a>(preview: &'a Preview, url: &str) -> Option<&'a str> {
    let root = preview.site.settings.absolute("/");
    let below = url.strip_prefix(root.trim_end_matches('/'))?;
    let path = percent_decode(below.split(['?', '#']).next().unwrap_or_default());
    let files = &preview.site.surroundings.as_ref()?.files;
    let file = files.iter().find(|file| file.url == *path)?;
    media_type(preview, &file.path).map(|_| file.path.as_str())
}

/// The media type of a picture that the site publishes, by its file; nothing for any other file.
pub(super) fn media_type(preview: &Preview, path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1;
    let (_, media_type) = TYPES.into_iter().find(|(known, _)| ending.eq_ignore_ascii_case(known))?;
    let files = &preview.site.surroundings.as_ref()?.files;
    files.iter().any(|file| file.path == path && file.size <= LARGEST).then_some(media_type)
}
