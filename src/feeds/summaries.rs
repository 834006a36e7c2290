//! The summary of an entry: the description, the excerpt or the first paragraph, as text and with its markup.

use std::borrow::Cow;

use crate::feeds::frame::{Frame, read_more};
use crate::feeds::model::Text;
use crate::feeds::plan::BodyStyle;
use crate::feeds::render::{Renderer, changed};
use crate::site::config;
use crate::site::post::Post;
use crate::text::html;
use crate::text::html::footnotes::without_footnotes;
use crate::text::html::summary::{Bound, cut_html};
use crate::text::html::text::strip_html;

impl Renderer<'_> {
    /// The summary with its markup, where the feed has it, and as text; `content` is the whole post's HTML, where it was rendered
    /// from this body.
    pub(super) fn summaries(
        &self,
        post: &Post,
        body: &str,
        style: BodyStyle,
        (row, frame): (Option<&config::Feed>, &Frame),
        content: Option<&str>,
    ) -> (Option<String>, Option<Text>) {
        let html = self.summary_html(post, body, style, content);
        let text = match &html {
            // It is the same without markup, and was made from the body once.
            Some(html) if post.description.is_none() => {
                Some(shortened(Text::from_html(html), style)).filter(|text| !text.is_empty())
            }
            _ => self.summary(post, body, style, content),
        };
        let html = match row.filter(|_| style.summary_is_framed) {
            None => html,
            Some(row) => {
                let html = html.filter(|_| row.summary != Some(config::Summary::Text));
                Some(framed(post, row, frame, html, text.as_ref()))
            }
        };
        (html, text)
    }

    /// The generator's own summary, with its markup.
    fn summary_html(
        &self,
        post: &Post,
        body: &str,
        style: BodyStyle,
        content: Option<&str>,
    ) -> Option<String> {
        let bodies = self.site.settings.bodies.as_ref().filter(|_| style.html_summary);
        let own = bodies.and_then(|bodies| bodies.summary(self.site, post, body, content));
        if let Some(bodies) = bodies.filter(|_| own.is_some() && content.is_none()) {
            bodies.summary_problems(self.site, post, body).into_iter().for_each(|problem| self.note(problem));
        }
        let html = match own {
            None if style.own_html_summary => self.fragment(post, body, style, content)?,
            own => own?,
        };
        let bound = match (style.summary_words, style.summary_length) {
            (0, 0) => None,
            (0, length) => Some(Bound::Characters(length)),
            (words, _) => Some(Bound::Words(words)),
        };
        let html = match bound.filter(|_| style.own_html_summary) {
            Some(bound) => changed(&html, |html| cut_html(html, bound)).unwrap_or(html),
            None => html,
        };
        let html = if style.own_html_summary {
            changed(&html, html::balance::balance).unwrap_or(html)
        } else {
            html
        };
        Some(match changed(&html, |html| html::urls::absolutise(html, &post.link)) {
            Some(absolute) if !style.urls_as_written => absolute,
            _ => html,
        })
    }

    /// The summary; `content` is the whole post's HTML, where it was rendered from this body.
    fn summary(&self, post: &Post, body: &str, style: BodyStyle, content: Option<&str>) -> Option<Text> {
        let text = match &post.description {
            Some(description) => Text::from_html(description),
            None => Text::from_html(&self.fragment(post, body, style, content)?),
        };
        Some(shortened(text, style)).filter(|text| !text.is_empty())
    }

    /// The summary as HTML: what front matter gives as text without markup, the excerpt of the body with its own.
    fn fragment(&self, post: &Post, body: &str, style: BodyStyle, content: Option<&str>) -> Option<String> {
        if let Some(description) = &post.description {
            return Some(Text::from_html(description).html().to_owned());
        }
        match post.data.get("excerpt").map(|node| &node.value) {
            Some(value) if value.is_truthy() => {
                Some(Text::from_html(&value.to_ruby_string()).html().to_owned())
            }
            // The generator has no excerpts.
            _ if post.excerpt_separator.is_empty() => style.asks_for_summary.then(|| {
                let whole = || self.markup(body, &self.page(post, body, false)).0;
                let html = content.map_or_else(|| Cow::Owned(whole()), Cow::Borrowed);
                without_footnotes(&html::balance::balance(first_paragraph(&html))).into_owned()
            }),
            _ => Some(without_footnotes(&self.excerpt(post, body)).into_owned()),
        }
    }

    pub(super) fn excerpt_is_wanted(&self, post: &Post) -> bool {
        post.description.is_none()
            && !post.excerpt_separator.is_empty()
            && !post.data.get("excerpt").is_some_and(|node| node.value.is_truthy())
    }
}

/// A summary of at most as many characters as the feed has.
fn shortened(text: Text, style: BodyStyle) -> Text {
    match (style.summary_words, style.summary_length) {
        (0, 0) => text,
        (0, most) => Text::from_plain(&html::summary::summarise(&text.plain(), most)),
        (most, _) => Text::from_plain(&html::summary::first_words(&text.plain(), most)),
    }
}

/// The summary in its frame: with its markup where it has some, with a link to the post where the row has one.
fn framed(
    post: &Post,
    row: &config::Feed,
    frame: &Frame,
    html: Option<String>,
    text: Option<&Text>,
) -> String {
    let title = || Text::from_html(&post.title);
    let html = html.unwrap_or_else(|| match text {
        Some(text) => format!("<p>{}</p>", text.html()),
        None => format!("<p>{}</p>", title().html()),
    });
    let html = match read_more(row, &post.link) {
        Some(link) => format!("{html}\n{link}"),
        None => html,
    };
    let html = frame.around(&html);
    let html = changed(&html, html::balance::balance).unwrap_or(html);
    changed(&html, |html| html::urls::absolutise(html, &post.link)).unwrap_or(html)
}

/// HTML up to the end of its first paragraph with words; all of it where there is none.
fn first_paragraph(html: &str) -> &str {
    const END: &str = "</p>";
    let mut ends = html.match_indices(END).filter_map(|(at, _)| html.get(..at + END.len()));
    ends.find(|head| !strip_html(head).trim().is_empty()).unwrap_or(html)
}
