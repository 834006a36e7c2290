//! Outside strings in Markdown that services show, such as comments on a pull request: each is shown as it is, and none
//! becomes markup, a link, a mention of a person or a reference to an issue.

use std::borrow::Cow;

use crate::text::printable::{printable, printable_lines};

/// Returns a string as a code span.
#[must_use]
pub fn code(text: &str) -> String {
    let text = printable(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    // A space on both sides is not shown. Without one, a backquote at an end would belong to the fence.
    let needs_space = text.is_empty()
        || text.starts_with('`')
        || text.ends_with('`')
        || text.starts_with(' ') && text.ends_with(' ') && text.contains(|c| c != ' ');
    let space = if needs_space { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Returns a message for people, of which words in backquotes are code, as Markdown within one line.
#[must_use]
pub fn message(text: &str) -> String {
    let text = printable(text);
    let pieces: Vec<&str> = text.split('`').collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (number, piece) in pieces.iter().enumerate() {
        let is_quoted = number % 2 == 1;
        match (is_quoted, piece.is_empty()) {
            (true, _) if number + 1 == pieces.len() => {
                out.push_str("\\`");
                words(&mut out, piece);
            }
            (true, true) => out.push_str("\\`\\`"),
            (true, false) => out.push_str(&code(piece)),
            (false, _) => words(&mut out, piece),
        }
    }
    out
}

/// About how much is shown: GitHub takes comments of up to 65,536 characters.
pub const MOST_BYTES: usize = 50_000;

/// Returns lines as a code block; of more than [`MOST_BYTES`], the first, and how many follow.
#[must_use]
pub fn block(text: &str) -> String {
    let text = printable_lines(text.trim_end());
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let mut lines = text.lines();
    let mut shown = String::new();
    while shown.len() < MOST_BYTES
        && let Some(line) = lines.next()
    {
        shown.push_str(line);
        shown.push('\n');
    }
    let more = match lines.count() {
        0 => String::new(),
        more => format!("\n{more} more lines not shown here.\n"),
    };
    format!("{fence}text\n{shown}{fence}\n{more}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Words outside of code. One that a service could make a link, a mention, a reference or an emoji of becomes code.
fn words(out: &mut String, text: &str) {
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches(' ');
        if bare.contains(['@', '#']) || bare.contains("www.") || bare.trim_end_matches(':').contains(':') {
            out.push_str(&code(bare));
        } else {
            bare.chars().for_each(|c| out.push_str(&escaped(c)));
        }
        out.push_str(word.get(bare.len()..).unwrap_or(""));
    }
}

fn escaped(c: char) -> Cow<'static, str> {
    match c {
        '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '^' | '$' | '!' => {
            format!("\\{c}").into()
        }
        c => c.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// The text of Markdown, and whether it is nothing but text and code in one paragraph.
    fn read(markdown: &str) -> (String, bool) {
        let mut text = String::new();
        let mut is_plain = true;
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => (),
                _ => is_plain = false,
            }
        }
        (text, is_plain)
    }

    #[test]
    fn keeps_words_in_backquotes_as_code() {
        assert_eq!(
            message("the text says `#123`, but the URL leads to `#132`"),
            "the text says `#123`, but the URL leads to `#132`"
        );
        assert_eq!(message("no page: <b> & *c*"), "no page: \\<b\\> \\& \\*c\\*");
        assert_eq!(
            message("ask @ada about #12 or https://e.example/ :tada:"),
            "ask `@ada` about `#12` or `https://e.example/` `:tada:`"
        );
        assert_eq!(message("`a` and ` @b"), "`a` and \\` `@b`");
        assert_eq!(code("a`b\n"), "``a`b\\n``");
        assert_eq!(block("a\n```\n\u{1b}b\n"), "````text\na\n```\n\\u001bb\n````\n");
    }

    #[test]
    fn a_long_block_is_cut_after_a_line() {
        let long = "0123456789\n".repeat(6_000);
        let shown = block(&long);
        assert!(shown.len() < 51_000, "{}", shown.len());
        assert!(
            shown.ends_with("\n0123456789\n```\n\n1454 more lines not shown here.\n"),
            "{}",
            &shown[49_900..]
        );
    }

    proptest! {
        #[test]
        fn code_is_read_as_it_was(text in "[ -~é`]{1,20}") {
            let (shown, is_plain) = read(&format!("x {}", code(&text)));
            prop_assert!(is_plain && shown == format!("x {text}"), "{shown:?}");
        }

        #[test]
        fn a_message_is_text_and_code_alone(text in "[ -~`\n\u{1b}é]{0,40}") {
            let (shown, is_plain) = read(&format!("x {}", message(&text)));
            let bare = |text: &str| text.replace(['`', ' '], "");
            prop_assert!(is_plain, "{shown:?}");
            prop_assert_eq!(bare(&shown), bare(&format!("x {}", printable(&text))));
        }
    }
}
