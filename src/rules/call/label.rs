//! `call/label`: the record lacks the label `ASE Work - ACCOUNT`, or has it in a form that does not work.

use std::collections::HashSet;

use super::label_form::{self, Fault, Form};
use crate::diagnostic::{Safety, Severity};
use crate::document::call::label::{Label, Written};
use crate::document::call::{Call, Record};
use crate::document::facts::Roster;
use crate::rules::words::{self, code};
use crate::rules::{Check, Context, Rule};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "call/label",
    summary: "the label `ASE Work - ACCOUNT` is missing or has a form that does not work",
    why: "The account's board, and everybody who subscribed to its label, see only what carries the label. A label with a comma cannot exist, an unquoted \
          one in `/label` applies another label or none, and a scoped one removes its neighbours.",
    how: "Put `ASE Work - ACCOUNT`, with the account's name as in the account table and without commas, into `labels:` of the front matter, or add a line \
          `/label ~\"ASE Work - ACCOUNT\"`.",
    severity: Severity::Error,
    fix: Some(Safety::Safe),
    options: &[],
    check: Check::Call(check),
};

fn check(call: &Call, cx: &mut Context<'_>) {
    if call.is_template() {
        return;
    }
    let accounts = Accounts::of(cx.roster);
    for record in &call.records {
        let key = format!("{}/labels", record.key);
        let mut labelled = false;
        for (index, label) in record.labels.iter().enumerate() {
            let Some(form) = label_form::read(&label.name) else { continue };
            labelled = true;
            if let Some(rest) = record.labels.get(index + 1).filter(|rest| is_split(label, &form, rest, &accounts, cx)) {
                split(label, rest, &key, cx);
                continue;
            }
            if let Some(finding) = judge(label, &form, &accounts) {
                let fix = finding.right.as_ref().and_then(|right| rewrite(record, label, right));
                let found = cx.report(label.span, finding.message);
                found.key(key.clone()).help(finding.help);
                if let Some((span, text)) = fix {
                    found.replace(finding.safety, "write the label in its right form", span, text);
                }
            }
        }
        if !labelled {
            cx.report(record.anchor, "the record lacks the label `ASE Work - ACCOUNT`")
                .key(key)
                .subject("missing")
                .help("add the account's label, with a line such as `/label ~\"ASE Work - Acme\"`");
        }
    }
}

/// Whether `rest` is what a comma has cut off from the label in front of it: `[ASE Work - Acme, Inc.]` is a list of two.
fn is_split(label: &Label, form: &Form, rest: &Label, accounts: &Accounts<'_>, cx: &Context<'_>) -> bool {
    const COMPANIES: &[&str] = &[
        "ag",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "lda",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "ltda",
        "nv",
        "oy",
        "plc",
        "pty ltd",
        "pte ltd",
        "sa",
        "sarl",
        "sas",
        "spa",
        "srl",
    ];
    let between = cx.source().text().get(label.span.end..rest.span.start);
    if between.is_none_or(|between| between.trim() != ",") {
        return false;
    }
    let company = rest.name.to_lowercase().replace('.', "");
    let whole = format!("{}, {}", form.account, rest.name);
    COMPANIES.contains(&company.trim()) || (!accounts.names.is_empty() && accounts.know(&whole) && !accounts.know(&form.account))
}

fn split(label: &Label, rest: &Label, key: &str, cx: &mut Context<'_>) {
    let whole = format!("{}, {}", label.name, rest.name);
    let message = format!("the comma splits the label {} into {} and {}", code(&whole), code(&label.name), code(&rest.name));
    let span = Span::new(label.span.start, rest.span.end);
    let right = label_form::read(&whole).and_then(|form| form.right);
    let found = cx.report(span, message);
    found.key(key).subject(whole);
    let Some(right) = right else { return };
    found.help(format!("GitLab allows no comma in a label: write {}", code(&right)));
    // In a list of YAML, some characters would need quotes.
    if right.chars().all(|c| c.is_alphanumeric() || " .-&'()/+_".contains(c)) {
        found.replace(Safety::Safe, "write the label without the comma", span, right);
    }
}

/// What is wrong with a label.
pub(super) struct Finding {
    pub message: String,
    pub help: String,
    pub right: Option<String>,
    pub safety: Safety,
}

/// The fault of a label's form, of its quotes, or of its account.
pub(super) fn judge(label: &Label, form: &Form, accounts: &Accounts<'_>) -> Option<Finding> {
    let name = code(&label.name);
    // Whether the label that people look at has the quotes is not to be seen from here.
    let safety = if form.account.contains('"') { Safety::NeedsReview } else { Safety::Safe };
    let finding = |message: String, help: &str| Some(Finding { message, help: help.to_owned(), right: form.right.clone(), safety });
    let use_right = form.right.as_ref().map_or_else(|| "name it `ASE Work - ACCOUNT`".to_owned(), |right| format!("name it {}", code(right)));
    match form.fault {
        Some(Fault::Retired) => return finding(format!("the label {name} has the retired form `ASE Work:ACCOUNT`"), &use_right),
        Some(Fault::Scoped) => return finding(format!("the label {name} is scoped by its `::`, so that it removes other labels of that scope"), &use_right),
        Some(Fault::Comma) => return finding(format!("the label {name} has a comma, which GitLab does not allow"), &use_right),
        Some(Fault::Spelling) => return finding(format!("the label {name} is not `ASE Work - ACCOUNT`"), &use_right),
        Some(Fault::NoAccount) => return finding(format!("the label {name} names no account"), "write the account's name behind `ASE Work - `"),
        None => {}
    }
    if matches!(label.written, Written::Command { .. }) && form.account.contains('"') {
        return finding(format!("the label {name} has a double quote, at which `/label` ends it"), &use_right);
    }
    if matches!(label.written, Written::Command { quoted: false }) {
        return finding(format!("the label {name} stands without double quotes in `/label`"), &format!("write `~\"{}\"`", words::visible(&label.name)));
    }
    if label.name.chars().count() > 255 {
        return Some(Finding {
            message: "the label has more than 255 characters".to_owned(),
            help: "shorten the account's name".to_owned(),
            right: None,
            safety: Safety::Safe,
        });
    }
    if accounts.know(&form.account) {
        return None;
    }
    let nearest = accounts.nearest(&form.account);
    let help = nearest.map_or_else(
        || "write the account's name as in the account table, or add the account there".to_owned(),
        |account| format!("did you mean {}?", code(&label_form::of_account(account).unwrap_or_default())),
    );
    let right = nearest.and_then(label_form::of_account);
    Some(Finding { message: format!("{name} names an account that is not in the account table"), help, right, safety: Safety::NeedsReview })
}

/// What to write in place of a label.
fn rewrite(record: &Record, label: &Label, right: &str) -> Option<(Span, String)> {
    match &label.written {
        Written::Command { .. } => Some((label.span, record.written(&format!("~\"{right}\"")))),
        Written::Listed(text) => {
            if record.in_json {
                return Some((label.span, record.written(right)));
            }
            let start = text.value().find(&label.name)?;
            text.edit(start..start + label.name.len(), right)
        }
    }
}

/// The names under which the account table knows its accounts.
pub(super) struct Accounts<'a> {
    names: Vec<&'a str>,
    plain: HashSet<String>,
}

impl<'a> Accounts<'a> {
    pub fn of(roster: &'a Roster) -> Self {
        let account = roster.rows.iter().filter_map(|row| row.account.as_ref());
        let names: Vec<&str> = account.map(|fact| fact.value.trim()).filter(|name| !name.is_empty()).collect();
        let plain = names.iter().map(|name| plain(name)).collect();
        Self { names, plain }
    }

    /// Without a table every account is fine.
    pub fn none() -> Self {
        Self { names: Vec::new(), plain: HashSet::new() }
    }

    /// Whether this is an account, as far as anybody can tell: without a table each one is.
    fn know(&self, account: &str) -> bool {
        self.names.is_empty() || self.plain.contains(&plain(account))
    }

    /// The account that is probably meant.
    fn nearest(&self, account: &str) -> Option<&'a str> {
        words::nearest(account, self.names.iter().copied())
    }
}

/// Capitals, commas, double quotes and blanks make no other account: a label holds not all of them.
fn plain(name: &str) -> String {
    name.to_lowercase().replace([',', '"'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
