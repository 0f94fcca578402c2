//! What stands above the headline that the record names, and where is the headline itself?
//!
//! On 788 pages with a title of their own the text above it was menu: of the words that this marker claims on full text
//! dumps 99.4 % are no content.

use memchr::memmem;

use crate::document::Block;
use crate::document::Document;
use crate::document::Form;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::Marker;
use crate::rule::sentence;
use crate::text;
use crate::text::Span;

/// Words and characters of a headline at least: fewer are a label that may stand anywhere.
const MIN_WORDS: usize = 4;
const MIN_CHARS: usize = 20;
/// The headline must begin within this share of the text; below it the title is quoted in the story.
const HEAD: f64 = 0.4;
/// Share of the words above it that may be prose: menus have a notice of cookies or of links that earn a commission.
const MAX_PROSE: f64 = 0.2;
/// Words from which on a sentence is prose, and words at its end that must not be capitalised for it to be so: what
/// stands before them may be a menu that runs into it.
const SENTENCE_WORDS: usize = 8;
const SENTENCE_END: usize = 12;
/// Words of a line's part before the headline at least, and share of the text that the line holds at least: in a flattened
/// text a menu runs into the headline; in any other a sentence does. Of 12 such cuts in Spanish and African dumps
/// all had cut content.
const RUN_IN_WORDS: usize = 12;
const RUN_IN_SHARE: f64 = 0.5;

/// Measured on pages: see above. Below what a rule is sure of.
const CONFIDENCE: f32 = 0.9;

/// The kind that the headline itself is of: kept unless the user cuts it.
pub const TITLE: &str = "title";

pub struct ByTitle;

impl Marker for ByTitle {
    fn name(&self) -> &'static str {
        "title"
    }

    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark> {
        let Some(headline) = context.title.filter(|_| document.form == Form::Text) else { return Vec::new() };
        let Some(found) = find(document, headline) else { return Vec::new() };
        let mut marks = vec![claim(found, TITLE, "title/headline", "The headline, as the record names it.")];
        let above = Span::new(0, found.start);
        if !is_prose(document, above) {
            let why = "Stands above the headline that the record names, and is no prose.";
            let pieces = pieces(document, above).filter(|piece| is_whole_or_runs_in(document, *piece));
            marks.extend(pieces.map(|span| claim(span, "navigation", "title/above", why)));
        }
        marks
    }
}

fn claim(span: Span, category: &str, by: &str, why: &str) -> Mark {
    Mark { span, category: category.into(), by: by.into(), why: why.into(), confidence: CONFIDENCE, ..Mark::default() }
}

/// Returns where the headline stands, with or without the name of the site.
fn find(document: &Document, headline: &str) -> Option<Span> {
    let limit = (document.text.len() as f64 * HEAD) as usize;
    let fits = |form: &&str| text::count_words(form) >= MIN_WORDS && form.chars().count() >= MIN_CHARS;
    let forms = text::title_forms(headline).into_iter().filter(fits);
    let find = |form: &str| {
        let near = document.text.as_bytes().get(..limit + form.len()).unwrap_or(document.text.as_bytes());
        memmem::find(near, form.as_bytes()).map(|at| Span::new(at, at + form.len()))
    };
    forms.filter_map(find).find(|span| span.start <= limit)
}

/// Returns the parts of the blocks that stand in a span, each for itself.
fn pieces(document: &Document, within: Span) -> impl Iterator<Item = Span> {
    let blocks = document.blocks.iter().take_while(move |block| block.span.start < within.end);
    let part = move |block: &Block| Span::new(block.span.start, block.span.end.min(within.end)).trim(&document.text);
    blocks.map(part).filter(|span| !span.is_empty())
}

/// Returns whether a piece above the headline is a line of its own, or the menu of a flattened text.
fn is_whole_or_runs_in(document: &Document, piece: Span) -> bool {
    let Some(block) = document.blocks.iter().find(|block| block.span.end >= piece.end) else { return false };
    let line = block.span.trim(&document.text);
    let share = (line.end - line.start) as f64 / document.text.len().max(1) as f64;
    line.end == piece.end || share >= RUN_IN_SHARE && text::count_words(piece.of(&document.text)) >= RUN_IN_WORDS
}

fn is_prose(document: &Document, within: Span) -> bool {
    let (mut all, mut prose) = (0, 0);
    for piece in pieces(document, within) {
        let line = piece.of(&document.text);
        all += text::count_words(line);
        let sentences = sentence::sentences(line, None).into_iter().map(|span| span.of(line));
        prose += sentences.filter(|sentence| is_sentence(sentence)).map(text::count_words).sum::<usize>();
    }
    prose as f64 > MAX_PROSE * all as f64
}

fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().rev().take(SENTENCE_END).collect();
    let ends = sentence::is_ended(text);
    ends && text::count_words(text) >= SENTENCE_WORDS
        && text::capital_share(words.iter().copied()).is_none_or(|share| share < 0.5)
}
