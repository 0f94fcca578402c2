//! `presswash score`: how clean is the text of documents and outlets? Text hygiene, not truthfulness.

pub mod states;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;

use crate::cli::Outcome;
use crate::cli::print;
use crate::cli::progress::Progress;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::judge::Hygiene;
use crate::judge::evidence::settings::Settings;
use crate::judge::outlet::Entry;
use crate::judge::outlet::Key;
use crate::judge::outlet::OutletHygiene;
use crate::judge::outlet::UNKNOWN;
use crate::judge::outlet::sample;
use crate::judge::outlet::table;
use crate::judge::outlet::table::By;
use crate::judge::outlet::table::Row;
use crate::judge::outlet::table::Table;
use crate::judge::outlet::whole::Charged;
use crate::judge::outlet::whole::Kept;
use crate::judge::outlet::whole::Told;
use crate::language::UNDETERMINED;
use crate::pipeline::Cleaner;
use crate::pipeline::run;
use crate::read::Item;
use crate::read::Rejected;
use crate::read::inputs::Input;
use crate::report::scores;
use crate::report::scores::DocumentRow;
use crate::report::scores_copies;
use crate::report::scores_copies_json;
use crate::report::scores_explain;
use crate::report::scores_json;
use crate::rule::Kind;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ScoreArgs {
    #[command(subcommand)]
    states: Option<States>,
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    show: ShowArgs,
    /// Save the tally, to be merged and compared later
    #[arg(long, value_name = "FILE", help_heading = "Scores")]
    state: Option<PathBuf>,
    /// One row a document as well, the best first
    #[arg(long, help_heading = "Scores")]
    documents: bool,
}

/// What is shown of a tally, and how.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Scores")]
pub struct ShowArgs {
    /// What a row stands for
    #[arg(long, value_enum, default_value_t)]
    by: Rows,
    /// Tell what an outlet lost points for, with examples
    #[arg(long, value_name = "OUTLET")]
    explain: Option<String>,
    /// List the texts that copy earlier ones, with the earliest and who is credited: a tag, no fault across outlets
    #[arg(long)]
    copies: bool,
    /// Outlets with too few documents as well
    #[arg(long)]
    all: bool,
    /// One JSON document (presswash.score/1) in place of tables
    #[arg(long)]
    json: bool,
    /// A file of severities, bands and their reasons that differ from the built-in ones: see `score severities`
    #[arg(long, value_name = "FILE")]
    severities: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Rows {
    #[default]
    Outlet,
    Scraper,
    Language,
    Month,
}

#[derive(Subcommand)]
enum States {
    /// Adds saved tallies up, and shows or saves the sum.
    Merge(states::MergeArgs),
    /// Tells which outlets changed between two saved tallies, and whether by more than chance.
    Diff(states::DiffArgs),
    /// Prints the built-in severities and bands with their reasons: change lines of it, and give it to --severities.
    Severities,
}

/// Scores what the arguments name.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken, or an input or the output fails.
pub fn run(args: &ScoreArgs) -> Result<Outcome, Error> {
    match &args.states {
        Some(States::Merge(args)) => return states::merge(args),
        Some(States::Diff(args)) => return states::diff(args),
        Some(States::Severities) => return print::print(Settings::text()).map(|()| Outcome::Clean),
        None => {}
    }
    let settings = severities(args.show.severities.as_deref())?;
    let run = tally(args, &settings)?;
    if let Some(path) = &args.state {
        states::save(&run.tally, path)?;
    }
    args.show.print(&run.tally, args.documents.then_some(run.rows), &settings)?;
    Ok(if run.unread == 0 { Outcome::Clean } else { Outcome::Found })
}

/// What a pass over the inputs gave.
#[derive(Default)]
struct Pass {
    tally: OutletHygiene,
    rows: Vec<DocumentRow>,
    unread: u64,
}

/// A scored document on its way to the tally.
struct Scored {
    id: String,
    place: String,
    outlet: Option<String>,
    scraper: Option<String>,
    language: Option<String>,
    published: Option<String>,
    credit: Option<String>,
    kind: Kind,
    hygiene: Hygiene,
    text: String,
}

fn tally(args: &ScoreArgs, settings: &Settings) -> Result<Pass, Error> {
    let plan = args.reading.run(false)?;
    let cleaner = args.rules.cleaner()?.with_settings(settings);
    let total = if plan.inputs.contains(&Input::Stdin) { 0 } else { plan.inputs.iter().map(Input::size).sum() };
    let mut progress = Progress::new(total, plan.consumed.clone(), true);
    let mut pass = Pass::default();
    run::run(
        plan,
        |item| score(item, &cleaner),
        |done| {
            progress.step();
            match done {
                Ok(scored) => pass.add(&scored, args.documents),
                Err(rejected) => {
                    pass.unread += 1;
                    progress.pause(|| tell(&rejected));
                }
            }
            Ok(())
        },
    )?;
    progress.end();
    pass.tally.settle();
    Ok(pass)
}

fn score(item: Item, cleaner: &Cleaner) -> Result<Scored, Rejected> {
    let source = item?;
    let cleaned = cleaner.clean(&source);
    let verdict = cleaned.verdict;
    let place = match source.place.record {
        Some(record) => format!("{}:{record}", source.place.path),
        None => source.place.path.clone(),
    };
    Ok(Scored {
        place,
        id: source.id,
        outlet: source.outlet,
        scraper: source.scraper,
        language: verdict.language.map(|language| language.code).filter(|code| code != UNDETERMINED),
        published: verdict.metadata.published,
        credit: verdict.metadata.source,
        kind: verdict.kind,
        hygiene: verdict.hygiene,
        text: cleaned.document.text,
    })
}

fn tell(rejected: &Rejected) {
    let line = rejected.place.record.map_or_else(String::new, |line| format!(":{line}"));
    anstream::eprintln!("presswash: {}{line}: not scored: {}", rejected.place.path, rejected.reason);
}

impl Scored {
    fn key(&self) -> Key {
        Key::of(self.outlet.as_deref(), self.scraper.as_deref(), self.language.as_deref())
    }
}

impl Pass {
    fn add(&mut self, scored: &Scored, keep: bool) {
        self.tally.add(&Entry {
            key: &scored.key(),
            id: &scored.id,
            place: &scored.place,
            published: scored.published.as_deref(),
            credit: scored.credit.as_deref(),
            kind: scored.kind,
            hygiene: &scored.hygiene,
            text: &scored.text,
        });
        if keep {
            self.rows.push(row(scored));
        }
    }
}

fn row(scored: &Scored) -> DocumentRow {
    let hygiene = &scored.hygiene;
    DocumentRow {
        id: scored.id.clone(),
        place: scored.place.clone(),
        key: scored.key(),
        text: sample::key(&hygiene.print),
        kind: scored.kind.as_str(),
        raw: hygiene.raw,
        clean: hygiene.clean,
        dirt: Vec::new(),
        signals: hygiene.signals.clone(),
        kept: Kept::of(hygiene),
    }
}

/// Charges each document for what only the whole dump shows, and puts the best first.
fn charged(mut rows: Vec<DocumentRow>, outlets: &Table<'_>, settings: &Settings) -> Vec<DocumentRow> {
    let by_name: BTreeMap<&str, &Row> = outlets.rows.iter().map(|row| (row.name.as_str(), row)).collect();
    for row in &mut rows {
        let outlet = by_name.get(row.key.outlet.as_str());
        let most = outlet.and_then(|outlet| outlet.language.as_deref()).filter(|_| row.key.language != UNKNOWN);
        let told = Told {
            template: outlet.map(|outlet| &outlet.template),
            duplicate: scores_copies_json::of_document(row, &outlets.copies).is_some_and(|copy| copy.is_duplicate()),
            other_language: most.is_some_and(|language| language != row.key.language),
        };
        let Charged { raw, clean, dirt } = row.kept.charge(told, settings);
        (row.raw, row.clean, row.dirt) = (raw, clean, dirt);
    }
    // Stable: equal scores stay in the order of the input.
    rows.sort_by(|a, b| b.raw.total_cmp(&a.raw));
    rows
}

/// Returns the severities of a file, or the built-in ones.
///
/// # Errors
/// When the file cannot be read or is broken.
pub fn severities(path: Option<&Path>) -> Result<Settings, Error> {
    let Some(path) = path else { return Ok(Settings::built_in().clone()) };
    let text = fs::read_to_string(path).map_err(|error| Error::io(path, "read", error))?;
    Settings::parse(&text).map_err(|error| Error::Usage(format!("{}: {error}", path.display())))
}

impl ShowArgs {
    /// Prints tables or JSON.
    ///
    /// # Errors
    /// When an outlet is not there, or standard output fails.
    pub fn print(
        &self,
        tally: &OutletHygiene,
        items: Option<Vec<DocumentRow>>,
        settings: &Settings,
    ) -> Result<(), Error> {
        let table = table::table(tally, self.by(), settings);
        let items = items.map(|rows| match table.by {
            By::Outlet => charged(rows, &table, settings),
            _ => charged(rows, &table::table(tally, By::Outlet, settings), settings),
        });
        let items = items.as_deref();
        let text = if self.json {
            let json = serde_json::to_string_pretty(&scores_json::scores(tally, &table, items, settings));
            json.map_err(|error| Error::Usage(format!("--json: {error}")))? + "\n"
        } else if self.copies {
            scores_copies::groups(&table.copies, settings, print::width())
        } else {
            self.tables(&table, items, settings)?
        };
        print::print(&text)
    }

    fn tables(&self, table: &Table<'_>, items: Option<&[DocumentRow]>, settings: &Settings) -> Result<String, Error> {
        let width = print::width();
        if let Some(name) = &self.explain {
            let row = table.rows.iter().find(|row| row.name == *name).ok_or_else(|| unknown(name, table))?;
            return Ok(scores_explain::explain(row, &table.copies, settings, width));
        }
        let documents = items.map(|rows| scores::documents(rows, &table.copies, width) + "\n").unwrap_or_default();
        Ok(documents + &scores::outlets(table, settings, width, self.all))
    }

    fn by(&self) -> By {
        match self.by {
            Rows::Outlet => By::Outlet,
            Rows::Scraper => By::Scraper,
            Rows::Language => By::Language,
            Rows::Month => By::Month,
        }
    }
}

/// Outlets that are named when one is not found.
const NAMED: usize = 8;

fn unknown(name: &str, table: &Table<'_>) -> Error {
    let some: Vec<&str> = table.rows.iter().take(NAMED).map(|row| row.name.as_str()).collect();
    Error::Usage(format!("--explain {name}: no such outlet here; there are {}", some.join(", ")))
}
