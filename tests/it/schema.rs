//! The JSON schema of `feedwright.toml`: words for every key, and defaults that are those of the program.

use std::collections::{BTreeMap, BTreeSet};

use feedwright::feeds::plan::{check_formats, plan};
use feedwright::feeds::render;
use feedwright::lint::{Choice, KnownSites, Selection, check_config, check_site, schema};
use feedwright::site::config::Config;
use feedwright::site::load::{LoadOptions, load_whole};
use feedwright::site::tree::MemoryTree;
use feedwright::text::source::SourceFile;
use serde_json::{Map, Value};

#[test]
fn has_an_id_and_no_null() {
    let schema = schema();
    assert_eq!(schema["$id"], "urn:feedwright:feedwright.toml");
    assert_eq!(schema["title"], "feedwright.toml");
    let text = schema.to_string();
    assert!(text.contains(r#""type":"string""#) && !text.contains("null"), "{text}");
}

#[test]
fn every_key_has_a_title_and_a_description() {
    let mut keys = 0;
    each_table(&schema(), "", &mut |place, properties| {
        for (key, property) in properties {
            for words in ["title", "description"] {
                let is_there = property[words].as_str().is_some_and(|words| !words.trim().is_empty());
                // A reference to a type with a description needs none of its own.
                let is_level = property["$ref"] == "#/$defs/Level";
                assert!(is_there || is_level, "{place}/{key} has no {words}");
            }
            keys += 1;
        }
    });
    assert!(keys > 300, "{keys}");
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, out: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                out.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| references(value, out));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, out)),
            _ => {}
        }
    }
    let schema = schema();
    let mut targets = BTreeSet::new();
    references(&schema, &mut targets);
    assert!(targets.contains("#/$defs/Level"), "{targets:?}");
    for target in &targets {
        assert!(schema.pointer(target.trim_start_matches('#')).is_some(), "{target}");
    }
    let definitions = schema["$defs"].as_object().unwrap().keys().map(|name| format!("#/$defs/{name}"));
    let unused: Vec<String> = definitions.filter(|name| !targets.contains(name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// Tables, and how they are written in a file, with a key on the following line.
const TABLES: [(&str, &str); 6] = [
    ("Config", ""),
    ("Site", "[site]\n"),
    ("Posts", "[posts]\n"),
    ("Feed", "[[feeds]]\npath = \"feed.xml\"\n"),
    ("Podcast", "[site.podcast]\n"),
    ("Lint", "[lint]\n"),
];

#[test]
fn writing_a_default_changes_nothing() {
    assert!(result(&config("", "")).is_ok());
    let mut written = 0;
    for (table, key, default) in defaults() {
        let keys = format!("{key} = {default}\n");
        // The rows of the other tables are values of `feeds`.
        let (without, with) = match key.as_str() {
            "feeds" => (String::new(), keys.clone()),
            _ => (config(table, ""), config(table, &keys)),
        };
        assert!(result(&without) == result(&with), "{table}: {keys}");
        written += 1;
    }
    assert!(written > 45, "{written}");
}

/// What a default is compared by sees another value: a switch that is turned, another number or choice.
#[test]
fn writing_another_value_changes_something() {
    let mut unseen = Vec::new();
    for (table, key, default) in defaults() {
        let other = match &default {
            Value::Bool(truth) => Value::Bool(!truth),
            Value::Number(number) => Value::from(if *number == 10.into() { 2 } else { 7 }),
            Value::String(name) => match name.as_str() {
                "absolute" => "as-written".into(),
                "published" => "updated".into(),
                "page" => "target".into(),
                "feed" => "switch".into(),
                "atom" => "rss".into(),
                "Support" => "Help".into(),
                // Git's dates come from outside of the library.
                "front-matter" => continue,
                other => panic!("{key}: a value beside `{other}`"),
            },
            _ => continue,
        };
        // Only RSS has podcasts.
        let beside = if key == "podcast" { "format = \"rss\"\n" } else { "" };
        if result(&config(table, beside)) == result(&config(table, &format!("{beside}{key} = {other}\n"))) {
            unseen.push(key);
        }
    }
    // The program's, which has old files to compare with.
    assert_eq!(unseen, ["min-entries", "replace"]);
}

#[test]
fn levels_of_rules_are_the_programs() {
    let schema = schema();
    let rules = schema["$defs"]["Lint"]["properties"]["rules"]["properties"].as_object().unwrap();
    let by_default = Selection::new(&Config::default().lint, &Choice::default()).unwrap();
    for rule in feedwright::lint::rules::all() {
        let level = by_default.level(rule.name).map_or("off", |level| level.name());
        assert_eq!(rules[rule.name]["default"], level, "{}", rule.name);
    }
    // Every name that is offered is one that is read, and every level.
    let levels = schema["$defs"]["Level"]["oneOf"].as_array().unwrap();
    for (name, level) in rules.keys().flat_map(|name| levels.iter().map(move |level| (name, &level["const"])))
    {
        let text = format!("[lint.rules]\n\"{name}\" = {level}\n");
        let config = Config::parse(&SourceFile::new("feedwright.toml", text.as_str()));
        check_config(&config.unwrap()).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Calls back for each table of properties below a value, with its place.
fn each_table(value: &Value, place: &str, call: &mut dyn FnMut(&str, &Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            if let Some(properties) = map.get("properties").and_then(Value::as_object) {
                call(place, properties);
            }
            map.iter().for_each(|(key, value)| each_table(value, &format!("{place}/{key}"), call));
        }
        Value::Array(items) => items.iter().for_each(|value| each_table(value, place, call)),
        _ => {}
    }
}

/// The table, the key and the default of each key that has one.
fn defaults() -> Vec<(&'static str, String, Value)> {
    let schema = schema();
    let mut defaults = Vec::new();
    for (table, _) in TABLES {
        let table_schema = if table == "Config" { &schema } else { &schema["$defs"][table] };
        for (key, property) in table_schema["properties"].as_object().unwrap() {
            if let Some(default) = property.get("default") {
                defaults.push((table, key.clone(), default.clone()));
            }
        }
    }
    defaults
}

/// A configuration of two feeds, one of them a podcast, with this key in a table.
fn config(table: &str, key: &str) -> String {
    let mut text = String::new();
    for (name, head) in TABLES {
        text += head;
        if name == "Podcast" {
            text += "funding = \"https://e.example/help\"\n";
        }
        if name == table {
            text += key;
        }
    }
    text + "[[feeds]]\npath = \"shows.xml\"\nformat = \"rss\"\npodcast = true\n"
}

/// The feeds of a site with this configuration and what the linter finds, or the error about the configuration.
fn result(config: &str) -> Result<(BTreeMap<String, String>, String), String> {
    let parsed = Config::parse(&SourceFile::new("feedwright.toml", config));
    parsed.and_then(|config| check_formats(&config)).map_err(|error| error.to_string())?;
    let mut files = vec![
        ("_config.yml".to_owned(), "title: Ferry\nurl: https://e.example\nlogo: /a.gif\n".to_owned()),
        ("feedwright.toml".to_owned(), config.to_owned()),
        ("_drafts/later.md".to_owned(), "---\ntitle: Later\ndate: 2024-06-01\n---\nText.\n".to_owned()),
        // Of two pixels by three.
        ("a.gif".to_owned(), "GIF89a\u{2}\0\u{3}\0\0\0\0;".to_owned()),
    ];
    for day in 10..=22 {
        let head = match day {
            12 => "last_modified_at: 2024-05-01\n",
            13 => "feed: false\n",
            14 => "switch: false\n",
            15 => "redirect_to: https://other.example/\n",
            16 => "audio: /a.mp3\n",
            17 => "image: /a.gif\n",
            _ => "",
        };
        let text = format!(
            "---\ntitle: Day {day}\n{head}---\nOne of many days. It has <script>a()</script> [a link](/b/) and ![one](/a.gif).\n"
        );
        files.push((format!("_posts/2024-01-{day}-day.md"), text));
    }
    files.push(("_posts/2025-01-01-new-year.md".to_owned(), "---\ntitle: New year\n---\nText.\n".to_owned()));
    let tree = MemoryTree::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let loaded = load_whole(&tree, LoadOptions::at("2024-07-01T12:00:00Z".parse().unwrap())).unwrap();
    let plan = plan(&loaded.site, &loaded.feeds, &[]).map_err(|error| error.to_string())?;
    let mut output = MemoryTree::default();
    render::write(&loaded.site, &tree, &plan, None, &mut output, &mut |_, _| true);
    let feeds = output.files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()));
    let selection = Selection::new(&loaded.site.settings.config.lint, &Choice::default()).unwrap();
    let report = check_site(&loaded, &tree, KnownSites::default(), &selection, &|_| true);
    Ok((feeds.collect(), format!("{:?}", report.findings)))
}
