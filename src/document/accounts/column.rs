//! The columns of the account table and the names that people give them.

use crate::config::Settings;

/// The columns of the account table, in the order of the handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Account,
    Ase,
    Region,
    /// One column with both links, or `Salesforce` and `OrgNote` in its stead.
    Links,
    Salesforce,
    OrgNote,
    SpecialNotes,
    OrgName,
    AccountId,
    UserId,
}

impl Column {
    pub const ALL: [Self; 10] = [
        Self::Account,
        Self::Ase,
        Self::Region,
        Self::Links,
        Self::Salesforce,
        Self::OrgNote,
        Self::SpecialNotes,
        Self::OrgName,
        Self::AccountId,
        Self::UserId,
    ];

    /// The header that this project writes, and the property of `account.schema.json`.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Account => "Account",
            Self::Ase => "ASE",
            Self::Region => "Region",
            Self::Links => "Links (Salesforce, Zendesk Org Note)",
            Self::Salesforce => "Salesforce",
            Self::OrgNote => "Zendesk Org Note",
            Self::SpecialNotes => "Special Notes",
            Self::OrgName => "Zendesk Org Name",
            Self::AccountId => "Zendesk Account ID",
            Self::UserId => "Zendesk User (ASE) ID",
        }
    }

    /// The other names that need no configuration.
    pub const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Account => &["Customer", "Account Name", "Organization"],
            Self::Ase => &["Assigned Support Engineer", "ASE Name"],
            Self::Region => &["ASE Region"],
            Self::Links => &["Links"],
            Self::Salesforce | Self::OrgNote => &[],
            Self::SpecialNotes => &["Notes"],
            Self::OrgName => &["Zendesk Organization Name"],
            Self::AccountId => &["Zendesk Org ID", "Zendesk Organization ID"],
            Self::UserId => &["Zendesk User ID", "ASE Zendesk User ID"],
        }
    }

    /// Whether the column tells which organization or account is meant, rather than who works with whom.
    pub(super) const fn identifies(self) -> bool {
        matches!(self, Self::Links | Self::Salesforce | Self::OrgNote | Self::OrgName | Self::AccountId | Self::UserId)
    }
}

/// The names of all columns, the configured aliases included, ready to be compared.
#[derive(Debug)]
pub(super) struct Names(Vec<(String, Column)>);

impl Names {
    pub(super) fn new(settings: &Settings) -> Self {
        let mut names: Vec<(String, Column)> = Column::ALL
            .iter()
            .flat_map(|&column| std::iter::once(column.header()).chain(column.aliases().iter().copied()).map(move |name| (plain(name), column)))
            .collect();
        for (called, aliases) in &settings.aliases {
            let called = plain(called);
            let Some(column) = names.iter().find(|(name, _)| *name == called).map(|(_, column)| *column) else { continue };
            // In front: what the config says of a name goes before what is built in.
            names.splice(0..0, aliases.iter().map(|alias| (plain(alias), column)));
        }
        names.retain(|(name, _)| !name.is_empty());
        Self(names)
    }

    /// The column that `header` names.
    pub(super) fn find(&self, header: &str) -> Option<Column> {
        if header.len() > 200 {
            return None;
        }
        let header = plain(header);
        self.0.iter().find(|(name, _)| *name == header).map(|(_, column)| *column)
    }
}

/// A header without case, blanks and punctuation: `Zendesk User (ASE) ID` is `zendeskuseraseid`. Names in other scripts keep their letters.
fn plain(header: &str) -> String {
    header.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn columns_go_by_name_and_alias_whatever_the_case_and_the_blanks() {
        let mut settings = Settings::new(date(2026, 1, 1));
        settings.aliases.insert("zendesk account id".to_owned(), vec!["Org-Nummer".to_owned()]);
        let names = Names::new(&settings);
        assert_eq!(names.find(" zendesk  USER ( ase ) id"), Some(Column::UserId));
        assert_eq!(names.find("Links"), Some(Column::Links));
        assert_eq!(names.find("Links (Salesforce / Zendesk Org Note)"), Some(Column::Links));
        assert_eq!(names.find("Org Nummer"), Some(Column::AccountId));
        assert_eq!(names.find("Renewal"), None);
        assert_eq!(names.find(""), None);
    }
}
