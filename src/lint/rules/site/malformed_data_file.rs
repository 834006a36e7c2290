//! `malformed-data-file`: a data file that cannot be read or parsed.

use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::site::UnreadPart;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "malformed-data-file",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a data file that cannot be read or parsed",
    page: Page {
        what: "A YAML, JSON, CSV or TSV file below `_data` that is not well-formed, is not UTF-8, or cannot be opened. A symbolic link that leads nowhere is skipped where the site has submodules that are not checked out, or `.gitignore` names folders that are not there.",
        why: "Jekyll stops at such a file. Feeds whose posts use `site.data` are not written until it is \
              fixed; if it is `authors.yml`, no feed is.",
        bad: &[Example { path: "_data/team.yml", text: "lead: Ada\n  others: [Bo\n" }],
        good: &[Example { path: "_data/team.yml", text: "lead: Ada\nothers: [Bo]\n" }],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    // A link may lead into a submodule that is not checked out.
    let may_come = !context.site.surroundings.absent.is_empty();
    let unread = context.site.site.unread.iter().filter(|unread| !(may_come && unread.is_missing));
    let data = unread.filter(|unread| matches!(unread.part, UnreadPart::Authors | UnreadPart::Data));
    out.extend(data.map(|unread| unread.problem.found_by(context.rule, context.level)));
}
