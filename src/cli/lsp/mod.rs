//! `feedwright lsp`: speaks the Language Server Protocol over standard input and output; what it answers is of
//! [`feedwright::lint::editor`].

mod actions;
mod answers;
mod buffers;
mod protocol;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use feedwright::lint::editor::Encoding;
use lsp_server::Connection;
use lsp_types::{InitializeParams, PositionEncodingKind};
use serde_json::json;

use crate::cli::args::ReadingArgs;
use crate::cli::console::Console;
use crate::cli::failure::{CommandResult, Failure};
use crate::cli::target;

use protocol::{capabilities, path_of};
use server::Server;

/// Serve an editor over standard input and output, by the Language Server Protocol.
///
/// The editor starts it. It shows findings while one types, offers fixes and comments that suppress, tells where links lead
/// and how front matter is read, and completes link targets, ids, names of posts, keys and values of front matter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  feedwright lsp                     the command of a language server
  feedwright lsp --drafts            drafts too

docs/editors.md has the settings for Neovim, Helix, Emacs, Zed and VS Code.")]
pub(crate) struct LspArgs {
    /// The same as without it; editors add it
    #[arg(long, hide = true)]
    stdio: bool,
    /// The options that every command that reads a site has.
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(crate) fn run(args: &LspArgs, console: &Console) -> CommandResult {
    // An editor asks when it likes.
    let _work = console.waiting();
    let (connection, threads) = Connection::stdio();
    let ended = serve(args, console, connection);
    threads.join().map_err(|error| Failure::new(format!("the editor cannot be reached: {error}")))?;
    ended.map(|()| ExitCode::SUCCESS)
}

/// Shakes hands with an editor and serves it until it ends the conversation.
fn serve(args: &LspArgs, console: &Console, connection: Connection) -> Result<(), Failure> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let encoding = encoding(&params);
    let info = json!({ "name": "feedwright", "version": env!("CARGO_PKG_VERSION") });
    let capabilities = capabilities(encoding);
    connection.initialize_finish(id, json!({ "capabilities": capabilities, "serverInfo": info }))?;
    let root = root(&params).map(|root| target::folder(&root, &args.reading));
    Server::new(connection, console.hushed(), &args.reading, encoding, root).serve(watches(&params));
    Ok(())
}

/// How the editor counts characters: bytes, where it can, since sources are counted in bytes here.
fn encoding(params: &InitializeParams) -> Encoding {
    let general = params.capabilities.general.as_ref();
    let known = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    if known.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 }
}

/// Whether the editor tells of files that change on the disk, if it is asked to.
fn watches(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let files = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
    files.is_some_and(|files| files.dynamic_registration == Some(true))
}

/// The folder that the editor has open.
#[expect(deprecated, reason = "older editors, Neovim 0.7 among them, name the folder by `rootUri`")]
fn root(params: &InitializeParams) -> Option<PathBuf> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    let uri = folders.first().map(|folder| &folder.uri).or(params.root_uri.as_ref());
    uri.and_then(path_of)
}
