//! What a site's own plugins, and widely used ones, do to the text of posts.

use crate::cli::TestSite;

const CONFIG: &str = "title: T\nurl: https://e.example\ntime: 2024-06-01\n";
const POST: &str = "_posts/2024-01-01-a.md";

fn site(text: &str, others: &[(&str, &str)]) -> TestSite {
    let post = format!("---\ntitle: A\nrelative: ..\nstate: calm\n---\n{text}\n");
    let mut files = vec![("Gemfile", "gem 'jekyll'\n"), (POST, &*post)];
    if others.iter().all(|(path, _)| *path != "_config.yml") {
        files.push(("_config.yml", CONFIG));
    }
    files.extend(others);
    TestSite::new(&files)
}

/// The findings in the post, one a line, without its path.
fn findings(text: &str, others: &[(&str, &str)]) -> String {
    let run = site(text, others).feedwright(["lint", "--format", "concise", "--exit-zero"]).exits(0);
    let own = run.stdout.lines().filter_map(|line| line.strip_prefix(POST)?.strip_prefix(':'));
    own.collect::<Vec<_>>().join("\n")
}

const REFERENCES: (&str, &str) = (
    "_plugins/references.rb",
    "module Jekyll::Converters\n  class Markdown < Converter\n    alias plain convert\n    def convert(content)\n      \
     content += \"\\n\" + File.read(File.join(@config['source'], '_references.md'))\n      plain(content)\n    end\n  end\nend\n",
);

#[test]
fn knows_definitions_that_a_plugin_adds() {
    let text = "See the [harbour] and the [list][boats], not the [quay][].";
    let definitions =
        ("_references.md", "# Places\n[harbour]: https://o.example/harbour\n[Boats]: /boats/ \"All\"\n");
    let found = findings(text, &[REFERENCES, definitions]);
    assert!(found.contains("`[quay]`") && found.lines().count() == 1, "{found}");
    // Without the plugin, nothing defines them, and without the file neither.
    assert!(findings(text, &[definitions]).contains("`[boats]`"));
    assert!(findings(text, &[REFERENCES]).contains("`[boats]`"));

    for change in ["doc.content += ", "doc.content << ", "doc.content = doc.content + "] {
        let hook = format!(
            "Jekyll::Hooks.register :posts, :pre_render do |doc|\n  {change}File.read('_references.md')\nend\n"
        );
        let found = findings(text, &[("_plugins/hook.rb", &hook), definitions]);
        assert!(found.contains("`[quay]`") && found.lines().count() == 1, "{change}: {found}");
    }

    let site = site(text, &[REFERENCES, definitions]);
    site.feedwright(["build"]).exits(0);
    let feed = site.read("_site/feed.xml");
    for part in ["<a href=\"https://o.example/harbour\">harbour</a>", "/boats/\" title=\"All\">list</a>"] {
        assert!(feed.contains(part), "{part}: {feed}");
    }
    assert!(!feed.contains("Places"), "{feed}");
}

#[test]
fn added_definitions_have_no_findings() {
    let definitions = ("_references.md", "[harbour]: /nowhere/\n[unused]: /nowhere/too/\n");
    assert_eq!(
        findings("To the [harbour].\n\n[x]: /2024/01/01/a.html\n[y][x]", &[REFERENCES, definitions]),
        ""
    );
}

#[test]
fn values_that_a_plugin_gives_pages_are_unknown() {
    let text = "[a]({{ page.relative }}nowhere) {% if page.state == 'calm' %}[b](/nowhere/){% endif %}";
    let liquid = "class Jekyll::Document\n  def relative = '../'\n  def to_liquid(attrs = nil)\n    super(%w[\n      relative\n    ])\n  end\nend\n";
    let found = findings(text, &[("_plugins/r.rb", liquid)]);
    assert!(!found.contains("..nowhere") && found.contains("`/nowhere/`"), "{found}");
    // Of pages alone, and of a class that there is no more.
    for class in ["Page", "Post"] {
        let found = findings(text, &[("_plugins/r.rb", &liquid.replace("Document", class))]);
        assert!(found.contains("..nowhere"), "{class}: {found}");
    }
    for plugin in [
        "Jekyll::Hooks.register :posts, :pre_render do |post|\n  post.data['state'] = 'x'\nend\n",
        "class G < Jekyll::Generator\n  def generate(site)\n    site.posts.docs.each { |doc| doc.data[\"state\"] ||= 1 }\n  end\nend\n",
    ] {
        let found = findings(text, &[("_plugins/s.rb", plugin)]);
        assert!(!found.contains("`/nowhere/`") && found.contains("..nowhere"), "{plugin}{found}");
    }
    // What is compared, or set of the pages that a plugin makes, is not the post's.
    for plugin in [
        "Jekyll::Hooks.register(:posts, :pre_render) { |post| puts 1 if post.data['state'] == 'x' }\n",
        "class P < Jekyll::Page\n  def initialize\n    self.data['state'] = 'x'\n  end\nend\nclass G < Jekyll::Generator\n  def generate(site)\n    page = P.new\n    page.data['state'] = 'x'\n  end\nend\n",
    ] {
        let found = findings(text, &[("_plugins/s.rb", plugin)]);
        assert!(found.contains("`/nowhere/`") || found.contains("..nowhere"), "{plugin}{found}");
    }
}

#[test]
fn filters_that_print_text_define_no_ids() {
    let plain = "module Shout\n  def shout(input)\n    input.to_s.upcase\n  end\nend\nLiquid::Template.register_filter(Shout)\n";
    let text = "[x](#nowhere)\n\n{{ page.title | shout }}, it is.";
    assert!(findings(text, &[("_plugins/f.rb", plain)]).contains("`nowhere`"));
    let ids = plain.replace("input.to_s.upcase", "%(<b id=\"nowhere\">#{input}</b>)");
    assert_eq!(findings(text, &[("_plugins/f.rb", &ids)]), "");
    // The filter of a gem may print anything.
    assert_eq!(findings(text, &[]), "");
}

#[test]
fn gists_are_written_as_by_their_plugin() {
    let text = "{% gist jdoe/12 %}\n\n{% gist 12 lamp.rb %}\n\n{% assign lamp = '34' %}{% gist lamp %}\n";
    let plugin = ("_config.yml", "title: T\nurl: https://e.example\nplugins: [jekyll-feed, jekyll-gist]\n");
    let feed = |others: &[(&str, &str)]| {
        let site = site(text, others);
        let run = site.feedwright(["build"]).exits(0);
        (site.read("_site/feed.xml"), run.stderr)
    };
    let (with, notes) = feed(&[plugin]);
    for part in [
        "<noscript><a href=\"https://gist.github.com/jdoe/12\">https://gist.github.com/jdoe/12</a></noscript>",
        "<script src=\"https://gist.github.com/jdoe/12.js\"> </script>",
        "<script src=\"https://gist.github.com/12.js?file=lamp.rb\"> </script>",
        "<script src=\"https://gist.github.com/34.js\"> </script>",
    ] {
        assert!(with.contains(part), "{part}: {with}");
    }
    assert!(!notes.contains("gist"), "{notes}");
    let without_code = format!("{}gist: {{noscript: false}}\n", plugin.1);
    let (scripts, _) = feed(&[("_config.yml", &without_code)]);
    assert!(!scripts.contains("noscript") && scripts.contains("/12.js"), "{scripts}");
    // Without the plugin the tag is an error, and a tag of the site's own is its own.
    let (without, notes) = feed(&[]);
    assert!(without.contains("{% gist 12 lamp.rb %}") && notes.contains("no tag `gist`"), "{notes}");
    let own = ("_plugins/gist.rb", "Liquid::Template.register_tag('gist', Gist)\n");
    assert!(feed(&[plugin, own]).0.contains("{% gist 12 lamp.rb %}"));
    assert_eq!(findings(text, &[plugin]), "");
    assert!(findings("{% gist %}", &[plugin]).contains("malformed"));
    // Another unknown tag after it is still found.
    assert!(findings("{% gist 12 %}\n\n{% lampp %}", &[plugin]).contains("`lampp`"));
}

const TERMS: &str = "class TopicPage < Jekyll::Page\n  def initialize(site, dir, topic)\n    @dir = dir\n  end\nend\nclass G < Jekyll::Generator\n  def \
    generate(site)\n    dir = site.config['topic_dir'] || 'topics'\n    site.tags.each_key do |topic|\n      site.pages << TopicPage.new(site, \
    File.join(dir, Jekyll::Utils.slugify(topic)), topic)\n    end\n  end\nend\n";

#[test]
fn plugins_make_pages_of_the_tags_that_exist() {
    let other = ("_posts/2024-02-02-b.md", "---\ntitle: B\ntags: [Old boats, Lamps]\n---\nB.\n");
    let linked = |text: &str, plugin: &str| findings(text, &[("_plugins/t.rb", plugin), other]);
    assert_eq!(
        linked("[a](/topics/old-boats/) [b](/topics/lamps/) [c](/topics/lamps/index.html)", TERMS),
        ""
    );
    assert!(linked("[a](/topics/oars/)", TERMS).contains("`/topics/oars/`"));
    // The configuration names another folder.
    let config = ("_config.yml", "title: T\nurl: https://e.example\ntopic_dir: about\n");
    let found = findings("[a](/about/lamps/) [b](/about/oars/)", &[("_plugins/t.rb", TERMS), other, config]);
    assert!(found.contains("/about/oars/") && !found.contains("/about/lamps/"), "{found}");
    // Names that the plugin changes in a way of its own: their letters tell.
    let changed = TERMS.replace("Jekyll::Utils.slugify(topic)", "topic.gsub(' ', '_')");
    assert_eq!(linked("[a](/topics/old_boats/)", &changed), "");
    assert!(linked("[a](/topics/oars/)", &changed).contains("`/topics/oars/`"));
    // Other letters, other loops: only the build knows.
    for plugin in [
        TERMS.replace("Jekyll::Utils.slugify(topic)", "topic.parameterize"),
        TERMS.replace("site.tags.each_key", "site.data['topics'].each"),
    ] {
        assert_eq!(linked("[a](/topics/oars/)", &plugin), "", "{plugin}");
    }
}
