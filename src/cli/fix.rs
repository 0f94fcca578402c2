//! `presswash fix`: cuts chrome out of text files and JSONL dumps in place. Bytes outside the cuts stay as they were.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clap::Args;

use crate::cli::Outcome;
use crate::cli::documents;
use crate::cli::documents::SkipArgs;
use crate::cli::reading::ReadArgs;
use crate::cli::reading::RuleArgs;
use crate::error::Error;
use crate::pipeline::Cleaned;
use crate::source::Content;
use crate::source::Place;
use crate::source::Source;
use crate::write::atomic::Out;
use crate::write::patch;

#[derive(Args)]
pub struct FixArgs {
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    skip: SkipArgs,
}

/// What changes in one document of a file.
struct Edit {
    place: Place,
    field: Option<String>,
    edits: Vec<patch::Edit>,
    is_text: bool,
}

/// Cuts in place.
///
/// # Errors
/// When the arguments make no sense, a rule file is broken, or a file cannot be written.
pub fn run(args: &FixArgs) -> Result<Outcome, Error> {
    let mut files: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let unread = documents::each(&args.reading, &args.rules, &args.skip, edit, |edit| {
        if !edit.edits.is_empty() {
            files.entry(edit.place.path.clone()).or_default().push(edit);
        }
        Ok(())
    })?;
    let mut fixed = 0;
    for (path, edits) in &files {
        match patched(Path::new(path), edits)? {
            Ok(bytes) => {
                write(Path::new(path), &bytes)?;
                fixed += 1;
                anstream::eprintln!(
                    "fixed {path}: {} places",
                    edits.iter().map(|edit| edit.edits.len()).sum::<usize>()
                );
            }
            Err(why) => anstream::eprintln!("presswash: {path}: left as it is: {why}"),
        }
    }
    Ok(if fixed > 0 || !files.is_empty() || unread > 0 { Outcome::Found } else { Outcome::Clean })
}

fn edit(source: &Source, cleaned: &Cleaned) -> Edit {
    Edit {
        place: source.place.clone(),
        field: source.content_field.clone(),
        edits: cleaned.verdict.edits().into_iter().map(|(span, with)| (span, with.to_owned())).collect(),
        is_text: matches!(source.content, Content::Text(_)),
    }
}

/// Returns the file's new bytes, or why they cannot be told.
fn patched(path: &Path, edits: &[Edit]) -> Result<Result<Vec<u8>, &'static str>, Error> {
    if edits.iter().any(|edit| !edit.is_text) {
        return Ok(Err("a page is cleaned with `presswash clean`; fix edits text and JSONL"));
    }
    let bytes = fs::read(path).map_err(|error| Error::io(path, "read", error))?;
    let whole = edits.iter().find(|edit| edit.place.record.is_none());
    Ok(match whole {
        Some(edit) => patch::text(&bytes, &edit.edits).ok_or("it is not UTF-8, or packed"),
        None => records(&bytes, edits).ok_or("fix edits text and JSONL that is UTF-8 and not packed"),
    })
}

fn records(bytes: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let by_line: BTreeMap<u64, &Edit> = edits.iter().filter_map(|edit| Some((edit.place.record?, edit))).collect();
    for (number, line) in (1_u64..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        match by_line.get(&number) {
            Some(edit) => {
                let fixed = patch::json_field(std::str::from_utf8(line).ok()?, edit.field.as_deref()?, &edit.edits)?;
                out.extend_from_slice(fixed.as_bytes());
            }
            None => out.extend_from_slice(line),
        }
    }
    Some(out)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut out = Out::create(&Some(path.to_owned()))?;
    out.write(bytes)?;
    out.finish()
}
