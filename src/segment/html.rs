//! Which blocks does a page have, and what does its markup say of them?

mod attributes;
mod flat;
mod flow;
mod guard;
mod layout;
mod lines;
mod metadata;
mod names;
mod parse;
mod raw;
mod references;
mod roles;
mod sink;
mod state;
mod structured;
mod tokens;

use layout::Layout;
use lines::Line;
use parse::Parsed;

use crate::document::Block;
use crate::document::Document;
use crate::document::Form;
use crate::document::Markup;
use crate::document::page::Element;
use crate::document::page::Page;
use crate::document::page::PageMetadata;
use crate::document::page::Spans;
use crate::text;

/// A bigger page is read as flat text: the largest pages of news sites hold about 5 MB.
const MAX_BYTES: usize = 16 << 20;
/// Below this many bytes of `<noscript>` a page is not parsed again for them: they ask to turn scripts on.
const MIN_NOSCRIPT_BYTES: usize = 300;

/// Returns the document whose text is the page's whole visible text.
pub fn segment(html: &str) -> Document {
    if html.len() > MAX_BYTES {
        return flat(html, format!("larger than {MAX_BYTES} bytes, read as flat text"));
    }
    let Some((parsed, mut layout, noscript)) = lay_out(html) else {
        return flat(html, "too many open formatting elements, read as flat text".to_owned());
    };
    let metadata = metadata::collect(&parsed.tree, &layout.facts);
    let shown = layout.text.len();
    let structured = structured::add(&mut layout, &metadata);
    let state = !structured && state::add(&mut layout, html);
    let page = Page {
        shown,
        lang: metadata.lang.first().map(|found| found.value.clone()),
        title: metadata.title.iter().find(|found| found.origin == "title").map(|found| found.value.clone()),
        spans: Spans::new(layout.elements.iter().map(|element| (element.node, element.span)).collect()),
        alarms: alarms(&parsed, noscript, [structured, state]),
        metadata,
        tree: parsed.tree,
        elements: layout.elements,
    };
    let blocks = blocks(&layout.text, &layout.lines, &page.elements);
    Document { text: layout.text, form: Form::Html, blocks, page: Some(page) }
}

/// Returns the tree and its layout; where the page shows next to nothing and `<noscript>` holds the rest, that of
/// the page as a browser without scripts shows it.
fn lay_out(html: &str) -> Option<(Parsed, Layout, bool)> {
    let parsed = parse::parse(html, true)?;
    let layout = layout::lay_out(&parsed.tree, true);
    if layout.noscript_bytes < MIN_NOSCRIPT_BYTES || layout.noscript_bytes < layout.text.len() {
        return Some((parsed, layout, false));
    }
    let plain = parse::parse(html, false)?;
    let whole = layout::lay_out(&plain.tree, false);
    if whole.text.len() > 2 * layout.text.len() {
        return Some((plain, whole, true));
    }
    Some((parsed, layout, false))
}

fn alarms(parsed: &Parsed, noscript: bool, [structured, state]: [bool; 2]) -> Vec<String> {
    let told = [
        (parsed.too_deep, "elements nested too deep were taken as flat text"),
        (parsed.too_many_attributes, "a tag had too many attributes: the excess was not read"),
        (structured, "the page does not show its article: read from its JSON-LD"),
        (state, "the page does not show its text: read from the state of its scripts"),
        (noscript, "the page shows its text without scripts only: read from <noscript>"),
    ];
    told.iter().filter(|(happened, _)| *happened).map(|(_, words)| (*words).to_owned()).collect()
}

fn blocks(text: &str, lines: &[Line], elements: &[Element]) -> Vec<Block> {
    let markup = |line: &Line| {
        let owner = elements.get(line.owner as usize)?;
        Some(Markup {
            tag: owner.tag.name(),
            depth: owner.depth,
            link_chars: line.link_chars,
            within: owner.within,
            element: line.owner,
        })
    };
    lines
        .iter()
        .map(|line| Block {
            span: line.span,
            words: text::count_words(line.span.of(text)),
            line: line.number,
            markup: markup(line),
        })
        .collect()
}

fn flat(html: &str, alarm: String) -> Document {
    let mut lines = flat::text(html);
    lines.finish();
    let blocks = blocks(&lines.text, &lines.done, &[]);
    let page = Page {
        shown: lines.text.len(),
        tree: scraper::Html::new_document(),
        elements: Vec::new(),
        spans: Spans::default(),
        lang: None,
        title: None,
        metadata: PageMetadata::default(),
        alarms: vec![alarm],
    };
    Document { text: lines.text, form: Form::Html, blocks, page: Some(page) }
}
