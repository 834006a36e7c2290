//! Jekyll's `smartify`: typographic punctuation in text that is not Markdown.

use std::borrow::Cow;

use crate::markup::markdown::escape::{push_text, reference_length};
use crate::markup::markdown::kramdown::html::push_text_with_references;
use crate::markup::markdown::kramdown::spans::is_parsed;
use crate::markup::markdown::kramdown::{references, tags};
use crate::markup::markdown::options::Options;
use crate::markup::markdown::smart::{Run, push_run};
use crate::text::pieces::Part as _;

/// The options without what `gfm_quirks` sets: kramdown's GFM reader alone knows them.
fn without_quirks(options: &Options) -> Cow<'_, Options> {
    if options.typographic_symbols || !options.is_kramdown() {
        return Cow::Borrowed(options);
    }
    Cow::Owned(Options { typographic_symbols: true, ..options.clone() })
}

/// Jekyll's `smartify` filter: typographic punctuation in text that may contain HTML; Markdown is left as it is.
///
/// `&`, `<` and `>` that are not HTML become references; elements that nothing closes are closed; what is inside code
/// or an unknown element stays as it is (jekyll: `converters/smartypants.rb`).
#[must_use]
pub fn smartify(text: &str, options: &Options) -> String {
    let options = &without_quirks(options);
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut open: Vec<String> = Vec::new();
    let mut comment_ends = true;
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr2(b'<', b'&', rest.as_bytes())) {
        at += found;
        let rest = text.part(at..);
        let mut html = String::new();
        let length = match rest.as_bytes() {
            [b'&', ..] => {
                let length = reference_length(rest);
                if length > 0 {
                    references::push_reference(&mut html, rest.part(..length));
                }
                length
            }
            [b'<', b'!', b'-', b'-', ..] if comment_ends => {
                let length = memchr::memmem::find(rest.as_bytes(), b"-->").map_or(0, |end| end + 3);
                comment_ends = length > 0;
                html.push_str(rest.part(..length));
                length
            }
            [b'<', b'<', ..] => {
                at += 2;
                continue;
            }
            _ => tag(rest, begins_line(text, at), &mut open, &mut html),
        };
        if length == 0 {
            at += 1;
            continue;
        }
        push_run(&mut out, Run { text, start, end: at, before: None, markup: false }, options);
        out.push_str(&html);
        at += length;
        start = at;
    }
    push_run(&mut out, Run { text, start, end: text.len(), before: None, markup: false }, options);
    if !open.is_empty() {
        // kramdown works on lines: what it closes itself, it closes after the line's end.
        out.push('\n');
    }
    while let Some(name) = open.pop() {
        out.push_str(&format!("</{name}>"));
    }
    out
}

/// Returns whether nothing but up to three spaces stands before `at` in its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text.part(..at).trim_end_matches(' ');
    at - before.len() <= 3 && (before.is_empty() || before.ends_with('\n'))
}

/// The tag at the beginning of `text` as it comes out, and the length that it stands for: 0 where it is none.
fn tag(text: &str, begins_line: bool, open: &mut Vec<String>, html: &mut String) -> usize {
    if let Some((name, length)) = tags::end_tag(text) {
        let name = tags::known_name(name);
        if open.last() == Some(&name) {
            open.pop();
            html.push_str(&format!("</{name}>"));
        } else {
            push_text(html, text.part(..length));
        }
        return length;
    }
    let Some(tag) = tags::start_tag(text) else { return 0 };
    let name = tags::known_name(tag.name);
    let written = text.part(..tag.length);
    if tags::is_block(&name) && !begins_line {
        // A block has no place in a line: its tag is text.
        push_text_with_references(html, written);
        return tag.length;
    }
    html.push_str(written);
    if tag.closed || tags::is_void(&name) {
        return tag.length;
    }
    if is_parsed(&name, None, !begins_line || tags::is_span(&name)) {
        open.push(name);
        return tag.length;
    }
    let rest = text.part(tag.length..);
    let (body, behind) = tags::raw_end(rest, &name).unwrap_or((rest.len(), 0));
    push_raw(html, rest.part(..body));
    if behind == 0 {
        html.push('\n');
    }
    html.push_str(&format!("</{name}>"));
    tag.length + body + behind
}

/// Text and tags that are not read as Markdown.
fn push_raw(out: &mut String, text: &str) {
    let mut rest = text;
    let mut comment_ends = true;
    while let Some(at) = rest.find('<') {
        push_text_with_references(out, rest.part(..at));
        rest = rest.part(at..);
        let comment = (comment_ends && rest.starts_with("<!--"))
            .then(|| memchr::memmem::find(rest.as_bytes(), b"-->").map(|end| end + 3));
        comment_ends &= comment != Some(None);
        let length = comment
            .flatten()
            .or_else(|| tags::start_tag(rest).map(|tag| tag.length))
            .or_else(|| tags::end_tag(rest).map(|(_, length)| length));
        match length {
            Some(length) => {
                out.push_str(rest.part(..length));
                rest = rest.part(length..);
            }
            None => {
                out.push_str("&lt;");
                rest = rest.part(1..);
            }
        }
    }
    push_text_with_references(out, rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_dashes_and_dots_follow_kramdown() {
        for (plain, smart) in [
            (r#"He said "hi" -- it's 'fine'..."#, "He said “hi” – it’s ‘fine’…"),
            (r#""'Quoted' words""#, "“‘Quoted’ words”"),
            ("the '90s, 'twas rock 'n' roll", "the ’90s, ‘twas rock ‘n’ roll"),
            ("a---b", "a—b"),
            ("<<g>> << g >>", "«g» «\u{a0}g\u{a0}»"),
            (r#"("a") ["b"] -"c""#, "(“a”) [“b”] -“c”"),
            ("Fish & Chips", "Fish &amp; Chips"),
            ("&copy; &lt; &nosuch;", "© &lt; &amp;nosuch;"),
            ("1 < 2", "1 &lt; 2"),
            ("a <b>x \"q\"</b> </i> <br>", "a <b>x “q”</b> &lt;/i&gt; <br>"),
            ("a <code>\"x\"</code> \"y\" <i>z", "a <code>\"x\"</code> “y” <i>z\n</i>"),
            ("<T> \"z\" & a < b", "<T> \"z\" &amp; a &lt; b\n</T>"),
            ("*md* `code`", "*md* `code`"),
            ("The <div> element", "The &lt;div&gt; element"),
            ("see <h1 class=\"x\">\"t\"</h1>", "see &lt;h1 class=\"x\"&gt;“t”&lt;/h1&gt;"),
            ("<section> \"q\" <b>", "<section> \"q\" <b>\n</section>"),
            (r#"5'10" tall"#, "5’10” tall"),
            (r#"" alone "#, "” alone "),
            ("", ""),
        ] {
            assert_eq!(smartify(plain, &Options::default()), smart, "{plain}");
        }
    }

    #[test]
    fn switched_off_they_stay_straight() {
        assert_eq!(smartify("\"a\" -- 'b'...", &Options::common_mark()), "\"a\" -- 'b'...");
    }

    /// `gfm_quirks: [no_auto_typographic]` is the GFM reader's, and titles are not read by that.
    #[test]
    fn quirks_of_gfm_are_none_of_theirs() {
        let options = Options { smart_quotes: false, typographic_symbols: false, ..Options::default() };
        assert_eq!(smartify("\"a\" -- 'b'...", &options), "\"a\" – 'b'…");
    }
}
