//! Blocks that run under a condition: `if`, `unless`, `case`, `ifchanged`.

use crate::markup::front_matter::Fault;
use crate::markup::liquid::operand::{Condition, Operand};
use crate::markup::liquid::output::{Output, UNKNOWN};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::run::Runner;
use crate::markup::liquid::template::{Block, NodeKind};
use crate::markup::liquid::value::Value;
use crate::text::source::Span;

impl Runner<'_> {
    pub(super) fn branches(
        &mut self,
        branches: &[(Option<Condition>, Block)],
        negated: bool,
        span: Span,
        out: &mut Output<'_>,
    ) -> Result<(), Fault> {
        let blank = branches.iter().all(|(_, block)| block.blank);
        for (i, (condition, block)) in branches.iter().enumerate() {
            if self.context.lenient && condition.as_ref().is_some_and(|it| self.is_unknown_condition(it)) {
                branches.iter().skip(i).for_each(|(_, block)| self.forget(block));
                self.doubt_ids_of(branches.iter().skip(i).map(|(_, block)| block));
                out.push_unknown_block(self.place(span));
                return Ok(());
            }
            if self.holds(condition.as_ref(), negated && i == 0).map_err(|problem| problem.at(span))? {
                return self.visible(block, blank, out);
            }
        }
        Ok(())
    }

    pub(super) fn case(
        &mut self,
        value: &Operand,
        whens: &[(Vec<Operand>, Block)],
        otherwise: Option<&Block>,
        span: Span,
        out: &mut Output<'_>,
    ) -> Result<(), Fault> {
        if self.context.lenient && self.is_of_the_build(value) {
            whens.iter().map(|(_, block)| block).chain(otherwise).for_each(|block| self.forget(block));
            self.doubt_ids_of(whens.iter().map(|(_, block)| block).chain(otherwise));
            out.push_unknown_block(self.place(span));
            return Ok(());
        }
        let value = self.context.value(value);
        self.context.check_depth(&value).map_err(|problem| problem.at(span))?;
        let blank = whens.iter().all(|(_, block)| block.blank) && otherwise.is_none_or(|block| block.blank);
        let mut found = false;
        for (alternatives, block) in whens {
            if alternatives.iter().any(|alternative| self.context.value(alternative).equals(&value)) {
                found = true;
                self.visible(block, blank, out)?;
            }
        }
        match otherwise {
            Some(block) if !found => self.visible(block, blank, out),
            _ => Ok(()),
        }
    }

    pub(super) fn if_changed(&mut self, block: &Block, out: &mut Output<'_>) -> Result<(), Fault> {
        let mut changed = out.another();
        self.block(block, &mut changed)?;
        if self.last_output.as_ref() != Some(&changed.text) {
            self.last_output = Some(changed.text.clone());
            out.append(changed);
        }
        Ok(())
    }

    /// Runs a block; what could only print white space prints nothing.
    pub(super) fn visible(&mut self, block: &Block, blank: bool, out: &mut Output<'_>) -> Result<(), Fault> {
        if blank { self.block(block, &mut Output::discarded()) } else { self.block(block, out) }
    }

    fn holds(&mut self, condition: Option<&Condition>, negated: bool) -> Result<bool, Problem> {
        match condition {
            Some(condition) => Ok(self.context.test(condition)? != negated),
            None => Ok(true),
        }
    }

    /// Returns whether only the build knows if a condition holds: it asks for the environment, or for a value of the site
    /// that the configuration does not have and a plugin may.
    fn is_unknown_condition(&self, condition: &Condition) -> bool {
        let comparisons = std::iter::once(&condition.first).chain(condition.rest.iter().map(|(_, it)| it));
        let mut operands =
            comparisons.flat_map(|it| [Some(&it.left), it.test.as_ref().map(|(_, right)| right)]);
        operands.any(|operand| operand.is_some_and(|operand| self.is_of_the_build(operand)))
    }

    fn is_of_the_build(&self, operand: &Operand) -> bool {
        let value = || self.context.value(operand);
        operand.is_of("jekyll")
            || operand.is_of("site")
                && matches!(value(), Value::Nil)
                && !self.is_part_of_configuration(operand)
            || matches!(operand, Operand::Lookup(_)) && value().is_marked()
    }

    /// Returns whether a value would be a part of one that the configuration has: no plugin adds to those.
    fn is_part_of_configuration(&self, operand: &Operand) -> bool {
        operand.configured().is_some_and(|whole| !matches!(self.context.value(&whole), Value::Nil))
    }

    /// Marks the variables that a block sets of which only the build knows whether it runs.
    fn forget(&mut self, block: &Block) {
        for node in &block.nodes {
            match &node.kind {
                NodeKind::Assign(name, expression) => {
                    self.remember_possible_markup(name, expression);
                    self.context.assign(name, Value::from(UNKNOWN));
                }
                NodeKind::Capture(name, block) => {
                    self.context.assign(name, Value::from(UNKNOWN));
                    self.forget(block);
                }
                NodeKind::If(branches, _) => branches.iter().for_each(|(_, block)| self.forget(block)),
                NodeKind::Case(_, whens, otherwise) => {
                    whens
                        .iter()
                        .map(|(_, block)| block)
                        .chain(otherwise)
                        .for_each(|block| self.forget(block));
                }
                NodeKind::For(run) | NodeKind::TableRow(run) => {
                    std::iter::once(&run.body).chain(&run.otherwise).for_each(|block| self.forget(block));
                }
                NodeKind::IfChanged(block) => self.forget(block),
                _ => {}
            }
        }
    }
}
