//! Other templates: what is included, and macros of this one and of those that it imports.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::markup::jinja::grammar::Feature;
use crate::markup::jinja::language::{Language, Marked};
use crate::markup::jinja::node::{Argument, Expression, Kind, Node};
use crate::markup::jinja::parser::parse;
use crate::markup::jinja::run::{CALLER, DEEPEST, Lack, Macros, Own, Run};

impl<L: Language> Run<'_, L> {
    /// The path that a tag gives, and the template there.
    fn template(&mut self, file: &Expression) -> Option<(String, Option<String>)> {
        let (file, _) = self.value(file)?;
        let path = self.language.text(&file).unwrap_or_default();
        let text = self.language.template(&path).filter(|_| self.depth < DEEPEST);
        Some((path, text))
    }

    pub(super) fn include(&mut self, file: &Expression, may_miss: bool) -> Option<()> {
        match self.template(file)?.1 {
            Some(text) => {
                self.depth += 1;
                let flow = self.parsed_nodes(&text).and_then(|nodes| self.nodes(&nodes));
                self.depth -= 1;
                flow.map(drop)
            }
            None if may_miss => Some(()),
            None => self.miss(Lack::Tag, "include"),
        }
    }

    /// The nodes of another template; nothing where it is not understood in a strict language.
    fn parsed_nodes(&mut self, text: &str) -> Option<Vec<Node>> {
        self.unless(self.budget.read(text).is_none())?;
        let parsed = parse(text, self.language.grammar(), self.language.is_strict());
        if let Some((name, _)) = parsed.loose.filter(|_| self.language.is_strict()) {
            self.miss(Lack::Loose, &name)?;
        }
        Some(parsed.nodes)
    }

    pub(super) fn import(
        &mut self,
        file: &Expression,
        names: Option<&[(String, String)]>,
        alias: &str,
    ) -> Option<()> {
        let (path, text) = self.template(file)?;
        let Some(text) = text else { return self.miss(Lack::Tag, "import") };
        let space = match self.imported.get(&path) {
            Some(space) => *space,
            None => self.read_macros(path, &text)?,
        };
        let sign = self.language.grammar().macro_sign;
        let all: Vec<Rc<Own>> =
            self.spaces.get(space)?.values().filter(|own| own.space == space).cloned().collect();
        for own in all {
            match names {
                None => self.know(self.space, &format!("{alias}{sign}{}", own.own.name), own),
                Some(names) => {
                    for (_, alias) in names.iter().filter(|(name, _)| *name == own.own.name) {
                        self.know(self.space, alias, Rc::clone(&own));
                    }
                }
            }
        }
        Some(())
    }

    /// Reads the macros of another template; the number of that.
    fn read_macros(&mut self, path: String, text: &str) -> Option<usize> {
        let space = self.spaces.len();
        self.spaces.push(Macros::new());
        self.imported.insert(path, space);
        let outer = std::mem::replace(&mut self.space, space);
        self.depth += 1;
        let mut done = Some(());
        for node in self.parsed_nodes(text)? {
            if matches!(node.kind, Kind::Macro(_) | Kind::Import(..)) {
                done = done.and(self.node(&node).map(drop));
            }
        }
        self.depth -= 1;
        self.space = outer;
        done.map(|()| space)
    }

    /// Gives a template a macro under a name, and its own under the name that they have among themselves.
    pub(super) fn know(&mut self, space: usize, name: &str, own: Rc<Own>) {
        let sign = self.language.grammar().macro_sign;
        let name = if own.space == space && sign == "::" { format!("self::{name}") } else { name.to_owned() };
        if let Some(macros) = self.spaces.get_mut(space) {
            macros.insert(name, own);
        }
    }

    /// The macro of a name in the template that is run.
    pub(super) fn own(&self, name: &str) -> Option<Rc<Own>> {
        self.spaces.get(self.space)?.get(name).cloned()
    }

    pub(super) fn call_macro(
        &mut self,
        own: &Own,
        given: &[Argument],
        callee: &Expression,
    ) -> Option<Marked<L::Value>> {
        if self.depth >= DEEPEST {
            return self.or_missed(None, callee);
        }
        let mut places = given.iter().filter(|(name, _)| name.is_none());
        let mut frame = BTreeMap::new();
        for (parameter, default) in &own.own.parameters {
            let by_name = given.iter().find(|(name, _)| name.as_ref() == Some(parameter));
            let place = if by_name.is_some() { None } else { places.next() };
            let value = match by_name.or(place).map(|(_, value)| value).or(default.as_ref()) {
                Some(value) => self.value(value)?,
                None if self.has(Feature::RequiredValues) => return self.or_missed(None, callee),
                None => (self.undefined(), false),
            };
            frame.insert(parameter.clone(), value);
        }
        let caller = self.variable(CALLER);
        frame.insert(CALLER.to_owned(), caller);
        let is_open = self.has(Feature::OpenMacros);
        let outer = if is_open { None } else { Some(std::mem::take(&mut self.frames)) };
        let space = std::mem::replace(&mut self.space, own.space);
        self.depth += 1;
        self.frames.push(frame);
        let text = self.captured(&own.own.body);
        self.frames.pop();
        self.depth -= 1;
        self.space = space;
        if let Some(outer) = outer {
            self.frames = outer;
        }
        Some((text?, true))
    }
}
