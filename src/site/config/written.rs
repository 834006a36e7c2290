//! A feed as a row of `[[feeds]]`.

use serde::Serialize;

use crate::site::config::feeds::{Archive, Feed, Limit};
use crate::site::config::list::OneOrMany;
use crate::text::printable::toml_string;

impl Feed {
    /// Returns the row of `[[feeds]]` that is read as this feed: every key that is set.
    #[must_use]
    pub fn to_row(&self) -> String {
        // Each key by name, so that a new one cannot be forgotten here.
        let Self {
            name,
            path,
            format,
            title,
            description,
            each,
            categories,
            exclude_categories,
            tags,
            exclude_tags,
            authors,
            exclude_authors,
            collections,
            exclude_collections,
            languages,
            exclude_languages,
            paths,
            exclude_paths,
            titles,
            exclude_titles,
            since,
            until,
            condition,
            exclude_condition,
            limit,
            max_bytes,
            sort,
            archive,
            complete,
            rights,
            icon,
            logo,
            style,
            feed_categories,
            ttl,
            skip_hours,
            skip_days,
            content,
            content_urls,
            strip,
            guid,
            redirect_links,
            summary_length,
            also,
            hubs,
            summary_words,
            summary,
            read_more,
            before,
            after,
            replace,
            min_entries,
            year: _,
            key_value: _,
            origin: _,
            id: _,
            without: _,
            members: _,
            summary_replaces_content: _,
            page: _,
        } = self;
        let keys = [
            ("name", one(name)),
            ("path", one(path)),
            ("format", list(format)),
            ("title", one(title)),
            ("description", one(description)),
            ("each", one(each)),
            ("categories", list(categories)),
            ("exclude-categories", list(exclude_categories)),
            ("tags", list(tags)),
            ("exclude-tags", list(exclude_tags)),
            ("authors", list(authors)),
            ("exclude-authors", list(exclude_authors)),
            ("collections", list(collections)),
            ("exclude-collections", list(exclude_collections)),
            ("languages", list(languages)),
            ("exclude-languages", list(exclude_languages)),
            ("paths", list(paths)),
            ("exclude-paths", list(exclude_paths)),
            ("titles", list(titles)),
            ("exclude-titles", list(exclude_titles)),
            ("since", one(since)),
            ("until", one(until)),
            ("where", one(condition)),
            ("exclude-where", one(exclude_condition)),
            ("limit", limit.map(|limit| if limit == Limit::All { 0 } else { limit.most() }.to_string())),
            ("max-bytes", max_bytes.map(|bytes| bytes.to_string())),
            ("sort", one(sort)),
            ("archive", archive.and_then(archive_text)),
            ("complete", complete.map(|complete| complete.to_string())),
            ("rights", one(rights)),
            ("icon", one(icon)),
            ("logo", one(logo)),
            ("style", one(style)),
            ("feed-categories", list(feed_categories)),
            ("ttl", ttl.map(|minutes| minutes.to_string())),
            ("skip-hours", (!skip_hours.is_empty()).then(|| format!("{skip_hours:?}"))),
            ("skip-days", list(skip_days)),
            ("content", one(content)),
            ("content-urls", one(content_urls)),
            ("strip", list(strip)),
            ("guid", one(guid)),
            ("redirect-links", one(redirect_links)),
            ("summary-length", summary_length.map(|length| length.to_string())),
            ("also", list(also)),
            ("hubs", list(hubs)),
            ("summary-words", summary_words.map(|words| words.to_string())),
            ("summary", one(summary)),
            ("read-more", one(read_more)),
            ("before", one(before)),
            ("after", one(after)),
            ("replace", replace.map(|replace| replace.to_string())),
            ("min-entries", min_entries.map(|entries| entries.to_string())),
        ];
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
