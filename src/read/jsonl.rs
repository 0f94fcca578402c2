//! Which records does a JSONL file hold? One object a line; every field is kept as it was.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;

use encoding_rs::Encoding;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

use crate::read::Emit;
use crate::read::File;
use crate::read::Options;
use crate::read::Raw;
use crate::read::Reader;
use crate::read::decode;
use crate::read::fields;
use crate::read::fields::Cell;
use crate::read::lines::Line;
use crate::read::lines::Lines;
use crate::source::Source;

pub struct Jsonl;

impl Reader for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson", "jl"]
    }

    fn fits(&self, head: &[u8]) -> bool {
        decode::without_bom(head).trim_ascii_start().starts_with(b"{")
    }

    fn encoding(&self, head: &[u8], options: &Options) -> Option<&'static Encoding> {
        Some(decode::of_stream(head, options.encoding))
    }

    fn split(
        &self,
        stream: Box<dyn BufRead>,
        file: &Arc<File>,
        options: &Options,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()> {
        let mut lines = Lines::new(decode::stream(stream, options.encoding), options.max_record);
        loop {
            let (line, failed) = match lines.advance() {
                Ok(Some(line)) => (line, None),
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => (lines.rest(), Some(format!("the file breaks off here: {error}"))),
            };
            let stop = failed.is_some();
            if stop || !line.bytes.trim_ascii().is_empty() {
                emit(raw(line, file, failed, options))?;
            }
            if stop {
                return ControlFlow::Continue(());
            }
        }
    }

    fn parse(&self, raw: &Raw, options: &Options) -> Result<Source, String> {
        let line = std::str::from_utf8(&raw.bytes)
            .map_err(|error| format!("not UTF-8 at byte {} of the record", error.valid_up_to()))?;
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        let record: Object<'_> = serde_json::from_str(line).map_err(|error| reason(&error))?;
        let cells = record.0.into_iter().map(|(name, value)| (name, Cell::Json(value))).collect();
        fields::source(cells, raw, &options.fields)
    }
}

fn raw(line: Line, file: &Arc<File>, failed: Option<String>, options: &Options) -> Raw {
    let limit = options.max_record;
    let too_long = line.too_long.map(|length| {
        format!(
            "the record has {length} bytes and the limit is {limit} (--max-record); its first {limit} are kept here"
        )
    });
    Raw {
        file: Arc::clone(file),
        record: Some(line.number),
        byte: line.byte,
        bytes: line.bytes,
        columns: None,
        broken: failed.or(too_long),
    }
}

fn reason(error: &serde_json::Error) -> String {
    // The parser's own place counts lines within the record, of which there is one.
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    format!("not a JSON object: {what} at column {}", error.column())
}

/// An object whose values are borrowed from the line as they stand there.
pub struct Object<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name; borrowed unless it is written with escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            pairs.push((name, map.next_value()?));
        }
        let mut names = HashSet::with_capacity(pairs.len());
        for (name, _) in &pairs {
            // RFC 8259 leaves open what two of the same mean; guessing would lose one of them.
            if !names.insert(name.as_ref()) {
                return Err(serde::de::Error::custom(format!("the field `{name}` is there twice")));
            }
        }
        Ok(Object(pairs))
    }
}
