//! JSON with positions (RFC 8259): what each value is and where it stands.

use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Json {
    /// Where it stands, quotes and brackets included.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) value: JsonValue,
}

/// What a JSON value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number; its text is its span's.
    Number(f64),
    /// A string, its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: the members in order, each name with its place.
    Object(Vec<(String, Span, Json)>),
}

/// Where a file ceases to be JSON, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonFault {
    /// The place.
    pub(crate) at: usize,
    /// The cause.
    pub(crate) cause: &'static str,
}

/// Values nested deeper than this are refused.
const MAX_DEPTH: usize = 128;

/// Reads one JSON text.
pub(crate) fn read(text: &str) -> Result<Json, JsonFault> {
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.fault("unexpected text after the value"));
    }
    Ok(value)
}

impl Json {
    /// What kind of value it is, in a word.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            JsonValue::Null => "null",
            JsonValue::Bool => "a boolean",
            JsonValue::Number(_) => "a number",
            JsonValue::String(_) => "a string",
            JsonValue::Array(_) => "an array",
            JsonValue::Object(_) => "an object",
        }
    }

    /// The members of an object; none of anything else.
    pub(crate) fn members(&self) -> &[(String, Span, Self)] {
        match &self.value {
            JsonValue::Object(members) => members,
            _ => &[],
        }
    }

    /// The last member of that name, as programs read it.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        self.members().iter().rev().find(|(known, _, _)| known == name).map(|(_, _, value)| value)
    }

    /// The elements of an array; none of anything else.
    pub(crate) fn elements(&self) -> &[Self] {
        match &self.value {
            JsonValue::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            JsonValue::String(text) => Some(text),
            _ => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, cause: &'static str) -> JsonFault {
        JsonFault { at: self.at, cause }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json, JsonFault> {
        if depth > MAX_DEPTH {
            return Err(self.fault("values nest too deep"));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => JsonValue::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => self.word()?,
            None => return Err(self.fault("the text ends too early")),
        };
        Ok(Json { span: Span::new(start, self.at), value })
    }

    fn object(&mut self, depth: usize) -> Result<JsonValue, JsonFault> {
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(JsonValue::Object(members));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault("a member's name in quotes is missing"));
            }
            let name = self.string()?;
            let span = Span::new(start, self.at);
            self.space();
            if !self.take(b':') {
                return Err(self.fault("a colon is missing"));
            }
            self.space();
            let value = self.value(depth + 1)?;
            members.push((name, span, value));
            self.space();
            if self.take(b'}') {
                return Ok(JsonValue::Object(members));
            }
            if !self.take(b',') {
                return Err(self.fault("a comma or `}` is missing"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<JsonValue, JsonFault> {
        self.at += 1;
        let mut elements = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(JsonValue::Array(elements));
        }
        loop {
            self.space();
            elements.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(JsonValue::Array(elements));
            }
            if !self.take(b',') {
                return Err(self.fault("a comma or `]` is missing"));
            }
        }
    }

    fn string(&mut self) -> Result<String, JsonFault> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.part(self.at..);
            let plain = rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(rest.len());
            out.push_str(rest.part(..plain));
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => {
                    return Err(self.fault("a control character in a string; write it as `\\n` or `\\u…`"));
                }
                None => return Err(self.fault("a string is not closed")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonFault> {
        self.at += 1;
        let letter = self.peek();
        self.at += 1;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.hex()?;
                if (0xD800..0xDC00).contains(&high)
                    && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"))
                {
                    self.at += 2;
                    let low = self.hex()?;
                    let code = 0x1_0000 + ((high - 0xD800) << 10) + low.wrapping_sub(0xDC00) % 0x400;
                    char::from_u32(code).unwrap_or('\u{FFFD}')
                } else {
                    char::from_u32(high).unwrap_or('\u{FFFD}')
                }
            }
            _ => {
                self.at -= 2;
                return Err(self.fault("an escape that JSON does not have"));
            }
        })
    }

    fn hex(&mut self) -> Result<u32, JsonFault> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fault("four hexadecimal digits are missing after `\\u`"))?;
        self.at += 4;
        Ok(code)
    }

    fn number(&mut self) -> Result<JsonValue, JsonFault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = self.text.part(start..self.at);
        let digits = text.strip_prefix('-').unwrap_or(text);
        let padded = digits.len() > 1
            && digits.starts_with('0')
            && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        match text.parse::<f64>() {
            Ok(number) if !padded && !digits.starts_with('.') && !text.ends_with('.') => {
                Ok(JsonValue::Number(number))
            }
            _ => Err(JsonFault { at: start, cause: "this is not a JSON number" }),
        }
    }

    fn word(&mut self) -> Result<JsonValue, JsonFault> {
        let rest = self.text.part(self.at..);
        for (word, value) in
            [("null", JsonValue::Null), ("true", JsonValue::Bool), ("false", JsonValue::Bool)]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.fault("this is not a JSON value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_places() {
        let text = r#" {"a": [1, "x\u00e9\n"], "b": {"c": null}} "#;
        let json = read(text).unwrap();
        let a = json.member("a").unwrap();
        assert_eq!(a.span.of(text), r#"[1, "x\u00e9\n"]"#);
        assert_eq!(a.elements()[1].text(), Some("xé\n"));
        assert_eq!(json.member("b").unwrap().member("c").unwrap().kind(), "null");
    }

    #[test]
    fn it_agrees_with_serde() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "\"\u{1}\"",
            "01",
            "1.",
            "-",
            "nul",
            "[] x",
            "\"\\x\"",
            "\"\\ud83d\\ude00\"",
            "{\"a\":1,\"a\":2}",
            "[1e5,-0.5]",
            "\"\\u12\"",
            "[[[]]]",
            "tru",
            "\"a",
        ] {
            assert_eq!(read(text).is_ok(), serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
