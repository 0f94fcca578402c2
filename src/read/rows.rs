//! How is a stream cut into the rows of a table, where a quoted cell may hold line breaks?
//!
//! As the csv crate reads them: a quote opens a cell only at its start, two quotes in it are one.

use std::io;
use std::io::BufRead;
use std::io::Cursor;
use std::io::Read;

use memchr::memchr;
use memchr::memchr_iter;
use memchr::memchr2;

/// How often a row whose quote never closes is given up at its first line. Each one reads up to the
/// limit again; a table with more of them is no table.
const MAX_RESTARTS: usize = 16;

/// One row of a stream.
pub struct Row {
    /// The line that it starts in, from 1.
    pub line: u64,
    /// The byte that it starts at.
    pub byte: u64,
    /// Without its line break.
    pub bytes: Vec<u8>,
    pub fault: Option<Fault>,
}

/// Why a row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has more bytes than the limit; the first ones are kept.
    TooLong(u64),
    /// A quote is never closed; the row is given up at its first line.
    OpenQuote,
}

/// Where in a cell a byte stands.
#[derive(Clone, Copy, PartialEq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: its end, or the first of two.
    AfterQuote,
}

/// Cuts a stream into rows.
pub struct Rows {
    stream: Box<dyn BufRead>,
    delimiter: u8,
    limit: u64,
    line: u64,
    byte: u64,
    restarts: usize,
    /// Line breaks read of the row.
    breaks: u64,
    partial: Vec<u8>,
}

impl Rows {
    /// `limit`: bytes that a row may have.
    pub fn new(stream: Box<dyn BufRead>, delimiter: u8, limit: u64) -> Self {
        Self { stream, delimiter, limit, line: 1, byte: 0, restarts: 0, breaks: 0, partial: Vec::new() }
    }

    /// Returns the next row; `None` at the end. Blank lines between rows are passed over.
    ///
    /// # Errors
    /// When the stream fails; [`Rows::rest`] then gives what stands before the failure.
    pub fn advance(&mut self) -> io::Result<Option<Row>> {
        loop {
            let (mut state, mut length, mut ended) = (State::CellStart, 0_u64, false);
            while !ended {
                let piece = self.stream.fill_buf()?;
                if piece.is_empty() {
                    break;
                }
                let used = scan(piece, self.delimiter, &mut state, &mut ended);
                length += used as u64;
                self.breaks += memchr_iter(b'\n', &piece[..used]).count() as u64;
                let room = usize::try_from(self.limit + 2).unwrap_or(usize::MAX).saturating_sub(self.partial.len());
                self.partial.extend_from_slice(&piece[..used.min(room)]);
                self.stream.consume(used);
                if length > self.limit && state == State::Quoted && self.restarts < MAX_RESTARTS {
                    break;
                }
            }
            if length == 0 {
                return Ok(None);
            }
            if state == State::Quoted && self.restarts < MAX_RESTARTS && self.kept_all(length) {
                return Ok(Some(self.give_up_line()));
            }
            let row = self.row(length, ended);
            if !row.bytes.is_empty() {
                return Ok(Some(row));
            }
        }
    }

    /// Returns what was read of the row in which the stream failed.
    pub fn rest(&mut self) -> Row {
        let length = self.partial.len() as u64;
        self.row(length, false)
    }

    fn kept_all(&self, length: u64) -> bool {
        self.partial.len() as u64 == length
    }

    /// Rejects the first line of a row whose quote does not close, and reads on behind it.
    fn give_up_line(&mut self) -> Row {
        self.restarts += 1;
        self.breaks = 1;
        let end = memchr(b'\n', &self.partial).map_or(self.partial.len(), |at| at + 1);
        let rest = self.partial.split_off(end);
        let stream = std::mem::replace(&mut self.stream, Box::new(io::empty()));
        self.stream = Box::new(Cursor::new(rest).chain(stream));
        let row = self.row(end as u64, true);
        Row { fault: Some(Fault::OpenQuote), ..row }
    }

    fn row(&mut self, length: u64, ended: bool) -> Row {
        let (line, byte) = (self.line, self.byte);
        let mut bytes = std::mem::take(&mut self.partial);
        self.line += std::mem::take(&mut self.breaks);
        self.byte += length;
        if ended && bytes.ends_with(b"\n") {
            bytes.pop();
            if bytes.ends_with(b"\r") {
                bytes.pop();
            }
        }
        let fault = (bytes.len() as u64 > self.limit).then_some(Fault::TooLong(length));
        bytes.truncate(usize::try_from(self.limit).unwrap_or(usize::MAX));
        Row { line, byte, bytes, fault }
    }
}

/// Reads on to the end of the row or of the piece; returns the bytes that belong to the row.
fn scan(piece: &[u8], delimiter: u8, state: &mut State, ended: &mut bool) -> usize {
    let mut at = 0;
    while at < piece.len() {
        let (next, step) = match (*state, piece[at]) {
            (State::CellStart, b'"') | (State::AfterQuote, b'"') => (State::Quoted, 1),
            (State::Quoted, _) => match memchr(b'"', &piece[at..]) {
                Some(quote) => (State::AfterQuote, quote + 1),
                None => (State::Quoted, piece.len() - at),
            },
            _ => match memchr2(delimiter, b'\n', &piece[at..]) {
                Some(border) if piece[at + border] == b'\n' => {
                    *ended = true;
                    return at + border + 1;
                }
                Some(border) => (State::CellStart, border + 1),
                None => (State::Plain, piece.len() - at),
            },
        };
        *state = next;
        at += step;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &str, limit: u64, want: &[(u64, u64, &str, Option<Fault>)]) {
        for capacity in [1, 3, 64] {
            let stream = io::BufReader::with_capacity(capacity, Cursor::new(table.to_owned()));
            let mut rows = Rows::new(Box::new(stream), b',', limit);
            let mut got = Vec::new();
            while let Some(row) = rows.advance().unwrap() {
                got.push((row.line, row.byte, String::from_utf8(row.bytes).unwrap(), row.fault));
            }
            let got: Vec<_> = got.iter().map(|(l, b, t, f)| (*l, *b, t.as_str(), *f)).collect();
            assert_eq!(got, want, "{table:?} by {capacity}");
        }
    }

    #[test]
    fn rows_end_at_line_breaks_outside_quotes() {
        check("", 99, &[]);
        check("a,b\r\n\r\n1,2", 99, &[(1, 0, "a,b", None), (3, 7, "1,2", None)]);
        check("\"a\nb\",2\nx", 99, &[(1, 0, "\"a\nb\",2", None), (3, 8, "x", None)]);
        check("\"a\"\"\n\",2\nx", 99, &[(1, 0, "\"a\"\"\n\",2", None), (3, 9, "x", None)]);
        check("5\" x,2\ny", 99, &[(1, 0, "5\" x,2", None), (2, 7, "y", None)]);
    }

    #[test]
    fn an_open_quote_costs_one_line_and_a_long_row_itself() {
        check("a,\"b\nc,d\n", 99, &[(1, 0, "a,\"b", Some(Fault::OpenQuote)), (2, 5, "c,d", None)]);
        check("abcdefgh\nx\n", 4, &[(1, 0, "abcd", Some(Fault::TooLong(9))), (2, 9, "x", None)]);
    }
}
