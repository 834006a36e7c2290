//! `date-mismatch`: front matter and file name give different days.

use chrono::{Datelike as _, NaiveDate};

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::invalid_date::{date_of_file, day, leading_date};
use crate::markup::front_matter::Value;
use crate::site::post::POSTS;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "date-mismatch",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "front matter and file name give different days",
    page: Page {
        what: "A `date` in front matter that is another day than the date at the beginning of the file \
               name, in a post or a document of a collection; and a `permalink` with another day in it, for information where it is not only another year. Days count as equal if they are equal as \
               written or in the site's time zone; where the time zone changes the day in the URL, that is \
               reported for information. Drafts are skipped, and so are the documents of a collection most of which have \
               two days: the file name of an event has the day of the event, perhaps, and `date` that of its announcement.",
        why: "The front matter wins: the post's URL and its place in the feeds do not follow the date in \
              the file name.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ndate: 2024-03-27\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ndate: 2024-02-27 23:30:00 +0000\n---\nIt is here.\n",
        }],
        sources: &["Jekyll: lib/jekyll/document.rb, populate_title and date"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post().filter(|post| !post.draft) else { return };
    let Some(in_name) = date_of_file(document.path()).and_then(|written| day(&written)) else { return };
    let Some(node) = document.front_matter.data.get("date") else {
        out.extend(of_permalink(context, in_name));
        return;
    };
    let written_day = match &node.value {
        Value::Date(date) => Some(*date),
        Value::Time(time) => Some(time.date_naive()),
        Value::String(text) => leading_date(text).and_then(|written| day(&written)),
        _ => None,
    };
    let source_day = leading_date(node.span.of(&document.source.text).trim_start_matches(['"', '\'']))
        .and_then(|written| day(&written));
    let impossible =
        matches!(&node.value, Value::String(text) if leading_date(text).is_some() && written_day.is_none());
    if impossible {
        return;
    }
    let local_day = post.date.date_naive();
    if local_day == in_name {
        out.extend(of_permalink(context, in_name));
        return;
    }
    if written_day == Some(in_name) || source_day == Some(in_name) {
        if has_day(&post.url, local_day) {
            let zone = context.site.site.settings.zone;
            let message =
                format!("in the time zone {zone} this is {local_day}, and so is the URL `{}`", post.url);
            let help = "write the time in the site's time zone, or set `timezone` to the one that is meant";
            out.push(context.finding(node.span, message).at_most(Level::Info).with_help(help));
        }
        return;
    }
    if means_two_days(context, &post.collection) {
        return;
    }
    let says = source_day.or(written_day).unwrap_or(local_day);
    out.push(
        context
            .finding(node.span, format!("`date` is {says}, but the file name has {in_name}"))
            .with_help(if has_day(&post.url, local_day) {
                format!(
                    "the front matter wins, and the post is at `{}`: rename the file, or correct the date",
                    post.url
                )
            } else {
                "the front matter wins: rename the file, or correct the date".to_owned()
            })
            .with_param("date", says.to_string())
            .with_param("file", in_name.to_string()),
    );
}

/// Returns whether a collection's file names have another meaning than its dates, as the day of an event has beside that of
/// its announcement: most of its documents have two days.
fn means_two_days(context: &PostContext<'_>, collection: &str) -> bool {
    const SEVERAL: usize = 4;
    /// Those that tell: a bound, as each finding asks.
    const ENOUGH: usize = 100;
    if collection == POSTS {
        return false;
    }
    let documents = context.site.site.posts.iter().filter(|post| *post.collection == *collection);
    let days = documents.filter_map(|post| Some((day(&date_of_file(&post.path)?)?, post.date.date_naive())));
    let (same, other): (Vec<_>, Vec<_>) = days.take(ENOUGH).partition(|(in_name, date)| in_name == date);
    other.len() >= SEVERAL && other.len() > same.len()
}

/// Returns whether a URL has a day in it.
fn has_day(url: &str, day: NaiveDate) -> bool {
    let forms = ["%Y/%m/%d", "%Y-%m-%d", "%Y/%-m/%-d", "%y/%m/%d"];
    forms.iter().any(|form| url.contains(&day.format(form).to_string()))
}

/// A finding about a `permalink` with a day that is not the post's.
fn of_permalink(context: &PostContext<'_>, in_name: NaiveDate) -> Option<Diagnostic> {
    let node = context.document.front_matter.data.get("permalink")?;
    let says = day_in(node.as_str()?).filter(|day| *day != in_name)?;
    // Another year is a typo, as people make them in January; another day may be when the post came out.
    let is_typo = (says.month(), says.day()) == (in_name.month(), in_name.day());
    let found = context
        .finding(node.span, format!("`permalink` has {says} in it, but the file name has {in_name}"))
        .with_help("correct the one that is wrong")
        .with_param("permalink", says.to_string())
        .with_param("file", in_name.to_string());
    Some(if is_typo { found } else { found.at_most(Level::Info) })
}

/// The day in a path, `/2024/05/31/a/`.
fn day_in(path: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    })
}
