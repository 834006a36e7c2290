//! The table of conventions: the first whose marks a site has is its own.

#[cfg(feature = "astro")]
mod astro;
#[cfg(feature = "eleventy")]
mod eleventy;
mod fields;
mod folder;
mod globs;
#[cfg(feature = "hugo")]
mod hugo;
#[cfg(feature = "emoji")]
mod inlines;
mod jekyll;
#[cfg(any(feature = "pelican", feature = "zola"))]
mod jinja;
mod markdown_it;
mod marks;
mod paths;
#[cfg(feature = "pelican")]
mod pelican;
mod people;
mod permalink;
#[cfg(feature = "javascript")]
mod programs;
#[cfg(feature = "zola")]
mod zola;

use crate::site::convention::{Mark, Row};

pub(crate) use people::people_of;

/// A convention whose module has a feature of `Cargo.toml`; nothing in a build without it.
macro_rules! with_feature {
    ($feature:literal, $convention:expr) => {{
        #[cfg(feature = $feature)]
        {
            Some(&$convention)
        }
        #[cfg(not(feature = $feature))]
        {
            None
        }
    }};
}

/// Every convention, with what a site is known by, so that a build without one does not take its sites for others. Jekyll, whose
/// mark `_posts` other generators use too, gives way to them; the plain folder takes anything.
pub const CONVENTIONS: &[Row] = &[
    Row {
        name: "hugo",
        marks: &[
            Mark::at("hugo.toml"),
            Mark::at("hugo.yaml"),
            Mark::at("hugo.yml"),
            Mark::at("hugo.json"),
            Mark::with_key_in_any_case("config.toml", "baseURL"),
            Mark::with_key_in_any_case("config.yaml", "baseURL"),
            Mark::with_key_in_any_case("config.yml", "baseURL"),
            Mark::with_key_in_any_case("config.json", "baseURL"),
            Mark::at("config/_default/"),
        ],
        convention: with_feature!("hugo", hugo::CONVENTION),
    },
    Row {
        name: "zola",
        marks: &[Mark::at("zola.toml"), Mark::with_key("config.toml", "base_url")],
        convention: with_feature!("zola", zola::CONVENTION),
    },
    Row {
        name: "eleventy",
        marks: &[
            Mark::at("eleventy.config.js"),
            Mark::at("eleventy.config.mjs"),
            Mark::at("eleventy.config.cjs"),
            Mark::at("eleventy.config.ts"),
            Mark::at(".eleventy.js"),
        ],
        convention: with_feature!("eleventy", eleventy::CONVENTION),
    },
    Row {
        name: "pelican",
        marks: &[Mark::at("pelicanconf.py")],
        convention: with_feature!("pelican", pelican::CONVENTION),
    },
    Row {
        name: "astro",
        marks: &[
            Mark::at("astro.config.mjs"),
            Mark::at("astro.config.js"),
            Mark::at("astro.config.ts"),
            Mark::at("astro.config.mts"),
            Mark::at("astro.config.cjs"),
        ],
        convention: with_feature!("astro", astro::CONVENTION),
    },
    Row {
        name: "jekyll",
        marks: &[Mark::at("_config.yml"), Mark::at("_config.yaml"), Mark::at("_posts/")],
        convention: Some(&jekyll::CONVENTION),
    },
    Row {
        name: "plain",
        marks: &[
            Mark::at("feedwright.toml"),
            Mark::at("book.toml"),
            Mark::at("mkdocs.yml"),
            Mark::at("mkdocs.yaml"),
            Mark::at(".obsidian/"),
        ],
        convention: Some(&folder::CONVENTION),
    },
];

/// The row of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Row> {
    CONVENTIONS.iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::CONVENTIONS;

    #[test]
    fn rows_have_the_names_of_their_conventions() {
        for row in CONVENTIONS {
            if let Some(convention) = row.convention {
                assert_eq!(row.name, convention.capabilities.name);
            }
        }
    }
}
