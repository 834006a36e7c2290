//! What a template of a shortcode comes to: values, and the functions that need nothing but them.

use std::collections::BTreeMap;

use crate::site::conventions::hugo::shortcodes::escape::escaped;
use crate::site::conventions::hugo::shortcodes::functions;
use crate::site::conventions::hugo::shortcodes::layout::in_layout;
use crate::site::conventions::hugo::shortcodes::position::Position;
use crate::site::conventions::hugo::shortcodes::scope::{Scope, Store};
use crate::site::conventions::hugo::shortcodes::tags::{Arguments, Frame};
use crate::site::conventions::hugo::shortcodes::template::{Condition, Flow, Node, Operand, Pipe};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::text::html::text::{escape, strip_html};
use crate::text::url::percent_encode;
use crate::text::{bounded, date};

/// A shortcode that is called.
pub(super) struct Call<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) arguments: &'a Arguments,
    /// What is between its tags, shortcodes in it evaluated.
    pub(super) inner: &'a str,
    /// Whether there is no shortcode: the dot is the page.
    pub(super) is_page: bool,
    /// The shortcode itself; nothing for a render hook.
    pub(super) frame: Option<&'a Frame<'a>>,
    /// The fields of an element of Markdown, for a render hook.
    pub(super) element: Option<&'a ShortcodeValue>,
    /// What the shortcode keeps for itself.
    pub(super) store: Store,
}

/// What a template writes; nothing where something of it is not understood.
pub(super) fn evaluate(nodes: &[Node], call: &Call<'_>) -> Option<String> {
    let mut run = Run {
        call,
        variables: BTreeMap::new(),
        place: Position::default(),
        root: None,
        depth: 0,
        returned: ShortcodeValue::Nothing,
    };
    let mut out = String::new();
    run.nodes(nodes, None, &mut out)?;
    Some(out)
}

/// Whether a value is escaped in another way than in text and tags: within scripts, and within styles where it is more than a word.
fn is_elsewhere(value: &ShortcodeValue, place: &Position) -> bool {
    let is_word =
        || value.text().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.#%".contains(&byte));
    let (is_in_script, is_in_style) = place.is_within();
    is_in_script || is_in_style && !is_word()
}

struct Run<'a> {
    call: &'a Call<'a>,
    variables: BTreeMap<String, ShortcodeValue>,
    /// Where in what it writes the next value is.
    place: Position,
    /// What a partial was called with.
    root: Option<&'a ShortcodeValue>,
    /// How many partials it is in.
    depth: usize,
    /// What the partial returns.
    returned: ShortcodeValue,
}

/// How deep partials may be in each other.
const DEEPEST: usize = 12;

/// How many rounds a loop over a number may take.
const MOST_ROUNDS: usize = 10_000;

impl Run<'_> {
    fn nodes(&mut self, nodes: &[Node], dot: Option<&ShortcodeValue>, out: &mut String) -> Option<Flow> {
        let budget = &self.call.scope.budget;
        for node in nodes {
            budget.step(1)?;
            let flow = match node {
                Node::Text(text) => {
                    budget.spend(text.len())?;
                    out.push_str(text);
                    Flow::Next
                }
                Node::Value(pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    self.place.advance(out);
                    if !value.is_plain() || is_elsewhere(&value, &self.place) {
                        return None;
                    }
                    let tag = self.place.tag(out);
                    budget.spend(tag.map_or(0, str::len))?;
                    let text = escaped(&value, tag);
                    budget.spend(text.len())?;
                    out.push_str(&text);
                    Flow::Next
                }
                Node::Set(name, pipe) => {
                    let value = self.pipe(pipe, dot)?;
                    self.variables.insert(name.clone(), value);
                    Flow::Next
                }
                Node::If(branches, other) => {
                    let mut taken = other;
                    for (condition, nodes) in branches {
                        if self.condition(condition, dot)?.is_true() {
                            taken = nodes;
                            break;
                        }
                    }
                    self.nodes(taken, dot, out)?
                }
                Node::Range(names, pipe, nodes, other) => {
                    self.range((names, pipe), nodes, other, dot, out)?
                }
                Node::With(condition, nodes, other) => {
                    let value = self.condition(condition, dot)?;
                    if value.is_true() {
                        self.nodes(nodes, Some(&value), out)?
                    } else {
                        self.nodes(other, dot, out)?
                    }
                }
                Node::Leave(flow) => *flow,
                Node::Return(pipe) => {
                    self.returned = self.pipe(pipe, dot)?;
                    Flow::Return
                }
            };
            if flow != Flow::Next {
                return Some(flow);
            }
        }
        Some(Flow::Next)
    }

    fn range(
        &mut self,
        (names, pipe): (&[String], &Pipe),
        each: &[Node],
        other: &[Node],
        dot: Option<&ShortcodeValue>,
        out: &mut String,
    ) -> Option<Flow> {
        let place = |at: usize| i64::try_from(at).map_or(ShortcodeValue::Nothing, ShortcodeValue::Number);
        let whole = self.pipe(pipe, dot)?;
        let budget = &self.call.scope.budget;
        let values: Box<dyn Iterator<Item = (ShortcodeValue, ShortcodeValue)>> = match &whole {
            ShortcodeValue::Nothing => Box::new(std::iter::empty()),
            ShortcodeValue::List(values) => {
                Box::new(values.iter().enumerate().map(|(at, value)| (place(at), value.clone())))
            }
            ShortcodeValue::Map(entries) => {
                budget.spend(entries.len().saturating_mul(size_of::<usize>()))?;
                let mut entries: Vec<&(String, ShortcodeValue)> = entries.iter().collect();
                entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                let entries = entries.into_iter();
                Box::new(entries.map(|(key, value)| (ShortcodeValue::Text(key.clone()), value.clone())))
            }
            ShortcodeValue::Number(count) => {
                let Some(count) = usize::try_from(*count).ok().filter(|count| *count <= MOST_ROUNDS) else {
                    return budget.refuse();
                };
                Box::new((0..count).map(|at| (place(at), place(at))))
            }
            _ => return None,
        };
        let mut values = values.peekable();
        if values.peek().is_none() {
            return self.nodes(other, dot, out);
        }
        for (key, value) in values {
            let (key, value) = (key.charged(budget)?, value.charged(budget)?);
            match names {
                [] => {}
                [name] => {
                    self.variables.insert(name.clone(), value.clone());
                }
                [first, second, ..] => {
                    self.variables.insert(first.clone(), key);
                    self.variables.insert(second.clone(), value.clone());
                }
            }
            match self.nodes(each, Some(&value), out)? {
                Flow::Break => break,
                Flow::Return => return Some(Flow::Return),
                Flow::Next | Flow::Continue => {}
            }
        }
        Some(Flow::Next)
    }

    /// The value of a condition, which has its name from then on.
    fn condition(&mut self, condition: &Condition, dot: Option<&ShortcodeValue>) -> Option<ShortcodeValue> {
        let value = self.pipe(&condition.pipe, dot)?;
        if let Some(name) = &condition.name {
            self.variables.insert(name.clone(), value.clone());
        }
        Some(value)
    }

    fn pipe(&self, pipe: &Pipe, dot: Option<&ShortcodeValue>) -> Option<ShortcodeValue> {
        let mut last: Option<ShortcodeValue> = None;
        for command in pipe {
            last = Some(self.command(command, last, dot)?);
        }
        last
    }

    fn command(
        &self,
        command: &[Operand],
        last: Option<ShortcodeValue>,
        dot: Option<&ShortcodeValue>,
    ) -> Option<ShortcodeValue> {
        let (first, rest) = command.split_first()?;
        let mut arguments = Vec::with_capacity(rest.len() + 1);
        for operand in rest {
            arguments.push(self.operand(operand, &[], dot)?.charged(&self.call.scope.budget)?);
        }
        arguments.extend(last);
        let made = match first {
            Operand::Function(name) => self.function(name, &arguments),
            operand => self.operand(operand, &arguments, dot),
        };
        made?.charged(&self.call.scope.budget)
    }

    fn operand(
        &self,
        operand: &Operand,
        arguments: &[ShortcodeValue],
        dot: Option<&ShortcodeValue>,
    ) -> Option<ShortcodeValue> {
        match operand {
            Operand::Text(text) => Some(ShortcodeValue::Text(text.clone())),
            Operand::Number(number) => Some(ShortcodeValue::Number(*number)),
            Operand::Truth(truth) => Some(ShortcodeValue::Truth(*truth)),
            Operand::Field(fields) if fields.is_empty() => Some(dot.cloned().unwrap_or(self.whole())),
            // The dot of `with` and `range` is a value, which has no fields but its keys.
            Operand::Field(fields)
                if dot.is_some_and(|dot| dot.has("IsNamedParams")) && *fields == ["Get"] =>
            {
                let parameters = dot?.below(&["Params".to_owned()])?;
                functions::call("index", &[parameters, arguments.first()?.clone()])
            }
            Operand::Field(fields) => self.below(dot.unwrap_or(&self.whole()), fields, arguments),
            Operand::Variable(name, fields) if name.is_empty() => {
                self.below(self.root.unwrap_or(&self.whole()), fields, arguments)
            }
            Operand::Variable(name, fields) => self.below(self.variables.get(name)?, fields, arguments),
            Operand::Function(name) => self.function(name, arguments),
            Operand::Pipe(pipe, fields) => self.below(&self.pipe(pipe, dot)?, fields, arguments),
        }
    }

    /// What the dot is where nothing has set it.
    fn whole(&self) -> ShortcodeValue {
        self.root.cloned().unwrap_or(if self.call.is_page {
            ShortcodeValue::Page
        } else {
            ShortcodeValue::Root
        })
    }

    /// What is below a path of fields of a value.
    fn below(
        &self,
        value: &ShortcodeValue,
        fields: &[String],
        arguments: &[ShortcodeValue],
    ) -> Option<ShortcodeValue> {
        match (value, fields.split_first()) {
            (value, None) => Some(value.clone()),
            (ShortcodeValue::Root, Some(_)) => self.field(fields, arguments),
            (ShortcodeValue::Page, Some((first, _))) => {
                let is_above = matches!(first.as_str(), "Page" | "PageInner" | "Site");
                let page = (!is_above).then(|| "Page".to_owned());
                self.field(&page.into_iter().chain(fields.iter().cloned()).collect::<Vec<_>>(), arguments)
            }
            (ShortcodeValue::Map(_) | ShortcodeValue::Fields(_), Some((first, rest))) => {
                self.call.scope.budget.spend(value.count())?;
                let value = value.below(std::slice::from_ref(first))?;
                self.below(&value, rest, arguments)
            }
            (ShortcodeValue::Date(date), Some((first, []))) if first == "Format" => {
                Some(ShortcodeValue::Text(in_layout(date, &arguments.first()?.text())))
            }
            (ShortcodeValue::Resources, Some((method, rest))) => {
                let found = self.call.scope.resources(method, arguments)?;
                self.below(&found, rest, &[])
            }
            (value, Some(_)) => value.below(fields),
        }
    }

    /// What a partial writes that is called with a value.
    fn partial(&self, name: &str, value: Option<&ShortcodeValue>) -> Option<ShortcodeValue> {
        let nodes = self.call.scope.partials.template(name)?;
        if self.depth >= DEEPEST {
            return self.call.scope.budget.refuse();
        }
        let root = value.unwrap_or(&ShortcodeValue::Nothing);
        let mut run = Run {
            call: self.call,
            variables: BTreeMap::new(),
            place: Position::default(),
            root: Some(root),
            depth: self.depth + 1,
            returned: ShortcodeValue::Nothing,
        };
        let mut out = String::new();
        match run.nodes(nodes, Some(root), &mut out)? {
            Flow::Return => Some(run.returned),
            _ => Some(ShortcodeValue::Html(out)),
        }
    }

    /// A field of the shortcode.
    fn field(&self, fields: &[String], arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
        let Call { scope, arguments: given, inner, is_page, frame, element, store } = self.call;
        let is_of_page = *is_page && !matches!(fields.first().map(String::as_str), Some("Page" | "Site"));
        // What is on a page is called from it, as far as is known here.
        let name = |field: &'_ String| if field == "PageInner" { "Page".to_owned() } else { field.clone() };
        let root = is_of_page.then(|| "Page".to_owned());
        let names: Vec<String> = root.into_iter().chain(fields.iter().map(name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Some(element) = element {
            match names.as_slice() {
                ["Page" | "Site", ..] => {}
                _ => return element.has(fields.first()?).then(|| element.below(fields))?,
            }
        }
        Some(match names.as_slice() {
            ["Page"] => ShortcodeValue::Page,
            ["Page", "Resources"] => ShortcodeValue::Resources,
            ["Page", "Resources", rest @ ..] => {
                let rest: Vec<String> = rest.iter().map(|name| (*name).to_owned()).collect();
                return self.below(&ShortcodeValue::Resources, &rest, arguments);
            }
            ["Page" | "Site", "GetPage"] | ["Page", "Site", "GetPage"] => {
                let is_of_site = names.contains(&"Site");
                scope.page(&arguments.last()?.text(), is_of_site).unwrap_or(ShortcodeValue::Nothing)
            }
            ["Page", "Store" | "Scratch", method @ ("Set" | "Get" | "Add" | "SetInMap" | "Delete")] => {
                return scope.store.kept(method, arguments, &scope.budget);
            }
            ["Store" | "Scratch", method @ ("Set" | "Get" | "Add" | "SetInMap" | "Delete")] => {
                return store.kept(method, arguments, &scope.budget);
            }
            ["Get"] => got(given, arguments.first()?)?,
            ["Name"] => ShortcodeValue::Text((*frame)?.name.to_owned()),
            ["Ordinal"] => ShortcodeValue::Number(i64::try_from((*frame)?.ordinal).ok()?),
            ["Parent"] => (*frame)?.parent.map_or(ShortcodeValue::Nothing, seen),
            ["Parent", "Get"] => got((*frame)?.parent?.arguments, arguments.first()?)?,
            ["Parent", name, ..] => {
                let parent = seen((*frame)?.parent?);
                parent.has(name).then(|| parent.below(fields.get(1..)?))??
            }
            ["Params", name] => given
                .named(name)
                .map_or(ShortcodeValue::Nothing, |value| ShortcodeValue::Text(value.to_owned())),
            ["Params"] => parameters(given),
            ["Page", "Param"] => {
                let name = arguments.first()?.text();
                ShortcodeValue::of(scope.own(&name).or_else(|| scope.of_site(&name)))?
            }
            ["Page", "RenderString"] => {
                let text = arguments.last()?.text();
                let display = arguments.first()?.below(&["display".to_owned()]);
                let is_block = display.is_some_and(|display| display.text() == "block");
                ShortcodeValue::Html(if is_block { scope.blocks(&text) } else { scope.inline(&text) })
            }
            ["IsNamedParams"] => ShortcodeValue::Truth(!given.named.is_empty()),
            ["Inner"] => ShortcodeValue::Html((*inner).to_owned()),
            ["InnerDeindent"] => {
                let indent = frame.map_or("", |frame| frame.indent);
                let lines = inner.split('\n').map(|line| line.strip_prefix(indent).unwrap_or(line));
                ShortcodeValue::Html(lines.collect::<Vec<&str>>().join("\n"))
            }
            ["Page", name @ ("Date" | "PublishDate" | "Lastmod"), ..] => {
                let date = if *name == "Lastmod" { scope.post.updated } else { scope.post.date };
                let rest = fields.get(fields.iter().position(|field| field == name)? + 1..)?;
                return self.below(&ShortcodeValue::Date(date), rest, arguments);
            }
            ["Page", "Site", "Data", ..] | ["Site", "Data", ..] => {
                let path = names.iter().skip_while(|name| **name != "Data").skip(1);
                let path: Vec<String> = path.map(|name| (*name).to_owned()).collect();
                return self.below(&scope.partials.data, &path, arguments);
            }
            ["Page", "Permalink"] => ShortcodeValue::Text(scope.post.link.clone()),
            ["Page", "RelPermalink"] => ShortcodeValue::Text(scope.rooted(&scope.post.url)),
            ["Page", "Params", rest @ ..] | ["Page", "Param", rest @ ..] if !rest.is_empty() => {
                ShortcodeValue::of(scope.own(&rest.join(".")))?
            }
            ["Page", "Site", "Params", rest @ ..] | ["Site", "Params", rest @ ..] if !rest.is_empty() => {
                ShortcodeValue::of(scope.of_site(&rest.join(".")))?
            }
            ["Page", "Site", "Title"] | ["Site", "Title"] => {
                ShortcodeValue::Text(scope.site.settings.title.clone().unwrap_or_else(String::new))
            }
            ["Page", "Site", "BaseURL"] | ["Site", "BaseURL"] => ShortcodeValue::Text(scope.absolute("/")),
            ["Page", rest @ ..] => return scope.of_page(rest),
            _ => return None,
        })
    }

    /// The block of code that a render hook is for, as Hugo writes it without one.
    fn code_block(&self) -> Option<ShortcodeValue> {
        let field = |name: &str| self.call.element?.below(&[name.to_owned()]);
        let options = options_of(&field("Options")?);
        let html = self.call.scope.code(&field("Inner")?.text(), &field("Type")?.text(), &options);
        Some(ShortcodeValue::Fields([("Wrapped".to_owned(), html)].into()))
    }

    fn function(&self, name: &str, arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
        let scope = self.call.scope;
        // `site.Title`, `page.Params.x`: what `.Site` and `.Page` lead to.
        let root = name.split_once('.').filter(|(root, path)| match *root {
            "site" | "page" => true,
            "hugo" => path.starts_with("Data"),
            _ => false,
        });
        if let Some((root, path)) = root {
            let root = if root == "page" { "Page" } else { "Site" };
            let fields = [root].into_iter().chain(path.split('.')).map(str::to_owned);
            return self.field(&fields.collect::<Vec<String>>(), arguments);
        }
        match name {
            "resources.Get" | "resources.GetMatch" | "resources.Match" => {
                return scope.assets(name, &arguments.first()?.text());
            }
            "partial" | "partialCached" | "partials.Include" | "partials.IncludeCached" => {
                return self.partial(&arguments.first()?.text(), arguments.get(1));
            }
            "i18n" | "T" | "lang.Translate" => {
                let word = scope.partials.word(scope.language(), &arguments.first()?.text())?;
                return Some(ShortcodeValue::Text(word));
            }
            "errorf" | "warnf" | "fmt.Errorf" | "fmt.Warnf" => {
                return Some(ShortcodeValue::Text(String::new()));
            }
            "hugo.IsMultilingual" => {
                return Some(ShortcodeValue::Truth(scope.references.languages.len() > 1));
            }
            "hugo.IsProduction" => return Some(ShortcodeValue::Truth(true)),
            "hugo.IsServer" | "hugo.IsDevelopment" => return Some(ShortcodeValue::Truth(false)),
            "transform.HighlightCodeBlock" => return self.code_block(),
            "highlight" | "transform.Highlight" => {
                let options = arguments.get(2).map_or_else(String::new, options_of);
                let language = arguments.get(1)?.text();
                return Some(scope.code(&arguments.first()?.text(), &language, &options));
            }
            _ => {}
        }
        let text = |place: usize| arguments.get(place).map(ShortcodeValue::text);
        let last = arguments.last();
        let name = name.rsplit_once('.').map_or(name, |(_, name)| name).to_lowercase();
        Some(match name.as_str() {
            "markdownify" | "renderstring" => ShortcodeValue::Html(scope.inline(&last?.text())),
            "safehtml" | "safehtmlattr" | "safeurl" | "safecss" => ShortcodeValue::Html(last?.text()),
            "anchorize" => ShortcodeValue::Text(scope.anchor(&last?.text())),
            "htmlescape" => ShortcodeValue::Text(escape(&last?.text()).into_owned()),
            "plainify" => ShortcodeValue::Text(strip_html(&last?.text()).into_owned()),
            "trim" => ShortcodeValue::Text(
                text(0)?.trim_matches(|c| text(1).is_none_or(|cut| cut.contains(c))).to_owned(),
            ),
            "trimspace" => ShortcodeValue::Text(last?.text().trim().to_owned()),
            "chomp" => ShortcodeValue::Text(last?.text().trim_end_matches('\n').to_owned()),
            "lower" | "tolower" => ShortcodeValue::Text(last?.text().to_lowercase()),
            "upper" | "toupper" => ShortcodeValue::Text(last?.text().to_uppercase()),
            "string" => ShortcodeValue::Text(last?.text()),
            "default" => match last {
                Some(value) if arguments.len() > 1 && value.is_true() => value.clone(),
                _ => arguments.first()?.clone(),
            },
            "cond" => arguments.get(if arguments.first()?.is_true() { 1 } else { 2 })?.clone(),
            "not" => ShortcodeValue::Truth(!last?.is_true()),
            "and" => arguments.iter().find(|value| !value.is_true()).or(last)?.clone(),
            "or" => arguments.iter().find(|value| value.is_true()).or(last)?.clone(),
            "eq" => {
                ShortcodeValue::Truth(arguments.get(1..)?.iter().any(|value| text(0) == Some(value.text())))
            }
            "ne" => ShortcodeValue::Truth(text(0)? != text(1)?),
            "relurl" => ShortcodeValue::Text(scope.rooted_unless_absolute(&last?.text())),
            "absurl" => ShortcodeValue::Text(scope.absolute(&last?.text())),
            "replace" => ShortcodeValue::Text(bounded::replaced(&text(0)?, &text(1)?, &text(2)?)?),
            "print" => {
                // Go puts blanks between values alone that are no strings.
                let is_number = |value: &ShortcodeValue| matches!(value, ShortcodeValue::Number(_));
                let separator = if arguments.iter().all(is_number) { " " } else { "" };
                let texts: Vec<String> = arguments.iter().map(ShortcodeValue::text).collect();
                ShortcodeValue::Text(bounded::joined(&texts, separator)?)
            }
            "printf" => ShortcodeValue::Text(formatted(&text(0)?, arguments.get(1..)?)?),
            "urlquery" => ShortcodeValue::Text(percent_encoded(&last?.text()).replace("%20", "+")),
            "dateformat" | "format" => {
                let date = date::parse(&text(1)?, scope.site.settings.zone).ok()?;
                ShortcodeValue::Text(in_layout(&date, &text(0)?))
            }
            "ref" => ShortcodeValue::Text(scope.reference(&last?.text(), None)?.0),
            "relref" => ShortcodeValue::Text(scope.reference(&last?.text(), None)?.1),
            name => {
                scope.budget.spend(functions::cost(name, arguments))?;
                return functions::call(name, arguments);
            }
        })
    }
}

/// An argument by its place or name.
fn got(given: &Arguments, key: &ShortcodeValue) -> Option<ShortcodeValue> {
    let found = match key {
        ShortcodeValue::Number(place) => given.placed(usize::try_from(*place).ok()?),
        name => given.named(&name.text()),
    };
    Some(found.map_or(ShortcodeValue::Nothing, |value| ShortcodeValue::Text(value.to_owned())))
}

/// All arguments: by name, or in order.
fn parameters(given: &Arguments) -> ShortcodeValue {
    let text = |value: &String| ShortcodeValue::Text(value.clone());
    if given.named.is_empty() {
        return ShortcodeValue::List(given.placed.iter().map(text).collect());
    }
    ShortcodeValue::Map(given.named.iter().map(|(name, value)| (name.clone(), text(value))).collect())
}

/// What a shortcode within another sees of that.
fn seen(frame: &Frame<'_>) -> ShortcodeValue {
    let mut fields = vec![
        ("Name", ShortcodeValue::Text(frame.name.to_owned())),
        ("Params", parameters(frame.arguments)),
        ("IsNamedParams", ShortcodeValue::Truth(!frame.arguments.named.is_empty())),
    ];
    fields.extend(i64::try_from(frame.ordinal).ok().map(|it| ("Ordinal", ShortcodeValue::Number(it))));
    fields.extend(frame.parent.map(|parent| ("Parent", seen(parent))));
    ShortcodeValue::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The options of a block of code as they are written: a mapping as pairs.
fn options_of(value: &ShortcodeValue) -> String {
    match value {
        ShortcodeValue::Map(entries) => {
            let pairs: Vec<String> =
                entries.iter().map(|(name, value)| format!("{name}={}", value.text())).collect();
            pairs.join(",")
        }
        value => value.text(),
    }
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    percent_encode(text, &mut out);
    out
}

/// The verbs of Go's `printf` that shortcodes have.
fn formatted(format: &str, arguments: &[ShortcodeValue]) -> Option<String> {
    let mut out = String::new();
    let mut values = arguments.iter();
    let mut characters = format.chars();
    while let Some(c) = characters.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match characters.next()? {
            '%' => out.push('%'),
            's' | 'v' | 'd' | 't' => out.push_str(&values.next()?.text()),
            '0' => {
                let width = usize::try_from(characters.next()?.to_digit(10)?).ok()?;
                (characters.next()? == 'd').then_some(())?;
                out.push_str(&format!("{:0width$}", values.next()?.number()?));
            }
            'q' => out.push_str(&format!("{:?}", values.next()?.text())),
            _ => return None,
        }
    }
    Some(out)
}
