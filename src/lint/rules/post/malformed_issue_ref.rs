//! `malformed-issue-ref`: an issue reference with a malformed URL or text.

use crate::links::issue_ref::{Fault, Text, Trackers, UrlReading, read_text, read_url};
use crate::lint::rule::{Check, Example, Knowledge, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::markup::markdown::{Definition, Link, LinkRole};
use crate::text::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::text::source::Spanned;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "malformed-issue-ref",
    level: Level::Error,
    fixable: true,
    on_by_default: true,
    summary: "an issue reference with a malformed URL or text",
    page: Page {
        what: "A link that is meant for an issue, pull request or bug, but whose URL has no scheme or a \
               mistyped one, a mistyped host, repository or path (`/issue/12`, `/pulls/12`, `/issues/#12`), or no \
               number where its text has one; or whose text is nearly `#12` (`# 12`, `##12`, `12#`). Trackers of \
               GitHub, GitLab, Forgejo, Bugzilla, Jira and Debian are known; others come from the configuration. \
               `QSB #28`, footnotes and words of prose are not treated as references. A bare number as text \
               is checked by `inconsistent-issue-ref`. An `http:` URL, which the host redirects, is \
               reported for information.",
        why: "The link is dead, or a redirect at best, and nobody notices in a list of fifty.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-a.md",
                text: "---\ntitle: A\n---\nThe clock ([#12](github.com/wherry-os/issues/issues/12)).\n",
            },
            Example {
                path: "_posts/2024-02-27-b.md",
                text: "---\ntitle: B\n---\nThe clock ([#12](https://github.com/wherry-os/issues/issue/12)).\n",
            },
        ],
        good: &[Example {
            path: "_posts/2024-02-27-a.md",
            text: "---\ntitle: A\n---\nThe clock ([#12](https://github.com/wherry-os/issues/issues/12)).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    let trackers = &all.trackers;
    let facts = &context.document.facts;
    let links = context.document.links().filter(|(link, ..)| link.role == LinkRole::Anchor);
    for (link, _, reference) in links {
        let text = &reference.text;
        match &reference.url {
            // Of two errors in one reference, `mismatched-issue-ref` reports the worse one.
            UrlReading::Malformed(fault) => {
                let names_other = || is_another(text, fault.meant.as_deref(), trackers);
                if !fault.harmless || !names_other() {
                    out.push(url_fault(context, trackers, link, fault, text));
                }
            }
            UrlReading::Issue(url) => {
                if let Text::Nearly(fault) = text
                    && fault.number().is_none_or(|number| number == url.number)
                {
                    out.push(text_fault(context, link, fault));
                }
            }
            UrlReading::Other => {
                if link.destination.value.trim().is_empty()
                    && matches!(text, Text::Ref(found) if found.mark == "#")
                {
                    let fault = Fault { what: "is empty".into(), meant: None, harmless: false };
                    out.push(url_fault(context, trackers, link, &fault, text));
                }
            }
        }
    }
    for definition in facts.definitions.iter().filter(|definition| !definition.used) {
        out.extend(unused(context, trackers, definition));
    }
}

/// A definition that no link uses may still be the one that its author meant to use.
fn unused(context: &PostContext<'_>, trackers: &Trackers, definition: &Definition) -> Option<Diagnostic> {
    let label = read_text(&definition.label.value);
    let Text::Ref(text) = &label else { return None };
    let number = (!text.mark.is_empty()).then_some(text.number.as_str());
    match read_url(&definition.destination.value, number, trackers) {
        UrlReading::Malformed(fault) => {
            Some(with_fix(context, trackers, &definition.destination, &fault, &label))
        }
        _ => None,
    }
}

/// Returns whether link text names another issue than the URL that was meant.
fn is_another(text: &Text, meant: Option<&str>, trackers: &Trackers) -> bool {
    let number = match text {
        Text::Ref(found) => Some(found.number.as_str()),
        Text::Nearly(fault) => fault.number(),
        Text::Several(_) | Text::Numbered(_) | Text::Other => None,
    };
    let (Some(number), Some(meant)) = (number, meant) else { return false };
    matches!(read_url(meant, None, trackers), UrlReading::Issue(issue) if issue.number != number)
}

fn url_fault(
    context: &PostContext<'_>,
    trackers: &Trackers,
    link: &Link,
    fault: &Fault,
    text: &Text,
) -> Diagnostic {
    if !link.destination.span.is_empty() {
        return with_fix(context, trackers, &link.destination, fault, text);
    }
    context
        .finding(
            link_span(link),
            format!("the URL of the issue reference `{}` {}", link.text.trim(), fault.what),
        )
        .with_help("give the URL of the issue")
}

fn with_fix(
    context: &PostContext<'_>,
    trackers: &Trackers,
    destination: &Spanned<String>,
    fault: &Fault,
    text: &Text,
) -> Diagnostic {
    let url = destination.value.trim();
    let mut found = context
        .finding(destination.span, format!("the issue reference `{url}` {}", fault.what))
        .with_param("url", url);
    if fault.harmless {
        found = found.at_most(Level::Info);
    }
    match &fault.meant {
        // A fix would leave the number wrong.
        Some(meant) if is_another(text, Some(meant), trackers) => found
            .with_help(format!("find out which issue is meant: the text names another one than `{meant}`")),
        Some(meant) => {
            let found = found.with_help(format!("write `{meant}`"));
            if destination.span.of(&context.document.source.text) != url {
                return found;
            }
            let edit = context.edit(destination.span, meant.clone());
            // Whether the right issue is meant only the author knows, but for a scheme.
            let only_scheme = meant.split("://").nth(1).is_some_and(|rest| url.ends_with(rest));
            let safety = if only_scheme { Safety::Safe } else { Safety::Unsafe };
            found.with_fix(Fix::new(format!("replace `{url}` by `{meant}`"), safety, edit))
        }
        None => found.with_help("give the full URL of the issue"),
    }
}

fn text_fault(context: &PostContext<'_>, link: &Link, fault: &Fault) -> Diagnostic {
    let text = link.text.trim();
    let span = if link.text_span.is_empty() { link.span } else { link.text_span };
    let found = context
        .finding(span, format!("the issue reference `{text}` {}", fault.what))
        .with_param("text", text);
    match &fault.meant {
        Some(meant) => {
            let found = found.with_help(format!("write `{meant}`"));
            if span.of(&context.document.source.text).trim() != text {
                return found;
            }
            let edit = context.edit(span, meant.clone());
            found.with_fix(Fix::new(format!("replace `{text}` by `{meant}`"), Safety::Unsafe, edit))
        }
        None => found.with_help("write `#` and the number of the issue"),
    }
}
