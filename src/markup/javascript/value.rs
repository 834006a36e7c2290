//! Values of JavaScript, as far as they can be told without running the program.

use std::sync::{Arc, RwLock};

use crate::markup::javascript::syntax::Function;
use crate::text::bounded::Size;
use crate::text::shared::Shared;
use crate::text::source::LineIndex;

/// A value.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `undefined`.
    #[default]
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A regular expression, `/…/flags`.
    Pattern(String),
    /// A `Date`, in milliseconds since 1970.
    Time(i64),
    /// An array.
    List(Shared<Self>),
    /// An object.
    Object(Object),
    /// A function.
    Function(Closure),
    /// Something that another program gives a meaning: its name, such as `process.env.URL` or `module#name`.
    Host(Arc<str>),
    /// A list of the site's entries, and what is done to it.
    Entries(Entries),
    /// What only running the program would tell.
    Unknown,
}

/// The keys of an object, in their order. A copy shares them until it is changed: programs hand entries from function to
/// function.
#[derive(Clone, Debug, Default)]
pub struct Object(Shared<Field>);

/// The key of an object that stands for a chain of calls, `z.string().optional()`: a list of them, each a list of its name and
/// its arguments. A call of any of its methods is one more.
pub const CHAIN: &str = "$chain";

/// One key of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// The line that it is written on, from 1; 0 where it was not written.
    pub line: usize,
}

impl Object {
    /// The keys with their values.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.0
    }

    /// The same, to be changed.
    pub fn fields_mut(&mut self) -> &mut Vec<Field> {
        self.0.to_mut()
    }

    /// The same, taken out.
    #[must_use]
    pub fn into_fields(self) -> Vec<Field> {
        self.0.into_vec()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|field| field.name == name).map(|field| &field.value)
    }

    /// The line of a key, or 0.
    #[must_use]
    pub fn line_of(&self, name: &str) -> usize {
        self.0.iter().find(|field| field.name == name).map_or(0, |field| field.line)
    }

    /// Sets a key.
    pub fn set(&mut self, name: &str, value: Value, line: usize) {
        let fields = self.fields_mut();
        match fields.iter_mut().find(|field| field.name == name) {
            Some(field) => (field.value, field.line) = (value, line),
            None => fields.push(Field { name: name.to_owned(), value, line }),
        }
    }
}

impl FromIterator<Field> for Object {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

/// A function with the names that it sees.
#[derive(Clone, Debug)]
pub struct Closure {
    pub(super) function: Arc<Function>,
    pub(super) scope: Scope,
}

/// A list of the site's entries.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// What they are taken from.
    pub sources: Vec<Source>,
    /// What is done to the list of all of them, in order.
    pub steps: Vec<Step>,
}

/// One list that entries are taken from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// A name that the program gave a meaning.
    pub name: String,
    /// What is done to this list before it is joined to others.
    pub steps: Vec<Step>,
}

impl Entries {
    /// The entries that a name stands for.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self { sources: vec![Source { name: name.to_owned(), steps: Vec::new() }], steps: Vec::new() }
    }

    /// The same list, of which something is made that is not understood.
    #[must_use]
    pub fn with_unknown_step(mut self) -> Self {
        self.steps.push(Step::Unknown);
        self
    }

    /// Whether some of them are of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.sources.iter().any(|source| source.name == name)
    }

    /// Appends other entries: what was done to either list was done before.
    pub fn join(&mut self, more: Self) {
        let steps = std::mem::take(&mut self.steps);
        self.sources.iter_mut().for_each(|source| source.steps.extend(steps.iter().cloned()));
        for mut source in more.sources {
            source.steps.extend(more.steps.iter().cloned());
            self.sources.push(source);
        }
    }
}

/// One thing that is done to a list.
#[derive(Clone, Debug)]
pub enum Step {
    /// Those for which a function returns something true stay.
    Filter(Value),
    /// They are put in order by a function.
    Sort(Value),
    /// Those whose `id` is among these stay, in their order.
    Among(Vec<String>),
    /// Each becomes what a function makes of it.
    Map(Value),
    /// So many stay, counted from the first.
    First(usize),
    /// So many stay, counted from the last.
    Last(usize),
    /// Their order is turned round.
    Reverse,
    /// Something that is not understood.
    Unknown,
}

impl Value {
    /// The text of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The keys of an object.
    #[must_use]
    pub const fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items of an array.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// A number that counts something.
    #[must_use]
    pub fn as_count(&self) -> Option<usize> {
        match self {
            // A count beyond what a float holds exactly is as good as all.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be a small count"
            )]
            Self::Number(number) if *number >= 0.0 && *number < 1e9 => Some(*number as usize),
            _ => None,
        }
    }

    /// The value of an object's key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// A copy of the part that keys lead to, as far as they are those of objects and lists; how many of them are, and how many
    /// fields the objects have.
    pub(crate) fn part(&self, keys: &[Self]) -> (Self, usize, usize) {
        let (mut part, mut fields) = (self, 0);
        for (number, key) in keys.iter().enumerate() {
            let inner = match (part, key.as_count()) {
                (Self::Object(object), _) => {
                    let Some(name) = key.to_text() else { return (Self::Unknown, number + 1, fields) };
                    fields += object.fields().len();
                    object.get(&name)
                }
                (Self::List(items), Some(place)) => items.get(place),
                #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
                (Self::List(items), _) if matches!(key.as_text(), Some("length" | "size")) => {
                    return (Self::Number(items.len() as f64), number + 1, fields);
                }
                _ => return (part.clone(), number, fields),
            };
            match inner {
                Some(inner) => part = inner,
                None => return (Self::Undefined, number + 1, fields),
            }
        }
        (part.clone(), keys.len(), fields)
    }

    /// What a copy of it takes, about in bytes: parts are shared.
    pub(super) fn size_alone(&self) -> usize {
        Size::whole(|size| size.add(self.as_text().unwrap_or_default()))
    }

    /// Adds its size.
    pub(crate) fn measure(&self, size: &mut Size) -> Option<()> {
        let field = |field: &Field, size: &mut Size| {
            size.add(&field.name)?;
            field.value.measure(size)
        };
        match self {
            Self::Text(text) | Self::Pattern(text) => size.add(text),
            Self::List(items) => items.measure(size, Self::measure),
            Self::Object(object) => object.0.measure(size, field),
            Self::Entries(entries) => {
                let of_sources = entries.sources.iter().map(|source| source.steps.len() + 1).sum::<usize>();
                size.add_parts(0..of_sources + entries.steps.len(), |_, size| size.add(""))
            }
            _ => size.add(""),
        }
    }

    /// Whether it counts as true; nothing where nobody knows.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        Some(match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Host(_) | Self::Unknown => return None,
            _ => true,
        })
    }

    /// Its text inside another one; nothing where nobody knows.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        Some(match self {
            Self::Undefined => "undefined".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Bool(truth) => truth.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.iter().map(Self::to_text).collect::<Option<Vec<_>>>()?.join(","),
            Self::Pattern(pattern) => pattern.clone(),
            Self::Time(_) | Self::Object(_) | Self::Function(_) => return None,
            Self::Host(_) | Self::Entries(_) | Self::Unknown => return None,
        })
    }

    /// Its number; nothing where nobody knows.
    #[must_use]
    pub fn to_number(&self) -> Option<f64> {
        Some(match self {
            Self::Null | Self::Bool(false) => 0.0,
            Self::Bool(true) => 1.0,
            Self::Number(number) => *number,
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            Self::Time(milliseconds) => *milliseconds as f64,
            Self::Text(text) => text.trim().parse().unwrap_or(f64::NAN),
            _ => return None,
        })
    }
}

/// A program's own names, and what it exports.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) path: Arc<str>,
    pub(super) lines: LineIndex,
    pub(super) text: String,
    pub(super) names: RwLock<Object>,
}

impl Program {
    /// The line of a place, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.position(&self.text, at).line
    }
}

/// The names that are seen from one place: those bound around it, the nearest first, and the program's.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) program: Arc<Program>,
    nearest: Option<Arc<Binding>>,
}

#[derive(Debug)]
struct Binding {
    name: String,
    value: RwLock<Value>,
    outer: Option<Arc<Self>>,
}

impl Drop for Binding {
    /// One after the other: a function may bind more names than the stack is deep.
    fn drop(&mut self) {
        let mut outer = self.outer.take();
        while let Some(mut binding) = outer.and_then(Arc::into_inner) {
            outer = binding.outer.take();
        }
    }
}

impl Scope {
    pub(super) const fn of(program: Arc<Program>) -> Self {
        Self { program, nearest: None }
    }

    /// Whether names are bound here that are the whole program's.
    pub(super) fn bind(&mut self, name: &str, value: Value, is_top: bool) {
        if is_top {
            if let Ok(mut names) = self.program.names.write() {
                names.set(name, value, 0);
            }
            return;
        }
        let outer = self.nearest.take();
        self.nearest = Some(Arc::new(Binding { name: name.to_owned(), value: RwLock::new(value), outer }));
    }

    /// Gives a name that is bound already another value, wherever it is seen.
    pub(super) fn assign(&self, name: &str, value: Value) {
        let mut next = self.nearest.as_deref();
        while let Some(binding) = next {
            if binding.name == name {
                if let Ok(mut bound) = binding.value.write() {
                    *bound = value;
                }
                return;
            }
            next = binding.outer.as_deref();
        }
        if let Ok(mut names) = self.program.names.write()
            && names.get(name).is_some()
        {
            names.set(name, value, 0);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<Value> {
        self.with(name, Value::clone)
    }

    /// Returns what a function makes of a named value.
    pub(super) fn with<T>(&self, name: &str, made: impl FnOnce(&Value) -> T) -> Option<T> {
        let mut next = self.nearest.as_deref();
        while let Some(binding) = next {
            if binding.name == name {
                return Some(made(&*binding.value.read().ok()?));
            }
            next = binding.outer.as_deref();
        }
        self.program.names.read().ok()?.get(name).map(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_changes_leaves_the_original() {
        let mut object = Object::default();
        object.set("a", Value::Bool(true), 1);
        let mut copy = object.clone();
        copy.set("a", Value::Bool(false), 2);
        copy.fields_mut().retain(|field| field.name != "b");
        copy.set("b", Value::Null, 3);
        assert_eq!(object.get("a").and_then(Value::truth), Some(true));
        assert_eq!((object.fields().len(), copy.fields().len()), (1, 2));
        assert_eq!(copy.into_fields().iter().map(|field| field.line).collect::<Vec<_>>(), [2, 3]);
    }
}
