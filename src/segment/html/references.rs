//! What do the character references of a text stand for (`&amp;`, `&#8217;`)? Only those with nothing odd about them.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

/// Bytes of a name: the longest of the HTML standard is `CounterClockwiseContourIntegral;`.
const MAX_NAME: usize = 32;
/// Digits of a number: more make no character.
const MAX_DIGITS: usize = 8;

/// Where a text stands: an `&` in an address is mostly no reference, and the standard has rules for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    Text,
    Attribute,
}

/// Returns a text with its references resolved, borrowed where there is none.
///
/// Returns `None` where one of them is for html5ever to judge: without a semicolon, a control, no known name.
pub fn resolve(text: &str, place: Place) -> Option<Cow<'_, str>> {
    let mut out = String::new();
    // What stands before `held` is written; what stands before `at` is looked at.
    let (mut held, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'&', text.as_bytes().get(at..)?) {
        let start = at + found + 1;
        match reference(text.get(start..)?, place)? {
            Reference::None => at = start,
            Reference::Characters(chars, len) => {
                out.reserve(text.len());
                out.push_str(text.get(held..start - 1)?);
                out.extend(chars.into_iter().flatten());
                at = start + len;
                held = at;
            }
        }
    }
    if held == 0 {
        return Some(Cow::Borrowed(text));
    }
    out.push_str(text.get(held..)?);
    Some(Cow::Owned(out))
}

enum Reference {
    None,
    /// What it stands for, and its bytes behind the `&`.
    Characters([Option<char>; 2], usize),
}

/// Reads what follows an `&`.
fn reference(text: &str, place: Place) -> Option<Reference> {
    let bytes = text.as_bytes();
    let is_number = bytes.first() == Some(&b'#');
    let name = bytes.iter().skip(usize::from(is_number)).take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric());
    let len = name.count() + usize::from(is_number);
    let after = bytes.get(len);
    if len == 0 {
        return Some(Reference::None);
    }
    if after == Some(&b';') {
        let chars = if is_number { Some([Some(number(text.get(1..len)?)?), None]) } else { named(text.get(..=len)?) };
        return match chars {
            Some(chars) => Some(Reference::Characters(chars, len + 1)),
            None if place == Place::Attribute => Some(Reference::None),
            None => None,
        };
    }
    // In an attribute a name without its semicolon is none where a letter, a digit or `=` follows.
    let whole = after == Some(&b'=') || named(text.get(..len)?).is_none();
    (place == Place::Attribute && !is_number && len < MAX_NAME && whole).then_some(Reference::None)
}

fn named(name: &str) -> Option<[Option<char>; 2]> {
    // Beginnings of names stand in the table too, for no character.
    let (first, second) = *NAMED_ENTITIES.get(name).filter(|(first, _)| *first != 0)?;
    Some([char::from_u32(first), char::from_u32(second).filter(|c| *c != '\0')])
}

/// Returns the character of a number; `None` of controls, for which others may stand.
fn number(digits: &str) -> Option<char> {
    let (digits, radix) = digits.strip_prefix(['x', 'X']).map_or((digits, 10), |digits| (digits, 16));
    let code = u32::from_str_radix(digits, radix).ok().filter(|_| digits.len() <= MAX_DIGITS)?;
    char::from_u32(code).filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_references_are_resolved_and_odd_ones_left_to_others() {
        use Place::Attribute;
        use Place::Text;
        for (text, place, want) in [
            ("a &amp; b &#8217;&#x1F600; &nbsp;&eacute;", Text, Some("a & b ’😀 \u{a0}é")),
            ("a & b && c", Text, Some("a & b && c")),
            ("&NotEqualTilde;", Text, Some("\u{2242}\u{338}")),
            ("&amp b", Text, None),
            ("&notit;", Text, None),
            ("&none;", Text, None),
            ("AT&T", Text, None),
            ("&#150;", Text, None),
            ("&#0;", Text, None),
            ("&#xD800;", Text, None),
            ("&#12345678901;", Text, None),
            ("&#;", Text, None),
            ("?a=1&b=2&amp;c=3&copy=4&notit;&none;&", Attribute, Some("?a=1&b=2&c=3&copy=4&notit;&none;&")),
            ("?a=1&copy", Attribute, None),
            ("?a=1&copy#x", Attribute, None),
            ("&#38", Attribute, None),
        ] {
            assert_eq!(resolve(text, place).as_deref(), want, "{text}");
        }
    }
}
