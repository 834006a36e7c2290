//! `invalid-url`: a URL that cannot work for any reader.

use crate::links::issue_ref::UrlReading;
use crate::lint::rule::{Check, Example, Page, PostContext, Rule};
use crate::lint::rules::post::common::{link_span, paragraph_before};
use crate::markup::constructs::constructs;
use crate::markup::markdown::{Link, LinkKind, LinkRole};
use crate::text::diagnostic::{Diagnostic, Level};
use crate::text::pieces::{Part as _, Pieces as _};
use crate::text::url::percent_decode;

/// The row of the table.
pub(crate) const RULE: Rule = Rule {
    name: "invalid-url",
    level: Level::Error,
    fixable: false,
    on_by_default: true,
    summary: "a URL that no reader can open",
    page: Page {
        what: "A link or image whose URL has a scheme without `//` after it or a second scheme (`http:/e.example`, \
               `http://https://…`), a second URL in the middle (`https://e.examplehttps://…`), no host, a \
               host with an invalid character (`https://e,example`), a space between `<` and `>`, a \
               `file:` scheme, a drive letter (`C:\\tmp\\a.png`), a scheme that is nearly `https` (`ttps://`), a `…` or an invisible character, the base URL twice, a query that begins with `&` (`https://e.example/a&b=c&d=e`), no slash after the site's own URL (`{{ site.url }}feed.xml`), a line break followed by spaces, or a `mailto:` without a \
               valid address; an image whose URL is a page of a forge about it (`https://github.com/…/blob/…/a.png`); and a link to the author's own machine: to \
               `localhost` with the port of a generator's preview, or to a page that this site has. Skipped \
               are links whose text is that URL, links in instructions that mention a local server, and \
               URLs that Liquid writes.",
        why: "The link works for nobody, or only on the author's machine.",
        bad: &[
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https:/notes.example/4/).\n",
            },
            Example {
                path: "_posts/2024-02-27-released.md",
                text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](http://localhost:4000/notes/).\n",
            },
        ],
        good: &[Example {
            path: "_posts/2024-02-27-released.md",
            text: "---\ntitle: Released\ncategories: announcements\n---\nSee [the notes](https://notes.example/4/), or open [localhost:4000](http://localhost:4000/).\n",
        }],
        sources: &["RFC 3986, section 3", "RFC 1123, section 2.1"],
        ..Page::EMPTY
    },
    check: Check::Post(check),
};

fn check(context: &PostContext<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: Vec<usize> = Vec::new();
    for (link, _, reference) in context.document.links() {
        let url = link.destination.value.trim();
        if link.kind == LinkKind::Inline && has_base_twice(link.span.of(&context.document.source.text)) {
            out.push(
                context
                    .finding(link_span(link), "the base URL is in this URL twice")
                    .with_help("remove one of the two")
                    .at_most(Level::Warning),
            );
        }
        if is_of_two_lines(context, link) {
            out.push(
                context
                    .finding(link_span(link), "no reader can open this URL: it is written on two lines")
                    .with_help("write it on one line"),
            );
            continue;
        }
        if let Some(result) = glued_url(context, link) {
            out.push(
                context
                    .finding(
                        link_span(link),
                        format!("no slash is between the site's URL and the path: the result is `{result}`"),
                    )
                    .with_help("begin the path with a slash"),
            );
            continue;
        }
        // `malformed-issue-ref` says more about these.
        if url.contains(['{', '}']) || matches!(reference.url, UrlReading::Malformed(_)) {
            continue;
        }
        let in_pointed = link.kind == LinkKind::Autolink && url.contains(' ');
        let spaced = in_pointed
            .then(|| ("a URL cannot contain a space".to_owned(), "correct the URL, or write `%20`"));
        let found = fault(url)
            .or(spaced)
            .or_else(|| page_as_image(link, url))
            .or_else(|| on_own_machine(context, url).filter(|_| !is_instruction(context, link)));
        let Some((what, help)) = found else {
            if let Some(begin) = query_without_mark(url) {
                let message = format!("the query of `{url}` begins with `{begin}` instead of `?`");
                let found = context.finding(link_span(link), message).with_param("url", url);
                out.push(found.with_help("write `?` there, or remove the rest").at_most(Level::Warning));
            }
            continue;
        };
        // Instructions name the URL that they lead to.
        let named = |text: &str| {
            let scheme_and_host = url.split('/').take(3).collect::<Vec<_>>().join("/");
            let host = scheme_and_host.after_last('/');
            text.contains(url) || host.len() > 1 && text.contains(host)
        };
        // One definition, one finding.
        let again = link.definition.is_some() && seen.contains(&link.destination.span.start);
        if named(&link.text) && !in_pointed || again {
            continue;
        }
        seen.push(link.destination.span.start);
        out.push(
            context
                .finding(link_span(link), format!("no reader can open `{url}`: {what}"))
                .with_help(help)
                .with_param("url", url),
        );
    }
}

/// What begins the query of a URL that has no `?`: `https://e.example/a&b=c&d=e`.
fn query_without_mark(url: &str) -> Option<&str> {
    if !url.contains("://") || url.contains(['?', '#', ';']) {
        return None;
    }
    let path = url.splitn(4, '/').nth(3)?;
    let mut parts = path.split('&').skip(1);
    let first = parts.next()?;
    let is_parameter = |part: &str| {
        part.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
    };
    let is_query = is_parameter(first) && parts.clone().next().is_some() && parts.all(is_parameter);
    let at = url.find('&').filter(|_| is_query)?;
    Some(url.part(at..at + 1 + first.len()))
}

/// Forges: the host, what in a path makes it a page about a file, `*` for any folder, and what leads to the file itself.
const PAGES_OF_FORGES: [(&str, &str, &str); 4] = [
    ("github.com", "*/*/blob/", "write the URL of the file itself, with `/raw/` in place of `/blob/`"),
    ("gitlab.com", "/-/blob/", "write the URL of the file itself, with `/-/raw/` in place of `/-/blob/`"),
    ("gitlab.com", "*/*/blob/", "write the URL of the file itself, with `/-/raw/` in place of `/blob/`"),
    ("codeberg.org", "*/*/src/", "write the URL of the file itself, with `/raw/` in place of `/src/`"),
];

/// What is wrong with an image whose URL is that of a page which shows the file: `https://github.com/o/r/blob/main/a.png`.
fn page_as_image(link: &Link, url: &str) -> Option<(String, &'static str)> {
    if link.role != LinkRole::Image {
        return None;
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/')?;
    let host = host.trim_start_matches("www.");
    let is_page = |mark: &str| match mark.strip_prefix("*/*/") {
        Some(folder) => path.splitn(3, '/').nth(2).is_some_and(|path| path.starts_with(folder)),
        None => path.contains(mark),
    };
    let (_, _, help) =
        PAGES_OF_FORGES.into_iter().find(|(forge, mark, _)| *forge == host && is_page(mark))?;
    let is_raw = query.split('&').any(|part| part.starts_with("raw="));
    (!is_raw).then(|| ("it is a page about the image".to_owned(), help))
}

/// Returns whether a URL goes on in the next line after spaces, which remain in it: browsers remove line breaks alone.
fn is_of_two_lines(context: &PostContext<'_>, link: &Link) -> bool {
    let url = link.destination.span.of(&context.document.source.text);
    let is_broken = |(_, after): (&str, &str)| {
        after.starts_with([' ', '\t']) && !after.trim_start().starts_with(['"', '\''])
    };
    if link.kind != LinkKind::Inline || !url.contains('\n') {
        return false;
    }
    // A line break inside a tag or an output is gone from what Liquid prints.
    let mut printed = String::new();
    let mut at = 0;
    for construct in constructs(url) {
        printed.push_str(url.part(at..construct.span.start));
        at = construct.span.end;
    }
    printed.push_str(url.part(at..));
    printed.trim().split_once('\n').is_some_and(is_broken)
}

/// The URL that Liquid makes where the site's own URL and a path have no slash between them.
fn glued_url<'l>(context: &PostContext<'_>, link: &'l Link) -> Option<&'l str> {
    let url = link.evaluated.as_deref()?;
    if !link.destination.value.contains("site.url") {
        return None;
    }
    let own = context.site.site.settings.url.as_deref()?.trim_end_matches('/');
    let rest = url.strip_prefix(own).filter(|_| own.contains("://"))?;
    rest.starts_with(|c: char| c.is_ascii_alphanumeric()).then_some(url)
}

/// Returns whether a template writes the site's base URL twice, `{{ site.baseurl }}{{ site.baseurl }}/a/`.
fn has_base_twice(link: &str) -> bool {
    // Few links have an output.
    if memchr::memchr(b'{', link.as_bytes()).is_none() {
        return false;
    }
    let url = link.rsplit_once("](").map_or("", |(_, url)| url);
    let outputs = constructs(url).filter(|it| !it.is_tag && it.is_closed);
    outputs.filter(|it| it.markup == "site.baseurl" || it.markup.ends_with("relative_url")).count() > 1
}

/// Returns whether the paragraph of a link speaks of a server on the reader's machine, or its file of the command that starts
/// one.
fn is_instruction(context: &PostContext<'_>, link: &Link) -> bool {
    const COMMANDS: [&str; 4] = ["jekyll serve", "jekyll s\n", "hugo server", "zola serve"];
    let text = &*context.document.source.text;
    let before = paragraph_before(text, link.span.start);
    let after = text.part(link.span.end..).split("\n\n").next().unwrap_or("");
    let speaks = |part: &str| {
        let part = part.to_lowercase();
        let mut words = part.split(|c: char| !c.is_alphanumeric());
        words.any(|word| matches!(word, "local" | "locally" | "localhost" | "server" | "serve"))
    };
    [before, after, &link.text].into_iter().any(speaks) || COMMANDS.iter().any(|it| text.contains(it))
}

/// What is wrong with a URL, and what to do.
fn fault(url: &str) -> Option<(String, &'static str)> {
    let bytes = url.as_bytes();
    if let [drive, b':', b'\\' | b'/', rest @ ..] = bytes
        && drive.is_ascii_alphabetic()
        && !rest.starts_with(b"/")
    {
        return Some((
            "it begins with a drive letter".to_owned(),
            "put the file into the site, and link to its path there",
        ));
    }
    let (scheme, rest) = url.split_once(':')?;
    if scheme.eq_ignore_ascii_case("file") {
        return Some((
            "it names a file on the author's machine".to_owned(),
            "put the file into the site, and link to its path there",
        ));
    }
    if scheme.eq_ignore_ascii_case("mailto") {
        return address_fault(rest)
            .map(|what| (what, "write `mailto:` and an address like `name@example.org`"));
    }
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return mistyped_scheme(scheme, rest)
            .map(|what| (what, "write `https://`, if that is what was meant"));
    }
    let Some(rest) = rest.strip_prefix("//") else {
        return Some((format!("`//` is missing after `{scheme}:`"), "write `https://` and the host"));
    };
    let authority = rest.up_to(['/', '?', '#']);
    let host = authority.after_last('@');
    let is_scheme = |host: &str| matches!(host.to_ascii_lowercase().as_str(), "http" | "https");
    if rest.starts_with('/') || host.is_empty() {
        return Some(("it has no host".to_owned(), "add the host after `https://`"));
    }
    let after = rest.part(authority.len()..);
    if after.starts_with("//") && is_scheme(host.trim_end_matches(':')) {
        return Some((format!("`{host}//` is a second scheme"), "remove one of the two schemes"));
    }
    if let Some(second) = second_url(rest) {
        return Some((format!("it contains a second URL: `{second}`"), "remove one of the two URLs"));
    }
    if host.starts_with('[') {
        return None;
    }
    let name = host.up_to(':');
    if name.trim_end_matches('.').split('.').any(str::is_empty) {
        return Some((format!("`{host}` is not a host"), "correct the host"));
    }
    if let Some(wrong) = name.chars().find(|&c| is_in_no_host(c)) {
        return Some((format!("a host cannot contain `{wrong}`"), "correct the host"));
    }
    if after.is_ascii() {
        return None;
    }
    // What an editor writes for `...`, and what cannot be seen.
    let wrong = after.chars().find(|c| matches!(c, '…' | '\u{200b}' | '\u{feff}' | '\u{a0}'))?;
    let shown = if wrong == '…' { "…".to_owned() } else { format!("U+{:04X}", u32::from(wrong)) };
    Some((format!("it contains `{shown}`"), "write the URL as its site has it: copy it again"))
}

/// What is wrong with a scheme that is nearly `http` or `https`: `ttps://`, `htpp://`.
fn mistyped_scheme(scheme: &str, rest: &str) -> Option<String> {
    const OTHERS: [&str; 5] = ["ftp", "ftps", "sftp", "httpx", "ntp"];
    let lower = scheme.to_ascii_lowercase();
    let is_word = lower.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_near = |right: &str| strsim::osa_distance(&lower, right) == 1;
    let is_other = !is_word || !rest.starts_with("//") || OTHERS.contains(&&*lower);
    (!is_other && (is_near("http") || is_near("https"))).then(|| format!("`{scheme}:` is not a scheme"))
}

/// A URL that was pasted into the middle of another one: `ahttps://b` and `e.example/ahttps://b`. After a slash or in a query, as
/// archives and proxies write it, it belongs there.
fn second_url(rest: &str) -> Option<&str> {
    let path = rest.up_to(['?', '#']);
    // Every link is asked, and hardly one has a second colon.
    memchr::memchr(b':', path.as_bytes())?;
    ["http://", "https://"].into_iter().find_map(|scheme| {
        let at = memchr::memmem::find(path.as_bytes(), scheme.as_bytes())?;
        path.part(..at).ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')').then(|| rest.part(at..))
    })
}

/// Why no mail arrives at what follows `mailto:` (RFC 6068, section 2).
fn address_fault(rest: &str) -> Option<String> {
    let addresses = percent_decode(rest.up_to('?'));
    let addresses = addresses.trim();
    if addresses.is_empty() {
        return None;
    }
    if addresses.starts_with("//") {
        return Some("`//` cannot follow `mailto:`".to_owned());
    }
    addresses.split([',', ';']).map(str::trim).find_map(|address| {
        // `Name <name@example.org>`
        let address = address.rsplit_once('<').map_or(address, |(_, address)| address.trim_end_matches('>'));
        let Some((name, host)) = address.rsplit_once('@') else {
            return Some(format!("`{address}` has no `@`"));
        };
        let quoted = name.starts_with('"');
        let is_broken = name.is_empty()
            || host.split('.').any(str::is_empty)
            || host
                .contains(|c: char| c.is_whitespace() || is_in_no_host(c) && !matches!(c, '[' | ']' | ':'))
            || !quoted && name.contains(|c: char| c.is_whitespace() || matches!(c, '@' | ':'));
        is_broken.then(|| format!("`{address}` is not an address"))
    })
}

/// Returns whether a sign is in no name of a host, be it of this or of another script.
fn is_in_no_host(c: char) -> bool {
    match c {
        '-' | '.' | '_' | '%' | '~' | '$' | '*' => false,
        _ if c.is_ascii() => !c.is_ascii_alphanumeric(),
        '，' | '、' | '。' | '…' | '‘' | '’' | '“' | '”' | '\u{200b}' | '\u{a0}' => true,
        _ => false,
    }
}

/// A URL of the author's own machine that is meant for this site.
fn on_own_machine(context: &PostContext<'_>, url: &str) -> Option<(String, &'static str)> {
    /// Where Jekyll, Hugo, Zola and Astro show a site that is being written.
    const PREVIEWS: [&str; 4] = ["4000", "1313", "1111", "4321"];
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(at)?;
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    if !matches!(name, "localhost" | "127.0.0.1" | "0.0.0.0") {
        return None;
    }
    let path = path.up_to(['?', '#']);
    let is_absent = || context.site.surroundings.absent.names(path).is_some();
    let is_page = path.len() > 1
        && (PREVIEWS.contains(&port) || !context.site.index.find(path).is_empty() || is_absent());
    is_page.then(|| {
        (format!("`{host}` is the author's own machine"), "write only the path, from the root of the site")
    })
}
