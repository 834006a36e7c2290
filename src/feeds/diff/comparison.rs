//! What a comparison of two feeds comes to.

use crate::feeds::diff::fields::Change;
use crate::feeds::diff::summary::EntrySummary;

/// What became of the entries of one feed in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What differs in the feeds' heads.
    pub head: Vec<Change>,
    /// Entries of the same id in both, whether they differ or not, in the new feed's order.
    pub kept: Vec<Kept>,
    /// Entries of the same link in both but of another id: subscribers see each a second time.
    pub renamed: Vec<Pair>,
    /// Entries that only the old feed has, in its order.
    pub gone: Vec<EntrySummary>,
    /// Entries that only the new feed has, in its order.
    pub new: Vec<EntrySummary>,
    /// Entries of the new feed whose id another of its entries has already: readers show one of them.
    pub duplicates: Vec<EntrySummary>,
    /// Entries of the same title and date in both, but of another id and another link: subscribers see each a second time.
    pub moved: Vec<Pair>,
    /// Ids of kept entries that stand elsewhere in the order; as few as explain it.
    pub reordered: Vec<String>,
    /// How many of the `new` entries are no newer than the old feed: subscribers see old entries as new.
    pub old_as_new: usize,
    /// How many of the `gone` entries no newer ones pushed out of a limited feed.
    pub lost: usize,
}

/// An entry in both feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// As the old feed has it.
    pub old: EntrySummary,
    /// As the new feed has it.
    pub new: EntrySummary,
}

/// An entry of the same id in both feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Both states.
    pub pair: Pair,
    /// What differs.
    pub changed: Vec<Change>,
}

impl Comparison {
    /// How many entries a subscriber of the old feed sees as new in the new one.
    #[must_use]
    pub fn seen_as_new(&self) -> usize {
        self.new.len() + self.renamed.len() + self.moved.len()
    }

    /// Whether an entry that both feeds have changed its id.
    #[must_use]
    pub fn breaks_ids(&self) -> bool {
        !self.renamed.is_empty() || !self.moved.is_empty()
    }

    /// Whether subscribers lose by the new feed: an entry has another id, an old one is seen as new, or one is lost.
    #[must_use]
    pub fn hurts(&self) -> bool {
        self.breaks_ids() || self.old_as_new > 0 || self.lost > 0
    }

    /// Whether both feeds have the same head and hold the same entries in the same state and order.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.head.is_empty() && self.has_same_entries()
    }

    /// Whether both feeds hold the same entries in the same state and order.
    #[must_use]
    pub(crate) fn has_same_entries(&self) -> bool {
        self.seen_as_new() == 0
            && self.duplicates.is_empty()
            && self.gone.is_empty()
            && self.reordered.is_empty()
            && self.kept.iter().all(|kept| kept.changed.is_empty())
    }
}
