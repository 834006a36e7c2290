//! What rules know of the whole site.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use foldhash::{HashMap, HashSet};

use crate::links::issue_ref::{Text, Trackers, UrlReading};
use crate::links::{Form, Ids, Index, OtherSite, Pages, Place, Rest, Target, first_segment};
use crate::lint::judges::Judges;
use crate::lint::rule::document::Document;
use crate::lint::rule::doubt::MADE_BY_LAYOUT;
use crate::lint::rule::folders::{MissingFolder, missing_folders};
use crate::lint::rule::layouts::Layouts;
use crate::lint::rule::lookup::{Anchor, Lookup};
use crate::site::WholeSite;

/// What rules know of the whole site: the site and its documents, and what was counted in them.
#[derive(Debug)]
pub struct Knowledge<'a> {
    lookup: Lookup<'a>,
    /// The trackers that its links go to.
    pub trackers: Trackers,
    /// The other sites whose pages are known.
    pub others: &'a [OtherSite],
    /// The labels that its files define, in lower case: of one word those that several files define.
    pub labels: HashSet<String>,
    /// How links to issues are written.
    pub issue_styles: IssueStyles,
    /// Whether the site may have Liquid tags that Jekyll and its best-known plugins do not.
    pub has_own_plugins: bool,
    /// Files whose pages show ids that only the build makes: what looks for those fragments learns nothing.
    made: BTreeSet<&'a str>,
    /// Folders of the first level that the site does not have, and that several of its links lead into.
    pub missing_folders: BTreeMap<String, MissingFolder>,
    /// How many posts have a category, and how many there are.
    pub posts_with_category: (usize, usize),
    /// How often each category is used by posts.
    pub categories: BTreeMap<String, usize>,
}

impl<'a> Deref for Knowledge<'a> {
    type Target = Lookup<'a>;

    fn deref(&self) -> &Lookup<'a> {
        &self.lookup
    }
}

/// How often links to issues are written in one way or another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IssueStyles {
    /// `#12`
    pub with_mark: usize,
    /// `12`
    pub bare: usize,
}

impl<'a> Knowledge<'a> {
    /// Counts in the documents of a site what rules need of all of them.
    #[must_use]
    pub fn new(
        whole: WholeSite<'a>,
        index: &'a Index,
        documents: &'a [Document<'a>],
        trackers: Trackers,
        judges: Judges<'a>,
        layouts: Layouts,
        has_own_plugins: bool,
    ) -> Self {
        let Judges { built, others } = judges;
        let lookup = Lookup::new(whole, index, documents, built, layouts);
        let mut categories: BTreeMap<String, usize> = BTreeMap::new();
        let mut posts_with_category = (0, 0);
        for post in whole.site.posts.iter().filter(|post| post.is_post()) {
            posts_with_category.0 += usize::from(!post.categories.is_empty());
            posts_with_category.1 += 1;
            for category in &post.categories {
                *categories.entry(category.clone()).or_default() += 1;
            }
        }
        Self {
            trackers,
            others,
            labels: labels(documents),
            issue_styles: issue_styles(documents),
            has_own_plugins,
            // A built site shows every id.
            made: if built.is_some() { BTreeSet::new() } else { lookup.made_by_the_build() },
            missing_folders: missing_folders(index, documents),
            posts_with_category,
            categories,
            lookup,
        }
    }

    /// Whether the fragment of a place that `from` links to is there.
    #[must_use]
    pub fn anchor(&self, from: &'a Document<'a>, place: &Place) -> Anchor<'a> {
        match self.lookup.anchor(from, place) {
            Anchor::Dead(page) if self.made.contains(&**page.path()) => Anchor::Unknown(MADE_BY_LAYOUT),
            anchor => anchor,
        }
    }

    /// Why a page may have ids that its source does not show.
    pub(crate) fn unseen_ids(&self, document: &Document<'_>) -> Option<&'static str> {
        let is_made = || self.made.contains(&**document.path()).then_some(MADE_BY_LAYOUT);
        self.lookup.unseen_ids(document).or_else(is_made)
    }

    /// The missing folder that a link to a dead place leads into, by its name, `/bin/`.
    pub(crate) fn missing_folder(&self, place: &Place) -> Option<(&str, &MissingFolder)> {
        let is_of_host = matches!(place.form, Form::Root | Form::OwnHost) && place.meant.is_none();
        let name = format!("/{}/", first_segment(&place.path));
        let (name, folder) = self.missing_folders.get_key_value(&name).filter(|_| is_of_host)?;
        place.path.starts_with(name.as_str()).then_some((name.as_str(), folder))
    }

    /// What stands where on this site, for another one that links to it; `made_below` are the places that plugins make.
    #[must_use]
    pub fn pages(&self, made_below: &[(String, &'static str)]) -> Pages {
        let mut pages = BTreeMap::new();
        for (place, targets) in self.index.iter() {
            let real = targets.iter().find(|target| !matches!(target, Target::Redirect { .. }));
            let Some(target) = real.or(targets.first()) else { continue };
            let ids = match self.page_behind(target) {
                None => Ids::Untold,
                Some(document) => match self.unseen_ids(document) {
                    None => Ids::Every(document.ids.clone().into()),
                    Some(reason) => Ids::Some(document.ids.clone().into(), Rest::Any(reason)),
                },
            };
            // `permalink: /a` is written to `/a.html`, and another site may link to it so.
            if let Some(stem) = place.strip_suffix(".html") {
                pages.entry(stem.to_owned()).or_insert_with(|| ids.clone());
            }
            let bare = if place == "/" { place } else { place.trim_end_matches('/') };
            pages.insert(bare.to_owned(), ids);
        }
        let absent = self.surroundings.absent.iter().map(|folder| {
            let folder = folder.trim_matches('/');
            let below = format!("/{}", folder.strip_prefix('_').unwrap_or(folder));
            (below, Cow::Owned(format!("nothing is in the other site's folder `{folder}`")))
        });
        let made = made_below.iter().map(|(below, plugin)| {
            (below.clone(), Cow::Owned(format!("the other site's {plugin} makes them")))
        });
        Pages::new(pages, absent.chain(made).collect())
    }
}

/// The labels that files define, in lower case: those of more than one word, and words that several files define. One word
/// in brackets may be anything else.
fn labels(documents: &[Document<'_>]) -> HashSet<String> {
    const SEVERAL: usize = 3;
    let mut files: HashMap<String, (usize, usize)> = HashMap::default();
    for (number, document) in documents.iter().enumerate() {
        for definition in &document.facts.definitions {
            let label = definition.label.value.trim().to_lowercase();
            let (count, last) = files.entry(label).or_insert((0, usize::MAX));
            *count += usize::from(*last != number);
            *last = number;
        }
    }
    let known = files.into_iter().filter(|(label, (count, _))| label.contains(' ') || *count >= SEVERAL);
    known.map(|(label, _)| label).collect()
}

fn issue_styles(documents: &[Document<'_>]) -> IssueStyles {
    let mut styles = IssueStyles::default();
    for (_, _, reference) in documents.iter().flat_map(Document::links) {
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
