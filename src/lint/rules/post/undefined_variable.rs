//! `undefined-variable`: a link with the value of a setting that the site does not have.

use crate::lint::rule::{Check, Example, Head, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::markup::constructs::constructs;
use crate::markup::liquid::Object as _;
use crate::markup::markdown::Link;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::suggest;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "undefined-variable",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a link with a setting that the site does not have",
    page: Page {
        what: "A URL with `{{ site.base_url }}` where the site has no such setting and a similar one (`site.baseurl`), with \
               `{{ sire.baseurl }}`, whose first word is nearly `site` or `page`, and with `{{ forum_url }}` where \
               `site.forum_url` is set and the file includes nothing; of names without `site.`, only those with a `_` are \
               checked. Variables that a file sets and settings that \
               resemble nothing are skipped: a plugin may set them.",
        why: "Liquid writes nothing in its place: the link lacks the part, and is dead as soon as the setting has a value.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n[Home]({{ site.base_url }}/)\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n[Home]({{ site.baseurl }}/)\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

/// Settings that every site has.
const BUILT_IN: [&str; 4] = ["baseurl", "url", "title", "description"];
/// The first words of variables that every page has, and that are mistyped.
const ROOTS: [&str; 2] = ["site", "page"];

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let site = context.site.site;
    // Where templates are not Liquid's, `site` is a data file of the site or anything else.
    if !site.settings.convention.runs_liquid {
        return;
    }
    let source = &*context.document.source.text;
    let mut seen: Vec<usize> = Vec::new();
    for link in &context.document.facts.links {
        let written = &*link.destination.value;
        for output in constructs(written).filter(|it| !it.is_tag && it.is_closed) {
            let variable = output.markup.split(|c: char| c == '|' || c.is_whitespace()).next().unwrap_or("");
            let Some((root, setting)) = variable.split_once('.') else {
                if let Some(right) = setting_without_site(context, variable)
                    && !seen.contains(&link_span(link).start)
                {
                    seen.push(link_span(link).start);
                    out.push(finding(context, link, variable, &right));
                }
                continue;
            };
            let setting = setting.split(['.', '[']).next().unwrap_or("");
            let is_word = |text: &str| {
                !text.is_empty()
                    && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            };
            if !is_word(root) || !is_word(setting) {
                continue;
            }
            let is_set = |key: &str| BUILT_IN.contains(&key) || site.get(key).is_some();
            let right = if root == "site" {
                let keys = site.settings.data.iter().map(|entry| entry.key.as_str()).chain(BUILT_IN);
                (!is_set(setting))
                    .then(|| near_setting(setting, keys))
                    .flatten()
                    .map(|key| format!("site.{key}"))
            } else {
                let near = ROOTS.into_iter().find(|near| is_mistyped(root, near));
                near.filter(|near| *near != "site" || is_set(setting))
                    .filter(|_| !is_assigned(source, root))
                    .map(|near| format!("{near}.{setting}"))
            };
            let Some(right) = right else { continue };
            if seen.contains(&link_span(link).start) {
                continue;
            }
            seen.push(link_span(link).start);
            out.push(finding(context, link, &format!("{root}.{setting}"), &right));
        }
    }
}

fn finding(context: &PostContext<'_>, link: &Link, variable: &str, right: &str) -> Diagnostic {
    context
        .finding(link_span(link), format!("`{variable}` is not set, so Liquid writes nothing in its place"))
        .with_help(format!("did you mean `{right}`?"))
        .with_param("variable", variable)
}

/// The setting that a name without `site.` was meant as: one of the site's own, of more than one word. A file that includes others
/// may get its variables from them, and one that is included from the others.
fn setting_without_site(context: &PostContext<'_>, name: &str) -> Option<String> {
    let site = context.site.site;
    let source = &*context.document.source.text;
    let is_setting = name.contains('_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && site.settings.data.get(name).is_some();
    let is_whole = !matches!(context.document.head, Head::Part(_) | Head::Template(_));
    let is_own = is_setting
        && is_whole
        && !is_assigned(source, name)
        && !constructs(source).any(|it| it.name.starts_with("include"));
    is_own.then(|| format!("site.{name}"))
}

/// The setting that was meant: the same but for its case and its marks, or nearly the same.
fn near_setting<'k>(setting: &str, keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let right = suggest::nearest(setting, keys)?;
    let bare = |text: &str| text.to_ascii_lowercase().replace(['_', '-'], "");
    let (a, b) = (bare(setting), bare(right));
    (a == b || a.len() >= 5 && strsim::osa_distance(&a, &b) == 1).then_some(right)
}

/// Returns whether a word is another one with one letter too many, too few, wrong, or in another's place.
fn is_mistyped(word: &str, right: &str) -> bool {
    word != right && word.len() >= 3 && strsim::osa_distance(word, right) == 1
}

/// Returns whether a file sets a variable, or goes through a list with it: `pages`, `side`.
fn is_assigned(source: &str, name: &str) -> bool {
    constructs(source).filter(|it| it.is_tag).any(|tag| {
        matches!(tag.name, "assign" | "capture" | "for" | "tablerow" | "include" | "increment" | "decrement")
            && tag.markup.split_whitespace().next().is_some_and(|word| word.trim_end_matches('=') == name)
    })
}
