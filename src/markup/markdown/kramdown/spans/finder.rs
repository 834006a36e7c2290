//! Where the ends of pieces stand in one text: each kind is listed once, so that no text makes the search quadratic.

use std::cell::OnceCell;

use crate::markup::markdown::kramdown::line::is_space;
use crate::markup::markdown::kramdown::tags::end_tag;

/// One text, and lists of places in it, made when they are first asked for.
pub(super) struct Finder<'t> {
    pub(super) text: &'t str,
    comments: OnceCell<Vec<usize>>,
    math: OnceCell<Vec<usize>>,
    /// With where their names end.
    end_tags: OnceCell<Vec<(usize, usize)>>,
    stop_tags: OnceCell<Vec<usize>>,
    struck: OnceCell<Vec<usize>>,
    titles: OnceCell<Vec<usize>>,
    title_ends: [OnceCell<Vec<usize>>; 2],
    angles: OnceCell<Vec<usize>>,
    braces: OnceCell<Vec<usize>>,
    /// Pairs, in the order in which they open; an end of 0 where nothing closes one.
    parentheses: OnceCell<Vec<(usize, usize)>>,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            comments: OnceCell::new(),
            math: OnceCell::new(),
            end_tags: OnceCell::new(),
            stop_tags: OnceCell::new(),
            struck: OnceCell::new(),
            titles: OnceCell::new(),
            title_ends: [OnceCell::new(), OnceCell::new()],
            angles: OnceCell::new(),
            braces: OnceCell::new(),
            parentheses: OnceCell::new(),
        }
    }

    /// The first `-->` at or after `from`.
    pub(super) fn comment_end(&self, from: usize) -> Option<usize> {
        first(self.comments.get_or_init(|| self.all("-->")), from)
    }

    /// The first `$$` at or after `from`.
    pub(super) fn math_end(&self, from: usize) -> Option<usize> {
        // Places overlap in `$$$`: every one counts.
        let bytes = self.text.as_bytes();
        let places =
            || memchr::memchr_iter(b'$', bytes).filter(|&at| bytes.get(at + 1) == Some(&b'$')).collect();
        first(self.math.get_or_init(places), from)
    }

    /// The first stop tag `{:/name}` or `{:/}` at or after `from`, and its length.
    pub(super) fn stop_tag(&self, from: usize, name: &str) -> Option<(usize, usize)> {
        let places = self.stop_tags.get_or_init(|| self.all("{:/"));
        let start = places.partition_point(|&at| at < from);
        places.iter().skip(start).take(64).find_map(|&at| {
            let rest = self.text.get(at + 3..)?;
            let named = rest.strip_prefix(name).unwrap_or(rest);
            named.starts_with('}').then(|| (at, 3 + rest.len() - named.len() + 1))
        })
    }

    /// The first end tag of `name` among the next 64 end tags at or after `from`.
    pub(super) fn end_tag(&self, from: usize, name: &str) -> Option<usize> {
        let tag = |at: usize| Some((at, at + 2 + end_tag(self.text.get(at..)?)?.0.len()));
        let places = self.end_tags.get_or_init(|| self.all("</").into_iter().filter_map(tag).collect());
        let start = places.partition_point(|&(at, _)| at < from);
        let found = places.iter().skip(start).take(64).find(|&&(at, end)| {
            self.text.get(at + 2..end).is_some_and(|found| found.eq_ignore_ascii_case(name))
        });
        found.map(|(at, _)| *at)
    }

    /// The first `~~` at or after `from` that may end struck-through text.
    pub(super) fn struck_end(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let places = || {
            let ends = |at: &usize| {
                let before = at.checked_sub(1).and_then(|at| bytes.get(at));
                bytes.get(at + 1) == Some(&b'~') && before.is_some_and(|&b| b != b'~' && !is_space(b))
            };
            memchr::memchr_iter(b'~', bytes).filter(ends).collect()
        };
        first(self.struck.get_or_init(places), from)
    }

    /// The first white space at or after `from` with a quotation mark after it.
    pub(super) fn title(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let places = || {
            memchr::memchr2_iter(b'"', b'\'', bytes)
                .filter_map(|at| at.checked_sub(1))
                .filter(|&at| bytes.get(at).copied().is_some_and(is_space))
                .collect()
        };
        first(self.titles.get_or_init(places), from)
    }

    /// The first quotation mark of this kind at or after `from` with a closing parenthesis after it.
    pub(super) fn title_end(&self, quote: u8, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let closes = |at: &usize| {
            let behind = bytes.get(at + 1..).unwrap_or(&[]);
            behind.iter().find(|&&b| !is_space(b)) == Some(&b')')
        };
        let places = || memchr::memchr_iter(quote, bytes).filter(closes).collect();
        let [double, single] = &self.title_ends;
        first(if quote == b'"' { double } else { single }.get_or_init(places), from)
    }

    /// The first `>` at or after `from`, if it stands on the same line.
    pub(super) fn angle(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let found =
            first(self.angles.get_or_init(|| memchr::memchr2_iter(b'>', b'\n', bytes).collect()), from)?;
        (bytes.get(found) == Some(&b'>')).then_some(found)
    }

    /// The first `}` at or after `from` that no backslash escapes.
    pub(super) fn brace(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let plain = |at: &usize| *at == 0 || bytes.get(at - 1) != Some(&b'\\');
        first(self.braces.get_or_init(|| memchr::memchr_iter(b'}', bytes).filter(plain).collect()), from)
    }

    /// The parenthesis that closes the one at `open`.
    pub(super) fn closing_parenthesis(&self, open: usize) -> Option<usize> {
        let pairs = || {
            let mut pairs: Vec<(usize, usize)> = Vec::new();
            let mut open = Vec::new();
            for at in memchr::memchr2_iter(b'(', b')', self.text.as_bytes()) {
                if self.text.as_bytes().get(at) == Some(&b'(') {
                    open.push(pairs.len());
                    pairs.push((at, 0));
                } else if let Some(pair) = open.pop().and_then(|number| pairs.get_mut(number)) {
                    pair.1 = at;
                }
            }
            pairs
        };
        let pairs = self.parentheses.get_or_init(pairs);
        let number = pairs.binary_search_by_key(&open, |(open, _)| *open).ok()?;
        pairs.get(number).map(|(_, close)| *close).filter(|&close| close > 0)
    }

    fn all(&self, what: &str) -> Vec<usize> {
        memchr::memmem::find_iter(self.text.as_bytes(), what.as_bytes()).collect()
    }
}

fn first(places: &[usize], from: usize) -> Option<usize> {
    places.get(places.partition_point(|&at| at < from)).copied()
}

#[cfg(test)]
mod tests {
    use super::Finder;

    #[test]
    fn an_end_tag_has_the_whole_name() {
        for (text, name, expected) in [
            ("x</abbr> y</a>", "a", Some(10)),
            ("x</a\n> y", "a", Some(1)),
            ("x</A> y", "a", Some(1)),
            ("x</a-b> </a:b> </ab>", "a", None),
            ("x</a y", "a", None),
            ("x</> </", "a", None),
        ] {
            assert_eq!(Finder::new(text).end_tag(1, name), expected, "{text}");
        }
    }
}
