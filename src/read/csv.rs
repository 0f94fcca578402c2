//! Which records does a CSV or TSV file hold? One a row; the first row names the columns.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;

use csv::ReaderBuilder;
use csv::StringRecord;
use csv::Terminator;
use encoding_rs::Encoding;

use crate::read::Columns;
use crate::read::Emit;
use crate::read::File;
use crate::read::Options;
use crate::read::Raw;
use crate::read::Reader;
use crate::read::decode;
use crate::read::fields;
use crate::read::fields::Cell;
use crate::read::fields::FieldMap;
use crate::read::fields::ROLES;
use crate::read::fields::Role;
use crate::read::rows::Fault;
use crate::read::rows::Row;
use crate::read::rows::Rows;
use crate::read::unpack;
use crate::source::Source;

pub struct Csv;

/// What may stand between two cells; the likeliest first.
const DELIMITERS: &[u8] = b",\t;|";

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn fits(&self, head: &[u8]) -> bool {
        let columns = columns(first_line(head), &FieldMap::default());
        let content = |name: &String| role_of(name).is_some_and(|role| matches!(role, Role::Text | Role::Html));
        columns.names.len() > 1 && columns.names.iter().any(content)
    }

    fn encoding(&self, head: &[u8], options: &Options) -> Option<&'static Encoding> {
        Some(decode::of_guessed_stream(head, options.encoding))
    }

    fn split(
        &self,
        mut stream: Box<dyn BufRead>,
        file: &Arc<File>,
        options: &Options,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()> {
        let head = unpack::head(&mut stream).unwrap_or_default();
        let mut stream = decode::guessed_stream(stream, &head, options.encoding);
        let head = unpack::head(&mut stream).unwrap_or_default();
        let mut columns = columns(first_line(&head), &options.fields);
        let mut rows = Rows::new(stream, columns.delimiter, options.max_record);
        let header = rows.advance().ok().flatten();
        if let Some(names) = header.and_then(|row| cells(&row.bytes, columns.delimiter).ok()) {
            columns.names = distinct(names.iter());
        }
        let columns = Arc::new(columns);
        loop {
            let (row, failed) = match rows.advance() {
                Ok(Some(row)) => (row, None),
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => (rows.rest(), Some(format!("the file breaks off here: {error}"))),
            };
            let stop = failed.is_some();
            emit(raw(row, file, failed, &columns, options))?;
            if stop {
                return ControlFlow::Continue(());
            }
        }
    }

    fn parse(&self, raw: &Raw, options: &Options) -> Result<Source, String> {
        let Some(columns) = &raw.columns else { return Err("the table has no head".to_owned()) };
        let cells = cells(&raw.bytes, columns.delimiter)?;
        if cells.len() != columns.names.len() {
            let wanted = columns.names.len();
            return Err(format!("the row has {} cells and the head has {wanted}", cells.len()));
        }
        let pairs = columns.names.iter().zip(cells.iter());
        let pairs = pairs.map(|(name, cell)| (Cow::Borrowed(name.as_str()), Cell::Plain(Cow::Borrowed(cell))));
        fields::source(pairs.collect(), raw, &options.fields)
    }
}

fn raw(row: Row, file: &Arc<File>, failed: Option<String>, columns: &Arc<Columns>, options: &Options) -> Raw {
    let limit = options.max_record;
    let fault = row.fault.map(|fault| match fault {
        Fault::OpenQuote => "a quote is opened in this line and never closed".to_owned(),
        Fault::TooLong(length) => format!(
            "the row has {length} bytes and the limit is {limit} (--max-record); its first {limit} are kept here"
        ),
    });
    Raw {
        file: Arc::clone(file),
        record: Some(row.line),
        byte: row.byte,
        bytes: row.bytes,
        columns: Some(Arc::clone(columns)),
        broken: failed.or(fault),
    }
}

fn first_line(head: &[u8]) -> &[u8] {
    let head = decode::without_bom(head).trim_ascii_start();
    head.split(|byte| *byte == b'\n').next().unwrap_or(head)
}

/// Returns the columns with the delimiter that gives most known names, then most columns.
fn columns(head: &[u8], map: &FieldMap) -> Columns {
    let known =
        |name: &String| role_of(name).is_some() || ROLES.iter().any(|(r, ..)| map.named(*r) == Some(name.as_str()));
    let split = |delimiter: &u8| {
        let names = cells(head, *delimiter).map(|cells| distinct(cells.iter())).unwrap_or_default();
        Columns { names, delimiter: *delimiter }
    };
    let weight = |columns: &Columns| (columns.names.iter().filter(|name| known(name)).count(), columns.names.len());
    let best = DELIMITERS.iter().map(split).reduce(|a, b| if weight(&b) > weight(&a) { b } else { a });
    best.unwrap_or(Columns { names: Vec::new(), delimiter: b',' })
}

fn role_of(name: &str) -> Option<Role> {
    let is_usual = |usual: &&[&str]| usual.iter().any(|known| known.eq_ignore_ascii_case(name));
    ROLES.iter().find(|(_, _, usual)| is_usual(usual)).map(|(role, ..)| *role)
}

/// Returns the names so that each stands once: the second `x` is `x_2`, a third column without one `column_3`.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for (at, name) in names.enumerate() {
        let name = name.strip_prefix('\u{feff}').unwrap_or(name).trim();
        let base = if name.is_empty() { format!("column_{}", at + 1) } else { name.to_owned() };
        let again = (2..).map(|n| format!("{base}_{n}"));
        let free = std::iter::once(base.clone()).chain(again).find(|name| !distinct.contains(name));
        distinct.push(free.unwrap_or(base));
    }
    distinct
}

fn cells(row: &[u8], delimiter: u8) -> Result<StringRecord, String> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // The row is cut out already: a carriage return in it is data.
        .terminator(Terminator::Any(b'\n'))
        .from_reader(row);
    let mut cells = StringRecord::new();
    match reader.read_record(&mut cells) {
        Ok(true) => Ok(cells),
        Ok(false) => Err("the row is empty".to_owned()),
        Err(_) => Err("the row is not UTF-8; name its charset with --encoding".to_owned()),
    }
}
