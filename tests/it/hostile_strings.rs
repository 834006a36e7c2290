//! A site whose every string is hostile, in every command and format, through a pipe and on a pseudo-terminal: nothing that it
//! holds moves a terminal's cursor, turns the direction of reading or begins a line of its own, which a service that reads
//! logs would take for a command.

use feedwright::lint::reporters::REPORTERS;
use feedwright::text::printable::is_unprintable;

use crate::cli::{TestSite, feedwright, on_terminal};

/// Commands of GitHub's logs, ESC, BEL, BS, DEL, C1, line and paragraph separators, direction marks.
const BAD: &str = "bad\n::stop-commands::x\r\n  ::add-mask::y\u{1b}[31m\u{1b}]0;t\u{7}\u{8}\u{7f}\u{9b}2J\u{85}\u{2028}\u{202e}\u{2066}z";

/// A string in the form that YAML and JSON share.
fn quoted(text: &str) -> String {
    let one = |c: char| if is_unprintable(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    format!("\"{}\"", text.chars().map(one).collect::<String>())
}

fn feed(site: &str) -> String {
    let bad = quoted(BAD);
    let id = quoted(&format!("https://{site}.example/{BAD}"));
    format!(
        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": {bad}, \"items\": [{{\"id\": {id}, \"url\": {id},\n\
         \"title\": {bad}, \"tags\": [{bad}], \"content_text\": {bad}, \"date_published\": \"2024-01-0{}T00:00:00Z\"}}]}}",
        site.len()
    )
}

/// The site; its first post has a file name that is hostile too.
fn site() -> (TestSite, String) {
    let bad = quoted(BAD);
    let front = format!(
        "---\ntitle: {bad}\ncategories: [{bad}, news]\ntags: [{bad}]\nauthor: {bad}\ndescription: {bad}\nredirect_from: {bad}\n{bad}: {bad}\n---\n"
    );
    // Markdown has no escapes: the characters themselves.
    let line = BAD.replace(['\n', '\r'], "");
    let body = format!(
        "See [{line}](</nowhere{line}>), [a](#{line}), ![b](<{line}.png>), [#1](https://github.com/a/b/issues/2) and [c][{line}].\n\n{BAD}\n\n# {line}\n"
    );
    let post = format!("{front}{body}");
    let name = format!("_posts/2024-01-02-{BAD}.md");
    let config = format!("url: https://e.example\ntitle: {bad}\ntime: 2024-06-01\nauthor: {bad}\n{bad}: 1\n");
    let site = TestSite::new(&[
        ("_config.yml", &config),
        (&name, &post),
        ("_posts/2024-01-03-bad.md", &post),
        (&format!("_posts/2024-01-04-broken{BAD}.md"), "---\ntitle: [\n---\n"),
        (&format!("_posts/undated{BAD}.md"), &post),
        (&format!("{BAD}.md"), &post),
        ("old.json", &feed("a")),
        ("new.json", &feed("bb")),
        (
            "rows.toml",
            "[[feeds]]\npath = \"c/{category}.xml\"\neach = \"category\"\n[[feeds]]\nname = \"all\"\ncategories = \"gone\"\n",
        ),
    ]);
    (site, name)
}

/// Every command that prints something of a site, a feed or a file name. The flag says whether it prints the contents of a
/// file, which stay as they are in a pipe.
fn commands(name: &str) -> Vec<(Vec<String>, bool)> {
    let fixed: &[(&str, bool)] = &[
        ("list", false),
        ("list --format json", false),
        ("list --verbose", false),
        ("why bad", false),
        ("why _posts/2024-01-03-bad.md", false),
        ("why undated", false),
        ("build --output out", false),
        ("build --output out --allow-invalid", false),
        ("build --output out --check", false),
        ("build --output out --validate --strict", false),
        ("build --output rows --config rows.toml --verbose", false),
        ("build --output out --check --config rows.toml", false),
        ("build --output rows --prune", false),
        ("init --print", false),
        ("feed", true),
        ("feed --format rss --validate", true),
        ("feed --format json", true),
        ("diff old.json new.json", false),
        ("diff old.json new.json --format json", false),
        ("diff old.json old.json", false),
        ("diff old.json new.json --format markdown", false),
        ("build --output out --check --format markdown", false),
        ("lint", false),
        ("lint old.json", false),
        ("lint --statistics --all", false),
        ("lint --unsafe-fixes --diff", true),
        ("lint --only dead-link _posts", false),
    ];
    let mut commands: Vec<(Vec<String>, bool)> = fixed
        .iter()
        .map(|(words, is_file)| (words.split(' ').map(str::to_owned).collect(), *is_file))
        .collect();
    for reporter in REPORTERS {
        commands.push((vec!["lint".to_owned(), "--format".to_owned(), reporter.name.to_owned()], false));
    }
    for words in [
        &["why", name][..],
        &["why", BAD],
        &["lint", name],
        &["lint", "--only", BAD],
        &["lint", "--format", BAD],
        &["build", "--feed", BAD],
        &["build", "--config", BAD],
        &["build", "--now", BAD],
        &["build", "--url", BAD],
        &["feed", "--category", BAD, "--title", BAD, "--output", BAD],
        &["list", BAD],
        &["list", "--format", BAD],
        &["diff", BAD, "new.json"],
        &["explain", BAD],
        &[BAD],
    ] {
        commands.push((words.iter().map(|word| (*word).to_owned()).collect(), false));
    }
    commands
}

#[track_caller]
fn assert_harmless((words, is_file): (&[String], bool), printed: &str) {
    let bad: Vec<char> = printed.chars().filter(|c| *c != '\n' && is_unprintable(*c)).collect();
    assert!(bad.is_empty(), "{words:?} prints {bad:?}:\n{printed:?}");
    let is_ours = |line: &str| {
        ["::error title=", "::warning title=", "::notice title="].iter().any(|own| line.starts_with(own))
    };
    // The lines of a file that is shown are its own.
    if is_file {
        return;
    }
    // `::: file` names the second file of a finding.
    let is_snippet = |line: &str| line.starts_with("::: ");
    let is_github = words.last().is_some_and(|word| word == "github");
    for line in
        printed.lines().map(str::trim_start).filter(|line| line.starts_with("::") && !is_snippet(line))
    {
        assert!(is_github && is_ours(line), "{words:?} prints a command: {line:?}");
    }
}

/// A site of each other generator, every string of which is hostile: titles, tags, paths, values of the configuration, and
/// templates that cannot be run. With each the name of its post.
fn sites_of_generators() -> Vec<(TestSite, String)> {
    let bad = quoted(BAD);
    // Markdown, Python and lines of keys have no such escapes, or end with the line.
    let line = BAD.replace(['\n', '\r', '\u{85}', '\u{2028}'], "");
    let front = format!(
        "title: {bad}\ndate: 2024-01-02\npubDate: 2024-01-02\ntags: [{bad}, posts]\ncategories: [{bad}]\nauthor: {bad}\ndescription: {bad}\naliases: [{bad}]\n{bad}: {bad}\n"
    );
    let body = format!(
        "See [{line}](</nowhere{line}>), [a](#{line}), ![b](<{line}.png>) and [c][{line}].\n\n# {line}\n\n{BAD}\n"
    );
    let yaml = format!("---\n{front}---\n{body}");
    let rows = |before: &str| {
        format!(
            "[[feeds]]\npath = \"own.xml\"\nbefore = {}\n[[feeds]]\nname = \"all\"\ncategories = \"gone\"\n",
            quoted(before)
        )
    };
    let site = |files: &[(&str, &str)], folder: &str, before: &str| {
        let named = format!("{folder}/2024-01-03-{BAD}.md");
        let page = format!("{folder}/{BAD}/page.md");
        let broken = format!("{folder}/broken{BAD}.md");
        let post = files.iter().find(|(path, _)| path.ends_with("bad.md")).map_or("", |(_, text)| text);
        let rows = rows(before);
        let (old, new) = (feed("a"), feed("bb"));
        let more = [
            (named.as_str(), post),
            (page.as_str(), post),
            (broken.as_str(), "---\ntitle: [\n---\n"),
            ("rows.toml", rows.as_str()),
            ("old.json", old.as_str()),
            ("new.json", new.as_str()),
        ];
        (TestSite::new(&files.iter().copied().chain(more).collect::<Vec<_>>()), named)
    };
    let go = format!("{{{{< {line} >}}}} {{{{< s \"{line}\" >}}}} [x]({{{{< ref \"{line}\" >}}}})\n");
    let tera = format!("{{{{ {line}(a=\"{line}\") }}}} {{{{ s(a=\"{line}\") }}}} [x](@/{line}.md)\n");
    let toml = format!(
        "+++\ntitle = {bad}\ndate = 2024-01-02\naliases = [{bad}]\n[taxonomies]\ntags = [{bad}]\n[extra]\n{bad} = {bad}\n+++\n"
    );
    let lines =
        format!("Title: {line}\nDate: 2024-01-02\nTags: {line}, a\nAuthor: {line}\n{line}: {line}\n\n");
    vec![
        site(
            &[
                (
                    "hugo.toml",
                    &format!(
                        "baseURL = 'https://e.example/'\ntitle = {bad}\n[params]\n{bad} = {bad}\n[menus]\nmain = [{{ name = {bad}, pageRef = {bad} }}]\n"
                    ),
                ),
                ("layouts/_shortcodes/s.html", &format!("{{{{ {line} }}}}{{{{ range .{line} }}}}")),
                ("content/posts/bad.md", &format!("{yaml}{go}")),
            ],
            "content/posts",
            &format!("{{{{ .{line} | {line} \"{line}\" }}}}"),
        ),
        site(
            &[
                (
                    "config.toml",
                    &format!(
                        "base_url = 'https://e.example'\ntitle = {bad}\ngenerate_feeds = true\ntaxonomies = [{{ name = 'tags' }}]\n[extra]\n{bad} = {bad}\n"
                    ),
                ),
                ("templates/shortcodes/s.html", &format!("{{{{ a | {line} }}}}{{% {line} %}}")),
                ("content/_index.md", "+++\nsort_by = 'date'\n+++\n"),
                ("content/bad.md", &format!("{toml}{body}{tera}")),
            ],
            "content",
            &format!("{{{{ page['{line}'] | {line} }}}}"),
        ),
        site(
            &[
                (
                    "eleventy.config.js",
                    &format!(
                        "import f from {bad};\nexport default function (c) {{\n  c.addFilter({bad}, f);\n  c.addPlugin(f({bad}), {bad});\n  c.addCollection({bad}, f);\n  return {{ markdownTemplateEngine: 'njk', {bad}: {bad}, dir: {{ input: '.' }} }};\n}}\n"
                    ),
                ),
                ("_data/site.json", &format!("{{\"url\": \"https://e.example\", {bad}: {bad}}}")),
                (
                    "feed.njk",
                    &format!(
                        "---\npermalink: /feed.xml\neleventyExcludeFromCollections: true\n---\n<feed xmlns=\"http://www.w3.org/2005/Atom\">{{% for post in collections.posts | {line} %}}<entry>{{{{ post.{line} }}}}</entry>{{% endfor %}}</feed>\n"
                    ),
                ),
                (
                    "posts/bad.md",
                    &format!(
                        "{yaml}{{% {line} %}} {{{{ title | f{line}(\"{line}\") }}}} {{% include \"{line}\" %}}\n"
                    ),
                ),
            ],
            "posts",
            &format!("{{{{ title | {line} }}}}{{% {line} %}}"),
        ),
        site(
            &[
                (
                    "pelicanconf.py",
                    &format!(
                        "SITEURL = 'https://e.example'\nSITENAME = {bad}\nPATH = 'content'\nFEED_ALL_ATOM = 'feeds/all.xml'\nSITESUBTITLE = {bad}\nTAG_FEED_ATOM = f({bad})\nPLUGINS = [{bad}]\nX = {{{bad}: {bad}}}\n"
                    ),
                ),
                ("content/bad.md", &format!("{lines}{body}[x]({{filename}}{line}.md) [y]({{tag}}{line})\n")),
                (
                    "content/bad.rst",
                    &format!(
                        "{line}\n####\n\n:date: 2024-01-02\n:tags: {line}\n:{line}: {line}\n\n.. {line}:: {line}\n\n`{line} <{line}>`_ |{line}| [{line}]_\n"
                    ),
                ),
            ],
            "content",
            &format!("{{{{ article.title | {line} }}}}{{% {line} %}}"),
        ),
        site(
            &[
                (
                    "astro.config.mjs",
                    &format!(
                        "import x from {bad};\nexport default {{ site: 'https://e.example', integrations: [x({bad})], markdown: {{ remarkPlugins: [{bad}, x] }} }};\n"
                    ),
                ),
                (
                    "src/pages/rss.xml.js",
                    &format!(
                        "import rss from '@astrojs/rss';\nimport {{ getCollection }} from 'astro:content';\nexport async function GET(context) {{\n  const posts = await getCollection('blog');\n  return rss({{ title: {bad}, description: {bad}, site: context.site, items: posts.map((post) => ({{ title: post.data.title, pubDate: post.data.pubDate, link: `/${{post.id}}/`, {bad}: post.data[{bad}] }})) }});\n}}\n"
                    ),
                ),
                ("src/content/blog/bad.md", &yaml),
            ],
            "src/content/blog",
            &format!("{{{{ page.title | {line} }}}}{{% {line} %}}"),
        ),
    ]
}

/// The commands that every generator has a part in.
fn of_generators(name: &str) -> Vec<(Vec<String>, bool)> {
    let all = commands(name).into_iter();
    all.filter(|(words, _)| !words.iter().any(|word| word == "diff" || word == "explain")).collect()
}

#[test]
fn nothing_hostile_of_other_generators_reaches_a_pipe() {
    for (site, name) in sites_of_generators() {
        let (mut builds, mut why) = (0, String::new());
        for (words, is_file) in of_generators(&name) {
            let output = feedwright([]).args(&words).current_dir(site.path()).output().unwrap();
            builds += usize::from(words[0] == "build" && output.status.success());
            let stdout = if is_file { Vec::new() } else { output.stdout };
            for printed in [stdout, output.stderr] {
                let printed = String::from_utf8(printed).unwrap();
                assert_harmless((&words, false), &printed);
                if words[0] == "build" && why.is_empty() {
                    why = printed;
                }
            }
        }
        // A site that cannot be read shows nothing of itself.
        assert!(builds > 0, "{name:?} is never built: {why}");
    }
}

#[test]
fn nothing_hostile_of_other_generators_reaches_a_terminal() {
    for (site, name) in sites_of_generators() {
        for (words, is_file) in of_generators(&name).into_iter().step_by(3) {
            let line: Vec<&str> = words.iter().map(String::as_str).collect();
            let Some(printed) = on_terminal(site.path(), 60, &line) else { return };
            assert_harmless((&words, is_file), &without_colours(&printed));
        }
    }
}

#[test]
fn nothing_hostile_reaches_a_pipe() {
    let (site, name) = site();
    for (words, is_file) in commands(&name) {
        let output = feedwright([]).args(&words).current_dir(site.path()).output().unwrap();
        let stdout = if is_file { Vec::new() } else { output.stdout };
        for printed in [stdout, output.stderr] {
            assert_harmless((&words, false), &String::from_utf8(printed).unwrap());
        }
    }
}

#[test]
fn nothing_hostile_reaches_a_terminal() {
    let (site, name) = site();
    for (words, is_file) in commands(&name) {
        let line: Vec<&str> = words.iter().map(String::as_str).collect();
        let Some(printed) = on_terminal(site.path(), 60, &line) else { return };
        assert!(!printed.is_empty() || words.contains(&"--quiet".to_owned()), "{words:?}");
        assert_harmless((&words, is_file), &without_colours(&printed));
    }
}

/// The text without the sequences that set colours: `ESC [ … m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('m') {
            Some((style, rest)) if style.chars().all(|c| c.is_ascii_digit() || c == ';') => {
                out.push_str(rest)
            }
            _ => {
                out.push('\u{1b}');
                out.push_str(part);
            }
        }
    }
    out
}

#[test]
fn diff_exits_with_1_where_every_entry_moved() {
    let site = TestSite::new(&[
        ("old.json", &feed("a")),
        ("new.json", &feed("a").replace("https://a.", "https://b.")),
    ]);
    let moved = site.feedwright(["diff", "old.json", "new.json"]).exits(1);
    assert!(moved.stdout.starts_with("moved       https://b.example/"), "{moved:?}");
    assert!(moved.stdout.ends_with("Subscribers will see 1 entry as new, 1 of them old.\n"), "{moved:?}");
    site.feedwright(["diff", "old.json", "new.json", "--exit-zero"]).exits(0);
    site.feedwright(["diff", "old.json", "old.json"]).exits(0);
}
