//! `presswash report`: what did cleaning do to a dump? One offline HTML page, or JSON.

use std::fs;
use std::io;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::account;
use crate::cli::account::Account;
use crate::cli::progress::Progress;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::cli::score::severities;
use crate::error::Error;
use crate::judge::evidence::settings::Settings;
use crate::judge::score;
use crate::pipeline::Cleaner;
use crate::pipeline::census;
use crate::pipeline::run;
use crate::read::Item;
use crate::read::Rejected;
use crate::read::inputs::Input;
use crate::report::gather::Gathered;
use crate::report::gather::Seen;
use crate::report::html;
use crate::report::run_json::RunOut;
use crate::report::run_report::MadeOut;
use crate::report::run_report::build;
use crate::report::run_report::build::Ground;
use crate::source::Content;
use crate::source::Source;
use crate::write::WRITERS;
use crate::write::atomic::Out;
use crate::write::output;
use crate::write::output::Target;
use crate::write::reopen;

#[derive(Args)]
pub struct ReportArgs {
    /// What `clean` wrote, or a dump, which is then cleaned for the report
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// The file; .html for the page, .json for its data
    #[arg(short, long, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    /// The data of the page as one JSON document (presswash.report/1)
    #[arg(long, help_heading = "Report")]
    json: bool,
    /// A file of severities and their reasons, in place of the built-in one
    #[arg(long, value_name = "FILE", help_heading = "Report")]
    severities: Option<PathBuf>,
    /// Tell nothing but errors
    #[arg(short, long, help_heading = "Report")]
    quiet: bool,
}

/// What a pass over the inputs gave.
#[derive(Default)]
struct Pass {
    gathered: Gathered,
    records: u64,
    documents: u64,
    unread: u64,
}

/// A document, and whether it was a record of `clean`.
struct Looked {
    seen: Box<Seen>,
    is_record: bool,
}

/// Reports on what the arguments name.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken, or an input or the output fails.
pub fn run(args: &ReportArgs) -> Result<Outcome, Error> {
    let json = args.json || args.output.as_ref().is_some_and(|path| path.extension().is_some_and(|end| end == "json"));
    if args.output.is_none() && !json && io::stdout().is_terminal() {
        return Err(Error::Usage("the page would fill the terminal: name a file with -o report.html".to_owned()));
    }
    let settings = severities(args.severities.as_deref())?;
    let cleaner = args.rules.cleaner()?.with_settings(&settings);
    let reading = ReadArgs { inputs: args.reading.inputs.iter().map(records_of).collect(), ..args.reading.clone() };
    let plan = reading.run(false)?;
    if let Some(output) = &args.output {
        output::check(&Target::File(output.clone()), None, &plan.inputs)?;
    }
    let cleaner = census::with_vote(cleaner, &plan.inputs, &plan.options);
    let mut account = Account::new(cleaner.rules(), plan.ledger.clone());
    let pass = gather(plan, &cleaner, &settings, &mut account.run)?;
    if pass.gathered.documents == 0 {
        return Err(Error::Usage("no document could be read: there is nothing to report on".to_owned()));
    }
    let accounts = if pass.records > 0 { accounts(&args.reading.inputs) } else { Vec::new() };
    let made = made(&pass, accounts, account.close(), &cleaner);
    let ground = Ground { rules: cleaner.rules(), settings: &settings, made };
    let report = build::report(&pass.gathered, ground);
    let text = if json {
        serde_json::to_string_pretty(&report).map_err(|error| error.to_string()).map(|text| text + "\n")
    } else {
        html::page(&report)
    };
    let text = text.map_err(Error::Usage)?;
    let mut out = Out::create(&args.output)?;
    out.write(text.as_bytes())?;
    out.finish()?;
    if let Some(path) = args.output.as_ref().filter(|_| !args.quiet) {
        let n = pass.gathered.documents;
        anstream::eprintln!("{n} documents; the report is in {} ({} kB)", path.display(), text.len() / 1000);
    }
    Ok(if pass.unread == 0 { Outcome::Clean } else { Outcome::Found })
}

/// Returns the records in a folder that `clean` wrote; any other argument as it is.
fn records_of(input: &String) -> String {
    let folder = Target::Folder(PathBuf::from(input));
    let endings = WRITERS.iter().flat_map(|writer| writer.endings());
    let records = endings.filter_map(|ending| folder.records(ending)).find(|records| records.is_file());
    records.map_or_else(|| input.clone(), |records| records.to_string_lossy().into_owned())
}

/// Returns the accounts that lie beside what the arguments name; one that cannot be read is told and left out.
fn accounts(inputs: &[String]) -> Vec<RunOut> {
    let mut accounts = Vec::new();
    for input in inputs.iter().filter(|input| *input != "-") {
        let path = PathBuf::from(input);
        let target = if path.is_dir() { Target::Folder(path) } else { Target::File(path) };
        let Some(path) = target.account().filter(|path| path.is_file()) else { continue };
        let read = fs::read_to_string(&path).map_err(|error| error.to_string());
        match read.and_then(|text| RunOut::parse(&text)) {
            Ok(run) => accounts.push(run),
            Err(error) => {
                anstream::eprintln!("presswash: {}: no account of a run, so it is left out: {error}", path.display());
            }
        }
    }
    accounts
}

fn gather(plan: run::Run, cleaner: &Cleaner, settings: &Settings, account: &mut RunOut) -> Result<Pass, Error> {
    let total = if plan.inputs.contains(&Input::Stdin) { 0 } else { plan.inputs.iter().map(Input::size).sum() };
    let mut progress = Progress::new(total, plan.consumed.clone(), true);
    let mut pass = Pass::default();
    run::run(
        plan,
        |item| look(item, cleaner, settings),
        |looked| {
            progress.step();
            match looked {
                Ok(Looked { seen, is_record }) => {
                    *(if is_record { &mut pass.records } else { &mut pass.documents }) += 1;
                    account.written(seen.source.encoding);
                    pass.gathered.add(&seen);
                }
                Err(rejected) => {
                    pass.unread += 1;
                    account.quarantined();
                    progress.pause(|| tell(&rejected));
                }
            }
            Ok(())
        },
    )?;
    progress.end();
    pass.gathered.tally.settle();
    Ok(pass)
}

/// Looks at a record as it was decided, and at anything else by cleaning it.
fn look(item: Item, cleaner: &Cleaner, settings: &Settings) -> Result<Looked, Rejected> {
    let mut source = item?;
    let is_record = reopen::is_record(&source);
    let (document, verdict) = if is_record {
        let opened = reopen::reopen(&source);
        let place = source.place.clone();
        let opened = opened.map_err(|reason| Rejected { place, byte: 0, reason, raw: Vec::new() })?;
        let mut verdict = opened.verdict;
        verdict.hygiene = score::score(&opened.document, &verdict, settings);
        // The records are UTF-8; what the documents were is in the account.
        (source.place, source.encoding) = (opened.place, None);
        (opened.document, verdict)
    } else {
        let cleaned = cleaner.clean(&source);
        (cleaned.document, cleaned.verdict)
    };
    // What is not needed any more would be held until its turn comes.
    let source = Source { fields: Vec::new(), content: Content::Text(String::new()), ..source };
    Ok(Looked { seen: Box::new(Seen::of(source, document, verdict)), is_record })
}

fn tell(rejected: &Rejected) {
    let line = rejected.place.record.map_or_else(String::new, |line| format!(":{line}"));
    anstream::eprintln!("presswash: {}{line}: not in the report: {}", rejected.place.path, rejected.reason);
}

/// Of records the accounts of their runs tell; of documents, and of records without one, this reading's.
fn made(pass: &Pass, accounts: Vec<RunOut>, own: RunOut, cleaner: &Cleaner) -> MadeOut {
    let rules = account::rules_out(cleaner.rules());
    let of = match (pass.records, pass.documents) {
        (_, 0) => "records",
        (0, _) => "documents",
        _ => "both",
    };
    let mut runs = accounts;
    let other_rules = runs.iter().any(|run| run.rules.xxh3 != rules.xxh3);
    if pass.documents > 0 || runs.is_empty() {
        runs.push(own);
    }
    MadeOut { presswash: env!("CARGO_PKG_VERSION").to_owned(), rules, of, runs, other_rules }
}
