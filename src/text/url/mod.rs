//! URLs: as Jekyll makes them from names and configuration, and as browsers resolve them.

mod ascii_slug;
mod jekyll;
mod latin_slug;
mod normalise;
mod punctuated_slug;
mod resolve;
mod slug;

pub(crate) use ascii_slug::ascii_slug;
pub use jekyll::is_absolute;
pub(crate) use jekyll::{absolute_url, escape_letters, escape_path, relative_url, sanitize_path};
pub(crate) use latin_slug::{decamelized_slug, latin_slug};
pub(crate) use normalise::{escape_reserved, normalise, percent_encode, percent_encoded};
pub(crate) use punctuated_slug::{punctuated_slug, spaced as spaced_for_slug, strict_slug};
pub use resolve::{Parts, parts, resolve, scheme};

pub(crate) use resolve::{fragment_id, percent_decode, split_fragment};
pub use slug::{SlugMode, slugify};

/// Scheme and host of an absolute URL, and its path; nothing for a reference without a scheme.
pub(crate) fn split_origin(url: &str) -> Option<(&str, &str)> {
    let host = url.find("://")? + 3;
    let end = url.get(host..)?.find('/').map_or(url.len(), |at| host + at);
    url.split_at_checked(end)
}

/// The address of a site as the origin of its pages and what their paths begin with: `https://e.example/blog/` as
/// `https://e.example` and `/blog`. No origin without a host.
pub(crate) fn split_address(url: &str) -> (Option<String>, String) {
    let (origin, path) = split_origin(url.trim()).unwrap_or_default();
    (
        Some(origin.to_owned()).filter(|origin| !origin.is_empty() && !origin.ends_with("://")),
        path.trim_end_matches('/').to_owned(),
    )
}

/// The path of the folder that files beside a page are in: of `/a/` and `/a.html` it is `/a`.
#[must_use]
pub(crate) fn folder_of_page(url: &str) -> &str {
    if let Some(folder) = url.strip_suffix('/') {
        return folder;
    }
    let name = url.rfind('/').map_or(0, |slash| slash + 1);
    let ending = url.get(name..).and_then(|name| name.rfind('.'));
    ending.and_then(|ending| url.get(..name + ending)).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::{folder_of_page, split_address};

    #[test]
    fn addresses_are_an_origin_and_a_path() {
        for (url, origin, path) in [
            ("https://e.example/blog/ ", Some("https://e.example"), "/blog"),
            ("https://e.example", Some("https://e.example"), ""),
            ("//e.example/blog", None, ""),
            ("https:///blog", None, "/blog"),
            ("", None, ""),
        ] {
            assert_eq!(split_address(url), (origin.map(str::to_owned), path.to_owned()), "{url}");
        }
    }

    #[test]
    fn files_beside_a_page_are_in_its_folder() {
        for (url, folder) in [
            ("/a/b/", "/a/b"),
            ("/a/b.html", "/a/b"),
            ("/a/b.c.txt", "/a/b.c"),
            ("/a.b/c", "/a.b/c"),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(folder_of_page(url), folder, "{url}");
        }
    }
}
