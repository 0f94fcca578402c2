//! `presswash restore`: clean documents with their records in, what they were made from out.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use clap::Args;

use crate::cli::Outcome;
use crate::error::Error;
use crate::pipeline::run;
use crate::pipeline::run::Run;
use crate::read::Item;
use crate::read::Options;
use crate::read::Rejected;
use crate::read::fields::FieldMap;
use crate::read::inputs;
use crate::read::ledger::Ledger;
use crate::write::Row;
use crate::write::Writer;
use crate::write::output;
use crate::write::output::Chosen;
use crate::write::quarantine::Quarantine;
use crate::write::restore;
use crate::write::tree;

#[derive(Args)]
pub struct RestoreArgs {
    /// What `clean` wrote: files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// A file (.jsonl, .csv, with .gz or .zst) for records, or a folder for texts; without it standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<String>,
    /// The format of the output: jsonl, csv, or text
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Tell nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Restores what the arguments name.
///
/// # Errors
/// When the arguments make no sense, or an input or the output fails.
pub fn run(args: &RestoreArgs) -> Result<Outcome, Error> {
    let plan = plan(args)?;
    let Chosen { writer, target, .. } = output::resolve(args.output.as_deref(), args.format.as_deref())?;
    output::check(&target, target.quarantine().as_deref(), &plan.inputs)?;
    let _made = output::prepare(&target)?;
    let mut sink = writer.open(&target)?;
    let mut quarantine = Quarantine::new(target.quarantine());
    let (mut out, mut rejected) = (0_u64, 0_u64);
    run::run(
        plan,
        |item| row(item, writer),
        |row| match row {
            Ok(row) => {
                out += 1;
                sink.write(row)
            }
            Err(bad) => {
                rejected += 1;
                if !args.quiet {
                    let line = bad.place.record.map_or_else(String::new, |line| format!(":{line}"));
                    anstream::eprintln!("presswash: {}{line}: {}", bad.place.path, bad.reason);
                }
                quarantine.write(&bad)
            }
        },
    )?;
    sink.finish()?;
    quarantine.finish()?;
    if !args.quiet {
        anstream::eprintln!("{} records in, {out} restored, {rejected} quarantined", out + rejected);
    }
    Ok(if rejected == 0 { Outcome::Clean } else { Outcome::Found })
}

fn plan(args: &RestoreArgs) -> Result<Run, Error> {
    let fields = FieldMap::parse(&["text=text".to_owned(), "id=id".to_owned(), "outlet=outlet".to_owned()])?;
    // A record may hold a long text many times over, in what was removed and in the source.
    let options = Options { fields, max_record: u64::MAX >> 1, ..Options::default() };
    let records = |input: &String| {
        let records = Path::new(input).join(tree::RECORDS);
        if records.is_file() { records.to_string_lossy().into_owned() } else { input.clone() }
    };
    let inputs: Vec<String> = args.inputs.iter().map(records).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(Run {
        inputs: inputs::expand(&inputs, &options)?,
        options: Arc::new(options),
        jobs: cores,
        consumed: Arc::new(AtomicU64::new(0)),
        ledger: Ledger::default(),
    })
}

fn row(item: Item, writer: &dyn Writer) -> Result<Row, Rejected> {
    let source = item?;
    let raw = || serde_json::to_vec(&source.fields.iter().map(|(n, v)| (n, v)).collect::<Vec<_>>()).unwrap_or_default();
    let restored = restore::restore(&source);
    let restored = restored.map_err(|reason| Rejected { place: source.place.clone(), byte: 0, reason, raw: raw() })?;
    Ok(writer.restored(&restored))
}
