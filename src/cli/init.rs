//! `feedwright init`: a commented feedwright.toml from what is found.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use feedwright::config::{self, Content, Format, Limit};
use feedwright::load::Depth;
use feedwright::post::Post;
use feedwright::site::Site;

use crate::cli::args::{Common, ReadingArgs};
use crate::cli::disk::DiskSink;
use crate::cli::{Failure, Outcome, console, open};

/// Write a commented feedwright.toml from what is found.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright init             for the site in this folder
  feedwright init --print     only show it

The feeds in it are those that the site has already, so that `feedwright build` writes the same with it as without it.")]
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

pub(crate) fn run(args: &InitArgs, common: &Common) -> Outcome {
    let (tree, loaded) = open::open(&args.site, &args.reading, Depth::Feeds, common)?;
    let text = config(&loaded.site, &loaded.feeds);
    if args.print {
        console::raw(text.as_bytes());
        return Ok(ExitCode::SUCCESS);
    }
    let place = args.site.join("feedwright.toml");
    if feedwright::tree::Tree::read(&tree, "feedwright.toml").is_ok() {
        return Err(Failure::new(format!(
            "{}: there is one already; `--print` shows a new one",
            place.display()
        )));
    }
    DiskSink::write_file(&place, text.as_bytes())?;
    console::line(&format!("wrote {}", place.display()));
    Ok(ExitCode::SUCCESS)
}

/// The file: what the site's own configuration says is left to it, as comments; the feeds are those that the site has.
fn config(site: &Site, feeds: &[config::Feed]) -> String {
    let settings = &site.settings;
    let known = |key: &str, value: Option<&str>, example: &str| match value {
        Some(value) if settings.convention == "plain" => format!("{key} = {}\n", quoted(value)),
        Some(value) => format!("# {key} = {}  # as in the site's own configuration\n", quoted(value)),
        None => format!("# {key} = {}\n", quoted(example)),
    };
    let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
    let visible = || site.posts.iter().filter(|post| post.hidden.is_none());
    for category in visible().flat_map(|post: &Post| &post.categories) {
        *categories.entry(category).or_default() += 1;
    }
    let mut text = format!(
        "# Feeds of this site, and what its lint looks at. Every key: docs/configuration.md\n\
         # Found: {} posts in {} categories, a site of the kind `{}`.\n\n[site]\n",
        visible().count(),
        categories.len(),
        settings.convention
    );
    text += &known("url", settings.url.as_deref(), "https://example.org");
    text += &known("title", settings.title.as_deref(), "My site");
    text += &known("description", settings.description.as_deref().map(str::trim), "What it is about");
    text += &known("language", settings.language.as_deref(), "en");
    text += &known("timezone", Some(settings.zone.name()), "Europe/Berlin");
    text += &match (feeds.is_empty(), settings.convention) {
        (true, _) => format!(
            "\n# The site writes its feeds itself; a row like this one would add one.\n{}",
            commented(&row(site, &example()))
        ),
        (false, "plain") => "\n# The newest ten posts; limit = 0 means all.\n".to_owned(),
        (false, _) => "\n# The feeds that the site has without this file, as its subscribers know them: paths, titles, limits.\n\
                       # `feedwright build` writes the same with these rows as without them.\n"
            .to_owned(),
    };
    text += &feeds.iter().map(|feed| row(site, feed)).collect::<Vec<_>>().join("\n");
    text +=
        "\n# The same posts as RSS or as JSON Feed: format = [\"atom\", \"rss\"] and `{format}` in `path`.\n";
    let found: String =
        categories.iter().map(|(category, posts)| format!("#   {}: {posts}\n", category.trim())).collect();
    let each =
        "[[feeds]]\nname = \"categories\"\neach = \"category\"\npath = \"feed/category/{category}.xml\"\n";
    let (heading, each) = match (settings.convention, categories.is_empty()) {
        ("plain", false) => {
            ("One feed for each category. Found, with the number of posts:\n", each.to_owned())
        }
        (_, false) => {
            ("One more feed for each category. Found, with the number of posts:\n", commented(each))
        }
        (_, true) => ("One feed for each category.\n", commented(each)),
    };
    text += &format!("\n# {heading}{found}{each}");
    text += "\n# [lint.rules]\n# dead-link = \"warning\"  # error, warning, info or off\n\
             \n# Another site whose sources, built pages or inventory are at hand: links to it are checked too.\n\
             # [[lint.sites]]\n# url = \"https://docs.example.org/\"\n# folder = \"../docs\"  # or: inventory = \"objects.inv\"\n";
    text
}

/// A feed as a row of `[[feeds]]`, without what holds anyhow.
fn row(site: &Site, feed: &config::Feed) -> String {
    let mut text = "[[feeds]]\n".to_owned();
    let mut key = |key: &str, value: String| text += &format!("{key} = {value}\n");
    let path = feed.path.as_deref().unwrap_or("feed.xml");
    let own_name = path.strip_suffix(".xml").unwrap_or(path);
    if let Some(name) = feed.name.as_deref().filter(|name| *name != own_name) {
        key("name", quoted(name));
    }
    key("path", quoted(path));
    if feed.formats() != [Format::Atom] {
        let names: Vec<String> = feed.formats().iter().map(|format| quoted(format.name())).collect();
        key("format", format!("[{}]", names.join(", ")));
    }
    let of_site = site.settings.title.as_deref().unwrap_or_default();
    let by_itself = match feed.categories.0.as_slice() {
        [category] => format!("{of_site} | {category}"),
        _ => of_site.to_owned(),
    };
    if let Some(title) = feed.title.as_deref().filter(|title| !title.is_empty() && *title != by_itself) {
        key("title", quoted(title));
    }
    let posts_alone = feed.collections.0 == ["posts"];
    let lists = [
        ("collections", if posts_alone { &[][..] } else { &feed.collections.0 }),
        ("categories", &feed.categories.0),
        ("tags", &feed.tags.0),
    ];
    for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
        key(name, format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ")));
    }
    match feed.limit {
        Some(Limit::All) => key("limit", "0".to_owned()),
        Some(Limit::Newest(limit)) => key("limit", limit.to_string()),
        None => {}
    }
    if feed.content == Some(Content::Summary) {
        key("content", quoted("summary"));
    }
    text
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

/// A TOML string: JSON's has the same escapes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
