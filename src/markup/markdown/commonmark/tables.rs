//! Cells of tables.

use pulldown_cmark::Alignment;

use crate::markup::markdown::commonmark::writer::Writer;
use crate::markup::markdown::options;

impl Writer<'_, '_> {
    pub(super) fn start_cell(&mut self) {
        let name = if self.in_head { "th" } else { "td" };
        self.out.push('<');
        self.out.push_str(name);
        match self.table.get(self.cell) {
            Some(Alignment::Left) => self.push_alignment("left"),
            Some(Alignment::Center) => self.push_alignment("center"),
            Some(Alignment::Right) => self.push_alignment("right"),
            _ => {}
        }
        self.out.push('>');
        self.cell += 1;
    }

    fn push_alignment(&mut self, side: &str) {
        let (name, start) = match self.options.common_mark.alignment {
            options::Alignment::Style(start) => ("style", start),
            options::Alignment::Attribute => ("align", ""),
        };
        self.out.push_str(&format!(" {name}=\"{start}{side}\""));
    }
}
