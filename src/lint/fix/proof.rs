//! Proves a changed file by a second parse: the front matter's data and the rendered HTML change where the edits are, and
//! nowhere else.

use crate::markup::front_matter::{self, FrontMatter, Map};
use crate::markup::markdown::{self, Options};
use crate::text::diagnostic::Edit;
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// Checks a changed post or page.
///
/// # Errors
/// When the change does more than its edits say, in one sentence.
pub fn prove(
    path: &str,
    before: &str,
    after: &str,
    edits: &[&Edit],
    options: &Options,
) -> Result<(), String> {
    let old = front_matter::parse(before);
    let new = front_matter::parse(after);
    if new.faults.len() > old.faults.len() || old.faults.is_empty() && new.format != old.format {
        return Err("the front matter could not be read afterwards".to_owned());
    }
    let was_readable = !old.faults.iter().any(|fault| fault.fatal);
    if was_readable {
        data_changes_only_there(&old, &new, edits)?;
    }
    let is_html = path.ends_with(".html") || path.ends_with(".htm") || path.ends_with(".xml");
    if is_html || !was_readable {
        return Ok(());
    }
    let old_body = before.part(old.body..);
    let new_body = after.part(new.body..);
    if old_body == new_body {
        return Ok(());
    }
    let in_body: Vec<&Edit> = edits.iter().copied().filter(|edit| edit.span.end >= old.body).collect();
    html_changes_only_there(old_body, new_body, &in_body, old.body, options)
}

/// Every key that no edit touches has the value that it had.
fn data_changes_only_there(old: &FrontMatter, new: &FrontMatter, edits: &[&Edit]) -> Result<(), String> {
    let head: Vec<&&Edit> = edits.iter().filter(|edit| edit.span.start < old.body).collect();
    let touched = |span: Span| head.iter().any(|edit| edit.span.overlaps(span));
    for entry in &old.data {
        let span = Span::new(entry.key_span.start, entry.value.span.end.max(entry.key_span.end));
        let value = new.data.get(&entry.key).map(|node| node.value.inspect());
        if !touched(span) && value.as_deref() != Some(entry.value.value.inspect().as_str()) {
            return Err(format!("it would also change `{}`", entry.key));
        }
    }
    let is_new = |map: &Map, key: &str| map.get(key).is_none();
    for entry in &new.data {
        let announced = head.iter().any(|edit| edit.replacement.contains(entry.key.as_str()));
        if is_new(&old.data, &entry.key) && !announced {
            return Err(format!("it would add `{}`", entry.key));
        }
    }
    Ok(())
}

/// The HTML differs in no more places than there are edits, and in no more words than they have.
fn html_changes_only_there(
    old: &str,
    new: &str,
    edits: &[&Edit],
    offset: usize,
    options: &Options,
) -> Result<(), String> {
    let (old_html, new_html) = (markdown::render(old, options), markdown::render(new, options));
    if old_html == new_html {
        return Ok(());
    }
    let facts = markdown::facts(old, options);
    let mut places = 0;
    let mut words = 0;
    for edit in edits {
        let span = Span::new(edit.span.start.saturating_sub(offset), edit.span.end.saturating_sub(offset));
        // A definition changes every link that uses it.
        let uses = facts
            .links
            .iter()
            .filter(|link| {
                link.definition
                    .and_then(|at| facts.definitions.get(at))
                    .is_some_and(|definition| definition.span.overlaps(span))
            })
            .count()
            .max(1);
        places += uses;
        words += uses * (tokens(span.of(old)).len() + tokens(&edit.replacement).len() + SLACK);
    }
    let (old_tokens, new_tokens) = (tokens(&old_html), tokens(&new_html));
    let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &old_tokens, &new_tokens);
    let changed = ops.iter().filter(|op| op.tag() != similar::DiffTag::Equal);
    // An edit of a link changes the words around it at most in two places: its tag and its text.
    let (mut hunks, mut sum) = (0, 0);
    for op in changed {
        hunks += 1;
        sum += op.old_range().len() + op.new_range().len();
    }
    if hunks > places * 2 || sum > words {
        return Err("it would also change other parts of the page".to_owned());
    }
    Ok(())
}

/// Tags and line breaks that come and go with a single word.
const SLACK: usize = 8;

/// Tags as they are, and words.
fn tokens(html: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let end = match rest.strip_prefix('<') {
            Some(tag) => tag.find('>').map_or(rest.len(), |at| at + 2),
            None => rest.find('<').unwrap_or(rest.len()),
        };
        let (token, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if token.starts_with('<') {
            tokens.push(token);
        } else {
            tokens.extend(token.split_whitespace());
        }
        rest = behind;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::diagnostic::content_hash;

    fn check(before: &str, from: &str, to: &str) -> Result<(), String> {
        let start = before.find(from).unwrap();
        let span = Span::new(start, start + from.len());
        let edit = Edit { path: "a.md".into(), hash: content_hash(before), span, replacement: to.into() };
        let after = before.replacen(from, to, 1);
        prove("a.md", before, &after, &[&edit], &Options::default())
    }

    const POST: &str = "---\ntitle: One\ncategories:\n  - a\n  - b\n---\n\nSee [this](/a/), [that][x] and *those*.\n\n[x]: /b/\n";

    #[test]
    fn what_an_edit_says_may_change() {
        assert_eq!(check(POST, "/a/", "/c/"), Ok(()));
        assert_eq!(check(POST, "[x]: /b/", "[x]: /d/"), Ok(()));
        assert_eq!(check(POST, "One", "Two"), Ok(()));
    }

    #[test]
    fn what_it_does_not_say_may_not() {
        assert!(check(POST, "title: One\n", "").is_ok());
        assert_eq!(
            check(POST, "title: One\ncat", "title: One\nact").unwrap_err(),
            "it would add `actegories`"
        );
        assert!(check(POST, "One", "One: two").unwrap_err().contains("could not be read"));
        assert!(check(POST, "See", "    See").unwrap_err().contains("other parts of the page"));
    }
}
