//! `changed-id`: a post whose id is not the one that `feedwright.lock` records.

use std::collections::{BTreeMap, BTreeSet};

use crate::feeds::lock::proposals;
use crate::lint::rule::{Check, Example, Page, Rule, SiteContext};
use crate::site::lock::{LOCK_FILE, Locked};
use crate::text::diagnostic::{Diagnostic, Level};

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "changed-id",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "a post whose id is not the recorded one",
    page: Page {
        what: "In a site with a `feedwright.lock`: a post without a record that was probably renamed, since \
               it has the title, the day or the file name of a recorded post whose file is gone; and an \
               `id` in front matter that differs from the recorded one. A post whose path or URL is \
               recorded keeps its id and is not reported.",
        why: "Feed readers tell entries apart by their ids: under another one, an old post is shown to every subscriber as new.",
        around: &[Example {
            path: "feedwright.lock",
            text: "{\"path\":\"_posts/2024-02-27-released.md\",\"id\":\"https://www.wherry-os.example/2024/02/27/released\",\"url\":\"https://www.wherry-os.example/2024/02/27/released.html\",\"date\":\"2024-02-27T00:00:00+00:00\",\"title\":\"Released\"}\n",
        }],
        bad: &[Example {
            path: "_posts/2024-03-01-released.md",
            text: "---\ntitle: Released\n---\nIt is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\npermalink: /released/\n---\nIt is here.\n",
        }],
        sources: &["RFC 4287, section 4.2.6: an entry's id must not change when the entry is moved"],
        ..Page::EMPTY
    },
    check: Check::Site(check),
};

fn check(context: &SiteContext<'_>, out: &mut Vec<Diagnostic>) {
    let site = context.site.site;
    let Some(locked) = &site.locked else { return };
    let files = files(context);
    for proposal in proposals(site, &|path| files.contains(path), &BTreeMap::new()) {
        let (Some(post), Some(record)) =
            (site.posts.get(proposal.post), locked.lock.records.get(proposal.record))
        else {
            continue;
        };
        let message = format!(
            "this post was probably `{}`, which is gone ({}), but has another id, so subscribers see it as new",
            record.path, proposal.likeness
        );
        let help = format!(
            "run `feedwright lock --accept={0}` if it is the same post, `feedwright lock --as-new={0}` if not",
            post.path
        );
        out.push(context.finding(post.path.clone(), post.span_of("title"), message).with_help(help));
    }
    other_ids(context, locked, out);
}

/// Finds ids of front matter that are not the recorded ones.
fn other_ids(context: &SiteContext<'_>, locked: &Locked, out: &mut Vec<Diagnostic>) {
    let site = context.site.site;
    let Some(key) = &site.settings.config.posts.id_key else { return };
    for (post, claim) in site.posts.iter().zip(&locked.claims).filter(|(post, _)| post.hidden.is_none()) {
        let Some(record) = claim.and_then(|at| locked.lock.records.get(at)) else { continue };
        if record.id != post.id {
            let message =
                format!("`{key}` is not the id that {LOCK_FILE} records, so subscribers see the post as new");
            let help = format!("write `{key}: {}`, or delete the key", record.id);
            out.push(context.finding(post.path.clone(), post.span_of(key), message).with_help(help));
        }
    }
}

/// The paths of all files that were read.
fn files<'a>(context: &SiteContext<'a>) -> BTreeSet<&'a str> {
    let (site, surroundings) = (context.site.site, context.site.surroundings);
    let posts = site.posts.iter().map(|post| &*post.path);
    let unreadable = site.unreadable.iter().map(|file| &*file.path);
    let ignored = site.ignored.iter().map(|file| &*file.path);
    let pages = surroundings.pages.iter().map(|page| &*page.path);
    let rest = surroundings.files.iter().map(|file| file.path.as_str());
    posts.chain(unreadable).chain(ignored).chain(pages).chain(rest).collect()
}
