//! What templates read by a path of fields: of values, of the shortcode or render hook, its page and the site.

use crate::site::conventions::hugo::shortcodes::evaluate::{Call, Run};
use crate::site::conventions::hugo::shortcodes::layout::in_layout;
use crate::site::conventions::hugo::shortcodes::tags::{Arguments, Frame};
use crate::site::conventions::hugo::shortcodes::value::ShortcodeValue;

impl Run<'_> {
    /// What is below a path of fields of a value.
    pub(super) fn below(
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

    /// A field of the shortcode.
    pub(super) fn field(&self, fields: &[String], arguments: &[ShortcodeValue]) -> Option<ShortcodeValue> {
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
