//! Feeds that a site's own code writes as text or as JSON, without `@astrojs/rss`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::markup::javascript::{Entries, Object, Reader, Value};
use crate::site::conventions::astro::outside::Outside;
use crate::site::conventions::astro::placeholder::HTML;
use crate::site::conventions::programs::{Given, Modules, mapped};
use crate::text::html::text::unescape;

/// The lists of entries that code joins into text.
#[derive(Default)]
pub(super) struct Lists {
    found: Mutex<Vec<Entries>>,
    /// Whether unknown parts of text are left open: by default the whole text is unknown.
    leaves_open: AtomicBool,
}

/// The placeholder of an unknown part of text.
const OPEN: &str = "\u{e002}";

/// The placeholder, when a program asks for it.
fn open(name: &str) -> Option<Value> {
    (name == "template.unknown").then(|| Value::Text(OPEN.to_owned()))
}

/// Encloses the number of a list in the text that is made of it.
const MARK: char = '\u{e001}';

/// Encloses the placeholder of an entry's HTML.
const ENCLOSING: char = '\u{e000}';

impl Lists {
    /// What a call of the code returns: for the text of all entries, what stands for it.
    pub(super) fn called(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        if let Some(open) = open(name) {
            return Some(open).filter(|_| self.leaves_open.load(Ordering::Relaxed));
        }
        match (name, arguments.first()?) {
            ("entries.join", Value::Entries(list)) => {
                let mut lists = self.found.lock().ok()?;
                lists.push(list.clone());
                Some(Value::Text(format!("{MARK}{}{MARK}", lists.len() - 1)))
            }
            ("JSON.stringify" | "Response.json", feed @ Value::Object(_)) if feed.get("items").is_some() => {
                Some(feed.clone())
            }
            _ => None,
        }
    }

    /// Leaves unknown parts open from now on.
    pub(super) fn leave_open(&self) {
        self.leaves_open.store(true, Ordering::Relaxed);
    }

    /// The list whose placeholder is in `text`.
    fn of(&self, text: &str) -> Option<Entries> {
        let number: usize = text.split(MARK).nth(1)?.parse().ok()?;
        self.found.lock().ok()?.get(number).cloned()
    }
}

/// The format of the feed in `text`.
pub(super) fn format_in(text: &str) -> Option<&'static str> {
    let starts = [("<rss", "rss"), ("<feed", "atom"), ("jsonfeed.org/version", "json")];
    starts.into_iter().find(|(start, _)| text.contains(start)).map(|(_, format)| format)
}

/// What the code of a feed returns: the feed's own elements, its entries where they can be told, and its format, empty for what
/// is no feed; nothing where that cannot be told.
pub(super) fn written(
    returned: &Value,
    lists: &Lists,
    format: &'static str,
) -> Option<(Object, Option<Entries>, &'static str)> {
    match returned {
        Value::Text(text) => {
            let format = format_in(text).unwrap_or("");
            let entries = text.find(['\u{e001}']).unwrap_or(text.len());
            let starts = ["<item", "<entry"].iter().filter_map(|start| text.find(start));
            let head = text.get(..starts.fold(entries, usize::min))?;
            let mut options = Object::default();
            let mut set = |key: &str, value: Option<String>| {
                if let Some(value) = value.filter(|value| key == "customData" || !value.contains(OPEN)) {
                    options.set(key, Value::Text(value), 0);
                }
            };
            set("title", element(head, "title"));
            set("description", element(head, "description").or_else(|| element(head, "subtitle")));
            set("site", link(head));
            set("customData", Some(head.to_owned()));
            options.set("trailingSlash", Value::Bool(false), 0);
            Some((options, lists.of(text), format))
        }
        Value::Object(feed) if format == "json" => {
            let mut options = Object::default();
            for (key, own) in [("title", "title"), ("description", "description"), ("site", "home_page_url")]
            {
                if let Some(value) = feed.get(own) {
                    options.set(key, value.clone(), 0);
                }
            }
            options.set("trailingSlash", Value::Bool(false), 0);
            let items = match feed.get("items") {
                Some(Value::Entries(entries)) => Some(entries.clone()),
                _ => None,
            };
            Some((options, items, "json"))
        }
        _ => None,
    }
}

/// What the program of a list makes of an entry, with unknown parts of text left open.
pub(super) fn made_of(
    reader: &mut Reader<'_>,
    outside: &Outside,
    list: &Entries,
    entry: &Given,
) -> Option<Object> {
    let made = mapped(reader, list, entry)?;
    if !matches!(made, Value::Unknown) {
        return item(made);
    }
    let again = |modules: &Modules<'_>| {
        let calls = |name: &str, arguments: &[Value]| open(name).or_else(|| (modules.calls)(name, arguments));
        mapped(&mut Reader::new(&Modules { calls: &calls, ..*modules }), list, entry)
    };
    item(outside.with(None, &[], again)?)
}

/// What else an entry has than its text: of a collection, or of a file.
const OF_ENTRIES: [&str; 11] = [
    "collection",
    "data",
    "digest",
    "file",
    "filePath",
    "frontmatter",
    "id",
    "render",
    "rendered",
    "slug",
    "url",
];

/// The text that a feed's code puts before and after that of each entry; nothing where there is none, or it has a part of the entry.
pub(super) fn frame(outside: &Outside, list: &Entries) -> Option<(String, String)> {
    let mut entry = Object::default();
    for key in OF_ENTRIES {
        entry.set(key, Value::Unknown, 0);
    }
    entry.set("body", Value::Text(HTML.to_owned()), 0);
    let given = Given { source: list.sources.first()?.name.clone(), value: Value::Object(entry) };
    let made = |modules: &Modules<'_>| made_of(&mut Reader::new(modules), outside, list, &given);
    let item = outside.with(None, &[], made)?;
    let (before, after) = item.get("content")?.as_text()?.split_once(HTML)?;
    let is_whole = ![before, after].iter().any(|part| part.contains(OPEN) || part.contains(ENCLOSING));
    (is_whole && before.len() + after.len() > 0).then(|| (before.to_owned(), after.to_owned()))
}

/// An entry of a time, for the functions that put entries in order.
pub(super) fn dated(milliseconds: i64) -> Value {
    let mut data = Object::default();
    for key in [
        "pubDate",
        "date",
        "pubDatetime",
        "publishDate",
        "publishedDate",
        "published",
        "publicationDate",
        "datePublished",
    ] {
        data.set(key, Value::Time(milliseconds), 0);
    }
    let mut entry = Object::default();
    entry.set("data", Value::Object(data), 0);
    entry.set("body", Value::Text(HTML.to_owned()), 0);
    Value::Object(entry)
}

/// What code makes of an entry, in the words of `@astrojs/rss`.
fn item(made: Value) -> Option<Object> {
    match made {
        Value::Text(text) => of_text(&text),
        Value::Object(item)
            if ["url", "content_html", "date_published"].iter().any(|key| item.get(key).is_some()) =>
        {
            Some(of_json(item))
        }
        Value::Object(item) => Some(item),
        _ => None,
    }
}

/// An item of JSON Feed.
fn of_json(item: Object) -> Object {
    let mut own = item.clone();
    for (key, names) in [
        ("link", &["url", "id"][..]),
        ("pubDate", &["date_published"]),
        ("description", &["summary"]),
        ("content", &["content_html", "content_text"]),
        ("categories", &["tags"]),
    ] {
        let value = names.iter().find_map(|name| item.get(name)).filter(|_| item.get(key).is_none());
        if let Some(value) = value {
            own.set(key, value.clone(), 0);
        }
    }
    own
}

/// An `<item>` of RSS or an `<entry>` of Atom.
fn of_text(text: &str) -> Option<Object> {
    if !text.contains("<item") && !text.contains("<entry") {
        return None;
    }
    let mut item = Object::default();
    let mut set = |key: &str, value: Option<String>| {
        match value {
            Some(value) if !value.contains(OPEN) => item.set(key, Value::Text(value), 0),
            // That there is one can be told.
            Some(_) if matches!(key, "content" | "description") => item.set(key, Value::Unknown, 0),
            _ => {}
        }
    };
    set("title", element(text, "title"));
    set("link", link(text));
    set("id", element(text, "guid").or_else(|| element(text, "id")));
    let dates = ["pubDate", "published", "updated", "dc:date"];
    set("pubDate", dates.iter().find_map(|name| element(text, name)));
    let description = element(text, "description").or_else(|| element(text, "summary"));
    let whole = element(text, "content:encoded").or_else(|| element(text, "content"));
    let is_whole = description.as_ref().is_some_and(|text| text.contains(ENCLOSING));
    set("content", whole.or_else(|| description.clone().filter(|_| is_whole)));
    set("description", description.filter(|_| !is_whole));
    let author = element(text, "dc:creator").or_else(|| element(&element(text, "author")?, "name"));
    set("author", author.or_else(|| element(text, "author")));
    let categories = text.split("<category").skip(1).filter_map(|after| {
        let (tag, rest) = after.split_once('>')?;
        attribute(tag, "term").or_else(|| Some(plain(rest.split_once("</category>")?.0)))
    });
    let is_known = |name: &String| !name.contains(OPEN);
    let categories: Vec<Value> = categories.filter(is_known).map(Value::Text).collect();
    if !categories.is_empty() {
        item.set("categories", Value::List(categories.into()), 0);
    }
    Some(item)
}

/// The address of a link: the text of RSS's element, the attribute of Atom's.
fn link(text: &str) -> Option<String> {
    let of_atom = |after: &str| {
        let tag = after.get(..after.find('>')?)?;
        let leads_to_page = attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
        attribute(tag, "href").filter(|_| leads_to_page)
    };
    element(text, "link").or_else(|| text.split("<link").skip(1).find_map(of_atom))
}

/// The text of an element with any attributes.
fn element(text: &str, name: &str) -> Option<String> {
    let open = format!("<{name}");
    let after = text
        .match_indices(&open)
        .filter_map(|(at, _)| text.get(at + open.len()..))
        .find(|after| after.starts_with(['>', ' ', '\n']))?;
    let (tag, rest) = after.split_once('>')?;
    if tag.ends_with('/') {
        return None;
    }
    Some(plain(rest.split_once(&format!("</{name}>"))?.0)).filter(|text| !text.is_empty())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!("{name}="))?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(inner, _)| unescape(inner).into_owned())
}

fn plain(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
    inner.map_or_else(|| unescape(text).into_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_entries_are_items() {
        let text = "<entry><title>A &amp; B</title><link rel=\"self\" href=\"/s\"/><link href=\"/a/\"/><id>tag:a</id>\
            <updated>2024-01-02</updated><category term=\"x\"/><author><name>Ada</name></author></entry>";
        let item = item(Value::Text(text.to_owned())).unwrap();
        let shown = |key: &str| item.get(key).and_then(Value::to_text).unwrap_or_default();
        let shown = ["title", "link", "id", "pubDate", "categories", "author", "content"].map(shown);
        assert_eq!(shown, ["A & B", "/a/", "tag:a", "2024-01-02", "x", "Ada", ""]);
        let text = format!("<item><link>{OPEN}</link><description>a {OPEN}</description></item>");
        let open = super::item(Value::Text(text)).unwrap();
        assert!(open.get("link").is_none() && matches!(open.get("description"), Some(Value::Unknown)));
        assert!(super::item(Value::Text("<url>".to_owned())).is_none());
    }
}
