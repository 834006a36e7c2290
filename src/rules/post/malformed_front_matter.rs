//! `malformed-front-matter`: front matter that the generator cannot read.

use crate::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::rule::{Check, Example, Head, Page, PostContext, Rule};
use crate::rules::post::invalid_date;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "malformed-front-matter",
    level: Level::Error,
    fixable: true,
    on_by_default: true,
    summary: "front matter that cannot be read",
    page: Page {
        what: "Front matter that is no YAML (or TOML), is never closed, or is no list of keys and values; and a file \
               that is no UTF-8. The finding points at where the wrong or unfinished construct begins.",
        why: "Jekyll prints an error, ends with success and publishes the post without a title, dated at the build: as \
              the newest entry of every feed.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Wherry 3.0: released\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: \"Wherry 3.0: released\"\n---\nIt is here.\n",
        }],
        sources: &["YAML 1.1, section 9.1.3 (plain scalars)", "Jekyll: lib/jekyll/document.rb, read_content"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for fault in &document.front_matter.faults {
        let mut found = context.finding(fault.span, fault.message.clone());
        found.help.clone_from(&fault.help);
        if let Some(replacement) = &fault.replacement {
            let title = format!("write `{replacement}`");
            found = found.with_fix(Fix::new(
                title,
                Safety::Unsafe,
                context.edit(fault.span, replacement.clone()),
            ));
        }
        out.push(found);
    }
    // What else keeps a post from having a head; dates are `invalid-date`'s.
    if let Head::Unread(unreadable) = document.head
        && document.front_matter.faults.is_empty()
        && !invalid_date::speaks_of(context)
    {
        let mut found = context.finding(unreadable.diagnostic.span, unreadable.diagnostic.message.clone());
        found.help.clone_from(&unreadable.diagnostic.help);
        out.push(found);
    }
}
