//! Text with its marks: emphasis, code, links, roles and substitutions.
//!
//! Source: the reStructuredText specification, "Inline Markup"; docutils 0.23, `writers/html4css1`.

use crate::site::conventions::pelican::rst::encode::escape;
use crate::site::conventions::pelican::rst::ids::section_id;
use crate::site::conventions::pelican::rst::names::{Names, Substitution, normalized};

/// The HTML of text.
pub(super) fn inline(text: &str, names: &Names) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut at = 0;
    let mut start = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let found = rest.chars().next().and_then(|first| marked(text, at, first, names));
        match found {
            Some((html, length)) => {
                out.push_str(&plain(text.get(start..at).unwrap_or(""), names));
                out.push_str(&html);
                at += length;
                start = at;
            }
            None if rest.starts_with('\\') => {
                out.push_str(&plain(text.get(start..at).unwrap_or(""), names));
                let escaped = rest.chars().nth(1);
                // An escaped blank is nothing.
                if let Some(c) = escaped.filter(|c| !c.is_whitespace()) {
                    out.push_str(&escape(c.encode_utf8(&mut [0; 4])));
                }
                at += 1 + escaped.map_or(0, char::len_utf8);
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push_str(&plain(text.get(start..).unwrap_or(""), names));
    out
}

/// What begins at a place, where that is markup: its HTML and its length.
fn marked(text: &str, at: usize, first: char, names: &Names) -> Option<(String, usize)> {
    if !matches!(first, '*' | '`' | '|' | '_' | '[' | ':') {
        return None;
    }
    let before = text.get(..at)?.chars().next_back();
    let may_begin = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | ':'
                    | '/'
                    | '\''
                    | '"'
                    | '<'
                    | '('
                    | '['
                    | '{'
                    | '\\'
                    | '–'
                    | '—'
                    | '“'
                    | '‘'
                    | '«'
                    | '¿'
                    | '¡'
            )
    });
    if !may_begin {
        return None;
    }
    let rest = text.get(at..)?;
    let between = |open: &str, close: &str| {
        let inner = rest.strip_prefix(open)?;
        inner.starts_with(|c: char| !c.is_whitespace()).then_some(())?;
        let end = end_of(inner, close)?;
        Some((inner.get(..end)?, open.len() + end + close.len()))
    };
    match first {
        '*' => {
            if let Some((inner, length)) = between("**", "**") {
                return Some((format!("<strong>{}</strong>", escape(&unescaped(inner))), length));
            }
            let (inner, length) = between("*", "*").filter(|_| !rest.starts_with("**"))?;
            Some((format!("<em>{}</em>", escape(&unescaped(inner))), length))
        }
        '`' => {
            if let Some((inner, length)) = between("``", "``") {
                return Some((format!("<tt class=\"docutils literal\">{}</tt>", literal(inner)), length));
            }
            let (inner, length) = between("`", "`")?;
            interpreted(inner, rest.get(length..)?, names).map(|(html, more)| (html, length + more))
        }
        ':' => {
            let (role, after) = rest.get(1..)?.split_once(":`")?;
            let is_role = role.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+.".contains(&byte));
            let end = end_of(after, "`").filter(|_| is_role && !role.is_empty())?;
            Some((of_role(role, after.get(..end)?), role.len() + 3 + end + 1))
        }
        '|' => {
            let (inner, length) = between("|", "|")?;
            let html = match names.substitutions.get(&normalized(inner))? {
                Substitution::Html(html) => html.clone(),
                // Names within it would lead in circles.
                Substitution::Text(text) => inline(text, &Names::default()),
            };
            Some((html, length))
        }
        '_' => {
            let inner = rest.strip_prefix("_`")?;
            let end = end_of(inner, "`")?;
            let words = inner.get(..end)?;
            let id = section_id(words);
            Some((format!("<span class=\"target\" id=\"{id}\">{}</span>", escape(words)), end + 3))
        }
        _ => {
            let (label, _) = rest.get(1..)?.split_once("]_")?;
            let is_label = !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"#*-_.".contains(&byte));
            is_label.then_some(())?;
            let html = names.footnote_reference(label)?;
            Some((html, label.len() + 3))
        }
    }
}

/// Text between backquotes, with what follows: a link, a role, or neither; the length of what follows that belongs to it.
fn interpreted(inner: &str, after: &str, names: &Names) -> Option<(String, usize)> {
    let is_anonymous = after.starts_with("__");
    if !after.starts_with('_') {
        if let Some((role, _)) = after.strip_prefix(':').and_then(|rest| rest.split_once(':')) {
            let is_role =
                !role.is_empty() && role.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if is_role {
                return Some((of_role(role, inner), role.len() + 2));
            }
        }
        return Some((format!("<cite>{}</cite>", escape(&unescaped(inner))), 0));
    }
    let length = if is_anonymous { 2 } else { 1 };
    if let Some((words, address)) = inner.strip_suffix('>').and_then(|inner| inner.rsplit_once('<')) {
        let address: String = address.split_whitespace().collect();
        let words = words.trim_end();
        let shown = if words.is_empty() { address.as_str() } else { words };
        let known = address.strip_suffix('_').and_then(|name| names.targets.get(&normalized(name)));
        return Some((link(known.map_or(address.as_str(), String::as_str), shown), length));
    }
    let target = if is_anonymous { names.next_anonymous() } else { names.target(inner) };
    Some((link(&target?, inner), length))
}

/// A link; one within the document begins with `#`.
fn link(address: &str, words: &str) -> String {
    let kind = if address.starts_with('#') { "internal" } else { "external" };
    format!(
        "<a class=\"reference {kind}\" href=\"{}\">{}</a>",
        escape(&unescaped(address)),
        escape(&unescaped(words))
    )
}

fn of_role(role: &str, text: &str) -> String {
    let words = escape(&unescaped(text));
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match role.to_lowercase().as_str() {
        "emphasis" => format!("<em>{words}</em>"),
        "strong" => format!("<strong>{words}</strong>"),
        "literal" => format!("<tt class=\"docutils literal\">{}</tt>", literal(text)),
        "code" => format!("<code>{words}</code>"),
        "pep" | "pep-reference" if is_number => {
            link(&format!("https://peps.python.org/pep-{text:0>4}"), &format!("PEP {text}"))
        }
        "rfc" | "rfc-reference" if is_number => {
            link(&format!("https://tools.ietf.org/html/rfc{text}.html"), &format!("RFC {text}"))
        }
        "sub" | "subscript" => format!("<sub>{words}</sub>"),
        "sup" | "superscript" => format!("<sup>{words}</sup>"),
        "abbr" | "abbreviation" => match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
            Some((name, meaning)) => {
                format!("<abbr title=\"{}\">{}</abbr>", escape(meaning), escape(name.trim_end()))
            }
            None => format!("<abbr>{words}</abbr>"),
        },
        _ => format!("<cite>{words}</cite>"),
    }
}

/// Where markup ends: before a mark that no blank precedes and no letter follows.
fn end_of(inner: &str, close: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + inner.get(from..)?.find(close)?;
        let before = inner.get(..at)?.chars().next_back();
        let after = inner.get(at + close.len()..)?.chars().next();
        let is_escaped = close != "``" && inner.get(..at)?.ends_with('\\');
        let goes_on = after.is_some_and(|c| c.is_alphanumeric() || c == '*' && close == "*");
        if before.is_some_and(|c| !c.is_whitespace()) && !is_escaped && !goes_on {
            return Some(at);
        }
        from = at + close.len().max(1);
    }
}

/// Code: words that a line might break within are kept together, runs of blanks are kept.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_blank = |c: char| matches!(c, ' ' | '\n');
        let end = match first {
            '\n' => 1,
            ' ' => rest.len() - rest.trim_start_matches(' ').len(),
            _ => rest.find(is_blank).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        match token {
            "\n" | " " => out.push_str(token),
            _ if is_blank(first) => {
                out.push_str(&"&nbsp;".repeat(token.len() - 1));
                out.push(' ');
            }
            _ if may_break(token) => out.push_str(&format!("<span class=\"pre\">{}</span>", escape(token))),
            _ => out.push_str(&escape(token)),
        }
        rest = after;
    }
    out
}

/// Whether browsers may break a line within a word: after a hyphen or question mark, or between two signs.
fn may_break(word: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let characters: Vec<char> = word.chars().collect();
    let last = characters.len().saturating_sub(1);
    let after_hyphen = characters.iter().take(last).any(|c| matches!(c, '-' | '?'));
    let inner = characters.get(1..last).unwrap_or(&[]);
    after_hyphen || inner.windows(2).any(|pair| !pair.iter().any(|c| is_word(*c)))
}

/// Text without the backslashes that escape its signs.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            out.push(c);
        } else if let Some(next) = characters.next().filter(|next| !next.is_whitespace()) {
            out.push(next);
        }
    }
    out
}

/// Text without marks but for bare addresses and words that are references: `name_`.
fn plain(text: &str, names: &Names) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let blanks = piece.get(word.len()..).unwrap_or("");
        out.push_str(&of_word(word, names));
        out.push_str(blanks);
    }
    out
}

fn of_word(word: &str, names: &Names) -> String {
    let is_opening = |c: char| matches!(c, '(' | '[' | '<' | '"' | '\'' | '{');
    let inner = word.trim_start_matches(is_opening);
    let before = word.get(..word.len() - inner.len()).unwrap_or("");
    let end = inner.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', '}']);
    let after = inner.get(end.len()..).unwrap_or("");
    let is_address = ["http://", "https://", "ftp://", "mailto:"].iter().any(|scheme| {
        let (start, rest) = end.split_at_checked(scheme.len()).unwrap_or(("", ""));
        start.eq_ignore_ascii_case(scheme) && rest.starts_with(|c: char| c.is_alphanumeric())
    });
    let mail = end.split_once('@').filter(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !name.contains(['/', ':'])
    });
    if is_address {
        return format!("{}{}{}", escape(before), link(end, end), escape(after));
    }
    if mail.is_some() && end.is_ascii() {
        let address = link(&format!("mailto:{end}"), end);
        return format!("{}{address}{}", escape(before), escape(after));
    }
    let name = end.strip_suffix('_').filter(|name| !name.is_empty() && !name.starts_with('_'));
    let target = name.and_then(|name| match name.strip_suffix('_') {
        Some(_) => names.next_anonymous(),
        None => names.target(name),
    });
    match (name, target) {
        (Some(name), Some(target)) => {
            format!("{}{}{}", escape(before), link(&target, name.trim_end_matches('_')), escape(after))
        }
        _ => escape(word),
    }
}
