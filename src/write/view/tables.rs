//! Does a table hold data or lay out a page, and what stands in its cells?

use ego_tree::NodeRef;
use scraper::Node;

use super::inline::Formats;
use super::outline::Inline;
use super::outline::Kept;
use super::outline::Table;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::text;
use crate::text::Span;

/// Words of a cell of data at most, where no cell is a heading: more are a column of a page.
const CELL_WORDS: usize = 40;
/// Columns that one cell may span: the cap of the HTML standard is 1,000, and no data needs more than this.
const MAX_SPAN: usize = 50;

/// Returns whether a table holds data: at least two rows of at least two cells, short ones or under headings,
/// and no cell with structure of its own.
pub fn holds_data(document: &Document, page: &Page, table: u32) -> bool {
    let parts = parts(page, table);
    let structured = |part: &Element| {
        use Tag::*;
        matches!(part.tag, Table | H1 | H2 | H3 | H4 | H5 | H6 | Ul | Ol | Dl | Pre | Blockquote | Form)
    };
    let caption = parts.iter().position(|part| part.tag == Tag::Caption);
    let late = caption.is_some_and(|caption| parts.iter().take(caption).any(|part| part.tag == Tag::Tr));
    if late || parts.iter().any(structured) {
        return false;
    }
    let cells = |row: &&Element| cells(page, row).into_iter().filter(|cell| cell.span.is_some()).count();
    let wide = parts.iter().filter(|part| part.tag == Tag::Tr).filter(|row| cells(row) > 1).count();
    let named = parts.iter().any(|part| matches!(part.tag, Tag::Th | Tag::Caption));
    let short = |part: &Element| part.tag != Tag::Td || text::count_words(part.span.of(&document.text)) <= CELL_WORDS;
    wide > 1 && (named || parts.iter().all(short))
}

/// Returns what is left of a table.
pub fn table<'a>(
    document: &Document,
    page: &Page,
    kept: &Kept<'a>,
    formats: &mut Formats<'_>,
    table: u32,
) -> Table<'a> {
    let mut out = Table::default();
    for row in parts(page, table).iter().filter(|part| part.tag == Tag::Tr && !kept.is_gone(part.span)) {
        let cells = cells(page, row);
        let in_head = row.parent.and_then(|up| page.elements.get(up as usize)).is_some_and(|up| up.tag == Tag::Thead);
        if out.rows.is_empty() {
            out.headed = in_head || cells.iter().all(|cell| cell.is_heading || cell.span.is_none());
        }
        let mut line = Vec::new();
        for cell in cells {
            let bold = cell.is_heading;
            line.push(cell.span.map_or_else(Vec::new, |span| content(document, kept, formats, span, bold)));
            line.extend((1..cell.columns).map(|_| Vec::new()));
        }
        out.rows.push(line);
    }
    let columns = out.rows.iter().map(Vec::len).max().unwrap_or(0);
    out.rows.iter_mut().for_each(|row| row.resize(columns, Vec::new()));
    out
}

/// Returns the elements inside of a table, those with text.
fn parts(page: &Page, table: u32) -> &[Element] {
    let Some(end) = page.elements.get(table as usize).map(|table| table.span.end) else { return &[] };
    let inside = page.elements.get(table as usize + 1..).unwrap_or_default();
    let count = inside.iter().take_while(|part| part.span.start < end).count();
    inside.get(..count).unwrap_or_default()
}

struct Cell {
    /// `None` where it has no text.
    span: Option<Span>,
    is_heading: bool,
    columns: usize,
}

fn cells(page: &Page, row: &Element) -> Vec<Cell> {
    let Some(row) = page.tree.tree.get(row.node) else { return Vec::new() };
    let cell = |node: NodeRef<'_, Node>| {
        let element = node.value().as_element()?;
        let is_heading = element.name() == "th";
        let columns = element.attr("colspan").and_then(|columns| columns.trim().parse().ok()).unwrap_or(1);
        let span = page.spans.get(&node.id()).copied();
        (is_heading || element.name() == "td").then(|| Cell { span, is_heading, columns: columns.clamp(1, MAX_SPAN) })
    };
    row.children().filter_map(cell).collect()
}

/// Returns the lines of a cell, as one.
fn content<'a>(
    document: &Document,
    kept: &Kept<'a>,
    formats: &mut Formats<'_>,
    span: Span,
    bold: bool,
) -> Vec<Inline<'a>> {
    let first = document.blocks.partition_point(|block| block.span.end <= span.start);
    let lines = document.blocks.iter().skip(first).take_while(|block| block.span.start < span.end);
    let mut content = Vec::new();
    for block in lines {
        let part = Span::new(block.span.start.max(span.start), block.span.end.min(span.end));
        let line = formats.inlines(kept, part, bold);
        if !content.is_empty() && !line.is_empty() {
            content.push(Inline::Break);
        }
        content.extend(line);
    }
    content
}
