//! Tokens of JavaScript and TypeScript.

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or keyword.
    Word(String),
    /// A string.
    Text(String),
    /// A template literal.
    Template(Vec<Piece>),
    /// A number.
    Number(f64),
    /// Punctuation.
    Sign(&'static str),
    /// A regular expression, with its slashes and flags.
    Pattern(String),
}

/// A part of a template literal.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Text, its escapes resolved.
    Text(String),
    /// The tokens between `${` and `}`.
    Code(Vec<Lexeme>),
}

/// A token with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    /// In bytes.
    pub(super) at: usize,
    /// Whether a line begins between the token before and this one.
    pub(super) newline: bool,
}

/// Punctuation, the longest first.
const SIGNS: &[&str] = &[
    "...", "===", "!==", "**=", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.",
    "++", "--", "+=", "-=", "*=", "/=", "%=", "**", "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+",
    "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".", "@", "#", "\\",
];

/// How deep template literals may be in each other.
const DEEPEST: usize = 20;

/// The tokens of a string; what begins none is skipped.
pub(super) fn tokens(text: &str) -> Vec<Lexeme> {
    Reader { text, at: 0, depth: 0 }.read(false)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> usize {
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| wanted(*c)) {
            self.at += c.len_utf8();
        }
        start
    }

    /// Reads up to the end, or to the `}` that ends a template's expression.
    fn read(&mut self, within: bool) -> Vec<Lexeme> {
        let mut out: Vec<Lexeme> = Vec::new();
        let (mut newline, mut open) = (false, 0_usize);
        while let Some(c) = self.peek() {
            let at = self.at;
            let rest = self.rest();
            if c.is_whitespace() || c == '\u{feff}' {
                newline |= c == '\n';
                self.at += c.len_utf8();
                continue;
            }
            if rest.starts_with("//") || rest.starts_with("#!") && at == 0 {
                self.at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            if rest.starts_with("/*") {
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                newline |= rest.get(..end).is_some_and(|comment| comment.contains('\n'));
                self.at += end;
                continue;
            }
            let token = if c == '"' || c == '\'' {
                Token::Text(self.string(c))
            } else if c == '`' {
                Token::Template(self.template())
            } else if c.is_ascii_digit() {
                let start = self.skip(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
                let digits = self.text.get(start..self.at).unwrap_or("").replace('_', "");
                Token::Number(digits.parse().unwrap_or(f64::NAN))
            } else if c.is_alphabetic() || c == '_' || c == '$' {
                let start = self.skip(|c| c.is_alphanumeric() || c == '_' || c == '$');
                Token::Word(self.text.get(start..self.at).unwrap_or("").to_owned())
            } else if c == '/' && begins_pattern(out.last()) {
                let start = self.at;
                self.pattern();
                Token::Pattern(self.text.get(start..self.at).unwrap_or("").to_owned())
            } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                match *sign {
                    "{" => open += 1,
                    "}" if within && open == 0 => return out,
                    "}" => open = open.saturating_sub(1),
                    _ => {}
                }
                self.at += sign.len();
                Token::Sign(sign)
            } else {
                self.at += c.len_utf8();
                continue;
            };
            out.push(Lexeme { token, at, newline: std::mem::take(&mut newline) });
        }
        out
    }

    /// A string after its opening quote, which `self.at` is at; up to the line's end where it is not closed.
    fn string(&mut self, quote: char) -> String {
        self.at += 1;
        let mut out = String::new();
        while let Some(c) = self.peek().filter(|c| *c != '\n') {
            self.at += c.len_utf8();
            match c {
                '\\' => self.escape(&mut out),
                _ if c == quote => break,
                _ => out.push(c),
            }
        }
        out
    }

    fn template(&mut self) -> Vec<Piece> {
        self.at += 1;
        let (mut pieces, mut text) = (Vec::new(), String::new());
        while let Some(c) = self.peek() {
            if self.rest().starts_with("${") && self.depth < DEEPEST {
                self.at += 2;
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                self.depth += 1;
                pieces.push(Piece::Code(self.read(true)));
                self.depth -= 1;
                self.at += usize::from(self.peek() == Some('}'));
                continue;
            }
            self.at += c.len_utf8();
            match c {
                '\\' => self.escape(&mut text),
                '`' => break,
                _ => text.push(c),
            }
        }
        pieces.push(Piece::Text(text));
        pieces
    }

    /// What stands after a backslash.
    fn escape(&mut self, out: &mut String) {
        let Some(c) = self.peek() else { return };
        self.at += c.len_utf8();
        let digits = match c {
            'n' => return out.push('\n'),
            't' => return out.push('\t'),
            'r' => return out.push('\r'),
            '\n' => return,
            'x' => self.rest().get(..2),
            'u' if self.peek() == Some('{') => self.rest().find('}').and_then(|end| self.rest().get(1..end)),
            'u' => self.rest().get(..4),
            _ => return out.push(c),
        };
        let (length, braces) =
            (digits.map_or(0, str::len), usize::from(c == 'u' && self.peek() == Some('{')));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        if let Some(code) = code {
            out.push(code);
            self.at += length + 2 * braces;
        }
    }

    fn pattern(&mut self) {
        self.at += 1;
        let mut in_class = false;
        while let Some(c) = self.peek().filter(|c| *c != '\n') {
            self.at += c.len_utf8();
            match c {
                '\\' => self.at += self.peek().map_or(0, char::len_utf8),
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => break,
                _ => {}
            }
        }
        self.skip(|c| c.is_ascii_alphabetic());
    }
}

/// Returns whether a slash after this token begins a regular expression, not a division.
fn begins_pattern(before: Option<&Lexeme>) -> bool {
    match before.map(|lexeme| &lexeme.token) {
        None => true,
        Some(Token::Word(word)) => matches!(word.as_str(), "return" | "typeof" | "case" | "in" | "of"),
        Some(Token::Sign(sign)) => !matches!(*sign, ")" | "]" | "}"),
        Some(_) => false,
    }
}
