//! Where code is in CommonMark that is read before it is parsed, line by line.

use crate::text::pieces::Part as _;

/// Whether lines are within fenced code.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fences {
    /// The sign of the fence that is open, and how many of it.
    open: Option<(char, usize)>,
}

/// What a line is to fenced code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Outside,
    /// A line that opens a fence, or closes it.
    Opening,
    Within,
    Closing,
}

impl Fences {
    /// Reads the next line, at any indent: in lists, fences are indented too.
    ///
    /// Source: CommonMark 0.31, section 4.5.
    pub(crate) fn read(&mut self, line: &str) -> Place {
        let line = line.trim();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'));
        let rest = mark.map_or(line, |mark| line.trim_start_matches(mark));
        let (count, old) = (line.len() - rest.len(), self.open);
        match (old, mark) {
            (None, Some(mark)) if count >= 3 && !(mark == '`' && rest.contains('`')) => {
                self.open = Some((mark, count));
                Place::Opening
            }
            (None, _) => Place::Outside,
            (Some((open, least)), Some(mark)) if open == mark && count >= least && rest.is_empty() => {
                self.open = None;
                Place::Closing
            }
            (Some(_), _) => Place::Within,
        }
    }

    /// Whether the next line is within a fence.
    pub(crate) const fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

/// The length of the fenced code that lines begin with, to its last line or the end; nothing where they begin with none.
pub(crate) fn fence_length(text: &str) -> Option<usize> {
    let mut fences = Fences::default();
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        length += line.len();
        match fences.read(line) {
            Place::Outside => return None,
            Place::Closing => break,
            Place::Opening | Place::Within => {}
        }
    }
    (length > 0).then_some(length)
}

/// The length of the code span that a string begins with; of its backquotes alone where no run of as many closes them in the
/// paragraph.
///
/// Source: CommonMark 0.31, section 6.1.
pub(crate) fn span_length(text: impl AsRef<[u8]>) -> usize {
    let text = text.as_ref();
    let run = |text: &[u8]| text.iter().take_while(|byte| **byte == b'`').count();
    let marks = run(text);
    let mut at = marks;
    while let Some(next) = memchr::memchr(b'`', text.part(at..)) {
        if has_blank_line(text.part(at..at + next)) {
            break;
        }
        let close = run(text.part(at + next..));
        at += next + close;
        if close == marks {
            return at;
        }
    }
    marks
}

/// Whether a line is blank, but for the first and the last, which may go on outside.
fn has_blank_line(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some() && line.iter().all(u8::is_ascii_whitespace) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_closed_by_their_own_signs() {
        for (text, places) in [
            ("a\n```rust\nx\n```\nb", "-(.)-"),
            ("~~~\n```\n~~~ x\n~~~~\n", "(..)"),
            ("````\n```\n````\n", "(.)"),
            ("``` a`b\n  ```\n", "-("),
            ("``\n", "-"),
        ] {
            let mut fences = Fences::default();
            let sign = |line| match fences.read(line) {
                Place::Outside => '-',
                Place::Opening => '(',
                Place::Within => '.',
                Place::Closing => ')',
            };
            assert_eq!(text.lines().map(sign).collect::<String>(), places, "{text}");
        }
    }

    #[test]
    fn spans_are_closed_by_as_many_backquotes() {
        for (text, span) in [
            ("`a` b", "`a`"),
            ("`a``b` c", "`a``b`"),
            ("``a`b`` c", "``a`b``"),
            ("`a\nb`", "`a\nb`"),
            ("`a\n\nb`", "`"),
            ("`a\r\n \r\nb`", "`"),
            ("`a\n b`\n", "`a\n b`"),
            ("``a`", "``"),
            ("```", "```"),
        ] {
            assert_eq!(text.get(..span_length(text)), Some(span), "{text}");
        }
    }
}
