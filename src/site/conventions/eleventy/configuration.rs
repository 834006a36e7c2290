//! `eleventy.config.js`: what its function calls, and what it returns.

use std::sync::Mutex;

use crate::markup::javascript::{Call, Object, Reader, Value};
use crate::markup::markdown::{Extras, HeadingAnchors, SlugPackage, slug_of};
use crate::site::conventions::eleventy::after_headings::AfterHeadings;
use crate::site::conventions::eleventy::anchors;
use crate::site::conventions::eleventy::containers::Container;
use crate::site::conventions::eleventy::package::{command_of_package, has, is_before};
use crate::site::conventions::eleventy::tasks::Tasks;
use crate::site::conventions::paths::joined;
use crate::site::conventions::programs::{Modules, host};
use crate::site::tree::Tree;
use crate::text::source::SourceFile;

/// What a configuration says.
#[derive(Clone, Debug)]
pub(super) struct Configuration {
    /// Folders, below the site, `""` for the site's own.
    pub(super) input: String,
    pub(super) output: String,
    pub(super) includes: Vec<String>,
    pub(super) data: String,
    /// The endings of templates, where they are set.
    pub(super) formats: Option<Vec<String>>,
    /// Which template language Markdown goes through; none where it is `false`.
    pub(super) markdown_engine: Option<Engine>,
    pub(super) html_engine: Option<Engine>,
    pub(super) path_prefix: String,
    /// Options of `feedPlugin`, each with the line of its call.
    pub(super) feeds: Vec<(Object, usize)>,
    /// Copied files and folders: from, and the folder that they come to.
    pub(super) copied: Vec<(String, Option<String>)>,
    pub(super) shortcodes: Vec<(String, Value)>,
    pub(super) paired: Vec<(String, Value)>,
    pub(super) filters: Vec<(String, Value)>,
    pub(super) preprocessors: Vec<Value>,
    /// Collections made by functions.
    pub(super) collections: Vec<(String, Value)>,
    pub(super) global: Vec<(String, Value)>,
    pub(super) markdown: Markdown,
    /// The attributes of `pre` where the plugin for Prism writes code, with a blank before each.
    pub(super) prism: Option<String>,
    /// Whether lines of that code end with `<br>`.
    pub(super) breaks_code: bool,
    /// Names of bundles, whose contents go to another place of the page.
    pub(super) bundles: Vec<String>,
    /// Elements whose contents go to a bundle.
    pub(super) bundled_elements: Vec<String>,
    /// Whether content may render other template languages.
    pub(super) renders_templates: bool,
    /// Patterns of files that are no templates.
    pub(super) ignored: Vec<String>,
    /// Whether `.gitignore` counts.
    pub(super) git_ignores: bool,
    /// What ends the excerpt of a template.
    pub(super) excerpt_separator: Option<String>,
    /// Other names of layouts.
    pub(super) layout_names: Vec<(String, Value)>,
    /// Whether indented code is code: before Eleventy 2.
    keeps_indented_code: bool,
    /// Whether a plugin makes images of those that the text names.
    pub(super) makes_images: bool,
    /// Whether the site has a package that makes images of files that are not copied.
    pub(super) takes_images: bool,
    /// Whether paths that begin with a slash are put below `pathPrefix`.
    pub(super) adds_base: bool,
    /// Whether links to source files become those of pages.
    pub(super) links_to_sources: bool,
    /// What is computed, for people.
    pub(super) notes: Vec<String>,
}

/// A template language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    Liquid,
    Nunjucks,
    /// Another one, whose tags are not run.
    Other,
}

/// Switches of the Markdown library.
#[derive(Clone, Debug, Default)]
pub(super) struct Markdown {
    pub(super) typographer: bool,
    pub(super) linkify: bool,
    pub(super) breaks: bool,
    pub(super) footnotes: bool,
    /// Whether items may be tasks, and in which form.
    pub(super) tasks: Option<Tasks>,
    pub(super) attributes: bool,
    /// Marks of text that plugins add.
    pub(super) extras: Extras,
    pub(super) definition_lists: bool,
    /// Blocks between lines of colons.
    pub(super) containers: Vec<Container>,
    /// Whether headings with ids may not have the focus.
    pub(super) unfocused_headings: bool,
    /// Whether names of emoji are emoji.
    pub(super) emoji: bool,
    /// Whether indented code is code, as in a library of the site's own.
    pub(super) indented_code: bool,
    /// Whether raw HTML is escaped.
    pub(super) no_html: bool,
    pub(super) ids: Ids,
    /// The links of headings to themselves.
    pub(super) anchors: Option<HeadingAnchors>,
    /// What the plugin does to headings beside.
    pub(super) after_headings: Option<AfterHeadings>,
    /// Those that a function of the plugin makes, by its name, until the plugin is given them.
    permalink: Option<(String, Object)>,
}

/// How headings get ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ids {
    #[default]
    None,
    /// By Eleventy's plugin.
    Plugin,
    /// By markdown-it-anchor.
    Anchor,
    /// By the same with the slugs of another package.
    AnchorOf(SlugPackage),
}

/// What a build's environment is.
pub(super) fn of_build(name: &str) -> Option<Value> {
    match name {
        "process.env.ELEVENTY_RUN_MODE" => Some(Value::Text("build".to_owned())),
        "process.env.ELEVENTY_PRODUCTION" => Some(Value::Text("true".to_owned())),
        _ => None,
    }
}

/// The object that the configuration's function is given.
const CONFIG: &str = "eleventyConfig";

impl Configuration {
    /// Reads a configuration, with the modules that it imports where there is a tree; `now` is the time of the build, in
    /// milliseconds since 1970.
    pub(super) fn read(file: Option<&SourceFile>, tree: Option<&dyn Tree>, now: i64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
        let calls = |name: &str, _: &[Value]| (name == "Date.now").then_some(Value::Number(now as f64));
        let made_calls = Mutex::default();
        let modules = Modules {
            tree,
            names: &of_build,
            calls: &calls,
            made_calls: Some(&made_calls),
            ..Modules::alone()
        };
        let mut reader = Reader::new(&modules);
        let exports = file.map(|file| reader.exports(&file.path, &file.text)).unwrap_or_default();
        let function = exports.get("default").cloned().unwrap_or_default();
        let returned = match &function {
            Value::Function(_) => reader.call(&function, &[host(CONFIG)]),
            // An object in the place of a function.
            other => other.clone(),
        };
        let calls = complete(&mut reader);
        // A Markdown library that another module makes.
        let mut of_modules = made_calls.into_inner().unwrap_or_default();
        of_modules.retain(|call| call.name.starts_with("markdown-it"));
        let calls: Vec<Call> = of_modules.into_iter().chain(calls).collect();
        let mut read = Self::defaults();
        read.keeps_indented_code = tree.is_some_and(|tree| is_before(tree, "@11ty/eleventy", 2));
        read.markdown.indented_code = read.keeps_indented_code;
        // Words of the command are stronger than the configuration; its folders count from the input folder.
        let command = tree.map(command_of_package).unwrap_or_default();
        read.options(&command);
        for options in [exports.get("config"), Some(&returned)].into_iter().flatten() {
            if let Value::Object(options) = options {
                read.options(options);
            }
        }
        for call in &calls {
            read.call(call, file);
        }
        // A library that another module makes may do more than is seen here.
        let is_library = |call: &Call| {
            call.name.ends_with("setLibrary") && call.arguments.first().and_then(Value::as_text) == Some("md")
        };
        let is_shown = calls.iter().any(|call| call.name.contains("markdown-it"));
        if calls.iter().any(is_library) && !is_shown {
            read.markdown.footnotes = true;
            read.markdown.attributes = true;
        }
        read.takes_images = tree.is_some_and(|tree| has(tree, "@11ty/eleventy-img"));
        // So the plugin did before its version 4.
        let plugin = "@11ty/eleventy-plugin-syntaxhighlight";
        read.breaks_code = read.prism.is_some() && tree.is_some_and(|tree| is_before(tree, plugin, 4));
        // The plugin gives headings a `tabindex` from version 8 on.
        read.markdown.unfocused_headings |= tree.is_some_and(|tree| is_before(tree, "markdown-it-anchor", 8));
        read
    }

    fn defaults() -> Self {
        Self {
            input: String::new(),
            output: "_site".to_owned(),
            includes: vec!["_includes".to_owned()],
            data: "_data".to_owned(),
            formats: None,
            markdown_engine: Some(Engine::Liquid),
            html_engine: Some(Engine::Liquid),
            path_prefix: String::new(),
            feeds: Vec::new(),
            copied: Vec::new(),
            shortcodes: Vec::new(),
            paired: Vec::new(),
            filters: Vec::new(),
            preprocessors: Vec::new(),
            collections: Vec::new(),
            global: Vec::new(),
            markdown: Markdown::default(),
            prism: None,
            breaks_code: false,
            bundles: Vec::new(),
            bundled_elements: Vec::new(),
            renders_templates: false,
            ignored: Vec::new(),
            git_ignores: true,
            excerpt_separator: None,
            layout_names: Vec::new(),
            keeps_indented_code: false,
            makes_images: false,
            takes_images: false,
            adds_base: false,
            links_to_sources: false,
            notes: Vec::new(),
        }
    }

    /// The object that is exported or returned.
    fn options(&mut self, options: &Object) {
        let text = |value: Option<&Value>| value.and_then(Value::as_text).map(str::to_owned);
        let dir = options.get("dir").and_then(Value::as_object).cloned().unwrap_or_default();
        if let Some(input) = text(dir.get("input")) {
            self.input = joined("", &input);
            self.includes = vec![joined(&self.input, "_includes")];
            self.data = joined(&self.input, "_data");
        }
        let below = |folder: Option<&Value>| text(folder).map(|folder| joined(&self.input, &folder));
        let includes = below(dir.get("includes"));
        let layouts = below(dir.get("layouts"));
        let data = below(dir.get("data"));
        if let Some(includes) = includes {
            self.includes = vec![includes];
        }
        self.includes.extend(layouts);
        self.data = data.unwrap_or_else(|| std::mem::take(&mut self.data));
        if let Some(output) = text(dir.get("output")) {
            self.output = joined("", &output);
        }
        if let Some(formats) = options.get("templateFormats") {
            self.formats = endings(formats);
        }
        for (key, engine) in [
            ("markdownTemplateEngine", &mut self.markdown_engine),
            ("htmlTemplateEngine", &mut self.html_engine),
        ] {
            match options.get(key) {
                Some(Value::Bool(false)) => *engine = None,
                Some(Value::Text(name)) => *engine = Some(engine_of(name)),
                _ => {}
            }
        }
        if matches!(options.get("pathPrefix"), Some(Value::Unknown | Value::Host(_))) {
            self.notes.push(
                "the configuration computes `pathPrefix`: set `baseurl` in `[site]` of feedwright.toml"
                    .to_owned(),
            );
        }
        if let Some(prefix) = text(options.get("pathPrefix")) {
            self.path_prefix = Some(joined("", &prefix))
                .filter(|it| !it.is_empty())
                .map_or_else(String::new, |it| format!("/{it}"));
        }
    }

    /// One call of the configuration's object.
    fn call(&mut self, call: &Call, file: Option<&SourceFile>) {
        let name = call.name.rsplit('.').next().unwrap_or("");
        let arguments = &call.arguments;
        let (first, second) = (arguments.first(), arguments.get(1));
        let named = || Some((first?.as_text()?.to_owned(), second?.clone()));
        match name {
            "addPlugin" => self.plugin(call, file),
            "addShortcode"
            | "addAsyncShortcode"
            | "addLiquidShortcode"
            | "addNunjucksShortcode"
            | "addNunjucksAsyncShortcode" => self.shortcodes.extend(named()),
            "addPairedShortcode"
            | "addPairedAsyncShortcode"
            | "addPairedLiquidShortcode"
            | "addPairedNunjucksShortcode" => self.paired.extend(named()),
            "addFilter" | "addLiquidFilter" | "addNunjucksFilter" | "addAsyncFilter" => {
                self.filters.extend(named())
            }
            "addBundle" => {
                self.bundles.extend(first.and_then(Value::as_text).map(str::to_owned));
                let selector =
                    arguments.get(1).and_then(|options| options.get("bundleHtmlContentFromSelector"));
                self.bundled_elements.extend(selector.and_then(Value::as_text).map(str::to_owned));
            }
            "addCollection" => self.collections.extend(named()),
            "addGlobalData" => self.global.extend(named()),
            "addPreprocessor" => self.preprocessors.extend(arguments.get(2).cloned()),
            "addPassthroughCopy" => self.copy(first),
            "setInputDirectory"
            | "setOutputDirectory"
            | "setIncludesDirectory"
            | "setLayoutsDirectory"
            | "setDataDirectory" => {
                let key = name.trim_start_matches("set").trim_end_matches("Directory").to_lowercase();
                if let Some(folder) = first {
                    let mut dir = Object::default();
                    dir.set(&key, folder.clone(), 0);
                    let mut options = Object::default();
                    options.set("dir", Value::Object(dir), 0);
                    self.options(&options);
                }
            }
            "setTemplateFormats" => self.formats = first.and_then(endings),
            "addTemplateFormats" => {
                let more = first.and_then(endings).unwrap_or_default();
                self.formats = self.formats.take().map(|formats| formats.into_iter().chain(more).collect());
            }
            "setLibrary" if first.and_then(Value::as_text) == Some("md") => {
                self.markdown.indented_code = self.keeps_indented_code;
            }
            "setFrontMatterParsingOptions" => {
                let is = |key: &str| first.and_then(|options| options.get(key));
                self.excerpt_separator = is("excerpt")
                    .and_then(Value::truth)
                    .filter(|truth| *truth)
                    .map(|_| is("excerpt_separator").and_then(Value::as_text).unwrap_or("---").to_owned());
            }
            "addLayoutAlias" => self.layout_names.extend(named()),
            "setUseGitIgnore" => self.git_ignores = first.and_then(Value::truth) != Some(false),
            "add" if call.name.ends_with("ignores.add") => {
                self.ignored.extend(first.and_then(Value::as_text).map(str::to_owned));
            }
            "delete" if call.name.ends_with("ignores.delete") => {
                self.ignored.extend(first.and_then(Value::as_text).map(|path| format!("!{path}")));
            }
            _ => self.markdown_call(call, name),
        }
    }

    /// A call of the Markdown library: `markdownIt({…}).use(…)`.
    fn markdown_call(&mut self, call: &Call, name: &str) {
        let is_of_library = matches!(&*call.name, "markdown-it" | "markdown-it#default" | "markdown-it#*");
        if !call.name.starts_with("markdown-it")
            || !(is_of_library
                || matches!(name, "use" | "set" | "enable" | "disable")
                || anchors::is_known(name))
        {
            return;
        }
        let markdown = &mut self.markdown;
        let is_module =
            |module: &str| matches!(call.arguments.first(), Some(Value::Host(host)) if host.contains(module));
        match name {
            "use" if is_module("markdown-it-anchor") => {
                let slugify = call.arguments.get(1).and_then(|options| options.get("slugify"));
                let is_filter = matches!(slugify, Some(Value::Host(host)) if host.contains("getFilter"));
                let package = if is_filter { Some(SlugPackage::Latin) } else { slugify.and_then(package_of) };
                markdown.ids = package.map_or(Ids::Anchor, Ids::AnchorOf);
                let focus = call.arguments.get(1).and_then(|options| options.get("tabIndex"));
                markdown.unfocused_headings = focus.and_then(Value::truth) == Some(false);
                let permalink = call.arguments.get(1).and_then(|options| options.get("permalink"));
                let made = markdown.permalink.take();
                let after =
                    made.as_ref().filter(|(kind, _)| kind == "linkAfterHeader").map(|(_, options)| options);
                let given = call.arguments.get(1).and_then(Value::as_object).cloned().unwrap_or_default();
                markdown.after_headings = AfterHeadings::of(&given, after);
                markdown.anchors = match (permalink, made, call.arguments.get(1)) {
                    (Some(Value::Bool(true)), _, Some(Value::Object(options))) => {
                        anchors::of_options(options)
                    }
                    (Some(Value::Host(_)), Some((kind, options)), _) => anchors::made(&kind, &options),
                    _ => None,
                };
            }
            "use" if is_module("markdown-it-footnote") => markdown.footnotes = true,
            "use" if is_module("markdown-it-task-lists") => {
                markdown.tasks = Some(Tasks::of(call.arguments.get(1)));
            }
            "use" if is_module("markdown-it-emoji") => markdown.emoji = true,
            "use" if is_module("markdown-it-attrs") => markdown.attributes = true,
            "use" if is_module("markdown-it-container") => {
                markdown.containers.extend(Container::of(call.arguments.get(1..).unwrap_or(&[])));
            }
            "use" if is_module("markdown-it-mark") => markdown.extras.mark = true,
            "use" if is_module("markdown-it-ins") => markdown.extras.insert = true,
            "use" if is_module("markdown-it-sub") => markdown.extras.subscript = true,
            "use" if is_module("markdown-it-sup") => markdown.extras.superscript = true,
            "use" if is_module("markdown-it-deflist") => markdown.definition_lists = true,
            "use" => {}
            _ if anchors::is_known(name) => {
                let options = call.arguments.first().and_then(Value::as_object).cloned().unwrap_or_default();
                markdown.permalink = Some((name.to_owned(), options));
            }
            "enable" | "disable" => {
                let is_code = call.arguments.first().and_then(Value::as_text) == Some("code");
                if is_code {
                    markdown.indented_code = name == "enable";
                }
            }
            _ => {
                let options = call.arguments.iter().find_map(Value::as_object).cloned().unwrap_or_default();
                let is = |key: &str| options.get(key).and_then(Value::truth);
                markdown.typographer = is("typographer").unwrap_or(markdown.typographer);
                markdown.linkify = is("linkify").unwrap_or(markdown.linkify);
                markdown.breaks = is("breaks").unwrap_or(markdown.breaks);
                // A preset of its own, `commonmark`, has raw HTML.
                let has_html = call.arguments.first().and_then(Value::as_text) == Some("commonmark");
                markdown.no_html =
                    is("html").map_or(!has_html && (name != "set" || markdown.no_html), |html| !html);
            }
        }
    }

    fn plugin(&mut self, call: &Call, file: Option<&SourceFile>) {
        let Some(Value::Host(plugin)) = call.arguments.first() else { return };
        let options = call.arguments.get(1).and_then(Value::as_object).cloned().unwrap_or_default();
        if plugin.ends_with("feedPlugin") {
            let is_literal = options.get("outputPath").is_none_or(|path| path.as_text().is_some())
                && options.get("metadata").is_some_and(|data| data.as_object().is_some());
            if !is_literal {
                let path = file.map_or(&*call.path, |file| &*file.path);
                self.notes.push(format!(
                    "{path}:{}: options of `feedPlugin` are computed; set `path`, `title` and `url` in feedwright.toml",
                    call.line
                ));
            }
            self.adds_base = true;
            self.feeds.push((options, call.line));
        } else if plugin.contains("eleventy-plugin-syntaxhighlight") {
            let attributes = options.get("preAttributes").and_then(Value::as_object);
            let fields = attributes.iter().flat_map(|attributes| attributes.fields());
            let written =
                fields.filter_map(|field| Some(format!(" {}=\"{}\"", field.name, field.value.to_text()?)));
            self.prism = Some(written.collect());
        } else if plugin.contains("eleventy-plugin-bundle") {
            let own = options.get("bundles").and_then(Value::as_list).unwrap_or(&[]);
            self.bundles.extend(["css", "js", "html"].map(str::to_owned));
            self.bundles.extend(own.iter().filter_map(Value::as_text).map(str::to_owned));
        } else if plugin.ends_with("RenderPlugin") {
            self.renders_templates = true;
        } else if plugin.ends_with("HtmlBasePlugin") {
            self.adds_base = true;
        } else if plugin.ends_with("eleventyImageTransformPlugin") {
            self.makes_images = true;
        } else if plugin.ends_with("IdAttributePlugin") {
            self.markdown.ids = Ids::Plugin;
        } else if plugin.ends_with("InputPathToUrlTransformPlugin") {
            self.links_to_sources = true;
        }
    }

    fn copy(&mut self, what: Option<&Value>) {
        match what {
            Some(Value::Text(path)) => self.copied.push((joined("", path), None)),
            Some(Value::Object(map)) => {
                for field in map.fields() {
                    let to = field.value.as_text().map(|to| joined("", to));
                    self.copied.push((joined("", &field.name), Some(to.unwrap_or_default())));
                }
            }
            _ => {}
        }
    }
}

/// The calls of a configuration, with those of the plugins that the site has itself.
fn complete(reader: &mut Reader<'_>) -> Vec<Call> {
    let mut at = 0;
    while let Some(call) = reader.calls.get(at).cloned() {
        at += 1;
        let method = call.name.rsplit('.').next().unwrap_or("");
        let function = match method {
            "addPlugin" => call.arguments.first(),
            "amendLibrary" => call.arguments.get(1),
            _ => None,
        };
        if let Some(function @ Value::Function(_)) = function {
            let given = if method == "addPlugin" { host(CONFIG) } else { host("markdown-it") };
            let options =
                call.arguments.get(1).filter(|_| method == "addPlugin").cloned().unwrap_or_default();
            reader.call(function, &[given, options]);
        }
    }
    reader.calls.clone()
}

/// The package whose slugs a function makes.
fn package_of(slugify: &Value) -> Option<SlugPackage> {
    const SAMPLE: &str = "It's Ünï Cöde WebC: A & B (v1.2)?";
    let modules = Modules::alone();
    let made = Reader::new(&modules).call(slugify, &[Value::Text(SAMPLE.to_owned())]).to_text()?;
    let packages = [
        SlugPackage::Latin,
        SlugPackage::Decamelized,
        SlugPackage::Punctuated,
        SlugPackage::Strict,
        SlugPackage::GitHub,
    ];
    packages.into_iter().find(|package| slug_of(SAMPLE, *package) == made)
}

fn endings(formats: &Value) -> Option<Vec<String>> {
    match formats {
        Value::List(items) => Some(items.iter().filter_map(Value::as_text).map(str::to_owned).collect()),
        Value::Text(text) => Some(text.split(',').map(|ending| ending.trim().to_owned()).collect()),
        _ => None,
    }
}

pub(super) fn engine_of(name: &str) -> Engine {
    match name {
        "liquid" => Engine::Liquid,
        "njk" => Engine::Nunjucks,
        _ => Engine::Other,
    }
}
