//! What is a byte of UTF-8? Looked up in a table: most characters of most texts are ASCII and need no look at Unicode.

/// A letter of ASCII.
pub const LETTER: u8 = 1;
/// A digit of ASCII.
pub const DIGIT: u8 = 1 << 1;
/// An apostrophe or a hyphen of ASCII, which may stand inside a word.
pub const JOINS: u8 = 1 << 2;
/// Part of a character that is not ASCII.
pub const WIDE: u8 = 1 << 3;
/// A capital of ASCII.
pub const CAPITAL: u8 = 1 << 4;
/// A mark of ASCII at which a reader pauses.
pub const PAUSE: u8 = 1 << 5;
/// A sign of ASCII that stands in labels more than in prose.
pub const SIGN: u8 = 1 << 6;

static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => LETTER,
            b'A'..=b'Z' => LETTER | CAPITAL,
            b'0'..=b'9' => DIGIT,
            b'\'' | b'-' => JOINS,
            b'.' | b',' | b'!' | b'?' | b';' => PAUSE,
            b'|' | b'@' | b'/' | b'#' | b'&' | b'+' | b'_' => SIGN,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
}

/// Returns what a byte is; 0 for other characters of ASCII.
pub fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// Returns what stands at a place; 0 beyond the end.
pub fn class_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(0, |byte| class(*byte))
}

/// Returns where the bytes of these classes end that begin at a place.
pub fn end_of_run(bytes: &[u8], from: usize, classes: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| class(*byte) & classes == 0).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_where_another_class_begins() {
        let text = "abc12-é".as_bytes();
        assert_eq!(end_of_run(text, 0, LETTER), 3);
        assert_eq!(end_of_run(text, 0, LETTER | DIGIT), 5);
        assert_eq!([5, 6, 99].map(|at| class_at(text, at)), [JOINS, WIDE, 0]);
        assert_eq!(end_of_run(text, 99, LETTER), 99);
    }
}
