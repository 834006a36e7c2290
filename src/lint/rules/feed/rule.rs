//! A row of a family's table, and the macro that writes one.

use crate::lint::rule::Rule;

/// A rule about feeds: a rule, and what its findings tell the author to do.
#[derive(Debug)]
pub(crate) struct FeedRule {
    /// The rule as every list shows it.
    pub(crate) rule: Rule,
    /// What to do, as a command, where the finding has nothing more exact to say.
    pub(crate) help: &'static str,
}

/// Writes a family's rows as constants, and the table of them.
///
/// A row: name, level, summary; what it finds; what happens otherwise; what to do; its clauses; an example of each.
macro_rules! feed_rules {
    (@options) => { &[] };
    (@options $options:expr) => { &$options };
    ($($konst:ident = $name:literal, $level:ident, $summary:literal,
       what: $what:literal, why: $why:literal, help: $help:literal,
       clause: $clause:expr, $(options: $options:expr,)? bad: $bad:expr, good: $good:expr;)*) => {
        $(
            #[doc = $summary]
            pub(crate) const $konst: &$crate::lint::rules::feed::rule::FeedRule =
                &$crate::lint::rules::feed::rule::FeedRule {
                    rule: $crate::lint::rule::Rule {
                        name: concat!("feed/", $name),
                        level: $crate::text::diagnostic::Level::$level,
                        fixable: false,
                        on_by_default: true,
                        summary: $summary,
                        page: $crate::lint::rule::Page {
                            around: &[],
                            what: concat!($what, "\n\nWhat to do: ", $help, "."),
                            why: $why,
                            bad: &[$crate::lint::rules::feed::rule::example($bad)],
                            good: &[$crate::lint::rules::feed::rule::example($good)],
                            options: feed_rules!(@options $($options)?),
                            sources: &$clause,
                        },
                        check: $crate::lint::rule::Check::Feed,
                    },
                    help: $help,
                };
        )*
        /// The rows of this family.
        pub(crate) const TABLE: &[&$crate::lint::rules::feed::rule::FeedRule] = &[$($konst),*];
    };
}

/// A feed as an example, under the name that its format has.
pub(crate) const fn example(text: &'static str) -> crate::lint::rule::Example {
    let json = matches!(text.as_bytes(), [b'{', ..]);
    crate::lint::rule::Example { path: if json { "feed.json" } else { "feed.xml" }, text }
}

/// An Atom feed with these elements in its head.
macro_rules! atom_feed {
    ($inside:literal) => {
        concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n  ",
            $inside,
            "\n</feed>\n"
        )
    };
}

/// An Atom feed that lacks nothing, with these elements in its only entry.
macro_rules! atom_entry {
    ($inside:literal) => {
        concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n  \
             <title>Wherry</title>\n  <id>https://wherry.example/</id>\n  <updated>2024-05-01T08:00:00Z</updated>\n  \
             <author><name>Ann</name></author>\n  \
             <link rel=\"self\" type=\"application/atom+xml\" href=\"https://wherry.example/feed.xml\"/>\n  <entry>\n    ",
            $inside,
            "\n  </entry>\n</feed>\n"
        )
    };
}

/// An RSS feed that lacks nothing, with these elements after what its channel must have.
macro_rules! rss_channel {
    ($inside:literal) => {
        concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n\
             <channel>\n  <title>Wherry</title>\n  <link>https://wherry.example/</link>\n  <description>News</description>\n  \
             <language>en</language>\n  \
             <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://wherry.example/rss.xml\"/>\n  ",
            $inside,
            "\n</channel>\n</rss>\n"
        )
    };
}

/// An RSS feed that lacks nothing, with these elements in its only item.
macro_rules! rss_item {
    ($inside:literal) => {
        concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"\n\
             \u{20}    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
             \u{20}    xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n\
             <channel>\n  <title>Wherry</title>\n  <link>https://wherry.example/</link>\n  <description>News</description>\n  \
             <language>en</language>\n  \
             <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://wherry.example/rss.xml\"/>\n  <item>\n    ",
            $inside,
            "\n  </item>\n</channel>\n</rss>\n"
        )
    };
}

/// A bare channel of RSS with one of the modules that feeds of media have, by its prefix.
macro_rules! rss_with {
    (media, $inside:literal) => {
        rss_with!("xmlns:media=\"http://search.yahoo.com/mrss/\"", $inside)
    };
    (itunes, $inside:literal) => {
        rss_with!("xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"", $inside)
    };
    (podcast, $inside:literal) => {
        rss_with!("xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"", $inside)
    };
    ($namespace:literal, $inside:literal) => {
        concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" ",
            $namespace,
            ">\n<channel>\n  ",
            $inside,
            "\n</channel>\n</rss>\n"
        )
    };
}

pub(crate) use {atom_entry, atom_feed, feed_rules, rss_channel, rss_item, rss_with};
