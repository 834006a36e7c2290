//! Dates in the layouts of Go: `2 January 2006`.

use chrono::{DateTime, FixedOffset};

use crate::text::date::strftime;

/// What a layout is made of, longer words before those that they begin with, and its directive for `strftime`.
const WORDS: &[(&str, &str)] = &[
    ("January", "%B"),
    ("Jan", "%b"),
    ("Monday", "%A"),
    ("Mon", "%a"),
    ("MST", "%Z"),
    ("2006", "%Y"),
    ("-07:00", "%:z"),
    ("Z07:00", "%:z"),
    ("-0700", "%z"),
    ("01", "%m"),
    ("02", "%d"),
    ("03", "%I"),
    ("04", "%M"),
    ("05", "%S"),
    ("06", "%y"),
    ("15", "%H"),
    ("_2", "%e"),
    ("PM", "%p"),
    ("pm", "%P"),
    ("1", "%-m"),
    ("2", "%-d"),
    ("3", "%-I"),
    ("4", "%-M"),
    ("5", "%-S"),
];

/// The layouts that Hugo knows by a name, as it writes them in English.
const NAMED: &[(&str, &str)] = &[
    (":date_full", "Monday, January 2, 2006"),
    (":date_long", "January 2, 2006"),
    (":date_medium", "Jan 2, 2006"),
    (":date_short", "1/2/06"),
];

/// A date in a layout.
pub(super) fn in_layout(date: &DateTime<FixedOffset>, layout: &str) -> String {
    let layout = NAMED.iter().find(|(name, _)| *name == layout).map_or(layout, |(_, layout)| layout);
    let mut format = String::with_capacity(layout.len() + 8);
    let mut rest = layout;
    while let Some(first) = rest.chars().next() {
        let found = WORDS.iter().find_map(|(word, to)| Some((*to, rest.strip_prefix(word)?)));
        rest = match found {
            Some((to, after)) => {
                format.push_str(to);
                after
            }
            None => {
                format.push_str(if first == '%' { "%" } else { "" });
                format.push(first);
                rest.strip_prefix(first).unwrap_or("")
            }
        };
    }
    strftime(date, &format, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_written_as_go_writes_them() {
        let date = DateTime::parse_from_rfc3339("2024-03-05T07:08:09+02:00").unwrap();
        for (layout, expected) in [
            ("2 January 2006", "5 March 2024"),
            ("Mon, 02 Jan 06 15:04:05 -0700", "Tue, 05 Mar 24 07:08:09 +0200"),
            (":date_long", "March 5, 2024"),
            ("100% é", "300% é"),
            ("", ""),
        ] {
            assert_eq!(in_layout(&date, layout), expected, "{layout}");
        }
    }
}
