//! Which post is in which feed, and why not: heads only, no body is read.

mod alternates;
mod archive;
mod browsed;
mod channel;
mod each;
mod empty;
mod fault;
mod formats;
mod joined;
mod names;
mod notes;
mod own;
mod pattern;
mod planned;
mod podcast;
mod style;
mod switch;
mod unread;
mod updated;
mod warnings;

use std::cell::LazyCell;
use std::sync::Arc;

use foldhash::HashSet;

use crate::feeds::emitters::DEFAULT;
use crate::feeds::model::{Authors, ContentStyle, Emitter, Feed, Generator, Paging, Person, Text};
use crate::markup::markdown;
use crate::site::config::{self, ConfigError};
use crate::site::filter::{BadFilter, Filter, Switches};
use crate::site::post::{POSTS, Post};
use crate::site::{Settings, Site};

pub(crate) use browsed::page_path;
pub(crate) use channel::needs_stylesheet;
use each::expand;
use fault::row_error;
pub use formats::check_formats;
use names::{check_paths, check_printable, in_url, own_of, path, select};
pub(crate) use pattern::Pattern;
pub(crate) use pattern::{archives_of, patterns};
use planned::rejection;
pub use planned::{BodyStyle, Planned, Verdict};

pub use own::{has_ids_of_its_own, like_own_source, own_feeds, own_source, shows_format, shows_limit};
pub use unread::unread_values;
use updated::updated;

/// All feeds that are to be written.
pub struct Plan {
    /// The feeds, in the order of the configuration.
    pub feeds: Vec<Planned>,
    /// What people should hear of: a feed that no post is in.
    pub notes: Vec<String>,
    /// What is surely not meant: a row of which no feed comes, feeds whose paths differ in case alone.
    pub warnings: Vec<String>,
    /// Files that feeds need beside them: path below the output folder, and content.
    pub files: Vec<(String, &'static str)>,
}

/// Plans the feeds of a site: those named in `only`, unless it is empty.
///
/// # Errors
/// When the site has no URL, a name in `only` is not a feed's, a filter cannot be read, or two feeds have one path.
pub fn plan(site: &Site, feeds: &[config::Feed], only: &[String]) -> Result<Plan, ConfigError> {
    if let Some(error) = url_fault(&site.settings) {
        return Err(error);
    }
    let mut plan = Plan { feeds: Vec::new(), notes: Vec::new(), warnings: Vec::new(), files: Vec::new() };
    let mut known = notes::Known::new(site);
    let switches = switch::of_site(site, feeds);
    plan.notes.extend(switches.notes.iter().cloned());
    for row in feeds {
        formats::check_row(&site.settings.config, row)?;
        known.check_key(row)?;
        let unknown = known.unknown(row)?;
        let row = &like_own_source(site, row);
        plan.notes.extend(notes::of_unread_collections(site, row));
        let (rows, notes) = expand(site, row);
        plan.notes.extend(notes);
        if rows.is_empty() && only.is_empty() {
            plan.warnings.extend(warnings::of_row_without_feeds(site, row));
        }
        let first = plan.feeds.len();
        let is_by_language = row.each == Some(config::Each::Language);
        for row in rows {
            for (number, emitter) in formats::of_row(&row).into_iter().enumerate() {
                let feed = one(site, &row, emitter, (&unknown, &switches))?;
                let also = names::also(site, &row, emitter)?;
                plan.feeds.extend(archive::documents(site, &row, feed));
                add_also(&mut plan.feeds, also);
                if number == 0 {
                    browsed::add_page(site, &row, &mut plan.feeds);
                }
            }
        }
        if is_by_language {
            alternates::link(plan.feeds.get_mut(first..).unwrap_or(&mut []));
        }
    }
    check_paths(site, &plan.feeds)?;
    select(&mut plan.feeds, only)?;
    plan.files = browsed::files(site, &plan.feeds);
    plan.notes.extend(notes::of_site(&site.settings));
    plan.notes.extend(notes::of_feeds(&plan.feeds));
    plan.notes.extend(notes::of_paths(&plan.feeds));
    plan.warnings.extend(warnings::of_case(&plan.feeds));
    Ok(plan)
}

/// Why no feed can be written for want of a URL that ids and links can begin with.
#[must_use]
pub fn url_fault(settings: &Settings) -> Option<ConfigError> {
    let Some(url) = &settings.url else {
        return Some(ConfigError::general(format!(
            "the site has no URL, which ids and links begin with: {}, or give `--url https://…`",
            settings.convention.set_url
        )));
    };
    config::url_fault(url).map(|fault| settings.generator_error(&["url"], fault))
}

/// Returns the paths that feeds are written to, below the output folder, as far as they can be told: what a link may lead to.
#[must_use]
pub fn paths(site: &Site, feeds: &[config::Feed]) -> Vec<String> {
    paths_of_rows(site, feeds).into_iter().flatten().collect()
}

/// Returns [`paths`] row by row, in the order of `feeds`.
pub(crate) fn paths_of_rows(site: &Site, feeds: &[config::Feed]) -> Vec<Vec<String>> {
    // It reads every post, and only archives ask for it.
    let switches = LazyCell::new(|| switch::of_site(site, feeds));
    let of_feed = |row: &config::Feed, emitter| {
        let mut paths = Vec::from_iter(path(site, row, emitter));
        paths.extend(
            row.html_page
                .filter(|is_on| *is_on)
                .and_then(|_| path(site, row, emitter).ok())
                .map(|path| page_path(&path)),
        );
        paths.extend(names::also(site, row, emitter).into_iter().flatten().map(|(path, _)| path));
        if row.archive.is_some() {
            let feed = one(site, row, emitter, (&[], &switches));
            let feeds = feed.map(|feed| archive::documents(site, row, feed));
            let pages = feeds.into_iter().flatten().filter(|feed| feed.page_of.is_some());
            paths.extend(pages.map(|page| page.path));
        }
        paths
    };
    let of_row = |row: &config::Feed| {
        let feeds = expand(site, row).0.into_iter();
        let formats = feeds.flat_map(|feed| {
            formats::of_row(&feed).into_iter().flat_map(|emitter| of_feed(&feed, emitter)).collect::<Vec<_>>()
        });
        formats.collect()
    };
    feeds.iter().map(of_row).collect()
}

/// What a feed takes, without its limit.
pub(crate) struct Entries {
    filter: Filter,
    members: Option<HashSet<usize>>,
}

impl Entries {
    /// What each of these feeds takes, as far as their rows can be read.
    pub(crate) fn of_feeds(site: &Site, feeds: &[config::Feed]) -> Vec<Self> {
        let rows = feeds.iter().flat_map(|row| expand(site, &like_own_source(site, row)).0);
        let switches = switch::of_site(site, feeds);
        let entries = rows.filter_map(|mut row| {
            if row.collections.0.is_empty() {
                row.collections.0.push(POSTS.to_owned());
            }
            let filter = Filter::new(&row, &site.settings).ok()?;
            let emitter = *formats::of_row(&row).first()?;
            let filter = switch::heed(filter, &switches, site, &row, emitter);
            Some(Self { filter, members: row.members.map(|members| members.into_iter().collect()) })
        });
        entries.collect()
    }

    /// Whether the feed takes a post, by its index in [`Site::posts`].
    pub(crate) fn hold(&self, site: &Site, index: usize) -> bool {
        let is_taken = |post: &Arc<Post>| matches!(rejection(site, &self.filter, post), Ok(None));
        self.members.as_ref().is_none_or(|members| members.contains(&index))
            && site.posts.get(index).is_some_and(is_taken)
    }
}

/// Adds the same feed at further paths, with the posts that it has once its archive is made.
fn add_also(feeds: &mut Vec<Planned>, also: Vec<names::FurtherPath>) {
    let Some(at) = feeds.iter().rposition(|feed| feed.page_of.is_none()) else { return };
    for (path, own_source) in also {
        let Some(copy) = feeds.get(at).map(|feed| feed.at_path(path, own_source)) else { continue };
        feeds.push(copy);
    }
}

fn one(
    site: &Site,
    row: &config::Feed,
    emitter: &'static Emitter,
    (unknown, switches): (&[String], &Arc<Switches>),
) -> Result<Planned, ConfigError> {
    let path = path(site, row, emitter)?;
    check_printable(site, row, &path)?;
    let name = row
        .name
        .clone()
        .unwrap_or_else(|| path.strip_suffix(&format!(".{}", emitter.extension)).unwrap_or(&path).to_owned());
    let mut row = row.clone();
    if row.collections.0.is_empty() {
        row.collections.0.push(POSTS.to_owned());
    }
    let bad = |BadFilter { key, item, fault }| row_error(&site.settings, &row, &name, (key, item), &fault);
    let filter = Filter::new(&row, &site.settings).map_err(bad)?;
    let filter = switch::heed(filter, switches, site, &row, emitter);
    let in_where = |error: String| fault::in_condition(&site.settings, &row, &name, &error);
    let mut undefined = notes::Undefined::default();
    let limit = row.limit.unwrap_or_default();
    let by_change = row.sort == Some(config::Sort::Updated);
    let most =
        if row.archive.is_some() || by_change || !row.sites.0.is_empty() { usize::MAX } else { limit.most() };
    let mut posts = Vec::new();
    let members: Box<dyn Iterator<Item = usize>> = match &row.members {
        Some(members) => Box::new(members.iter().copied()),
        None => Box::new(0..site.posts.len()),
    };
    for index in members {
        if posts.len() >= most {
            break;
        }
        let Some(post) = site.posts.get(index) else { continue };
        match rejection(site, &filter, post).map_err(in_where)? {
            None => posts.push(index),
            Some(verdict) => undefined.add(post, &verdict),
        }
    }
    // Posts of one moment keep their order.
    if !row.sites.0.is_empty() {
        posts.extend(joined::members(site, &row, emitter, (&name, &mut undefined))?);
        posts.sort_by_key(|number| std::cmp::Reverse(site.post_at(*number).map(|(_, post)| post.date)));
    }
    if by_change {
        posts.sort_by_key(|number| std::cmp::Reverse(site.post_at(*number).map(|(_, post)| post.updated)));
    }
    if row.archive.is_none() {
        posts.truncate(limit.most());
    }
    let (style, body) = style::of_row(&site.settings, &row);
    let is_without_summary = style.content != ContentStyle::Summary && row.content.is_none();
    if is_without_summary && row.read_more.as_deref().is_some_and(|text| !text.trim().is_empty()) {
        let fault = "links summaries to their posts; set `content = \"summary\"`, or remove it";
        return Err(row_error(&site.settings, &row, &name, ("read-more", None), fault));
    }
    let own_source = own_of(site, &row, &path);
    Ok(Planned {
        feed: head(site, &row, emitter, &path, &posts),
        name,
        path,
        emitter,
        posts,
        style,
        body,
        own_source,
        is_row: matches!(row.origin, config::Origin::Row(_)),
        min_entries: row.min_entries.unwrap_or(0),
        max_bytes: row.max_bytes,
        about: about(&row),
        filter: Arc::new(filter),
        page_of: None,
        limit,
        origin: row.origin,
        unknown: unknown.iter().cloned().chain(undefined.note()).collect(),
        members: row.members.clone(),
        shown: config::Shown::clone(&row.shown),
    })
}

/// The values that a row takes posts by; `None` where it takes all posts but those that it excludes.
fn about(row: &config::Feed) -> Option<Vec<String>> {
    let lists = [&row.categories, &row.tags, &row.authors, &row.languages];
    let mut values: Vec<String> = lists.into_iter().flat_map(|list| list.0.clone()).collect();
    values.extend(row.collections.0.iter().filter(|label| *label != POSTS).cloned());
    values.extend(row.year.clone());
    values.extend(row.key_value.as_ref().map(|(_, value)| value.clone()));
    let is_general = values.is_empty()
        && row.paths.0.is_empty()
        && row.titles.0.is_empty()
        && row.since.is_none()
        && row.until.is_none()
        && row.condition.is_none()
        && row.members.is_none();
    (!is_general).then_some(values)
}

fn head(site: &Site, row: &config::Feed, emitter: &Emitter, path: &str, posts: &[usize]) -> Feed {
    let settings = &site.settings;
    let smart = |text: &str| markdown::smartify(text, &settings.markdown);
    let own_url = row.page.as_ref().and_then(|page| page.self_url.clone());
    let self_url = own_url.unwrap_or_else(|| settings.absolute(&in_url(row, path)));
    let title = row.title.clone().or_else(|| default_title(site, row));
    let description = row.description.as_ref().or(settings.description.as_ref());
    let page = row.page.as_ref();
    let titled = |title: &str| {
        if settings.convention.profile.titles_are_text {
            Text::from_plain(title)
        } else {
            Text::from_markup(title, &smart)
        }
    };
    let host = settings.url.as_deref().and_then(|url| url.split_once("://")).map_or("", |(_, host)| host);
    let author = settings.author_in(page.and_then(|page| page.language.as_deref())).and_then(person);
    // A title may hold markup, a name may not.
    let name = settings.title.as_deref().map(|title| titled(title).plain().into_owned());
    let language = match row.languages.0.as_slice() {
        [one] => Some(one.clone()),
        _ => settings.language.clone(),
    };
    Feed {
        id: row.id.clone().unwrap_or_else(|| self_url.clone()),
        title: title
            .map(|title| titled(&title))
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| Text::from_plain(if host.is_empty() { "Feed" } else { host })),
        subtitle: description.map(|text| Text::from_plain(text)),
        self_url: self_url.clone(),
        media_type: emitter.media_type,
        home_url: page.map_or_else(|| settings.absolute("/"), |page| page.url.clone()),
        language: page.and_then(|page| page.language.clone()).or(language),
        updated: updated(site, posts),
        authors: Authors::new(author.into_iter().collect(), [name.as_deref().unwrap_or(""), host]),
        categories: channel::categories(row),
        generator: Generator::feedwright(),
        icon: channel::icon(settings, row),
        logo: channel::logo(settings, row),
        rights: channel::rights(settings, row),
        hubs: if row.hubs.0.is_empty() { settings.config.site.hubs.clone() } else { row.hubs.0.clone() },
        paging: Paging { is_complete: row.complete == Some(true), ..Paging::default() },
        stylesheet: channel::style(settings, row).or_else(|| stylesheet(site, emitter)),
        schedule: channel::schedule(row),
        counts_comments: settings.config.posts.comment_count_key.is_some(),
        translations: Vec::new(),
        show: podcast::show(settings, row, &self_url),
    }
}

/// The address of the site's `feed.xslt.xml`, which jekyll-feed links feeds to: it is a stylesheet of Atom feeds.
fn stylesheet(site: &Site, emitter: &Emitter) -> Option<String> {
    let is_own = site.own_sources.contains_key(STYLESHEET) && emitter.name == DEFAULT.name;
    is_own.then(|| site.settings.absolute(STYLESHEET))
}

/// Where jekyll-feed looks for a stylesheet.
const STYLESHEET: &str = "feed.xslt.xml";

/// The site's title, followed by the feed's one category, as in jekyll-feed.
fn default_title(site: &Site, row: &config::Feed) -> Option<String> {
    let title = site.settings.title.clone()?;
    Some(match row.categories.0.as_slice() {
        [category] => format!("{title} | {category}"),
        _ => title,
    })
}

/// Somebody as a feed names them.
pub(crate) fn person(person: &crate::site::post::Person) -> Option<Person> {
    Person::new(&person.name).map(|named| named.with(person.email.clone(), person.uri.clone()))
}
