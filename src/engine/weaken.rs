//! What one config checks less than another: a merge request must not be able to switch its own check off unseen.

use crate::config::{Level, RuleSettings, Settings};
use crate::diagnostic::Severity;
use crate::rules;

/// In which ways `now` checks less than `base`, a phrase each.
pub fn weakened(base: &Settings, now: &Settings) -> Vec<String> {
    let mut found = Vec::new();
    let ids: std::collections::BTreeSet<&String> = base.rules.keys().chain(now.rules.keys()).collect();
    for id in ids {
        let (before, after) = (severity(base, id), severity(now, id));
        if after < before {
            found.push(format!("`{id}` from {} to {}", word(before), word(after)));
        }
        if after.is_some() && options(base, id) != options(now, id) {
            found.push(format!("other options of `{id}`"));
        }
    }
    if now.fail_on > base.fail_on {
        found.push(format!("fail-on from {} to {}", base.fail_on, now.fail_on));
    }
    let mut changed = |what: &str, differs: bool| {
        if differs {
            found.push(format!("{what} changed"));
        }
    };
    changed("the profile of questions", base.questions.profile != now.questions.profile);
    changed("the catalogue of questions", base.questions.catalogue != now.questions.catalogue || base.questions.extra != now.questions.extra);
    changed("the globs of notes", base.globs.note != now.globs.note);
    changed("the globs of the account table", base.globs.accounts != now.globs.accounts || base.accounts_path != now.accounts_path);
    changed("the globs of calls", base.globs.call != now.globs.call);
    changed("the schemas", base.schemas != now.schemas);
    found
}

/// The severity that counts; `None` for off.
fn severity(settings: &Settings, id: &str) -> Option<Severity> {
    match settings.level(id) {
        Level::Off => None,
        Level::At(severity) => Some(severity),
        Level::Default => Some(rules::find(id).map_or(Severity::Error, |rule| rule.severity)),
    }
}

fn word(severity: Option<Severity>) -> &'static str {
    severity.map_or("off", Severity::as_str)
}

fn options<'a>(settings: &'a Settings, id: &str) -> Option<&'a serde_json::Map<String, serde_json::Value>> {
    settings.rules.get(id).map(|RuleSettings { options, .. }| options).filter(|options| !options.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_levels_and_switched_off_rules_are_told_and_stricter_ones_are_not() {
        let base = Settings::new(jiff::civil::date(2026, 11, 1));
        let mut now = base.clone();
        now.rules.insert("note/length".to_owned(), RuleSettings { level: Level::Off, ..RuleSettings::default() });
        now.rules.insert("note/org-name".to_owned(), RuleSettings { level: Level::At(Severity::Error), ..RuleSettings::default() });
        now.fail_on = Severity::Warning;
        assert_eq!(weakened(&base, &now), ["`note/length` from warning to off"]);
        assert_eq!(weakened(&now, &base), ["`note/org-name` from error to warning", "fail-on from warning to error"]);
    }
}
