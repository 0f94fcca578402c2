//! What do the trigrams and the letters of a text say of its language, and which language does a tag name?
//!
//! The profiles and the arithmetic are those of the crate whatlang, of which a test holds this to the last bit. There
//! every trigram of every profile is looked for in the text: half a million instructions a paragraph. Here the trigrams
//! of the text are looked for in the profiles, which are turned around once: a twentieth of that.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::language::script::Script;
use crate::text::hash::Mixed;

/// Trigrams of a profile; a trigram that the text lacks counts as far as that.
const PROFILE: u32 = 300;
/// Trigrams of a text that are compared, the commonest first.
const COMPARED: usize = 600;
/// Languages of one script, by their place: as many as there are bits.
type Set = u64;

static PROFILES: LazyLock<Profiles> =
    LazyLock::new(|| Profiles::read(include_str!("../../models/language-trigrams.tsv")));

/// How far one language lies behind the engine's best: 0 for the best, −1 where the engine calls the gap reliable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    pub tag: &'static str,
    pub gap: f64,
}

/// Returns every language that the engine compares with a text of one script, in no order; empty without letters.
///
/// The engine's confidence compares its first two languages only, so this reads the scores under it and
/// measures each gap as the engine does: relative, and against `3 / trigrams + 0.015`.
pub(super) fn answers(text: &str, script: Script) -> Vec<Answer> {
    let Some(profiles) = PROFILES.scripts.iter().find(|profiles| profiles.script == script) else {
        let only = if script == Script::Ethiopic { Some("am") } else { None };
        return only.into_iter().map(|tag| Answer { tag, gap: 0.0 }).collect();
    };
    if text.chars().all(is_stop) {
        return Vec::new();
    }
    let trigrams = trigrams(text);
    let scores = profiles.scores(text, &trigrams);
    let unit = 3.0 / trigrams.len().max(1) as f64 + 0.015;
    let best = scores.iter().fold(0.0, |best: f64, score| best.max(*score));
    let gap = |score: f64| if best > 0.0 { (score - best) / score.max(best / 10.0) / unit } else { 0.0 };
    profiles.languages.iter().zip(scores).map(|(tag, score)| Answer { tag, gap: gap(score) }).collect()
}

/// Returns the tag for a code of ISO 639-3 that the engine knows (`deu`).
pub(super) fn tag_of_code(code: &str) -> Option<&'static str> {
    PROFILES.tags.iter().find(|(known, _)| *known == code).map(|(_, tag)| *tag)
}

/// `models/language-trigrams.tsv`, read.
#[derive(Default)]
struct Profiles {
    /// The tag of each of the engine's languages.
    tags: Vec<(&'static str, &'static str)>,
    scripts: Vec<OfScript>,
}

/// The profiles of the languages that share a script.
struct OfScript {
    script: Script,
    languages: Vec<&'static str>,
    /// For each letter the languages that write it.
    letters: HashMap<char, Set, BuildHasherDefault<Mixed>>,
    /// For each trigram where its entries begin and end in `ranks`.
    trigrams: HashMap<u64, (u32, u32), BuildHasherDefault<Mixed>>,
    /// A language, and the place of the trigram among its commonest.
    ranks: Vec<(u8, u16)>,
    /// Scripts without alphabets: their letters tell nothing.
    unlettered: bool,
}

impl Profiles {
    fn read(file: &'static str) -> Self {
        let mut all = Self::default();
        let mut rows: Vec<(Script, [&'static str; 3])> = Vec::new();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&'static str> = line.split('\t').collect();
            if let [code, tag, ..] = cells[..] {
                all.tags.push((code, tag));
            }
            if let [_, tag, script, letters, trigrams] = cells[..] {
                rows.extend(named(script).map(|script| (script, [tag, letters, trigrams])));
            }
        }
        for script in [Script::Latin, Script::Cyrillic, Script::Arabic, Script::Devanagari, Script::Hebrew] {
            let mut own: Vec<_> = rows.iter().filter(|(of, _)| *of == script).map(|(_, row)| *row).collect();
            // Answers come in this order, and are looked up by tag.
            own.sort_by_key(|[tag, ..]| *tag);
            all.scripts.push(OfScript::new(script, &own));
        }
        all
    }
}

fn named(script: &str) -> Option<Script> {
    Some(match script {
        "latin" => Script::Latin,
        "cyrillic" => Script::Cyrillic,
        "arabic" => Script::Arabic,
        "devanagari" => Script::Devanagari,
        "hebrew" => Script::Hebrew,
        _ => return None,
    })
}

impl OfScript {
    fn new(script: Script, rows: &[[&'static str; 3]]) -> Self {
        let mut letters: HashMap<char, Set, BuildHasherDefault<Mixed>> = HashMap::default();
        let mut entries: Vec<(u64, u8, u16)> = Vec::new();
        for (language, [_, alphabet, trigrams]) in (0_u8..).zip(rows) {
            alphabet.chars().for_each(|c| *letters.entry(c).or_default() |= 1 << language);
            let mut key = 0;
            for (at, c) in trigrams.chars().enumerate() {
                key = next(key, if c == '_' { ' ' } else { c });
                if at % 3 == 2 {
                    entries.push((key, language, (at / 3) as u16));
                }
            }
        }
        entries.sort_unstable();
        let mut trigrams = HashMap::default();
        for (at, (key, ..)) in (0_u32..).zip(&entries) {
            trigrams.entry(*key).or_insert((at, at)).1 = at + 1;
        }
        let unlettered = letters.is_empty();
        let ranks = entries.into_iter().map(|(_, language, rank)| (language, rank)).collect();
        Self { script, languages: rows.iter().map(|row| row[0]).collect(), letters, trigrams, ranks, unlettered }
    }

    /// Returns how much a text is like each language, from 0 to 1: by its letters and by its trigrams.
    fn scores(&self, text: &str, trigrams: &[u64]) -> Vec<f64> {
        let (letters, count) = self.by_letters(text);
        let weight = (-(count as f64 / 300.0) + 2.0 / 3.0).clamp(1.0 / 3.0, 2.0 / 3.0);
        let rest = 1.0 - weight;
        letters.iter().zip(self.by_trigrams(trigrams)).map(|(a, t)| a * weight + t * rest).collect()
    }

    /// Returns by how much more letters each language writes of the text than it does not, and how many letters it has.
    fn by_letters(&self, text: &str) -> (Vec<f64>, usize) {
        if self.unlettered {
            return (vec![1.0; self.languages.len()], 1);
        }
        let (mut points, mut all) = (vec![0_usize; self.languages.len()], 0);
        let mut add = |c: char, times: usize| {
            let owners = self.letters.get(&c).copied().unwrap_or_default();
            points.iter_mut().enumerate().for_each(|(at, sum)| *sum += 2 * times * (owners >> at & 1) as usize);
        };
        let mut ascii = [0_usize; 128];
        for c in text.chars().filter(|c| !is_stop(*c)) {
            all += 1;
            match ascii.get_mut(c as usize) {
                Some(count) => *count += 1,
                None => add(c, 1),
            }
        }
        ('\0'..='\u{7f}').zip(ascii).filter(|(_, count)| *count > 0).for_each(|(c, count)| add(c, count));
        (points.into_iter().map(|points| points.saturating_sub(all) as f64 / all as f64).collect(), all)
    }

    /// Returns how near the order of the text's trigrams is to that of each language.
    fn by_trigrams(&self, trigrams: &[u64]) -> Vec<f64> {
        let count = u32::try_from(trigrams.len()).unwrap_or(u32::MAX);
        // As if the text had none of the trigrams of a profile.
        let mut distances = vec![PROFILE * PROFILE; self.languages.len()];
        for (place, trigram) in (0_u32..).zip(trigrams) {
            let (from, to) = self.trigrams.get(trigram).copied().unwrap_or_default();
            for (language, rank) in self.ranks.get(from as usize..to as usize).unwrap_or_default() {
                if let Some(distance) = distances.get_mut(usize::from(*language)) {
                    *distance = *distance + place.abs_diff(u32::from(*rank)) - PROFILE;
                }
            }
        }
        let most = count * PROFILE;
        let missing = PROFILE.saturating_sub(count) * PROFILE;
        let near = |distance: u32| most.saturating_sub((distance.saturating_sub(missing)).min(PROFILE * PROFILE));
        distances.into_iter().map(|distance| f64::from(near(distance)) / f64::from(most)).collect()
    }
}

/// Returns the different trigrams of a text, the commonest first, of equals the last of the alphabet.
fn trigrams(text: &str) -> Vec<u64> {
    let mut all = Vec::with_capacity(text.len() + 1);
    let mut chars = text.chars().map(|c| if is_stop(c) { ' ' } else { c }).chain(Some(' '));
    let mut key = next(u64::from(' '), chars.next().unwrap_or(' '));
    for c in chars {
        let (first, second) = (key >> CHAR_BITS & CHAR, key & CHAR);
        key = next(key, c);
        let space = u64::from(' ');
        if !(second == space && (first == space || c == ' ')) {
            all.push(key);
        }
    }
    all.sort_unstable();
    let mut counted: Vec<(u32, u64)> = all.chunk_by(|a, b| a == b).map(|same| (same.len() as u32, same[0])).collect();
    counted.sort_unstable_by(|a, b| b.cmp(a));
    counted.into_iter().take(COMPARED).map(|(_, key)| key).collect()
}

/// Bits of a character.
const CHAR_BITS: u32 = 21;
const CHAR: u64 = (1 << CHAR_BITS) - 1;

/// Returns the key of the last two characters of a trigram and one more; keys are in the order of trigrams.
fn next(key: u64, c: char) -> u64 {
    (key << CHAR_BITS | u64::from(c)) & ((1 << (3 * CHAR_BITS)) - 1)
}

/// Characters that no language is told by.
fn is_stop(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphabetic() && c != '\u{7f}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use whatlang::Lang;
    use whatlang::dev::RawLangInfo;
    use whatlang::dev::raw_detect;

    /// What whatlang says, by tag.
    fn theirs(text: &str) -> Vec<(&'static str, f64)> {
        let Some(RawLangInfo::MultiScript(combined)) = raw_detect(text).lang_info else { return Vec::new() };
        let tag = |lang: &Lang| tag_of_code(lang.code()).unwrap_or_else(|| panic!("no tag of {}", lang.code()));
        let mut all: Vec<_> = combined.scores.iter().map(|(lang, score)| (tag(lang), *score)).collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        all
    }

    fn check(text: &str, script: Script) {
        let profiles = PROFILES.scripts.iter().find(|profiles| profiles.script == script).expect("a script of many");
        let scores = profiles.scores(text, &trigrams(text));
        let mut ours: Vec<_> = profiles.languages.iter().copied().zip(scores).collect();
        ours.sort_by(|a, b| a.0.cmp(b.0));
        assert_eq!(ours, theirs(text), "{text}");
    }

    #[test]
    fn the_profiles_say_what_whatlang_says() {
        let long =
            "the council of the river town voted on tuesday to close the old bridge to all traffic until spring "
                .repeat(9);
        for (text, script) in [
            ("a", Script::Latin),
            ("l'été où la rivière était basse", Script::Latin),
            ("über die brücke ging der bürgermeister von neustadt an der großen mühle vorbei", Script::Latin),
            (long.as_str(), Script::Latin),
            ("мост через реку закрыли до весны", Script::Cyrillic),
            ("міст через річку закрили до весни й нового року", Script::Cyrillic),
            ("أغلقت البلدية الجسر القديم حتى الربيع", Script::Arabic),
            ("नदी पर बना पुराना पुल वसंत तक बंद रहेगा", Script::Devanagari),
            ("הגשר הישן נסגר עד האביב", Script::Hebrew),
        ] {
            check(text, script);
        }
        assert_eq!(answers("ድልድዩ", Script::Ethiopic).len(), 1);
    }

    #[test]
    fn every_language_of_whatlang_has_a_tag() {
        for lang in Lang::all() {
            assert!(tag_of_code(lang.code()).is_some(), "{lang:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_letters_are_scored_as_whatlang_does(text in "[a-zäéñß]{1,9}( [a-zœşé']{1,9}){0,60}") {
            check(&text, Script::Latin);
        }
    }
}
