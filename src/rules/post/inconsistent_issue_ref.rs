//! `inconsistent-issue-ref`: a reference to an issue that is written in another way than the site's others.

use crate::diagnostic::{Diagnostic, Fix, Level, Safety};
use crate::issue_ref::{Text, UrlReading};
use crate::markdown::LinkKind;
use crate::rule::{Check, Example, Page, PostContext, Rule};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "inconsistent-issue-ref",
    level: Level::Warning,
    fixable: true,
    on_by_default: true,
    summary: "a reference to an issue that is written in another way than the site's others",
    page: Page {
        what: "A link to an issue whose text is a bare number (`[7674](…)`) on a site that writes `#7674` four times out of five, or the other way round. Texts in words, and with the repository before the number, are passed over.",
        why: "Readers take a bare number for a year, a version or a footnote.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nFixed: [7674](https://github.com/wherry-os/wherry-issues/issues/7674).\n",
            },
            Example {
                path: "_posts/2024-01-01-a.md",
                text: "---\ntitle: A 1\ncategories: announcements\n---\nFixed: [#101](https://github.com/wherry-os/wherry-issues/issues/101).\n",
            },
            Example {
                path: "_posts/2024-01-02-a.md",
                text: "---\ntitle: A 2\ncategories: announcements\n---\nFixed: [#102](https://github.com/wherry-os/wherry-issues/issues/102).\n",
            },
            Example {
                path: "_posts/2024-01-03-a.md",
                text: "---\ntitle: A 3\ncategories: announcements\n---\nFixed: [#103](https://github.com/wherry-os/wherry-issues/issues/103).\n",
            },
            Example {
                path: "_posts/2024-01-04-a.md",
                text: "---\ntitle: A 4\ncategories: announcements\n---\nFixed: [#104](https://github.com/wherry-os/wherry-issues/issues/104).\n",
            },
            Example {
                path: "_posts/2024-01-05-a.md",
                text: "---\ntitle: A 5\ncategories: announcements\n---\nFixed: [#105](https://github.com/wherry-os/wherry-issues/issues/105).\n",
            },
            Example {
                path: "_posts/2024-01-06-a.md",
                text: "---\ntitle: A 6\ncategories: announcements\n---\nFixed: [#106](https://github.com/wherry-os/wherry-issues/issues/106).\n",
            },
            Example {
                path: "_posts/2024-01-07-a.md",
                text: "---\ntitle: A 7\ncategories: announcements\n---\nFixed: [#107](https://github.com/wherry-os/wherry-issues/issues/107).\n",
            },
            Example {
                path: "_posts/2024-01-08-a.md",
                text: "---\ntitle: A 8\ncategories: announcements\n---\nFixed: [#108](https://github.com/wherry-os/wherry-issues/issues/108).\n",
            },
            Example {
                path: "_posts/2024-01-09-a.md",
                text: "---\ntitle: A 9\ncategories: announcements\n---\nFixed: [#109](https://github.com/wherry-os/wherry-issues/issues/109).\n",
            },
            Example {
                path: "_posts/2024-01-10-a.md",
                text: "---\ntitle: A 10\ncategories: announcements\n---\nFixed: [#110](https://github.com/wherry-os/wherry-issues/issues/110).\n",
            },
            Example {
                path: "_posts/2024-01-11-a.md",
                text: "---\ntitle: A 11\ncategories: announcements\n---\nFixed: [#111](https://github.com/wherry-os/wherry-issues/issues/111).\n",
            },
            Example {
                path: "_posts/2024-01-12-a.md",
                text: "---\ntitle: A 12\ncategories: announcements\n---\nFixed: [#112](https://github.com/wherry-os/wherry-issues/issues/112).\n",
            },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nFixed: [#7674](https://github.com/wherry-os/wherry-issues/issues/7674).\n",
            },
            Example {
                path: "_posts/2024-01-01-a.md",
                text: "---\ntitle: A 1\ncategories: announcements\n---\nFixed: [#101](https://github.com/wherry-os/wherry-issues/issues/101).\n",
            },
            Example {
                path: "_posts/2024-01-02-a.md",
                text: "---\ntitle: A 2\ncategories: announcements\n---\nFixed: [#102](https://github.com/wherry-os/wherry-issues/issues/102).\n",
            },
            Example {
                path: "_posts/2024-01-03-a.md",
                text: "---\ntitle: A 3\ncategories: announcements\n---\nFixed: [#103](https://github.com/wherry-os/wherry-issues/issues/103).\n",
            },
            Example {
                path: "_posts/2024-01-04-a.md",
                text: "---\ntitle: A 4\ncategories: announcements\n---\nFixed: [#104](https://github.com/wherry-os/wherry-issues/issues/104).\n",
            },
            Example {
                path: "_posts/2024-01-05-a.md",
                text: "---\ntitle: A 5\ncategories: announcements\n---\nFixed: [#105](https://github.com/wherry-os/wherry-issues/issues/105).\n",
            },
            Example {
                path: "_posts/2024-01-06-a.md",
                text: "---\ntitle: A 6\ncategories: announcements\n---\nFixed: [#106](https://github.com/wherry-os/wherry-issues/issues/106).\n",
            },
            Example {
                path: "_posts/2024-01-07-a.md",
                text: "---\ntitle: A 7\ncategories: announcements\n---\nFixed: [#107](https://github.com/wherry-os/wherry-issues/issues/107).\n",
            },
            Example {
                path: "_posts/2024-01-08-a.md",
                text: "---\ntitle: A 8\ncategories: announcements\n---\nFixed: [#108](https://github.com/wherry-os/wherry-issues/issues/108).\n",
            },
            Example {
                path: "_posts/2024-01-09-a.md",
                text: "---\ntitle: A 9\ncategories: announcements\n---\nFixed: [#109](https://github.com/wherry-os/wherry-issues/issues/109).\n",
            },
            Example {
                path: "_posts/2024-01-10-a.md",
                text: "---\ntitle: A 10\ncategories: announcements\n---\nFixed: [#110](https://github.com/wherry-os/wherry-issues/issues/110).\n",
            },
            Example {
                path: "_posts/2024-01-11-a.md",
                text: "---\ntitle: A 11\ncategories: announcements\n---\nFixed: [#111](https://github.com/wherry-os/wherry-issues/issues/111).\n",
            },
            Example {
                path: "_posts/2024-01-12-a.md",
                text: "---\ntitle: A 12\ncategories: announcements\n---\nFixed: [#112](https://github.com/wherry-os/wherry-issues/issues/112).\n",
            },
        ],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    const FEWEST: usize = 10;
    let styles = &context.site.issue_styles;
    let (hash, bare) = (styles.with_mark, styles.bare);
    let wants_mark = hash >= FEWEST && hash >= bare * 4;
    let wants_none = bare >= FEWEST && bare >= hash * 4;
    if !wants_mark && !wants_none {
        return;
    }
    for (link, _, reference) in context.document.links() {
        let (Text::Ref(text), UrlReading::Issue(url)) = (&reference.text, &reference.url) else { continue };
        // `[1]` is a note.
        let is_note = text.mark.is_empty() && text.number.len() < 3;
        if !text.alone || text.project.is_some() || url.number != text.number || is_note {
            continue;
        }
        let right = match text.mark {
            "" if wants_mark => format!("#{}", text.number),
            "#" if wants_none => text.number.clone(),
            _ => continue,
        };
        let span = if link.text_span.is_empty() { link.span } else { link.text_span };
        let written = span.of(&context.document.source.text);
        let mut found = context
            .finding(span, format!("this site writes `{right}` for an issue, not `{}`", link.text.trim()))
            .with_help(format!("write `{right}`"));
        // The text of `[12]` is also its label: changing it would undo the link.
        let is_label = matches!(link.kind, LinkKind::Shortcut | LinkKind::Collapsed);
        if written == link.text && !is_label {
            let title = format!("replace `{written}` by `{right}`");
            found = found.with_fix(Fix::new(title, Safety::Safe, context.edit(span, right)));
        }
        out.push(found);
    }
}
