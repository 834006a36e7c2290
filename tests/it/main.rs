//! All integration tests, in one binary.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures and write goldens")]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests print what they leave out, and show tables"
)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod advice;
mod archives;
#[cfg(feature = "generators")]
mod around;
mod as_jekyll;
mod bad_input;
mod bench;
mod beyond_jekyll_feed;
mod bounds;
mod browsed;
mod budget;
mod build;
mod changes;
mod cli;
mod commands;
mod configuration;
mod details;
mod discovery;
mod duplicates;
mod emitters;
mod emptied;
mod entries;
#[cfg(feature = "where")]
mod expressions;
mod feed_clauses;
mod feeds;
mod feeds_of_astro;
mod feeds_of_eleventy;
mod first_run;
#[cfg(unix)]
mod fix_and_edits;
mod fixes_by_kramdown;
mod folders;
#[cfg(all(feature = "generators", feature = "lsp", feature = "serve"))]
mod fuzz_seeds;
#[cfg(feature = "generators")]
mod generators;
mod golden;
#[cfg(unix)]
mod hardship;
#[cfg(unix)]
mod help;
#[cfg(feature = "hugo")]
mod history;
mod host_files;
mod hostile_strings;
mod html;
#[cfg(feature = "hugo")]
mod hugo;
#[cfg(feature = "hugo")]
mod hugo_languages;
#[cfg(feature = "hugo")]
mod hugo_mounts;
#[cfg(feature = "hugo")]
mod hugo_shortcodes;
#[cfg(feature = "hugo")]
mod hugo_sites;
#[cfg(feature = "hugo")]
mod hugo_templates;
mod in_markdown;
mod init;
#[cfg(unix)]
mod interrupted;
mod kramdown_cases;
mod kramdown_differential;
mod languages;
#[cfg(feature = "generators")]
mod large_data;
mod left_out_posts;
mod library_does_no_io;
mod lint;
mod lint_inputs;
mod lint_runs;
mod lock;
#[cfg(feature = "lsp")]
mod lsp;
mod markdown_hostile;
mod media;
mod no_feeds;
mod one_off;
mod one_reading;
mod other_names;
mod other_sites;
mod overview;
#[cfg(feature = "generators")]
mod own_plugins;
mod own_templates;
mod packaging;
#[cfg(feature = "pelican")]
mod pelican;
#[cfg(feature = "ping")]
mod ping;
mod podcast;
#[cfg(all(feature = "astro", feature = "eleventy"))]
mod programs;
#[cfg(feature = "progress")]
mod progress;
mod promises;
mod publish;
#[cfg(unix)]
mod pull_request;
mod readers;
mod readme;
mod recognised;
mod reporters;
mod ruby;
mod rules;
#[cfg(feature = "schema")]
mod schema;
mod selection;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "hugo")]
mod sites;
mod stale;
mod subscribers;
mod summaries;
mod switches;
mod tables;
#[cfg(feature = "generators")]
mod templates_hostile;
mod terminal;
mod tidy;
mod unread;
mod unreadable;
mod unused_values;
mod validate;
#[cfg(all(feature = "watch", target_os = "linux"))]
mod watch;
mod work;
mod written_feeds;
#[cfg(feature = "zola")]
mod zola;
