//! Whether what is printed is in color: `--color`, then the environment, then whether it goes to a terminal.

use std::ffi::{OsStr, OsString};

use clap::{ColorChoice, ValueEnum as _};

/// Sets the choice for all output of this process.
///
/// Without a choice, `NO_COLOR` comes before `FORCE_COLOR`, `CLICOLOR_FORCE` and `CLICOLOR`. `FORCE_COLOR=0` or `false` turns
/// colors off, as in Node; `CLICOLOR_FORCE=0` forces nothing (<https://bixense.com/clicolors/>). `anstream` obeys the last one and
/// looks at the terminal.
pub(crate) fn choose(asked: ColorChoice) {
    let choice = match asked {
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
        ColorChoice::Auto => from_environment(&variable, anstream::stdout().is_terminal()),
    };
    choice.write_global();
}

/// Returns the choice that an argument list asks for, of which clap could not make sense otherwise.
pub(crate) fn asked_by(arguments: impl IntoIterator<Item = OsString>) -> ColorChoice {
    let mut arguments = arguments.into_iter().skip(1).take_while(|argument| argument != "--");
    let mut choice = ColorChoice::Auto;
    while let Some(argument) = arguments.next() {
        let argument = argument.to_string_lossy();
        let value = match argument.strip_prefix("--color") {
            Some("") => arguments.next().map(|value| value.to_string_lossy().into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(value) = value.and_then(|value| ColorChoice::from_str(&value, false).ok()) {
            choice = value;
        }
    }
    choice
}

fn from_environment(variable: &dyn Fn(&str) -> Option<OsString>, is_terminal: bool) -> anstream::ColorChoice {
    let is_set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if is_set("NO_COLOR").is_some() {
        return anstream::ColorChoice::Never;
    }
    let is_off = |value: &OsString| ["0", "false"].map(OsStr::new).contains(&value.as_os_str());
    match (is_set("FORCE_COLOR"), is_set("CLICOLOR_FORCE")) {
        (Some(value), _) if is_off(&value) => anstream::ColorChoice::Never,
        (Some(_), _) => anstream::ColorChoice::Always,
        (None, Some(value)) if !is_off(&value) => anstream::ColorChoice::Always,
        // For `anstream` any value forces colors.
        (None, Some(_)) if !is_terminal => anstream::ColorChoice::Never,
        (None, _) => anstream::ColorChoice::Auto,
    }
}

/// Returns whether the terminal is one that obeys no escapes, like a buffer of an editor.
#[cfg(feature = "progress")]
pub(crate) fn is_dumb() -> bool {
    variable("TERM").is_some_and(|name| name == "dumb")
}

#[expect(clippy::disallowed_methods, reason = "the program's edge: what the environment asks of the output")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variable_that_forces_nothing_leaves_the_terminal_to_decide() {
        use anstream::ColorChoice::{Always, Auto, Never};
        let choice_on = |is_terminal: bool, set: &[(&str, &str)]| {
            let value =
                |name: &str| set.iter().find(|(other, _)| *other == name).map(|(_, value)| value.into());
            from_environment(&value, is_terminal)
        };
        let choice = |set: &[(&str, &str)]| choice_on(true, set);
        assert_eq!(choice(&[]), Auto);
        assert_eq!(choice(&[("CLICOLOR_FORCE", "0")]), Auto);
        assert_eq!(choice_on(false, &[("CLICOLOR_FORCE", "0")]), Never);
        assert_eq!(choice(&[("CLICOLOR_FORCE", "")]), Auto);
        assert_eq!(choice(&[("CLICOLOR_FORCE", "2")]), Always);
        assert_eq!(choice(&[("FORCE_COLOR", "0")]), Never);
        assert_eq!(choice(&[("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "0")]), Always);
        assert_eq!(choice(&[("NO_COLOR", "0"), ("FORCE_COLOR", "1")]), Never);
    }

    #[test]
    fn reads_the_choice_among_wrong_arguments() {
        let asked = |line: &str| asked_by(line.split(' ').map(OsString::from));
        assert_eq!(asked("feedwright lnt --color never"), ColorChoice::Never);
        assert_eq!(asked("feedwright --color=always lnt"), ColorChoice::Always);
        for line in
            ["feedwright", "feedwright lint -- --color never", "feedwright --color", "feedwright --color x"]
        {
            assert_eq!(asked(line), ColorChoice::Auto, "{line}");
        }
    }
}
