//! Whether what only the build knows of a template may have ids that fragments can point to.

use crate::markup::constructs::Construct;
use crate::markup::liquid::filters;
use crate::markup::liquid::globals::Globals;
use crate::markup::liquid::operand::Expression;
use crate::markup::liquid::output::Output;
use crate::markup::liquid::run::Runner;
use crate::markup::liquid::template::{Block, Node, NodeKind};
use crate::markup::liquid::value::Value;

/// Tags of well-known plugins that print media, code, icons or URLs.
const PLAIN: [&str; 37] = [
    "asciinema",
    "asset",
    "asset_path",
    "asset_url",
    "audio",
    "avatar",
    "code",
    "codeblock",
    "codepen",
    "emoji",
    "fa",
    "feed_meta",
    "gist",
    "github",
    "icon",
    "image",
    "img",
    "instagram",
    "jsfiddle",
    "katex",
    "latex",
    "link",
    "math",
    "mermaid",
    "octicon",
    "picture",
    "plantuml",
    "post_url",
    "prettify",
    "responsive_image",
    "seo",
    "soundcloud",
    "spotify",
    "tweet",
    "twitter",
    "video",
    "youtube",
];

/// Variables that Jekyll gives templates, in layouts or in loops, beside those of the site.
const GIVEN: [&str; 10] = [
    "content",
    "forloop",
    "highlighter_prefix",
    "highlighter_suffix",
    "include",
    "jekyll",
    "layout",
    "page",
    "paginator",
    "theme",
];

impl Runner<'_> {
    /// Remembers that a node of which only the build knows the result may have ids. Inside a word, a URL or an HTML tag there
    /// are none, and a value in a line of text has none.
    pub(super) fn doubt_ids(&mut self, node: &Node, out: &Output<'_>) {
        let is_alone = || self.includer.is_none() && out.is_a_line(node.span);
        let may_have_ids = match &node.kind {
            NodeKind::Output(expression) => {
                prints_markup(expression, self.context.globals) || self.is_markup(expression) || is_alone()
            }
            _ => node.may_have_ids(self.context.globals),
        };
        self.may_have_more_ids |= may_have_ids && !out.is_within_word();
    }

    /// Returns whether an expression is a variable that nothing sets: a template has no others than its own and those of
    /// [`GIVEN`], and a layout's are not set yet.
    pub(super) fn is_never_set(&self, expression: &Expression) -> bool {
        let name = expression.base.name().filter(|name| !GIVEN.contains(name));
        name.is_some()
            && expression.filters.is_empty()
            && !self.has_gaps
            && !self.context.globals.adds_variables()
    }

    /// Remembers whether a variable gets markup that only the build knows.
    pub(super) fn remember_markup(&mut self, name: &str, expression: &Expression, value: &Value<'_>) {
        if !value.is_marked() || !self.remember_possible_markup(name, expression) {
            self.markup.remove(name);
        }
    }

    /// Remembers that a variable may get markup that only the build knows; returns whether it may.
    pub(super) fn remember_possible_markup(&mut self, name: &str, expression: &Expression) -> bool {
        let is_markup = prints_markup(expression, self.context.globals) || self.is_markup(expression);
        if is_markup {
            self.markup.insert(name.to_owned());
        }
        is_markup
    }

    /// Returns whether an expression is made of a variable with such markup.
    fn is_markup(&self, expression: &Expression) -> bool {
        expression.base.name().is_some_and(|name| self.markup.contains(name))
    }

    /// Remembers that of these blocks, of which only the build knows whether they run, one may have ids.
    pub(super) fn doubt_ids_of<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        let globals = self.context.globals;
        self.may_have_more_ids |= blocks.into_iter().any(|block| block.may_have_ids(globals));
    }
}

impl Block {
    fn may_have_ids(&self, globals: &dyn Globals) -> bool {
        self.nodes.iter().any(|node| node.may_have_ids(globals))
    }
}

impl Node {
    fn may_have_ids(&self, globals: &dyn Globals) -> bool {
        let of = |blocks: &[&Block]| blocks.iter().any(|block| block.may_have_ids(globals));
        match &self.kind {
            NodeKind::Text(text) | NodeKind::Raw(text, _) => has_ids(text),
            NodeKind::Output(expression) => prints_markup(expression, globals),
            NodeKind::Capture(_, block) | NodeKind::IfChanged(block) => block.may_have_ids(globals),
            NodeKind::If(branches, _) => branches.iter().any(|(_, block)| block.may_have_ids(globals)),
            NodeKind::Case(_, whens, otherwise) => {
                whens.iter().map(|(_, block)| block).chain(otherwise).any(|block| block.may_have_ids(globals))
            }
            NodeKind::For(run) | NodeKind::TableRow(run) => {
                of(&[&run.body]) || run.otherwise.as_ref().is_some_and(|block| block.may_have_ids(globals))
            }
            NodeKind::Include { .. } => true,
            NodeKind::Foreign => {
                let tag = self.written.as_deref().and_then(|written| Construct::next(written, 0));
                tag.is_none_or(|tag| !is_plain(tag, globals))
            }
            NodeKind::Assign(..)
            | NodeKind::Cycle(..)
            | NodeKind::Increment(_)
            | NodeKind::Decrement(_)
            | NodeKind::Break
            | NodeKind::Continue
            | NodeKind::Highlight { .. }
            | NodeKind::PostUrl(_)
            | NodeKind::Link(_)
            | NodeKind::Gist(_)
            | NodeKind::Nothing => false,
        }
    }
}

/// Returns whether a tag of a plugin, or the end of one, prints no ids: those of the site's own plugins whose source shows none,
/// and well-known ones.
fn is_plain(tag: Construct<'_>, globals: &dyn Globals) -> bool {
    let name = tag.name.strip_prefix("end").filter(|name| !name.is_empty()).unwrap_or(tag.name);
    (PLAIN.contains(&name) || globals.is_plain_tag(name)) && !tag.markup.contains("id=")
}

/// Returns whether an output prints more than a value: the text of a document, HTML, or what the filter of a plugin makes.
fn prints_markup(expression: &Expression, globals: &dyn Globals) -> bool {
    let is_plain = |name: &str| filters::is_built_in(name) || globals.is_plain_filter(name);
    let makes_markup = |name: &str| name == "markdownify" || !is_plain(name);
    expression.base.name() == Some("content")
        || expression.filters.iter().any(|filter| makes_markup(&filter.name))
}

/// Returns whether text has headings or other ids in Markdown or HTML.
fn has_ids(text: &str) -> bool {
    let marks = ["id=", "name=", "{:", "{#", "<h", "===", "---"];
    marks.iter().any(|mark| text.contains(mark))
        || text.lines().any(|line| line.trim_start_matches([' ', '>']).starts_with('#'))
}
