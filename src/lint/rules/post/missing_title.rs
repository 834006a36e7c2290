//! `missing-title`: a post without a title of its own.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::lint::rules::post::malformed_front_matter::misplaced;
use crate::markup::front_matter::{Format, Value};
use crate::site::post::Hidden;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "missing-title",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a post without a title",
    page: Page {
        what: "A post, or a document of a collection that has pages and is in a feed, whose front matter has no `title`, or an empty \
               one (`title:`). A title that the configuration's `defaults` give counts. Posts that only redirect, drafts \
               and pages outside of collections are skipped. Three or more documents of one layout, most of which have no \
               title, are one finding.",
        why: "Jekyll makes up a title from the file name (`Wherry 3 0 Released`), other generators leave it empty; \
              feed readers show what they get, and Atom entries without a title are invalid.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ncategories: releases\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Wherry 3.0 released\n---\nIt is here.\n",
        }],
        sources: &["RFC 4287, section 4.1.2", "Jekyll: lib/jekyll/document.rb, populate_title"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post().filter(|post| !post.draft) else { return };
    let redirects = document.data().get("redirect_to").is_some_and(|node| node.value.is_truthy());
    let unreadable = !document.front_matter.faults.is_empty() || misplaced(document).is_some();
    let first = document.facts.headings.first().filter(|heading| heading.level <= 3);
    let begins = |span: Span| document.source.text.get(document.front_matter.body..span.start);
    let has_heading = first.is_some_and(|heading| {
        begins(heading.span).is_some_and(|text| text.trim_matches(['#', ' ', '\n', '\r']).is_empty())
    });
    // Neither readers nor subscribers see it by itself.
    let is_nowhere = post.hidden == Some(Hidden::NotListed) && !post.output;
    if redirects
        || is_nowhere
        || context.site.site.settings.titles_from_names
        || context.site.site.settings.own_readers
        || has_heading && context.site.site.settings.titles_from_headings
        || unreadable
        || !context.site.site.feed_collections.contains(&post.collection)
        || !document.is_post() && (!post.output || document.data().get("name").is_some())
    {
        return;
    }
    let title = document.data().get("title").map_or(&Value::Null, |node| &node.value);
    if !title.is_null() {
        return;
    }
    let written = document.front_matter.data.entry("title");
    let (span, message) = match written {
        Some(entry) => (entry.key_span, "`title` has no value"),
        None => (document.top(), "this post has no title"),
    };
    let untitled = context.site.site.settings.convention.untitled;
    let line = match document.front_matter.format {
        Format::Toml => "title = \"…\"",
        Format::Json | Format::JsonFenced => "\"title\": \"…\"",
        Format::KeyValue | Format::KeyValueFenced => "Title: …",
        _ => "title: …",
    };
    let help = format!("add `{line}` to the front matter; without one {untitled}");
    let cause = causes::of_layouts_habit(context, message, &help);
    out.push(context.finding(span, message).with_help(help).with_causes(cause));
}
