//! What is known of each line of a document before its neighbours are asked?

use crate::document::Block;
use crate::document::Document;
use crate::judge::lines::shape;
use crate::judge::lines::shape::Shape;
use crate::judge::lines::shape::Title;
use crate::judge::lines::shape::gist;
use crate::judge::lines::words::Lexicon;
use crate::mark::Mark;
use crate::text::hash;
use crate::text::hash::ByHash;

/// Fewer words make a short line: a menu's, a label, a name.
const SHORT_WORDS: u32 = 5;
/// A line of running text has at least as many words, and ends as a sentence or a quote does.
const LONG_WORDS: u32 = 15;
/// A line looks like the title with at least this share of words in common.
const TITLE_SHARE: f32 = 0.75;
/// Words of a part of the title at least, where it is half of it or more: fewer are a site's name or a section's.
const MIN_PART: u32 = 3;
/// The same where the part stands between the marks that set a site's name apart, and the line has all of it.
const MIN_WHOLE_PART: u32 = 5;
/// Further lines that say the same count up to here.
const MAX_TWINS: u32 = 5;

/// What rules and other markers say of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Claims {
    /// Share of the line, from 0 to 1, that claims cover which hold.
    pub held: f32,
    /// The same of claims that only mark.
    pub doubted: f32,
    /// A claim that holds says that comments or related stories start here.
    pub opens_comments: bool,
    pub opens_related: bool,
}

/// A line before its neighbours are asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    pub shape: Shape,
    pub claims: Claims,
    pub short: bool,
    pub long: bool,
    pub claimed: bool,
    pub titled: bool,
    /// The line is a part of the title, as where a site's name follows in it.
    pub in_title: bool,
    /// Share of words in common with the title.
    pub likeness: f32,
    /// Further lines of the document that say the same, numbers aside.
    pub twins: u32,
}

/// Returns the facts of every block.
///
/// `words` are the weights for the text's language; without them no word is read.
pub fn lines(document: &Document, marks: &[Mark], title: Option<&str>, words: Option<&Lexicon>) -> Vec<Line> {
    let title = Title::of(title);
    let shapes = shape::shapes(document, &title, words);
    all(document, marks, &title, &shapes)
}

/// Returns the facts of every block that tell dump types apart: what its characters and words say is left out.
pub fn outlines(document: &Document, marks: &[Mark]) -> Vec<Line> {
    all(document, marks, &Title::default(), &shape::outlines(document))
}

fn all(document: &Document, marks: &[Mark], title: &Title, shapes: &[Shape]) -> Vec<Line> {
    let claims = claims(document, marks);
    let twins = twins(document, shapes);
    shapes.iter().zip(claims).zip(twins).map(|((shape, claims), twins)| line(*shape, claims, twins, title)).collect()
}

/// Returns how many other lines say the same as each; only lines with as many letters are compared.
fn twins(document: &Document, shapes: &[Shape]) -> Vec<u32> {
    let mut alike: ByHash<u32> = ByHash::default();
    for shape in shapes {
        *alike.entry(u64::from(shape.letters)).or_default() += 1;
    }
    let may_have = |shape: &Shape| alike.get(&u64::from(shape.letters)).is_some_and(|lines| *lines > 1);
    let gist = |(block, shape): (&Block, &Shape)| may_have(shape).then(|| hash::of(&gist(document.text_of(block))));
    let gists: Vec<Option<u64>> = document.blocks.iter().zip(shapes).map(gist).collect();
    let mut seen: ByHash<u32> = ByHash::default();
    for gist in gists.iter().flatten() {
        *seen.entry(*gist).or_default() += 1;
    }
    let twins =
        |gist: &Option<u64>| gist.and_then(|gist| seen.get(&gist)).map_or(0, |lines| (lines - 1).min(MAX_TWINS));
    gists.iter().map(twins).collect()
}

fn line(shape: Shape, claims: Claims, twins: u32, title: &Title) -> Line {
    let likeness = if title.is_empty() {
        0.0
    } else {
        (shape.title_words as f32 / (title.len() as f32).max(shape.words as f32)).min(1.0)
    };
    Line {
        short: shape.words < SHORT_WORDS,
        long: shape.words >= LONG_WORDS && shape.ending > 0,
        claimed: claims.held > 0.5,
        titled: likeness >= TITLE_SHARE,
        in_title: shape.title_words == shape.words && is_part(shape.words, title),
        likeness,
        twins,
        shape,
        claims,
    }
}

/// Returns whether so many words of the title are a part of it, and not a name in it.
fn is_part(words: u32, title: &Title) -> bool {
    let count = words as usize;
    words >= MIN_PART && count * 2 >= title.len() || words >= MIN_WHOLE_PART && title.has_part_of(count)
}

/// Returns what the marks say of each block; claims on the whole document do not count.
fn claims(document: &Document, marks: &[Mark]) -> Vec<Claims> {
    let blocks = &document.blocks;
    let mut claims = vec![Claims::default(); blocks.len()];
    for mark in marks.iter().filter(|mark| mark.verdict.is_none() && mark.void.is_none()) {
        let first = blocks.partition_point(|block| block.span.end <= mark.span.start);
        let end = blocks.partition_point(|block| block.span.start < mark.span.end);
        let held = mark.holds() && !mark.flag_only;
        for at in first..end {
            let (Some(block), Some(claim)) = (blocks.get(at), claims.get_mut(at)) else { continue };
            let shared = mark.span.end.min(block.span.end) - mark.span.start.max(block.span.start);
            let share = shared as f32 / block.span.len().max(1) as f32;
            let slot = if held { &mut claim.held } else { &mut claim.doubted };
            *slot = (*slot + share).min(1.0);
            claim.opens_comments |= held && *mark.category == *"comments";
            claim.opens_related |= held && *mark.category == *"related";
        }
    }
    claims
}
