//! `feedwright lsp`: a conversation with an editor, by the protocol.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Stdio};

use serde_json::{Value, json};
use url::Url;

use crate::cli::{TestSite, feedwright};

const POST: &str = "_posts/2024-05-31-beta.md";

/// An editor of a site.
struct Editor {
    child: Child,
    output: BufReader<ChildStdout>,
    root: Url,
    requests: i64,
}

impl Editor {
    fn open(site: &TestSite, encodings: &[&str]) -> Self {
        let mut command = feedwright(["lsp"]);
        command.current_dir(site.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let root = Url::from_directory_path(site.path().canonicalize().unwrap()).unwrap();
        let mut editor = Self { child, output, root, requests: 0 };
        let general = json!({ "positionEncodings": encodings });
        let capabilities = json!({ "capabilities": { "general": general }, "rootUri": editor.root.as_str() });
        let answer = editor.ask("initialize", &capabilities);
        let encoding = if encodings.contains(&"utf-8") { "utf-8" } else { "utf-16" };
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        editor.tell("initialized", &json!({}));
        editor
    }

    fn uri(&self, path: &str) -> String {
        self.root.join(path).unwrap().to_string()
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.child.stdin.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server is gone");
            match line.trim_end() {
                "" => break,
                line => {
                    let number = line.strip_prefix("Content-Length: ");
                    length = number.map_or(length, |number| number.parse().unwrap());
                }
            }
        }
        let mut text = vec![0; length];
        self.output.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    /// The result of a request.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                assert_eq!(message["error"], Value::Null, "{method}");
                return message["result"].clone();
            }
        }
    }

    /// What is published next about a file: rule, line and character of each finding.
    fn published(&mut self, path: &str) -> Vec<(String, u64, u64)> {
        let uri = self.uri(path);
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == *uri {
                let found = message["params"]["diagnostics"].as_array().unwrap();
                let number = |value: &Value| value.as_u64().unwrap();
                let row = |one: &Value| {
                    let start = &one["range"]["start"];
                    let rule = one["code"].as_str().unwrap_or_default().to_owned();
                    (rule, number(&start["line"]), number(&start["character"]))
                };
                return found.iter().map(row).collect();
            }
        }
    }

    fn open_file(&mut self, path: &str, text: &str) {
        let item = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": item }));
    }

    fn change(&mut self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", &params);
    }

    fn at(&self, path: &str, line: u64, character: u64) -> Value {
        json!({
            "textDocument": { "uri": self.uri(path) },
            "position": { "line": line, "character": character },
            "context": { "includeDeclaration": false, "triggerKind": 1 },
        })
    }

    fn end(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

fn site() -> TestSite {
    TestSite::new(&[
        (
            "_config.yml",
            "title: Wherry\nurl: https://wherry.example\ntime: 2024-12-31\npermalink: /:title/\n",
        ),
        ("about.md", "---\ntitle: About us\n---\n# The crew\n\n## Ropes\n\n[Beta](/beta/)\n"),
        ("_posts/2024-01-02-alpha.md", "---\ntitle: Alpha\ntags: [ropes, sails]\n---\nText.\n"),
        ("_posts/2024-01-03-gamma.md", "---\ntitle: Gamma\ntags: [ropes]\n---\nText.\n"),
        (POST, "---\ntitle: Beta\n---\nIt is out.\n"),
    ])
}

#[test]
fn findings_come_and_go_while_one_types() {
    let site = site();
    let mut editor = Editor::open(&site, &[]);
    editor.open_file(POST, &site.read(POST));
    assert_eq!(editor.published(POST), []);
    editor.change(POST, "---\ntitle: Beta\n---\n😀 [The crew](/abuot/)\n");
    // The smiling face is two units of UTF-16.
    assert_eq!(editor.published(POST), [("dead-link".to_owned(), 3, 14)]);
    editor.change(POST, "---\ntitle: Beta\n---\n😀 [The crew](/about/)\n");
    assert_eq!(editor.published(POST), []);
    editor.change(POST, "---\ntitle: 'Beta\n---\n");
    assert_eq!(editor.published(POST)[0].0, "malformed-front-matter");
    editor.end();

    let mut editor = Editor::open(&site, &["utf-16", "utf-8"]);
    editor.open_file(POST, "---\ntitle: Beta\n---\n😀 [The crew](/abuot/)\n");
    assert_eq!(editor.published(POST), [("dead-link".to_owned(), 3, 16)]);
    editor.end();
}

#[test]
fn fixes_and_suppressions_are_actions() {
    let site = site();
    let mut editor = Editor::open(&site, &[]);
    let text = "---\ntitle: Beta\n---\n[The crew](/about)\n";
    editor.open_file(POST, text);
    editor.published(POST);
    let uri = editor.uri(POST);
    let here = json!({ "line": 3, "character": 13 });
    let mut ask = |only: Value| {
        let context = json!({ "diagnostics": [], "only": only });
        let range = json!({ "start": here, "end": here });
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        editor.ask("textDocument/codeAction", &params)
    };
    let found = ask(Value::Null);
    let titles: Vec<&str> =
        found.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
    let last = "apply all safe fixes of this file";
    assert_eq!(
        titles,
        ["replace `/about` by `/about/`", "suppress `missing-trailing-slash` above the line", last]
    );
    let edit = &found[0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], "/about/");
    assert_eq!(edit["range"]["start"], json!({ "line": 3, "character": 11 }));
    let comment = &found[1]["edit"]["changes"][&uri][0];
    assert_eq!(comment["newText"], "<!-- feedwright-disable-next-line missing-trailing-slash: reason -->\n");
    let all = ask(json!(["source.fixAll"]));
    assert_eq!(all[0]["edit"], found[0]["edit"]);
    assert_eq!(all.as_array().unwrap().len(), 1);
    editor.end();
}

#[test]
fn links_are_followed_both_ways() {
    let site = site();
    let mut editor = Editor::open(&site, &[]);
    editor.open_file(POST, "---\ntitle: Beta\n---\n[The crew](/about/#ropes)\n");
    let at = editor.at(POST, 3, 13);
    let place = editor.ask("textDocument/definition", &at);
    assert_eq!(place["uri"], editor.uri("about.md"));
    assert_eq!(place["range"]["start"]["line"], 5);
    let words = editor.ask("textDocument/hover", &at);
    assert_eq!(words["contents"]["value"], "`/about/`, from `about.md`: About us; `#ropes` is there");
    let read = editor.at(POST, 1, 2);
    let words = editor.ask("textDocument/hover", &read);
    let words = words["contents"]["value"].as_str().unwrap();
    assert!(words.starts_with("https://wherry.example/beta/  \npublished 2024-05-31T00:00:00"), "{words}");
    let at = editor.at(POST, 0, 0);
    let found = editor.ask("textDocument/references", &at);
    let from: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["uri"].as_str().unwrap()).collect();
    assert_eq!(from, [editor.uri("about.md")]);
    let about = json!({ "textDocument": { "uri": editor.uri("about.md") } });
    let symbols = editor.ask("textDocument/documentSymbol", &about);
    assert_eq!(symbols[0]["name"], "About us");
    assert_eq!(symbols[1]["name"], "The crew");
    assert_eq!(symbols[1]["children"][0]["name"], "Ropes");
    editor.end();
}

#[test]
fn what_fits_is_offered() {
    let site = site();
    let mut editor = Editor::open(&site, &[]);
    // What is written up to a mark, and after it.
    let mut offered = |text: &str| {
        let text = format!("---\ntitle: Beta\n{text}");
        let (before, after) = text.split_once('|').unwrap();
        editor.open_file(POST, &format!("{before}{after}"));
        let line = before.matches('\n').count();
        let last = before.rsplit('\n').next().unwrap();
        let at = editor.at(POST, line as u64, last.len() as u64);
        let found = editor.ask("textDocument/completion", &at);
        let items = found["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["textEdit"]["newText"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(offered("---\n[a](/a|)").contains(&"/about/".to_owned()));
    assert_eq!(offered("---\n[a](/about/#|)"), ["the-crew", "ropes"]);
    assert_eq!(offered("---\n# Here\n\n[a](#|"), ["here"]);
    assert_eq!(offered("---\n{% post_url 2024-01-0|")[..2], ["2024-05-31-beta", "2024-01-03-gamma"]);
    let posts = ["2024-05-31-beta", "2024-01-03-gamma"];
    assert_eq!(offered("---\n```\n{% post_url |\n```\n")[..2], posts, "Liquid is run in code too");
    assert!(offered("---\n{% raw %}\n{% post_url |").is_empty());
    assert!(offered("---\n`{% link _po|`").contains(&POST.to_owned()));
    assert_eq!(offered("tags: [sails, |]\n---\n"), ["ropes"]);
    assert_eq!(offered("tags:\n  - |\n---\n"), ["ropes"]);
    assert_eq!(offered("ta|\n---\n"), ["tags"]);
    assert!(offered("---\nnothing here|").is_empty());
    editor.end();
}

#[test]
fn a_configuration_that_cannot_be_read_is_shown_until_it_is_repaired() {
    let site = site();
    let mut editor = Editor::open(&site, &[]);
    editor.open_file("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nlimt = 3\n");
    assert_eq!(editor.published("feedwright.toml").len(), 1);
    let at = editor.at(POST, 0, 0);
    editor.send(&json!({ "jsonrpc": "2.0", "id": 99, "method": "textDocument/hover", "params": at }));
    let answer = loop {
        let message = editor.receive();
        if message["id"] == 99 {
            break message;
        }
    };
    assert_eq!(answer["error"]["message"], "no site can be read");
    editor.change("feedwright.toml", "[[feeds]]\npath = \"feed.xml\"\nlimit = 3\n");
    assert_eq!(editor.published("feedwright.toml"), []);
    editor.end();
}

#[test]
fn what_is_saved_is_read_again() {
    let site = site();
    let mut editor = Editor::open(&site, &[]);
    editor.open_file(POST, "---\ntitle: Beta\n---\n[New](/new/)\n");
    assert_eq!(editor.published(POST)[0].0, "dead-link");
    site.write("new.md", "---\ntitle: New\npermalink: /new/\n---\n");
    let uri = editor.uri("new.md");
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": uri, "type": 1 }] }));
    assert_eq!(editor.published(POST), []);
    editor.end();
}
