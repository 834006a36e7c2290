//! The loops of Liquid: `for` and `tablerow`.

use std::borrow::Cow;
use std::rc::Rc;

use crate::markup::front_matter::Fault;
use crate::markup::liquid::context::to_int;
use crate::markup::liquid::operand::Operand;
use crate::markup::liquid::output::Output;
use crate::markup::liquid::run::{Leaving, Runner};
use crate::markup::liquid::template::Loop;
use crate::markup::liquid::value::Value;
use crate::text::source::Span;

impl<'a> Runner<'a> {
    /// The items that a loop runs over, and where it is to go on for `offset: continue`.
    fn selected(&mut self, run: &Loop, span: Span) -> Result<Vec<Value<'a>>, Fault> {
        let list = self.context.value(&run.list);
        let items = self.context.items(&list).map_err(|problem| problem.at(span))?;
        let continues = matches!(&run.offset, Some(operand) if *operand == Operand::parse("continue"));
        let number = |operand: &Operand| usize::try_from(to_int(&self.context.value(operand))).unwrap_or(0);
        let offset = match &run.offset {
            Some(_) if continues => self.continued.get(&run.name).copied().unwrap_or(0),
            Some(operand) => number(operand),
            None => 0,
        };
        let limit = run.limit.as_ref().map_or(usize::MAX, number);
        let mut chosen: Vec<Value<'a>> = items.iter().skip(offset).take(limit).cloned().collect();
        self.continued.insert(run.name.clone(), offset.saturating_add(chosen.len()));
        if matches!(list, Value::Text(_)) {
            // A string is one item, even where `limit` or `offset` ask for a part.
            chosen = items.to_vec();
        }
        if run.reversed {
            chosen.reverse();
        }
        Ok(chosen)
    }

    pub(super) fn for_loop(&mut self, run: &Loop, span: Span, out: &mut Output<'_>) -> Result<(), Fault> {
        let items = self.selected(run, span)?;
        let blank = run.body.blank && run.otherwise.as_ref().is_none_or(|block| block.blank);
        if items.is_empty() && self.context.lenient && self.means_nothing(&run.list) {
            self.doubt_ids_of(std::iter::once(&run.body).chain(&run.otherwise));
            self.push_unknown_without_ids(span, out);
        }
        if items.is_empty() {
            return match &run.otherwise {
                Some(block) => self.visible(block, blank, out),
                None => Ok(()),
            };
        }
        let parent = self.loops.last().cloned().unwrap_or_default();
        let length = items.len();
        for (index, item) in items.into_iter().enumerate() {
            self.context.spend(1).map_err(|problem| problem.at(span))?;
            let state = for_state(&run.name, index, length, parent.clone());
            self.loops.push(state.clone());
            self.context.push_scope(vec![("forloop".to_owned(), state), (run.variable.clone(), item)]);
            let done = self.visible(&run.body, blank, out);
            self.context.pop_scope();
            self.loops.pop();
            done?;
            if self.leaving.take() == Some(Leaving::Break) {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn table(&mut self, run: &Loop, span: Span, out: &mut Output<'_>) -> Result<(), Fault> {
        let items = self.selected(run, span)?;
        let length = items.len();
        let columns = run.columns.as_ref().map(|operand| to_int(&self.context.value(operand)));
        let columns = columns
            .and_then(|columns| usize::try_from(columns).ok())
            .filter(|columns| *columns > 0)
            .unwrap_or(length.max(1));
        let place = self.place(span);
        out.push("<tr class=\"row1\">\n", place);
        for (index, item) in items.into_iter().enumerate() {
            self.context.spend(1).map_err(|problem| problem.at(span))?;
            let column = index % columns;
            out.push(&format!("<td class=\"col{}\">", column + 1), place);
            let state = table_state(
                for_state(&run.name, index, length, Value::Nil),
                column,
                columns,
                index / columns,
            );
            self.context.push_scope(vec![("tablerowloop".to_owned(), state), (run.variable.clone(), item)]);
            let done = self.block(&run.body, out);
            self.context.pop_scope();
            done?;
            out.push("</td>", place);
            if self.leaving.take() == Some(Leaving::Break) {
                break;
            }
            if column + 1 == columns && index + 1 < length {
                out.push(&format!("</tr>\n<tr class=\"row{}\">", index / columns + 2), place);
            }
        }
        out.push("</tr>\n", place);
        Ok(())
    }
}

/// Returns `forloop` in the pass number `index`.
fn for_state<'a>(name: &str, index: usize, length: usize, parent: Value<'a>) -> Value<'a> {
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    Value::Record(Rc::new(vec![
        (Cow::Borrowed("name"), name.to_owned().into()),
        (Cow::Borrowed("length"), number(length)),
        (Cow::Borrowed("index"), number(index + 1)),
        (Cow::Borrowed("index0"), number(index)),
        (Cow::Borrowed("rindex"), number(length - index)),
        (Cow::Borrowed("rindex0"), number(length - index - 1)),
        (Cow::Borrowed("first"), Value::Bool(index == 0)),
        (Cow::Borrowed("last"), Value::Bool(index + 1 == length)),
        (Cow::Borrowed("parentloop"), parent),
    ]))
}

/// Returns `tablerowloop`: a `forloop` with the place in the table.
fn table_state(state: Value<'_>, column: usize, columns: usize, row: usize) -> Value<'_> {
    let number = |number: usize| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let mut parts = match state {
        Value::Record(parts) => parts.to_vec(),
        _ => Vec::new(),
    };
    parts.extend([
        (Cow::Borrowed("col"), number(column + 1)),
        (Cow::Borrowed("col0"), number(column)),
        (Cow::Borrowed("col_first"), Value::Bool(column == 0)),
        (Cow::Borrowed("col_last"), Value::Bool(column + 1 == columns)),
        (Cow::Borrowed("row"), number(row + 1)),
    ]);
    Value::Record(Rc::new(parts))
}
