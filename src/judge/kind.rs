//! What kind of document is it: an article, an error page, a wall, a listing, nothing?

mod page;

use std::sync::Arc;

use page::Left;

use crate::document::Document;
use crate::judge::Cut;
use crate::mark::Mark;
use crate::rule::Kind;

/// Lines that introduce or end a teaser, by category: a page of teasers has one for each.
const TEASER_CATEGORIES: [&str; 4] = ["timestamp", "byline", "continue-reading", "comments"];
/// Teaser lines of one category at least; three stand on many an article with a list of related stories.
const MIN_TEASERS: usize = 4;
/// Words between two teaser lines at most, in the mean: teasers run to 20–60 words, articles to hundreds.
const TEASER_WORDS: usize = 80;
/// Share of the blocks that the teaser lines must span: related stories stand at the end only.
const TEASER_SPREAD: f64 = 0.6;
/// Below this many words that are left nobody can tell an article from a fragment.
const MIN_WORDS: usize = 5;

/// Returns the verdict on the document as a whole, and the claim that decided it, if one did.
pub fn kind(document: &Document, marks: &[Mark], cuts: &[Cut]) -> (Kind, Option<Arc<str>>) {
    if document.blocks.iter().all(|block| block.words == 0) {
        return (Kind::Empty, None);
    }
    if let Some(mark) = surest(marks) {
        return (mark.verdict.unwrap_or_default(), Some(mark.by.clone()));
    }
    let left = document.page.as_ref().map(|_| Left::of(document, cuts));
    if is_listing(document, marks) && left.as_ref().is_none_or(|left| !left.is_mostly_text()) {
        return (Kind::Listing, None);
    }
    match words_left(document, cuts) {
        0 => (Kind::Empty, None),
        _ if left.as_ref().is_some_and(|left| left.kind().is_some()) => {
            (left.and_then(|left| left.kind()).unwrap_or_default(), None)
        }
        words if words < MIN_WORDS => (Kind::Unknown, None),
        _ => (Kind::Article, None),
    }
}

/// The surest claim on the whole document; of equals the one whose verdict and name come first.
fn surest(marks: &[Mark]) -> Option<&Mark> {
    let claims = marks.iter().filter(|mark| mark.verdict.is_some() && mark.void.is_none() && !mark.flag_only);
    claims
        .min_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| (a.verdict, &a.by).cmp(&(b.verdict, &b.by))))
}

fn is_listing(document: &Document, marks: &[Mark]) -> bool {
    TEASER_CATEGORIES.iter().any(|category| {
        let mut at: Vec<usize> = marks
            .iter()
            .filter(|mark| *mark.category == **category && mark.void.is_none() && mark.verdict.is_none())
            .map(|mark| document.blocks.partition_point(|block| block.span.end <= mark.span.start))
            .collect();
        at.sort_unstable();
        at.dedup();
        are_teasers(document, &at)
    })
}

fn are_teasers(document: &Document, at: &[usize]) -> bool {
    let (Some(first), Some(last)) = (at.first(), at.last()) else { return false };
    if at.len() < MIN_TEASERS {
        return false;
    }
    let words: usize = document.blocks.get(*first..=*last).unwrap_or_default().iter().map(|block| block.words).sum();
    let spread = (last - first + 1) as f64 / document.blocks.len().max(1) as f64;
    spread >= TEASER_SPREAD && words / (at.len() - 1) <= TEASER_WORDS
}

fn words_left(document: &Document, cuts: &[Cut]) -> usize {
    document.blocks.iter().filter(|block| !Cut::any_takes(cuts, block.span)).map(|block| block.words).sum()
}

impl Kind {
    /// Returns the word that files and tables use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::ErrorPage => "error-page",
            Self::ConsentWall => "consent-wall",
            Self::BotWall => "bot-wall",
            Self::Paywall => "paywall",
            Self::Listing => "listing",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
        }
    }
}
