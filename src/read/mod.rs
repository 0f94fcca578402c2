//! Which records do the inputs hold? Bytes in; a source, or a rejected record with its reason, out.
//!
//! One thread cuts a file into raw records (`split`), any thread makes sources of them (`parse`).

pub mod csv;
pub mod decode;
pub mod fields;
pub mod html;
pub mod inputs;
pub mod json;
pub mod jsonl;
pub mod ledger;
pub mod lines;
pub mod outlet;
pub mod rows;
pub mod text;
pub mod unpack;

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use encoding_rs::Encoding;

use crate::read::fields::FieldMap;
use crate::read::inputs::Input;
use crate::read::ledger::Ledger;
use crate::source::Place;
use crate::source::Source;

/// The largest record in bytes when the user names none: 64 MiB, some hundred times the longest article.
pub const DEFAULT_MAX_RECORD: u64 = 64 << 20;

/// Told first in every Git LFS pointer (git-lfs, `docs/spec.md`).
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/v1";

/// How to read; the same for every input of a run.
#[derive(Clone, Debug)]
pub struct Options {
    pub fields: FieldMap,
    /// The format of every input, whatever its name says.
    pub format: Option<&'static str>,
    /// The charset of every input that has no byte order mark.
    pub encoding: Option<&'static Encoding>,
    /// Bytes that one record may have; above, it is rejected without being read whole.
    pub max_record: u64,
    /// Keep the bytes of pages and of texts that were not UTF-8.
    pub keep_bytes: bool,
    /// The outlet of every document, whatever its record says.
    pub outlet: Option<String>,
    /// The language of documents whose record names none.
    pub language: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: FieldMap::default(),
            format: None,
            encoding: None,
            max_record: DEFAULT_MAX_RECORD,
            keep_bytes: false,
            outlet: None,
            language: None,
        }
    }
}

/// A file that is being read.
pub struct File {
    pub path: String,
    pub reader: &'static dyn Reader,
    /// The outlet that a folder of the path names.
    pub outlet: Option<String>,
    /// The charset of the whole file, by its name in the WHATWG standard; `None` where each record tells its own.
    pub encoding: Option<&'static str>,
}

/// One record as it was cut out of its file.
pub struct Raw {
    pub file: Arc<File>,
    /// The line that the record starts in, from 1; `None` where the file is the record.
    pub record: Option<u64>,
    /// The byte that the record starts at, after decompression.
    pub byte: u64,
    pub bytes: Vec<u8>,
    /// The columns, where the format has them.
    pub columns: Option<Arc<Columns>>,
    /// Why it cannot be read, where that is known already.
    pub broken: Option<String>,
}

/// What the head of a table says.
#[derive(Debug, PartialEq)]
pub struct Columns {
    pub names: Vec<String>,
    /// The byte between two cells.
    pub delimiter: u8,
}

/// A record that could not be read: where it stands, why, and what it held.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    pub place: Place,
    pub byte: u64,
    pub reason: String,
    /// Its bytes; cut short where the record was too long, as the reason says.
    pub raw: Vec<u8>,
}

/// What became of one record.
pub type Item = Result<Source, Rejected>;

/// Takes raw records, until it breaks.
pub type Emit<'a> = dyn FnMut(Raw) -> ControlFlow<()> + 'a;

/// One input format.
pub trait Reader: Sync {
    /// The word for `--input-format` and for messages.
    fn name(&self) -> &'static str;
    /// Endings of file names, without the dot, before any `.gz` or `.zst`.
    fn endings(&self) -> &'static [&'static str];
    /// Returns whether the first bytes of a file without a known ending look like this format.
    fn fits(&self, head: &[u8]) -> bool;
    /// Returns the charset that a file of many records is read in; `None` where the file is the record.
    fn encoding(&self, head: &[u8], options: &Options) -> Option<&'static Encoding>;
    /// Cuts a file into records. A failing stream becomes a broken record.
    fn split(
        &self,
        stream: Box<dyn BufRead>,
        file: &Arc<File>,
        options: &Options,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()>;
    /// Returns the source that a record holds.
    ///
    /// # Errors
    /// The reason why there is none.
    fn parse(&self, raw: &Raw, options: &Options) -> Result<Source, String>;
}

/// Every input format, in the order in which an unknown file is tried; the last fits anything.
pub static READERS: &[&dyn Reader] = &[&jsonl::Jsonl, &json::Json, &html::Html, &csv::Csv, &text::Text];

/// Returns whether a file is a Git LFS pointer in place of the data.
pub fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.starts_with(LFS_POINTER)
}

/// Returns the reader of that name.
pub fn reader(name: &str) -> Option<&'static dyn Reader> {
    READERS.iter().copied().find(|reader| reader.name() == name)
}

/// Cuts one input into raw records; `consumed` counts the bytes read of it as it lies on the disk, `ledger` hashes them.
pub fn split(
    input: &Input,
    options: &Options,
    consumed: &Arc<AtomicU64>,
    ledger: &Ledger,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let opened = unpack::open(input, Arc::clone(consumed), ledger).and_then(|mut stream| {
        let head = unpack::head(&mut stream)?;
        Ok((stream, head))
    });
    let (stream, head) = match opened {
        Ok(opened) => opened,
        Err(error) => return emit(broken_file(input, options, &[], format!("cannot read the file: {error}"))),
    };
    if is_lfs_pointer(&head) {
        let reason = "a Git LFS pointer, not the data; fetch them with `git lfs pull`".to_owned();
        return emit(broken_file(input, options, &head, reason));
    }
    let reader = inputs::reader_of(input, options, &head);
    let encoding = reader.encoding(&head, options).map(Encoding::name);
    let file = Arc::new(File { encoding, ..file_of(input, reader) });
    reader.split(stream, &file, options, emit)
}

/// Returns what a raw record holds.
pub fn parse(raw: Raw, options: &Options) -> Item {
    let parsed = match raw.broken.clone() {
        Some(reason) => Err(reason),
        None => raw.file.reader.parse(&raw, options),
    };
    let place = Place { path: raw.file.path.clone(), record: raw.record };
    match parsed {
        Ok(source) => {
            let encoding = source.encoding.or(raw.file.encoding);
            Ok(with_options(Source { place, encoding, ..source }, options))
        }
        Err(reason) => Err(Rejected { place, byte: raw.byte, reason, raw: raw.bytes }),
    }
}

fn with_options(mut source: Source, options: &Options) -> Source {
    if let Some(outlet) = &options.outlet {
        source.outlet = Some(outlet::normalise(outlet));
    }
    if source.language.is_none() {
        source.language.clone_from(&options.language);
    }
    source
}

fn file_of(input: &Input, reader: &'static dyn Reader) -> File {
    File { path: input.name(), reader, outlet: outlet::of_folder(&input.name()), encoding: None }
}

fn broken_file(input: &Input, options: &Options, head: &[u8], reason: String) -> Raw {
    let file = Arc::new(file_of(input, inputs::reader_of(input, options, head)));
    Raw { file, record: None, byte: 0, bytes: head.to_vec(), columns: None, broken: Some(reason) }
}
