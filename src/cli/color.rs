//! Whether what is printed is in color: `--color`, then the environment, then whether it goes to a terminal.

use std::ffi::{OsStr, OsString};

use clap::{ColorChoice, ValueEnum as _};

/// Sets the choice for all output of this process.
///
/// Without a choice, `NO_COLOR` comes before `FORCE_COLOR`, `CLICOLOR_FORCE` and `CLICOLOR`; `0` or `false` in a variable that
/// forces colors turns them off, as in Node. `anstream` obeys the last one and looks at the terminal.
pub(crate) fn choose(asked: ColorChoice) {
    let choice = match asked {
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
        ColorChoice::Auto => from_environment(&variable),
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

fn from_environment(variable: &dyn Fn(&str) -> Option<OsString>) -> anstream::ColorChoice {
    let is_set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if is_set("NO_COLOR").is_some() {
        return anstream::ColorChoice::Never;
    }
    match ["FORCE_COLOR", "CLICOLOR_FORCE"].into_iter().find_map(is_set) {
        None => anstream::ColorChoice::Auto,
        Some(value) if ["0", "false"].map(OsStr::new).contains(&value.as_os_str()) => {
            anstream::ColorChoice::Never
        }
        Some(_) => anstream::ColorChoice::Always,
    }
}

#[expect(clippy::disallowed_methods, reason = "the program's edge: what the environment asks of the output")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

#[cfg(test)]
mod tests {
    use super::*;

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
