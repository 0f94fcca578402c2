//! What kind of page is it? The same numbers for each of its blocks.

use super::Table;
use super::log;
use crate::document::page::Tag;
use crate::document::page::Within;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::signs::Signs;
use crate::judge::content::view::View;
use crate::judge::content::view::share;

pub const NAMES: &[&str] = &[
    "page-words",
    "page-blocks",
    "page-prose",
    "page-links",
    "prose-blocks",
    "prose-mean",
    "longest",
    "articles",
    "has-main",
    "headlines",
    "headings",
    "item-words",
    "table-words",
    "pre-words",
    "prices",
    "questions",
    "forms",
    "says-article",
    "says-product",
    "says-forum",
    "says-list",
    "path-depth",
    "slug-words",
    "slug-digits",
    "titles-in-links",
    "main-prose",
    "biggest-article",
];

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    let numbers = numbers(view);
    for at in 0..view.blocks.len() {
        table.set(at, numbers);
    }
}

fn numbers(view: &View<'_>) -> [f32; 27] {
    let mut all = [0.0; 27];
    let parts = [extent(view).as_slice(), &makeup(view), &kind(view), &spread(view)].concat();
    all.iter_mut().zip(parts).for_each(|(slot, number)| *slot = number);
    all
}

/// Returns how much text there is, and of which kind.
fn extent(view: &View<'_>) -> [f32; 7] {
    let prose = view.blocks.iter().filter(|block| block.prose > 0);
    let prose_blocks = prose.clone().count();
    [
        log(view.total.words),
        log(view.total.blocks),
        share(view.total.prose, 2 * view.total.words),
        view.total.links(),
        log(prose_blocks),
        share(prose.clone().map(|block| block.words).sum(), prose_blocks),
        log(prose.map(|block| block.words).max().unwrap_or(0)),
    ]
}

/// Returns which elements the page is made of.
fn makeup(view: &View<'_>) -> [f32; 10] {
    let elements = |wanted: &[Tag]| view.page.elements.iter().filter(|element| wanted.contains(&element.tag)).count();
    let inside = |bit: Within| {
        let words =
            view.document.blocks.iter().filter(|block| block.markup.as_ref().is_some_and(|m| m.within.has(bit)));
        share(words.map(|block| block.words).sum(), view.total.words)
    };
    let holding = |sign: fn(&Signs) -> bool| view.signs.iter().filter(|signs| sign(signs)).count();
    [
        log(elements(&[Tag::Article])),
        f32::from(elements(&[Tag::Main]) > 0),
        log(elements(&[Tag::H1])),
        log(elements(&[Tag::H2, Tag::H3, Tag::H4])),
        inside(Within::ITEM),
        inside(Within::TABLE),
        inside(Within::PRE),
        share(holding(|signs| signs.price), view.blocks.len()),
        share(holding(|signs| signs.ascii_question), view.blocks.len()),
        log(elements(&[Tag::Form])),
    ]
}

/// Returns what the page and its address say that it is.
fn kind(view: &View<'_>) -> [f32; 7] {
    let says = |words: &[&str]| {
        f32::from(view.page.metadata.kind.iter().any(|kind| words.iter().any(|word| kind.value.contains(word))))
    };
    let (depth, slug_words, slug_digits) = address(view.address);
    [
        says(&["rticle", "BlogPosting", "Report"]),
        says(&["roduct", "Offer"]),
        says(&["Forum", "QAPage", "Question", "Discussion"]),
        says(&["Collection", "ItemList", "SearchResults", "Blog"]),
        depth,
        slug_words,
        slug_digits,
    ]
}

/// Returns how many headings are links, and how much of the running text one `<main>` and one `<article>` hold.
fn spread(view: &View<'_>) -> [f32; 3] {
    let linked_headings = view.document.blocks.iter().enumerate().filter(|(at, block)| {
        block.markup.as_ref().is_some_and(|markup| markup.within.has(Within::HEADING))
            && view.blocks.get(*at).is_some_and(|counts| counts.links() > 0.8)
    });
    let prose_in = |tag: Tag| {
        let of = view.page.elements.iter().filter(|element| element.tag == tag);
        share(of.map(|element| view.within(element.blocks).prose).max().unwrap_or(0), view.total.prose)
    };
    [log(linked_headings.count()), prose_in(Tag::Main), prose_in(Tag::Article)]
}

/// Returns the segments of an address' path, the words of the last one, and the share of digits in it.
fn address(address: &str) -> (f32, f32, f32) {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split(['?', '#']).next().unwrap_or("");
    let segments: Vec<&str> = path.split('/').skip(1).filter(|part| !part.is_empty()).collect();
    let last = segments.last().copied().unwrap_or("");
    let words = last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count();
    let digits = last.chars().filter(char::is_ascii_digit).count();
    (segments.len().min(10) as f32, words.min(20) as f32, share(digits, last.chars().count()))
}
