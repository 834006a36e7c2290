//! Definitions of links that a site puts after each of its files' bodies.

use std::borrow::Cow;

use crate::markup::markdown::facts::Facts;
use crate::markup::markdown::options::Options;

/// A body with the definitions that the site adds to each.
pub(crate) fn with_definitions<'s>(source: &'s str, options: &Options) -> Cow<'s, str> {
    match &options.added_definitions {
        // Only those of links are added, and none of them changes a body without brackets.
        Some(definitions) if source.contains('[') => Cow::Owned([source, "\n\n", definitions].concat()),
        _ => Cow::Borrowed(source),
    }
}

/// Removes the definitions that follow a body of this length, and the links that they are of: those have no place in the file.
pub(crate) fn remove(facts: &mut Facts, length: usize) {
    facts.definitions.retain(|definition| definition.span.start < length);
    let own = facts.definitions.len();
    facts.links.retain(|link| link.definition.is_none_or(|number| number < own));
}
