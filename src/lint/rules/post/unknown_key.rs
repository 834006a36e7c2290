//! `unknown-key`: a key that looks like a typo of one that the generator knows.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule, RuleOption, StringsOption};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unknown-key",
    level: Level::Warning,
    fixable: false,
    on_by_default: false,
    summary: "a key that looks like a typo of one that the generator knows",
    page: Page {
        what: "A key of front matter that differs from one that Jekyll and its plugins know in a letter or two (`categorie`, `Title`). Keys that resemble none of them are the site's own and skipped. Off by default.",
        why: "The generator ignores it without a warning, and the value with it.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategorys: announcements\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\nreviewers: [a, b]\n---\nIt is here.\n",
        }],
        options: &[RuleOption::Strings(&KNOWN_TOO)],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

const KNOWN_TOO: StringsOption = StringsOption { name: "known", default: &[], meaning: "further valid keys" };

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let own = context.options.strings(&KNOWN_TOO);
    let posts = &context.site.site.settings.config.posts;
    let is_switch =
        |key: &str| posts.feed_key.as_deref() == Some(key) || posts.exclude_key.iter().any(|it| it == key);
    for entry in &context.document.front_matter.data {
        let key = entry.key.as_str();
        if KNOWN.contains(&key) || own.contains(&key) || is_switch(key) || key.len() < 4 {
            continue;
        }
        let lower = key.to_lowercase().replace('-', "_");
        let near = KNOWN.iter().find(|known| {
            lower == **known
                || known.len() > 4 && strsim::damerau_levenshtein(&lower, known) <= known.len() / 5
        });
        if let Some(near) = near {
            out.push(
                context
                    .finding(entry.key_span, format!("`{key}` is not a key that Jekyll or its plugins read"))
                    .with_help(format!("did you mean `{near}`?")),
            );
        }
    }
}

/// What Jekyll, jekyll-feed, jekyll-seo-tag and jekyll-redirect-from read.
const KNOWN: &[&str] = &[
    "title",
    "date",
    "categories",
    "category",
    "tags",
    "tag",
    "author",
    "authors",
    "layout",
    "permalink",
    "published",
    "excerpt",
    "excerpt_separator",
    "description",
    "image",
    "slug",
    "lang",
    "last_modified_at",
    "redirect_from",
    "redirect_to",
    "draft",
    "feed",
    "sitemap",
    "canonical_url",
    "render_with_liquid",
    "subtitle",
    "summary",
    "updated",
    "keywords",
    "weight",
    "order",
    "toc",
    "comments",
    "download",
    "video",
    "audio",
    "robots",
    "updated_at",
    "names",
];
