//! Liquid's own filters and Jekyll's, by name.

mod arguments;
mod dates;
mod json;
mod lists;
mod numbers;
mod texts;
mod urls;

use crate::markup::liquid::context::Context;
use crate::markup::liquid::output::UNKNOWN;
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;

pub(super) use arguments::Arguments;

/// What the filter `name` makes of `input`. As in Ruby, an unknown filter passes its input through.
pub(super) fn apply<'a>(
    context: &mut Context<'a>,
    name: &str,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> Result<Value<'a>, Problem> {
    let rooms = [texts::apply, lists::apply, numbers::apply, dates::apply, urls::apply];
    let mut input = input;
    for room in rooms {
        match room(context, name, input, arguments)? {
            Ok(output) => return Ok(output),
            Err(back) => input = back,
        }
    }
    // A plugin may bring the filter.
    Ok(if context.lenient { Value::from(UNKNOWN) } else { input })
}
