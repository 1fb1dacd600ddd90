//! Syntax errors in people's words.

use granit_parser::ErrorKind;

use super::SyntaxError;
use crate::source::Span;

pub(super) fn explain(_source: &str, kind: &ErrorKind, at: usize) -> SyntaxError {
    SyntaxError { span: Span::at(at), message: kind.to_string(), help: None, fix: None }
}

pub(super) fn unknown_anchor(_source: &str, name: &str, span: Span) -> SyntaxError {
    SyntaxError { span, message: format!("the alias `*{name}` names no anchor"), help: None, fix: None }
}
