//! A run of a template.

use crate::markup::front_matter::{Map, Node};
use crate::markup::jinja::{self, Rendered};
use crate::markup::liquid::Strict;
use crate::site::conventions::jinja::language::{Data, World, named};

/// The arguments of a call that are written outside of a template; nothing where one of them is not understood.
pub(in crate::site::conventions) fn arguments(world: World<'_>, list: &str) -> Option<Map> {
    named(jinja::arguments(list, &mut Data { world, escapes: false })?, false)
}

/// A run of a template.
pub(in crate::site::conventions) struct Run<'a> {
    language: Data<'a>,
    arguments: Map,
}

impl<'a> Run<'a> {
    /// A run with these arguments, in which outputs are escaped or not.
    pub(in crate::site::conventions) const fn new(world: World<'a>, arguments: Map, escapes: bool) -> Self {
        Self { language: Data { world, escapes }, arguments }
    }

    fn rendered(mut self, template: &str) -> Rendered {
        let value = |node: &Node| Some(node.value.clone());
        let variables = self.arguments.iter().map(|entry| (entry.key.clone(), value(&entry.value)));
        let variables = variables.collect();
        jinja::render(template, &mut self.language, variables)
    }

    /// What a template writes, with the names that it prints.
    ///
    /// # Errors
    /// Where it has more in it than is understood: with what that is, where it is known.
    pub(in crate::site::conventions) fn write_strictly(
        self,
        template: &str,
    ) -> Result<Strict, Option<String>> {
        let made = self.rendered(template);
        match made.unknown.first() {
            _ if made.is_whole => Ok(made.into_strict()),
            missed => Err(missed.map(jinja::Missed::message)),
        }
    }

    /// What a template writes; nothing where it has more in it than is understood.
    pub(in crate::site::conventions) fn write(self, template: &str) -> Option<String> {
        let made = self.rendered(template);
        made.is_whole.then_some(made.text)
    }
}
