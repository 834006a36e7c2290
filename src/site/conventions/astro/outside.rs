//! What the site's programs get from Astro and its modules: addresses, the mode of the build, its time, collections.

use crate::markup::javascript::{Entries, Step, Value};
use crate::site::conventions::astro::placeholder::HTML;
use crate::site::conventions::astro::schema;
use crate::site::conventions::programs::Modules;
use crate::site::tree::Tree;

/// What a build tells its programs.
#[derive(Clone, Debug, Default)]
pub(super) struct Outside {
    /// `site` of the configuration, as programs see it.
    pub(super) site: Option<String>,
    /// `base` of the configuration, empty for none.
    pub(super) base: String,
    /// The time of the build, in milliseconds since 1970.
    pub(super) now: Option<i64>,
}

impl Outside {
    /// Hands the modules of a site to `work`.
    pub(super) fn with<T>(
        &self,
        tree: Option<&dyn Tree>,
        aliases: &[(String, String)],
        work: impl FnOnce(&Modules<'_>) -> T,
    ) -> T {
        let names = |name: &str| self.name(name);
        let calls = |name: &str, arguments: &[Value]| self.call(name, arguments);
        work(&Modules { tree, names: &names, calls: &calls, aliases, ..Modules::alone() })
    }

    fn name(&self, name: &str) -> Option<Value> {
        Some(match name {
            "import.meta.env.PROD" => Value::Bool(true),
            "import.meta.env.DEV" | "import.meta.env.SSR" => Value::Bool(false),
            "import.meta.env.MODE" => Value::Text("production".to_owned()),
            "import.meta.env.SITE" => self.site.clone().map_or(Value::Undefined, Value::Text),
            "import.meta.env.BASE_URL" => {
                Value::Text(if self.base.is_empty() { "/".to_owned() } else { self.base.clone() })
            }
            _ if name.starts_with("import.meta.env.") => Value::Undefined,
            _ => return None,
        })
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        if name == "Date.now" {
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's own numbers")]
            return self.now.map(|now| Value::Number(now as f64));
        }
        match name.split_once('#')? {
            ("astro/config", "defineConfig") | ("astro:content", "defineCollection") => {
                arguments.first().cloned()
            }
            ("astro:content", function @ ("reference" | "image")) => {
                Some(schema::started(function, arguments))
            }
            ("astro:content" | "astro:schema" | "astro/zod" | "zod", function)
                if function.starts_with("z.") =>
            {
                Some(schema::started(function.trim_start_matches("z."), arguments))
            }
            ("zod" | "astro/zod", function) => Some(schema::started(function, arguments)),
            ("astro/loaders", "glob") => arguments.first().cloned(),
            ("astro:content", "getCollection") => collection(arguments),
            // They make HTML of the text around that of an entry too: what renders the entry does both.
            ("marked", "default" | "parse" | "marked" | "marked.parse" | "default.parse")
            | ("sanitize-html", "default") => arguments
                .first()
                .filter(|text| text.as_text().is_some_and(|text| text.contains(HTML)))
                .cloned(),
            _ => None,
        }
    }
}

/// `getCollection(name, filter)`.
fn collection(arguments: &[Value]) -> Option<Value> {
    let mut entries = Entries::of(arguments.first()?.as_text()?);
    let filter = arguments.get(1).filter(|filter| matches!(filter, Value::Function(_)));
    entries.steps.extend(filter.cloned().map(Step::Filter));
    Some(Value::Entries(entries))
}
