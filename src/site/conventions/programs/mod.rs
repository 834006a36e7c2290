//! Configurations that are JavaScript programs: read with the site's own modules and data, never run.

mod entries;

use std::sync::{Arc, Mutex};

use crate::markup::front_matter::javascript::of_data;
use crate::markup::front_matter::{json, yaml};
use crate::markup::javascript::{Call, Host, Object, Reader, Value};
use crate::site::conventions::paths::joined;
use crate::site::tree::Tree;

pub(super) use entries::{Given, choose, mapped, newest_first};

/// What a configuration sees: the files of the site, and what its generator gives it.
pub(super) struct Modules<'a> {
    /// The site's files; none are read without.
    pub(super) tree: Option<&'a dyn Tree>,
    /// What the generator's own names mean.
    pub(super) names: &'a (dyn Fn(&str) -> Option<Value> + Sync),
    /// What calls of them return.
    pub(super) calls: &'a (dyn Fn(&str, &[Value]) -> Option<Value> + Sync),
    /// Beginnings of module names that stand for folders, such as `@/` for `src/`.
    pub(super) aliases: &'a [(String, String)],
    /// How deep modules import each other here.
    pub(super) depth: usize,
    /// Where the calls that imported modules make are gathered.
    pub(super) made_calls: Option<&'a Mutex<Vec<Call>>>,
}

/// How deep modules may import each other.
const DEEPEST: usize = 6;

impl Host for Modules<'_> {
    fn value(&self, name: &str) -> Option<Value> {
        // A build without a special environment, as at home.
        (self.names)(name).or_else(|| match name {
            "process.env.NODE_ENV" => Some(Value::Text("production".to_owned())),
            "console" | "console.log" => Some(Value::Unknown),
            "process.argv" => {
                Some(Value::List(["node", "build"].map(|word| Value::Text(word.to_owned())).into()))
            }
            "Infinity" => Some(Value::Number(f64::INFINITY)),
            _ => name.strip_prefix("process.env.").map(|_| Value::Undefined),
        })
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        (self.calls)(name, arguments).or_else(|| self.read(name, arguments))
    }

    fn module(&self, from: &str, module: &str) -> Option<Object> {
        let tree = self.tree.filter(|_| self.depth < DEEPEST)?;
        let alias = self
            .aliases
            .iter()
            .find_map(|(start, folder)| Some((module.strip_prefix(start.as_str())?, folder.as_str())));
        let path = match alias {
            Some((rest, folder)) => joined(folder, rest),
            None if module.starts_with('.') => {
                let folder = from.rfind('/').map_or("", |at| &from[..at]);
                joined(folder, module)
            }
            None => return None,
        };
        const ENDINGS: [&str; 10] =
            ["", ".ts", ".js", ".mjs", ".cjs", ".json", ".mts", "/index.ts", "/index.js", "/index.mjs"];
        let found = ENDINGS.iter().find_map(|ending| {
            // A module is often imported as the `.js` that its `.ts` becomes.
            let path = format!("{path}{ending}");
            let text = String::from_utf8(tree.read(&path).ok()?).ok()?;
            Some((path, text))
        });
        let (path, text) = found.or_else(|| {
            let path = format!("{}.ts", path.strip_suffix(".js")?);
            let text = String::from_utf8(tree.read(&path).ok()?).ok()?;
            Some((path, text))
        })?;
        let inner = Modules { depth: self.depth + 1, ..*self };
        Some(inner.exports(&path, &text))
    }
}

impl Modules<'_> {
    /// A program that is seen by itself: functions are called of which the modules were read before.
    pub(super) const fn alone() -> Self {
        Modules {
            tree: None,
            names: &|_| None,
            calls: &|_, _| None,
            aliases: &[],
            depth: 0,
            made_calls: None,
        }
    }

    /// `readFileSync("data.json")`, with a path below the site or the address of such a file, and `JSON.parse`.
    fn read(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        let first = arguments.first()?.as_text()?;
        if name == "JSON.parse" {
            return Some(of_json(first));
        }
        let (module, function) = name.split_once('#')?;
        let is_of_files = ["fs", "fs/promises"].contains(&module.trim_start_matches("node:"));
        let function = function.rsplit('.').next().unwrap_or(function);
        let path = first.strip_prefix("file:///").unwrap_or(first);
        if !is_of_files || !["readFile", "readFileSync"].contains(&function) || path.starts_with('/') {
            return None;
        }
        let bytes = self.tree?.read(&joined("", path)).ok()?;
        String::from_utf8(bytes).ok().map(Value::Text)
    }

    /// What a file of JavaScript or data exports.
    pub(super) fn exports(&self, path: &str, text: &str) -> Object {
        if path.ends_with(".json") {
            let mut exports = Object::default();
            exports.set("default", of_json(text), 0);
            return exports;
        }
        let mut reader = Reader::new(self);
        let exports = reader.exports(path, text);
        if let Some(Ok(mut calls)) = self.made_calls.map(Mutex::lock) {
            calls.append(&mut reader.calls);
        }
        exports
    }
}

/// JSON as a value.
pub(super) fn of_json(text: &str) -> Value {
    json::parse(text).map_or(Value::Unknown, |node| of_data(&node.value))
}

/// YAML as a value.
pub(super) fn of_yaml(text: &str) -> Value {
    of_data(&yaml::parse(text, 0).0.value)
}

/// The name that the program calls a host's object by: a value to hand to its functions.
pub(super) fn host(name: &str) -> Value {
    Value::Host(Arc::from(name))
}
