//! Regular expressions of programs.

use regex::Regex;

use crate::text::bounded::replaced_matches;

/// `text` with what `/…/flags` finds replaced, `$1` by a group; nothing where the pattern has more in it than is
/// known.
pub(super) fn replaced(text: &str, pattern: &str, with: &str, all: bool) -> Option<String> {
    let (regex, flags) = compiled(pattern)?;
    let with = braced(with);
    let count = usize::from(!(all || flags.contains('g')));
    replaced_matches(text, &regex, &with, count)
}

/// Whether `/…/flags` finds something in `text`.
pub(super) fn finds(text: &str, pattern: &str) -> Option<bool> {
    // The only look ahead that is common, `^(?!…)`: what does not begin so.
    if let Some(rest) = pattern.strip_prefix("/^(?!").and_then(|rest| rest.strip_suffix(")/"))
        && !rest.contains(['(', ')'])
    {
        return Some(!compiled(&format!("/^(?:{rest})/"))?.0.is_match(text));
    }
    Some(compiled(pattern)?.0.is_match(text))
}

/// What `/…/flags` finds first, and the groups in it, or all that it finds with the flag `g`; an inner nothing where it finds
/// nothing.
pub(super) fn groups(text: &str, pattern: &str) -> Option<Option<Vec<Option<String>>>> {
    if !finds(text, pattern)? {
        return Some(None);
    }
    // The look ahead finds a place without letters.
    let Some((regex, flags)) = compiled(pattern) else { return Some(Some(vec![Some(String::new())])) };
    let owned = |found: regex::Match<'_>| found.as_str().to_owned();
    if flags.contains('g') {
        return Some(Some(regex.find_iter(text).map(|found| Some(owned(found))).collect()));
    }
    let found = regex.captures(text)?;
    Some(Some(found.iter().map(|group| group.map(owned)).collect()))
}

/// The parts of `text` between what `/…/flags` finds.
pub(super) fn split(text: &str, pattern: &str) -> Option<Vec<String>> {
    Some(compiled(pattern)?.0.split(text).map(str::to_owned).collect())
}

fn compiled(pattern: &str) -> Option<(Regex, &str)> {
    let (source, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let known: String = flags.chars().filter(|flag| matches!(flag, 'i' | 'm' | 's')).collect();
    let known = if known.is_empty() { known } else { format!("(?{known})") };
    Some((Regex::new(&format!("{known}{source}")).ok()?, flags))
}

/// `$1` as `${1}`: the crate would treat what follows as part of the name.
fn braced(with: &str) -> String {
    let mut out = String::with_capacity(with.len() + 4);
    let mut rest = with;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let digits = from.bytes().skip(1).take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            out.push_str("$$");
        } else {
            out.push_str(&format!("${{{}}}", from.get(1..=digits).unwrap_or("")));
        }
        rest = from.get(1 + digits..).unwrap_or("");
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_programs() {
        for (text, pattern, with, expected) in [
            ("a/b.mdx", "/\\.mdx?$/", "", Some("a/b")),
            ("2024-01-05-x-2024-01-05", "/\\d{4}-(\\d{2})-\\d{2}-?/g", "$1.", Some("01.x-01.")),
            ("aXa", "/x/i", "$&", Some("a$&a")),
            ("a", "/(?=a)/", "", None),
        ] {
            assert_eq!(replaced(text, pattern, with, false).as_deref(), expected, "{pattern}");
        }
        assert_eq!((finds("-a", "/^(?!-)/"), finds("a", "/^(?!-)/")), (Some(false), Some(true)));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            groups("a warning: b", "/^a (\\w+):(x)?/"),
            Some(Some(vec![some("a warning:"), some("warning"), None]))
        );
        assert_eq!(groups("abab", "/a/g"), Some(Some(vec![some("a"), some("a")])));
        assert_eq!(groups("b", "/a/"), Some(None));
    }
}
