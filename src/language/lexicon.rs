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
    words: HashMap<String, Set, BuildHasherDefault<Fnv>>,
    /// For each first byte of a word the lengths (bytes) of the words in `words`, a bit each: most words of a text are
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
    /// Each language of the script, best first; ties by tag.
    pub ranked: Vec<Score>,
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
        for word in words(text) {
            let is_ascii = word.is_ascii();
            if !is_ascii || self.may_know(word) {
                lower.clear();
                word.chars().for_each(|c| push_lower(&mut lower, c));
                let letters = lower.chars().filter(|c| !c.is_ascii()).filter_map(|c| self.letters.get(&c));
                lead -= if is_ascii { 0 } else { letters.filter(|set| *set & own == 0).count() as i32 };
                lead += match self.languages_of(&lower) {
                    0 => 0,
                    set if set == own => 1,
                    set => i32::from(set & own != 0) - 1,
                };
            }
            read += 1;
            if read >= CONFIRM_WORDS && lead >= CONFIRM_LEAD {
                return true;
            }
        }
        false
    }

    /// Returns whether an ASCII word may be in the lists, in whatever case: most are told by their length.
    fn may_know(&self, word: &str) -> bool {
        let first = usize::from(word.as_bytes().first().map_or(0, u8::to_ascii_lowercase));
        self.lengths[first] & length_bit(word) != 0 || word.bytes().any(|byte| matches!(byte, b'\'' | b'`'))
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
        let (mut words, mut letters) = (HashMap::default(), HashMap::default());
        for (at, entry) in entries.iter().enumerate() {
            entry.words.split_whitespace().for_each(|w| *words.entry(w.to_owned()).or_default() |= 1 << at);
            entry.letters.chars().for_each(|c| *letters.entry(c).or_default() |= 1 << at);
        }
        let mut lengths = [0; 256];
        words.keys().for_each(|word: &String| lengths[first_byte(word)] |= length_bit(word));
        Self { entries, names, words, lengths, letters }
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
        let mut ranked: Vec<Score> = bits(of_script).map(score).collect();
        // The entries stand in the order of their tags, and the sort is stable.
        ranked.sort_by(|a, b| b.points.total_cmp(&a.points));
        Evidence { ranked }
    }

    fn of_script(&self, script: Script) -> Set {
        self.entries.iter().enumerate().filter(|(_, e)| e.script == script).fold(0, |set, (at, _)| set | (1 << at))
    }

    fn of_word(&self, word: &str) -> Set {
        if self.lengths[first_byte(word)] & length_bit(word) == 0 {
            return 0;
        }
        self.words.get(word).copied().unwrap_or_default()
    }

    /// Returns the languages of a word, or of its parts around an apostrophe (`l'heure`).
    fn languages_of(&self, word: &str) -> Set {
        match self.of_word(word) {
            0 => word.split_once('\'').map_or(0, |(head, tail)| self.of_word(head) | self.of_word(tail)),
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

/// Returns the runs of letters, digits and what stands inside words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !is_inner(char::from(*byte));
    let mut rest = text;
    let pieces = std::iter::from_fn(move || {
        let start = rest.bytes().position(|byte| !ends(&byte))?;
        let from = rest.get(start..)?;
        let (piece, after) = from.split_at(from.bytes().position(|byte| ends(&byte)).unwrap_or(from.len()));
        rest = after;
        Some(piece)
    });
    let is_inside = |c: char| c.is_alphanumeric() || is_inner(c);
    pieces.flat_map(move |piece| piece.split(move |c| !is_inside(c)).filter(|word| !word.is_empty()))
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
