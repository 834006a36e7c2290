//! What a row of `[[feeds]]` puts around its entries: text before and after, and the link from a summary to the whole post.

use std::collections::BTreeSet;

use crate::feeds::plan::Plan;
use crate::markup::front_matter::Fault;
use crate::markup::liquid::{self, Object, Page, Part, Strict, Value};
use crate::markup::markdown;
use crate::site::config::{self, ConfigError};
use crate::site::tree::Tree;
use crate::site::{Site, ThisPage};
use crate::text::html::text::{escape, escape_attribute};

/// HTML before and after an entry.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Frame {
    /// Puts HTML into the frame.
    pub(crate) fn around(&self, html: &str) -> String {
        let parts = [self.before.as_str(), html, self.after.as_str()];
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Makes the frame of an entry. `report` hears of what in it cannot be run, by its key; that is shown as it is written.
pub(crate) fn frame(row: &config::Feed, page: &ThisPage<'_>, report: &dyn Fn(&str, Fault)) -> Frame {
    let html = |key: &str, text: &Option<String>| {
        let template = text.as_deref().unwrap_or("");
        let text = written(template, page).unwrap_or_else(|fault| {
            report(key, fault);
            template.to_owned()
        });
        markdown::render(&text, &page.site.settings.markdown)
    };
    Frame { before: html("before", &row.before), after: html("after", &row.after) }
}

/// The link from a summary to the whole post, as a paragraph.
pub(crate) fn read_more(row: &config::Feed, address: &str) -> Option<String> {
    let text = row.read_more.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    Some(format!("<p><a href=\"{}\">{}</a></p>", escape_attribute(address), escape(text)))
}

/// Whether the text around some entry may ask for anything of the site: it has tags, or names the site.
#[must_use]
pub fn needs_site(site: &Site, plan: &Plan) -> bool {
    let rows = plan.feeds.iter().filter_map(|feed| site.settings.config.feeds.get(feed.body.framed_by?));
    let mut texts = rows.flat_map(|row| [&row.before, &row.after]).flatten();
    texts.any(|text| text.contains("{%") || text.contains("site"))
}

/// Checks the text around the entries of every row on the posts that it is put around.
///
/// # Errors
/// When it cannot be run in the generator's own language nor in Liquid, or prints a name that no post has: at its place.
pub fn check(site: &Site, tree: &dyn Tree, plan: &Plan) -> Result<(), ConfigError> {
    let config = &site.settings.config;
    for (number, row) in config.feeds.iter().enumerate() {
        let texts = [("before", row.before.as_deref()), ("after", row.after.as_deref())];
        let feeds = plan.feeds.iter().filter(|feed| feed.body.framed_by == Some(number));
        let posts: BTreeSet<usize> = feeds.flat_map(|feed| feed.posts.iter().copied()).collect();
        for (key, template) in texts {
            if let Some(fault) = template.and_then(|template| fault(site, tree, &posts, template)) {
                return Err(config.error(&["feeds", &number.to_string(), key], format!("`{key}`: {fault}")));
            }
        }
    }
    Ok(())
}

/// Why a template cannot be put around these posts.
fn fault(site: &Site, tree: &dyn Tree, posts: &BTreeSet<usize>, template: &str) -> Option<String> {
    if !liquid::may_be_template(template) {
        return None;
    }
    let (mut own, mut liquid) = (Known::default(), Known::default());
    let mut is_written = true;
    for post in posts.iter().filter_map(|post| site.posts.get(*post)) {
        let page = ThisPage { site, tree, post, body: "", is_excerpt: false, texts: None, shown_by: None };
        let by_own = own.learn(&in_own_language(template, &page).map_or(Err(None), |run| run.map_err(Some)));
        let by_liquid = liquid.learn(&in_liquid(template, &page).map_err(Some));
        is_written &= by_own || by_liquid;
    }
    if is_written || own.unknown().is_none() || liquid.unknown().is_none() {
        return None;
    }
    let name = |known: &Known| known.unknown().flatten().map(str::to_owned);
    let unknown = |name: String| {
        format!(
            "no post has a value for `{name}`; correct the name (`{{{{ page.title }}}}` and `{{{{ page.permalink }}}}` \
             exist for every generator)"
        )
    };
    let in_liquid = name(&liquid).filter(|_| own.fault.is_none() || !liquid.has_excess);
    let name = name(&own).or(in_liquid).map(unknown);
    name.or_else(|| own.fault.or(liquid.fault).map(|fault| fault.message))
}

/// What is known of a template in one language, after some posts.
#[derive(Default)]
struct Known {
    /// Whether it could not be run for a post.
    has_failed: bool,
    fault: Option<Fault>,
    /// Whether a part of it was ignored.
    has_excess: bool,
    /// The names without a value in some post, in the order of the template.
    empty: Vec<String>,
    /// Those with a value in some post.
    valued: BTreeSet<String>,
}

impl Known {
    /// Adds the result for a post; whether it has everything.
    fn learn(&mut self, result: &Result<Strict, Option<Fault>>) -> bool {
        match result {
            Ok(run) => {
                self.has_excess |= run.has_excess;
                for name in &run.names {
                    if name.has_value {
                        self.valued.insert(name.written.clone());
                    } else {
                        self.empty.push(name.written.clone());
                    }
                }
                is_whole(run)
            }
            Err(fault) => {
                self.has_failed = true;
                self.fault = self.fault.take().or_else(|| fault.clone());
                false
            }
        }
    }

    /// Nothing where the template can be run and every name has a value in some post; otherwise the first name without.
    fn unknown(&self) -> Option<Option<&str>> {
        let name = self.empty.iter().find(|name| !self.valued.contains(*name));
        (self.has_failed || name.is_some()).then(|| name.map(String::as_str))
    }
}

/// What a template writes: in the generator's own language where every name in it has a value, or else in Liquid.
fn written(template: &str, page: &ThisPage<'_>) -> Result<String, Fault> {
    if !liquid::may_be_template(template) {
        return Ok(template.to_owned());
    }
    let own = in_own_language(template, page).and_then(Result::ok);
    match own {
        Some(run) if is_whole(&run) => Ok(run.text),
        own => match (in_liquid(template, page), own) {
            (Ok(run), own) => Ok(own.filter(|_| !is_whole(&run)).unwrap_or(run).text),
            (Err(_), Some(own)) => Ok(own.text),
            (Err(fault), None) => Err(fault),
        },
    }
}

/// Whether every name that a template prints has a value.
fn is_whole(run: &Strict) -> bool {
    run.names.iter().all(|name| name.has_value)
}

fn in_own_language(template: &str, page: &ThisPage<'_>) -> Option<Result<Strict, Fault>> {
    page.site.settings.bodies.as_ref()?.template(page.site, page.post, template)
}

fn in_liquid(template: &str, page: &ThisPage<'_>) -> Result<Strict, Fault> {
    if page.site.lacking(template).is_some() {
        return page.render(template).map(|(text, _)| Strict { text, ..Strict::default() });
    }
    liquid::render_strictly(template, page.site, &Framed(page))
}

/// `page` in the text around an entry: that of a post's own text, with its address.
struct Framed<'p>(&'p ThisPage<'p>);

impl Object for Framed<'_> {
    fn get(&self, key: &str) -> Option<Value<'_>> {
        match key {
            "permalink" => Some(Value::from(self.0.post.link.as_str())),
            _ => self.0.get(key),
        }
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys()
    }
}

impl Page for Framed<'_> {
    fn text_of(&self, document: &str, part: Part) -> Option<String> {
        self.0.text_of(document, part)
    }

    fn related(&self) -> Option<Value<'_>> {
        self.0.related()
    }

    fn file_beside(&self, path: &str) -> Result<Option<String>, String> {
        self.0.file_beside(path)
    }

    fn cannot_read(&self, path: &str, reason: &str) {
        self.0.cannot_read(path, reason);
    }
}
