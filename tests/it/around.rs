//! Text around entries in the template language of each generator.

use crate::cli::TestSite;

const HUGO: (&str, &str) = ("hugo.toml", "baseURL = \"https://skerry.example/log/\"\ntitle = \"Skerry\"\n");
const ZOLA: (&str, &str) = ("config.toml", "base_url = \"https://skerry.example/log\"\ntitle = \"Skerry\"\n");
const JEKYLL: (&str, &str) = ("_config.yml", "url: https://skerry.example\nbaseurl: /log\ntitle: Skerry\n");
const ELEVENTY: (&str, &str) = (
    "eleventy.config.js",
    "module.exports = function (c) { return { markdownTemplateEngine: 'njk', dir: { input: 'src' } }; };\n",
);
const PELICAN: (&str, &str) = (
    "pelicanconf.py",
    "SITENAME = 'Skerry'\nSITEURL = 'https://skerry.example/log'\nPATH = 'content'\nAUTHOR = 'Ada'\n\
     TIMEZONE = 'Europe/Oslo'\nARTICLE_URL = 'posts/{slug}/'\nREPLY = {'mail': 'a@skerry.example'}\n",
);

/// A site with two posts, of which one has a mood, and the row with this text after its entries.
fn site((configuration, text): (&str, &str), after: &str) -> TestSite {
    let (folder, extra) = match configuration {
        "hugo.toml" => ("content/posts/", "params: {mood: calm & dry}"),
        "config.toml" => ("content/posts/", "extra: {mood: calm & dry}"),
        "_config.yml" => ("_posts/2024-03-05-", "mood: calm & dry"),
        "pelicanconf.py" => ("content/sea/", "mood: calm & dry"),
        _ => ("src/posts/", "mood: calm & dry"),
    };
    let row = format!("[[feeds]]\npath = \"a.xml\"\nformat = \"rss\"\nafter = '{after}'\n");
    let site = "[site]\nurl = \"https://skerry.example\"\n";
    let row = if configuration == "eleventy.config.js" { format!("{site}{row}") } else { row };
    let is_pelican = configuration == "pelicanconf.py";
    let post = |title: &str, extra: &str| {
        if is_pelican {
            let extra = if extra.is_empty() { String::new() } else { format!("{extra}\n") };
            return format!("title: {title}\ndate: 2024-03-05\ntags: buoys, posts\n{extra}\nText.\n");
        }
        format!("---\ntitle: {title}\ndate: 2024-03-05\n{extra}\ntags: [posts]\n---\nText.\n")
    };
    TestSite::new(&[
        (configuration, text),
        ("feedwright.toml", &row),
        (&format!("{folder}one.md"), &post("One buoy", extra)),
        (&format!("{folder}two.md"), &post("Two", "")),
    ])
}

/// The feed with this text after its entries.
fn feed(generator: (&str, &str), after: &str) -> String {
    let site = site(generator, after);
    let run = site.feedwright(["build", "--validate", "--output", "out"]).exits(0);
    assert!(!run.stderr.contains("`after`"), "{run:?}");
    site.read("out/a.xml")
}

#[test]
fn text_is_in_the_language_of_the_generator() {
    let link = "href=\"https://skerry.example/log/posts/one/\">One buoy</a>";
    let pelican = "href=\"https://skerry.example/log/posts/one-buoy/\">One buoy</a>";
    for (generator, after, expected) in [
        (HUGO, "[{{ .Title }}]({{ .Permalink }})", link),
        (HUGO, "{{ with .Params.mood }}Mood: {{ . }}{{ end }}", "<p>Mood: calm &amp; dry</p>"),
        (HUGO, "{{ .Date.Format \"2 January 2006\" }}", "<p>5 March 2024</p>"),
        (HUGO, "{{ time.Format \"Jan 2\" .Date | upper }}", "<p>MAR 5</p>"),
        (
            HUGO,
            "[Reply](mailto:a@skerry.example?subject={{ .Title | urlquery }})",
            "<a href=\"mailto:a@skerry.example?subject=One+buoy\">",
        ),
        (HUGO, "{{ .Site.Title }} {{ site.Title }}", "<p>Skerry Skerry</p>"),
        (ZOLA, "[{{ page.title }}]({{ page.permalink | safe }})", link),
        (ZOLA, "{% if page.extra.mood %}Mood: {{ page.extra.mood }}{% endif %}", "Mood: calm &amp; dry</p>"),
        (ZOLA, "{{ page.date | date(format=\"%-d %B\") }}", "<p>5 March</p>"),
        (ZOLA, "{{ config.title }} {{ page.description }}", "<p>Skerry</p>"),
        (
            ELEVENTY,
            "[{{ title }}]({{ page.url }})",
            "<a href=\"https://skerry.example/posts/one/\">One buoy</a>",
        ),
        (ELEVENTY, "{% if mood %}Mood: {{ mood | upper }}{% endif %}", "Mood: CALM &amp; DRY</p>"),
        (
            ELEVENTY,
            "{{ mood or \"no mood\" }} {{ \"A\" if tags.length > 9 else \"few\" }}",
            "<p>no mood few</p>",
        ),
        (
            ELEVENTY,
            "{% macro by(name, end=\".\") %}By {{ name }}{{ end }}{% endmacro %}{{ by(title) }}",
            "<p>By One buoy.</p>",
        ),
        (ELEVENTY, "{% for tag in tags %}{{ loop.index }}{{ tag }}{% endfor %}", "<p>1posts</p>"),
        (
            JEKYLL,
            "[{{ page.title }}]({{ page.url | absolute_url }})",
            "/log/2024/03/05/one.html\">One buoy</a>",
        ),
        (JEKYLL, "{% if page.mood %}Mood: {{ page.mood }}{% endif %}", "Mood: calm &amp; dry</p>"),
        (PELICAN, "[{{ article.title }}]({{ SITEURL }}/{{ article.url }})", pelican),
        (PELICAN, "{% if article.mood %}Mood: {{ article.mood }}{% endif %}", "Mood: calm &amp; dry</p>"),
        (PELICAN, "{{ article.date|strftime(\"%-d %B %Y\") }}", "<p>5 March 2024</p>"),
        (
            PELICAN,
            "{{ article.date.strftime(\"%d.%m.%Y\") }} {{ article.date.year + 1 }}",
            "<p>05.03.2024 2025</p>",
        ),
        (PELICAN, "{{ article.locale_date }}, {{ article.author }}", "<p>Tue 05 March 2024, Ada</p>"),
        (PELICAN, "{{ article.category }} {{ article.category.url }}", "<p>sea category/sea.html</p>"),
        (
            PELICAN,
            "{% for tag in article.tags %}[{{ tag }}]({{ SITEURL }}/{{ tag.url }}){{ \", \" if not loop.last }}{% endfor %}",
            "<a href=\"https://skerry.example/log/tag/buoys.html\">buoys</a>, <a",
        ),
        (
            PELICAN,
            "{{ article.tags|join(\" + \")|upper }} {{ article.tags|length }}",
            "<p>BUOYS + POSTS 2</p>",
        ),
        (
            PELICAN,
            "[Reply](mailto:{{ REPLY.mail }}?subject={{ (\"Re: \" ~ article.title)|urlencode }})",
            "<a href=\"mailto:a@skerry.example?subject=Re%3A%20One%20buoy\">",
        ),
        (PELICAN, "{{ article.mood or \"no mood\" }}", "<p>no mood</p>"),
        (PELICAN, "{{ article.mood|default(\"none\", true)|title }}", "<p>None</p>"),
        (PELICAN, "{{ \"wet\" if \"posts\" in article.tags else \"dry\" }}", "<p>wet</p>"),
        (
            PELICAN,
            "{{ \"%s by %s\"|format(article.title, AUTHOR) }} {{ article.title[:3] }}",
            "<p>One buoy by Ada One</p>",
        ),
        (PELICAN, "{{ article.title.upper().replace(\" \", \"_\") }}", "ONE_BUOY</p>"),
        (PELICAN, "{{ article.title|truncate(5, true, \"\", 0) }}|{{ SITENAME }}", "One b|Skerry"),
        (PELICAN, "{% for tag in article.tags if tag != \"buoys\" %}{{ tag }}{% endfor %}", "<p>posts</p>"),
        (
            PELICAN,
            "{% macro by(name, end=\".\") %}By {{ name }}{{ end }}{% endmacro %}{{ by(article.author) }}",
            "<p>By Ada.</p>",
        ),
        (PELICAN, "{% filter upper %}{{ article.title }}{% endfilter %}", "<p>ONE BUOY</p>"),
        (PELICAN, "{% set who = article.author.name %}{{ who|e }}", "<p>Ada</p>"),
    ] {
        let feed = feed(generator, after);
        assert!(feed.contains(expected), "{}: {after}\n{feed}", generator.0);
        assert!(!feed.contains("{{"), "{feed}");
    }
}

#[test]
fn liquid_names_exist_for_every_generator() {
    for generator in [HUGO, ZOLA, ELEVENTY, JEKYLL, PELICAN] {
        let feed = feed(generator, "[{{ page.title }}]({{ page.permalink }}) {{ page.date | date: \"%Y\" }}");
        let link = "href=\"https://skerry.example/";
        assert!(feed.contains(link) && feed.contains("\">One buoy</a> 2024</p>"), "{feed}");
    }
}

#[test]
fn unknown_names_and_tags_are_errors_at_their_place() {
    for (generator, after, expected) in [
        (HUGO, "{{ .Titel }}", "no post has a value for `{{ .Titel }}`"),
        (HUGO, "{{ partial \"reply.html\" . }}", "no post has a value for `{{ partial \"reply.html\" . }}`"),
        (ZOLA, "{{ page.titel }}", "no post has a value for `{{ page.titel }}`"),
        (ELEVENTY, "{{ titel }}", "no post has a value for `{{ titel }}`"),
        (JEKYLL, "{{ .Title }}", "no post has a value for `{{ .Title }}`"),
        (JEKYLL, "{% if true %}{{ page.titel | upcase }}{% endif %}", "`{{ page.titel | upcase }}`"),
        (JEKYLL, "{% reply_link %}", "`reply_link`"),
        (JEKYLL, "{{ page.title | shout }}", "the filter `shout` is unknown"),
        (JEKYLL, "{% if page.mood %}", "`if`"),
        (ELEVENTY, "{{ title | shout }}", "the filter `shout` is unknown"),
        (ELEVENTY, "{{ titel | upper }}", "no post has a value for `{{ titel | upper }}`"),
        (ELEVENTY, "{% reply title %}", "`reply`"),
        (ELEVENTY, "{% if mood %}", "`if`"),
        (PELICAN, "{{ article.titel }}", "no post has a value for `{{ article.titel }}`"),
        (PELICAN, "{{ article.titel|upper }}", "no post has a value for `{{ article.titel|upper }}`"),
        (PELICAN, "{{ \"by \" ~ article.autor }}", "no post has a value for `{{ \"by \" ~ article.autor }}`"),
        (PELICAN, "{{ SITEURI }}/x", "no post has a value for `{{ SITEURI }}`"),
        (PELICAN, "{{ article.date|strftime(\"%Y\")|shout }}", "the filter `shout` is unknown"),
        (PELICAN, "{{ article.title|center(80) }}", "the filter `center` is unknown"),
        (PELICAN, "{{ article.title.shout() }}", "the method `shout` is unknown"),
        (PELICAN, "{{ shout(article.title) }}", "the function `shout` is unknown"),
        (PELICAN, "{% reply article %}", "`reply`"),
        (PELICAN, "{{ article.title|upper }} {{ \"a\" \"b\" }}", "`\"a\" \"b\"` cannot be evaluated"),
        (
            PELICAN,
            "{{ page.titel | date: \"%Y\" }}",
            "no post has a value for `{{ page.titel | date: \"%Y\" }}`",
        ),
        (JEKYLL, "{{ \"by \" ~ page.mood }}", "no post has a value for `{{ \"by \" ~ page.mood }}`"),
        (JEKYLL, "{{ page.title | upcase() }}", "no post has a value for `{{ page.title | upcase() }}`"),
        (
            JEKYLL,
            "{% for tag in page.tags if tag %}{{ tag }}{% endfor %}",
            "`{% for tag in page.tags if tag %}`",
        ),
    ] {
        let place = if generator == ELEVENTY { "6:9" } else { "4:9" };
        let run = site(generator, after).feedwright(["build", "--output", "out"]);
        assert!(run.code == 2, "{after}\n{run:?}");
        let start = format!("error: feedwright.toml:{place}: `after`: ");
        assert!(run.stderr.contains(&start) && run.stderr.contains(expected), "{after}\n{run:?}");
    }
}

#[test]
fn a_name_that_some_post_has_is_empty_for_the_others() {
    for (generator, name) in
        [(JEKYLL, "page.mood"), (ELEVENTY, "mood"), (ZOLA, "page.extra.mood"), (PELICAN, "article.mood")]
    {
        let feed = feed(generator, &format!("Mood: {{{{ {name} }}}}."));
        assert!(feed.contains("Mood: calm &amp; dry.") && feed.contains("Mood: ."), "{feed}");
    }
    let feed = feed(JEKYLL, "{{ page.tide | default: \"ebb\" }}");
    assert!(feed.contains("<p>ebb</p>"), "{feed}");
}

#[test]
fn includes_and_pages_of_the_site_are_found() {
    let site =
        site(JEKYLL, "{% include reply.html to=\"ada\" %} {{ site.pages | map: \"title\" | join: \",\" }}");
    site.write("_includes/reply.html", "Write to {{ include.to }} about {{ page.title }}{{ include.none }}.");
    site.write("about.md", "---\ntitle: About\n---\nText.\n");
    site.feedwright(["build", "--output", "out"]).exits(0);
    let feed = site.read("out/a.xml");
    assert!(feed.contains("<p>Write to ada about One buoy. About</p>"), "{feed}");
}

#[test]
fn include_names_may_begin_with_a_slash() {
    for (name, expected) in [("/a/reply.html", "<p>Write!</p>"), ("a/reply.html", "<p>Write!</p>")] {
        let site = site(JEKYLL, &format!("{{% include {name} %}}"));
        site.write("_includes/a/reply.html", "Write!");
        site.feedwright(["build", "--output", "out"]).exits(0);
        assert!(site.read("out/a.xml").contains(expected), "{name}");
    }
}
