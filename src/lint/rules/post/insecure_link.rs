//! `insecure-link`: a link or image over `http:`.

use crate::links::issue_ref::UrlReading;
use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::link_span;
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Pieces as _;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "insecure-link",
    level: Level::Info,
    fixable: false,
    on_by_default: true,
    summary: "a link or image over `http:`",
    page: Page {
        what: "A link, image or other resource with an `http:` URL. Onion services, addresses without a host name, `localhost` and names that are reserved for examples are skipped, and so are references to issues, which `malformed-issue-ref` checks.",
        why: "Anyone between reader and host can read and change the answer; browsers block such images.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](http://notes.example.net.nz/).\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https://notes.example.net.nz/) and http://abc.onion/.\n",
        }],
        sources: &["RFC 2606", "RFC 7686"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let mut seen: Vec<usize> = Vec::new();
    for (link, _, reference) in document.links() {
        let url = link.destination.value.trim();
        let Some(rest) =
            url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://")).and_then(|_| url.get(7..))
        else {
            continue;
        };
        let host = rest.up_to(['/', '?', '#']).to_lowercase();
        let name = host.up_to(':');
        let is_local = !name.contains('.')
            || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            || name.starts_with('[');
        let reserved =
            RESERVED.iter().any(|ending| name == ending.trim_start_matches('.') || name.ends_with(ending));
        let is_issue = matches!(reference.url, UrlReading::Malformed(_));
        // One definition, one finding.
        let again = link.definition.is_some() && seen.contains(&link.destination.span.start);
        if is_local || reserved || is_issue || again {
            continue;
        }
        seen.push(link.destination.span.start);
        out.push(
            context
                .finding(
                    link_span(link),
                    format!("`{url}` is fetched without encryption, since it begins with `http:`"),
                )
                .with_help("write `https:` if the host supports it")
                .with_param("url", url),
        );
    }
}

/// RFC 2606 and RFC 6762, and onion services, which bring their own encryption.
const RESERVED: [&str; 9] = [
    ".onion",
    ".i2p",
    ".localhost",
    ".local",
    ".test",
    ".example",
    ".invalid",
    ".example.com",
    ".example.org",
];
