//! Raw HTML that is not wanted, as goldmark leaves it out.
//!
//! Source: observed on Hugo 0.168.

use crate::markup::markdown::commonmark::writer::{Omitted, Writer};

/// What is written in the place of raw HTML where it is not wanted.
const OMITTED: &str = "<!-- raw HTML omitted -->";

impl Omitted {
    /// By the first line of a block.
    fn of(line: &str) -> Self {
        let text = line.trim_start();
        let is = |mark: &&str| text.get(..mark.len()).is_some_and(|it| it.eq_ignore_ascii_case(mark));
        let begins = |marks: &[&str]| marks.iter().any(is);
        if begins(&["<script", "<pre", "<style", "<textarea"]) {
            Self::To(&["</script>", "</pre>", "</style>", "</textarea>"])
        } else if begins(&["<!--"]) {
            Self::To(&["-->"])
        } else if begins(&["<?"]) {
            Self::To(&["?>"])
        } else if begins(&["<![CDATA["]) {
            Self::To(&["]]>"])
        } else if begins(&["<!"]) {
            Self::To(&[">"])
        } else {
            Self::Quiet
        }
    }
}

impl Writer<'_, '_> {
    /// Leaves out a line of a block: nothing stands for a comment that begins its line; for a block that ends with a mark on
    /// another line something stands twice.
    pub(super) fn omit_line(&mut self, line: &str) {
        let writes = match self.omitted {
            Omitted::New if line.starts_with("<!--") => {
                self.omitted = Omitted::Quiet;
                false
            }
            Omitted::New | Omitted::Indented => {
                self.omitted = Omitted::of(line);
                true
            }
            Omitted::None | Omitted::Quiet => false,
            Omitted::To(marks) => {
                let lower = line.to_ascii_lowercase();
                marks.iter().any(|mark| lower.contains(&mark.to_ascii_lowercase()))
            }
        };
        if writes {
            self.out.push_str(OMITTED);
            self.out.push('\n');
        }
    }

    /// Leaves out what a block that is left out is indented by: whether text is that.
    pub(super) fn omits_indent(&mut self) -> bool {
        if matches!(self.omitted, Omitted::New) {
            self.omitted = Omitted::Indented;
        }
        !matches!(self.omitted, Omitted::None)
    }

    /// Leaves out a tag within text; a comment is gone.
    pub(super) fn omit_tag(&mut self, tag: &str) {
        if !tag.starts_with("<!--") {
            self.out.push_str(OMITTED);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markup::markdown::commonmark::write;
    use crate::markup::markdown::options::{CommonMark, Options};

    #[test]
    fn comments_are_left_out_without_a_word() {
        let common_mark = CommonMark { raw_html: false, ..CommonMark::DEFAULT };
        let options = Options { common_mark, ..Options::common_mark() };
        let made = |text: &str| write(text, &options).replace("<!-- raw HTML omitted -->", "@");
        for (text, html) in [
            ("<!-- c -->\n", ""),
            ("<!-- c\nd -->\n<div>\n</div>\n", "@\n"),
            ("<figure>\nx\n</figure>\n<!-- c -->\n", "@\n"),
            ("<div>\n\n<!-- d -->\n<p>\n", "@\n@\n"),
            ("<script>\nx\n</script>\n<div>\n</div>\n", "@\n@\n@\n"),
            ("<script>x</script>\npara\n", "@\n<p>para</p>\n"),
            ("  <!-- c -->\nb\n", "@\n<p>b</p>\n"),
            ("text <!-- c --> <b>b</b>\n", "<p>text  @b@</p>\n"),
        ] {
            assert_eq!(made(text), html, "{text}");
        }
    }
}
