//! How are records written as CSV: one row each, nested fields as JSON?
//!
//! The first record gives the columns. What a later one has beside them goes into `input.more`, and
//! `input.json` names the cells that were no strings: so a table gives every record back.

use std::collections::BTreeMap;

use csv::QuoteStyle;
use csv::WriterBuilder;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::read::jsonl::Object;
use crate::write::Row;
use crate::write::Sink;
use crate::write::Writer;
use crate::write::atomic::Out;
use crate::write::output::Target;
use crate::write::record::OURS;
use crate::write::record::Record;
use crate::write::restore::Restored;

pub struct Csv;

/// The column that tells where a document came from.
const INPUT: &str = "input";

impl Writer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn encode(&self, record: &Record<'_>) -> Row {
        let line = serde_json::to_string(record).expect("internal error: a record has string keys and finite numbers");
        let pairs = serde_json::from_str::<Object<'_>>(&line).map_or_else(|_| Vec::new(), |object| object.0);
        let is_ours = |name: &str| record.is_ours(name) && name != "id";
        let json = pairs.iter().filter(|(name, value)| !is_ours(name) && !value.get().starts_with('"'));
        let json = json.map(|(name, _)| name.as_ref()).collect();
        let mut input = record.input.clone();
        input.json = json;
        let input = serde_json::to_string(&input).expect("internal error: it has string keys");
        let mut cells: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| (name.to_string(), if name == INPUT { input.clone() } else { cell(value) }))
            .collect();
        for name in OURS {
            if !cells.iter().any(|(known, _)| known == name) {
                cells.push(((*name).to_owned(), String::new()));
            }
        }
        Row { cells, ..Row::default() }
    }

    fn restored(&self, restored: &Restored) -> Row {
        Row { cells: restored.pairs().map(|(name, value)| (name.to_owned(), cell(value))).collect(), ..Row::default() }
    }

    fn open(&self, target: &Target) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Table { out: Out::create(&target.records("csv"))?, columns: Vec::new(), rows: 0 }))
    }
}

/// Returns what stands in the cell of a value: the string itself, nothing for null, else its JSON.
fn cell(value: &RawValue) -> String {
    match value.get() {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_else(|_| text.to_owned()),
        json => json.to_owned(),
    }
}

struct Table {
    out: Out,
    columns: Vec<String>,
    rows: u64,
}

impl Sink for Table {
    fn write(&mut self, row: Row) -> Result<(), Error> {
        if self.rows == 0 {
            self.columns = row.cells.iter().map(|(name, _)| name.clone()).collect();
            self.out.write(&line(self.columns.iter().map(String::as_str)))?;
        }
        self.rows += 1;
        let (mut known, more): (BTreeMap<_, _>, BTreeMap<_, _>) =
            row.cells.into_iter().partition(|(name, _)| self.columns.contains(name));
        if !more.is_empty() {
            self.add_more(&mut known, &more)?;
        }
        let cells = self.columns.iter().map(|name| known.get(name).map_or("", String::as_str));
        self.out.write(&line(cells))
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.out.finish()
    }
}

impl Table {
    /// Puts the cells that have no column into the JSON of the column `input`.
    fn add_more(&self, known: &mut BTreeMap<String, String>, more: &BTreeMap<String, String>) -> Result<(), Error> {
        let Some(input) = known.get_mut(INPUT).filter(|input| input.ends_with('}')) else {
            let names: Vec<&str> = more.keys().map(String::as_str).collect();
            return Err(Error::Usage(format!(
                "record {} has fields that the first one lacks (`{}`), and a table has the columns of the first; \
                 write .jsonl instead",
                self.rows,
                names.join("`, `")
            )));
        };
        let more = serde_json::to_string(more).expect("internal error: a map of strings");
        input.truncate(input.len() - 1);
        input.push_str(&format!(",\"more\":{more}}}"));
        Ok(())
    }
}

/// A row that begins with U+FEFF is quoted: a reader takes it for a byte order mark and leaves it out.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut cells = cells.peekable();
    let marked = cells.peek().is_some_and(|first| first.starts_with('\u{feff}'));
    let style = if marked { QuoteStyle::Always } else { QuoteStyle::Necessary };
    let mut writer = WriterBuilder::new().quote_style(style).from_writer(Vec::new());
    writer.write_record(cells).expect("internal error: one row into memory");
    writer.into_inner().expect("internal error: one row into memory")
}
