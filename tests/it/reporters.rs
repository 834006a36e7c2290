//! Every reporter, on a small site with an error, a warning, a fix, a second place to look at, and letters that XML and
//! JSON escape: `fixtures/reporters/<name>/lint.*`.

use feedwright::reporters::REPORTERS;
use regex::Regex;

use crate::cli::TestSite;
use crate::golden;

#[test]
fn what_each_reporter_writes() {
    let site = TestSite::copy_of("faulty");
    // The texts of a rule's page are not the reporter's.
    let pages = Regex::new(r#"("(?:fullDescription|help)": \{\s*"text": )".*""#).unwrap();
    for reporter in REPORTERS {
        // SARIF lists the rules that ran: a new one should not change this.
        let rules = "malformed-front-matter,dead-fragment,mismatched-issue-ref";
        let run = site.feedwright(["lint", "--only", rules, "--format", reporter.name]).exits(1);
        let extension = match reporter.name {
            "json" | "gitlab" => "json",
            "jsonl" => "jsonl",
            "sarif" => "sarif",
            "junit" | "checkstyle" => "xml",
            _ => "txt",
        };
        let written = pages.replace_all(&run.stdout, "$1\"…\"");
        golden::check(&format!("reporters/{}/lint.{extension}", reporter.name), &written);
    }
}
