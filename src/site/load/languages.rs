//! The language of posts whose front matter and generator name none: by their folder or file name.

use std::sync::Arc;

use crate::site::Site;
use crate::site::post::Post;
use crate::text::language::is_language_tag;

/// Sets the language of such posts to one of those that `[posts]` lists.
pub(super) fn set_languages(site: &mut Site) {
    let languages = site.settings.config.posts.languages.clone();
    if languages.is_empty() {
        return;
    }
    for post in site.posts.iter_mut().filter(|post| post.language.is_none()) {
        let language = named(post).or_else(|| of_path(&post.path, &languages).map(str::to_owned));
        if language.is_some() {
            Arc::make_mut(post).language = language.map(Into::into);
        }
    }
}

/// The language in front matter, which not every generator reads.
fn named(post: &Post) -> Option<String> {
    let tag = ["lang", "language", "locale"].into_iter().find_map(|key| post.data.get_str(key))?;
    is_language_tag(tag).then(|| tag.to_owned())
}

/// The one of these languages that a part of the path is called: a folder, or what precedes the extension. The last one counts.
pub(crate) fn of_path<'l>(path: &str, languages: &'l [String]) -> Option<&'l str> {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let called = |name: &str| {
        let same =
            |language: &&String| language.replace('_', "-").eq_ignore_ascii_case(&name.replace('_', "-"));
        languages.iter().find(same).map(String::as_str)
    };
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let in_name = stem.rsplit_once('.').and_then(|(_, name)| called(name));
    in_name.or_else(|| folders.rsplit('/').find_map(called))
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn folders_and_names_tell_the_language() {
        let languages = ["en".to_owned(), "de".to_owned(), "pt-BR".to_owned()];
        for (path, language) in [
            ("content/de/posts/a.md", Some("de")),
            ("posts/pt_br/a.md", Some("pt-BR")),
            ("posts/a.DE.md", Some("de")),
            ("en/posts/a.de.md", Some("de")),
            ("posts/a.md", None),
            ("posts/de.md", None),
            ("ende/a.md", None),
            ("a.de", None),
        ] {
            assert_eq!(of_path(path, &languages), language, "{path}");
        }
    }
}
