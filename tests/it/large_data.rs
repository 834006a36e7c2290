//! Data files that are larger than any page, of which templates read a little, often.

use crate::cli::TestSite;

/// Rows of some 1.9 MB.
fn rows(row: impl Fn(usize) -> String) -> String {
    (0..8_000).map(row).collect::<Vec<_>>().join(",\n")
}

#[test]
fn nunjucks_reads_a_part_of_large_data_often() {
    let about = "x".repeat(200);
    let crew = rows(|number| format!("\"k{number}\": {{\"name\": \"N{number}\", \"about\": \"{about}\"}}"));
    let list = rows(|number| format!("{{\"name\": \"N{number}\", \"about\": \"{about}\"}}"));
    let reads = "{{ crew.k1.name }}{{ list[2].name }}{{ list.length }}{{ crew.none.name }} ".repeat(50);
    let body = format!(
        "{reads}{{% for n in range(100) %}}{{{{ crew['k' ~ n].name }}}},{{% endfor %}}\n\
         {{% set own = crew %}}{{% for n in range(100) %}}{{{{ own['k' ~ n].name }}}};{{% endfor %}}\n"
    );
    let site = TestSite::new(&[
        ("eleventy.config.js", "export default function (c) { return { markdownTemplateEngine: 'njk' }; }"),
        ("_data/crew.json", &format!("{{{crew}}}")),
        ("_data/list.json", &format!("[{list}]")),
        ("posts/a.md", &format!("---\ntitle: A\ndate: 2024-01-02\ntags: posts\n---\n{body}")),
        (
            "feedwright.toml",
            "[site]\nurl = 'https://w.example'\n[[feeds]]\npath = 'a.json'\nformat = 'json'\ncontent = 'full'\n",
        ),
    ]);
    let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]).exits(0);
    assert!(!ran.stderr.contains("not evaluated"), "{}", ran.stderr);
    let feed = site.read("out/a.json");
    assert_eq!(feed.matches("N1N28000").count(), 50, "{}", ran.stderr);
    assert!(feed.contains("N98,N99,") && feed.contains("N98;N99;"), "{}", ran.stderr);
}

#[test]
fn jinja_reads_a_part_of_large_settings_often() {
    let about = "x".repeat(200);
    let crew = rows(|number| format!("'k{number}': {{'name': 'N{number}', 'about': '{about}'}}"));
    let before = "{{ CREW.k1.name }}{{ CREW['k2'].name }} ".repeat(200);
    let site = TestSite::new(&[
        ("pelicanconf.py", &format!("SITEURL = 'https://w.example'\nPATH = 'content'\nCREW = {{{crew}}}\n")),
        ("content/a.md", "Title: A\nDate: 2024-01-02\n\nText.\n"),
        (
            "feedwright.toml",
            &format!(
                "[[feeds]]\npath = 'a.json'\nformat = 'json'\ncontent = 'full'\nbefore = '''{before}'''\n"
            ),
        ),
    ]);
    let ran = site.feedwright(["build", ".", "--output", "out", "--now", "2024-07-01"]);
    assert_eq!(ran.stderr.matches("too many steps").count(), 0, "{}", ran.stderr);
    assert_eq!(site.read("out/a.json").matches("N1N2").count(), 200, "{}", ran.stderr);
}
