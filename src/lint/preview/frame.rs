//! What every page has: its head, the way to the other pages, and what is wrong with the site.

use crate::feeds::page::{begin, line};
use crate::lint::page_text::{sentence, visible};
use crate::lint::preview::model::State;
use crate::lint::preview::query::{ICON_PATH, SCRIPT_PATH, STYLE_PATH};

/// A page without what all pages have.
pub(super) struct Frame {
    /// Its heading, as plain text.
    pub(super) title: String,
    /// What follows the heading, as HTML.
    pub(super) main: String,
}

impl Frame {
    /// The page of a site that could not be read yet.
    pub(super) fn without_site() -> Self {
        let main = "<p>The site has not been read yet. This page shows it once the error is fixed.</p>\n";
        Self { title: "No site".to_owned(), main: main.to_owned() }
    }

    /// The page of an address that leads nowhere.
    pub(super) fn missing(path: &str, file: &str) -> Self {
        let what = match path {
            "/feed" => format!("The site has no feed <code>{}</code>.", visible(file)),
            "/post" => format!("The site has no post <code>{}</code>.", visible(file)),
            _ => format!("There is no page <code>{}</code>.", visible(path)),
        };
        Self { title: "Not found".to_owned(), main: format!("<p>{what}</p>\n") }
    }
}

/// Returns a page as it is sent.
pub(super) fn page(state: &State<'_>, Frame { title, main }: &Frame) -> String {
    let head = format!(
        "<meta name=\"feedwright-version\" content=\"{}\">\n<link rel=\"icon\" href=\"{ICON_PATH}\">\n\
         <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n<script src=\"{SCRIPT_PATH}\" defer></script>\n",
        state.version
    );
    let mut out = begin(&format!("{title} · Feedwright"), Some("en"), &head);
    let name = state.preview.and_then(|preview| {
        let settings = &preview.site.settings;
        settings.title.as_deref().or(settings.url.as_deref())
    });
    out += &format!(
        "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n<p class=\"site\">{}</p>\n\
         <nav aria-label=\"Pages\">\n<ul>\n<li><a href=\"/\">Feeds</a></li>\n<li><a href=\"/posts\">Posts</a></li>\n</ul>\n</nav>\n\
         <p id=\"state\" role=\"status\"></p>\n</header>\n<main id=\"main\">\n<h1>{}</h1>\n",
        line(name.unwrap_or("Feedwright")),
        line(title)
    );
    if let Some(error) = state.error {
        out += &error_box(error, state.preview.is_some());
    }
    out + main + "</main>\n</body>\n</html>\n"
}

fn error_box(lines: &[String], is_old: bool) -> String {
    let (first, more) = lines.split_first().map_or(("", lines), |(first, more)| (first.as_str(), more));
    let mut out =
        format!("<div class=\"error\" role=\"alert\">\n<p><strong>error</strong>: {}</p>\n", sentence(first));
    if !more.is_empty() {
        let more: Vec<String> = more.iter().map(|text| visible(text)).collect();
        out += &format!("<pre tabindex=\"0\">{}</pre>\n", more.join("\n"));
    }
    if is_old {
        out += "<p>Until it is fixed, this page shows the site as it was before.</p>\n";
    }
    out + "</div>\n"
}
