//! Which of eight bytes are letters, digits, capitals of ASCII? Asked of all of them at once, in the bits of one number:
//! where a word ends can't be foreseen, and a processor that guesses wrongly at each loses more time than the asking takes.
//!
//! An answer is the highest bit of each byte. Of bytes behind one that is not ASCII it says nothing.

/// A byte in each of the eight, and the highest bit of each.
pub const EACH: u64 = 0x0101_0101_0101_0101;
pub const HIGH: u64 = EACH << 7;

/// Returns the eight bytes at a place, the first in the lowest bits; `None` where there are fewer.
pub fn at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map(|eight| u64::from_le_bytes(*eight))
}

/// Returns which bytes are letters.
pub const fn letters(eight: u64) -> u64 {
    let lower = eight | EACH << 5;
    at_least(lower, b'a') & !at_least(lower, b'z' + 1) & !eight
}

/// Returns which bytes are capitals.
pub const fn capitals(eight: u64) -> u64 {
    letters(eight) & !(eight << 2)
}

/// Returns which bytes are digits.
pub const fn digits(eight: u64) -> u64 {
    at_least(eight, b'0') & !at_least(eight, b'9' + 1) & !eight
}

/// Returns which bytes are not below a character.
pub const fn at_least(eight: u64, byte: u8) -> u64 {
    eight.wrapping_add(EACH * (0x80 - byte as u64)) & HIGH
}

/// Returns which bytes are a character; all are ASCII.
pub const fn equal(eight: u64, byte: u8) -> u64 {
    !((eight ^ (EACH * byte as u64)) + (HIGH - EACH)) & HIGH
}

/// Returns how many bytes from the first on an answer names, up to the first that it does not.
pub const fn run(answer: u64) -> usize {
    (!answer & HIGH).trailing_zeros() as usize / 8
}

/// Returns an answer for the first so many bytes, fewer than eight.
pub const fn first(answer: u64, count: usize) -> u64 {
    answer & ((1 << (8 * count)) - 1)
}

/// Returns an answer as bits side by side.
pub const fn one_bit_each(answer: u64) -> u32 {
    ((answer >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_what_each_of_them_is() {
        for text in ["aZ09 @[`", "{z/:AMnY", "Word-7.x", "é12345", "caf\u{e9}AB", "abcdefgh", "ABCDEFGH", "        "] {
            let (bytes, eight) = (text.as_bytes(), at(text.as_bytes(), 0).unwrap_or_default());
            let known = bytes.iter().take(8).position(|byte| !byte.is_ascii()).map_or(8, |at| at + 1).min(bytes.len());
            let asked = |answer: u64| (0..known).map(|at| answer >> (8 * at + 7) & 1 == 1).collect::<Vec<_>>();
            let want = |is: fn(&u8) -> bool| bytes.iter().take(known).map(is).collect::<Vec<_>>();
            if bytes.len() >= 8 {
                assert_eq!(asked(letters(eight)), want(u8::is_ascii_alphabetic), "{text}");
                assert_eq!(asked(capitals(eight)), want(u8::is_ascii_uppercase), "{text}");
                assert_eq!(asked(digits(eight)), want(u8::is_ascii_digit), "{text}");
            }
        }
        assert_eq!(run(letters(at(b"abc1efgh", 0).unwrap_or_default())), 3);
        assert_eq!(run(letters(at(b"abcdefgh", 0).unwrap_or_default())), 8);
        assert_eq!(first(capitals(at(b"ABCDEFGH", 0).unwrap_or_default()), 2).count_ones(), 2);
        assert_eq!(at(b"abc", 0), None);
    }
}
