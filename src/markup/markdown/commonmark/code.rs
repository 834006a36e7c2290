//! Blocks of code.

use std::ops::RangeInclusive;

use crate::markup::markdown::chroma;
use crate::markup::markdown::commonmark::writer::{OpenCode, Writer};
use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::languages;
use crate::markup::markdown::options::{Chroma, Classes, CommonMark, Highlighter, LineNumbers};
use crate::markup::markdown::shiki;

/// A block as Chroma writes it, without the spans of tokens; `options` are such as `linenos=table,linenostart=5`.
pub(crate) fn chroma_block(code: &str, language: &str, options: &str, flavour: &CommonMark) -> String {
    let mut out = String::with_capacity(code.len() + 256);
    let chroma = flavour.chroma.unwrap_or(Chroma::Off);
    let language = Some(language).filter(|language| !language.is_empty());
    push_chroma(&mut out, code, (language, options), (chroma, numbers(options, flavour.line_numbers)));
    out
}

/// The numbers of lines that the options of a block ask for, or else those of the site.
fn numbers(options: &str, of_site: Option<LineNumbers>) -> Option<LineNumbers> {
    let value = |name: &str| {
        let parts = options.split([',', ' ']).filter_map(|part| part.split_once('='));
        let mut found = parts.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.next_back().map(|(_, value)| value.trim().trim_matches(['"', '\'']))
    };
    let first = value("linenostart").and_then(|first| first.parse().ok());
    let first = first.or(of_site.map(|numbers| numbers.first)).unwrap_or(1);
    let in_table = match value("linenos").map(str::to_lowercase).as_deref() {
        Some("false") => return None,
        Some("inline") => false,
        Some("table" | "true") => true,
        _ => of_site?.in_table,
    };
    Some(LineNumbers { in_table, first })
}

const CELL: &str = "vertical-align:top;padding:0;margin:0;border:0;";
const NUMBER: &str = "white-space:pre;-webkit-user-select:none;user-select:none;margin-right:0.4em;padding:0 0.4em 0 0.4em;color:#7f7f7f";

/// Appends a block as Chroma writes it, without the spans of tokens.
fn push_chroma(
    out: &mut String,
    code: &str,
    (language, options): (Option<&str>, &str),
    (chroma, numbers): (Chroma, Option<LineNumbers>),
) {
    let is_known = chroma != Chroma::Off && language.is_some_and(chroma::is_known);
    let attribute = match chroma {
        Chroma::Style(style) if is_known => {
            let grid = if options.contains("hl_lines") { "display:grid;" } else { "" };
            format!(" style=\"{}{grid}\"", chroma::style(style))
        }
        Chroma::Classes if is_known => " class=\"chroma\"".to_owned(),
        _ => String::new(),
    };
    let pre = if chroma == Chroma::Off { "<pre" } else { "<pre tabindex=\"0\"" };
    let mut open = format!("{pre}{attribute}><code");
    if let Some(language) = language {
        for name in ["class=\"language-", "data-lang=\""] {
            open.push_str(&format!(" {name}"));
            push_attribute(&mut open, language);
            open.push('"');
        }
    }
    open.push('>');
    let numbers = numbers.filter(|_| is_known);
    if is_known {
        out.push_str("<div class=\"highlight\">");
    }
    let has_classes = chroma == Chroma::Classes;
    if let Some(LineNumbers { in_table: true, first }) = numbers {
        push_table_of_numbers(out, code, first, &attribute, has_classes);
    }
    out.push_str(&open);
    match numbers {
        Some(LineNumbers { in_table: false, first }) => {
            for (at, line) in code.split_inclusive('\n').enumerate() {
                let kind = if has_classes { "class=\"ln\"" } else { &format!("style=\"{NUMBER}\"") };
                let width = width_of_numbers(code, first);
                out.push_str(&format!("<span {kind}>{:>width$}</span>", first as usize + at));
                push_text(out, line);
            }
        }
        _ => push_text(out, code),
    }
    out.push_str("</code></pre>");
    if numbers.is_some_and(|numbers| numbers.in_table) {
        out.push_str("</td></tr></table>\n</div>\n");
    }
    if is_known {
        out.push_str("</div>");
    }
}

/// The digits of the last line's number: those of others are padded.
fn width_of_numbers(code: &str, first: u32) -> usize {
    (first as usize + code.lines().count().saturating_sub(1)).to_string().len()
}

/// Appends a table up to the cell with the code: a column of numbers.
fn push_table_of_numbers(out: &mut String, code: &str, first: u32, attribute: &str, has_classes: bool) {
    let (table, cell, code_cell) = if has_classes {
        ("class=\"lntable\"", "class=\"lntd\"".to_owned(), "class=\"lntd\"".to_owned())
    } else {
        (
            "style=\"border-spacing:0;padding:0;margin:0;border:0;\"",
            format!("style=\"{CELL}\""),
            format!("style=\"{CELL};width:100%\""),
        )
    };
    out.push_str(&format!(
        "<div{attribute}>\n<table {table}><tr><td {cell}>\n<pre tabindex=\"0\"{attribute}><code>"
    ));
    let width = width_of_numbers(code, first);
    for at in 0..code.lines().count() {
        let kind = if has_classes { "class=\"lnt\"" } else { &format!("style=\"{NUMBER}\"") };
        out.push_str(&format!("<span {kind}>{:>width$}\n</span>", first as usize + at));
    }
    out.push_str(&format!("</code></pre></td>\n<td {code_cell}>\n"));
}

/// A block as eleventy-plugin-syntaxhighlight writes it, without the spans of tokens.
pub(crate) fn prism_block(code: &str, language: &str, attributes: &str) -> String {
    let mut out = String::with_capacity(code.len() + 256);
    push_prism(&mut out, code, language, attributes);
    out
}

/// Appends a block as eleventy-plugin-syntaxhighlight writes it, without the spans of tokens.
fn push_prism(out: &mut String, code: &str, language: &str, attributes: &str) {
    // Numbers of lines follow the language.
    let language = language.split('/').next().unwrap_or(language);
    out.push_str("<pre class=\"language-");
    push_attribute(out, language);
    out.push_str(&format!("\"{attributes}><code class=\"language-"));
    push_attribute(out, language);
    out.push_str("\">");
    push_text(out, code.strip_suffix('\n').unwrap_or(code));
    out.push_str("</code></pre>");
}

/// What the first line of a fence asks for in Zola: `rust, linenos, linenostart=5, hide_lines=1-3 7, name=x`.
#[derive(Default)]
struct Fence<'t> {
    /// The number of the first line, where lines are numbered.
    first: Option<usize>,
    hidden: Vec<RangeInclusive<usize>>,
    others: Vec<(&'t str, &'t str)>,
}

impl<'t> Fence<'t> {
    fn read(info: &'t str) -> Self {
        let mut fence = Self::default();
        let (mut is_numbered, mut first) = (false, 1);
        for word in info.split(',').map(str::trim) {
            match word.split_once('=').unwrap_or((word, "")) {
                ("linenos", _) => is_numbered = true,
                ("linenostart", number) => first = number.trim().parse().unwrap_or(1),
                ("hl_lines", _) | (_, "") => {}
                ("hide_lines", ranges) => {
                    let range = |range: &str| {
                        let (start, end) = range.split_once('-').unwrap_or((range, range));
                        Some(start.parse().ok()?..=end.parse().ok()?)
                    };
                    fence.hidden.extend(ranges.split(' ').filter_map(range));
                }
                (key, value) => fence.others.push((key, value.trim())),
            }
        }
        fence.first = Some(first).filter(|_| is_numbered);
        fence
    }

    /// Appends the lines that are shown, each with its number where it has one.
    fn push_lines(&self, out: &mut String, code: &str) {
        let last = self.first.unwrap_or(1).saturating_add(code.lines().count()).saturating_sub(1);
        let width = last.to_string().len();
        for (at, line) in code.split_inclusive('\n').enumerate() {
            if self.hidden.iter().any(|range| range.contains(&(at + 1))) {
                continue;
            }
            if let Some(first) = self.first {
                let number = first.saturating_add(at);
                out.push_str(&format!(
                    "<span aria-hidden=\"true\" class=\"giallo-ln\">{number:>width$}</span>"
                ));
            }
            push_text(out, line);
        }
    }
}

impl Writer<'_, '_> {
    fn push_chroma(&mut self, code: &OpenCode, chroma: Chroma) {
        if code.indented {
            self.out.push_str("<pre><code>");
            push_text(&mut self.out, &code.body);
            return self.out.push_str("</code></pre>\n");
        }
        // Options follow the language in braces.
        let language = code.language.as_deref().and_then(|name| name.split('{').next());
        let numbers = numbers(&code.options, self.options.common_mark.line_numbers);
        let language = language.filter(|name| !name.is_empty());
        if self.options.common_mark.signed_blocks {
            self.out.push_str("<pre");
            self.sign_block();
            for (name, value) in [("lang", language.unwrap_or("")), ("options", &code.options)] {
                self.out.push_str(&format!(" {name}=\""));
                push_attribute(&mut self.out, value);
                self.out.push('"');
            }
            self.out.push('>');
            push_text(&mut self.out, &code.body);
            self.out.push_str("</pre");
            self.sign_block();
            return self.out.push('>');
        }
        push_chroma(&mut self.out, &code.body, (language, &code.options), (chroma, numbers));
    }

    fn shiki_code(&mut self, code: &str, language: Option<&str>, theme: &str, style: &str) {
        let language = language.filter(|language| shiki::is_known(language)).unwrap_or("plaintext");
        self.out.push_str(&format!(
            "<pre class=\"astro-code {theme}\" style=\"{style}\" tabindex=\"0\" data-language=\"{language}\"><code>"
        ));
        push_text(&mut self.out, code.strip_suffix('\n').unwrap_or(code));
        self.out.push_str("</code></pre>\n");
    }

    /// A block with its language as data; where a highlighter is on, one that it does not know is `plain`.
    fn zola_code(&mut self, code: &OpenCode) {
        let fence = Fence::read(&code.options);
        let language = code.language.as_deref().filter(|_| !code.options.starts_with(','));
        let is_on = self.options.syntax_highlighter;
        let language = if is_on {
            language.filter(|name| languages::is_known(name) || shiki::is_known(name)).or(Some("plain"))
        } else {
            language
        };
        match &self.options.highlighter {
            Some(Highlighter::Giallo(style)) if is_on => {
                self.out.push_str(&format!("<pre class=\"giallo\" style=\"{style}\"><code"));
            }
            _ if is_on => self.out.push_str("<pre class=\"giallo z-code\"><code"),
            _ => self.out.push_str("<pre><code"),
        }
        if let Some(language) = language {
            self.out.push_str(" data-lang=\"");
            push_attribute(&mut self.out, language);
            self.out.push('"');
        }
        for (key, value) in fence.others.iter().filter(|_| is_on) {
            let key = key.to_lowercase().replace(|c: char| !c.is_alphanumeric() && c != '-', "-");
            self.out.push_str(&format!(" data-{key}=\""));
            push_attribute(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push('>');
        if is_on && (fence.first.is_some() || !fence.hidden.is_empty()) {
            fence.push_lines(&mut self.out, &code.body);
        } else if is_on {
            push_text(&mut self.out, &code.body);
        } else {
            // Without a highlighter quotation marks are written as references.
            push_attribute(&mut self.out, &code.body);
        }
        self.out.push_str("</code></pre>\n");
    }

    pub(super) fn push_code(&mut self, code: &OpenCode) {
        let language = code.language.as_deref();
        if let Some(chroma) = self.options.common_mark.chroma {
            return self.push_chroma(code, chroma);
        }
        if self.options.common_mark.classes == Classes::Zola {
            return self.zola_code(code);
        }
        match (&self.options.highlighter, language) {
            (Some(Highlighter::Prism(attributes)), Some(language)) => {
                push_prism(&mut self.out, &code.body, language, attributes);
                return self.out.push('\n');
            }
            (Some(Highlighter::Shiki(theme, style)), language) => {
                return self.shiki_code(&code.body, language, theme, style);
            }
            _ => {}
        }
        if !self.options.syntax_highlighter || language.is_some_and(|l| !languages::is_known(l)) {
            self.out.push_str("<pre><code");
            if let Some(language) = language {
                self.out.push_str(" class=\"language-");
                push_attribute(&mut self.out, language);
                self.out.push('"');
            }
            self.out.push('>');
            push_text(&mut self.out, &code.body);
            self.out.push_str("</code></pre>\n");
            return;
        }
        self.out.push_str("<div class=\"language-");
        push_attribute(&mut self.out, language.unwrap_or("plaintext"));
        self.out.push_str(" highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code>");
        push_text(&mut self.out, &code.body);
        self.out.push_str("</code></pre></div></div>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::Fence;

    #[test]
    fn lines_are_numbered_and_hidden() {
        for (info, expected) in [
            ("rust", "a\nb\nc\n"),
            ("rust, linenos", "<1>a\n<2>b\n<3>c\n"),
            ("rust,linenos,linenostart=9", "< 9>a\n<10>b\n<11>c\n"),
            ("rust,hide_lines=1 3", "b\n"),
            ("rust,linenos,hide_lines=1-2,hl_lines=3", "<3>c\n"),
            ("rust,hide_lines=x", "a\nb\nc\n"),
        ] {
            let mut out = String::new();
            Fence::read(info).push_lines(&mut out, "a\nb\nc\n");
            let out =
                out.replace("<span aria-hidden=\"true\" class=\"giallo-ln\">", "<").replace("</span>", ">");
            assert_eq!(out, expected, "{info}");
        }
        assert_eq!(Fence::read("py,name=a b").others, [("name", "a b")]);
    }
}
