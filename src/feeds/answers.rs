//! What the feeds of a site say of one post, for people.

use crate::feeds::plan::{Plan, Verdict};
use crate::site::Site;
use crate::site::filter::{Property, Reason};

/// Feeds that a post is in, or is not, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Whether the post is in them.
    pub is_member: bool,
    /// Their paths, in the order of the plan.
    pub feeds: Vec<&'a str>,
    /// Its place in them, or why it is not in them.
    pub reason: String,
}

/// Feeds of one value each, of which each would be a line with a reason of its own: more of them share a line.
const MOST_ALIKE: usize = 5;

/// Returns what the feeds say of a post, those of one reason together, in the order of the plan.
///
/// # Errors
/// When `where` cannot be evaluated for it.
pub fn answers<'a>(site: &Site, plan: &'a Plan, post: usize) -> Result<Vec<Answer<'a>>, String> {
    let mut verdicts = Vec::with_capacity(plan.feeds.len());
    for feed in &plan.feeds {
        verdicts.push((feed.path.as_str(), feed.verdict(site, post)?));
    }
    let alike = |property: Property| {
        let is_alike = |(_, verdict): &&(&str, Verdict)| missing_property(verdict) == Some(property);
        verdicts.iter().filter(is_alike).count() > MOST_ALIKE
    };
    let mut answers: Vec<Answer<'_>> = Vec::new();
    for (feed, verdict) in &verdicts {
        let is_member = matches!(verdict, Verdict::Member(_));
        let reason = match missing_property(verdict).filter(|property| alike(*property)) {
            Some(property) => format!("they need another {}", property.name()),
            None => verdict.to_string(),
        };
        match answers.iter_mut().find(|answer| answer.is_member == is_member && answer.reason == reason) {
            Some(answer) => answer.feeds.push(feed),
            None => answers.push(Answer { is_member, feeds: vec![feed], reason }),
        }
    }
    Ok(answers)
}

/// What a feed asks for that the post does not have.
fn missing_property(verdict: &Verdict) -> Option<Property> {
    match verdict {
        Verdict::Rejected(Reason::Lacks(property, _)) => Some(*property),
        _ => None,
    }
}
