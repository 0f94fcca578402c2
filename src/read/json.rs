//! Which records does a JSON file hold? The objects of an array, or objects one after another, over any number of lines.

use std::io;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::read::Emit;
use crate::read::File;
use crate::read::Options;
use crate::read::Raw;
use crate::read::Reader;
use crate::read::decode;
use crate::read::jsonl::Jsonl;
use crate::source::Source;

pub struct Json;

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn fits(&self, head: &[u8]) -> bool {
        let head = decode::without_bom(head).trim_ascii_start();
        head.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
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
        let mut values = Values { limit: options.max_record, ..Values::new() };
        let mut stream = decode::stream(stream, options.encoding);
        let mut send = |value: Value| emit(raw(value, file, options));
        loop {
            let used = match stream.fill_buf() {
                Ok([]) => break,
                Ok(piece) => {
                    for byte in piece {
                        if let Some(value) = values.take(*byte) {
                            send(value)?;
                        }
                    }
                    piece.len()
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return send(values.end(Some(format!("the file breaks off here: {error}")))),
            };
            stream.consume(used);
        }
        if values.open() { send(values.end(None)) } else { ControlFlow::Continue(()) }
    }

    fn parse(&self, raw: &Raw, options: &Options) -> Result<Source, String> {
        Jsonl.parse(raw, options)
    }
}

fn raw(value: Value, file: &Arc<File>, options: &Options) -> Raw {
    let limit = options.max_record;
    let too_long = (value.length > limit).then(|| {
        let length = value.length;
        format!(
            "the record has {length} bytes and the limit is {limit} (--max-record); its first {limit} are kept here"
        )
    });
    Raw {
        file: Arc::clone(file),
        record: Some(value.line),
        byte: value.byte,
        bytes: value.bytes,
        columns: None,
        broken: value.broken.or(too_long),
    }
}

/// One object of the file, or what stands in place of one.
struct Value {
    line: u64,
    byte: u64,
    bytes: Vec<u8>,
    /// Bytes of the whole value, of which `bytes` may hold the first only.
    length: u64,
    broken: Option<String>,
}

/// Cuts a stream of bytes into values. Brackets around all of them and commas between them are passed over.
struct Values {
    limit: u64,
    line: u64,
    byte: u64,
    /// Brackets and braces that are open in the value.
    depth: usize,
    in_string: bool,
    escaped: bool,
    value: Option<Value>,
}

impl Values {
    fn new() -> Self {
        Self { limit: 0, line: 1, byte: 0, depth: 0, in_string: false, escaped: false, value: None }
    }

    fn open(&self) -> bool {
        self.value.is_some()
    }

    /// Takes the next byte; returns the value that ends with it or before it.
    fn take(&mut self, byte: u8) -> Option<Value> {
        let is_space = byte.is_ascii_whitespace();
        let is_between = is_space || matches!(byte, b',' | b'[' | b']');
        let mut done = None;
        if self.depth == 0 && is_between && !self.in_string {
            done = self.value.take();
        } else {
            let (line, at) = (self.line, self.byte);
            let value =
                self.value.get_or_insert_with(|| Value { line, byte: at, bytes: Vec::new(), length: 0, broken: None });
            value.length += 1;
            if value.length <= self.limit {
                value.bytes.push(byte);
            }
            if self.closes(byte) {
                done = self.value.take();
            }
        }
        self.line += u64::from(byte == b'\n');
        self.byte += 1;
        done
    }

    /// Follows strings and braces; returns whether the byte closes the value.
    fn closes(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.in_string = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    /// Returns what is left at the end of the stream.
    fn end(&mut self, failed: Option<String>) -> Value {
        let (line, byte) = (self.line, self.byte);
        let value = self.value.take();
        let mut value = value.unwrap_or(Value { line, byte, bytes: Vec::new(), length: 0, broken: None });
        let inside = self.depth > 0 || self.in_string;
        value.broken = failed.or_else(|| inside.then(|| "the file ends inside this record".to_owned()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(u64, String)> {
        let mut values = Values { limit: 99, ..Values::new() };
        let mut all: Vec<Value> = text.bytes().filter_map(|byte| values.take(byte)).collect();
        if values.open() {
            all.push(values.end(None));
        }
        all.into_iter().map(|value| (value.line, String::from_utf8(value.bytes).unwrap_or_default())).collect()
    }

    #[test]
    fn arrays_lines_and_pretty_objects_are_cut_alike() {
        for text in
            ["[{\"a\": \"]},\"}, {\"a\": [1]}]", "{\"a\": \"]},\"}\n{\"a\": [1]}\n", "{\"a\": \"]},\"}{\"a\": [1]}"]
        {
            let texts: Vec<String> = values(text).into_iter().map(|(_, text)| text).collect();
            assert_eq!(texts, ["{\"a\": \"]},\"}", "{\"a\": [1]}"], "{text}");
        }
        assert_eq!(
            values("[\n {\n \"a\": 1\n },\n 7,\n {}]"),
            [(2, "{\n \"a\": 1\n }".into()), (5, "7".into()), (6, "{}".into())]
        );
        assert_eq!(values(r#"[{"a": "\\"}, {"a": "\"}"}]"#).len(), 2);
        assert_eq!(values("[]"), []);
        assert_eq!(values("{\"a\": \"x"), [(1, "{\"a\": \"x".to_owned())]);
    }
}
