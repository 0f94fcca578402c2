//! What is a span of text, and how do bytes, code points, lines and words relate?

pub mod bytes;
pub mod cover;
pub mod eight;
pub mod hash;
pub mod letters;
mod words;

pub use words::count_words;

/// A half-open range of **bytes** into one string, usually `Document::text`.
///
/// Both ends lie on character boundaries. Files that other programs read carry
/// code points instead: see [`CodePoints`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Returns whether the two spans share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the text under the span; "" where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Returns the span without the white space at its two ends.
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }
}

/// Iterates over the lines of `text`, without their terminators (`\n` or `\r\n`).
///
/// An empty text has no line; a text that ends in a line break has no empty last line.
pub fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
        at = end + 1;
        let end = if end > start && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        Some(Span::new(start, end))
    })
}

/// Turns byte offsets into code points, for offsets asked in rising order: one pass over the text.
pub struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> CodePoints<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    /// Returns the number of code points before byte `offset`.
    ///
    /// An offset below an earlier one starts the pass anew; one beyond the end gives the length.
    pub fn at(&mut self, offset: usize) -> usize {
        if offset < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        let upto = offset.min(self.text.len());
        self.point += count_points(&self.text.as_bytes()[self.byte..upto]);
        self.byte = upto;
        self.point
    }
}

/// Counts code points in UTF-8 bytes: every byte that does not continue a character.
fn count_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count()
}

/// Returns the share of words that begin with a capital, from 0 to 1, among those that begin with a letter that has
/// cases; `None` where fewer than half of the words do.
pub fn capital_share<'a>(words: impl Iterator<Item = &'a str>) -> Option<f64> {
    let (mut all, mut cased, mut capital) = (0_usize, 0_usize, 0_usize);
    for word in words {
        let Some(first) = word.chars().find(|c| c.is_alphabetic()) else { continue };
        all += 1;
        capital += usize::from(first.is_uppercase());
        cased += usize::from(first.is_uppercase() || first.is_lowercase());
    }
    (cased > 0 && cased * 2 >= all).then(|| capital as f64 / cased as f64)
}

/// What stands between a title and the name of the site.
pub const SITE_SEPARATORS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "];

/// Returns the forms of a page's title: whole, and without what stands after or before a separator.
pub fn title_forms(title: &str) -> Vec<&str> {
    let title = title.trim();
    let mut forms = vec![title];
    for separator in SITE_SEPARATORS {
        forms.extend(title.rsplit_once(separator).map(|(head, _)| head.trim()));
        forms.extend(title.split_once(separator).map(|(head, _)| head.trim()));
    }
    forms.dedup();
    forms
}

/// Returns whether `c` belongs to a script that is written without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

/// Returns whether `c` is a combining mark of a script whose vowels `char::is_alphanumeric` leaves out.
pub fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x064B..=0x065F | 0x0900..=0x0DFF | 0x1AB0..=0x1AFF)
}

/// Returns the form in which literals of rules are compared.
///
/// Lower case; white space squeezed; curly quotes and apostrophes straight; dashes as `-`;
/// list markers at the start and punctuation at the end (`: . ! | > » …`) set aside.
/// So `equals: Advertisement` also finds `* ADVERTISEMENT:`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Most characters of most texts: told apart first.
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            c if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '’' | '‘' | 'ʼ' | '`' | '´' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '–' | '—' | '‐' | '‑' | '−' => out.push('-'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    let head =
        |c: char| c.is_whitespace() || matches!(c, '*' | '-' | '•' | '·' | '|' | '>' | '#' | '+' | '▶' | '►' | '→');
    let tail = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '.' | '!' | '|' | '>' | '"' | '…' | '-' | '*' | '›' | '→' | '▼' | '↓' | ',' | '：' | '。' | '！'
            )
    };
    let inner = out.trim_start_matches(head).trim_end_matches(tail);
    if inner.is_empty() { out.trim().to_owned() } else { inner.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_no_terminator_and_invent_no_last_line() {
        let text = "a\r\n\nb";
        let got: Vec<_> = lines(text).map(|s| s.of(text)).collect();
        assert_eq!(got, ["a", "", "b"]);
        assert_eq!(lines("a\n").count(), 1);
        assert_eq!(lines("").count(), 0);
    }

    #[test]
    fn code_points_count_characters_not_bytes() {
        let mut points = CodePoints::new("aé漢b");
        assert_eq!([1, 3, 6, 7, 99].map(|b| points.at(b)), [1, 2, 3, 4, 4]);
        assert_eq!(points.at(1), 1);
    }

    #[test]
    fn folding_sets_case_quotes_bullets_and_end_marks_aside() {
        for (text, want) in
            [("* ADVERTISEMENT:", "advertisement"), ("Don’t  miss…", "don't miss"), ("---", "---"), ("", "")]
        {
            assert_eq!(fold(text), want);
        }
    }
}
