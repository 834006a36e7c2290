//! A plain folder of posts: everything that a generator's configuration would say is in `feedwright.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use glob::Pattern;

use crate::markup::front_matter::{Map, Value};
use crate::markup::markdown;
use crate::site::config::{self, ConfigError, Limit};
use crate::site::convention::{Convention, Document, Fault, Generator, Opening, Role};
use crate::site::conventions::fields::{
    dated_name, each_once, is_set, missing, strings, text_of, time_of, titleize, words,
};
use crate::site::conventions::people;
use crate::site::conventions::permalink::{self, Parts};
use crate::site::post::{DateSource, Fingerprint, Hidden, Markup, Post};
use crate::site::{Environment, Page, Settings, is_named_like_markdown};
use crate::text::date;
use crate::text::url;

pub(super) const CONVENTION: Convention = Convention {
    name: "plain",
    summary: "a folder of Markdown files with front matter, and a `feedwright.toml`",
    marks: &["feedwright.toml"],
    config_files: &[],
    open: |opening| Ok(Box::new(Plain::open(opening)?)),
};

struct Plain {
    settings: Settings,
    folders: Vec<String>,
    exclude: Vec<Pattern>,
    permalink: String,
    excerpt_separator: String,
    drafts: bool,
    future: bool,
}

impl Plain {
    fn open(opening: Opening<'_>) -> Result<Self, ConfigError> {
        let Opening { config, overrides, .. } = opening;
        let site = &config.site;
        let zone = date::zone(site.timezone.as_deref().unwrap_or("UTC"))
            .map_err(|error| config.error(&["site", "timezone"], error.to_string()))?;
        let posts = &config.posts;
        let glob = |(number, glob): (usize, &String)| {
            Pattern::new(glob).map_err(|error| {
                let message = format!("`exclude` has `{glob}`, which is no glob: {}", error.msg);
                config.error(&["posts", "exclude", &number.to_string()], message)
            })
        };
        let exclude = posts.exclude.iter().enumerate().map(glob).collect::<Result<Vec<_>, _>>()?;
        let folders = posts.folders.iter().map(|folder| below(folder)).filter(|folder| !folder.is_empty());
        let permalink = permalink::style(posts.permalink.as_deref().unwrap_or("/:path/"));
        if let Some(fault) = permalink::fault(permalink, &[]) {
            return Err(config.error(&["posts", "permalink"], fault));
        }
        if !permalink.contains(':') {
            let message = format!("every post would stand at `{permalink}`; put `:title` or `:path` into it");
            return Err(config.error(&["posts", "permalink"], message));
        }
        Ok(Self {
            folders: folders.collect(),
            exclude,
            permalink: permalink.to_owned(),
            excerpt_separator: posts.excerpt_separator.clone().unwrap_or_else(|| "\n\n".to_owned()),
            drafts: overrides.drafts || posts.drafts,
            future: overrides.future || posts.future,
            settings: Settings {
                convention: "plain",
                url: overrides.url.clone().or_else(|| site.url.clone()).filter(|url| !url.is_empty()),
                baseurl: site.baseurl.clone().unwrap_or_default(),
                title: site.title.clone(),
                description: site.description.clone(),
                language: site.language.clone(),
                author: site.author.as_ref().map(people::configured),
                zone,
                environment: Environment::new(overrides.environment.as_deref()),
                now_is_given: overrides.now.is_some() || overrides.clock_is_given,
                now: date::in_zone(&overrides.now.unwrap_or(overrides.clock), zone),
                output: site.output.clone().unwrap_or_else(|| "public".to_owned()),
                markdown: match config.markdown {
                    Some(config::Markdown::Kramdown) => markdown::Options::default(),
                    Some(config::Markdown::CommonMark) | None => markdown::Options::common_mark(),
                },
                plugins: Vec::new(),
                collections: BTreeMap::from([("posts".to_owned(), true)]),
                data: Map::default(),
                config,
                sources: Vec::new(),
            },
        })
    }
}

impl Plain {
    /// A file's path as its URL has it: Hugo and Zola leave out their folder `content`.
    fn below_content<'p>(&self, path: &'p str) -> &'p str {
        if self.has_content() { path.strip_prefix("content/").unwrap_or(path) } else { path }
    }

    /// Whether a file lies where posts lie.
    fn in_folder(&self, path: &str) -> bool {
        let is_below =
            |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.folders.is_empty() || self.folders.iter().any(is_below)
    }

    fn has_content(&self) -> bool {
        self.folders.iter().any(|folder| folder == "content" || folder.starts_with("content/"))
    }
}

impl Generator for Plain {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn check_files(&self, files: &[(String, Role)]) -> Result<(), ConfigError> {
        let config = &self.settings.config;
        for (number, written) in config.posts.folders.iter().enumerate() {
            let folder = below(written);
            if let Some(hint) = missing(&folder, files) {
                let message = format!(
                    "`folders` names `{written}`, and there is no such folder with files in it{hint}"
                );
                return Err(config.error(&["posts", "folders", &number.to_string()], message));
            }
        }
        Ok(())
    }

    fn enters(&self, folder: &str) -> bool {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        folder != self.settings.output && !name.starts_with('.') && name != "node_modules"
    }

    fn may_hold_posts(&self, folder: &str) -> bool {
        let folder = format!("{folder}/");
        self.folders.iter().any(|posts| posts.starts_with(&folder))
            || matches!(self.role(&format!("{folder}a.md")), Role::Document { .. })
    }

    fn shows_drafts(&self) -> bool {
        self.drafts
    }

    fn role(&self, path: &str) -> Role {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.starts_with('.') || self.exclude.iter().any(|glob| glob.matches(path)) {
            return Role::Nothing;
        }
        // Sections of other generators (`_index.md`) are no posts.
        if self.in_folder(path) && is_markdown(name) && !name.starts_with('_') {
            Role::Document { collection: "posts".into(), draft: false }
        } else {
            Role::PageOrFile
        }
    }

    fn post(&self, document: Document<'_>) -> Result<Post, Box<Fault>> {
        let Document { path: file, collection, text, front_matter, .. } = document;
        if let Some(fault) = front_matter.faults.iter().find(|fault| fault.fatal) {
            return Err(Box::new(Fault {
                span: fault.span,
                message: fault.message.clone(),
                help: fault.help.clone().unwrap_or_else(|| "mend the front matter".to_owned()),
            }));
        }
        let data = front_matter.data.clone();
        let name = file.rsplit('/').next().unwrap_or(file);
        let stem = name.rfind('.').map_or(name, |dot| &name[..dot]);
        let (file_date, file_slug) =
            dated_name(name).map_or((None, stem), |(date, slug, _)| (Some(date), slug));
        // A bundle (`a-post/index.md`) is named by its folder.
        let bundle = file.strip_suffix("/index.md").map(|folder| folder.rsplit('/').next().unwrap_or(folder));
        let slug = text_of(&data, "slug").unwrap_or_else(|| bundle.unwrap_or(file_slug).to_owned());
        let zone = self.settings.zone;
        let (date, date_source) = match (data.get("date"), file_date) {
            (Some(node), _) if !matches!(node.value, Value::Null) => {
                let written = node.value.to_ruby_string();
                let date = date::parse(&written, zone).map_err(|_| {
                    Box::new(Fault {
                        span: node.span,
                        message: format!("`date: {written}` is no date"),
                        help: "write it as `2024-05-31` or `2024-05-31T10:00:00+02:00`".to_owned(),
                    })
                })?;
                (date, DateSource::FrontMatter)
            }
            (_, Some(written)) => {
                let date = date::parse(written, zone).map_err(|_| {
                    Box::new(Fault {
                        span: front_matter.block,
                        message: format!("the file name's date `{written}` is no date"),
                        help: "rename the file".to_owned(),
                    })
                })?;
                (date, DateSource::FileName)
            }
            _ => (self.settings.now, DateSource::Build),
        };
        let empty = Map::default();
        let taxonomies = taxonomies(&data).unwrap_or(&empty);
        let listed = |key: &str| strings(&data, key).into_iter().chain(strings(taxonomies, key));
        let categories = each_once(listed("categories").chain(strings(&data, "category")).collect());
        let path = file.rfind('.').map_or(file, |dot| &file[..dot]);
        let path = bundle.and_then(|_| path.strip_suffix("/index")).unwrap_or(path);
        let path = self.below_content(path);
        // With Hugo and Zola, `slug` takes the place of the file's name in its path.
        let with_slug = text_of(&data, "slug")
            .filter(|_| self.has_content())
            .map(|slug| path.rsplit_once('/').map_or(slug.clone(), |(folder, _)| format!("{folder}/{slug}")));
        let path = with_slug.as_deref().unwrap_or(path);
        let parts = Parts {
            collection: &collection,
            basename: stem,
            slug: &slug,
            path,
            output_ext: ".html",
            categories: &categories,
            date: &date,
        };
        let written = text_of(&data, "permalink").or_else(|| text_of(&data, "url"));
        let template = written.as_deref().unwrap_or(&self.permalink);
        let url = permalink::fill(template, &parts).map_err(|name| {
            Box::new(Fault {
                span: front_matter.block,
                message: format!(
                    "the permalink `{template}` has the placeholder `:{name}`, which is not known"
                ),
                help: "use `:year`, `:month`, `:day`, `:title`, `:slug`, `:path` or `:categories`".to_owned(),
            })
        })?;
        let draft = is_set(&data, "draft");
        let hidden = if draft && !self.drafts {
            Some(Hidden::Draft)
        } else if matches!(data.get("published").map(|node| &node.value), Some(Value::Bool(false))) {
            Some(Hidden::Unpublished)
        } else if !self.future && date > self.settings.now {
            Some(Hidden::Future)
        } else {
            None
        };
        let title = match data.get("title").map(|node| &node.value) {
            None | Some(Value::Null | Value::Bool(false)) => titleize(&slug),
            Some(value) => words(value),
        };
        let link = self.settings.absolute(&url);
        let image = text_of(&data, "image").map(|path| url::resolve(&link, &path).into_owned());
        let body = text.get(front_matter.body..).unwrap_or("");
        Ok(Post {
            same_as: None,
            hidden_path: 0,
            path: Arc::from(file),
            // A plain folder promises no id of its own: the permalink is one, unless the post says otherwise.
            id: text_of(&data, "id").unwrap_or_else(|| link.clone()),
            link,
            title,
            slug,
            date,
            date_source,
            updated: time_of(&data, "updated", zone)
                .or_else(|| time_of(&data, "lastmod", zone))
                .unwrap_or(date),
            tags: each_once(listed("tags").collect()),
            authors: match people::authors(&data, &empty) {
                named if named.is_empty() => people::authors(taxonomies, &empty),
                named => named,
            },
            language: text_of(&data, "lang").or_else(|| text_of(&data, "language")),
            description: text_of(&data, "description").or_else(|| text_of(&data, "summary")),
            excerpt_separator: text_of(&data, "excerpt_separator").unwrap_or_else(|| {
                if body.contains(MORE) { MORE.to_owned() } else { self.excerpt_separator.clone() }
            }),
            image,
            redirect_to: strings(&data, "redirect_to").first().map(|to| self.settings.absolute(to)),
            redirect_from: strings(&data, "redirect_from")
                .into_iter()
                .chain(strings(&data, "aliases"))
                .collect(),
            hidden,
            draft,
            output: hidden.is_none(),
            markup: Markup::Markdown,
            liquid: false,
            url,
            categories,
            collection,
            data,
            front_matter,
            text: None,
            as_read: Fingerprint::default(),
        })
    }

    fn may_be_unread_post(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        is_named_like_markdown(name) && !is_markdown(name) && !name.starts_with('_') && self.in_folder(path)
    }

    fn page(&self, document: Document<'_>) -> Page {
        let Document { path: file, front_matter, .. } = document;
        let path = self.below_content(file.rfind('.').map_or(file, |dot| &file[..dot]));
        let folder = path.strip_suffix("_index").or_else(|| path.strip_suffix("index"));
        let url = match folder.filter(|rest| rest.is_empty() || rest.ends_with('/')) {
            Some(folder) => format!("/{folder}"),
            None => format!("/{path}/"),
        };
        Page {
            path: Arc::from(file),
            url,
            title: text_of(&front_matter.data, "title"),
            redirect_to: None,
            redirect_from: strings(&front_matter.data, "aliases"),
            markup: if is_markdown(file) { Markup::Markdown } else { Markup::Verbatim },
            liquid: false,
            data: front_matter.data.clone(),
            front_matter,
            text: None,
        }
    }

    /// A README beside the posts is none of them; a dated name says that a file is a post, whatever it lacks.
    fn needs_front_matter(&self, path: &str, _collection: &str) -> bool {
        dated_name(path.rsplit('/').next().unwrap_or(path)).is_none()
    }

    fn file_url(&self, path: &str) -> String {
        let path = self.below_content(path);
        // The other folder of Hugo and Zola, whose files are copied to the top of the site.
        let copied = path.strip_prefix("static/").filter(|_| self.has_content());
        format!("/{}", copied.unwrap_or(path))
    }

    fn has_bundles(&self) -> bool {
        true
    }

    fn learn(&mut self, _data: &Map) {}

    fn feed_collections(&self) -> Vec<String> {
        vec!["posts".to_owned()]
    }

    fn feeds(&self, _posts: &[Post], _stands: &dyn Fn(&str) -> bool) -> (Vec<config::Feed>, Vec<String>) {
        let feed = config::Feed {
            path: Some("feed.xml".to_owned()),
            limit: Some(Limit::default()),
            ..config::Feed::default()
        };
        (vec![feed], Vec::new())
    }
}

/// A folder as paths begin with it; empty for the site's own.
fn below(folder: &str) -> String {
    let parts: Vec<&str> = folder.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

/// The mark that ends a summary wherever it stands, as in WordPress and Hugo.
const MORE: &str = "<!--more-->";

/// Zola's `[taxonomies]`: categories, tags and authors a level below.
fn taxonomies(data: &Map) -> Option<&Map> {
    match &data.get("taxonomies")?.value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fn is_markdown(name: &str) -> bool {
    [".md", ".markdown", ".mkd", ".mkdn", ".mkdown"].iter().any(|extension| name.ends_with(extension))
}
