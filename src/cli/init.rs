//! `feedwright init`: a commented feedwright.toml from what is found.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
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
  feedwright init --print     only show it")]
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
    let text = config(&loaded.site);
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

/// The file: what the site's own configuration says is left to it, as comments.
fn config(site: &Site) -> String {
    let settings = &site.settings;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
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
    text += "\n# Every post, the newest ten, as Atom and as RSS.\n\
             [[feeds]]\nname = \"all\"\npath = \"feed.{format}.xml\"\nformat = [\"atom\", \"rss\"]\nlimit = 10  # 0 means all\n";
    if categories.is_empty() {
        text += "\n# One feed for each category.\n# [[feeds]]\n# name = \"categories\"\n# each = \"category\"\n# path = \"feed/{category}.xml\"\n";
    } else {
        let found: Vec<String> =
            categories.iter().map(|(category, posts)| format!("#   {category}: {posts}\n")).collect();
        text += &format!(
            "\n# One feed for each category. Found, with the number of posts:\n{}[[feeds]]\nname = \"categories\"\neach = \"category\"\npath = \"feed/{{category}}.xml\"\n",
            found.concat()
        );
    }
    text += "\n# [lint.rules]\n# dead-link = \"warning\"  # error, warning, info or off\n\
             \n# Another site whose sources, built pages or inventory are at hand: links to it are checked too.\n\
             # [[lint.sites]]\n# url = \"https://docs.example.org/\"\n# folder = \"../docs\"  # or: inventory = \"objects.inv\"\n";
    text
}
