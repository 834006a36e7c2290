//! Sites of each generator, with an input where it reads templates, programs or posts.

use std::fmt::Write as _;

use feedwright::site::tree::MemoryTree;

/// Front matter that every generator but Pelican reads.
const HEAD: &[u8] =
    b"---\ntitle: Beta\ndate: 2024-05-31\npubDate: 2024-05-31\ntags: posts\nmood: calm\n---\n";

/// A body after front matter.
fn with_head(body: &[u8]) -> Vec<u8> {
    [HEAD, body].concat()
}

fn site(files: &[(&str, &[u8])]) -> MemoryTree {
    MemoryTree::new(files.iter().map(|(path, bytes)| (*path, bytes.to_vec())))
}

/// A `feedwright.toml` that has an input before each entry's text.
fn framed(data: &[u8]) -> Vec<u8> {
    let mut config = "[[feeds]]\npath = \"own.xml\"\nbefore = \"".to_owned();
    for char in String::from_utf8_lossy(data).chars() {
        write!(config, "\\U{:08x}", u32::from(char)).expect("a string takes what is written");
    }
    config.push_str("\"\n");
    config.into_bytes()
}

/// Eleventy, whose posts are Nunjucks: a post with the input, which includes it, and text around entries.
pub fn nunjucks(data: &[u8]) -> Vec<MemoryTree> {
    const CONFIG: &[u8] = b"export default function (c) {\n  c.addShortcode('s', (a, b) => `<i>${a}${b}</i>`);\n\
        c.addPairedShortcode('p', (content, a) => content + a);\n  c.addFilter('f', (value) => [value, value]);\n\
        return { markdownTemplateEngine: 'njk' };\n}\n";
    vec![site(&[
        ("eleventy.config.js", CONFIG),
        ("_includes/self.njk", data),
        ("_data/crew.json", b"[{\"name\": \"Ann\"}, {\"name\": \"Bo\"}]"),
        ("posts/beta.md", &with_head(data)),
        ("feedwright.toml", &framed(data)),
    ])]
}

/// Zola: a shortcode, a macro and a body with the input, and text around entries.
pub fn tera(data: &[u8]) -> Vec<MemoryTree> {
    let body = [b"{{ s(a=1, b=[\"x\"]) }}\n{% s(a='y') %}inner{% end %}\n", data].concat();
    vec![site(&[
        (
            "config.toml",
            b"base_url = 'https://wherry.example'\ntitle = 'W'\ngenerate_feeds = true\n[extra]\nx = [1, 2]\n",
        ),
        ("templates/self.html", data),
        ("templates/macros/m.html", data),
        ("templates/shortcodes/s.html", data),
        ("content/_index.md", b"+++\nsort_by = 'date'\n+++\n"),
        ("content/beta.md", &[b"+++\ntitle = 'Beta'\ndate = 2024-05-31\n+++\n".as_slice(), &body].concat()),
        ("feedwright.toml", &framed(data)),
    ])]
}

/// Pelican, with Jinja around entries.
pub fn pelican_jinja(data: &[u8]) -> Vec<MemoryTree> {
    vec![site(&[
        ("pelicanconf.py", b"SITEURL = 'https://wherry.example'\nPATH = 'content'\nMENU = [('a', 'b')]\n"),
        ("content/beta.md", b"Title: Beta\nDate: 2024-05-31\nTags: a, b\n\nText.\n"),
        ("feedwright.toml", &framed(data)),
    ])]
}

/// Hugo: a shortcode, a partial, a render hook and a body with the input, and text around entries.
pub fn hugo_templates(data: &[u8]) -> Vec<MemoryTree> {
    let body =
        [b"{{< s a \"b\" >}}\n{{% s x=1 %}}inner{{% /s %}}\n[a](b \"c\")\n# H\n".as_slice(), data].concat();
    vec![site(&[
        (
            "hugo.toml",
            b"baseURL = 'https://wherry.example/'\ntitle = 'W'\n[security]\nenableInlineShortcodes = true\n",
        ),
        ("layouts/_shortcodes/s.html", data),
        ("layouts/_partials/self.html", data),
        ("layouts/_markup/render-link.html", data),
        ("data/crew.json", b"[{\"name\": \"Ann\"}, {\"name\": \"Bo\"}]"),
        ("content/posts/beta.md", &with_head(&body)),
        ("feedwright.toml", &framed(data)),
    ])]
}

/// A `pelicanconf.py`, and a module that it may import.
pub fn python(data: &[u8]) -> Vec<MemoryTree> {
    vec![site(&[
        ("pelicanconf.py", data),
        ("mine.py", data),
        ("content/beta.md", b"Title: Beta\nDate: 2024-05-31\n\nText.\n"),
    ])]
}

/// The configurations of Hugo and Zola, in each form.
pub fn site_configs(data: &[u8]) -> Vec<MemoryTree> {
    let hugo = ["hugo.toml", "hugo.yaml", "hugo.json"]
        .map(|name| site(&[(name, data), ("content/posts/beta.md", &with_head(b"Text."))]));
    let zola = site(&[
        ("config.toml", data),
        ("content/_index.md", b"+++\n+++\n"),
        ("content/beta.md", b"+++\ntitle = 'Beta'\ndate = 2024-05-31\n+++\nText.\n"),
    ]);
    hugo.into_iter().chain([zola]).collect()
}

/// A whole post, in the forms of each generator: TOML, JSON and JavaScript, `Key: value` lines.
pub fn heads(data: &[u8]) -> Vec<MemoryTree> {
    vec![
        site(&[("hugo.toml", b"baseURL = 'https://wherry.example/'\n"), ("content/posts/beta.md", data)]),
        site(&[
            ("config.toml", b"base_url = 'https://wherry.example'\ngenerate_feeds = true\n"),
            ("content/_index.md", b"+++\n+++\n"),
            ("content/beta.md", data),
        ]),
        site(&[("pelicanconf.py", b"SITEURL = 'https://wherry.example'\n"), ("content/beta.md", data)]),
        site(&[
            ("eleventy.config.js", b"export default {}"),
            ("posts/beta.md", data),
            ("posts/posts.json", data),
        ]),
        site(&[
            ("astro.config.mjs", b"export default { site: 'https://wherry.example' }"),
            ("src/content/blog/beta.mdx", data),
            ("src/pages/blog/[...slug].astro", b"---\n---\n"),
        ]),
    ]
}

/// A post in reStructuredText.
pub fn restructured_text(data: &[u8]) -> Vec<MemoryTree> {
    vec![site(&[("pelicanconf.py", b"SITEURL = 'https://wherry.example'\n"), ("content/beta.rst", data)])]
}
