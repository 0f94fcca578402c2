//! Where do the sentences of a line begin and end?
//!
//! A rule claims whole sentences of a line that a scraper flattened, so a wrong border costs content. Where in doubt
//! there is none: behind an abbreviation or an initial, inside quotes or brackets, before a small letter.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::document::Document;
use crate::rule::data;
use crate::text::Span;
use crate::text::is_unspaced;

/// Bytes within which a quote or a bracket must close: a missing mark must not hide every border after it. About
/// three long sentences.
const MAX_QUOTE: usize = 600;
/// Digits of a number that may be an ordinal or count an item (`3. März`, `2. The`); more are a year or an amount.
const ORDINAL_DIGITS: usize = 2;

/// Bytes before a mark within which an address is known for one: longer tokens are no words.
const MAX_TOKEN: usize = 64;

/// The words of one language that decide whether a full stop ends a sentence.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    never: HashSet<String>,
    maybe: HashSet<String>,
    starters: HashSet<String>,
}

#[derive(Deserialize)]
struct File {
    any: Words,
    endings: HashSet<String>,
    #[serde(flatten)]
    languages: BTreeMap<String, Words>,
}

static FILE: LazyLock<File> = LazyLock::new(|| data::built_in(include_str!("../../rules/sentence/abbreviations.yml")));

/// The sentences of the lines of one document, each line split when it is first asked for.
pub struct Sentences<'a> {
    language: Option<&'a str>,
    held: RefCell<HashMap<usize, Rc<[Span]>>>,
}

impl<'a> Sentences<'a> {
    /// `language` is the primary tag of the document; without one the words of every language count.
    pub fn new(language: Option<&'a str>) -> Self {
        Self { language, held: RefCell::default() }
    }

    /// Returns the sentences of a block, as spans of `Document::text`.
    pub fn of(&self, document: &Document, block: usize) -> Rc<[Span]> {
        if let Some(held) = self.held.borrow().get(&block) {
            return Rc::clone(held);
        }
        let line = document.blocks[block].span;
        let found = sentences(line.of(&document.text), self.language).into_iter();
        let made: Rc<[Span]> = found.map(|s| Span::new(s.start + line.start, s.end + line.start)).collect();
        self.held.borrow_mut().insert(block, Rc::clone(&made));
        made
    }
}

/// Returns the sentences of a line, in order, without the white space between them; none for a blank line.
///
/// Every character that is no white space belongs to one sentence. In Thai and Lao, which mark no end, a sentence is
/// what stands between spaces.
pub fn sentences(line: &str, language: Option<&str>) -> Vec<Span> {
    let mut out = Vec::new();
    let (mut start, mut quoted_until, mut skip) = (0, 0, 0);
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if at < skip {
            continue;
        }
        if let Some(closer) = closer_of(c, before)
            && at >= quoted_until
        {
            quoted_until = close_of(line, at + c.len_utf8(), closer).unwrap_or(quoted_until);
        }
        if let Some(end) = end_at(line, at, c, language) {
            if end > quoted_until || at >= quoted_until {
                push(&mut out, line, start, end);
                start = end;
            }
            skip = end;
        } else if is_end(c) {
            // Marks that end nothing are looked at once, however many stand together.
            skip = line.get(at..).map_or(at, |rest| line.len() - rest.trim_start_matches(is_end).len());
        }
        before = c;
    }
    push(&mut out, line, start, line.len());
    out
}

fn push(out: &mut Vec<Span>, line: &str, start: usize, end: usize) {
    let span = Span::new(start, end).trim(line);
    if !span.is_empty() {
        out.push(span);
    }
}

/// Returns the mark that closes what `c` opens.
fn closer_of(c: char, before: char) -> Option<char> {
    match c {
        '“' | '„' | '«' | '「' | '『' | '(' | '[' | '（' | '【' | '《' => Some(match c {
            '“' | '„' => '”',
            '«' => '»',
            '「' => '」',
            '『' => '』',
            '(' => ')',
            '[' => ']',
            '（' => '）',
            '【' => '】',
            _ => '》',
        }),
        '"' if before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–') => Some('"'),
        _ => None,
    }
}

/// Returns where the closing mark stands; German closes with what English opens with.
fn close_of(line: &str, from: usize, closer: char) -> Option<usize> {
    let rest = line.get(from..)?;
    let mut near = rest.char_indices().take_while(|(at, _)| *at < MAX_QUOTE);
    near.find(|(_, c)| *c == closer || (closer == '”' && *c == '“')).map(|(at, _)| from + at)
}

/// Returns where the sentence ends whose last mark begins at byte `at`; `None` where none ends there.
fn end_at(line: &str, at: usize, c: char, language: Option<&str>) -> Option<usize> {
    match c {
        '。' | '！' | '？' | '｡' | '।' | '॥' | '።' | '؟' | '۔' | '։' | '။' | '។' => {
            let rest = line.get(at..)?.trim_start_matches(is_end);
            Some(line.len() - rest.trim_start_matches(is_closer).len())
        }
        '.' | '!' | '?' | '…' => latin_end(line, at, c, language),
        c if c.is_whitespace() => {
            let before = line.get(..at)?.chars().next_back().filter(|c| is_thai(*c))?;
            let after = line.get(at..)?.trim_start().chars().next()?;
            (is_thai(before) && is_thai(after)).then_some(at)
        }
        _ => None,
    }
}

fn latin_end(line: &str, at: usize, c: char, language: Option<&str>) -> Option<usize> {
    let after_marks = line.get(at..)?.trim_start_matches(is_end);
    let rest = after_marks.trim_start_matches(is_closer);
    // French puts a space before its closing mark.
    let rest = rest.trim_start().strip_prefix('»').unwrap_or(rest);
    let end = line.len() - rest.len();
    let Some(next) = rest.chars().next() else { return Some(end) };
    let single = c == '.' && line.len() - after_marks.len() == at + 1;
    if !next.is_whitespace() {
        return (is_glued(line.get(..at)?, rest) || is_unspaced(next)).then_some(end);
    }
    let follow = rest.trim_start();
    let first = follow.chars().next()?;
    if first.is_lowercase() || matches!(first, ',' | ';' | ':' | ')' | ']' | '?' | '!') {
        return None;
    }
    (!single || ends_sentence(line.get(..at)?, follow, language)).then_some(end)
}

/// Whether a single full stop between `left` and `follow` ends a sentence.
fn ends_sentence(left: &str, follow: &str, language: Option<&str>) -> bool {
    let token = left.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '„' | '«' | '/'));
    let token = token.into_iter().next().unwrap_or_default().to_lowercase();
    let starts = || {
        let word: String =
            follow.chars().skip_while(|c| !c.is_alphanumeric()).take_while(|c| c.is_alphabetic()).collect();
        any_words(language, |words| words.starters.contains(&word.to_lowercase()))
    };
    if any_words(language, |words| words.never.contains(&token)) {
        return false;
    }
    let ordinal = token.len() <= ORDINAL_DIGITS && !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
    let initials = token.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    if ordinal || initials || any_words(language, |words| words.maybe.contains(&token)) {
        return starts();
    }
    true
}

fn any_words(language: Option<&str>, test: impl Fn(&Words) -> bool) -> bool {
    if test(&FILE.any) {
        return true;
    }
    match language {
        Some(tag) => FILE.languages.get(tag).is_some_and(test),
        None => FILE.languages.values().any(test),
    }
}

/// Whether two sentences run together without a space: `held.The mayor`.
fn is_glued(left: &str, right: &str) -> bool {
    let near = (0..=left.len().saturating_sub(MAX_TOKEN)).rev().find(|at| left.is_char_boundary(*at)).unwrap_or(0);
    let token = left.get(near..).unwrap_or_default().rsplit(char::is_whitespace).next().unwrap_or_default();
    let small = token.chars().rev().take_while(|c| c.is_lowercase()).count();
    let word: String = right.chars().take_while(|c| c.is_alphanumeric()).collect();
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    let address = token.contains(['/', '@', '#', '_', '.']) || FILE.endings.contains(&word.to_lowercase());
    small >= 2 && capital && !address
}

/// Returns whether a sentence has its end mark: what a menu or a headline has not.
pub fn is_ended(sentence: &str) -> bool {
    sentence.trim_end().trim_end_matches(is_closer).ends_with(is_end)
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '｡' | '।' | '॥' | '።' | '؟' | '۔' | '։' | '။' | '។')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '」' | '』' | '）' | '】' | '》' | '“')
}

/// Thai and Lao: spaces stand between clauses and sentences, not between words.
fn is_thai(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` has a bar at every border.
    fn check(language: Option<&str>, expected: &str) {
        let line = expected.replace('|', "");
        let got: Vec<&str> = sentences(&line, language).into_iter().map(|span| span.of(&line)).collect();
        let want: Vec<&str> = expected.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
        assert_eq!(got, want, "{expected}");
    }

    #[test]
    fn borders_of_sentences() {
        for (language, expected) in [
            ("en", "The dam held. |The mayor spoke! |Why? |No one knows…"),
            ("en", "Mr. Ek and Dr. Lee of Orla Inc. met J. K. Oar at 5 p.m. Monday. |They left."),
            ("en", "He lives in the U.S. |The dam held."),
            ("en", "He went to St. Orla. |Sign up for our newsletter."),
            ("en", "“We won. We held the dam.” |The mayor left."),
            ("en", "\"We won. We held,\" he said. |\"It rained.\" |She left."),
            ("en", "(Reporting by Ann Lee. Editing by Bo Ek.) |Follow us."),
            ("en", "It cost 3.5 million, or approx. 4 percent, in No. 2. |The rest held."),
            ("en", "The dam held.The mayor spoke. |See Amazon.Com and www.orla.example/a.Html now."),
            ("en", "Was it? yes, he said. |It ended in 2016. |The rest is known."),
            ("de", "Am 3. März hielt der Damm, z. B. in Orla. |Der Rest ist bekannt."),
            ("fr", "M. Lenoir a parlé. |Il est parti. |« Non. Jamais. » |Elle rit."),
            ("es", "El Sr. Paz viajó a EE.UU. |El dique aguantó. |¿Por qué? |Nadie sabe."),
            ("ru", "Плотина устояла в 2016 г. |Это было чудо. |Об этом сказал А. Н. Орлов."),
            ("zh", "大坝没有决口。|市长说：“我们赢了。大家都好。”|他走了！"),
            ("ja", "堤防は持ちこたえた。|「勝った。」|市長は去った。"),
            ("th", "เขื่อนยังอยู่ |นายกเทศมนตรีกล่าว |ติดตามเรา"),
            ("hi", "बाँध टिका रहा। |महापौर बोले।"),
            ("ar", "صمد السد. |لماذا؟ |لا أحد يعلم."),
            ("am", "ግድቡ ጸና። |ከንቲባው ተናገሩ።"),
            ("en", ""),
        ] {
            let glued = expected.replace("held.The mayor", "held.|The mayor");
            check(Some(language), &glued);
        }
        check(None, "Am 3. März sagte Dr. Roth nein. |Mr. Ek agreed.");
    }

    #[test]
    fn a_quote_that_never_closes_hides_no_border() {
        let line = format!("He said: “We won. {} It rained.", "So ".repeat(MAX_QUOTE));
        assert!(sentences(&line, Some("en")).len() >= 2);
    }

    #[test]
    fn nothing_is_lost_between_sentences() {
        for line in ["", " ", "...", "a.b", "“", "」。」", "Mr.", "A. B. C. D", "e\u{301}. X"] {
            let found = sentences(line, None);
            let held: String = found.iter().map(|span| span.of(line)).collect();
            assert_eq!(held.split_whitespace().collect::<String>(), line.split_whitespace().collect::<String>());
        }
    }
}
