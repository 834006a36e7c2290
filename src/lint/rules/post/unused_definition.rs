//! `unused-definition`: a link definition that nothing refers to.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::is_comment;
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unused-definition",
    level: Level::Info,
    fixable: false,
    on_by_default: true,
    summary: "a link definition that nothing refers to",
    page: Page {
        what: "A line `[label]: url` to which no link of the file refers. Comments written as definitions (`[//]: # (…)`) are skipped, and so are files in which Liquid may refer to it.",
        why: "It does no harm, but is often the trace of a mistake: a label that is mistyped where it is used, or a link that went missing.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee the notes.\n\n[notes]: https://wherry.example/notes/\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee the [notes].\n\n[notes]: https://wherry.example/notes/\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let whole = &*context.document.source.text;
    // With Liquid about, each label is looked for in the whole text: no post has so many that this takes long.
    const MOST: usize = 1000;
    if !facts.liquid.is_empty() && facts.definitions.len() > MOST {
        return;
    }
    for definition in facts.definitions.iter().filter(|definition| !definition.used) {
        let label = definition.label.value.trim();
        let in_liquid = !facts.liquid.is_empty() && whole.matches(&format!("[{label}]")).count() > 1;
        if is_comment(definition) || in_liquid || label.starts_with(['^', '*']) {
            continue;
        }
        out.push(
            context
                .finding(definition.span, format!("no link in this text uses the definition `[{label}]`"))
                .with_help(format!("remove the line, or use it: `[…][{label}]`")),
        );
    }
}
