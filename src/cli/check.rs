//! `presswash check`: what would `clean` cut? Changes nothing.

use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::path::Path;

use clap::Args;
use clap::ValueEnum;

use crate::cli::Outcome;
use crate::cli::documents;
use crate::cli::documents::SkipArgs;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::pipeline::Cleaned;
use crate::report::finding;
use crate::report::finding::Finding;
use crate::source::Source;

/// The version of the JSON that other programs read.
const SCHEMA: &str = "presswash.findings/1";

#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    skip: SkipArgs,
    /// How findings are written to standard output
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    output_format: OutputFormat,
    /// Count findings by rule, the most frequent first, and show nothing else
    #[arg(long)]
    statistics: bool,
    /// Exit with 0 even where something was found
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// One line a finding: place, rule, text.
    Text,
    /// One JSON document, with a version.
    Json,
}

/// Tells what would be cut.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken, or standard output fails.
pub fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    let out = io::stdout().lock();
    let mut sink = Sink { out: io::BufWriter::new(out), args, findings: 0, documents: 0, by_rule: BTreeMap::new() };
    sink.begin()?;
    let work = |source: &Source, cleaned: &Cleaned| finding::findings(source, &cleaned.document, &cleaned.verdict);
    let unread = documents::each(&args.reading, &args.rules, &args.skip, work, |found| sink.add(&found))?;
    sink.end()?;
    let (findings, dirty) = (sink.findings, sink.documents);
    if findings > 0 {
        anstream::eprintln!("findings: {findings}, in documents: {dirty}; `presswash explain` says why, `fix` cuts");
    }
    let clean = args.exit_zero || (findings == 0 && unread == 0);
    Ok(if clean { Outcome::Clean } else { Outcome::Found })
}

struct Sink<'a, W: Write> {
    out: W,
    args: &'a CheckArgs,
    findings: u64,
    documents: u64,
    by_rule: BTreeMap<String, u64>,
}

impl<W: Write> Sink<'_, W> {
    fn is_json(&self) -> bool {
        self.args.output_format == OutputFormat::Json
    }

    fn begin(&mut self) -> Result<(), Error> {
        if self.is_json() && !self.args.statistics {
            self.put(&format!("{{\"schema\": \"{SCHEMA}\", \"findings\": ["))?;
        }
        Ok(())
    }

    fn add(&mut self, found: &[Finding]) -> Result<(), Error> {
        self.documents += u64::from(!found.is_empty());
        for finding in found {
            self.findings += 1;
            if self.args.statistics {
                *self.by_rule.entry(finding.rule.clone()).or_default() += 1;
            } else if self.is_json() {
                let comma = if self.findings == 1 { "\n" } else { ",\n" };
                let json = serde_json::to_string(finding).unwrap_or_default();
                self.put(&format!("{comma}{json}"))?;
            } else {
                self.put(&format!("{}\n", finding.line()))?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        if self.args.statistics {
            let mut rows: Vec<(String, u64)> = std::mem::take(&mut self.by_rule).into_iter().collect();
            rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let json = serde_json::json!({ "schema": "presswash.statistics/1", "rules":
                rows.iter().map(|(rule, n)| serde_json::json!({ "rule": rule, "findings": n })).collect::<Vec<_>>() });
            let text: String = rows.iter().map(|(rule, n)| format!("{n:>8}  {rule}\n")).collect();
            return self.put(&if self.is_json() { format!("{json}\n") } else { text });
        }
        if self.is_json() {
            self.put("\n]}\n")?;
        }
        self.out.flush().map_err(|error| Error::io(Path::new("standard output"), "write", error))
    }

    fn put(&mut self, text: &str) -> Result<(), Error> {
        let done = self.out.write_all(text.as_bytes());
        done.map_err(|error| Error::io(Path::new("standard output"), "write", error))
    }
}
