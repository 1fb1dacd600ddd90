//! The language server: what ase-lint finds, shown in the editor while it is typed. Over standard input and output, without an async runtime: one thread
//! reads, one answers, and one looks through the whole project in the background.

mod actions;
mod capabilities;
mod check;
mod config;
mod document;
mod folder;
mod hover;
mod ignore;
mod lines;
mod protocol;
mod requests;
mod scan;
mod server;
mod uri;
mod view;

use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;

use jiff::civil::Date;

use server::{Event, Server};

/// What the command line says; paths count from each folder of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files with the account table, in place of the README.md found.
    pub accounts: Vec<PathBuf>,
    /// Folders of notes, in place of those found.
    pub notes: Vec<PathBuf>,
    pub config: Option<PathBuf>,
    pub profile: Option<String>,
    pub today: Option<Date>,
}

/// Serves the editor at the other end of standard input and output. Whether it has said goodbye as it should.
pub fn run(options: Options) -> io::Result<bool> {
    let (events, received) = mpsc::channel();
    let (tasks, to_do) = mpsc::channel();
    let background = events.clone();
    thread::Builder::new().name("check".to_owned()).spawn(move || check::work(&to_do, &background))?;
    thread::Builder::new().name("read".to_owned()).spawn(move || listen(&events))?;
    Server::new(io::stdout().lock(), options, tasks).run(&received)
}

/// Reads what the client says until it says no more.
fn listen(events: &mpsc::Sender<Event>) {
    let mut input = BufReader::new(io::stdin().lock());
    loop {
        let event = match protocol::read(&mut input) {
            Ok(Some(said)) => Event::Said(said),
            Ok(None) => Event::End,
            Err(error) => {
                log(&format!("cannot read standard input: {error}"));
                Event::End
            }
        };
        let is_end = matches!(event, Event::End);
        if events.send(event).is_err() || is_end {
            return;
        }
    }
}

/// A line on standard error, which editors keep in a log.
fn log(message: &str) {
    let _ = writeln!(io::stderr().lock(), "ase-lint: {}", crate::report::plain(message));
}
