//! `mismatched-text`: a link text that names one version or address, and a URL that leads to another.

use std::collections::BTreeMap;

use crate::lint::rule::{Check, Example, Page, PostContext, Rule, split_endings};
use crate::lint::rules::post::common::link_span;
use crate::markup::markdown::{Link, LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::Pieces as _;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "mismatched-text",
    level: Level::Warning,
    fixable: false,
    on_by_default: true,
    summary: "text and URL of a link name different versions or addresses",
    page: Page {
        what: "A link to a release of a project (`…/releases/tag/v1.2.1`, `…/-/tags/v1.2.1`) whose text, or the label of \
               its definition, names one version (`Wherry 1.2.2`) and that is another. A version that is the beginning \
               of the other (`1.2`) agrees, and so do other words in the tag (`wherry-1.2.2-final`), a line of versions (`5.x` for 5.1), and \
               the version of another product, where the file's other tags of that version name it too (`v1.0-4.26`). Also a link whose text is the name of a file for download and that leads to \
               another version of the file (`[wherry-1.2.zip](/files/wherry-1.2b.zip)`), and a mail address as a \
               text (`[ada@wherry.example](mailto:bob@wherry.example)`) that is not the one the link is for, also where \
               both are a setting of the site. And a link to a fragment of its own page (`#part-hull`) that another link there names by its text, \
               where the page has an id for the text of this one to which nothing links.",
        why: "The reader downloads another version than the sentence speaks of, or writes to somebody else. No link checker \
              finds it: both exist.",
        bad: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n[Wherry 1.2.2](https://github.com/wherry-os/deck/releases/tag/v1.2.1) is here.\n",
        }],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\n---\n[Wherry 1.2.2](https://github.com/wherry-os/deck/releases/tag/v1.2.2) is here.\n",
        }],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let facts = &context.document.facts;
    let mut seen: Vec<usize> = Vec::new();
    addresses(context, out);
    files(context, out);
    fragments(context, out);
    for link in facts.links.iter().filter(|link| link.role == LinkRole::Anchor) {
        let Some(tag) = tag_of(link.url()).filter(|_| link.kind != LinkKind::Autolink) else { continue };
        let definition = link.definition.and_then(|at| facts.definitions.get(at));
        let label = definition.map_or("", |definition| definition.label.value.as_str());
        let Some((text, numbers)) = [&*link.text, label].into_iter().find_map(only_version) else { continue };
        let of_tag = numbers_of(tag);
        let is_settled =
            of_tag.len() < 2 || agree(&numbers, &of_tag) || seen.contains(&link_span(link).start);
        if is_settled
            || is_line(tag, &numbers)
            || names_another_product(context, link.url(), &of_tag, &numbers)
        {
            continue;
        }
        seen.push(link_span(link).start);
        out.push(
            context
                .finding(link_span(link), format!("the text names `{text}`, but the URL leads to `{tag}`"))
                .with_help("find out which of the two versions is meant, and correct text or URL")
                .with_param("text", text)
                .with_param("url", link.url()),
        );
    }
}

/// `[a@b.example](mailto:c@b.example)`
fn addresses(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    for link in &context.document.facts.links {
        let Some(address) = link.destination.value.strip_prefix("mailto:") else { continue };
        let address = address.up_to('?').trim();
        let written =
            link.text_span.of(&context.document.source.text).trim().trim_matches(['`', '*', '_', '.', ',']);
        let written = written.strip_prefix("mailto:").unwrap_or(written);
        let is_same = address.eq_ignore_ascii_case(written) || is_of_list(address, written);
        let are_alike =
            is_address(address) && is_address(written) || is_setting(address) && is_setting(written);
        if link.kind != LinkKind::Autolink && are_alike && !is_same {
            out.push(
                context
                    .finding(
                        link_span(link),
                        format!("the text is `{written}`, but mail goes to `{address}`"),
                    )
                    .with_help("find out which of the two is meant, and correct text or URL"),
            );
        }
    }
}

/// `[wherry-1.2.zip](https://wherry.example/wherry-1.2b.zip)`
fn files(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    for link in &context.document.facts.links {
        let text = link.text.trim();
        let Some((name, version, ending)) = released_file(text).filter(|_| link.kind != LinkKind::Autolink)
        else {
            continue;
        };
        let url = link.url().up_to(['?', '#']);
        let file = url.after_last('/');
        let Some((other_name, other, other_ending)) = released_file(file) else { continue };
        let goes_on = |long: &str, short: &str| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '.', '+']))
        };
        if name == other_name
            && ending == other_ending
            && !goes_on(other, version)
            && !goes_on(version, other)
        {
            out.push(
                context
                    .finding(link_span(link), format!("the text is `{text}`, but the URL leads to `{file}`"))
                    .with_help("find out which of the two files is meant, and correct text or URL")
                    .with_param("text", text)
                    .with_param("url", url),
            );
        }
    }
}

/// `[Sail](#part-hull)` beside `[Hull](#part-hull)`, where the page has an id `part-sail`.
fn fragments(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let document = context.document;
    let mut named: BTreeMap<&str, Vec<(String, &Link)>> = BTreeMap::new();
    for link in document.facts.links.iter().filter(|link| link.role == LinkRole::Anchor) {
        if let Some(fragment) = link.destination.value.strip_prefix('#') {
            let words = link.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let name = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
            named.entry(fragment).or_default().push((name, link));
        }
    }
    for (fragment, links) in named.iter().filter(|(_, links)| links.len() > 1) {
        let own = |name: &str| fragment.strip_suffix(name).filter(|_| !name.is_empty());
        let begins = links.iter().find_map(|(name, _)| own(name).filter(|begin| begin.ends_with(['-', '_'])));
        let Some(begin) = begins else { continue };
        for (name, link) in links {
            let meant = format!("{begin}{name}");
            let is_own = name.is_empty() || fragment.ends_with(name.as_str()) || link.text.contains('#');
            if is_own || !document.ids.contains(&meant) || named.contains_key(meant.as_str()) {
                continue;
            }
            let message = format!("the text is `{}`, but the URL leads to `#{fragment}`", link.text.trim());
            out.push(
                context
                    .finding(link_span(link), message)
                    .with_help(format!("write `#{meant}`, if that is what is meant"))
                    .with_param("text", link.text.trim())
                    .with_param("url", link.url()),
            );
        }
    }
}

/// The name, version and ending of a file that is released: `wherry-`, `1.2` and `.zip`.
fn released_file(file: &str) -> Option<(&str, &str, &str)> {
    // Nearly every link has another text.
    let (stem, ending) = split_endings(file);
    if ending.is_empty() {
        return None;
    }
    let at = stem.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 1)?;
    let (name, version) = stem.split_at_checked(at)?;
    let is_name = name.ends_with(['-', '_', '.']) && !file.contains([' ', '/', '%', '{']);
    (is_name && version.contains('.')).then_some((name, version, ending))
}

/// Returns whether a string is a mail address and nothing else.
fn is_address(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
    };
    let is_host = |host: &str| host.contains('.') && !host.split('.').any(str::is_empty);
    text.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host) && is_host(host))
}

/// Returns whether an address is one of the list that a link names: `list+subscribe@e.example`, `list-request@e.example`.
fn is_of_list(address: &str, list: &str) -> bool {
    const COMMANDS: [&str; 3] = ["subscribe", "unsubscribe", "request"];
    let (Some((name, host)), Some((bare, other))) = (address.split_once('@'), list.split_once('@')) else {
        return false;
    };
    let command = name.strip_prefix(bare).and_then(|rest| rest.strip_prefix(['+', '-']));
    host.eq_ignore_ascii_case(other) && command.is_some_and(|command| COMMANDS.contains(&command))
}

/// Returns whether a string is one output or shortcode that names a setting for mail.
fn is_setting(text: &str) -> bool {
    let inner = text.strip_prefix("{{").and_then(|text| text.strip_suffix("}}")).unwrap_or("");
    !inner.contains(['{', '}', '|']) && inner.to_ascii_lowercase().contains("mail")
}

/// The name of the release that a URL leads to.
fn tag_of(url: &str) -> Option<&str> {
    const PLACES: [&str; 3] = ["/releases/tag/", "/-/tags/", "/-/releases/"];
    // Every link is asked; the search of the standard library prepares itself for each, 4 % of a run.
    let behind = |place: &&str| Some(memchr::memmem::find(url.as_bytes(), place.as_bytes())? + place.len());
    let rest = url.get(PLACES.iter().find_map(behind)?..)?;
    let tag = rest.up_to(['?', '#']).trim_end_matches('/');
    (!tag.is_empty() && !tag.contains(['{', '$', '%'])).then_some(tag)
}

/// Words before a version that a link is not about.
const OF_OTHERS: [&str; 8] = ["from", "since", "before", "after", "until", "than", "over", "replaces"];

/// The version in a string, where it names one alone, and its numbers.
fn only_version(text: &str) -> Option<(&str, Vec<u64>)> {
    let words =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/' | '`' | '"'));
    let mut before = "";
    let mut found = None;
    for word in words {
        let word = word.trim_matches(['.', ':', '!', '?', '*', '_']);
        let bare = word.strip_prefix(['v', 'V']).unwrap_or(word);
        let is_version = bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_'))
            && bare.split('.').take(2).filter(|part| part.starts_with(|c: char| c.is_ascii_digit())).count()
                == 2;
        if is_version {
            // `upgrading from 1.2`: the release before that of the URL. `2024.01.31` is a day as well as a version, and of two
            // versions either may be the URL's.
            let is_of_other = OF_OTHERS.iter().any(|other| other.eq_ignore_ascii_case(before));
            if is_of_other || found.is_some() {
                return None;
            }
            found = Some((bare, numbers_of(bare)));
        }
        before = word;
    }
    found
}

/// The runs of digits in a name.
fn numbers_of(name: &str) -> Vec<u64> {
    name.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse().ok()).collect()
}

/// Returns whether a release is for a line of versions that this one is of: `v1.5-5.x` for 5.1.
fn is_line(tag: &str, version: &[u64]) -> bool {
    let mut lines = tag.split(['-', '_', '+']).filter_map(|part| {
        let line = part.strip_suffix(".x").or_else(|| part.strip_suffix(".X"))?;
        Some(numbers_of(line)).filter(|numbers| !numbers.is_empty())
    });
    lines.any(|line| version.starts_with(&line))
}

/// Returns whether the tags of a project name its own version and then that of another product, of which the text speaks:
/// another link of the file leads from the same version to the release for that product, `v1.0-4.26` beside `v1.0-example`.
fn names_another_product(context: &PostContext<'_>, url: &str, of_tag: &[u64], version: &[u64]) -> bool {
    let Some(project) = tag_of(url).and_then(|tag| url.get(..url.rfind(tag)?)) else { return false };
    // Each mismatch looks through them again: a list of releases has some dozens.
    const MOST: usize = 200;
    let links = context.document.facts.links.iter().take(MOST);
    links.filter_map(|link| link.url().strip_prefix(project)).any(|tag| {
        let numbers = numbers_of(tag.up_to(['?', '#']));
        numbers.strip_prefix(of_tag).is_some_and(|rest| rest.starts_with(version))
    })
}

/// Returns whether the numbers of a version and those in the name of a release may be those of one version.
fn agree(version: &[u64], tag: &[u64]) -> bool {
    let trimmed = |numbers: &[u64]| {
        let zeros = numbers.iter().rev().take_while(|number| **number == 0).count();
        numbers.len() - zeros
    };
    let (version, tag) =
        (version.get(..trimmed(version)).unwrap_or(&[]), tag.get(..trimmed(tag)).unwrap_or(&[]));
    let within = |small: &[u64], large: &[u64]| {
        small.is_empty() || large.windows(small.len()).any(|part| part == small)
    };
    within(version, tag) || within(tag, version)
}
