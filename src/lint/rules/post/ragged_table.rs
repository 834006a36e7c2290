//! `ragged-table`: a table whose rows lack more cells than are added to them.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "ragged-table",
    level: Level::Info,
    fixable: false,
    on_by_default: true,
    summary: "a table whose rows lack more than 100,000 cells",
    page: Page {
        what: "A kramdown table in which the rows together have over 100,000 cells fewer than the longest row has for each. \
               kramdown fills every row up; feeds have those rows as they are written.",
        why: "A few kilobytes of such rows would make a feed of many megabytes.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n\
                   |1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|32\
                   |33|34|35|36|37|38|39|40|41|42|43|44|45|46|47|48|49|50|51|52|53|54|55|56|57|58|59|60|61|62|63|64|\n\
                   {% for row in (1..1700) %}|b\n{% endfor %}\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\n\
                   |1|2|3|\n\
                   {% for row in (1..1700) %}|b\n{% endfor %}\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let tables = &context.document.facts.ragged_tables;
    out.extend(tables.iter().map(|line| {
        let message =
            "the rows of this table lack more than 100,000 cells, so feeds have them as they are written";
        context
            .finding(*line, message)
            .with_help("write the cells that belong there, or make the longest row shorter")
    }));
}
