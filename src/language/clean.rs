//! Which letters of a text may tell its language? Sets the rest aside.

use crate::language::script::Script;

/// What is left of a text: lower-case words of its dominant script, and counts of what was left out.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Cleaned {
    /// Words of the dominant script in lower case, one space between them.
    pub text: String,
    pub script: Option<Script>,
    /// Letters in `text`.
    pub letters: usize,
    /// Words in `text`.
    pub words: usize,
    /// Words that begin with an upper-case letter.
    pub capitalized: usize,
    /// Tokens set aside because they hold a digit or look like an address, a handle or encoded data.
    pub set_aside: usize,
    /// Characters that programs use far more than prose (`{}[]<>=;_`, calls), in the whole text.
    pub code_signs: usize,
    /// Characters that are not white space, in the whole text.
    pub characters: usize,
}

/// Encoded data and hashes run on without a space; no word of a benchmark of 74 languages with mixed
/// case inside or signs between is this long (code points).
const LONG_TOKEN: usize = 24;

/// Returns what is left of `text` after addresses, handles, digits, encoded data and other scripts are set aside.
pub(super) fn clean(text: &str) -> Cleaned {
    let mut out = Cleaned::default();
    // Words of six letters with a space between.
    let mut kept = Vec::with_capacity(text.len() / 7 + 8);
    for token in text.split_whitespace() {
        if is_plain(token) {
            out.characters += token.len();
            kept.push(token);
            continue;
        }
        out.characters += if token.is_ascii() { token.len() } else { token.chars().count() };
        if is_number(token) || is_set_aside(token) {
            out.set_aside += 1;
        } else {
            out.code_signs += code_signs(token);
            kept.push(token);
        }
    }
    out.script = Script::dominant(kept.iter().flat_map(|t| t.chars()));
    if let Some(script) = out.script {
        out.text.reserve(text.len());
        for token in kept {
            if script == Script::Latin && token.is_ascii() {
                push_ascii(&mut out, token.as_bytes());
            } else {
                push_words(&mut out, token, script);
            }
        }
    }
    out
}

/// Returns whether a token is of letters and the commonest marks, so that it is no address, number, code or data.
fn is_plain(token: &str) -> bool {
    let is_common = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b',' | b'.' | b'\'' | b'"' | b'-');
    token.len() < LONG_TOKEN && token.bytes().all(is_common)
}

fn is_set_aside(token: &str) -> bool {
    let first = token.trim_start_matches(['(', '[', '"', '\'', '<', '“', '«']);
    if first.starts_with(['@', '#']) || first.contains("://") || first.starts_with("www.") {
        return true;
    }
    is_mail(first) || is_host(first) || (token.is_ascii() && (has_inner_digit(first) || is_encoded(first)))
}

fn is_number(token: &str) -> bool {
    token.contains(|c: char| c.is_ascii_digit()) && !token.contains(char::is_alphabetic)
}

fn is_mail(token: &str) -> bool {
    token.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// A host or path without scheme: a dot or slash between ASCII letters, then a further slash or a short ending.
fn is_host(token: &str) -> bool {
    let Some((name, rest)) = token.split_once('.') else { return false };
    let ends = rest.split(['/', '?', '#']).next().unwrap_or("");
    token.is_ascii()
        && !name.is_empty()
        && rest.contains('/')
        && ends.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}

fn has_inner_digit(token: &str) -> bool {
    token.bytes().any(|b| b.is_ascii_digit()) && token.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Long, in ASCII, and with capitals after small letters or `+/=` inside: base64, hashes, joined identifiers.
fn is_encoded(token: &str) -> bool {
    let inner = token.trim_end_matches(['.', ',', '"', ')', ':', ';']);
    inner.len() >= LONG_TOKEN
        && (inner.contains(['+', '=', '_'])
            || inner
                .as_bytes()
                .windows(2)
                .any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase())))
}

/// Counts signs of programs; a parenthesis only where it follows an ASCII letter or closes at once (`len()`, `f(x`).
fn code_signs(token: &str) -> usize {
    let calls =
        token.as_bytes().windows(2).filter(|w| matches!(w, [a, b'('] if a.is_ascii_alphanumeric() || *a == b'_'));
    let signs = token.chars().filter(|c| {
        matches!(c, '{' | '}' | '[' | ']' | '<' | '>' | '=' | ';' | '_' | '\\' | '*' | '&' | '|' | '$' | '`')
    });
    calls.count() + signs.count()
}

/// Does what `push_words` does, for most tokens of most texts.
fn push_ascii(out: &mut Cleaned, token: &[u8]) {
    let mut inside = false;
    for (at, byte) in token.iter().enumerate() {
        let letter = byte.is_ascii_alphabetic();
        let joins = || inside && matches!(byte, b'\'' | b'`') && token.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
        if !(letter || joins()) {
            inside = false;
            continue;
        }
        if !inside {
            if !out.text.is_empty() {
                out.text.push(' ');
            }
            out.words += 1;
            out.capitalized += usize::from(byte.is_ascii_uppercase());
            inside = true;
        }
        out.letters += usize::from(letter);
        out.text.push(if letter { char::from(byte.to_ascii_lowercase()) } else { '\'' });
    }
}

fn push_words(out: &mut Cleaned, token: &str, script: Script) {
    let mut inside = false;
    for (at, c) in token.char_indices() {
        let joins =
            inside && (is_apostrophe(c) || is_joiner(c)) && starts_with_letter(token, at + c.len_utf8(), script);
        if !(script.holds(c) || (inside && is_joiner(c)) || joins) {
            inside = false;
            continue;
        }
        if !inside {
            if !out.text.is_empty() {
                out.text.push(' ');
            }
            out.words += 1;
            out.capitalized += usize::from(c.is_uppercase());
            inside = true;
        }
        out.letters += usize::from(script.holds(c));
        push_lower(&mut out.text, c);
    }
}

/// Adds a character in the form in which the lists hold it.
pub(super) fn push_lower(text: &mut String, c: char) {
    match c {
        '’' | 'ʼ' | '‘' | 'ʻ' | '`' => text.push('\''),
        // Turkish writes `İ`; its lower case in Unicode is an `i` with a dot of its own.
        'İ' => text.push('i'),
        c if c.is_ascii() => text.push(c.to_ascii_lowercase()),
        c => text.extend(c.to_lowercase()),
    }
}

fn starts_with_letter(token: &str, at: usize, script: Script) -> bool {
    token.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| script.holds(c))
}

/// Returns whether `c` stands inside words though it is no letter.
pub(super) fn is_inner(c: char) -> bool {
    is_apostrophe(c) || is_joiner(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | 'ʻ' | '`')
}

/// Combining marks and zero-width joiners stand inside words.
fn is_joiner(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x200C | 0x200D)
}
