//! `feedwright init`: a commented feedwright.toml from what is found.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use feedwright::site::config::{self, Config, Content, Each, Limit};
use feedwright::site::post::POSTS;
use feedwright::site::{Settings, Site};
use feedwright::text::printable::{printable, toml_string};

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::DiskSink;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::{open, unread};

/// Write a commented feedwright.toml from what is found.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright init             for the site in this folder
  feedwright init --print     only show it

The feeds in it are those that the site has already, so that `feedwright build` writes the same with it as without it.
Where there is a feedwright.toml, --print shows that file as it is, followed by comments with what it leaves out.")]
pub(crate) struct InitArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Print it instead of writing the file
    #[arg(long)]
    print: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &InitArgs, console: &Console) -> Outcome {
    let (_, loaded) = open::open(&args.site, &args.reading, console)?;
    unread::say(&loaded, console);
    if unread::is_incomplete(&loaded.site) {
        return Ok(ExitCode::from(2));
    }
    let config = &loaded.site.settings.config;
    let existing = config.file.as_ref().map(|file| &*file.text).filter(|text| !text.trim().is_empty());
    let text = match existing {
        Some(text) => completed(text, config, &loaded.site, &loaded.feeds),
        None => new(&loaded.site, &loaded.feeds),
    };
    if args.print {
        console.raw(text.as_bytes());
        return Ok(ExitCode::SUCCESS);
    }
    let place = args.site.join("feedwright.toml");
    match DiskSink::create_file(&place, text.as_bytes()) {
        Ok(true) => {
            console.line(&format!("wrote {}", place.display()));
            Ok(ExitCode::SUCCESS)
        }
        Ok(false) => Err(Failure::new(format!(
            "{}: there is one already; `--print` shows it with what it leaves out",
            place.display()
        ))),
        Err(error) => Err(error.into()),
    }
}

/// What the comments behind an existing file begin with.
const MORE: &str = "# Found by `feedwright init`, and not set above:\n";

/// A file that is there already, and behind it, in comments, what it leaves out.
fn completed(existing: &str, config: &Config, site: &Site, feeds: &[config::Feed]) -> String {
    let mut text = existing.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if text.contains(MORE) {
        return text;
    }
    let set = &config.site;
    let set = [&set.url, &set.title, &set.description, &set.language, &set.timezone];
    let mut more = String::new();
    for ((key, found, _), set) in site_keys(&site.settings).into_iter().zip(set) {
        if let (Some(found), None) = (found, set) {
            more += &format!("#   {key} = {}  # in [site]\n", toml_string(&found));
        }
    }
    if config.feeds.is_empty() {
        more += &feeds.iter().map(|feed| format!("#\n{}", commented(&row(site, feed)))).collect::<String>();
    }
    let categories = categories(site);
    if !categories.is_empty() && config.feeds.iter().all(|feed| feed.each != Some(Each::Category)) {
        more += &format!("#\n# One feed for each category:\n{}{}", found(&categories), commented(EACH));
    }
    if more.is_empty() { text } else { format!("{text}\n{MORE}{more}") }
}

/// The keys of `[site]` that are shown: name, value found, and an example.
fn site_keys(settings: &Settings) -> [(&'static str, Option<String>, &'static str); 5] {
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
fn categories(site: &Site) -> BTreeMap<&str, usize> {
    let mut categories = BTreeMap::new();
    let visible = site.posts.iter().filter(|post| post.hidden.is_none());
    for category in visible.flat_map(|post| &post.categories) {
        *categories.entry(category.as_str()).or_default() += 1;
    }
    categories
}

/// Comments that list the categories.
fn found(categories: &BTreeMap<&str, usize>) -> String {
    let lines = categories.iter();
    lines.map(|(category, posts)| format!("#   {}: {posts}\n", printable(category.trim()))).collect()
}

/// A row for all categories.
const EACH: &str =
    "[[feeds]]\nname = \"categories\"\neach = \"category\"\npath = \"feed/category/{category}.xml\"\n";

/// The file: what the site's own configuration says is left to it, as comments; the feeds are those that the site has.
fn new(site: &Site, feeds: &[config::Feed]) -> String {
    let settings = &site.settings;
    let categories = categories(site);
    let is_ours = settings.convention.config_is_ours;
    let mut text = format!(
        "# Feeds of this site, and what its lint looks at. Every key: docs/configuration.md\n\
         # Found: {} posts in {} categories, a site of the kind `{}`.\n\n[site]\n",
        site.posts.iter().filter(|post| post.hidden.is_none()).count(),
        categories.len(),
        settings.convention.name
    );
    for (key, value, example) in site_keys(settings) {
        text += &match value {
            Some(value) if is_ours => format!("{key} = {}\n", toml_string(&value)),
            Some(value) => {
                format!("# {key} = {}  # as in the site's own configuration\n", toml_string(&value))
            }
            None => format!("# {key} = {}\n", toml_string(example)),
        };
    }
    text += &match (feeds.is_empty(), is_ours) {
        (true, _) => format!(
            "\n# The site writes its feeds itself; a row like this one would add one.\n{}",
            commented(&row(site, &example()))
        ),
        (false, true) => "\n# The newest ten posts; limit = 0 means all.\n".to_owned(),
        (false, false) => "\n# The feeds that the site has without this file, as its subscribers know them: paths, titles, limits.\n\
                       # `feedwright build` writes the same with these rows as without them.\n"
            .to_owned(),
    };
    text += &feeds.iter().map(|feed| row(site, feed)).collect::<Vec<_>>().join("\n");
    text +=
        "\n# The same posts as RSS or as JSON Feed: format = [\"atom\", \"rss\"] and `{format}` in `path`.\n";
    let (heading, each) = match (is_ours, categories.is_empty()) {
        (true, false) => ("One feed for each category. Found, with the number of posts:\n", EACH.to_owned()),
        (false, false) => {
            ("One more feed for each category. Found, with the number of posts:\n", commented(EACH))
        }
        (_, true) => ("One feed for each category.\n", commented(EACH)),
    };
    text += &format!("\n# {heading}{}{each}", found(&categories));
    text += "\n# [lint.rules]\n# dead-link = \"warning\"  # error, warning, info or off\n\
             \n# Another site whose sources, built pages or inventory are at hand: links to it are checked too.\n\
             # [[lint.sites]]\n# url = \"https://docs.example.org/\"\n# folder = \"../docs\"  # or: inventory = \"objects.inv\"\n";
    text
}

/// A feed as a row of `[[feeds]]`, without what holds anyhow.
fn row(site: &Site, feed: &config::Feed) -> String {
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
    feed.content = feed.content.filter(|content| *content != Content::Full);
    feed.to_row()
}

/// A feed to begin with, where the site has none that we write.
fn example() -> config::Feed {
    config::Feed {
        path: Some("atom.xml".to_owned()),
        limit: Some(Limit::default()),
        ..config::Feed::default()
    }
}

fn commented(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}
