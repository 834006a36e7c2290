//! Tasks in lists as markdown-it-task-lists writes them (version 2).

use crate::markup::javascript::Value;

/// The options of the plugin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tasks {
    is_enabled: bool,
    has_label: bool,
}

const BOX: &str = "<input class=\"task-list-item-checkbox\"";

impl Tasks {
    pub(super) fn of(options: Option<&Value>) -> Self {
        let is =
            |key: &str| options.and_then(|options| options.get(key)).and_then(Value::truth) == Some(true);
        Self { is_enabled: is("enabled"), has_label: is("label") && !is("labelAfter") }
    }

    /// HTML in which items that begin with `[ ]` or `[x]` have boxes.
    pub(super) fn applied(self, html: &str) -> String {
        if !["[ ] ", "[x] ", "[X] "].iter().any(|sign| html.contains(sign)) {
            return html.to_owned();
        }
        let mut out = String::with_capacity(html.len() + 256);
        // Where the tags of the lists that are open end, and whether they have a class.
        let mut lists: Vec<(usize, bool)> = Vec::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let length = from.find('>').map_or(from.len(), |end| end + 1);
            let (tag, after) = from.split_at(length);
            rest = after;
            if tag.starts_with("<ul") || tag.starts_with("<ol") {
                out.push_str(tag);
                lists.push((out.len().saturating_sub(1), tag.contains(" class=")));
                continue;
            }
            if matches!(tag, "</ul>" | "</ol>") {
                lists.pop();
            }
            let task = Some(after).filter(|_| tag == "<li>").and_then(task);
            let Some((paragraph, is_done, text)) = task else {
                out.push_str(tag);
                continue;
            };
            // No list that is open begins after the innermost.
            if let Some((end, has_class @ false)) = lists.last_mut() {
                out.insert_str(*end, " class=\"contains-task-list\"");
                *has_class = true;
            }
            let enabled = if self.is_enabled { " enabled" } else { "" };
            out.push_str(&format!("<li class=\"task-list-item{enabled}\">{paragraph}"));
            let checked = if is_done { " checked=\"\"" } else { "" };
            let disabled = if self.is_enabled { "" } else { " disabled=\"\"" };
            let input = format!("{BOX}{checked}{disabled} type=\"checkbox\">");
            rest = text;
            if self.has_label {
                let ends = ["</li>", "</p>", "\n<"].iter().filter_map(|end| text.find(end));
                let (label, after) = text.split_at(ends.min().unwrap_or(text.len()));
                out.push_str(&format!("<label>{input}{label}</label>"));
                rest = after;
            } else {
                out.push_str(&input);
            }
        }
        out + rest
    }
}

/// What precedes the text of a task, whether it is done, and its text with the blank before it.
fn task(item: &str) -> Option<(&str, bool, &str)> {
    let text = item.strip_prefix("\n<p>").unwrap_or(item);
    let paragraph = item.get(..item.len() - text.len())?;
    let is_done = match text.get(..4)? {
        "[ ] " => false,
        "[x] " | "[X] " => true,
        _ => return None,
    };
    Some((paragraph, is_done, text.get(3..)?))
}

#[cfg(test)]
mod tests {
    use super::Tasks;

    #[test]
    fn a_list_has_one_class() {
        let item = "<li>[ ] a</li>\n";
        let task = "<li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" disabled=\"\" type=\"checkbox\"> a</li>\n";
        let open = "<ul class=\"contains-task-list\">\n";
        for (list, expected) in [
            (format!("<ul>\n{item}{item}{item}</ul>"), format!("{open}{task}{task}{task}</ul>")),
            (
                format!("<ul>\n<li>b\n<ul>\n{item}{item}</ul>\n</li>\n{item}{item}</ul>"),
                format!("{open}<li>b\n{open}{task}{task}</ul>\n</li>\n{task}{task}</ul>"),
            ),
            (
                format!("<ul class=\"own\">\n{item}{item}</ul>"),
                format!("<ul class=\"own\">\n{task}{task}</ul>"),
            ),
        ] {
            assert_eq!(Tasks::default().applied(&list), expected);
        }
    }

    #[test]
    fn items_with_a_sign_are_tasks() {
        let made = Tasks::default()
            .applied("<ul>\n<li>[ ] a\n<ol>\n<li>[x] b</li>\n</ol>\n</li>\n<li>c</li>\n</ul>\n");
        assert_eq!(
            made,
            "<ul class=\"contains-task-list\">\n<li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" disabled=\"\" type=\"checkbox\"> a\n<ol class=\"contains-task-list\">\n<li class=\"task-list-item\"><input class=\"task-list-item-checkbox\" checked=\"\" disabled=\"\" type=\"checkbox\"> b</li>\n</ol>\n</li>\n<li>c</li>\n</ul>\n"
        );
        let loose =
            Tasks { is_enabled: true, has_label: true }.applied("<ul>\n<li>\n<p>[x] a</p>\n</li>\n</ul>");
        assert!(loose.contains("<li class=\"task-list-item enabled\">\n<p><label><input class=\"task-list-item-checkbox\" checked=\"\" type=\"checkbox\"> a</label></p>"), "{loose}");
        assert_eq!(
            Tasks::default().applied("<ul>\n<li>x [ ] a</li>\n</ul>"),
            "<ul>\n<li>x [ ] a</li>\n</ul>"
        );
    }
}
