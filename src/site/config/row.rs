//! What is wrong with one row of `[[feeds]]` by itself: a format named twice, placeholders that nothing fills.

use crate::site::config::feeds::{Archive, Content, Each, Feed, Limit, Sort, Summary};
use crate::site::config::site::hub_fault;
use crate::text::suggest::{nearest, needs_feature};

impl Feed {
    /// What is wrong with this row by itself: the key, and what to do.
    ///
    /// # Errors
    /// When two feeds would have one path, or a placeholder stands where nothing fills it.
    pub fn check(&self) -> Result<(), (&'static str, String)> {
        let formats = &self.format.0;
        let twice = formats.iter().enumerate().find(|(number, format)| formats[..*number].contains(format));
        if let Some((_, format)) = twice {
            return Err(("format", format!("the format `{}` is named twice", format.name())));
        }
        self.check_placeholders()?;
        if cfg!(not(feature = "built")) && self.content == Some(Content::Built) {
            return Err(("content", format!("`content = \"built\"` {}", needs_feature("built"))));
        }
        let conditions = [("where", &self.condition), ("exclude-where", &self.exclude_condition)];
        if let Some((key, _)) = conditions.into_iter().find(|(_, condition)| condition.is_some())
            && cfg!(not(feature = "where"))
        {
            return Err((key, format!("`{key}` {}", needs_feature("where"))));
        }
        self.check_archive()?;
        if let Some(Each::Key(key)) = &self.each
            && let Some(fault) = key_fault(key)
        {
            return Err(("each", fault));
        }
        if let Some(fault) = hub_fault(&self.hubs.0) {
            return Err(("hubs", fault));
        }
        if let Some(fault) = sites_fault(&self.sites.0) {
            return Err(("sites", fault));
        }
        self.check_entries()?;
        let Some(path) = &self.path else { return Ok(()) };
        if let Some(each) = &self.each
            && !path.contains(&each.placeholder())
        {
            let (name, placeholder) = (each.name(), each.placeholder());
            return Err((
                "path",
                format!(
                    "`each = \"{name}\"` writes several feeds, all on the path `{path}`; put `{placeholder}` into it"
                ),
            ));
        }
        Ok(())
    }

    /// What is wrong with `archive` and `complete`, which leave no entry to each other.
    fn check_archive(&self) -> Result<(), (&'static str, String)> {
        if self.archive.is_some() && self.sort == Some(Sort::Updated) {
            let fault = "an `archive` sorts posts by their dates of publication; remove `sort` or `archive`";
            return Err(("sort", fault.to_owned()));
        }
        match (self.archive, self.limit, self.complete) {
            (Some(Archive::Entries(0)), ..) => Err((
                "archive",
                "`archive = 0` leaves documents without entries; write a number such as 50".to_owned(),
            )),
            (Some(_), Some(Limit::All), _) => {
                Err(("archive", "`limit = 0` leaves no posts to an archive; set a `limit`".to_owned()))
            }
            (Some(_), _, Some(true)) => Err((
                "complete",
                "a feed with an `archive` does not have every entry itself; remove one of the two".to_owned(),
            )),
            (None, limit, Some(true)) if limit != Some(Limit::All) => {
                Err(("complete", "a feed with a limit does not have every entry; set `limit = 0`".to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// What is wrong with the keys about an entry's text, of which one may leave another without effect.
    fn check_entries(&self) -> Result<(), (&'static str, String)> {
        let set = |length: Option<usize>| length.is_some_and(|length| length > 0);
        let around = [("before", &self.before), ("after", &self.after)];
        match self.content {
            Some(Content::Summary) if self.summary == Some(Summary::None) => Err((
                "summary",
                "`summary = \"none\"` leaves nothing of `content = \"summary\"`; write `content = \"none\"`"
                    .to_owned(),
            )),
            Some(Content::Full | Content::Built | Content::None) if self.read_more.is_some() => Err((
                "read-more",
                "`read-more` links summaries to their posts; set `content = \"summary\"`, or remove it"
                    .to_owned(),
            )),
            Some(Content::None) if around.iter().any(|(_, text)| text.is_some()) => {
                let key =
                    around.into_iter().find(|(_, text)| text.is_some()).map_or("before", |(key, _)| key);
                Err((key, format!("`content = \"none\"` leaves no text for `{key}`; remove one of them")))
            }
            _ if self.ttl == Some(0) => {
                Err(("ttl", "`ttl` is a number of minutes, 1 or more; without one, remove it".to_owned()))
            }
            _ if self.style.as_ref().is_some_and(|style| style != "auto" && !is_stylesheet(style)) => Err((
                "style",
                "`style` takes `\"auto\"` or the address of a CSS or XSLT file: `/feed.css`".to_owned(),
            )),
            _ if self.skip_hours.iter().any(|hour| *hour > 23) => {
                Err(("skip-hours", "`skip-hours` takes hours from 0 to 23".to_owned()))
            }
            _ if set(self.summary_length) && set(self.summary_words) => Err((
                "summary-words",
                "`summary-length` bounds the summary too; remove one of them".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    fn check_placeholders(&self) -> Result<(), (&'static str, String)> {
        let texts = [
            ("path", &self.path),
            ("title", &self.title),
            ("description", &self.description),
            ("name", &self.name),
        ];
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?)));
        for (key, text) in texts.chain(self.also.0.iter().map(|path| ("also", path))) {
            for name in placeholders(text) {
                let stray = self.stray(key, name);
                stray.map_or(Ok(()), |fault| Err((key, format!("`{{{name}}}` in `{key}` {fault}"))))?;
            }
        }
        Ok(())
    }

    /// Why nothing would stand for the placeholder; nothing where something does, or where it is none.
    fn stray(&self, key: &str, name: &str) -> Option<String> {
        let of_format = matches!(name, "format" | "ext");
        let of_each = Each::ALL.iter().any(|each| each.name() == name);
        if of_format {
            return (!matches!(key, "path" | "also"))
                .then(|| "is not filled: it belongs in `path`".to_owned());
        }
        let all = Each::ALL;
        match &self.each {
            Some(each) if each.name() == name => None,
            Some(each) if of_each => Some(format!(
                "is not filled: `each = \"{}\"` fills `{}` alone",
                each.name(),
                each.placeholder()
            )),
            None if of_each => Some(format!("is not filled: that needs `each = \"{name}\"`")),
            each => {
                let fillers = ["format", "ext"].into_iter().filter(|_| key == "path");
                let known: Vec<&str> = each.iter().map(|each| each.name()).chain(fillers.clone()).collect();
                let all = all.iter().map(Each::name).chain(fillers);
                match nearest(name, all) {
                    Some(right) => Some(format!("is not a placeholder; did you mean `{{{right}}}`?")),
                    // A title may hold anything; nobody wants braces in a path.
                    None if key == "path" => Some(format!(
                        "is not a placeholder; this feed has {}",
                        known.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", ")
                    )),
                    None => None,
                }
            }
        }
    }
}

/// Whether an address is that of a CSS or XSLT file.
fn is_stylesheet(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    path.ends_with(".css") || path.contains(".xsl")
}

/// What is wrong with the folders of other sites.
fn sites_fault(folders: &[String]) -> Option<String> {
    let bare = |folder: &String| folder.trim_end_matches('/').trim_start_matches("./").to_owned();
    let bares: Vec<String> = folders.iter().map(bare).collect();
    if let Some(own) = folders.iter().zip(&bares).find(|(_, bare)| matches!(bare.as_str(), "" | ".")) {
        return Some(format!("`{}` is this site, whose posts are in the feed anyway; remove it", own.0));
    }
    let twice = bares.iter().enumerate().find(|(number, bare)| bares[..*number].contains(bare))?;
    Some(format!("the site `{}` is named twice", twice.1))
}

/// Why a key of front matter cannot be what a feed is written for.
fn key_fault(key: &str) -> Option<String> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let plural = Each::ALL.iter().find(|each| match each.name().strip_suffix('y') {
        Some(stem) => *key == format!("{stem}ies"),
        None => *key == format!("{}s", each.name()),
    });
    if let Some(each) = plural {
        return Some(format!("`{key}` is a filter; did you mean `{}`?", each.name()));
    }
    if matches!(key, "format" | "ext") {
        return Some(format!(
            "`{{{key}}}` stands for the format in paths; no feed is written for each `{key}`"
        ));
    }
    let is_key = !key.is_empty() && key.bytes().all(is_word);
    (!is_key).then(|| {
        format!("`{key}` is not a key of front matter; write it with letters, digits, `-`, `_` and `.`")
    })
}

/// The words in curly brackets.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        let is_word =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        is_word.then_some(name)
    })
}
