//! `feedwright feed`: one feed from the command line alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use feedwright::feeds::emitters;
use feedwright::feeds::plan::{Planned, plan};
use feedwright::site::config::{self, Content, Format, Limit, OneOrMany, Origin};
use feedwright::site::post::POSTS;
use feedwright::site::tree::MemoryTree;
use feedwright::text::diagnostic::stable_hash;
use feedwright::text::url::{SlugMode, slugify};

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, DiskSink};
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::gate::{Gate, Run, WritingArgs};
use crate::cli::job::{Job, all_written, complete_for_liquid, say_notes, stop_unsound};
use crate::cli::left_out::say_left_out;
use crate::cli::validate::is_valid;
use crate::cli::{open, target, unread};

/// Write one feed, no configuration needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright feed --category releases            the ten newest, to the terminal
  feedwright feed --format rss --limit 0 --output feed.xml
                                                 all posts, as RSS, to a file
  feedwright feed --tag beta --exclude-category drafts --since 2024-01-01
  feedwright feed --where 'post.title.startsWith(\"Beta\")'

A feed that would have an error, or no entries where FILE has some, is not written: the old file is unchanged.

Exit status: 0 success; 1 the feed is not written for such a reason, or --strict found a post that is omitted because \
of its front matter or has no date; 2 the command could not run, or a file that the feed needs cannot be read.")]
pub(crate) struct FeedArgs {
    /// The site's folder
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The format
    #[arg(long, alias = "output-format", value_parser = PossibleValuesParser::new(emitters::names()), default_value = emitters::DEFAULT.name)]
    format: String,
    /// At most this many posts, the newest first; 0 means all
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// The feed's title; by default the site's
    #[arg(long)]
    title: Option<String>,
    /// The feed's subtitle; by default the site's description
    #[arg(long)]
    description: Option<String>,
    /// What entries hold
    #[arg(long, value_enum, default_value_t = ContentArg::Full)]
    content: ContentArg,
    /// The path of the feed on the site, for its id and self link; by default made from the name of --output, or from
    /// the filters
    #[arg(long, value_name = "PATH")]
    at: Option<String>,
    /// The file to write; by default, or with `-`, standard output
    #[arg(short, long, alias = "output-file", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Which posts.
    #[command(flatten)]
    filter: FilterArgs,
    /// When the feed is not written.
    #[command(flatten)]
    writing: WritingArgs,
    /// How the site is read.
    #[command(flatten)]
    reading: ReadingArgs,
}

impl FeedArgs {
    /// The file to write; nothing for standard output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|file| file.as_os_str() != "-")
    }
}

/// Which posts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which posts (options may be repeated)")]
struct FilterArgs {
    /// Posts of one of these categories
    #[arg(long, value_name = "C", value_delimiter = ',')]
    category: Vec<String>,
    /// No posts of these categories
    #[arg(long, value_name = "C", value_delimiter = ',')]
    exclude_category: Vec<String>,
    /// Posts with one of these tags
    #[arg(long, value_name = "T", value_delimiter = ',')]
    tag: Vec<String>,
    /// No posts with these tags
    #[arg(long, value_name = "T", value_delimiter = ',')]
    exclude_tag: Vec<String>,
    /// Posts by one of these authors
    #[arg(long, value_name = "A")]
    author: Vec<String>,
    /// No posts by these authors
    #[arg(long, value_name = "A")]
    exclude_author: Vec<String>,
    /// Documents of these collections; by default the posts
    #[arg(long, value_name = "L", value_delimiter = ',')]
    collection: Vec<String>,
    /// No documents of these collections
    #[arg(long, value_name = "L", value_delimiter = ',')]
    exclude_collection: Vec<String>,
    /// Posts in one of these languages
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    language: Vec<String>,
    /// No posts in these languages
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    exclude_language: Vec<String>,
    /// Posts whose file matches this glob, below the site
    #[arg(long = "path", value_name = "GLOB")]
    paths: Vec<String>,
    /// No posts whose file matches this glob
    #[arg(long, value_name = "GLOB")]
    exclude_path: Vec<String>,
    /// Posts of this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Posts of this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Posts for which this CEL expression is true
    #[arg(long = "where", value_name = "EXPR")]
    condition: Option<String>,
    /// No posts for which this CEL expression is true
    #[arg(long = "exclude-where", value_name = "EXPR")]
    exclude_condition: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ContentArg {
    Full,
    Built,
    Summary,
    None,
}

pub(crate) fn run(args: &FeedArgs, console: &Console) -> CommandResult {
    let site = target::folder(&args.site, &args.reading);
    let (tree, mut loaded) = open::open(&site, &args.reading, console)?;
    open::need_url(&loaded, &site)?;
    open::say_url(&loaded, console);
    let row = row(args);
    row.check().map_err(|(_, message)| Failure::new(message))?;
    if row.collections.0.iter().any(|label| label != POSTS) {
        loaded.complete(&tree)?;
    }
    let mut plan = plan(&loaded.site, &[row], &[])?;
    complete_for_liquid(&mut loaded, &tree, &plan)?;
    let unreadable = unread::say(&loaded, console);
    say_notes(&plan, console);
    if plan.feeds.is_empty() {
        return Err(Failure::new("there is no feed to write"));
    }
    let options = &args.writing;
    let place = |path: &str| args.file().map_or_else(|| path.to_owned(), |file| file.display().to_string());
    if !unread::stop(&loaded.site, &mut plan, &[], &place, console) {
        return Ok(ExitCode::from(2));
    }
    if !stop_unsound(&loaded.site, &tree, &mut plan, &place, options, console) {
        return Ok(ExitCode::FAILURE);
    }
    let settings = &loaded.site.settings;
    let folder = settings.config.built.folder.as_ref().unwrap_or(&settings.output);
    let built = options.built.clone().unwrap_or_else(|| disk::below(&site, folder));
    let job = Job { loaded: &loaded, tree: &tree, plan: &plan, built: &built, console };
    let old = |_: &Planned| args.file().map_or_else(|| Ok(Vec::new()), disk::read_replaced);
    let mut gate = Gate::new(&loaded.site, &plan, options, &place, &old, console);
    let written = write(&job, args, &mut gate)?;
    let undated = say_left_out(&loaded.site, &plan, options.strict, console);
    Ok(ExitCode::from(u8::from(!written || options.strict && (unreadable || undated))))
}

/// Writes the one feed of a plan; whether it was written.
fn write(job: &Job<'_>, args: &FeedArgs, gate: &mut Gate<'_>) -> Result<bool, Failure> {
    let mut memory = MemoryTree::default();
    let rendered = job.render(&mut memory, &mut |_, _| true)?;
    let (Some(feed), Some(published)) = (job.plan.feeds.first(), rendered.published.feeds.first()) else {
        return Err(Failure::new("there is no feed to write"));
    };
    let place = args.file().map_or_else(|| feed.path.clone(), |file| file.display().to_string());
    all_written(&rendered.published.feeds, &|_| PathBuf::from(&place))?;
    let text = memory.files.get(&feed.path).map_or(&[][..], Vec::as_slice);
    let options = &args.writing;
    if options.validate && !is_valid(job, feed, text, &place, options.allow_invalid) {
        return Ok(false);
    }
    let Some(file) = args.file() else {
        job.console.file(&String::from_utf8_lossy(text));
        return Ok(true);
    };
    DiskSink::write_file_if(file, text, &mut || gate.may_write(0, published.entries))?;
    Ok(gate.say(Run::Write))
}

/// The command line as a row of `[[feeds]]`.
fn row(args: &FeedArgs) -> config::Feed {
    let filter = &args.filter;
    let list = |values: &[String]| OneOrMany(values.to_vec());
    let file_name = args.file().and_then(|file| file.file_name()).and_then(|name| name.to_str());
    config::Feed {
        path: args.at.clone().or_else(|| file_name.map(str::to_owned)).or_else(|| own_path(filter)),
        format: OneOrMany(vec![Format::new(&args.format)]),
        title: args.title.clone(),
        description: args.description.clone(),
        categories: list(&filter.category),
        exclude_categories: list(&filter.exclude_category),
        tags: list(&filter.tag),
        exclude_tags: list(&filter.exclude_tag),
        authors: list(&filter.author),
        exclude_authors: list(&filter.exclude_author),
        collections: list(&filter.collection),
        exclude_collections: list(&filter.exclude_collection),
        languages: list(&filter.language),
        exclude_languages: list(&filter.exclude_language),
        paths: list(&filter.paths),
        exclude_paths: list(&filter.exclude_path),
        since: filter.since.clone(),
        until: filter.until.clone(),
        condition: filter.condition.clone(),
        exclude_condition: filter.exclude_condition.clone(),
        limit: Some(Limit::from(args.limit)),
        content: Some(match args.content {
            ContentArg::Full => Content::Full,
            ContentArg::Built => Content::Built,
            ContentArg::Summary => Content::Summary,
            ContentArg::None => Content::None,
        }),
        origin: Origin::CommandLine,
        ..config::Feed::default()
    }
}

/// A path for a feed of some of the posts, so that it has not the id of the feed of them all: `feed/category-releases`.
fn own_path(filter: &FilterArgs) -> Option<String> {
    let lists = [
        ("category", &filter.category),
        ("not-category", &filter.exclude_category),
        ("tag", &filter.tag),
        ("not-tag", &filter.exclude_tag),
        ("author", &filter.author),
        ("not-author", &filter.exclude_author),
        ("collection", &filter.collection),
        ("not-collection", &filter.exclude_collection),
        ("language", &filter.language),
        ("not-language", &filter.exclude_language),
        ("path", &filter.paths),
        ("not-path", &filter.exclude_path),
    ];
    let lists = lists.into_iter().flat_map(|(kind, values)| values.iter().map(move |value| (kind, value)));
    let single = [
        ("since", &filter.since),
        ("until", &filter.until),
        ("where", &filter.condition),
        ("not-where", &filter.exclude_condition),
    ];
    let single = single.into_iter().filter_map(|(kind, value)| Some((kind, value.as_ref()?)));
    let parts: Vec<String> =
        lists.chain(single).map(|(kind, value)| format!("{kind}-{}", slug_of(value))).collect();
    (!parts.is_empty()).then(|| format!("feed/{}.{{ext}}", parts.join("-")))
}

/// A value as part of a file name; two values that make the same slug (`C`, `C#`) stay apart.
fn slug_of(value: &str) -> String {
    let slug = slugify(value, SlugMode::Default, false);
    if slug == value || slug == value.to_lowercase().replace(' ', "-") {
        return slug;
    }
    let hash = format!("{:08x}", stable_hash(value) & 0xffff_ffff);
    [slug, hash].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}
