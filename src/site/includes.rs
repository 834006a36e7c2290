//! What a site's templates include by name, through each other.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::markup::constructs::evaluated;
use crate::site::include_name::IncludeName;
use crate::site::model::Surroundings;

/// The files of `_includes` that can be read, by their numbers.
pub(crate) struct Includes<'s> {
    numbers: BTreeMap<&'s str, usize>,
    files: Vec<Include<'s>>,
}

struct Include<'s> {
    name: &'s str,
    text: &'s str,
    /// What it includes itself, once that is asked for.
    own: OnceCell<Vec<usize>>,
}

impl<'s> Includes<'s> {
    pub(crate) fn new(around: &'s Surroundings) -> Self {
        let readable = around.includes.iter().filter_map(|(name, text)| Some((name, text.as_ref().ok()?)));
        let files: Vec<Include<'_>> =
            readable.map(|(name, text)| Include { name, text, own: OnceCell::new() }).collect();
        Self { numbers: files.iter().enumerate().map(|(at, file)| (file.name, at)).collect(), files }
    }

    pub(crate) fn count(&self) -> usize {
        self.files.len()
    }

    /// Each file's name, by its number.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.files.iter().map(|file| file.name)
    }

    /// The numbers of the files that tags `include` that say this may take in, in their order.
    pub(crate) fn of_tags<'n>(&self, tags: impl IntoIterator<Item = &'n str>) -> Vec<usize> {
        let names = tags.into_iter().filter_map(IncludeName::of);
        names.flat_map(|name| name.find(&self.numbers)).map(|(_, number)| *number).collect()
    }

    /// The names and contents of what a template includes, and of what those files include: each once, in the order in which
    /// they are read.
    pub(crate) fn within(&self, template: &str) -> Vec<(&'s str, &'s str)> {
        let mut found = Vec::new();
        Walk::new(self).from(&self.of_tags(tags(template)), &mut |number| {
            found.extend(self.files.get(number).map(|file| (file.name, file.text)));
        });
        found
    }

    /// What a file includes itself.
    fn own(&self, number: usize) -> &[usize] {
        let of = |file: &'_ Include<'s>| self.of_tags(tags(file.text));
        self.files.get(number).map_or(&[], |file| file.own.get_or_init(|| of(file)))
    }
}

/// Walks from templates through what they include; each visits a file once.
pub(crate) struct Walk<'i, 's> {
    includes: &'i Includes<'s>,
    /// The last round that visited each file.
    last: Vec<usize>,
    round: usize,
}

impl<'i, 's> Walk<'i, 's> {
    pub(crate) fn new(includes: &'i Includes<'s>) -> Self {
        Self { includes, last: vec![0; includes.count()], round: 0 }
    }

    /// Visits these files and what they include, in the order in which they are read.
    pub(crate) fn from(&mut self, files: &[usize], visit: &mut dyn FnMut(usize)) {
        self.round += 1;
        // A list instead of recursion: includes may be nested to any depth.
        let mut open: Vec<usize> = files.iter().rev().copied().collect();
        while let Some(file) = open.pop() {
            let Some(last) = self.last.get_mut(file).filter(|last| **last != self.round) else { continue };
            *last = self.round;
            visit(file);
            open.extend(self.includes.own(file).iter().rev());
        }
    }
}

/// Whether a template may include files, from any folder.
pub(crate) fn may_include(template: &str) -> bool {
    memchr::memmem::find(template.as_bytes(), b"include").is_some()
}

/// What the tags `include` of a template say, as [`IncludeName`] reads it.
pub(crate) fn tags(template: &str) -> impl Iterator<Item = &str> {
    texts_of(template, "include")
}

/// What the tags `include_relative` of a template name, as it is written.
pub(crate) fn named_beside(template: &str) -> impl Iterator<Item = &str> {
    texts_of(template, "include_relative").filter_map(|text| text.split_whitespace().next())
}

fn texts_of<'t>(template: &'t str, tag: &'static str) -> impl Iterator<Item = &'t str> {
    let template = if may_include(template) { template } else { "" };
    evaluated(template).filter(move |found| found.name == tag).map(|found| found.markup)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn each_include_is_visited_once_in_its_order() {
        let text = |text: &str| Ok(Arc::from(text));
        let around = Surroundings {
            includes: [
                ("a", text("{% include /c %}{% include b %}")),
                ("b", text("{% include a %}")),
                ("c", text("{% include b x=1 %}{% include none %}{% include unread %}")),
                ("unread", Err("gone".to_owned())),
            ]
            .map(|(name, text)| (name.to_owned(), text))
            .into(),
            ..Surroundings::default()
        };
        let includes = Includes::new(&around);
        let within =
            |template: &str| -> String { includes.within(template).iter().map(|(name, _)| *name).collect() };
        assert_eq!(within("{% include a %}"), "acb");
        assert_eq!(within("{% include b %}{% include c %}"), "bac");
        assert_eq!(within("{% raw %}{% include a %}{% endraw %}{% include_relative a %}"), "");
    }
}
