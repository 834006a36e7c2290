//! The address at which GitHub or GitLab Pages shows the site of a repository.
//!
//! Sources: GitHub's "Types of GitHub Pages sites", GitLab's "Default domain names, URLs, and base URLs".

/// A site on such a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pages {
    /// What people call the host.
    pub(crate) host: &'static str,
    /// Scheme and host of the site.
    pub(crate) url: String,
    /// The folder of the host that it stands in, `/manual`; nothing where the site has the host for itself.
    pub(crate) folder: Option<String>,
}

/// The hosts: their name, the host of their repositories, and the end of the names of sites.
const HOSTS: [(&str, &str, &str); 2] =
    [("GitHub", "github.com", "github.io"), ("GitLab", "gitlab.com", "gitlab.io")];

impl Pages {
    /// The site of the repository that a Git remote leads to; nothing where the remote is on another host.
    pub(crate) fn of(remote: &str) -> Option<Self> {
        let rest = remote.split_once("://").map_or(remote, |(_, rest)| rest);
        // `git@github.com:ada/notes.git`, `https://token@github.com/ada/notes`
        let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
        let (host, path) = rest.split_once([':', '/'])?;
        let (name, _, end) = HOSTS.into_iter().find(|(_, known, _)| host.eq_ignore_ascii_case(known))?;
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let (owner, repository) = path.split_once('/')?;
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
        };
        if !is_name(owner) || !is_name(repository) {
            return None;
        }
        let host = format!("{}.{end}", owner.to_lowercase());
        let is_whole = repository.eq_ignore_ascii_case(&host);
        Some(Self {
            host: name,
            url: format!("https://{host}"),
            folder: (!is_whole).then(|| format!("/{repository}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(remote: &str) -> Option<(String, Option<String>)> {
        Pages::of(remote).map(|pages| (pages.url, pages.folder))
    }

    #[test]
    fn finds_sites_of_owners_and_of_projects() {
        let ada =
            |folder: Option<&str>| Some(("https://ada.github.io".to_owned(), folder.map(str::to_owned)));
        for remote in [
            "git@github.com:Ada/ada.github.io.git",
            "https://github.com/ada/ada.github.io",
            "https://secret@github.com/ada/ada.github.io.git",
            "ssh://git@github.com/ada/ada.github.io/",
        ] {
            assert_eq!(of(remote), ada(None), "{remote}");
        }
        assert_eq!(of("https://github.com/ada/notes.git"), ada(Some("/notes")));
        let group = of("git@gitlab.com:ada/group/notes.git").unwrap();
        assert_eq!(group, ("https://ada.gitlab.io".to_owned(), Some("/group/notes".to_owned())));
    }

    #[test]
    fn is_silent_about_other_remotes() {
        for remote in [
            "",
            "../notes",
            "/srv/git/notes.git",
            "https://git.example/ada/notes",
            "git@github.com:notes",
            "https://github.com/a b/c",
        ] {
            assert_eq!(of(remote), None, "{remote}");
        }
    }
}
