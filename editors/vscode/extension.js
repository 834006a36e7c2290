// Starts `feedwright lsp` for the folder that is open, and stops it at the end.
"use strict";

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const settings = workspace.getConfiguration("feedwright");
  const server = { command: settings.get("path"), args: ["lsp", ...settings.get("arguments")] };
  const languages = ["markdown", "html", "toml", "yaml", "liquid"];
  client = new LanguageClient("feedwright", "Feedwright", server, {
    documentSelector: languages.map((language) => ({ scheme: "file", language })),
  });
  return client.start();
};

exports.deactivate = () => client && client.stop();
