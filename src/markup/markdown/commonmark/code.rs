//! Blocks of code.

use crate::markup::markdown::commonmark::writer::{OpenCode, Writer};
use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::languages;

impl Writer<'_, '_> {
    pub(super) fn push_code(&mut self, code: &OpenCode) {
        let language = code.language.as_deref();
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
