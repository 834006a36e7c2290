//! The trackers of a site: those that its configuration names, and those that its own links go to.

use std::collections::BTreeMap;

use crate::links::issue_ref::kinds::{Forge, IssueUrl, UrlReading, is_like_an_issues, is_number, nearly};
use crate::links::issue_ref::numbered::{Numbered, Series, without_zeros};
use crate::text::pieces::Pieces as _;

/// A tracker that the configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracker {
    /// Its name in messages.
    pub name: String,
    /// The pattern of a link text, with `{number}` in it: `#{number}`, `QSB-{number}`.
    pub text: String,
    /// The URL, with `{number}` in it.
    pub url: String,
}

/// All trackers of a site.
#[derive(Clone, Debug, Default)]
pub struct Trackers {
    named: Vec<Tracker>,
    /// How many links go to a project of a host.
    counts: BTreeMap<String, BTreeMap<String, usize>>,
    forges: BTreeMap<String, Forge>,
    series: Series,
}

impl Trackers {
    /// The trackers that the configuration names; the links are counted by [`Trackers::count`].
    #[must_use]
    pub fn new(named: Vec<Tracker>) -> Self {
        Self { named, ..Self::default() }
    }

    /// The same counts with the trackers that the configuration names.
    #[must_use]
    pub fn with_named(mut self, named: Vec<Tracker>) -> Self {
        self.named = named;
        self
    }

    /// The number that a link text gives to something of a named tracker (`WSB-12` for `WSB-{number}`), without zeros before
    /// it, and the tracker's name.
    #[must_use]
    pub fn number_in(&self, text: &str) -> Option<(&str, String)> {
        self.named.iter().find_map(|tracker| {
            let (before, after) = tracker.text.split_once("{number}")?;
            let rest = text.trim().strip_prefix(before)?;
            let digits = rest.strip_suffix(after)?;
            let number = digits.trim_start_matches('0');
            is_number(number).then(|| (tracker.name.as_str(), number.to_owned()))
        })
    }

    /// The trackers that the configuration names.
    #[must_use]
    pub fn named(&self) -> &[Tracker] {
        &self.named
    }

    /// Counts a link of the site.
    pub fn count(&mut self, issue: &IssueUrl) {
        let known = self.counts.get_mut(&issue.host).and_then(|projects| projects.get_mut(&issue.project));
        match known {
            Some(count) => *count += 1,
            None => *self.of(&issue.host, &issue.project) += 1,
        }
        if issue.forge != Forge::Unknown && self.forge_of(&issue.host) != Some(issue.forge) {
            self.forges.insert(issue.host.clone(), issue.forge);
        }
    }

    /// Counts a link of the site whose text is a label and a number.
    pub fn count_numbered(&mut self, text: &Numbered, url: &str) {
        self.series.count(text, url);
    }

    pub(crate) const fn series(&self) -> &Series {
        &self.series
    }

    fn of(&mut self, host: &str, project: &str) -> &mut usize {
        self.counts.entry(host.to_owned()).or_default().entry(project.to_owned()).or_default()
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: Self) {
        for (host, projects) in &other.counts {
            for (project, count) in projects {
                *self.of(host, project) += count;
            }
        }
        self.forges.extend(other.forges);
        self.series.merge(other.series);
    }

    /// The project that most links go to, as host and `owner/repo`, with their number; of equal ones the first by name.
    #[must_use]
    pub fn main(&self) -> Option<(&str, &str, usize)> {
        self.counts
            .iter()
            .flat_map(|(host, projects)| {
                projects.iter().map(move |(project, count)| ((host, project), *count))
            })
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
            .map(|((host, project), count)| (host.as_str(), project.as_str(), count))
    }

    /// How many links go to issues at all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.values().flat_map(BTreeMap::values).sum()
    }

    /// How many links go to one project.
    #[must_use]
    pub fn links_to(&self, host: &str, project: &str) -> usize {
        self.counts.get(host).and_then(|projects| projects.get(project)).copied().unwrap_or(0)
    }

    /// Returns how many projects of a project's owner have several links to their issues, beside the project itself.
    #[must_use]
    pub fn others_of(&self, host: &str, project: &str) -> usize {
        const SEVERAL: usize = 2;
        let owner = project.up_to('/');
        let projects = self.counts.get(host).into_iter().flatten();
        let others = projects.filter(|(other, count)| {
            **count >= SEVERAL && other.as_str() != project && other.up_to('/').eq_ignore_ascii_case(owner)
        });
        others.count()
    }

    pub(crate) fn forge_of(&self, host: &str) -> Option<Forge> {
        self.forges.get(host).copied()
    }

    pub(crate) fn hosts(&self) -> impl Iterator<Item = &str> {
        self.forges.keys().map(String::as_str)
    }

    /// The one project of a host whose repository has that name.
    pub(crate) fn project_of_repo(&self, host: &str, repo: &str) -> Option<&str> {
        let mut found = self.counts.get(host)?.keys().filter(|project| {
            project.split_once('/').is_some_and(|(_, name)| name.eq_ignore_ascii_case(repo))
        });
        match (found.next(), found.next()) {
            (Some(project), None) => Some(project),
            _ => None,
        }
    }

    /// The project that was meant, where `owner/repo` is linked to once, is nearly one that the site links to twenty times.
    pub(crate) fn misspelt(&self, host: &str, owner: &str, repo: &str) -> Option<&str> {
        const OFTEN: usize = 20;
        let projects = self.counts.get(host)?;
        // Sites have one project or a few that are linked to so often: the count of this one is asked for only then.
        let mut own = None;
        let mut counted =
            || *own.get_or_insert_with(|| self.links_to(host, &format!("{owner}/{repo}")).max(1));
        let right = projects.iter().find(|(project, count)| {
            // A name that is written twice is no slip.
            **count >= OFTEN
                && counted() < 2
                && project.split_once('/').is_some_and(|(right_owner, right_repo)| {
                    // The successor of a project, `wherry2`, is another one.
                    let is_next = without_digits(repo) == without_digits(right_repo)
                        && without_digits(owner) == without_digits(right_owner);
                    if is_next {
                        return false;
                    }
                    let owner_is = owner.eq_ignore_ascii_case(right_owner);
                    let repo_is = repo.eq_ignore_ascii_case(right_repo);
                    owner_is && !repo_is && nearly(repo, right_repo)
                        || repo_is && !owner_is && nearly(owner, right_owner)
                })
        });
        right.map(|(project, _)| project.as_str())
    }

    /// Returns whether `url`, which was read as `reading` before the links were counted, may be read otherwise with these
    /// counts.
    #[must_use]
    pub fn may_change(&self, url: &str, reading: &UrlReading) -> bool {
        if !self.named.is_empty() {
            return true;
        }
        match reading {
            // It may be at a host that was counted, or at one that is nearly such a host.
            UrlReading::Other => {
                let mut counted = self.hosts().filter(|host| !Forge::WELL_KNOWN.contains(host)).peekable();
                counted.peek().is_some()
                    && (is_like_an_issues(url.as_bytes()) || counted.any(|host| contains_host(url, host)))
            }
            UrlReading::Malformed(_) => true,
            UrlReading::Issue(issue) => match issue.forge {
                Forge::Unknown => true,
                Forge::GitHub | Forge::Forgejo => issue
                    .project
                    .split_once('/')
                    .is_none_or(|(owner, repo)| self.misspelt(&issue.host, owner, repo).is_some()),
                _ => false,
            },
        }
    }

    /// Reads a URL by the configuration's own patterns.
    pub(crate) fn read_templates(&self, url: &str, number: Option<&str>) -> Option<UrlReading> {
        self.named.iter().find_map(|tracker| read_template(tracker, url, number))
    }
}

/// Returns whether `host`, which is lower case, stands in `url`.
fn contains_host(url: &str, host: &str) -> bool {
    let (url, host) = (url.as_bytes(), host.as_bytes());
    let Some(first) = host.first() else { return false };
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), url)
        .filter_map(|at| url.get(at..at + host.len()))
        .any(|part| part.eq_ignore_ascii_case(host))
}

fn read_template(tracker: &Tracker, url: &str, number: Option<&str>) -> Option<UrlReading> {
    let (before, after) = tracker.url.split_once("{number}")?;
    let host = before.split("://").nth(1)?.split('/').next()?.to_ascii_lowercase();
    // The forges that are known have finer rules than a pattern can say.
    if ["github.com", "gitlab.com", "codeberg.org"].contains(&host.as_str()) {
        return None;
    }
    let whole = |number: &str| tracker.url.replace("{number}", number);
    let rest = match url.strip_prefix(before) {
        Some(rest) => rest,
        None => {
            let bare = before.split("://").nth(1)?;
            let rest = url.strip_prefix("http://").unwrap_or(url).strip_prefix(bare)?;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let what = if url.starts_with("http://") { "is insecure" } else { "has no scheme" };
            return is_number(&digits).then(|| UrlReading::malformed(what, Some(whole(&digits))));
        }
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let tail = rest.strip_prefix(digits.as_str()).unwrap_or("");
    let ends = tail.is_empty() || tail == after || tail.starts_with(['#', '?', '/', '.']);
    if is_number(&digits) && (ends || !after.is_empty() && tail.starts_with(after)) {
        return Some(UrlReading::Issue(Box::new(IssueUrl {
            forge: Forge::Template,
            host,
            project: tracker.name.clone(),
            number: without_zeros(&digits).to_owned(),
            written: digits,
            is_change: false,
        })));
    }
    let short = rest.is_empty() && number.is_some();
    let damaged = rest.strip_prefix('#').filter(|rest| is_number(rest));
    (short || damaged.is_some()).then(|| {
        let meant = damaged.or(number).map(whole);
        UrlReading::malformed("has no number where one should be", meant)
    })
}

/// A name in lower case without the digits in it.
fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>().to_lowercase()
}
