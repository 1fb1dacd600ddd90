//! Each row links to the note of its organization.

use super::super::{Check, Context, Rule, RuleOption};
use crate::diagnostic::{Safety, Severity};
use crate::document::accounts::salesforce::{AccountId, account_id, is_salesforce};
use crate::document::accounts::{Accounts, Cell, CellLink, Column, LinkForm, Row, Table};
use crate::rules::words::{code, visible};
use crate::source::{Source, Span};

const PROJECT: &str = "gitlab-com/support/zendesk-global/organizations";

pub(super) const RULE: Rule = Rule {
    id: "accounts/org-note-link",
    summary: "the org-note link is missing or does not point at `organizations/<Zendesk Account ID>.yaml` on `master`",
    why: "The link is how everybody gets from the account to its note. One to another organization's file shows the wrong customer's instructions; one to another branch or an old place shows \
          instructions that nobody keeps up to date.",
    how: "Open the file `organizations/<Zendesk Account ID>.yaml` in the Organizations project on the branch `master` and copy its address: \
          `https://gitlab.com/gitlab-com/support/zendesk-global/organizations/-/blob/master/organizations/27946339528.yaml`.",
    severity: Severity::Error,
    fix: Some(Safety::Safe),
    options: &[RuleOption {
        name: "project",
        schema: r#"{"type": "string", "minLength": 1}"#,
        default: "gitlab-com/support/zendesk-global/organizations",
        help: "the path of the Organizations project on gitlab.com",
    }],
    check: Check::Accounts(check),
};

fn check(accounts: &Accounts, cx: &mut Context<'_>) {
    let project: String = cx.option("project").unwrap_or_else(|| PROJECT.to_owned());
    let project = project.trim_matches('/');
    for (table, row) in accounts.whole_rows() {
        let own = if table.has(Column::OrgNote) { Column::OrgNote } else { Column::Links };
        let Some(cell) = table.cell(row, own) else { continue };
        // An empty cell is one finding, of `accounts/schema`.
        if cell.is_empty() {
            continue;
        }
        let id = table.id(row, Column::AccountId).map(|(id, _)| id);
        // Most links are right.
        let right = id.map(|id| address(project, id));
        if table.links(row, own).any(|link| Some(&link.url) == right.as_ref()) {
            continue;
        }
        if let Some(place) = torn(cell, cx.source()) {
            let finding = cx.report(place, "the address of the org-note link has a blank in it, so that it is no link");
            finding.subject("blank").help(format!("link to `{}` in the Organizations project on the branch `master`", file(id)));
            if let Some(right) = right {
                finding.replace(Safety::Safe, "write the whole address", place, right);
            }
            continue;
        }
        if let Some(other) = swapped(cell, table, row, own, right.as_deref()) {
            let [here, there] = [cell.span, other.span].map(|span| cx.source().slice(span).to_owned());
            let place = cx.source().place(other.place());
            let finding = cx.report(cell.place(), "the org-note link and the Salesforce link stand in each other's columns");
            finding.subject("swapped").help("swap the two").related(place, "the org-note link");
            finding.fix(Safety::Safe, "swap the two links", [(cell.span, there), (other.span, here)]);
            continue;
        }
        let links: Vec<&CellLink> = table.links(row, own).filter(|link| is_meant(link, table, row, own, project)).collect();
        let Some(first) = links.first() else {
            missing(cell, id, project, cx);
            continue;
        };
        let wrong = |link: &CellLink| Target::read(&link.url, project).wrong(id);
        if links.iter().all(|link| wrong(link).is_some())
            && let Some(wrong) = wrong(first)
        {
            report(first, &wrong, id, project, cx);
        }
    }
}

/// The cell of the Salesforce column, where it holds the right org-note link and this one the account in Salesforce.
fn swapped<'a>(cell: &Cell, table: &Table, row: &'a Row, own: Column, right: Option<&str>) -> Option<&'a Cell> {
    let other = table.cell(row, Column::Salesforce).filter(|_| own == Column::OrgNote)?;
    let ([here], [there]) = (cell.links.as_slice(), other.links.as_slice()) else { return None };
    let swapped = right.is_some_and(|right| there.url == right) && is_salesforce(&here.url) && account_id(&here.url) == AccountId::Right;
    swapped.then_some(other)
}

/// The address of what was meant as a link to a note and is none: `[note](https://gitlab.com/… organizations/1.yaml)`.
fn torn(cell: &Cell, source: &Source) -> Option<Span> {
    let start = cell.links.iter().map(|link| link.span.start).find(|start| source.text()[..*start].ends_with("]("))?;
    let rest = source.slice(Span::new(start, cell.span.end));
    let address = rest.split_once(')')?.0.trim_end();
    (address.contains(char::is_whitespace) && !address.contains('"') && address.contains("organizations/")).then(|| Span::new(start, start + address.len()))
}

fn missing(cell: &Cell, id: Option<i64>, project: &str, cx: &mut Context<'_>) {
    let raw = cx.source().slice(cell.span);
    let finding = cx.report(cell.place(), "there is no link to the org note").subject("no link");
    let Some(id) = id else {
        finding.help("add a link to `organizations/<Zendesk Account ID>.yaml` in the Organizations project");
        return;
    };
    finding.help(format!("add a link to `organizations/{id}.yaml` in the Organizations project"));
    let url = address(project, id);
    if cell.links.is_empty() {
        if !raw.contains(['[', ']', '<', '`']) {
            finding.replace(Safety::Safe, "link to the org note", cell.span, format!("[{raw}]({url})"));
        }
    } else {
        finding.replace(Safety::Safe, "add the link to the org note", Span::at(cell.span.end), format!(", [Zendesk Org Note]({url})"));
    }
}

fn report(link: &CellLink, wrong: &Wrong, id: Option<i64>, project: &str, cx: &mut Context<'_>) {
    let file = file(id);
    let message = match (&wrong.fault, &wrong.stem) {
        (None, stem) => format!("the org-note link points at `organizations/{}.yaml` instead of `{file}`", stem.as_deref().unwrap_or_default()),
        (Some(fault), None) => format!("the org-note link does not point at `{file}` on `master`: {fault}"),
        (Some(fault), Some(stem)) => format!("the org-note link does not point at `{file}` on `master`: {fault}, and the number there is {}", code(stem)),
    };
    let finding = cx.report(link.span, message);
    // Either number may be the wrong one.
    let (safety, help) = if wrong.stem.is_some() {
        let help = "look up which of the two numbers is the organization's in Zendesk, then correct the link or the Zendesk Account ID";
        (Safety::NeedsReview, help.to_owned())
    } else {
        // A link to somewhere else is lost with its address.
        let safety = if wrong.is_elsewhere { Safety::NeedsReview } else { Safety::Safe };
        (safety, format!("link to `{file}` in the Organizations project on the branch `master`"))
    };
    finding.help(help);
    if let Some(id) = id.filter(|_| !is_salesforce(&link.url)) {
        let url = address(project, id);
        let text = if link.form == LinkForm::Here { url } else { format!("[{}]({url})", link.text.replace('|', "\\|")) };
        finding.replace(safety, format!("link to `{file}` on `master`"), link.url_span, text);
    }
}

fn file(id: Option<i64>) -> String {
    id.map_or_else(|| "organizations/<Zendesk Account ID>.yaml".to_owned(), |id| format!("organizations/{id}.yaml"))
}

fn address(project: &str, id: i64) -> String {
    format!("https://gitlab.com/{project}/-/blob/master/organizations/{id}.yaml")
}

/// Whether a link is meant to lead to the org note: by its address, its text, or as the only one of its column.
fn is_meant(link: &CellLink, table: &Table, row: &Row, own: Column, project: &str) -> bool {
    let lower = link.url.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    let is_note_file = lower.contains("gitlab.com/")
        && (path.contains("/organizations/") || matches!(path.rsplit_once('.'), Some((_, "yaml" | "yml"))) || path.contains(&project.to_lowercase()));
    let says_so = || link.text.to_lowercase().split(|char: char| !char.is_alphanumeric()).any(|word| matches!(word, "note" | "notes" | "orgnote"));
    is_note_file
        || (!is_salesforce(&link.url) && says_so())
        || (own == Column::OrgNote && table.cell(row, own).is_some_and(|cell| cell.links.first().is_some_and(|first| first.span == link.span)))
}

/// In what a link is wrong.
struct Wrong {
    /// The number there, where it is another one.
    stem: Option<String>,
    /// Why it does not lead to the folder of the notes.
    fault: Option<String>,
    /// It does not even lead to gitlab.com.
    is_elsewhere: bool,
}

/// Where a link leads.
struct Target {
    /// The file's stem, where it is one of an `organizations` folder.
    stem: Option<String>,
    /// What is wrong besides the stem.
    fault: Option<String>,
    is_elsewhere: bool,
}

impl Target {
    fn read(url: &str, project: &str) -> Self {
        let plain = url.split(['?', '#']).next().unwrap_or_default();
        let lower = plain.to_ascii_lowercase();
        let Some(rest) = ["https://gitlab.com/", "http://gitlab.com/"].iter().find_map(|start| lower.starts_with(start).then(|| &plain[start.len()..])) else {
            return Self { stem: None, fault: Some("it does not lead to a file on gitlab.com".to_owned()), is_elsewhere: true };
        };
        let path = rest.trim_matches('/');
        let (name, in_folder) = path.rsplit_once('/').map_or((path, false), |(folder, name)| (name, folder.ends_with("/organizations")));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let stem_of_note = (in_folder && !stem.is_empty()).then(|| stem.to_owned());
        let fault = fault(path, extension, in_folder, project);
        Self { stem: stem_of_note, fault, is_elsewhere: false }
    }

    fn wrong(self, id: Option<i64>) -> Option<Wrong> {
        // Without a readable id there is nothing to compare with; `accounts/zendesk-id` reports that.
        let other = |stem: &String| id.is_some_and(|id| *stem != id.to_string());
        let wrong = Wrong { stem: self.stem.filter(other).map(|stem| visible(&stem)), fault: self.fault, is_elsewhere: self.is_elsewhere };
        (wrong.stem.is_some() || wrong.fault.is_some()).then_some(wrong)
    }
}

fn fault(path: &str, extension: &str, in_folder: bool, project: &str) -> Option<String> {
    let (of_project, view) = path.split_once("/-/").map_or((path, None), |(of_project, view)| (of_project, Some(view)));
    if view.is_none() {
        if path == project {
            return Some("it leads to the project and not to a file".to_owned());
        }
        let Some(rest) = path.strip_prefix(project).and_then(|rest| rest.strip_prefix('/')) else { return Some("it leads to another project".to_owned()) };
        return Some(if rest.starts_with("blob/") { "it lacks the `/-/` in front of `blob`" } else { "it does not lead to a file" }.to_owned());
    }
    if of_project != project {
        return Some(format!("it leads to the project {}", code(of_project)));
    }
    let view = view?;
    let (kind, rest) = view.split_once('/').unwrap_or((view, ""));
    if kind != "blob" {
        return Some(format!("it opens the view {}", code(kind)));
    }
    let branch = rest.split('/').next().unwrap_or_default();
    if branch != "master" {
        return Some(format!("it is on the branch {}", code(branch)));
    }
    if !in_folder || rest.matches('/').count() != 2 {
        return Some("the file is not in the folder `organizations`".to_owned());
    }
    (extension != "yaml").then(|| format!("the file ends in {} instead of `.yaml`", code(&format!(".{extension}"))))
}
