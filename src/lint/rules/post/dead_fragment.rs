//! `dead-fragment`: a link to a place on a page that the page does not have.

use crate::links::{Destination, ExternalPlace, ExternalVerdict, Place};
use crate::lint::rule::{Anchor, Check, Example, Knowledge, Outline, Page, PostContext, Rule};
use crate::lint::rules::post::causes;
use crate::lint::rules::post::common::link_span;
use crate::markup::markdown::{ForeignIds, Link};
use crate::text::diagnostic::{Diagnostic, Fix, Level, Related, Safety};
use crate::text::source::Span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "dead-fragment",
    level: Level::Warning,
    fixable: true,
    on_by_default: true,
    summary: "a link to a heading or id that the page does not have",
    page: Page {
        what: "A link with a fragment (`#what-is-new`), on the same page or to another page of the site, \
               where that page has no such heading, `{#id}`, `id=` or `<a name=>`. Heading ids follow the \
               rules of the site's own Markdown dialect. Pages that Liquid makes in part, reStructuredText, PDFs \
               and other files are skipped, and so are ids of comments (`#comment-12`, `#isso-4`) \
               and states of scripts (`#?tag=a`, `#!/a`, `#page=2`). Links that share a cause \
               are one finding where no similar id exists: five or more to fragments of their own page, on pages \
               of one layout where most lead nowhere; to fragments of one form, such as `#L12`; and to the same \
               fragment from five files. Links into the sites that `[[lint.sites]]` names are checked too. A \
               Sphinx inventory lists no headings: of the ids that it lacks, only those of members \
               (`wherry.Deck.close`) are reported, where it lists other members of that object.",
        why: "Readers land at the top of a long page and look for what was meant.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee [below](#whats-new).\n\n## What is new\n\nAll.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\nSee [below](#what-is-new).\n\n## What is new\n\nAll.\n",
        }],
        sources: &[
            "HTML: section 7.4.6.4, scrolling to a fragment",
            "kramdown: lib/kramdown/converter/base.rb",
        ],
        ..Page::EMPTY
    },
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    for (link, destination) in document.facts.links.iter().zip(&document.destinations) {
        match destination {
            Destination::Internal(place) => {
                if let Anchor::Dead(page) = all.anchor(&document.outline, place)
                    && !is_made_later(place.fragment.as_deref().unwrap_or(""), page)
                {
                    out.push(finding(context, all, link, place, page));
                }
            }
            Destination::External(there) if there.verdict == ExternalVerdict::NoFragment => {
                out.extend(finding_there(context, link, there));
            }
            _ => (),
        }
    }
}

/// Whether an id may be made by what is not read here: comments that a script loads, reStructuredText.
fn is_made_later(fragment: &str, page: &Outline<'_>) -> bool {
    /// What ids of comments begin with: WordPress and Disqus, Isso, Commento, Hyvor Talk, Remark42.
    const OF_COMMENTS: [&str; 8] = [
        "comment-",
        "dsq-comment-",
        "dsq-",
        "isso-",
        "commento-",
        "ht-comment-",
        "remark42__comment-",
        "reply-",
    ];
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let is_comment = OF_COMMENTS.iter().any(|start| fragment.strip_prefix(start).is_some_and(is_number));
    is_comment || matches!(fragment, "comments" | "disqus_thread") || page.path().ends_with(".rst")
}

fn finding(
    context: &PostContext<'_>,
    all: &Knowledge<'_>,
    link: &Link,
    place: &Place,
    page: &Outline<'_>,
) -> Diagnostic {
    let fragment = place.fragment.as_deref().unwrap_or("");
    let at = if page.path() != context.document.path() && !place.path.is_empty() {
        format!("`{}`", place.path)
    } else {
        "this page".to_owned()
    };
    let message = format!("{at} has no heading or id `{fragment}`");
    let found = context
        .finding(link_span(link), message.clone())
        .with_param("fragment", fragment)
        .with_param("url", link.destination.value.trim());
    // Where another processor makes ids, ours are no proposal.
    let are_ours = context.site.site.settings.markdown.foreign_ids == ForeignIds::None;
    let Some((id, span)) = page.ids.nearest(fragment).filter(|_| are_ours) else {
        let causes = causes::of_dead_fragment(context, all, (place, link_span(link)), page, &message);
        return found.with_help("correct the fragment, or remove it").with_causes(causes);
    };
    let found = found.with_help(format!("did you mean `#{id}`?")).with_related(Related {
        path: page.path().clone(),
        span,
        label: format!("this is `#{id}`"),
    });
    let written = link.destination.span.of(&context.document.source.text);
    match written.find('#').filter(|_| written.ends_with(fragment)) {
        Some(at) => {
            let start = link.destination.span.start + at + 1;
            let edit = context.edit(Span::new(start, link.destination.span.end), id);
            found.with_fix(Fix::new(format!("replace `#{fragment}` by `#{id}`"), Safety::Unsafe, edit))
        }
        None => found,
    }
}

fn finding_there(context: &PostContext<'_>, link: &Link, there: &ExternalPlace) -> Option<Diagnostic> {
    let other = context.site.others.get(there.site)?;
    let fragment = there.fragment.as_deref()?;
    let written = link.destination.value.trim();
    let page = written.split('#').next().unwrap_or(written);
    let message = format!("`{page}` has no heading or id `{fragment}`, according to {}", other.known_from);
    let finding =
        context.finding(link_span(link), message).with_param("fragment", fragment).with_param("url", written);
    Some(match other.nearest_id(&there.path, fragment) {
        Some(id) => finding.with_help(format!("did you mean `#{id}`?")),
        None => finding.with_help("correct the fragment, or remove it"),
    })
}
