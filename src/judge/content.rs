//! Which part of a page is its main content? Weighs what every marker claims over all of its blocks.

mod choose;
mod doubt;
pub mod features;
mod give;
pub mod lexicon;
pub mod model;
mod once;
mod signs;
pub mod trees;
pub mod view;

use std::sync::Arc;

use crate::document::Document;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::judge::content::model::Model;
use crate::judge::content::view::View;
use crate::mark::MIN_CONFIDENCE;
use crate::mark::Mark;
use crate::mark::prose::Prose;
use crate::text::Span;

/// Of the running text outside of claims, in percent: the main content is the deepest element that holds as much.
/// Chosen on 747 pages, where 70, 80 and 90 came within 0.002 word F1 of each other; not checked page by page.
const MAIN_PERCENT: usize = 85;
/// Of all words outside of claims, in percent: with less running text the page is a listing, and links are its content.
/// Chosen on 747 pages: word F1 0.847 without the rule, 0.859 at 20, 0.862 at 35, 0.863 at 50.
const LISTING_PERCENT: usize = 50;

/// Blocks of a page that the model is asked about: it learnt from whole pages, of which one in a hundred has fewer.
const MIN_BLOCKS: usize = 12;
/// The same for what has a title, be it for other sites to show (`og:title`), and so is no piece of a page: of 1,497 pages
/// 5 have 8 to 11 blocks, of which 3 gain by the model and none loses, cross-validated.
const MIN_TITLED: usize = 8;
/// Blocks of a page at most: the numbers of one take half a kilobyte, and no article has as many.
const MAX_BLOCKS: usize = 20_000;
/// The category of what is no main content and nothing else either.
const OUTSIDE: &str = "outside-main";

/// What the main content is decided by.
pub struct Evidence<'a> {
    /// The address of the page, where it is known: its path tells an article from a front page.
    pub address: &'a str,
    /// The trained model; without it the rules of this file decide alone.
    pub model: Option<&'a Model>,
    /// Whether the readability algorithm is asked about a page that is left nearly empty.
    pub readability: bool,
}

/// Adds a claim on what lies outside of the main content, and takes back claims that the decision disproves.
///
/// Returns how likely each block is main content, from 0 to 1, as the model has it; nothing where it was not asked. Does
/// nothing to a plain text.
pub fn weigh(document: &Document, marks: &mut Vec<Mark>, evidence: &Evidence<'_>) -> Vec<f32> {
    let Some(page) = document.page.as_ref().filter(|page| !page.elements.is_empty()) else { return Vec::new() };
    let least = if page.metadata.title.is_empty() { MIN_BLOCKS } else { MIN_TITLED };
    let model = evidence.model.filter(|_| (least..=MAX_BLOCKS).contains(&document.blocks.len()));
    let chances = model.map(|model| by_model(document, page, marks, model, evidence.address));
    if chances.is_none() {
        place(document, page, marks);
    }
    if evidence.readability {
        doubt::settle(document, marks);
    }
    let claimed = blocks_under(document, marks, give::is_sure);
    let repeats = once::repeats(document, |at| claimed.get(at) == Some(&false));
    let why = "The page says the same further up.";
    marks.extend(claims(document, "repeated", "content/repeated", why, |at| repeats.get(at) == Some(&true)));
    chances.unwrap_or_default()
}

/// Keeps the blocks that the model takes for main content, whatever markup says of them, and claims all others.
///
/// Returns how likely each block is main content.
fn by_model(document: &Document, page: &Page, marks: &mut Vec<Mark>, model: &Model, address: &str) -> Vec<f32> {
    let chances = model.probabilities(&View::new(document, page, marks, address));
    let mut kept = choose::choose(document, &chances);
    for (keep, block) in kept.iter_mut().zip(&document.blocks) {
        *keep |= block.span.start >= page.shown;
    }
    give::give_back(document, marks, &kept, "the trained model takes the block for main content");
    let why = "The trained model takes the block for no main content.";
    marks.extend(claims(document, OUTSIDE, "content/model", why, |at| kept.get(at) == Some(&false)));
    chances
}

fn place(document: &Document, page: &Page, marks: &mut Vec<Mark>) {
    let claimed = blocks_under(document, marks, counts);
    let free = |at: usize| claimed.get(at) == Some(&false);
    let prose = Prose::of(document, free);
    let words: usize =
        document.blocks.iter().enumerate().filter(|(at, _)| free(*at)).map(|(_, block)| block.words).sum();
    // `Prose` counts half words.
    if prose.total() * 100 < 2 * words * LISTING_PERCENT {
        return spare_links(marks);
    }
    if let Some(main) = main_element(page, &prose) {
        marks.extend(outside(document, page, main));
    }
}

/// Returns for each block whether a claim that counts covers it whole.
fn blocks_under(document: &Document, marks: &[Mark], counts: impl Fn(&Mark) -> bool) -> Vec<bool> {
    let blocks = &document.blocks;
    let mut changes = vec![0_i32; blocks.len() + 1];
    for mark in marks.iter().filter(|mark| counts(mark)) {
        let first = blocks.partition_point(|block| block.span.start < mark.span.start);
        let end = blocks.partition_point(|block| block.span.end <= mark.span.end);
        if first < end
            && let (Some(from), Some(_)) = (changes.get(first).copied(), changes.get(end))
        {
            changes[first] = from + 1;
            changes[end] -= 1;
        }
    }
    let mut open = 0;
    changes
        .iter()
        .take(blocks.len())
        .map(|change| {
            open += change;
            open > 0
        })
        .collect()
}

/// Returns whether a claim holds; links alone do not count here.
fn counts(mark: &Mark) -> bool {
    mark.holds() && mark.verdict.is_none() && !mark.flag_only && !is_density(mark)
}

fn is_density(mark: &Mark) -> bool {
    mark.by.starts_with("density/")
}

fn spare_links(marks: &mut [Mark]) {
    let why: Arc<str> = "the page is a listing: its links are its content".into();
    for mark in marks.iter_mut().filter(|mark| is_density(mark)) {
        mark.void = Some(why.clone());
    }
}

/// Returns the range of blocks of the deepest element with enough of the running text.
fn main_element(page: &Page, prose: &Prose) -> Option<(u32, u32)> {
    let enough = |blocks: (u32, u32)| prose.within(blocks) * 100 >= prose.total() * MAIN_PERCENT;
    // Elements with that much of the text lie inside one another, and the list has parents first.
    let deepest = page.elements.iter().rev().find(|element| enough(element.blocks));
    deepest.filter(|_| prose.total() > 0).map(|element| element.blocks)
}

/// Returns a claim on each run of blocks before and after the main content; a top headline is none of them.
fn outside(document: &Document, page: &Page, (first, end): (u32, u32)) -> Vec<Mark> {
    let is_main = |at: usize| (first as usize..end as usize).contains(&at);
    let is_title = |at: usize| {
        let owner = document.blocks.get(at).and_then(|block| block.markup.as_ref()).map(|markup| markup.element);
        at < first as usize
            && owner.and_then(|owner| page.elements.get(owner as usize)).is_some_and(|owner| owner.tag == Tag::H1)
    };
    let why = "The block lies outside of the main content.";
    claims(document, OUTSIDE, "content/outside", why, |at| !is_main(at) && !is_title(at))
}

/// Returns a claim on each run of blocks that `out` says yes to.
fn claims(document: &Document, category: &str, by: &str, why: &str, out: impl Fn(usize) -> bool) -> Vec<Mark> {
    let mut runs: Vec<Span> = Vec::new();
    let mut running = false;
    for (at, block) in document.blocks.iter().enumerate() {
        let out = out(at);
        match runs.last_mut() {
            Some(run) if out && running => run.end = block.span.end,
            _ if out => runs.push(block.span),
            _ => {}
        }
        running = out;
    }
    let (category, by, why): (Arc<str>, Arc<str>, Arc<str>) = (category.into(), by.into(), why.into());
    // No surer than it takes to cut: whoever knows what kind of chrome it is may name it.
    let mark = |span| Mark {
        span,
        category: category.clone(),
        by: by.clone(),
        why: why.clone(),
        confidence: MIN_CONFIDENCE,
        ..Mark::default()
    };
    runs.into_iter().map(mark).collect()
}
