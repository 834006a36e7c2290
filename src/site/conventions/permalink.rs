//! The URL of a document: a template, its placeholders, and what is cut away afterwards.
//!
//! Source: Jekyll's `url.rb`, `drops/url_drop.rb`, `configuration.rb` and `utils.rb`.

use std::borrow::Cow;
use std::collections::HashSet;

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::text::suggest::nearest;
use crate::text::url::{SlugMode, escape_path, sanitize_path, slugify};

/// What the placeholders of a template stand for.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) collection: &'a str,
    /// The file name without its extension.
    pub(super) basename: &'a str,
    pub(super) slug: &'a str,
    /// Below the collection's folder, without extension and dots at the end.
    pub(super) path: &'a str,
    /// With its dot.
    pub(super) output_ext: &'a str,
    pub(super) categories: &'a [String],
    pub(super) date: &'a DateTime<FixedOffset>,
}

/// The template that `permalink:` of the configuration means for posts.
pub(super) fn style(name: &str) -> &str {
    match name {
        "none" => "/:categories/:title:output_ext",
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        template => template,
    }
}

/// The template for pages and for collections without one of their own: they follow the site's style in their ending.
pub(super) fn with_suffix(template: &str, site_style: &str) -> String {
    let suffix = match site_style {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        style if style.ends_with('/') => "/",
        style if style.ends_with(":output_ext") => ":output_ext",
        _ => "",
    };
    format!("{template}{suffix}")
}

/// What is wrong with a template of the configuration: a placeholder that there is none of; `more` are those that only its
/// kind of file has. Nothing where it can be filled.
pub(super) fn fault(template: &str, more: &[&str]) -> Option<String> {
    let known = |name: &str| NAMES.contains(&name) || more.contains(&name);
    let wrong = template.split(':').skip(1).find_map(|rest| {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        let name = &rest[..length];
        let is_right = name.is_empty() || known(name) || name.strip_suffix('_').is_some_and(known);
        (!is_right).then_some(name)
    });
    if let Some(name) = wrong {
        let near = nearest(name, NAMES.iter().chain(more).copied());
        let hint = near.map_or_else(
            || "; use `:year`, `:month`, `:day`, `:title`, `:slug`, `:path` or `:categories`".to_owned(),
            |near| format!("; did you mean `:{near}`?"),
        );
        return Some(format!("the permalink `{template}` has `:{name}`, which is not a placeholder{hint}"));
    }
    // The name of a style, mistyped: all posts would stand at one place.
    let is_word = !template.is_empty() && template.bytes().all(|byte| byte.is_ascii_alphabetic());
    let near = is_word.then(|| nearest(template, STYLES)).flatten()?;
    Some(format!("`{template}` is not a style of permalinks; did you mean `{near}`?"))
}

/// The styles that have a name.
const STYLES: [&str; 5] = ["none", "date", "ordinal", "pretty", "weekdate"];

/// The placeholders that documents have.
const NAMES: [&str; 25] = [
    "collection",
    "output_ext",
    "path",
    "name",
    "title",
    "slug",
    "categories",
    "slugified_categories",
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "i_day",
    "i_month",
    "short_month",
    "long_month",
    "short_year",
    "w_year",
    "week",
    "w_day",
    "short_day",
    "long_day",
    "y_day",
];

/// The URL that a template makes of the parts.
///
/// # Errors
/// With the placeholder that Jekyll does not know.
pub(super) fn fill(template: &str, parts: &Parts<'_>) -> Result<String, String> {
    let mut url = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(at) = rest.find(':') {
        url.push_str(&rest[..at]);
        let name_length =
            rest[at + 1..].bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        let name = &rest[at + 1..=at + name_length];
        rest = &rest[at + 1 + name_length..];
        if name.is_empty() {
            url.push(':');
        } else if let Some(value) = value_of(name, parts) {
            url.push_str(&escape_path(&value));
        } else if let Some(value) = name.strip_suffix('_').and_then(|name| value_of(name, parts)) {
            // `:year_:month`: a name that ends in an underscore is tried whole, then without.
            url.push_str(&escape_path(&value));
            url.push('_');
        } else {
            return Err(name.to_owned());
        }
    }
    url.push_str(rest);
    Ok(sanitize_path(&url))
}

/// What a placeholder stands for; nothing when there is none of this name.
fn value_of<'a>(name: &str, parts: &Parts<'a>) -> Option<Cow<'a, str>> {
    let time = |format: &str| Cow::Owned(parts.date.format(format).to_string());
    Some(match name {
        "collection" => Cow::Borrowed(parts.collection),
        "output_ext" => Cow::Borrowed(parts.output_ext),
        "path" => Cow::Borrowed(parts.path),
        "name" => slugify(parts.basename, SlugMode::Default, false).into(),
        "title" => slugify(parts.slug, SlugMode::Pretty, true).into(),
        "slug" => slugify(parts.slug, SlugMode::Default, false).into(),
        "categories" => joined(parts.categories.iter().map(|category| category.to_lowercase())).into(),
        "slugified_categories" => {
            joined(parts.categories.iter().map(|category| slugify(category, SlugMode::Default, false))).into()
        }
        // These three are in nearly every template; chrono's formatting took 3 % of reading 10,000 heads.
        "year" => format!("{:04}", parts.date.year()).into(),
        "month" => two_digits(parts.date.month()).into(),
        "day" => two_digits(parts.date.day()).into(),
        "hour" => time("%H"),
        "minute" => time("%M"),
        "second" => time("%S"),
        "i_day" => time("%-d"),
        "i_month" => time("%-m"),
        "short_month" => time("%b"),
        "long_month" => time("%B"),
        "short_year" => time("%y"),
        "w_year" => time("%G"),
        "week" => time("%V"),
        "w_day" => time("%u"),
        "short_day" => time("%a"),
        "long_day" => time("%A"),
        "y_day" => time("%j"),
        _ => return None,
    })
}

fn two_digits(number: u32) -> &'static str {
    const DAYS: [&str; 32] = [
        "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16",
        "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31",
    ];
    DAYS.get(number as usize).copied().unwrap_or_default()
}

/// Each value once, in order, with `/` between them.
fn joined(values: impl Iterator<Item = String>) -> String {
    // A few are compared faster than hashed; 20,000 took three seconds to compare.
    const FEW: usize = 32;
    let mut once: Vec<String> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for value in values {
        let is_new = if once.len() < FEW {
            !once.contains(&value)
        } else {
            if seen.is_empty() {
                seen.extend(once.iter().cloned());
            }
            seen.insert(value.clone())
        };
        if is_new {
            once.push(value);
        }
    }
    once.join("/")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn url(template: &str) -> Result<String, String> {
        let date = DateTime::parse_from_rfc3339("2019-12-30T00:00:00+01:00").unwrap();
        let categories = ["My Cat", "Über/Sub", "my cat"].map(str::to_owned);
        fill(
            template,
            &Parts {
                collection: "posts",
                basename: "2019-12-30-Foo_Bar.Baz-Qux!-v1.0.",
                slug: "Foo_Bar.Baz-Qux!-v1.0",
                path: "/2019-12-30-Foo_Bar.Baz-Qux!-v1.0",
                output_ext: ".html",
                categories: &categories,
                date: &date,
            },
        )
    }

    #[test]
    fn templates_come_out_as_jekyll_fills_them() {
        for (template, expected) in [
            (style("date"), "/my%20cat/%C3%BCber/sub/2019/12/30/Foo_Bar.Baz-Qux!-v1.0.html"),
            ("/:slug/", "/foo-bar-baz-qux-v1-0/"),
            ("/:slugified_categories/:title/", "/my-cat/%C3%BCber-sub/Foo_Bar.Baz-Qux!-v1.0/"),
            ("/:year_:month/:title", "/2019_12/Foo_Bar.Baz-Qux!-v1.0"),
            ("/a/../:title/./b", "/a/Foo_Bar.Baz-Qux!-v1.0/b"),
            ("/:w_year/W:week/:w_day", "/2020/W01/1"),
        ] {
            assert_eq!(url(template).as_deref(), Ok(expected), "{template}");
        }
    }

    #[test]
    fn every_placeholder_that_has_a_name_is_filled() {
        for name in NAMES {
            assert!(url(&format!("/:{name}/")).is_ok(), "{name}");
        }
        assert_eq!(STYLES.map(|name| fault(style(name), &[])), [const { None }; 5]);
        assert_eq!(fault("/:year_:month/:title", &[]), None);
        let wrong = fault("/blog/:slgu/", &[]).unwrap();
        assert!(wrong.ends_with("has `:slgu`, which is not a placeholder; did you mean `:slug`?"), "{wrong}");
        assert!(fault("prety", &[]).unwrap().ends_with("did you mean `pretty`?"));
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        assert_eq!(url("/:titel/"), Err("titel".to_owned()));
    }
}
