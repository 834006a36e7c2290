//! `mismatched-issue-ref`: a link text that names one issue, and a URL that names another.

use std::collections::BTreeSet;

use crate::links::issue_ref::{Disagreement, MismatchKind, disagreement, is_ordinal, read_text, read_url};
use crate::lint::rule::{Check, Example, Knowledge, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::markup::markdown::{Link, LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level, Related};
use crate::text::pieces::Part as _;
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "mismatched-issue-ref",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "text and URL of a reference name different issues",
    page: Page {
        what: "A link to an issue whose text and URL differ: the text names another number \
               (`[#2090](…/issues/2009)`, `[PR 12](…/pull/13)`, \
               `[bug 12](…/show_bug.cgi?id=13)`, `[#12, #13](…/issues/14)`), another owner \
               (`[other/ferry#7](https://github.com/wherry-os/deck/issues/7)`), or GitLab's other kind (`!12` for an \
               issue). The URL may be written in the link or in a definition. Also a text that is an \
               issue's URL or a commit's hash, and differs from the link's URL. Keys (`ABC-12`) are \
               compared where the URL is a tracker's, where the \
               configuration names the tracker, where the label is one of advisories and standards (CVE, GHSA, XSA, \
               QSB, RFC, PEP and others), and where three other links of the site with that label have \
               their number at the same place in their URLs. The same number in another repository of the \
               same owner, or under a bare \
               name (`[ferry#7](…/boat/issues/7)`), is reported for information: repositories are renamed. The title of a change may speak of an issue (`[Adjust the guide \
               for #12](…/pull/15)`). Names with a \
               number (`SHA-256`, `HTTP-2`) and other numbered things (`Round #2`) are skipped.",
        why: "The reader lands on an issue that has nothing to do with the sentence. It is the most \
              frequent error in lists of fixed issues, and no link checker can find it: both issues exist.",
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
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let trackers = &all.trackers;
    let mut said: BTreeSet<usize> = BTreeSet::new();
    let is_text = |link: &Link| link.role == LinkRole::Anchor && link.kind != LinkKind::Autolink;
    for (link, _, reference) in context.document.links().filter(|(link, ..)| is_text(link)) {
        let url = link.destination.value.as_str();
        let Some(found) = disagreement(&reference.text, &link.text, &reference.url, url, trackers) else {
            continue;
        };
        let before = context.document.source.text.part(..link.span.start);
        if is_ordinal(&reference.text, &reference.url, before)
            || is_title_of(&link.text, &found, before)
            || speaks_of_another(&link.text, &found, url)
        {
            continue;
        }
        let by_label = matches!(link.kind, LinkKind::Shortcut | LinkKind::Collapsed);
        match link.definition.and_then(|at| Some((at, facts.definitions.get(at)?))) {
            // `[#1]` with `[#1]: …/2`: the definition itself disagrees, once for all that use it.
            Some((at, definition)) if by_label => {
                if said.insert(at) {
                    out.push(finding(context, definition.destination.span, &found).with_related(Related {
                        path: context.document.path().clone(),
                        span: link.span,
                        label: "used here".into(),
                    }));
                }
            }
            Some((_, definition)) => {
                let span = if link.text_span.is_empty() { link.span } else { link.text_span };
                out.push(finding(context, span, &found).with_related(Related {
                    path: context.document.path().clone(),
                    span: definition.destination.span,
                    label: format!("this names {}", found.url),
                }));
            }
            None => out.push(finding(context, link_span(link), &found)),
        }
    }
    for definition in facts.definitions.iter().filter(|definition| !definition.used) {
        let (label, url) = (&definition.label.value, &definition.destination.value);
        let reading = read_url(url, None, trackers);
        if let Some(found) = disagreement(&read_text(label), label, &reading, url, trackers) {
            out.push(finding(context, definition.destination.span, &found));
        }
    }
}

/// Whether a link is the title of what its URL leads to, whose number stands before the link, and speaks of another issue:
/// `#12 [Fix #9: no anchors](…/12)`, `**PR12:** [Fix #9](…/12)`.
fn is_title_of(text: &str, found: &Disagreement, before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '-', '–', '—', '*', '_', ')']);
    let rest = before.strip_suffix(found.url.trim_start_matches('#'));
    let is_whole = |rest: &str| {
        let word = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        ["", "pr", "gh", "issue", "bug"].iter().any(|name| name.eq_ignore_ascii_case(word))
    };
    text.trim().contains(' ') && rest.is_some_and(is_whole)
}

/// Whether a link to a change is its title, which speaks of an issue: `[Adjust the guide for #12](…/pull/15)`. A number that begins
/// the text, or is in parentheses at its end, is the change's own.
fn speaks_of_another(text: &str, found: &Disagreement, url: &str) -> bool {
    const KINDS: [&str; 8] = ["pr", "pull", "mr", "merge", "request", "issue", "bug", "ticket"];
    let leads_to_change = ["/pull/", "/pulls/", "/merge_requests/"].iter().any(|part| url.contains(part));
    let Some((before, after)) = text.split_once(found.text.as_str()).filter(|_| leads_to_change) else {
        return false;
    };
    let is_word = |word: &&str| word.contains(char::is_alphabetic);
    let is_kind = |word: &str| KINDS.contains(&word.to_lowercase().as_str());
    let is_own = before.trim_end().ends_with('(') && after.trim_start_matches([')', '.']).trim().is_empty();
    let words = before.split_whitespace().chain(after.split_whitespace()).filter(is_word).count();
    let precedes = before.split_whitespace().filter(is_word).any(|word| !is_kind(word));
    precedes && words >= 3 && !is_own
}

fn finding(context: &PostContext<'_>, span: Span, found: &Disagreement) -> Diagnostic {
    let Disagreement { text, url, kind } = found;
    let finding = context
        .finding(span, format!("the text says `{text}`, but the URL leads to `{url}`"))
        .with_param("text", text.as_str())
        .with_param("url", url.as_str());
    match kind {
        MismatchKind::Issues => {
            finding.with_help("find out which of the two issues is meant, and correct text or URL")
        }
        MismatchKind::Commits => {
            finding.with_help("find out which of the two commits is meant, and correct text or URL")
        }
        MismatchKind::Repositories => finding
            .at_most(Level::Info)
            .with_help("write the repository as in the URL, unless readers know the other name"),
    }
}
