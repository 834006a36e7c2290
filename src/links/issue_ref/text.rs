//! What a link's text says about an issue.

use crate::links::issue_ref::kinds::{Fault, is_number};

/// How a link's text reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// It names an issue.
    Ref(Box<TextRef>),
    /// It is nearly `#N`.
    Nearly(Box<Fault>),
    /// It is prose.
    Other,
}

/// An issue as a text names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRef {
    /// `owner/repo` or `repo` before the `#`.
    pub project: Option<String>,
    /// What marks the number: `#`, `!`, `GH-`, or nothing.
    pub mark: &'static str,
    /// The number, without zeros before it.
    pub number: String,
    /// Whether the text is nothing but the reference.
    pub alone: bool,
}

/// Words before a number that say that an issue is meant. `QSB #28` and `Round #2` are something else.
const WORDS: &[&str] = &[
    "issue",
    "issues",
    "bug",
    "bugs",
    "ticket",
    "tickets",
    "pr",
    "prs",
    "pull",
    "pull request",
    "mr",
    "merge request",
    "merge",
    "request",
    "github",
    "github issue",
    "fixes",
    "closes",
    "resolves",
    "see",
    "and",
    "or",
    "gh",
    "task",
    "feature request",
    "bug report",
    "report",
];

/// Reads the text of a link, without its markup.
#[must_use]
pub fn read_text(text: &str) -> Text {
    // Most links have words for their text: without a digit and a mark there is nothing to read.
    if !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'#') {
        return Text::Other;
    }
    let trimmed = text.trim();
    let bare = unwrapped(trimmed);
    let (has_word, rest) = without_words(bare);
    if let Some(found) = whole_reference(rest, has_word, rest.len() == trimmed.len()) {
        return Text::Ref(Box::new(found));
    }
    if let Some(fault) = nearly_a_reference(rest) {
        return Text::Nearly(Box::new(fault));
    }
    within_prose(trimmed).map_or(Text::Other, |found| Text::Ref(Box::new(found)))
}

/// `(#1)` and `[#1]` without their brackets.
fn unwrapped(text: &str) -> &str {
    let inner = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    inner('(', ')').or_else(|| inner('[', ']')).unwrap_or(text).trim()
}

/// The text behind words like `issue`, and whether there were any.
fn without_words(text: &str) -> (bool, &str) {
    let mut rest = text;
    let mut found = false;
    // Three words are the longest that people write: "see github issue".
    for _ in 0..4 {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let Some((word, behind)) = rest.split_at_checked(end) else { break };
        let is_word = WORDS.contains(&word.to_lowercase().as_str());
        let ends = behind.starts_with([' ', '#', '!', '\u{a0}', ':']);
        if !is_word || !ends {
            break;
        }
        rest = behind.trim_start_matches([' ', '\u{a0}', ':']);
        found = true;
    }
    (found, rest)
}

/// The whole text is a reference, perhaps with its title behind a colon.
fn whole_reference(text: &str, has_word: bool, alone: bool) -> Option<TextRef> {
    let reference = |project: &str, mark, number: &str, alone| TextRef {
        project: (!project.is_empty()).then(|| project.to_owned()),
        mark,
        number: number.to_owned(),
        alone,
    };
    if is_plain_number(text) {
        return Some(reference("", "", text, alone && !has_word));
    }
    let lower = text.to_ascii_lowercase();
    if let Some(number) = lower.strip_prefix("gh-").filter(|number| is_plain_number(number)) {
        return Some(reference("", "GH-", number, alone));
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
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let (digits, tail) = number.split_at_checked(end)?;
    let titled =
        [":", " (", " -", " –", " —"].iter().any(|start| tail.starts_with(start)) && !tail.contains('#');
    (is_plain_number(digits) && (tail.is_empty() || titled))
        .then(|| reference(project, mark, digits, alone && tail.is_empty()))
}

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

/// One `#N` in a longer text, behind `(` or a word that says that an issue is meant.
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
    let word = before.trim_end().rsplit([' ', '(', '\u{a0}']).next().unwrap_or("");
    let named = before.ends_with('(') || before.ends_with([' ', '\u{a0}']) && is_issue_word(word);
    let ends =
        behind.get(end..)?.starts_with(|c: char| !c.is_alphanumeric() && c != '-') || behind.len() == end;
    (named && ends && is_plain_number(digits)).then(|| TextRef {
        project: None,
        mark: "#",
        number: digits.to_owned(),
        alone: false,
    })
}

fn is_issue_word(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "issue" | "bug" | "ticket" | "pr" | "request" | "pull")
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
            return fault("has something behind the number", meant);
        }
        let digits_end = end.find(|c: char| !c.is_ascii_digit()).unwrap_or(end.len());
        if let Some((number, tail)) = end.split_at_checked(digits_end)
            && is_plain_number(number)
            && (1..=2).contains(&tail.len())
            && tail.bytes().all(|byte| byte.is_ascii_graphic())
            && !tail.contains(['o', 'O', 'l', 'I'])
        {
            return fault("has something behind the number", Some(format!("#{number}")));
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
        Some(number) if is_plain_number(number) => fault("has the `#` behind the number", meant),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
