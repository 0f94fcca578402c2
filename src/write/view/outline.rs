//! What is the structure of what is left of a document: its headings, paragraphs, lists, quotes, tables, code?

use super::leaves;
use super::pictures;
use crate::document::Document;
use crate::judge::Cut;
use crate::judge::repair::Change;
use crate::text::Span;

/// Something that holds leaves. The numbers tell one element from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Quote(u32),
    /// A list; with the number of its first item where they are numbered.
    List(u32, Option<u32>),
    Item(u32),
}

/// A piece of text that stands by itself, and what it stands in, the outermost first.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf<'a> {
    pub within: Vec<Container>,
    pub kind: Kind<'a>,
    /// Where it starts in `Document::text`.
    pub start: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    Paragraph(Vec<Inline<'a>>),
    /// From 1 to 6.
    Heading(u8, Vec<Inline<'a>>),
    /// The caption of a figure or a table.
    Caption(Vec<Inline<'a>>),
    /// The term that the next leaf defines.
    Term(Vec<Inline<'a>>),
    /// Lines as they are, and the language that the page says they are in.
    Code(String, Option<String>),
    Table(Table<'a>),
    /// The address and what the picture shows.
    Picture(String, String),
}

/// A table of data; each row has as many cells as the widest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table<'a> {
    /// Whether the first row names the columns.
    pub headed: bool,
    pub rows: Vec<Vec<Vec<Inline<'a>>>>,
}

/// A piece of a line. Formats open and close in pairs, one inside the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline<'a> {
    Text(&'a str),
    /// A line break inside of a paragraph.
    Break,
    Open(Format),
    Close(Format),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    Strong,
    Emphasis,
    Struck,
    Code,
    /// With its address.
    Link(String),
}

/// The text of a document without its cuts, and the repairs of what is left.
pub struct Kept<'a> {
    pub text: &'a str,
    pub repairs: &'a [Change],
    cuts: &'a [Cut],
}

impl<'a> Kept<'a> {
    pub const fn new(text: &'a str, cuts: &'a [Cut], repairs: &'a [Change]) -> Self {
        Self { text, repairs, cuts }
    }

    /// Returns what is left of a span.
    pub fn within(&self, span: Span) -> Vec<Span> {
        let first = self.cuts.partition_point(|cut| cut.span.end <= span.start);
        let mut at = span.start;
        let mut left = Vec::new();
        for cut in self.cuts.iter().skip(first).take_while(|cut| cut.span.start < span.end) {
            left.push(Span::new(at, cut.span.start));
            at = cut.span.end;
        }
        left.push(Span::new(at, span.end));
        left.retain(|span| !span.is_empty());
        left
    }

    /// Returns whether all of a span is cut, or taken out by a repair, as a paragraph that stands twice.
    pub fn is_gone(&self, span: Span) -> bool {
        let at = self.repairs.partition_point(|change| change.span.end < span.end);
        let whole = |change: &Change| change.with.is_empty() && change.span.start <= span.start;
        self.repairs.get(at).is_some_and(whole) || self.within(span).iter().all(|left| left.trim(self.text).is_empty())
    }
}

/// Returns the leaves of what is left of a document, in reading order.
pub fn outline<'a>(document: &'a Document, kept: &Kept<'a>, address: Option<&'a str>) -> Vec<Leaf<'a>> {
    let mut leaves = leaves::leaves(document, kept, address);
    pictures::add(&mut leaves, document, kept, address);
    leaves
}

impl<'a> Kind<'a> {
    /// Returns the line of a leaf that has one, so that another may go on with it.
    pub const fn inlines_mut(&mut self) -> Option<&mut Vec<Inline<'a>>> {
        match self {
            Self::Paragraph(line) | Self::Heading(_, line) | Self::Caption(line) | Self::Term(line) => Some(line),
            Self::Code(..) | Self::Table(_) | Self::Picture(..) => None,
        }
    }
}
