//! `required-version`: which versions of the program may read a configuration.

use semver::{Version, VersionReq};
use serde::Deserialize;

/// This program's own version.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// Returns why this version may not read a configuration with such a requirement.
pub(super) fn fault(required: &str) -> Option<String> {
    let Ok(wanted) = VersionReq::parse(required) else {
        let help = match in_our_form(required) {
            Some(right) => format!("did you mean `{right}`?"),
            None => "write it as `>=0.2` or `>=0.2, <0.4`".to_owned(),
        };
        return Some(format!("`{required}` is not a version requirement; {help}"));
    };
    let own = Version::parse(OWN).ok()?;
    (!wanted.matches(&own)).then(|| {
        format!("this is Feedwright {OWN}, and the configuration needs `{required}`; install such a version, or change the requirement")
    })
}

/// Returns a requirement in the form of another program in Cargo's: `==0.2`, `v0.2`, `>=0.2 <0.4`.
fn in_our_form(required: &str) -> Option<String> {
    let words = required.replace("==", "=").replace(',', " ");
    let words: Vec<&str> = words.split_whitespace().map(|word| word.trim_start_matches('v')).collect();
    let right = words.join(", ");
    VersionReq::parse(&right).is_ok().then_some(right)
}

/// Returns the requirement of a configuration that cannot be read otherwise: one of a newer version may have keys that this
/// one does not know.
pub(super) fn required_by(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    struct Alone {
        required_version: Option<String>,
    }
    toml::from_str::<Alone>(text).ok()?.required_version
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_with_the_version_of_the_program() {
        assert_eq!(fault(OWN), None);
        assert_eq!(fault(">=0.1, <1"), None);
        let newer = fault(">=9").unwrap_or_default();
        assert!(
            newer.contains(&format!("this is Feedwright {OWN}, and the configuration needs `>=9`")),
            "{newer}"
        );
        assert!(
            fault("soon").is_some_and(|message| message.starts_with("`soon` is not a version requirement"))
        );
        for (given, right) in [("==0.1.0", "=0.1.0"), ("v0.1", "0.1"), (">=0.1 <0.3", ">=0.1, <0.3")] {
            let message = format!("`{given}` is not a version requirement; did you mean `{right}`?");
            assert_eq!(fault(given), Some(message));
        }
        assert!(fault("0.1 || 0.2").is_some_and(|message| message.contains("write it as `>=0.2`")));
    }
}
