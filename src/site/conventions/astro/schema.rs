//! Schemas of collections, as the library zod applies them to the data of an entry: defaults, conversions, and functions of the
//! site's own that can be told.

use crate::markup::javascript::{CHAIN, Object, Reader, Value};
use crate::text::date::javascript_time;

/// How deep schemas may be in each other.
const DEEPEST: usize = 16;

/// The schema that a function of the library makes: `z.string()`.
pub(super) fn started(function: &str, arguments: &[Value]) -> Value {
    let call = Value::List([Value::Text(function.to_owned()), Value::List(arguments.to_vec().into())].into());
    let mut schema = Object::default();
    schema.set(CHAIN, Value::List([call].into()), 0);
    Value::Object(schema)
}

/// The data of an entry after its schema; nothing where the schema does not allow it. What the schema makes of a key that
/// cannot be told is as written.
pub(super) fn applied(reader: &mut Reader<'_>, schema: &Value, data: &Object) -> Option<Object> {
    let Value::Object(mut made) = parsed(reader, schema, Value::Object(data.clone()), 0)? else {
        return None;
    };
    for field in made.fields_mut() {
        if matches!(field.value, Value::Unknown | Value::Host(_)) {
            field.value = data.get(&field.name).cloned().unwrap_or(Value::Unknown);
        }
    }
    made.fields_mut().retain(|field| !matches!(field.value, Value::Undefined));
    Some(made)
}

/// What a schema makes of a value; nothing for an invalid one.
fn parsed(reader: &mut Reader<'_>, schema: &Value, value: Value, depth: usize) -> Option<Value> {
    match schema.get(CHAIN).and_then(Value::as_list) {
        Some(calls) if depth < DEEPEST => after(reader, calls, value, depth + 1),
        // What is not understood takes anything.
        _ => Some(value),
    }
}

/// What the calls of a schema make of a value, the last one around those before it.
fn after(reader: &mut Reader<'_>, calls: &[Value], value: Value, depth: usize) -> Option<Value> {
    let (last, before) = calls.split_last()?;
    let (name, arguments) = call(last)?;
    let first = arguments.first();
    if before.is_empty() {
        return based(reader, name, arguments, value, depth);
    }
    let inner = |reader: &mut Reader<'_>, value: Value| after(reader, before, value, depth);
    match name {
        "default" | "prefault" if matches!(value, Value::Undefined) => {
            let default = match first {
                Some(function @ Value::Function(_)) => reader.call(function, &[]),
                other => other.cloned().unwrap_or_default(),
            };
            inner(reader, default)
        }
        "catch" => {
            let made = inner(reader, value);
            made.or_else(|| match first {
                Some(function @ Value::Function(_)) => Some(reader.call(function, &[])),
                other => other.cloned(),
            })
        }
        "optional" | "nullish" | "exactOptional" if matches!(value, Value::Undefined) => Some(value),
        "nullable" | "nullish" if matches!(value, Value::Null) => Some(value),
        "transform" | "overwrite" => {
            let made = inner(reader, value)?;
            Some(first.map_or(Value::Unknown, |function| reader.call(function, &[made])))
        }
        "trim" | "toLowerCase" | "toUpperCase" => match inner(reader, value)? {
            Value::Text(text) => Some(Value::Text(match name {
                "trim" => text.trim().to_owned(),
                "toLowerCase" => text.to_lowercase(),
                _ => text.to_uppercase(),
            })),
            other => Some(other),
        },
        "pipe" => {
            let made = inner(reader, value)?;
            parsed(reader, first?, made, depth)
        }
        "or" => inner(reader, value.clone()).or_else(|| parsed(reader, first?, value, depth)),
        "and" => match (inner(reader, value.clone())?, parsed(reader, first?, value, depth)?) {
            (Value::Object(mut all), Value::Object(more)) => {
                more.into_fields().into_iter().for_each(|field| all.set(&field.name, field.value, 0));
                Some(Value::Object(all))
            }
            (made, _) => Some(made),
        },
        "array" => each(value, |item| inner(reader, item)),
        "extend" | "safeExtend" | "merge" | "pick" | "omit" | "partial" | "passthrough" | "loose"
        | "catchall" => {
            let shape = Shape::of(calls, depth)?;
            shape.parsed(reader, &value, depth)
        }
        _ => inner(reader, value),
    }
}

fn call(call: &Value) -> Option<(&str, &[Value])> {
    let parts = call.as_list()?;
    Some((parts.first()?.as_text()?, parts.get(1)?.as_list()?))
}

/// What the function that a schema begins with makes of a value.
fn based(
    reader: &mut Reader<'_>,
    name: &str,
    arguments: &[Value],
    value: Value,
    depth: usize,
) -> Option<Value> {
    let first = arguments.first();
    let is_missing = matches!(value, Value::Undefined);
    match name {
        "any" | "unknown" | "custom" | "image" => Some(value),
        "coerce.string" => value.to_text().map(Value::Text),
        "coerce.number" => value.to_number().filter(|number| !number.is_nan()).map(Value::Number),
        "coerce.boolean" => value.truth().map(Value::Bool),
        "coerce.date" => match value {
            Value::Text(text) => javascript_time(&text).map(Value::Time),
            #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
            Value::Number(number) => Some(Value::Time(number as i64)),
            time @ Value::Time(_) => Some(time),
            _ => None,
        },
        "preprocess" => {
            let made = reader.call(first?, &[value]);
            parsed(reader, arguments.get(1)?, made, depth)
        }
        "optional" if is_missing => Some(value),
        "optional" | "nullable" | "lazy" => parsed(reader, first?, value, depth),
        "union" | "discriminatedUnion" | "xor" => {
            let all = arguments.last()?.as_list()?;
            all.iter().find_map(|schema| parsed(reader, schema, value.clone(), depth))
        }
        _ if is_missing => None,
        "string" | "email" | "url" => matches!(value, Value::Text(_)).then_some(value),
        "number" | "int" => matches!(value, Value::Number(_)).then_some(value),
        "boolean" => matches!(value, Value::Bool(_)).then_some(value),
        "date" => matches!(value, Value::Time(_)).then_some(value),
        "null" => matches!(value, Value::Null).then_some(value),
        "enum" | "literal" => {
            let one = [first?.clone()];
            let allowed = first?.as_list().unwrap_or(&one);
            let is_allowed = |known: &Value| known.to_text().is_some() && known.to_text() == value.to_text();
            allowed.iter().any(is_allowed).then_some(value)
        }
        "array" | "set" => each(value, |item| parsed(reader, first?, item, depth)),
        "reference" => match value {
            Value::Text(id) => {
                let mut entry = Object::default();
                entry.set("collection", first?.clone(), 0);
                entry.set("id", Value::Text(id), 0);
                Some(Value::Object(entry))
            }
            other => Some(other),
        },
        "object" | "strictObject" | "looseObject" => {
            let shape =
                Shape { keys: first?.as_object()?.clone(), keeps: name == "looseObject", is_partial: false };
            shape.parsed(reader, &value, depth)
        }
        _ => Some(value),
    }
}

/// Each item of a list; nothing where one is invalid.
fn each(value: Value, mut one: impl FnMut(Value) -> Option<Value>) -> Option<Value> {
    match value {
        Value::List(items) => items.into_iter().map(&mut one).collect::<Option<_>>().map(Value::List),
        Value::Unknown => Some(value),
        _ => None,
    }
}

/// The keys of an object's schema.
struct Shape {
    keys: Object,
    /// Whether other keys stay.
    keeps: bool,
    is_partial: bool,
}

impl Shape {
    /// The shape that calls make: `z.object({…}).extend({…})`.
    fn of(calls: &[Value], depth: usize) -> Option<Self> {
        let (last, before) = calls.split_last()?;
        let (name, arguments) = call(last)?;
        let given = || arguments.first().and_then(Value::as_object).cloned().unwrap_or_default();
        if before.is_empty() {
            return Some(Self { keys: given(), keeps: name == "looseObject", is_partial: false });
        }
        if depth >= DEEPEST {
            return None;
        }
        let mut shape = Self::of(before, depth + 1)?;
        let more = match name {
            "extend" | "safeExtend" => given(),
            "merge" => {
                let calls = arguments.first()?.get(CHAIN)?.as_list()?;
                Self::of(calls, depth + 1)?.keys
            }
            "pick" => {
                let kept = given();
                shape.keys.fields_mut().retain(|field| kept.get(&field.name).is_some());
                Object::default()
            }
            "omit" => {
                let left_out = given();
                shape.keys.fields_mut().retain(|field| left_out.get(&field.name).is_none());
                Object::default()
            }
            "partial" => {
                shape.is_partial = true;
                Object::default()
            }
            "passthrough" | "loose" | "catchall" => {
                shape.keeps = true;
                Object::default()
            }
            _ => Object::default(),
        };
        more.into_fields().into_iter().for_each(|field| shape.keys.set(&field.name, field.value, 0));
        Some(shape)
    }

    fn parsed(&self, reader: &mut Reader<'_>, value: &Value, depth: usize) -> Option<Value> {
        let given = value.as_object()?;
        let mut made = Object::default();
        for field in self.keys.fields() {
            let own = given.get(&field.name).cloned().unwrap_or_default();
            if self.is_partial && matches!(own, Value::Undefined) {
                continue;
            }
            let own = parsed(reader, &field.value, own, depth)?;
            if !matches!(own, Value::Undefined) {
                made.set(&field.name, own, 0);
            }
        }
        if self.keeps {
            for field in given.fields().iter().filter(|field| self.keys.get(&field.name).is_none()) {
                made.set(&field.name, field.value.clone(), 0);
            }
        }
        Some(Value::Object(made))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::conventions::astro::outside::Outside;

    fn made(schema: &str, data: &str) -> String {
        Outside::default().with(None, &[], |modules| {
            let text = format!(
                "import {{ z }} from 'astro:content'; export const s = {schema}; export const d = {data};"
            );
            let mut reader = Reader::new(modules);
            let exports = reader.exports("a.ts", &text);
            let data = exports.get("d").and_then(Value::as_object).cloned().unwrap_or_default();
            let Some(made) = applied(&mut reader, exports.get("s").unwrap_or(&Value::Undefined), &data)
            else {
                return "invalid".to_owned();
            };
            made.fields().iter().map(|field| format!("{}={:?} ", field.name, field.value)).collect()
        })
    }

    #[test]
    fn schemas_fill_in_and_convert() {
        for (schema, data, expected) in [
            (
                "z.object({ a: z.string().default('x'), b: z.boolean().optional() })",
                "{ c: 1 }",
                "a=Text(\"x\") ",
            ),
            ("z.object({ d: z.coerce.date() })", "{ d: 'Jul 08 2022' }", "d=Time(1657238400000) "),
            ("z.object({ t: z.string().transform((s) => s + '!').default('a') })", "{}", "t=Text(\"a!\") "),
            ("z.object({ n: z.number().catch(9) })", "{ n: 'x' }", "n=Number(9.0) "),
            (
                "z.object({ t: z.union([z.string(), z.array(z.string())]).transform((t) => Array.isArray(t) ? t : t.split(',')) })",
                "{ t: 'a,b' }",
                "t=List([Text(\"a\"), Text(\"b\")]) ",
            ),
            (
                "z.object({ a: z.string() }).extend({ b: z.string().nullish() }).omit({ a: true })",
                "{ b: null }",
                "b=Null ",
            ),
            ("z.object({ a: z.enum(['x', 'y']) })", "{ a: 'z' }", "invalid"),
            (
                "z.object({ u: z.string() }).passthrough().transform((d) => ({ ...d, k: d.u.toUpperCase() }))",
                "{ u: 'q', v: 1 }",
                "u=Text(\"q\") v=Number(1.0) k=Text(\"Q\") ",
            ),
            (
                "z.object({ m: z.object({ k: z.string().default('p') }).default({}) })",
                "{}",
                "m=Object(Object([Field { name: \"k\", value: Text(\"p\"), line: 0 }])) ",
            ),
        ] {
            assert_eq!(made(schema, data), expected, "{schema}");
        }
    }
}
