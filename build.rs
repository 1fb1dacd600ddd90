//! Builds anew when a fixture changes: `explain` carries them, and the compiler does not know.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    println!("cargo::rerun-if-changed=fixtures/rules");
}
