//! Where in HTML the next value is written, as HTML is appended.

/// The last places of what tells where HTML ends: within a tag, a script or a style.
#[derive(Debug, Default)]
pub(super) struct Position {
    read: usize,
    last: [Option<usize>; 6],
}

/// What is remembered, each beside what ends it.
const MARKS: [&str; 6] = ["<script", "</script", "<style", "</style", "<", ">"];

/// The longest of these but for one byte.
const OVERLAP: usize = 7;

impl Position {
    /// Reads what was appended since the last time.
    pub(super) fn advance(&mut self, html: &str) {
        let from = (0..=self.read.saturating_sub(OVERLAP)).rev().find(|at| html.is_char_boundary(*at));
        let from = from.unwrap_or(0);
        let new = html.get(from..).unwrap_or("");
        for (last, mark) in self.last.iter_mut().zip(MARKS) {
            *last = new.rfind(mark).map(|at| from + at).or(*last);
        }
        self.read = html.len();
    }

    /// Whether HTML ends within a script, and within a style.
    pub(super) fn is_within(&self) -> (bool, bool) {
        let [script, no_script, style, no_style, _, close] = self.last;
        let is_in = |open: Option<usize>, end| open > end && close > open;
        (is_in(script, no_script), is_in(style, no_style))
    }

    /// The tag that HTML ends within.
    pub(super) fn tag<'h>(&self, html: &'h str) -> Option<&'h str> {
        let [.., open, close] = self.last;
        html.get(open.filter(|_| open > close)? + 1..)
    }

    /// The place at the end of HTML.
    #[cfg(test)]
    pub(super) fn after(html: &str) -> Self {
        let mut place = Self::default();
        place.advance(html);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_in_parts_and_as_a_whole() {
        let html = "é<p a=\">\" b='x</p><script src=é>é < b</script><style>p{}</style ><i><scr";
        let mut place = Position::default();
        for (at, c) in html.char_indices() {
            let before = &html[..at + c.len_utf8()];
            place.advance(before);
            assert_eq!(place.last, Position::after(before).last, "{before}");
            let is_in = |name: &str| {
                let within = before.rfind(&format!("<{name}")).map_or("", |open| &before[open..]);
                within.contains('>') && !within.contains(&format!("</{name}"))
            };
            assert_eq!(place.is_within(), (is_in("script"), is_in("style")), "{before}");
            let open = before.rfind('<').map(|open| &before[open + 1..]).filter(|tag| !tag.contains('>'));
            assert_eq!(place.tag(before), open, "{before}");
        }
    }
}
