//! What single values of a feed must be: dates, addresses, numbers, languages, HTML. Nothing here knows a feed.

pub(crate) mod date;
pub(crate) mod foreign;
pub(crate) mod html;
pub(crate) mod html_names;
pub(crate) mod json;
pub(crate) mod style;
pub(crate) mod text;
pub(crate) mod uri;
