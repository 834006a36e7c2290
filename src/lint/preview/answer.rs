//! From a request to its answer.

use crate::lint::overview::STYLE;
use crate::lint::preview::frame::{Frame, page};
use crate::lint::preview::model::State;
use crate::lint::preview::pictures::media_type;
use crate::lint::preview::query::{ICON_PATH, PICTURE_PATH, Query, SCRIPT_PATH, STYLE_PATH};
use crate::lint::preview::{feed, feeds, post, posts};

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code of HTTP.
    pub status: u16,
    /// The value of `Content-Type`.
    pub media_type: &'static str,
    /// The content.
    pub body: Body,
}

/// The content of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A page, or what pages need.
    Text(String),
    /// A picture of the site: its file, which the site publishes.
    File(String),
}

const OWN_STYLE: &str = include_str!("preview.css");
const SCRIPT: &str = include_str!("live.js");
const ICON: &str = include_str!("icon.svg");

/// Returns the answer to a `GET` of a path with a query, without `?`.
#[must_use]
pub fn answer(state: State<'_>, path: &str, query: &str) -> Answer {
    let file = |media_type, text: String| Answer { status: 200, media_type, body: Body::Text(text) };
    match path {
        "/version" => return file("text/plain; charset=utf-8", state.version.to_string()),
        SCRIPT_PATH => return file("text/javascript; charset=utf-8", SCRIPT.to_owned()),
        STYLE_PATH => return file("text/css; charset=utf-8", format!("{STYLE}{OWN_STYLE}")),
        ICON_PATH => return file("image/svg+xml", ICON.to_owned()),
        _ => {}
    }
    let query = Query::read(query);
    if path == PICTURE_PATH
        && let Some(media_type) = state.preview.and_then(|preview| media_type(preview, &query.path))
    {
        return Answer { status: 200, media_type, body: Body::File(query.path) };
    }
    let shown = match (path, state.preview) {
        ("/" | "/feed" | "/posts" | "/post", None) => Some(Frame::without_site()),
        ("/", Some(preview)) => Some(feeds::page(preview)),
        ("/feed", Some(preview)) => feed::page(preview, &query),
        ("/posts", Some(preview)) => Some(posts::page(preview, &query)),
        ("/post", Some(preview)) => post::page(preview, &query),
        _ => None,
    };
    let status = if shown.is_some() { 200 } else { 404 };
    let shown = shown.unwrap_or_else(|| Frame::missing(path, &query.path));
    Answer { status, media_type: "text/html; charset=utf-8", body: Body::Text(page(&state, &shown)) }
}
