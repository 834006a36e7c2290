//! What stands for an entry's HTML in the code of a feed.

/// The placeholder of an entry's body, and of the HTML that is made of the body.
pub(super) const HTML: &str = "\u{e000}html\u{e000}";
