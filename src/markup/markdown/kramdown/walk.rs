//! The walk through the tree of blocks that lays out its texts.

use crate::markup::markdown::kramdown::block::{Block, Definition, Kind, Piece, Text};
use crate::markup::markdown::kramdown::layout::{Chunk, Context, Heading, Joined, Layout, Simple};
use crate::markup::markdown::kramdown::{simple, spans};

/// Lays out all texts of these blocks in order, and numbers them from the number of chunks on.
pub(crate) fn lay_out(layout: &mut Layout, blocks: &mut [Block], context: &Context<'_, '_>) {
    for block in blocks {
        match &mut block.kind {
            Kind::Paragraph { text, .. } => add(layout, text, None, context),
            Kind::Heading { text, level, id } => {
                let listed = block.attributes.as_ref().and_then(|list| list.get("id"));
                let id = listed.or(id.as_deref()).map(str::to_owned);
                let heading = Heading { level: *level, id, span: block.span, inside: layout.inside };
                add(layout, text, Some(Box::new(heading)), context);
            }
            Kind::Quote(blocks) => lay_out(layout, blocks, context),
            Kind::List { items, .. } => {
                for item in items {
                    lay_out(layout, &mut item.children, context);
                }
            }
            Kind::Definitions(parts) => {
                for part in parts {
                    match part {
                        Definition::Term { text, .. } => add(layout, text, None, context),
                        Definition::Description { children, .. } => lay_out(layout, children, context),
                    }
                }
            }
            Kind::Table(table) => {
                for cell in table.parts.iter_mut().flat_map(|(_, rows)| rows).flatten() {
                    add(layout, cell, None, context);
                }
            }
            Kind::Html(html) => {
                let outer = std::mem::replace(&mut layout.inside, true);
                for piece in &mut html.pieces {
                    match piece {
                        Piece::Raw(_) => {}
                        Piece::Blocks(blocks) => lay_out(layout, blocks, context),
                        Piece::Span(text) => add(layout, text, None, context),
                    }
                }
                layout.inside = outer;
            }
            Kind::Blank { .. }
            | Kind::End(_)
            | Kind::Code { .. }
            | Kind::Rule
            | Kind::Math(_)
            | Kind::Raw(_) => {}
        }
    }
}

fn add(layout: &mut Layout, text: &mut Text, heading: Option<Box<Heading>>, context: &Context<'_, '_>) {
    text.number = layout.chunks.len();
    let start = layout.text.len();
    let inside = layout.inside;
    let lines = context.lines.get(text.lines.clone()).unwrap_or(&[]);
    let joined = Joined::new(lines, context.source);
    let simple = at_a_glance(layout, &joined, heading.is_some(), context);
    let mut end = start;
    if matches!(simple, Simple::Not) {
        spans::lay_out(layout, &joined, context);
        end = layout.text.len();
        layout.text.push_str("\n\n");
    }
    layout.chunks.push(Chunk { start, end, simple, inside, heading });
}

/// What can be read of a text at once: its facts where places are wanted, else the parts of its HTML.
fn at_a_glance(
    layout: &mut Layout,
    joined: &Joined<'_>,
    is_heading: bool,
    context: &Context<'_, '_>,
) -> Simple {
    let (pieces, parts) = (layout.pieces.len(), layout.parts.len());
    if !context.simple {
        Simple::Not
    } else if context.mapped {
        let simple = simple::facts(&mut layout.pieces, joined, context, is_heading);
        if simple { Simple::Facts(pieces..layout.pieces.len()) } else { Simple::Not }
    } else if simple::parts(&mut layout.parts, joined, context) {
        let from = layout.simple.len();
        layout.simple.push_str(&joined.text);
        Simple::Parts { text: from..layout.simple.len(), parts: parts..layout.parts.len() }
    } else {
        Simple::Not
    }
}
