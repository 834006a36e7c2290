//! Lines `{:…}`: attribute lists, their definitions, and extensions.

use crate::markup::markdown::kramdown::attributes::{self, Attributes};
use crate::markup::markdown::kramdown::block::{Block, BlockKind, End};

use crate::markup::markdown::kramdown::boundary::is_attribute_list;
use crate::markup::markdown::kramdown::line::{Line, is_space_char};
use crate::markup::markdown::kramdown::names::{ExtensionTag, extension_tag, is_for_html};
use crate::markup::markdown::kramdown::state::{Children, Defined, Frame, Parser};
use crate::text::source::Span;

/// A line `{:…}` among blocks.
pub(crate) fn block(parser: &mut Parser<'_>, frame: &mut Frame<'_>, children: &mut Children<'_>) -> bool {
    let source = parser.document.source;
    let Some(line) = frame.line() else { return false };
    let Some(text) = line.behind_spaces(source, 3) else { return false };
    let ends =
        |length: usize| text.get(length..).is_some_and(|rest| rest.trim_matches(is_space_char).is_empty());
    if let Some((name, list, _)) = attributes::definition(text).filter(|(_, _, length)| ends(*length)) {
        parser.document.attributes.entry(name.to_owned()).or_default().parse(list);
        frame.at += 1;
        children.push(BlockKind::End(End::Other), line.span());
        return true;
    }
    if let Some(tag) = extension_tag(text).filter(|tag| ends(tag.length)) {
        return extension(parser, frame, line, tag, children);
    }
    if !is_attribute_list(text) {
        return false;
    }
    frame.at += 1;
    let list = attributes::list(text).map_or("", |(list, _)| list);
    let target = match children.blocks.last_mut() {
        Some(Block { kind: BlockKind::End(End::Definition), .. }) => defined(parser),
        Some(Block { kind: BlockKind::Blank { .. } | BlockKind::End(_), .. }) | None => {
            Some(&mut children.pending)
        }
        Some(block) => Some(&mut block.attributes),
    };
    if let Some(target) = target {
        let target = target.get_or_insert_default();
        let before = target.get("id").map(str::to_owned);
        target.parse(list);
        if target.get("id") != before.as_deref() {
            target.id_place = Some(line.trimmed_start(source).trimmed_end(source).span());
        }
    }
    let follows = frame.line().and_then(|next| next.behind_spaces(source, 3)).is_some_and(is_attribute_list);
    if children.pending.is_none() && !follows {
        children.push(BlockKind::End(End::AttributeList), line.span());
    }
    true
}

/// The attributes of what was defined last.
fn defined<'p>(parser: &'p mut Parser<'_>) -> Option<&'p mut Option<Box<Attributes>>> {
    match parser.defined? {
        Defined::Link(number) => parser.document.links.get_mut(number).map(|link| &mut link.attributes),
        Defined::Abbreviation(number) => {
            parser.document.abbreviations.get_mut(number).map(|(_, _, attributes)| attributes)
        }
    }
}

fn extension(
    parser: &mut Parser<'_>,
    frame: &mut Frame<'_>,
    line: Line,
    tag: ExtensionTag<'_>,
    children: &mut Children<'_>,
) -> bool {
    let source = parser.document.source;
    let stop = |line: &Line| {
        line.behind_spaces(source, 3)
            .and_then(|text| text.strip_prefix("{:/"))
            .map(|rest| rest.strip_prefix(tag.name).unwrap_or(rest))
            .and_then(|rest| rest.strip_prefix('}'))
            .is_some_and(|rest| rest.trim().is_empty())
    };
    let known = matches!(tag.name, "comment" | "nomarkdown" | "options");
    let missing = format!("{{:/{}", tag.name);
    if !known || !tag.closed && frame.is_missing(&missing) {
        return false;
    }
    let mut body = None;
    let mut length = 1;
    let mut end = line.end;
    if !tag.closed {
        let rest = frame.lines.get(frame.at + 1..).unwrap_or(&[]);
        let Some(count) = rest.iter().position(stop) else {
            frame.missing.push(missing);
            return false;
        };
        let mut text = String::new();
        for line in rest.iter().take(count) {
            line.push_to(source, &mut text);
            text.push('\n');
        }
        text.pop();
        end = rest.get(count).map_or(end, |line| line.end);
        length = count + 2;
        body = Some(text);
    }
    frame.at += length;
    let span = Span::new(line.start, end);
    match (tag.name, body) {
        ("comment", Some(body)) => children.push(BlockKind::Raw(format!("<!-- {body} -->\n")), span),
        ("nomarkdown", Some(body)) => {
            let html = if is_for_html(tag.attributes) { body + "\n" } else { String::new() };
            children.push(BlockKind::Raw(html), span);
        }
        ("options", _) => {
            set_options(parser, tag.attributes);
            children.push(BlockKind::End(End::Other), span);
        }
        _ => {}
    }
    true
}

/// Options that a document may set for itself.
pub(crate) fn set_options(parser: &mut Parser<'_>, attributes: &str) {
    let mut list = Attributes::default();
    list.parse(attributes);
    let options = &mut parser.document.options;
    let flag = |name: &str, old: bool| match list.get(name) {
        Some("true") => true,
        Some("false") => false,
        _ => old,
    };
    options.parse_block_html = flag("parse_block_html", options.parse_block_html);
    options.parse_span_html = flag("parse_span_html", options.parse_span_html);
    options.auto_ids = flag("auto_ids", options.auto_ids);
    if let Some(prefix) = list.get("auto_id_prefix") {
        prefix.clone_into(&mut options.auto_id_prefix);
    }
    if let Some(prefix) = list.get("footnote_prefix") {
        prefix.clone_into(&mut options.footnote_prefix);
    }
    if let Some(text) = list.get("footnote_backlink") {
        text.clone_into(&mut options.footnote_backlink);
    }
    if let Some(number) = list.get("footnote_nr").and_then(|number| number.parse().ok()) {
        options.footnote_nr = number;
    }
    if let Some(offset) = list.get("header_offset").and_then(|offset| offset.parse().ok()) {
        options.header_offset = offset;
    }
    if let Some((first, last)) = list.get("toc_levels").and_then(levels) {
        options.toc_levels = first..=last;
    }
}

/// `1..3` or `2,3`.
fn levels(text: &str) -> Option<(u8, u8)> {
    let numbers: Vec<u8> = text.split(['.', ',', ' ']).filter_map(|part| part.parse().ok()).collect();
    Some((*numbers.iter().min()?, *numbers.iter().max()?))
}
