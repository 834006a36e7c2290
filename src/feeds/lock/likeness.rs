//! Which new post may be a recorded one under a new name: by front matter, file name and Git, never by the words of posts,
//! which periodical posts share.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::site::Site;
use crate::site::lock::{Locked, Record};
use crate::site::post::{DateSource, Post};

/// A new post that may be a recorded one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The record, by its index in the lock file.
    pub record: usize,
    /// The post, by its index in [`Site::posts`].
    pub post: usize,
    /// What the two have in common.
    pub likeness: Likeness,
    /// Whether no other post or record is as like.
    pub is_only: bool,
}

impl Proposal {
    /// Returns whether it is certain enough to be accepted without being named.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.is_only && self.likeness >= Likeness::Git
    }
}

/// What a post and a record have in common, from the weakest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Git calls it a rename, and nothing else is the same.
    GitAlone,
    /// The title.
    Title,
    /// Git calls it a rename, and the title, the day or the file's name is the same and that of no other post in question.
    Git,
    /// The title and the file's name, without its date.
    TitleAndName,
    /// The day and the file's name.
    DayAndName,
    /// The title and the day.
    TitleAndDay,
}

impl fmt::Display for Likeness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::GitAlone => "a rename in Git; title, day and name differ",
            Self::Title => "same title",
            Self::Git => "a rename in Git",
            Self::TitleAndName => "same title and file name",
            Self::DayAndName => "same day and file name",
            Self::TitleAndDay => "same title and day",
        })
    }
}

/// Returns the posts without a record that may be one of those whose file is gone, by path; each post and record once.
/// `exists` knows the files of the site, and `renames` the new path of an old one by Git.
#[must_use]
pub fn proposals(
    site: &Site,
    exists: &dyn Fn(&str) -> bool,
    renames: &BTreeMap<String, String>,
) -> Vec<Proposal> {
    let Some(locked) = &site.locked else { return Vec::new() };
    let claimed: BTreeSet<usize> = locked.claims.iter().flatten().copied().collect();
    let lost: Vec<(usize, &Record)> = (locked.lock.records.iter().enumerate())
        .filter(|(at, record)| !claimed.contains(at) && !exists(&record.path))
        .collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let free: Vec<(usize, &Post)> = unrecorded(site).collect();
    let names = Names::new(locked, &lost, &free);
    let mut found: Vec<Proposal> = Vec::new();
    for &(at, record) in &lost {
        let renamed = renames.get(&record.path);
        for &(index, post) in names.near(&free, record, renamed) {
            let by_git = renamed.is_some_and(|path| **path == *post.path);
            if let Some(likeness) = likeness(record, post, by_git, &names) {
                found.push(Proposal { record: at, post: index, likeness, is_only: true });
            }
        }
    }
    let mut chosen = best(found);
    let path = |proposal: &Proposal| site.posts.get(proposal.post).map(|post| &post.path);
    chosen.sort_by(|a, b| path(a).cmp(&path(b)));
    chosen
}

/// The posts that feeds may hold and that the lock file does not have, by index.
pub(super) fn unrecorded(site: &Site) -> impl Iterator<Item = (usize, &Post)> {
    let claims = site.locked.as_ref().map_or(&[][..], |locked| &locked.claims);
    // The documents that were read later are in no feed.
    let most = site.locked.as_ref().map_or(site.posts.len(), |locked| locked.claims.len());
    let posts = site.posts.iter().map(|post| &**post).enumerate().take(most);
    posts.filter(|(index, post)| {
        let is_dated = post.date_source != DateSource::Build || site.settings.now_is_given;
        let is_shown = post.hidden.is_none() && post.same_as.is_none() && !post.draft;
        is_shown && is_dated && !matches!(claims.get(*index), Some(Some(_)))
    })
}

/// The strongest first, each post and record once; of several that are equally strong, the first, not as the only one.
fn best(mut found: Vec<Proposal>) -> Vec<Proposal> {
    found.sort_by_key(|proposal| (std::cmp::Reverse(proposal.likeness), proposal.record, proposal.post));
    let mut chosen: Vec<Proposal> = Vec::new();
    let mut used = (BTreeMap::new(), BTreeMap::new());
    for proposal in found {
        let earlier = [used.0.get(&proposal.record), used.1.get(&proposal.post)];
        let earlier: Vec<usize> = earlier.into_iter().flatten().copied().collect();
        if earlier.is_empty() {
            used.0.insert(proposal.record, chosen.len());
            used.1.insert(proposal.post, chosen.len());
            chosen.push(proposal);
            continue;
        }
        for at in earlier {
            if let Some(earlier) = chosen.get_mut(at).filter(|it| it.likeness == proposal.likeness) {
                earlier.is_only = false;
            }
        }
    }
    chosen
}

/// New posts by title and name, and how often each title with its name occurs.
struct Names<'a> {
    by_title: BTreeMap<&'a str, Vec<usize>>,
    by_name: BTreeMap<&'a str, Vec<usize>>,
    by_path: BTreeMap<&'a str, usize>,
    /// Titles and names of recorded posts, each with their number.
    recorded: BTreeMap<(&'a str, &'a str), usize>,
    /// The same of new posts.
    new: BTreeMap<(&'a str, &'a str), usize>,
    /// The recorded posts whose files are gone.
    lost: Vec<&'a Record>,
}

impl<'a> Names<'a> {
    fn new(locked: &'a Locked, lost: &[(usize, &'a Record)], free: &[(usize, &'a Post)]) -> Self {
        let mut names = Self {
            by_title: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_path: BTreeMap::new(),
            recorded: BTreeMap::new(),
            new: BTreeMap::new(),
            lost: lost.iter().map(|(_, record)| *record).collect(),
        };
        for (at, (_, post)) in free.iter().enumerate() {
            names.by_title.entry(&post.title).or_default().push(at);
            names.by_name.entry(name_of(&post.path)).or_default().push(at);
            names.by_path.insert(&post.path, at);
            *names.new.entry((post.title.as_str(), name_of(&post.path))).or_default() += 1;
        }
        for record in &locked.lock.records {
            *names.recorded.entry((record.title.as_str(), name_of(&record.path))).or_default() += 1;
        }
        names
    }

    /// The new posts that share the title, the file's name or a rename with a record, each once.
    fn near<'f>(
        &self,
        free: &'f [(usize, &'a Post)],
        record: &Record,
        renamed: Option<&String>,
    ) -> impl Iterator<Item = &'f (usize, &'a Post)> {
        let lists = [self.by_title.get(record.title.as_str()), self.by_name.get(name_of(&record.path))];
        let mut all: Vec<usize> = lists.into_iter().flatten().flatten().copied().collect();
        all.extend(renamed.and_then(|path| self.by_path.get(path.as_str())));
        all.sort_unstable();
        all.dedup();
        all.into_iter().filter_map(|at| free.get(at))
    }

    /// Whether the title, the day or the file's name that a record and a post share is that of no other lost record and of no
    /// other new post. In a series they are alike, and so are the bodies by which Git pairs its files.
    fn tell_apart(&self, record: &Record, post: &Post) -> bool {
        let is_one = |posts: Option<&Vec<usize>>| posts.is_some_and(|posts| posts.len() == 1);
        let lost = |same: &dyn Fn(&Record) -> bool| self.lost.iter().filter(|lost| same(lost)).count() == 1;
        let name = name_of(&record.path);
        record.has_title_of(post)
            && is_one(self.by_title.get(post.title.as_str()))
            && lost(&|lost| lost.title == record.title)
            || name == name_of(&post.path)
                && is_one(self.by_name.get(name))
                && lost(&|lost| name_of(&lost.path) == name)
            || record.has_day_of(post) && lost(&|lost| lost.has_day_of(post))
    }

    /// Whether a title with its file name is that of one record and one new post, not of a series.
    fn is_single(&self, record: &Record) -> bool {
        let key = (record.title.as_str(), name_of(&record.path));
        self.recorded.get(&key) == Some(&1) && self.new.get(&key) == Some(&1)
    }
}

fn likeness(record: &Record, post: &Post, by_git: bool, names: &Names<'_>) -> Option<Likeness> {
    let (title, day) = (record.has_title_of(post), record.has_day_of(post));
    let name = name_of(&record.path) == name_of(&post.path);
    if title && day {
        Some(Likeness::TitleAndDay)
    } else if day && name {
        Some(Likeness::DayAndName)
    } else if title && name && !record.gone && names.is_single(record) {
        Some(Likeness::TitleAndName)
    } else if by_git && names.tell_apart(record, post) {
        Some(Likeness::Git)
    } else if record.gone {
        // It was deleted some time ago: what has less in common is another post.
        None
    } else if title {
        Some(Likeness::Title)
    } else {
        by_git.then_some(Likeness::GitAlone)
    }
}

/// The name of a post's file without date and extension; that of its folder where the file is an index.
fn name_of(path: &str) -> &str {
    let mut parts = path.trim_end_matches('/').rsplit('/');
    let file = parts.next().unwrap_or(path);
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let name = if matches!(stem, "index" | "_index") { parts.next().unwrap_or(stem) } else { stem };
    let is_date = |text: &str| {
        text.len() == 11
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 | 10 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    match name.split_at_checked(11) {
        Some((date, rest)) if is_date(date) && !rest.is_empty() => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn names_are_without_date_and_extension() {
        for (path, name) in [
            ("_posts/2024-05-31-beta.md", "beta"),
            ("content/blog/beta/index.en.md", "beta"),
            ("content/blog/2024-05-31-beta/index.md", "beta"),
            ("2024-05-31-.md", "2024-05-31-"),
            ("posts/v1.2.md", "v1"),
            ("index.md", "index"),
            ("", ""),
        ] {
            assert_eq!(name_of(path), name, "{path}");
        }
    }
}
