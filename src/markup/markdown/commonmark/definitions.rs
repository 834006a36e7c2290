//! Definitions of goldmark: a blank follows their colon.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag};

use crate::markup::markdown::options::{Classes, Options};
use crate::text::pieces::Part as _;

/// Markdown in which a backslash is before each colon that begins a definition to the parser alone, which is given these flags.
pub(super) fn escaped<'t>(text: &'t str, options: &Options, flags: pulldown_cmark::Options) -> Cow<'t, str> {
    let flavour = &options.common_mark;
    if !flavour.definition_lists || flavour.classes != Classes::Goldmark || !text.lines().any(may_mislead) {
        return Cow::Borrowed(text);
    }
    let parser = Parser::new_ext(text, flags).into_offset_iter();
    let starts = parser.filter_map(|(event, range)| {
        let is_definition = matches!(event, Event::Start(Tag::DefinitionListDefinition));
        (is_definition && may_mislead(text.part(range.start..))).then_some(range.start)
    });
    let mut out = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for start in starts {
        let colon = start + text.part(start..).find(':').unwrap_or(0);
        out.push_str(text.part(done..colon));
        out.push('\\');
        done = colon;
    }
    out.push_str(text.part(done..));
    Cow::Owned(out)
}

/// Whether a line begins with a colon and no blank after it.
fn may_mislead(line: &str) -> bool {
    let rest = line.trim_start_matches([' ', '\t', '>']).strip_prefix(':');
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with([' ', '\t', '\n', '\r']))
}
