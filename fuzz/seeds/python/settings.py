AUTHOR = "Ida Keeper"
SITENAME = "Groyne"
SITESUBTITLE = "News of a tool that keeps " "files ashore"
SITEURL = ""
PATH = "content"
TIMEZONE = "Europe/Oslo"
DEFAULT_LANG = "en"
ARTICLE_PATHS = ["articles"]
STATIC_PATHS = ["images", "extra"]
ARTICLE_URL = "log/{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = "{slug}/"
# Written by publishconf.py alone.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
SUMMARY_MAX_LENGTH = 12
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.admonition": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}
DEFAULT_METADATA = {"status": "published"}
