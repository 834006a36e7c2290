//! Templates in Nunjucks, with the site's data, filters, shortcodes and includes.

use crate::markup::front_matter::javascript::{of_data, of_map};
use crate::markup::front_matter::{Fault, Value as Data};
use crate::markup::javascript::{Object, Reader, Value};
use crate::markup::jinja::Rendered;
use crate::markup::liquid::Strict;
use crate::markup::nunjucks::{self, Given, Outside};
use crate::site::conventions::eleventy::configuration::of_build;
use crate::site::conventions::eleventy::library;
use crate::site::conventions::eleventy::partials::Partials;
use crate::site::conventions::eleventy::shared::Variables;
use crate::site::conventions::eleventy::shortcodes::Shortcodes;
use crate::site::conventions::programs::Modules;
use crate::text::source::Span;
use crate::text::url::{latin_slug, punctuated_slug, resolve};

/// What a template of content has beside its data.
#[derive(Clone, Copy)]
pub(super) struct Extras<'a> {
    pub(super) shortcodes: &'a Shortcodes,
    pub(super) partials: &'a Partials,
    /// What replaces an unknown shortcode.
    pub(super) link: &'a str,
}

struct Template<'a> {
    variables: &'a Variables<'a>,
    extras: Option<Extras<'a>>,
}

/// What a template comes to.
pub(super) fn render(text: &str, variables: &Variables<'_>, extras: Option<Extras<'_>>) -> Rendered {
    with_reader(variables, |reader| nunjucks::render(text, reader, &Template { variables, extras }))
}

/// The same, with the names that the template prints; nothing where it is not known what is wrong in it.
///
/// # Errors
/// With the first thing in it that is not known.
pub(super) fn render_strictly(text: &str, variables: &Variables<'_>) -> Result<Option<Strict>, Fault> {
    let template = Template { variables, extras: None };
    with_reader(variables, |reader| match nunjucks::render_strictly(text, reader, &template) {
        Ok(run) => Ok(Some(run)),
        Err(Some(missed)) => Err(Fault::new(Span::at(missed.at), missed.message())),
        Err(None) => Ok(None),
    })
}

/// Hands a reader to `work` whose functions know the page. They do not know the time: the same text makes the same feed.
pub(super) fn with_reader<T>(variables: &Variables<'_>, work: impl FnOnce(&mut Reader<'_>) -> T) -> T {
    let names = |name: &str| (name == "this").then(|| this(variables)).or_else(|| of_build(name));
    let calls =
        |name: &str, arguments: &[Value]| library::called_with(name, arguments, &variables.shared.markdown);
    let modules = Modules { names: &names, calls: &calls, ..Modules::alone() };
    work(&mut Reader::new(&modules))
}

/// `this` of filters and shortcodes.
fn this(variables: &Variables<'_>) -> Value {
    let mut this = Object::default();
    this.set("page", Value::Object(of_map(variables.page)), 0);
    this.set("ctx", Value::Object(of_map(variables.data)), 0);
    Value::Object(this)
}

/// The part of data that keys lead to, as far as they are those of mappings and lists, and how many of them are. No more than that
/// is made a value of a program: data files may be large, and a template may read them often.
fn part_of_data(data: &Data, keys: &[Value]) -> (Value, usize) {
    let mut part = data;
    for (number, key) in keys.iter().enumerate() {
        let inner = match (part, key.as_count(), key.to_text()) {
            (Data::Map(map), _, Some(name)) => map.get(&name),
            (Data::List(items), Some(place), _) => items.get(place),
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            (Data::List(items), None, Some(name)) if name == "length" => {
                return (Value::Number(items.len() as f64), number + 1);
            }
            _ => return (of_data(part), number),
        };
        match inner {
            Some(inner) => part = &inner.value,
            None => return (Value::Undefined, number + 1),
        }
    }
    (of_data(part), keys.len())
}

impl Outside for Template<'_> {
    fn variable(&self, name: &str, keys: &[Value]) -> (Option<Value>, usize) {
        let Variables { data, page, shared } = self.variables;
        let value = match data.get(name).or_else(|| shared.global.get(name)) {
            Some(node) => {
                let (part, count) = part_of_data(&node.value, keys);
                return (Some(part), count);
            }
            None if name == "page" => Some(Value::Object(of_map(page))),
            // Which templates are in it only the build knows.
            None if matches!(name, "collections" | "eleventy" | "pagination") => Some(Value::Unknown),
            None => None,
        };
        (value, 0)
    }

    fn filter(&self, reader: &mut Reader<'_>, name: &str, given: &[Value]) -> Option<Value> {
        let shared = self.variables.shared;
        if let Some((_, function)) = shared.filters.iter().rev().find(|(known, _)| known == name) {
            // One that calls a library gives way to Eleventy's filter of the same name.
            match reader.call(function, given) {
                Value::Unknown | Value::Host(_) => {}
                made => return Some(made),
            }
        }
        let input = given.first()?;
        if matches!(input, Value::Unknown | Value::Host(_)) {
            return None;
        }
        let text = || input.to_text();
        let argument = given.get(1).and_then(Value::as_text);
        Some(match name {
            "slugify" => Value::Text(latin_slug(&text()?)),
            "slug" => Value::Text(punctuated_slug(&text()?)),
            "absoluteUrl" => Value::Text(resolve(argument?, &text()?).into_owned()),
            "htmlBaseUrl" => {
                let path = text()?;
                let below = format!("{}{path}", shared.path_prefix);
                let path = if path.starts_with('/') { below } else { path };
                Value::Text(argument.map_or_else(|| path.clone(), |base| resolve(base, &path).into_owned()))
            }
            "url" if text()?.starts_with('/') => Value::Text(format!("{}{}", shared.path_prefix, text()?)),
            "dateToRfc3339" | "rssDate" => {
                let iso = reader.called_on(input.clone(), "toISOString", &[]);
                Value::Text(iso.as_text()?.replace(".000Z", "Z"))
            }
            "dateToRfc822" | "dateToRfc822Rss" => {
                let text = reader.called_on(input.clone(), "toUTCString", &[]);
                Value::Text(text.as_text()?.replace("GMT", "+0000"))
            }
            "url"
            | "inputPathToUrl"
            | "log"
            | "htmlToAbsoluteUrls"
            | "renderTransforms"
            | "transformWithHtmlBase" => input.clone(),
            _ => return None,
        })
    }

    fn shortcode(&self, reader: &mut Reader<'_>, given: &Given<'_>) -> Option<String> {
        self.extras?.shortcodes.made(reader, given.name, given.arguments, given.content)
    }

    fn template(&self, name: &str) -> Option<String> {
        self.extras?.partials.text(name).map(str::to_owned)
    }

    fn stand_in(&self) -> String {
        self.extras.map_or_else(String::new, |extras| extras.link.to_owned())
    }
}
