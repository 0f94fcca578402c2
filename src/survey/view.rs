//! What is known of an outlet while it is looked at: its documents, their lines, and where those stand.

use std::collections::BTreeSet;

use crate::document::Block;
use crate::document::Document;
use crate::segment;
use crate::survey::dedupe;
use crate::survey::look;
use crate::survey::sample::Page;

/// Lines from the start of a document that are its head, and from its end that are its tail, when positions of a
/// repeated line are counted: a label, a title, a byline; a bio, a call, a copyright line, a link or two.
const HEAD_LINES: usize = 3;
const TAIL_LINES: usize = 5;

/// The documents of one outlet, copies left out.
pub struct View {
    pub outlet: String,
    pub documents: Vec<Document>,
    /// The date of each document in ISO 8601.
    pub dates: Vec<Option<String>>,
}

/// Where a line stands: the number of the document, the number of the block in it.
pub type Spot = (usize, usize);

/// Where the lines of one kind stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// Shares of the spots, from 0 to 1.
    pub head: f64,
    pub tail: f64,
    /// Followed by a paragraph.
    pub before_prose: f64,
}

impl View {
    /// Returns the outlet with its documents; of those that are the same page the first stays.
    pub fn new(outlet: String, pages: Vec<Page>) -> Self {
        let texts: Vec<&str> = pages.iter().map(|page| page.text.as_str()).collect();
        let stays = dedupe::distinct(&texts);
        let kept = pages.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(page, _)| page);
        let (documents, dates) = kept.map(|page| (segment::text::segment(&page.text), page.date)).unzip();
        Self { outlet, documents, dates }
    }

    /// Returns the number of documents.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Returns every line with its spot.
    pub fn lines(&self) -> impl Iterator<Item = (Spot, &str)> {
        self.documents.iter().enumerate().flat_map(|(number, document)| {
            let blocks = document.blocks.iter().enumerate();
            blocks.map(move |(block, item)| ((number, block), document.text_of(item)))
        })
    }

    pub fn line(&self, spot: Spot) -> &str {
        self.block(spot).map_or("", |block| self.documents[spot.0].text_of(block))
    }

    /// Returns the words of a line, by `text::count_words`.
    pub fn words(&self, spot: Spot) -> usize {
        self.block(spot).map_or(0, |block| block.words)
    }

    fn block(&self, spot: Spot) -> Option<&Block> {
        self.documents.get(spot.0)?.blocks.get(spot.1)
    }

    /// Returns the fewest documents that make a repetition: so many, or this share of all, whichever is more.
    pub fn fewest(&self, documents: usize, share: f64) -> usize {
        documents.max((share * self.len() as f64).ceil() as usize)
    }

    /// Returns where lines stand.
    pub fn standing(&self, spots: &[Spot]) -> Standing {
        let share = |wanted: &dyn Fn(&Spot) -> bool| {
            spots.iter().filter(|spot| wanted(spot)).count() as f64 / spots.len().max(1) as f64
        };
        let lines = |spot: &Spot| self.documents[spot.0].blocks.len();
        Standing {
            head: share(&|spot| spot.1 < HEAD_LINES),
            tail: share(&|spot| spot.1 + TAIL_LINES >= lines(spot)),
            before_prose: share(&|spot| look::is_prose(self.words((spot.0, spot.1 + 1)))),
        }
    }
}

/// Returns in how many documents the spots stand.
pub fn documents(spots: &[Spot]) -> usize {
    spots.iter().map(|(document, _)| document).collect::<BTreeSet<_>>().len()
}
