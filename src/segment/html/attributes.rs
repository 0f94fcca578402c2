//! Does a tag have more attributes than a page can use, and what is the page without them?
//!
//! The tokenizer compares every attribute with all before it in its tag, so the excess has to go before it reads.

use std::borrow::Cow;

use memchr::memmem;

/// Attributes of one tag (engineering: 100,000 on one tag cost scraper seconds; no page seen has more than 200).
pub const MAX_ATTRIBUTES: usize = 1024;

/// Returns the page without the attributes beyond the cap: borrowed where no tag has that many.
pub fn limit(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut ends = Ends { bytes, missing: [false; 3] };
    let mut at = 0;
    while let Some(open) = bytes.get(at..).and_then(|rest| memchr::memchr(b'<', rest)).map(|n| at + n) {
        at = open + 1;
        if bytes[at..].starts_with(b"!--") {
            at = ends.find(at, 0);
        } else if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let (end, excess) = tag(bytes, at);
            cuts.extend(excess);
            at = ends.of_raw(at, end);
        }
    }
    if cuts.is_empty() { Cow::Borrowed(html) } else { Cow::Owned(without(html, &cuts)) }
}

/// Walks one start tag; returns where it ends and which bytes lie beyond the cap.
fn tag(bytes: &[u8], start: usize) -> (usize, Option<(usize, usize)>) {
    let (mut at, mut count, mut from, mut in_name) = (start, 0, None, true);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'=' => at = value_end(bytes, at),
            b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' | b'/' => in_name = false,
            _ if !in_name => {
                in_name = true;
                count += 1;
                if count == MAX_ATTRIBUTES + 1 {
                    from = Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    (at, from.map(|from| (from, at)))
}

/// Returns the last byte of a quoted value, or the `=` where no quoted value follows.
fn value_end(bytes: &[u8], equals: usize) -> usize {
    let value = (equals + 1..bytes.len()).find(|at| !bytes[*at].is_ascii_whitespace()).unwrap_or(bytes.len());
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            memchr::memchr(*quote, &bytes[value + 1..]).map_or(bytes.len(), |n| value + 1 + n)
        }
        _ => equals,
    }
}

/// What ends a comment, a script and a style sheet.
const ENDS: [&[u8]; 3] = [b"-->", b"</script", b"</style"];

struct Ends<'a> {
    bytes: &'a [u8],
    /// No such end stands further down: it is not looked for again, or pages full of openings cost their square.
    missing: [bool; 3],
}

impl Ends<'_> {
    /// Returns where reading goes on after a tag: behind the raw text of a script or a style.
    fn of_raw(&mut self, name: usize, end: usize) -> usize {
        let is = |raw: &[u8]| self.bytes.get(name..name + raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw));
        if is(b"script") {
            self.find(end, 1)
        } else if is(b"style") {
            self.find(end, 2)
        } else {
            end
        }
    }

    /// Returns where the next end of a kind stands, and `from` where there is none.
    fn find(&mut self, from: usize, kind: usize) -> usize {
        if self.missing[kind] {
            return from;
        }
        let found = self.bytes.get(from..).and_then(|rest| memmem::find(rest, ENDS[kind]));
        self.missing[kind] = found.is_none();
        found.map_or(from, |n| from + n)
    }
}

fn without(html: &str, cuts: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (start, end) in cuts {
        // The cut starts at an ASCII byte or the first byte of a character, and ends at `>`.
        out.push_str(html.get(at..*start).unwrap_or(""));
        at = *end;
    }
    out.push_str(html.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(count: usize) -> String {
        (0..count).map(|n| format!(" a{n}=\">{n}\"")).collect()
    }

    #[test]
    fn attributes_beyond_the_cap_go_and_nothing_else_does() {
        let plain = format!("<p class='a'>x<script>if (a<b) {{}}{}</script><i{}>y</i>", many(2000), many(1000));
        assert!(matches!(limit(&plain), Cow::Borrowed(_)));
        let hostile = format!("<p{}>text</p>", many(2000));
        let kept = format!("<p{} >text</p>", many(1024));
        assert_eq!(limit(&hostile), kept);
        assert_eq!(limit(&format!("<p{}", many(1025))), format!("<p{} ", many(1024)));
    }
}
