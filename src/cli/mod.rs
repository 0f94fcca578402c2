//! Which command was asked for, and how does it run?

pub mod rules;
pub mod rules_text;

use std::io;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;

/// Washes scraped news and web text: strips site chrome by rules and keeps a record of every removal.
#[derive(Debug, Parser)]
#[command(name = "presswash", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Rules(rules::RulesArgs),
}

/// Runs the command line and returns the exit code: 0 clean, 1 found something, 2 could not.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::stdout().lock();
    let done = match &cli.command {
        Command::Rules(args) => rules::run(args, &mut out),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}
