//! Attribute lists: `{: .class #id key="value" reference}`.

use std::collections::HashMap;

use crate::markup::markdown::escape::{push_attribute, push_attribute_with_references};

/// The attributes of one element, in the order in which they were first named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pairs: Vec<(String, String)>,
    /// Names of attribute list definitions, and of what kramdown does (`toc`).
    pub(crate) references: Vec<String>,
}

/// The attribute list definitions of one text.
pub(crate) type Definitions = HashMap<String, Attributes>;

impl Attributes {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute; classes add up.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        match self.pairs.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) if name == "class" => {
                if !old.is_empty() {
                    old.push(' ');
                }
                old.push_str(value);
            }
            Some((_, old)) => value.clone_into(old),
            None => self.pairs.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes an attribute away.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(key, _)| key == name)?;
        Some(self.pairs.remove(at).1)
    }

    /// Reads the inside of an attribute list into these attributes.
    pub(crate) fn parse(&mut self, list: &str) {
        let mut rest = list;
        loop {
            rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { return };
            let length = match first {
                '.' | '#' => self.parse_names(rest),
                _ => self.parse_pair_or_reference(rest),
            };
            rest = rest.get(length..).unwrap_or("");
        }
    }

    /// What another list adds to these; the definitions that it refers to come first.
    pub(crate) fn extend(&mut self, other: &Self, definitions: &Definitions) {
        self.extend_bounded(other, definitions, 8);
    }

    fn extend_bounded(&mut self, other: &Self, definitions: &Definitions, depth: usize) {
        for name in other.references.iter().take(32) {
            if let Some(definition) = definitions.get(name)
                && depth > 0
            {
                self.extend_bounded(definition, definitions, depth - 1);
            }
        }
        for (name, value) in &other.pairs {
            self.set(name, value);
        }
    }

    /// Appends them as they stand in a start tag.
    pub(crate) fn push_to(&self, out: &mut String) {
        for (name, value) in &self.pairs {
            if name == "id" && value.trim().is_empty() {
                continue;
            }
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            push_attribute_with_references(out, value);
            out.push('"');
        }
    }

    /// `.a#b.c`: the length that was read.
    fn parse_names(&mut self, text: &str) -> usize {
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        let word = text.get(..length).unwrap_or("");
        let mut names = Vec::new();
        let mut rest = word;
        while let Some(kind) = rest.chars().next().filter(|c| matches!(c, '.' | '#')) {
            let body = rest.get(1..).unwrap_or("");
            let end = match kind {
                '.' => body.find(['.', '#']).unwrap_or(body.len()),
                _ => {
                    let letter = body.starts_with(|c: char| c.is_ascii_alphabetic());
                    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-');
                    if letter { body.find(|c| !name(c)).unwrap_or(body.len()) } else { 0 }
                }
            };
            if end == 0 {
                return length;
            }
            names.push((kind, body.get(..end).unwrap_or("")));
            rest = body.get(end..).unwrap_or("");
        }
        if rest.is_empty() {
            for (kind, name) in names {
                self.set(if kind == '.' { "class" } else { "id" }, name);
            }
        }
        length
    }

    /// `key="value"` or a reference: the length that was read.
    fn parse_pair_or_reference(&mut self, text: &str) -> usize {
        let word_end = text.find(char::is_whitespace).unwrap_or(text.len());
        let name_end =
            text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(text.len());
        let name = text.get(..name_end).unwrap_or("");
        if name.is_empty() || name.starts_with('-') {
            return word_end;
        }
        if name_end == word_end {
            self.references.push(name.to_owned());
            return word_end;
        }
        let rest = text.get(name_end..).unwrap_or("");
        let Some(quote) =
            rest.strip_prefix('=').and_then(|r| r.chars().next()).filter(|c| matches!(c, '"' | '\''))
        else {
            return word_end;
        };
        let mut value = String::new();
        let mut chars = rest.get(2..).unwrap_or("").char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if chars.peek().is_some_and(|(_, next)| *next == quote || *next == '}') => {
                    value.extend(chars.next().map(|(_, next)| next));
                }
                _ if c == quote => {
                    let end = name_end + 2 + at + 1;
                    if text.get(end..).is_some_and(|r| r.is_empty() || r.starts_with(char::is_whitespace)) {
                        self.set(name, &value);
                    }
                    return end.max(1);
                }
                _ => value.push(c),
            }
        }
        word_end
    }

    /// Adds the attributes to a start tag that is written already, at `at`; a class joins one that the tag has.
    pub(crate) fn merge_into(mut self, out: &mut String, at: usize) {
        let open = out.get(..at).and_then(|before| before.rfind('<')).unwrap_or(at);
        let close = out.get(at..).and_then(|rest| rest.find('>')).map_or(at, |end| at + end);
        let tag = out.get(open..close).unwrap_or("");
        if let Some(place) = tag.find(" class=\"").map(|found| open + found + 8)
            && let Some(class) = self.take("class")
        {
            let mut html = String::new();
            push_attribute(&mut html, &class);
            let language = class.split(' ').any(|class| class.starts_with("language-"));
            let plain = "language-plaintext";
            if language && out.get(place..).is_some_and(|rest| rest.starts_with(plain)) {
                out.replace_range(place..place + plain.len(), &html);
            } else {
                html.push(' ');
                out.insert_str(place, &html);
            }
        }
        let mut html = String::new();
        self.push_to(&mut html);
        let at = if out.as_bytes().get(at) == Some(&b'>') || out.as_bytes().get(at) == Some(&b' ') {
            at
        } else {
            close
        };
        out.insert_str(at, &html);
    }
}

/// The inside of an attribute list that `text` begins with, and the length of the whole: `{:…}` but not `{::` or `{:/`.
pub(crate) fn list(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix("{:")?;
    if inside.starts_with([':', '/']) {
        return None;
    }
    let end = closing_brace(inside)?;
    let inside = inside.get(..end)?;
    (!inside.is_empty()).then_some((inside, end + 3))
}

/// An attribute list definition `{:name: …}`: its name, its inside, the length of the whole.
pub(crate) fn definition(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix("{:")?;
    let name_end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))?;
    let name = rest.get(..name_end).filter(|name| !name.is_empty() && !name.starts_with('-'))?;
    let inside = rest.get(name_end..)?.strip_prefix(':')?;
    let end = closing_brace(inside).filter(|&end| end > 0)?;
    Some((name, inside.get(..end)?, 2 + name_end + 1 + end + 1))
}

/// The first `}` that no backslash stands before, looked for in some thousand bytes.
pub(crate) fn closing_brace(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..2048).unwrap_or(bytes);
    memchr::memchr_iter(b'}', bytes).find(|&at| at == 0 || bytes.get(at - 1) != Some(&b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(list: &str) -> String {
        let mut attributes = Attributes::default();
        attributes.parse(list);
        let mut out = String::new();
        attributes.push_to(&mut out);
        out
    }

    #[test]
    fn lists_are_read_as_kramdown_reads_them() {
        assert_eq!(html(" .a .b #n title=\"t &amp; u\""), " class=\"a b\" id=\"n\" title=\"t &amp; u\"");
        assert_eq!(html(".a#b.c"), " class=\"a c\" id=\"b\"");
        assert_eq!(html("k='v\\'w' junk= =x"), " k=\"v'w\"");
        assert_eq!(html("#1"), "");
    }

    #[test]
    fn references_take_in_their_definitions() {
        let mut definitions = Definitions::new();
        definitions.entry("w".into()).or_default().parse(".warn w");
        let mut ial = Attributes::default();
        ial.parse("w .x");
        let mut attributes = Attributes::default();
        attributes.extend(&ial, &definitions);
        assert!(
            attributes.get("class").is_some_and(|class| class.starts_with("warn ") && class.ends_with(" x"))
        );
    }
}
