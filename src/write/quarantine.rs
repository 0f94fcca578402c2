//! What becomes of a record that could not be read? It is kept whole, with its place and the reason.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::read::Rejected;
use crate::write::atomic::Out;
use crate::write::base64;

/// The version of a line of the quarantine.
pub const SCHEMA: &str = "presswash.quarantine/1";

/// One record that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "presswash.quarantine/1")]
pub struct Line<'a> {
    /// `presswash.quarantine/1`.
    pub schema: &'static str,
    /// The path as it was given; `-` for standard input.
    pub path: &'a str,
    /// The line that the record starts in, from 1; left out where the file is the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    /// The byte that it starts at, in the file after decompression.
    pub byte: u64,
    pub reason: &'a str,
    /// The record as it was, where it is UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<&'a str>,
    /// The record as it was, in base64, where it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_base64: Option<String>,
}

/// The file of what could not be read; it is made when there is a first one.
pub struct Quarantine {
    path: Option<PathBuf>,
    out: Option<Out>,
}

impl Quarantine {
    /// `path`: where to; `None` keeps nothing.
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path, out: None }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&mut self, rejected: &Rejected) -> Result<(), Error> {
        if self.path.is_none() {
            return Ok(());
        }
        let out = match &mut self.out {
            Some(out) => out,
            None => self.out.insert(Out::create(&self.path)?),
        };
        out.write(&line(rejected))
    }

    /// Gives the file its name, and returns it if there is one. A quarantine of an earlier run goes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<Option<PathBuf>, Error> {
        match (self.out, self.path) {
            (Some(out), path) => out.finish().map(|()| path),
            (None, Some(path)) if is_quarantine(&path) => {
                fs::remove_file(&path).map_err(|error| Error::io(&path, "remove the older", error))?;
                Ok(None)
            }
            _ => Ok(None),
        }
    }
}

/// Returns whether a file is a quarantine, by how its first line begins.
fn is_quarantine(path: &Path) -> bool {
    let head = format!("{{\"schema\":\"{SCHEMA}\"");
    let mut first = vec![0; head.len()];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok() && first == head.as_bytes()
}

fn line(rejected: &Rejected) -> Vec<u8> {
    let raw = std::str::from_utf8(&rejected.raw).ok();
    let line = Line {
        schema: SCHEMA,
        path: &rejected.place.path,
        record: rejected.place.record,
        byte: rejected.byte,
        reason: &rejected.reason,
        raw,
        raw_base64: raw.is_none().then(|| base64(&rejected.raw)),
    };
    let mut line = serde_json::to_vec(&line).expect("internal error: a quarantine line has string keys");
    line.push(b'\n');
    line
}
