//! Where YAML that cannot be read went wrong, and what to do: parsers say where they gave up, people ask where it began.

use crate::markup::front_matter::blame_value::{value_end, value_fault};
use crate::markup::front_matter::fault::{Complaint, Fault};
use crate::markup::front_matter::lines::{Lines, item, shorten, split_key};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The cause of a YAML error, at the beginning of the construct that is wrong or unfinished.
///
/// Where none is recognised, it is the parser's own place and words.
pub(super) fn blame(text: &str, offset: usize, complaint: &Complaint) -> Fault {
    let last = complaint.place.min(text.len());
    let fault = suspect(text, last).unwrap_or_else(|| {
        let line = Lines::new(text).take_while(|line| line.at <= last).last();
        let span = line.map_or(Span::at(last), |line| {
            let indent = line.text.len() - line.text.trim_start().len();
            Span::new(line.at + indent, line.at + line.text.trim_end().len())
        });
        Fault::fatal(
            span,
            format!("the YAML cannot be read: {}", complaint.words),
            "fix this line or the one above it; a string with punctuation is safe in double quotes",
        )
    });
    Fault { span: fault.span.shifted(offset), ..fault }
}

/// The first construct up to the line of `last` that YAML does not allow.
fn suspect(text: &str, last: usize) -> Option<Fault> {
    let mut open_block: Option<usize> = None;
    let mut keys_at: Option<usize> = None;
    let mut above_is_key_with_text = false;
    let mut skip_to = 0;
    let mut loose = None;
    let mut above_is_item = false;
    for line in Lines::new(text) {
        if line.at > last {
            break;
        }
        let content = line.text.trim_start();
        let indent = line.text.len() - content.len();
        if line.at < skip_to || content.is_empty() {
            continue;
        }
        if open_block.is_some_and(|of| indent > of) {
            continue;
        }
        open_block = None;
        if content.starts_with('#') {
            continue;
        }
        if let Some(tab) = line.text.get(..indent).and_then(|blanks| blanks.find('\t')) {
            return Some(Fault::fatal(
                Span::new(line.at + tab, line.at + indent),
                "the line is indented with a tab, which YAML does not allow",
                "indent with spaces",
            ));
        }
        let on_this_line = last <= line.at + line.text.len();
        let complained = on_this_line || Lines::next_from(text, line.at + line.text.len() + 1) >= last;
        let (dashes, inner) = item(content);
        let behind_item = std::mem::replace(&mut above_is_item, dashes > 0);
        let inner_at = line.at + indent + dashes;
        let Some(entry) = split_key(inner) else {
            // The text above goes on here, and in its later lines every sign is text.
            if dashes == 0 && above_is_key_with_text && keys_at.is_some_and(|keys| indent > keys) {
                continue;
            }
            if inner.starts_with(['|', '>']) {
                open_block = Some(indent);
            }
            if let Some(fault) = value_fault(text, inner, inner_at, None, on_this_line) {
                return Some(fault);
            }
            skip_to = value_end(text, inner, inner_at);
            let beside_keys = keys_at.is_none_or(|keys| indent <= keys);
            if dashes > 0 && complained && above_is_key_with_text && beside_keys {
                return Some(item_among_keys(content, line.at + indent));
            }
            if dashes == 0 && complained && inner.starts_with('-') {
                return Some(no_space_behind_dash(inner, inner_at));
            }
            if dashes == 0 && complained && keys_at.is_some() && beside_keys {
                return Some(no_key(inner, inner_at));
            }
            if dashes == 0 && beside_keys {
                loose = Some((inner, inner_at));
            }
            continue;
        };
        let here = indent + dashes;
        // A line that is not a key can only be the last one, or all of the text.
        if let Some((inner, at)) = loose {
            return Some(no_key(inner, at));
        }
        if dashes == 0 {
            if complained
                && (above_is_key_with_text || behind_item)
                && keys_at.is_some_and(|keys| indent != keys)
            {
                let keys = keys_at.unwrap_or(0);
                return Some(Fault::fatal(
                    Span::new(line.at, line.at + line.text.trim_end().len()),
                    format!("`{}` is indented by {indent} but the keys above by {keys}", shorten(entry.key)),
                    format!("indent it by {keys}, like the keys above"),
                ));
            }
        } else if complained && indent == 0 && keys_at == Some(0) && above_is_key_with_text {
            return Some(item_among_keys(content, line.at + indent));
        }
        keys_at = Some(here);
        let value = inner.part(entry.value..);
        let value_at = inner_at + entry.value;
        if let Some(fault) = value_fault(text, value, value_at, Some((entry.key, here)), on_this_line) {
            return Some(fault);
        }
        skip_to = value_end(text, value, value_at);
        above_is_key_with_text = !value.trim().is_empty() && !value.starts_with('#');
        if value.starts_with(['|', '>']) {
            open_block = Some(here.min(indent));
        }
    }
    None
}

fn item_among_keys(content: &str, at: usize) -> Fault {
    Fault::fatal(
        Span::new(at, at + content.trim_end().len()),
        "a list item is among keys",
        "put the list under a key of its own, or remove the dash",
    )
}

fn no_space_behind_dash(inner: &str, at: usize) -> Fault {
    let name = inner.trim_start_matches('-').trim();
    Fault::fatal(
        Span::new(at, at + inner.trim_end().len()),
        "there is no space after the dash of a list item",
        format!("write `- {}`", shorten(name)),
    )
    .with_replacement(format!("- {name}"))
}

fn no_key(inner: &str, at: usize) -> Fault {
    let span = Span::new(at, at + inner.trim_end().len());
    match inner.split_once(':').filter(|(key, _)| !key.contains(' ')) {
        Some((key, value)) => Fault::fatal(
            span,
            format!("there is no space after the colon of `{}`", shorten(key)),
            format!("write `{key}: {}`", shorten(value.trim())),
        )
        .with_replacement(format!("{key}: {}", value.trim())),
        None => Fault::fatal(
            span,
            format!(
                "`{}` is neither a key with a colon nor part of the value above",
                shorten(inner.trim_end())
            ),
            "write `key: value`, or indent the line to continue the value above",
        ),
    }
}
