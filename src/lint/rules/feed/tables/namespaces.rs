//! Rules: Namespaces and their prefixes.

use crate::lint::rules::feed::rule::{atom_entry, feed_rules};

feed_rules! {
    MISSING_NAMESPACE = "missing-namespace", Error, "an element without its namespace",
    what: "`feed`, or an element inside of XHTML content, has no namespace.",
    why: "To a reader it is not Atom or XHTML at all, despite its name.",
    help: "add `xmlns=\"http://www.w3.org/2005/Atom\"` to `feed`, `xmlns=\"http://www.w3.org/1999/xhtml\"` to `div`",
    clause: ["RFC 4287 section 1.2", "RFC 4287 section 3.1.1.3", "Namespaces in XML section 6.2"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed><title>Wherry</title></feed>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wherry</title></feed>\n";

    INVALID_NAMESPACE = "invalid-namespace", Error, "a root element in the wrong namespace",
    what: "`feed` is not in Atom's namespace, or `rss` has one, although RSS has no namespace.",
    why: "Readers do not recognise the format.",
    help: "write `xmlns=\"http://www.w3.org/2005/Atom\"` on `feed`; remove `xmlns` from `rss`",
    clause: ["RFC 4287 section 1.2", "RSS 2.0, Extending RSS"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://wherry.example/atom\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"/>\n";

    OBSOLETE_NAMESPACE = "obsolete-namespace", Error, "an Atom 0.3 feed",
    what: "The feed is in the namespace of a draft of Atom that was withdrawn in 2005.",
    why: "Newer readers do not support it.",
    help: "write Atom 1.0: its namespace is `http://www.w3.org/2005/Atom`, and `modified` is `updated`, `issued` is `published`",
    clause: ["RFC 4287 section 1.2"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"/>\n";

    AVOID_NAMESPACE_PREFIX = "avoid-namespace-prefix", Warning, "Atom or XHTML elements with a prefix",
    what: "An Atom feed binds Atom's or XHTML's namespace to a prefix instead of making it the default.",
    why: "Some readers look for the names `feed` or `div` as they are written.",
    help: "declare the namespace as the default, `xmlns=\"…\"`, where its elements begin",
    clause: ["RFC 4287 section 1.2"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"/>\n";

    RESERVED_PREFIX = "reserved-prefix", Warning, "a well-known prefix for another namespace",
    what: "A prefix such as `dc` or `itunes` is bound to another namespace than the usual one, often by a misspelling.",
    why: "Readers that go by the namespace miss the elements, those that go by the prefix misread them.",
    help: "copy the namespace from its specification, or choose another prefix",
    clause: ["Namespaces in XML section 3"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://wherry.example/dc\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"/>\n";

    NONSTD_PREFIX = "nonstd-prefix", Info, "a well-known namespace with an unusual prefix",
    what: "A namespace that has a usual prefix is bound to another one.",
    why: "It is valid, but some readers look for the usual prefix.",
    help: "use the usual prefix",
    clause: ["Namespaces in XML section 3"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dublin=\"http://purl.org/dc/elements/1.1/\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"/>\n";

    UNKNOWN_NAMESPACE = "unknown-namespace", Warning, "an unknown namespace",
    what: "A declared namespace is not one of the vocabularies known in feeds.",
    why: "No reader looks for its elements; often it is a known one misspelt.",
    help: "check the spelling, or remove the declaration if nothing uses it",
    clause: ["RFC 4287 section 6.1", "RSS 2.0, Extending RSS"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:w=\"http://wherry.example/ns\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    UNSUPPORTED_NAMESPACE = "unsupported-namespace", Info, "a known namespace whose elements are not checked",
    what: "The feed uses a vocabulary that exists but whose elements these rules do not know.",
    why: "Its elements may be wrong without a finding.",
    help: "compare its elements with the vocabulary's own specification",
    clause: ["RFC 4287 section 6.1"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:g=\"http://schemas.google.com/g/2005\" xmlns:s=\"https://schema.org/\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"/>\n";

    UNDETERMINABLE_VOCABULARY = "undeterminable-vocabulary", Warning, "an Atom child element without a namespace",
    what: "An element of an Atom feed is in no namespace, so that it belongs to no vocabulary.",
    why: "Readers ignore it.",
    help: "remove `xmlns=\"\"`, or put the element into the namespace that it belongs to",
    clause: ["RFC 4287 section 6.3"],
    bad: atom_entry!("<title>a</title><note xmlns=\"\">b</note>"), good: atom_entry!("<title>a</title>");

    NOT_IN_A_NAMESPACE = "not-in-a-namespace", Error, "an extension element without a namespace",
    what: "An element inside an RSS extension has no namespace; only RSS's own elements may have none.",
    why: "Readers treat it as an element of RSS.",
    help: "give the element the prefix of its extension",
    clause: ["RSS 2.0, Extending RSS"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:cc=\"http://web.resource.org/cc/\"><channel><cc:license><permits/></cc:license></channel></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:cc=\"http://web.resource.org/cc/\"><channel><cc:license><cc:permits/></cc:license></channel></rss>\n";

    USE_OF_EXTENSION_ATTR = "use-of-extension-attr", Warning, "an extension attribute on an RSS element",
    what: "An element of RSS 2.0 itself has an attribute of another namespace.",
    why: "The specification allows extension by elements and is silent on attributes; some readers refuse them.",
    help: "use an element of the extension instead",
    clause: ["RSS 2.0, Extending RSS", "RSS Advisory Board, 2007"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:w=\"http://wherry.example/ns\"><channel w:mood=\"calm\"/></rss>\n",
    good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel/></rss>\n";

    MEDIA_RSS_NAMESPACE = "media-rss-namespace", Error, "the Media RSS namespace without its slash",
    what: "The namespace of Media RSS is written without the slash at its end.",
    why: "Without the slash it is another namespace, and readers find no media.",
    help: "write `http://search.yahoo.com/mrss/`",
    clause: ["Media RSS 1.5"],
    bad: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss\"/>\n", good: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"/>\n";
}
