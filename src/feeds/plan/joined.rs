//! The posts of other sites in a feed (`sites`).

use crate::feeds::model::Emitter;
use crate::feeds::plan::fault::{self, row_error};
use crate::feeds::plan::notes::Undefined;
use crate::feeds::plan::planned::rejection;
use crate::feeds::plan::switch;
use crate::site::Site;
use crate::site::config::{self, ConfigError};
use crate::site::filter::{BadFilter, Filter};

/// The numbers of the posts of other sites that a row takes: its filters choose among them as each site knows its authors and
/// languages.
pub(super) fn members(
    site: &Site,
    row: &config::Feed,
    emitter: &Emitter,
    (name, undefined): (&str, &mut Undefined),
) -> Result<Vec<usize>, ConfigError> {
    let mut members = Vec::new();
    for (first, joined) in site.joined_by(&row.sites.0) {
        let theirs = &joined.site;
        let bad = |BadFilter { key, item, fault }| row_error(&site.settings, row, name, (key, item), &fault);
        let filter = Filter::new(row, &theirs.settings).map_err(bad)?;
        let switches = switch::of_site(theirs, std::slice::from_ref(row));
        let filter = switch::heed(filter, &switches, theirs, row, emitter);
        for (at, post) in theirs.posts.iter().enumerate() {
            let rejected = rejection(theirs, &filter, post)
                .map_err(|error| fault::in_condition(&site.settings, row, name, &error))?;
            match rejected {
                None => members.push(first + at),
                Some(verdict) => undefined.add(post, &verdict),
            }
        }
    }
    Ok(members)
}
