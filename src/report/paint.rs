//! How are letters counted, cut and coloured on a terminal?

use anstyle::AnsiColor;
use anstyle::Style;

/// What a person must read before any score.
pub const NOTE: &str = "text hygiene, not truthfulness";

/// Colour of a grade's letter.
pub fn of_letter(letter: char) -> Style {
    let colour = match letter {
        'A' => AnsiColor::Green,
        'B' => AnsiColor::Cyan,
        'C' => AnsiColor::Yellow,
        'D' => AnsiColor::Magenta,
        _ => AnsiColor::Red,
    };
    Style::new().fg_color(Some(colour.into()))
}

/// Returns the text in a style. Who prints it strips the style where colour is not wanted.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Returns the text in exactly `width` columns: cut with an ellipsis, or filled with spaces.
///
/// Control characters become spaces: a name out of a page must not drive the terminal.
pub fn fit(text: &str, width: usize) -> String {
    let shown = plain(text);
    let columns = columns_of(&shown);
    if columns <= width {
        return shown + &" ".repeat(width - columns);
    }
    let mut out = String::new();
    let mut used = 0;
    for c in shown.chars() {
        if used + self::columns(c) + 1 > width {
            break;
        }
        used += self::columns(c);
        out.push(c);
    }
    if used < width {
        out.push('…');
        used += 1;
    }
    out + &" ".repeat(width.saturating_sub(used))
}

/// Returns the lines of a text that is broken between words to fit `width` columns; a longer word stands alone.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if columns_of(line) + 1 + columns_of(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns a text of one or more paragraphs, each broken to fit `width` columns, in a style.
pub fn wrapped(style: Style, text: &str, width: usize) -> String {
    let lines = text.lines().flat_map(|line| wrap(line, width));
    lines.map(|line| paint(style, &line) + "\n").collect()
}

/// Returns the text without control characters.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Returns the columns that a text takes.
pub fn columns_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Columns of a character: two for East Asian wide forms and most emoji, none for combining marks.
fn columns(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x202A..=0x202E | 0xFE00..=0xFE0F | 0xFEFF => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// Returns a number with thousands set apart: `12,585`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_their_columns() {
        for (text, width, want) in [
            ("abc", 5, "abc  "),
            ("abcdef", 4, "abc…"),
            ("漢字漢字", 5, "漢字…"),
            ("a\u{1b}[2J", 3, "a …"),
            ("", 2, "  "),
        ] {
            assert_eq!(fit(text, width), want);
        }
    }

    #[test]
    fn texts_are_broken_between_words() {
        for (text, width, want) in [
            ("a bc def", 4, &["a bc", "def"][..]),
            ("abcdef g", 3, &["abcdef", "g"]),
            ("漢字 漢", 5, &["漢字", "漢"]),
            ("", 3, &[""]),
        ] {
            assert_eq!(wrap(text, width), want);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (n, want) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(thousands(n), want);
        }
    }
}
