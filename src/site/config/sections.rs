//! Which section a key belongs to, for a key that is in the wrong one.

use serde::de::DeserializeOwned;

use crate::site::config::built::Built;
use crate::site::config::feeds::Feed;
use crate::site::config::lint::{Lint, OtherSite, PerFile, Tracker};
use crate::site::config::podcast::Podcast;
use crate::site::config::site::{Posts, Site};
use crate::text::suggest::nearest;

/// Each section: its heading, and the keys that it may have.
type Section = (&'static str, Vec<String>);

fn sections() -> [Section; 9] {
    [
        ("[site]", keys_of::<Site>()),
        ("[posts]", keys_of::<Posts>()),
        ("[[feeds]]", keys_of::<Feed>()),
        ("[site.podcast]", keys_of::<Podcast>()),
        ("[built]", keys_of::<Built>()),
        ("[lint]", keys_of::<Lint>()),
        ("[[lint.trackers]]", keys_of::<Tracker>()),
        ("[[lint.sites]]", keys_of::<OtherSite>()),
        ("[[lint.per-file]]", keys_of::<PerFile>()),
    ]
}

/// The keys that no section has.
const TOP: [&str; 2] = ["markdown", "required-version"];

/// Returns what to do about a key that the section it is in does not have, where another has it or one much like it.
/// `here` are the keys of its own section.
pub(super) fn advice(key: &str, here: &[&str]) -> Option<String> {
    let sections = sections();
    let own = |keys: &[String]| keys.iter().map(String::as_str).eq(here.iter().copied());
    let others: Vec<&Section> = sections.iter().filter(|(_, keys)| !own(keys)).collect();
    let with = |key: &str| {
        let of_key = others.iter().filter(|(_, keys)| keys.iter().any(|other| other == key));
        let headings: Vec<String> = of_key.map(|(heading, _)| format!("`{heading}`")).collect();
        headings.join(" or ")
    };
    let places = with(key);
    if !places.is_empty() {
        // One letter more or less is a typo of a key of this section as well.
        let near = here.iter().find(|right| strsim::osa_distance(key, right) == 1);
        return Some(match near {
            Some(right) => format!("; did you mean `{right}`? (`{key}` belongs under {places})"),
            None => format!("; it belongs under {places}"),
        });
    }
    if TOP.contains(&key) {
        return Some("; it belongs at the top of the file, before the first `[…]`".to_owned());
    }
    if nearest(key, here.iter().copied()).is_some() {
        return None;
    }
    let of_rule = "; if it is a rule, it belongs under `[lint.rules]`";
    if own(&keys_of::<Lint>()) {
        return Some(of_rule.to_owned());
    }
    match nearest(key, others.iter().flat_map(|(_, keys)| keys).map(String::as_str)) {
        Some(right) => Some(format!("; did you mean `{right}`, under {}?", with(right))),
        None => key.contains('-').then(|| of_rule.to_owned()),
    }
}

/// The keys of a section, as its type lists them when it gets one that no type has.
fn keys_of<T: DeserializeOwned>() -> Vec<String> {
    let error = toml::from_str::<T>("\"\" = 0\n").err();
    let message = error.as_ref().map_or("", |error| error.message());
    message.split('`').skip(1).step_by(2).filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "schema")]
    #[test]
    fn lists_every_key_of_every_section() {
        let schema = crate::site::config::schema();
        let mut listed: Vec<String> = sections().into_iter().flat_map(|(_, keys)| keys).collect();
        listed.sort_unstable();
        let sections =
            ["Site", "Posts", "Feed", "Podcast", "Built", "Lint", "Tracker", "OtherSite", "PerFile"];
        let of_section =
            |name: &str| schema["$defs"][name]["properties"].as_object().unwrap().keys().cloned();
        let mut known: Vec<String> =
            sections.iter().flat_map(|name| of_section(name).collect::<Vec<_>>()).collect();
        known.sort_unstable();
        assert_eq!(listed, known);
        let other = |name: &&String| {
            !sections.contains(&name.as_str()) && schema["$defs"][name]["properties"].is_object()
        };
        let is_value = |key: &&String| {
            let key = &schema["properties"][key];
            let reference = key["$ref"].as_str().or(key["items"]["$ref"].as_str());
            !reference
                .is_some_and(|name| sections.iter().any(|section| name.ends_with(&format!("/{section}"))))
        };
        let top: Vec<&String> = schema["properties"].as_object().unwrap().keys().filter(is_value).collect();
        assert_eq!(top, TOP);
        let others: Vec<&String> = schema["$defs"].as_object().unwrap().keys().filter(other).collect();
        assert!(others.is_empty(), "add these sections: {others:?}");
    }

    #[test]
    fn names_the_section_of_a_misplaced_key() {
        let top = ["site", "posts", "feeds", "markdown", "built", "lint", "required-version"];
        let advice = |key| advice(key, &top);
        assert_eq!(advice("timezone").as_deref(), Some("; it belongs under `[site]`"));
        assert_eq!(advice("title").as_deref(), Some("; it belongs under `[site]` or `[[feeds]]`"));
        assert_eq!(
            advice("ulr").as_deref(),
            Some("; did you mean `url`, under `[site]` or `[[lint.trackers]]` or `[[lint.sites]]`?")
        );
        let lint = ["rules", "trackers", "sites", "elsewhere", "per-file"];
        let of_rule = super::advice("dead-link", &lint);
        assert_eq!(of_rule.as_deref(), Some("; if it is a rule, it belongs under `[lint.rules]`"));
        assert_eq!(super::advice("elswhere", &lint), None);
        let per_file = keys_of::<PerFile>();
        let per_file: Vec<&str> = per_file.iter().map(String::as_str).collect();
        assert_eq!(
            super::advice("path", &per_file).as_deref(),
            Some("; did you mean `paths`? (`path` belongs under `[[feeds]]`)")
        );
        let of_top = super::advice("required-version", &per_file);
        assert_eq!(of_top.as_deref(), Some("; it belongs at the top of the file, before the first `[…]`"));
        assert_eq!(advice("dead-link"), of_rule);
        assert_eq!(advice("fedes"), None);
        assert_eq!(advice("zebra"), None);
    }
}
