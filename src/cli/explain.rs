//! `presswash explain`: every line with what was decided on it and why; or the rules that apply to a host.

use std::io;
use std::io::IsTerminal;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::documents;
use crate::cli::documents::SkipArgs;
use crate::cli::print;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::cli::rules;
use crate::error::Error;
use crate::pipeline::Cleaned;
use crate::report::explain;
use crate::source::Source;

#[derive(Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    skip: SkipArgs,
    /// Only the document with this id
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Columns to fit lines into; by default those of the terminal, and whole lines in a file or a pipe
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    /// Show the rules that apply to a host, where each comes from, and what overrules it
    #[arg(long, value_name = "HOST", conflicts_with_all = ["inputs", "id"])]
    config: Option<String>,
}

/// Explains documents, or a host's rules.
///
/// # Errors
/// When the arguments make no sense, no document has the id, a rule file is broken, or standard output fails.
pub fn run(args: &ExplainArgs) -> Result<Outcome, Error> {
    let width = width(args.width);
    let mut out = anstream::stdout().lock();
    if let Some(host) = &args.config {
        print::put(&mut out, &rules::config_table(&args.rules.rules, host)?)?;
        return Ok(Outcome::Clean);
    }
    let mut shown = 0;
    let work = |source: &Source, cleaned: &Cleaned| {
        let wanted = args.id.as_ref().is_none_or(|id| *id == source.id);
        wanted.then(|| format!("{}\n{}\n", source.id, explain::explain(&cleaned.document, &cleaned.verdict, width)))
    };
    documents::each(&args.reading, &args.rules, &args.skip, work, |text| match text {
        Some(text) => {
            shown += 1;
            print::put(&mut out, &text)
        }
        None => Ok(()),
    })?;
    match &args.id {
        Some(id) if shown == 0 => {
            Err(Error::Usage(format!("no document has the id {id}; see the `id` of the records")))
        }
        _ => Ok(Outcome::Clean),
    }
}

/// Returns the columns that a person reads; `None` where a program does.
fn width(told: Option<usize>) -> Option<usize> {
    let of_terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(|| if io::stdout().is_terminal() { of_terminal() } else { None })
}
