//! What Liquid may ask a site for.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::markup::front_matter;
use crate::markup::liquid::{Content, Gists, Globals, Object, Value};
use crate::markup::markdown;
use crate::site::model::{Environment, Page, Site, StaticFile};
use crate::site::post::{POSTS, Post};
use crate::text::pieces::{Part as _, Pieces as _};

impl Globals for Site {
    fn variable(&self, name: &str) -> Option<Value<'_>> {
        match name {
            "site" => Some(Value::Object(self)),
            "jekyll" => Some(Value::Object(&self.settings.environment)),
            _ => None,
        }
    }

    fn include(&self, path: &str) -> Result<Option<&str>, &str> {
        let Some(surroundings) = &self.surroundings else { return Ok(None) };
        let includes = &surroundings.includes;
        if let Some(found) = includes.get(path) {
            return found.as_deref().map(Some).map_err(String::as_str);
        }
        // A folder that cannot be read: the whole of `_includes` has no name below itself.
        let folders = path.match_indices('/').map(|(at, _)| path.part(..=at));
        let unread = std::iter::once("").chain(folders).find_map(|folder| includes.get(folder));
        unread.map_or(Ok(None), |unread| unread.as_deref().map(|_| None).map_err(String::as_str))
    }

    fn gists(&self) -> Option<Gists> {
        self.settings.gists
    }

    fn adds_variables(&self) -> bool {
        self.own_changes.variables || self.settings.convention.own_plugins.is_none()
    }

    fn is_plain_filter(&self, name: &str) -> bool {
        self.own_changes.plain_filters.iter().any(|filter| filter == name)
    }

    fn is_set_by_plugins(&self, content: Content, name: &str) -> bool {
        self.own_changes.keys.iter().any(|(of, key)| *of == content && key == name)
    }

    fn is_plain_tag(&self, name: &str) -> bool {
        self.own_changes.plain_tags.iter().any(|tag| tag == name)
    }

    fn post_url(&self, name: &str) -> Option<String> {
        let name = name.trim().trim_start_matches('/');
        let posts = || self.posts.iter().filter(|post| post.is_post());
        // An older way that Jekyll still allows: any folder, as long as date and slug are the same.
        let file = name.rsplit('/').next().unwrap_or(name);
        let same_file = || posts().filter(|post| stem(&post.path).rsplit('/').next() == Some(file));
        let named = same_file()
            .find(|post| without_posts_folder(post.relative_path()) == name)
            .or_else(|| same_file().next());
        named.map(|post| post.url.clone())
    }

    fn link(&self, path: &str) -> Option<String> {
        let path = path.trim().trim_start_matches('/');
        let post = self.posts.iter().find(|post| post.relative_path() == path).map(|post| post.url.clone());
        let surroundings = self.surroundings.as_ref();
        let page = || {
            surroundings?.pages.iter().find(|page| page.relative_path() == path).map(|page| page.url.clone())
        };
        let file = || {
            surroundings?.files.iter().find(|file| file.relative_path() == path).map(|file| file.url.clone())
        };
        post.or_else(page).or_else(file)
    }

    fn zone(&self) -> Tz {
        self.settings.zone
    }

    fn url(&self) -> Option<&str> {
        self.settings.url.as_deref()
    }

    fn baseurl(&self) -> Option<&str> {
        Some(&self.settings.baseurl)
    }

    fn base_of_tags(&self, before: &str) -> Option<&str> {
        Some(self.settings.base_of_tags(before))
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.settings.now
    }

    fn markdown(&self) -> &markdown::Options {
        &self.settings.markdown
    }
}

/// A post's path as `post_url` names it: without `_posts` and its ending.
fn without_posts_folder(path: &str) -> Cow<'_, str> {
    let path = stem(path);
    match path.strip_prefix("_posts/") {
        Some(path) => Cow::Borrowed(path),
        None => Cow::Owned(path.replacen("/_posts/", "/", 1)),
    }
}

/// A path without its ending.
fn stem(path: &str) -> &str {
    path.rfind('.').and_then(|at| path.get(..at)).unwrap_or(path)
}

/// `site` in a template.
impl Object for Site {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        let surroundings = || self.surroundings.iter();
        match key {
            POSTS => Some(self.documents(POSTS)),
            "pages" | "html_pages" => Some(
                surroundings().flat_map(|around| &around.pages).map(|page| Value::Object(page)).collect(),
            ),
            "static_files" => Some(
                surroundings().flat_map(|around| &around.files).map(|file| Value::Object(file)).collect(),
            ),
            "documents" => {
                let read = self.posts.iter().filter(|post| post.is_read());
                Some(read.map(|post| Value::Object(&**post)).collect())
            }
            "collections" => Some(self.collections()),
            "data" => surroundings().next().map(|around| Value::Object(&around.data_files)),
            "time" => Some(Value::Time(self.settings.now)),
            "categories" => Some(self.grouped(|post| &post.categories)),
            "tags" => Some(self.grouped(|post| &post.tags)),
            "baseurl" => Some(Value::from(self.settings.baseurl.as_str())),
            _ if self.settings.collections.contains_key(key) => Some(self.documents(key)),
            _ => match self.settings.data.get(key) {
                Some(node) => Some(Value::from(&node.value)),
                None => unsaid(key),
            },
        }
    }

    fn keys(&self) -> Vec<&str> {
        let own = [POSTS, "pages", "static_files", "data", "time", "categories", "tags"];
        own.into_iter().chain(self.settings.data.iter().map(|entry| entry.key.as_str())).collect()
    }
}

/// Jekyll's default configuration (jekyll: `configuration.rb`).
fn unsaid(key: &str) -> Option<Value<'static>> {
    Some(match key {
        "markdown" => Value::from("kramdown"),
        "highlighter" => Value::from("rouge"),
        "permalink" => Value::from("date"),
        "encoding" => Value::from("utf-8"),
        "excerpt_separator" => Value::from("\n\n"),
        "data_dir" => Value::from("_data"),
        "includes_dir" => Value::from("_includes"),
        "layouts_dir" => Value::from("_layouts"),
        "paginate_path" => Value::from("/page:num"),
        "limit_posts" => Value::Int(0),
        "future" | "unpublished" | "safe" | "incremental" | "strict_front_matter" | "lsi" | "quiet" => {
            Value::Bool(false)
        }
        _ => return None,
    })
}

/// The order of two documents by a key of their front matter: numbers, then times and strings, then those without it.
#[must_use]
pub(crate) fn by_key(a: &Post, b: &Post, key: &str) -> Ordering {
    let rank = |value: &Value<'_>| match value {
        Value::Int(_) | Value::Float(_) => 0,
        Value::Date(_) => 1,
        Value::Time(_) => 2,
        Value::Text(_) => 3,
        Value::Nil => 5,
        _ => 4,
    };
    let number = |value: &Value<'_>| match value {
        Value::Int(number) => *number as f64,
        Value::Float(number) => *number,
        _ => 0.0,
    };
    let (a, b) = (a.get(key).unwrap_or_default(), b.get(key).unwrap_or_default());
    rank(&a).cmp(&rank(&b)).then_with(|| match (&a, &b) {
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        _ => number(&a).total_cmp(&number(&b)),
    })
}

impl Site {
    /// The documents of a collection: posts the newest first, others in the order of their dates.
    fn documents(&self, collection: &str) -> Value<'_> {
        let members = self.in_order(collection).into_iter().map(|post| Value::Object(post));
        if collection == POSTS { members.rev().collect() } else { members.collect() }
    }

    /// The documents of a collection as Jekyll keeps them: the oldest first, on one date by path.
    pub(super) fn in_order(&self, collection: &str) -> Vec<&Post> {
        let members = self
            .posts
            .iter()
            .rev()
            .map(|post| &**post)
            .filter(|post| &*post.collection == collection && post.is_read());
        let mut members: Vec<&Post> = members.collect();
        for same in members.chunk_by_mut(|a, b| a.date == b.date).filter(|same| same.len() > 1) {
            same.sort_by(|a, b| a.path.cmp(&b.path));
        }
        if let Some(key) = self.settings.sort_key(collection) {
            members.sort_by(|a, b| by_key(a, b, key));
        }
        members
    }

    /// `site.collections`: what the configuration says of each, and its documents.
    fn collections(&self) -> Value<'_> {
        let configured = self.settings.data.get("collections").map(|node| &node.value);
        let one = |(label, output): (&'_ String, &bool)| {
            let mut parts = vec![
                (Cow::Borrowed("label"), Value::from(label.clone())),
                (Cow::Borrowed("docs"), self.documents(label)),
                (Cow::Borrowed("output"), Value::Bool(*output)),
                (Cow::Borrowed("relative_directory"), Value::from(format!("_{label}"))),
            ];
            if let Some(front_matter::Value::Map(all)) = configured
                && let Some(front_matter::Value::Map(own)) = all.get(label).map(|node| &node.value)
            {
                let others = own.iter().filter(|entry| entry.key != "output");
                parts.extend(others.map(|e| (Cow::Borrowed(e.key.as_str()), Value::from(&e.value.value))));
            }
            Value::Record(parts.into())
        };
        self.settings.collections.iter().map(one).collect()
    }

    /// The posts by each of the names that they are put under: the names as the oldest posts bring them up, under each
    /// the newest post first.
    fn grouped<'s>(&'s self, names: impl Fn(&'s Post) -> &'s [String]) -> Value<'s> {
        let mut groups: Vec<(&str, Vec<Value<'s>>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for post in self.in_order(POSTS) {
            for name in names(post) {
                let place = *places.entry(name).or_insert(groups.len());
                match groups.get_mut(place) {
                    Some((_, members)) => members.push(Value::Object(post)),
                    None => groups.push((name, vec![Value::Object(post)])),
                }
            }
        }
        let parts = groups
            .into_iter()
            .map(|(name, members)| (Cow::Borrowed(name), members.into_iter().rev().collect()));
        Value::Record(parts.collect::<Vec<_>>().into())
    }
}

fn texts<'s>(texts: &'s [String]) -> Value<'s> {
    texts.iter().map(|text| Value::from(text.as_str())).collect()
}

/// A post or document in a template, and `page` in its own text.
impl Object for Post {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        Some(match key {
            "title" => Value::from(self.title.as_str()),
            "url" => Value::from(self.url.as_str()),
            "id" => {
                let folder = self.url.trim_end_matches('/').rfind('/').and_then(|at| self.url.get(..at));
                let folder = folder.unwrap_or_default();
                Value::from(format!("{folder}/{}", self.slug))
            }
            "slug" => Value::from(&*self.slug),
            "path" | "relative_path" => Value::from(self.relative_path()),
            "collection" => Value::from(&*self.collection),
            "date" => Value::Time(self.date),
            "categories" => texts(&self.categories),
            "tags" => texts(&self.tags),
            "draft" => Value::Bool(self.draft),
            "ext" => Value::from(self.path.rfind('.').and_then(|at| self.path.get(at..)).unwrap_or_default()),
            // Of a document the author's own comes first, of a page the file's (jekyll: `document_drop.rb`, `page.rb`).
            "name" if !matches!(Object::get(&self.data, key), None | Some(Value::Nil)) => {
                return Object::get(&self.data, key);
            }
            "name" => Value::from(
                Path::new(&*self.path).file_name().and_then(|name| name.to_str()).unwrap_or_default(),
            ),
            _ => return Object::get(&self.data, key),
        })
    }

    fn keys(&self) -> Vec<&str> {
        let own = ["title", "url", "id", "slug", "path", "collection", "date", "categories", "tags", "draft"];
        let data = self.data.iter().map(|entry| entry.key.as_str()).filter(|key| !own.contains(key));
        own.into_iter().chain(data).collect()
    }

    fn document(&self) -> Option<&str> {
        Some(&self.path)
    }

    fn content(&self) -> Option<Content> {
        Some(Content::Document)
    }
}

impl Object for Page {
    fn content(&self) -> Option<Content> {
        Some(Content::Page)
    }

    fn get(&self, key: &str) -> Option<Value<'_>> {
        Some(match key {
            "url" => Value::from(self.url.as_str()),
            "path" => Value::from(self.relative_path()),
            "name" => Value::from(
                Path::new(&*self.path).file_name().and_then(|name| name.to_str()).unwrap_or_default(),
            ),
            _ => return Object::get(&self.data, key),
        })
    }

    fn keys(&self) -> Vec<&str> {
        ["url", "path", "name"].into_iter().chain(self.data.iter().map(|entry| entry.key.as_str())).collect()
    }
}

impl Object for StaticFile {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        let name = self.url.after_last('/');
        let (basename, extension) = name.split_at(name.rfind('.').unwrap_or(name.len()));
        Some(match key {
            "path" => Value::from(self.url.as_str()),
            "name" => Value::from(name),
            "basename" => Value::from(basename),
            "extname" => Value::from(extension),
            _ => return None,
        })
    }

    fn keys(&self) -> Vec<&str> {
        vec!["path", "name", "basename", "extname"]
    }
}

/// `jekyll` in a template.
impl Object for Environment {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        match key {
            "environment" => Some(Value::from(self.name.as_str())),
            "version" => Some(Value::from("4.4.1")),
            _ => None,
        }
    }

    fn keys(&self) -> Vec<&str> {
        vec!["environment", "version"]
    }
}
