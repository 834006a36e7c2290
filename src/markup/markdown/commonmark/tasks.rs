//! Tasks in lists.

use crate::markup::markdown::commonmark::writer::Writer;
use crate::markup::markdown::options::Classes;

impl Writer<'_, '_> {
    /// Writes the box of a task.
    pub(super) fn task(&mut self, checked: bool) {
        match self.options.common_mark.classes {
            Classes::GitHub => self.github_task(checked),
            Classes::Goldmark => {
                let checked = if checked { " checked=\"\"" } else { "" };
                self.out.push_str(&format!("<input{checked} disabled=\"\" type=\"checkbox\"> "));
            }
            Classes::Zola => {
                let checked = if checked { " checked=\"\"" } else { "" };
                self.out.push_str(&format!("<input disabled=\"\" type=\"checkbox\"{checked}/>\n"));
            }
            Classes::Kramdown | Classes::MarkdownIt => {
                self.out.push_str(
                    "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\"",
                );
                self.out.push_str(if checked { " checked=\"checked\" />" } else { " />" });
            }
        }
    }

    /// A task as GitHub writes it: its item and its list have classes.
    fn github_task(&mut self, checked: bool) {
        let mark = |out: &mut String, open: &str, class: &str| {
            if let Some(at) = out.rfind(open) {
                out.insert_str(at + open.len() - 1, &format!(" class=\"{class}\""));
            }
        };
        mark(&mut self.out, "<li>", "task-list-item");
        // The list of the first task in it.
        let list =
            self.out.rfind("<ul>").filter(|at| !self.out.get(*at..).is_some_and(|it| it.contains("</ul>")));
        if list.is_some() {
            mark(&mut self.out, "<ul>", "contains-task-list");
        }
        self.out.push_str("<input type=\"checkbox\"");
        self.out.push_str(if checked { " checked disabled> " } else { " disabled> " });
    }
}
