//! `wrong-tracker`: an issue number that links to another tracker than the site's others.

use crate::links::issue_ref::{Text, UrlReading};
use crate::lint::rule::{Check, Example, Knowledge, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Pieces as _;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "wrong-tracker",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "an issue number that links to another tracker than the site's others",
    page: Page {
        what: "A link with only `#12` as its text whose URL is in a repository that no other link of the \
               site names, where the site's other issue links of that owner lead to one tracker. A site with links to \
               several issues of three more repositories of that owner has no usual tracker.",
        why: "Readers who know the site's numbers read `#12` as an issue of the usual tracker; mostly the \
              repository in the URL is a typo.",
        around: &[Example {
            path: "changes.md",
            text: "---\ntitle: All changes of version 4\n---\n- [#8101](https://github.com/wherry-os/wherry-issues/issues/8101)\n- [#8102](https://github.com/wherry-os/wherry-issues/issues/8102)\n- [#8103](https://github.com/wherry-os/wherry-issues/issues/8103)\n- [#8104](https://github.com/wherry-os/wherry-issues/issues/8104)\n- [#8105](https://github.com/wherry-os/wherry-issues/issues/8105)\n- [#8106](https://github.com/wherry-os/wherry-issues/issues/8106)\n- [#8107](https://github.com/wherry-os/wherry-issues/issues/8107)\n- [#8108](https://github.com/wherry-os/wherry-issues/issues/8108)\n- [#8109](https://github.com/wherry-os/wherry-issues/issues/8109)\n- [#8110](https://github.com/wherry-os/wherry-issues/issues/8110)\n- [#8111](https://github.com/wherry-os/wherry-issues/issues/8111)\n- [#8112](https://github.com/wherry-os/wherry-issues/issues/8112)\n- [#8113](https://github.com/wherry-os/wherry-issues/issues/8113)\n- [#8114](https://github.com/wherry-os/wherry-issues/issues/8114)\n- [#8115](https://github.com/wherry-os/wherry-issues/issues/8115)\n- [#8116](https://github.com/wherry-os/wherry-issues/issues/8116)\n- [#8117](https://github.com/wherry-os/wherry-issues/issues/8117)\n- [#8118](https://github.com/wherry-os/wherry-issues/issues/8118)\n- [#8119](https://github.com/wherry-os/wherry-issues/issues/8119)\n- [#8120](https://github.com/wherry-os/wherry-issues/issues/8120)\n- [#8121](https://github.com/wherry-os/wherry-issues/issues/8121)\n",
        }],
        bad: &[Example {
            path: "_posts/2024-03-12-updates.md",
            text: "---\ntitle: Updates of the week\n---\nThe time zone is kept: [#8119](https://github.com/wherry-os/wherry-installer/issues/8119).\n",
        }],
        good: &[Example {
            path: "_posts/2024-03-12-updates.md",
            text: "---\ntitle: Updates of the week\n---\nThe time zone is kept: [#8119](https://github.com/wherry-os/wherry-issues/issues/8119), with [wherry-installer#31](https://github.com/wherry-os/wherry-installer/issues/31).\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Among(check),
};

fn check(context: &PostContext<'_>, all: &Knowledge<'_>, out: &mut Vec<Diagnostic>) {
    const OFTEN: usize = 20;
    const MANY: usize = 3;
    let trackers = &all.trackers;
    let Some((host, main, count)) = trackers.main().filter(|(_, _, count)| *count >= OFTEN) else { return };
    // A site that speaks of many repositories has no usual tracker.
    if trackers.others_of(host, main) >= MANY {
        return;
    }
    let owner = main.up_to('/');
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
            || is_spoken_of(&context.document.source.text, &url.project)
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

/// Whether a post is about a repository: it names the repository outside the URLs of issues, for example in `Shards 2.0 is out`.
fn is_spoken_of(text: &str, project: &str) -> bool {
    let name = project.rsplit('/').next().unwrap_or(project).to_lowercase();
    // `RFC #408` is an issue of `RFCs`.
    let name = name.strip_suffix('s').filter(|one| one.len() >= 3).unwrap_or(&name);
    let text = text.to_lowercase();
    // `wherry-os` does not name `wherry`.
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let before = text.get(..at).unwrap_or("");
            let after = text.get(at + name.len()..).unwrap_or("");
            let after = after.strip_prefix('s').unwrap_or(after);
            let in_url = ["/issues/", "/pull/", "/commit/"].iter().any(|path| after.starts_with(path));
            !in_url && !before.ends_with(is_part) && !after.starts_with(is_part)
        })
}
