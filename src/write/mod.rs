//! Where do the records go, and how are they written there?

pub mod atomic;
pub mod csv;
pub mod jsonl;
pub mod output;
pub mod own;
pub mod pages;
pub mod patch;
pub mod quarantine;
pub mod record;
pub mod reopen;
pub mod restore;
pub mod tree;
pub mod view;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::Error;
use crate::write::output::Target;
use crate::write::record::Record;
use crate::write::restore::Restored;
use crate::write::view::View;

/// A record made ready for its file on any thread.
#[derive(Debug, Default)]
pub struct Row {
    /// What goes into the file of records.
    pub bytes: Vec<u8>,
    /// The cells of a row and their columns, for tables.
    pub cells: Vec<(String, String)>,
    /// What goes into a file of its own.
    pub page: Option<Page>,
}

/// A text that gets a file of its own.
#[derive(Debug)]
pub struct Page {
    pub id: String,
    pub outlet: Option<String>,
    pub bytes: Vec<u8>,
    /// Whether the id is the path of a file.
    pub is_file: bool,
    /// With the dot.
    pub ending: &'static str,
}

/// One output format.
pub trait Writer: Sync {
    /// The word for `--format`.
    fn name(&self) -> &'static str;
    /// The form in which it writes documents; `None` where it writes records.
    fn view(&self) -> Option<View> {
        None
    }
    /// Endings of file names, without the dot, before any `.gz` or `.zst`; none for a folder.
    fn endings(&self) -> &'static [&'static str];
    /// Makes a record ready, on any thread.
    fn encode(&self, record: &Record<'_>) -> Row;
    /// Makes a restored record ready, on any thread.
    fn restored(&self, restored: &Restored) -> Row;
    /// Opens the place that the rows go to.
    ///
    /// # Errors
    /// When it cannot be written.
    fn open(&self, target: &Target) -> Result<Box<dyn Sink>, Error>;
}

/// An open output: nothing stands under its final name before `finish`.
pub trait Sink {
    /// Writes one row.
    ///
    /// # Errors
    /// When the file or the pipe cannot be written.
    fn write(&mut self, row: Row) -> Result<(), Error>;
    /// Puts what was written under its final name.
    ///
    /// # Errors
    /// When it cannot be written or renamed.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// Every output format.
pub static WRITERS: &[&dyn Writer] = &[
    &jsonl::Jsonl,
    &csv::Csv,
    &pages::Pages(View::Text),
    &pages::Pages(View::Markdown),
    &pages::Pages(View::Html),
    &tree::Tree(View::Text),
    &tree::Tree(View::Markdown),
    &tree::Tree(View::Html),
];

/// Returns the bytes in base64 (RFC 4648, with padding).
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
