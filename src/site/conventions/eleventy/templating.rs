//! Template languages in content, permalinks and feeds, over a template's data.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::markup::front_matter::javascript::to_data;
use crate::markup::front_matter::{Fault, Map, Value as Data};
use crate::markup::javascript::{Object as JsObject, Value as Js};
use crate::markup::liquid::{self, Globals, Object, Page, Part, Strict, Value};
use crate::markup::markdown;
use crate::site::conventions::eleventy::configuration::Engine;
use crate::site::conventions::eleventy::nunjucks;
use crate::site::conventions::eleventy::shared::Variables;
use crate::text::date;
use crate::text::source::Span;
use crate::text::url::{latin_slug, punctuated_slug, resolve};

/// What a template's text comes to.
///
/// # Errors
/// Where the template cannot be run.
pub(super) fn run(text: &str, engine: Engine, variables: &Variables<'_>) -> Result<String, Fault> {
    if !liquid::may_be_template(text) && !text.contains("{#") {
        return Ok(text.to_owned());
    }
    if engine == Engine::Nunjucks {
        let made = nunjucks::render(text, variables, None);
        return match made.unknown.first() {
            Some(unknown) => {
                Err(Fault::new(Span::at(unknown.at), format!("`{}` is not known", unknown.name)))
            }
            None => Ok(made.text),
        };
    }
    match engine {
        Engine::Liquid => liquid::render(text, variables, variables),
        _ => Ok(text.to_owned()),
    }
}

/// The same, with the names that the template prints; what is not known is an error.
///
/// # Errors
/// Where the template cannot be run.
pub(super) fn run_strictly(
    text: &str,
    engine: Engine,
    variables: &Variables<'_>,
) -> Option<Result<Strict, Fault>> {
    match engine {
        Engine::Liquid => Some(liquid::render_strictly(text, variables, variables)),
        Engine::Nunjucks => nunjucks::render_strictly(text, variables).transpose(),
        Engine::Other => None,
    }
}

impl Globals for Variables<'_> {
    fn variable(&self, name: &str) -> Option<Value<'_>> {
        let node = self.data.get(name).or_else(|| self.shared.global.get(name))?;
        Some(Value::from(&node.value))
    }

    fn include(&self, _: &str) -> Result<Option<&str>, &str> {
        Ok(None)
    }

    fn post_url(&self, _: &str) -> Option<String> {
        None
    }

    fn link(&self, _: &str) -> Option<String> {
        None
    }

    fn zone(&self) -> Tz {
        Tz::UTC
    }

    fn url(&self) -> Option<&str> {
        self.shared.url.as_deref()
    }

    fn baseurl(&self) -> Option<&str> {
        Some(&self.shared.path_prefix)
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.shared.now
    }

    fn markdown(&self) -> &markdown::Options {
        &self.shared.markdown
    }

    fn has_filters(&self) -> bool {
        true
    }

    fn filter(&self, name: &str, input: &str, argument: &dyn Fn(usize) -> String) -> Option<String> {
        if let Some((_, function)) = self.shared.filters.iter().rev().find(|(known, _)| known == name) {
            // A missing argument comes as an empty string.
            let or_missing = |text: String| if text.is_empty() { Js::Undefined } else { Js::Text(text) };
            let given = [time_or_text(input), or_missing(argument(0)), or_missing(argument(1))];
            let made = nunjucks::with_reader(self, |reader| reader.call(function, &given)).to_text();
            // One that calls a library gives way to Eleventy's filter of the same name.
            if made.is_some() {
                return made;
            }
        }
        match name {
            "slugify" => Some(latin_slug(input)),
            "slug" => Some(punctuated_slug(input)),
            "absoluteUrl" => Some(resolve(&argument(0), input).into_owned()),
            "htmlBaseUrl" if !argument(0).is_empty() => {
                let below = format!("{}{input}", self.shared.path_prefix);
                Some(resolve(&argument(0), if input.starts_with('/') { &below } else { input }).into_owned())
            }
            "url" if input.starts_with('/') => Some(format!("{}{input}", self.shared.path_prefix)),
            "url" | "inputPathToUrl" => Some(input.to_owned()),
            _ => None,
        }
    }
}

/// What a filter gets: a time where the text is one as templates print it, `2024-01-02 00:00:00 +0000`.
fn time_or_text(input: &str) -> Js {
    let is_time = input.len() == 25
        && input.as_bytes().get(10) == Some(&b' ')
        && input.starts_with(|c: char| c.is_ascii_digit());
    match date::parse(input, Tz::UTC) {
        Ok(time) if is_time => Js::Time(time.timestamp_millis()),
        _ => Js::Text(input.to_owned()),
    }
}

impl Object for Variables<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        self.page.get(key).map(|node| Value::from(&node.value))
    }

    fn keys(&self) -> Vec<&str> {
        self.page.iter().map(|entry| entry.key.as_str()).collect()
    }
}

impl Page for Variables<'_> {
    fn text_of(&self, _: &str, _: Part) -> Option<String> {
        None
    }

    fn related(&self) -> Option<Value<'_>> {
        None
    }

    fn file_beside(&self, _: &str) -> Result<Option<String>, String> {
        Ok(None)
    }

    fn cannot_read(&self, _: &str, _: &str) {}
}

/// An object of a program as data.
pub(super) fn as_map(object: &JsObject) -> Map {
    match to_data(&Js::Object(object.clone())) {
        Some(Data::Map(map)) => map,
        _ => Map::default(),
    }
}
