//! What does a block say by itself: its words, its signs, its element?

use super::Table;
use super::log;
use crate::document::page::Tag;
use crate::document::page::Within;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::View;
use crate::judge::content::view::share;

pub const NAMES: &[&str] = &[
    "words",
    "chars",
    "links",
    "stops",
    "ends",
    "digits",
    "capitals",
    "letters",
    "heading",
    "tag",
    "within",
    "page-part",
    "box",
    "question",
    "colon",
    "short-words",
];

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    for (at, (counts, signs)) in view.blocks.iter().zip(&view.signs).enumerate() {
        let text = view.text(at);
        let markup = view.document.blocks.get(at).and_then(|block| block.markup.as_ref());
        let within = markup.map_or(Within::default(), |markup| markup.within);
        let tag = view.owner(at).and_then(|owner| view.element(owner)).map_or(Tag::Other, |element| element.tag);
        table.set(
            at,
            [
                log(counts.words),
                log(counts.chars),
                counts.links(),
                share(counts.stops, counts.words),
                ends(text),
                share(signs.digits, counts.chars),
                share(signs.capitals, counts.words),
                share(counts.chars, counts.words),
                heading(tag),
                kind(tag),
                inline(within),
                part(within),
                around(within),
                f32::from(signs.question),
                f32::from(text.ends_with([':', '：'])),
                share(signs.short_words, counts.words),
            ],
        );
    }
}

fn ends(text: &str) -> f32 {
    match text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']).chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？' | '।' | '۔' | '؟') => 3.0,
        Some('…') => 2.0,
        Some(',' | ';' | ':') => 1.0,
        _ => 0.0,
    }
}

fn heading(tag: Tag) -> f32 {
    match tag {
        Tag::H1 => 1.0,
        Tag::H2 => 2.0,
        Tag::H3 => 3.0,
        Tag::H4 => 4.0,
        Tag::H5 | Tag::H6 => 5.0,
        _ => 0.0,
    }
}

/// Returns the tag as a number, from what seldom is content to what mostly is.
fn kind(tag: Tag) -> f32 {
    match tag {
        Tag::Button | Tag::Label | Tag::Form | Tag::Option | Tag::Legend | Tag::Fieldset => 0.0,
        Tag::Footer | Tag::Header | Tag::Nav | Tag::Aside | Tag::Dialog => 1.0,
        Tag::Other => 2.0,
        Tag::Li => 3.0,
        Tag::Div | Tag::Section | Tag::Body | Tag::Center => 4.0,
        Tag::Figcaption | Tag::Caption | Tag::Figure => 5.0,
        Tag::Summary | Tag::Details | Tag::Address => 6.0,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => 7.0,
        Tag::Td | Tag::Th | Tag::Tr | Tag::Table => 8.0,
        Tag::Dt | Tag::Dd | Tag::Dl => 9.0,
        Tag::Article | Tag::Main => 10.0,
        Tag::Blockquote => 11.0,
        Tag::P => 12.0,
        Tag::Pre | Tag::Code => 13.0,
        _ => 4.5,
    }
}

/// Returns which small elements the block stands in.
fn inline(within: Within) -> f32 {
    let order =
        [Within::BUTTON, Within::CAPTION, Within::FIGURE, Within::ITEM, Within::TABLE, Within::QUOTE, Within::PRE];
    order.iter().position(|bit| within.has(*bit)).map_or(0.0, |at| (at + 1) as f32)
}

/// Returns which part of the page the block stands in, as its markup says.
fn part(within: Within) -> f32 {
    let bad =
        [Within::HIDDEN, Within::DIALOG, Within::NAV, Within::FOOTER, Within::ASIDE, Within::FORM, Within::HEADER];
    bad.iter().position(|bit| within.has(*bit)).map_or(0.0, |at| (at + 1) as f32)
}

/// Returns whether `<article>` and `<main>` stand above the block: 0 neither, 1 main, 2 article, 3 both.
fn around(within: Within) -> f32 {
    f32::from(u8::from(within.has(Within::MAIN)) + 2 * u8::from(within.has(Within::ARTICLE)))
}
