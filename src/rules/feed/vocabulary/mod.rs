//! The vocabularies of feeds as tables: which element may hold which, how often, and what its value must be.

pub(in crate::rules::feed) mod atom;
pub(in crate::rules::feed) mod itunes;
pub(in crate::rules::feed) mod media;
pub(in crate::rules::feed) mod modules;
pub(in crate::rules::feed) mod podcast;
pub(in crate::rules::feed) mod rss;

/// Whether an element would be at home in other places of a feed, so that it is odd here rather than unknown.
pub(in crate::rules::feed) fn is_usable_anywhere(prefix: &str, local: &str) -> bool {
    let in_list = |list: &[crate::rules::feed::model::Child]| {
        list.iter().any(|child| child.prefix == prefix && child.name == local)
    };
    let everywhere = modules::EVERYWHERE.iter().any(|child| child.prefix == prefix && child.name == local);
    let qualified = prefix == "dc"
        && local.split('.').next().is_some_and(|base| base != local && is_usable_anywhere("dc", base));
    everywhere || qualified || prefix == "atom" && (in_list(atom::IN_CHANNEL) || in_list(atom::IN_ITEM))
}
