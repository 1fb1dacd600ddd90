//! What is done once for every run of the tool: the catalogue of questions and words turns from YAML into JSON, which is read in a tenth of the time.
//! Builds anew when a fixture changes, too: `explain` carries them, and the compiler does not know.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

#[path = "src/questions/file.rs"]
mod file;

use std::error::Error;
use std::path::Path;

const CATALOGUE: &str = "src/questions/catalogue.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=fixtures/rules");
    println!("cargo::rerun-if-changed={CATALOGUE}");
    println!("cargo::rerun-if-changed=src/questions/file.rs");
    let catalogue: file::File = serde_yaml::from_str(&std::fs::read_to_string(CATALOGUE)?).map_err(|error| format!("{CATALOGUE}: {error}"))?;
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(Path::new(&out).join("catalogue.json"), serde_json::to_vec(&catalogue)?)?;
    Ok(())
}
