//! What an expression gives for a post.

/// True, false, or neither.
#[cfg_attr(not(feature = "where"), expect(dead_code, reason = "only expressions give it"))]
pub(super) enum Truth {
    True,
    False,
    /// Neither, because the post lacks these keys.
    Undefined(Vec<String>),
}
