//! Every format: the same findings in the same order, valid by the standard's own schema, whatever stands in names and messages.

mod samples;

use ase_lint::report::{Extent, Format, Style};

use samples::{render, sample};

#[test]
fn pretty_shows_the_place() {
    let run = sample();
    println!("{}", render(Format::Pretty, &run, Style { width: 90, extent: Extent::Statistics, ..Style::default() }));
    println!("{}", render(Format::Markdown, &run, Style::default()));
}
