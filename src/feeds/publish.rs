//! Feeds into files: each entry is rendered once, written once a format and style, and appended to every feed that
//! holds it, a block at a time, so that memory does not grow with the number of posts or feeds.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::feeds::model::{EmitError, Emitter, Entry, EntryStyle, Feed, NoEntry, Skipped};
use crate::site::tree::{Sink, TreeError, Written};
use crate::text::pieces::Part as _;

/// A feed that is to be written.
#[derive(Clone, Debug)]
pub struct PlannedFeed {
    /// How the configuration names it.
    pub name: String,
    /// Where it goes in the output folder.
    pub path: String,
    /// Its format.
    pub emitter: &'static Emitter,
    /// Its head.
    pub feed: Feed,
    /// Its entries, in its order, as the numbers that the function given to [`publish`] knows them by.
    pub entries: Vec<usize>,
    /// What it says of them.
    pub style: EntryStyle,
    /// The number of entries after which they have their summary alone.
    pub whole: usize,
}

/// What became of all feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Each feed, in the order that they were given in.
    pub feeds: Vec<PublishedFeed>,
    /// The entries that were skipped, by number, and why; they are in no feed.
    pub skipped: Vec<(usize, Skipped)>,
}

/// What became of one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFeed {
    /// Its name.
    pub name: String,
    /// Its path.
    pub path: String,
    /// How many entries are in it, or would be where it was refused.
    pub entries: usize,
    /// What its file was before, or why it was not written: then the old one still stands.
    pub outcome: Result<Written, NotWritten>,
}

/// Why a feed was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// A file that one of its entries needs could not be read: without the entry, the feed would not be what its author
    /// asks for.
    #[error("not written, because an entry cannot be read: {0}")]
    Entry(TreeError),
    /// Its format could not be written.
    #[error("not written: {0}")]
    Format(EmitError),
    /// Its own file could not be written.
    #[error("{}", .0.reason)]
    File(TreeError),
}

/// How many posts are rendered before their entries are written and dropped: enough for every core to have work, few enough
/// that the entries fit the cache (256 took twice the memory and no less time).
const BLOCK: usize = 64;

/// Decides whether a feed, by its index in the list of feeds, is written with so many entries.
pub type MayWrite<'a> = dyn FnMut(usize, usize) -> bool + 'a;

/// Writes `feeds` to `sink`. `entry` makes an entry of its number; it is called once a number, on many threads.
/// `may_write` is asked about each whole feed, unless a file with the same bytes exists.
///
/// A feed that cannot be written, or that holds an entry which failed, is given up and reported; the others are written
/// all the same.
pub fn publish(
    feeds: &[PlannedFeed],
    entry: &(dyn Fn(usize) -> Result<Entry, NoEntry> + Sync),
    sink: &mut dyn Sink,
    may_write: &mut MayWrite<'_>,
) -> Published {
    let shapes = Shapes::of(feeds);
    let mut writers: Vec<Writer<'_>> =
        feeds.iter().zip(&shapes.of_feed).map(|(feed, shape)| Writer::begin(feed, *shape, sink)).collect();
    let mut skipped = Vec::new();
    let mut ready = HashMap::new();
    for block in in_order(feeds, &shapes).chunks(BLOCK) {
        let made: Vec<Result<Result<ByShape, EmitError>, NoEntry>> =
            block.par_iter().map(|wanted| Ok(shapes.texts(&entry(wanted.number)?, wanted))).collect();
        for (wanted, made) in block.iter().zip(made) {
            let by_shape = match made {
                Ok(texts) => texts.map_err(NotWritten::Format),
                Err(NoEntry::Failed(error)) => Err(NotWritten::Entry(error)),
                Err(NoEntry::Skipped(reason)) => {
                    skipped.push((wanted.number, reason));
                    Ok(Vec::new())
                }
            };
            ready.insert(wanted.number, Texts { by_shape, uses: wanted.uses });
        }
        for writer in &mut writers {
            writer.advance(&mut ready, sink);
        }
    }
    skipped.sort_by_key(|(number, _)| *number);
    let finished = writers.into_iter().enumerate().map(|(at, writer)| {
        let written = writer.written;
        writer.finish(sink, &mut || may_write(at, written))
    });
    Published { feeds: finished.collect(), skipped }
}

/// An entry's text in each shape that feeds need, with the shape's index.
type ByShape = Vec<(usize, String)>;

/// The forms that an entry's text is wanted in: feeds of the same shape share it.
struct Shapes {
    all: Vec<(&'static Emitter, EntryStyle)>,
    of_feed: Vec<Shape>,
}

/// The shape of a feed's entries.
#[derive(Clone, Copy)]
struct Shape {
    whole: usize,
    /// That of the entries from so many on.
    short: (usize, usize),
}

impl Shape {
    fn at(self, place: usize) -> usize {
        let (from, short) = self.short;
        if place < from { self.whole } else { short }
    }
}

impl Shapes {
    fn of(feeds: &[PlannedFeed]) -> Self {
        let mut all: Vec<(&'static Emitter, EntryStyle)> = Vec::new();
        let of_feed = feeds
            .iter()
            .map(|feed| {
                let mut number = |style: EntryStyle| {
                    let same = |shape: &(&Emitter, EntryStyle)| {
                        shape.0.name == feed.emitter.name && shape.1 == style
                    };
                    all.iter().position(same).unwrap_or_else(|| {
                        all.push((feed.emitter, style));
                        all.len() - 1
                    })
                };
                let whole = number(feed.style);
                let is_cut = feed.whole < feed.entries.len();
                let short = if is_cut { number(feed.style.short()) } else { whole };
                Shape { whole, short: (feed.whole, short) }
            })
            .collect();
        Self { all, of_feed }
    }

    fn texts(&self, entry: &Entry, wanted: &Wanted) -> Result<ByShape, EmitError> {
        let mut by_shape: ByShape = Vec::with_capacity(wanted.shapes.len());
        for &shape in &wanted.shapes {
            if let Some((emitter, style)) = self.all.get(shape) {
                by_shape.push((shape, (emitter.entry)(entry, style)?));
            }
        }
        Ok(by_shape)
    }
}

/// An entry that some feed holds.
#[derive(Default)]
struct Wanted {
    number: usize,
    /// The shapes that it is wanted in, each once.
    shapes: Vec<usize>,
    /// How many times feeds hold it.
    uses: usize,
}

/// The serialised forms of an entry, dropped when the last feed has them; none where the entry was skipped, the reason where it
/// failed.
struct Texts {
    by_shape: Result<ByShape, NotWritten>,
    uses: usize,
}

/// Every entry that is wanted, in the direction that most feeds run in: then few entries wait for their turn.
fn in_order(feeds: &[PlannedFeed], shapes: &Shapes) -> Vec<Wanted> {
    let mut wanted: BTreeMap<usize, Wanted> = BTreeMap::new();
    let (mut up, mut down) = (0_usize, 0_usize);
    for (feed, shape) in feeds.iter().zip(&shapes.of_feed) {
        for (place, &number) in feed.entries.iter().enumerate() {
            let shape = shape.at(place);
            let entry = wanted.entry(number).or_default();
            entry.number = number;
            entry.uses += 1;
            if !entry.shapes.contains(&shape) {
                entry.shapes.push(shape);
            }
        }
        for pair in feed.entries.windows(2) {
            if pair.first() < pair.last() { up += 1 } else { down += 1 }
        }
    }
    let mut all: Vec<Wanted> = wanted.into_values().collect();
    if down > up {
        all.reverse();
    }
    all
}

/// One feed while it is written.
struct Writer<'a> {
    feed: &'a PlannedFeed,
    shape: Shape,
    /// How many of its entries had their turn.
    done: usize,
    /// How many of those are in the file.
    written: usize,
    state: Result<(), NotWritten>,
}

impl<'a> Writer<'a> {
    fn begin(feed: &'a PlannedFeed, shape: Shape, sink: &mut dyn Sink) -> Self {
        let begun = (feed.emitter.head)(&feed.feed).map_err(NotWritten::Format).and_then(|head| {
            let begun = sink.begin(&feed.path).and_then(|()| sink.append(&feed.path, head.as_bytes()));
            begun.map_err(NotWritten::File)
        });
        let mut writer = Self { feed, shape, done: 0, written: 0, state: Ok(()) };
        if let Err(reason) = begun {
            writer.give_up(reason, sink);
        }
        writer
    }

    fn give_up(&mut self, reason: NotWritten, sink: &mut dyn Sink) {
        sink.abandon(&self.feed.path);
        self.state = Err(reason);
    }

    /// Appends the entries that are ready, as long as none before them is missing.
    fn advance(&mut self, ready: &mut HashMap<usize, Texts>, sink: &mut dyn Sink) {
        let mut parts: Vec<&str> = Vec::new();
        let mut failure = None;
        let mut done = self.done;
        while let Some(texts) = self.feed.entries.get(done).and_then(|number| ready.get(number)) {
            let wanted = self.shape.at(done);
            done += 1;
            match &texts.by_shape {
                _ if self.state.is_err() || failure.is_some() => {}
                Err(error) => failure = Some(error.clone()),
                Ok(by_shape) => {
                    if let Some((_, text)) = by_shape.iter().find(|(shape, _)| *shape == wanted) {
                        if self.written > 0 {
                            parts.push(self.feed.emitter.separator);
                        }
                        parts.push(text);
                        self.written += 1;
                    }
                }
            }
        }
        if failure.is_none() && !parts.is_empty() {
            failure = sink.append_all(&self.feed.path, &parts).err().map(NotWritten::File);
        }
        if let Some(reason) = failure {
            self.give_up(reason, sink);
        }
        for number in self.feed.entries.part(self.done..done) {
            if let Some(texts) = ready.get_mut(number) {
                texts.uses -= 1;
                if texts.uses == 0 {
                    ready.remove(number);
                }
            }
        }
        self.done = done;
    }

    fn finish(self, sink: &mut dyn Sink, may_write: &mut dyn FnMut() -> bool) -> PublishedFeed {
        let path = &self.feed.path;
        let outcome = self.state.and_then(|()| {
            let tail = self.feed.emitter.tail;
            let finished = sink.append(path, tail.as_bytes()).and_then(|()| sink.finish_if(path, may_write));
            if finished.is_err() {
                sink.abandon(path);
            }
            finished.map_err(NotWritten::File)
        });
        let entries = if outcome.is_ok() { self.written } else { 0 };
        PublishedFeed { name: self.feed.name.clone(), path: path.clone(), entries, outcome }
    }
}
