//! What is a character: a letter, in which case, a number? Looked up in a table where two bytes of UTF-8 hold it (Latin,
//! Greek, Cyrillic, Hebrew, Arabic): the standard library searches for it.

use std::sync::LazyLock;

/// A letter, a number, or either.
pub const LETTER: u8 = 1;
pub const NUMBER: u8 = 1 << 1;
pub const WORD: u8 = LETTER | NUMBER;
/// A letter in upper case, or in lower case; a letter of a script without cases is in neither.
pub const UPPER: u8 = 1 << 2;
pub const LOWER: u8 = 1 << 3;

/// Characters that are looked up: those of at most two bytes.
const KNOWN: u32 = 0x800;

static TABLE: LazyLock<Vec<Letter>> =
    LazyLock::new(|| (0..KNOWN).map(|code| char::from_u32(code).map_or(Letter::NONE, Letter::new)).collect());

/// What is known of a character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    kinds: u8,
    /// The first character of it in lower case.
    pub lower: char,
}

impl Letter {
    const NONE: Self = Self { kinds: 0, lower: '\0' };

    fn new(c: char) -> Self {
        let kind = |is: bool, kind: u8| if is { kind } else { 0 };
        let kinds = kind(c.is_alphabetic(), LETTER)
            | kind(c.is_numeric(), NUMBER)
            | kind(c.is_uppercase(), UPPER)
            | kind(c.is_lowercase(), LOWER);
        Self { kinds, lower: c.to_lowercase().next().unwrap_or(c) }
    }

    /// Returns whether it is of one of these kinds.
    pub fn is(self, kinds: u8) -> bool {
        self.kinds & kinds != 0
    }
}

/// Returns what is known of a character.
pub fn of(c: char) -> Letter {
    match TABLE.get(c as usize) {
        Some(known) => *known,
        // Quotes, dashes and spaces: most of what is not ASCII in many texts.
        None if matches!(c, '\u{2000}'..='\u{206f}') => Letter { kinds: 0, lower: c },
        None => Letter::new(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_what_the_standard_library_says() {
        for (c, kinds) in
            [('é', LETTER | LOWER), ('Ж', LETTER | UPPER), ('ش', LETTER), ('٣', NUMBER), ('—', 0), ('天', LETTER)]
        {
            assert_eq!(of(c).kinds, kinds, "{c}");
        }
        assert_eq!((of('Ж').lower, of('İ').lower, of('a').lower), ('ж', 'i', 'a'));
    }
}
