//! The issue that a link's text names.

use std::borrow::Cow;

use crate::links::issue_ref::kinds::{Fault, is_number};
use crate::links::issue_ref::numbered::{Numbered, numbered};
use crate::links::issue_ref::words::{Word, word};
use crate::text::pieces::Pieces as _;

/// How a link's text reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// It names an issue.
    Ref(Box<TextRef>),
    /// It names several issues, and nothing else: their numbers.
    Several(Vec<String>),
    /// It names something else that is numbered: `XSA-123`, `Round #2`.
    Numbered(Box<Numbered>),
    /// It is nearly `#N`.
    Nearly(Box<Fault>),
    /// It is prose.
    Other,
}

/// An issue as a link text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRef {
    /// `owner/repo` or `repo` before the `#`.
    pub project: Option<String>,
    /// The mark before the number: `#`, `!`, `GH-`, or nothing.
    pub mark: &'static str,
    /// The number, without zeros before it.
    pub number: String,
    /// Whether the text is nothing but the reference.
    pub alone: bool,
    /// Whether a word marks the number as an issue's: `issue 12`.
    pub named: bool,
    /// Whether it names a pull or merge request, where it tells.
    pub is_change: Option<bool>,
}

/// Reads the text of a link, without its markup.
#[must_use]
pub fn read_text(text: &str) -> Text {
    /// The first byte of full-width signs in UTF-8.
    const FULL_WIDTH: u8 = 0xef;
    // Most links have words for their text: without a digit and a mark there is nothing to read.
    if !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'#' || byte == FULL_WIDTH) {
        return Text::Other;
    }
    let text = with_plain_digits(text);
    let trimmed = text.trim();
    let bare = unwrapped(trimmed);
    let (words, rest) = without_words(bare);
    if let Some(found) = whole_reference(rest, &words, rest.len() == trimmed.len()) {
        return Text::Ref(Box::new(found));
    }
    if let Some(numbers) = several(bare) {
        return Text::Several(numbers);
    }
    if let Some(fault) = nearly_a_reference(rest) {
        return Text::Nearly(Box::new(fault));
    }
    if let Some(found) = numbered(trimmed) {
        return Text::Numbered(Box::new(found));
    }
    within_prose(trimmed).map_or(Text::Other, |found| Text::Ref(Box::new(found)))
}

/// Link text with ASCII digits in the place of full-width ones.
fn with_plain_digits(text: &str) -> Cow<'_, str> {
    let is_full_width = |c: char| ('０'..='９').contains(&c);
    if !text.contains(is_full_width) {
        return Cow::Borrowed(text);
    }
    let digit = |c: char| u32::from(c) - u32::from('０') + u32::from('0');
    let plain = |c| if is_full_width(c) { char::from_u32(digit(c)).unwrap_or(c) } else { c };
    Cow::Owned(text.chars().map(plain).collect())
}

/// `(#1)` and `[#1]` without their brackets.
fn unwrapped(text: &str) -> &str {
    let inner = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    inner('(', ')').or_else(|| inner('[', ']')).unwrap_or(text).trim()
}

/// The text after words like `issue`, and what those words name.
fn without_words(text: &str) -> (Vec<Word>, &str) {
    let mut rest = text;
    let mut found = Vec::new();
    // Three words are the longest that people write: "see github issue".
    for _ in 0..4 {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let Some((first, behind)) = rest.split_at_checked(end) else { break };
        let is_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let ends = behind.starts_with([' ', '#', '!', '\u{a0}', ':'])
            || behind.strip_prefix('-').is_some_and(is_digit) && !first.eq_ignore_ascii_case("gh");
        let Some(meaning) = word(first).filter(|_| ends) else { break };
        rest = behind.trim_start_matches([' ', '\u{a0}', ':', '-']);
        found.push(meaning);
    }
    (found, rest)
}

/// The whole text is a reference, perhaps with its title after a colon.
fn whole_reference(text: &str, words: &[Word], alone: bool) -> Option<TextRef> {
    let named = words.iter().any(|word| *word != Word::Filler);
    let of_words = if words.contains(&Word::Change) {
        Some(true)
    } else {
        words.contains(&Word::Issue).then_some(false)
    };
    let reference = |project: &str, mark: &'static str, number: &str, alone| TextRef {
        project: (!project.is_empty()).then(|| project.to_owned()),
        mark,
        number: number.to_owned(),
        alone,
        named,
        is_change: if mark == "!" { Some(true) } else { of_words },
    };
    let lower = text.to_ascii_lowercase();
    if let Some(number) = lower.strip_prefix("gh-").filter(|number| is_plain_number(number)) {
        return Some(reference("", "GH-", number, alone));
    }
    let titled = |tail: &str| {
        [":", " (", " -", " –", " —"].iter().any(|start| tail.starts_with(start)) && !tail.contains('#')
    };
    let split = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        text.split_at_checked(end).map(|(digits, tail)| (digits.to_owned(), tail.to_owned()))
    };
    let (digits, tail) = split(text)?;
    if is_plain_number(&digits) && (tail.is_empty() || named && titled(&tail)) {
        return Some(reference("", "", &digits, alone && words.is_empty()));
    }
    let (at, mark) = text.char_indices().find_map(|(at, c)| match c {
        '#' => Some((at, "#")),
        '!' => Some((at, "!")),
        _ => None,
    })?;
    let (project, number) = (text.get(..at)?, text.get(at + 1..)?);
    if !project.is_empty() && !is_project(project) {
        return None;
    }
    let (digits, tail) = split(number)?;
    (is_plain_number(&digits) && (tail.is_empty() || titled(&tail)))
        .then(|| reference(project, mark, &digits, alone && tail.is_empty()))
}

/// `#12, #13` and `#12 and #13`; not `#12–#15`, which names those between too.
fn several(text: &str) -> Option<Vec<String>> {
    let mut parts = text.split('#');
    let (_, before) = (parts.next()?, text.split('#').next()?);
    let of_words = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.all(|found| word(found).is_some() || JOINTS.contains(&found.to_lowercase().as_str()))
    };
    let mut numbers = Vec::new();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (digits, between) = part.split_at_checked(end)?;
        let joins =
            |c: char| c.is_alphabetic() || matches!(c, ' ' | '\u{a0}' | ',' | ';' | '&' | '/' | '+' | '、');
        if !is_plain_number(digits) || !between.chars().all(joins) || !of_words(between) {
            return None;
        }
        numbers.push(digits.to_owned());
    }
    let begins = before.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\u{a0}'));
    (numbers.len() > 1 && begins && of_words(before)).then_some(numbers)
}

/// Words between the numbers of several issues.
const JOINTS: &[&str] = &["and", "or", "und", "oder", "et", "ou", "y", "e", "i", "и", "en", "och", "og"];

/// `owner/repo`, or a repository's name with a letter in it.
fn is_project(text: &str) -> bool {
    text.len() > 1
        && text.matches('/').count() <= 3
        && text.split('/').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        })
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn is_plain_number(text: &str) -> bool {
    is_number(text) && !text.starts_with('0')
}

/// One `#N` in a longer text, after `(` or a word that names an issue.
fn within_prose(text: &str) -> Option<TextRef> {
    let mut marks = text.match_indices('#');
    let (at, _) = marks.next()?;
    if marks.next().is_some() {
        return None;
    }
    let before = text.get(..at)?;
    let behind = text.get(at + 1..)?;
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    let digits = behind.get(..end)?;
    let last = before.trim_end().after_last([' ', '(', '\u{a0}']);
    let says = word(last).filter(|word| matches!(word, Word::Issue | Word::Change) || is_request(last));
    let named = before.ends_with('(') || before.ends_with([' ', '\u{a0}']) && says.is_some();
    let ends =
        behind.get(end..)?.starts_with(|c: char| !c.is_alphanumeric() && c != '-') || behind.len() == end;
    (named && ends && is_plain_number(digits)).then(|| TextRef {
        project: None,
        mark: "#",
        number: digits.to_owned(),
        alone: false,
        named: says.is_some(),
        is_change: None,
    })
}

/// The end of `pull request` and `merge request`.
fn is_request(word: &str) -> bool {
    word.eq_ignore_ascii_case("request")
}

/// A short text that was meant to be `#N`.
fn nearly_a_reference(text: &str) -> Option<Fault> {
    const LONGEST: usize = 14;
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let meant = is_plain_number(&digits).then(|| format!("#{digits}"));
    let fault = |what: &str, meant: Option<String>| Some(Fault::new(what, meant));
    if text.chars().all(|c| c == '#') {
        return fault("has no number", None);
    }
    if let Some(rest) = text.strip_prefix('＃').or_else(|| text.strip_prefix('№')) {
        return is_plain_number(rest.trim()).then(|| Fault::new("has another sign than `#`", meant));
    }
    if let Some(rest) = text.strip_prefix('#') {
        let inner = rest.trim_start_matches(['#', ' ', '\u{a0}', '-']);
        let end = inner.trim_end_matches(['.', ',', ';', ':', '#', ' ']);
        if is_plain_number(inner) {
            let what = if rest.starts_with('#') {
                "has more than one `#`"
            } else {
                "has something between `#` and the number"
            };
            return fault(what, meant);
        }
        if is_plain_number(end) {
            return fault("has something after the number", meant);
        }
        let digits_end = end.find(|c: char| !c.is_ascii_digit()).unwrap_or(end.len());
        if let Some((number, tail)) = end.split_at_checked(digits_end)
            && is_plain_number(number)
            && (1..=2).contains(&tail.len())
            && tail.bytes().all(|byte| byte.is_ascii_graphic())
            && !tail.contains(['o', 'O', 'l', 'I'])
        {
            return fault("has something after the number", Some(format!("#{number}")));
        }
        if end.contains([' ', '\u{a0}']) && end.split([' ', '\u{a0}']).all(is_digits) {
            return fault("has a space within the number", meant);
        }
        let slipped = !is_digits(end)
            && end.chars().any(|c| c.is_ascii_digit())
            && end.chars().all(|c| c.is_ascii_digit() || matches!(c, 'o' | 'O' | 'l' | 'I'));
        if slipped {
            let repaired: String = end
                .chars()
                .map(|c| match c {
                    'o' | 'O' => '0',
                    'l' | 'I' => '1',
                    c => c,
                })
                .collect();
            let meant = is_plain_number(&repaired).then(|| format!("#{repaired}"));
            return fault("has a letter within the number", meant);
        }
        if is_digits(end) {
            let number = end.trim_start_matches('0');
            return fault(
                "has a number that begins with a zero",
                is_plain_number(number).then(|| format!("#{number}")),
            );
        }
        return None;
    }
    match text.strip_suffix('#') {
        Some(number) if is_plain_number(number) => fault("has the `#` after the number", meant),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
