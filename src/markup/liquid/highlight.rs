//! The tag `highlight`.

use crate::text::html;

/// The code of a `highlight` block as Jekyll wraps it, without the highlighter's spans.
pub(super) fn code_block(code: &str, language: &str, lines: bool, is_highlighted: bool) -> String {
    let mut out = String::with_capacity(code.len() + 128);
    // Without a highlighter that Jekyll knows, its white space goes too.
    let code = if is_highlighted { code.trim_matches(['\n', '\r']) } else { code.trim() };
    let escaped = html::text::escape(code);
    out.push_str("\n<figure class=\"highlight\"><pre><code class=\"language-");
    out.push_str(&language.replace('+', "-"));
    out.push_str("\" data-lang=\"");
    out.push_str(language);
    out.push_str("\">");
    if lines && is_highlighted {
        out.push_str(
            "<table class=\"rouge-table\"><tbody><tr><td class=\"gutter gl\"><pre class=\"lineno\">",
        );
        for line in 1..=code.lines().count() {
            out.push_str(&format!("{line}\n"));
        }
        out.push_str("</pre></td><td class=\"code\"><pre>");
        out.push_str(&escaped);
        out.push_str("\n</pre></td></tr></tbody></table>");
    } else {
        out.push_str(&escaped);
    }
    out.push_str("</code></pre></figure>\n");
    out
}
