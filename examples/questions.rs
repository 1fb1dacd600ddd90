//! How well the labelled notes of JSONL files are judged.
//!
//! `cargo run --release --example questions -- PATH.jsonl… [--floor FILE] [--show]` prints precision, recall and F1 of "not answered"
//! (missing or unclear) for each question and for all, the share of answered questions called missing, F1 of implied among the answered, how often the
//! evidence is the marked sentence, and the notes that are wholly right. With `--floor` it exits 1 when a figure falls below the one in the file.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

#[path = "labelled/mod.rs"]
mod labelled;

use ase_lint::questions::Catalogue;
use labelled::{Figures, load, measure};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let show = args.iter().any(|a| a == "--show");
    args.retain(|a| a != "--show");
    let floor = args.iter().position(|a| a == "--floor").map(|i| args.drain(i..(i + 2).min(args.len())).next_back().expect("--floor takes a file"));
    let paths: Vec<PathBuf> = args.iter().map(PathBuf::from).collect();
    let catalogue = Catalogue::builtin();
    let mut all = Figures::default();
    let start = Instant::now();
    let mut count = 0;
    for path in &paths {
        let (notes, _) = load(std::slice::from_ref(path));
        if notes.is_empty() {
            continue;
        }
        let test: Vec<usize> = (0..notes.len()).collect();
        let figures = measure(&notes, &test, catalogue, show);
        println!("{:18} {}", path.file_stem().unwrap_or_default().to_string_lossy(), figures.line());
        count += notes.len();
        all.add(&figures);
    }
    println!("{:18} {}", "all", all.line());
    all.by_question();
    println!("{} notes, {} us a note, reading the file included", count, start.elapsed().as_micros() / count.max(1) as u128);
    let Some(floor) = floor else { return ExitCode::SUCCESS };
    let mut code = ExitCode::SUCCESS;
    for line in std::fs::read_to_string(floor).expect("the file of floors").lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (name, least) = line.split_once('=').expect("name = number");
        let (name, least): (&str, f32) = (name.trim(), least.trim().parse().expect("a number"));
        let value = all.named(name).unwrap_or_else(|| panic!("no figure is called {name}"));
        if value < least {
            println!("below the floor: {name} is {value:.3}, was {least:.3}");
            code = ExitCode::FAILURE;
        }
    }
    code
}
