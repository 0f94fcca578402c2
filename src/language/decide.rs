//! What is the language of one text, and does the text tell it at all?

use crate::language::Guess;
use crate::language::RELIABLE;
use crate::language::clean::Cleaned;
use crate::language::clean::clean;
use crate::language::engine;
use crate::language::hint::Hint;
use crate::language::lexicon;
use crate::language::lexicon::Evidence;
use crate::language::script::Script;

// The weights of a multinomial logit (log-odds): `GAP`, `POINT` and `UNKNOWN_TO_ENGINE` by gradient descent on 2,500
// texts of one half of a benchmark of 74 languages, rounded; the prior, the hint and the floor were set by hand.
// `docs/language.md` has what comes out on each half.

/// Log-odds of one unit of the engine's gap: what the engine calls reliable.
const GAP: f64 = 6.0;
/// The largest gap that counts, in the engine's units: names and quotes make larger ones.
const MAX_GAP: f64 = 10.0;
/// Log-odds of one function word that no other language of the script shares.
const POINT: f64 = 4.2;
/// The largest lead in function words that counts, in points.
const MAX_LEAD: f64 = 12.0;
/// Share of function words from which on a lead in them counts without the engine: half of what is usual, so that
/// paragraphs full of names pass.
const WORDS_ALONE: f64 = 0.15;
/// Lead in function words, in points, from which on the engine is not asked: 17 log-odds at `POINT` each.
const LEAD_ALONE: f64 = 4.0;
/// Words from which on a text without one function word of the paragraphs around is looked at more closely.
const STRANGE_WORDS: usize = 12;
/// The lead that confirms what the paragraphs around are in.
const LEAD_BESIDE: f64 = 0.5;
/// Log-odds against a language that only the word lists know, as the engine can't speak against it.
const UNKNOWN_TO_ENGINE: f64 = -2.4;
/// Log-odds for a language that is common on the web: seven times as many pages as a rare one, a cautious reading
/// of W3Techs' survey of content languages, where the factor is 10 to 1,000.
const COMMON: f64 = 2.0;
/// Log-odds for the hint: a hint that is right nine times in ten, against dozens of other languages.
const HINT: f64 = 5.0;

/// Share of function words in running text of a language of the lists: the low end, for languages with few of them.
const WORDS_IN_LANGUAGE: f64 = 0.25;
/// The share that another language or chance reaches.
const WORDS_BY_CHANCE: f64 = 0.05;
/// Log-odds of "this is the language" against "this is none that is known", below which the answer is none.
const FLOOR: f64 = -2.5;
/// The largest log-odds that the choice among known languages may add to that: it says nothing of unknown ones.
const MAX_ODDS: f64 = 4.0;

/// Log-odds that a word which no one can pronounce costs: keyboard rows, hashes, tickers.
const UNPRONOUNCEABLE: f64 = 1.0;
/// Consonants in a row that make a word unpronounceable; Slavic words and German joints reach them now and then.
const CONSONANTS: usize = 4;

/// Characters of programs: this many, and this share of all characters that are not white space, make code.
const CODE_SIGNS: usize = 4;
const CODE_SHARE: f64 = 0.03;

/// Confidence in a language that has a script for itself, and in one told from a single such word or sign. All 4,471
/// texts of the benchmark came out right but for the 130 in Dzongkha, which shares its script with Tibetan.
const OWN_SCRIPT: f64 = 0.99;
const OWN_SCRIPT_SHORT: f64 = 0.95;
/// Letters from which on a text in such a script is more than a word.
const SHORT_LETTERS: usize = 10;

/// Returns the language of a text; `None` where it does not tell: digits, addresses, code, names, gibberish.
///
/// `hint` is what a record, a page or an outlet claims. It counts only where the text alone is not reliable.
pub fn detect(text: &str, hint: Option<&str>) -> Option<Guess> {
    detect_beside(text, hint.and_then(Hint::read).as_ref(), None)
}

/// Returns the language of a text that stands beside others in `known`: a few function words confirm it.
pub(super) fn detect_beside(text: &str, hint: Option<&Hint>, known: Option<&str>) -> Option<Guess> {
    if let Some(code) = known.filter(|code| lexicon::confirms(text, code)) {
        return Some(Guess { code: code.to_owned(), confidence: OWN_SCRIPT });
    }
    let cleaned = clean(text);
    let script = cleaned.script?;
    if script == Script::Latin && is_code(&cleaned) {
        return None;
    }
    match script.only_language() {
        Some(tag) => Some(own_script(tag, &cleaned)),
        None if script == Script::Han => Some(han(&cleaned, hint)),
        None => shared_script(&cleaned, script, hint, known),
    }
}

fn is_code(cleaned: &Cleaned) -> bool {
    cleaned.code_signs >= CODE_SIGNS && cleaned.code_signs as f64 > CODE_SHARE * cleaned.characters as f64
}

fn own_script(tag: &str, cleaned: &Cleaned) -> Guess {
    let confidence = if cleaned.letters < SHORT_LETTERS { OWN_SCRIPT_SHORT } else { OWN_SCRIPT };
    Guess { code: tag.to_owned(), confidence }
}

/// Share of kana among kana and Han characters from which on a text is Japanese: that of the engine.
const KANA_SHARE: f64 = 0.05;

fn han(cleaned: &Cleaned, hint: Option<&Hint>) -> Guess {
    let kana = cleaned.text.chars().filter(|c| matches!(u32::from(*c), 0x3041..=0x30FF | 0xFF66..=0xFF9D)).count();
    let japanese = kana as f64 > KANA_SHARE * cleaned.letters as f64;
    if cleaned.letters < SHORT_LETTERS && kana == 0 {
        // A word in Han characters alone may be Japanese as well.
        let claimed = hint.is_some_and(|h| h.names("ja"));
        return Guess { code: if claimed { "ja" } else { "zh" }.to_owned(), confidence: 0.8 };
    }
    Guess { code: if japanese { "ja" } else { "zh" }.to_owned(), confidence: OWN_SCRIPT }
}

/// A language and its log-odds.
#[derive(Clone, Copy)]
struct Candidate {
    tag: &'static str,
    odds: f64,
    hits: usize,
}

fn shared_script(cleaned: &Cleaned, script: Script, hint: Option<&Hint>, known: Option<&str>) -> Option<Guess> {
    let evidence = lexicon::evidence(&cleaned.text, script);
    if let Some(sure) = by_words_alone(cleaned, &evidence, known) {
        return Some(guess(&sure, hint));
    }
    if known.is_some_and(|known| is_plain(cleaned, &evidence, known)) {
        return None;
    }
    let mut candidates = candidates(cleaned, &evidence);
    let alone = choose(&candidates)?;
    let known = is_known(cleaned, &alone);
    if known && alone.1 >= RELIABLE {
        return Some(guess(&alone, hint));
    }
    let Some(hint) = hint else { return known.then(|| guess(&alone, None)) };
    if !lexicon::knows(&hint.tag) && !candidates.iter().any(|c| hint.names(c.tag)) && !has_own_script(&hint.tag) {
        // No evidence speaks for or against a language that nothing here knows: the claim stands, unsure.
        return Some(Guess { code: hint.tag.clone(), confidence: 0.5 });
    }
    candidates.iter_mut().filter(|c| hint.names(c.tag)).for_each(|c| c.odds += HINT);
    let hinted = choose(&candidates)?;
    is_known(cleaned, &hinted).then(|| guess(&hinted, Some(hint)))
}

/// Returns the language whose function words leave no doubt, so that the slower engine need not be asked.
fn by_words_alone(cleaned: &Cleaned, evidence: &Evidence, known: Option<&str>) -> Option<(Candidate, f64)> {
    let (first, second) = evidence.best_two();
    let first = first?;
    let lead = first.points - second.map_or(0.0, |second| second.points);
    let enough = first.hits as f64 >= WORDS_ALONE * cleaned.words as f64;
    let confirms = known == Some(first.tag) && first.hits >= 2 && lead >= LEAD_BESIDE;
    let alone = confirms || (enough && lead >= LEAD_ALONE);
    alone.then_some((Candidate { tag: first.tag, odds: POINT * lead, hits: first.hits }, OWN_SCRIPT))
}

/// Returns whether nothing in a text speaks against the language of the paragraphs around: the engine is not asked.
fn is_plain(cleaned: &Cleaned, evidence: &Evidence, known: &str) -> bool {
    let best = evidence.best_two().0.map_or(0.0, |first| first.points);
    let own = evidence.of(known);
    own.is_some_and(|own| own.points >= best && (own.hits > 0 || cleaned.words < STRANGE_WORDS))
}

fn has_own_script(tag: &str) -> bool {
    ["zh", "ja"].contains(&tag) || Script::ALL_SINGLE.iter().any(|s| s.only_language() == Some(tag))
}

fn guess((best, probability): &(Candidate, f64), hint: Option<&Hint>) -> Guess {
    let code = hint.map_or_else(|| best.tag.to_owned(), |h| h.refine(best.tag));
    Guess { code, confidence: *probability }
}

/// Joins what the engine and the word lists say of each language.
fn candidates(cleaned: &Cleaned, evidence: &Evidence) -> Vec<Candidate> {
    let mut answers = cleaned.script.map(|script| engine::answers(&cleaned.text, script)).unwrap_or_default();
    answers.sort_unstable_by_key(|answer| answer.tag);
    let ranked = evidence.ranked();
    let lead = ranked.first().map_or(0.0, |score| score.points);
    let mut out: Vec<Candidate> = Vec::with_capacity(ranked.len());
    for score in &ranked {
        let answer = answers.binary_search_by_key(&score.tag, |a| a.tag).ok().and_then(|at| answers.get(at));
        let gap = answer.map_or(UNKNOWN_TO_ENGINE, |a| GAP * a.gap.max(-MAX_GAP));
        let words = POINT * (score.points - lead).max(-MAX_LEAD);
        let prior = if score.common { COMMON } else { 0.0 };
        out.push(Candidate { tag: score.tag, odds: gap + words + prior, hits: score.hits });
    }
    out
}

/// Returns the best candidate and its probability among all; ties go to the first tag of the alphabet.
fn choose(candidates: &[Candidate]) -> Option<(Candidate, f64)> {
    let first = candidates.first()?;
    let best = candidates.iter().fold(first, |best, c| {
        let better = c.odds.total_cmp(&best.odds).then_with(|| best.tag.cmp(c.tag));
        if better.is_gt() { c } else { best }
    });
    let sum: f64 = candidates.iter().map(|c| (c.odds - best.odds).exp()).sum();
    Some((*best, (1.0 / sum.max(1.0)).min(OWN_SCRIPT)))
}

/// Returns whether the text is likelier in the chosen language than in none of the known ones.
fn is_known(cleaned: &Cleaned, (best, probability): &(Candidate, f64)) -> bool {
    let hits = best.hits as f64;
    let misses = cleaned.words.saturating_sub(best.hits) as f64;
    let words = hits * (WORDS_IN_LANGUAGE / WORDS_BY_CHANCE).ln()
        + misses * ((1.0 - WORDS_IN_LANGUAGE) / (1.0 - WORDS_BY_CHANCE)).ln();
    let odds = (probability / (1.0 - probability).max(f64::MIN_POSITIVE)).ln().min(MAX_ODDS);
    words + odds - UNPRONOUNCEABLE * unpronounceable(&cleaned.text) as f64 >= FLOOR && !is_list_of_names(cleaned, best)
}

/// Counts words of ASCII letters with too many consonants in a row, or of three and more without a vowel.
fn unpronounceable(text: &str) -> usize {
    let vowel = |c: char| "aeiouyw'".contains(c);
    let hard = |word: &&str| {
        let run = word.split(vowel).map(str::len).max().unwrap_or(0);
        word.is_ascii() && (run >= CONSONANTS || (run >= 3 && run == word.len()))
    };
    text.split(' ').filter(hard).count()
}

/// A run of capitalized words with numbers between them and without a function word: scorers, tickers, results.
fn is_list_of_names(cleaned: &Cleaned, best: &Candidate) -> bool {
    best.hits == 0
        && cleaned.words >= 2
        && cleaned.capitalized == cleaned.words
        && 2 * cleaned.set_aside >= cleaned.words
}
