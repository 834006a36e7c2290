//! Long lists in parts, with links to the parts before and after.

use crate::text::html::text::escape_attribute;

/// A part of a list: the places from `from` up to `to` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The first place.
    pub(super) from: usize,
    /// After the last place.
    pub(super) to: usize,
    of: usize,
    most: usize,
}

impl Part {
    /// The part of a list of `of` that has the place `from`; parts have `most` places.
    pub(super) fn new(from: usize, most: usize, of: usize) -> Self {
        let from = from.min(of.saturating_sub(1)) / most * most;
        Self { from, to: (from + most).min(of), of, most }
    }

    /// Returns the links to the parts before and after, with these words; `name` is what screen readers call them. Nothing where there is one part.
    pub(super) fn links(self, name: &str, words: (&str, &str), address: &dyn Fn(usize) -> String) -> String {
        if self.of <= self.most {
            return String::new();
        }
        let link = |to: usize, words: &str| {
            format!("<li><a href=\"{}\">{words}</a></li>\n", escape_attribute(&address(to)))
        };
        let mut out = format!(
            "<nav aria-label=\"{name}\">\n<ul>\n<li>{} to {} of {}</li>\n",
            self.from + 1,
            self.to,
            self.of
        );
        if self.from > 0 {
            out += &link(self.from.saturating_sub(self.most), words.0);
        }
        if self.to < self.of {
            out += &link(self.to, words.1);
        }
        out + "</ul>\n</nav>\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_begin_at_multiples_and_end_with_the_list() {
        let bounds = |from, of| {
            let part = Part::new(from, 20, of);
            (part.from, part.to)
        };
        assert_eq!(bounds(0, 0), (0, 0));
        assert_eq!(bounds(0, 20), (0, 20));
        assert_eq!(bounds(25, 41), (20, 40));
        assert_eq!(bounds(usize::MAX, 41), (40, 41));
        let address = |from: usize| format!("/?from={from}");
        assert_eq!(Part::new(0, 20, 20).links("Parts", ("Newer", "Older"), &address), "");
        let links = Part::new(20, 20, 41).links("Parts", ("Newer", "Older"), &address);
        assert!(links.contains("21 to 40 of 41"), "{links}");
        assert!(links.contains("\"/?from=0\">Newer") && links.contains("\"/?from=40\">Older"), "{links}");
    }
}
