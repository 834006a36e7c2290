//! Values of a channel: language, numbers, image, hours and days.

use roxmltree::Node;

use crate::lint::rules::feed::checker::{At, Checker, FeedKind};
use crate::lint::rules::feed::tables::beyond::MALFORMED_LANGUAGE_TAG;
use crate::lint::rules::feed::tables::channel::{
    IMAGE_URL_FORMAT, INVALID_DAY, INVALID_FORM_COMPONENT_NAME, INVALID_HEIGHT, INVALID_HOUR,
    INVALID_INTEGER_ATTRIBUTE, INVALID_LANGUAGE, INVALID_NON_NEGATIVE_INTEGER, INVALID_POSITIVE_INTEGER,
    INVALID_WIDTH, MISSING_DC_LANGUAGE, NO_BLINK, USE_ZERO_FOR_MIDNIGHT, USE_ZERO_FOR_UNKNOWN,
};
use crate::lint::rules::feed::values::text::integer;
use crate::text::language;
use crate::text::pieces::Pieces as _;

/// A language tag (RSS 2.0 `language`; RFC 4287 section 2).
pub(crate) fn language_tag(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    checker.language_said();
    if !language::is_language(value) {
        checker.report_at(
            INVALID_LANGUAGE,
            at,
            value,
            format!("{} is not a language tag: `{value}`", at.words()),
        );
    } else if let Some(subtag) = language::subtag_fault(value) {
        let message = format!("{} is not well-formed: `{subtag}` in `{value}`", at.words());
        checker.report_at(MALFORMED_LANGUAGE_TAG, at, value, message);
    } else if let Some(region) = language::unknown_region(value) {
        let message =
            format!("{} names a region that is not registered: `{region}` in `{value}`", at.words());
        checker.report_at(MALFORMED_LANGUAGE_TAG, at, value, message);
    }
}

/// Says, once a feed, that nothing in it names the language.
pub(crate) fn language(checker: &mut Checker<'_>, root: Node<'_, '_>) {
    if checker.said_language || !checker.is_whole(root) || checker.kind == FeedKind::Unknown {
        return;
    }
    let head = checker.child(root, "", "channel").unwrap_or(root);
    let span = checker.tag_span(head);
    checker
        .report(MISSING_DC_LANGUAGE, span, "the feed does not declare its language")
        .param("element", "language");
}

/// A whole number that is positive.
pub(crate) fn positive(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if integer(value).is_none_or(|number| number <= 0) {
        let message = format!("{} is not a positive integer: `{value}`", at.words());
        checker.report_at(INVALID_POSITIVE_INTEGER, at, value, message);
    }
}

/// A whole number that is not negative.
pub(crate) fn non_negative(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if integer(value).is_none_or(|number| number < 0) {
        let message = format!("{} is not a non-negative integer: `{value}`", at.words());
        checker.report_at(INVALID_NON_NEGATIVE_INTEGER, at, value, message);
    }
}

/// `length` of an enclosure: bytes, 0 where they are unknown (RSS 2.0, RSS Profile).
pub(crate) fn enclosure_length(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    match integer(value) {
        None => {
            let message = format!("{} is not a number of bytes: `{value}`", at.words());
            checker.report_at(INVALID_INTEGER_ATTRIBUTE, at, value, message);
        }
        Some(-1) => {
            checker.report_at(
                USE_ZERO_FOR_UNKNOWN,
                at,
                value,
                format!("{} is -1 for an unknown length", at.words()),
            );
        }
        Some(number) if number < 0 => {
            let message = format!("{} is negative: `{value}`", at.words());
            checker.report_at(INVALID_NON_NEGATIVE_INTEGER, at, value, message);
        }
        Some(_) => {}
    }
}

/// `port` of `cloud`.
pub(crate) fn port(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if integer(value).is_none_or(|number| number <= 0) {
        let message = format!("{} is not a positive integer: `{value}`", at.words());
        checker.report_at(INVALID_INTEGER_ATTRIBUTE, at, value, message).param("element", at.frame.name());
    }
}

/// `width` of an RSS image: at most 144.
pub(crate) fn width(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if integer(value).is_none_or(|number| !(1..=144).contains(&number)) {
        checker.report_at(INVALID_WIDTH, at, value, format!("the image is `{value}` wide, not 1 to 144"));
    }
}

/// `height` of an RSS image: at most 400.
pub(crate) fn height(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    if integer(value).is_none_or(|number| !(1..=400).contains(&number)) {
        checker.report_at(INVALID_HEIGHT, at, value, format!("the image is `{value}` high, not 1 to 400"));
    }
}

/// `hour` of `skipHours`: 0 to 23.
pub(crate) fn hour(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    match integer(value) {
        Some(0..=23) => {}
        Some(24) => {
            checker.report_at(USE_ZERO_FOR_MIDNIGHT, at, value, "midnight is written 24");
        }
        _ => {
            checker.report_at(INVALID_HOUR, at, value, format!("`{value}` is not an hour (0 to 23)"));
        }
    }
}

/// `day` of `skipDays`.
pub(crate) fn day(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    if !DAYS.contains(&value) {
        checker.report_at(INVALID_DAY, at, value, format!("`{value}` is not a day of the week"));
    }
}

/// `url` of an RSS image: GIF, JPEG or PNG.
pub(crate) fn image_format(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    let extension = value.after_last('.').to_ascii_lowercase();
    let is_word = !extension.is_empty() && extension.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word && !matches!(extension.as_str(), "jpg" | "jpeg" | "gif" | "png") {
        checker.report_at(
            IMAGE_URL_FORMAT,
            at,
            value,
            format!("the image is a `{extension}`, which readers may not show"),
        );
    }
}

/// `name` of `textInput`: what HTML calls a form component's name.
pub(crate) fn form_name(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, value: &str) {
    // HTML 4.01 section 6.2: the tokens of the type NAME.
    let named = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
    if !value.starts_with(|c: char| c.is_ascii_alphabetic()) || !value.chars().all(named) {
        checker.report_at(
            INVALID_FORM_COMPONENT_NAME,
            at,
            value,
            format!("`{value}` is not a valid name of a form component"),
        );
    }
}

/// `blink`, which was a joke.
pub(crate) fn blink(checker: &mut Checker<'_>, at: &At<'_, '_, '_, '_>, _value: &str) {
    checker.report_at(NO_BLINK, at, "", "RSS 2.0 has no `blink`");
}
