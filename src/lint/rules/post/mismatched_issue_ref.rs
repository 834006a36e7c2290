//! `mismatched-issue-ref`: a text that names one issue, and a URL that names another.

use std::collections::BTreeSet;

use crate::links::issue_ref::{IssueUrl, Text, TextRef, UrlReading, numbers_disagree, read_text, read_url};
use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::markup::markdown::{Link, LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "mismatched-issue-ref",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "text and URL of a reference name different issues",
    page: Page {
        what: "A link to an issue whose text names another number (`[#2090](…/issues/2009)`) or another repository \
               (`[wherry-os/ferry#7](https://github.com/wherry-os/deck/issues/7)`), inline or through a definition. The same holds of other numbers \
               (`[CVE-2024-12](…/CVE-2024-21)`), and of the trackers that the configuration names. \
               Texts that name several issues, or something else with a number (`QSB #28`), are passed over.",
        why: "The reader lands on an issue that has nothing to do with the sentence. It is the most frequent fault in \
              lists of fixed issues, and no link checker can see it: both issues exist.",
        bad: &[Example {
            path: "_posts/2024-02-27-a.md",
            text: "---\ntitle: A\n---\nThe clock ([#2090](https://github.com/wherry-os/issues/issues/2009)).\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-a.md",
            text: "---\ntitle: A\n---\nThe clock ([#2090](https://github.com/wherry-os/issues/issues/2090)).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let mut said: BTreeSet<usize> = BTreeSet::new();
    let is_text = |link: &Link| link.role == LinkRole::Anchor && link.kind != LinkKind::Autolink;
    for (link, _, reference) in context.document.links().filter(|(link, ..)| is_text(link)) {
        let Some((text, url, what)) = disagreement(&reference.text, &reference.url) else { continue };
        let by_label = matches!(link.kind, LinkKind::Shortcut | LinkKind::Collapsed);
        match link.definition.and_then(|at| Some((at, facts.definitions.get(at)?))) {
            // `[#1]` with `[#1]: …/2`: the definition itself disagrees, once for all that use it.
            Some((at, definition)) if by_label => {
                if said.insert(at) {
                    out.push(finding(context, definition.destination.span, &text, &url, &what).with_related(
                        Related {
                            path: context.document.path().clone(),
                            span: link.span,
                            label: "used here".into(),
                        },
                    ));
                }
            }
            Some((_, definition)) => {
                let span = if link.text_span.is_empty() { link.span } else { link.text_span };
                out.push(finding(context, span, &text, &url, &what).with_related(Related {
                    path: context.document.path().clone(),
                    span: definition.destination.span,
                    label: format!("this names {}", named(&url)),
                }));
            }
            None => out.push(finding(context, link_span(link), &text, &url, &what)),
        }
    }
    for (link, ..) in context.document.links().filter(|(link, ..)| is_text(link)) {
        if let Some((left, right)) = other_kinds(context, &link.text, &link.destination.value) {
            out.push(naming_two(context, link_span(link), left, right));
        }
    }
    for definition in facts.definitions.iter().filter(|definition| !definition.used) {
        let url = read_url(&definition.destination.value, None, &context.site.trackers);
        let found = disagreement(&read_text(&definition.label.value), &url);
        if let Some((text, url, what)) = found {
            out.push(finding(context, definition.destination.span, &text, &url, &what));
        }
    }
}

/// The issue that a text names and the one that a URL names, where they are not the same, and what the text says.
fn disagreement(text: &Text, url: &UrlReading) -> Option<(TextRef, IssueUrl, String)> {
    let (Text::Ref(text), UrlReading::Issue(url)) = (text, url) else { return None };
    let other_number = text.number != url.number;
    if text.mark.is_empty() && other_number && !is_slip(&text.number, &url.number) {
        return None;
    }
    let other_project =
        text.project.as_deref().is_some_and(|project| !is_same_project(project, &url.project));
    let mark = if text.mark.is_empty() { "" } else { text.mark };
    let says = format!("{}{mark}{}", text.project.as_deref().unwrap_or(""), text.number);
    (other_number || other_project && !url.project.is_empty())
        .then(|| ((**text).clone(), (**url).clone(), says))
}

/// Whether a bare number may be the other one mistyped: `[1]` and `[2019]` are notes and years.
fn is_slip(text: &str, url: &str) -> bool {
    const SHORTEST: usize = 3;
    text.len() >= SHORTEST
        && url.len() >= SHORTEST
        && text.len().abs_diff(url.len()) <= 1
        && strsim::damerau_levenshtein(text, url) <= text.len() / 2
}

/// `repo` and `owner/repo`, in any case, name the same project.
fn is_same_project(text: &str, url: &str) -> bool {
    let (text, url) = (text.to_lowercase(), url.to_lowercase());
    text == url || url.ends_with(&format!("/{text}"))
}

fn named(url: &IssueUrl) -> String {
    if url.project.is_empty() { url.number.clone() } else { format!("{}#{}", url.project, url.number) }
}

fn finding(context: &PostContext<'_>, span: Span, text: &TextRef, url: &IssueUrl, says: &str) -> Diagnostic {
    let (left, right) = if text.number == url.number {
        (says.to_owned(), named(url))
    } else {
        (format!("{}{}", text.mark, text.number), format!("{}{}", text.mark, url.number))
    };
    naming_two(context, span, left, right)
}

/// Bulletins, advisories and other numbered things: those of the configuration's trackers, and `ABC-12` in general.
fn other_kinds(context: &PostContext<'_>, text: &str, url: &str) -> Option<(String, String)> {
    let trackers = &context.site.trackers;
    if let Some((name, number)) = trackers.number_in(text)
        && let UrlReading::Issue(url) = read_url(url, None, trackers)
    {
        let other = url.project == name && url.number != number;
        return other.then(|| (text.trim().to_owned(), format!("{name} {}", url.number)));
    }
    numbers_disagree(text, url)
}

fn naming_two(context: &PostContext<'_>, span: Span, left: String, right: String) -> Diagnostic {
    context
        .finding(span, format!("the text says `{left}`, but the URL leads to `{right}`"))
        .with_help("find out which of the two issues is meant, and correct text or URL")
        .with_param("text", left)
        .with_param("url", right)
}
