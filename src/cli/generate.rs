//! `presswash completions` and `presswash man`: what shells and `man` want to know, from the one table of flags.

use std::io;
use std::io::Write;
use std::path::Path;

use clap::Args;
use clap::Command;
use clap_complete::Shell;

use crate::cli::Outcome;
use crate::error::Error;

#[derive(Args)]
pub struct CompletionsArgs {
    /// The shell to write for
    shell: Shell,
}

/// Writes the completions of a shell to standard output.
///
/// # Errors
/// When standard output fails.
pub fn completions(args: &CompletionsArgs, mut command: Command) -> Result<Outcome, Error> {
    // Into memory first: the generator takes a closed pipe for a bug.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "presswash", &mut script);
    let done = io::stdout().lock().write_all(&script);
    done.map_err(|error| Error::io(Path::new("standard output"), "write", error)).map(|()| Outcome::Clean)
}

/// Writes the manual page of the command and of every subcommand to standard output.
///
/// # Errors
/// When standard output fails.
pub fn man(mut command: Command) -> Result<Outcome, Error> {
    let mut out = io::stdout().lock();
    command.build();
    let mut pages = vec![command.clone()];
    pages.extend(command.get_subcommands().cloned());
    for page in pages {
        let done = clap_mangen::Man::new(page).render(&mut out);
        done.map_err(|error| Error::io(Path::new("standard output"), "write", error))?;
    }
    Ok(Outcome::Clean)
}
