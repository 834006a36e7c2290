//! Footnotes: their marks, and their text at the end.

use crate::markup::markdown::commonmark::writer::Writer;
use crate::markup::markdown::escape::push_attribute;
use crate::markup::markdown::options::Classes;

impl Writer<'_, '_> {
    pub(super) fn footnote_index(&mut self, name: &str) -> usize {
        if let Some(index) = self.footnotes.iter().position(|known| known == name) {
            return index;
        }
        self.footnotes.push(name.to_owned());
        self.footnotes.len() - 1
    }

    pub(super) fn footnote_reference(&mut self, name: &str) {
        let index = self.footnote_index(name);
        if self.options.common_mark.classes == Classes::Goldmark {
            return self.goldmark_reference(index);
        }
        if self.options.common_mark.classes == Classes::Zola {
            return self.zola_reference(index, name);
        }
        if self.options.common_mark.classes == Classes::GitHub {
            return self.github_reference(index, &name.to_lowercase());
        }
        if self.options.common_mark.classes == Classes::MarkdownIt {
            return self.markdown_it_reference(index);
        }
        self.out.push_str(&format!(
            "<sup id=\"fnref:{name}\" role=\"doc-noteref\"><a href=\"#fn:{name}\" class=\"footnote\" rel=\"footnote\">{}</a></sup>",
            index + 1
        ));
    }

    /// Further marks of a footnote have a number at the end of their ids.
    fn github_reference(&mut self, index: usize, id: &str) {
        if self.footnote_marks.len() <= index {
            self.footnote_marks.resize(index + 1, 0);
        }
        let Some(marks) = self.footnote_marks.get_mut(index) else { return };
        *marks += 1;
        let again = if *marks > 1 { format!("-{marks}") } else { String::new() };
        self.out.push_str(&format!(
            "<sup><a href=\"#user-content-fn-{id}\" id=\"user-content-fnref-{id}{again}\" data-footnote-ref=\"\" aria-describedby=\"footnote-label\">{}</a></sup>",
            index + 1
        ));
    }

    /// Further marks of a footnote have a number at the end of their ids (markdown-it-footnote 4).
    fn markdown_it_reference(&mut self, index: usize) {
        if self.footnote_marks.len() <= index {
            self.footnote_marks.resize(index + 1, 0);
        }
        let Some(marks) = self.footnote_marks.get_mut(index) else { return };
        *marks += 1;
        let number = index + 1;
        let again = if *marks > 1 { format!(":{}", *marks - 1) } else { String::new() };
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn{number}\" id=\"fnref{number}{again}\">[{number}{again}]</a></sup>"
        ));
    }

    fn markdown_it_footnotes(&mut self) {
        let marks = |index: usize| self.footnote_marks.get(index).copied().unwrap_or(0);
        let mut items = String::new();
        for (index, text) in self.footnote_texts.iter().filter(|(index, _)| marks(*index) > 0) {
            let number = index + 1;
            let links: String = (0..marks(*index))
                .map(|mark| {
                    let again = if mark > 0 { format!(":{mark}") } else { String::new() };
                    format!(" <a href=\"#fnref{number}{again}\" class=\"footnote-backref\">↩︎</a>")
                })
                .collect();
            let body = text.trim_end();
            let (body, close) = body.strip_suffix("</p>").map_or((body, ""), |body| (body, "</p>"));
            items.push_str(&format!(
                "<li id=\"fn{number}\" class=\"footnote-item\">{body}{links}{close}\n</li>\n"
            ));
        }
        if !items.is_empty() {
            self.out.push_str(&format!(
                "<hr class=\"footnotes-sep\" />\n<section class=\"footnotes\">\n<ol class=\"footnotes-list\">\n{items}</ol>\n</section>\n"
            ));
        }
    }

    fn zola_reference(&mut self, index: usize, name: &str) {
        let number = index + 1;
        let mut label = String::new();
        push_attribute(&mut label, name);
        if !self.options.common_mark.bottom_footnotes {
            self.out.push_str(&format!(
                "<sup class=\"footnote-reference\"><a href=\"#{label}\">{number}</a></sup>"
            ));
            return;
        }
        if self.footnote_marks.len() <= index {
            self.footnote_marks.resize(number, 0);
        }
        let Some(marks) = self.footnote_marks.get_mut(index) else { return };
        *marks += 1;
        self.out.push_str(&format!(
            "<sup class=\"footnote-reference\" id=\"fr-{label}-{marks}\"><a href=\"#fn-{label}\">{number}</a></sup>"
        ));
    }

    /// Takes the text of a footnote, which is at its place or at the end.
    pub(super) fn push_footnote(&mut self, index: usize, text: String) {
        let flavour = &self.options.common_mark;
        if flavour.classes != Classes::Zola || flavour.bottom_footnotes {
            return self.footnote_texts.push((index, text));
        }
        self.out.push_str("<div class=\"footnote-definition\" id=\"");
        push_attribute(&mut self.out, self.footnotes.get(index).map_or("", String::as_str));
        self.out.push_str(&format!(
            "\"><sup class=\"footnote-definition-label\">{}</sup>\n{text}</div>\n",
            index + 1
        ));
    }

    fn zola_footnotes(&mut self) {
        let marks = |index: usize| self.footnote_marks.get(index).copied().unwrap_or(0);
        let mut items = String::new();
        for (index, text) in self.footnote_texts.iter().filter(|(index, _)| marks(*index) > 0) {
            let mut label = String::new();
            push_attribute(&mut label, self.footnotes.get(*index).map_or("", String::as_str));
            let links: String = (1..=marks(*index))
                .map(|mark| {
                    let number = if mark == 1 { String::new() } else { mark.to_string() };
                    format!(" <a href=\"#fr-{label}-{mark}\">↩{number}</a>")
                })
                .collect();
            let body = text.trim_end();
            let (body, close) = body.strip_suffix("</p>").map_or((body, ""), |body| (body, "</p>"));
            items.push_str(&format!("<li id=\"fn-{label}\">\n{body}{links}{close}\n</li>\n"));
        }
        if !items.is_empty() {
            self.out.push_str(&format!(
                "<section class=\"footnotes\">\n<ol class=\"footnotes-list\">\n{items}</ol>\n</section>\n"
            ));
        }
    }

    /// Footnotes are numbered by their first mark; further marks of one have ids of their own.
    fn goldmark_reference(&mut self, index: usize) {
        if self.footnote_marks.len() <= index {
            self.footnote_marks.resize(index + 1, 0);
        }
        let Some(marks) = self.footnote_marks.get_mut(index) else { return };
        let id = reference_id(index, *marks);
        *marks += 1;
        self.out.push_str(&format!(
            "<sup id=\"{id}\"><a href=\"#fn:{0}\" class=\"footnote-ref\" role=\"doc-noteref\">{0}</a></sup>",
            index + 1
        ));
    }

    fn goldmark_footnotes(&mut self) {
        let marks = |index: usize| self.footnote_marks.get(index).copied().unwrap_or(0);
        let mut items = String::new();
        for (index, text) in self.footnote_texts.iter().filter(|(index, _)| marks(*index) > 0) {
            let links: String = (0..marks(*index))
                .map(|mark| {
                    let id = reference_id(*index, mark);
                    format!(
                        "\u{a0}<a href=\"#{id}\" class=\"footnote-backref\" role=\"doc-backlink\">{}</a>",
                        self.options.footnote_backlink
                    )
                })
                .collect();
            let body = text.trim_end();
            let (body, close) = body.strip_suffix("</p>").map_or((body, ""), |body| (body, "</p>"));
            items.push_str(&format!("<li id=\"fn:{}\">\n{body}{links}{close}\n</li>\n", index + 1));
        }
        if !items.is_empty() {
            self.out.push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n");
            self.out.push_str(&items);
            self.out.push_str("</ol>\n</div>\n");
        }
    }

    fn github_footnotes(&mut self) {
        let marks = |index: usize| self.footnote_marks.get(index).copied().unwrap_or(0);
        let mut items = String::new();
        for (index, text) in self.footnote_texts.iter().filter(|(index, _)| marks(*index) > 0) {
            let id = self.footnotes.get(*index).map_or("", String::as_str).to_lowercase();
            let number = index + 1;
            let links: String = (1..=marks(*index))
                .map(|mark| {
                    let (again, sign) = match mark {
                        1 => (String::new(), String::new()),
                        mark => (format!("-{mark}"), format!("<sup>{mark}</sup>")),
                    };
                    format!(
                        " <a href=\"#user-content-fnref-{id}{again}\" data-footnote-backref=\"\" aria-label=\"Back to reference {number}{again}\" class=\"data-footnote-backref\">↩{sign}</a>"
                    )
                })
                .collect();
            let body = text.trim_end();
            let (body, close) = body.strip_suffix("</p>").map_or((body, ""), |body| (body, "</p>"));
            let links = if close.is_empty() { links.trim_start() } else { &links };
            items.push_str(&format!("<li id=\"user-content-fn-{id}\">\n{body}{links}{close}\n</li>\n"));
        }
        if !items.is_empty() {
            self.out.push_str(&format!("<section data-footnotes=\"\" class=\"footnotes\"><h2 class=\"sr-only\" id=\"footnote-label\">Footnotes</h2>\n<ol>\n{items}</ol>\n</section>"));
        }
    }

    /// Writes the text of all footnotes.
    pub(super) fn push_footnotes(&mut self) {
        if self.footnote_texts.is_empty() {
            return;
        }
        self.footnote_texts.sort_by_key(|(index, _)| *index);
        match self.options.common_mark.classes {
            Classes::GitHub => self.github_footnotes(),
            Classes::Goldmark => self.goldmark_footnotes(),
            Classes::Zola => self.zola_footnotes(),
            Classes::Kramdown => self.kramdown_footnotes(),
            Classes::MarkdownIt => self.markdown_it_footnotes(),
        }
    }

    fn kramdown_footnotes(&mut self) {
        self.out.push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (index, text) in &self.footnote_texts {
            let name = self.footnotes.get(*index).map_or("", String::as_str);
            let body = text.trim_end();
            let body = body.strip_suffix("</p>").unwrap_or(body);
            self.out.push_str(&format!(
                "<li id=\"fn:{name}\" role=\"doc-endnote\">\n{body}\u{a0}<a href=\"#fnref:{name}\" class=\"reversefootnote\" role=\"doc-backlink\">{}</a></p>\n</li>\n",
                self.options.footnote_backlink
            ));
        }
        self.out.push_str("</ol>\n</div>\n");
    }
}

/// The id of a mark of a footnote, by its number among the marks of that one.
fn reference_id(index: usize, mark: usize) -> String {
    if mark == 0 { format!("fnref:{}", index + 1) } else { format!("fnref{mark}:{}", index + 1) }
}
