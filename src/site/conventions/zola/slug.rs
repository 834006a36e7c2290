//! Slugs of pages, terms and headings, as `[slugify]` asks for them.

use std::borrow::Cow;

use crate::text::url::ascii_slug;

/// How a name becomes a part of a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Slugs {
    /// ASCII letters and digits.
    #[default]
    On,
    /// Everything that a file system takes.
    Safe,
    /// As written.
    Off,
}

impl Slugs {
    pub(super) fn from_name(name: &str) -> Self {
        match name {
            "safe" => Self::Safe,
            "off" => Self::Off,
            _ => Self::On,
        }
    }

    /// The part of a path for a name.
    pub(super) fn of<'t>(self, name: &'t str) -> Cow<'t, str> {
        match self {
            Self::On => Cow::Owned(ascii_slug(name)),
            Self::Safe => {
                let kept = |c: &char| !matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*');
                Cow::Owned(name.trim_end_matches([' ', '.']).chars().filter(kept).collect())
            }
            Self::Off => Cow::Borrowed(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Slugs;

    #[test]
    fn safe_slugs_keep_what_a_file_system_takes() {
        assert_eq!(Slugs::Safe.of("a/b"), "ab");
        assert_eq!(Slugs::Safe.of("Upper Case Name"), "Upper Case Name");
        assert_eq!(Slugs::On.of("My Slug_Here"), "my-slug-here");
        assert_eq!(Slugs::Off.of("a b"), "a b");
    }
}
