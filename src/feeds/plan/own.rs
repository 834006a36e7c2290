//! The feed that a site's own template makes, as far as the template shows it: format, limit, content, and of which collections,
//! category or tag.

use std::collections::BTreeMap;

use crate::feeds::emitters::EMITTERS;
use crate::feeds::model::Generator;
use crate::markup::constructs::constructs;
use crate::markup::front_matter::{Map, Value};
use crate::site::config::{Content, Feed, Format, Limit, OneOrMany, Origin};
use crate::site::post::POSTS;
use crate::site::{OwnSource, Site};

/// Returns the site's own files that are feeds, or templates of feeds, by the path that each is written to.
pub fn own_feeds(site: &Site) -> impl Iterator<Item = (&str, &OwnSource)> {
    let own = site.own_sources.keys().filter_map(|path| Some((path.as_str(), own_source(site, path)?)));
    own.filter(|(_, own)| format(own).is_some())
}

/// Returns the site's own file that makes what is at a path. A feed of ours among the files, in a folder that the site's
/// generator copies, is none.
#[must_use]
pub fn own_source<'a>(site: &'a Site, path: &str) -> Option<&'a OwnSource> {
    let own = site.own_sources.get(path)?;
    let is_ours = own.text.contains(&format!(">{}", Generator::feedwright().name));
    (!is_ours).then_some(own)
}

/// Returns a feed of the generator's as the site's own template at its path makes it; any other as it is.
#[must_use]
pub fn like_own_source(site: &Site, feed: &Feed) -> Feed {
    let own = feed.path.as_ref().and_then(|path| own_source(site, path));
    match own.filter(|_| feed.origin == Origin::Generator) {
        Some(own) => like(own, feed.clone(), (&site.settings.data, &site.settings.collections)),
        None => feed.clone(),
    }
}

/// Returns whether a template shows how many posts it takes; else a feed like it has the usual limit.
#[must_use]
pub fn shows_limit(own: &OwnSource) -> bool {
    posts_loop(&own.text).is_some()
}

/// Returns whether a template shows its format; else a feed like it has the default one.
#[must_use]
pub fn shows_format(own: &OwnSource) -> bool {
    format(own).is_some()
}

/// Returns whether the feeds of a site are those of its own templates alone, none of which takes all posts by Jekyll's `id`:
/// the ids of entries are then what the templates write.
#[must_use]
pub fn has_ids_of_its_own(site: &Site) -> bool {
    let settings = &site.settings;
    let is_planned = settings.writes_feeds || !settings.config.feeds.is_empty();
    let takes_ids = |own: &OwnSource| {
        let entries = posts_loop(&own.text);
        entries
            .is_some_and(|entries| entries.is_whole && own.text.contains(&format!("{}.id", entries.variable)))
    };
    let mut own = own_feeds(site).peekable();
    !is_planned && own.peek().is_some() && !own.any(|(_, own)| takes_ids(own))
}

/// The feed with what a template shows; `known` are the site's collections.
fn like(own: &OwnSource, mut feed: Feed, (settings, known): (&Map, &BTreeMap<String, bool>)) -> Feed {
    let Some(format) = format(own) else { return feed };
    feed.format = OneOrMany(vec![Format::new(format)]);
    let Some(entries) = posts_loop(&own.text) else { return feed };
    let has = |name: &str| own.text.contains(&format!("{}.{name}", entries.variable));
    if has("content") {
        feed.content = Some(Content::Full);
    } else if has("excerpt") || has("description") || has("summary") {
        feed.content = Some(Content::Summary);
    }
    match entries.limit {
        None => feed.limit = Some(Limit::All),
        Some(number) => {
            let set = || match number.strip_prefix("site.").and_then(|key| settings.get_path(key))?.value {
                Value::Int(number) => usize::try_from(number).ok(),
                _ => None,
            };
            feed.limit = number.parse().ok().or_else(set).map(Limit::from).or(feed.limit);
        }
    }
    match entries.of {
        Posts::Collections(labels) => {
            let is_known = |label: &&str| known.contains_key(*label);
            if labels != [POSTS] && labels.iter().all(is_known) {
                feed.collections = OneOrMany(labels.into_iter().map(str::to_owned).collect());
            }
        }
        Posts::Category(name) => feed.categories = OneOrMany(vec![name.to_owned()]),
        Posts::Tag(name) => feed.tags = OneOrMany(vec![name.to_owned()]),
    }
    feed
}

fn format(own: &OwnSource) -> Option<&'static str> {
    let emitter =
        EMITTERS.iter().find(|emitter| emitter.document_mark.is_some_and(|mark| own.text.contains(mark)))?;
    Some(emitter.name)
}

/// The loop over posts that a template of a feed has.
struct Loop<'a> {
    variable: &'a str,
    of: Posts<'a>,
    limit: Option<&'a str>,
    /// Whether no filter leaves posts out.
    is_whole: bool,
}

enum Posts<'a> {
    /// All documents of these collections, `posts` among them.
    Collections(Vec<&'a str>),
    Category(&'a str),
    Tag(&'a str),
}

/// The first loop of a Liquid template over the site's posts, over these and other collections (`concat`), or over the posts of one
/// category or tag; also over a variable that they are assigned to, through filters or not.
fn posts_loop(template: &str) -> Option<Loop<'_>> {
    let mut assigned: BTreeMap<&str, &str> = BTreeMap::new();
    constructs(template).find_map(|tag| {
        if tag.name == "assign" {
            assigned.extend(tag.markup.split_once('=').map(|(name, value)| (name.trim(), value.trim())));
            return None;
        }
        let (variable, list) = Some(tag.markup).filter(|_| tag.name == "for")?.split_once(" in ")?;
        let (name, options) = first_word(list);
        let (name, filters) = assigned.get(name).map_or((name, ""), |value| first_word(value));
        let of = match (collections(name, filters), name.strip_prefix("site.categories")) {
            (Some(labels), _) => Posts::Collections(labels),
            (None, Some(key)) => Posts::Category(member(key)?),
            (None, None) => Posts::Tag(member(name.strip_prefix("site.tags")?)?),
        };
        let after = |text, word: &str| Some(first_word(str::split_once(text, word)?.1).0);
        let limit = after(options, "limit:");
        let slice = || Some(filters.split_once("slice:")?.1.split('|').next()?.split_once(',')?.1.trim());
        let is_whole = matches!(of, Posts::Collections(_)) && !filters.contains("where");
        Some(Loop { variable: variable.trim(), of, limit: limit.or_else(slice), is_whole })
    })
}

/// The collections in `site.releases | concat: site.posts`, if the posts are among them.
fn collections<'a>(first: &'a str, filters: &'a str) -> Option<Vec<&'a str>> {
    let further = filters.split('|').filter_map(|filter| filter.trim().strip_prefix("concat:"));
    let labels: Option<Vec<&str>> =
        std::iter::once(first).chain(further).map(|list| list.trim().strip_prefix("site.")).collect();
    labels.filter(|labels| labels.contains(&POSTS))
}

/// The first word of Liquid, and the rest.
fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find([' ', '|', '\n']).unwrap_or(text.len()))
}

/// The name in `.news`, `['news']` or `["news"]`.
fn member(key: &str) -> Option<&str> {
    let quoted =
        || key.strip_prefix('[')?.strip_suffix(']')?.strip_prefix(['"', '\''])?.strip_suffix(['"', '\'']);
    key.strip_prefix('.').or_else(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::front_matter;

    fn like_template(text: &str) -> Feed {
        let own = OwnSource { path: "feed.xml".into(), text: text.to_owned() };
        let data = front_matter::parse_as("---\nmost: {of: 7}\n---\n", &[front_matter::Format::Yaml]).data;
        let collections = [POSTS, "releases"].map(|label| (label.to_owned(), true)).into();
        like(&own, Feed { limit: Some(Limit::default()), ..Feed::default() }, (&data, &collections))
    }

    #[test]
    fn takes_format_limit_and_content() {
        let feed =
            like_template("<rss>{% for post in site.posts limit:5 %}{{ post.excerpt }}{% endfor %}</rss>");
        assert_eq!(feed.format.0, [Format::new("rss")]);
        assert_eq!((feed.limit, feed.content), (Some(Limit::Newest(5)), Some(Content::Summary)));
        let feed = like_template("<feed>{%- for p in site.posts -%}{{ p.content }}{%- endfor -%}</feed>");
        assert_eq!(feed.format.0, [Format::new("atom")]);
        assert_eq!((feed.limit, feed.content), (Some(Limit::All), Some(Content::Full)));
    }

    #[test]
    fn follows_variables_and_the_configuration() {
        for (loops, limit) in [
            ("{% assign all = site.posts | where: 'lang', 'en' %}{% for p in all limit: 4 %}", 4),
            ("{%- assign all = site.posts | slice: 0, 5 | reverse -%}{%- for p in all -%}", 5),
            ("{% assign all=site.posts %}{% for p in all limit:site.most.of %}", 7),
            ("{% for p in site.posts\n  limit: 6 %}", 6),
        ] {
            let feed = like_template(&format!("<feed>{loops}{{{{ p.content }}}}"));
            assert_eq!(
                (feed.limit, feed.content),
                (Some(Limit::Newest(limit)), Some(Content::Full)),
                "{loops}"
            );
        }
    }

    #[test]
    fn takes_a_category_or_tag() {
        for key in [".news", "['news']", "[\"news\"]"] {
            let of = |list: &str| like_template(&format!("<feed>{{% for p in site.{list}{key} limit: 3 %}}"));
            assert_eq!(of("categories").categories.0, ["news"]);
            assert_eq!(of("tags").tags.0, ["news"]);
            assert_eq!(of("tags").limit, Some(Limit::Newest(3)));
        }
    }

    #[test]
    fn takes_collections_beside_the_posts() {
        for list in
            ["site.releases | concat: site.posts | sort: 'date' | reverse", "site.releases|concat:site.posts"]
        {
            let feed = like_template(&format!(
                "<feed>{{%- assign all = {list} -%}}{{%- for p in all limit:4 -%}}{{{{ p.content }}}}"
            ));
            assert_eq!(feed.collections.0, ["releases", POSTS], "{list}");
            assert_eq!(feed.limit, Some(Limit::Newest(4)), "{list}");
        }
        for list in ["site.posts", "site.posts | concat: site.gone"] {
            let feed = like_template(&format!("<feed>{{% assign all = {list} %}}{{% for p in all %}}"));
            assert!(feed.collections.0.is_empty(), "{list}");
        }
    }

    #[test]
    fn leaves_what_it_cannot_tell() {
        for loops in ["site.posts limit: site.most", "posts", "site.categories[page.category] limit:3"] {
            let feed = like_template(&format!("<feed>{{% for p in {loops} %}}{{% endfor %}}</feed>"));
            assert_eq!(feed.limit, Some(Limit::default()), "{loops}");
            assert!(feed.categories.0.is_empty());
        }
        assert!(like_template("no feed, {% for p in site.posts %}").format.0.is_empty());
    }
}
