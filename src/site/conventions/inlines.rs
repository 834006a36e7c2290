//! What generators read in Markdown beside its elements: names of emoji, and formulas that pass through.

use std::borrow::Cow;

use crate::markup::markdown::code::{fence_length, span_length};

/// What stands in Markdown for itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Inlines {
    pub(super) has_emoji: bool,
    /// Delimiters of formulas, and whether one is a block of its own.
    delimiters: Vec<(String, String, bool)>,
}

/// A part of Markdown outside code.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Markdown.
    Text(&'t str),
    /// An emoji in the place of its name.
    Emoji(&'static str),
    /// A formula with its delimiters, and whether it is a block.
    Formula(&'t str, bool),
}

impl Inlines {
    /// Formulas between these delimiters, which may be blocks of their own, and names of emoji where `has_emoji`.
    pub(super) fn new(has_emoji: bool, mut delimiters: Vec<(String, String, bool)>) -> Self {
        // The longest first: `$$` before `$`.
        delimiters.sort_by_key(|(open, ..)| std::cmp::Reverse(open.len()));
        Self { has_emoji, delimiters }
    }

    /// Markdown with emoji in the places of their names.
    pub(super) fn with_emoji(markdown: &str) -> Cow<'_, str> {
        if !markdown.contains(':') {
            return Cow::Borrowed(markdown);
        }
        let pieces = Self::new(true, Vec::new()).pieces(markdown);
        let text = |piece| match piece {
            Piece::Text(text) | Piece::Formula(text, _) => text,
            Piece::Emoji(emoji) => emoji,
        };
        Cow::Owned(pieces.into_iter().map(text).collect())
    }

    /// Whether formulas pass through.
    pub(super) fn has_formulas(&self) -> bool {
        !self.delimiters.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.has_emoji && self.delimiters.is_empty()
    }

    /// Markdown in pieces; code is text.
    pub(super) fn pieces<'t>(&self, markdown: &'t str) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(rest) = markdown.get(at..).filter(|rest| !rest.is_empty()) {
            let is_line_start = at == 0 || markdown.as_bytes().get(at - 1) == Some(&b'\n');
            let html = if is_line_start { html_length(rest) } else { None };
            if let Some(length) = html.or_else(|| code_length(rest, is_line_start)) {
                at += length;
                continue;
            }
            if let Some((piece, length)) = self.piece(rest) {
                pieces.push(Piece::Text(markdown.get(start..at).unwrap_or("")));
                pieces.push(piece);
                at += length;
                start = at;
                continue;
            }
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
        pieces.push(Piece::Text(markdown.get(start..).unwrap_or("")));
        pieces
    }

    fn piece<'t>(&self, rest: &'t str) -> Option<(Piece<'t>, usize)> {
        for (open, close, is_block) in &self.delimiters {
            let Some(inner) = rest.strip_prefix(open.as_str()) else { continue };
            let end = inner.find(close.as_str()).filter(|end| *end > 0);
            // No formula goes on after a blank line, but for a block's.
            let end = end.filter(|end| *is_block || !inner.get(..*end).is_some_and(|it| it.contains("\n\n")));
            if let Some(end) = end {
                let length = open.len() + end + close.len();
                return Some((Piece::Formula(rest.get(..length)?, *is_block), length));
            }
        }
        let name = rest.strip_prefix(':').filter(|_| self.has_emoji)?;
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+')))?;
        let is_closed = name.get(end..).is_some_and(|rest| rest.starts_with(':'));
        let emoji = name.get(..end).filter(|_| is_closed).and_then(emojis::get_by_shortcode)?;
        Some((Piece::Emoji(emoji.as_str()), end + 2))
    }
}

/// The length of the block of HTML that Markdown begins with: it goes on to a blank line, or to the end of what holds plain text.
///
/// Source: CommonMark 0.31, section 4.6, without the blocks that any tag begins.
fn html_length(rest: &str) -> Option<usize> {
    const NAMES: [&str; 30] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "dd",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "iframe",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tr",
        "td",
        "ul",
    ];
    let (indent, text) = rest.split_at(rest.len() - rest.trim_start_matches(' ').len());
    let name = text.strip_prefix('<').filter(|_| indent.len() < 4)?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, after) = name.split_at(end);
    let name = name.to_ascii_lowercase();
    if !after.is_empty() && !after.starts_with([' ', '\t', '\n', '>', '/']) {
        return None;
    }
    let end = match name.as_str() {
        "pre" | "script" | "style" | "textarea" => rest.find(&format!("</{name}>")),
        name if NAMES.contains(&name) => rest.find("\n\n"),
        _ => return None,
    };
    Some(end.unwrap_or(rest.len()))
}

/// The length of the code that Markdown begins with: a fence, a line that is indented, or a span.
fn code_length(rest: &str, is_line_start: bool) -> Option<usize> {
    let line = rest.split_inclusive('\n').next()?;
    let indent = line.len() - line.trim_start_matches(' ').len();
    if is_line_start {
        if indent < 12
            && let Some(length) = fence_length(rest)
        {
            return Some(length);
        }
        if indent >= 4 && !line.trim().is_empty() && !line.trim_start().starts_with(['-', '*', '+']) {
            return Some(line.len());
        }
    }
    if !rest.starts_with('`') {
        return rest.starts_with('\\').then(|| 1 + rest.chars().nth(1).map_or(0, char::len_utf8)).filter(
            |_| {
                // An escaped sign is text; `\(` may begin a formula.
                !rest.starts_with("\\(") && !rest.starts_with("\\[")
            },
        );
    }
    Some(span_length(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_left_alone() {
        let inlines = Inlines {
            has_emoji: true,
            delimiters: vec![
                ("$$".to_owned(), "$$".to_owned(), true),
                ("\\(".to_owned(), "\\)".to_owned(), false),
            ],
        };
        let pieces = inlines.pieces("A :tada: `:tada:` \\(x*y\\)\n\n```\n:tada:\n```\n$$\na\n$$ :nosuch:");
        let text = "\n\n```\n:tada:\n```\n";
        assert_eq!(
            pieces,
            [
                Piece::Text("A "),
                Piece::Emoji("🎉"),
                Piece::Text(" `:tada:` "),
                Piece::Formula("\\(x*y\\)", false),
                Piece::Text(text),
                Piece::Formula("$$\na\n$$", true),
                Piece::Text(" :nosuch:"),
            ]
        );
        for (markdown, expected) in [
            ("a ` b\n\n:tada: ` c", "a ` b\n\n🎉 ` c"),
            ("````\n```\n:tada:\n````\n", "````\n```\n:tada:\n````\n"),
            ("```:tada:``` :tada:", "```:tada:``` 🎉"),
            ("<p>\n:tada:\n\n:tada:", "<p>\n:tada:\n\n🎉"),
            ("  </div>:tada:", "  </div>:tada:"),
            ("<pre>\n\n:tada:</pre> :tada:\n\n:tada:", "<pre>\n\n:tada:</pre> 🎉\n\n🎉"),
            ("<b>:tada:</b>", "<b>🎉</b>"),
            ("<perhaps :tada:", "<perhaps 🎉"),
            ("a <p>:tada:", "a <p>🎉"),
        ] {
            assert_eq!(Inlines::with_emoji(markdown), expected, "{markdown}");
        }
    }
}
