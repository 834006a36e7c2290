//! Pages that a site's own plugin makes, one for each category or tag: `/categories/lamps/`.

use crate::markup::front_matter::{Map, Value};
use crate::site::plugin_source::{folder, is_constructor, is_loop, page_classes};
use crate::text::pieces::Part as _;

/// The pages of a plugin in one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTerms {
    /// The folder, without slashes around it.
    pub folder: String,
    /// Whether they are those of categories.
    pub of_categories: bool,
    /// Whether they are those of tags.
    pub of_tags: bool,
    /// What is done to names.
    pub names: TermNames,
}

/// What a plugin makes of the names of categories and tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermNames {
    /// They stay as they are.
    Kept,
    /// Slugs by `Jekyll::Utils.slugify`.
    Slugs,
    /// Something else, with the same letters.
    Letters,
    /// Anything: other letters too.
    Any,
}

/// The pages of a plugin that makes pages in loops over categories and tags alone.
pub(super) fn own_terms(source: &str, data: &Map) -> Vec<OwnTerms> {
    let lines: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let has = |marks: &[&str]| lines.iter().any(|line| marks.iter().any(|mark| line.contains(mark)));
    let classes: Vec<&str> = page_classes(source).collect();
    let loops: Vec<&&str> = lines.iter().filter(|line| is_loop(line)).collect();
    let about = |line: &str| (line.contains("categor"), line.contains("tags"));
    if !lines.iter().any(|line| is_constructor(line, &classes))
        || loops.is_empty()
        || loops.iter().any(|line| about(line) == (false, false))
        || has(&["Pager", "paginate", "while "])
        || has(&OTHER_NAMES)
        || lines
            .iter()
            .any(|line| line.split("site.pages.").skip(1).any(|call| !call.starts_with(['p', 'c'])))
    {
        return Vec::new();
    }
    let names = if has(&["transliterate", "parameterize", ".tr(", "to_url", "to_slug"]) {
        TermNames::Any
    } else if has(&["slugify"]) {
        TermNames::Slugs
    } else if has(&["gsub", "downcase", "escape"]) {
        TermNames::Letters
    } else {
        TermNames::Kept
    };
    let of_categories = loops.iter().any(|line| about(line).0);
    let of_tags = loops.iter().any(|line| about(line).1);
    // A variable of that name may have anything.
    if of_categories && !has(&["site.categories", "post_attr_hash"])
        || of_tags && !has(&["site.tags", "post_attr_hash"])
    {
        return Vec::new();
    }
    let places = lines.iter().filter(|line| !line.contains("read_yaml"));
    let places = places.filter(|line| line.contains("dir") || line.contains(".join"));
    let mut folders: Vec<String> = places.flat_map(|line| folders_of(line, data)).collect();
    folders.sort();
    folders.dedup();
    folders.into_iter().map(|folder| OwnTerms { folder, of_categories, of_tags, names }).collect()
}

/// What gives a plugin other names than those of the posts' categories and tags.
const OTHER_NAMES: [&str; 12] = [
    "site.data",
    "site.collections",
    "site.documents",
    "config['categories",
    "config[\"categories",
    "config['tags",
    "config[\"tags",
    "YAML",
    "JSON",
    "CSV",
    "Dir.",
    "Dir[",
];

/// The folders that a line of a plugin names: by a string, or by a key of the configuration.
fn folders_of(line: &str, data: &Map) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    let mut before = "";
    while let Some(at) = rest.find(['"', '\'']) {
        before = if at == 0 { before } else { rest.part(..at) };
        let (quote, after) = rest.split_at(at).1.split_at(1);
        let Some((literal, after)) = after.split_once(quote) else { break };
        if before.trim_end().ends_with("config[") {
            let value = data.get(literal).and_then(|node| match &node.value {
                Value::String(value) => folder(value),
                _ => None,
            });
            if let Some(value) = value {
                return vec![value];
            }
        } else if !before.trim_end().ends_with(['[', '?']) && !before.trim_end().ends_with("key?(") {
            found.extend(folder(literal));
        }
        rest = after;
        before = "";
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLUGIN: &str = "class TagPage < Page\n  def initialize(site, dir, tag)\n    @dir = dir\n    read_yaml(File.join(base, '_layouts'), 'tag.html')\n    data['title'] = tag\n  end\nend\nclass G < Generator\n  def generate(site)\n    dir = site.config['tag_dir'] || 'topics'\n    site.tags.each_key do |tag|\n      site.pages << TagPage.new(site, File.join(dir, Utils.slugify(tag)), tag)\n    end\n  end\nend\n";

    #[test]
    fn reads_folder_and_names_of_terms() {
        let terms = own_terms(PLUGIN, &Map::default());
        assert_eq!(
            terms,
            [OwnTerms {
                folder: "topics".to_owned(),
                of_categories: false,
                of_tags: true,
                names: TermNames::Slugs
            }]
        );
        let names = |source: &str| own_terms(source, &Map::default()).first().map(|terms| terms.names);
        assert_eq!(names(&PLUGIN.replace("Utils.slugify(tag)", "tag")), Some(TermNames::Kept));
        assert_eq!(names(&PLUGIN.replace("Utils.slugify(tag)", "tag.downcase")), Some(TermNames::Letters));
        assert_eq!(names(&PLUGIN.replace("Utils.slugify(tag)", "tag.parameterize")), Some(TermNames::Any));
    }

    #[test]
    fn other_loops_may_make_other_pages() {
        for (from, to) in [
            ("site.tags.each_key do |tag|", "site.data['rows'].each do |tag|"),
            ("    site.tags", "    site.posts.docs.each { |post| p post }\n    site.tags"),
            ("    site.tags", "    Pager.new\n    site.tags"),
            ("site.tags.each_key do |tag|", "site.data['tags'].each do |tag|"),
            ("site.tags.each_key do |tag|", "site.config['tags'].each do |tag|"),
            ("    site.tags.each_key", "    tags = site.tags.keys + site.data['tags']\n    tags.each"),
            (
                "    site.tags.each_key",
                "    tags = site.pages.map { |page| page.data['tags'] }\n    tags.each",
            ),
            ("    site.tags.each_key", "    tags = known(site)\n    tags.each"),
            ("TagPage.new", "other"),
        ] {
            assert!(own_terms(&PLUGIN.replace(from, to), &Map::default()).is_empty(), "{to}");
        }
    }
}
