//! How are records written as JSONL: one object a line, each with all that is known?

use serde::Serializer;

use crate::error::Error;
use crate::write::Row;
use crate::write::Sink;
use crate::write::Writer;
use crate::write::atomic::Out;
use crate::write::output::Target;
use crate::write::record::Record;
use crate::write::restore::Restored;

pub struct Jsonl;

impl Writer for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson", "jl"]
    }

    fn encode(&self, record: &Record<'_>) -> Row {
        Row { bytes: line(record), ..Row::default() }
    }

    fn restored(&self, restored: &Restored) -> Row {
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::new(&mut bytes);
        serializer.collect_map(restored.pairs()).expect("internal error: a record has string keys");
        bytes.push(b'\n');
        Row { bytes, ..Row::default() }
    }

    fn open(&self, target: &Target) -> Result<Box<dyn Sink>, Error> {
        Ok(Box::new(Lines { out: Out::create(&target.records("jsonl"))? }))
    }
}

/// Returns a record as one line.
pub fn line(record: &Record<'_>) -> Vec<u8> {
    let mut line = serde_json::to_vec(record).expect("internal error: a record has string keys and finite numbers");
    line.push(b'\n');
    line
}

struct Lines {
    out: Out,
}

impl Sink for Lines {
    fn write(&mut self, row: Row) -> Result<(), Error> {
        self.out.write(&row.bytes)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.out.finish()
    }
}
