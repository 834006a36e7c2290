//! Fifty commits in the life of a site, with `feedwright lock` after each: no post changes its id, and no new post gets an old one.

use std::collections::BTreeMap;
use std::fs;

use crate::cli::TestSite;

const ROW: &str =
    "[[feeds]]\npath = \"feed.xml\"\nlimit = 0\n[[feeds]]\npath = \"rss.xml\"\nformat = \"rss\"\nlimit = 0\n";

/// One post through all of its names.
#[derive(Clone, Debug)]
struct Life {
    path: String,
    title: String,
    date: String,
    category: String,
    /// What its readers know it by: in the Atom feed, and in the RSS feed.
    ids: Option<(String, String)>,
}

struct History {
    site: TestSite,
    /// Living posts by a number that is in their content.
    posts: BTreeMap<usize, Life>,
    /// Ids that were published, each with its post.
    published: BTreeMap<String, usize>,
    born: usize,
    is_hugo: bool,
}

impl History {
    fn new() -> Self {
        let site = TestSite::new(&[("feedwright.toml", ROW)]);
        let history =
            Self { site, posts: BTreeMap::new(), published: BTreeMap::new(), born: 0, is_hugo: false };
        history.configure("/:categories/:year/:month/:day/:title/");
        history
    }

    fn configure(&self, permalink: &str) {
        let config = format!(
            "title: Ferry\nurl: https://ferry.example\ntime: 2030-01-01\ntimezone: UTC\npermalink: {permalink}\n"
        );
        self.site.write("_config.yml", &config);
    }

    fn write(&self, number: usize) {
        let Life { path, title, date, category, .. } = &self.posts[&number];
        let dated = if self.is_hugo { format!("date: {date}\n") } else { String::new() };
        // Posts of a series share all of their words but for one.
        let text = format!(
            "---\ntitle: {title}\n{dated}categories: [{category}]\n---\nAll is well aboard, post-{number}.\n"
        );
        self.site.write(path, &text);
    }

    fn add(&mut self, title: &str, category: &str) -> usize {
        let number = self.born;
        self.born += 1;
        let date = format!("2024-{:02}-{:02}", number / 28 + 1, number % 28 + 1);
        let life = Life {
            path: path(&date, &slug(title), self.is_hugo),
            title: title.to_owned(),
            date,
            category: category.to_owned(),
            ids: None,
        };
        self.posts.insert(number, life);
        self.write(number);
        number
    }

    fn remove(&mut self, number: usize) {
        let life = self.posts.remove(&number).unwrap();
        fs::remove_file(self.site.path().join(life.path)).unwrap();
    }

    /// Changes a post; its file is written anew, and the old one removed where it has another path.
    fn change(&mut self, number: usize, change: impl FnOnce(&mut Life)) {
        let before = self.posts[&number].path.clone();
        change(self.posts.get_mut(&number).unwrap());
        fs::remove_file(self.site.path().join(before)).unwrap();
        self.write(number);
    }

    /// Runs `lock` as a person who knows which post is which, builds, and compares each post's ids with the first ones.
    fn commit(&mut self, step: usize, renamed: &[usize]) {
        let run = self.site.feedwright(["lock"]);
        let open: Vec<String> = (run.stdout.lines())
            .filter(|line| line.starts_with("rename"))
            .map(|line| line.split(" -> ").nth(1).unwrap().split(" (").next().unwrap().to_owned())
            .collect();
        for path in open {
            let is_renamed = renamed.iter().any(|number| self.posts[number].path == path);
            let decision = if is_renamed { "--accept" } else { "--as-new" };
            self.site.feedwright(["lock", &format!("{decision}={path}")]);
        }
        let run = self.site.feedwright(["lock"]).exits(0);
        assert_eq!(run.stdout.lines().count(), 1, "step {step}: {}", run.stdout);
        self.site.feedwright(["build", "--quiet", "--output", "out"]).exits(0);
        let run = self.site.feedwright(["build", "--quiet", "--check", "--output", "out"]).exits(0);
        assert_eq!(run.stdout, "", "step {step}");
        let (atom, rss) = (self.site.read("out/feed.xml"), self.site.read("out/rss.xml"));
        let (atom, rss) = (ids(&atom, "<entry", "<id>"), ids(&rss, "<item>", "<guid isPermaLink=\""));
        assert_eq!(atom.len(), self.posts.len(), "step {step}");
        for (number, life) in &mut self.posts {
            // The flag beside a guid may change, its value may not.
            let guid = rss[number].split_once('>').unwrap().1.to_owned();
            let now = (atom[number].clone(), guid);
            match &life.ids {
                Some(first) => assert_eq!(now, *first, "step {step}: {}", life.path),
                None => {
                    for id in [&now.0, &now.1] {
                        let owner = self.published.insert(id.clone(), *number);
                        assert!(
                            owner.is_none_or(|owner| owner == *number),
                            "step {step}: {id} is that of {owner:?}"
                        );
                    }
                    life.ids = Some(now);
                }
            }
        }
    }
}

fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn path(date: &str, slug: &str, is_hugo: bool) -> String {
    if is_hugo { format!("content/posts/{slug}.md") } else { format!("_posts/{date}-{slug}.md") }
}

/// The value after a mark in each entry, by the number in its content.
fn ids(feed: &str, entry: &str, mark: &str) -> BTreeMap<usize, String> {
    let entries = feed.split(entry).skip(1);
    let of = entries.map(|entry| {
        let id = entry.split(mark).nth(1).unwrap().split("</").next().unwrap().to_owned();
        let number = entry.split("post-").find_map(|rest| {
            rest.split(|c: char| !c.is_ascii_digit()).next().filter(|digits| !digits.is_empty())?.parse().ok()
        });
        (number.unwrap(), id)
    });
    of.collect()
}

#[test]
fn no_id_changes_in_fifty_commits() {
    let mut history = History::new();
    for number in 1..=6 {
        history.add(&format!("Canary {number}"), "canaries");
    }
    history.commit(0, &[]);
    fs::copy(history.site.path().join("out/feed.xml"), history.site.path().join("first.xml")).unwrap();
    for step in 1..50 {
        let living: Vec<usize> = history.posts.keys().copied().collect();
        let chosen = living[step * 7 % living.len()];
        let mut renamed = Vec::new();
        let is_hugo = history.is_hugo;
        match (step, step % 8) {
            (20, _) => history.configure("/news/:title-:year-:month-:day.html"),
            (35, _) => {
                // To another generator: other paths, other URLs.
                history.is_hugo = true;
                for number in living {
                    history.change(number, |life| {
                        life.path = path(&life.date, &format!("{}-{number}", slug(&life.title)), true)
                    });
                    renamed.push(number);
                }
                fs::remove_file(history.site.path().join("_config.yml")).unwrap();
                history.site.write("hugo.toml", "baseURL = \"https://ferry.example/\"\ntitle = \"Ferry\"\n");
            }
            (_, 0 | 4) => _ = history.add(&format!("Canary {}", step + 10), "canaries"),
            (_, 1) => {
                history.change(chosen, |life| {
                    life.path = path(&life.date, &format!("{}-renamed-{step}", slug(&life.title)), is_hugo);
                });
                renamed.push(chosen);
            }
            (_, 2) => {
                history.change(chosen, |life| {
                    life.date = format!("2025-{:02}-{:02}", step % 12 + 1, step % 28 + 1);
                    life.path = path(&life.date, &format!("{}-{step}", slug(&life.title)), is_hugo);
                });
                renamed.push(chosen);
            }
            (_, 3) => history.change(chosen, |life| life.category = format!("logs-{step}")),
            (_, 5) => {
                // One post of a series goes and another one comes, in one commit.
                history.remove(chosen);
                history.add(&format!("Canary {}", step + 10), "canaries");
            }
            (_, 6) => history.change(chosen, |life| life.title = format!("{} corrected {step}", life.title)),
            _ => {
                // A post goes, and another one comes to its very path.
                let old = history.posts[&chosen].clone();
                history.remove(chosen);
                history.commit(step, &[]);
                let new = history.add(&format!("Report {step}"), &old.category);
                history.change(new, |life| (life.path, life.date) = (old.path, "2026-01-01".to_owned()));
            }
        }
        history.commit(step, &renamed);
    }
    let diff = history.site.feedwright(["diff", "--format", "json", "first.xml", "out/feed.xml"]);
    let diff: serde_json::Value = serde_json::from_str(&diff.stdout).unwrap();
    for field in ["renamed", "moved", "old_as_new"] {
        assert_eq!(diff["summary"][field], 0, "{field}: {}", diff["summary"]);
    }
    assert!(diff["summary"]["kept"].as_u64().unwrap() > 0, "{}", diff["summary"]);
}
