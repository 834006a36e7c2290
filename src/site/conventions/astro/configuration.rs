//! `astro.config.*`, `src/content.config.*` and `tsconfig.json`: what is written out in them.

use crate::markup::javascript::{CHAIN, Object, Reader, Value};
use crate::markup::markdown::Highlighter;
use crate::site::conventions::astro::endpoints::GLOB;
use crate::site::conventions::astro::outside::Outside;
use crate::site::conventions::globs::Glob;
use crate::site::conventions::paths::joined;
use crate::site::conventions::programs::{Modules, host};
use crate::site::tree::Tree;
use crate::text::source::SourceFile;

/// What the site's configuration says.
#[derive(Clone, Debug, Default)]
pub(super) struct Configuration {
    pub(super) site: Option<String>,
    /// The folder of the host, `/docs`; empty for none.
    pub(super) base: String,
    pub(super) output: Option<String>,
    /// `src`.
    pub(super) source: String,
    /// `public`.
    pub(super) public: String,
    pub(super) smartypants: bool,
    /// Whether `.mdx` is read: by an integration.
    pub(super) reads_mdx: bool,
    /// Whether `.mdoc` is read: by an integration.
    pub(super) reads_markdoc: bool,
    /// Whether addresses of pages have no slash at the end: `trailingSlash: "never"`, or pages that are files.
    pub(super) removes_slashes: bool,
    pub(super) gfm: bool,
    /// How blocks of code are written; as plain Markdown where only the build knows.
    pub(super) highlighter: Option<Highlighter>,
    /// The line of `site` where it is computed.
    pub(super) computed_site: Option<usize>,
}

/// A collection of content.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    pub(super) name: String,
    /// Its folder below the site.
    pub(super) base: String,
    /// Globs of its files, and of those to leave out (`!`); without any, the files whose names begin with no `_`.
    pub(super) patterns: Vec<(Glob, bool)>,
    /// The function that makes ids of paths.
    pub(super) id: Option<Value>,
    /// What the data of its entries goes through.
    pub(super) schema: Option<Value>,
    /// Whether it is of the kind before Astro 5, whose ids keep the file's ending.
    pub(super) is_legacy: bool,
}

impl Collection {
    /// The files of a glob, by the name that they have as a list of entries.
    pub(super) fn of_glob(name: String) -> Self {
        let glob = name.strip_prefix(GLOB).unwrap_or(&name);
        let fixed = glob.find(['*', '{', '[', '?']).unwrap_or(glob.len());
        let folder = glob.get(..fixed).and_then(|start| start.rfind('/')).unwrap_or(0);
        let (base, pattern) = glob.split_at(folder);
        let (base, patterns) = (base.to_owned(), vec![file_glob(pattern.trim_start_matches('/'))]);
        Self { name, base, patterns, id: None, schema: None, is_legacy: false }
    }
}

impl Configuration {
    pub(super) fn read(file: Option<&SourceFile>, tree: Option<&dyn Tree>) -> Self {
        let read = |modules: &Modules<'_>| file.map(|file| modules.exports(&file.path, &file.text));
        let exports = Outside::default().with(tree, &[], read).unwrap_or_default();
        let options = exports.get("default").and_then(Value::as_object).cloned().unwrap_or_default();
        let text = |key: &str| options.get(key).and_then(Value::as_text).map(str::to_owned);
        let folder = |key: &str| text(key).map(|folder| joined("", &folder));
        let markdown = options.get("markdown").and_then(Value::as_object).cloned().unwrap_or_default();
        let is = |key: &str| markdown.get(key).and_then(Value::truth).unwrap_or(true);
        let base = folder("base").filter(|base| !base.is_empty());
        let is_computed = options
            .get("site")
            .is_some_and(|site| !matches!(site, Value::Text(_) | Value::Undefined | Value::Null));
        Self {
            site: text("site").filter(|site| !site.is_empty()),
            base: base.map_or_else(String::new, |base| format!("/{base}")),
            output: folder("outDir"),
            source: folder("srcDir").unwrap_or_else(|| "src".to_owned()),
            public: folder("publicDir").unwrap_or_else(|| "public".to_owned()),
            smartypants: is("smartypants"),
            reads_mdx: file.is_none_or(|file| {
                ["mdx", "starlight"].iter().any(|integration| file.text.contains(integration))
            }),
            reads_markdoc: file.is_some_and(|file| file.text.contains("@astrojs/markdoc")),
            removes_slashes: text("trailingSlash").as_deref() == Some("never")
                || options.get("build").and_then(|build| build.get("format")?.as_text()) == Some("file"),
            gfm: is("gfm"),
            highlighter: highlighter(&markdown),
            computed_site: is_computed.then(|| options.line_of("site")),
        }
    }

    /// The collections, and whether what they are is computed.
    pub(super) fn collections(&self, modules: &Modules<'_>, paths: &[String]) -> Vec<Collection> {
        let folder = joined(&self.source, "content");
        let names = [
            "content.config.ts",
            "content.config.js",
            "content.config.mjs",
            "content/config.ts",
            "content/config.js",
            "content/config.mjs",
        ];
        let read = |path: &str| String::from_utf8(modules.tree?.read(path).ok()?).ok();
        let found =
            names.iter().map(|name| joined(&self.source, name)).find_map(|path| Some((read(&path)?, path)));
        let exports = found.map(|(text, path)| modules.exports(&path, &text)).unwrap_or_default();
        let declared = exports.get("collections").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut all: Vec<Collection> = declared
            .fields()
            .iter()
            .filter_map(|field| collection(modules, &folder, &field.name, &field.value))
            .collect();
        // Before Astro 5 each folder is a collection, declared or not.
        let start = format!("{folder}/");
        for path in paths {
            let Some((name, _)) = path.strip_prefix(&start).and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            let is_markdown = path.ends_with(".md") || path.ends_with(".mdx");
            let base = format!("{start}{name}");
            let is_new = !all.iter().any(|known| {
                known.name == name
                    || known.base == base
                    || base.starts_with(&format!("{}/", known.base))
                    || known.base.is_empty()
            });
            if is_markdown && is_new && !name.starts_with('_') {
                all.push(Collection {
                    name: name.to_owned(),
                    base,
                    patterns: Vec::new(),
                    id: None,
                    schema: None,
                    is_legacy: true,
                });
            }
        }
        all
    }
}

/// The highlighter that `markdown` asks for.
fn highlighter(markdown: &Object) -> Option<Highlighter> {
    let asked = markdown.get("syntaxHighlight");
    let kind = asked.and_then(|it| it.as_text().or_else(|| it.get("type")?.as_text()));
    let shiki = markdown.get("shikiConfig").and_then(Value::as_object).cloned().unwrap_or_default();
    match (asked, kind) {
        (Some(Value::Bool(false)), _) => None,
        (_, Some("prism")) => Some(Highlighter::Prism(String::new())),
        _ if shiki.get("themes").is_some() => None,
        _ => {
            let theme = match shiki.get("theme") {
                None => "github-dark",
                Some(theme) => theme.as_text()?,
            };
            Highlighter::shiki(theme, shiki.get("wrap").and_then(Value::truth) == Some(true))
        }
    }
}

fn collection(modules: &Modules<'_>, folder: &str, name: &str, value: &Value) -> Option<Collection> {
    let options = value.as_object().cloned().unwrap_or_default();
    let schema = match options.get("schema") {
        Some(function @ Value::Function(_)) => {
            let mut context = Object::default();
            context.set("image", host("astro:content#image"), 0);
            Some(Reader::new(modules).call(function, &[Value::Object(context)]))
        }
        other => other.cloned(),
    };
    let schema = schema.filter(|schema| schema.get(CHAIN).is_some());
    let Some(loader) = options.get("loader") else {
        let is_data = options.get("type").and_then(Value::as_text) == Some("data");
        let base = format!("{folder}/{name}");
        return (!is_data).then(|| Collection {
            name: name.to_owned(),
            base,
            patterns: Vec::new(),
            id: None,
            schema,
            is_legacy: true,
        });
    };
    let loader = loader.as_object()?;
    let patterns = match loader.get("pattern")? {
        Value::Text(pattern) => vec![file_glob(pattern)],
        Value::List(patterns) => patterns.iter().filter_map(Value::as_text).map(file_glob).collect(),
        _ => vec![file_glob("**/*.{md,mdx}")],
    };
    let base = match loader.get("base") {
        Some(Value::Text(base)) => joined("", base),
        _ => String::new(),
    };
    let id = loader.get("generateId").filter(|id| matches!(id, Value::Function(_))).cloned();
    Some(Collection { name: name.to_owned(), base, patterns, id, schema, is_legacy: false })
}

/// A glob, and whether it names files to leave out.
fn file_glob(pattern: &str) -> (Glob, bool) {
    match pattern.strip_prefix('!') {
        Some(left_out) => (Glob::new(left_out), true),
        None => (Glob::new(pattern), false),
    }
}

/// What beginnings of module names stand for: `paths` of `tsconfig.json`.
pub(super) fn aliases(tree: &dyn Tree, source: &str) -> Vec<(String, String)> {
    let text =
        tree.read("tsconfig.json").ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let modules = Modules::alone();
    // With comments and commas at the ends of lists it is JavaScript.
    let exports = Reader::new(&modules).exports("tsconfig.json", &format!("export default {text}"));
    let options = exports
        .get("default")
        .and_then(|it| it.get("compilerOptions"))
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let base = options.get("baseUrl").and_then(Value::as_text).unwrap_or("").to_owned();
    let paths = options.get("paths").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut out: Vec<(String, String)> = Vec::new();
    for field in paths.fields() {
        let to = field.value.as_list().and_then(|list| list.first()?.as_text());
        if let Some(to) = to {
            out.push((field.name.trim_end_matches('*').to_owned(), joined(&base, to.trim_end_matches('*'))));
        }
    }
    // The longest first, by the rules of TypeScript's `paths`.
    out.sort_by_key(|(start, _)| std::cmp::Reverse(start.len()));
    out.push((format!("{source}/"), source.to_owned()));
    out
}

/// An object's text.
pub(super) fn text(object: &Object, key: &str) -> Option<String> {
    object.get(key).and_then(Value::as_text).map(str::to_owned)
}
