//! How much do the function words and the letters of a text speak for each language?

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use std::sync::LazyLock;

use include_dir::Dir;
use include_dir::include_dir;
use serde::Deserialize;

use crate::language::clean::is_inner;
use crate::language::clean::push_lower;
use crate::language::script::Script;
use crate::text::hash::Mixed;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules/language");
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// One file under `rules/language/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// BCP 47 tag.
    pub language: String,
    /// In English, as records write it.
    pub name: String,
    pub script: Script,
    /// Common on the web, after W3Techs' survey of content languages: a prior, for texts too short to tell.
    #[serde(default)]
    pub common: bool,
    /// Letters of its own words beyond the ones that all languages of the script share.
    #[serde(default)]
    pub letters: String,
    /// Function words, lower case, separated by white space.
    pub words: String,
}

/// A set of languages, by position in `Lexicon::entries`: as many as there are bits.
type Set = u128;

pub(super) struct Lexicon {
    entries: Vec<Entry>,
    /// The English name of each entry in lower case.
    names: Vec<String>,
    /// Words of a few bytes, by these: nearly all of them.
    short: HashMap<u64, Set, BuildHasherDefault<Mixed>>,
    long: HashMap<String, Set, BuildHasherDefault<Fnv>>,
    /// For each first byte of a word the lengths (bytes) of the words of the lists, a bit each: most words of a text are
    /// longer and are not looked up.
    lengths: [u64; 256],
    letters: HashMap<char, Set, BuildHasherDefault<Fnv>>,
}

/// FNV-1a of 64 bits: for words of a few bytes, several times as fast as the hash of the standard library, which
/// guards against chosen keys. No text adds keys to the tables here.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What function words and letters say of one text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Evidence {
    /// Each language of the script, by tag.
    scores: Vec<Score>,
}

impl Evidence {
    /// Returns the two best languages; ties by tag.
    pub(super) fn best_two(&self) -> (Option<&Score>, Option<&Score>) {
        let (mut first, mut second): (Option<&Score>, Option<&Score>) = (None, None);
        let better =
            |score: &Score, held: Option<&Score>| held.is_none_or(|held| score.points.total_cmp(&held.points).is_gt());
        for score in &self.scores {
            if better(score, first) {
                (first, second) = (Some(score), first);
            } else if better(score, second) {
                second = Some(score);
            }
        }
        (first, second)
    }

    /// Returns each language, best first; ties by tag.
    pub(super) fn ranked(&self) -> Vec<Score> {
        let mut ranked = self.scores.clone();
        // The sort is stable.
        ranked.sort_by(|a, b| b.points.total_cmp(&a.points));
        ranked
    }

    /// Returns what speaks for one language.
    pub(super) fn of(&self, tag: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.tag == tag)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Score {
    pub tag: &'static str,
    /// Function words, each divided by the number of languages that share it, less half a point for each
    /// letter that the language does not write.
    pub points: f64,
    /// Words of the text that are its function words.
    pub hits: usize,
    pub common: bool,
}

/// Points that a letter costs which the language's own words do not have.
const FOREIGN_LETTER: f64 = 0.5;

/// Returns the evidence in `text`: lower-case words of one script, one space between them.
pub(super) fn evidence(text: &str, script: Script) -> Evidence {
    LEXICON.evidence(text, script)
}

/// Returns whether there is a list for `tag`.
pub(super) fn knows(tag: &str) -> bool {
    LEXICON.entries.iter().any(|entry| entry.language == tag)
}

/// Returns the tag of a language by its English name in lower case.
pub(super) fn tag_of_name(name: &str) -> Option<&'static str> {
    let at = LEXICON.names.iter().position(|known| known == name)?;
    LEXICON.entries.get(at).map(|entry| entry.language.as_str())
}

/// Words that are read before a text may be confirmed: a quoted name is shorter.
const CONFIRM_WORDS: usize = 8;
/// Lead of the language's own function words over those of others that confirms it: two words more.
const CONFIRM_LEAD: i32 = 2;

/// Returns whether the function words of `text` confirm that it is in `tag`, a language that its neighbours are in.
///
/// Only words that no other language shares speak for it, and each function word that it lacks speaks against it, as
/// does each letter: so the lead is a lower bound of that in [`evidence`], at a fraction of the cost.
pub(super) fn confirms(text: &str, tag: &str) -> bool {
    LEXICON.confirms(text, tag)
}

impl Lexicon {
    fn confirms(&self, text: &str, tag: &str) -> bool {
        let primary = tag.split('-').next().unwrap_or(tag);
        let Ok(at) = self.entries.binary_search_by(|entry| entry.language.as_str().cmp(primary)) else { return false };
        let own: Set = 1 << at;
        let (mut lead, mut read) = (0, 0);
        let mut lower = String::new();
        for (piece, signs) in pieces(text) {
            if signs & WIDE == 0 {
                lead += speaks(self.of_ascii(piece, signs, &mut lower), own);
                read += 1;
                if read >= CONFIRM_WORDS && lead >= CONFIRM_LEAD {
                    return true;
                }
                continue;
            }
            let is_inside = |c: char| c.is_alphanumeric() || is_inner(c);
            for word in piece.split(|c| !is_inside(c)).filter(|word| !word.is_empty()) {
                lower.clear();
                word.chars().for_each(|c| push_lower(&mut lower, c));
                let letters = lower.chars().filter(|c| !c.is_ascii()).filter_map(|c| self.letters.get(&c));
                lead -= if word.is_ascii() { 0 } else { letters.filter(|set| *set & own == 0).count() as i32 };
                lead += speaks(self.languages_of(&lower), own);
                read += 1;
                if read >= CONFIRM_WORDS && lead >= CONFIRM_LEAD {
                    return true;
                }
            }
        }
        false
    }

    /// Returns the languages of a word of ASCII, in whatever case: most are told by their length.
    fn of_ascii(&self, word: &str, signs: u8, lower: &mut String) -> Set {
        if signs & APOSTROPHE == 0 {
            let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
            if self.lengths[usize::from(first)] & length_bit(word) == 0 {
                return 0;
            }
            if word.len() <= PACKED {
                let key = packed(word.bytes().map(|byte| byte.to_ascii_lowercase()));
                return self.short.get(&key).copied().unwrap_or_default();
            }
        }
        lower.clear();
        word.chars().for_each(|c| push_lower(lower, c));
        self.languages_of(lower)
    }

    fn built_in() -> Self {
        let mut entries: Vec<Entry> = FILES
            .files()
            .filter_map(|file| file.contents_utf8())
            .filter_map(|yaml| serde_saphyr::from_str(yaml).ok())
            .collect();
        entries.sort_by(|a: &Entry, b| a.language.cmp(&b.language));
        entries.truncate(Set::BITS as usize);
        let names = entries.iter().map(|entry| entry.name.to_lowercase()).collect();
        let (mut short, mut long, mut letters) = (HashMap::default(), HashMap::default(), HashMap::default());
        let mut lengths = [0; 256];
        for (at, entry) in entries.iter().enumerate() {
            for word in entry.words.split_whitespace() {
                lengths[first_byte(word)] |= length_bit(word);
                let set: &mut Set = match word.len() {
                    0..=PACKED => short.entry(packed(word.bytes())).or_default(),
                    _ => long.entry(word.to_owned()).or_default(),
                };
                *set |= 1 << at;
            }
            entry.letters.chars().for_each(|c| *letters.entry(c).or_default() |= 1 << at);
        }
        Self { entries, names, short, long, lengths, letters }
    }

    fn evidence(&'static self, text: &str, script: Script) -> Evidence {
        let of_script = self.of_script(script);
        let mut points = [0.0; Set::BITS as usize];
        let mut hits = [0; Set::BITS as usize];
        for word in text.split(' ') {
            let set = self.languages_of(word) & of_script;
            for at in bits(set) {
                points[at] += weight(word, script) / f64::from(set.count_ones());
                hits[at] += 1;
            }
        }
        let foreign = self.foreign_letters(text, of_script);
        let score = |at: usize| Score {
            tag: self.entries[at].language.as_str(),
            points: points[at] - FOREIGN_LETTER * foreign[at],
            hits: hits[at],
            common: self.entries[at].common,
        };
        // The entries stand in the order of their tags.
        Evidence { scores: bits(of_script).map(score).collect() }
    }

    fn of_script(&self, script: Script) -> Set {
        self.entries.iter().enumerate().filter(|(_, e)| e.script == script).fold(0, |set, (at, _)| set | (1 << at))
    }

    fn of_word(&self, word: &str) -> Set {
        if self.lengths[first_byte(word)] & length_bit(word) == 0 {
            return 0;
        }
        let found = if word.len() <= PACKED { self.short.get(&packed(word.bytes())) } else { self.long.get(word) };
        found.copied().unwrap_or_default()
    }

    /// Returns the languages of a word, or of its parts around an apostrophe (`l'heure`).
    fn languages_of(&self, word: &str) -> Set {
        match self.of_word(word) {
            0 => {
                let at = word.bytes().position(|byte| byte == b'\'');
                let parts = at.and_then(|at| Some((word.get(..at)?, word.get(at + 1..)?)));
                parts.map_or(0, |(head, tail)| self.of_word(head) | self.of_word(tail))
            }
            whole => whole,
        }
    }

    /// Counts for each language the letters that some language of the script marks as its own and this one does not.
    fn foreign_letters(&self, text: &str, of_script: Set) -> [f64; Set::BITS as usize] {
        let mut own = [0.0; Set::BITS as usize];
        let mut all = 0.0;
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let owners = self.letters.get(&c).map_or(0, |set| set & of_script);
            all += if owners == 0 { 0.0 } else { 1.0 };
            bits(owners).for_each(|at| own[at] += 1.0);
        }
        own.map(|count| all - count)
    }
}

/// What a piece of a text has: characters beyond ASCII, apostrophes.
const WIDE: u8 = 1;
const APOSTROPHE: u8 = 1 << 1;
const PLAIN: u8 = 1 << 2;

/// What each byte is that may stand inside a word; 0 for the others.
const INSIDE: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => PLAIN,
            b'\'' | b'`' => APOSTROPHE,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Returns the runs of letters, digits, what stands inside words and characters beyond ASCII, and what is in each.
fn pieces(text: &str) -> impl Iterator<Item = (&str, u8)> {
    let (bytes, mut at) = (text.as_bytes(), 0);
    std::iter::from_fn(move || {
        while INSIDE[usize::from(*bytes.get(at)?)] == 0 {
            at += 1;
        }
        let (start, mut signs) = (at, 0);
        while let Some(byte) = bytes.get(at) {
            let sign = INSIDE[usize::from(*byte)];
            if sign == 0 {
                break;
            }
            signs |= sign;
            at += 1;
        }
        Some((text.get(start..at)?, signs))
    })
}

/// Returns what a word of these languages says for the one that is asked for.
fn speaks(set: Set, own: Set) -> i32 {
    match set {
        0 => 0,
        set if set == own => 1,
        set => i32::from(set & own != 0) - 1,
    }
}

/// Bytes of a word that make a number.
const PACKED: usize = 8;

/// Returns the bytes of a short word as a number.
fn packed(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0, |key, byte| key << 8 | u64::from(byte))
}

fn first_byte(word: &str) -> usize {
    usize::from(word.as_bytes().first().copied().unwrap_or_default())
}

/// The last bit stands for all lengths beyond.
fn length_bit(word: &str) -> u64 {
    1 << word.len().min(63)
}

/// Words of one letter are also initials and list marks: half a point.
fn weight(word: &str, script: Script) -> f64 {
    let short = word.chars().nth(1).is_none() && matches!(script, Script::Latin | Script::Cyrillic);
    if short { 0.5 } else { 1.0 }
}

fn bits(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = set.trailing_zeros() as usize;
        (set != 0).then(|| {
            set &= set - 1;
            at
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_its_words_can_be_found() {
        assert_eq!(LEXICON.entries.len(), FILES.files().count(), "a file under rules/language is broken");
        assert!(LEXICON.entries.len() <= Set::BITS as usize);
        for entry in &LEXICON.entries {
            let file = FILES.get_file(format!("{}.yml", entry.language));
            assert!(file.is_some(), "{}: the file is named after the language", entry.language);
            for word in entry.words.split_whitespace() {
                assert_eq!(word, word.to_lowercase(), "{}: words are in lower case", entry.language);
                let foreign = word.chars().find(|c| c.is_alphabetic() && !entry.script.holds(*c));
                assert_eq!(foreign, None, "{} {word}: a letter of another script", entry.language);
            }
        }
    }
}
