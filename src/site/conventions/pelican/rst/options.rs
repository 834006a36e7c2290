//! Lists of a program's options: `-f FILE, --file=FILE  what it does`.
//!
//! Source: the reStructuredText specification, "Option Lists"; docutils 0.23, `writers/html4css1`.

use crate::site::conventions::pelican::rst::encode::escape;
use crate::site::conventions::pelican::rst::model::{Place, Read, html, indented};
use crate::site::conventions::pelican::rst::names::Names;

/// The list that lines begin with, and its number of lines.
pub(super) fn list(lines: &[&str], (names, depth, read): (&Names, usize, Read)) -> Option<(String, usize)> {
    /// Longer groups have a row of their own.
    const LONGEST: usize = 14;
    let mut rows = String::new();
    let mut at = 0;
    while let Some((group, text)) = lines.get(at).copied().and_then(options) {
        let (more, length) = indented(lines.get(at + 1..).unwrap_or(&[]));
        if text.is_empty() && more.is_empty() {
            break;
        }
        let mut inner = if text.is_empty() { Vec::new() } else { vec![text] };
        inner.extend(more);
        let body = html(&read(&inner, names, depth + 1), Place::CELL);
        let is_long = group.chars().count() > LONGEST;
        let (open, close) = match is_long {
            true => (" colspan=\"2\"", "</tr>\n<tr><td>&nbsp;</td>"),
            false => ("", ""),
        };
        let all: Vec<String> = group.split(", ").map(shown).collect();
        rows.push_str(&format!(
            "<tr><td class=\"option-group\"{open}>\n<kbd>{}</kbd></td>\n{close}<td>{body}</td></tr>\n",
            all.join(", ")
        ));
        at += 1 + length;
        let rest = lines.get(at..).unwrap_or(&[]);
        let blank = rest.iter().take_while(|line| line.trim().is_empty()).count();
        if rest.get(blank).copied().and_then(options).is_some() {
            at += blank;
        }
    }
    (!rows.is_empty()).then(|| {
        let list = format!(
            "<table class=\"docutils option-list\" frame=\"void\" rules=\"none\">\n<col class=\"option\" />\n<col class=\"description\" />\n<tbody valign=\"top\">\n{rows}</tbody>\n</table>\n"
        );
        (list, at)
    })
}

/// The options of a line, and what follows two blanks after them.
fn options(line: &str) -> Option<(&str, &str)> {
    line.starts_with(['-', '/']).then_some(())?;
    let (group, text) = line.split_once("  ").unwrap_or((line, ""));
    group.split(", ").all(is_option).then(|| (group.trim_end(), text.trim()))
}

fn is_option(option: &str) -> bool {
    let option = option.trim_end();
    let (name, argument) = named(option);
    let is_argument = argument.is_none_or(|it| {
        it.starts_with(|c: char| c.is_ascii_alphabetic()) && !it.contains(' ')
            || it.starts_with('<') && it.ends_with('>')
    });
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphanumeric())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    is_argument
        && match (name.strip_prefix("--").or_else(|| name.strip_prefix('/')), name.strip_prefix('-')) {
            (Some(word), _) => is_word(word),
            (None, Some(letter)) => letter.len() == 1 && is_word(letter),
            _ => false,
        }
}

/// An option's name, and the argument after a blank or `=`.
fn named(option: &str) -> (&str, Option<&str>) {
    match option.split_once(['=', ' ']) {
        Some((name, argument)) => (name, Some(argument)),
        None => (option, None),
    }
}

fn shown(option: &str) -> String {
    let (name, argument) = named(option.trim_end());
    let sign = option.get(name.len()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    match argument {
        Some(argument) => {
            format!("<span class=\"option\">{}{sign}<var>{}</var></span>", escape(name), escape(argument))
        }
        None => format!("<span class=\"option\">{}</span>", escape(name)),
    }
}

#[cfg(test)]
mod tests {
    use crate::site::conventions::pelican::rst::html;

    #[test]
    fn options_of_programs_are_tables() {
        let made = html("T\n=\n\n-a          one\n--to=ARG    two\n\n-f FILE, --file=FILE\n   both\n", "en");
        for part in [
            "<kbd><span class=\"option\">-a</span></kbd></td>\n<td>one</td></tr>\n",
            "<span class=\"option\">--to=<var>ARG</var></span>",
            "<td class=\"option-group\" colspan=\"2\">\n<kbd><span class=\"option\">-f <var>FILE</var></span>, ",
            "</tr>\n<tr><td>&nbsp;</td><td>both</td></tr>",
        ] {
            assert!(made.contains(part), "{part} in {made}");
        }
        assert!(!html("T\n=\n\n- a  b\n- c\n\n-1 is less\n", "en").contains("<kbd>"));
    }
}
