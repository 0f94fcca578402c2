//! What does a line look like: prose, a heading, a dateline, a speaker, a name?

use crate::text;

/// Words from which on a line is a paragraph and no label or headline.
pub const PROSE_WORDS: usize = 15;
/// Words that a heading, a speaker's label or a place has at most.
const HEADING_WORDS: usize = 8;
const LABEL_WORDS: usize = 5;

/// Characters that end a sentence, quotes and brackets after them set aside.
const STOPS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '؟', '।', '۔'];
/// Dashes that part a dateline from its report.
const DASHES: &[char] = &['-', '–', '—', '−', 'ـ'];
/// What may stand after the end of a sentence.
const CLOSERS: &[char] = &['"', '”', '’', '\'', '»', ')', ']', '“'];

/// Returns whether a text ends as a sentence does; the full stop of initials (`U.S.`) may be part of a name.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end().trim_end_matches(CLOSERS);
    bare.ends_with(STOPS) && !bare.split_whitespace().next_back().is_some_and(is_initials)
}

/// Whether a word is capitals, each with a full stop of its own.
fn is_initials(word: &str) -> bool {
    let opened = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    !opened.is_empty()
        && opened.split_terminator('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        })
}

/// Returns whether a line has so many words that it is a paragraph.
pub fn is_prose(words: usize) -> bool {
    words >= PROSE_WORDS
}

/// Returns whether a line looks like the heading of what follows: short, and no sentence.
pub fn is_heading(line: &str, words: usize) -> bool {
    words <= HEADING_WORDS && (!ends_sentence(line) || line.ends_with(['?', '؟', '？']))
}

/// Returns whether a line is the label of a speaker or of a part: short, with a colon at its end.
pub fn is_label(line: &str, words: usize) -> bool {
    words <= LABEL_WORDS && line.ends_with([':', '：'])
}

/// Returns whether a text is where a report was filed: `WASHINGTON (AP) —`, `México.-`, `CIUDAD DE MÉXICO`.
pub fn is_dateline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    if words > LABEL_WORDS + 1 {
        return false;
    }
    line.ends_with(DASHES) || is_place(line) || (names_source(line) && words <= LABEL_WORDS)
}

/// Returns whether a text opens with where a report was filed and goes on: `WASHINGTON (Reuters) - The`.
pub fn opens_with_dateline(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(LABEL_WORDS + 1).collect();
    (1..words.len()).filter(|at| words[*at].ends_with(DASHES)).any(|at| {
        let place = words[..at].join(" ");
        is_place(&place) || names_source(&place)
    })
}

/// Whether the last of a text is in brackets, as an agency is.
fn names_source(text: &str) -> bool {
    text.ends_with(')') && text.contains('(')
}

/// Whether a text is written in capitals, as the place of a report is.
fn is_place(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    !text.chars().any(char::is_lowercase) && capitals > 2 && text.chars().all(is_of_name)
}

fn is_of_name(c: char) -> bool {
    c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '\'' | '’')
}

/// Returns whether a text is nothing but names: every word with a capital, at most a few words.
pub fn is_names(text: &str) -> bool {
    let words = || text.split_whitespace();
    words().count() <= HEADING_WORDS && has_case(text) && words().all(starts_upper)
}

/// Returns whether a word starts with a capital, quotes and brackets set aside.
pub fn starts_upper(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

/// Returns whether most letters of a text are of a script with capitals.
pub fn has_case(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (cased, all) = letters
        .fold((0usize, 0usize), |(cased, all), c| (cased + usize::from(c.is_lowercase() || c.is_uppercase()), all + 1));
    cased * 2 > all
}

/// Returns whether a text holds a word: three letters, or one of a script without spaces.
pub fn has_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 || text.chars().any(text::is_unspaced)
}

/// Returns whether a word may open a sentence after a glued text: a capital, an opening quote, or another script.
pub fn opens_sentence(word: &str, after: &str) -> bool {
    let first = word.chars().find(|c| !matches!(c, '"' | '“' | '‘' | '«' | '¿' | '¡' | '\'' | '„'));
    match first {
        Some(c) if c.is_uppercase() => true,
        Some(c) if c.is_alphabetic() && !c.is_lowercase() => has_case(after),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lines_look_like() {
        for (line, dateline, label, names, heading) in [
            ("WASHINGTON (AP) —", true, false, false, true),
            ("CIUDAD DE MÉXICO", true, false, true, true),
            ("AMY GOODMAN:", false, true, true, true),
            ("Jane Doe", false, false, true, true),
            ("What's happening", false, false, false, true),
            ("What are the details?", false, false, false, true),
            ("This is a rush transcript.", false, false, false, false),
        ] {
            let words = text::count_words(line);
            let got = (is_dateline(line), is_label(line, words), is_names(line), is_heading(line, words));
            assert_eq!(got, (dateline, label, names, heading), "{line}");
        }
    }

    #[test]
    fn a_dateline_may_go_on() {
        for (text, want) in [
            ("WASHINGTON (Reuters) - U.S.", true),
            ("PORT HAVEN — The dam held.", true),
            ("Sign up - it is free", false),
            ("READ MORE NEWS from the harbour", false),
        ] {
            assert_eq!(opens_with_dateline(text), want, "{text}");
        }
    }

    #[test]
    fn sentences_open_and_end() {
        for (word, after, want) in [
            ("The", "Photo", true),
            ("“We", "Photo", true),
            ("said", "Photo", false),
            ("أحمد", "Next", true),
            ("أحمد", "من", false),
        ] {
            assert_eq!(opens_sentence(word, after), want, "{word}");
        }
        for (text, want) in [("It ended.”", true), ("It ended", false), ("终于。", true), ("(Reuters) - U.S.", false)]
        {
            assert_eq!(ends_sentence(text), want, "{text}");
        }
    }
}
