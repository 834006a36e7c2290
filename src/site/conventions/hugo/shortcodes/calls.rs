//! The functions that templates call: those of the site, of the page and of Markdown here, those of values alone in
//! [`functions`].

use crate::site::conventions::hugo::shortcodes::evaluate::Run;
use crate::site::conventions::hugo::shortcodes::functions;
use crate::site::conventions::hugo::shortcodes::layout::in_layout;
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;
use crate::text::html::text::{escape, strip_html};
use crate::text::url::percent_encode;
use crate::text::{bounded, date};

impl Run<'_> {
    pub(super) fn function(&self, name: &str, arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
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

    /// The block of code that a render hook is for, as Hugo writes it without one.
    fn code_block(&self) -> Option<ShortcodeValue> {
        let field = |name: &str| self.call.element?.below(&[name.to_owned()]);
        let options = options_of(&field("Options")?);
        let html = self.call.scope.code(&field("Inner")?.text(), &field("Type")?.text(), &options);
        Some(ShortcodeValue::Fields([("Wrapped".to_owned(), html)].into()))
    }
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
