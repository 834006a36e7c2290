//! XML with positions: bytes to text, text to a document, and what was wrong on the way.
//!
//! Nothing is ever fetched; entities expand within a bound; a file that is not well-formed yields the document up to
//! the place where it breaks.

mod encoding;
mod fault;
mod repair;

use std::borrow::Cow;

use roxmltree::{Document, ParsingOptions};

use crate::text::pieces::Part as _;
use crate::text::source::LineIndex;

pub use encoding::{Decoded, decode};

pub use fault::{Fault, FaultKind, Reading};

/// Reads `text` and calls `then` with the document, where there is one, and with what was wrong.
///
/// Spans of the document are byte offsets into `text`, whether it was well-formed or had to be repaired.
pub fn read<R>(text: &str, then: impl FnOnce(Option<&Document<'_>>, &Reading) -> R) -> R {
    let mut reading = Reading::default();
    let Some(mut wanted) = repair::survey(text, &mut reading) else {
        return then(None, &reading);
    };
    let mut error = match parse(&wanted) {
        Ok(document) => {
            // The parser takes references to no character for U+FFFD.
            if repair::refers_to_no_character(&wanted) {
                repair::references(&wanted, &mut reading.faults);
            }
            return then(Some(&document), &reading);
        }
        Err(error) => error,
    };
    for repair in [repair::references, repair::prefixes] {
        let Some(repaired) = repair(&wanted, &mut reading.faults) else { continue };
        wanted = Cow::Owned(repaired);
        match parse(&wanted) {
            Ok(document) => return then(Some(&document), &reading),
            Err(still) => error = still,
        }
    }
    let at = offset_of(&wanted, &error);
    reading.faults.push(Fault {
        kind: FaultKind::NotWellFormed,
        span: repair::token_at(&wanted, at),
        detail: cause(&error),
    });
    let (cut, prefix) = repair::cut_before(&wanted, at);
    reading.cut = Some(cut);
    reading.faults.retain(|fault| fault.span.start <= at);
    match parse(&prefix) {
        Ok(document) => then(Some(&document), &reading),
        Err(_) => then(None, &reading),
    }
}

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
}

/// The byte offset of a parser's complaint; the end of the text where it names no place.
fn offset_of(text: &str, error: &roxmltree::Error) -> usize {
    use roxmltree::Error::{NoRootNode, UnclosedRootNode, UnexpectedEndOfStream};
    if matches!(error, NoRootNode | UnclosedRootNode | UnexpectedEndOfStream) {
        return text.len();
    }
    let place = error.pos();
    let line = LineIndex::new(text).line_span(text, place.row as usize);
    let rest = text.part(line.start..);
    let column = (place.col as usize).saturating_sub(1);
    line.start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// The parser's words without the place, which the diagnostic has.
fn cause(error: &roxmltree::Error) -> String {
    let words = error.to_string();
    let words = words.split(" at ").next().unwrap_or(&words);
    words.strip_suffix(" found").unwrap_or(words).replace('\'', "`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> (Vec<FaultKind>, Option<usize>, usize) {
        read(text, |document, reading| {
            let count = document.map_or(0, |d| d.descendants().filter(roxmltree::Node::is_element).count());
            (reading.faults.iter().map(|fault| fault.kind).collect(), reading.cut, count)
        })
    }

    #[test]
    fn a_well_formed_text_has_no_faults() {
        assert_eq!(kinds("<a><b>x &amp; y</b></a>"), (vec![], None, 2));
    }

    #[test]
    fn an_html_entity_is_a_fault_and_the_rest_is_read() {
        assert_eq!(kinds("<a><b>x&nbsp;y</b><c/></a>"), (vec![FaultKind::UndefinedEntity], None, 3));
    }

    #[test]
    fn a_bare_ampersand_is_a_fault_and_the_rest_is_read() {
        assert_eq!(kinds("<a><b>AT&T, b & c</b><c/></a>").2, 3);
    }

    #[test]
    fn an_undeclared_prefix_is_a_fault_and_the_rest_is_read() {
        assert_eq!(kinds("<a><d:b e:f='1'>x</d:b><c/></a>").2, 3);
    }

    #[test]
    fn a_wrong_end_tag_cuts_the_text() {
        let (faults, cut, count) = kinds("<a><b>x</b><c></d></a>");
        assert_eq!((faults, cut, count), (vec![FaultKind::NotWellFormed], Some(14), 3));
    }

    #[test]
    fn what_is_not_closed_is_read_to_its_end() {
        assert_eq!(kinds("<a><b>x</b><c>y"), (vec![FaultKind::NotWellFormed], Some(15), 3));
    }

    #[test]
    fn nesting_and_entities_are_bounded() {
        let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
        assert_eq!(kinds(&deep).0, [FaultKind::TooDeep]);
        let value = "x".repeat(100_000);
        let bomb = format!("<!DOCTYPE a [<!ENTITY b \"{value}\">]><a>{}</a>", "&b;".repeat(100_000));
        assert_eq!(kinds(&bomb).0, [FaultKind::Bomb]);
        let laughs = "<!DOCTYPE a [<!ENTITY a \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY b \"&c;&c;&c;&c;&c;\">\
                      <!ENTITY c \"&a;\">]><a>&a;</a>";
        assert_eq!(kinds(laughs).2, 0);
    }

    #[test]
    fn rubbish_is_no_document() {
        for text in
            ["", "   ", "<", "<a", "&", "<!DOCTYPE", "<?xml", "<a b=\"", "]]>", "</a>", "<!--", "<![CDATA["]
        {
            assert_eq!(kinds(text).2, 0, "{text}");
        }
    }
}
