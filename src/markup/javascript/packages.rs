//! Functions of packages that many sites' programs call: slugs, times as text.

use chrono::DateTime;

use crate::markup::javascript::forms::LUXON;
use crate::markup::javascript::patterns;
use crate::markup::javascript::value::Value;
use crate::markup::markdown::heading_id;
use crate::text::url::{decamelized_slug, spaced_for_slug};

/// What a function of a package returns; nothing where that is not known.
pub(super) fn known(name: &str, arguments: &[Value]) -> Option<Value> {
    let (package, function) = name.split_once('#')?;
    let first = arguments.first()?;
    let is_default = matches!(function, "default" | "*");
    let text = match (package, function) {
        ("slugify", _) if is_default => slug(&first.to_text()?, arguments.get(1))?,
        ("@sindresorhus/slugify", _) if is_default && has_no_options(arguments.get(1)) => {
            decamelized_slug(&first.to_text()?)
        }
        ("github-slugger", "slug") => heading_id(&first.to_text()?),
        ("dayjs", _) if is_default && arguments.len() == 1 => {
            return Some(first.clone()).filter(|time| matches!(time, Value::Time(_)));
        }
        ("date-fns", "format") if arguments.len() == 2 => {
            let Value::Time(time) = first else { return None };
            LUXON.write(DateTime::from_timestamp_millis(*time)?, arguments.get(1)?.as_text()?)?
        }
        _ => return None,
    };
    Some(Value::Text(text))
}

fn has_no_options(options: Option<&Value>) -> bool {
    match options {
        None | Some(Value::Undefined) => true,
        Some(options) => options.as_object().is_some_and(|options| options.fields().is_empty()),
    }
}

/// A slug of the package `slugify` (1.6).
fn slug(text: &str, options: Option<&Value>) -> Option<String> {
    let option = |key: &str| options.and_then(|options| options.get(key));
    let is = |key: &str, default: bool| option(key).map_or(Some(default), Value::truth);
    if option("locale").is_some_and(|locale| locale.as_text() != Some("en")) {
        return None;
    }
    let own = options.and_then(Value::as_text).or_else(|| option("replacement").and_then(Value::as_text));
    let between = own.unwrap_or("-");
    let mut spaced = match option("remove") {
        Some(Value::Pattern(pattern)) => {
            patterns::replaced(&spaced_for_slug(text, between, false), pattern, "", true)?
        }
        None | Some(Value::Undefined | Value::Null) => spaced_for_slug(text, between, true),
        Some(_) => return None,
    };
    if is("strict", false)? {
        spaced.retain(|c| c.is_ascii_alphanumeric() || c.is_whitespace());
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let slug = words.join(between);
    Some(if is("lower", false)? { slug.to_lowercase() } else { slug })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_the_options_of_the_package() {
        let options = |pairs: &[(&str, Value)]| {
            let mut object = crate::markup::javascript::Object::default();
            pairs.iter().for_each(|(key, value)| object.set(key, value.clone(), 0));
            Value::Object(object)
        };
        let strict = options(&[("lower", Value::Bool(true)), ("strict", Value::Bool(true))]);
        let remove = options(&[("remove", Value::Pattern("/[*+~.()'\"!:@]/g".to_owned()))]);
        for (text, given, expected) in [
            ("Release 4.0", None, Some("Release-4.0")),
            ("Release 4.0", Some(&strict), Some("release-40")),
            ("Ünï Cöde: 100% & more", Some(&strict), Some("uni-code-100percent-and-more")),
            ("What's (new)?", Some(&remove), Some("Whats-new?")),
            ("a b-c", Some(&Value::Text("_".to_owned())), Some("a_b-c")),
            ("Ä", Some(&options(&[("locale", Value::Text("de".to_owned()))])), None),
        ] {
            assert_eq!(slug(text, given).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn functions_of_other_packages_are_known() {
        let call = |name: &str, arguments: &[Value]| known(name, arguments).and_then(|made| made.to_text());
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(call("@sindresorhus/slugify#default", &[text("I ♥ C#")]).as_deref(), Some("i-love-c"));
        assert_eq!(call("github-slugger#slug", &[text("A & B")]).as_deref(), Some("a--b"));
        let time = Value::Time(1_704_164_645_000);
        assert_eq!(
            call("date-fns#format", &[time.clone(), text("d MMM yyyy")]).as_deref(),
            Some("2 Jan 2024")
        );
        assert!(matches!(known("dayjs#default", &[time]), Some(Value::Time(_))));
    }
}
