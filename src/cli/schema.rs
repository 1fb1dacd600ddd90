//! `ase-lint schema NAME`: the JSON Schemas, for editors and other tools.

use super::args::SchemaName;
use super::{Error, Outcome, output};

/// Prints a schema.
pub fn run(name: SchemaName) -> Result<Outcome, Error> {
    output::print(text(name).as_bytes())?;
    Ok(Outcome::Clean)
}

const fn text(name: SchemaName) -> &'static str {
    match name {
        SchemaName::Note => include_str!("../../schemas/note.schema.json"),
        SchemaName::Account => include_str!("../../schemas/account.schema.json"),
        SchemaName::Call => include_str!("../../schemas/call.schema.json"),
        SchemaName::Config => include_str!("../../schemas/config.schema.json"),
        SchemaName::Questions => include_str!("../../schemas/questions.schema.json"),
        SchemaName::Report => include_str!("../../schemas/report.schema.json"),
    }
}
