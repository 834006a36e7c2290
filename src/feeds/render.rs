//! From a head to an entry: the body is read, put through Liquid and Markdown, and made fit for a feed.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use crate::feeds::budget::{Cut, fit};
use crate::feeds::counted::counted;
use crate::feeds::episode::episode;
use crate::feeds::frame::{Frame, frame};
use crate::feeds::head::head;
use crate::feeds::joined::with_author;
use crate::feeds::looks::Looks;
use crate::feeds::media::{enclosures, image_size};
use crate::feeds::model::{Content, ContentStyle, Entry, NoEntry, Skipped};
use crate::feeds::plan::{BodyStyle, Plan};
use crate::feeds::publish::{MayWrite, PlannedFeed, Published, publish};
use crate::feeds::translations::Translations;
use crate::links::{From, InternalLinks, RelativeLinks};
use crate::markup::front_matter::{Fault, Value};
use crate::markup::markdown;
use crate::site::config::{self, RowPodcast};
use crate::site::joined::Below;
use crate::site::post::{Markup, Post};
use crate::site::tree::{Sink, Tree, TreeError};
use crate::site::{Rendered, Site, Texts, ThisPage, excerpt};
use crate::text::diagnostic::{Level, Problem};
use crate::text::html;
use crate::text::html::remove::Removal;
use crate::text::pieces::Part as _;

/// What became of a plan: the files, and what was found while rendering.
pub struct Outcome {
    /// The feeds' files.
    pub published: Published,
    /// The feeds that have less than they would, to keep their `max-bytes`.
    pub cut: Vec<Cut>,
    /// What was found in the posts: Liquid that cannot be run, built pages that are not there.
    pub problems: Vec<Problem>,
}

/// Renders every post that some feed of the plan holds, once, and writes the feeds; those, as indexes in the plan, that
/// `may_write` accepts.
pub fn write(
    site: &Site,
    tree: &dyn Tree,
    plan: &Plan,
    built: Option<BuiltPages<'_>>,
    sink: &mut dyn Sink,
    may_write: &mut MayWrite<'_>,
) -> Outcome {
    let looks = Looks::of(plan);
    let count = site.post_count().max(1);
    // A post rendered in two styles is two entries: their numbers say post and style.
    let mut with_content = vec![false; looks.all.len() * count];
    let mut feeds = Vec::with_capacity(plan.feeds.len());
    for planned in &plan.feeds {
        let entries: Vec<usize> =
            planned.posts.iter().map(|post| looks.number(planned, *post) * count + post).collect();
        if planned.style.content == ContentStyle::Full {
            for entry in &entries {
                with_content[*entry] = true;
            }
        }
        feeds.push(PlannedFeed {
            name: planned.name.clone(),
            path: planned.path.clone(),
            emitter: planned.emitter,
            feed: planned.feed.clone(),
            whole: entries.len(),
            entries,
            style: planned.style,
        });
    }
    let renderer = Renderer::new(site, tree, built);
    let trees: Vec<Below<'_>> =
        site.joined.iter().map(|joined| Below::new(tree, joined.folder.as_str())).collect();
    let others: Vec<Renderer<'_>> = (site.joined.iter().zip(&trees))
        .map(|(joined, tree)| Renderer { rows: renderer.rows, ..Renderer::new(&joined.site, tree, None) })
        .collect();
    let entry = |number: usize| {
        let (style, shown) = looks.of_number(number / count);
        let with_content = with_content.get(number).copied().unwrap_or(false);
        let mut post = number % count;
        if let Some(post) = shown.and_then(|shown| shown.get(&post)) {
            return renderer.entry_of(post, style, with_content);
        }
        if post < site.posts.len() {
            return renderer.entry(post, style, with_content);
        }
        post -= site.posts.len();
        for other in &others {
            if post < other.site.posts.len() {
                return other.entry(post, style, with_content).map(|entry| with_author(other.site, entry));
            }
            post -= other.site.posts.len();
        }
        renderer.entry(number % count, style, with_content)
    };
    let budgets = plan.feeds.iter().map(|planned| planned.max_bytes);
    let cut = budgets.zip(&mut feeds).filter_map(|(most, feed)| fit(feed, most?, &entry)).collect();
    let published = publish(&feeds, &entry, sink, may_write);
    let mut problems = renderer.into_problems();
    for (joined, renderer) in site.joined.iter().zip(others) {
        let theirs = renderer.into_problems().into_iter();
        problems.extend(theirs.map(|problem| Problem {
            path: format!("{}/{}", joined.folder, problem.path).into(),
            ..problem
        }));
    }
    Outcome { published, cut, problems }
}

/// Renders the posts of one site, any number of them at a time.
pub struct Renderer<'a> {
    pub(super) site: &'a Site,
    tree: &'a dyn Tree,
    built: Option<BuiltPages<'a>>,
    /// The rows of `[[feeds]]` that the feeds are of: whose text frames entries, and which are podcasts.
    rows: &'a [config::Feed],
    problems: Mutex<Vec<Problem>>,
    texts: Texts,
    internal: InternalLinks,
    relative: RelativeLinks<'a>,
    translations: Option<Translations>,
}

/// Where the pages that the generator built are, and how the article is found in them.
pub struct BuiltPages<'a> {
    /// The generator's output folder.
    pub tree: &'a dyn Tree,
    /// What finds the article.
    pub extractor: html::extract::Extractor,
}

impl<'a> Renderer<'a> {
    /// A renderer of this site's posts; `built` is needed for feeds whose content is taken from built pages.
    pub fn new(site: &'a Site, tree: &'a dyn Tree, built: Option<BuiltPages<'a>>) -> Self {
        Self {
            site,
            tree,
            built,
            rows: &site.settings.config.feeds,
            problems: Mutex::default(),
            texts: Texts::default(),
            internal: InternalLinks::default(),
            relative: RelativeLinks::default(),
            translations: Translations::new(site),
        }
    }

    /// The entry of one post; `with_content` says whether some feed needs its whole text.
    ///
    /// # Errors
    /// When a file that it is made of cannot be read: the post's own, its built page, or another post's that it shows.
    pub fn entry(&self, index: usize, style: BodyStyle, with_content: bool) -> Result<Entry, NoEntry> {
        let Some(post) = self.site.posts.get(index) else {
            let reason = "there is no such post".to_owned();
            return Err(NoEntry::Skipped(Skipped { path: String::new(), reason }));
        };
        self.entry_of(post, style, with_content)
    }

    fn entry_of(&self, post: &Post, style: BodyStyle, with_content: bool) -> Result<Entry, NoEntry> {
        let with_content = with_content && !excerpt_only(post);
        let needs_body = with_content || style.asks_for_summary || self.excerpt_is_wanted(post);
        let text = needs_body.then(|| post.whole(self.tree)).transpose().map_err(NoEntry::Failed)?;
        let body = text.as_ref().map_or("", |text| text.part(post.front_matter.body..));
        let entry = self.assemble(post, body, style, with_content).map_err(NoEntry::Failed)?;
        match self.texts.failure(&post.path).filter(|_| post.liquid) {
            Some(error) => Err(NoEntry::Failed(error)),
            None => Ok(entry),
        }
    }

    /// What was found while rendering, in the order of files and places.
    #[must_use]
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        let mut found = self.problems.into_inner().unwrap_or_default();
        found.sort_by(Problem::order);
        found.dedup();
        counted(found)
    }

    fn assemble(
        &self,
        post: &Post,
        body: &str,
        style: BodyStyle,
        with_content: bool,
    ) -> Result<Entry, TreeError> {
        let (row, frame) = self.frame(post, body, style);
        let content = with_content.then(|| self.content(post, body, style, &frame)).transpose()?;
        // The text of a frame is not the beginning of the post.
        let own = content
            .as_deref()
            .filter(|_| post.redirect_to.is_none() && !style.built && style.framed_by.is_none());
        let (summary_html, summary) = self.summaries(post, body, style, (row, &frame), own);
        let replaces = style.summary_replaces_content && summary_html.is_some();
        let content = content
            .filter(|html| !html.is_empty() && !replaces)
            .map(|html| Content { html, base: post.link.clone() });
        let source = || post.whole(self.tree).ok().map(Cow::into_owned);
        let enclosures = enclosures(self.site, self.tree, post, &source, &|problem| self.note(problem));
        let mut entry = Entry { summary_html, summary, content, enclosures, ..head(self.site, post) };
        self.measure(&mut entry, post);
        Ok(entry)
    }

    /// Adds what is known of the entry's files where the configuration asks for it.
    fn measure(&self, entry: &mut Entry, post: &Post) {
        let config = &self.site.settings.config;
        if config.posts.image_size {
            let image = entry.image.as_deref();
            entry.details.image_size = image.and_then(|image| image_size(self.site, self.tree, post, image));
        }
        if let Some(translations) = &self.translations {
            entry.details.translations = translations.of(self.site, post);
            entry.details.own_language = self.site.settings.language_of(post).map(str::to_owned);
        }
        if self.rows.iter().any(|row| row.podcast.as_ref().is_some_and(RowPodcast::is_on)) {
            let source = || post.whole(self.tree).ok().map(Cow::into_owned);
            entry.details.episode = Some(episode(self.site, post, &entry.enclosures, &source));
        }
    }

    /// The row whose text frames an entry, and that text as HTML.
    fn frame(&self, post: &Post, body: &str, style: BodyStyle) -> (Option<&config::Feed>, Frame) {
        let row = style.framed_by.and_then(|number| self.rows.get(number));
        let report = |key: &str, error: Fault| {
            self.note(Problem {
                level: Level::Warning,
                path: Arc::clone(&post.path),
                span: post.front_matter.block,
                message: format!("`{key}` of `[[feeds]]`: {}", error.message),
                help: "fix it in `feedwright.toml`; the feed shows it as it is written until then".to_owned(),
            });
        };
        let made = row.map(|row| frame(row, &self.page(post, body, false), &report));
        (row, made.unwrap_or_default())
    }

    fn content(&self, post: &Post, body: &str, style: BodyStyle, frame: &Frame) -> Result<String, TreeError> {
        if let Some(target) = &post.redirect_to {
            let shown = html::text::escape(target).into_owned();
            let target = html::text::escape_attribute(target);
            return Ok(format!("<p>This post is at <a href=\"{target}\">{shown}</a>.</p>"));
        }
        let article = if style.built { self.article(post)? } else { None };
        let (rendered, balanced) = article.map_or_else(|| self.html(post, body), |html| (html, false));
        let (rendered, balanced) = match style.framed_by {
            None => (trimmed(rendered), balanced),
            Some(_) => (frame.around(&rendered), false),
        };
        let removal = Removal { scripts: style.without_scripts, ids: style.without_ids };
        let rendered =
            if balanced { rendered } else { changed(&rendered, html::balance::balance).unwrap_or(rendered) };
        let rendered = changed(&rendered, |html| html::remove::remove(html, removal)).unwrap_or(rendered);
        if style.urls_as_written {
            return Ok(rendered);
        }
        Ok(changed(&rendered, |html| html::urls::absolutise(html, &post.link)).unwrap_or(rendered))
    }

    /// The HTML of a body; beside it, whether its tags are surely balanced.
    fn html(&self, post: &Post, body: &str) -> (String, bool) {
        self.markup(body, &self.page(post, body, false))
    }

    /// The HTML of a body's beginning.
    pub(super) fn excerpt(&self, post: &Post, body: &str) -> String {
        self.markup(&excerpt(post, body), &self.page(post, body, true)).0
    }

    pub(super) fn page<'s>(&'s self, post: &'s Post, body: &'s str, is_excerpt: bool) -> ThisPage<'s> {
        let Self { site, tree, texts, .. } = self;
        ThisPage { site, tree: *tree, post, body, is_excerpt, texts: Some(texts), shown_by: None }
    }

    /// The HTML of a page's content, and whether its tags are surely balanced: Markdown without HTML of its
    /// author's comes out balanced.
    pub(super) fn markup(&self, text: &str, page: &ThisPage<'_>) -> (String, bool) {
        let post = page.post;
        let from = From {
            url: Some(&post.url),
            base: None,
            source: post.relative_path(),
            markup: post.markup,
            is_document: true,
        };
        if let Some(bodies) = &self.site.settings.bodies {
            // Most bodies find the sources that links name by themselves.
            let links = &self.site.settings.replaced_links;
            let text =
                if links.by_headings { self.relative.fill(text, self.site, &from) } else { text.into() };
            let Rendered { html, problems } = bodies.html(self.site, post, &text);
            problems.into_iter().for_each(|problem| self.note(problem));
            return (self.internal.fill(html, self.site), false);
        }
        let text = &*self.relative.fill(text, self.site, &from);
        let source = if post.liquid { self.without_liquid(text, page) } else { Cow::Borrowed(text) };
        match post.markup {
            Markup::Markdown => {
                let balanced = !may_hold_html(&source);
                let html = markdown::render(&source, &self.site.settings.markdown);
                (self.internal.fill(html, self.site), balanced)
            }
            Markup::Verbatim | Markup::Foreign => (source.into_owned(), false),
        }
    }

    /// The text after Liquid. Where Liquid cannot be run it is as it is written, with a problem.
    fn without_liquid<'b>(&self, text: &'b str, page: &ThisPage<'_>) -> Cow<'b, str> {
        let (text, fault) = match page.render(text) {
            Ok((text, fault)) => (Cow::Owned(text), fault),
            Err(fault) => (Cow::Borrowed(text), Some(fault)),
        };
        if let Some(fault) = fault {
            self.note_template(page.post, fault);
        }
        text
    }

    fn note_template(&self, post: &Post, fault: Fault) {
        // A post that needs what cannot be read is not shown at all.
        let (level, help) = match self.texts.failure(&post.path) {
            Some(_) => (Level::Error, fault.help.as_deref().unwrap_or("make the file readable")),
            None => (Level::Warning, "fix the template; the feed shows it as it is written until then"),
        };
        self.note(Problem {
            level,
            path: Arc::clone(&post.path),
            span: fault.span.shifted(post.front_matter.body),
            message: fault.message,
            help: help.to_owned(),
        });
    }

    /// The article of the page that the generator built for a post; nothing, with a problem, where it built none.
    fn article(&self, post: &Post) -> Result<Option<String>, TreeError> {
        let Some(built) = &self.built else { return Ok(None) };
        let decoded = crate::text::url::percent_decode(&post.url);
        let path = decoded.trim_start_matches('/');
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else if path.ends_with(".html") {
            path.to_owned()
        } else {
            format!("{path}.html")
        };
        let page = match built.tree.read(&file) {
            Ok(bytes) => String::from_utf8(bytes).ok(),
            Err(error) if error.missing => None,
            Err(error) => return Err(TreeError { path: format!("the built page {}", error.path), ..error }),
        };
        let article = page.as_deref().and_then(|page| built.extractor.extract(page));
        if article.is_none() {
            let message = match page {
                None => format!("the built page `{file}` is not there"),
                Some(_) => format!("no selector matches in the built page `{file}`"),
            };
            self.note(Problem {
                level: Level::Warning,
                path: Arc::clone(&post.path),
                span: post.front_matter.block,
                message,
                help:
                    "build the site first, or set `selectors` in `[built]`; the feed shows our own rendering"
                        .to_owned(),
            });
        }
        Ok(article)
    }

    pub(super) fn note(&self, problem: Problem) {
        if let Ok(mut problems) = self.problems.lock() {
            problems.push(problem);
        }
    }
}

/// Whether a Markdown text may hold HTML: a `<` that begins neither `<https://…>` nor `1 < 2`.
fn may_hold_html(source: &str) -> bool {
    memchr::memchr_iter(b'<', source.as_bytes()).any(|at| {
        let after = source.as_bytes().part(at + 1..);
        let begins_tag = after
            .first()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'));
        begins_tag && !after.starts_with(b"http://") && !after.starts_with(b"https://")
    })
}

/// The changed string, or `None` where nothing changed.
pub(super) fn changed<'t>(text: &'t str, change: impl Fn(&'t str) -> Cow<'t, str>) -> Option<String> {
    match change(text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(new) => Some(new),
    }
}

/// The text without white space at its ends, moved only where there is some at its beginning.
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    let start = text.len() - text.trim_start().len();
    if start > 0 {
        text.drain(..start);
    }
    text
}

/// Whether the post itself asks for no more than its summary: `feed: {excerpt_only: true}`, as jekyll-feed has it.
fn excerpt_only(post: &Post) -> bool {
    let feed = post.data.get("feed").map(|node| &node.value);
    let Some(Value::Map(options)) = feed else { return false };
    options.get("excerpt_only").is_some_and(|node| node.value.is_truthy())
}
