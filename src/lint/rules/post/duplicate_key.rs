//! `duplicate-key`: a key that occurs twice in the front matter.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::markup::front_matter::Map;
use crate::text::diagnostic::{Diagnostic, Level, Related};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "duplicate-key",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a key that occurs twice in the front matter",
    page: Page {
        what: "A key that is written twice in the same front matter, or in the same mapping within it.",
        why: "The last one wins without a warning: the first value is lost.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ndate: 2024-02-27\ntitle: It is released\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nimage:\n  title: A boat\n  path: /b.png\n---\nIt is here.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    in_map(context, &context.document.front_matter.data, 0, out);
}

fn in_map(context: &PostContext<'_>, map: &Map, depth: usize, out: &mut Vec<Diagnostic>) {
    const DEEPEST: usize = 16;
    let mut said: Vec<&str> = Vec::new();
    for lost in map.overridden() {
        let Some(last) = map.entry(&lost.key).filter(|_| !said.contains(&lost.key.as_str())) else {
            continue;
        };
        said.push(&lost.key);
        out.push(
            context
                .finding(last.key_span, format!("the key `{}` is written twice, and this one wins", lost.key))
                .with_help("remove one of them")
                .with_related(Related {
                    path: context.document.path().clone(),
                    span: lost.key_span,
                    label: "this value is lost".to_owned(),
                }),
        );
    }
    for entry in map.iter().filter(|_| depth < DEEPEST) {
        if let Some(inner) = entry.value.value.as_map() {
            in_map(context, inner, depth + 1, out);
        }
    }
}
