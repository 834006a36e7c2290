//! Rules: JSON Feed 1.1.

use crate::lint::rules::feed::rule::feed_rules;

feed_rules! {
    JSON_SYNTAX = "json-syntax", Error, "a JSON feed that is not valid JSON",
    what: "The text breaks a rule of JSON: a comma too many, a line break in a string, a name without quotes.",
    why: "Readers refuse the whole feed.",
    help: "let a library for JSON write the feed",
    clause: ["RFC 8259"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [],}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": []}";

    MISSING_JSON_MEMBER = "missing-json-member", Error, "a required JSON member that is missing",
    what: "A JSON feed lacks `version`, `title` or `items`; an item its `id` or both of `content_html` and `content_text`; an attachment its `url` or `mime_type`; a hub its `type` or `url`.",
    why: "Readers skip the item or reject the feed.",
    help: "add the member",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\"}]}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}]}";

    WRONG_JSON_TYPE = "wrong-json-type", Error, "a JSON member of the wrong type",
    what: "A member is a number where a string belongs, a string where an array belongs, and so on.",
    why: "Readers in typed languages fail on the whole feed.",
    help: "write the type that the specification names",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": 1, \"content_text\": \"a\"}]}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}]}";

    JSON_FEED_VERSION = "json-feed-version", Error, "an invalid JSON Feed version",
    what: "`version` is not the address of a version of JSON Feed.",
    why: "Readers do not recognise the feed.",
    help: "write `https://jsonfeed.org/version/1.1`",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"1.1\", \"title\": \"a\", \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": []}";

    DUPLICATE_JSON_ID = "duplicate-json-id", Error, "two JSON items with the same id",
    what: "Two items of a JSON feed have the same `id`. The finding shows both places.",
    why: "Readers show one of them.",
    help: "give each item an id of its own: its address is a good one",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}, {\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}]}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}, {\"id\": \"2\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}]}";

    INVALID_JSON_URL = "invalid-json-url", Error, "a JSON URL that is not absolute",
    what: "A member that holds an address is not a full `http` or `https` URL.",
    why: "Readers cannot follow it: nothing gives its base.",
    help: "write the absolute URL, beginning with `https://`",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"/1\", \"content_text\": \"a\"}]}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\"}]}";

    INVALID_JSON_DATE = "invalid-json-date", Error, "an invalid RFC 3339 date in JSON",
    what: "`date_published` or `date_modified` is not in the form of RFC 3339.",
    why: "Readers sort the item to the end.",
    help: "write the date as `2024-05-01T08:00:00Z`",
    clause: ["JSON Feed 1.1", "RFC 3339"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\", \"date_published\": \"1 May 2024\"}]}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": [{\"id\": \"1\", \"url\": \"https://wherry.example/1\", \"content_text\": \"a\", \"date_published\": \"2024-05-01T08:00:00Z\"}]}";

    EMPTY_JSON_AUTHOR = "empty-json-author", Error, "an author without `name`, `url` and `avatar`",
    what: "An author has neither `name`, `url` nor `avatar`.",
    why: "There is nothing to show.",
    help: "add the `name`, or remove the author",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"authors\": [{}],\n \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"authors\": [{\"name\": \"Ann\"}],\n \"items\": []}";

    DEPRECATED_JSON_MEMBER = "deprecated-json-member", Warning, "a deprecated JSON Feed 1.0 member",
    what: "`author` was replaced by `authors` in version 1.1. A feed of version 1 may have it.",
    why: "Readers of 1.1 look for `authors`.",
    help: "write `authors`, an array; `author` may stay beside it",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"author\": {\"name\": \"Ann\"},\n \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"authors\": [{\"name\": \"Ann\"}], \"author\": {\"name\": \"Ann\"},\n \"items\": []}";

    UNKNOWN_JSON_MEMBER = "unknown-json-member", Warning, "an unknown JSON member",
    what: "A member is neither the specification's nor an extension, whose name begins with an underscore.",
    why: "No reader looks for it; often it is a known one misspelt.",
    help: "check the spelling; begin the name of an extension with `_`",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"homepage\": \"a\",\n \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"_wherry\": {\"about\": \"a\"},\n \"items\": []}";

    DUPLICATE_JSON_MEMBER = "duplicate-json-member", Error, "a JSON member that occurs twice",
    what: "An object has two members of the same name.",
    why: "Which one counts differs from reader to reader.",
    help: "keep one of them",
    clause: ["RFC 8259 section 4"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"description\": \"a\", \"description\": \"b\",\n \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"description\": \"a\",\n \"items\": []}";

    MISSING_JSON_RECOMMENDATION = "missing-json-recommendation", Info, "a recommended JSON member that is missing",
    what: "A JSON feed has no `home_page_url` or no `feed_url`, which the specification strongly recommends.",
    why: "Readers cannot get to the site, or recognise a feed that they have.",
    help: "add the member",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"a\", \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\",\n \"items\": []}";

    JSON_NEXT_URL = "json-next-url", Error, "a `next_url` that is the feed itself",
    what: "`next_url` is the same as `feed_url`.",
    why: "Readers that follow it never end.",
    help: "remove `next_url` from the last page",
    clause: ["JSON Feed 1.1"],
    bad: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"next_url\": \"https://wherry.example/feed.xml\",\n \"items\": []}", good: "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Wherry\", \"language\": \"en\",\n \"home_page_url\": \"https://wherry.example/\", \"feed_url\": \"https://wherry.example/feed.xml\", \"next_url\": \"https://wherry.example/feed.xml?page=2\",\n \"items\": []}";
}
