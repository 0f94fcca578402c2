//! Do character references of HTML stand in the text (`&amp;amp;`, `&#8217;`)?

use html5ever::data::C1_REPLACEMENTS;
use html5ever::data::NAMED_ENTITIES;

use crate::judge::repair::Left;
use crate::judge::repair::Proposal;
use crate::judge::repair::Repair;
use crate::text::Span;

/// Times that an ampersand may have been escaped: `&amp;amp;amp;` is seen in feeds of feeds.
const MAX_TIMES: usize = 4;
/// Bytes of the longest name in the HTML standard, `CounterClockwiseContourIntegral;`.
const MAX_NAME: usize = 32;

pub struct Entities;

impl Repair for Entities {
    fn name(&self) -> &'static str {
        "entities"
    }

    fn why(&self) -> &'static str {
        "A character reference of HTML that nobody resolved."
    }

    /// A line that also holds tags is left alone, as ftfy does: there the references may be meant.
    fn repair(&self, left: &Left<'_>) -> Proposal {
        let text = &left.document.text;
        let mut changes = Vec::new();
        for block in left.blocks_touched() {
            let line = left.document.text_of(block);
            if memchr::memchr(b'&', line.as_bytes()).is_none() || has_tag(line) {
                continue;
            }
            let mut at = block.span.start;
            while let Some(next) = Span::new(at, block.span.end).of(text).find('&') {
                at += next;
                match reference(Span::new(at, block.span.end).of(text)) {
                    Some((with, length)) => {
                        changes.push((Span::new(at, at + length), with));
                        at += length;
                    }
                    None => at += 1,
                }
            }
        }
        Proposal { changes, ..Proposal::default() }
    }
}

fn has_tag(line: &str) -> bool {
    let mut opens = line.match_indices('<').map(|(at, _)| line.get(at + 1..).unwrap_or_default());
    opens.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'))
}

/// Returns what the reference at the start of `text` stands for, and its length in bytes.
fn reference(text: &str) -> Option<(String, usize)> {
    let mut end = one(text)?.1;
    let mut value = one(text)?.0;
    for _ in 1..MAX_TIMES {
        if value != "&" {
            break;
        }
        let again = format!("&{}", text.get(end..)?);
        let Some((next, length)) = one(&again) else { break };
        value = next;
        end += length - 1;
    }
    Some((value, end))
}

fn one(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix('&')?;
    let length = rest.bytes().take(MAX_NAME).position(|b| b == b';')?;
    let name = rest.get(..length)?;
    let value = match name.strip_prefix('#') {
        Some(number) => numbered(number)?.to_string(),
        None => named(rest.get(..=length)?)?,
    };
    Some((value, length + 2))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse::<u32>().ok()?,
    };
    let replaced =
        code.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(usize::try_from(at).ok()?).copied().flatten());
    replaced.or_else(|| char::from_u32(code)).filter(|c| !c.is_control())
}

/// `name` ends with its semicolon.
fn named(name: &str) -> Option<String> {
    let (first, second) = *NAMED_ENTITIES.get(name)?;
    let codes = [first, second].into_iter().filter(|code| *code != 0);
    let value: String = codes.filter_map(char::from_u32).collect();
    (!value.is_empty() && !value.chars().any(char::is_control)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::repair::mended;

    fn check(dirty: &str, want: &str) {
        assert_eq!(mended(dirty, &Entities), want, "{dirty:?}");
    }

    #[test]
    fn references_become_characters() {
        for (dirty, want) in [
            ("AT&amp;T and AT&amp;amp;T", "AT&T and AT&T"),
            ("the city&#8217;s &quot;mayor&quot;", "the city’s \"mayor\""),
            ("&amp;#8217;tis &#x27;a&#X27; &#146;b", "’tis 'a' ’b"),
            ("5 &lt; 6 &hellip; &eacute;", "5 < 6 … é"),
        ] {
            check(dirty, want);
        }
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in
            ["R&D; AT&T; Q&A", "&unknown; & &; &#; &#x; &#0; &#10;", "write <b> as &lt;b&gt;", "?a=1&copy=2", ""]
        {
            check(text, text);
        }
    }
}
