//! Answers to an editor's requests about a file.

use feedwright::lint::editor::{Encoding, View, Workspace};
use feedwright::lint::rules;
use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, References,
    Request as _,
};
use lsp_types::{
    CodeActionOrCommand, CodeActionParams, CompletionList, CompletionParams, DocumentSymbolParams,
    DocumentSymbolResponse, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents, HoverParams,
    MarkupContent, MarkupKind, ReferenceParams, TextDocumentPositionParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cli::explain;
use crate::cli::lsp::actions::Actions;
use crate::cli::lsp::buffers::Buffers;
use crate::cli::lsp::protocol::{Text, location, path_of};

/// What requests are answered from.
pub(super) struct Answers<'a> {
    pub(super) workspace: &'a Workspace<'a>,
    pub(super) buffers: &'a Buffers,
    pub(super) encoding: Encoding,
}

/// A file that a request is about, as the editor has it.
struct Asked<'a, 'v> {
    path: &'a str,
    text: &'a str,
    view: &'a View<'v>,
}

impl Answers<'_> {
    /// The answer to a request.
    pub(super) fn answer(&self, request: Request) -> Response {
        match request.method.as_str() {
            HoverRequest::METHOD => respond(request, |params: HoverParams| self.hover(&params)),
            Completion::METHOD => respond(request, |params: CompletionParams| self.completion(&params)),
            GotoDefinition::METHOD => {
                respond(request, |params: GotoDefinitionParams| self.definition(&params))
            }
            References::METHOD => respond(request, |params: ReferenceParams| self.references(&params)),
            DocumentSymbolRequest::METHOD => {
                respond(request, |params: DocumentSymbolParams| self.symbols(&params))
            }
            CodeActionRequest::METHOD => respond(request, |params: CodeActionParams| self.actions(&params)),
            _ => {
                let message = format!("`{}` is not supported", request.method);
                Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
            }
        }
    }

    fn asked<T>(&self, uri: &Uri, ask: impl FnOnce(&Asked<'_, '_>) -> T) -> Option<T> {
        let path = self.buffers.below(&path_of(uri)?)?;
        let text = self.buffers.text(&path)?;
        self.workspace.view(&path, &text, |view| ask(&Asked { path: &path, text: &text, view }))
    }

    fn asked_at<T>(
        &self,
        at: &TextDocumentPositionParams,
        ask: impl FnOnce(&Asked<'_, '_>, usize) -> Option<T>,
    ) -> Option<T> {
        self.asked(&at.text_document.uri, |asked| {
            let offset = Text::new(asked.text, self.encoding).offset(at.position);
            ask(asked, offset)
        })
        .flatten()
    }

    /// Where a link leads or how front matter is read, and the pages of the rules that found something at the place.
    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        self.asked_at(&params.text_document_position_params, |asked, offset| {
            let hover = asked.view.hover(offset);
            let mut parts: Vec<String> = Vec::new();
            parts.extend(hover.as_ref().map(|hover| hover.lines.join("  \n")));
            let mut named: Vec<&str> = Vec::new();
            for found in asked.view.findings() {
                let is_here = (found.span.start..=found.span.end).contains(&offset) && !found.span.is_empty();
                if is_here && !named.contains(&found.rule) {
                    named.push(found.rule);
                    parts.extend(rules::find(found.rule).map(explain::page));
                }
            }
            if parts.is_empty() {
                return None;
            }
            let text = Text::new(asked.text, self.encoding);
            Some(Hover {
                contents: HoverContents::Markup(MarkupContent {
                    kind: MarkupKind::Markdown,
                    value: parts.join("\n\n---\n\n"),
                }),
                range: hover.map(|hover| text.range(hover.span)),
            })
        })
    }

    fn completion(&self, params: &CompletionParams) -> Option<CompletionList> {
        self.asked_at(&params.text_document_position, |asked, offset| {
            let text = Text::new(asked.text, self.encoding);
            let found = asked.view.completions(offset);
            let items = found.into_iter().enumerate();
            let items = items.map(|(number, completion)| text.completion(completion, number)).collect();
            // Others fit once more is typed.
            Some(CompletionList { is_incomplete: true, items })
        })
    }

    fn definition(&self, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
        let place = self
            .asked_at(&params.text_document_position_params, |asked, offset| asked.view.definition(offset))?;
        location(self.buffers, &place.path, place.span, self.encoding).map(GotoDefinitionResponse::Scalar)
    }

    fn references(&self, params: &ReferenceParams) -> Option<Vec<lsp_types::Location>> {
        let uri = &params.text_document_position.text_document.uri;
        let places = self.asked(uri, |asked| asked.view.references())?;
        let found =
            places.iter().filter_map(|place| location(self.buffers, &place.path, place.span, self.encoding));
        Some(found.collect())
    }

    fn symbols(&self, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
        self.asked(&params.text_document.uri, |asked| {
            let text = Text::new(asked.text, self.encoding);
            DocumentSymbolResponse::Nested(text.symbols(&asked.view.symbols()))
        })
    }

    fn actions(&self, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
        self.asked(&params.text_document.uri, |asked| {
            let span = Text::new(asked.text, self.encoding).span(params.range);
            let (buffers, encoding) = (self.buffers, self.encoding);
            let actions = Actions { buffers, encoding, path: asked.path, text: asked.text };
            let wanted = params.context.only.as_deref().unwrap_or_default();
            let found = actions.of(asked.view, span, wanted);
            found.into_iter().map(CodeActionOrCommand::CodeAction).collect()
        })
    }
}

/// The response to a request with parameters of this type: `null` where there is nothing to say.
fn respond<P: DeserializeOwned, R: Serialize>(
    request: Request,
    answer: impl FnOnce(P) -> Option<R>,
) -> Response {
    let Request { id, params, .. } = request;
    match serde_json::from_value(params) {
        Ok(params) => Response::new_ok(id, answer(params)),
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}
