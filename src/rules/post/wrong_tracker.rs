//! `wrong-tracker`: a bare issue number that links to another tracker than all others.

use crate::diagnostic::{Diagnostic, Level};
use crate::issue_ref::{Text, UrlReading};
use crate::rule::{Check, Example, Page, PostContext, Rule};
use crate::rules::post::common::link_span;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "wrong-tracker",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a bare issue number that links to another tracker than all others",
    page: Page {
        what: "A link whose text is only `#12` and whose URL is an issue of a repository that the site never links to otherwise, of the owner to whose one tracker it links again and again.",
        why: "Readers who know the site's numbers look for the issue in the wrong place; mostly the repository in the URL is a slip.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nFixed: [#7674](https://github.com/wherry-os/wherry/issues/7674).\n",
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
            Example {
                path: "_posts/2024-01-13-a.md",
                text: "---\ntitle: A 13\ncategories: announcements\n---\nFixed: [#113](https://github.com/wherry-os/wherry-issues/issues/113).\n",
            },
            Example {
                path: "_posts/2024-01-14-a.md",
                text: "---\ntitle: A 14\ncategories: announcements\n---\nFixed: [#114](https://github.com/wherry-os/wherry-issues/issues/114).\n",
            },
            Example {
                path: "_posts/2024-01-15-a.md",
                text: "---\ntitle: A 15\ncategories: announcements\n---\nFixed: [#115](https://github.com/wherry-os/wherry-issues/issues/115).\n",
            },
            Example {
                path: "_posts/2024-01-16-a.md",
                text: "---\ntitle: A 16\ncategories: announcements\n---\nFixed: [#116](https://github.com/wherry-os/wherry-issues/issues/116).\n",
            },
            Example {
                path: "_posts/2024-01-17-a.md",
                text: "---\ntitle: A 17\ncategories: announcements\n---\nFixed: [#117](https://github.com/wherry-os/wherry-issues/issues/117).\n",
            },
            Example {
                path: "_posts/2024-01-18-a.md",
                text: "---\ntitle: A 18\ncategories: announcements\n---\nFixed: [#118](https://github.com/wherry-os/wherry-issues/issues/118).\n",
            },
            Example {
                path: "_posts/2024-01-19-a.md",
                text: "---\ntitle: A 19\ncategories: announcements\n---\nFixed: [#119](https://github.com/wherry-os/wherry-issues/issues/119).\n",
            },
            Example {
                path: "_posts/2024-01-20-a.md",
                text: "---\ntitle: A 20\ncategories: announcements\n---\nFixed: [#120](https://github.com/wherry-os/wherry-issues/issues/120).\n",
            },
            Example {
                path: "_posts/2024-01-21-a.md",
                text: "---\ntitle: A 21\ncategories: announcements\n---\nFixed: [#121](https://github.com/wherry-os/wherry-issues/issues/121).\n",
            },
            Example {
                path: "_posts/2024-01-22-a.md",
                text: "---\ntitle: A 22\ncategories: announcements\n---\nFixed: [#122](https://github.com/wherry-os/wherry-issues/issues/122).\n",
            },
            Example {
                path: "_posts/2024-01-23-a.md",
                text: "---\ntitle: A 23\ncategories: announcements\n---\nFixed: [#123](https://github.com/wherry-os/wherry-issues/issues/123).\n",
            },
            Example {
                path: "_posts/2024-01-24-a.md",
                text: "---\ntitle: A 24\ncategories: announcements\n---\nFixed: [#124](https://github.com/wherry-os/wherry-issues/issues/124).\n",
            },
            Example {
                path: "_posts/2024-01-25-a.md",
                text: "---\ntitle: A 25\ncategories: announcements\n---\nFixed: [#125](https://github.com/wherry-os/wherry-issues/issues/125).\n",
            },
        ],
        good: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nFixed: [wherry#7](https://github.com/wherry-os/wherry/issues/7).\n",
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
            Example {
                path: "_posts/2024-01-13-a.md",
                text: "---\ntitle: A 13\ncategories: announcements\n---\nFixed: [#113](https://github.com/wherry-os/wherry-issues/issues/113).\n",
            },
            Example {
                path: "_posts/2024-01-14-a.md",
                text: "---\ntitle: A 14\ncategories: announcements\n---\nFixed: [#114](https://github.com/wherry-os/wherry-issues/issues/114).\n",
            },
            Example {
                path: "_posts/2024-01-15-a.md",
                text: "---\ntitle: A 15\ncategories: announcements\n---\nFixed: [#115](https://github.com/wherry-os/wherry-issues/issues/115).\n",
            },
            Example {
                path: "_posts/2024-01-16-a.md",
                text: "---\ntitle: A 16\ncategories: announcements\n---\nFixed: [#116](https://github.com/wherry-os/wherry-issues/issues/116).\n",
            },
            Example {
                path: "_posts/2024-01-17-a.md",
                text: "---\ntitle: A 17\ncategories: announcements\n---\nFixed: [#117](https://github.com/wherry-os/wherry-issues/issues/117).\n",
            },
            Example {
                path: "_posts/2024-01-18-a.md",
                text: "---\ntitle: A 18\ncategories: announcements\n---\nFixed: [#118](https://github.com/wherry-os/wherry-issues/issues/118).\n",
            },
            Example {
                path: "_posts/2024-01-19-a.md",
                text: "---\ntitle: A 19\ncategories: announcements\n---\nFixed: [#119](https://github.com/wherry-os/wherry-issues/issues/119).\n",
            },
            Example {
                path: "_posts/2024-01-20-a.md",
                text: "---\ntitle: A 20\ncategories: announcements\n---\nFixed: [#120](https://github.com/wherry-os/wherry-issues/issues/120).\n",
            },
            Example {
                path: "_posts/2024-01-21-a.md",
                text: "---\ntitle: A 21\ncategories: announcements\n---\nFixed: [#121](https://github.com/wherry-os/wherry-issues/issues/121).\n",
            },
            Example {
                path: "_posts/2024-01-22-a.md",
                text: "---\ntitle: A 22\ncategories: announcements\n---\nFixed: [#122](https://github.com/wherry-os/wherry-issues/issues/122).\n",
            },
            Example {
                path: "_posts/2024-01-23-a.md",
                text: "---\ntitle: A 23\ncategories: announcements\n---\nFixed: [#123](https://github.com/wherry-os/wherry-issues/issues/123).\n",
            },
            Example {
                path: "_posts/2024-01-24-a.md",
                text: "---\ntitle: A 24\ncategories: announcements\n---\nFixed: [#124](https://github.com/wherry-os/wherry-issues/issues/124).\n",
            },
            Example {
                path: "_posts/2024-01-25-a.md",
                text: "---\ntitle: A 25\ncategories: announcements\n---\nFixed: [#125](https://github.com/wherry-os/wherry-issues/issues/125).\n",
            },
        ],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    const OFTEN: usize = 20;
    let trackers = &context.site.trackers;
    let Some((host, main, count)) = trackers.main().filter(|(_, _, count)| *count >= OFTEN) else { return };
    let owner = main.split('/').next().unwrap_or("");
    for (link, _, reference) in context.document.links() {
        let (Text::Ref(text), UrlReading::Issue(url)) = (&reference.text, &reference.url) else { continue };
        let same_owner = url.project.split('/').next().is_some_and(|other| other.eq_ignore_ascii_case(owner));
        let rare = trackers.links_to(&url.host, &url.project) * OFTEN <= count;
        let is_issue = link.destination.value.contains("/issues/");
        if text.mark != "#"
            || !text.alone
            || text.project.is_some()
            || url.host != host
            || url.project.eq_ignore_ascii_case(main)
            || !(same_owner && rare && is_issue && text.number == url.number)
        {
            continue;
        }
        out.push(
            context
                .finding(
                    link_span(link),
                    format!(
                        "`{}` is an issue of `{}`, while this site's issues are in `{main}`",
                        link.text.trim(),
                        url.project
                    ),
                )
                .with_help(format!("correct the URL, or write `{}#{}`", url.project, text.number)),
        );
    }
}
