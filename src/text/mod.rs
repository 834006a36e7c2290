//! What any tool that reads text needs: files with places, diagnostics, dates, URLs, HTML and XML.

pub(crate) mod bounded;
pub(crate) mod budget;
pub mod date;
pub mod diagnostic;
pub mod html;
pub mod in_markdown;
pub mod language;
pub mod neighbours;
pub(crate) mod pieces;
pub mod printable;
pub(crate) mod route;
pub mod shared;
pub mod source;
pub mod suggest;
pub mod url;
pub mod xml;
