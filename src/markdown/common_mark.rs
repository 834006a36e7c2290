//! The CommonMark dialect: pulldown-cmark's own HTML, with heading ids and wrappers round code where they are wanted.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, html};

use crate::markdown::escape::push_attribute;
use crate::markdown::options::Options;
use crate::markdown::slug::{HeadingIds, heading_id};

/// The HTML of a text.
pub(crate) fn render(text: &str, options: &Options) -> String {
    let parser = Parser::new_ext(text, parser_options(options));
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    if !options.auto_ids && !options.syntax_highlighter && !options.hard_wrap {
        html::push_html(&mut out, parser);
        return out;
    }
    let mut events: Vec<Event<'_>> = parser.collect();
    if options.auto_ids {
        add_ids(&mut events, options);
    }
    html::push_html(&mut out, events.into_iter().flat_map(|event| dressed(event, options)));
    out
}

/// What pulldown-cmark is asked to read.
pub(crate) fn parser_options(options: &Options) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as P;
    let mut flags = P::ENABLE_TABLES | P::ENABLE_FOOTNOTES;
    if options.gfm {
        flags |= P::ENABLE_STRIKETHROUGH | P::ENABLE_TASKLISTS;
    }
    if options.smart_quotes {
        flags |= P::ENABLE_SMART_PUNCTUATION;
    }
    flags
}

/// Gives each heading the id that its text makes.
fn add_ids(events: &mut [Event<'_>], options: &Options) {
    let mut ids = HeadingIds::default();
    let mut heading: Option<(usize, String)> = None;
    let mut made: Vec<(usize, String)> = Vec::new();
    for (number, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some((number, String::new())),
            Event::End(TagEnd::Heading(_)) => made.extend(heading.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, plain)) = &mut heading {
                    plain.push_str(text);
                }
            }
            _ => {}
        }
    }
    for (number, plain) in made {
        let made = options.auto_id_prefix.clone() + &ids.unique(heading_id(&plain));
        if let Some(Event::Start(Tag::Heading { id, .. })) = events.get_mut(number) {
            *id = Some(made).filter(|id| !id.is_empty()).map(CowStr::from);
        }
    }
}

/// An event with what Jekyll's highlighter puts before and behind it.
fn dressed<'e>(event: Event<'e>, options: &Options) -> impl Iterator<Item = Event<'e>> + use<'e> {
    let (before, behind) = match &event {
        Event::Start(Tag::CodeBlock(kind)) if options.syntax_highlighter => {
            let language = match kind {
                CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().filter(|name| !name.is_empty()),
                CodeBlockKind::Indented => None,
            };
            let mut html = "<div class=\"language-".to_owned();
            push_attribute(&mut html, language.unwrap_or("plaintext"));
            html.push_str(" highlighter-rouge\"><div class=\"highlight\">");
            (Some(html), None)
        }
        Event::End(TagEnd::CodeBlock) if options.syntax_highlighter => {
            (None, Some("</div></div>\n".to_owned()))
        }
        _ => (None, None),
    };
    let event = match event {
        Event::SoftBreak if options.hard_wrap => Event::HardBreak,
        other => other,
    };
    let html = |html: Option<String>| html.map(|html| Event::Html(html.into()));
    html(before).into_iter().chain([event]).chain(html(behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_wrappers_are_added_where_they_are_wanted() {
        let text = "# A b\n\n# A b\n\n```ruby\nx\n```\na\nb\n";
        let plain = render(text, &Options::common_mark());
        assert_eq!(
            plain,
            "<h1>A b</h1>\n<h1>A b</h1>\n<pre><code class=\"language-ruby\">x\n</code></pre>\n<p>a\nb</p>\n"
        );
        let options =
            Options { auto_ids: true, syntax_highlighter: true, hard_wrap: true, ..Options::common_mark() };
        let dressed = render(text, &options);
        assert!(dressed.contains("<h1 id=\"a-b-1\">"), "{dressed}");
        assert!(dressed.contains("<div class=\"language-ruby highlighter-rouge\"><div class=\"highlight\">"));
        assert!(dressed.contains("a<br />\nb"));
    }
}
