//! A feed as a row of `[[feeds]]`.

use serde::Serialize;

use crate::site::config::feeds::{Archive, Feed, Limit};
use crate::site::config::list::OneOrMany;
use crate::text::printable::toml_string;

/// The keys of a row with their values, each named once: all fields of [`Feed`] but those after `without`.
macro_rules! keys {
    ($feed:expr, $($key:literal: $field:ident => $value:expr,)* without $($rest:ident),*) => {{
        let Feed { $($field,)* $($rest: _),* } = $feed;
        [$(($key, $value)),*]
    }};
}

impl Feed {
    /// Returns the row of `[[feeds]]` that is read as this feed: every key that is set.
    #[must_use]
    pub fn to_row(&self) -> String {
        // A field that is neither written nor named after `without` does not compile.
        let keys = keys!(self,
            "name": name => one(name),
            "path": path => one(path),
            "format": format => list(format),
            "title": title => one(title),
            "description": description => one(description),
            "each": each => one(each),
            "sites": sites => list(sites),
            "categories": categories => list(categories),
            "exclude-categories": exclude_categories => list(exclude_categories),
            "tags": tags => list(tags),
            "exclude-tags": exclude_tags => list(exclude_tags),
            "authors": authors => list(authors),
            "exclude-authors": exclude_authors => list(exclude_authors),
            "collections": collections => list(collections),
            "exclude-collections": exclude_collections => list(exclude_collections),
            "languages": languages => list(languages),
            "exclude-languages": exclude_languages => list(exclude_languages),
            "paths": paths => list(paths),
            "exclude-paths": exclude_paths => list(exclude_paths),
            "titles": titles => list(titles),
            "exclude-titles": exclude_titles => list(exclude_titles),
            "since": since => one(since),
            "until": until => one(until),
            "where": condition => one(condition),
            "exclude-where": exclude_condition => one(exclude_condition),
            "limit": limit => limit.map(|limit| if limit == Limit::All { 0 } else { limit.most() }.to_string()),
            "max-bytes": max_bytes => max_bytes.map(|bytes| bytes.to_string()),
            "sort": sort => one(sort),
            "archive": archive => archive.and_then(archive_text),
            "complete": complete => complete.map(|complete| complete.to_string()),
            "rights": rights => one(rights),
            "icon": icon => one(icon),
            "logo": logo => one(logo),
            "style": style => one(style),
            "page": html_page => html_page.map(|page| page.to_string()),
            "podcast": podcast => podcast.as_ref().map(|podcast| podcast.is_on().to_string()),
            "feed-categories": feed_categories => list(feed_categories),
            "ttl": ttl => ttl.map(|minutes| minutes.to_string()),
            "skip-hours": skip_hours => (!skip_hours.is_empty()).then(|| format!("{skip_hours:?}")),
            "skip-days": skip_days => list(skip_days),
            "content": content => one(content),
            "content-urls": content_urls => one(content_urls),
            "strip": strip => list(strip),
            "guid": guid => one(guid),
            "redirect-links": redirect_links => one(redirect_links),
            "summary-length": summary_length => summary_length.map(|length| length.to_string()),
            "also": also => list(also),
            "hubs": hubs => list(hubs),
            "summary-words": summary_words => summary_words.map(|words| words.to_string()),
            "summary": summary => one(summary),
            "read-more": read_more => one(read_more),
            "before": before => one(before),
            "after": after => one(after),
            "replace": replace => replace.map(|replace| replace.to_string()),
            "min-entries": min_entries => min_entries.map(|entries| entries.to_string()),
            without year, key_value, origin, id, without, members, summary_replaces_content, page, shown, with
        );
        let set = keys.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", value?)));
        std::iter::once("[[feeds]]\n".to_owned()).chain(set).collect()
    }
}

fn archive_text(archive: Archive) -> Option<String> {
    match archive {
        Archive::Period(period) => text(&period),
        Archive::Entries(number) => Some(number.to_string()),
    }
}

/// A string, or what an enumeration's value is called in the configuration.
fn text<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(toml_string)
}

fn one<T: Serialize>(value: &Option<T>) -> Option<String> {
    value.as_ref().and_then(text)
}

fn list<T: Serialize>(values: &OneOrMany<T>) -> Option<String> {
    let values: Vec<String> = values.0.iter().filter_map(text).collect();
    (!values.is_empty()).then(|| format!("[{}]", values.join(", ")))
}

#[cfg(all(test, feature = "schema", feature = "where"))]
mod tests {
    use crate::site::config::{Config, schema};
    use crate::text::source::SourceFile;

    const ROW: &str = r#"[[feeds]]
name = "a \"b\" \\ {category}"
path = "f/{category}.{format}.{ext}"
format = ["rss", "json"]
title = "T\n[[lint.sites]]\u001b\u2028 {category}"
description = "D"
each = "category"
sites = ["../blog"]
categories = ["a", "b\u202e"]
exclude-categories = ["c"]
tags = ["d"]
exclude-tags = ["e"]
authors = ["f"]
exclude-authors = ["g"]
collections = ["posts", "h"]
exclude-collections = ["i"]
languages = ["en"]
exclude-languages = ["de"]
paths = ["a/*"]
exclude-paths = ["b/*"]
titles = ["T*"]
exclude-titles = ["*beta*"]
since = "2020-01-01"
until = "2030-01-01"
where = "post.title != \"x\""
exclude-where = "post.draft"
limit = 7
max-bytes = 99999
sort = "published"
archive = "year"
complete = false
rights = "CC BY 4.0"
icon = "/icon.png"
logo = "/logo.png"
style = "/feed.css"
page = true
podcast = true
feed-categories = ["news"]
ttl = 60
skip-hours = [0, 23]
skip-days = ["Saturday"]
content = "summary"
content-urls = "as-written"
strip = ["scripts", "ids"]
guid = "id"
redirect-links = "target"
summary-length = 80
also = ["old/{category}.{format}.{ext}"]
hubs = ["https://hub.example/"]
summary-words = 0
summary = "html"
read-more = "Continue"
before = "B"
after = "A\nC"
replace = true
min-entries = 1
"#;

    #[test]
    fn writes_every_key_as_it_is_read() {
        let schema = schema();
        for key in schema["$defs"]["Feed"]["properties"].as_object().unwrap().keys() {
            assert!(ROW.contains(&format!("\n{key} = ")), "{key}");
        }
        let config = Config::parse(&SourceFile::new("feedwright.toml", ROW)).unwrap();
        assert_eq!(config.feeds[0].to_row(), ROW);
        let all = Config::parse(&SourceFile::new("feedwright.toml", "[[feeds]]\nlimit = 0\n")).unwrap();
        assert_eq!(all.feeds[0].to_row(), "[[feeds]]\nlimit = 0\n");
    }
}
