//! Blocks of code.

use crate::markup::markdown::chroma;
use crate::markup::markdown::commonmark::writer::{OpenCode, Writer};
use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::languages;
use crate::markup::markdown::options::{Chroma, Classes, Highlighter};
use crate::markup::markdown::shiki;

/// A block as Chroma writes it, without the spans of tokens.
pub(crate) fn chroma_block(code: &str, language: &str, chroma: Chroma) -> String {
    let mut out = String::with_capacity(code.len() + 256);
    push_chroma(&mut out, code, Some(language), chroma);
    out
}

/// Appends a block as Chroma writes it, without the spans of tokens.
pub(crate) fn push_chroma(out: &mut String, code: &str, language: Option<&str>, chroma: Chroma) {
    let is_known = chroma != Chroma::Off && language.is_some_and(chroma::is_known);
    out.push_str(if is_known {
        "<div class=\"highlight\"><pre tabindex=\"0\""
    } else {
        "<pre tabindex=\"0\""
    });
    match chroma {
        Chroma::Style(style) if is_known => out.push_str(&format!(" style=\"{}\"", chroma::style(style))),
        Chroma::Classes if is_known => out.push_str(" class=\"chroma\""),
        _ => {}
    }
    out.push_str("><code");
    if let Some(language) = language {
        for name in ["class=\"language-", "data-lang=\""] {
            out.push_str(&format!(" {name}"));
            push_attribute(out, language);
            out.push('"');
        }
    }
    out.push('>');
    push_text(out, code);
    out.push_str(if is_known { "</code></pre></div>" } else { "</code></pre>" });
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

impl Writer<'_, '_> {
    fn push_chroma(&mut self, code: &OpenCode, chroma: Chroma) {
        if code.indented {
            self.out.push_str("<pre><code>");
            push_text(&mut self.out, &code.body);
            return self.out.push_str("</code></pre>\n");
        }
        // Options follow the language in braces.
        let language = code.language.as_deref().and_then(|name| name.split('{').next());
        push_chroma(&mut self.out, &code.body, language.filter(|name| !name.is_empty()), chroma);
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
        let language = code.language.as_deref();
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
        self.out.push('>');
        push_text(&mut self.out, &code.body);
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
