//! `presswash diff`: what would `clean` change, as a unified diff? Changes nothing.

use std::io;

use clap::Args;
use similar::TextDiff;

use crate::cli::Outcome;
use crate::cli::documents;
use crate::cli::documents::SkipArgs;
use crate::cli::print;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::pipeline::Cleaned;
use crate::source::Source;

#[derive(Args)]
pub struct DiffArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    skip: SkipArgs,
    /// Lines of context around a change
    #[arg(short = 'U', long, value_name = "N", default_value_t = 2)]
    context: usize,
}

/// Writes the diff of every document that would change.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken, or standard output fails.
pub fn run(args: &DiffArgs) -> Result<Outcome, Error> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut changed = false;
    let work = |source: &Source, cleaned: &Cleaned| diff(source, cleaned, args.context);
    let unread = documents::each(&args.reading, &args.rules, &args.skip, work, |text| {
        changed |= !text.is_empty();
        print::put(&mut out, &text)
    })?;
    Ok(if changed || unread > 0 { Outcome::Found } else { Outcome::Clean })
}

fn diff(source: &Source, cleaned: &Cleaned, context: usize) -> String {
    let dirty = &cleaned.document.text;
    let clean = cleaned.verdict.clean_text(dirty);
    if clean == *dirty {
        return String::new();
    }
    let name = &source.id;
    let diff = TextDiff::from_lines(dirty.as_str(), clean.as_str());
    diff.unified_diff().context_radius(context).header(name, &format!("{name} (clean)")).to_string()
}
