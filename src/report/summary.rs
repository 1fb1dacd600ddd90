//! The run in a line, "checked 12 notes, 1 account table: 3 errors, 1 warning", and the table of findings by rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::{Diagnostic, Severity, State};
use crate::engine::{Checked, Run};

/// What was checked and what was found, in one line.
pub fn line(run: &Run) -> String {
    if run.checked.total() == 0 && run.diagnostics.is_empty() {
        return "nothing was checked".to_owned();
    }
    let mut line = format!("checked {}: {}", checked(run.checked), counts(&run.diagnostics));
    if let Some(compared) = compared(run) {
        let _ = write!(line, " ({compared})");
    }
    line
}

/// `12 notes, 1 account table, 2 calls`, without what there is none of.
pub fn checked(checked: Checked) -> String {
    let kinds = [(checked.note, "note", "notes"), (checked.accounts, "account table", "account tables"), (checked.call, "call", "calls")];
    let words: Vec<String> = kinds.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| number(*count, one, many)).collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

/// `3 errors, 1 warning`, or `no problems`.
pub fn counts(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let severities = [(Severity::Error, "error", "errors"), (Severity::Warning, "warning", "warnings"), (Severity::Info, "info", "infos")];
    let words: Vec<String> = severities
        .iter()
        .map(|(severity, one, many)| (count(*severity), one, many))
        .filter(|(n, ..)| *n > 0)
        .map(|(n, one, many)| number(n, one, many))
        .collect();
    if words.is_empty() { "no problems".to_owned() } else { words.join(", ") }
}

/// `1 new, 3 known, 2 fixed`, for a run that was compared with a base revision.
pub fn compared(run: &Run) -> Option<String> {
    let count = |state| run.diagnostics.iter().filter(|diagnostic| diagnostic.state == Some(state)).count();
    run.compared.then(|| format!("{} new, {} known, {} fixed", count(State::New), count(State::Known), run.fixed.len()))
}

pub fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A table of the findings by rule, the most frequent first.
pub fn statistics(run: &Run) -> String {
    let mut rules: BTreeMap<&str, (Severity, usize, usize)> = BTreeMap::new();
    for diagnostic in &run.diagnostics {
        let entry = rules.entry(&diagnostic.rule).or_insert((diagnostic.severity, 0, 0));
        *entry = (entry.0.max(diagnostic.severity), entry.1 + 1, entry.2 + usize::from(diagnostic.fix.is_some()));
    }
    let mut rows: Vec<(&str, (Severity, usize, usize))> = rules.into_iter().collect();
    rows.sort_by_key(|(rule, (_, count, _))| (std::cmp::Reverse(*count), *rule));
    let wide = rows.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0).max("rule".len());
    let mut table = String::new();
    if rows.is_empty() {
        return table;
    }
    let _ = writeln!(table, "count  fixable  severity  {:<wide$}", "rule");
    for (rule, (severity, count, fixable)) in rows {
        let _ = writeln!(table, "{count:>5}  {fixable:>7}  {:<8}  {}", severity.as_str(), super::plain(rule));
    }
    // The last column needs no padding.
    table.lines().fold(String::new(), |mut trimmed, line| {
        trimmed.push_str(line.trim_end());
        trimmed.push('\n');
        trimmed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_was_checked() {
        let mut run = Run::default();
        assert_eq!(line(&run), "nothing was checked");
        run.checked = Checked { note: 12, accounts: 1, call: 0 };
        assert_eq!(line(&run), "checked 12 notes, 1 account table: no problems");
        run.compared = true;
        assert_eq!(line(&run), "checked 12 notes, 1 account table: no problems (0 new, 0 known, 0 fixed)");
    }
}
