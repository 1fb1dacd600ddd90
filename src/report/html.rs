//! One self-contained page for the manager: what is wrong and where, how each note answers the questions, and all accounts.
//! It loads nothing, and its policy lets no script run but its own.

mod accounts;
mod escape;
mod excerpt;
mod findings;
mod layer;
mod note;
mod owners;
mod page;

use std::io::{self, Write};

use minijinja::Environment;
use minijinja::value::Serde;
use sha2::{Digest, Sha256};

use super::Style;
use crate::engine::Run;

const TEMPLATE: &str = include_str!("html/page.html");
const STYLES: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

pub fn write(run: &Run, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let page = page::Page::new(run, style.fail_on, policy(), STYLES, SCRIPT)?;
    // Line ends between elements would be a third of all nodes on a page with many findings.
    let markup: String = TEMPLATE.lines().collect();
    let mut environment = Environment::new();
    environment.add_template("page.html", &markup).map_err(io::Error::other)?;
    let template = environment.get_template("page.html").map_err(io::Error::other)?;
    out.write_all(template.render(Serde(&page)).map_err(io::Error::other)?.as_bytes())
}

/// The content security policy: this style sheet, this script, nothing else.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLES)),
        base64(&Sha256::digest(SCRIPT))
    )
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let index = (group >> (18 - 6 * digit)) & 63;
            out.push(if digit <= chunk.len() { char::from(DIGITS[index as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests;
