//! What an editor shows about a place: where a link leads, and how front matter is read.

use std::fmt::Write as _;

use crate::links::{Destination, Place, Verdict};
use crate::lint::editor::view::View;
use crate::lint::rule::Anchor;
use crate::site::post::{DateSource, Post};
use crate::text::date;
use crate::text::printable::printable;
use crate::text::source::Span;

/// Words about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What the words are about.
    pub span: Span,
    /// Lines of text, without markup.
    pub lines: Vec<String>,
}

impl View<'_> {
    /// Where the link around a byte offset leads, or how the front matter around it is read.
    #[must_use]
    pub fn hover(&self, offset: usize) -> Option<Hover> {
        if let Some((link, destination)) = self.link_at(offset) {
            return Some(Hover { span: link.span, lines: vec![self.described(destination)] });
        }
        let block = self.document.front_matter.block;
        let post = self.document.post().filter(|_| (block.start..block.end).contains(&offset))?;
        Some(Hover { span: block, lines: read(post) })
    }

    fn described(&self, destination: &Destination) -> String {
        match destination {
            Destination::Empty => "there is no URL".to_owned(),
            Destination::Elsewhere => "another host, or no place on the web: not checked".to_owned(),
            Destination::Unknown(reason) => format!("not checked: {}", printable(reason)),
            Destination::External(_) => "a page of a site of `[[lint.sites]]`".to_owned(),
            Destination::Internal(place) => self.place(place),
        }
    }

    fn place(&self, place: &Place) -> String {
        let knowledge = self.workspace.session.knowledge;
        let mut words = match &place.verdict {
            _ if place.path.is_empty() => "this page".to_owned(),
            Verdict::Found(target) => {
                let page = knowledge.page_behind(target);
                let file = page.map_or_else(|| knowledge.file_of(target), |page| Some(&**page.path()));
                let title = page.and_then(|page| page.data().get_str("title"));
                let mut words = format!("`{}`", printable(&place.path));
                match file {
                    Some(file) => write!(words, ", from `{}`", printable(file)).ok(),
                    None => write!(words, ", which the build makes").ok(),
                };
                if let Some(title) = title {
                    write!(words, ": {}", printable(title)).ok();
                }
                words
            }
            Verdict::Nothing => return format!("there is nothing at `{}`", printable(&place.path)),
            Verdict::OutsideBase => {
                return format!("`{}` leaves out the base URL", printable(&place.path));
            }
            Verdict::Unknown(reason) => return format!("not checked: {}", printable(reason)),
        };
        if let Some(fragment) = place.fragment.as_deref().filter(|fragment| !fragment.is_empty()) {
            let anchor = knowledge.anchor(&self.document.outline, place);
            let fragment = printable(fragment);
            match anchor {
                Anchor::Alive => write!(words, "; `#{fragment}` is there").ok(),
                Anchor::Dead(_) => write!(words, "; `#{fragment}` is not there").ok(),
                Anchor::Unknown(reason) => write!(words, "; `#{fragment}` is not checked: {reason}").ok(),
            };
        }
        words
    }
}

/// What feeds show of a post.
fn read(post: &Post) -> Vec<String> {
    let source = match post.date_source {
        DateSource::FrontMatter => "front matter",
        DateSource::FileName => "file name",
        DateSource::Modified => "file's own date",
        DateSource::Build => "time of the build",
        DateSource::None => "no date",
    };
    let mut lines = vec![
        printable(&post.link).into_owned(),
        format!("published {} ({source})", date::rfc3339(&post.published.unwrap_or(post.date))),
    ];
    if post.updated != post.published.unwrap_or(post.date) {
        lines.push(format!("updated {}", date::rfc3339(&post.updated)));
    }
    if post.id != post.link {
        lines.push(format!("id {}", printable(&post.id)));
    }
    if !post.categories.is_empty() {
        lines.push(format!("categories {}", printable(&post.categories.join(", "))));
    }
    if let Some(hidden) = post.hidden {
        lines.push(format!("in no feed: {}", hidden.reason()));
    }
    lines
}
