//! What `feedwright init` writes: rows for what was found, comments for what may be set.

use std::collections::BTreeMap;

use feedwright::feeds::by_filters::by_filters;
use feedwright::feeds::plan::{like_own_source, own_feeds, own_source, shows_format, shows_limit};
use feedwright::lint::report::count;
use feedwright::site::config::{self, Limit};
use feedwright::site::load::Loaded;
use feedwright::site::post::{POSTS, Post};
use feedwright::site::{Settings, Site};
use feedwright::text::printable::{printable, toml_string};

use crate::cli::pages::Pages;

/// The keys of `[site]` that are shown: name, value found, and an example.
pub(crate) fn site_keys(settings: &Settings) -> [(&'static str, Option<String>, &'static str); 5] {
    let description = settings.description.as_deref().map(|text| text.trim().to_owned());
    [
        ("url", settings.url.clone(), "https://example.org"),
        ("title", settings.title.clone(), "My site"),
        ("description", description, "What it is about"),
        ("language", settings.language.clone(), "en"),
        ("timezone", Some(settings.zone.name().to_owned()), "Europe/Berlin"),
    ]
}

/// The categories of the visible posts, each with the number of posts.
pub(crate) fn categories(site: &Site) -> BTreeMap<&str, usize> {
    tally(site, |post| &post.categories)
}

/// Their tags, each with the number of posts.
fn tags(site: &Site) -> BTreeMap<&str, usize> {
    tally(site, |post| &post.tags)
}

fn tally(site: &Site, values: fn(&Post) -> &[String]) -> BTreeMap<&str, usize> {
    let mut tally = BTreeMap::new();
    let visible = site.posts.iter().filter(|post| post.hidden.is_none());
    for value in visible.flat_map(|post| values(post)) {
        *tally.entry(value.as_str()).or_default() += 1;
    }
    tally
}

/// How many values posts are grouped by, in words: their categories, or their tags where they have none.
fn groups(posts: usize, categories: usize, tags: usize) -> String {
    match (categories, tags) {
        _ if posts == 0 => String::new(),
        (0, 0) => " without categories or tags".to_owned(),
        (0, tags) => format!(" with {}", count(tags, "tag")),
        (1, _) => " in 1 category".to_owned(),
        (categories, _) => format!(" in {categories} categories"),
    }
}

/// Comments that list the categories.
pub(crate) fn found(categories: &BTreeMap<&str, usize>) -> String {
    let lines = categories.iter();
    lines.map(|(category, posts)| format!("#   {}: {posts}\n", printable(category.trim()))).collect()
}

/// A row for all categories.
pub(crate) const EACH: &str = "[[feeds]]\nname = \"categories\"\neach = \"category\"\npath = \"feed/category/{category}.xml\"\nstyle = \"auto\"\npage = true\n";

/// A row for all tags.
const EACH_TAG: &str = "[[feeds]]\nname = \"tags\"\neach = \"tag\"\npath = \"feed/tag/{tag}.xml\"\nstyle = \"auto\"\npage = true\n";

/// What precedes rows that cannot say everything of the generator's feeds.
const REPLACED: &str = "# The feeds below are written even without rows. Rows replace all of them and lack some of what the generator's\n\
    # own feeds have, such as their ids: uncomment only what you want to change, and compare with `feedwright diff`.\n";

/// What precedes a commented row for more feeds, where the generator's feeds have no live rows.
const ONLY_ROWS: &str = "# With this row, `feedwright build` writes the feeds of rows alone; the generator still writes its own.\n";

/// What the file begins with: editors check it by the schema.
const SCHEMA: &str = "#:schema ./feedwright.schema.json\n\
    # Editors that support this line check the file by the schema: `feedwright schema > feedwright.schema.json`.\n";

/// The file: what the site's own configuration says is left to it, as comments; the feeds are those that the site has, and one
/// for each category. `pages` is where the Git remote's host would show the site.
pub(crate) fn new(loaded: &Loaded, pages: Option<&Pages>, missing: &[String]) -> String {
    let Loaded { site, feeds, host_url, .. } = loaded;
    let settings = &site.settings;
    let categories = categories(site);
    let posts = site.posts.iter().filter(|post| post.hidden.is_none()).count();
    let is_ours = settings.convention.config_is_ours;
    let mut text = format!(
        "{SCHEMA}# The site's feeds and its linter. Every key: docs/configuration.md\n\
         # Found: {}{}, a site of the kind `{}`.\n\n[site]\n",
        count(posts, "post"),
        groups(posts, categories.len(), tags(site).len()),
        settings.convention.name
    );
    for (key, value, example) in site_keys(settings) {
        text += &match (value, key, host_url, pages) {
            (Some(value), "url", Some(host), _) => {
                format!("{key} = {}  # from `{}`\n", toml_string(&value), host.file)
            }
            (Some(value), ..) if is_ours => format!("{key} = {}\n", toml_string(&value)),
            (Some(value), ..) => {
                format!("# {key} = {}  # as in the site's own configuration\n", toml_string(&value))
            }
            (None, "url", _, Some(pages)) => by_remote(settings, pages),
            (None, ..) => format!("# {key} = {}\n", toml_string(example)),
        };
    }
    // Live rows would replace the generator's feeds by ones that lack a part of them.
    let are_rows = feeds.iter().all(config::Feed::fits_in_a_row);
    let rows = feed_rows(site, feeds);
    text += &if are_rows { rows } else { format!("\n{REPLACED}{}", commented(&rows)) };
    text +=
        "\n# The same posts as RSS or as JSON Feed: format = [\"atom\", \"rss\"] and `{format}` in `path`.\n";
    // A row would replace the generator's feeds in what `build` writes.
    let only_rows = if are_rows || !settings.writes_feeds { "" } else { ONLY_ROWS };
    // The generator may write feeds of categories itself.
    let has_own = feeds.iter().any(|feed| !feed.categories.0.is_empty() || feed.each.is_some());
    let (heading, each) = match (has_own || !are_rows, categories.is_empty()) {
        (false, false) => ("One feed for each category. Found, with the number of posts:\n", EACH.to_owned()),
        (true, false) => {
            ("One more feed for each category. Found, with the number of posts:\n", commented(EACH))
        }
        (_, true) => ("One feed for each category.\n", commented(EACH)),
    };
    text += &match tags(site) {
        tags if categories.is_empty() && !tags.is_empty() => {
            format!(
                "\n# One feed for each tag. Found, with the number of posts:\n{}{only_rows}{}",
                found(&tags),
                commented(EACH_TAG)
            )
        }
        _ => format!("\n# {heading}{}{only_rows}{each}", found(&categories)),
    };
    if !missing.is_empty() {
        text += &format!("\n# {FOLDERS}:\n# [lint]\n# {}\n", elsewhere(missing));
    }
    text += "\n# [lint.rules]\n# dead-link = \"warning\"  # error, warning, info or off\n\
             \n# Another site whose sources, built pages or inventory are at hand: links to it are checked too.\n\
             # [[lint.sites]]\n# url = \"https://docs.example.org/\"\n# folder = \"../docs\"  # or: inventory = \"objects.inv\"\n";
    text
}

/// What is known of the folders that `elsewhere` may name.
pub(crate) const FOLDERS: &str =
    "Links lead into folders that the site does not have; if another repository fills them";

/// The row that names folders which another repository fills.
pub(crate) fn elsewhere(folders: &[String]) -> String {
    let folders: Vec<String> = folders.iter().map(|folder| toml_string(folder)).collect();
    format!("elsewhere = [{}]", folders.join(", "))
}

/// The URL at which the host of the Git remote would show the site: a row that is read, for nothing else tells the URL.
fn by_remote(settings: &Settings, pages: &Pages) -> String {
    let url = format!(
        "url = {}  # from the Git remote; correct it if the site has its own domain\n",
        toml_string(&pages.url)
    );
    match &pages.folder {
        Some(folder) if settings.baseurl.is_empty() => format!("{url}baseurl = {}\n", toml_string(folder)),
        _ => url,
    }
}

/// The rows of the feeds that the site has, and what to delete.
fn feed_rows(site: &Site, feeds: &[config::Feed]) -> String {
    let has = |path: &str| feeds.iter().any(|feed| feed.path.as_deref() == Some(path));
    let own = own_feeds(site).filter(|(path, _)| !has(path));
    let own: Vec<config::Feed> = own
        .map(|(path, _)| config::Feed {
            path: Some(path.to_owned()),
            limit: Some(Limit::default()),
            ..config::Feed::default()
        })
        .collect();
    let mut text = String::new();
    let mut is_first = true;
    // Nobody is subscribed to what the site does not have.
    let is_new = !site.settings.writes_feeds && !own.is_empty();
    // Lists that the generator makes entries of itself cannot be asked for.
    let is_row = |feed: &&config::Feed| {
        feed.collections.0.iter().all(|label| site.settings.collections.contains_key(label))
    };
    for feed in feeds.iter().chain(&own).filter(is_row) {
        let Some(feed) = by_filters(site, feed) else {
            let path = printable(feed.path.as_deref().unwrap_or("feed.xml")).into_owned();
            text += &format!(
                "\n# No row for `{path}`: no filter selects the posts that the generator puts into it.\n"
            );
            continue;
        };
        let feed = like_own_source(site, &feed);
        let source = feed.path.as_ref().and_then(|path| own_source(site, path));
        let is_of_generator = feed.path.as_deref().is_some_and(has);
        text += &match source {
            // What it takes may be anything: the posts of one tag, a list that another program wrote.
            Some(own) if !is_of_generator && !shows_limit(own) => {
                let file = printable(&own.path);
                format!(
                    "\n# The site's own feed `{file}`: which posts it contains is not known. To write it, \
                     set filters and a limit, and delete \
                     `{file}`.\n{}",
                    commented(&row(site, &config::Feed { replace: Some(true), ..feed }))
                )
            }
            Some(own) => {
                let file = printable(&own.path);
                let limit = match (shows_format(own), shows_limit(own)) {
                    (true, true) => "",
                    (true, false) if feed.limit == Some(Limit::from(0)) => ALL,
                    (true, false) => LIMIT_UNKNOWN,
                    (false, _) => FORMAT_UNKNOWN,
                };
                format!(
                    "\n# Replaces the site's own feed: delete `{file}`, or the generator's next build \
                     overwrites this one.\n{limit}{}",
                    row(site, &config::Feed { replace: Some(true), ..feed })
                )
            }
            None if is_new => format!(
                "\n# The site does not have this feed: `{}`'s plugin would write it.\n{}",
                site.settings.convention.name,
                commented(&row(site, &feed))
            ),
            None if is_first && !site.settings.writes_feeds => {
                format!("\n# The feed that is written without this file.\n{}", row(site, &feed))
            }
            None if is_first && site.settings.convention.config_is_ours => {
                format!("\n# The newest ten posts; limit = 0 means all.\n{}", row(site, &feed))
            }
            None if is_first => format!(
                "\n# The feeds that the site has without this file, as its subscribers know them: paths, titles, limits.\n{}",
                row(site, &feed)
            ),
            None => format!("\n{}", row(site, &feed)),
        };
        is_first &= source.is_some();
    }
    text
}

/// What precedes the limit of a feed whose template does not show it.
const LIMIT_UNKNOWN: &str =
    "# How many posts its template shows is not known: here the newest ten; limit = 0 means all.\n";

/// The same, where the generator puts all posts into the feed.
const ALL: &str = "# How many posts its template takes is not known: all of them here.\n";

/// What precedes a feed whose template does not show its format either.
const FORMAT_UNKNOWN: &str = "# Neither its format nor its number of posts can be read from its template: check `format` (\"atom\" by default) and `limit` (0 means all).\n";

/// A feed as a row of `[[feeds]]`, without what holds anyhow.
pub(crate) fn row(site: &Site, feed: &config::Feed) -> String {
    let mut feed = feed.clone();
    let path = feed.path.get_or_insert_with(|| "feed.xml".to_owned());
    let own_name = path.strip_suffix(".xml").unwrap_or(path).to_owned();
    feed.name = feed.name.filter(|name| *name != own_name);
    let of_site = site.settings.title.as_deref().unwrap_or_default();
    let by_itself = match feed.categories.0.as_slice() {
        [category] => format!("{of_site} | {category}"),
        _ => of_site.to_owned(),
    };
    feed.title = feed.title.filter(|title| !title.is_empty() && *title != by_itself);
    if feed.collections.0 == [POSTS] {
        feed.collections.0.clear();
    }
    feed.content = feed.content.filter(|content| *content != site.settings.convention.profile.content);
    feed.to_row()
}

/// Text as comments.
pub(crate) fn commented(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}
