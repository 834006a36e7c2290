//! A feed that a site asks for.

use crate::markup::front_matter::{Map, Node, Value as Data, json};
use crate::markup::javascript::{Entries, Object};
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::shared::{Shared, Variables};
use crate::site::conventions::eleventy::templating::run;
use crate::site::post::Person;
use crate::text::html::text::unescape;

/// A feed that the site asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// Where it is written, below the output folder.
    pub(super) path: String,
    /// `atom`, `rss` or `json`.
    pub(super) format: &'static str,
    pub(super) metadata: Object,
    /// The entries that it is made of, from collections of templates, and what is done to them.
    pub(super) list: Entries,
    /// How many entries, 0 for all.
    pub(super) limit: usize,
    /// Whether it is the plugin's, and no template of the site.
    pub(super) is_plugins: bool,
    /// The template that writes it.
    pub(super) source: String,
    /// Whether a template shows whole content.
    pub(super) has_content: bool,
    /// Whether a template puts content through `htmlToAbsoluteUrls`, which writes addresses as browsers do.
    pub(super) normalizes_urls: bool,
    /// Whether it names the author of each entry.
    pub(super) has_authors: bool,
    /// Whether it names its language.
    pub(super) has_language: bool,
    /// What a template writes of the feed itself.
    pub(super) head: Option<Head>,
    /// What a template writes of each entry.
    pub(super) entry: Option<EntryText>,
}

impl Asked {
    /// The collections that it is made of.
    pub(super) fn collections(&self) -> impl Iterator<Item = &str> {
        self.list.sources.iter().map(|source| source.name.as_str())
    }
}

/// What a template writes of its feed: text of the template, by element.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) elements: Vec<(&'static str, String)>,
    /// The data of the template.
    pub(super) data: Map,
    pub(super) engine: Engine,
}

impl Head {
    /// The text of an element; nothing where it cannot be told.
    pub(super) fn text(&self, element: &str, shared: &Shared) -> Option<String> {
        let (_, template) = self.elements.iter().find(|(name, _)| *name == element)?;
        let page = Map::default();
        let variables = Variables { shared, data: &self.data, page: &page };
        let text = run(template, self.engine, &variables).ok()?;
        let text = unescape(text.trim()).into_owned();
        (!text.is_empty() && !text.contains(['{', '<'])).then_some(text)
    }
}

/// What a template writes of an entry: text of the template, by element.
#[derive(Clone, Debug)]
pub(super) struct EntryText {
    /// What the loop calls an entry.
    pub(super) name: String,
    /// The tags that set variables for each entry.
    pub(super) settings: String,
    pub(super) elements: Vec<(&'static str, String)>,
    /// The tags before an entry that decide whether it is written, with [`WRITTEN`] in their midst.
    pub(super) guard: Option<String>,
    /// All of it without content and summary, where categories and authors are read.
    pub(super) whole: String,
    /// The data of the template.
    pub(super) data: Map,
    pub(super) engine: Engine,
}

/// Where an entry is among those that a loop goes through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) place: usize,
    pub(super) count: usize,
}

/// What the variables of a loop are called in Nunjucks and in Liquid.
pub(super) const LOOPS: [&str; 2] = ["loop", "forloop"];

/// The variables of a loop that a condition may ask for.
pub(super) const OF_LOOPS: [&str; 7] =
    ["index", "index0", "revindex", "revindex0", "first", "last", "length"];

impl Place {
    fn variables(self) -> Map {
        let Self { place, count } = self;
        let left = count.saturating_sub(place);
        let number = |number: usize| Data::Int(i64::try_from(number).unwrap_or(i64::MAX));
        let values = [
            number(place + 1),
            number(place),
            number(left),
            number(left.saturating_sub(1)),
            Data::Bool(place == 0),
            Data::Bool(left == 1),
            number(count),
        ];
        let mut variables = Map::default();
        for (name, value) in OF_LOOPS.into_iter().zip(values) {
            variables.insert(name.to_owned(), Node::unwritten(value));
        }
        variables
    }
}

/// What a guard comes to for an entry that is written.
pub(super) const WRITTEN: &str = "written";

impl EntryText {
    /// Whether the conditions of the template let it write an entry; it does where they cannot be told.
    pub(super) fn writes(&self, entry: Map, place: Place, shared: &Shared) -> bool {
        let Some(guard) = &self.guard else { return true };
        let mut data = self.data.clone();
        for name in LOOPS {
            data.insert(name.to_owned(), Node::unwritten(Data::Map(place.variables())));
        }
        data.insert(self.name.clone(), Node::unwritten(Data::Map(entry)));
        let page = Map::default();
        let variables = Variables { shared, data: &data, page: &page };
        run(guard, self.engine, &variables).map_or(true, |text| text.contains(WRITTEN))
    }

    /// Whether the template writes this element.
    pub(super) fn has(&self, element: &str) -> bool {
        self.elements.iter().any(|(name, _)| *name == element)
    }

    /// The text of elements of an entry; nothing for one that cannot be told, or that is made of the entry's content.
    pub(super) fn texts(&self, entry: Map, shared: &Shared) -> Vec<(&'static str, String)> {
        let mut data = self.data.clone();
        data.insert(self.name.clone(), Node::unwritten(Data::Map(entry)));
        let page = Map::default();
        let variables = Variables { shared, data: &data, page: &page };
        let written = |template: &str| {
            if template.to_lowercase().contains("content") {
                return None;
            }
            let text = run(&format!("{}{template}", self.settings), self.engine, &variables).ok()?;
            let text = text.trim();
            let is_quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
            if let Some(node) = Some(text).filter(|_| is_quoted).and_then(|text| json::parse(text).ok()) {
                return node.as_str().map(str::to_owned);
            }
            let inner = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
            let text = inner.map_or_else(|| unescape(text).into_owned(), str::to_owned);
            (!text.contains("{{") && !text.contains("{%")).then_some(text)
        };
        self.elements.iter().filter_map(|(name, template)| Some((*name, written(template)?))).collect()
    }

    /// What the whole template makes of an entry, without content; nothing where it cannot be told.
    pub(super) fn whole(&self, entry: Map, shared: &Shared) -> Option<String> {
        let mut data = self.data.clone();
        data.insert(self.name.clone(), Node::unwritten(Data::Map(entry)));
        let page = Map::default();
        let variables = Variables { shared, data: &data, page: &page };
        let text = run(&self.whole, self.engine, &variables).ok()?;
        (!text.contains("{{") && !text.contains("{%")).then_some(text)
    }

    /// The link and the id of an entry; nothing where they cannot be told.
    pub(super) fn addresses(&self, entry: Map, shared: &Shared) -> Option<(String, String)> {
        addresses(&self.texts(entry, shared))
    }
}

/// The names of an entry's categories.
pub(super) fn categories_in(entry: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for after in entry.split("<category").skip(1) {
        let Some((tag, rest)) = after.split_once('>') else { continue };
        let name = match attribute(tag, "term") {
            Some(term) => term,
            None => rest.split_once("</category>").map_or("", |(inner, _)| inner),
        };
        let name = without_cdata(name);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The people that an entry names as its authors.
pub(super) fn authors_in(entry: &str) -> Vec<Person> {
    let person = |name: &str, email: Option<String>, uri: Option<String>| {
        let name = without_cdata(name);
        (!name.is_empty()).then_some(Person { name, email, uri })
    };
    let creators = entry.split("<dc:creator>").skip(1);
    let creators = creators.filter_map(|after| person(after.split_once("</dc:creator>")?.0, None, None));
    let authors = entry.split("<author>").skip(1).filter_map(|after| {
        let author = after.split_once("</author>")?.0;
        let part = |name: &str| {
            let after = author.split_once(&format!("<{name}>"))?.1;
            Some(without_cdata(after.split_once(&format!("</{name}>"))?.0)).filter(|text| !text.is_empty())
        };
        person(&part("name")?, part("email"), part("uri"))
    });
    creators.chain(authors).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let value = tag.split_once(&format!("{name}="))?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(inner, _)| inner)
}

fn without_cdata(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>"));
    inner.map_or_else(|| unescape(text).into_owned(), str::to_owned)
}

/// The link and the id among the elements of an entry; nothing unless both are addresses.
pub(super) fn addresses(texts: &[(&'static str, String)]) -> Option<(String, String)> {
    let text = |name: &str| texts.iter().find(|(known, _)| *known == name).map(|(_, text)| text.trim());
    let is_address =
        |text: &&str| text.contains(':') && !text.contains(char::is_whitespace) && !text.contains(['{', '<']);
    let link = text("link").filter(is_address).filter(|link| link.contains("://"))?;
    let id = text("id").filter(is_address)?;
    Some((link.to_owned(), id.to_owned()))
}
