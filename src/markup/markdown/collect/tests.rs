//! Tests of the facts that are collected from Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};

use crate::markup::markdown::{LinkKind, LinkRole, Options, facts, random, render};

#[test]
fn links_of_every_kind_have_their_places() {
    let source = "[a *b*](/u \"T\") ![i](<p q.png>) [r][L] [L][] [L] <http://x.y> [d]: no\n\n[L]: /def 'x'\n[un]: /n\n";
    let facts = facts(source, &Options::default());
    let found: Vec<(LinkKind, &str, &str, &str)> = facts
        .links
        .iter()
        .map(|l| (l.kind, l.text.as_str(), l.text_span.of(source), l.destination.span.of(source)))
        .collect();
    assert_eq!(
        found,
        [
            (LinkKind::Inline, "a b", "a *b*", "/u"),
            (LinkKind::Inline, "i", "i", "p q.png"),
            (LinkKind::Reference, "r", "r", "/def"),
            (LinkKind::Collapsed, "L", "L", "/def"),
            (LinkKind::Shortcut, "L", "L", "/def"),
            (LinkKind::Autolink, "http://x.y", "http://x.y", "http://x.y"),
        ]
    );
    assert_eq!(facts.links[0].title.as_deref(), Some("T"));
    assert_eq!(facts.links[1].role, LinkRole::Image);
    assert_eq!(facts.definitions.iter().map(|d| d.used).collect::<Vec<_>>(), [true, false]);
    assert_eq!(facts.undefined_references.len(), 1);
    assert_eq!(facts.undefined_references[0].label.span.of(source), "d");
}

#[test]
fn headings_have_ids_and_whole_spans() {
    let source = "# A `b` {#x}\n\nT\n===\n\n## T\n";
    let facts = facts(source, &Options::default());
    let found: Vec<_> = facts
        .headings
        .iter()
        .map(|h| (h.level, h.text.as_str(), h.id.as_deref(), h.span.of(source)))
        .collect();
    assert_eq!(
        found,
        [(1, "A b", Some("x"), "# A `b` {#x}"), (1, "T", Some("t"), "T\n==="), (2, "T", Some("t-1"), "## T")]
    );
}

#[test]
fn code_comments_and_what_liquid_hides_are_silent() {
    let source = "`[a](b)`\n\n```\n[c](d)\n```\n\n    [e](f)\n\n<pre><a href=\"g\">h</a></pre>\n\n<!-- [i](j) <a href=k> -->\n\n{% raw %}[l](m){% endraw %}\n\n{% comment %}\n[n]\n{% endcomment %}\n";
    let facts = facts(source, &Options::default());
    assert!(facts.links.is_empty(), "{:?}", facts.links);
    assert!(facts.undefined_references.is_empty());
}

#[test]
fn raw_html_counts() {
    let source = "x <a id=\"one\" href=\"/a?b&amp;c\">text *y*</a>\n\n<p><img src=\"i.png\" alt=\"A\"></p>\n";
    let facts = facts(source, &Options::default());
    assert_eq!(facts.links.len(), 2);
    assert_eq!(facts.links[0].destination.value, "/a?b&c");
    assert_eq!(facts.links[0].text_span.of(source), "text *y*");
    assert_eq!(facts.links[1].text, "A");
    assert_eq!(facts.ids[0].value, "one");
}

#[test]
fn a_destination_made_by_liquid_is_marked() {
    let source = "[a]({{ site.url }}/x) and # {{ y }}\n\n# H {{ z }}\n";
    let facts = facts(source, &Options::default());
    assert_eq!(facts.links[0].destination.value, "{{ site.url }}/x");
    assert!(facts.liquid.iter().any(|l| l.overlaps(facts.links[0].destination.span)));
    assert_eq!(facts.headings[0].id, None);
    assert_eq!(facts.headings[0].text, "H {{ z }}");
}

#[test]
fn a_fence_without_an_end_is_told() {
    let source = "```sh\na\n```\n\n~~~\nopen\n";
    let facts = facts(source, &Options::default());
    assert_eq!(facts.unclosed_fences.iter().map(|s| s.of(source)).collect::<Vec<_>>(), ["~~~"]);
}

/// Markdown of all constructs, also unfinished ones: what a page holds and what is told of it come from one reading.
#[test]
fn ids_and_links_are_those_of_the_html() {
    for options in [Options::default(), Options { gfm: false, ..Options::default() }] {
        // What Liquid makes is unknown to the facts, and links in footnotes that nothing marks are not on the page.
        for source in random::texts(6_000, 7) {
            let liquid = source.contains("{{") || source.contains("{%");
            if !liquid && source.matches("[^note]:").count() == 1 {
                assert_as_html(&source, &options);
            }
        }
    }
}

#[test]
fn ids_and_links_of_the_fixture_site_are_those_of_its_html() {
    let (count, differences) = compare_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/site"));
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(count > 20, "{count}");
}

/// The same over the Markdown below the folders that `MARKDOWN_FOLDERS` names, one a line: each site has posts like none of the
/// fixtures. Run with `--ignored --nocapture`.
#[test]
#[ignore = "needs MARKDOWN_FOLDERS"]
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "a test that a person runs")]
fn ids_and_links_of_other_sites_are_those_of_their_html() {
    let mut all = Vec::new();
    for folder in std::env::var("MARKDOWN_FOLDERS").unwrap().lines() {
        let (count, differences) = compare_files(Path::new(folder));
        eprintln!("{folder}: {} of {count} differ", differences.len());
        all.extend(differences);
    }
    assert!(all.is_empty(), "{all:#?}");
}

/// Compares all Markdown without Liquid below a folder; returns how many files there are, and what differs.
#[expect(clippy::disallowed_methods, reason = "a test reads fixtures")]
fn compare_files(folder: &Path) -> (usize, Vec<String>) {
    let (mut folders, mut count, mut differences) = (vec![folder.to_owned()], 0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_markdown = path.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
            if path.is_dir() {
                folders.push(path);
            } else if let Some(text) = is_markdown.then(|| fs::read_to_string(&path).ok()).flatten() {
                let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
                let body = body.map_or(text.as_str(), |(_, body)| body);
                if !body.contains("{{") && !body.contains("{%") {
                    count += 1;
                    let difference = difference(body, &Options::default());
                    differences.extend(difference.map(|it| format!("{}: {it}", path.display())));
                }
            }
        }
    }
    (count, differences)
}

fn assert_as_html(source: &str, options: &Options) {
    let difference = difference(source, options);
    assert!(difference.is_none(), "{difference:?} in {source:?}");
}

/// Holds the ids and the URLs that are told of Markdown against those of its HTML; returns those that only one side has.
fn difference(source: &str, options: &Options) -> Option<String> {
    let (facts, html) = (facts(source, options), Html::parse_fragment(&render(source, options)));
    if !facts.unclosed_fences.is_empty() {
        // What comes after the fence was meant as code, and nothing is told of it.
        return None;
    }
    let selector = Selector::parse("[id], a[name], a[href], img[src], img[srcset], video[poster]").unwrap();
    let mut ids = BTreeSet::new();
    let mut links = BTreeMap::<String, usize>::new();
    for element in html.select(&selector) {
        let is_link = element.value().name() == "a";
        ids.extend(element.attr("id").or(element.attr("name").filter(|_| is_link)).map(str::to_owned));
        let is_shown = matches!(element.value().name(), "a" | "img" | "video");
        let url = element.attr("href").or(element.attr("src")).or(element.attr("poster"));
        let url = url.filter(|_| is_shown);
        let images = element.attr("srcset").into_iter().flat_map(|set| set.split(','));
        for image in images.filter_map(|image| image.split_whitespace().next()) {
            *links.entry(image.to_owned()).or_default() += 1;
        }
        let note = matches!(element.attr("class"), Some("footnote" | "reversefootnote"));
        let entry = element.attr("id").is_some_and(|id| id.starts_with("markdown-toc-"));
        if let Some(url) = url.filter(|_| !note && !entry) {
            *links.entry(url.to_owned()).or_default() += 1;
        }
    }
    let known: BTreeSet<String> = facts.ids.iter().map(|id| id.value.clone()).collect();
    let mut told = BTreeMap::<String, usize>::new();
    for link in facts.links.iter().filter(|link| link.role != LinkRole::Resource) {
        *told.entry(link.destination.value.clone()).or_default() += 1;
    }
    let only = |these: &BTreeMap<String, usize>, those: &BTreeMap<String, usize>| {
        these
            .iter()
            .filter(|(url, count)| those.get(*url) != Some(count))
            .map(|(url, _)| url.clone())
            .collect::<Vec<_>>()
    };
    let ids: Vec<_> = known.symmetric_difference(&ids).collect();
    let (told_only, html_only) = (only(&told, &links), only(&links, &told));
    (!ids.is_empty() || !told_only.is_empty() || !html_only.is_empty())
        .then(|| format!("ids {ids:?}, links told {told_only:?}, links in HTML {html_only:?}"))
}
