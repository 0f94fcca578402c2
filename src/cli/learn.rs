//! `presswash learn`: what does each outlet of a dump repeat? Rules to be reviewed, one file an outlet.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::cli::Outcome;
use crate::cli::progress::Progress;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::pipeline::gather;
use crate::pipeline::gather::Gathered;
use crate::pipeline::run::Run;
use crate::read::inputs::Input;
use crate::rule::matcher::RuleSet;
use crate::survey;
use crate::survey::Learnt;
use crate::survey::draft;
use crate::survey::sample::Limits;
use crate::survey::yaml;
use crate::write::atomic::Out;

/// Lines that only a reviewed rule file has.
const REVIEWED: &[&str] = &["\n  status: stable\n", "\n  status: deprecated\n"];

#[derive(Args)]
pub struct LearnArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// What documents are put together by
    #[arg(long, value_enum, default_value_t = By::Outlet, help_heading = "Learning")]
    by: By,
    /// The folder for the rule files, one an outlet
    #[arg(short, long, value_name = "FOLDER", help_heading = "Writing")]
    output: PathBuf,
    /// Write over rule files that somebody has reviewed
    #[arg(long, help_heading = "Writing")]
    force: bool,
    /// Tell nothing but errors
    #[arg(short, long, help_heading = "Writing")]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Outlet,
}

/// Learns what the arguments name.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken or reviewed, or the folder cannot be written.
pub fn run(args: &LearnArgs) -> Result<Outcome, Error> {
    let By::Outlet = args.by;
    let in_force = args.rules.rule_set()?;
    let learnt = learn(args.reading.run(false)?, &in_force, args.quiet)?;
    let written = write(&args.output, &learnt, args.force)?;
    if !args.quiet {
        let rules: usize = learnt.iter().map(|outlet| outlet.rules.len()).sum();
        let folder = args.output.display();
        anstream::eprintln!("{rules} drafts for {written} of {} outlets in {folder}", learnt.len());
        if written > 0 {
            anstream::eprintln!("review them (`status: stable` lets a rule cut), then clean with --rules {folder}");
        }
    }
    Ok(Outcome::Clean)
}

/// Reads a dump once and returns what its outlets repeat; tells what was read.
///
/// # Errors
/// When reading fails.
pub fn learn(plan: Run, in_force: &RuleSet, quiet: bool) -> Result<Vec<Learnt>, Error> {
    let jobs = plan.jobs;
    let total = if plan.inputs.contains(&Input::Stdin) { 0 } else { plan.inputs.iter().map(Input::size).sum() };
    let mut progress = Progress::new(total, plan.consumed.clone(), !quiet);
    let gathered = gather::gather(plan, Limits::default(), |_| progress.step())?;
    progress.end();
    if !quiet {
        tell(&gathered);
    }
    Ok(survey::learn(gathered.outlets, in_force, jobs))
}

fn tell(gathered: &Gathered) {
    let Gathered { documents, nameless, unread, .. } = gathered;
    anstream::eprintln!("{documents} documents of {} outlets read", gathered.outlets.len());
    if *nameless > 0 {
        anstream::eprintln!("{nameless} of them name no outlet and teach nothing; --outlet NAME gives them one");
    }
    if *unread > 0 {
        anstream::eprintln!("{unread} records could not be read");
    }
    if gathered.cut_short {
        anstream::eprintln!("too many outlets for the memory that a survey may take: learn from parts of the dump");
    }
}

/// Writes a rule file for every outlet of which something was learnt; returns how many.
///
/// # Errors
/// When a file that would be written over was reviewed and `force` is not set, or the folder cannot be written.
pub fn write(folder: &Path, learnt: &[Learnt], force: bool) -> Result<usize, Error> {
    let with_rules = || learnt.iter().filter(|outlet| !outlet.rules.is_empty());
    let path = |outlet: &Learnt| folder.join(format!("{}.yml", draft::slug(&outlet.outlet)));
    if let Some(reviewed) = with_rules().map(path).find(|path| !force && is_reviewed(path)) {
        return Err(Error::Usage(format!(
            "{}: reviewed already, and would be written over; choose another folder, or say --force",
            reviewed.display()
        )));
    }
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, "create", error))?;
    for outlet in with_rules() {
        let mut out = Out::create(&Some(path(outlet)))?;
        out.write(yaml::file(outlet).as_bytes())?;
        out.finish()?;
    }
    Ok(with_rules().count())
}

/// Returns whether somebody has changed the status of a rule in the file.
pub fn is_reviewed(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| REVIEWED.iter().any(|line| text.contains(line)))
}

/// Removes the rule files of an earlier run from a folder, so that they cannot mix with those of the next.
///
/// # Errors
/// When one of them was reviewed, or cannot be removed.
pub fn clear(folder: &Path) -> Result<(), Error> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| Error::io(folder, "read", error))?,
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yml"));
    if let Some(reviewed) = files.iter().find(|path| is_reviewed(path)) {
        return Err(Error::Usage(format!(
            "{}: reviewed already; use it with --rules or --learned, or move it away",
            reviewed.display()
        )));
    }
    files.iter().try_for_each(|path| fs::remove_file(path).map_err(|error| Error::io(path, "remove", error)))
}
