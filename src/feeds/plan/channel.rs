//! What a feed's head says beyond its title: pictures, rights, a stylesheet, and when readers need not ask.

use crate::feeds::model::{Schedule, Text};
use crate::feeds::plan::browsed;
use crate::markup::front_matter::Value;
use crate::site::Settings;
use crate::site::config;
use crate::text::url;

/// The small picture, as an absolute URL.
pub(super) fn icon(settings: &Settings, row: &config::Feed) -> Option<String> {
    let own = row.icon.as_deref().or(settings.config.site.icon.as_deref());
    own.and_then(|own| address(settings, own)).or_else(|| of_generator(settings, "icon"))
}

/// The large picture, as an absolute URL.
pub(super) fn logo(settings: &Settings, row: &config::Feed) -> Option<String> {
    let own = row.logo.as_deref().or(settings.config.site.logo.as_deref());
    own.and_then(|own| address(settings, own)).or_else(|| of_generator(settings, "logo"))
}

/// Who has which rights.
pub(super) fn rights(settings: &Settings, row: &config::Feed) -> Option<Text> {
    let written = |rights: &Option<String>| rights.clone().filter(|rights| !rights.trim().is_empty());
    let of_page = || row.page.as_ref().and_then(|page| page.rights.clone());
    let rights = written(&row.rights).or_else(of_page).or_else(|| written(&settings.config.site.rights));
    rights.as_deref().map(Text::from_plain)
}

/// The value of `style` that asks for our stylesheet.
pub(super) const AUTO: &str = "auto";

/// The stylesheet of the row for people who open the feed in a browser, as an absolute URL.
pub(super) fn style(settings: &Settings, row: &config::Feed) -> Option<String> {
    match row.style.as_deref()? {
        AUTO => Some(browsed::stylesheet(settings)),
        style => address(settings, style),
    }
}

/// Whether a row asks for our stylesheet.
pub(crate) fn needs_stylesheet(row: &config::Feed) -> bool {
    row.html_page == Some(true) || row.style.as_deref() == Some(AUTO)
}

/// What the feed as a whole is about, each category once.
pub(super) fn categories(row: &config::Feed) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for category in row.feed_categories.0.iter().map(|category| category.trim()) {
        if !category.is_empty() && !all.iter().any(|known| known == category) {
            all.push(category.to_owned());
        }
    }
    all
}

/// How often readers should ask for the feed.
pub(super) fn schedule(row: &config::Feed) -> Schedule {
    let mut hours = row.skip_hours.clone();
    hours.sort_unstable();
    hours.dedup();
    let mut days = Vec::new();
    for day in &row.skip_days.0 {
        if !days.contains(&day.name()) {
            days.push(day.name());
        }
    }
    Schedule { ttl: row.ttl, skip_hours: hours, skip_days: days }
}

/// The address of `feed.icon` or `feed.logo` in the generator's configuration, as jekyll-feed's next version writes it.
fn of_generator(settings: &Settings, key: &str) -> Option<String> {
    let Value::Map(feed) = &settings.data.get("feed")?.value else { return None };
    let Value::String(text) = &feed.get(key)?.value else { return None };
    let text = text.trim();
    let is_whole = text.contains("://");
    (!text.is_empty()).then(|| if is_whole { text.to_owned() } else { settings.absolute(text) })
}

/// A whole address, or a place on the site as an absolute URL; its path may begin with the base URL's.
pub(super) fn address(settings: &Settings, text: &str) -> Option<String> {
    let text = text.trim();
    let base = settings.baseurl.as_str();
    let has_base = !base.is_empty() && text.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
    let absolute = || {
        if text.contains("://") {
            text.to_owned()
        } else if text.starts_with("//") || has_base {
            url::resolve(&settings.absolute("/"), text).into_owned()
        } else {
            settings.absolute(text)
        }
    };
    (!text.is_empty()).then(absolute)
}
