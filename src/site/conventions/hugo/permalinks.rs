//! `[permalinks]`: patterns of URLs by section, and their tokens.

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};

use crate::markup::front_matter::{Map, Value};
use crate::site::conventions::hugo::paths::PathStyle;
use crate::site::conventions::hugo::values::{at, table};

/// The patterns of each kind of page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Permalinks {
    of_pages: Vec<(String, String)>,
    of_sections: Vec<(String, String)>,
    of_terms: Vec<(String, String)>,
}

/// What tokens stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) date: &'a DateTime<FixedOffset>,
    /// The folders of the section, from the top.
    pub(super) sections: &'a [&'a str],
    pub(super) title: &'a str,
    pub(super) slug: Option<&'a str>,
    /// The name of the file, or of the bundle's folder.
    pub(super) name: &'a str,
    pub(super) style: PathStyle,
}

impl Permalinks {
    pub(super) fn new(data: &Map) -> Self {
        let pairs = |map: Option<&Map>| -> Vec<(String, String)> {
            let entries = map.into_iter().flatten();
            entries
                .filter_map(|entry| Some((entry.key.clone(), entry.value.value.as_str()?.to_owned())))
                .collect()
        };
        let all = pairs(table(data, "permalinks"));
        let of = |kind: &str| {
            let mut own = match at(data, &format!("permalinks.{kind}")) {
                Some(Value::Map(map)) => pairs(Some(map)),
                _ => Vec::new(),
            };
            own.extend(all.iter().cloned());
            own
        };
        let of_sections = pairs(table(data, "permalinks.section"));
        Self { of_pages: of("page"), of_sections, of_terms: of("term") }
    }

    /// The pattern of a section's pages; `/` is the section of pages at the top.
    pub(super) fn of_page(&self, section: &str) -> Option<&str> {
        pattern(&self.of_pages, if section.is_empty() { "/" } else { section })
    }

    /// The pattern of the list of a section.
    pub(super) fn of_section(&self, section: &str) -> Option<&str> {
        pattern(&self.of_sections, section)
    }

    /// The pattern of a taxonomy's terms.
    pub(super) fn of_term(&self, taxonomy: &str) -> Option<&str> {
        pattern(&self.of_terms, taxonomy)
    }
}

fn pattern<'p>(patterns: &'p [(String, String)], key: &str) -> Option<&'p str> {
    patterns.iter().find(|(section, _)| section == key).map(|(_, pattern)| pattern.as_str())
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
    let Parts { date, sections, title, slug, name: file, style } = *parts;
    let titled = || style.token(&title.replace('/', "-"));
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
        "section" | "sectionslug" => style.token(sections.first().copied().unwrap_or("")),
        "sections" | "sectionslugs" => {
            let chosen = chosen(sections, range);
            chosen.iter().map(|section| style.token(section)).collect::<Vec<_>>().join("/")
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
            title: "A Title: With/Slash",
            slug: None,
            name: "a-file",
            style: PathStyle::default(),
        };
        for (pattern, expected) in [
            ("/:year/:month/:day/:slug/", "/2024/03/05/a-title-with-slash/"),
            ("/:sections/:contentbasename", "/posts/sub-folder/a-file"),
            ("/:sections[last]/:sections[1:]/:sections[:1]", "/sub-folder/sub-folder/posts"),
            ("/blog/:year/:01/:02/:title/", "/blog/2024/03/05/a-title-with-slash/"),
            ("/:weekday-:weekdayname-:yearday-:monthname", "/2-tuesday-65-march"),
            ("/:slugorfilename/:06/:what", "/a-file/24/:what"),
        ] {
            assert_eq!(expand(pattern, &parts), expected, "{pattern}");
        }
    }
}
