//! String literals.

use crate::site::conventions::pelican::python::expression::Reader;
use crate::site::conventions::pelican::python::strings::{filled, shown};
use crate::site::conventions::pelican::python::value::PyValue;

impl Reader<'_> {
    /// String literals beside each other, with their prefixes.
    pub(super) fn strings(&mut self, depth: usize) -> PyValue {
        let mut out = Some(String::new());
        loop {
            let rest = self.rest();
            let prefix = rest.find(['"', '\'']).unwrap_or(0);
            let signs = rest.get(..prefix).unwrap_or("").to_ascii_lowercase();
            self.at += prefix;
            let Some(text) = self.literal(signs.contains('r')) else { return PyValue::Computed };
            let text = if signs.contains('f') { self.formatted(&text, depth) } else { Some(text) };
            out = out.zip(text).map(|(out, text)| out + &text);
            self.skip();
            let rest = self.rest();
            let start = rest.trim_start_matches(['r', 'u', 'b', 'f', 'R', 'U', 'B', 'F']);
            if !start.starts_with(['"', '\'']) || rest.len() - start.len() > 2 {
                return out.map_or(PyValue::Computed, PyValue::Text);
            }
        }
    }

    /// One literal, from its quote on.
    fn literal(&mut self, is_raw: bool) -> Option<String> {
        let quote = self.rest().get(..1)?;
        let triple = quote.repeat(3);
        let close = if self.rest().starts_with(&triple) { triple } else { quote.to_owned() };
        self.at += close.len();
        let mut out = String::new();
        loop {
            if self.rest().starts_with(&close) {
                self.at += close.len();
                return Some(out);
            }
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            if c == '\n' && close.len() == 1 {
                return None;
            }
            if c != '\\' {
                out.push(c);
                continue;
            }
            let escaped = self.rest().chars().next()?;
            self.at += escaped.len_utf8();
            match escaped {
                _ if is_raw => out.extend(['\\', escaped]),
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'u' | 'x' => self.code(if escaped == 'u' { 4 } else { 2 }, &mut out),
                '\n' => {}
                '\\' | '"' | '\'' => out.push(escaped),
                _ => out.extend(['\\', escaped]),
            }
        }
    }

    /// A character by its number.
    fn code(&mut self, length: usize, out: &mut String) {
        let digits = self.rest().get(..length).unwrap_or("");
        if let Some(c) = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
            out.push(c);
            self.at += length;
        }
    }

    /// A string with expressions in braces.
    fn formatted(&self, text: &str, depth: usize) -> Option<String> {
        filled(text, |inner| {
            let mut reader = self.of(inner);
            let value = reader.expression(depth + 1);
            reader.skip();
            shown(&value).filter(|_| reader.rest().is_empty())
        })
    }
}
