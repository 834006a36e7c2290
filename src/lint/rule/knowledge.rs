//! What rules know of the whole site.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use foldhash::HashSet;

use crate::links::issue_ref::Trackers;
use crate::links::{Form, Ids, Pages, Place, Rest, Target, Verdict, first_segment};
use crate::lint::rule::counted::{Counted, Fragments, IssueStyles};
use crate::lint::rule::ground::{Anchor, Ground};
use crate::lint::rule::habits::{FilledFolders, LinkHabits, Tried};
use crate::lint::rule::lookup::Lookup;
use crate::lint::rule::outline::{Kin, Outline};
use crate::lint::rule::partial_pages::MADE_BY_LAYOUT;
use crate::text::url;

/// What rules know of the whole site once all of its files were read: the site, their outlines, and what was counted in them.
#[derive(Debug)]
pub struct Knowledge<'a> {
    lookup: Lookup<'a>,
    /// The trackers that its links go to.
    pub trackers: Trackers,
    /// The labels that its files define, in lower case: of one word those that several files define.
    pub labels: HashSet<String>,
    /// How links to issues are written.
    pub issue_styles: IssueStyles,
    /// Pages of other sites, by number and path, that their builds make in part.
    pub made_there: BTreeSet<(usize, String)>,
    /// Files whose pages show ids that only the build makes: what looks for those fragments learns nothing.
    made: BTreeSet<&'a str>,
    /// Folders of the first level that another repository fills, by the links with the site's own host.
    filled: FilledFolders,
    /// How its links are written and where they lead.
    pub(crate) habits: LinkHabits,
    /// Links to fragments of their own page, by the pages' layouts or folders.
    own_fragments: BTreeMap<&'a str, Tried>,
}

impl<'a> Deref for Knowledge<'a> {
    type Target = Lookup<'a>;

    fn deref(&self) -> &Lookup<'a> {
        &self.lookup
    }
}

impl<'a> Knowledge<'a> {
    /// What the outlines of a site's files, and what was counted in them, come to.
    #[must_use]
    pub fn new(
        ground: &'a Ground<'a>,
        outlines: &'a [Outline<'a>],
        counted: Counted,
        fragments: &Fragments,
    ) -> Self {
        let lookup = Lookup::new(ground, outlines);
        let Counted { trackers, labels, issue_styles, habits, made_there } = counted;
        Self {
            trackers,
            labels,
            issue_styles,
            made_there,
            // A built site shows every id.
            made: if ground.built.is_some() { BTreeSet::new() } else { lookup.made_by_the_build(fragments) },
            filled: habits.filled(),
            habits,
            own_fragments: own_fragments(outlines, fragments),
            lookup,
        }
    }

    /// Whether the fragment of a place that `from` links to exists.
    #[must_use]
    pub fn anchor<'f>(&'f self, from: &'f Outline<'f>, place: &Place) -> Anchor<'f> {
        match place.fragment.as_deref() {
            Some(fragment) if place.path.is_empty() => self.anchor_on_own(from, fragment),
            _ => self.anchor_on_page(place),
        }
    }

    /// The same for a fragment on the link's own page.
    pub(crate) fn anchor_on_own<'f>(&'f self, from: &'f Outline<'f>, fragment: &str) -> Anchor<'f> {
        self.settled(self.anchor_on_own_page(from, fragment))
    }

    /// The same for a place on another page than that of the link.
    pub(crate) fn anchor_on_page(&self, place: &Place) -> Anchor<'a> {
        self.settled(self.anchor_elsewhere(place))
    }

    fn settled<'f>(&self, anchor: Anchor<'f>) -> Anchor<'f> {
        match anchor {
            Anchor::Dead(page) if self.is_made_by_the_build(page) => Anchor::Unknown(MADE_BY_LAYOUT),
            anchor => anchor,
        }
    }

    /// Whether only the build makes ids of a page.
    pub(crate) fn is_made_by_the_build(&self, page: &Outline<'_>) -> bool {
        self.made.contains(&**page.path())
    }

    /// Why a page may have ids that its source does not show.
    pub(crate) fn unseen_ids(&self, page: &Outline<'_>) -> Option<&'static str> {
        let is_made = || self.is_made_by_the_build(page).then_some(MADE_BY_LAYOUT);
        self.lookup.unseen_ids(page).or_else(is_made)
    }

    /// Whether another repository fills the folder that a link leads into, where nothing is. On a host of code forges each
    /// repository has a folder: a name that is like one of the site's own is not mistyped where links name several others.
    pub(crate) fn is_filled(&self, place: &Place) -> bool {
        let folder = first_segment(&place.path);
        let has_packages = || self.filled.has_packages(folder) && self.has_nothing_in(folder);
        let is_filled = match place.form {
            Form::Root => self.filled.has(folder) || has_packages(),
            Form::Relative => has_packages(),
            Form::OwnHost => {
                self.is_on_a_forge()
                    && self.filled.are_several()
                    && !folder.contains('.')
                    && self.has_nothing_in(folder)
                    || has_packages()
            }
            _ => false,
        };
        let is_below = || {
            // Where the site has its posts, no one else does.
            let is_missing =
                |folder: &str| !self.index.has_below(folder) && !self.index.is_among_posts(folder);
            matches!(place.form, Form::Root | Form::OwnHost)
                && self.filled.has_below(&place.path, &is_missing)
        };
        place.verdict == Verdict::Nothing && (is_filled || is_below())
    }

    /// Whether the site has nothing at or in a folder of the first level.
    fn has_nothing_in(&self, folder: &str) -> bool {
        self.index.served(&format!("/{folder}")).is_empty() && !self.index.has_below(&format!("/{folder}/"))
    }

    /// Whether a plugin that the theme brings may make a URL of a link that names a source file: a site whose links are so as
    /// a rule is built with one.
    pub(crate) fn is_replaced(&self, place: &Place) -> bool {
        self.site.settings.replaced_links.perhaps
            && place.verdict == Verdict::Nothing
            && place.meant.is_some()
            && self.habits.lose_many_sources()
    }

    /// Whether the site is at the root of a host that serves a folder for each repository of its owner.
    fn is_on_a_forge(&self) -> bool {
        const HOSTS: [&str; 3] = [".github.io", ".gitlab.io", ".codeberg.page"];
        let settings = &self.site.settings;
        let host = settings.url.as_deref().and_then(|url| url::parts(url).authority).unwrap_or("");
        settings.baseurl.trim_matches('/').is_empty() && HOSTS.iter().any(|end| host.ends_with(end))
    }

    /// Whether most links to fragments of their own page are dead on the pages like this one, and what those are:
    /// a script or plugin writes their ids.
    pub(crate) fn lost_kin<'f>(&self, page: &'f Outline<'_>) -> Option<Kin<'f>> {
        let kin = Kin::of(page);
        self.own_fragments.get(kin.name()).is_some_and(|tried| tried.is_mostly_dead()).then_some(kin)
    }

    /// What stands where on this site, for another one that links to it; `made_below` are the places that plugins make.
    #[must_use]
    pub fn pages(&self, made_below: &[(String, &'static str)]) -> Pages {
        let mut pages = BTreeMap::new();
        for (place, targets) in self.index.iter() {
            let real = targets.iter().find(|target| !matches!(target, Target::Redirect(_)));
            let Some(target) = real.or(targets.first()) else { continue };
            let ids = match self.page_behind(target) {
                None => Ids::Untold,
                Some(page) => {
                    let ids: HashSet<String> = page.ids.iter().map(str::to_owned).collect();
                    match self.unseen_ids(page) {
                        None => Ids::Every(ids.into()),
                        Some(reason) => Ids::Some(ids.into(), Rest::Any(reason)),
                    }
                }
            };
            // `permalink: /a` is written to `/a.html`, and another site may link to it so.
            if let Some(stem) = place.strip_suffix(".html") {
                pages.entry(stem.to_owned()).or_insert_with(|| ids.clone());
            }
            let bare = if place == "/" { place } else { place.trim_end_matches('/') };
            pages.insert(bare.to_owned(), ids);
        }
        let absent = self.surroundings.absent.folders().map(|folder| {
            let what = if self.surroundings.absent.is_partial(folder) { "only a part" } else { "nothing" };
            let folder = folder.trim_matches('/');
            let below = format!("/{}", folder.strip_prefix('_').unwrap_or(folder));
            (below, Cow::Owned(format!("{what} is in the other site's folder `{folder}`")))
        });
        let made = made_below.iter().map(|(below, plugin)| {
            (below.clone(), Cow::Owned(format!("the other site's {plugin} makes them")))
        });
        Pages::new(pages, absent.chain(made).collect())
    }
}

/// How many links to fragments of their own page are alive and dead, by layout or folder. Counted where some are dead.
fn own_fragments<'a>(outlines: &'a [Outline<'a>], fragments: &Fragments) -> BTreeMap<&'a str, Tried> {
    let mut tried: BTreeMap<&'a str, Tried> = BTreeMap::new();
    let kin = |page: usize| outlines.get(page).map(|page| Kin::of(page).name());
    for own in &fragments.own_dead {
        if let Some(kin) = kin(own.page) {
            tried.entry(kin).or_default().dead += 1;
        }
    }
    for (page, alive) in fragments.own_alive.iter().filter(|_| !fragments.own_dead.is_empty()) {
        if let Some(tried) = kin(*page).and_then(|kin| tried.get_mut(kin)) {
            tried.alive += alive;
        }
    }
    tried
}
