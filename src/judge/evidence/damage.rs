//! Does a damaged place begin at this character: mojibake, an invisible character, markup, words run together?

use crate::judge::evidence::scan::Sight;
use crate::text::is_unspaced;

/// Returns what begins at byte `at` of `piece`, where `c` stands, and its length in bytes.
pub fn at(piece: &str, at: usize, c: char, before: char) -> Option<(Sight, usize)> {
    let rest = piece.get(at..)?;
    match c {
        '<' | '&' | '[' | '{' => markup(rest).map(|n| (Sight::Markup, n)),
        c if c.is_ascii() => {
            (c.is_ascii_control() && c != '\t' && c != '\n' && c != '\r').then_some((Sight::Control, 1))
        }
        '\u{fffd}' => Some((Sight::Mojibake, c.len_utf8())),
        '\u{c2}'..='\u{f4}' => mojibake(rest, before).map(|n| (Sight::Mojibake, n)),
        c if is_invisible(c, before) => Some((Sight::Control, c.len_utf8())),
        _ => None,
    }
}

/// Characters that are never seen and mean nothing in running text. A zero-width space divides words in
/// Thai, Khmer and their like, joiners shape letters, and direction marks are part of Arabic and Hebrew.
fn is_invisible(c: char, before: char) -> bool {
    match c {
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => true,
        '\u{200b}' => !is_unspaced(before),
        '\u{e000}'..='\u{f8ff}' => true,
        _ => false,
    }
}

/// Returns the length of a tag, an entity, a shortcode or a template mark at the start of `rest`.
fn markup(rest: &str) -> Option<usize> {
    match rest.as_bytes() {
        [b'<', ..] => tag(rest),
        [b'&', ..] => entity(rest),
        [b'[', ..] => shortcode(rest),
        [b'{', b'{', ..] | [b'{', b'%', ..] => Some(2),
        _ => None,
    }
}

/// Bytes that a tag may be long before it counts as prose with a "<" in it.
const MAX_TAG: usize = 300;

/// Elements of the HTML standard that are found in dumps of articles.
const TAGS: [&str; 34] = [
    "a",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "div",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "object",
    "ol",
    "p",
    "script",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "td",
    "ul",
];

fn tag(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") || rest.starts_with("<![CDATA[") {
        return Some(4);
    }
    let name = rest.get(1..)?.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let word = name.get(..end)?.to_ascii_lowercase();
    let close = rest.bytes().take(MAX_TAG).position(|b| b == b'>')?;
    TAGS.binary_search(&word.as_str()).ok().map(|_| close + 1)
}

/// Names of HTML entities that dumps hold; numbers (`&#8217;`, `&#x27;`) count as well.
const ENTITIES: [&str; 17] = [
    "amp", "apos", "bull", "copy", "gt", "hellip", "laquo", "ldquo", "lsquo", "lt", "mdash", "nbsp", "ndash", "quot",
    "raquo", "rdquo", "rsquo",
];

fn entity(rest: &str) -> Option<usize> {
    let end = rest.bytes().take(10).position(|b| b == b';')?;
    let name = rest.get(1..end)?;
    let number = name.strip_prefix('#').is_some_and(|n| {
        let digits = n.trim_start_matches(['x', 'X']);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit())
    });
    (number || ENTITIES.binary_search(&name).is_ok()).then_some(end + 1)
}

/// Shortcodes of the usual blog systems, with their attributes.
const SHORTCODES: [&str; 9] =
    ["[caption", "[/caption", "[embed", "[/embed", "[gallery", "[youtube ", "[vc_", "[/vc_", "[video "];

fn shortcode(rest: &str) -> Option<usize> {
    SHORTCODES.iter().find(|code| rest.starts_with(**code))?;
    Some(rest.bytes().take(MAX_TAG).position(|b| b == b']').map_or(1, |n| n + 1))
}

/// Returns the length of text in UTF-8 that was read as Windows-1252 or Latin-1, at the start of `rest`.
fn mojibake(rest: &str, before: char) -> Option<usize> {
    let (first, length) = sequence(rest)?;
    let sure = match first {
        '\u{80}'..='\u{ff}' => !(before.is_uppercase() && rest.chars().nth(1).is_some_and(closes)),
        '\u{2010}'..='\u{205e}' | '\u{20ac}' | '\u{2122}' | '\u{2190}'..='\u{21ff}' | '\u{feff}' | '\u{fffd}' => true,
        c => u32::from(c) >= 0x1_0000,
    };
    // Elsewhere one pair of letters may be a word ("CAFÉ»"): two in a row are no accident.
    (sure || rest.get(length..).and_then(sequence).is_some()).then_some(length)
}

fn closes(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '"' | '\u{a0}' | '…' | '–' | '—')
}

/// Decodes one character that was taken apart into one character per byte: the character, and the bytes read.
pub fn sequence(rest: &str) -> Option<(char, usize)> {
    let mut chars = rest.chars();
    let lead = u8::try_from(u32::from(chars.next()?)).ok()?;
    let more = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => return None,
    };
    let (mut bytes, mut length) = ([lead, 0, 0, 0], char::from(lead).len_utf8());
    for slot in bytes.iter_mut().skip(1).take(more) {
        let c = chars.next()?;
        *slot = continuation(c)?;
        length += c.len_utf8();
    }
    let decoded = std::str::from_utf8(bytes.get(..=more)?).ok()?.chars().next()?;
    Some((decoded, length))
}

/// What Windows-1252 shows for the bytes 80 to 9F (encoding standard of the WHATWG); a space where it shows nothing.
const WINDOWS_1252: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// Returns what Windows-1252 shows for a control character that was a byte of it: `’` for U+0092.
pub fn windows_1252(c: char) -> Option<char> {
    let at = u32::from(c).checked_sub(0x80).and_then(|at| usize::try_from(at).ok())?;
    WINDOWS_1252.chars().nth(at).filter(|shown| *shown != ' ')
}

/// Returns the byte, if it may continue a character of UTF-8.
pub fn continuation(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xBF => u8::try_from(code).ok(),
        0..=0xFF => None,
        _ => WINDOWS_1252.chars().position(|shown| shown == c).and_then(|n| u8::try_from(n + 0x80).ok()),
    }
}

/// Returns whether a run-on may be seen at `c`: a capital after a small letter, or an end mark after one.
pub fn may_run_on(c: char, before: char) -> bool {
    before.is_lowercase() && (matches!(c, '.' | '!' | '?') || c.is_uppercase())
}

/// Returns how far the second word reaches, if two words or sentences run together at byte `at`.
///
/// "newsletterReceive" counts, "iPhone", "YouTube" and "JavaScript" do not: the token must begin with a small
/// letter and both parts have four letters or more. "ended.The" counts, "Amazon.Com" and addresses do not.
pub fn run_on(piece: &str, at: usize) -> Option<usize> {
    let (left, right) = (piece.get(..at)?, piece.get(at..)?);
    let second = right.trim_start_matches(['.', '!', '?', '"', '”', '’']);
    // Most marks end a sentence before a space: asked first.
    if !second.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let head = left.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let around = left.rsplit(char::is_whitespace).next()?;
    if around.contains(['/', '@', '#', '_', '.']) {
        return None;
    }
    let mark = right.chars().next().filter(|c| matches!(c, '.' | '!' | '?'));
    let small = second.chars().skip(1).take_while(|c| c.is_lowercase()).count();
    let after = second.chars().nth(small + 1);
    let fits = if mark.is_some() {
        let word = head.chars().all(char::is_lowercase) && head.chars().count() >= 2;
        word && after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '\'' | '’')) && small >= 1
    } else {
        let before = head.chars().rev().take_while(|c| c.is_lowercase()).count();
        head.chars().next().is_some_and(char::is_lowercase) && before >= 4 && small >= 3
    };
    fits.then(|| right.len() - second.len() + second.chars().take(small + 1).map(char::len_utf8).sum::<usize>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(Sight, String)> {
        let (mut found, mut skip, mut before) = (Vec::new(), 0, ' ');
        for (i, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
            if i < skip {
                continue;
            }
            if let Some((sight, n)) = at(text, i, c, before) {
                found.push((sight, text.get(i..i + n).unwrap_or("?").to_owned()));
                skip = i + n;
            } else if may_run_on(c, before) && run_on(text, i).is_some() {
                found.push((Sight::RunOn, String::new()));
            }
            before = c;
        }
        found
    }

    #[test]
    fn tables_are_sorted_for_binary_search() {
        assert!(TAGS.is_sorted() && ENTITIES.is_sorted());
        assert_eq!(WINDOWS_1252.chars().count(), 32);
    }

    #[test]
    fn damage_fires_and_spares() {
        use Sight::Control as C;
        use Sight::Markup as M;
        use Sight::Mojibake as B;
        use Sight::RunOn as R;
        let cases: [(&str, &[Sight]); 24] = [
            ("the cityâ€™s mayor", &[B]),
            ("Ã©cole fermÃ©e", &[B, B]),
            ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", &[B; 5]),
            ("lost sign\u{fffd} here", &[B]),
            ("smile ðŸ˜‚", &[B]),
            ("Â£40 a year", &[B]),
            ("LE CAFÉ» est ouvert, São Paulo, NÃO, IRMÃ»", &[]),
            ("« à\u{a0}» et Þór og Ðað", &[]),
            ("<b>bold</b> and <a href=\"x\">link</a>", &[M, M, M, M]),
            ("AT&amp;T&nbsp;said &#8217;", &[M, M, M]),
            ("[caption id=\"1\"]He waves[/caption]", &[M, M]),
            ("if a < b and b > c, AT&T; R&D [sic] {x}", &[]),
            ("hid\u{200b}den and \u{feff}bom and so\u{ad}ft", &[C, C, C]),
            ("می\u{200c}خواهم and 👩\u{200d}🔬", &[]),
            ("ภาษา\u{200b}ไทย", &[]),
            ("bell\u{7}", &[C]),
            ("Daily newsletterReceive news", &[R]),
            ("the war ended.The city slept", &[R]),
            ("he said.”Then he left", &[R]),
            ("iPhone YouTube JavaScript McDonald eBay", &[]),
            ("www.Example.Com and asp.Net/x", &[]),
            ("U.S.The end; Yahoo!News", &[]),
            ("#blackLivesMatter @someUserName", &[]),
            ("", &[]),
        ];
        for (text, want) in cases {
            let got = seen(text);
            assert_eq!(got.iter().map(|g| g.0).collect::<Vec<_>>(), want, "{text:?}: {got:?}");
        }
    }
}
