//! Whether the Liquid of a site's posts may ask for its data files.

use crate::site::model::Site;

/// What a text's Liquid may ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Asks {
    data: bool,
    includes: bool,
}

impl Site {
    /// Whether a post's Liquid, or an include that one may name, may ask for `site.data`. Only a site whose texts were
    /// kept can say no.
    pub(crate) fn asks_for_data(&self) -> bool {
        let mut found = Asks::default();
        for post in self.posts.iter().filter(|post| post.liquid) {
            let Some(text) = &post.text else { return true };
            let asks = asks(text.get(post.front_matter.body..).unwrap_or(""));
            found = Asks { data: found.data || asks.data, includes: found.includes || asks.includes };
        }
        found.data || found.includes && self.includes.values().any(|text| asks(text).data)
    }
}

/// Looks through the tags and outputs of a text, those in `raw` and `comment` left out.
fn asks(text: &str) -> Asks {
    let mut found = Asks::default();
    let mut rest = text;
    while let Some(start) = memchr::memchr(b'{', rest.as_bytes()) {
        let inner = rest.get(start + 1..).unwrap_or("");
        let is_tag = inner.starts_with('%');
        let Some(inner) = inner.strip_prefix(['%', '{']) else {
            rest = inner;
            continue;
        };
        let end = inner.find(if is_tag { "%}" } else { "}}" }).unwrap_or(inner.len());
        let construct = inner.get(..end).unwrap_or("");
        rest = inner.get(end..).unwrap_or("");
        if is_tag {
            let name = construct.trim_start_matches('-').trim_start();
            let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
            match name.get(..length).unwrap_or("") {
                name @ ("raw" | "comment") => {
                    let close = ["end", name].concat();
                    rest = rest.find(&close).and_then(|at| rest.get(at..)).unwrap_or("");
                    continue;
                }
                "if" | "for" | "assign" | "unless" | "case" | "when" | "elsif" | "capture" => {}
                // Of other tags not all are known to take nothing in.
                _ => found.includes = true,
            }
        }
        // A file beside the post may ask for anything.
        found.data |= names_data(construct) || construct.contains("include_relative");
    }
    found
}

/// Whether `site` stands in a construct for more than one of its other keys: `site.data`, `site[key]`, `site` alone.
fn names_data(construct: &str) -> bool {
    construct.match_indices("site").any(|(at, word)| {
        let behind = construct.get(at + word.len()..).unwrap_or("");
        let key = behind.strip_prefix('.').unwrap_or("");
        !key.starts_with(|c: char| c.is_ascii_alphabetic()) || key.starts_with("data")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_reach_the_data_asks_for_it() {
        for text in [
            "{{ site.data.team }}",
            "{% for x in site['data'] %}",
            "{% assign s = site %}",
            "{{site[key]}}",
            "{% include_relative x %}",
            "{% if site",
        ] {
            assert!(asks(text).data, "{text}");
        }
        for text in [
            "site.data",
            "{{ site.title }}",
            "{% raw %}{{ site.data }}{% endraw %} x",
            "{% link a.md %}",
            "{{ page.title }",
        ] {
            assert!(!asks(text).data, "{text}");
        }
        assert!(asks("{% include card.html %}").includes);
        assert!(!asks("{% if page.x %}{{ y }}").includes);
    }
}
