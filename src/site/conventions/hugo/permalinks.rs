//! `[permalinks]`: patterns of URLs by section, and their tokens.

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};

use crate::markup::front_matter::{Map, Value};
use crate::site::conventions::globs::glob_matches;
use crate::site::conventions::hugo::paths::PathStyle;
use crate::site::conventions::hugo::values::{at, table, text};

/// The patterns of URLs, each with the pages that it is for; the first that fits a page is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Permalinks(Vec<Rule>);

/// A pattern and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    /// The kind of page: `page`, `section`, `taxonomy`, `term`; any where it is not set.
    kind: Option<String>,
    path: Selection,
    pattern: String,
}

/// Which paths a pattern is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Selection {
    All,
    /// Pages that are in no section.
    Top,
    /// A section or taxonomy and everything below it.
    Section(String),
    Glob(String),
}

impl Selection {
    fn has(&self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::Top => !path.contains('/'),
            Self::Section(section) => {
                let rest = path.strip_prefix(section.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Self::Glob(glob) => glob_matches(glob, path),
        }
    }
}

/// What tokens stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) date: &'a DateTime<FixedOffset>,
    /// The folders of the section, from the top.
    pub(super) sections: &'a [&'a str],
    /// The slug or the title that each of their lists has.
    pub(super) section_slugs: &'a [String],
    pub(super) title: &'a str,
    pub(super) slug: Option<&'a str>,
    /// The name of the file, or of the bundle's folder.
    pub(super) name: &'a str,
    /// Whether it is a term's list, whose title may have slashes.
    pub(super) is_term: bool,
    pub(super) style: PathStyle,
}

/// The kinds of page that patterns may be for.
const KINDS: [&str; 5] = ["page", "home", "section", "taxonomy", "term"];

impl Permalinks {
    pub(super) fn new(data: &Map) -> Self {
        let mut rules = Vec::new();
        if let Some(Value::List(items)) = at(data, "permalinks") {
            rules.extend(items.iter().filter_map(|item| Rule::of_table(item.value.as_map()?)));
            return Self(rules);
        }
        for entry in table(data, "permalinks").into_iter().flatten() {
            match &entry.value.value {
                Value::Map(own) if KINDS.contains(&entry.key.as_str()) => {
                    rules.extend(own.iter().filter_map(|own| {
                        Some(Rule::new(Some(&entry.key), &own.key, own.value.value.as_str()?))
                    }));
                }
                value => {
                    let Some(pattern) = value.as_str() else { continue };
                    rules.extend(["page", "term"].map(|kind| Rule::new(Some(kind), &entry.key, pattern)));
                }
            }
        }
        // Of a kind's own table and the general one the former is the more special.
        rules.sort_by_key(|rule| match &rule.path {
            Selection::Section(section) => std::cmp::Reverse(section.len()),
            _ => std::cmp::Reverse(0),
        });
        Self(rules)
    }

    /// The pattern of a page of a kind; its path is that of its file below the content, as URLs have it.
    pub(super) fn of(&self, kind: &str, path: &str) -> Option<&str> {
        let fits = |rule: &&Rule| rule.kind.as_deref().is_none_or(|it| it == kind) && rule.path.has(path);
        self.0.iter().find(fits).map(|rule| rule.pattern.as_str())
    }
}

impl Rule {
    fn new(kind: Option<&str>, section: &str, pattern: &str) -> Self {
        let path = match section.trim_matches(['/', ' ']) {
            "" => Selection::Top,
            section => Selection::Section(section.to_owned()),
        };
        Self { kind: kind.map(str::to_owned), path, pattern: pattern.to_owned() }
    }

    /// A table with `pattern` and, where it is for some pages alone, `target`.
    fn of_table(entries: &Map) -> Option<Self> {
        let path = match text(entries, "target.path").map(|glob| glob.to_lowercase()) {
            None => Selection::All,
            Some(glob) => Selection::Glob(glob),
        };
        let kind = text(entries, "target.kind").map(|kind| kind.to_lowercase());
        Some(Self { kind, path, pattern: text(entries, "pattern")? })
    }
}

/// The path that a pattern comes to; a token that is not known stays as it is written.
pub(super) fn expand(pattern: &str, parts: &Parts<'_>) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        let (before, token) = rest.split_at(at);
        out.push_str(before);
        let after = token.get(1..).unwrap_or("");
        let name = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
        let (name, mut following) = after.split_at(name);
        let mut range = None;
        if let Some(list) = following.strip_prefix('[')
            && let Some((inner, more)) = list.split_once(']')
        {
            range = Some(inner);
            following = more;
        }
        match value(name, range, parts) {
            Some(value) => out.push_str(&value),
            None => {
                out.push(':');
                out.push_str(name);
            }
        }
        rest = following;
    }
    out.push_str(rest);
    out
}

fn value(name: &str, range: Option<&str>, parts: &Parts<'_>) -> Option<String> {
    let Parts { date, sections, section_slugs, title, slug, name: file, is_term, style } = *parts;
    let titled = || if is_term { style.token(title) } else { style.token(&title.replace('/', "-")) };
    let named = || style.token(file);
    let slugged = || slug.map(|slug| style.token(slug));
    Some(match name {
        "year" => date.year().to_string(),
        "month" => format!("{:02}", date.month()),
        "monthname" => date.format("%B").to_string().to_lowercase(),
        "day" => format!("{:02}", date.day()),
        "weekday" => date.weekday().num_days_from_sunday().to_string(),
        "weekdayname" => date.format("%A").to_string().to_lowercase(),
        "yearday" => date.ordinal().to_string(),
        "section" => style.token(sections.first().copied().unwrap_or("")),
        "sections" => {
            let chosen = chosen(sections, range);
            chosen.iter().map(|section| style.token(section)).collect::<Vec<_>>().join("/")
        }
        "sectionslug" => style.token(&section_slugs.first()?.replace('/', "-")),
        "sectionslugs" => {
            let slugs: Vec<&str> = section_slugs.iter().map(String::as_str).collect();
            let chosen = chosen(&slugs, range);
            chosen.iter().map(|slug| style.token(&slug.replace('/', "-"))).collect::<Vec<_>>().join("/")
        }
        "title" => titled(),
        "slug" => slugged().unwrap_or_else(titled),
        "filename" | "contentbasename" => named(),
        "slugorfilename" | "slugorcontentbasename" => slugged().unwrap_or_else(named),
        layout => return of_layout(layout, date),
    })
}

/// The folders that `[last]`, `[0]` or `[1:]` choose.
fn chosen<'s>(sections: &'s [&'s str], range: Option<&str>) -> &'s [&'s str] {
    let last = sections.len();
    let number = |text: &str, default: usize| match text.trim() {
        "" => default,
        "last" => last.saturating_sub(1),
        text => text.parse().unwrap_or(default),
    };
    let (from, to) = match range {
        None => (0, last),
        Some(range) => match range.split_once(':') {
            Some((from, to)) => (number(from, 0), number(to, last)),
            None => {
                let at = number(range, last);
                (at, at + 1)
            }
        },
    };
    sections.get(from.min(last)..to.min(last).max(from.min(last))).unwrap_or(&[])
}

/// A date in one of the pieces of Go's layouts.
fn of_layout(layout: &str, date: &DateTime<FixedOffset>) -> Option<String> {
    Some(match layout {
        "2006" => format!("{:04}", date.year()),
        "06" => format!("{:02}", date.year().rem_euclid(100)),
        "01" => format!("{:02}", date.month()),
        "1" => date.month().to_string(),
        "Jan" => date.format("%b").to_string(),
        "January" => date.format("%B").to_string(),
        "02" => format!("{:02}", date.day()),
        "2" => date.day().to_string(),
        "002" => format!("{:03}", date.ordinal()),
        "Mon" => date.format("%a").to_string(),
        "Monday" => date.format("%A").to_string(),
        "15" => format!("{:02}", date.hour()),
        "04" => format!("{:02}", date.minute()),
        "05" => format!("{:02}", date.second()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_filled() {
        let date = DateTime::parse_from_rfc3339("2024-03-05T06:07:08Z").unwrap();
        let parts = Parts {
            date: &date,
            sections: &["posts", "Sub Folder"],
            section_slugs: &["News".to_owned(), "Deep/er".to_owned()],
            title: "A Title: With/Slash",
            slug: None,
            name: "a-file",
            is_term: false,
            style: PathStyle::default(),
        };
        for (pattern, expected) in [
            ("/:year/:month/:day/:slug/", "/2024/03/05/a-title-with-slash/"),
            ("/:sections/:contentbasename", "/posts/sub-folder/a-file"),
            ("/:sections[last]/:sections[1:]/:sections[:1]", "/sub-folder/sub-folder/posts"),
            ("/blog/:year/:01/:02/:title/", "/blog/2024/03/05/a-title-with-slash/"),
            ("/:weekday-:weekdayname-:yearday-:monthname", "/2-tuesday-65-march"),
            ("/:slugorfilename/:06/:what", "/a-file/24/:what"),
            ("/:sectionslugs/:sectionslug/:sectionslugs[last]", "/news/deep-er/news/deep-er"),
        ] {
            assert_eq!(expand(pattern, &parts), expected, "{pattern}");
        }
    }
}
