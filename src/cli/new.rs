//! `ase-lint new`: the skeleton of a document, which passes once its few blanks are filled; with all options given, as it is.

mod given;
mod proof;

use std::path::Path;

use super::args::{NewArgs, NewDocument};
use super::{Error, Outcome, output};
use crate::rules::label_of;

const PROJECT: &str = "https://gitlab.com/gitlab-com/support/zendesk-global/organizations";
const WORKFLOW: &str =
    "https://handbook.gitlab.com/handbook/support/enhanced-support-offerings/offering-assigned-support-engineer/working-with-ases/global-support-and-ases/";

/// The Zendesk organization id of the examples.
const ID: i64 = 10_000_000_001;

/// Prints a skeleton, or writes it to a file that does not exist yet.
pub fn run(args: &NewArgs) -> Result<Outcome, Error> {
    given::check(args)?;
    let text = match args.what {
        NewDocument::Note => note(args),
        NewDocument::Account => account(args),
        NewDocument::Call => call(args),
        NewDocument::CallTemplate => call_template(args),
    };
    proof::check(args, &text)?;
    match &args.output {
        None => output::print(text.as_bytes())?,
        Some(path) => write(path, &text)?,
    }
    Ok(Outcome::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::Usage(format!("`{}` exists already; nothing was written", path.display())));
    }
    output::write_file(path, text.as_bytes())?;
    output::complain(&format!("wrote {}", path.display()));
    Ok(())
}

/// A value, or the example that stands in for it.
fn or<'a>(value: Option<&'a String>, example: &'a str) -> &'a str {
    value.map_or(example, |value| value.trim())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A YAML scalar on one line: plain where that is safe, else in double quotes (JSON's are YAML's).
fn scalar(text: &str) -> String {
    let text = one_line(text);
    let plain = text.chars().all(|c| c.is_alphanumeric() || " .,-_&()/+".contains(c))
        && text.chars().next().is_some_and(char::is_alphanumeric)
        && text.contains(' ')
        && !text.ends_with(' ');
    if plain { text } else { serde_json::Value::String(text).to_string() }
}

fn note(args: &NewArgs) -> String {
    let ase = one_line(or(args.ase.as_ref(), "Jill Smith"));
    let first = ase.split(' ').next().unwrap_or(&ase);
    let (region, account) = (one_line(or(args.region.as_ref(), "AMER")), one_line(or(args.account.as_ref(), "Example Corp")));
    let id = args.id.unwrap_or(ID);
    let name = args.org_name.clone().unwrap_or_else(|| format!("0a1b2c3d {account}"));
    format!(
        "---\nid: {id}\nname: {}\nnotes: |\n  This organization has an Assigned Support Engineer (ASE). Please [review the workflow to use]({WORKFLOW}).\n\n  \
         {ase} is the {region} ASE for {account}. New non-emergency tickets are assigned to {first}. Pre-existing tickets keep their assignee.\n\n  \
         Outside of {first}'s working hours, send a first reply and leave {first} as the assignee.\n\n  \
         If {first} is unavailable, please respond while leaving {first} as the assignee and cc yourself.\n\n  \
         The on-call engineer handles emergency tickets. Inform {first} when an emergency comes in.\ndetails:\n",
        scalar(&name)
    )
}

/// A table cell: one line, its pipes escaped.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

fn account(args: &NewArgs) -> String {
    let id = args.id.unwrap_or(ID);
    let account = or(args.account.as_ref(), "Example Corp");
    let name = args.org_name.clone().unwrap_or_else(|| format!("0a1b2c3d {account}"));
    let salesforce = or(args.salesforce_id.as_ref(), "0014M00001nJhksQAC");
    format!(
        "| Account | ASE | Region | Links (Salesforce, Zendesk Org Note) | Special Notes | Zendesk Org Name | Zendesk Account ID | Zendesk User (ASE) ID |\n\
         |---|---|---|---|---|---|---|---|\n\
         | {} | {} | {} | [Salesforce](https://gitlab.my.salesforce.com/{}), [Zendesk Org Note]({PROJECT}/-/blob/master/organizations/{id}.yaml) | | {} | {id} | {} |\n",
        cell(account),
        cell(or(args.ase.as_ref(), "Jill Smith")),
        cell(or(args.region.as_ref(), "AMER")),
        cell(salesforce),
        cell(&name),
        args.user_id.unwrap_or(400_000_000_001),
    )
}

fn call(args: &NewArgs) -> String {
    let date = args.date.unwrap_or_else(|| jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
    let purpose = one_line(or(args.purpose.as_ref(), "Cadence call"));
    let (ase, account) = (one_line(or(args.ase.as_ref(), "Jill Smith")), one_line(or(args.account.as_ref(), "Example Corp")));
    let label = label_of(&account).unwrap_or_default();
    let due = date.saturating_add(jiff::Span::new().days(7));
    format!(
        "# {date} Call: {purpose}\n\n## Attendees\n\n- {ase} (ASE)\n- The customer's contacts\n\n## Purpose\n\n{purpose}\n\n## Topics\n\n- Review of the work since the last call\n\n\
         ## Decisions\n\nNone\n\n## Action items\n\n- [ ] Share the notes of this call. DRI: {ase}, by {due}\n\n/label ~\"{label}\"\n"
    )
}

fn call_template(args: &NewArgs) -> String {
    let account = one_line(or(args.account.as_ref(), "Example Corp"));
    let label = label_of(&account).unwrap_or_default();
    format!(
        "<!-- Title this issue: <YYYY-MM-DD> Call: <Purpose>, for example \"2026-03-05 Call: Cadence\" -->\n\n# Call with {account}\n\n## Attendees\n\n- \n\n## Purpose\n\n\n\n\
         ## Agenda\n\n- \n\n## Notes\n\n- \n\n## Decisions\n\n- \n\n## Action items\n\n- [ ] What. DRI: @handle, by YYYY-MM-DD\n\n/label ~\"{label}\"\n"
    )
}
