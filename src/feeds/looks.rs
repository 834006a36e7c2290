//! The ways in which the entries of a plan look: the style of their bodies, and what one feed shows of a post otherwise than the
//! others do.

use std::sync::Arc;

use crate::feeds::plan::{BodyStyle, Plan, Planned};
use crate::site::config::Shown;

/// The looks of a plan's entries, in order.
pub(super) struct Looks<'p> {
    /// Styles, each with the number of a set of posts from 1, or 0.
    pub(super) all: Vec<(BodyStyle, usize)>,
    sets: Vec<&'p Shown>,
}

impl<'p> Looks<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        let mut looks = Self { all: Vec::new(), sets: Vec::new() };
        for feed in &plan.feeds {
            looks.all.push((feed.body, 0));
            if feed.shown.is_empty() {
                continue;
            }
            if looks.set(&feed.shown) == 0 {
                looks.sets.push(&feed.shown);
            }
            looks.all.push((feed.body, looks.set(&feed.shown)));
        }
        looks.all.sort_unstable();
        looks.all.dedup();
        looks
    }

    fn set(&self, shown: &Shown) -> usize {
        self.sets.iter().position(|known| Arc::ptr_eq(known, shown)).map_or(0, |place| place + 1)
    }

    /// The number of the look that a feed's entry of a post has.
    pub(super) fn number(&self, feed: &Planned, post: usize) -> usize {
        let set = if feed.shown.contains_key(&post) { self.set(&feed.shown) } else { 0 };
        self.all.binary_search(&(feed.body, set)).unwrap_or_default()
    }

    /// The style of a look, and the posts that it shows otherwise.
    pub(super) fn of_number(&self, number: usize) -> (BodyStyle, Option<&'p Shown>) {
        let (style, set) = self.all.get(number).copied().unwrap_or_default();
        (style, set.checked_sub(1).and_then(|at| self.sets.get(at)).copied())
    }
}
