//! The tag `gist` of jekyll-gist.

use crate::markup::liquid::globals::Gists;
use crate::markup::liquid::operand::Operand;
use crate::markup::liquid::run::Runner;
use crate::markup::liquid::value::Value;

impl Runner<'_> {
    /// What jekyll-gist (1.5) writes, but for the code, which only its host has: that is linked to.
    pub(super) fn gist(&self, markup: &str) -> String {
        let mut words = markup.split_ascii_whitespace().map(|word| {
            // A word that is a variable stands for its value.
            match self.context.value(&Operand::parse(word)) {
                Value::Nil => word.to_owned(),
                value => value.to_text().into_owned(),
            }
        });
        let gist = words.next().unwrap_or_default();
        let file = words.next().map(|file| format!("?file={file}")).unwrap_or_default();
        let noscript = if self.context.globals.gists() == Some(Gists { has_code: true }) {
            format!(
                "<noscript><a href=\"https://gist.github.com/{gist}\">https://gist.github.com/{gist}</a></noscript>"
            )
        } else {
            String::new()
        };
        format!("{noscript}<script src=\"https://gist.github.com/{gist}.js{file}\"> </script>")
    }
}
