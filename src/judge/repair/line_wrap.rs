//! Were paragraphs broken at a fixed width?
//!
//! A program that wraps puts a word on the next line only where it does not fit on this one. So a text is wrapped
//! where that holds for nearly every line break inside a paragraph; verse, lists, tables and code do not obey it.

use crate::document::Block;
use crate::judge::repair::Left;
use crate::judge::repair::Proposal;
use crate::judge::repair::Repair;
use crate::text::Span;
use crate::text::is_unspaced;

/// Characters of the widest line: mails and readers wrap at 60 to 80 (RFC 2822 names 78), terminals up to 132.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=140;
/// Line breaks between lines at least: fewer may obey by accident.
const MIN_JOINTS: usize = 4;
/// Share of the breaks that must obey: the last lines of paragraphs that no blank line ends do not.
const OBEYING: f64 = 0.7;
/// Share of the obeying breaks inside a sentence: lines that each end one are paragraphs of about one length.
const INSIDE: f64 = 0.5;

pub struct LineWrap;

impl Repair for LineWrap {
    fn name(&self) -> &'static str {
        "line-wrap"
    }

    fn why(&self) -> &'static str {
        "A paragraph was broken at a fixed width."
    }

    fn repair(&self, left: &Left<'_>) -> Proposal {
        let joints: Vec<(&Block, &Block)> =
            left.joints().filter(|(a, b)| is_prose(left, a) && is_prose(left, b)).collect();
        let Some(width) = joints.iter().map(|(a, _)| width(left, a)).max().filter(|width| WIDTHS.contains(width))
        else {
            return Proposal::default();
        };
        let obeys = |(a, b): &&(&Block, &Block)| is_full(left, a, b, width);
        let full: Vec<&(&Block, &Block)> = joints.iter().filter(obeys).collect();
        let inside = full.iter().filter(|(a, b)| !ends(left, a) || starts_small(left, b)).count();
        let enough = full.len() >= MIN_JOINTS && full.len() as f64 >= OBEYING * joints.len() as f64;
        if !enough || (inside as f64) < INSIDE * full.len() as f64 || longer_than(left, width) {
            return Proposal::default();
        }
        // Without blank lines a full line that ends a sentence may end its paragraph, too.
        let blank = left.document.blocks.windows(2).any(|pair| pair[1].line > pair[0].line + 1);
        let sure = full.into_iter().filter(|(a, b)| blank || !ends(left, a) || starts_small(left, b));
        Proposal { changes: sure.map(|(a, b)| (gap(a, b), joint(left, a, b))).collect(), ..Proposal::default() }
    }
}

fn gap(a: &Block, b: &Block) -> Span {
    Span::new(a.span.end, b.span.start)
}

/// What stands between the two lines when they are one: nothing after a hyphen and between characters without spaces.
fn joint(left: &Left<'_>, a: &Block, b: &Block) -> String {
    let (upper, lower) = (left.document.text_of(a), left.document.text_of(b));
    let (last, first) = (upper.chars().next_back(), lower.chars().next());
    let mut back = upper.chars().rev();
    let hyphen = back.next() == Some('-') && back.next().is_some_and(char::is_alphanumeric);
    let unspaced = last.is_some_and(is_east_asian) && first.is_some_and(is_east_asian);
    if hyphen || unspaced { String::new() } else { " ".to_owned() }
}

/// Han, kana and their punctuation; between Thai words a line break stands for nothing, too.
fn is_east_asian(c: char) -> bool {
    is_unspaced(c) || matches!(u32::from(c), 0x3000..=0x303F | 0xFF00..=0xFFEF)
}

fn width(left: &Left<'_>, block: &Block) -> usize {
    left.document.text_of(block).chars().count()
}

/// Whether the first word of the line below had no room on the line above.
fn is_full(left: &Left<'_>, a: &Block, b: &Block, width: usize) -> bool {
    let lower = left.document.text_of(b);
    let unspaced = lower.chars().next().is_some_and(is_east_asian);
    let word = if unspaced { 1 } else { lower.split_whitespace().next().map_or(0, |word| word.chars().count()) };
    let space = usize::from(!unspaced);
    self::width(left, a) + space + word > width
}

/// Whether a line is of no list, no quoted mail, no table, no code.
fn is_prose(left: &Left<'_>, block: &Block) -> bool {
    let line = left.document.text_of(block);
    let marker =
        line.starts_with(['-', '*', '•', '·', '>', '|', '#', '+', '–', '—', '▪', '●', '◦', '{', '}', '<', '/']);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with([')', '.', ':']);
    let code = line.ends_with(['{', '}', ';', '|', '\\']) || line.contains("  ") || line.contains('\t');
    !marker && !numbered && !code
}

fn ends(left: &Left<'_>, block: &Block) -> bool {
    let line = left.document.text_of(block);
    let line = line.trim_end_matches(['"', '”', '’', '»', ')', '」', '』']);
    line.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '।', '؟'])
}

fn starts_small(left: &Left<'_>, block: &Block) -> bool {
    left.document.text_of(block).chars().next().is_some_and(char::is_lowercase)
}

/// Whether some line is much longer than the width: then nothing was wrapped there.
fn longer_than(left: &Left<'_>, width: usize) -> bool {
    left.blocks().any(|block| self::width(left, block) > 2 * width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::repair::mended;

    fn check(dirty: &str, want: &str) {
        assert_eq!(mended(dirty, &LineWrap), want, "{dirty:?}");
    }

    #[test]
    fn paragraphs_are_joined() {
        let joined = "The dam of Orla held through the night, the mayor said on Monday. Crews had carried sand to it \
                      since Friday, and the long-serving keeper had opened both of the upper gates by hand when the \
                      power failed at midnight.";
        let wrapped = wrap(joined, 50);
        check(&format!("Dam holds\n\n{wrapped}\n\n{wrapped}\n"), &format!("Dam holds\n\n{joined}\n\n{joined}\n"));
    }

    #[test]
    fn verse_lists_code_and_short_paragraphs_stay() {
        let verse = "The river came by night,\nand took the lower mill.\nWe stood without a light\nand held the dam until\nthe morning found us there,\nwith sand in all our hair.\n";
        let list =
            wrap("- sand and bags and stones for the long dam - lamps and oil and ropes for the night - bread", 30)
                .replace("- ", "\n- ");
        let code = "fn main() {\n    let dam = hold(sand, stones, ropes);\n    print(dam);\n    let other = hold(oil, lamps, bread);\n}\n";
        let paragraphs = "The dam held on Monday, said the mayor of Orla.\nThe crews went home on Tuesday to their beds.\nThe water fell on Wednesday at the lower mill.\nThe school opened on Thursday with a short song.\nThe market was held on Friday as in other weeks.\n";
        for text in [verse, &list, code, paragraphs, "", "One line.\n"] {
            check(text, text);
        }
    }

    fn wrap(text: &str, width: usize) -> String {
        let (mut out, mut line) = (String::new(), 0);
        for word in text.split(' ') {
            let length = word.chars().count();
            if line > 0 && line + 1 + length > width {
                out.push('\n');
                line = 0;
            } else if line > 0 {
                out.push(' ');
                line += 1;
            }
            out.push_str(word);
            line += length;
        }
        out
    }
}
