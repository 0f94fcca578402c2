//! `presswash score merge` and `score diff`: what do saved tallies say together, and against each other?

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::print;
use crate::cli::score;
use crate::cli::score::ShowArgs;
use crate::error::Error;
use crate::judge::outlet;
use crate::judge::outlet::OutletHygiene;
use crate::judge::outlet::table;
use crate::judge::outlet::table::By;
use crate::report::scores;
use crate::report::scores_diff_json;
use crate::write::atomic::Out;

#[derive(Args)]
pub struct MergeArgs {
    /// Tallies saved by `score --state`; one is shown as it is
    #[arg(required = true, value_name = "STATE")]
    states: Vec<PathBuf>,
    /// Save the sum
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    show: ShowArgs,
}

#[derive(Args)]
pub struct DiffArgs {
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// One JSON document (presswash.score-diff/1) in place of a table
    #[arg(long)]
    json: bool,
    /// A file of severities, bands and their reasons that differ from the built-in ones: see `score severities`
    #[arg(long, value_name = "FILE")]
    severities: Option<PathBuf>,
}

/// Adds tallies up.
///
/// # Errors
/// When a tally cannot be read or the sum cannot be written.
pub fn merge(args: &MergeArgs) -> Result<Outcome, Error> {
    let settings = score::severities(args.show.severities.as_deref())?;
    let mut sum = OutletHygiene::default();
    for path in &args.states {
        sum.merge(&load(path)?);
    }
    match &args.output {
        Some(path) => save(&sum, path)?,
        None => args.show.print(&sum, None, &settings)?,
    }
    Ok(Outcome::Clean)
}

/// Compares two tallies. Finds something where an outlet got worse by more than chance.
///
/// # Errors
/// When a tally cannot be read.
pub fn diff(args: &DiffArgs) -> Result<Outcome, Error> {
    let settings = score::severities(args.severities.as_deref())?;
    let (old, new) = (load(&args.old)?, load(&args.new)?);
    let (old, new) = (table::table(&old, By::Outlet, &settings), table::table(&new, By::Outlet, &settings));
    let changes = table::changes(&old, &new);
    let text = if args.json {
        let json = serde_json::to_string_pretty(&scores_diff_json::diff(&old, &new, &changes));
        json.map_err(|error| Error::Usage(format!("--json: {error}")))? + "\n"
    } else {
        scores::changes(&changes, print::width())
    };
    print::print(&text)?;
    let worse = changes.iter().any(|change| change.beyond_noise && change.points < 0.0);
    Ok(if worse { Outcome::Found } else { Outcome::Clean })
}

/// Saves a tally.
///
/// # Errors
/// When the file cannot be written.
pub fn save(tally: &OutletHygiene, path: &Path) -> Result<(), Error> {
    let json = serde_json::to_string(tally).map_err(|error| Error::Usage(format!("{}: {error}", path.display())))?;
    let mut out = Out::create(&Some(path.to_owned()))?;
    out.write(json.as_bytes())?;
    out.write(b"\n")?;
    out.finish()
}

fn load(path: &Path) -> Result<OutletHygiene, Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::io(path, "read", error))?;
    let wrong = |what: String| {
        Error::Usage(format!("{}: {what}; save one with `presswash score DUMP --state FILE`", path.display()))
    };
    let tally: OutletHygiene =
        serde_json::from_str(&text).map_err(|error| wrong(format!("no saved tally ({error})")))?;
    if tally.schema == outlet::SCHEMA {
        Ok(tally)
    } else {
        Err(wrong(format!("its version is {:?}, not {}", tally.schema, outlet::SCHEMA)))
    }
}
