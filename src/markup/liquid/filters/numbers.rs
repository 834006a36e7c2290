//! Filters that work on numbers. Strings that look like numbers count as numbers, everything else as zero.

use crate::markup::liquid::context::Context;
use crate::markup::liquid::filters::arguments::{Arguments, FilterResult};
use crate::markup::liquid::problem::Problem;
use crate::markup::liquid::value::Value;

pub(super) fn abs<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match number(&input) {
        Number::Int(value) => value.checked_abs().map_or(Value::Float((value as f64).abs()), Value::Int),
        Number::Float(value) => Value::Float(value.abs()),
    })
}

pub(super) fn ceil<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    whole(number(&input).as_float().ceil())
}

pub(super) fn floor<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    _arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    whole(number(&input).as_float().floor())
}

pub(super) fn round<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(match (number(&input), arguments.int(0).unwrap_or(0)) {
        (Number::Int(value), _) => Value::Int(value),
        (Number::Float(value), 0) => whole(value.round())?,
        (Number::Float(value), digits) => {
            let factor = 10_f64.powi(i32::try_from(digits.clamp(-300, 300)).unwrap_or(0));
            let scaled = value * factor;
            Value::Float(if scaled.is_finite() { scaled.round() / factor } else { value })
        }
    })
}

pub(super) fn plus<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(calculate(number(&input), operand(arguments), i64::checked_add, |a, b| {
        decimal(a, b, add).unwrap_or(a + b)
    }))
}

pub(super) fn minus<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(calculate(number(&input), operand(arguments), i64::checked_sub, |a, b| {
        decimal(a, -b, add).unwrap_or(a - b)
    }))
}

pub(super) fn times<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(calculate(number(&input), operand(arguments), i64::checked_mul, |a, b| {
        decimal(a, b, multiply).unwrap_or(a * b)
    }))
}

pub(super) fn divided_by<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(calculate(number(&input), divisor(&input, arguments)?, floor_division, |a, b| a / b))
}

pub(super) fn modulo<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(calculate(number(&input), divisor(&input, arguments)?, floor_modulo, |a, b| a - b * (a / b).floor()))
}

pub(super) fn at_least<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(limit(number(&input), operand(arguments), f64::max))
}

pub(super) fn at_most<'a>(
    _context: &mut Context<'a>,
    input: Value<'a>,
    arguments: &Arguments<'a>,
) -> FilterResult<'a> {
    Ok(limit(number(&input), operand(arguments), f64::min))
}

/// The number of the first argument.
fn operand(arguments: &Arguments<'_>) -> Number {
    number(arguments.get(0).unwrap_or(&Value::Nil))
}

/// The same, where `input` can be divided by it: a whole number has no quotient by zero.
fn divisor(input: &Value<'_>, arguments: &Arguments<'_>) -> Result<Number, Problem> {
    match (number(input), operand(arguments)) {
        (Number::Int(_), Number::Int(0)) => {
            Err(Problem::new("a number is divided by zero", "test for zero before"))
        }
        (_, operand) => Ok(operand),
    }
}

#[derive(Clone, Copy)]
enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    fn as_float(self) -> f64 {
        match self {
            Self::Int(number) => number as f64,
            Self::Float(number) => number,
        }
    }
}

fn number(value: &Value<'_>) -> Number {
    match value {
        Value::Int(number) => Number::Int(*number),
        Value::Float(number) => Number::Float(*number),
        Value::Text(text) => {
            let text = text.trim();
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let unsigned = text.strip_prefix('-').unwrap_or(text);
            let fits = match unsigned.split_once('.') {
                Some((whole, fraction)) => digits(whole) && digits(fraction),
                None => digits(unsigned),
            };
            match text.parse() {
                Ok(number) if fits => Number::Int(number),
                _ if fits => Number::Float(text.parse().unwrap_or(0.0)),
                _ => Number::Int(0),
            }
        }
        _ => Number::Int(0),
    }
}

fn whole<'a>(number: f64) -> Result<Value<'a>, Problem> {
    if number.is_finite() {
        Ok(Value::Int(number as i64))
    } else {
        Err(Problem::new("infinity cannot be rounded", "divide by a whole number that is not zero"))
    }
}

fn calculate<'a>(
    left: Number,
    right: Number,
    ints: impl Fn(i64, i64) -> Option<i64>,
    floats: impl Fn(f64, f64) -> f64,
) -> Value<'a> {
    if let (Number::Int(left), Number::Int(right)) = (left, right)
        && let Some(result) = ints(left, right)
    {
        return Value::Int(result);
    }
    Value::Float(floats(left.as_float(), right.as_float()))
}

/// Ruby rounds a quotient down, not towards zero.
fn floor_division(left: i64, right: i64) -> Option<i64> {
    let quotient = left.checked_div(right)?;
    Some(if left.checked_rem(right)? != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient })
}

fn floor_modulo(left: i64, right: i64) -> Option<i64> {
    let rest = left.checked_rem(right)?;
    Some(if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest })
}

fn limit<'a>(value: Number, bound: Number, choose: impl Fn(f64, f64) -> f64) -> Value<'a> {
    let chosen = choose(value.as_float(), bound.as_float());
    let number = if chosen == value.as_float() { value } else { bound };
    match number {
        Number::Int(number) => Value::Int(number),
        Number::Float(number) => Value::Float(number),
    }
}

/// A number as a whole one and how many of its digits follow the point.
type Decimal = (i128, u32);

/// Liquid calculates with the decimals that are printed, so that 0.1 and 0.2 are 0.3. `None` where they are too long.
fn decimal(left: f64, right: f64, calculate: fn(Decimal, Decimal) -> Option<Decimal>) -> Option<f64> {
    let (digits, places) = calculate(to_decimal(left)?, to_decimal(right)?)?;
    format!("{digits}e-{places}").parse().ok()
}

fn to_decimal(number: f64) -> Option<Decimal> {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    Some(([whole, fraction].concat().parse().ok()?, u32::try_from(fraction.len()).ok()?))
}

fn add((left, places): Decimal, (right, other): Decimal) -> Option<Decimal> {
    let common = places.max(other);
    let scaled = |digits: i128, places: u32| digits.checked_mul(10_i128.checked_pow(common - places)?);
    Some((scaled(left, places)?.checked_add(scaled(right, other)?)?, common))
}

fn multiply((left, places): Decimal, (right, other): Decimal) -> Option<Decimal> {
    Some((left.checked_mul(right)?, places.checked_add(other)?))
}
