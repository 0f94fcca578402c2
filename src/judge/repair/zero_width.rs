//! Which characters can nobody see, and nobody needs?
//!
//! Joiners shape emoji and the letters of Persian and India, a zero-width space divides words where no space is
//! written, direction marks belong to Arabic and Hebrew: those stay.

use crate::judge::repair::Left;
use crate::judge::repair::Proposal;
use crate::judge::repair::Repair;
use crate::text::Span;
use crate::text::is_unspaced;

pub struct ZeroWidth;

impl Repair for ZeroWidth {
    fn name(&self) -> &'static str {
        "zero-width"
    }

    fn why(&self) -> &'static str {
        "A character that is never seen and means nothing here."
    }

    fn repair(&self, left: &Left<'_>) -> Proposal {
        let text = &left.document.text;
        let mut changes = Vec::new();
        for block in left.blocks_touched() {
            let line = left.document.text_of(block);
            if line.bytes().all(|b| (0x20..0x7F).contains(&b) || b == b'\t') {
                continue;
            }
            let right_to_left = line.chars().any(is_right_to_left);
            let mut before = None;
            for (at, c) in line.char_indices() {
                let after = line.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                if goes(c, before, after, right_to_left) {
                    let start = block.span.start + at;
                    changes.push((Span::new(start, start + c.len_utf8()), String::new()));
                } else {
                    before = Some(c);
                }
            }
        }
        changes.retain(|(span, _)| !span.of(text).is_empty());
        Proposal { changes, ..Proposal::default() }
    }
}

fn goes(c: char, before: Option<char>, after: Option<char>, right_to_left: bool) -> bool {
    let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || ('\u{a0}'..='\u{24f}').contains(&c));
    match c {
        '\t' | '\r' | '\n' | '\u{85}' | '\u{b}' | '\u{c}' => false,
        '\u{ad}' | '\u{2060}' | '\u{feff}' => true,
        c if c.is_control() => true,
        '\u{200b}' => !before.is_some_and(is_unspaced_or_near) && !after.is_some_and(is_unspaced_or_near),
        '\u{200c}' | '\u{200d}' => plain(before) && plain(after),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => !right_to_left,
        _ => false,
    }
}

/// Scripts that are written without spaces, Tibetan and Javanese among them.
fn is_unspaced_or_near(c: char) -> bool {
    is_unspaced(c) || matches!(u32::from(c), 0x0F00..=0x0FFF | 0x1950..=0x1AAF | 0xA980..=0xA9DF)
}

fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::repair::mended;

    fn check(dirty: &str, want: &str) {
        assert_eq!(mended(dirty, &ZeroWidth), want, "{dirty:?}");
    }

    #[test]
    fn what_nobody_sees_goes() {
        for (dirty, want) in [
            ("hid\u{200b}den and \u{feff}bom and so\u{ad}ft", "hidden and bom and soft"),
            ("bell\u{7}s and ka\u{200d}put, left\u{200e} mark\u{202c}", "bells and kaput, left mark"),
        ] {
            check(dirty, want);
        }
    }

    #[test]
    fn what_shapes_or_divides_stays() {
        for text in [
            "👩\u{200d}🔬 ❤\u{fe0f} 🏳\u{fe0f}\u{200d}🌈",
            "می\u{200c}خواهم",
            "क्\u{200d}ष श्री\u{200c}",
            "ภาษา\u{200b}ไทย",
            "שלום\u{200f}, (abc)\u{200e} עולם",
            "tab\there",
            "漢\u{200b}字",
            "",
        ] {
            check(text, text);
        }
    }
}
