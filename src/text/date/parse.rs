//! Ruby's `Time.parse` and `.localtime`: which strings are dates to Jekyll, and what moments they mean.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::text::date::fields::{Fields, offset};
use crate::text::date::lenient::lenient;
use crate::text::date::plain::plain;
use crate::text::date::zone::DateError;

/// The moment that `text` means to Ruby's `Time.parse`, with the offset that `zone` has then.
///
/// Without an offset of its own the text is read as local time. Zone abbreviations are those of RFC 822 and of
/// `zone`; other names are ignored. Day 29, 30 and 31 of a short month roll over into the next.
///
/// # Errors
/// When it holds no date, none with a year, or a number out of range.
pub fn parse(text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    read(text)?.moment(text, zone)
}

/// [`parse`], but a string with an offset of its own keeps it: Ruby's `Time.parse` alone.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_as_written(text: &str, zone: Tz) -> Result<DateTime<FixedOffset>, DateError> {
    let fields = read(text)?;
    let written = fields.zone.clone();
    let date = fields.moment(text, zone)?;
    let offset = written.and_then(|name| offset(&name, chrono::Datelike::year(&date), zone));
    Ok(offset.map_or(date, |offset| date.with_timezone(&offset)))
}

fn read(text: &str) -> Result<Fields, DateError> {
    match plain(text.trim_ascii()) {
        Some(fields) => Ok(fields),
        None => lenient(text),
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;
    use chrono_tz::Europe::Berlin;
    use proptest::prelude::*;

    use super::*;
    use crate::text::date::rfc3339;

    #[test]
    fn texts_are_dates_as_ruby_reads_them() {
        for (text, moment) in [
            ("2020-01-07", "2020-01-07T00:00:00-05:00"),
            ("2020-1-7", "2020-01-07T00:00:00-05:00"),
            ("2020/01/07", "2020-01-07T00:00:00-05:00"),
            ("Jan 7, 2020", "2020-01-07T00:00:00-05:00"),
            ("7th January 2020", "2020-01-07T00:00:00-05:00"),
            ("January 2020", "2020-01-01T00:00:00-05:00"),
            ("07/01/2020", "2020-01-07T00:00:00-05:00"),
            ("20200107", "2020-01-07T00:00:00-05:00"),
            ("20200107T101112Z", "2020-01-07T05:11:12-05:00"),
            ("2020-007", "2020-01-07T00:00:00-05:00"),
            ("2020-01-07 10:00", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10:00:00", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 3pm", "2020-01-07T15:00:00-05:00"),
            ("2020-01-07 12:30 a.m.", "2020-01-07T00:30:00-05:00"),
            ("2020-01-07 10:00:00 UTC", "2020-01-07T05:00:00-05:00"),
            ("2020-01-07T10:00:00Z", "2020-01-07T05:00:00-05:00"),
            ("2020-01-07 10:00 +0100", "2020-01-07T04:00:00-05:00"),
            ("2020-01-07 10:00:00.25 +01:00", "2020-01-07T04:00:00-05:00"),
            ("2020-01-07 10:00 EST", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10:00 PST", "2020-01-07T13:00:00-05:00"),
            ("2020-01-07 10:00 America/Chicago", "2020-01-07T10:00:00-05:00"),
            ("2020-01-07 10:00 CET", "2020-01-07T10:00:00-05:00"),
            ("Tue, 07 Jan 2020 10:00:00 +0100", "2020-01-07T04:00:00-05:00"),
            ("Tue Jan  7 10:00:00 EST 2020", "2020-01-07T10:00:00-05:00"),
            ("2020-03-08 02:30", "2020-03-08T03:30:00-04:00"),
            ("2020-11-01 01:30", "2020-11-01T01:30:00-05:00"),
            ("2023-02-30", "2023-03-02T00:00:00-05:00"),
            ("2020-01-04 23:30:00 -0800", "2020-01-05T02:30:00-05:00"),
            ("2020-01-07 24:00", "2020-01-08T00:00:00-05:00"),
            ("20-1-7", "2020-01-07T00:00:00-05:00"),
            ("Sept. 3rd '99", "1999-09-03T00:00:00-04:00"),
        ] {
            assert_eq!(parse(text, New_York).map(|date| rfc3339(&date)), Ok(moment.to_owned()), "{text}");
        }
        let local_name = parse("2020-01-07 10:00 CET", Berlin);
        assert_eq!(local_name.map(|date| rfc3339(&date)), Ok("2020-01-07T10:00:00+01:00".to_owned()));
    }

    #[test]
    fn what_ruby_refuses_or_completes_from_the_clock_is_an_error() {
        for text in ["1578391200", "2023-02-32", "2023-13-01", "2020-01-07 25:00", "2020-01-07 10:60", "2020"]
        {
            let error = parse(text, New_York).unwrap_err();
            assert!(matches!(error, DateError::OutOfRange { .. } | DateError::Incomplete(_)), "{error}");
        }
        for text in ["", "soon", "TBD", "draft", "\u{0}", &"2020-01-07 ".repeat(20)] {
            assert!(matches!(parse(text, New_York), Err(DateError::Unreadable(_))), "{text}");
        }
        assert!(matches!(parse("10:30", New_York), Err(DateError::Incomplete(_))));
        assert!(matches!(parse("7 January", New_York), Err(DateError::Incomplete(_))));
    }

    #[test]
    fn the_form_read_by_hand_means_the_same_to_the_lenient_reader() {
        for text in ["2020-1-31", "2020-01-31 1:02", "2020-01-31T10:00:00.125 +0130", "0020-01-31 10:00:00Z"]
        {
            let by_hand = plain(text).unwrap().moment(text, Berlin).unwrap();
            assert_eq!(by_hand, lenient(text).unwrap().moment(text, Berlin).unwrap(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}|[0-9]{0,20}[-/.: ]?[0-9a-z+'., -]{0,30}") {
            let _ = parse(&text, Berlin);
        }
    }
}
