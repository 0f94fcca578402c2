//! How is a stream cut into lines without ever holding one that is too long?

use std::io;
use std::io::BufRead;

use memchr::memchr;

/// One line of a stream.
pub struct Line {
    /// From 1.
    pub number: u64,
    /// The byte that it starts at.
    pub byte: u64,
    /// Without its `\n`; the first bytes only where it is too long.
    pub bytes: Vec<u8>,
    /// Bytes of the whole line, where it is longer than the limit.
    pub too_long: Option<u64>,
}

/// Cuts a stream into lines that end in `\n`.
pub struct Lines<R> {
    stream: R,
    limit: u64,
    number: u64,
    byte: u64,
    /// What was read of a line before the stream failed.
    partial: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// `limit`: bytes that a line may have.
    pub fn new(stream: R, limit: u64) -> Self {
        Self { stream, limit, number: 0, byte: 0, partial: Vec::new() }
    }

    /// Returns the next line; `None` at the end.
    ///
    /// # Errors
    /// When the stream fails; [`Lines::rest`] then gives what stands before the failure.
    pub fn advance(&mut self) -> io::Result<Option<Line>> {
        let (mut length, mut terminated) = (0_u64, false);
        while !terminated {
            let got = match self.stream.fill_buf() {
                Ok(got) => got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if got.is_empty() {
                break;
            }
            let end = memchr(b'\n', got);
            terminated = end.is_some();
            let piece = &got[..end.unwrap_or(got.len())];
            let room = self.limit.saturating_sub(self.partial.len() as u64);
            self.partial.extend_from_slice(&piece[..piece.len().min(usize::try_from(room).unwrap_or(usize::MAX))]);
            length += piece.len() as u64;
            let used = piece.len() + usize::from(terminated);
            self.stream.consume(used);
        }
        if length == 0 && !terminated {
            return Ok(None);
        }
        Ok(Some(self.line(length, terminated)))
    }

    /// Returns what was read of the line in which the stream failed.
    pub fn rest(&mut self) -> Line {
        let length = self.partial.len() as u64;
        self.line(length, false)
    }

    fn line(&mut self, length: u64, terminated: bool) -> Line {
        self.number += 1;
        let byte = self.byte;
        self.byte += length + u64::from(terminated);
        let bytes = std::mem::take(&mut self.partial);
        Line { number: self.number, byte, bytes, too_long: (length > self.limit).then_some(length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, limit: u64, want: &[(u64, u64, &str, bool)]) {
        let mut lines = Lines::new(io::BufReader::with_capacity(3, text.as_bytes()), limit);
        let mut got = Vec::new();
        while let Some(line) = lines.advance().unwrap() {
            got.push((line.number, line.byte, String::from_utf8(line.bytes).unwrap(), line.too_long.is_some()));
        }
        let got: Vec<_> = got.iter().map(|(n, b, t, l)| (*n, *b, t.as_str(), *l)).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn lines_know_their_place_and_stop_at_the_limit() {
        check("", 9, &[]);
        check("\n", 9, &[(1, 0, "", false)]);
        check("ab\ncdefg", 9, &[(1, 0, "ab", false), (2, 3, "cdefg", false)]);
        check("abcdefghi\nx\n", 4, &[(1, 0, "abcd", true), (2, 10, "x", false)]);
    }
}
