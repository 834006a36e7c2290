//! The trackers of a site: those that its configuration names, and those that its own links go to.

use std::collections::BTreeMap;

use crate::issue_ref::kinds::{Fault, Forge, IssueUrl, UrlReading, is_number, nearly};

/// A tracker that the configuration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracker {
    /// What it is called in messages.
    pub name: String,
    /// What a text looks like, with `{number}` in it: `#{number}`, `QSB-{number}`.
    pub text: String,
    /// The URL, with `{number}` in it.
    pub url: String,
}

/// All trackers of a site.
#[derive(Clone, Debug, Default)]
pub struct Trackers {
    named: Vec<Tracker>,
    /// How many links go to a project of a host.
    counts: BTreeMap<(String, String), usize>,
    forges: BTreeMap<String, Forge>,
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

    /// The number that a text gives to something of a named tracker (`WSB-12` for `WSB-{number}`), without zeros before
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
        *self.counts.entry((issue.host.clone(), issue.project.clone())).or_default() += 1;
        if issue.forge != Forge::Unknown {
            self.forges.insert(issue.host.clone(), issue.forge);
        }
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: Self) {
        for (project, count) in other.counts {
            *self.counts.entry(project).or_default() += count;
        }
        self.forges.extend(other.forges);
    }

    /// The project that most links go to, as host and `owner/repo`, with their number; of equal ones the first by name.
    #[must_use]
    pub fn main(&self) -> Option<(&str, &str, usize)> {
        self.counts
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            .map(|((host, project), count)| (host.as_str(), project.as_str(), *count))
    }

    /// How many links go to issues at all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// How many links go to one project.
    #[must_use]
    pub fn links_to(&self, host: &str, project: &str) -> usize {
        self.counts.get(&(host.to_owned(), project.to_owned())).copied().unwrap_or(0)
    }

    pub(crate) fn forge_of(&self, host: &str) -> Option<Forge> {
        self.forges.get(host).copied()
    }

    pub(crate) fn hosts(&self) -> impl Iterator<Item = &str> {
        self.forges.keys().map(String::as_str)
    }

    /// The one project of a host whose repository has that name.
    pub(crate) fn project_of_repo(&self, host: &str, repo: &str) -> Option<&str> {
        let mut found = self.counts.keys().filter(|(at, project)| {
            at == host && project.split_once('/').is_some_and(|(_, name)| name.eq_ignore_ascii_case(repo))
        });
        match (found.next(), found.next()) {
            (Some((_, project)), None) => Some(project),
            _ => None,
        }
    }

    /// The project that was meant, where `owner/repo` is nearly one that the site links to twenty times as often.
    pub(crate) fn misspelt(&self, host: &str, owner: &str, repo: &str) -> Option<&str> {
        const OFTEN: usize = 20;
        let written = format!("{owner}/{repo}");
        let own = self.links_to(host, &written).max(1);
        let right = self.counts.iter().find(|((at, project), count)| {
            at == host
                && **count >= own * OFTEN
                && project.split_once('/').is_some_and(|(right_owner, right_repo)| {
                    let owner_is = owner.eq_ignore_ascii_case(right_owner);
                    let repo_is = repo.eq_ignore_ascii_case(right_repo);
                    owner_is && !repo_is && nearly(repo, right_repo)
                        || repo_is && !owner_is && nearly(owner, right_owner)
                })
        });
        right.map(|((_, project), _)| project.as_str())
    }

    /// Reads a URL by the configuration's own patterns.
    pub(crate) fn read_templates(&self, url: &str, number: Option<&str>) -> Option<UrlReading> {
        self.named.iter().find_map(|tracker| read_template(tracker, url, number))
    }
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
            return is_number(&digits).then(|| UrlReading::Malformed(Fault::new(what, Some(whole(&digits)))));
        }
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let tail = rest.strip_prefix(digits.as_str()).unwrap_or("");
    let ends = tail.is_empty() || tail == after || tail.starts_with(['#', '?', '/', '.']);
    if is_number(&digits) && (ends || !after.is_empty() && tail.starts_with(after)) {
        return Some(UrlReading::Issue(IssueUrl {
            forge: Forge::Template,
            host,
            project: tracker.name.clone(),
            number: digits.trim_start_matches('0').to_owned(),
        }));
    }
    let short = rest.is_empty() && number.is_some();
    let damaged = rest.strip_prefix('#').filter(|rest| is_number(rest));
    (short || damaged.is_some()).then(|| {
        let meant = damaged.or(number).map(whole);
        UrlReading::Malformed(Fault::new("has no number where one should be", meant))
    })
}
