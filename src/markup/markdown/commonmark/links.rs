//! Addresses: those of links and images, and bare ones.

use std::ops::Range;

use crate::markup::markdown::autolink;
use crate::markup::markdown::commonmark::writer::Writer;
use crate::markup::markdown::escape::{push_attribute, push_text};
use crate::markup::markdown::fuzzy_links;
use crate::markup::markdown::options::{AnchorPlace, Classes, SIGN};
use crate::markup::markdown::typographer::{self, OpenQuotes};
use crate::text::pieces::Part as _;

/// What stands for an apostrophe and a quotation mark that are not to become typographic: characters for private use.
pub(super) const APOSTROPHE_SIGN: &str = "\u{f8e0}";
pub(super) const QUOTE_SIGN: &str = "\u{f8e1}";

impl Writer<'_, '_> {
    /// The places of the bare addresses in a run of plain text.
    pub(super) fn addresses(&self, run: Range<usize>, before: Option<char>) -> Vec<Range<usize>> {
        let flavour = &self.options.common_mark;
        let start = run.start;
        let found = if flavour.linkify.is_some() {
            let found = autolink::linkified(self.text, run.clone());
            if flavour.fuzzy_links { fuzzy_links::with_domains(self.text, run, found) } else { found }
        } else if flavour.autolinks {
            autolink::addresses(self.text.part(run), before)
        } else {
            return Vec::new();
        };
        match flavour.linkify {
            Some(_) => found,
            None => found.into_iter().map(|it| start + it.start..start + it.end).collect(),
        }
    }

    /// Writes the link of a heading to itself, whose tag begins before `tag`.
    pub(super) fn push_anchor(&mut self, tag: usize, id: &str) {
        let Some(anchors) = &self.options.heading_anchors else { return };
        let mut name = String::new();
        push_attribute(&mut name, id);
        let open = self.out.get(..tag).and_then(|out| out.rfind("<h"));
        let level = open.and_then(|open| self.out.get(open + 2..open + 3)).unwrap_or("");
        let html = anchors.html.replace("{id}", &name).replace("{level}", level);
        let inside = self.out.get(tag..).and_then(|rest| rest.find('>'));
        match inside.filter(|_| anchors.place != AnchorPlace::After) {
            Some(end) => self.out.insert_str(tag + end + 1, &html),
            None => self.out.push_str(&html),
        }
        if anchors.place == AnchorPlace::LinkBase {
            self.out.push_str(if anchors.html.ends_with("<span>") { "</span></a>" } else { "</a>" });
        }
    }

    /// Tells a tag that is being written from one of raw HTML.
    pub(super) fn sign(&mut self) {
        if self.options.common_mark.signed {
            self.out.push(SIGN);
        }
    }

    /// The same for a quotation, a table or a block of code.
    pub(super) fn sign_block(&mut self) {
        if self.options.common_mark.signed_blocks {
            self.out.push(SIGN);
        }
    }

    pub(super) fn push_address(&mut self, range: Range<usize>) {
        let address = self.text.part(range);
        self.out.push_str("<a");
        self.sign();
        self.out.push_str(" href=\"");
        let target = match self.options.common_mark.linkify {
            Some(scheme) if !address.contains("://") => {
                let is_mail = address.contains('@') && !address.contains('/');
                if is_mail { format!("mailto:{address}") } else { format!("{scheme}://{address}") }
            }
            _ => autolink::target(address),
        };
        push_attribute(&mut self.out, &target);
        self.out.push_str("\">");
        push_text(&mut self.out, address);
        self.out.push_str("</a");
        self.sign();
        self.out.push('>');
        self.heading_text(address);
    }

    /// The destination of a link; goldmark and markdown-it escape what URLs do not have.
    pub(super) fn push_destination(&mut self, destination: &str) {
        if self.options.common_mark.classes == Classes::MarkdownIt {
            // Letters of a host are not escaped.
            let host = destination.find("://").map_or(0, |at| at + 3);
            let path = destination.get(host..).and_then(|rest| rest.find(['/', '?', '#']));
            let path = if host == 0 { 0 } else { path.map_or(destination.len(), |at| host + at) };
            let (before, rest) = destination.split_at_checked(path).unwrap_or(("", destination));
            push_attribute(&mut self.out, before);
            return push_attribute(&mut self.out, &escaped(rest));
        }
        // Hooks get it as it is written.
        if self.options.common_mark.classes != Classes::Goldmark || self.options.common_mark.signed {
            return push_attribute(&mut self.out, destination);
        }
        push_attribute(&mut self.out, &escaped(destination));
    }

    /// The words that stand for an image.
    pub(super) fn push_alternative(&mut self, words: &str) {
        if !self.options.common_mark.typographer {
            return push_attribute(&mut self.out, words);
        }
        let mut typographic = String::with_capacity(words.len());
        let (place, glyphs) = ((0, words.len()), &self.options.glyphs);
        typographer::push_run(&mut typographic, words, place, &mut OpenQuotes::default(), glyphs);
        let typographic =
            typographic.replace('"', "&quot;").replace(QUOTE_SIGN, "&quot;").replace(APOSTROPHE_SIGN, "'");
        self.out.push_str(&typographic);
    }
}

/// A URL as goldmark writes it: what is escaped in it stays so.
pub(crate) fn escaped(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let is_escape = |at: usize| {
        let digits = url.as_bytes().get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    for (at, byte) in url.bytes().enumerate() {
        let stays = byte.is_ascii_alphanumeric()
            || b"!#$&'()*+,-./:;=?@_~".contains(&byte)
            || byte == b'%' && is_escape(at);
        if stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
