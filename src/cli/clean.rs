//! `presswash clean`: dirty documents in, clean documents and a record of every removal out.

use std::collections::BTreeMap;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::account::Account;
use crate::cli::learn;
use crate::cli::progress::Progress;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::judge::comments::Comments;
use crate::judge::lines::dump::DumpType;
use crate::pipeline::Cleaner;
use crate::pipeline::census;
use crate::pipeline::run;
use crate::read::Item;
use crate::read::Rejected;
use crate::read::fields;
use crate::read::inputs::Input;
use crate::rule::Kind;
use crate::survey::profile::Profile;
use crate::write::Row;
use crate::write::Writer;
use crate::write::output;
use crate::write::output::Chosen;
use crate::write::output::Target;
use crate::write::quarantine::Quarantine;
use crate::write::record::Record;
use crate::write::view::View;

/// Reasons that are told one by one; the others are only counted, and stand in the quarantine.
const REASONS_TOLD: u64 = 5;

#[derive(Args)]
pub struct CleanArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    /// Read the input twice: find what each outlet repeats, then cut that, too; the drafts are kept in OUT.learned
    #[arg(long, help_heading = "Rules")]
    learn: bool,
    /// A folder or file of learnt rules, of which drafts cut, too, as they did with --learn
    #[arg(long, value_name = "PATH", conflicts_with = "learn", help_heading = "Rules")]
    learned: Vec<PathBuf>,
    /// A file, whose ending says the format (.jsonl, .csv, .txt, .md, .html, with .gz or .zst), or a folder;
    /// without it standard output
    #[arg(short, long, value_name = "OUT", help_heading = "Writing")]
    output: Option<String>,
    /// Records as jsonl or csv, documents as text, markdown or html; or both: jsonl,markdown
    #[arg(long, value_name = "FORMAT", help_heading = "Writing")]
    format: Option<String>,
    /// Where to keep what cannot be read; by default beside the output, and nowhere beside standard output
    #[arg(long, value_name = "FILE", help_heading = "Writing")]
    quarantine: Option<PathBuf>,
    /// Keep pages and bytes that the record would not give back otherwise
    #[arg(long, help_heading = "Writing")]
    keep_source: bool,
    /// Tell nothing but errors
    #[arg(short, long, help_heading = "Writing")]
    quiet: bool,
}

/// What the run did, to be told at its end.
#[derive(Default)]
struct Summary {
    out: u64,
    quarantined: u64,
    cut_chars: u64,
    verdicts: BTreeMap<Kind, u64>,
    /// Of the plain texts.
    dumps: BTreeMap<DumpType, u64>,
    /// Whether it was told which fields hold what.
    told_fields: bool,
}

/// What the records are to hold, and who writes them.
struct Wanted {
    writer: &'static dyn Writer,
    view: View,
    keep_source: bool,
    /// Comments go into a field of their own.
    comments: bool,
}

/// What became of one record on its thread.
enum Done {
    Row {
        row: Row,
        kind: Kind,
        dump: Option<DumpType>,
        cut_chars: u64,
        fields: Option<String>,
        encoding: Option<&'static str>,
    },
    Rejected(Rejected),
}

/// Cleans what the arguments name.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken, or an input or the output fails.
pub fn run(args: &CleanArgs) -> Result<Outcome, Error> {
    let started = Instant::now();
    let plan = args.reading.run(args.keep_source)?;
    let Chosen { writer, target, view } = output::resolve(args.output.as_deref(), args.format.as_deref())?;
    let kept = args.quarantine.clone().or_else(|| target.quarantine());
    output::check(&target, kept.as_deref(), &plan.inputs)?;
    let cleaner = census::with_vote(cleaner(args, &target)?, &plan.inputs, &plan.options);
    let mut account = Account::new(cleaner.rules(), plan.ledger.clone());
    let _made = output::prepare(&target)?;
    let mut sink = writer.open(&target)?;
    let mut quarantine = Quarantine::new(kept);
    let loud = !args.quiet && shows_progress(&target);
    let mut progress = Progress::new(size(&plan.inputs), plan.consumed.clone(), loud);
    let (mut summary, options) = (Summary::default(), plan.options.clone());
    let comments = args.rules.comments()? == Comments::Separate;
    let wanted = Wanted { writer, view, keep_source: args.keep_source, comments };
    let work = |item: Item| clean(item, &cleaner, &wanted, &options.fields);
    run::run(plan, work, |done| {
        progress.step();
        match done {
            Done::Row { row, kind, dump, cut_chars, fields, encoding } => {
                account.run.written(encoding);
                summary.told_fields |= tell_fields(fields, summary.told_fields || args.quiet, &progress);
                summary.add(kind, dump, cut_chars);
                sink.write(row)
            }
            Done::Rejected(rejected) => {
                summary.quarantined += 1;
                account.run.quarantined();
                tell_rejected(&rejected, summary.quarantined, args.quiet, &progress);
                quarantine.write(&rejected)
            }
        }
    })?;
    progress.end();
    sink.finish()?;
    let kept = quarantine.finish()?;
    account.save(&target)?;
    tell_end(&summary, started, kept.as_deref(), args.quiet);
    Ok(if summary.quarantined == 0 { Outcome::Clean } else { Outcome::Found })
}

fn tell_end(summary: &Summary, started: Instant, quarantine: Option<&Path>, quiet: bool) {
    if quiet {
        return;
    }
    anstream::eprintln!("{}", summary.told(started.elapsed().as_secs_f64()));
    if let Some(path) = quarantine {
        anstream::eprintln!("what could not be read is in {}", path.display());
    }
}

/// Data and a progress line on one terminal would write over each other.
fn shows_progress(target: &Target) -> bool {
    *target != Target::Stdout || !io::stdout().is_terminal()
}

fn cleaner(args: &CleanArgs, target: &Target) -> Result<Cleaner, Error> {
    let cleaner = args.rules.cleaner()?;
    Ok(match profile(args, target)? {
        Some(profile) => cleaner.with_profile(Arc::new(profile)),
        None => cleaner,
    })
}

/// Returns what is known of outlets: learnt now, or loaded.
fn profile(args: &CleanArgs, target: &Target) -> Result<Option<Profile>, Error> {
    if !args.learn {
        return (!args.learned.is_empty()).then(|| Profile::load(&args.learned)).transpose();
    }
    let plan = args.reading.run(false)?;
    if plan.inputs.contains(&Input::Stdin) {
        let advice = "put the input into a file, or learn from a part of it with `presswash learn`";
        return Err(Error::Usage(format!(
            "--learn reads the input twice, which standard input does not allow; {advice}"
        )));
    }
    let place = target.beside("learned");
    if let Some(folder) = &place {
        learn::clear(folder)?;
    }
    let learnt = learn::learn(plan, &args.rules.rule_set()?, args.quiet)?;
    match place {
        Some(folder) => {
            let outlets = learn::write(&folder, &learnt, false)?;
            if !args.quiet {
                let (rules, folder) = (learnt.iter().map(|o| o.rules.len()).sum::<usize>(), folder.display());
                anstream::eprintln!("{rules} rules learnt of {outlets} outlets; --learned {folder} uses them again");
            }
        }
        None if !args.quiet => anstream::eprintln!("what was learnt is not kept: name a file or folder with -o"),
        None => {}
    }
    Ok(Some(Profile::new(&learnt)))
}

fn size(inputs: &[Input]) -> u64 {
    if inputs.contains(&Input::Stdin) { 0 } else { inputs.iter().map(Input::size).sum() }
}

fn clean(item: Item, cleaner: &Cleaner, wanted: &Wanted, map: &fields::FieldMap) -> Done {
    let source = match item {
        Ok(source) => source,
        Err(rejected) => return Done::Rejected(rejected),
    };
    let cleaned = cleaner.clean(&source);
    let (document, verdict) = (&cleaned.document, &cleaned.verdict);
    let record = Record::new(&source, document, verdict, wanted.keep_source);
    let record = record.with_view(wanted.view, &source, document, verdict);
    let record = if wanted.comments { record.with_comments(document, verdict) } else { record };
    let cut_chars = record.removed.iter().map(|removed| (removed.end - removed.start) as u64).sum();
    let row = wanted.writer.encode(&record);
    let (kind, dump) = (cleaned.verdict.kind, cleaned.verdict.dump);
    Done::Row { row, kind, dump, cut_chars, fields: fields::told(&source, map), encoding: source.encoding }
}

/// Tells which fields hold what, unless `silent`; returns whether there was something to tell.
fn tell_fields(fields: Option<String>, silent: bool, progress: &Progress) -> bool {
    match fields {
        Some(fields) if !silent => progress.pause(|| anstream::eprintln!("{fields}")),
        Some(_) => {}
        None => return false,
    }
    true
}

fn tell_rejected(rejected: &Rejected, count: u64, quiet: bool, progress: &Progress) {
    if quiet || count > REASONS_TOLD {
        return;
    }
    let line = rejected.place.record.map_or_else(String::new, |line| format!(":{line}"));
    progress.pause(|| {
        anstream::eprintln!("presswash: {}{line}: {}", rejected.place.path, rejected.reason);
        if count == REASONS_TOLD {
            anstream::eprintln!("presswash: what else cannot be read is only counted");
        }
    });
}

impl Summary {
    fn add(&mut self, kind: Kind, dump: Option<DumpType>, cut_chars: u64) {
        if let Some(dump) = dump {
            *self.dumps.entry(dump).or_default() += 1;
        }
        self.out += 1;
        self.cut_chars += cut_chars;
        *self.verdicts.entry(kind).or_default() += 1;
    }

    fn told(&self, seconds: f64) -> String {
        let verdicts: Vec<String> = self.verdicts.iter().map(|(kind, n)| format!("{n} {}", kind.as_str())).collect();
        let dumps: Vec<String> = self.dumps.iter().map(|(dump, n)| format!("{n} {}", dump.as_str())).collect();
        let dumps = if dumps.is_empty() { String::new() } else { format!("\ndump types: {}", dumps.join(", ")) };
        format!(
            "{} records in, {} out, {} quarantined; {} characters cut; {seconds:.1} s\n{}{dumps}",
            self.out + self.quarantined,
            self.out,
            self.quarantined,
            self.cut_chars,
            verdicts.join(", ")
        )
    }
}
