//! What can a person ask for on the command line, and what does the exit code say?

pub mod account;
pub mod check;
pub mod clean;
pub mod diff;
pub mod documents;
pub mod explain;
pub mod fix;
pub mod generate;
pub mod kinds;
pub mod learn;
pub mod print;
pub mod progress;
pub mod reading;
pub mod report;
pub mod restore;
pub mod rules;
pub mod score;

use std::process;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use clap::error::ErrorKind;

use crate::error::Error;
use crate::write::atomic;

/// Exit code of a shell for what Ctrl-C ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// Washes scraped news and web text: strips site chrome by rules, keeps a record of every removal,
/// names the language and scores the hygiene of the text. Hygiene is not truthfulness.
#[derive(Parser)]
#[command(name = "presswash", version, propagate_version = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Cleans documents and writes their records.
    Clean(clean::CleanArgs),
    /// Tells what would be cut; exits with 1 where something would.
    Check(check::CheckArgs),
    /// Cuts chrome out of text files and JSONL dumps in place.
    Fix(fix::FixArgs),
    /// Shows what would change, as a unified diff.
    Diff(diff::DiffArgs),
    /// Shows every line with what was decided on it and why; or the rules that apply to a host.
    Explain(explain::ExplainArgs),
    /// Finds what each outlet of a dump repeats and writes rules to be reviewed.
    Learn(learn::LearnArgs),
    /// Gives back what was cleaned, from its records.
    Restore(restore::RestoreArgs),
    /// Scores documents and outlets by the hygiene of their text, not by its truth.
    Score(score::ScoreArgs),
    /// Makes one offline HTML page, or JSON, of what cleaning did. Text hygiene, not truthfulness.
    Report(report::ReportArgs),
    /// Shows, checks and proves rules.
    Rules(rules::RulesArgs),
    /// Writes completions for a shell to standard output.
    Completions(generate::CompletionsArgs),
    /// Writes the manual pages to standard output.
    Man,
}

/// What a command found; it becomes the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Clean,
    /// Exit code 1: findings, or records that could not be read.
    Found,
}

impl Outcome {
    /// Returns the outcome that an exit code of 0 or above says.
    fn of_code(code: u8) -> Self {
        if code == 0 { Self::Clean } else { Self::Found }
    }
}

/// Parses the arguments and runs the command. Exit code 0: clean; 1: found something; 2: could not do it.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return told(&error),
    };
    // Fails only where a handler is set already, and then the run is only less tidy when broken off.
    let _ = ctrlc::set_handler(|| {
        atomic::sweep();
        process::exit(INTERRUPTED);
    });
    match run(args.command) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("presswash: {error}");
            ExitCode::from(2)
        }
    }
}

fn told(error: &clap::Error) -> ExitCode {
    // A closed pipe behind `--help` is no failure.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

fn run(command: Command) -> Result<Outcome, Error> {
    match command {
        Command::Clean(args) => clean::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => generate::completions(&args, Args::command()),
        Command::Learn(args) => learn::run(&args),
        Command::Man => generate::man(Args::command()),
        Command::Restore(args) => restore::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Score(args) => score::run(&args),
        Command::Rules(args) => rules::run(&args, &mut anstream::stdout().lock()).map(Outcome::of_code),
    }
}
