//! Tests of the facts that are collected from Markdown.

use super::*;
use crate::markup::markdown::{LinkKind, LinkRole, Options, chance, facts};

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

/// Texts that are read at a glance say what pulldown-cmark says of them: texts put together by chance of all that the quick
/// reader knows, and of what is nearly that.
#[test]
fn simple_texts_have_the_facts_of_all_others() {
    let options = Options::default();
    for source in chance::texts(10_000, 7) {
        let facts = |simple| {
            let (text, liquid) = liquid_mask::mask(&source);
            let mut facts = from_kramdown(&source, &text, liquid, &options, simple);
            facts.sort();
            facts
        };
        let (quick, whole) = (facts(true), facts(false));
        assert_eq!(quick, whole, "{source:?}");
    }
}
