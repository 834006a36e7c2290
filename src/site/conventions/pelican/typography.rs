//! Typography of articles and titles, where `TYPOGRIFY` is on: quotes, dashes, capitals, and a last word that stays on its line.
//!
//! Source: observed on Pelican 4.12 with typogrify 2.1 and smartypants 2.0.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::site::conventions::pelican::python::{Assignments, PyValue};

/// Which rules are on, and where none is.
#[derive(Clone, Debug)]
pub(super) struct Typography {
    dashes: Dashes,
    /// Elements that stay as they are, beside `pre` and `code`.
    ignored: Vec<String>,
    omitted: Vec<String>,
}

/// What two and three hyphens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dashes {
    /// Two are a long dash, three are that and a hyphen.
    Long,
    /// Two are a short dash, three a long one.
    ShortAndLong,
    /// Two are a long dash, three a short one.
    LongAndShort,
}

/// A part of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Tag(&'t str),
    Text(&'t str),
}

impl Typography {
    /// The settings; nothing where they leave typography to the author.
    pub(super) fn new(names: &Assignments) -> Option<Self> {
        let list = |name: &str| match names.get(name) {
            Some(PyValue::List(items)) => {
                items.iter().filter_map(PyValue::as_text).map(str::to_lowercase).collect()
            }
            _ => Vec::new(),
        };
        (names.get("TYPOGRIFY") == Some(&PyValue::Bool(true))).then(|| Self {
            dashes: match names.text("TYPOGRIFY_DASHES") {
                Some("oldschool") => Dashes::ShortAndLong,
                Some("oldschool_inverted") => Dashes::LongAndShort,
                _ => Dashes::Long,
            },
            ignored: list("TYPOGRIFY_IGNORE_TAGS"),
            omitted: list("TYPOGRIFY_OMIT_FILTERS"),
        })
    }

    /// What docutils does where `smart_quotes` is on; nothing where it is not.
    pub(super) fn of_docutils(names: &Assignments) -> Option<Self> {
        let Some(PyValue::Map(settings)) = names.get("DOCUTILS_SETTINGS") else { return None };
        let is_on = settings.iter().any(|(key, value)| {
            key == "smart_quotes" && !matches!(value, PyValue::Bool(false) | PyValue::None)
        });
        is_on.then(|| Self {
            dashes: Dashes::ShortAndLong,
            ignored: Vec::new(),
            omitted: ["amp", "caps", "initial_quotes", "widont"].map(str::to_owned).into(),
        })
    }

    /// The same, with the characters themselves.
    pub(super) fn characters(&self, html: &str) -> String {
        let mut html = self.html(html);
        for (reference, sign) in SIGNS {
            if html.contains(reference) {
                html = html.replace(reference, sign);
            }
        }
        html
    }

    /// HTML with its text in typographic form.
    pub(super) fn html(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() + html.len() / 16);
        let mut rest = html;
        while let Some((start, end)) = self.ignored(rest) {
            out.push_str(&self.section(rest.get(..start).unwrap_or("")));
            out.push_str(rest.get(start..end).unwrap_or(""));
            rest = rest.get(end..).unwrap_or("");
        }
        out + &self.section(rest)
    }

    /// The next element that stays as it is: from its tag to the first that closes one of its name.
    fn ignored(&self, html: &str) -> Option<(usize, usize)> {
        html.match_indices('<').find_map(|(at, _)| {
            let rest = html.get(at + 1..)?;
            let names = ["pre", "code"].into_iter().chain(self.ignored.iter().map(String::as_str));
            let starts = |name: &&str| rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
            let name = names.into_iter().find(starts)?;
            let open = at + rest.find('>')? + 2;
            let inner = html.get(open..)?;
            let closes = |(at, _): &(usize, &str)| {
                let rest = inner.get(at + 2..).unwrap_or("");
                let is_of = rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
                is_of && rest.get(name.len()..).is_some_and(|rest| rest.starts_with('>'))
            };
            let (close, _) = inner.match_indices("</").find(closes)?;
            Some((at, open + close + name.len() + 3))
        })
    }

    fn section(&self, html: &str) -> String {
        if html.is_empty() {
            return String::new();
        }
        let has = |name: &str| !self.omitted.iter().any(|omitted| omitted == name);
        let mut html = html.to_owned();
        if has("amp") {
            html = in_text(&html, &[], |text, _| {
                replaced(&AMPERSAND, text, "${1}<span class=\"amp\">&amp;</span>${2}")
            });
        }
        if has("smartypants") {
            let skipped = ["pre", "samp", "code", "tt", "kbd", "script", "style", "math"];
            html = in_text(&html, &skipped, |text, before| self.smart(text, before));
        }
        if has("caps") {
            html = in_text(&html, &["kbd", "script"], |text, _| capitals(text));
        }
        if has("initial_quotes") {
            html = replaced_by(&FIRST_QUOTE, &html, |found| {
                let class = if found.name("double").is_some() { "dquo" } else { "quo" };
                let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
                format!("{}<span class=\"{class}\">{}</span>", part("before"), part("quote"))
            });
        }
        if has("widont") {
            html = replaced(&LAST_BLANK, &html, "${1}&nbsp;${2}");
        }
        html
    }

    /// Text with typographic signs; `before` is the last character of the text before.
    fn smart(&self, text: &str, before: Option<char>) -> String {
        let mut text = text.to_owned();
        for (from, to) in [
            ("\\\\", "&#92;"),
            ("\\\"", "&#34;"),
            ("\\'", "&#39;"),
            ("\\.", "&#46;"),
            ("\\-", "&#45;"),
            ("\\`", "&#96;"),
            ("&quot;", "\""),
        ] {
            if text.contains(from) {
                text = text.replace(from, to);
            }
        }
        let (two, three) = match self.dashes {
            Dashes::Long => (LONG, ""),
            Dashes::ShortAndLong => (SHORT, LONG),
            Dashes::LongAndShort => (LONG, SHORT),
        };
        if text.contains("--") {
            if !three.is_empty() {
                text = text.replace("---", three);
            }
            text = text.replace("--", two);
        }
        for (from, to) in [("...", "&#8230;"), (". . .", "&#8230;"), ("``", "&#8220;"), ("''", "&#8221;")] {
            if text.contains(from) {
                text = text.replace(from, to);
            }
        }
        let closes = before.is_some_and(|c| !c.is_whitespace());
        match text.as_str() {
            "'" => if closes { "&#8217;" } else { "&#8216;" }.to_owned(),
            "\"" => if closes { "&#8221;" } else { "&#8220;" }.to_owned(),
            text if !text.contains(['"', '\'']) => text.to_owned(),
            text => quotes(text),
        }
    }
}

const SIGNS: [(&str, &str); 7] = [
    ("&#8211;", "–"),
    ("&#8212;", "—"),
    ("&#8216;", "‘"),
    ("&#8217;", "’"),
    ("&#8220;", "“"),
    ("&#8221;", "”"),
    ("&#8230;", "…"),
];

const SHORT: &str = "&#8211;";
const LONG: &str = "&#8212;";

/// Text with typographic quotes.
fn quotes(text: &str) -> String {
    let text = each_quote(text, "\"'", |_, after| starts_word(after).then_some("&#8220;&#8216;"));
    let text = each_quote(&text, "'\"", |_, after| starts_word(after).then_some("&#8216;&#8220;"));
    let text = each_quote(&text, "'", |before, after| {
        let is_decade = after
            .get(..3)
            .is_some_and(|it| it.ends_with('s') && it.bytes().take(2).all(|b| b.is_ascii_digit()));
        (is_decade && ends_word(before)).then_some("&#8217;")
    });
    let text =
        each_quote(&text, "'", |before, after| (is_apart(before) && starts_word(after)).then_some("&#8216;"));
    // The `s` of a genitive ends its word.
    let is_genitive = |after: &str| after.strip_prefix('s').is_some_and(|rest| !starts_word(rest));
    let text = each_quote(&text, "'", |before, after| {
        let is_held = after.starts_with(char::is_whitespace)
            || is_genitive(after)
            || after.starts_with(char::is_numeric);
        (may_close(before) && !is_held).then_some("&#8217;")
    });
    let text = each_quote(&text, "'", |before, after| {
        let is_end = after.starts_with(char::is_whitespace) || is_genitive(after);
        (may_close(before) && is_end).then_some("&#8217;")
    });
    let text = each_quote(&text, "'", |_, _| Some("&#8216;"));
    let text = each_quote(&text, "\"", |before, after| {
        (is_apart(before) && starts_word(after)).then_some("&#8220;")
    });
    let text = each_quote(&text, "\"", |before, after| {
        let is_first = before.is_empty() && after.starts_with(|c: char| c.is_ascii_punctuation() && c != '&');
        (after.starts_with(char::is_whitespace) || is_first || may_close(before)).then_some("&#8221;")
    });
    each_quote(&text, "\"", |_, _| Some("&#8220;"))
}

/// Replaces quotes by what is before and after each.
fn each_quote(text: &str, quote: &str, replace: impl Fn(&str, &str) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(quote) {
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + quote.len()..).unwrap_or(""));
        if let Some(entity) = replace(before, after) {
            out.push_str(text.get(done..at).unwrap_or(""));
            out.push_str(entity);
            done = at + quote.len();
        }
    }
    out + text.get(done..).unwrap_or("")
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn starts_word(text: &str) -> bool {
    text.starts_with(is_of_word)
}

fn ends_word(text: &str) -> bool {
    text.ends_with(is_of_word)
}

/// Whether a quote may open after this: a blank or a dash.
fn is_apart(before: &str) -> bool {
    const SIGNS: [&str; 8] = ["&nbsp;", "--", "&ndash;", "&mdash;", SHORT, LONG, "&#x2013;", "&#x2014;"];
    before.ends_with(char::is_whitespace) || SIGNS.iter().any(|sign| before.ends_with(sign))
}

/// Whether a quote may close after this: all but blanks, brackets that open, and hyphens.
fn may_close(before: &str) -> bool {
    before.chars().next_back().is_some_and(|c| !matches!(c, ' ' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-'))
}

/// Applies a change to the text between tags; that within some elements stays. The change gets the last character of the
/// text before, too.
fn in_text(html: &str, skipped: &[&str], change: impl Fn(&str, Option<char>) -> String) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let (mut is_skipped, mut before) = (false, None);
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) => {
                out.push_str(tag);
                let inner = tag.trim_start_matches(['<', '/']).trim_end_matches('>').to_ascii_lowercase();
                if skipped.iter().any(|name| inner.starts_with(name)) {
                    is_skipped = !tag.starts_with("</");
                }
            }
            Piece::Text(text) => {
                if is_skipped {
                    out.push_str(text)
                } else {
                    out.push_str(&change(text, before))
                }
                before = text.chars().next_back();
            }
        }
    }
    out
}

/// Tags and comments, and the text between them.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, from) = rest.split_at(open);
        let comment = from.starts_with("<!--").then(|| from.find("-->").map(|end| end + 3)).flatten();
        let Some(end) = comment.or_else(|| from.find('>').map(|end| end + 1)) else { break };
        if !text.is_empty() {
            found.push(Piece::Text(text));
        }
        let (tag, after) = from.split_at(end);
        found.push(Piece::Tag(tag));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// Words of capitals, and abbreviations of capitals with full stops, in an element.
fn capitals(text: &str) -> String {
    replaced_by(&CAPITALS, text, |found| {
        let word = found.get(0).map_or("", |word| word.as_str());
        let tail = if word.ends_with(' ') { " " } else { "" };
        format!("<span class=\"caps\">{}</span>{tail}", word.strip_suffix(' ').unwrap_or(word))
    })
}

/// A rule; nothing for one that is invalid, which a test rules out.
type Rule = LazyLock<Option<Regex>>;

static AMPERSAND: Rule = LazyLock::new(|| Regex::new(r"(\s|&nbsp;)(?:&amp;|&#38;|&)(\s|&nbsp;)").ok());
static CAPITALS: Rule =
    LazyLock::new(|| Regex::new(r"\b[A-Z\d]*[A-Z]\d*[A-Z][A-Z\d']*\b|\b[A-Z]+\.\s?(?:[A-Z]+\.\s?)+").ok());
static FIRST_QUOTE: Rule = LazyLock::new(|| {
    let block = r"(?:<(?:p|h[1-6]|li|dt|dd)[^>]*>|^)\s*(?:<(?:a|em|span|strong|i|b)[^>]*>\s*)*";
    let quote = "(?<double>\"|&ldquo;|&#8220;)|(?:'|&lsquo;|&#8216;)";
    Regex::new(&format!("(?<before>{block})(?<quote>{quote})")).ok()
});
static LAST_BLANK: Rule = LazyLock::new(|| {
    let inline = r"a|em|span|strong|i|b";
    let end = r"</(?:p|h[1-6]|li|dt|dd)>|$";
    Regex::new(&format!(r"(</?(?:{inline})[^>]*>|[^<>\s])\s+([^<>\s]+\s*(?:</(?:{inline})>\s*)*(?:{end}))"))
        .ok()
});

fn replaced(rule: &Rule, text: &str, with: &str) -> String {
    rule.as_ref().map_or_else(|| text.to_owned(), |rule| rule.replace_all(text, with).into_owned())
}

fn replaced_by(rule: &Rule, text: &str, with: impl Fn(&Captures<'_>) -> String) -> String {
    rule.as_ref().map_or_else(|| text.to_owned(), |rule| rule.replace_all(text, with).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(settings: &str, text: &str) -> String {
        let mut names = Assignments::default();
        names.read("pelicanconf.py", &format!("TYPOGRIFY = True\n{settings}\n"), &|_| None);
        Typography::new(&names).unwrap().html(text)
    }

    #[test]
    fn text_comes_out_as_pelican_writes_it() {
        for (text, expected) in [
            ("The rise of Herons", "The rise of&nbsp;Herons"),
            ("One", "One"),
            ("Tern & Tide", "Tern <span class=\"amp\">&amp;</span>&nbsp;Tide"),
            ("It's a \"dog's\" life...", "It&#8217;s a &#8220;dog&#8217;s&#8221;&nbsp;life&#8230;"),
            ("<p>\"A\" -- b.</p>", "<p><span class=\"dquo\">&#8220;</span>A&#8221; &#8212;&nbsp;b.</p>"),
            (
                "<p>The NASA and U.S. Mint</p>",
                "<p>The <span class=\"caps\">NASA</span> and <span class=\"caps\">U.S.</span>&nbsp;Mint</p>",
            ),
            ("<p>x <code>a -- 'b'</code> y</p>", "<p>x <code>a -- 'b'</code> y</p>"),
            ("<p>a 'b' (\"c\") 5'</p>", "<p>a &#8216;b&#8217; (&#8220;c&#8221;)&nbsp;5&#8217;</p>"),
            ("<div>no <em>last</em> word</div>", "<div>no <em>last</em> word</div>"),
        ] {
            assert_eq!(html("", text), expected, "{text}");
        }
        assert_eq!(html("TYPOGRIFY_DASHES = 'oldschool'", "<i>a--b---c</i>"), "<i>a&#8211;b&#8212;c</i>");
        assert_eq!(html("TYPOGRIFY_IGNORE_TAGS = ['h2']", "<h2>a \"b\" c</h2>"), "<h2>a \"b\" c</h2>");
        assert_eq!(html("TYPOGRIFY_OMIT_FILTERS = ['widont', 'caps']", "a NASA c"), "a NASA c");
    }

    #[test]
    fn any_html_is_read() {
        for text in ["<", "<pre", "<code>", "\"", "'", "<!-- ", "é'é\"é", "&nbsp;&&nbsp;", "<p>\"</p>"] {
            let _ = html("", text);
        }
        for rule in [&AMPERSAND, &CAPITALS, &FIRST_QUOTE, &LAST_BLANK] {
            assert!(rule.is_some());
        }
    }
}
