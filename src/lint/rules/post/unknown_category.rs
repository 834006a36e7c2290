//! `unknown-category`: a category that is nearly one of the site's.

use crate::lint::rule::{Check, Example, Page, PostContext, Rule, RuleOption, StringsOption};
use crate::lint::rules::post::causes;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::source::Span;
use crate::text::suggest;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "unknown-category",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a category that is nearly one of the site's",
    page: Page {
        what: "A category that differs from a far more frequent one only in case, a hyphen or a plural `s` (`Security` beside `security`), or in a letter; with the option `known`, every category that is not in that list.",
        why: "Category names are compared letter by letter: the post is missing from the category's feed \
              and page.",
        around: &[
            Example {
                path: "_posts/2024-01-11-wsb-040.md",
                text: "---\ntitle: \"WSB-040: A hole in the mail deck\"\ncategories: security\n---\nUpdate the deck.\n",
            },
            Example {
                path: "_posts/2024-02-11-wsb-041.md",
                text: "---\ntitle: \"WSB-041: Weak keys\"\ncategories: security\n---\nUpdate the deck.\n",
            },
            Example {
                path: "_posts/2024-03-11-wsb-042.md",
                text: "---\ntitle: \"WSB-042: A kernel that forgets\"\ncategories: security\n---\nUpdate the deck.\n",
            },
            Example {
                path: "_posts/2024-04-11-wsb-043.md",
                text: "---\ntitle: \"WSB-043: Logs that tell too much\"\ncategories: security\n---\nUpdate the deck.\n",
            },
            Example {
                path: "_posts/2024-05-11-wsb-044.md",
                text: "---\ntitle: \"WSB-044: An open port\"\ncategories: security\n---\nUpdate the deck.\n",
            },
        ],
        bad: &[Example {
            path: "_posts/2024-06-11-wsb-045.md",
            text: "---\ntitle: \"WSB-045: A stale cache\"\ncategories: Security\n---\nUpdate the deck.\n",
        }],
        good: &[Example {
            path: "_posts/2024-06-11-wsb-045.md",
            text: "---\ntitle: \"WSB-045: A stale cache\"\ncategories: security\n---\nUpdate the deck.\n",
        }],
        options: &[RuleOption::Strings(&KNOWN)],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

const KNOWN: StringsOption =
    StringsOption { name: "known", default: &[], meaning: "the categories that the site has" };

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let Some(post) = document.post().filter(|post| post.is_post()) else { return };
    let known = context.options.strings(&KNOWN);
    for category in &post.categories {
        let right = if known.is_empty() {
            twin(context, category)
        } else if known.contains(&category.as_str()) {
            None
        } else {
            Some(suggest::nearest(category, known.iter().copied()).unwrap_or(""))
        };
        let Some(right) = right else { continue };
        let text = &*document.source.text;
        let span = ["categories", "category"]
            .iter()
            .filter_map(|key| document.front_matter.data.get(key))
            .find_map(|node| {
                let at = node.span.of(text).find(category.as_str())?;
                Some(Span::new(node.span.start + at, node.span.start + at + category.len()))
            });
        let Some(span) = span else { continue };
        let message = format!("the site has no category `{category}`");
        let help = if right.is_empty() {
            format!("it has {}", known.join(", "))
        } else {
            format!("did you mean `{right}`?")
        };
        let cause = causes::of_same_words(context, &message, Some(&help));
        out.push(context.finding(span, message).with_help(help).with_causes([cause]));
    }
}

/// A category that is meant by another, far rarer one.
fn twin<'a>(context: &PostContext<'a>, category: &str) -> Option<&'a str> {
    // Five times as often: a category that is only just coming up has no older twin.
    const OFTEN: usize = 5;
    // With more categories than this every one is like some other, and to compare them all takes its time.
    const MOST: usize = 500;
    let site = context.site;
    if site.categories.len() > MOST {
        return None;
    }
    let own = site.categories.get(category).copied().unwrap_or(0);
    let plain = plain(category);
    site.categories
        .iter()
        .filter(|(other, count)| *other != category && **count >= own.max(1) * OFTEN)
        .find(|(other, _)| {
            let other = self::plain(other);
            other == plain
                || plain.len() > 5
                    && strsim::damerau_levenshtein(&other, &plain) == 1
                    && !differs_in_digits(&other, &plain)
        })
        .map(|(other, _)| other.as_str())
}

fn plain(category: &str) -> String {
    let lower: String = category.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    lower.strip_suffix('s').map_or(lower.clone(), str::to_owned)
}

fn differs_in_digits(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(a) != digits(b)
}
