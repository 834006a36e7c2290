//! `floor read|parse|render SITE [BYTES FILE]`, `floor feed FILE…`: the least that any program has to do for a site or for
//! feeds, to measure against.
//!
//! - `read`: reads every Markdown file.
//! - `parse`: reads them, splits the front matter off and parses the rest as CommonMark.
//! - `render`: reads them, splits the front matter off, renders with plain pulldown-cmark, and writes so many bytes.
//! - `feed`: reads feeds, parses them with the XML library (JSON with the JSON library) and the HTML in them once.
//!
//! Files are worked on in parallel, as in the program itself. Nothing else is done: no YAML, no URLs, no order.
#![expect(clippy::disallowed_methods, reason = "a program of its own, which reads and writes files")]

use std::fs;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pulldown_cmark::{Parser, html};
use rayon::prelude::*;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["read", site] => read(Path::new(site)),
        ["parse", site] => parse(Path::new(site)),
        ["render", site, bytes, file] => match bytes.parse() {
            Ok(bytes) => render(Path::new(site), bytes, Path::new(file)),
            Err(_) => Err(io::Error::other("BYTES is a number")),
        },
        ["feed", files @ ..] if !files.is_empty() => {
            files.par_iter().try_for_each(|file| feed(Path::new(file)))
        }
        _ => Err(io::Error::other("usage: floor read|parse|render SITE [BYTES FILE] | feed FILE…")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

#[expect(clippy::print_stderr, reason = "a program of its own")]
fn fail(error: &io::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::from(2)
}

fn read(site: &Path) -> io::Result<()> {
    let sizes: io::Result<Vec<usize>> =
        markdown_files(site)?.par_iter().map(|file| Ok(black_box(fs::read(file)?).len())).collect();
    black_box(sizes?);
    Ok(())
}

fn parse(site: &Path) -> io::Result<()> {
    let counts: io::Result<Vec<usize>> = markdown_files(site)?
        .par_iter()
        .map(|file| {
            let text = fs::read_to_string(file)?;
            Ok(Parser::new(body(&text)).map(black_box).count())
        })
        .collect();
    black_box(counts?);
    Ok(())
}

fn render(site: &Path, bytes: usize, to: &Path) -> io::Result<()> {
    let rendered: io::Result<Vec<String>> = markdown_files(site)?
        .par_iter()
        .map(|file| {
            let text = fs::read_to_string(file)?;
            let mut out = String::with_capacity(text.len() * 3 / 2);
            html::push_html(&mut out, Parser::new(body(&text)));
            Ok(out)
        })
        .collect();
    let rendered: Vec<String> = rendered?.into_iter().filter(|text| !text.is_empty()).collect();
    let mut out = io::BufWriter::with_capacity(1 << 16, fs::File::create(to)?);
    let mut left = bytes;
    for text in rendered.iter().cycle() {
        let part = text.len().min(left);
        out.write_all(&text.as_bytes()[..part])?;
        left -= part;
        if left == 0 {
            break;
        }
    }
    out.flush()
}

fn feed(file: &Path) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    if text.starts_with('{') {
        let json: serde_json::Value = serde_json::from_str(&text)?;
        let items = json["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        for html in items.iter().filter_map(|item| item["content_html"].as_str()) {
            tokens(html);
        }
        return Ok(());
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(&text, options).map_err(io::Error::other)?;
    for node in document.descendants() {
        let html = match node.tag_name().name() {
            "description" | "encoded" => true,
            "title" | "summary" | "content" => node.attribute("type") == Some("html"),
            _ => false,
        };
        if html {
            // A CDATA section and the white space around it are text nodes of their own.
            node.children().filter_map(|child| child.text()).for_each(tokens);
        }
    }
    Ok(())
}

/// Goes through HTML once, and does nothing with what it finds.
fn tokens(html: &str) {
    for token in html5gum::Tokenizer::new(html) {
        black_box(token.ok());
    }
}

/// What follows the front matter.
fn body(text: &str) -> &str {
    text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body)
}

/// Every `.md` file below a folder.
fn markdown_files(site: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![site.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.path().extension().is_some_and(|extension| extension == "md") {
                files.push(entry.path());
            }
        }
    }
    Ok(files)
}
