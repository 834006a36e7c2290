//! The conversation with an editor: what changes, what is published, when the site is read again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use feedwright::lint::editor::{Encoding, Workspace, open};
use feedwright::lint::{Choice, KnownSites, Selection, check_config};
use feedwright::site::config::ConfigError;
use feedwright::site::load::{LoadError, LoadedWhole, load_whole};
use feedwright::site::overlay::Overlay;
use feedwright::site::tree::Tree;
use feedwright::text::diagnostic::Diagnostic;
use feedwright::text::printable::printable;
use feedwright::text::source::Position;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::{
    DiagnosticSeverity, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    MessageType, PublishDiagnosticsParams, Range, ShowMessageParams, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::disk::{self, Disk};
use crate::cli::failure::Failure;
use crate::cli::lint;
use crate::cli::lsp::answers::Answers;
use crate::cli::lsp::buffers::Buffers;
use crate::cli::lsp::protocol::{Text, path_of, uri_of};
use crate::cli::{open as site, target};

/// A conversation with an editor.
pub(super) struct Server<'a> {
    connection: Connection,
    console: Console,
    reading: &'a ReadingArgs,
    encoding: Encoding,
    /// The site, once it is known.
    buffers: Option<Buffers>,
    /// The files that the editor shows findings of.
    published: BTreeSet<String>,
}

/// What comes next in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// The site has changed.
    Read,
    /// The text of an open file has changed.
    Look,
    /// Nothing.
    Wait,
    /// The editor has ended the conversation.
    End,
}

impl<'a> Server<'a> {
    /// A server for the site in a folder; without one, for the site of the first file that is opened.
    pub(super) fn new(
        connection: Connection,
        console: Console,
        reading: &'a ReadingArgs,
        encoding: Encoding,
        root: Option<PathBuf>,
    ) -> Self {
        let root = root.filter(|root| target::is_site(root));
        let buffers = root.as_deref().and_then(disk::absolute).map(Buffers::new);
        Self { connection, console, reading, encoding, buffers, published: BTreeSet::new() }
    }

    /// Serves until the editor ends the conversation.
    pub(super) fn serve(mut self, watches: bool) {
        if watches {
            self.watch();
        }
        loop {
            let next = match self.buffers.as_ref().map(|buffers| buffers.root().to_owned()) {
                None => self.wait(None),
                Some(root) => self.serve_site(&root),
            };
            if next == Next::End {
                return;
            }
        }
    }

    /// Reads the site and serves it until it has changed.
    fn serve_site(&mut self, root: &Path) -> Next {
        let disk = Disk::new(root);
        let files = self.buffers.as_ref().map(Buffers::files).unwrap_or_default();
        let tree = Overlay::new(&disk, files);
        let (loaded, selection) = match self.load(&tree, root) {
            Ok(read) => read,
            Err(failure) => {
                self.cannot_read(&failure, &tree);
                return self.wait(None);
            }
        };
        let config = &loaded.site.settings.config;
        let others = match lint::others(root, &config.lint.sites, self.reading) {
            Ok(others) => others,
            Err(failure) => {
                self.show(&failure.to_string());
                Vec::new()
            }
        };
        let judges = KnownSites { built: None, others: &others };
        open(&loaded, &tree, judges, &selection, |workspace| {
            self.publish_all(workspace);
            self.wait(Some(workspace))
        })
    }

    fn load(&self, tree: &dyn Tree, root: &Path) -> Result<(LoadedWhole, Selection), Failure> {
        let loaded = site::load_from(tree, root, self.reading, &self.console, &load_whole)?;
        let lint = &loaded.site.settings.config.lint;
        let selection = Selection::new(lint, &Choice::default()).map_err(Failure::new)?;
        Ok((loaded, selection))
    }

    /// Waits until there is reason to read the site, answering what can be answered meanwhile.
    fn wait(&mut self, workspace: Option<&Workspace<'_>>) -> Next {
        let mut is_stale = false;
        loop {
            // Of many changes in a row, a branch that is checked out, the last one counts.
            if is_stale && self.connection.receiver.is_empty() {
                return Next::Read;
            }
            // The editor is gone where the channel is closed.
            let Ok(message) = self.connection.receiver.recv() else { return Next::End };
            let next = match message {
                Message::Request(request) => self.request(request, workspace),
                Message::Notification(notification) => self.notification(notification, workspace),
                Message::Response(_) => Next::Wait,
            };
            match next {
                Next::End => return Next::End,
                Next::Read => is_stale = true,
                // Without a site that can be read, every change may be the one that repairs it.
                Next::Look => is_stale |= workspace.is_none() && self.buffers.is_some(),
                Next::Wait => {}
            }
        }
    }

    fn request(&self, request: Request, workspace: Option<&Workspace<'_>>) -> Next {
        // An editor that is gone before it has said `exit` has ended the conversation too.
        if self.connection.handle_shutdown(&request).unwrap_or(true) {
            return Next::End;
        }
        let response = match (workspace, &self.buffers) {
            (Some(workspace), Some(buffers)) => {
                Answers { workspace, buffers, encoding: self.encoding }.answer(request)
            }
            _ => {
                let message = "no site can be read".to_owned();
                Response::new_err(request.id, ErrorCode::RequestFailed as i32, message)
            }
        };
        self.send(Message::Response(response));
        Next::Wait
    }

    fn notification(&mut self, notification: Notification, workspace: Option<&Workspace<'_>>) -> Next {
        let method = notification.method.clone();
        let changed = match method.as_str() {
            DidOpenTextDocument::METHOD => {
                params(notification).and_then(|params: DidOpenTextDocumentParams| {
                    self.opened(&params.text_document.uri, params.text_document.text)
                })
            }
            DidChangeTextDocument::METHOD => {
                params(notification).and_then(|params: DidChangeTextDocumentParams| {
                    // Each change is the whole text, as the capabilities ask.
                    let text = params.content_changes.into_iter().next_back()?.text;
                    self.opened(&params.text_document.uri, text)
                })
            }
            DidCloseTextDocument::METHOD => {
                let path = params(notification)
                    .and_then(|params: DidCloseTextDocumentParams| self.below(&params.text_document.uri));
                let differs =
                    path.zip(self.buffers.as_mut()).is_some_and(|(path, buffers)| buffers.close(&path));
                return if differs { Next::Read } else { Next::Wait };
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => return Next::Read,
            _ => None,
        };
        let Some(path) = changed else { return Next::Wait };
        match workspace {
            // What posts are read by is read with the site.
            Some(_) if !is_read_alone(&path) => Next::Read,
            Some(workspace) => {
                self.look(workspace, &path);
                Next::Wait
            }
            None => Next::Look,
        }
    }

    /// Takes the text of an open file. Returns its path where it is one of the site.
    fn opened(&mut self, uri: &Uri, text: String) -> Option<String> {
        let file = path_of(uri)?;
        if self.buffers.is_none() {
            let site = target::unsaved(&file).ok()?.site;
            self.buffers = disk::absolute(&site).map(Buffers::new);
        }
        let path = self.below(uri)?;
        self.buffers.as_mut()?.set(path.clone(), text);
        Some(path)
    }

    fn below(&self, uri: &Uri) -> Option<String> {
        self.buffers.as_ref()?.below(&path_of(uri)?)
    }

    /// Publishes the findings of all files, those of open ones as the editor has them.
    fn publish_all(&mut self, workspace: &Workspace<'_>) {
        let mut findings = workspace.findings();
        let open = self.buffers.as_ref().map(Buffers::paths).unwrap_or_default();
        for path in &open {
            findings.remove(path.as_str());
            self.look(workspace, path);
        }
        let before = std::mem::take(&mut self.published);
        for path in before.iter().filter(|path| !open.contains(path) && !findings.contains_key(path.as_str()))
        {
            self.publish(path, &[]);
        }
        for (path, found) in &findings {
            self.publish(path, found);
        }
        self.published.extend(open);
    }

    /// Publishes the findings of an open file.
    fn look(&mut self, workspace: &Workspace<'_>, path: &str) {
        let text = self.buffers.as_ref().and_then(|buffers| buffers.get(path)).unwrap_or("").to_owned();
        let found = workspace.view(path, &text, |view| view.findings());
        self.publish(path, &found.unwrap_or_default());
    }

    fn publish(&mut self, path: &str, found: &[Diagnostic]) {
        let Some(buffers) = &self.buffers else { return };
        let Some(uri) = uri_of(buffers.root(), path) else { return };
        let source = buffers.text(path).unwrap_or_default();
        let text = Text::new(&source, self.encoding);
        let diagnostics = found.iter().map(|found| text.diagnostic(found, buffers, self.encoding)).collect();
        if found.is_empty() {
            self.published.remove(path);
        } else {
            self.published.insert(path.to_owned());
        }
        self.notify::<PublishDiagnostics>(&PublishDiagnosticsParams { uri, diagnostics, version: None });
    }

    /// Says why the site cannot be read: at the place in its configuration where there is one.
    fn cannot_read(&mut self, failure: &Failure, tree: &dyn Tree) {
        let place = self.fault(tree).and_then(|fault| Some((fault.path?, fault.position, fault.message)));
        let Some((path, position, message)) = place else { return self.show(&failure.to_string()) };
        let Some(uri) = self.buffers.as_ref().and_then(|buffers| uri_of(buffers.root(), &path)) else {
            return;
        };
        let Position { line, column } = position.unwrap_or(Position::START);
        let small = |number: usize| u32::try_from(number.saturating_sub(1)).unwrap_or(u32::MAX);
        let at = lsp_types::Position { line: small(line), character: small(column) };
        let found = lsp_types::Diagnostic {
            range: Range { start: at, end: at },
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some("feedwright".to_owned()),
            message: printable(&message).into_owned(),
            ..lsp_types::Diagnostic::default()
        };
        self.published.insert(path);
        let params = PublishDiagnosticsParams { uri, diagnostics: vec![found], version: None };
        self.notify::<PublishDiagnostics>(&params);
    }

    /// The error in the configuration for which the site cannot be read.
    fn fault(&self, tree: &dyn Tree) -> Option<ConfigError> {
        let options = site::options(self.reading).ok()?;
        match load_whole(tree, options) {
            Err(LoadError::Config(error)) => Some(error),
            Err(_) => None,
            Ok(loaded) => check_config(&loaded.site.settings.config).err(),
        }
    }

    fn show(&self, message: &str) {
        let message = printable(message).into_owned();
        self.notify::<ShowMessage>(&ShowMessageParams { typ: MessageType::ERROR, message });
    }

    /// Asks the editor to tell of files that change on the disk.
    fn watch(&self) {
        let watchers = json!([{ "globPattern": "**/*" }]);
        let registration = json!({
            "id": "files",
            "method": DidChangeWatchedFiles::METHOD,
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        let request = Request::new(1.into(), "client/registerCapability".to_owned(), params);
        self.send(Message::Request(request));
    }

    fn notify<N: lsp_types::notification::Notification>(&self, params: &N::Params) {
        self.send(Message::Notification(Notification::new(N::METHOD.to_owned(), params)));
    }

    /// Sends a message; an editor that is gone ends the conversation at the next one that is awaited.
    fn send(&self, message: Message) {
        self.connection.sender.send(message).ok();
    }
}

/// Whether a file that has changed is one that only its own findings depend on.
fn is_read_alone(path: &str) -> bool {
    feedwright::site::is_markdown(path) || path.ends_with(".html")
}

/// The parameters of a notification; nothing where they are not of this type.
fn params<P: DeserializeOwned>(notification: Notification) -> Option<P> {
    serde_json::from_value(notification.params).ok()
}
