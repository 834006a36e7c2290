//! JavaScript and TypeScript configurations, read without being run: what is written out in them, and what follows from it
//! by plain expressions.
//!
//! Nothing of a program is executed. Names that it gets from outside keep their name ([`Value::Host`]); what only running it
//! would tell is [`Value::Unknown`].

mod chains;
mod evaluate;
mod expression;
mod forms;
mod lists;
mod methods;
mod packages;
mod parser;
mod patterns;
mod statements;
mod syntax;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub use evaluate::{Call, Host, Reader};
pub use methods::operate;
pub use value::{CHAIN, Closure, Entries, Field, Object, Source, Step, Value};
