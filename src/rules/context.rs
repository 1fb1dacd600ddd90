//! What a rule sees besides its one thing: the settings, the day, the account table, and where to report.

use serde::de::DeserializeOwned;

use super::Rule;
use super::schema::Schemas;
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Edit, Fix, Redaction, Related, RuleId, Safety, Severity};
use crate::document::facts::Roster;
use crate::document::keys::Keys;
use crate::questions::Judgement;
use crate::source::{Place, Source, Span};

/// The place a rule reports into. One is made for each document (or for the project) and shared by all of its rules in turn.
#[derive(Debug)]
pub struct Context<'a> {
    pub settings: &'a Settings,
    /// The rows of the account tables of this run; empty when there are none.
    pub roster: &'a Roster,
    /// The compiled schemas, the config's own ones included.
    pub schemas: &'a Schemas,
    /// How the note answers the questions; `None` for other documents and where it was not asked for.
    pub judgement: Option<&'a Judgement>,
    source: Option<&'a Source>,
    keys: Option<&'a Keys>,
    rule: Option<&'static Rule>,
    found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub fn for_document(settings: &'a Settings, roster: &'a Roster, schemas: &'a Schemas, source: &'a Source, keys: &'a Keys) -> Self {
        Self { settings, roster, schemas, judgement: None, source: Some(source), keys: Some(keys), rule: None, found: Vec::new() }
    }

    pub fn for_project(settings: &'a Settings, roster: &'a Roster, schemas: &'a Schemas) -> Self {
        Self { settings, roster, schemas, judgement: None, source: None, keys: None, rule: None, found: Vec::new() }
    }

    /// The rule that reports from now on. Called by the engine.
    pub fn enter(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    pub fn into_found(mut self) -> Vec<Diagnostic> {
        // Most have one finding, and a list has room for four.
        self.found.shrink_to_fit();
        self.found
    }

    /// The document's source.
    ///
    /// # Panics
    /// In a check of the whole project, which has no single source.
    pub fn source(&self) -> &'a Source {
        self.source.expect("a check of one document has its source")
    }

    /// Reports a finding of the current rule at `span` of the document. The key and the subject of its identity are taken
    /// from the place and the text there; set them with `subject` where the text may change while the finding stays the same.
    ///
    /// # Panics
    /// In a check of the whole project.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let source = self.source();
        let key = self.keys.map_or_else(String::new, |keys| keys.at(span).to_owned());
        let subject = source.slice(span).chars().take(200).collect();
        self.push(source.place(span), key, subject, message.into())
    }

    /// Reports a finding of the current rule at a place of any file; `key` and `subject` make its identity.
    pub fn report_at(&mut self, place: Place, key: impl Into<String>, subject: impl Into<String>, message: impl Into<String>) -> &mut Diagnostic {
        self.push(place, key.into(), subject.into(), message.into())
    }

    /// Reports under a rule's id that is made from data: a question of a custom catalogue.
    ///
    /// # Panics
    /// In a check of the whole project.
    pub fn report_as(&mut self, rule: RuleId, severity: Severity, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let place = self.source().place(span);
        self.push_as(rule, severity, place, String::new(), String::new(), message.into())
    }

    fn push(&mut self, place: Place, key: String, subject: String, message: String) -> &mut Diagnostic {
        let rule = self.rule.expect("the engine names the rule before it runs it");
        self.push_as(RuleId::Borrowed(rule.id), rule.severity, place, key, subject, message)
    }

    fn push_as(&mut self, rule: RuleId, severity: Severity, place: Place, key: String, subject: String, message: String) -> &mut Diagnostic {
        let diagnostic = Diagnostic {
            rule,
            severity,
            message,
            place,
            key,
            subject,
            help: None,
            related: Vec::new(),
            fix: None,
            redact: Redaction::default(),
            fingerprint: String::new(),
            state: None,
        };
        self.found.push(diagnostic);
        self.found.last_mut().expect("just pushed")
    }

    /// The value of the current rule's option in the config, if it is set there.
    pub fn option<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.settings.option(self.rule?.id, name)
    }
}

impl Diagnostic {
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    pub fn subject(&mut self, subject: impl Into<String>) -> &mut Self {
        self.subject = subject.into();
        self
    }

    pub fn key(&mut self, key: impl Into<String>) -> &mut Self {
        self.key = key.into();
        self
    }

    /// Keeps the bytes of `span` out of every report; see `Diagnostic::redact`.
    pub fn redact(&mut self, span: Span) -> &mut Self {
        self.redact.spans.push(span);
        self
    }

    /// Keeps `value` out of every report; see `Diagnostic::redact`.
    pub fn redact_value(&mut self, value: impl Into<String>) -> &mut Self {
        self.redact.values.push(value.into());
        self
    }

    pub fn related(&mut self, place: Place, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// A fix of several replacements in the finding's own file.
    pub fn fix(&mut self, safety: Safety, title: impl Into<String>, edits: impl IntoIterator<Item = (Span, String)>) -> &mut Self {
        let path = self.place.path.clone();
        let edits = edits.into_iter().map(|(span, text)| Edit { path: path.clone(), span, text }).collect();
        self.fix = Some(Fix { title: title.into(), safety, edits });
        self
    }

    /// A fix of one replacement.
    pub fn replace(&mut self, safety: Safety, title: impl Into<String>, span: Span, text: impl Into<String>) -> &mut Self {
        self.fix(safety, title, [(span, text.into())])
    }
}
