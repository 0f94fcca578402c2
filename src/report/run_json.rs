//! What did a run read, by what rules, and what came of it? One small JSON document beside its output.
//!
//! It holds no time, no thread count and no name of the output: the same run gives the same bytes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::read::ledger::Totals;

/// The version of [`RunOut`].
pub const SCHEMA: &str = "presswash.run/1";

/// What a run of `presswash clean` read and did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "presswash.run/1")]
pub struct RunOut {
    /// `presswash.run/1`.
    pub schema: String,
    /// The version of presswash.
    pub presswash: String,
    /// The arguments as they were given, without those that cannot change the result (`-o`, `-j`, `-q`).
    pub arguments: Vec<String>,
    pub inputs: InputsOut,
    pub records: RecordsOut,
    /// Documents by the charset that they were read in, by its name in the WHATWG standard.
    pub encodings: BTreeMap<String, u64>,
    pub rules: RulesOut,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputsOut {
    pub files: u64,
    /// As they lie on the disk: packed where they are packed.
    pub bytes: u64,
    /// XXH3-128 over paths and hashes of all inputs, in hexadecimal digits.
    pub xxh3: String,
    /// The first inputs, at most 200.
    pub listed: Vec<InputOut>,
}

/// One input.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputOut {
    /// As it was given; `-` for standard input.
    pub path: String,
    pub bytes: u64,
    /// XXH3-128 of its bytes in hexadecimal digits; null where it was not read to its end.
    pub xxh3: Option<String>,
}

/// Records: those that were read are those that came out and those that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecordsOut {
    pub read: u64,
    pub written: u64,
    pub quarantined: u64,
}

/// The rules in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RulesOut {
    pub count: u64,
    /// XXH3-128 of all of them, in hexadecimal digits: the same rules, the same number.
    pub xxh3: String,
}

impl RunOut {
    /// Returns the account of a run; what it read is added by [`RunOut::close`].
    pub fn new(arguments: Vec<String>, rules: RulesOut) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            presswash: env!("CARGO_PKG_VERSION").to_owned(),
            arguments,
            rules,
            ..Self::default()
        }
    }

    /// Counts a record that was written.
    pub fn written(&mut self, encoding: Option<&str>) {
        self.records.read += 1;
        self.records.written += 1;
        if let Some(encoding) = encoding {
            match self.encodings.get_mut(encoding) {
                Some(documents) => *documents += 1,
                None => drop(self.encodings.insert(encoding.to_owned(), 1)),
            }
        }
    }

    /// Counts a record that could not be read.
    pub fn quarantined(&mut self) {
        self.records.read += 1;
        self.records.quarantined += 1;
    }

    /// Adds what was read.
    pub fn close(&mut self, totals: Totals) {
        let listed = totals.listed.into_iter().map(|entry| InputOut {
            path: entry.path,
            bytes: entry.bytes,
            xxh3: entry.hash.map(hex),
        });
        self.inputs =
            InputsOut { files: totals.files, bytes: totals.bytes, xxh3: hex(totals.hash), listed: listed.collect() };
    }

    /// Returns the document as it is written.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("internal error: an account has string keys") + "\n"
    }

    /// Reads a document.
    ///
    /// # Errors
    /// When it is no account of a run, or one of another version.
    pub fn parse(json: &str) -> Result<Self, String> {
        let run: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        if run.schema == SCHEMA { Ok(run) } else { Err(format!("its schema is {:?}, not {SCHEMA}", run.schema)) }
    }
}

/// Returns a hash as 32 hexadecimal digits.
pub fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}
