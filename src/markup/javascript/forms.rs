//! Times in the forms of packages: dayjs (`DD MMM YYYY`), luxon and date-fns (`dd LLL yyyy`).

use chrono::{DateTime, Utc};

/// How a package writes times.
pub(super) struct Form {
    /// What text is between that stays as it is.
    quotes: (char, char),
    /// Its words, beside those of [`BOTH`], with their directives for `strftime`.
    words: &'static [(&'static str, &'static str)],
}

pub(super) const DAYJS: Form = Form {
    quotes: ('[', ']'),
    words: &[
        ("YYYY", "%Y"),
        ("YY", "%y"),
        ("DD", "%d"),
        ("D", "%-d"),
        ("dddd", "%A"),
        ("ddd", "%a"),
        ("A", "%p"),
        ("a", "%P"),
    ],
};

pub(super) const LUXON: Form = Form {
    quotes: ('\'', '\''),
    words: &[
        ("yyyy", "%Y"),
        ("y", "%Y"),
        ("yy", "%y"),
        ("LLLL", "%B"),
        ("LLL", "%b"),
        ("LL", "%m"),
        ("L", "%-m"),
        ("dd", "%d"),
        ("d", "%-d"),
        ("cccc", "%A"),
        ("EEEE", "%A"),
        ("ccc", "%a"),
        ("EEE", "%a"),
        ("a", "%p"),
    ],
};

const BOTH: &[(&str, &str)] = &[
    ("MMMM", "%B"),
    ("MMM", "%b"),
    ("MM", "%m"),
    ("M", "%-m"),
    ("HH", "%H"),
    ("H", "%-H"),
    ("hh", "%I"),
    ("h", "%-I"),
    ("mm", "%M"),
    ("ss", "%S"),
];

impl Form {
    /// A time in this form; nothing where it has other words.
    pub(super) fn write(&self, time: DateTime<Utc>, form: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = form;
        while let Some(first) = rest.chars().next() {
            if let Some(quoted) = rest.strip_prefix(self.quotes.0) {
                let (text, after) = quoted.split_once(self.quotes.1)?;
                out.push_str(text);
                rest = after;
            } else if first.is_ascii_alphabetic() {
                let after = rest.trim_start_matches(first);
                let word = rest.strip_suffix(after)?;
                let (_, directive) = self.words.iter().chain(BOTH).find(|(known, _)| *known == word)?;
                out.push_str(&time.format(directive).to_string());
                rest = after;
            } else {
                out.push(first);
                rest = rest.strip_prefix(first)?;
            }
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_their_packages() {
        let time = DateTime::from_timestamp(1_704_164_645, 0).unwrap();
        for (package, form, expected) in [
            (DAYJS, "ddd, D MMM YYYY [at] HH:mm", Some("Tue, 2 Jan 2024 at 03:04")),
            (DAYJS, "Do", None),
            (DAYJS, "[at", None),
            (LUXON, "cccc, d LLL yyyy 'at' HH:mm", Some("Tuesday, 2 Jan 2024 at 03:04")),
            (LUXON, "d MMM yy, h a", Some("2 Jan 24, 3 AM")),
            (LUXON, "DDD", None),
        ] {
            assert_eq!(package.write(time, form).as_deref(), expected, "{form}");
        }
    }
}
