//! What a template may ask its site for, to tell whether it lacks a file that cannot be read.

use crate::markup::constructs::evaluated;
use crate::site::includes::Includes;
use crate::site::model::{Site, UnreadPart};
use crate::site::post::POSTS;
use crate::site::tree::TreeError;
use crate::text::pieces::Part as _;

/// What a template may ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Needs {
    /// The keys of `site` that it names.
    keys: Vec<String>,
    /// Whether it may ask for anything: by `site[key]`.
    anything: bool,
    /// Whether it includes files by names that it makes.
    includes_any: bool,
    /// Its tags `link` and `post_url`.
    links: Vec<String>,
    /// Whether it needs for the post before or after it.
    neighbours: bool,
}

impl Site {
    /// The first file, and why it cannot be read, of those that a template may ask for. A place in the file follows
    /// its path.
    pub(crate) fn lacking(&self, template: &str) -> Option<TreeError> {
        let posts = || self.unreadable.iter().filter(|post| post.stops_feeds);
        if self.unread.is_empty() && posts().next().is_none() {
            return None;
        }
        let mut needs = Needs::default();
        needs.add(template);
        if let Some(around) = &self.surroundings {
            let included = Includes::new(around).within(template);
            included.iter().for_each(|(_, text)| needs.add(text));
            if needs.includes_any {
                around.includes.values().flatten().for_each(|include| needs.add(include));
            }
        }
        let posts = posts().filter(|post| {
            needs.neighbours
                || needs.links_to(&post.path)
                || needs.names(&[
                    POSTS,
                    "related_posts",
                    "categories",
                    "tags",
                    "documents",
                    "collections",
                    &post.collection,
                ])
        });
        let others = self.unread.iter().filter(|unread| match unread.part {
            UnreadPart::Authors | UnreadPart::Data => needs.names(&["data"]),
            UnreadPart::Page => {
                needs.links_to(&unread.problem.path)
                    || needs.names(&["pages", "html_pages", "html_files", "static_files"])
            }
        });
        let mut all = posts
            .map(|post| (&post.problem, post.position))
            .chain(others.map(|unread| (&unread.problem, unread.position)));
        all.next().map(|(problem, position)| TreeError {
            path: format!("{}:{position}", problem.path),
            reason: problem.message.clone(),
            missing: false,
        })
    }
}

impl Needs {
    fn names(&self, keys: &[&str]) -> bool {
        self.anything || self.keys.iter().any(|key| keys.contains(&key.as_str()))
    }

    /// Returns whether a tag may name this file: `link` by its path, `post_url` by its name without extension.
    fn links_to(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let may_name = |link: &String| {
            let name = if link.contains("post_url") { stem } else { path };
            link.contains(name) || link.contains("{{")
        };
        self.links.iter().any(may_name)
    }

    /// Adds what the tags and outputs of a template ask for.
    fn add(&mut self, text: &str) {
        for construct in evaluated(text) {
            match construct.name {
                "link" | "post_url" => self.links.push(construct.span.of(text).to_owned()),
                // The template may make any name.
                "include" => {
                    let name = construct.markup.split_whitespace().next();
                    self.includes_any |= name.is_none_or(|name| name.contains(['{', '"', '\'']));
                }
                _ => {}
            }
            let markup = construct.markup;
            self.neighbours |= markup.contains(".next") || markup.contains(".previous");
            self.add_keys(markup);
        }
    }

    /// The keys of `site` in a construct; `site[key]` and `site` alone may be any.
    fn add_keys(&mut self, construct: &str) {
        for (at, word) in construct.match_indices("site") {
            let behind = construct.part(at + word.len()..);
            let key = behind.strip_prefix('.').unwrap_or("");
            let length = key
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
                .unwrap_or(key.len());
            match key.part(..length) {
                "" => self.anything = true,
                key => self.keys.push(key.to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(text: &str) -> Needs {
        let mut needs = Needs::default();
        needs.add(text);
        needs
    }

    #[test]
    fn only_what_may_reach_the_data_asks_for_it() {
        for text in [
            "{{ site.data.team }}",
            "{% for x in site['data'] %}",
            "{% assign s = site %}",
            "{{site[key]}}",
            "{% if site",
        ] {
            assert!(needs(text).names(&["data"]), "{text}");
        }
        for text in [
            "site.data",
            "{{ site.title }}",
            "{% raw %}{{ site.data }}{% endraw %} x",
            "{% link a.md %}",
            "{{ page.title }",
        ] {
            assert!(!needs(text).names(&["data"]), "{text}");
        }
        assert!(!needs("{% include card.html a=b %}").includes_any);
        assert!(needs("{% include {{ page.card }} %}").includes_any);
        assert!(!needs("{% if page.x %}{{ y }}{% card %}").includes_any);
        assert!(needs("{% link _notes/a.md %}").links_to("_notes/a.md"));
        assert!(needs("{% link {{ page.to }} %}").links_to("_notes/a.md"));
        assert!(needs("{% post_url 2024-01-01-a %}").links_to("_posts/2024-01-01-a.md"));
        assert!(!needs("{% link _notes/b.md %}{% post_url 2024-01-02-b %}").links_to("_notes/a.md"));
        assert!(needs("{{ page.next.title }}").neighbours);
    }
}
