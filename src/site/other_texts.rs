//! The content of documents that other documents show: `{% for post in site.posts %}{{ post.excerpt }}`.

use std::borrow::Cow;
use std::sync::Arc;

use crate::markup::liquid::Part;
use crate::markup::markdown;
use crate::site::post::{Markup, Post};
use crate::site::this_page::{ThisPage, excerpt};
use crate::site::tree::TreeError;

impl ThisPage<'_> {
    /// Content of another document. Jekyll renders the oldest first: a document sees the content of older ones as HTML, of
    /// newer ones and of other collections as it is written.
    ///
    /// What is rendered here sees other documents as they are written: a chain of documents that show each other ends.
    pub(super) fn other_text(&self, path: &str, part: Part) -> Option<String> {
        let posts = &self.site.posts;
        let numbers = self.texts?.numbers.get_or_init(|| {
            posts.iter().enumerate().map(|(number, post)| (Arc::clone(&post.path), number)).collect()
        });
        let number = *numbers.get(path)?;
        let post = posts.get(number)?;
        let older = post.collection == self.post.collection
            && (post.date, &post.path) < (self.post.date, &self.post.path)
            || post.is_post() && !self.post.is_post();
        // Excerpts are rendered last, by the feed.
        let rendered = self.shown_by.is_none() && (part == Part::Excerpt || older || self.is_excerpt);
        if part == Part::Excerpt && post.excerpt_separator.is_empty() {
            return None;
        }
        if part == Part::Content && post.redirect_to.is_some() {
            return Some(String::new());
        }
        if !rendered {
            let text = self.read(post)?;
            let body = text.get(post.front_matter.body..)?;
            return Some(match part {
                Part::Content => body.to_owned(),
                Part::Excerpt => excerpt(post, body).into_owned(),
            });
        }
        let known = self.texts?.rendered.lock().ok()?.get(&(number, part)).cloned();
        if let Some(known) = known {
            return Some(known.as_ref().to_owned());
        }
        let html = self.render_other(post, part)?;
        // Another document that shows this one is not to take what lacks a part.
        if self.texts?.failures.lock().ok()?.contains_key(&self.outermost().path) {
            return None;
        }
        self.texts?.rendered.lock().ok()?.insert((number, part), Arc::from(html.as_str()));
        Some(html)
    }

    fn render_other(&self, post: &Post, part: Part) -> Option<String> {
        let text = self.read(post)?;
        let body = text.get(post.front_matter.body..)?;
        let shown = match part {
            Part::Content => body.into(),
            Part::Excerpt => excerpt(post, body),
        };
        let page =
            ThisPage { post, body, is_excerpt: part == Part::Excerpt, shown_by: Some(self.post), ..*self };
        // Its own problems are reported where it is rendered itself.
        let text = if post.liquid { page.render(&shown).ok()?.0 } else { shown.into_owned() };
        Some(match post.markup {
            Markup::Markdown => markdown::render(&text, &self.site.settings.markdown),
            Markup::Verbatim | Markup::Foreign => text,
        })
    }
}

impl ThisPage<'_> {
    /// The whole file of a document; one that cannot be read is a failure of the document that shows it.
    fn read<'p>(&self, post: &'p Post) -> Option<Cow<'p, str>> {
        post.whole(self.tree).map_err(|error| self.fail(error)).ok()
    }

    /// Notes that a file could not be read, for the rendering of a document that no other shows.
    pub(super) fn fail(&self, error: TreeError) {
        if let Some(mut failures) = self.texts.and_then(|texts| texts.failures.lock().ok()) {
            failures.entry(Arc::clone(&self.outermost().path)).or_insert(error);
        }
    }

    fn outermost(&self) -> &Post {
        self.shown_by.unwrap_or(self.post)
    }
}
