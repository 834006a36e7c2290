//! One row of the table of rules.

use crate::lint::rule::context::{PostContext, SiteContext};
use crate::lint::rule::knowledge::Knowledge;
use crate::lint::rule::options::RuleOption;
use crate::text::diagnostic::{Diagnostic, Level};

/// One rule of the linter: a row of [`crate::lint::rules`]' table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// A kebab-case noun of the problem, so that it reads as "allow dead-link"; feed rules begin with `feed/`.
    pub name: &'static str,
    /// How bad its findings are unless the configuration says otherwise.
    pub level: Level,
    /// Whether some of its findings carry a fix.
    pub fixable: bool,
    /// Whether it looks when nothing is configured.
    pub on_by_default: bool,
    /// One line for lists, without a full stop.
    pub summary: &'static str,
    /// What `feedwright explain` shows.
    pub page: Page,
    /// The function that looks.
    pub check: Check,
}

/// The page of a rule, as data: its examples are run by a test.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// What the rule finds, and where it stays silent.
    pub what: &'static str,
    /// What happens to readers or subscribers otherwise.
    pub why: &'static str,
    /// Files that the site has in both kinds of example beside what they show.
    pub around: &'static [Example],
    /// Examples in which it finds something.
    pub bad: &'static [Example],
    /// Examples in which it finds nothing.
    pub good: &'static [Example],
    /// Its options in `feedwright.toml`.
    pub options: &'static [RuleOption],
    /// Where the facts come from: RFCs, specifications, the generator's own pages.
    pub sources: &'static [&'static str],
}

impl Page {
    /// A page without a word, to be filled with `..Page::EMPTY`.
    pub(crate) const EMPTY: Self =
        Self { what: "", why: "", around: &[], bad: &[], good: &[], options: &[], sources: &[] };
}

/// One file of a small site, in which a page shows its rule.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Where the file lies in the site.
    pub path: &'static str,
    /// What it holds.
    pub text: &'static str,
}

/// How a rule looks.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// At one post, document or page at a time; run in parallel.
    Post(fn(&PostContext<'_>, &mut Vec<Diagnostic>)),
    /// The same with what the bodies of all files show. Such a rule runs only over files of which `lint::tally::open` cannot tell
    /// that it finds nothing: what a new one asks of other files has to be known there.
    Among(fn(&PostContext<'_>, &Knowledge<'_>, &mut Vec<Diagnostic>)),
    /// At the whole site, once.
    Site(fn(&SiteContext<'_>, &mut Vec<Diagnostic>)),
    /// At one feed file at a time, all of these rules in one pass: [`crate::lint::rules::feed::lint_feed`].
    Feed,
    /// At the other rules' findings and the directives about them in comments; done by the driver.
    Findings,
}

impl Check {
    /// What it looks at: `post`, `site`, `feed` or `findings`.
    #[must_use]
    pub const fn subject(&self) -> &'static str {
        match self {
            Self::Post(_) | Self::Among(_) => "post",
            Self::Site(_) => "site",
            Self::Feed => "feed",
            Self::Findings => "findings",
        }
    }
}
