//! Which posts are translations of each other.

use foldhash::HashMap;

use crate::site::Site;
use crate::site::post::Post;

/// The posts that are the same in other languages.
pub(crate) struct Translations {
    of_name: HashMap<String, Vec<usize>>,
    key: String,
}

impl Translations {
    /// Finds them by what `translations` in `[posts]` names; `None` without it.
    pub(crate) fn new(site: &Site) -> Option<Self> {
        let key = site.settings.config.posts.translations.clone()?;
        let mut of_name: HashMap<String, Vec<usize>> = HashMap::default();
        for (index, post) in site.posts.iter().enumerate().filter(|(_, post)| post.hidden.is_none()) {
            if let Some(name) = name(site, post, &key) {
                of_name.entry(name).or_default().push(index);
            }
        }
        Some(Self { of_name, key })
    }

    /// Returns the pages of a post in other languages, by language: language and address.
    pub(crate) fn of(&self, site: &Site, post: &Post) -> Vec<(String, String)> {
        let own = site.settings.language_of(post);
        let name = name(site, post, &self.key);
        let others = name.and_then(|name| self.of_name.get(&name)).map_or(&[][..], Vec::as_slice);
        let others = others.iter().filter_map(|index| site.posts.get(*index));
        let mut pages: Vec<(String, String)> = others
            .filter_map(|other| Some((site.settings.language_of(other)?.to_owned(), other.link.clone())))
            .filter(|(language, link)| Some(language.as_str()) != own && *link != post.link)
            .collect();
        pages.sort_unstable();
        pages.dedup_by(|next, page| next.0 == page.0);
        if own.is_some() { pages } else { Vec::new() }
    }
}

/// What the translations of a post have in common with it.
fn name(site: &Site, post: &Post, key: &str) -> Option<String> {
    if key != "path" {
        let value = &post.data.get(key).or_else(|| post.data.get_path(key))?.value;
        return value
            .is_truthy()
            .then(|| value.to_ruby_string().into_owned())
            .filter(|name| !name.is_empty());
    }
    let language = site.settings.language_of(post)?;
    let is_language = |part: &str| part.replace('_', "-").eq_ignore_ascii_case(&language.replace('_', "-"));
    let (folders, file) = post.path.rsplit_once('/').unwrap_or(("", &post.path));
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let stem = stem.rsplit_once('.').filter(|(_, part)| is_language(part)).map_or(stem, |(stem, _)| stem);
    let folders: Vec<&str> = folders.split('/').filter(|folder| !is_language(folder)).collect();
    Some(format!("{}/{stem}.{extension}", folders.join("/")))
}
