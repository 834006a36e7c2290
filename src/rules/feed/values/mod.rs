//! What single values of a feed must be: dates, addresses, numbers, languages, HTML. Nothing here knows a feed.

pub(in crate::rules::feed) mod date;
pub(in crate::rules::feed) mod html;
pub(in crate::rules::feed) mod language;
pub(in crate::rules::feed) mod style;
pub(in crate::rules::feed) mod text;
pub(in crate::rules::feed) mod uri;
