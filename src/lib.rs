//! RSS, Atom and JSON feeds for sites whose posts are Markdown with front matter, and a linter for both.
//!
//! The library does no I/O but through [`site::tree::Tree`] and [`site::tree::Sink`], and never panics on input. Parsing
//! never fails: bad input becomes a [`text::diagnostic::Diagnostic`] with its place.
//!
//! # The calls
//!
//! - [`site::load::load`] reads a site for its feeds, [`site::load::load_whole`] all of it for the linter;
//! - [`feeds::plan::plan`] decides which post is in which feed, and [`feeds::render::write`] writes the feeds;
//! - [`lint::check_site`] checks the site, and [`lint::check_feeds`] checks feeds;
//! - [`feeds::diff::compare_feeds`] returns what subscribers will notice of a new feed.
//!
//! ```
//! use feedwright::feeds::{plan::plan, render};
//! use feedwright::site::load::{LoadOptions, load};
//! use feedwright::site::tree::MemoryTree;
//!
//! let site = MemoryTree::new([
//!     ("_config.yml", "title: Wherry\nurl: https://wherry.example\n"),
//!     ("_posts/2024-05-31-beta.md", "---\ntitle: Beta\n---\nIt is **out**.\n"),
//! ]);
//! let loaded = load(&site, LoadOptions::at("2024-07-01T12:00:00Z".parse()?))?;
//! let plan = plan(&loaded.site, &loaded.feeds, &[])?;
//! let mut output = MemoryTree::default();
//! render::write(&loaded.site, &site, &plan, None, &mut output, &mut |_, _| true);
//! let feed = String::from_utf8(output.files["feed.xml"].clone())?;
//! assert!(feed.contains("<id>https://wherry.example/2024/05/31/beta</id>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The programs in `examples` do the same, lint a site, and compare two feeds.
//!
//! # The picture
//!
//! Four kinds of thing, each with a type, a table of implementations (one a file) and a driver. The type is below its
//! implementations and the table above them, so that nothing imports in a circle.
//!
//! | | type | one per file | driver |
//! |---|---|---|---|
//! | sites | [`site::convention`] | [`site::conventions`] | [`site::load`] |
//! | feeds | [`feeds::model`] | [`feeds::emitters`] | [`feeds::publish`] |
//! | findings | [`lint::rule`] | [`lint::rules`] | [`mod@lint`] |
//! | reports | [`lint::report`] | [`lint::reporters`] | the program, `src/cli` |
//!
//! # The way of the data
//!
//! ```text
//!    Tree ──► load ──► Site: heads of all posts, files, pages
//!                        │
//!                        ├──► plan ──► render ──► emitters ──► publish ──► Sink
//!                        │
//!                        └──► facts of each file ──► rules ──► settle ──► reporters, fix
//! ```
//!
//! # One post, from its bytes to an entry
//!
//! | file | function | does |
//! |---|---|---|
//! | `site/load/documents.rs` | `read_documents` | reads the file, or its beginning |
//! | `markup/front_matter/mod.rs` | `of_file` | splits it into front matter, with places, and body |
//! | `site/conventions/jekyll/head.rs` | `post` | makes its head: URL, id, dates, categories |
//! | `feeds/plan/mod.rs` | `plan` | puts it into the feeds that ask for it |
//! | `feeds/render.rs` | `Renderer::entry` | makes the entry, from head and body |
//! | `markup/liquid/run.rs` | `run` | runs the body's template, includes and all |
//! | `markup/markdown/kramdown/mod.rs` | `render` | turns Markdown into HTML: blocks (`parser.rs`), inline text (`spans/reader.rs`) |
//! | `feeds/emitters/atom.rs` | `entry` | writes the entry |
//!
//! `lint` takes the same way with [`markup::read`] in the place of `Renderer::entry`: the same template, the same parse, and facts
//! instead of HTML.
//!
//! # The folders
//!
//! From the bottom up; each uses itself and those before it, and no two files use each other (`tests/it/tidy.rs`).
//!
//! | folder | contents |
//! |---|---|
//! | [`mod@text`] | what any text tool needs: [`text::source`] (files with places), [`text::diagnostic`], [`text::suggest`] (the nearest right name), [`text::printable`] (hostile strings on one line), [`text::url`], [`text::date`], [`text::language`], [`text::html`], [`text::xml`]; `text::budget`, `text::bounded` and [`text::shared`] (how much templates and programs may do, and parts of values that copies share) |
//! | [`markup`] | one file's text to HTML and facts: [`markup::front_matter`], [`markup::liquid`], `markup::jinja` and `markup::nunjucks` (the templates of Zola, Pelican and Eleventy), [`markup::javascript`] (programs, read without being run), [`markup::markdown`], [`markup::read`] (facts after Liquid, with the places of the source) |
//! | [`mod@site`] | a site: [`site::config`] (`feedwright.toml`), [`site::tree`] (what is read and written), [`site::overlay`] (unsaved files over a tree), [`site::convention`] and [`site::conventions`] (one a generator: Jekyll, Hugo, Zola, Eleventy, Pelican, Astro; and plain folders), [`site::capabilities`] (what the rest of the program asks a convention), [`site::load`], [`site::post`] (a head), `site::includes` (what templates include by name), [`mod@site::lock`] (`feedwright.lock`: recorded ids), [`site::filter`] |
//! | [`links`] | what a link may reach: the site's index, built pages, other sites, [`links::inventory`] (another site's, by Sphinx), [`links::issue_ref`] (issues of trackers) |
//! | [`feeds`] | [`feeds::model`], [`feeds::plan`] (which post is in which feed), [`feeds::answers`] (why, for people), [`feeds::by_filters`] (rows for feeds whose posts the generator chose), [`feeds::render`] (bodies), [`feeds::discovery`] (links to feeds, OPML), [`feeds::lock`] (what changes in `feedwright.lock`), [`feeds::emitters`], [`feeds::publish`], [`feeds::replacement`] (whether a new feed may replace the old one), [`mod@feeds::stale`] (feeds that are planned no more), [`feeds::diff`] |
//! | [`mod@lint`] | [`lint::rule`], [`lint::rules`], a run ([`lint::check_site`], [`lint::check_feeds`], [`lint::fix::rounds`], [`lint::Verdict`]), [`mod@lint::self_check`] (the rules about our own feeds before they are written), [`lint::settle`] (suppressions, baseline), [`lint::fix`], `lint::editor` (one file as an editor has it), [`lint::report`], [`lint::reporters`], [`lint::overview`] (a page about a site), `lint::preview` (the pages of `feedwright serve`) |
//! | `cli` | the program: words, exit codes, the disk |

// What the lower layers do for some generators alone is unused in a build without those; the whole build has no such exception.
#![cfg_attr(
    not(feature = "generators"),
    allow(dead_code, unused_imports, reason = "what only left out generators use")
)]

pub mod feeds;
pub mod links;
pub mod lint;
pub mod markup;
pub mod site;
pub mod text;
