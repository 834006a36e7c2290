//! How Markdown is read: the dialect, and the switches of Jekyll's `kramdown:` settings.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::markup::markdown::shiki;

/// A way of writing Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// kramdown 2.4, as Jekyll runs it.
    #[default]
    Kramdown,
    /// CommonMark 0.31 with GitHub's tables, strike-through, task lists and footnotes.
    CommonMark,
}

/// What stands after the name in the tags of links, images and headings where [`CommonMark::signed`] is on, and of blocks
/// where [`CommonMark::signed_blocks`] is.
pub(crate) const SIGN: char = '\u{1}';

/// What programs for CommonMark do each in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommonMark {
    /// `- [ ]` is a task.
    pub task_lists: bool,
    /// A line of cells over a line of dashes begins a table.
    pub tables: bool,
    /// `~~x~~` is struck through where GitHub's extensions are on.
    pub struck: bool,
    /// What goldmark's extension `extras` adds.
    pub extras: Extras,
    /// `[^1]` is a footnote.
    pub footnotes: bool,
    /// Text that is indented by four blanks is code; a paragraph otherwise.
    pub indented_code: bool,
    /// `~x~` is struck through as `~~x~~` is.
    pub single_tilde: bool,
    /// A bare address is a link, as on GitHub: `https://…`, `www.…`.
    pub autolinks: bool,
    /// Bare addresses are links by the rules of goldmark, mail addresses too: the scheme of those that begin with `www.`.
    pub linkify: Option<&'static str>,
    /// Raw HTML is written; a comment in its place otherwise.
    pub raw_html: bool,
    /// `: ` after a line begins a definition.
    pub definition_lists: bool,
    /// `{#id .class}` at the end of a heading is its attributes.
    pub heading_attributes: bool,
    /// The same on a line after a block.
    pub block_attributes: bool,
    /// Quotes and dashes follow the rules of goldmark instead of kramdown's.
    pub typographer: bool,
    /// `(c)`, `+-` and the like are symbols, and dots and dashes follow the rules of markdown-it, where typographic symbols
    /// are on.
    pub scoped_symbols: bool,
    /// A bare domain, `example.com/x`, is a link where bare addresses are.
    pub fuzzy_links: bool,
    /// How Chroma writes blocks of code, where it does.
    pub chroma: Option<Chroma>,
    /// How it numbers their lines, where it does.
    pub line_numbers: Option<LineNumbers>,
    /// Quotes, dashes and ellipses follow the rules of pulldown-cmark.
    pub smart_punctuation: bool,
    /// `> [!NOTE]` begins an alert.
    pub alerts: bool,
    /// Footnotes are gathered at the end, in the form of [`Classes::Zola`].
    pub bottom_footnotes: bool,
    /// Images are loaded when they are shown, in the form of Zola.
    pub lazy_images: bool,
    /// Tags of links, images and headings are told from those of raw HTML by a sign, for the generator to write them anew.
    pub signed: bool,
    /// Quotations and blocks of code are told too; of the latter there is no more than what hooks see.
    pub signed_blocks: bool,
    /// The terms of definition lists have ids as headings do.
    pub term_ids: bool,
    /// The element of text that is struck through.
    pub strikethrough: &'static str,
    /// Whether headings with the ids of markdown-it-anchor may have the focus.
    pub focused_headings: bool,
    /// How the alignment of table cells is written.
    pub alignment: Alignment,
    /// How ids of headings are made.
    pub heading_ids: HeadingIdStyle,
    /// Whose classes and ids footnotes and tasks have.
    pub classes: Classes,
}

impl CommonMark {
    /// Everything that pulldown-cmark reads, written as kramdown does.
    pub const DEFAULT: Self = Self {
        task_lists: true,
        tables: true,
        struck: true,
        extras: Extras { mark: false, insert: false, subscript: false, superscript: false },
        footnotes: true,
        indented_code: true,
        single_tilde: true,
        autolinks: false,
        linkify: None,
        raw_html: true,
        definition_lists: false,
        heading_attributes: false,
        block_attributes: false,
        typographer: false,
        scoped_symbols: false,
        fuzzy_links: false,
        chroma: None,
        line_numbers: None,
        smart_punctuation: false,
        alerts: false,
        bottom_footnotes: false,
        lazy_images: false,
        signed: false,
        signed_blocks: false,
        term_ids: false,
        strikethrough: "del",
        focused_headings: true,
        alignment: Alignment::Style("text-align: "),
        heading_ids: HeadingIdStyle::Kramdown,
        classes: Classes::Kramdown,
    };
}

/// A highlighter in JavaScript, by the form in which it writes blocks of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Highlighter {
    /// Prism, for code with a language, with these attributes of `pre`, each with a blank before it.
    Prism(String),
    /// Shiki in Astro: the name of the theme, and the style of `pre`.
    Shiki(String, String),
    /// Giallo in Zola, where it writes colours and no classes: the style of `pre`.
    Giallo(String),
}

impl Highlighter {
    /// Giallo with the colours of a theme; nothing for one that is not known, or several.
    #[must_use]
    pub fn giallo(theme: &str) -> Option<Self> {
        let (background, colour) = shiki::theme(theme)?;
        let long = |colour: &str| match colour.strip_prefix('#').map(str::as_bytes) {
            Some(&[r, g, b]) => [r, r, g, g, b, b]
                .iter()
                .fold("#".to_owned(), |out, byte| out + &char::from(*byte).to_string()),
            _ => colour.to_owned(),
        };
        let (background, colour) = (long(background).to_uppercase(), long(colour).to_uppercase());
        Some(Self::Giallo(format!("color: {colour}; background-color: {background};")))
    }

    /// Shiki with one of its own themes; `wraps` breaks long lines.
    #[must_use]
    pub fn shiki(theme: &str, wraps: bool) -> Option<Self> {
        let (background, colour) = shiki::theme(theme)?;
        let lines = if wraps { " white-space: pre-wrap; word-wrap: break-word;" } else { "" };
        let style = format!("background-color:{background};color:{colour}; overflow-x: auto;{lines}");
        Some(Self::Shiki(theme.to_owned(), style))
    }
}

/// A link to itself that every heading has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingAnchors {
    /// Where it is.
    pub place: AnchorPlace,
    /// Its HTML, with `{id}` for the heading's id and `{level}` for its level; the start tag alone where it is around the text.
    pub html: String,
}

/// Where the anchor of a heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorPlace {
    /// Before the heading's text.
    Before,
    /// After it.
    After,
    /// LinkBase it: the text is the link.
    LinkBase,
}

/// How the alignment of table cells is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As a style, which begins so.
    Style(&'static str),
    /// As the attribute `align`.
    Attribute,
}

/// A package of npm that makes slugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugPackage {
    /// `@sindresorhus/slugify` as Eleventy calls it.
    Latin,
    /// The same with a hyphen between the words of `camelCase`.
    Decamelized,
    /// `slugify` with `lower`.
    Punctuated,
    /// `slugify` with `lower` and `strict`.
    Strict,
    /// `github-slugger`.
    GitHub,
}

/// How ids of headings are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingIdStyle {
    /// As kramdown does.
    Kramdown,
    /// As github-slugger does: the second of one text is `-1`.
    GitHub,
    /// As goldmark does for Hugo: GitHub's rule; `heading` where nothing is left.
    Goldmark,
    /// The same without accents and other scripts.
    GoldmarkAscii,
    /// As Blackfriday did: one hyphen for each run of other signs.
    Blackfriday,
    /// As the crate `slug` does for Zola: ASCII alone.
    Ascii,
    /// As written, with `_` for each blank: Zola's `safe` and `off`.
    Safe,
    /// As Python-Markdown's extension `toc` does; in kramdown's dialect too.
    PythonMarkdown,
    /// As markdown-it-anchor does: `encodeURIComponent` of GitHub's small letters and hyphens.
    Anchor,
    /// As markdown-it-anchor does with another package's slugs: the second of one text is `-1`.
    AnchorOf(SlugPackage),
    /// As `@sindresorhus/slugify` does, without letters of other scripts: the second of one text is `-2`.
    Latin,
}

/// Whose classes and ids footnotes and tasks have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Classes {
    /// kramdown's.
    Kramdown,
    /// GitHub's, as remark-gfm writes them.
    GitHub,
    /// Goldmark's.
    Goldmark,
    /// Zola's.
    Zola,
    /// Those of markdown-it and its plugins.
    MarkdownIt,
}

/// How Chroma, the highlighter of Hugo, writes a block; tokens are never coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chroma {
    /// It is off.
    Off,
    /// With the colours of this style.
    Style(&'static str),
    /// With classes.
    Classes,
}

/// Marks of text that goldmark's extension `extras` knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// `==x==` is marked.
    pub mark: bool,
    /// `++x++` was inserted.
    pub insert: bool,
    /// `H~2~O` has a low number.
    pub subscript: bool,
    /// `x^2^` has a high one.
    pub superscript: bool,
}

/// How the lines of a block of code are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineNumbers {
    /// Whether the numbers are in a column of a table, or else before each line.
    pub in_table: bool,
    /// The number of the first line.
    pub first: u32,
}

/// The ids that another processor than ours gives headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForeignIds {
    /// There is no other.
    #[default]
    None,
    /// They have the letters of their headings, with other signs between.
    Letters,
    /// They may be anything.
    Any,
}

/// How Markdown is read. The default is what Jekyll does with a site that sets nothing.
///
/// All but [`dialect`](Self::dialect) concern kramdown; names are those of kramdown's options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The dialect.
    pub dialect: Dialect,
    /// kramdown's `input: GFM`, Jekyll's default: strike-through, task lists, fences of backticks, GitHub's heading ids.
    pub gfm: bool,
    /// The narrower rules of Python-Markdown: nothing is struck through, no item is a task, a list after a paragraph needs a
    /// blank line before it, and a table a line below its head.
    pub python_markdown: bool,
    /// `<<` and `>>` are typographic in Python-Markdown too.
    pub angled_quotes: bool,
    /// Python-Markdown's extension `sane_lists`: a marker of the other kind begins another list.
    pub sane_lists: bool,
    /// Python-Markdown's extension `attr_list`.
    pub attribute_lists: bool,
    /// The first line of a fence may have more words than the language. kramdown reads no fence then, but a plugin of the
    /// site may take the other words out.
    pub fence_words: bool,
    /// Definitions of links that a plugin of the site puts after each text, a line each.
    pub added_definitions: Option<Arc<str>>,
    /// Fences of Python-Markdown (`fenced_code`) open code.
    pub outer_fences: bool,
    /// Straight quotes become typographic ones.
    pub smart_quotes: bool,
    /// `--`, `---`, `...`, `<<` and `>>` become typographic characters.
    pub typographic_symbols: bool,
    /// What typographic characters come out as where a site wants others, each with what stands for it:
    /// `("“", "„")`, `("…", "...")`. None by default.
    pub glyphs: Vec<(&'static str, String)>,
    /// `$$…$$` comes out as `\(…\)` for MathJax; else with its dollars, in an element of the class `kdmath`.
    pub math: bool,
    /// The number of the first line in each block of code, where lines are numbered.
    pub line_numbers: Option<u32>,
    /// Headings get an id made of their text.
    pub auto_ids: bool,
    /// What is known of the ids that the site's processor gives headings, where that is not this one.
    pub foreign_ids: ForeignIds,
    /// What every such id begins with.
    pub auto_id_prefix: String,
    /// A line's end inside a paragraph is a line break on the page.
    pub hard_wrap: bool,
    /// What the names of footnotes begin with in ids.
    pub footnote_prefix: String,
    /// The text of the link from a footnote back to its mark; no link where it is empty.
    pub footnote_backlink: String,
    /// The number of the first footnote.
    pub footnote_nr: u32,
    /// The levels of heading that a table of contents lists.
    pub toc_levels: RangeInclusive<u8>,
    /// How many levels deeper headings come out than they are written.
    pub header_offset: i8,
    /// The wrapper elements and classes that Jekyll's highlighter puts around code; token spans are never made.
    pub syntax_highlighter: bool,
    /// Whether the highlighter of `{% highlight %}` is one that Jekyll knows. Without one, `linenos` numbers no lines, and all
    /// white space around the code is removed, not only line breaks.
    pub known_highlighter: bool,
    /// Blocks of raw HTML hold Markdown (as with `markdown="1"` on each).
    pub parse_block_html: bool,
    /// Raw HTML inside a paragraph holds Markdown.
    pub parse_span_html: bool,
    /// Attributes of links to other hosts, with a blank at the end; none where it is empty.
    pub link_attributes: String,
    /// The highlighter whose form blocks of code have; tokens are never coloured.
    pub highlighter: Option<Highlighter>,
    /// The anchors that headings get.
    pub heading_anchors: Option<HeadingAnchors>,
    /// Where the dialect is CommonMark: what programs for it do each in their own way.
    pub common_mark: CommonMark,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dialect: Dialect::Kramdown,
            gfm: true,
            python_markdown: false,
            angled_quotes: false,
            sane_lists: false,
            attribute_lists: true,
            fence_words: false,
            added_definitions: None,
            outer_fences: false,
            smart_quotes: true,
            typographic_symbols: true,
            glyphs: Vec::new(),
            math: true,
            line_numbers: None,
            auto_ids: true,
            foreign_ids: ForeignIds::None,
            auto_id_prefix: String::new(),
            hard_wrap: false,
            footnote_prefix: String::new(),
            footnote_backlink: "&#8617;".to_owned(),
            footnote_nr: 1,
            toc_levels: 1..=6,
            header_offset: 0,
            syntax_highlighter: true,
            known_highlighter: true,
            parse_block_html: false,
            parse_span_html: true,
            link_attributes: String::new(),
            highlighter: None,
            heading_anchors: None,
            common_mark: CommonMark::DEFAULT,
        }
    }
}

impl Options {
    /// CommonMark with GitHub's extensions, without heading ids, smart punctuation or classes on code.
    #[must_use]
    pub fn common_mark() -> Self {
        Self {
            dialect: Dialect::CommonMark,
            smart_quotes: false,
            typographic_symbols: false,
            auto_ids: false,
            syntax_highlighter: false,
            ..Self::default()
        }
    }

    /// Whether GFM input is read with all that GitHub adds: text that is struck through, tasks, lists right after paragraphs.
    pub(crate) fn is_github(&self) -> bool {
        self.gfm && !self.python_markdown
    }

    /// Whether `<<` and `>>` become typographic characters.
    pub(crate) fn has_guillemets(&self) -> bool {
        self.typographic_symbols && (!self.python_markdown || self.angled_quotes)
    }

    pub(crate) fn is_kramdown(&self) -> bool {
        self.dialect == Dialect::Kramdown
    }
}
