//! Entries of posts of other sites.

use crate::feeds::model::{Entry, Person, Text};
use crate::markup::markdown;
use crate::site::Site;

/// An entry of another site with an author, who is called as that site where no author is named: readers would take the feed's,
/// who is of this one.
pub(crate) fn with_author(site: &Site, entry: Entry) -> Entry {
    if !entry.authors.is_empty() {
        return entry;
    }
    let smart = |text: &str| markdown::smartify(text, &site.settings.markdown);
    let is_text = site.settings.convention.profile.titles_are_text;
    let title = site.settings.title.as_deref().map(|title| {
        let title = if is_text { Text::from_plain(title) } else { Text::from_markup(title, &smart) };
        title.plain().into_owned()
    });
    let host = site.settings.url.as_deref().and_then(|url| url.split_once("://")).map(|(_, host)| host);
    let named = title.as_deref().and_then(Person::new).or_else(|| host.and_then(Person::new));
    Entry { authors: named.into_iter().collect(), ..entry }
}
