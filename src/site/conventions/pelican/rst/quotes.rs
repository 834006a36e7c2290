//! Quotations with their attribution.

use crate::site::conventions::pelican::rst::inline::inline;
use crate::site::conventions::pelican::rst::model::{Block, Read};
use crate::site::conventions::pelican::rst::names::Names;

/// The blocks of a quotation, with its attribution.
pub(super) fn quoted(lines: &[&str], names: &Names, depth: usize, read: Read) -> Vec<Block> {
    let last = lines.iter().rposition(|line| line.trim().is_empty()).map_or(0, |at| at + 1);
    let source = lines.get(last).and_then(|line| {
        let after =
            ["---", "--", "—"].iter().find_map(|mark| line.strip_prefix(mark)).filter(|_| last > 0)?;
        Some(after.trim_start()).filter(|after| !after.is_empty() && !after.starts_with('-'))
    });
    let Some(source) = source else { return read(lines, names, depth + 1) };
    let mut inner = read(lines.get(..last).unwrap_or(&[]), names, depth + 1);
    inner.push(Block::Html(format!("<p class=\"attribution\">&mdash;{}</p>\n", inline(source, names))));
    inner
}
