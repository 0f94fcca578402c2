//! How does what was found become a rule: its pattern, its scope, its name?

use xxhash_rust::xxh3::xxh3_64;

use crate::rule::At;
use crate::rule::Pattern;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Unit;
use crate::rule::Where;
use crate::rule::Zone;
use crate::rule::lazy;
use crate::survey::words;

/// The category of what is repeated and whose words tell nothing.
pub const TEMPLATE: &str = "template";
/// Words of an id after its category.
const ID_WORDS: usize = 5;
/// Words above which a line is known by its first half of that many.
const LONG_LINE: usize = 50;
/// Hexadecimal digits that keep two ids apart.
const ID_DIGITS: usize = 4;

/// Something that an outlet repeats, as a rule without its proof.
#[derive(Clone, Debug)]
pub struct Draft {
    pub rule: Rule,
    /// What was found, for the id and the category.
    pub text: String,
    /// Its pattern leaves names and addresses open, so it stands for many texts.
    pub open: bool,
}

impl Draft {
    /// Returns a draft of a unit; the caller sets what it matches.
    pub fn new(outlet: &str, unit: Unit, text: &str, confidence: f64) -> Self {
        let category = words::category(text).unwrap_or(TEMPLATE).to_owned();
        let rule = Rule {
            id: id(outlet, &category, unit, text),
            category: Some(category),
            why: String::new(),
            unit,
            status: Status::Draft,
            since: None,
            refs: Vec::new(),
            sites: vec![outlet.to_lowercase()],
            langs: Vec::new(),
            formats: Vec::new(),
            matches: None,
            at: At::default(),
            start: None,
            end: None,
            max_lines: None,
            from: None,
            max_share: None,
            when: None,
            verdict: None,
            css: Vec::new(),
            max_text_share: None,
            place: None,
            run: None,
            context: None,
            max_words: None,
            confidence: Some(confidence),
            lift: Vec::new(),
            keywords: Vec::new(),
            scans: false,
            learned: None,
            tests: Vec::new(),
        };
        Self { rule, text: text.to_owned(), open: false }
    }

    /// Returns whether a file that holds the rule can be loaded: a regex may be too large.
    pub fn loads(&self) -> bool {
        regexes(&self.rule).all(|regex| lazy::build(regex).is_ok())
    }

    /// Limits the rule to a part of the document.
    #[must_use]
    pub fn within(mut self, zone: Zone) -> Self {
        self.rule.place = (zone != Zone::Any).then_some(Where { zone });
        self
    }
}

/// Returns the regexes of a rule.
pub fn regexes(rule: &Rule) -> impl Iterator<Item = &str> {
    let patterns = [&rule.matches, &rule.start, &rule.end, &rule.from];
    patterns.into_iter().flatten().filter_map(|pattern| pattern.regex.as_deref())
}

/// Returns the pattern of a whole line: the text, or, where it holds digits, a regex for any number in their place.
///
/// Of a very long line (a form with a list of countries) the first words will do.
pub fn line_pattern(line: &str) -> Pattern {
    let start: Vec<&str> = line.split_whitespace().take(LONG_LINE / 2).collect();
    if line.split_whitespace().count() > LONG_LINE {
        return Pattern { regex: Some(regex_of(&start.join(" ")) + ".*"), ..Pattern::default() };
    }
    if line.chars().any(char::is_numeric) {
        return Pattern { regex: Some(regex_of(line)), ..Pattern::default() };
    }
    Pattern { equals: Some(line.to_owned()), ..Pattern::default() }
}

/// Returns a regex for a text: any number for a number, any white space for a space.
pub fn regex_of(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let run = |wanted: fn(char) -> bool| rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        let taken = if c.is_numeric() {
            out.push_str(r"\d+");
            run(char::is_numeric)
        } else if c.is_whitespace() {
            out.push_str(r"\s+");
            run(char::is_whitespace)
        } else {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
            c.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Returns the part of ids and file names that stands for an outlet: lower-case ASCII, digits, dots and dashes.
///
/// A name that is written otherwise keeps its hash, so that two outlets never share one.
pub fn slug(outlet: &str) -> String {
    let lower = outlet.to_lowercase();
    let plain = slugged(&lower, true);
    if plain == lower {
        return plain;
    }
    let hash = digits(&lower);
    if plain.is_empty() { format!("outlet-{hash}") } else { format!("{plain}-{hash}") }
}

fn id(outlet: &str, category: &str, unit: Unit, text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| slugged(&word.to_lowercase(), false))
        .filter(|word| !word.is_empty())
        .take(ID_WORDS)
        .collect();
    let hash = digits(&format!("{unit:?} {text}"));
    format!("{}/{category}-{}{}{hash}", slug(outlet), words.join("-"), if words.is_empty() { "" } else { "-" })
}

fn slugged(text: &str, dots: bool) -> String {
    let keep = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || (dots && c == '.');
    let parts: Vec<String> = text
        .split(|c: char| !keep(c) && c != '\'' && c != '’')
        .map(|part| part.chars().filter(|c| keep(*c)).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-").trim_start_matches('.').to_owned()
}

fn digits(text: &str) -> String {
    format!("{:016x}", xxh3_64(text.as_bytes())).chars().take(ID_DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_and_outlets_never_share_one() {
        assert_eq!(slug("cnn.com"), "cnn.com");
        assert_ne!(slug("BBC News"), slug("bbc-news"));
        assert!(slug("عين").starts_with("outlet-"));
        let draft = Draft::new("cnn.com", Unit::Line, "Don’t miss: 20 more stories!", 0.9);
        assert!(draft.rule.id.starts_with("cnn.com/related-dont-miss-20-more-stories-"), "{}", draft.rule.id);
    }

    #[test]
    fn numbers_become_any_number() {
        assert_eq!(line_pattern("Story Continued Below").equals.as_deref(), Some("Story Continued Below"));
        assert_eq!(line_pattern("Slideshow (3 Images)").regex.as_deref(), Some(r"Slideshow\s+\(\d+\s+Images\)"));
    }
}
