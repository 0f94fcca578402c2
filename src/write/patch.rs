//! Which bytes of a file change when spans of a document do, so that every other byte stays as it was?

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::text::Span;

/// The UTF-8 byte order mark.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A span and what stands in its place; "" where it goes.
pub type Edit = (Span, String);

/// Returns a text file with the edits, whose spans count from after a byte order mark.
///
/// `None` where the file is not UTF-8: its spans are not spans of its bytes.
pub fn text(bytes: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    std::str::from_utf8(bytes.get(start..)?).ok()?;
    edited(bytes, &edits.iter().map(|(span, with)| (moved(*span, start), with.clone())).collect::<Vec<Edit>>())
}

fn moved(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

/// Returns a JSON record with the edits of one of its string fields; escapes elsewhere stay as they were written.
///
/// `None` where the record is no object, or the field no string of it.
pub fn json_field(line: &str, field: &str, edits: &[Edit]) -> Option<String> {
    let fields: HashMap<String, &RawValue> = serde_json::from_str(line).ok()?;
    let raw = fields.get(field)?.get();
    let offset = (raw.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
    let spans: Vec<Span> = edits.iter().map(|(span, _)| *span).collect();
    let raw = raw_spans(raw, &spans)?.into_iter().zip(edits);
    let raw: Option<Vec<Edit>> = raw.map(|(span, (_, with))| Some((moved(span, offset), escaped(with)?))).collect();
    String::from_utf8(edited(line.as_bytes(), &raw?)?).ok()
}

/// Returns a text as it is written inside a string of JSON.
fn escaped(text: &str) -> Option<String> {
    let literal = serde_json::to_string(text).ok()?;
    Some(literal.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn edited(bytes: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for (span, with) in edits {
        out.extend_from_slice(bytes.get(at..span.start)?);
        out.extend_from_slice(with.as_bytes());
        at = span.end;
    }
    out.extend_from_slice(bytes.get(at..)?);
    Some(out)
}

/// Turns spans of a string's value into spans of the literal that writes it, quotes included.
fn raw_spans(literal: &str, cuts: &[Span]) -> Option<Vec<Span>> {
    let borders: Vec<usize> = cuts.iter().flat_map(|cut| [cut.start, cut.end]).collect();
    let mut found: Vec<usize> = Vec::with_capacity(borders.len());
    let (mut value_at, mut raw_at) = (0, 1);
    let body = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut rest = body;
    loop {
        while borders.get(found.len()).is_some_and(|border| *border <= value_at) {
            found.push(raw_at);
        }
        let Some((raw_len, value_len)) = unit(rest) else { break };
        rest = rest.get(raw_len..)?;
        raw_at += raw_len;
        value_at += value_len;
    }
    (found.len() == borders.len()).then(|| found.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect())
}

/// The lengths in bytes of the next character of a JSON string: as written, and as UTF-8.
fn unit(rest: &str) -> Option<(usize, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    if rest.as_bytes().get(1) != Some(&b'u') {
        return Some((2, 1));
    }
    let code = |at: usize| u32::from_str_radix(rest.get(at..at + 4)?, 16).ok();
    let high = code(2)?;
    if (0xD800..0xDC00).contains(&high) {
        return Some((12, 4));
    }
    Some((6, char::from_u32(high)?.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_spans_go() {
        let cut = [(Span::new(3, 6), String::new())];
        for (bytes, want) in
            [("abcXYZdef\r\n".as_bytes(), "abcdef\r\n".as_bytes()), (b"\xEF\xBB\xBFabcXYZ", b"\xEF\xBB\xBFabc")]
        {
            assert_eq!(text(bytes, &cut).as_deref(), Some(want));
        }
        assert_eq!(text(b"\xFFabcXYZ", &cut), None);
    }

    #[test]
    fn escapes_outside_the_spans_stay_as_written() {
        // The value is `é😀 Ad\nB`: 2 + 4 + 1 bytes before `Ad`, which ends with its line break at byte 10.
        let line = r#"{"n": 1.0, "t" : "\u00e9\ud83d\ude00 Ad\nB", "z":"\/"}"#;
        let want = r#"{"n": 1.0, "t" : "\u00e9\ud83d\ude00 B", "z":"\/"}"#;
        assert_eq!(json_field(line, "t", &[(Span::new(7, 10), String::new())]).as_deref(), Some(want));
        assert_eq!(json_field(line, "n", &[(Span::new(0, 1), String::new())]), None);
        assert_eq!(json_field("[1]", "n", &[]), None);
        let with = [(Span::new(0, 1), "\"é".to_owned())];
        assert_eq!(json_field(r#"{"t":"ab"}"#, "t", &with).as_deref(), Some(r#"{"t":"\"éb"}"#));
    }
}
