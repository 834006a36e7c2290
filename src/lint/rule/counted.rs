//! What was counted in the bodies of all files while they were read, one after another.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;

use crate::links::Place;
use crate::links::issue_ref::Trackers;
use crate::lint::rule::habits::LinkHabits;

/// What was counted in the bodies of all files.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// The trackers that the site's links go to.
    pub trackers: Trackers,
    /// The labels of more than one word that files define, in lower case.
    pub labels: HashSet<String>,
    /// How links to issues are written.
    pub issue_styles: IssueStyles,
    /// How links are written and where they lead.
    pub(crate) habits: LinkHabits,
    /// Pages of other sites, by number and path, that their builds make in part.
    pub made_there: BTreeSet<(usize, String)>,
}

/// The fragments that a site's links ask for.
#[derive(Clone, Debug, Default)]
pub struct Fragments {
    /// Places with a fragment on other pages, each once.
    pub elsewhere: Vec<Place>,
    /// How many fragments on their own page exist that a file links to, by the number of the file's outline.
    pub own_alive: BTreeMap<usize, usize>,
    /// Those that do not exist.
    pub own_dead: Vec<OwnFragment>,
    /// Those of links in the parts of pages.
    pub of_parts: Vec<OwnFragment>,
}

/// A link to a fragment on its own page.
#[derive(Clone, Debug)]
pub struct OwnFragment {
    /// The number of the file's outline.
    pub page: usize,
    /// The number of the link in the file.
    pub link: usize,
    /// The fragment, as written.
    pub fragment: String,
    /// The URL as written.
    pub url: String,
}

/// How often links to issues are written in one way or another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IssueStyles {
    /// `#12`
    pub with_mark: usize,
    /// `12`
    pub bare: usize,
}

impl IssueStyles {
    /// Whether nearly all links to issues have the mark.
    #[must_use]
    pub const fn want_mark(&self) -> bool {
        self.agree(self.with_mark)
    }

    /// Whether nearly all leave it out.
    #[must_use]
    pub const fn want_none(&self) -> bool {
        self.agree(self.bare)
    }

    const fn agree(&self, such: usize) -> bool {
        const FEWEST: usize = 10;
        /// Percent of a site's references that make a rule of it.
        const MOST: usize = 95;
        such >= FEWEST && such * 100 >= (self.with_mark + self.bare) * MOST
    }
}
