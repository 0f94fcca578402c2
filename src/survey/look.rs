//! What does a line look like: prose, a heading, a dateline, a speaker, a name?

use crate::text;

/// Words from which on a line is a paragraph and no label or headline.
pub const PROSE_WORDS: usize = 15;
/// Words that a heading, a speaker's label or a place has at most.
const HEADING_WORDS: usize = 8;
const LABEL_WORDS: usize = 5;

/// Characters that end a sentence, quotes and brackets after them set aside.
const STOPS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '؟', '।', '۔'];
/// What may stand after the end of a sentence.
const CLOSERS: &[char] = &['"', '”', '’', '\'', '»', ')', ']', '“'];

/// Returns whether a text ends as a sentence does.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(CLOSERS).ends_with(STOPS)
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
    let ends_in_dash = line.ends_with(['-', '–', '—', '−', 'ـ']);
    let ends_in_source = line.ends_with(')') && line.contains('(') && words <= LABEL_WORDS;
    let capitals = line.chars().filter(|c| c.is_uppercase()).count();
    let is_place = !line.chars().any(char::is_lowercase) && capitals > 2 && line.chars().all(is_of_name);
    ends_in_dash || ends_in_source || is_place
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
        for (text, want) in [("It ended.”", true), ("It ended", false), ("终于。", true)] {
            assert_eq!(ends_sentence(text), want, "{text}");
        }
    }
}
