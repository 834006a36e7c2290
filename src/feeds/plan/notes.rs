//! Notes to print after planning: values that no post has, feeds without posts, an invalid language.

use std::collections::{BTreeMap, BTreeSet};

use crate::feeds::emitters::EMITTERS;
use crate::feeds::model::Emitter;
use crate::feeds::plan::fault::row_error;
use crate::feeds::plan::own::own_source;
use crate::feeds::plan::planned::{Planned, Verdict};
use crate::site::config::{self, ConfigError, Each, Origin};
use crate::site::filter::{Property, Reason, values_of_key};
use crate::site::post::Post;
use crate::site::{Settings, Site};
use crate::text::language::is_language_tag;
use crate::text::suggest::{did_you_mean, nearest};

/// A note on collections that a template of the site's own lists, and that are not read without a row of `[[feeds]]`.
pub(super) fn of_unread_collections(site: &Site, row: &config::Feed) -> Option<String> {
    let is_unread = |label: &&String| !site.feed_collections.iter().any(|read| **read == ***label);
    let unread: Vec<String> =
        row.collections.0.iter().filter(is_unread).map(|label| format!("`{label}`")).collect();
    let path = row.path.as_deref().unwrap_or("feed.xml");
    let list: Vec<String> = row.collections.0.iter().map(|label| format!("\"{label}\"")).collect();
    (!unread.is_empty() && own_source(site, path).is_some()).then(|| {
        format!(
            "the site's own template of `{path}` lists {} too: write a row of `[[feeds]]` with `collections = [{}]`, \
             which `feedwright init` proposes",
            unread.join(", "),
            list.join(", ")
        )
    })
}

const PROPERTIES: [Property; 5] =
    [Property::Category, Property::Tag, Property::Author, Property::Collection, Property::Language];

/// The values that posts have, gathered once each property is asked for.
pub(super) struct Known<'a> {
    site: &'a Site,
    values: BTreeMap<Property, BTreeSet<&'a str>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        Self { site, values: BTreeMap::new() }
    }

    /// What a row asks for that no post has, in words.
    ///
    /// # Errors
    /// For a collection that the site does not have.
    pub(super) fn unknown(&mut self, row: &config::Feed) -> Result<Vec<String>, ConfigError> {
        let mut unknown = Vec::new();
        for property in PROPERTIES {
            let (wanted, excluded) = property.of_row(row);
            for (number, value) in wanted.iter().enumerate() {
                if property == Property::Collection {
                    self.check_collection(row, number, value)?;
                } else if !self.of(property).contains(value.as_str()) {
                    let hint = did_you_mean(value, self.of(property).iter().copied());
                    unknown.push(format!("no post has the {} `{value}`{hint}", property.name()));
                }
            }
            for value in excluded {
                let known = self.of(property);
                if let Some(right) = nearest(value, known.iter().copied()).filter(|right| right != value) {
                    let known = known.contains(value.as_str());
                    let message = format!(
                        "no post has the {} `{value}`, which the feed excludes; did you mean `{right}`?",
                        property.name()
                    );
                    unknown.extend(Some(message).filter(|_| !known));
                }
            }
        }
        Ok(unknown)
    }

    /// Checks that some post has the key of front matter that a feed is written for each value of.
    ///
    /// # Errors
    /// When none has, with the nearest key that one has.
    pub(super) fn check_key(&self, row: &config::Feed) -> Result<(), ConfigError> {
        let Some(Each::Key(key)) = &row.each else { return Ok(()) };
        let posts = || sites(self.site).flat_map(|site| &site.posts);
        if posts().next().is_none() || posts().any(|post| !values_of_key(post, key).is_empty()) {
            return Ok(());
        }
        let keys = posts().flat_map(|post| post.data.iter().map(|entry| &*entry.key));
        let all = Each::ALL;
        let near = did_you_mean(key, all.iter().map(Each::name).chain(keys));
        let fault = format!("is `{key}`, a key that the front matter of no post has{near}");
        Err(row_error(&self.site.settings, row, key, ("each", None), &fault))
    }

    fn check_collection(&self, row: &config::Feed, number: usize, label: &str) -> Result<(), ConfigError> {
        let settings = &self.site.settings;
        let is_known = sites(self.site).any(|site| site.settings.collections.contains_key(label));
        if row.origin == Origin::Generator || is_known {
            return Ok(());
        }
        let labels = settings.collections.keys().map(String::as_str);
        let fault =
            format!("has `{label}`, which is not a collection of this site{}", did_you_mean(label, labels));
        Err(row_error(settings, row, label, ("collections", Some(number)), &fault))
    }

    fn of(&mut self, property: Property) -> &BTreeSet<&'a str> {
        let site = self.site;
        self.values.entry(property).or_insert_with(|| {
            let values = |site: &'a Site| {
                site.posts.iter().flat_map(move |post| property.values(&site.settings, post))
            };
            sites(site).flat_map(values).collect()
        })
    }
}

/// A site and those whose posts its feeds take too.
fn sites(site: &Site) -> impl Iterator<Item = &Site> {
    std::iter::once(site).chain(site.joined.iter().map(|joined| &joined.site))
}

/// The posts that a feed lacks because its expression cannot do without a key that they lack.
#[derive(Default)]
pub(super) struct Undefined {
    first: Option<(String, String)>,
    others: usize,
}

impl Undefined {
    /// Counts a post that is not in the feed.
    pub(super) fn add(&mut self, post: &Post, verdict: &Verdict) {
        let Verdict::Rejected(Reason::Undefined(keys)) = verdict else { return };
        if self.first.is_some() {
            self.others += 1;
        } else {
            self.first = Some((post.path.to_string(), keys.join("` and no `")));
        }
    }

    /// What people should know of it.
    pub(super) fn note(self) -> Option<String> {
        let (path, keys) = self.first?;
        let others = match self.others {
            0 => String::new(),
            others => format!(", and {others} more posts like it"),
        };
        Some(format!(
            "`where` cannot be evaluated for {path}, which has no `{keys}`{others}; \
             test for `null` first: `{} != null && …`",
            keys.split('`').next().unwrap_or("")
        ))
    }
}

/// What should be said of the site as a whole.
pub(super) fn of_site(settings: &Settings) -> Option<String> {
    let tag = settings.language.as_deref().filter(|tag| !tag.is_empty() && !is_language_tag(tag))?;
    let fault = format!("`{tag}` is not a language tag, so no feed names one; write it as `en` or `pt-BR`");
    Some(settings.generator_error(&["lang"], fault).to_string())
}

/// What should be said of each feed; of several formats of one feed, once.
pub(super) fn of_feeds(feeds: &[Planned]) -> Vec<String> {
    let empty: Vec<&str> = (feeds.iter())
        .filter(|feed| feed.posts.is_empty() && feed.unknown.is_empty())
        .map(|feed| feed.path.as_str())
        .collect();
    let mut notes: Vec<String> = Vec::new();
    // A generator may write a feed for each folder, many without a post.
    if let [first, second, third, rest @ ..] = empty.as_slice()
        && !rest.is_empty()
    {
        notes.push(format!(
            "no post is in {} feeds: `{first}`, `{second}`, `{third}` and {} more",
            empty.len(),
            rest.len()
        ));
    }
    let is_summed_up = !notes.is_empty();
    for feed in feeds {
        let unknown = feed.unknown.join("; ");
        let note = match (feed.posts.is_empty(), unknown.is_empty()) {
            (true, true) if is_summed_up => continue,
            (true, true) => format!("no post is in the feed `{}`", feed.path),
            (true, false) => format!("no post is in the feed `{}`: {unknown}", feed.path),
            (false, false) => format!("the feed `{}`: {unknown}", feed.path),
            (false, true) => continue,
        };
        notes.push(note);
    }
    notes
}

/// Feeds whose path ends as those of another format do: servers tell readers the format by it.
pub(super) fn of_paths(feeds: &[Planned]) -> Vec<String> {
    let formats = EMITTERS.iter().copied();
    let named = |path: &str| {
        let ending = path.rsplit_once('.')?.1;
        let is_of =
            |emitter: &&Emitter| ending == emitter.name || ending != "xml" && ending == emitter.extension;
        formats.clone().find(is_of)
    };
    let odd = feeds.iter().filter_map(|feed| Some((feed, named(&feed.path)?)));
    let odd = odd.filter(|(feed, other)| feed.emitter.name != other.name);
    odd.map(|(feed, other)| {
        format!(
            "`{}` is named as a feed of the format `{}` and is of `{}`; set `format`, or give it another `path`",
            feed.path, other.name, feed.emitter.name
        )
    })
    .collect()
}
