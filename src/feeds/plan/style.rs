//! How the entries of a row look: what they hold, and how their text is made.

use crate::feeds::model::{ContentStyle, EntryStyle, GuidStyle, LinkStyle};
use crate::feeds::plan::channel;
use crate::feeds::plan::planned::BodyStyle;
use crate::feeds::plan::podcast;
use crate::site::Settings;
use crate::site::config::{self, Content, Origin, Summary};
use crate::site::profile::{AddressForm, AuthorForm, SummaryForm};

/// What a feed shows of its entries, and how their bodies are made.
pub(super) fn of_row(settings: &Settings, row: &config::Feed) -> (EntryStyle, BodyStyle) {
    let profile = &settings.convention.profile;
    let content = row.content.unwrap_or(profile.content);
    let mut elements = profile.elements;
    elements.categories &= !row.without.categories;
    elements.updated &= !row.without.updated;
    if row.without.authors {
        elements.authors = AuthorForm::Omitted;
    }
    if row.without.summary {
        elements.summary = SummaryForm::Omitted;
    }
    elements.published |= row.with.published;
    elements.categories |= row.with.categories;
    elements.content_is_description &= !row.with.content_beside_description;
    if row.with.summary {
        elements.summary = SummaryForm::Written;
    }
    if row.with.plain_addresses {
        elements.addresses = AddressForm::Encoded;
    }
    match row.summary {
        Some(Summary::Text) => elements.summary = SummaryForm::Plain,
        Some(Summary::Html) => elements.summary = SummaryForm::Html,
        Some(Summary::None) => elements.summary = SummaryForm::Omitted,
        None => {}
    }
    let has_own_form = matches!(elements.summary, SummaryForm::Html | SummaryForm::HtmlAlone);
    let texts = [&row.before, &row.after, &row.read_more];
    let framed_by = match row.origin {
        Origin::Row(number) if content != Content::None && texts.iter().any(|text| text.is_some()) => {
            Some(number)
        }
        _ => None,
    };
    let summary_is_framed = framed_by.is_some() && content == Content::Summary;
    if summary_is_framed {
        elements.summary = SummaryForm::Html;
    }
    let has_bound = row.summary_words.is_some() || row.summary_length.is_some();
    let asks_for_summary = matches!(row.origin, Origin::Row(_))
        && (content == Content::Summary
            || has_bound
            || matches!(row.summary, Some(Summary::Text | Summary::Html)))
        && row.summary != Some(Summary::None);
    let style = EntryStyle {
        content: match content {
            Content::Full | Content::Built => ContentStyle::Full,
            Content::Summary => ContentStyle::Summary,
            Content::None => ContentStyle::None,
        },
        guid: match row.guid.unwrap_or(profile.guid) {
            config::Guid::Permalink => GuidStyle::Permalink,
            config::Guid::Id => GuidStyle::Id,
        },
        link: match row.redirect_links.unwrap_or_default() {
            config::RedirectLinks::Page => LinkStyle::Page,
            config::RedirectLinks::Target => LinkStyle::Target,
        },
        elements,
        is_podcast: podcast::is_podcast(row),
        is_browsed: row.style.as_deref() == Some(channel::AUTO),
    };
    let body = BodyStyle {
        built: content == Content::Built,
        without_scripts: row.strip.0.contains(&config::Strip::Scripts),
        without_ids: row.strip.0.contains(&config::Strip::Ids),
        urls_as_written: row.content_urls == Some(config::ContentUrls::AsWritten),
        // Text is made of the generator's own summary too.
        html_summary: has_own_form || asks_for_summary,
        asks_for_summary,
        summary_replaces_content: row.summary_replaces_content,
        summary_length: row.summary_length.unwrap_or(0),
        summary_words: row.summary_words.unwrap_or(0),
        own_html_summary: row.summary == Some(Summary::Html),
        framed_by,
        summary_is_framed,
    };
    (style, body)
}
