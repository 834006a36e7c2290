//! The tags `include` and `include_relative`.

use std::borrow::Cow;
use std::rc::Rc;

use crate::markup::front_matter::Fault;
use crate::markup::liquid::operand::Operand;
use crate::markup::liquid::output::{MARK, Output};
use crate::markup::liquid::problem::{Problem, within};
use crate::markup::liquid::run::Runner;
use crate::markup::liquid::syntax;
use crate::markup::liquid::template::Block;
use crate::markup::liquid::value::Value;
use crate::text::source::Span;

impl<'a> Runner<'a> {
    /// A template inside a tag's markup.
    pub(super) fn inner<'m>(&mut self, markup: &'m str, span: Span) -> Result<Cow<'m, str>, Fault> {
        if !markup.contains("{{") {
            return Ok(Cow::Borrowed(markup));
        }
        let block = syntax::parse(markup, self.context.globals.gists().is_some())
            .and_then(|(block, foreign)| foreign.map_or(Ok(block), Err));
        let block = block.map_err(|fault| Fault { span, ..fault })?;
        let text = self.apart(&block).map_err(|fault| Fault { span, ..fault })?;
        Ok(Cow::Owned(text.trim().to_owned()))
    }

    pub(super) fn include(
        &mut self,
        file: &str,
        parameters: &[(String, Operand)],
        relative: bool,
        span: Span,
        out: &mut Output<'_>,
    ) -> Result<(), Fault> {
        let file = self.inner(file, span)?;
        if self.context.lenient && file.contains(MARK) {
            self.may_have_more_ids = true;
            self.has_gaps = true;
            self.push_unknown_without_ids(span, out);
            return Ok(());
        }
        let file = file.into_owned();
        let block = self.included(&file, relative, span)?;
        let scope = self.parameters(parameters).map_err(|problem| problem.at(span))?;
        self.context.push_scope(scope);
        let includer = self.includer.replace(self.place(span));
        let outer = self.file.replace(Rc::from(file.as_str()));
        let done = self.block(&block, out);
        self.includer = includer;
        self.file = outer;
        self.context.pop_scope();
        done.map_err(|fault| within(&file, span, fault))
    }

    /// The template of a file to include.
    fn included(&mut self, file: &str, relative: bool, span: Span) -> Result<Rc<Block>, Fault> {
        if !relative && let Some(block) = self.included.get(file) {
            return Ok(Rc::clone(block));
        }
        let odd = |c: char| !(c.is_alphanumeric() || "_/.-()+~#@".contains(c));
        let dots = file.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| matches!(byte, b'.' | b'/')));
        if file.is_empty() || file.contains(odd) || dots {
            let help = "write the path of a file below `_includes`, without `..`";
            return Err(
                Problem::new(format!("`{file}` cannot be the path of a file to include"), help).at(span)
            );
        }
        let source = if relative {
            self.context.page.file_beside(file).map(|text| text.map(Cow::Owned))
        } else {
            // Ruby joins it to the folder.
            let text = self.context.globals.include(file.trim_start_matches('/'));
            text.map(|text| text.map(Cow::Borrowed)).map_err(str::to_owned)
        };
        let place = if relative { "beside this file" } else { "in `_includes`" };
        let source = source.map_err(|reason| {
            self.context.page.cannot_read(file, &format!("it cannot be read: {reason}"));
            let message = format!("the file `{file}` {place} cannot be read: {reason}");
            Problem::new(message, "make the file readable").at(span)
        })?;
        let Some(source) = source else {
            let message = format!("there is no file `{file}` {place} to include");
            return Err(Problem::new(message, "correct the name, or add the file").at(span));
        };
        self.context.spend_text(&source).map_err(|problem| problem.at(span))?;
        let (block, foreign) = syntax::parse(&source, self.context.globals.gists().is_some())
            .map_err(|fault| within(file, span, fault))?;
        let block = Rc::new(block);
        if let Some(foreign) = foreign {
            self.note(within(file, span, foreign));
        }
        if !relative {
            self.included.insert(file.to_owned(), Rc::clone(&block));
        }
        Ok(block)
    }

    fn parameters(&mut self, parameters: &[(String, Operand)]) -> Result<Vec<(String, Value<'a>)>, Problem> {
        if parameters.is_empty() {
            return Ok(Vec::new());
        }
        let parts =
            parameters.iter().map(|(name, operand)| (Cow::Owned(name.clone()), self.context.value(operand)));
        let include = Value::Record(Rc::new(parts.collect()));
        self.context.check_depth(&include)?;
        Ok(vec![("include".to_owned(), include)])
    }
}
