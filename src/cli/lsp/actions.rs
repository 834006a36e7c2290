//! Code actions: the fixes of findings, comments that suppress them, and all safe fixes of a file at once.

use std::collections::HashMap;

use feedwright::lint::editor::{Encoding, View};
use feedwright::text::diagnostic::{Diagnostic, Edit, Fix, Safety};
use feedwright::text::printable::printable;
use feedwright::text::source::Span;
use lsp_types::{CodeAction, CodeActionKind, TextEdit, Uri, WorkspaceEdit};

use crate::cli::lsp::buffers::Buffers;
use crate::cli::lsp::protocol::{FIX_ALL, Text, uri_of};

/// What actions of a file are made of.
pub(super) struct Actions<'a> {
    pub(super) buffers: &'a Buffers,
    pub(super) encoding: Encoding,
    /// The file, and its text.
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl Actions<'_> {
    /// The actions for what is found within a span of the file; `wanted` are the kinds that the editor asks for, all if it
    /// asks for none.
    pub(super) fn of(&self, view: &View<'_>, span: Span, wanted: &[CodeActionKind]) -> Vec<CodeAction> {
        let wants = |kind: &CodeActionKind| {
            let kind = kind.as_str();
            wanted.is_empty() || wanted.iter().any(|wanted| is_kind_of(kind, wanted.as_str()))
        };
        let findings = view.findings();
        let mut actions = Vec::new();
        if wants(&CodeActionKind::QUICKFIX) {
            let here = |found: &&Diagnostic| found.span.start <= span.end && span.start <= found.span.end;
            for found in findings.iter().filter(here) {
                actions.extend(self.fix(found));
                actions.extend(self.suppression(view, found));
            }
        }
        if wants(&FIX_ALL) {
            actions.extend(self.all_fixes(&findings));
        }
        actions
    }

    fn fix(&self, found: &Diagnostic) -> Option<CodeAction> {
        let Fix { title, safety, edits } = found.fix()?;
        let mut action = self.action(found, printable(title).into_owned(), self.changes(edits)?);
        action.is_preferred = Some(*safety == Safety::Safe);
        Some(action)
    }

    fn suppression(&self, view: &View<'_>, found: &Diagnostic) -> Option<CodeAction> {
        let line = view.suppression(found)?;
        let edit = self.edit(Span::at(line.at), line.line)?;
        Some(self.action(found, format!("suppress `{}` {}", found.rule, line.place), edit))
    }

    /// The safe fixes of the file that do not touch each other.
    fn all_fixes(&self, findings: &[Diagnostic]) -> Option<CodeAction> {
        let mut edits: Vec<Edit> = Vec::new();
        let safe = findings.iter().filter_map(|found| found.fix());
        for fix in safe.filter(|fix| fix.safety == Safety::Safe) {
            let touches = |edit: &Edit| {
                edits.iter().any(|other| {
                    edit.path == other.path
                        && edit.span.start <= other.span.end
                        && other.span.start <= edit.span.end
                })
            };
            if !fix.edits.iter().any(touches) {
                edits.extend(fix.edits.iter().cloned());
            }
        }
        let edit = if edits.is_empty() { None } else { self.changes(&edits) };
        Some(CodeAction {
            title: "apply all safe fixes of this file".to_owned(),
            kind: Some(FIX_ALL),
            edit: Some(edit?),
            ..CodeAction::default()
        })
    }

    fn action(&self, found: &Diagnostic, title: String, edit: WorkspaceEdit) -> CodeAction {
        let text = Text::new(self.text, self.encoding);
        CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![text.diagnostic(found, self.buffers, self.encoding)]),
            edit: Some(edit),
            ..CodeAction::default()
        }
    }

    /// One edit of the file itself.
    fn edit(&self, span: Span, new_text: String) -> Option<WorkspaceEdit> {
        let range = Text::new(self.text, self.encoding).range(span);
        let uri = uri_of(self.buffers.root(), self.path)?;
        Some(whole(vec![(uri, TextEdit { range, new_text })]))
    }

    /// Edits of several files, all or none.
    fn changes(&self, edits: &[Edit]) -> Option<WorkspaceEdit> {
        let change = |edit: &Edit| {
            let uri = uri_of(self.buffers.root(), &edit.path)?;
            let range = if *edit.path == *self.path {
                Text::new(self.text, self.encoding).range(edit.span)
            } else {
                Text::new(&self.buffers.text(&edit.path)?, self.encoding).range(edit.span)
            };
            Some((uri, TextEdit { range, new_text: edit.replacement.clone() }))
        };
        Some(whole(edits.iter().map(change).collect::<Option<_>>()?))
    }
}

/// Whether a kind of action is the wanted one or below it: `source.fixAll.feedwright` is a `source.fixAll`.
fn is_kind_of(kind: &str, wanted: &str) -> bool {
    kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[expect(clippy::mutable_key_type, reason = "the protocol's type has URIs, which nothing changes, as keys")]
fn whole(edits: Vec<(Uri, TextEdit)>) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (uri, edit) in edits {
        changes.entry(uri).or_default().push(edit);
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
