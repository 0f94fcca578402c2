//! Which words of a line are links, emphasised, or code?

use super::links;
use super::outline::Format;
use super::outline::Inline;
use super::outline::Kept;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::judge::repair::Change;
use crate::text::Span;

/// The elements of a page that format words; asked for spans in rising order.
pub struct Formats<'a> {
    page: Option<&'a Page>,
    address: Option<&'a str>,
    /// The next element that was not looked at.
    next: usize,
    /// Elements that may reach into the spans to come, the outer before the inner.
    open: Vec<&'a Element>,
}

impl<'a> Formats<'a> {
    pub fn new(document: &'a Document, address: Option<&'a str>) -> Self {
        Self { page: document.page.as_ref(), address, next: 0, open: Vec::new() }
    }

    /// Returns the pieces of what is left of a span; `bold` is set where all of it is to be bold anyway.
    pub fn inlines<'t>(&mut self, kept: &Kept<'t>, span: Span, bold: bool) -> Vec<Inline<'t>> {
        let left = kept.within(span.trim(kept.text));
        self.reach(span);
        let mut line = Line { text: kept.text, repairs: kept.repairs, out: Vec::new(), open: Vec::new(), at: 0 };
        for piece in &left {
            line.at = piece.start;
            for element in self.open.iter().filter(|element| element.span.overlaps(*piece)) {
                let part = Span::new(element.span.start.max(piece.start), element.span.end.min(piece.end));
                if let Some(format) = self.format(element).filter(|format| !(bold && *format == Format::Strong)) {
                    line.open(format, part.trim(kept.text));
                }
            }
            line.text(piece.end);
            line.close_all();
        }
        trimmed(line.out)
    }

    /// Takes in the elements that start before the end of a span, and drops those that end before its start.
    fn reach(&mut self, span: Span) {
        self.open.retain(|element| element.span.end > span.start);
        let Some(page) = self.page else { return };
        while let Some(element) = page.elements.get(self.next).filter(|element| element.span.start < span.end) {
            self.next += 1;
            if element.span.end > span.start && may_format(element.tag) {
                self.open.push(element);
            }
        }
    }

    fn format(&self, element: &Element) -> Option<Format> {
        let node = self.page?.tree.tree.get(element.node)?.value().as_element()?;
        match node.name() {
            "a" => links::link(node.attr("href")?, self.address).map(Format::Link),
            "b" | "strong" => Some(Format::Strong),
            "i" | "em" | "cite" | "dfn" => Some(Format::Emphasis),
            "code" | "kbd" | "samp" | "tt" => Some(Format::Code),
            "del" | "s" | "strike" => Some(Format::Struck),
            _ => None,
        }
    }
}

fn may_format(tag: Tag) -> bool {
    matches!(tag, Tag::A | Tag::B | Tag::Strong | Tag::I | Tag::Em | Tag::Code | Tag::Other)
}

/// A line under construction.
struct Line<'a> {
    text: &'a str,
    /// In order.
    repairs: &'a [Change],
    out: Vec<Inline<'a>>,
    /// The formats that are open, and the end of each.
    open: Vec<(Format, usize)>,
    /// The place in the text up to which it is written.
    at: usize,
}

impl<'a> Line<'a> {
    /// Opens a format, unless an open one says as much.
    fn open(&mut self, format: Format, part: Span) {
        self.text(part.start);
        let is_link = |format: &Format| matches!(format, Format::Link(_));
        let said = self
            .open
            .iter()
            .any(|(held, _)| *held == format || *held == Format::Code || is_link(held) && is_link(&format));
        if part.is_empty() || said {
            return;
        }
        let end = self.open.last().map_or(part.end, |(_, end)| part.end.min(*end));
        self.out.push(Inline::Open(format.clone()));
        self.open.push((format, end));
    }

    /// Writes the text up to a place, and closes what ends before it.
    fn text(&mut self, upto: usize) {
        while let Some(end) = self.open.last().map(|(_, end)| *end).filter(|end| *end <= upto) {
            self.push(end);
            self.close();
        }
        self.push(upto);
    }

    /// Writes the text up to a place, with the repairs that lie between: one across lines or formats is left out.
    fn push(&mut self, upto: usize) {
        let first = self.repairs.partition_point(|change| change.span.start < self.at);
        let changes = self.repairs.get(first..).unwrap_or_default();
        for change in changes.iter().take_while(|change| change.span.end <= upto) {
            self.piece(Span::new(self.at, change.span.start).of(self.text));
            self.piece(&change.with);
            self.at = change.span.end;
        }
        self.piece(Span::new(self.at, upto).of(self.text));
        self.at = self.at.max(upto);
    }

    fn piece(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.out.push(Inline::Text(text));
        }
    }

    fn close(&mut self) {
        let Some((format, _)) = self.open.pop() else { return };
        if self.out.last() == Some(&Inline::Open(format.clone())) {
            self.out.pop();
        } else {
            self.out.push(Inline::Close(format));
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }
}

/// Returns the line without white space at its two ends.
fn trimmed(mut line: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    if let Some(Inline::Text(text)) = line.first_mut() {
        *text = text.trim_start();
    }
    if let Some(Inline::Text(text)) = line.last_mut() {
        *text = text.trim_end();
    }
    line.retain(|inline| *inline != Inline::Text(""));
    line
}
