//! What shortcodes see of the site: the page, parameters, other pages.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::markup::front_matter::Value;
use crate::markup::markdown;
use crate::site::Site;
use crate::site::conventions::hugo::references::{References, Target};
use crate::site::conventions::hugo::shortcodes::partials::Partials;
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::site::conventions::hugo::summary::inline;
use crate::site::conventions::hugo::values::at;
use crate::site::conventions::inlines::Inlines;
use crate::site::post::Post;
use crate::text::bounded::added;
use crate::text::budget::Budget;
use crate::text::url::folder_of_page;

/// The page that a shortcode is on.
pub(in crate::site::conventions::hugo) struct Scope<'a> {
    pub(in crate::site::conventions::hugo) site: &'a Site,
    pub(in crate::site::conventions::hugo) post: &'a Post,
    pub(in crate::site::conventions::hugo) references: &'a References,
    /// What templates call by name.
    pub(in crate::site::conventions::hugo) partials: &'a Partials,
    /// How Markdown is written.
    pub(in crate::site::conventions::hugo) markdown: &'a markdown::Options,
    /// What is read in Markdown beside its elements.
    pub(in crate::site::conventions::hugo) inlines: &'a Inlines,
    /// What the templates of the page keep for each other.
    pub(in crate::site::conventions::hugo) store: Store,
    /// How much they may do: shortcodes, partials and hooks.
    pub(in crate::site::conventions::hugo) budget: Budget,
}

/// Values that templates keep by name.
#[derive(Debug, Default)]
pub(in crate::site::conventions::hugo) struct Store(RefCell<BTreeMap<String, ShortcodeValue>>);

impl Store {
    /// What a method returns: those that keep something write nothing.
    pub(super) fn kept(
        &self,
        method: &str,
        arguments: &[ShortcodeValue],
        budget: &Budget,
    ) -> Option<ShortcodeValue> {
        let name = arguments.first()?.text();
        let mut values = self.0.borrow_mut();
        // What is added to is made anew.
        budget.spend(values.get(&name).map_or(0, ShortcodeValue::count))?;
        match method {
            "Get" => return Some(values.get(&name).cloned().unwrap_or(ShortcodeValue::Nothing)),
            "Set" => _ = values.insert(name, arguments.get(1)?.clone()),
            "Delete" => _ = values.remove(&name),
            "Add" => {
                let more = arguments.get(1)?.clone();
                let sum = match (values.remove(&name), more) {
                    (None, more) => more,
                    (Some(ShortcodeValue::Number(one)), ShortcodeValue::Number(other)) => {
                        ShortcodeValue::Number(one.checked_add(other)?)
                    }
                    (Some(ShortcodeValue::List(list)), ShortcodeValue::List(more)) => {
                        ShortcodeValue::List(list.iter().chain(more.iter()).cloned().collect())
                    }
                    (Some(ShortcodeValue::List(list)), one) => {
                        ShortcodeValue::List(list.iter().cloned().chain([one]).collect())
                    }
                    (Some(ShortcodeValue::Text(one)), other) => {
                        ShortcodeValue::Text(added(one, &other.text())?)
                    }
                    _ => return None,
                };
                values.insert(name, sum);
            }
            _ => {
                let (key, value) = (arguments.get(1)?.text(), arguments.get(2)?.clone());
                let map = values.entry(name).or_insert_with(|| ShortcodeValue::Map([].into()));
                let ShortcodeValue::Map(entries) = map else { return None };
                let others = entries.iter().filter(|(known, _)| *known != key).cloned();
                *entries = others.chain([(key.clone(), value)]).collect();
            }
        }
        Some(ShortcodeValue::Text(String::new()))
    }
}

impl Scope<'_> {
    /// A parameter of the page.
    pub(super) fn own(&self, name: &str) -> Option<&Value> {
        let name = name.to_lowercase();
        at(&self.post.data, &format!("params.{name}")).or_else(|| at(&self.post.data, &name))
    }

    /// A parameter of the site.
    pub(super) fn of_site(&self, name: &str) -> Option<&Value> {
        let (data, name) = (&self.site.settings.data, name.to_lowercase());
        let default = self.references.tags.first().map(|(key, _)| key.as_str());
        let own =
            self.language().or(default).and_then(|key| at(data, &format!("languages.{key}.params.{name}")));
        own.or_else(|| at(data, &format!("params.{name}")))
    }

    /// Markdown as HTML; that of one paragraph without its tags.
    pub(super) fn inline(&self, text: &str) -> String {
        inline(&self.blocks(text)).to_owned()
    }

    /// Markdown as HTML.
    pub(super) fn blocks(&self, text: &str) -> String {
        if self.inlines.has_emoji {
            return markdown::render(&Inlines::with_emoji(text), self.markdown);
        }
        markdown::render(text, self.markdown)
    }

    /// The address of a file beside the page, from the top of the host, where the page has files.
    pub(super) fn beside(&self, name: &str) -> Option<String> {
        let (folder, file) = self.post.path.rsplit_once('/')?;
        let name = name.trim_start_matches("./");
        let is_there =
            file.starts_with("index.") && self.references.files.contains(&format!("{folder}/{name}"));
        // Pages in several languages share their files, which are beside that of the default one.
        let default = self.references.tags.first().map(|(_, tag)| tag.as_str());
        let own = self.post.language.as_deref();
        let above = || self.references.twin(self.site, self.post, default?);
        let page = if own.is_some() && own != default { above() } else { None }.unwrap_or(&self.post.url);
        is_there.then(|| self.rooted(&format!("{}/{name}", folder_of_page(page))))
    }

    /// The key of the page's language, where there are several.
    pub(super) fn language(&self) -> Option<&str> {
        self.references.key(self.post.language.as_deref()?)
    }

    /// A block of code as Hugo writes it.
    pub(super) fn code(&self, code: &str, language: &str, options: &str) -> ShortcodeValue {
        ShortcodeValue::Html(markdown::chroma_block(code, language, options, &self.markdown.common_mark))
    }

    /// What templates know of another page; nothing where there is no such page. Names of pages count where the site is asked.
    pub(super) fn page(&self, written: &str, is_of_site: bool) -> Option<ShortcodeValue> {
        let Self { site, post, references, .. } = self;
        let language = post.language.as_deref();
        let rooted = format!("/{}", written.trim_start_matches('/'));
        let found = if is_of_site {
            let by_name = || references.by_name(site, written, language);
            references.by_path(site, post, &rooted, language).or_else(by_name)
        } else {
            references.by_path(site, post, written, language)
        };
        let found = found?;
        let url = self.rooted(found.url());
        let text = |text: String| ShortcodeValue::Text(text);
        let mut fields = vec![("Permalink", text(self.absolute(found.url()))), ("RelPermalink", text(url))];
        if let Target::Page(page) = found {
            let title = page.title.clone();
            let link_title = at(&page.data, "linktitle").map(|title| title.to_ruby_string().into_owned());
            fields.push(("LinkTitle", text(link_title.unwrap_or_else(|| title.clone()))));
            fields.push(("Title", text(title)));
            fields.push(("Date", ShortcodeValue::Date(page.date)));
            let params = at(&page.data, "params").and_then(Value::as_map).into_iter().flatten();
            let params = params.chain(&page.data).filter(|entry| entry.key != "params");
            let params =
                params.map(|entry| Some((entry.key.clone(), ShortcodeValue::of(Some(&entry.value.value))?)));
            fields
                .extend(params.collect::<Option<_>>().map(|params| ("Params", ShortcodeValue::Map(params))));
            fields.push(("Description", ShortcodeValue::of(at(&page.data, "description"))?));
        }
        Some(ShortcodeValue::Fields(
            fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        ))
    }

    /// A path below the path of the base URL.
    pub(super) fn rooted(&self, path: &str) -> String {
        format!("{}/{}", self.site.settings.baseurl, path.trim_start_matches('/'))
    }

    /// The same; an address stays as it is.
    pub(super) fn rooted_unless_absolute(&self, path: &str) -> String {
        if path.contains("://") || path.starts_with("//") { path.to_owned() } else { self.rooted(path) }
    }

    /// The absolute address of a path.
    pub(super) fn absolute(&self, path: &str) -> String {
        if path.contains("://") || path.starts_with("//") {
            return path.to_owned();
        }
        let url = self.site.settings.url.as_deref().unwrap_or("");
        format!("{url}{}", self.rooted(path))
    }

    /// The addresses that a reference to another page leads to, absolute and from the top of the host.
    pub(super) fn reference(&self, written: &str, language: Option<&str>) -> Option<(String, String)> {
        let (path, fragment) = written.find('#').map_or((written, ""), |at| written.split_at(at));
        if path.is_empty() {
            return Some((fragment.to_owned(), fragment.to_owned()));
        }
        let url = match language.and_then(|key| self.references.tag(key)) {
            Some(tag) => self.references.url_in(self.site, self.post, path, Some(tag))?,
            None => self.references.url_of(self.site, self.post, path)?,
        };
        let host = self.site.settings.url.as_deref().unwrap_or("");
        let path = format!("{}{url}{fragment}", self.site.settings.baseurl);
        Some((format!("{host}{path}"), path))
    }
}
