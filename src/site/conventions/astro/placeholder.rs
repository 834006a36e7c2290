//! What stands for an entry's HTML in the code of a feed.

/// In the place of the text of an entry and of what is made of it.
pub(super) const HTML: &str = "\u{e000}html\u{e000}";
