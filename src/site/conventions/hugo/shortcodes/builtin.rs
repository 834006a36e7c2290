//! The shortcodes that Hugo has itself. What would load a player or a script from elsewhere is a link.

use crate::markup::markdown;
use crate::site::conventions::hugo::shortcodes::evaluate::Call;
use crate::text::html::text::{escape, escape_attribute, strip_html};

/// What a shortcode of this name writes; nothing for one that Hugo does not have.
pub(super) fn call(name: &str, call: &Call<'_>) -> Option<String> {
    let arguments = call.arguments;
    match name {
        "figure" => Some(figure(call)),
        "highlight" => highlight(call),
        "details" => Some(details(call)),
        "ref" => Some(call.scope.reference(arguments.either("path", 0)?, arguments.named("lang"))?.0),
        "relref" => Some(call.scope.reference(arguments.either("path", 0)?, arguments.named("lang"))?.1),
        "param" => {
            let name = arguments.placed(0)?;
            let value = call.scope.own(name).or_else(|| call.scope.of_site(name))?;
            Some(escape(&value.to_ruby_string()).into_owned())
        }
        _ => link(name, call),
    }
}

/// A link to what a shortcode would show in a frame.
fn link(name: &str, call: &Call<'_>) -> Option<String> {
    let either = |key: &str, place: usize| call.arguments.either(key, place);
    let address = match name {
        "youtube" => format!("https://www.youtube.com/watch?v={}", either("id", 0)?),
        "vimeo" | "vimeo_simple" => format!("https://vimeo.com/{}", either("id", 0)?),
        "instagram" | "instagram_simple" => format!("https://www.instagram.com/p/{}/", either("id", 0)?),
        "gist" => format!("https://gist.github.com/{}/{}", either("user", 0)?, either("id", 1)?),
        "x" | "x_simple" | "tweet" | "twitter" | "twitter_simple" => {
            match (either("user", 0)?, either("id", 1)) {
                (user, Some(id)) => format!("https://x.com/{user}/status/{id}"),
                (id, None) => format!("https://x.com/i/status/{id}"),
            }
        }
        _ => return None,
    };
    let title = call.arguments.named("title").unwrap_or(&address);
    Some(format!("<a href=\"{}\">{}</a>", escape_attribute(&address), escape(title)))
}

fn figure(call: &Call<'_>) -> String {
    let named = |name: &str| call.arguments.named(name).filter(|value| !value.is_empty());
    let attribute = |name: &str, value: Option<&str>| {
        value.map_or_else(String::new, |value| format!(" {name}=\"{}\"", escape_attribute(value)))
    };
    let caption = named("caption").map(|caption| call.scope.inline(caption));
    let plain = caption.as_deref().map(|caption| strip_html(caption).into_owned());
    let source = named("src").or_else(|| call.arguments.placed(0));
    let mut image =
        format!("<img{}{}", attribute("src", source), attribute("alt", named("alt").or(plain.as_deref())));
    for name in ["width", "height", "loading"] {
        image.push_str(&attribute(name, named(name)));
    }
    image.push('>');
    if let Some(link) = named("link") {
        let (target, rel) = (attribute("target", named("target")), attribute("rel", named("rel")));
        image = format!("<a{}{target}{rel}>{image}</a>", attribute("href", Some(link)));
    }
    let mut text = named("title").map_or_else(String::new, |title| format!("<h4>{}</h4>", escape(title)));
    let by = named("attr").map(|by| {
        let by = call.scope.inline(by);
        named("attrlink")
            .map_or_else(|| by.clone(), |link| format!("<a href=\"{}\">{by}</a>", escape_attribute(link)))
    });
    if caption.is_some() || by.is_some() {
        let parts: Vec<String> = caption.into_iter().chain(by).collect();
        text.push_str(&format!("<p>{}</p>", parts.join(" ")));
    }
    if !text.is_empty() {
        text = format!("<figcaption>{text}</figcaption>");
    }
    format!("<figure{}>{image}{text}</figure>\n", attribute("class", named("class")))
}

fn highlight(call: &Call<'_>) -> Option<String> {
    let language = call.arguments.either("lang", 0).or_else(|| call.arguments.named("type"))?;
    let code = call.inner.trim_matches('\n');
    let options = call.arguments.either("options", 1).unwrap_or("");
    if is_inline(options) {
        let language = escape_attribute(language);
        return Some(format!("<code class=\"code-inline language-{language}\">{}</code>", escape(code)));
    }
    Some(markdown::chroma_block(code, language, options, &call.scope.site.settings.markdown.common_mark))
}

/// Whether the options of `highlight` ask for code within a line.
pub(super) fn is_inline(options: &str) -> bool {
    let mut options = options.split([',', ' ']).filter_map(|option| option.split_once('='));
    options.any(|(name, value)| {
        name.trim().eq_ignore_ascii_case("hl_inline") && value.trim().trim_matches('"') == "true"
    })
}

fn details(call: &Call<'_>) -> String {
    let named = |name: &str| call.arguments.named(name).filter(|value| !value.is_empty());
    let open = if named("open").is_some_and(|open| open != "false") { " open" } else { "" };
    let attribute = |name: &str| {
        named(name).map_or_else(String::new, |value| format!(" {name}=\"{}\"", escape_attribute(value)))
    };
    let summary = named("summary").map_or_else(|| "Details".to_owned(), |summary| call.scope.inline(summary));
    let (class, name, title) = (attribute("class"), attribute("name"), attribute("title"));
    let inner = call.scope.blocks(call.inner);
    format!("<details{open}{class}{name}{title}>\n<summary>{summary}</summary>\n{inner}</details>\n")
}
