//! `markup-in-title`: Markdown or HTML in a title.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::source::Span;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "markup-in-title",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "Markdown or HTML in a title",
    page: Page {
        what: "A `title` with emphasis (`*so*`, `_so_`), code in backquotes, a link, or an HTML tag. A \
               single `*` or `_`, and underscores within words, are not reported.",
        why: "Generators do not render Markdown in titles: the asterisks and brackets are shown on the page \
              and in every feed. Feeds drop HTML tags or show them as text; what a page shows depends on \
              its layout.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: An article in *The Quay*\ncategories: articles\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: An article in The Quay, snake_case and C*\ncategories: articles\n---\nIt is here.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(node) = context.document.front_matter.data.get("title") else { return };
    let Some(title) = node.as_str().filter(|_| context.document.post().is_some()) else { return };
    if !title.contains(['*', '_', '`', '[', '<']) {
        return;
    }
    let found = MARKUP.as_ref().and_then(|markup| markup.captures(title.as_bytes()));
    let markup = found.and_then(|found| title.get(found.get(1).or(found.get(2))?.range()));
    let Some(markup) = markup else { return };
    let written = node.span.of(&context.document.source.text);
    let span = written
        .find(markup)
        .map_or(node.span, |at| Span::new(node.span.start + at, node.span.start + at + markup.len()));
    let message = if markup.starts_with('<') {
        format!("`{markup}` is HTML: feeds drop the tags of most elements, and pages may treat them as tags")
    } else {
        format!("`{markup}` is shown as written: titles are plain text")
    };
    out.push(context.finding(span, message).with_help("write the title without markup"));
}

/// Over bytes: classes of Unicode, even those of all but an asterisk, take longer to build than to look at a site's titles.
/// White space around the markup is Unicode's all the same, for French has a no-break space before `!`.
static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let emphasis = r"\*{1,3}[^\s*](?:[^*]*[^\s*])?\*{1,3}";
    let underlined = r"_{1,2}[^\s_](?:[^_]*[^\s_])?_{1,2}";
    let rest = r"`[^`]+`|!?\[[^\]]*\]\([^)]*\)|<[a-zA-Z]+(?:\s[^<>]*)?/?>[^<>]*</[a-zA-Z]+>";
    // A tag that nothing closes may touch a word: `Vec<T>`.
    let tag = r"<[a-zA-Z][a-zA-Z0-9:_-]*(?:\s[^<>]*)?/?>|</br\s*>";
    Regex::new(&format!(
        r"(?-u)(?:^|(?u:\s)|[(\[\x22'-]|“|‘|—|–)({emphasis}|{underlined}|{rest})(?:$|(?u:\s)|[)\]\x22'.,:;!?-]|”|’|—|–)|({tag})"
    ))
    .ok()
});
