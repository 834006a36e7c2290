//! The URLs of issues on each kind of forge.

use crate::links::issue_ref::kinds::{Forge, IssueUrl, UrlReading, is_number, nearly};
use crate::links::issue_ref::numbered::without_zeros;
use crate::links::issue_ref::tracker::Trackers;
use crate::text::pieces::Pieces as _;

const GITLAB_HOSTS: [&str; 5] =
    ["gitlab.com", "salsa.debian.org", "framagit.org", "invent.kde.org", "0xacab.org"];
const FORGEJO_HOSTS: [&str; 4] = ["codeberg.org", "gitea.com", "notabug.org", "git.disroot.org"];

/// Words that GitHub has as the third part of a path, beside issues, pulls and discussions.
const GITHUB_PLACES: &[&str] = &[
    "actions",
    "activity",
    "archive",
    "blame",
    "blob",
    "branches",
    "commit",
    "commits",
    "community",
    "compare",
    "contributors",
    "deployments",
    "edit",
    "files",
    "find",
    "forks",
    "graphs",
    "labels",
    "milestone",
    "milestones",
    "network",
    "packages",
    "projects",
    "pulse",
    "raw",
    "releases",
    "search",
    "security",
    "settings",
    "stargazers",
    "suites",
    "tags",
    "tree",
    "watchers",
    "wiki",
    "pulls",
    "issues",
    "discussions",
    "pull",
];
/// Names at the first place of a path that belong to GitHub itself.
const GITHUB_OWN: &[&str] = &[
    "orgs",
    "sponsors",
    "features",
    "marketplace",
    "topics",
    "settings",
    "apps",
    "login",
    "about",
    "users",
    "collections",
    "search",
    "enterprise",
    "security",
    "notifications",
    "issues",
    "pulls",
    "advisories",
];

impl Forge {
    /// The kind of forge at a host (lower case), where it is known.
    #[must_use]
    pub fn of_host(host: &str, trackers: &Trackers) -> Option<Self> {
        match host {
            "github.com" => Some(Self::GitHub),
            "bugs.debian.org" => Some(Self::Debian),
            _ if GITLAB_HOSTS.contains(&host) || host.starts_with("gitlab.") => Some(Self::GitLab),
            _ if FORGEJO_HOSTS.contains(&host) => Some(Self::Forgejo),
            _ if host.starts_with("bugzilla.") => Some(Self::Bugzilla),
            _ if host.starts_with("jira.") => Some(Self::Jira),
            _ => trackers.forge_of(host),
        }
    }

    /// Hosts whose names people mistype.
    pub(crate) const WELL_KNOWN: [&'static str; 3] = ["github.com", "gitlab.com", "codeberg.org"];

    /// Reads what follows the host.
    pub(crate) fn read(
        self,
        host: &str,
        rest: &str,
        number: Option<&str>,
        trackers: &Trackers,
    ) -> UrlReading {
        let parts = Parts::new(self, host, rest, number);
        match self {
            Self::GitHub | Self::Forgejo => parts.owner_and_repo(trackers),
            Self::GitLab => parts.gitlab(),
            Self::Bugzilla => parts.query("id"),
            Self::Debian => parts.debian(),
            Self::Jira => parts.jira(),
            Self::Template | Self::Unknown => parts.unknown(),
        }
    }
}

/// The parts of a URL after its scheme.
struct Parts<'a> {
    forge: Forge,
    host: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
    number: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn new(forge: Forge, host: &'a str, rest: &'a str, number: Option<&'a str>) -> Self {
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(a, b)| (a, Some(b)));
        let (path, query) = rest.split_once('?').map_or((rest, None), |(a, b)| (a, Some(b)));
        Self { forge, host, path, query, fragment, number }
    }

    fn issue(&self, project: String, number: &str) -> UrlReading {
        let mut segments = self.path.split('/');
        UrlReading::Issue(Box::new(IssueUrl {
            forge: self.forge,
            host: self.host.to_owned(),
            project,
            number: without_zeros(number).to_owned(),
            written: number.to_owned(),
            is_change: segments.any(|segment| matches!(segment, "merge_requests" | "pull" | "pulls")),
        }))
    }

    /// The URL with another path; query and fragment stay.
    fn with_path(&self, path: &str) -> String {
        let query = self.query.map_or_else(String::new, |query| format!("?{query}"));
        let fragment = self.fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
        format!("https://{}/{path}{query}{fragment}", self.host)
    }

    /// The word for issues or for pull requests, here.
    fn pull(&self) -> &'static str {
        if self.forge == Forge::Forgejo { "pulls" } else { "pull" }
    }

    /// GitHub and Forgejo: `/owner/repo/issues/1`.
    fn owner_and_repo(&self, trackers: &Trackers) -> UrlReading {
        let whole = self.path.trim_start_matches('/');
        let mut segments: Vec<&str> = Vec::with_capacity(8);
        segments.extend(whole.split('/').filter(|segment| !segment.is_empty()));
        let doubled = whole.as_bytes().windows(2).any(|pair| pair == b"//") || self.path.starts_with("//");
        let (owner, repo, place, last) = match *segments.as_slice() {
            [first, ..] if GITHUB_OWN.contains(&first) => return UrlReading::Other,
            [owner, repo] => return self.short_of_a_number(owner, repo, None),
            [repo, "issues" | "pull" | "pulls", number] if is_number(number) => {
                return self.without_owner(repo, number, trackers);
            }
            [owner, repo, number] if is_number(number) => {
                let meant = self.with_path(&format!("{owner}/{repo}/issues/{number}"));
                return malformed("has no `issues` before the number", Some(meant));
            }
            [owner, repo, place] => return self.short_of_a_number(owner, repo, Some(place)),
            [owner, repo, place, last, ..] => (owner, repo, place, last),
            _ => return UrlReading::Other,
        };
        let pull = self.pull();
        let right = match place {
            "issues" | "discussions" => place,
            _ if place == pull => place,
            "pull" | "pulls" => pull,
            _ if GITHUB_PLACES.contains(&place) => return UrlReading::Other,
            _ => match nearest_place(place, pull) {
                Some(right) => right,
                None => return UrlReading::Other,
            },
        };
        let digits = last.trim_end_matches(['.', ',', ';', ':', ')', ']', '\'', '"', '>']);
        if !is_number(digits) {
            return if looks_like_number(last) && right == place {
                let meant = self.number.map(|n| self.with_path(&format!("{owner}/{repo}/{right}/{n}")));
                malformed(format!("has `{last}` where the number should be"), meant)
            } else {
                UrlReading::Other
            };
        }
        if let Some(slot) = segments.get_mut(2) {
            *slot = right;
        }
        if let Some(slot) = segments.get_mut(3) {
            *slot = digits.trim_start_matches('0');
        }
        let meant = || Some(self.with_path(&segments.join("/")));
        if right != place {
            return malformed(format!("has `{place}` where `{right}` is meant"), meant());
        }
        if digits != last {
            return malformed(format!("has `{last}` where the number `{digits}` is meant"), meant());
        }
        if digits.starts_with('0') {
            return malformed(format!("has the number `{digits}`, which begins with a zero"), meant());
        }
        if doubled {
            return malformed("has two slashes in its path", meant());
        }
        if let Some(fragment) = self.fragment.filter(|fragment| is_damaged_comment(fragment)) {
            return malformed(format!("has `#{fragment}`, which is not a comment's anchor"), None);
        }
        match trackers.misspelt(self.host, owner, repo) {
            Some(project) => {
                let rest: Vec<&str> = segments.iter().skip(2).copied().collect();
                let meant = self.with_path(&format!("{project}/{}", rest.join("/")));
                malformed(format!("has `{owner}/{repo}` where `{project}` is meant"), Some(meant))
            }
            None => self.issue([owner, "/", repo].concat(), digits),
        }
    }

    /// `/owner/repo`, `/owner/repo/issues`, `/owner/repo/issues#1`: wrong only where a number was meant.
    fn short_of_a_number(&self, owner: &str, repo: &str, place: Option<&str>) -> UrlReading {
        let place = match place {
            None => "issues",
            Some("pulls" | "pull") => self.pull(),
            Some(place @ ("issues" | "discussions")) => place,
            Some(place) => {
                if let Some((place, number)) = run_together(place) {
                    let meant = self.with_path(&format!("{owner}/{repo}/{place}/{number}"));
                    return malformed(format!("has no `/` before the number {number}"), Some(meant));
                }
                match nearest_place(place, self.pull()) {
                    Some(right) if !GITHUB_PLACES.contains(&place) => right,
                    _ => return UrlReading::Other,
                }
            }
        };
        let meant = |number: &str| Some(format!("https://{}/{owner}/{repo}/{place}/{number}", self.host));
        match (self.fragment, self.number) {
            (Some(fragment), _) if is_number(fragment) => {
                malformed(format!("has `#{fragment}` where `/{fragment}` is meant"), meant(fragment))
            }
            (_, Some(number)) if self.query.is_none() => {
                malformed("ends where the number should be", meant(number))
            }
            _ => UrlReading::Other,
        }
    }

    fn without_owner(&self, repo: &str, number: &str, trackers: &Trackers) -> UrlReading {
        let meant = trackers
            .project_of_repo(self.host, repo)
            .map(|project| self.with_path(&format!("{project}/issues/{number}")));
        malformed("has no owner before the repository", meant)
    }

    /// `/group/sub/project/-/issues/1`; the old form without `/-/` is redirected.
    fn gitlab(&self) -> UrlReading {
        let segments: Vec<&str> = self.path.split('/').filter(|segment| !segment.is_empty()).collect();
        let Some(at) = segments.iter().position(|segment| {
            matches!(
                *segment,
                "issues"
                    | "merge_requests"
                    | "issue"
                    | "merge_request"
                    | "work_items"
                    | "epics"
                    | "pull"
                    | "pulls"
            )
        }) else {
            return UrlReading::Other;
        };
        let (place, last) = (segments.get(at).copied().unwrap_or(""), segments.get(at + 1).copied());
        let project: Vec<&str> =
            segments.iter().take(at).copied().filter(|segment| *segment != "-").collect();
        if project.len() < 2 {
            return UrlReading::Other;
        }
        let project = project.join("/");
        let right = match place {
            "issue" => "issues",
            "merge_request" | "pull" | "pulls" => "merge_requests",
            other => other,
        };
        let meant = |number: &str| Some(self.with_path(&format!("{project}/-/{right}/{number}")));
        match last {
            Some(number) if is_number(number) && place == right => self.issue(project, number),
            Some(number) if is_number(number) => {
                malformed(format!("has `{place}` where `{right}` is meant"), meant(number))
            }
            Some(last) if looks_like_number(last) => {
                malformed(format!("has `{last}` where the number should be"), self.number.and_then(meant))
            }
            Some(_) => UrlReading::Other,
            None => match (self.fragment.filter(|fragment| is_number(fragment)), self.number) {
                (Some(fragment), _) => {
                    let meant = format!("https://{}/{project}/-/{right}/{fragment}", self.host);
                    malformed(format!("has `#{fragment}` where `/{fragment}` is meant"), Some(meant))
                }
                (None, Some(number)) if self.query.is_none() => {
                    malformed("ends where the number should be", meant(number))
                }
                _ => UrlReading::Other,
            },
        }
    }

    /// `/show_bug.cgi?id=1`, and `/1`, which Bugzilla understands.
    fn query(&self, name: &str) -> UrlReading {
        let page = self.path.after_last('/');
        if !page.ends_with(".cgi") {
            let plain = self.path.trim_matches('/');
            return if is_number(plain) { self.issue(String::new(), plain) } else { UrlReading::Other };
        }
        if page != "show_bug.cgi" && page != "bugreport.cgi" {
            return UrlReading::Other;
        }
        let pairs = self.query.unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value);
        match value.or(self.fragment) {
            Some(value) if is_number(value) && self.fragment != Some(value) => {
                self.issue(String::new(), value)
            }
            // Bugzilla has names for bugs, such as their CVE numbers.
            Some(value) if value.starts_with(|c: char| c.is_ascii_alphabetic()) && !looks_left_out(value) => {
                UrlReading::Other
            }
            _ => {
                let meant =
                    self.number.map(|number| format!("https://{}{}?{name}={number}", self.host, self.path));
                malformed(format!("has no number at `{name}=`"), meant)
            }
        }
    }

    fn debian(&self) -> UrlReading {
        match self.path.trim_matches('/') {
            "cgi-bin/bugreport.cgi" => self.query("bug"),
            number if is_number(number) => self.issue(String::new(), number),
            _ => UrlReading::Other,
        }
    }

    fn jira(&self) -> UrlReading {
        match self.path.split("/browse/").nth(1).and_then(|key| key.trim_end_matches('/').rsplit_once('-')) {
            Some((project, number)) if is_number(number) => self.issue(project.to_owned(), number),
            _ => UrlReading::Other,
        }
    }

    /// On a host that is not known only the full shape is believed.
    fn unknown(&self) -> UrlReading {
        // All end so; most links of a site are to be sorted out here.
        let end = self.path.trim_end_matches('/').as_bytes();
        let asks = |page: &[u8]| end.ends_with(page);
        if !end.last().is_some_and(u8::is_ascii_digit)
            && !(self.query.is_some()
                && (asks(b".cgi") || asks(b".php") || asks(b"/detail") || asks(b"Display.html")))
        {
            return UrlReading::Other;
        }
        let segments: Vec<&str> = self.path.split('/').filter(|segment| !segment.is_empty()).collect();
        match *segments.as_slice() {
            [owner, repo, "issues" | "pull" | "pulls", number] if is_number(number) => {
                self.issue(format!("{owner}/{repo}"), number)
            }
            [.., "-", "issues" | "merge_requests", number] if is_number(number) => self.gitlab(),
            [.., "show_bug.cgi"] => match self.query("id") {
                UrlReading::Malformed(_) => UrlReading::Other,
                reading => reading,
            },
            [.., "browse", key] if key.contains('-') => Self { forge: Forge::Jira, ..*self }.jira(),
            // Redmine, Trac, SourceForge, Launchpad
            [.., "issues" | "issue" | "ticket" | "tickets" | "bugs" | "bug" | "+bug", number]
                if is_number(number) =>
            {
                self.issue(String::new(), number)
            }
            // PHP's tracker, Mantis, Google's tracker, Request Tracker
            [.., "bug.php" | "view.php"]
            | [.., "issues", "detail"]
            | [.., "Ticket" | "Bug", "Display.html"] => {
                let pairs = self.query.unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
                let id = pairs.into_iter().find(|(key, _)| *key == "id").map(|(_, value)| value);
                match id {
                    Some(number) if is_number(number) => self.issue(String::new(), number),
                    _ => UrlReading::Other,
                }
            }
            // Roundup
            [page] if self.host.starts_with("bugs.") => match page.strip_prefix("issue") {
                Some(number) if is_number(number) => self.issue(String::new(), number),
                _ => UrlReading::Other,
            },
            _ => UrlReading::Other,
        }
    }
}

/// `XXXX`, `TODO`: a word in the place of a number.
fn looks_left_out(text: &str) -> bool {
    matches!(text, "N" | "NNN" | "NNNN" | "TODO" | "FIXME" | "number")
        || text.len() > 1 && text.bytes().all(|byte| matches!(byte, b'X' | b'x' | b'?'))
}

fn malformed(what: impl Into<String>, meant: Option<String>) -> UrlReading {
    UrlReading::malformed(what, meant)
}

/// `issues12`, `issues=12`
fn run_together(segment: &str) -> Option<(&'static str, &str)> {
    ["issues", "pull", "discussions"].into_iter().find_map(|place| {
        let number = segment.strip_prefix(place)?.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        is_number(number).then_some((place, number))
    })
}

fn nearest_place(place: &str, pull: &'static str) -> Option<&'static str> {
    let lower = place.to_ascii_lowercase();
    match lower.as_str() {
        "pr" | "prs" | "pull-request" | "pull-requests" | "pull_request" | "pull_requests"
        | "pullrequest" | "pullrequests" | "merge_requests" | "merge_request" | "pull" | "pulls" => {
            Some(pull)
        }
        "bug" | "bugs" | "ticket" | "tickets" | "issues" => Some("issues"),
        "discussions" => Some("discussions"),
        _ if nearly(&lower, "issues") => Some("issues"),
        _ if nearly(&lower, "discussions") => Some("discussions"),
        _ if nearly(&lower, "pulls") => Some(pull),
        _ => None,
    }
}

/// Returns whether something at the place of a number was meant as one: it has digits, or is a word in its stead.
fn looks_like_number(text: &str) -> bool {
    let letters = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    text.bytes().any(|byte| byte.is_ascii_digit()) || letters.is_empty() || looks_left_out(letters)
}

/// `issuecomment` without its number, or written in another way.
fn is_damaged_comment(fragment: &str) -> bool {
    let Some(rest) = fragment.strip_prefix("issue") else { return false };
    let rest = rest.strip_prefix("comment").unwrap_or(rest);
    let number = rest.strip_prefix('-').unwrap_or("");
    !(is_long_number(number) || number == "new")
}

fn is_long_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
