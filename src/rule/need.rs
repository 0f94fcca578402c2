//! Which words must a line hold together for a regex to match? Asked between the needles and the regex.
//!
//! A needle says that one word is there, and most needles are common words. Most regexes need several words, and telling
//! that one is missing takes a few nanoseconds where the regex takes microseconds. On 18 MB of articles the regexes of
//! rules were tried 700,000 times on lines that held their needles and took 3 of 4 seconds; nearly all for nothing.

use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

use crate::rule::folded;
use crate::rule::folded::Folded;
use crate::rule::needles;

/// Bytes of a text that is looked for at least: what is shorter stands in nearly every line.
const MIN_BYTES: usize = 3;
/// Signs that tell lines apart by themselves: most lines have none of them.
const RARE: &[u8] = b"@|/()[]{}*#?!&+=<>_~";
/// Texts that a part of a regex may stand for; more are looked for piece by piece.
const MAX_TEXTS: usize = 32;
/// Needles of a regex at most: more cost more than they save.
const MAX_NEEDLES: usize = 64;
/// Characters that a class may stand for.
const MAX_CHARS: usize = 8;
/// Times that a part may be repeated to be spelled out.
const MAX_TIMES: u32 = 4;

/// A condition that every line with a match meets.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// Nothing is known: every line may match.
    Nothing,
    Text(String),
    All(Vec<Need>),
    Any(Vec<Need>),
}

impl Need {
    /// Returns what a match of the regex needs.
    pub fn of(hir: &Hir) -> Self {
        part(hir).close()
    }

    /// Returns that each word of a literal must be there: between them a line may have other marks than the literal.
    pub fn words(literal: &str) -> Self {
        all(literal.split(|c: char| !c.is_alphanumeric()).map(|word| text(&folded::fold(word))).collect())
    }

    /// Returns that one of the conditions must be met.
    pub fn any(needs: Vec<Self>) -> Self {
        if needs.is_empty() || needs.contains(&Self::Nothing) { Self::Nothing } else { Self::Any(needs) }
    }

    /// Returns texts of which every match holds at least one, as rare ones as are known; `None` where there are none.
    pub fn needles(&self) -> Option<Vec<String>> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(vec![text.clone()]),
            Self::All(parts) => {
                let sets = parts.iter().filter_map(Self::needles);
                sets.min_by(|a, b| needles::likelihood(a).total_cmp(&needles::likelihood(b)))
            }
            Self::Any(parts) => {
                let all: Option<Vec<Vec<String>>> = parts.iter().map(Self::needles).collect();
                let all = different(all?.concat());
                (all.len() <= MAX_NEEDLES).then_some(all)
            }
        }
    }
}

/// What a part of a regex matches: one of a few texts, folded, or what meets a condition.
enum Part {
    Texts(Vec<String>),
    Need(Need),
}

impl Part {
    fn close(self) -> Need {
        match self {
            Self::Texts(texts) => Need::any(different(texts).iter().map(|found| text(found)).collect()),
            Self::Need(need) => need,
        }
    }
}

fn text(text: &str) -> Need {
    let is_rare = !text.is_empty() && text.bytes().all(|byte| RARE.contains(&byte));
    if text.len() < MIN_BYTES && !is_rare { Need::Nothing } else { Need::Text(text.to_owned()) }
}

fn all(mut needs: Vec<Need>) -> Need {
    needs.retain(|need| *need != Need::Nothing);
    match needs.len() {
        0 => Need::Nothing,
        1 => needs.remove(0),
        _ => Need::All(needs),
    }
}

fn part(hir: &Hir) -> Part {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Part::Texts(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Part::Texts(vec![folded::fold(text)]),
            Err(_) => Part::Need(Need::Nothing),
        },
        HirKind::Class(class) => characters(class).map_or(Part::Need(Need::Nothing), Part::Texts),
        HirKind::Capture(capture) => part(&capture.sub),
        HirKind::Repetition(repeat) => match (part(&repeat.sub), repeat.min, repeat.max) {
            (Part::Texts(mut texts), 0, Some(1)) => {
                texts.push(String::new());
                Part::Texts(texts)
            }
            (Part::Texts(texts), min, Some(max)) if min == max && max <= MAX_TIMES => {
                let once = || Part::Texts(texts.clone());
                concat((0..max).map(|_| once()))
            }
            (inner, 1.., _) => Part::Need(inner.close()),
            _ => Part::Need(Need::Nothing),
        },
        HirKind::Concat(parts) => concat(parts.iter().map(part)),
        HirKind::Alternation(parts) => alternation(parts.iter().map(part).collect()),
    }
}

/// The characters of a small class, folded, one text each.
fn characters(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let count: usize = class.iter().map(|range| range.len()).sum();
    let chars = class.iter().flat_map(|range| range.start()..=range.end());
    (1..=MAX_CHARS).contains(&count).then(|| different(chars.map(|c| folded::fold_char(c).to_string()).collect()))
}

/// Joins texts to longer ones while they are few.
fn concat(parts: impl Iterator<Item = Part>) -> Part {
    let (mut needs, mut run) = (Vec::new(), vec![String::new()]);
    for part in parts {
        match part {
            Part::Texts(texts) if run.len() * texts.len() <= MAX_TEXTS => {
                run = run.iter().flat_map(|head| texts.iter().map(move |tail| format!("{head}{tail}"))).collect();
            }
            Part::Texts(texts) => needs.push(Part::Texts(std::mem::replace(&mut run, texts)).close()),
            Part::Need(need) => {
                needs.push(Part::Texts(std::mem::replace(&mut run, vec![String::new()])).close());
                needs.push(need);
            }
        }
    }
    if needs.is_empty() {
        return Part::Texts(run);
    }
    needs.push(Part::Texts(run).close());
    Part::Need(all(needs))
}

fn alternation(parts: Vec<Part>) -> Part {
    let texts: Option<Vec<&[String]>> =
        parts.iter().map(|part| if let Part::Texts(texts) = part { Some(texts.as_slice()) } else { None }).collect();
    match texts.map(|texts| different(texts.concat())) {
        Some(texts) if texts.len() <= MAX_TEXTS => Part::Texts(texts),
        _ => Part::Need(Need::any(parts.into_iter().map(Part::close).collect())),
    }
}

/// Folded, the cases of a word are one text.
fn different(mut texts: Vec<String>) -> Vec<String> {
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// A need laid out for asking: one piece of memory.
#[derive(Debug, Default)]
pub struct Asked {
    /// In the order of the tree, each condition before its own parts.
    steps: Vec<Step>,
    keys: Vec<u16>,
    texts: Vec<u8>,
}

/// Beyond every key.
const NO_KEY: u16 = u16::MAX;

#[derive(Clone, Copy, Debug)]
struct Step {
    kind: Kind,
    /// A key without which no line meets the condition; `NO_KEY` where there are several ways.
    key: u16,
    /// The step after this condition and all of its parts.
    next: u32,
    /// Where the keys and the bytes of a text begin in `Asked`; those of the next text end it.
    keys: (u32, u32),
    text: (u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    All,
    Any,
}

impl Asked {
    /// Lays out a need; one that says nothing has no steps.
    pub fn new(need: &Need) -> Self {
        let mut asked = Self::default();
        asked.add(need);
        asked
    }

    fn add(&mut self, need: &Need) {
        let at = self.steps.len();
        let from = (short(self.keys.len()), short(self.texts.len()));
        let (kind, parts): (Kind, &[Need]) = match need {
            Need::Nothing => return,
            Need::Text(text) => {
                self.keys.extend(rarest_first(text.as_bytes()));
                self.texts.extend(text.as_bytes());
                (Kind::Text, &[])
            }
            Need::All(parts) => (Kind::All, parts),
            Need::Any(parts) => (Kind::Any, parts),
        };
        let (keys, text) = ((from.0, short(self.keys.len())), (from.1, short(self.texts.len())));
        let key = self.keys.get(from.0 as usize).copied().unwrap_or(NO_KEY);
        self.steps.push(Step { kind, key, next: 0, keys, text });
        parts.iter().for_each(|part| self.add(part));
        self.steps[at].next = short(self.steps.len());
        if kind == Kind::All {
            // Of its first part, which is a text in most.
            self.steps[at].key = self.steps.get(at + 1).map_or(NO_KEY, |first| first.key);
        }
    }

    /// Returns whether every line meets the need.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns whether a line meets the need.
    pub fn is_met(&self, line: &Folded) -> bool {
        self.steps.is_empty() || !line.is_known() || self.holds(0, line)
    }

    fn holds(&self, at: usize, line: &Folded) -> bool {
        let step = &self.steps[at];
        if step.key != NO_KEY && !line.may_hold(&[step.key]) {
            return false;
        }
        let keys = &self.keys[step.keys.0 as usize..step.keys.1 as usize];
        let mut parts = std::iter::successors(Some(at + 1), |part| Some(self.steps.get(*part)?.next as usize))
            .take_while(|part| *part < step.next as usize);
        match step.kind {
            Kind::Text => line.may_hold(keys) && line.holds(&self.texts[step.text.0 as usize..step.text.1 as usize]),
            Kind::All => parts.all(|part| self.holds(part, line)),
            Kind::Any => parts.any(|part| self.holds(part, line)),
        }
    }
}

/// The keys of a text, the one first that the fewest lines have.
fn rarest_first(text: &[u8]) -> Vec<u16> {
    let mut keys: Vec<(f64, u16)> =
        folded::keys(text).zip(text.windows(3)).map(|(key, three)| (needles::chance(three), key)).collect();
    keys.sort_by(|a, b| a.0.total_cmp(&b.0));
    keys.into_iter().map(|(_, key)| key).collect()
}

fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(regex: &str, line: &str) -> bool {
        let hir = regex_syntax::parse(regex).expect(regex);
        let mut folded = Folded::default();
        Asked::new(&Need::of(&hir)).is_met(folded.read_once(line))
    }

    #[test]
    fn a_line_without_the_words_of_a_regex_is_told_from_one_with_them() {
        for (regex, holds, lacks) in [
            ("(?i)sign up for .* newsletter", "SIGN UP for our Newsletter", "newsletter: sign up here"),
            (r"[(\[](?:Read|See) (?:more|also):", "x (see also: y)", "See also: y"),
            ("(AP|AFP|Reuters) Photo", "an AFP photo", "a photo by AFP"),
            (r"(?i)\bподписаться на .* канал", "ПОДПИСАТЬСЯ на наш Канал", "подписаться на газету"),
            ("İstanbul (?:bülten|haber)i?", "İSTANBUL Haberi", "istanbul"),
            ("(?i)kiosk(?:e|en)? schließen", "\u{212a}io\u{17f}k SCHLIEßEN", "kiosk"),
            ("(?:ab){2}c", "xABABC", "abc"),
            (r".{2,9} ?[|/] ?.+", "Orla / AP", "Orla, AP"),
        ] {
            assert!(meets(regex, holds), "{regex}: {holds}");
            assert!(!meets(regex, lacks), "{regex}: {lacks}");
        }
    }

    #[test]
    fn what_is_optional_short_or_open_is_not_asked_for() {
        for regex in [r"\d{1,3}", "a?b?", "(?:by|vo).*", "", "(?:long text|ab)", "(?:long text)*"] {
            assert_eq!(Need::of(&regex_syntax::parse(regex).expect(regex)), Need::Nothing, "{regex}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_match_is_missed(
            regex in r"(?:\(\?i\))?(?:[a-cK ]{1,4}|\(a?bc\|cab\)|\[abK\]|\.\*|\\w\{2\}|(?:abc|cab)[?+*]){1,6}",
            line in "[a-cA-CkKéſ ]{0,40}",
        ) {
            let found = regex::Regex::new(&regex).is_ok_and(|compiled| compiled.is_match(&line));
            proptest::prop_assert!(!found || meets(&regex, &line), "{} {}", regex, line);
        }
    }
}
