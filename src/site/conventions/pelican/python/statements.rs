//! Statements: assignments, imports and blocks whose condition is known.

use crate::site::conventions::pelican::python::calls;
use crate::site::conventions::pelican::python::expression::Reader;
use crate::site::conventions::pelican::python::names::{AssignedAt, Assignments, Modules};
use crate::site::conventions::pelican::python::scan::end_of_string;
use crate::site::conventions::pelican::python::value::{DEEPEST, PyValue, put};
use crate::text::budget::Budget;

/// How much deeper a module is than what imports it: few are read through each other.
const MODULE: usize = 5;

/// How many bytes of values and modules a file may copy and read.
const MOST: usize = 1 << 28;

/// A statement with the lines that it goes on in.
struct Statement<'t> {
    indent: usize,
    text: &'t str,
    line: usize,
}

/// Where statements are read.
struct Place<'r> {
    file: &'r str,
    modules: &'r Modules<'r>,
    depth: usize,
    budget: &'r Budget,
}

impl Assignments {
    /// Adds those of a file; later ones win. What the file imports from the site's own modules is read there.
    pub(in crate::site::conventions::pelican) fn read(
        &mut self,
        file: &str,
        text: &str,
        modules: &Modules<'_>,
    ) {
        run(self, &split(text), &Place { file, modules, depth: 0, budget: &Budget::new(usize::MAX, MOST) });
    }
}

/// The statements of a file.
fn split(text: &str) -> Vec<Statement<'_>> {
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let trimmed = rest.trim_start_matches([' ', '\t', '\u{feff}']);
        let indent = rest.len() - trimmed.len();
        let length = end_of(trimmed);
        let statement = trimmed.get(..length).unwrap_or("");
        if !statement.trim().is_empty() && !statement.starts_with('#') {
            found.push(Statement { indent, text: statement.trim_end(), line });
        }
        line += statement.matches('\n').count();
        at += indent + length;
    }
    found
}

/// Where a statement ends, after the end of its last line.
fn end_of(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' if depth == 0 => return at + 1,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'\\' => at += 1,
            b'#' => {
                let rest = bytes.get(at..).unwrap_or(&[]);
                at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                continue;
            }
            b'"' | b'\'' => {
                at = end_of_string(text, at);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Runs statements, those of blocks by their conditions.
fn run(names: &mut Assignments, statements: &[Statement<'_>], place: &Place<'_>) {
    if place.depth > DEEPEST {
        return;
    }
    let inner = Place { depth: place.depth + 1, ..*place };
    let mut rest = statements;
    // Whether a branch of the `if` before was taken; nothing where only running the file tells.
    let mut taken = Some(true);
    while let Some((statement, after)) = rest.split_first() {
        let length = after.iter().take_while(|it| it.indent > statement.indent).count();
        let (block, after) = after.split_at_checked(length).unwrap_or((after, &[]));
        rest = after;
        let word =
            statement.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
        let condition = match word {
            "if" => {
                taken = Some(false);
                Some(true)
            }
            "elif" | "else" => taken.map(|taken| !taken),
            "try" => {
                taken = Some(false);
                Some(true)
            }
            "finally" | "with" => Some(true),
            "except" | "def" | "class" | "for" | "while" | "async" | "match" => continue,
            _ => {
                simple(names, statement, &inner);
                continue;
            }
        };
        let (test, inline) = head(statement.text.get(word.len()..).unwrap_or(""));
        let is_branch = matches!(word, "if" | "elif");
        let truth = if is_branch {
            Reader::new(test, names, place.file, place.budget).whole().truth()
        } else {
            Some(true)
        };
        let runs = match (condition, truth) {
            (Some(open), Some(truth)) => Some(open && truth),
            (Some(false), None) => Some(false),
            _ => None,
        };
        if is_branch {
            taken = match (taken, runs) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
        }
        let inline = Statement { text: inline, ..*statement };
        match runs {
            Some(true) if block.is_empty() => simple(names, &inline, &inner),
            Some(true) => run(names, block, &inner),
            Some(false) => {}
            None => block.iter().chain([&inline]).for_each(|statement| doubt(names, statement, place)),
        }
    }
}

/// The condition of a block, and what follows its colon on the same line.
fn head(text: &str) -> (&str, &str) {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' | b'\'' => {
                at = end_of_string(text, at);
                continue;
            }
            b':' if depth == 0 => {
                return (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or("").trim_start());
            }
            _ => {}
        }
        at += 1;
    }
    (text, "")
}

/// Makes a name computed that a block assigns of which only running the file tells whether it is run.
fn doubt(names: &mut Assignments, statement: &Statement<'_>, place: &Place<'_>) {
    if let Some((Target { name, .. }, _, _)) = target(statement.text, names, place)
        && names.get(&name).is_none()
    {
        assign(names, &name, PyValue::Computed, statement, place);
    }
}

fn assign(names: &mut Assignments, name: &str, value: PyValue, statement: &Statement<'_>, place: &Place<'_>) {
    let at = AssignedAt { file: place.file.to_owned(), line: statement.line };
    names.0.insert(name.to_owned(), (value, at));
}

/// What a statement assigns to: a name, or what its keys lead to.
struct Target {
    name: String,
    keys: Vec<PyValue>,
}

/// The target of an assignment, where its value begins, and whether `+=` adds it.
fn target(text: &str, names: &Assignments, place: &Place<'_>) -> Option<(Target, usize, bool)> {
    let length = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let name =
        text.get(..length).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))?;
    let mut reader = Reader::new(text, names, place.file, place.budget);
    reader.at = length;
    let keys = subscripts(&mut reader)?;
    if keys.is_empty() && reader.next_is(":") {
        // The type of a name.
        let rest = reader.rest();
        let equals = rest.find('=')?;
        reader.at += equals;
    }
    let is_added = reader.eats("+=");
    let is_set = is_added || !reader.next_is("==") && reader.eats("=");
    is_set.then(|| (Target { name: name.to_owned(), keys }, reader.at, is_added))
}

/// The keys in brackets after a name: `[a][b]`; nothing where one is not closed.
fn subscripts(reader: &mut Reader<'_>) -> Option<Vec<PyValue>> {
    let mut keys = Vec::new();
    while reader.eats("[") {
        keys.push(reader.expression(0));
        if !reader.eats("]") {
            return None;
        }
    }
    Some(keys)
}

/// A statement without a block.
fn simple(names: &mut Assignments, statement: &Statement<'_>, place: &Place<'_>) {
    let text = statement.text;
    if let Some(rest) = text.strip_prefix("from ").or_else(|| text.strip_prefix("from\t")) {
        return import_from(names, rest, statement, place);
    }
    if let Some(rest) = text.strip_prefix("import ") {
        return import(names, rest, statement, place);
    }
    let Some((first, mut at, is_added)) = target(text, names, place) else {
        return change(names, text, place);
    };
    let mut targets = vec![first];
    while let Some((next, begin, false)) = text.get(at..).and_then(|rest| {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let (next, begin, is_added) = target(trimmed, names, place)?;
        Some((next, at + rest.len() - trimmed.len() + begin, is_added))
    }) {
        targets.push(next);
        at = begin;
    }
    let mut reader = Reader::new(text, names, place.file, place.budget);
    reader.at = at;
    let mut value = reader.whole();
    for Target { name, keys } in targets {
        if keys.is_empty() {
            if is_added {
                value = calls::sum(
                    names.get(&name).map_or(PyValue::Computed, |value| value.copied(place.budget)),
                    value,
                );
            }
            assign(names, &name, value.copied(place.budget), statement, place);
        } else if let Some(slot) = slot(names, &name, &keys) {
            let copy = value.copied(place.budget);
            *slot = if is_added { calls::sum(std::mem::take(slot), copy) } else { copy };
        }
    }
}

/// The value that keys lead to; a last key that a mapping lacks is added.
fn slot<'n>(names: &'n mut Assignments, name: &str, keys: &[PyValue]) -> Option<&'n mut PyValue> {
    let mut slot = &mut names.0.get_mut(name)?.0;
    for key in keys {
        slot = match (slot, key) {
            (PyValue::Map(entries), PyValue::Text(key)) => {
                if !entries.iter().any(|(known, _)| known == key) {
                    put(entries, key.clone(), PyValue::Map(Vec::new()));
                }
                entries.iter_mut().find(|(known, _)| known == key).map(|(_, value)| value)?
            }
            (PyValue::List(items), PyValue::Int(at)) => items.get_mut(usize::try_from(*at).ok()?)?,
            _ => return None,
        };
    }
    Some(slot)
}

/// `NAME.append(…)` and other calls that change a value.
fn change(names: &mut Assignments, text: &str, place: &Place<'_>) {
    let length = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (name, _) = text.split_at_checked(length).unwrap_or((text, ""));
    let mut reader = Reader::new(text, names, place.file, place.budget);
    reader.at = length;
    let Some(keys) = subscripts(&mut reader) else { return };
    if !reader.eats(".") {
        return;
    }
    let method = reader.word().to_owned();
    let Some(arguments) = reader.arguments(0) else { return };
    let mut given = arguments.positional.into_iter();
    let (first, second) = (given.next(), given.next());
    match (slot(names, name, &keys), method.as_str(), first, second) {
        (Some(PyValue::List(items)), "append", Some(item), _) => items.push(item),
        (Some(PyValue::List(items)), "extend", Some(PyValue::List(more)), _) => items.extend(more),
        (Some(PyValue::List(items)), "insert", Some(PyValue::Int(at)), Some(item)) => {
            let at = usize::try_from(at).unwrap_or(0).min(items.len());
            items.insert(at, item);
        }
        (Some(PyValue::Map(entries)), "update", first, _) => {
            if let Some(PyValue::Map(more)) = first {
                more.into_iter().for_each(|(key, value)| put(entries, key, value));
            }
            arguments.named.into_iter().for_each(|(key, value)| put(entries, key, value));
        }
        _ => {}
    }
}

/// The names of a module of the site.
fn module(path: &str, place: &Place<'_>) -> Option<Assignments> {
    if place.depth > DEEPEST {
        return None;
    }
    let path = path.trim_matches('.').replace('.', "/");
    let text = (place.modules)(&path).filter(|_| !path.is_empty())?;
    place.budget.read(&text)?;
    let mut names = Assignments::default();
    run(
        &mut names,
        &split(&text),
        &Place { file: &format!("{path}.py"), depth: place.depth + MODULE, ..*place },
    );
    Some(names)
}

/// `from module import a, b as c`, or `*`.
fn import_from(names: &mut Assignments, rest: &str, statement: &Statement<'_>, place: &Place<'_>) {
    let Some((path, list)) = rest.split_once(" import") else { return };
    let path = path.trim();
    let found = module(path, place);
    let list: Vec<&str> = list.lines().map(|line| line.split('#').next().unwrap_or(line)).collect();
    for item in list.join("\n").split([',', '(', ')', '\n']).map(str::trim).filter(|item| !item.is_empty()) {
        let (name, alias) =
            item.split_once(" as ").map_or((item, item), |(name, alias)| (name.trim(), alias.trim()));
        match &found {
            Some(found) if name == "*" => {
                let public = found.0.iter().filter(|(name, _)| !name.starts_with('_'));
                names.0.extend(public.map(|(name, value)| (name.clone(), value.clone())));
            }
            Some(found) => {
                let value = found.get(name).map_or(PyValue::Computed, |value| value.copied(place.budget));
                assign(names, alias, value, statement, place);
            }
            // A module that was read before, or one that is not of the site.
            None => match names.get(name).map(|value| value.copied(place.budget)) {
                Some(value) if alias != name => assign(names, alias, value, statement, place),
                Some(_) => {}
                None if name == "*" => {}
                None => {
                    let path = PyValue::Name(format!("{path}.{name}"));
                    assign(names, alias, path, statement, place);
                }
            },
        }
    }
}

/// `import a, b.c as d`: the site's own modules are mappings of their names.
fn import(names: &mut Assignments, rest: &str, statement: &Statement<'_>, place: &Place<'_>) {
    for item in rest.split('#').next().unwrap_or(rest).split(',').map(str::trim) {
        let (path, alias) = match item.split_once(" as ") {
            Some((path, alias)) => (path.trim(), alias.trim()),
            None if item.contains('.') => continue,
            None => (item, item),
        };
        let value = match module(path, place) {
            Some(found) => {
                PyValue::Map(found.0.into_iter().map(|(name, (value, _))| (name, value)).collect())
            }
            None => PyValue::Name(path.to_owned()),
        };
        assign(names, alias, value, statement, place);
    }
}
