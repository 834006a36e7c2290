//! Attribute lists: `{: .class #id key="value" reference}`.

use std::collections::HashMap;

use crate::markup::markdown::escape::push_attribute_with_references;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The attributes of one element, in the order in which they were first named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pairs: Vec<(String, String)>,
    /// Where a block's id is given.
    pub(crate) id_place: Option<Span>,
    /// Positions in `pairs` by name, once there are many: a hostile tag has tens of thousands.
    positions: HashMap<String, usize>,
    /// Names of attribute list definitions, and of what kramdown does (`toc`).
    pub(crate) references: Vec<String>,
}

/// Attributes are searched one by one up to this count.
const FEW: usize = 16;

/// The attribute list definitions of one text.
pub(crate) type Definitions = HashMap<String, Attributes>;

impl Attributes {
    fn position(&self, name: &str) -> Option<usize> {
        if self.pairs.len() > FEW {
            return self.positions.get(name).copied();
        }
        self.pairs.iter().position(|(key, _)| key == name)
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(self.position(name)?).map(|(_, value)| value.as_str())
    }

    /// Returns whether the lists refer to a definition or to something that kramdown does.
    pub(crate) fn refers_to(&self, name: &str) -> bool {
        self.references.iter().any(|reference| reference == name)
    }

    /// Sets an attribute; classes add up.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        match self.get(name) {
            Some(old) if name == "class" && !old.is_empty() => {
                let both = format!("{old} {value}");
                self.set_value(name, &both);
            }
            _ => self.set_value(name, value),
        }
    }

    /// Sets an attribute, of which the last value counts.
    pub(crate) fn set_value(&mut self, name: &str, value: &str) {
        let position = self.position(name);
        if let Some((_, old)) = position.and_then(|position| self.pairs.get_mut(position)) {
            value.clone_into(old);
            return;
        }
        self.pairs.push((name.to_owned(), value.to_owned()));
        match self.pairs.len() {
            ..=FEW => {}
            count if count == FEW + 1 => self.index(),
            count => {
                self.positions.insert(name.to_owned(), count - 1);
            }
        }
    }

    fn index(&mut self) {
        let positions = self.pairs.iter().enumerate().map(|(position, (name, _))| (name.clone(), position));
        self.positions = positions.collect();
    }

    /// Takes an attribute away.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let (_, value) = self.pairs.remove(self.position(name)?);
        if self.pairs.len() > FEW {
            self.index();
        }
        Some(value)
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
            rest = rest.part(length..);
        }
    }

    /// Reads the inside of an attribute list of Python-Markdown: values need no quotes, and a word alone is its own value.
    pub(crate) fn parse_as_python(&mut self, list: &str) {
        let mut rest = list.trim_start();
        while !rest.is_empty() {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let word = rest.part(..end);
            let mut length = end;
            if let Some(class) = word.strip_prefix('.') {
                self.set("class", class);
            } else if let Some(id) = word.strip_prefix('#') {
                self.set_value("id", id);
            } else if let Some((key, value)) = word.split_once('=').filter(|(key, _)| !key.is_empty()) {
                let start = key.len() + 1;
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let inner = quote.and_then(|quote| {
                    let inner = rest.get(start + 1..)?;
                    inner.get(..inner.find(quote)?)
                });
                self.set_value(key, inner.unwrap_or(value));
                length = inner.map_or(end, |inner| start + inner.len() + 2);
            } else {
                self.set_value(word, word);
            }
            rest = rest.part(length..).trim_start();
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

    /// Appends them as a start tag writes them.
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
        let word = text.part(..length);
        let mut names = Vec::new();
        let mut rest = word;
        while let Some(kind) = rest.chars().next().filter(|c| matches!(c, '.' | '#')) {
            let body = rest.part(1..);
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
            names.push((kind, body.part(..end)));
            rest = body.part(end..);
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
        let name = text.part(..name_end);
        if name.is_empty() || name.starts_with('-') {
            return word_end;
        }
        if name_end == word_end {
            self.references.push(name.to_owned());
            return word_end;
        }
        let rest = text.part(name_end..);
        let Some(quote) =
            rest.strip_prefix('=').and_then(|r| r.chars().next()).filter(|c| matches!(c, '"' | '\''))
        else {
            return word_end;
        };
        let mut value = String::new();
        let mut chars = rest.part(2..).char_indices().peekable();
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
