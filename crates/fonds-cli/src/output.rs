//! What a command answers and how it is printed.

use fonds_library::{Language, LibraryError, Problem};
use fonds_model::{Progress, Stage};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;

/// How this run talks.
pub struct Shell {
    /// One JSON document on standard output.
    pub json: bool,
    /// No progress and no remarks.
    pub quiet: bool,
    /// The language of messages.
    pub language: Language,
}

/// What a command answers.
pub struct Reply {
    value: Value,
    text: String,
    partial: bool,
}

/// Why a command could not answer.
pub enum Failure {
    /// The library refused.
    Library(Box<LibraryError>),
    /// No library was named.
    NoLibrary,
    /// An argument that only the command itself can judge.
    Usage(String),
    /// The program itself failed.
    Fault,
}

impl Reply {
    /// The same answer as JSON and as text for people.
    pub fn new(value: impl Serialize, text: impl Into<String>) -> Self {
        Self { value: json!(value), text: text.into(), partial: false }
    }

    /// The answer of something that was done only in part, if `partial`.
    pub fn in_part(self, partial: bool) -> Self {
        Self { partial, ..self }
    }
}

impl Shell {
    /// Prints the outcome; gives the exit status.
    pub fn print(&self, outcome: Result<Reply, Failure>) -> ExitCode {
        match outcome {
            Ok(reply) => {
                let text = if self.json { format!("{:#}\n", reply.value) } else { with_line_end(reply.text) };
                // A reader that closed its end has seen enough.
                let _ = std::io::stdout().write_all(text.as_bytes());
                if reply.partial { ExitCode::from(1) } else { ExitCode::SUCCESS }
            }
            Err(failure) => {
                let (problem, code) = self.word(failure);
                if self.json {
                    println!("{:#}", json!({ "error": problem }));
                }
                eprintln!("fonds: {}\n       {}", problem.message, problem.hint);
                ExitCode::from(code)
            }
        }
    }

    /// A remark for the person, on standard error.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            eprintln!("fonds: {text}");
        }
    }

    /// Progress on standard error where that is a terminal.
    pub fn progress(&self) -> Meter {
        Meter { shown: !self.quiet && std::io::stderr().is_terminal(), last: Mutex::new(None) }
    }

    /// One of two texts, by language.
    pub fn say<'a>(&self, english: &'a str, vietnamese: &'a str) -> &'a str {
        match self.language {
            Language::English => english,
            Language::Vietnamese => vietnamese,
        }
    }

    fn word(&self, failure: Failure) -> (Problem, u8) {
        match failure {
            Failure::Library(error) => (error.problem(self.language), 1),
            Failure::NoLibrary => {
                let message = self.say("No library was named.", "Chưa chỉ định thư viện.");
                let hint = self.say(
                    "Say which one with -l LIBRARY or the variable FONDS_LIBRARY.",
                    "Hãy dùng -l THƯ_VIỆN hoặc biến FONDS_LIBRARY.",
                );
                (Problem { code: "no-library".into(), message: message.into(), hint: hint.into() }, 2)
            }
            Failure::Fault => {
                let message = self.say(
                    "Fonds stopped at a fault of its own. Everything that was done before is kept.",
                    "Fonds dừng lại vì lỗi của chính nó. Mọi việc đã làm trước đó vẫn còn.",
                );
                let hint = self.say(
                    "Run it again with FONDS_LOG=debug to see where, and report that.",
                    "Hãy chạy lại với FONDS_LOG=debug để xem lỗi ở đâu, rồi báo lại.",
                );
                (Problem { code: "fault".into(), message: message.into(), hint: hint.into() }, 1)
            }
            Failure::Usage(message) => {
                let hint = self.say("See --help.", "Hãy xem --help.").to_owned();
                (Problem { code: "usage".into(), message, hint }, 2)
            }
        }
    }
}

/// A line on the terminal that says how far the work is.
pub struct Meter {
    shown: bool,
    last: Mutex<Option<(Stage, u64)>>,
}

impl Progress for Meter {
    fn step(&self, stage: Stage, done: u64, total: u64) {
        if !self.shown || total == 0 {
            return;
        }
        let percent = done * 100 / total;
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *last != Some((stage, percent)) {
            *last = Some((stage, percent));
            eprint!("\r{:<10} {percent:>3} %", format!("{stage:?}").to_lowercase());
            if done >= total {
                eprint!("\r                \r");
            }
        }
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}

fn with_line_end(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}
