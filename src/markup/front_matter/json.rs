//! JSON front matter: an object that begins the file (Hugo), or one between `---json` and `---` (Eleventy).

use crate::markup::front_matter::fault::Fault;
use crate::markup::front_matter::{Entry, Map, Node, Value};
use crate::text::source::Span;

/// The object that begins `text`, which begins at byte `offset` of its file, and its length in bytes; nothing where there is
/// no object with a key.
pub(super) fn object(text: &str, offset: usize) -> Option<(Result<Map, Fault>, usize)> {
    if !text.trim_start().strip_prefix('{')?.trim_start().starts_with(['"', '}']) {
        return None;
    }
    let mut reader = Reader { text, at: 0, offset, depth: 0 };
    Some(match reader.value() {
        Ok(Node { value: Value::Map(data), .. }) => (Ok(data), reader.at),
        _ => (Err(reader.fault()), 0),
    })
}

/// The value that a whole text of JSON holds.
///
/// # Errors
/// With the place of the first thing that is not JSON.
pub fn parse(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader { text, at: 0, offset: 0, depth: 0 };
    let node = reader.value().map_err(|()| reader.fault())?;
    reader.space();
    if reader.at < text.len() { Err(reader.fault()) } else { Ok(node) }
}

/// Nobody nests deeper.
const DEEPEST: usize = 64;

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Where the text begins in its file.
    offset: usize,
    depth: usize,
}

impl Reader<'_> {
    fn fault(&self) -> Fault {
        Fault::fatal(
            Span::at(self.offset + self.at),
            "the JSON cannot be read from here on".to_owned(),
            "write keys and strings in double quotes, a comma between two entries and none after the last",
        )
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), ()> {
        self.space();
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(())
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.at).shifted(self.offset)
    }

    fn value(&mut self) -> Result<Node, ()> {
        self.space();
        let start = self.at;
        let value = match self.peek().ok_or(())? {
            b'{' => self.nested(Self::object)?,
            b'[' => self.nested(Self::list)?,
            b'"' => Value::String(self.string()?),
            _ => self.word()?,
        };
        let plain = !matches!(value, Value::String(_));
        Ok(Node { value, span: self.span_from(start), plain })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, ()>) -> Result<Value, ()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(());
        }
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, ()> {
        self.expect(b'{')?;
        let mut map = Map::default();
        self.space();
        while self.peek() != Some(b'}') {
            let start = self.at;
            let key = self.string()?;
            let key_span = self.span_from(start);
            self.expect(b':')?;
            let value = self.value()?;
            map.push(Entry { key, key_span, value });
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
                self.space();
                if self.peek() == Some(b'}') {
                    return Err(());
                }
            } else if self.peek() != Some(b'}') {
                return Err(());
            }
        }
        self.at += 1;
        Ok(Value::Map(map))
    }

    fn list(&mut self) -> Result<Value, ()> {
        self.expect(b'[')?;
        let mut items = Vec::new();
        self.space();
        while self.peek() != Some(b']') {
            items.push(self.value()?);
            self.space();
            if self.peek() == Some(b',') {
                self.at += 1;
                self.space();
                if self.peek() == Some(b']') {
                    return Err(());
                }
            } else if self.peek() != Some(b']') {
                return Err(());
            }
        }
        self.at += 1;
        Ok(Value::List(items.into()))
    }

    fn string(&mut self) -> Result<String, ()> {
        let rest = self.text.get(self.at..).ok_or(())?;
        let inside = rest.strip_prefix('"').ok_or(())?;
        let mut escaped = false;
        let end = inside.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let quoted = rest.get(..end.ok_or(())? + 2).ok_or(())?;
        let text = serde_json::from_str(quoted).map_err(drop)?;
        self.at += quoted.len();
        Ok(text)
    }

    fn word(&mut self) -> Result<Value, ()> {
        let rest = self.text.get(self.at..).ok_or(())?;
        let length = rest
            .bytes()
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')))
            .unwrap_or(rest.len());
        let word = rest.get(..length).ok_or(())?;
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            number => match (number.parse::<i64>(), number.parse::<f64>()) {
                (Ok(whole), _) => Value::Int(whole),
                (_, Ok(number)) if number.is_finite() => Value::Float(number),
                _ => return Err(()),
            },
        };
        self.at += length;
        Ok(value)
    }
}
