//! The lists of feeds with the site's own collections put in.

use crate::markup::javascript::{Entries, Step};
use crate::site::conventions::eleventy::asked::Asked;
use crate::site::conventions::eleventy::collections;
use crate::site::conventions::eleventy::opened::Eleventy;

/// Puts in what the collections of a feed are made of.
pub(super) fn settled(site: &Eleventy, feed: &mut Asked) {
    feed.list = collected(site, std::mem::take(&mut feed.list), site.settings.now.timestamp_millis());
    if let Some(limit) = limit_at_end(&mut feed.list.steps) {
        feed.limit = limit;
    }
}

/// A list of entries in which collections that the configuration makes are those of templates that they are made of.
fn collected(site: &Eleventy, list: Entries, now: i64) -> Entries {
    let made = |name: &str| {
        let function = site.configuration.collections.iter().rev().find(|(known, _)| known == name);
        function.and_then(|(_, function)| collections::made(function, now))
    };
    let is_one = list.sources.len() == 1;
    let mut all = Entries::default();
    for source in list.sources {
        let Some(mut own) = made(&source.name) else {
            all.sources.push(source);
            continue;
        };
        own.steps.extend(source.steps);
        if is_one {
            all = own;
        } else {
            all.join(own);
        }
    }
    all.steps.extend(list.steps);
    all
}

/// Takes the number of entries away from the end of a list's steps: the last ten turned round are the first ten of the
/// list that is turned round.
fn limit_at_end(steps: &mut Vec<Step>) -> Option<usize> {
    match steps.as_slice() {
        [.., Step::First(limit)] => {
            let limit = *limit;
            steps.pop();
            Some(limit)
        }
        [.., Step::Last(limit), Step::Reverse] => {
            let limit = *limit;
            steps.truncate(steps.len() - 2);
            steps.push(Step::Reverse);
            Some(limit)
        }
        _ => None,
    }
}
