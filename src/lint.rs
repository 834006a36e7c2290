//! Lints a site: reads the facts of every file, runs the rules that are switched on, and settles what is shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use glob::Pattern;
use rayon::prelude::*;

use crate::config::{self, ConfigError, PerFile};
use crate::diagnostic::{Diagnostic, Level};
use crate::front_matter::{self, FrontMatter, Value};
use crate::issue_ref::{Text, Tracker, Trackers, UrlReading, read_text, read_url};
use crate::liquid;
use crate::markdown::{self, Link, LinkKind, LinkRole};
use crate::plan;
use crate::post::Markup;
use crate::report::{RuleNote, Unknown};
use crate::rule::{
    Anchor, Around, Built, Check, Destination, Document, Head, IssueStyles, Knowledge, Numbers, Options,
    OtherSite, Pages, PostContext, Reference, Rule, SiteContext, ThereVerdict, Verdict, destinations,
    doubt_fragments,
};
use crate::rules;
use crate::settle::{self, Suppressible};
use crate::site::{Index, Site, ThisPage};
use crate::source::{SourceFile, Span, Spanned};
use crate::tree::Tree;

/// Which rules look, how loud, and with which options.
#[derive(Clone, Debug)]
pub struct Selection {
    rules: Vec<Selected>,
}

/// A rule that looks.
#[derive(Clone, Debug)]
struct Selected {
    rule: &'static Rule,
    level: Level,
    options: Options,
}

/// What is wrong with the rules that a configuration names, at its place: a rule, a level or an option that is not known.
///
/// # Errors
/// With the nearest right name.
pub fn check_config(config: &config::Config) -> Result<(), ConfigError> {
    for (name, written) in &config.lint.rules {
        let checked = known(name)
            .and_then(|()| rules::find(name).map_or(Ok(()), |rule| setting(rule, Some(written)).map(|_| ())));
        checked.map_err(|message| config.error(&["lint", "rules", name], message))?;
    }
    for (row, PerFile { paths, disable }) in config.lint.per_file.iter().enumerate() {
        let row = row.to_string();
        for (number, name) in disable.iter().enumerate().filter(|(_, name)| *name != "all") {
            let keys = ["lint", "per-file", &row, "disable", &number.to_string()];
            known(name).map_err(|message| config.error(&keys, message))?;
        }
        for (number, glob) in paths.iter().enumerate() {
            let keys = ["lint", "per-file", &row, "paths", &number.to_string()];
            Pattern::new(glob)
                .map_err(|error| config.error(&keys, format!("`{glob}` is no glob: {}", error.msg)))?;
        }
    }
    Ok(())
}

/// What the command line says about rules; stronger than the configuration.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Only these, if there are any, whether or not they are on by default.
    pub only: Vec<String>,
    /// Not these.
    pub skip: Vec<String>,
}

impl Selection {
    /// The rules that a configuration and the command line switch on.
    ///
    /// # Errors
    /// When one names a rule or a level that is not known, in one sentence.
    pub fn new(config: &config::Lint, choice: &Choice) -> Result<Self, String> {
        for name in config.rules.keys().chain(&choice.only).chain(&choice.skip) {
            known(name)?;
        }
        for name in config.per_file.iter().flat_map(|row| &row.disable).filter(|name| *name != "all") {
            known(name)?;
        }
        let mut selected = Vec::new();
        for rule in rules::all() {
            let (level, options) = setting(rule, config.rules.get(rule.name))?;
            let named = choice.only.iter().any(|name| name == rule.name);
            let skipped = choice.skip.iter().any(|name| name == rule.name);
            let on = if choice.only.is_empty() { level.is_some() } else { named };
            if on && !skipped {
                selected.push(Selected { rule, level: level.unwrap_or(rule.level), options });
            }
        }
        Ok(Self { rules: selected })
    }

    /// The rules that look, as reports list them.
    #[must_use]
    pub fn notes(&self) -> Vec<RuleNote> {
        let note = |selected: &Selected| RuleNote {
            name: selected.rule.name,
            level: selected.rule.level,
            summary: selected.rule.summary,
            what: selected.rule.page.what,
            why: selected.rule.page.why,
        };
        self.rules.iter().map(note).collect()
    }

    /// A number among the options of a rule that looks.
    #[must_use]
    pub fn number(&self, name: &str, option: &str) -> Option<u64> {
        let selected = self.rules.iter().find(|selected| selected.rule.name == name)?;
        selected.options.0.get(option)?.as_u64()
    }

    /// The level at which a rule looks; `None` where it is switched off.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<Level> {
        self.rules.iter().find(|selected| selected.rule.name == name).map(|selected| selected.level)
    }
}

fn known(name: &str) -> Result<(), String> {
    if rules::find(name).is_some() {
        return Ok(());
    }
    let hint = rules::nearest(name).map_or_else(
        || "; `feedwright rules` lists them all".to_owned(),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(format!("no rule is called `{name}`{hint}"))
}

/// The level of a rule, `None` for off, and its options.
fn setting(rule: &Rule, setting: Option<&config::RuleSetting>) -> Result<(Option<Level>, Options), String> {
    let by_default = rule.on_by_default.then_some(rule.level);
    let level_of = |name: &str| match name {
        "off" => Ok(None),
        "on" => Ok(Some(rule.level)),
        name => name.parse().map(Some).map_err(|()| {
            format!("`{name}` is no level for `{}`: write `error`, `warning`, `info` or `off`", rule.name)
        }),
    };
    match setting {
        None => Ok((by_default, Options::default())),
        Some(config::RuleSetting::Level(name)) => Ok((level_of(name)?, Options::default())),
        Some(config::RuleSetting::Options(table)) => {
            let mut options = table.clone();
            let level = match options.remove("level") {
                // Who gives options wants the rule.
                None => Some(rule.level),
                Some(value) => level_of(value.as_str().unwrap_or_default())?,
            };
            for name in options.keys() {
                if !rule.page.options.iter().any(|(known, _)| known == name) {
                    let hint = crate::suggest::did_you_mean(
                        name,
                        rule.page.options.iter().map(|(name, _)| *name).chain(["level"]),
                    );
                    return Err(format!("`{}` has no option `{name}`{hint}", rule.name));
                }
            }
            Ok((level, Options(options)))
        }
    }
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome<'a> {
    /// The findings that are left, in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were looked at, sorted.
    pub files: Vec<Arc<str>>,
    /// How many findings comments, front matter and the configuration silence.
    pub suppressed: usize,
    /// Targets that could not be checked.
    pub unknown: Vec<Unknown>,
    /// What was read of each file, sorted by path: whoever shows a finding need not read its file again.
    pub documents: Vec<Document<'a>>,
}

/// What links are judged by, beside the site itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Judges<'a> {
    /// The site as its generator built it: it knows better than the sources.
    pub built: Option<&'a Built>,
    /// Other sites, whose pages are known.
    pub others: &'a [OtherSite],
}

/// Lints a site that was read whole, for which these feeds are written.
#[must_use]
pub fn lint<'a>(
    site: &'a Site,
    feeds: &[config::Feed],
    tree: &dyn Tree,
    judges: Judges<'_>,
    selection: &Selection,
) -> Outcome<'a> {
    let Judges { built, others } = judges;
    let index = index(site, feeds);
    let around = Around::new(site, &index, custom_domain(tree).as_deref(), built, others)
        .with_feeds(plan::paths(site, feeds));
    let named = named_trackers(&site.settings.config.lint);
    let mut documents = documents(site, tree, &around, &named);
    if !others.is_empty() {
        doubt_fragments(&mut documents, others);
    }
    let trackers = counted(named, &documents);
    documents.par_iter_mut().for_each(|document| {
        for (link, reference) in document.facts.links.iter().zip(&mut document.references) {
            // Most links were read for good before any was counted.
            if link.role == LinkRole::Anchor && trackers.may_change(&reference.url) {
                reference.url = url_reading(link, &reference.text, &trackers);
            }
        }
    });
    let mut knowledge = knowledge(site, &index, &documents, trackers, has_own_plugins(site, tree));
    knowledge.built = built;
    knowledge.others = others;
    if built.is_some() {
        knowledge.made.clear();
    }
    let mut diagnostics: Vec<Diagnostic> = documents
        .par_iter()
        .map(|document| {
            let mut found = Vec::new();
            for selected in &selection.rules {
                if let Check::Post(check) = selected.rule.check {
                    let context = PostContext {
                        rule: selected.rule.name,
                        level: selected.level,
                        options: &selected.options,
                        document,
                        site: &knowledge,
                    };
                    check(&context, &mut found);
                }
            }
            found
        })
        .collect::<Vec<_>>()
        .into_iter()
        .flatten()
        .collect();
    if let Some(level) = selection.level(UNREADABLE) {
        diagnostics.extend(unreadable(site, tree, &documents, level));
    }
    for selected in &selection.rules {
        if let Check::Site(check) = selected.rule.check {
            let context = SiteContext {
                rule: selected.rule.name,
                level: selected.level,
                options: &selected.options,
                site: &knowledge,
            };
            check(&context, &mut diagnostics);
        }
    }
    let files: Vec<Suppressible<'_>> = documents.iter().map(suppressible).collect();
    let (mut diagnostics, by_comment) =
        settle::suppress(diagnostics, &files, &|name| selection.level(name).is_some());
    for diagnostic in &mut diagnostics {
        if diagnostic.rule == rules::unused_suppression::RULE.name {
            diagnostic.level = selection.level(diagnostic.rule).unwrap_or(diagnostic.level);
        }
    }
    // Behind the comments, so that one which a row makes needless is not called so.
    let (diagnostics, by_config) = settle::per_file(diagnostics, &site.settings.config.lint.per_file);
    let unknown = unknown(&knowledge);
    let files = documents.iter().map(|document| Arc::clone(&document.source.path)).collect();
    Outcome { diagnostics, files, suppressed: by_config + by_comment, unknown, documents }
}

/// The rule that speaks of files which cannot be read.
const UNREADABLE: &str = "malformed-front-matter";

/// A finding for each post, document and page whose file cannot be read: no rule has seen it.
fn unreadable<'a>(
    site: &'a Site,
    tree: &'a dyn Tree,
    documents: &'a [Document<'_>],
    level: Level,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let unseen =
        move |path: &str| documents.binary_search_by(|document| (*document.source.path).cmp(path)).is_err();
    let posts = site.unreadable.iter().filter(move |post| unseen(&post.path));
    let posts = posts.map(move |post| Diagnostic { level, ..post.diagnostic.clone() });
    let pages =
        site.files.iter().filter(move |file| may_be_a_page(&file.path, file.size) && unseen(&file.path));
    posts.chain(pages.filter_map(move |file| {
        let error = tree.read_start(&file.path, 1).err()?;
        let message = format!("it cannot be read: {}", error.reason);
        let found = Diagnostic::new(UNREADABLE, level, file.path.as_str(), Span::default(), message);
        Some(found.with_help("check its permissions"))
    }))
}

/// What stands where on a site that was read whole, for another one that links to it.
#[must_use]
pub fn pages(site: &Site, feeds: &[config::Feed], tree: &dyn Tree) -> Pages {
    let index = index(site, feeds);
    let around = Around::new(site, &index, None, None, &[]);
    let documents = documents(site, tree, &around, &Trackers::default());
    knowledge(site, &index, &documents, Trackers::default(), false).pages(around.made_below())
}

fn index(site: &Site, feeds: &[config::Feed]) -> Index {
    Index::new(site, Around::made_urls(site).into_iter().chain(plan::paths(site, feeds)))
}

/// The host that GitHub Pages and others serve a site at, which a file `CNAME` names.
fn custom_domain(tree: &dyn Tree) -> Option<String> {
    let bytes = tree.read("CNAME").ok()?;
    let host = String::from_utf8(bytes).ok()?.trim().to_owned();
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// Every post, document and page with its facts, sorted by path.
fn documents<'a>(
    site: &'a Site,
    tree: &dyn Tree,
    around: &Around<'_>,
    named: &Trackers,
) -> Vec<Document<'a>> {
    let posts = site.posts.iter().map(|post| (Arc::clone(&post.path), Head::Post(post)));
    let pages = site.pages.iter().map(|page| (Arc::clone(&page.path), Head::Page(page)));
    let unread = site.unreadable.iter().map(|unread| (Arc::clone(&unread.path), Head::Unread(unread)));
    let files = site.files.iter().filter(|file| may_be_a_page(&file.path, file.size));
    let files = files.map(|file| (Arc::from(file.path.as_str()), Head::Nothing));
    let mut heads: Vec<(Arc<str>, Head<'a>)> = posts.chain(pages).chain(unread).chain(files).collect();
    heads.sort_by(|a, b| a.0.cmp(&b.0));
    heads.dedup_by(|a, b| a.0 == b.0);
    // Kept in order without a copy: what is filtered while it is read is gathered in pieces, and those are copied.
    let read: Vec<Option<Document<'a>>> =
        heads.into_par_iter().map(|(path, head)| document(site, tree, around, named, path, head)).collect();
    read.into_iter().flatten().collect()
}

/// Whether a file that is copied as it is may be a page whose front matter is broken.
fn may_be_a_page(path: &str, size: u64) -> bool {
    const LARGEST: u64 = 1 << 20;
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    (4..=LARGEST).contains(&size) && matches!(extension, "md" | "markdown" | "html")
}

fn document<'a>(
    site: &Site,
    tree: &dyn Tree,
    around: &Around<'_>,
    named: &Trackers,
    path: Arc<str>,
    head: Head<'a>,
) -> Option<Document<'a>> {
    let kept = match head {
        Head::Post(post) => post.text.clone(),
        Head::Page(page) => page.text.clone(),
        Head::Unread(_) | Head::Nothing => None,
    };
    let text: Arc<str> = match kept {
        Some(text) => text,
        None => match String::from_utf8(tree.read(&path).ok()?) {
            Ok(text) => Arc::from(text),
            Err(error) => Arc::from(String::from_utf8_lossy(error.as_bytes())),
        },
    };
    let front_matter: Cow<'a, FrontMatter> = match head {
        Head::Post(post) => Cow::Borrowed(&post.front_matter),
        Head::Page(page) => Cow::Borrowed(&page.front_matter),
        Head::Unread(_) | Head::Nothing => Cow::Owned(front_matter::parse(&text)),
    };
    let mut document = Document {
        source: SourceFile::new(path, text),
        head,
        front_matter,
        facts: markdown::Facts::default(),
        destinations: Vec::new(),
        references: Vec::new(),
        template_fault: None,
        ids: std::collections::HashSet::new(),
        hash: std::sync::OnceLock::new(),
    };
    // A file without front matter that nobody meant as a page is none of the linter's business.
    let meant =
        !document.front_matter.faults.is_empty() || rules::misplaced_front_matter(&document).is_some();
    if matches!(head, Head::Nothing) && !meant {
        return None;
    }
    let body = document.body();
    let facts = match document.markup() {
        Markup::Markdown => markdown::facts(body, &site.settings.markdown),
        Markup::Verbatim => markdown::html_facts(body, &site.settings.markdown),
    };
    document.facts = facts.shifted(document.front_matter.body);
    document.ids = document.facts.ids.iter().map(|id| id.value.clone()).collect();
    document.template_fault = template_fault(site, tree, &document);
    let lists: Vec<String> = ids_of_attribute_lists(document.body()).map(str::to_owned).collect();
    document.ids.extend(lists);
    document.destinations = destinations(&document.facts, document.url(), around);
    document.references = document.facts.links.iter().map(|link| reference(link, named)).collect();
    Some(document)
}

fn template_fault(site: &Site, tree: &dyn Tree, document: &Document<'_>) -> Option<front_matter::Fault> {
    let post = document.post().filter(|post| post.liquid)?;
    let body = document.body();
    liquid::render(
        body,
        site,
        &ThisPage { site, tree, post, body, is_excerpt: false, texts: None, shown_by: None },
    )
    .err()
}

/// The ids of kramdown's attribute lists, `{: #id .class}`, wherever they stand: code is not left out, since an id too
/// many hides less than one too few invents.
fn ids_of_attribute_lists(body: &str) -> impl Iterator<Item = &str> {
    let bytes = body.as_bytes();
    let starts = memchr::memchr_iter(b'{', bytes).filter(move |at| bytes.get(at + 1) == Some(&b':'));
    starts.flat_map(move |at| {
        const LONGEST: usize = 300;
        let rest = body.get(at + 2..).unwrap_or("");
        let list = rest.split(['}', '\n']).next().filter(|list| list.len() <= LONGEST).unwrap_or("");
        list.split_whitespace().filter_map(|word| {
            let quoted = word.strip_prefix("id=").map(|id| id.trim_matches(['"', '\'']));
            word.strip_prefix('#').or(quoted)
        })
    })
}

fn knowledge<'a>(
    site: &'a Site,
    index: &'a Index,
    documents: &'a [Document<'a>],
    trackers: Trackers,
    has_own_plugins: bool,
) -> Knowledge<'a> {
    let mut categories: BTreeMap<String, usize> = BTreeMap::new();
    let mut posts_with_category = (0, 0);
    for post in site.posts.iter().filter(|post| &*post.collection == "posts") {
        posts_with_category.0 += usize::from(!post.categories.is_empty());
        posts_with_category.1 += 1;
        for category in &post.categories {
            *categories.entry(category.clone()).or_default() += 1;
        }
    }
    let mut knowledge = Knowledge {
        site,
        index,
        documents,
        trackers,
        built: None,
        others: &[],
        issue_styles: IssueStyles::default(),
        has_own_plugins,
        made: BTreeSet::new(),
        posts_with_category,
        categories,
        numbers: Numbers::new(site, documents),
    };
    knowledge.issue_styles = issue_styles(&knowledge);
    knowledge.made = knowledge.made_by_the_build();
    knowledge
}

/// Plugins that bring no Liquid tag for posts.
const WITHOUT_TAGS: [&str; 10] = [
    "jekyll-feed",
    "jekyll-sitemap",
    "jekyll-seo-tag",
    "jekyll-redirect-from",
    "jekyll-paginate",
    "jekyll-archives",
    "jekyll-relative-links",
    "jekyll-optional-front-matter",
    "jekyll-titles-from-headings",
    "jekyll-default-layout",
];

fn has_own_plugins(site: &Site, tree: &dyn Tree) -> bool {
    let own = tree.list("_plugins", &|_| true).unwrap_or_default();
    own.iter().any(|path| path.ends_with(".rb"))
        || site.settings.plugins.iter().any(|plugin| !WITHOUT_TAGS.contains(&plugin.as_str()))
}

fn issue_styles(knowledge: &Knowledge<'_>) -> IssueStyles {
    let mut styles = IssueStyles::default();
    for (_, _, reference) in knowledge.documents.iter().flat_map(Document::links) {
        let Text::Ref(text) = &reference.text else { continue };
        let is_issue = matches!(&reference.url, UrlReading::Issue(issue) if issue.number == text.number);
        if is_issue && text.alone && text.project.is_none() {
            match text.mark {
                "#" => styles.with_mark += 1,
                "" => styles.bare += 1,
                _ => (),
            }
        }
    }
    styles
}

/// The trackers that the configuration names.
fn named_trackers(config: &config::Lint) -> Trackers {
    let tracker = |tracker: &config::Tracker| Tracker {
        name: tracker.name.clone(),
        text: tracker.text.clone(),
        url: tracker.url.clone(),
    };
    Trackers::new(config.trackers.iter().map(tracker).collect())
}

/// The same with the links of the site counted, whose references were read by the named ones alone.
fn counted(named: Trackers, documents: &[Document<'_>]) -> Trackers {
    let counted = documents
        .par_iter()
        .map(|document| {
            let mut counted = Trackers::default();
            for (link, reference) in document.facts.links.iter().zip(&document.references) {
                match &reference.url {
                    UrlReading::Issue(issue) => counted.count(issue),
                    // A pattern of the configuration may have read the number of the text into the URL.
                    UrlReading::Malformed(_) if !named.named().is_empty() => {
                        if let UrlReading::Issue(issue) = read_url(&link.destination.value, None, &named) {
                            counted.count(&issue);
                        }
                    }
                    UrlReading::Malformed(_) | UrlReading::Other => {}
                }
            }
            counted
        })
        .reduce(Trackers::default, |mut all, more| {
            all.merge(more);
            all
        });
    counted.with_named(named.named().to_vec())
}

/// What a link says about an issue.
fn reference(link: &Link, trackers: &Trackers) -> Reference {
    if link.role != LinkRole::Anchor {
        return Reference { text: Text::Other, url: UrlReading::Other };
    }
    let text = if link.kind == LinkKind::Autolink { Text::Other } else { read_text(&link.text) };
    let url = url_reading(link, &text, trackers);
    Reference { text, url }
}

fn url_reading(link: &Link, text: &Text, trackers: &Trackers) -> UrlReading {
    // Only a number with a mark is surely an issue's: `[2019](https://github.com/o/r)` may be a year.
    let number = match text {
        Text::Ref(found) if !found.mark.is_empty() => Some(found.number.as_str()),
        Text::Nearly(fault) => fault.meant.as_deref().map(|meant| meant.trim_start_matches('#')),
        Text::Ref(_) | Text::Other => None,
    };
    read_url(&link.destination.value, number, trackers)
}

fn suppressible<'a>(document: &'a Document<'_>) -> Suppressible<'a> {
    let key = document.front_matter.data.entry(settle::KEY).map(|entry| {
        let name = |node: &front_matter::Node| {
            Some(Spanned::new(node.as_str()?.trim().to_owned(), node.span))
                .filter(|name| !name.value.is_empty())
        };
        let rules = match &entry.value.value {
            Value::List(items) => items.iter().filter_map(name).collect(),
            _ => name(&entry.value).into_iter().collect(),
        };
        (Span::new(entry.key_span.start, entry.value.span.end.max(entry.key_span.end)), rules)
    });
    Suppressible { source: &document.source, body: document.front_matter.body, key }
}

/// The targets that could not be checked, each reason once.
fn unknown(knowledge: &Knowledge<'_>) -> Vec<Unknown> {
    let mut found: BTreeMap<Cow<'static, str>, BTreeSet<String>> = BTreeMap::new();
    // Many posts link to the same places: the anchor of each is looked for once.
    let mut seen: HashMap<&str, ()> = HashMap::new();
    for document in knowledge.documents {
        for (link, destination) in document.facts.links.iter().zip(&document.destinations) {
            let url = link.destination.value.as_str();
            let reason = match destination {
                Destination::Unknown(reason) => Some(reason.clone()),
                Destination::Here(place) => match (&place.verdict, knowledge.anchor(document, place)) {
                    (_, Anchor::Unknown(reason)) => Some(Cow::Borrowed(reason)),
                    (Verdict::Unknown(reason), _) if !place.path.is_empty() => Some(reason.clone()),
                    _ => None,
                },
                Destination::There(there) => match &there.verdict {
                    ThereVerdict::Unknown(reason) => Some(reason.clone()),
                    ThereVerdict::Alive | ThereVerdict::NoPage | ThereVerdict::NoFragment => None,
                },
                Destination::Empty | Destination::Elsewhere => None,
            };
            if let Some(reason) = reason
                && seen.insert(url, ()).is_none()
            {
                found.entry(reason).or_default().insert(url.to_owned());
            }
        }
    }
    found
        .into_iter()
        .map(|(reason, targets)| Unknown {
            reason: reason.into_owned(),
            targets: targets.into_iter().collect(),
        })
        .collect()
}
