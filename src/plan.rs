//! Which post is in which feed, and why not: heads only, no body is read.

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::config::{self, ConfigError, Content, Each, Format, Limit};
use crate::date;
use crate::emitters;
use crate::feed::{
    Authors, ContentStyle, Emitter, EntryStyle, Feed, Generator, GuidStyle, LinkStyle, Person, Text,
};
use crate::filter::{Filter, Reason};
use crate::markdown;
use crate::post::{DateSource, Hidden, Post};
use crate::site::Site;
use crate::suggest::did_you_mean;
use crate::url::{SlugMode, slugify};

/// All feeds that are to be written.
pub struct Plan {
    /// The feeds, in the order of the configuration.
    pub feeds: Vec<Planned>,
    /// What people should hear of: a feed that no post is in.
    pub notes: Vec<String>,
}

/// One feed file.
pub struct Planned {
    /// What the feed is called on the command line.
    pub name: String,
    /// Where it is written, below the output folder.
    pub path: String,
    /// How it is written.
    pub emitter: &'static Emitter,
    /// Its head.
    pub feed: Feed,
    /// The posts in it, by their index in [`Site::posts`], in order.
    pub posts: Vec<usize>,
    /// What its entries hold.
    pub style: EntryStyle,
    /// How its entries' bodies are made.
    pub body: BodyStyle,
    filter: Filter,
    limit: Limit,
}

/// How bodies are made. Feeds of one style share the rendering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyStyle {
    /// Whether the content is taken from the page that the generator built.
    pub built: bool,
    /// Whether relative URLs stay as they are written.
    pub urls_as_written: bool,
    /// Whether scripts are taken out.
    pub without_scripts: bool,
    /// Whether ids are taken out.
    pub without_ids: bool,
    /// The bound of the summary in characters, 0 for none.
    pub summary_length: usize,
}

/// What a feed says about a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is in the feed, at this place from 1.
    Member(usize),
    /// The generator itself leaves it out.
    Hidden(Hidden),
    /// It has no date, and no time is given that could stand in.
    Undated,
    /// A filter leaves it out.
    Rejected(Reason),
    /// It matches, but so many newer posts do.
    BeyondLimit(usize),
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Member(place) => write!(out, "entry {place}"),
            Self::Hidden(hidden) => out.write_str(hidden.reason()),
            Self::Undated => out.write_str(UNDATED),
            Self::Rejected(reason) => write!(out, "{reason}"),
            Self::BeyondLimit(limit) => write!(out, "the feed is limited to the {limit} newest that match"),
        }
    }
}

const UNDATED: &str = "it has no date (`--now` or `time:` of the configuration gives it one)";

impl Planned {
    /// What this feed says about a post.
    ///
    /// # Errors
    /// When `where` cannot be evaluated for it.
    pub fn verdict(&self, site: &Site, index: usize) -> Result<Verdict, String> {
        if let Some(place) = self.posts.iter().position(|post| *post == index) {
            return Ok(Verdict::Member(place + 1));
        }
        let Some(post) = site.posts.get(index) else {
            return Err(format!("there is no post {index}"));
        };
        Ok(match (rejection(site, &self.filter, post)?, self.limit) {
            (Some(verdict), _) => verdict,
            (None, Limit::Newest(limit)) => Verdict::BeyondLimit(limit),
            (None, Limit::All) => Verdict::BeyondLimit(self.posts.len()),
        })
    }
}

/// Plans the feeds of a site; those named in `only`, where it is not empty.
///
/// # Errors
/// When the site has no URL, a name in `only` is no feed's, a filter cannot be read, or two feeds have one path.
pub fn plan(site: &Site, feeds: &[config::Feed], only: &[String]) -> Result<Plan, ConfigError> {
    if site.settings.url.is_none() {
        return Err(ConfigError::general(match site.settings.convention {
            "jekyll" => {
                "the site has no URL, which ids and links begin with: set `url: https://…` in `_config.yml`, or give `--url https://…`"
            }
            _ => {
                "the site has no URL, which ids and links begin with: set `url = \"https://…\"` in `[site]` of feedwright.toml, or give `--url https://…`"
            }
        }));
    }
    let mut plan = Plan { feeds: Vec::new(), notes: Vec::new() };
    for row in feeds {
        for row in expand(site, row) {
            for format in row.formats() {
                plan.feeds.push(one(site, &row, format)?);
            }
        }
    }
    check_paths(&plan.feeds)?;
    select(&mut plan.feeds, only)?;
    for feed in plan.feeds.iter().filter(|feed| feed.posts.is_empty()) {
        plan.notes.push(format!("no post is in the feed `{}`; it is written without entries", feed.path));
    }
    Ok(plan)
}

/// The paths that feeds are written to, below the output folder, as far as they can be told: what a link may lead to.
#[must_use]
pub fn paths(site: &Site, feeds: &[config::Feed]) -> Vec<String> {
    let rows = feeds.iter().flat_map(|row| expand(site, row));
    let of_row = |row: config::Feed| {
        let emitters = row.formats().into_iter().filter_map(|format| emitters::find(format.name()));
        emitters.filter_map(|emitter| path(&row, emitter).ok()).collect::<Vec<_>>()
    };
    rows.flat_map(of_row).collect()
}

/// Keeps the feeds that are asked for by name or path.
fn select(feeds: &mut Vec<Planned>, only: &[String]) -> Result<(), ConfigError> {
    let is =
        |feed: &Planned, wanted: &str| feed.name == wanted || feed.path == wanted.trim_start_matches('/');
    for wanted in only {
        if !feeds.iter().any(|feed| is(feed, wanted)) {
            let names = feeds.iter().map(|feed| feed.name.as_str());
            return Err(ConfigError::general(format!(
                "no feed is called `{wanted}`{}",
                did_you_mean(wanted, names)
            )));
        }
    }
    if !only.is_empty() {
        feeds.retain(|feed| only.iter().any(|wanted| is(feed, wanted)));
    }
    Ok(())
}

fn check_paths(feeds: &[Planned]) -> Result<(), ConfigError> {
    let mut paths: Vec<(&str, &str)> =
        feeds.iter().map(|feed| (feed.path.as_str(), feed.name.as_str())).collect();
    paths.sort_unstable();
    for pair in paths.windows(2) {
        if let [(path, first), (again, second)] = pair
            && path == again
        {
            return Err(ConfigError::general(format!(
                "two feeds are written to `{path}`: `{first}` and `{second}`; give one of them another `path`"
            )));
        }
    }
    Ok(())
}

/// One row for each value of `each`.
fn expand(site: &Site, row: &config::Feed) -> Vec<config::Feed> {
    let Some(each) = row.each else {
        return vec![row.clone()];
    };
    let named = match each {
        Each::Category => &row.categories,
        Each::Tag => &row.tags,
        Each::Author => &row.authors,
        Each::Collection => &row.collections,
        Each::Language => &row.languages,
        Each::Year => &config::OneOrMany(Vec::new()),
    };
    let values = if named.0.is_empty() { values(site, each) } else { named.0.clone() };
    values.into_iter().map(|value| expand_one(site, row, each, &value)).collect()
}

fn expand_one(site: &Site, row: &config::Feed, each: Each, value: &str) -> config::Feed {
    let mut row = row.clone();
    let placeholder = each.placeholder();
    let path = row.path.take().unwrap_or_else(|| format!("feed/{placeholder}.{{ext}}"));
    let in_path = slugify(value, SlugMode::Pretty, true);
    row.path = Some(path.replace(&placeholder, &in_path));
    row.title = Some(match row.title {
        Some(title) => title.replace(&placeholder, value),
        None => [site.settings.title.as_deref().unwrap_or_default(), value]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" | "),
    });
    let only = config::OneOrMany(vec![value.to_owned()]);
    match each {
        Each::Category => row.categories = only,
        Each::Tag => row.tags = only,
        Each::Author => row.authors = only,
        Each::Collection => row.collections = only,
        Each::Language => row.languages = only,
        Each::Year => {
            row.since = Some(format!("{value}-01-01"));
            row.until = Some(format!("{value}-12-31"));
        }
    }
    row.each = None;
    row
}

/// The values that the site's visible posts have, sorted.
fn values(site: &Site, each: Each) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for post in site.posts.iter().filter(|post| post.hidden.is_none()) {
        match each {
            Each::Category => values.extend(post.categories.iter().cloned()),
            Each::Tag => values.extend(post.tags.iter().cloned()),
            Each::Author => values.extend(post.authors.iter().map(|author| author.name.clone())),
            Each::Collection => values.push(post.collection.to_string()),
            Each::Language => values.extend(post.language.clone()),
            Each::Year => values.push(format!("{:04}", post.date.year())),
        }
    }
    values.sort_unstable();
    values.dedup();
    values
}

fn one(site: &Site, row: &config::Feed, format: Format) -> Result<Planned, ConfigError> {
    let Some(emitter) = emitters::find(format.name()) else {
        return Err(ConfigError::general(format!("there is no format `{}`", format.name())));
    };
    let path = path(row, emitter)?;
    let name = row
        .name
        .clone()
        .unwrap_or_else(|| path.strip_suffix(&format!(".{}", emitter.extension)).unwrap_or(&path).to_owned());
    let mut row = row.clone();
    if row.collections.0.is_empty() {
        row.collections.0.push("posts".to_owned());
    }
    let in_feed = |message: String| ConfigError::general(format!("the feed `{name}`: {message}"));
    let filter = Filter::new(&row, site.settings.zone).map_err(in_feed)?;
    let limit = row.limit.unwrap_or(Limit::Newest(10));
    let most = if let Limit::Newest(number) = limit { number } else { usize::MAX };
    let mut posts = Vec::new();
    for (index, post) in site.posts.iter().enumerate() {
        if posts.len() >= most {
            break;
        }
        if rejection(site, &filter, post).map_err(in_feed)?.is_none() {
            posts.push(index);
        }
    }
    let content = row.content.unwrap_or_default();
    Ok(Planned {
        feed: head(site, &row, &path, &posts),
        name,
        path,
        emitter,
        posts,
        style: EntryStyle {
            content: match content {
                Content::Full | Content::Built => ContentStyle::Full,
                Content::Summary => ContentStyle::Summary,
                Content::None => ContentStyle::None,
            },
            guid: match row.guid.unwrap_or_default() {
                config::Guid::Permalink => GuidStyle::Permalink,
                config::Guid::Id => GuidStyle::Id,
            },
            link: match row.redirect_links.unwrap_or_default() {
                config::RedirectLinks::Page => LinkStyle::Page,
                config::RedirectLinks::Target => LinkStyle::Target,
            },
        },
        body: BodyStyle {
            built: content == Content::Built,
            without_scripts: row.strip.0.contains(&config::Strip::Scripts),
            without_ids: row.strip.0.contains(&config::Strip::Ids),
            urls_as_written: row.content_urls == Some(config::ContentUrls::AsWritten),
            summary_length: row.summary_length.unwrap_or(0),
        },
        filter,
        limit,
    })
}

/// Why a post that no limit leaves out is not in the feed.
fn rejection(site: &Site, filter: &Filter, post: &Post) -> Result<Option<Verdict>, String> {
    if let Some(hidden) = post.hidden {
        return Ok(Some(Verdict::Hidden(hidden)));
    }
    let rejected = filter.reject(post)?.map(Verdict::Rejected);
    let undated = post.date_source == DateSource::Build && !site.settings.now_is_given;
    Ok(rejected.or(undated.then_some(Verdict::Undated)))
}

/// The path below the output folder, its placeholders filled.
fn path(row: &config::Feed, emitter: &Emitter) -> Result<String, ConfigError> {
    let template = match (&row.path, &row.name) {
        (Some(path), _) => path.clone(),
        (None, Some(name)) => format!("{name}.{{ext}}"),
        (None, None) => "feed.{ext}".to_owned(),
    };
    let path = template.replace("{format}", emitter.name).replace("{ext}", emitter.extension);
    let path = path.trim_start_matches('/').to_owned();
    let leads_out =
        path.split(['/', '\\']).any(|part| part == "..") || path.contains(':') && path.contains('\\');
    if path.is_empty() || path.ends_with('/') {
        return Err(ConfigError::general(format!(
            "the feed path `{path}` is a folder; put a file name behind it: `{path}feed.{}`",
            emitter.extension
        )));
    }
    if leads_out || path.contains('\0') {
        return Err(ConfigError::general(format!(
            "the feed path `{path}` leads out of the output folder; name a path below it"
        )));
    }
    Ok(path)
}

fn head(site: &Site, row: &config::Feed, path: &str, posts: &[usize]) -> Feed {
    let settings = &site.settings;
    let smart = |text: &str| markdown::smartify(text, &settings.markdown);
    let self_url = settings.absolute(path);
    let title = row.title.clone().or_else(|| default_title(site, row));
    let description = row.description.as_ref().or(settings.description.as_ref());
    let host = settings.url.as_deref().and_then(|url| url.split_once("://")).map_or("", |(_, host)| host);
    let author = settings.author.as_ref().and_then(person);
    // A title may hold markup, a name may not.
    let name = settings.title.as_deref().map(|title| Text::from_markup(title, &smart).plain().into_owned());
    let language = match row.languages.0.as_slice() {
        [one] => Some(one.clone()),
        _ => settings.language.clone(),
    };
    Feed {
        id: self_url.clone(),
        title: title
            .map(|title| Text::from_markup(&title, &smart))
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| Text::from_plain(if host.is_empty() { "Feed" } else { host })),
        subtitle: description.map(|text| Text::from_plain(text)),
        self_url,
        home_url: settings.absolute("/"),
        language,
        updated: updated(site, posts),
        authors: Authors::new(author.into_iter().collect(), [name.as_deref().unwrap_or(""), host]),
        categories: Vec::new(),
        generator: Generator::feedwright(),
        icon: None,
        logo: None,
        rights: None,
        hubs: Vec::new(),
        stylesheet: None,
    }
}

/// The site's title, and the one category that the feed is about behind it, as jekyll-feed has it.
fn default_title(site: &Site, row: &config::Feed) -> Option<String> {
    let title = site.settings.title.clone()?;
    Some(match row.categories.0.as_slice() {
        [category] => format!("{title} | {category}"),
        _ => title,
    })
}

/// When the newest change was; of a feed without entries, the build's time where it is given, or 1970.
fn updated(site: &Site, posts: &[usize]) -> DateTime<FixedOffset> {
    let newest = posts.iter().filter_map(|index| site.posts.get(*index)).map(|post| post.updated).max();
    newest.unwrap_or_else(|| {
        if site.settings.now_is_given {
            site.settings.now
        } else {
            date::from_epoch(0, site.settings.zone).unwrap_or_default()
        }
    })
}

/// Somebody as a feed names them.
pub(crate) fn person(person: &crate::post::Person) -> Option<Person> {
    Person::new(&person.name).map(|named| named.with(person.email.clone(), person.uri.clone()))
}
