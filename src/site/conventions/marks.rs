//! Words that stand for HTML while Markdown is rendered around it.

/// The words of one kind: this text, a number, and `Z`.
pub(super) struct Marks(pub(super) &'static str);

/// HTML that takes the place of a word.
pub(super) struct Marked<'h> {
    /// The HTML.
    pub(super) html: &'h str,
    /// Whether it stays inside a paragraph that has nothing else.
    pub(super) is_inline: bool,
}

const END: char = 'Z';

impl Marks {
    /// The word with this number.
    pub(super) fn word(&self, number: usize) -> String {
        format!("{}{number}{END}", self.0)
    }

    /// HTML with what `marked` has for each number in the place of its word. Where it is not inline and alone in a paragraph, it
    /// takes the place of the paragraph.
    pub(super) fn filled<'h>(&self, html: &str, marked: impl Fn(usize) -> Option<Marked<'h>>) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = rest.find(self.0) {
            let (before, from) = rest.split_at(at);
            let after = from.get(self.0.len()..).unwrap_or("");
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let found = after.get(..digits).and_then(|digits| marked(digits.parse().ok()?));
            let following = after.get(digits..).and_then(|rest| rest.strip_prefix(END));
            let (Some(Marked { html, is_inline }), Some(following)) = (found, following) else {
                out.push_str(before);
                out.push_str(self.0);
                rest = after;
                continue;
            };
            let alone = before.strip_suffix("<p>").zip(following.strip_prefix("</p>"));
            let (before, following) = alone.filter(|_| !is_inline).unwrap_or((before, following));
            out.push_str(before);
            out.push_str(html);
            rest = following;
        }
        out + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_take_the_place_of_their_paragraph() {
        let marked = |number| (number < 2).then_some(Marked { html: "<hr>", is_inline: number == 1 });
        let marks = Marks("MARK");
        let filled = marks.filled("<p>MARK0Z</p><p>MARK1Z</p>a MARK0Z MARK2Z MARKx MARK0", marked);
        assert_eq!(filled, "<hr><p><hr></p>a <hr> MARK2Z MARKx MARK0");
        assert_eq!(marks.word(7), "MARK7Z");
    }
}
