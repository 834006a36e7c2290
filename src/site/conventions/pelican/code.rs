//! Code as Python-Markdown writes it: fences, and what the extension `codehilite` makes of them and of indented code.
//!
//! Source: Python-Markdown 3.11, `extensions/fenced_code.py` and `extensions/codehilite.py`. Colours are left out.

use crate::site::conventions::marks::{Marked, Marks};
use crate::site::conventions::pelican::python::PyValue;
use crate::text::html::text::{escape_attribute, unescape};

/// The settings of `codehilite`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Highlighter {
    class: String,
    /// Whether lines are numbered; where it is not set, those of code whose first line is `#!language`.
    numbers: Option<bool>,
    /// Whether the numbers are in the code and not in a table.
    has_inline_numbers: bool,
    uses_pygments: bool,
}

impl Highlighter {
    /// Reads the setting `MARKDOWN`; nothing where it leaves the extension out.
    pub(super) fn new(markdown: Option<&PyValue>) -> Option<Self> {
        let default = Self {
            class: "highlight".to_owned(),
            numbers: None,
            has_inline_numbers: false,
            uses_pygments: true,
        };
        let Some(PyValue::Map(entries)) = markdown else { return Some(default) };
        let listed = entries.iter().any(|(key, value)| match value {
            PyValue::List(names) if key == "extensions" => names
                .iter()
                .filter_map(PyValue::as_text)
                .any(|name| name.rsplit('.').next() == Some("codehilite")),
            _ => false,
        });
        let config = of_extension(entries, "codehilite");
        if config.is_none() && !listed {
            return None;
        }
        let config = config.unwrap_or(&[]);
        let value = |name: &str| config.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        Some(Self {
            class: value("css_class").and_then(PyValue::as_text).unwrap_or("codehilite").to_owned(),
            numbers: match value("linenums") {
                Some(PyValue::Bool(numbers)) => Some(*numbers),
                Some(PyValue::Text(text)) => Some(text != "False" && text != "None"),
                _ => None,
            },
            has_inline_numbers: value("linenums").and_then(PyValue::as_text) == Some("inline"),
            uses_pygments: value("use_pygments") != Some(&PyValue::Bool(false)),
        })
    }

    /// A block, with the line end that Pygments writes after it; `code` is escaped.
    fn block(&self, code: &str, language: Option<&str>, classes: &str, numbers: bool) -> String {
        let class = format!("{classes}{}{}", if classes.is_empty() { "" } else { " " }, self.class);
        let class = escape_attribute(&class);
        let code = code.trim_matches('\n');
        if !self.uses_pygments {
            let language = language.map_or_else(String::new, |it| format!(" class=\"language-{it}\""));
            return format!("<pre class=\"{class}\"><code{language}>{code}\n</code></pre>\n");
        }
        // Pygments escapes quotes too.
        let code = &code.replace('"', "&quot;").replace('\'', "&#39;");
        let whole = format!("<pre><span></span><code>{code}\n</code></pre>");
        let lines = code.split('\n').count();
        if !numbers {
            return format!("<div class=\"{class}\">{whole}</div>\n");
        }
        if self.has_inline_numbers {
            let numbered: Vec<String> = code
                .split('\n')
                .enumerate()
                .map(|(at, line)| format!("<span class=\"linenos\">{}</span>{line}", at + 1))
                .collect();
            let code = numbered.join("\n");
            return format!("<div class=\"{class}\"><pre><span></span><code>{code}\n</code></pre></div>\n");
        }
        let width = lines.to_string().len();
        let numbers: Vec<String> =
            (1..=lines).map(|number| format!("<span class=\"normal\">{number:>width$}</span>")).collect();
        format!(
            "<div class=\"{class}\"><table class=\"{class}table\"><tr><td class=\"linenos\"><div class=\"linenodiv\"><pre>{}</pre></div></td><td class=\"code\"><div>{whole}</div></td></tr></table></div>\n",
            numbers.join("\n")
        )
    }
}

/// What `extension_configs` sets for an extension, named with its package or without.
pub(super) fn of_extension<'v>(
    markdown: &'v [(String, PyValue)],
    name: &str,
) -> Option<&'v [(String, PyValue)]> {
    let configs = markdown.iter().find(|(key, _)| key == "extension_configs").map(|(_, value)| value);
    let Some(PyValue::Map(configs)) = configs else { return None };
    configs.iter().find_map(|(key, value)| match value {
        PyValue::Map(config) if key.rsplit('.').next() == Some(name) => Some(config.as_slice()),
        _ => None,
    })
}

/// The words that stand for blocks.
const MARKS: Marks = Marks("PELICANFENCE");

/// Markdown in which a word on a line of its own stands for each fence that begins at the left margin, and the blocks.
pub(super) fn stashed(text: &str, highlighter: Option<&Highlighter>) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        match Fence::read(rest) {
            Some((fence, after)) => {
                out.push_str(&format!("\n{}\n\n", MARKS.word(blocks.len())));
                blocks.push(fence.html(highlighter));
                rest = after;
            }
            None => {
                out.push_str(line);
                rest = rest.get(line.len()..).unwrap_or("");
            }
        }
    }
    (out, blocks)
}

/// HTML with the blocks where their words are.
pub(super) fn filled(html: &str, blocks: &[String]) -> String {
    if blocks.is_empty() {
        return html.to_owned();
    }
    MARKS.filled(html, |number| Some(Marked { html: blocks.get(number)?, is_inline: false }))
}

/// A fence of code.
struct Fence<'t> {
    language: Option<&'t str>,
    classes: Vec<&'t str>,
    id: Option<&'t str>,
    numbers: Option<bool>,
    /// Other attributes.
    others: Vec<(&'t str, &'t str)>,
    code: &'t str,
}

impl<'t> Fence<'t> {
    /// The fence at the beginning of a string, and what follows it.
    fn read(text: &'t str) -> Option<(Self, &'t str)> {
        let sign = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let length = text.len() - text.trim_start_matches(sign).len();
        let mark = text.get(..length).filter(|_| length > 2)?;
        let (info, body) = text.get(length..)?.split_once('\n')?;
        let mut fence = Self {
            language: None,
            classes: Vec::new(),
            id: None,
            numbers: None,
            others: Vec::new(),
            code: "",
        };
        fence.read_info(info.trim())?;
        let mut at = 0;
        for line in body.split_inclusive('\n') {
            if line.strip_prefix(mark).is_some_and(|rest| rest.trim().is_empty()) {
                fence.code = body.get(..at)?;
                return Some((fence, body.get(at + line.len()..).unwrap_or("")));
            }
            at += line.len();
        }
        None
    }

    /// The words after the mark: a language, or attributes in braces.
    fn read_info(&mut self, info: &'t str) -> Option<()> {
        if let Some(inner) = info.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            for word in words(inner) {
                if let Some(class) = word.strip_prefix('.') {
                    self.classes.push(class);
                } else if let Some(id) = word.strip_prefix('#') {
                    self.id = Some(id);
                } else if let Some((key, value)) = word.split_once('=') {
                    let value = value.trim_matches(['"', '\'']);
                    match key {
                        "linenums" | "linenos" => self.numbers = Some(!value.eq_ignore_ascii_case("false")),
                        "hl_lines" | "guess_lang" | "noclasses" | "use_pygments" => {}
                        _ => self.others.push((key, value)),
                    }
                }
            }
            if !self.classes.is_empty() {
                self.language = Some(self.classes.remove(0));
            }
            return Some(());
        }
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | '.' | '+' | '-');
        let name = info.strip_prefix('.').unwrap_or(info);
        let end = name.find(|c: char| !is_name(c)).unwrap_or(name.len());
        let (language, rest) = name.split_at(end);
        let rest = rest.trim();
        let is_rest_known =
            rest.is_empty() || rest.starts_with("hl_lines=\"") || rest.starts_with("hl_lines='");
        self.language = Some(language).filter(|language| !language.is_empty());
        is_rest_known.then_some(())
    }

    fn html(&self, highlighter: Option<&Highlighter>) -> String {
        let code = escaped(self.code);
        if let Some(highlighter) = highlighter.filter(|it| it.uses_pygments) {
            let numbers = self.numbers.or(highlighter.numbers).unwrap_or(false);
            return highlighter.block(&code, self.language, &self.classes.join(" "), numbers);
        }
        let attribute = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", escape_attribute(value)) }
        };
        let language = self.language.map_or_else(String::new, |name| format!("language-{name}"));
        let others: String = self.others.iter().map(|(key, value)| attribute(key, value)).collect();
        format!(
            "<pre{}{}><code{}{others}>{code}</code></pre>",
            attribute("id", self.id.unwrap_or("")),
            attribute("class", &self.classes.join(" ")),
            attribute("class", &language)
        )
    }
}

/// The words of an attribute list; blanks in quotes do not part them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c.is_whitespace() => {
                words.push(text.get(start..at).unwrap_or(""));
                start = at + c.len_utf8();
            }
            None => {}
        }
    }
    words.push(text.get(start..).unwrap_or(""));
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

fn escaped(code: &str) -> String {
    code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Indented code in the wrapper of Pygments; a first line `:::python` or `#!python` names the language.
pub(super) fn with_highlight(html: &str, highlighter: &Highlighter) -> String {
    let mut parts = html.split("<pre><code");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (_, rest) = part.split_once('>').unwrap_or(("", part));
        let (code, after) = rest.split_once("</code></pre>").unwrap_or((rest, ""));
        let (first, others) = code.split_once('\n').unwrap_or((code, ""));
        let shebang = first.strip_prefix("#!");
        // A path after `#!` is a line of the code itself.
        let is_path = shebang.is_some_and(|name| name.contains('/'));
        let named =
            shebang.or_else(|| first.strip_prefix(":::")).map(|name| unescape(name.trim()).into_owned());
        let code = if named.is_some() && !is_path { others } else { code }.trim_end();
        let numbers = highlighter.numbers.unwrap_or(shebang.is_some());
        out.push_str(&highlighter.block(code, named.as_deref(), "", numbers));
        out.push_str(after);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlighter() -> Highlighter {
        Highlighter::new(None).unwrap()
    }

    #[test]
    fn fences_at_the_margin_are_blocks() {
        let text = "A\n```python\nx < 1\n```\nB\n\n ```\n no\n ```\n~~~{.js .wide linenums=1}\ny\n\n~~~~\n~~~\n```\nopen\n";
        let (text, blocks) = stashed(text, Some(&highlighter()));
        assert_eq!(text, "A\n\nPELICANFENCE0Z\n\nB\n\n ```\n no\n ```\n\nPELICANFENCE1Z\n\n```\nopen\n");
        assert_eq!(
            blocks[0],
            "<div class=\"highlight\"><pre><span></span><code>x &lt; 1\n</code></pre></div>\n"
        );
        assert!(blocks[1].starts_with("<div class=\"wide highlight\"><table class=\"wide highlighttable\">"));
        assert_eq!(filled("<p>PELICANFENCE0Z</p>", &blocks), blocks[0]);
        let (_, plain) = stashed("``` { .c #i k=v }\nx\n```\n", None);
        assert_eq!(plain, ["<pre id=\"i\"><code class=\"language-c\" k=\"v\">x\n</code></pre>"]);
    }

    #[test]
    fn indented_code_names_its_language() {
        let html = with_highlight("<pre><code>:::sh\nls\n</code></pre>\n", &highlighter());
        assert_eq!(html, "<div class=\"highlight\"><pre><span></span><code>ls\n</code></pre></div>\n\n");
        assert!(with_highlight("<pre><code>#!sh\nls</code></pre>", &highlighter()).contains("linenodiv"));
    }
}
