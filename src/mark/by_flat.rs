//! Which ends of a flattened line are menus: words in capitals, one label after another, without a sentence among them?
//!
//! Paragraph harvests whose line breaks were collapsed begin and end so. On 788 of them 99 % of the words claimed at the
//! head and 96 % at the tail are no content. Extractor output hardly ever begins with a menu, and its tail may be a
//! list of the story: so a tail is only claimed where there is a menu at the head, too. Needs capitals, so scripts
//! without them are left alone.

use crate::document::Document;
use crate::document::Form;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::Marker;
use crate::rule::sentence;
use crate::text;
use crate::text::Span;

/// Words of a line that may be flattened: a long paragraph has fewer.
const MIN_LINE: usize = 200;
/// Words that are looked at together, and the share of them that must be capitalised: prose has .1 to .2, German .4.
const WINDOW: usize = 12;
const CAPITALS: f64 = 0.6;
/// Words of a menu at least.
const MIN_MENU: usize = 20;
/// Words before the end of a menu that are kept: they may be the headline.
const MARGIN: usize = 12;
/// Words of a sentence that is prose, and the share of capitals that it stays below.
const SENTENCE_WORDS: usize = 6;
const SENTENCE_CAPITALS: f64 = 0.5;

const CONFIDENCE: f32 = 0.85;

pub struct ByFlat;

impl Marker for ByFlat {
    fn name(&self) -> &'static str {
        "flat"
    }

    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark> {
        let [block] = document.blocks.as_slice() else { return Vec::new() };
        if document.form != Form::Text || block.words < MIN_LINE {
            return Vec::new();
        }
        let line = document.text_of(block);
        let Some(head) = head(line) else { return Vec::new() };
        let tail = tail(line, context.language).filter(|tail| *tail > head);
        let base = block.span.start;
        let claim = |span: Span, by: &str| Mark {
            span: Span::new(span.start + base, span.end + base).trim(&document.text),
            category: "navigation".into(),
            by: by.into(),
            why: "Label after label, without a sentence: a menu of the page.".into(),
            confidence: CONFIDENCE,
            ..Mark::default()
        };
        let head = claim(Span::new(0, head), "flat/menu-head");
        let tail = tail.map(|at| claim(Span::new(at, line.len()), "flat/menu-tail"));
        std::iter::once(head).chain(tail).collect()
    }
}

/// Returns where the menu at the head ends.
fn head(line: &str) -> Option<usize> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    for (at, word) in placed(line) {
        if words.len() >= WINDOW {
            let window = words[words.len() - WINDOW..].iter();
            let ends = |word: &str| {
                word.ends_with(['.', '!', '?']) && word.chars().rev().skip(1).take(2).all(char::is_lowercase)
            };
            if window.clone().any(|(_, word)| ends(word)) || !is_menu(window.map(|(_, word)| *word)) {
                break;
            }
        }
        words.push((at, word));
    }
    let kept = words.len().checked_sub(MARGIN + 1).filter(|kept| *kept >= MIN_MENU)?;
    words.get(kept).map(|(at, _)| *at)
}

/// Returns where the menu at the tail begins: after the last sentence that is prose.
fn tail(line: &str, language: Option<&str>) -> Option<usize> {
    let is_prose = |span: &Span| {
        let text = span.of(line);
        let share = text::capital_share(text.split_whitespace());
        sentence::is_ended(text)
            && text::count_words(text) >= SENTENCE_WORDS
            && share.is_none_or(|share| share < SENTENCE_CAPITALS)
    };
    let sentences = sentence::sentences(line, language);
    let start = sentences.iter().rposition(is_prose).map(|at| sentences[at].end)?;
    let words: Vec<(usize, &str)> = placed(line.get(start..)?).collect();
    // A sentence without its end may stand first.
    let first = words.windows(WINDOW).position(|window| is_menu(window.iter().map(|(_, word)| *word)))?;
    let menu = words.get(first..)?;
    (menu.len() >= MIN_MENU && is_menu(menu.iter().map(|(_, word)| *word))).then(|| start + menu[0].0)
}

fn is_menu<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    text::capital_share(words).is_some_and(|share| share >= CAPITALS)
}

/// Returns the words between spaces, and where each begins.
fn placed(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let origin = line.as_ptr() as usize;
    line.split_whitespace().map(move |word| (word.as_ptr() as usize - origin, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MENU: &str = "Home News Sport Weather Jobs Our Story Contact Log In Sign Up Boats Cars Houses Food Drink Travel Film Books Music \
                        Letters Archive Podcasts Video Shop Help Terms Privacy Cookies About Us Work With Us Partners Press Room";
    const STORY: &str =
        "The dam of Orla held through the night, the mayor said on Monday. Crews had carried sand to it since Friday.";

    #[test]
    fn menus_at_both_ends_are_found() {
        let line = format!("{MENU} {STORY} {STORY} {MENU}");
        let head = head(&line).expect("a menu");
        assert!(line[head..].starts_with("Travel") || head < MENU.len(), "{}", &line[head..head + 40]);
        let tail = tail(&line, Some("en")).expect("a menu");
        assert!(line[tail..].starts_with("Home News"), "{}", &line[tail..]);
    }

    #[test]
    fn stories_have_none() {
        let names = "Ann Lee, Bo Ek, Cy Fox and Di Roe of Orla Mill met Ed Oar of Upper Orla on Monday.";
        for line in
            [format!("{STORY} {names} {STORY}"), "大坝没有决口。".repeat(40), "صمد السد يوم الاثنين. ".repeat(40)]
        {
            assert_eq!((head(&line), tail(&line, None)), (None, None), "{line}");
        }
    }
}
