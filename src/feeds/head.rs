//! What an entry has of a post's head, without its body.

use crate::feeds::details::details;
use crate::feeds::model::{Entry, Person, Text};
use crate::feeds::plan;
use crate::markup::markdown;
use crate::site::Site;
use crate::site::post::Post;

/// The entry of a post without what its body says.
pub(crate) fn head(site: &Site, post: &Post) -> Entry {
    let smart = |text: &str| markdown::smartify(text, &site.settings.markdown);
    Entry {
        id: post.id.clone(),
        guid: post.guid.as_deref().map(str::to_owned),
        url: post.link.clone(),
        title: if site.settings.convention.profile.titles_are_text {
            Text::from_plain(&post.title)
        } else {
            Text::from_markup(&post.title, &smart)
        },
        published: post.published.unwrap_or(post.date),
        updated: post.updated,
        authors: authors(site, post),
        editor: site.settings.author_in(post.language.as_deref()).and_then(plan::person),
        categories: terms(site, post),
        summary_html: None,
        summary: None,
        content: None,
        image: post.image.as_deref().map(str::to_owned),
        language: post
            .language
            .as_deref()
            .filter(|_| site.settings.convention.profile.elements.languages)
            .map(str::to_owned),
        related: post.redirect_to.iter().map(ToString::to_string).collect(),
        enclosures: Vec::new(),
        details: details(&site.settings, post),
    }
}

/// The post's authors, or the site's: a reader that shows one entry shows no feed around it.
fn authors(site: &Site, post: &Post) -> Vec<Person> {
    let own: Vec<Person> = post.authors.iter().filter_map(plan::person).collect();
    let of_site = || site.settings.author_in(post.language.as_deref()).and_then(plan::person);
    if own.is_empty() { of_site().into_iter().collect() } else { own }
}

/// Categories, then tags, each once, unless the generator repeats a category that is also a tag.
fn terms(site: &Site, post: &Post) -> Vec<String> {
    let repeats = site.settings.convention.profile.repeats_terms;
    let mut terms = post.categories.to_vec();
    for tag in &post.tags {
        if repeats || !terms.contains(tag) {
            terms.push(tag.clone());
        }
    }
    terms
}
