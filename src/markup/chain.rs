//! Chains of expressions such as `a.b[c] + d`, which are as deep in each other as they are long.

/// An expression that another one may begin with.
pub(crate) trait Chain: Sized {
    /// What the expression begins with; nothing for one that is not a link of a chain.
    fn left(&self) -> Option<&Self>;

    /// What the chain begins with, and its links, the first last. They are evaluated one after the other, which takes no more
    /// of the stack than one of them.
    fn links(&self) -> (&Self, Vec<&Self>) {
        let (mut first, mut links) = (self, Vec::new());
        while let Some(left) = first.left() {
            links.push(first);
            first = left;
        }
        (first, links)
    }
}
