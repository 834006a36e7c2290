//! Link text and URLs as people write them.

use super::*;

fn trackers() -> Trackers {
    let mut trackers = Trackers::new(vec![Tracker {
        name: "bulletins".into(),
        text: "WSB-{number}".into(),
        url: "https://wherry.example/bulletins/{number}/".into(),
    }]);
    for _ in 0..40 {
        if let UrlReading::Issue(issue) =
            read_url("https://github.com/wherry-os/wherry-issues/issues/1", None, &Trackers::default())
        {
            trackers.count(&issue);
        }
    }
    trackers
}

fn reading(url: &str, number: Option<&str>) -> String {
    match read_url(url, number, &trackers()) {
        UrlReading::Issue(issue) => format!("{} {}", issue.project, issue.number),
        UrlReading::Malformed(fault) => format!("! {}", fault.meant.unwrap_or(fault.what)),
        UrlReading::Other => String::new(),
    }
}

#[test]
fn issues_of_many_forges_are_read() {
    for (url, expected) in [
        ("https://github.com/o/r/issues/12", "o/r 12"),
        // A successor of the tracker that the site links to often.
        ("https://github.com/wherry-os/wherry-issues2/issues/12", "wherry-os/wherry-issues2 12"),
        ("https://github.com/o/r/pull/12/files", "o/r 12"),
        ("https://github.com/o/r/issues/12#issuecomment-345", "o/r 12"),
        ("https://gitlab.com/g/s/p/-/issues/7", "g/s/p 7"),
        ("https://salsa.debian.org/a/b/-/merge_requests/5", "a/b 5"),
        ("https://codeberg.org/o/r/pulls/3", "o/r 3"),
        ("https://bugzilla.example.org/show_bug.cgi?id=99", " 99"),
        ("https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=900", " 900"),
        ("https://bugs.debian.org/900", " 900"),
        ("https://jira.example.org/browse/ABC-12", "ABC 12"),
        ("https://git.example.org/o/r/issues/4", "o/r 4"),
        ("https://bugs.example.org/issues/11204#note-3", " 11204"),
        ("https://bugs.example.org/project/ticket/7", " 7"),
        ("https://bugs.example.org/project/+bug/7", " 7"),
        ("https://bugs.example.org/issue7", " 7"),
        ("https://bugs.example.org/bug.php?id=7", " 7"),
        ("https://issues.example.org/tracker/browse/ABC-12", "ABC 12"),
        ("https://wherry.example/bulletins/12/", "bulletins 12"),
    ] {
        assert_eq!(reading(url, None), expected, "{url}");
    }
}

#[test]
fn other_places_are_left_alone() {
    for url in [
        "https://github.com/o/r",
        "https://github.com/o/r/issues",
        "https://github.com/o/r/issues/",
        "https://github.com/o/r/issues/new/choose",
        "https://github.com/o/r/issues?q=is%3Aopen",
        "https://github.com/o/r/milestone/3",
        "https://github.com/o/r/projects/3",
        "https://github.com/o/r/pulls/some-user",
        "https://github.com/orgs/o/discussions/3",
        "https://github.com/o/r/releases/tag/v1",
        "https://github.com/o/r/issues/assigned/me",
        "//github.com/o/r/issues/1",
        "/issues/12",
        "https://example.org/?u=github.com/o/r/issues/1",
        "https://gist.github.com/o/123",
        "https://bugs.debian.org/src:linux",
        "mailto:bugs@github.com",
    ] {
        assert_eq!(reading(url, None), "", "{url}");
    }
}

#[test]
fn urls_that_were_meant_to_be_issues() {
    let right = "! https://github.com/wherry-os/wherry-issues/issues/12";
    for url in [
        "github.com/wherry-os/wherry-issues/issues/12",
        "www.github.com/wherry-os/wherry-issues/issues/12",
        "http://github.com/wherry-os/wherry-issues/issues/12",
        "htps://github.com/wherry-os/wherry-issues/issues/12",
        "https:/github.com/wherry-os/wherry-issues/issues/12",
        "https//github.com/wherry-os/wherry-issues/issues/12",
        "https://https://github.com/wherry-os/wherry-issues/issues/12",
        "https://www.github.com/wherry-os/wherry-issues/issues/12",
        "https://gihub.com/wherry-os/wherry-issues/issues/12",
        "https://github.org/wherry-os/wherry-issues/issues/12",
        "https://github.com/wherry-os/wherry-issues/issue/12",
        "https://github.com/wherry-os/wherry-issues/isues/12",
        "https://github.com/wherry-os/wherry-issues/Issues/12",
        "https://github.com/wherry-os/wherry-issues/issues/#12",
        "https://github.com/wherry-os/wherry-issues/issues#12",
        "https://github.com/wherry-os/wherry-issues/issues//12",
        "https://github.com/wherry-os/wherry-issues/issues/12.",
        "https://github.com/wherry-os/wherry-issues/issues/0012",
        "https://github.com/wherry-os/wherry-issues/12",
        "https://github.com/wherry-os/wherry-issues/issues12",
        "https://github.com/wherry-issues/issues/12",
        "https://github.com/wherry-os/wherry-isues/issues/12",
        "https://github.com/wherryos/wherry-issues/issues/12",
    ] {
        assert_eq!(reading(url, None), right, "{url}");
    }
    assert_eq!(reading("https://github.com/o/r/pulls/3", None), "! https://github.com/o/r/pull/3");
    assert_eq!(reading("https://codeberg.org/o/r/pull/3", None), "! https://codeberg.org/o/r/pulls/3");
    assert_eq!(reading("https://gitlab.com/o/r/-/issue/3", None), "! https://gitlab.com/o/r/-/issues/3");
    assert_eq!(reading("wherry.example/bulletins/3/", None), "! https://wherry.example/bulletins/3/");
    assert!(reading("https://github.com/o/r/issues/12a4", None).starts_with('!'));
    assert!(reading("https://github.com/o/r/issues/XXXX", None).starts_with('!'));
    assert!(reading("https://github.com/o/r/issues/12#issuecomment", None).starts_with('!'));
}

#[test]
fn reports_url_without_number_where_text_names_one() {
    let right = "! https://github.com/o/r/issues/12";
    for url in ["https://github.com/o/r/issues/", "https://github.com/o/r/issues", "https://github.com/o/r"] {
        assert_eq!(reading(url, Some("12")), right, "{url}");
        assert_eq!(reading(url, None), "", "{url}");
    }
}

#[test]
fn texts_that_name_an_issue() {
    for (text, number, alone) in [
        ("#12", "12", true),
        ("12", "12", true),
        ("o/r#12", "12", true),
        ("GH-12", "12", true),
        ("!12", "12", true),
        ("issue #12", "12", false),
        ("Pull Request #12", "12", false),
        ("(#12)", "12", false),
        ("#12: the clock goes backwards", "12", false),
        ("the clock goes backwards (#12)", "12", false),
        ("a fix for issue #12 at last", "12", false),
    ] {
        match read_text(text) {
            Text::Ref(found) => assert_eq!((found.number.as_str(), found.alone), (number, alone), "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn texts_that_name_something_else() {
    for text in [
        "QSB #28",
        "Canary #11",
        "Round #2",
        "C#",
        "item #7",
        "#hashtag",
        "#1 and #2",
        "here",
        "2.0",
        "#2 in the list",
        "https://e.org/#12",
        "xsa/#254",
        "version 12",
        "",
        "the #12 bus",
        "F#12x",
    ] {
        let found = read_text(text);
        assert!(matches!(found, Text::Other | Text::Several(_) | Text::Numbered(_)), "{text}: {found:?}");
    }
    assert_eq!(read_text("#1 and #2"), Text::Several(vec!["1".into(), "2".into()]));
}

#[test]
fn texts_that_are_nearly_a_reference() {
    for (text, meant) in [
        ("# 12", Some("#12")),
        ("##12", Some("#12")),
        ("12#", Some("#12")),
        ("#12.", Some("#12")),
        ("#1l2", Some("#112")),
        ("#1 2", Some("#12")),
        ("#-12", Some("#12")),
        ("#012", Some("#12")),
        ("#12a", Some("#12")),
        ("#12)", Some("#12")),
        ("№12", Some("#12")),
        ("#", None),
        ("issue # 12", Some("#12")),
    ] {
        match read_text(text) {
            Text::Nearly(fault) => assert_eq!(fault.meant.as_deref(), meant, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn numbers_are_named_as_written() {
    let mut trackers = trackers();
    for number in ["1", "2", "3"] {
        if let Text::Numbered(text) = read_text(&format!("NOTE-{number}")) {
            trackers.count_numbered(&text, &format!("https://wherry.example/note-00{number}.txt"));
        }
    }
    for (text, url, expected) in [
        ("CVE-2022-0717", "https://nvd.example/CVE-2022-0771", ("CVE-2022-0717", "CVE-2022-0771")),
        ("QSB-087: old", "https://a.example/qsb-078/", ("QSB-087", "QSB-078")),
        ("QSB #028", "https://a.example/qsb/082", ("QSB #028", "QSB #082")),
        ("RFC 0791", "https://a.example/rfc/rfc0793", ("RFC 0791", "RFC 0793")),
        ("RHSA-2024:0012", "https://a.example/RHSA-2024%3A0021", ("RHSA-2024:0012", "RHSA-2024:0021")),
        ("ABC-012", "https://a.example/browse/ABC-021", ("ABC-012", "ABC-021")),
        ("NOTE-012", "https://wherry.example/note-021.txt", ("NOTE-012", "NOTE-021")),
        ("WSB-012", "https://wherry.example/bulletins/021/", ("WSB-012", "bulletins 021")),
        ("bug 12", "https://bugs.example/show_bug.cgi?id=013", ("bug 12", "#013")),
    ] {
        let reading = read_url(url, None, &trackers);
        let found = disagreement(&read_text(text), text, &reading, url, &trackers).unwrap();
        assert_eq!((found.text.as_str(), found.url.as_str()), expected);
    }
    let same = "https://nvd.example/CVE-2022-717";
    let reading = read_url(same, None, &trackers);
    assert_eq!(disagreement(&read_text("CVE-2022-0717"), "CVE-2022-0717", &reading, same, &trackers), None);
}
