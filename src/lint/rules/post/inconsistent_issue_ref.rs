//! `inconsistent-issue-ref`: an issue reference written unlike the site's others.

use crate::links::issue_ref::{Text, UrlReading};
use crate::lint::rule::{Check, Example, Knowledge, Page, PostContext, Rule};
use crate::markup::markdown::LinkKind;
use crate::text::diagnostic::{Diagnostic, Fix, Level, Safety};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "inconsistent-issue-ref",
    level: Level::Warning,
    fixable: true,
    on_by_default: true,
    summary: "an issue reference written unlike the site's others",
    page: Page {
        what: "A link to an issue whose text is a bare number (`[7674](…)`) on a site that writes `#7674` in at least 95 of 100 such links, or the other way round. Links whose text is words, or has the repository before the number, and those to other hosts than that of most, are skipped.",
        why: "Readers mistake a bare number for a year, a version or a footnote.",
        around: &[Example {
            path: "_posts/2024-02-20-first-candidate.md",
            text: "---\ntitle: The first release candidate\n---\nFixed: [#7412](https://github.com/wherry-os/wherry-issues/issues/7412), [#7430](https://github.com/wherry-os/wherry-issues/issues/7430), [#7431](https://github.com/wherry-os/wherry-issues/issues/7431), [#7455](https://github.com/wherry-os/wherry-issues/issues/7455), [#7460](https://github.com/wherry-os/wherry-issues/issues/7460), [#7481](https://github.com/wherry-os/wherry-issues/issues/7481), [#7502](https://github.com/wherry-os/wherry-issues/issues/7502), [#7519](https://github.com/wherry-os/wherry-issues/issues/7519), [#7533](https://github.com/wherry-os/wherry-issues/issues/7533), [#7540](https://github.com/wherry-os/wherry-issues/issues/7540), [#7544](https://github.com/wherry-os/wherry-issues/issues/7544), [#7548](https://github.com/wherry-os/wherry-issues/issues/7548), [#7551](https://github.com/wherry-os/wherry-issues/issues/7551), [#7559](https://github.com/wherry-os/wherry-issues/issues/7559), [#7563](https://github.com/wherry-os/wherry-issues/issues/7563), [#7570](https://github.com/wherry-os/wherry-issues/issues/7570), [#7571](https://github.com/wherry-os/wherry-issues/issues/7571), [#7588](https://github.com/wherry-os/wherry-issues/issues/7588), [#7592](https://github.com/wherry-os/wherry-issues/issues/7592), [#7601](https://github.com/wherry-os/wherry-issues/issues/7601).\n",
        }],
        bad: &[Example {
            path: "_posts/2024-02-27-second-candidate.md",
            text: "---\ntitle: The second release candidate\n---\nThe installer finds its disk again [7674](https://github.com/wherry-os/wherry-issues/issues/7674).\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-second-candidate.md",
            text: "---\ntitle: The second release candidate\n---\nThe installer finds its disk again [#7674](https://github.com/wherry-os/wherry-issues/issues/7674).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    let styles = &all.issue_styles;
    let (hash, bare) = (styles.with_mark, styles.bare);
    let (wants_mark, wants_none) = (styles.want_mark(), styles.want_none());
    if !wants_mark && !wants_none {
        return;
    }
    for (link, _, reference) in context.document.links() {
        let (Text::Ref(text), UrlReading::Issue(url)) = (&reference.text, &reference.url) else { continue };
        // `[1]` is a note.
        let is_note = text.mark.is_empty() && text.number.len() < 3;
        // Other trackers' numbers have other marks.
        let is_at_home = all.trackers.main().is_none_or(|(host, ..)| *host == *url.host);
        if !text.alone || text.project.is_some() || url.number != text.number || is_note || !is_at_home {
            continue;
        }
        let right = match text.mark {
            "" if wants_mark => format!("#{}", text.number),
            "#" if wants_none => text.number.clone(),
            _ => continue,
        };
        let span = if link.text_span.is_empty() { link.span } else { link.text_span };
        let written = span.of(&context.document.source.text);
        let (such, all) = (hash.max(bare), hash + bare);
        let message = if wants_mark {
            format!(
                "`{}` lacks the `#` that {such} of this site's {all} links to issues have",
                link.text.trim()
            )
        } else {
            format!(
                "`{}` has a `#`, which {such} of this site's {all} links to issues leave out",
                link.text.trim()
            )
        };
        let mut found = context.finding(span, message).with_help(format!("write `{right}`"));
        // The text of `[12]` is also its label: changing it would undo the link.
        let is_label = matches!(link.kind, LinkKind::Shortcut | LinkKind::Collapsed);
        if written == link.text && !is_label {
            let title = format!("replace `{written}` by `{right}`");
            found = found.with_fix(Fix::new(title, Safety::Safe, context.edit(span, right)));
        }
        out.push(found);
    }
}
