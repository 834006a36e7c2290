//! The linter judges the text that the feed shows: Liquid runs first, and includes belong to the file that includes them.

use crate::cli::TestSite;

const POST: &str = "_posts/2024-01-01-a.md";

/// Lints a site of one post, and returns the findings in it, one a line, without its path.
fn findings(text: &str, others: &[(&str, &str)]) -> String {
    let config = "title: T\nurl: https://e.example\nrepository: o/r\ntime: 2024-06-01\n";
    let mut files = vec![("_config.yml", config), (POST, text)];
    files.extend(others);
    let run = TestSite::new(&files).feedwright(["lint", "--format", "concise", "--exit-zero"]).exits(0);
    let own = run.stdout.lines().filter_map(|line| line.strip_prefix(POST)?.strip_prefix(':'));
    own.collect::<Vec<_>>().join("\n")
}

fn body(text: &str, others: &[(&str, &str)]) -> String {
    findings(&format!("---\ntitle: A\nrepo: o/q\n---\n{text}\n"), others)
}

#[test]
fn an_include_defines_references() {
    let refs = ("_includes/refs.md", "[NOTE9]: https://o.example/9\n[note 10]: https://o.example/10\n");
    assert_eq!(body("See [NOTE9][] and [ten][note 10].\n\n{% include refs.md %}", &[refs]), "");
    assert!(body("See [NOTE9][].", &[refs]).contains("nothing defines `[NOTE9]`"));
    let dead = ("_includes/refs.md", "[NOTE9]: /nowhere/\n");
    assert!(body("See [NOTE9][].\n\n{% include refs.md %}", &[dead]).contains("`/nowhere/` leads nowhere"));
    // With parameters, nested, and from beside the post.
    let nested = ("_includes/all.md", "{% include one.md to=include.to %}\n");
    let one = ("_includes/one.md", "[{{ include.to }}]: https://o.example/\n");
    assert_eq!(body("See [NOTE9][].\n\n{% include all.md to='NOTE9' %}", &[nested, one]), "");
    let beside = ("_posts/refs.md", "[NOTE9]: https://o.example/9\n");
    assert_eq!(body("See [NOTE9][].\n\n{% include_relative refs.md %}", &[beside]), "");
}

#[test]
fn an_include_defines_footnotes_and_ids() {
    let notes = ("_includes/notes.md", "[^n]: A note.\n\n<h2 id=\"there\">There</h2>\n");
    assert_eq!(body("A word.[^n] [To it](#there).\n\n{% include notes.md %}", &[notes]), "");
    assert!(body("A word.[^n]", &[notes]).contains("[^n]"));
    assert!(body("[x](#nowhere)\n\n{% include notes.md %}", &[notes]).contains("`nowhere`"));
}

#[test]
fn what_cannot_be_evaluated_defines_what_it_may() {
    assert_eq!(body("[x](#made)\n\n{% gallery of boats %}", &[("_plugins/g.rb", "# gallery\n")]), "");
    let heading = "{% for row in site.rows %}\n## {{ row }}\n{% endfor %}";
    assert_eq!(body(&format!("[x](#made)\n\n{heading}"), &[]), "");
    assert_eq!(body("[x](#made)\n\n{{ page.nothing }}", &[]), "");
}

#[test]
fn values_and_media_define_no_ids() {
    let plugin = ("_plugins/card.rb", "Liquid::Template.register_tag('card', Card)\n");
    for text in [
        "See {{ site.nothing }} and [b]({{ page.nothing }}/b).",
        "{% gist 12 %}\n\n{% youtube abc %}",
        "{% card of a boat %}\n\nText\n\n{% endcard %}",
        "{% for row in site.rows %}* {{ row }}\n{% endfor %}",
        "{% if site.rows %}Text{% endif %}",
    ] {
        assert!(body(&format!("[x](#made)\n\n{text}"), &[plugin]).contains("`made`"), "{text}");
    }
    let makes_ids = ("_plugins/card.rb", "register_tag('card', Card)\ndef render(x) = '<b id=\"made\">'\n");
    assert_eq!(body("[x](#made)\n\n{% card of a boat %}", &[makes_ids]), "");
    assert_eq!(body("[x](#made)\n\n## About {{ page.nothing }}", &[]), "");
    assert_eq!(body("[x](#made)\n\n{% if site.rows %}\n# Made\n{% endif %}", &[]), "");
    assert_eq!(body("[x](#made)\n\n<b id=\"{{ page.nothing }}\">a</b>", &[]), "");
}

#[test]
fn finds_links_that_a_page_gives_to_an_include() {
    let note = ("_includes/note.html", "<div>{{ include.text | markdownify }}</div>\n");
    let found = body("Text.\n\n{% include note.html text=\"[a](/nowhere/) it\" %}", &[note]);
    assert!(found.starts_with("7:32:") && found.contains("`/nowhere/` leads nowhere"), "{found}");
    let alive = body("Text.\n\n{% include note.html text=\"[a](/2024/01/01/a.html) it\" %}", &[note]);
    assert_eq!(alive, "");
}

#[test]
fn a_branch_that_does_not_run_is_not_there() {
    assert_eq!(body("{% if false %}[x](/nowhere/){% endif %}", &[]), "");
    assert_eq!(body("{% if page.repo %}{% else %}[x](/nowhere/){% endif %}", &[]), "");
    assert_eq!(body("{% comment %}[x](/nowhere/){% endcomment %}", &[]), "");
    assert!(body("{% if page.repo %}[x](/nowhere/){% endif %}", &[]).contains("leads nowhere"));
    assert!(body("{% raw %}[x](/nowhere/){% endraw %}", &[]).contains("leads nowhere"));
}

#[test]
fn values_in_urls_are_evaluated() {
    for url in [
        "https://github.com/{{ page.repo }}/issues/1234",
        "https://github.com/{{ site.repository }}/issues/1234",
        "{% assign r = 'https://github.com/o/q' %}{{ r }}/issues/1234",
    ] {
        assert_eq!(body(&format!("[#1234]({url})"), &[]), "", "{url}");
    }
    assert!(body("[#1234](https://github.com/{{ page.repo }}/issues/1243)", &[]).contains("1243"));
    assert!(body("[x]({{ site.url }}/2024/nowhere/)", &[]).contains("leads nowhere"));
    assert!(body("{% assign d = '/nowhere' %}\n\n[x]({{ d }}/)", &[]).contains("`{{ d }}/` (`/nowhere/`)"));
}

#[test]
fn conditions_that_only_the_build_knows_decide_nothing() {
    for condition in ["if site.github.owner", "unless site.github", "if jekyll.environment == 'production'"] {
        let end = condition.split(' ').next().unwrap();
        let text = format!(
            "{{% {condition} %}}\n## Setup\n\n[gh]: https://o.example/\n[z](/nowhere/)\n{{% end{end} %}}\n\n[x](#setup) [y][gh]"
        );
        assert_eq!(body(&text, &[]), "", "{condition}");
    }
}

#[test]
fn filters_do_not_make_the_unknown_known() {
    for url in [
        "{{ site.cdn | append: '/x.html' }}",
        "/{{ site.github.n | plus: 1 }}/x",
        "{% assign u = site.github.url | append: '/bar' %}{{ u }}",
        "{% capture c %}{{ site.github.url }}/foo{% endcapture %}/{{ c | slugify }}/",
        "{% capture c %}{{ site.github.url }}/foo{% endcapture %}/q/{{ c | url_encode }}",
    ] {
        assert_eq!(body(&format!("[a]({url})"), &[]), "", "{url}");
    }
    assert!(body("[a]({{ site.cdn | default: '/nowhere' }}/)", &[]).contains("leads nowhere"));
    let unknown = ("_includes/defs.md", "[cdn]: {{ site.cdn }}/x.js\n");
    assert_eq!(body("{% include defs.md %}\n\n[a][cdn]", &[unknown]), "");
}

#[test]
fn what_is_in_a_block_of_a_plugin_is_the_plugins() {
    let plugin = ("_plugins/m.rb", "# mermaid\n");
    let text = "{% mermaid %}\nA --> [v](/nope) [a][zz]\n~~~\n{% endmermaid %}\n\n[x](/nowhere/)";
    let found = body(text, &[plugin]);
    assert_eq!(found.lines().count(), 1, "{found}");
    assert!(found.contains("/nowhere/"), "{found}");
}

#[test]
fn fixes_do_not_write_over_templates() {
    for text in [
        "## Setup\n\n[a](#{% if page.title == 'd' %}setap{% endif %}) b",
        "{% for n in (1..2) %}[#{{ n }}](http://github.com/acme/tool/issues/{{ n }}){% endfor %}",
        "[#607](ht{% if page.repo == 'x' %}tps{% else %}tp{% endif %}://github.com/acme/tool/issues/607)",
        "{% for i in (1..2) %}[e](/docs{% if i == 2 %}/x.html{% endif %}) {% endfor %}",
    ] {
        let text = format!("---\ntitle: A\n---\n{text}\n");
        let site = TestSite::new(&[
            ("_config.yml", "title: T\nurl: https://e.example\ntime: 2024-06-01\n"),
            (POST, &text),
            ("docs/index.md", "---\ntitle: D\n---\nD.\n"),
            ("docs/x.html", "---\ntitle: X\n---\nX.\n"),
        ]);
        site.feedwright(["lint", "--fix", "--unsafe-fixes", "--exit-zero"]).exits(0);
        assert_eq!(site.read(POST), text);
    }
}

#[test]
fn a_template_that_is_broken_in_a_link_is_reported() {
    assert!(body("[a](#setup{% endif %}) b", &[]).contains("liquid-error"));
}

#[test]
fn a_loop_is_one_text() {
    let found = body("{% for n in (1..3) %}[x](/nowhere/) {% endfor %}", &[]);
    assert_eq!(found.lines().count(), 1, "{found}");
    // Line 5, where the link is.
    assert!(found.starts_with("5:"), "{found}");
}

#[test]
fn places_are_those_of_the_source() {
    let found = body(
        "{{ page.repo }} {{ site.url }}\n\n{% include a.md %}\n\nä {{ 1 }} [x](/nowhere/)",
        &[("_includes/a.md", "Many\n\nlines\n\nof text.\n")],
    );
    assert!(found.starts_with("9:15: "), "{found}");
}

#[test]
fn a_name_in_the_front_matter_is_the_pages_name() {
    let site = TestSite::new(&[
        ("_config.yml", "title: T\nurl: https://e.example\n"),
        (POST, "---\ntitle: A\nname: Ann\n---\nBy {{ page.name }}, {{ site.posts.first.name }}.\n"),
    ]);
    site.feedwright(["build", "--output", "out"]).exits(0);
    assert!(site.read("out/feed.xml").contains("By Ann, Ann."));
}

#[test]
fn open_blocks_take_linear_time() {
    for tag in ["{% if true %}", "{% raw %}", "{% capture a %}"] {
        // 400 kB: seconds for each thousand when it was quadratic.
        let text = format!("---\ntitle: A\n---\n{}\n", tag.repeat(400_000 / tag.len()));
        let config = ("_config.yml", "title: T\nurl: https://e.example\n");
        let site = TestSite::new(&[config, (POST, &text)]);
        let start = std::time::Instant::now();
        site.feedwright(["build", "--output", "out"]);
        assert!(start.elapsed().as_secs() < 20, "{tag}: {:?}", start.elapsed());
    }
}

#[test]
fn variables_that_nothing_sets_are_empty_in_urls() {
    assert_eq!(body("[a]({{base}}/2024/01/01/a.html)", &[]), "");
    assert!(body("[a]({{base}}/nowhere/)", &[]).contains("`/nowhere/` leads nowhere"));
    assert!(body("<img src=\"{{ base }}/a.png\" alt=\"A\">", &[]).contains("`/a.png` leads nowhere"));
    // A file that is not there, a tag of a plugin, and a plugin that gives variables may set them.
    let payload = (
        "_plugins/v.rb",
        "Jekyll::Hooks.register(:site, :pre_render) { |site, payload| payload['base'] = '/x' }\n",
    );
    let tag = ("_plugins/t.rb", "Liquid::Template.register_tag('setup', Setup)\n");
    let sets = ("_includes/setup.html", "{% assign base = '/2024/01/01' %}");
    assert_eq!(body("[a]({{base}}/nowhere/)", &[payload]), "");
    assert_eq!(body("{% setup %}\n\n[a]({{base}}/nowhere/)", &[tag]), "");
    assert_eq!(body("{% include setup.html %}\n\n[a]({{base}}/a.html)", &[sets]), "");
    assert!(!body("{% include gone.html %}\n\n[a]({{base}}/nowhere/)", &[]).contains("nowhere"));
    assert!(
        !body("{% if site.rows %}{% assign base = '/x' %}{% endif %}\n\n[a]({{base}}/nowhere/)", &[])
            .contains("nowhere")
    );
}
