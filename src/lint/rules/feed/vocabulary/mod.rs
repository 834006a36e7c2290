//! The vocabularies of feeds as tables: which element may hold which, how often, and what its value must be.

pub(crate) mod atom;
pub(crate) mod itunes;
pub(crate) mod media;
pub(crate) mod modules;
pub(crate) mod podcast;
pub(crate) mod rss;

/// Returns whether an element would be at home in other places of a feed, so that it is odd here rather than unknown.
pub(crate) fn is_usable_anywhere(prefix: &str, local: &str) -> bool {
    let in_list = |list: &[crate::lint::rules::feed::model::Child]| {
        list.iter().any(|child| child.prefix == prefix && child.name == local)
    };
    let everywhere = modules::EVERYWHERE.iter().any(|child| child.prefix == prefix && child.name == local);
    let qualified = prefix == "dc"
        && local.split('.').next().is_some_and(|base| base != local && is_usable_anywhere("dc", base));
    everywhere || qualified || prefix == "atom" && (in_list(atom::IN_CHANNEL) || in_list(atom::IN_ITEM))
}
