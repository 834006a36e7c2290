//! The pages of `feedwright serve`: a site's feeds as readers show them, their sources with findings, and which post is in which
//! feed. What answers a request is here; the program only speaks HTTP.

mod answer;
mod entries;
mod feed;
mod feeds;
mod frame;
mod link;
mod model;
mod part;
mod pictures;
mod post;
mod posts;
mod query;
mod source;

pub use answer::{Answer, Body, answer};
pub use model::{Note, Preview, State};
