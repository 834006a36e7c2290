//! The state of the writer, and plain text.

use std::ops::Range;

use pulldown_cmark::Alignment;

use crate::markup::markdown::escape::push_text;
use crate::markup::markdown::options::Options;
use crate::markup::markdown::slug::HeadingIds;
use crate::markup::markdown::smart::{Run, push_run};
use crate::markup::markdown::typographer::{self, OpenQuotes};
use crate::text::pieces::Part as _;

/// The HTML that is written, and what is open in it.
pub(super) struct Writer<'t, 'o> {
    pub(super) text: &'t str,
    pub(super) options: &'o Options,
    pub(super) out: String,
    pub(super) ids: HeadingIds,
    /// Plain text that is read but not written: the rules of quotes want it in one piece.
    pub(super) run: Range<usize>,
    /// Whether a character escaped by a backslash begins the run.
    pub(super) run_escaped: bool,
    pub(super) before: Option<char>,
    /// How many links are open.
    pub(super) links: usize,
    pub(super) heading: Option<OpenHeading>,
    pub(super) code: Option<OpenCode>,
    pub(super) image: Option<OpenImage>,
    pub(super) table: Vec<Alignment>,
    pub(super) cell: usize,
    pub(super) in_head: bool,
    pub(super) footnotes: Vec<String>,
    pub(super) footnote_open: Option<(usize, usize)>,
    pub(super) footnote_texts: Vec<(usize, String)>,
    pub(super) outer: Vec<String>,
    /// How often each footnote was named.
    pub(super) footnote_marks: Vec<usize>,
    /// Quotes that are open, by goldmark's rules.
    pub(super) quotes: OpenQuotes,
    /// Whether what is written is the address that a link in angle brackets shows.
    pub(super) is_autolink: bool,
    /// What of the block of raw HTML that is not wanted was read.
    pub(super) omitted: Omitted,
    /// Attribute lists after blocks.
    pub(super) lists: Vec<BlockAttributes>,
    /// Where the tags of open blocks are written.
    pub(super) starts: Vec<usize>,
    /// Where the attributes of the last block are, and how long.
    pub(super) attributed: Option<(usize, usize)>,
}

/// How a block of raw HTML that is not wanted is left out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Omitted {
    /// There is none.
    #[default]
    None,
    /// Its first line is not read yet.
    New,
    /// Nor is that, but what it is indented by.
    Indented,
    /// It is a comment, of which nothing is written, or it ends with no mark of its own.
    Quiet,
    /// It ends at the first line that has one of these.
    To(&'static [&'static str]),
}

/// An attribute list on a line of its own, and where its line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlockAttributes {
    /// Where the line before it ends.
    pub(super) after: usize,
    /// The attributes in HTML, with a blank before each.
    pub(super) html: String,
}

/// A heading that is being read.
pub(super) struct OpenHeading {
    pub(super) tag_end: usize,
    pub(super) text: String,
    /// The id that its attribute list gives.
    pub(super) id: Option<String>,
}

/// An image that is being read.
pub(super) struct OpenImage {
    pub(super) depth: usize,
    pub(super) alt: String,
    pub(super) url: String,
    pub(super) title: String,
}

/// A block of code that is being read.
pub(super) struct OpenCode {
    pub(super) language: Option<String>,
    /// What is in braces after it.
    pub(super) options: String,
    pub(super) body: String,
    pub(super) indented: bool,
}

impl<'t, 'o> Writer<'t, 'o> {
    pub(super) fn new(text: &'t str, options: &'o Options) -> Self {
        Self {
            text,
            options,
            out: String::with_capacity(text.len() + text.len() / 4),
            ids: HeadingIds::default(),
            run: 0..0,
            run_escaped: false,
            before: None,
            links: 0,
            heading: None,
            code: None,
            image: None,
            table: Vec::new(),
            cell: 0,
            in_head: false,
            footnotes: Vec::new(),
            footnote_open: None,
            footnote_texts: Vec::new(),
            outer: Vec::new(),
            footnote_marks: Vec::new(),
            quotes: OpenQuotes::default(),
            is_autolink: false,
            omitted: Omitted::default(),
            lists: Vec::new(),
            starts: Vec::new(),
            attributed: None,
        }
    }

    pub(super) fn push_run(&mut self, start: usize, end: usize, before: Option<char>) {
        if self.options.common_mark.typographer && self.is_autolink {
            let address = self.text.part(start..end);
            push_text(&mut self.out, address);
            return self.heading_text(address);
        }
        if self.options.common_mark.typographer {
            let glyphs = &self.options.glyphs;
            typographer::push_run(&mut self.out, self.text, (start, end), &mut self.quotes, glyphs);
            if self.heading.is_some() {
                self.heading_text(&typographer::symbols(self.text.part(start..end)));
            }
            return;
        }
        let run = Run { text: self.text, start, end, before, markup: true };
        push_run(&mut self.out, run, self.options);
        self.heading_text(self.text.part(start..end));
    }

    /// Takes `<word>` after another `<` for text, as goldmark does: the two signs are a quote.
    pub(super) fn is_angle_quote(&mut self, range: &Range<usize>) -> bool {
        let is_quote = self.options.common_mark.typographer
            && self.run.end == range.start
            && !self.run.is_empty()
            && !self.run_escaped
            && self.text.part(self.run.clone()).ends_with('<');
        if is_quote {
            self.run.end = range.end;
        }
        is_quote
    }

    pub(super) fn heading_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }
}
