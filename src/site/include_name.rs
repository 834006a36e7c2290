//! The names of files that templates include.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::text::pieces::Part as _;

/// The name in a tag `include`: as it is written, or what it begins and ends with where the page's front matter has the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IncludeName<'t> {
    /// `note.html`
    Whole(&'t str),
    /// `header-{{ page.lang }}.html`
    Parts(&'t str, &'t str),
}

impl<'t> IncludeName<'t> {
    /// The name that the text of a tag begins with, without the slash before it; nothing where no part of it is written.
    pub(crate) fn of(markup: &'t str) -> Option<Self> {
        let markup = markup.trim_start().trim_start_matches('/').trim_start();
        let word = markup.split_whitespace().next()?;
        let Some(at) = word.find("{{") else { return Some(Self::Whole(word)) };
        let output = markup.part(at + 2..).split("}}").next()?;
        let after = markup.part(at + 2 + output.len()..).strip_prefix("}}")?;
        let after = after.split_whitespace().next().unwrap_or("");
        let is_of_page = output.trim().starts_with("page.") && !after.contains('{');
        (at > 0 && is_of_page).then_some(Self::Parts(word.part(..at), after))
    }

    /// Those of the files that it may be, the first hundred.
    pub(crate) fn find<K: Borrow<str> + Ord, V>(
        self,
        files: &BTreeMap<K, V>,
    ) -> impl Iterator<Item = (&K, &V)> {
        const MOST: usize = 100;
        let (Self::Whole(begin) | Self::Parts(begin, _)) = self;
        let from = files.range::<str, _>((Bound::Included(begin), Bound::Unbounded));
        let near = from.take_while(move |(file, _)| {
            let file: &str = (*file).borrow();
            if matches!(self, Self::Whole(_)) { file == begin } else { file.starts_with(begin) }
        });
        let is_it = move |file: &str| match self {
            Self::Whole(_) => true,
            Self::Parts(_, end) => file.len() > begin.len() + end.len() && file.ends_with(end),
        };
        near.filter(move |(file, _)| is_it((*file).borrow())).take(MOST)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::IncludeName::{self, Parts, Whole};

    #[test]
    fn names_are_whole_or_have_parts() {
        for (markup, expected) in [
            ("note.html a=b", Some(Whole("note.html"))),
            ("/a/note.html", Some(Whole("a/note.html"))),
            ("/   ä{{ page.lang }}.html", Some(Parts("ä", ".html"))),
            ("head-{{ page.lang }}.html a=b", Some(Parts("head-", ".html"))),
            ("{{ page.lang }}.html", None),
            ("head-{{ site.lang }}.html", None),
            ("head-{{ page.a }}{{ page.b }}.html", None),
            ("", None),
        ] {
            assert_eq!(IncludeName::of(markup), expected, "{markup}");
        }
        let files: BTreeMap<&str, ()> =
            ["head-.html", "head-de.html", "head-de.html.md", "foot-de.html"].map(|name| (name, ())).into();
        let found = |name: IncludeName<'_>| name.find(&files).map(|(name, ())| *name).collect::<Vec<_>>();
        assert_eq!(found(Parts("head-", ".html")), ["head-de.html"]);
        assert_eq!(found(Whole("head-de.html")), ["head-de.html"]);
        assert_eq!(found(Whole("head-de")), [""; 0]);
    }
}
