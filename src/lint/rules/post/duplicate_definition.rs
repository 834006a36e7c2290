//! `duplicate-definition`: a label that two link definitions have.

use foldhash::HashMap;

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::is_comment;
use crate::markup::markdown::Definition;
use crate::text::diagnostic::{Diagnostic, Level, Related};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "duplicate-definition",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "two definitions of one link label, with different URLs",
    page: Page {
        what: "Two lines `[label]: url` with the same label, in any case, and different URLs. Comments written as definitions \
               (`[//]: # (…)`) are skipped, and so are definitions in included files.",
        why: "kramdown takes the last of them, CommonMark the first: the links that were meant for the other one lead to the \
              wrong page.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee the [notes][1] and the [plan][1].\n\n[1]: https://wherry.example/notes/\n[1]: https://wherry.example/plan/\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee the [notes][1] and the [plan][2].\n\n[1]: https://wherry.example/notes/\n[2]: https://wherry.example/plan/\n",
        }],
        sources: &["kramdown: lib/kramdown/parser/kramdown/link.rb", "CommonMark: section 4.7"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let text = &*context.document.source.text;
    let mut seen: HashMap<String, &Definition> = HashMap::default();
    let definitions = &context.document.facts.definitions;
    for definition in definitions.iter().filter(|it| it.span.of(text).starts_with('[') && !is_comment(it)) {
        let label = definition.label.value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let Some(first) = seen.insert(label, definition) else { continue };
        let is_same = first.destination.value.trim() == definition.destination.value.trim();
        if is_same || first.span == definition.span {
            continue;
        }
        out.push(
            context
                .finding(
                    definition.label.span,
                    format!(
                        "the label `[{}]` is defined twice, with different URLs",
                        definition.label.value.trim()
                    ),
                )
                .with_help("rename one of them, and the label in the links that use it")
                .with_related(Related {
                    path: context.document.path().clone(),
                    span: first.label.span,
                    label: "the other definition is here".to_owned(),
                }),
        );
    }
}
