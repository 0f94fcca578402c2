//! Which leaf is each line that is left, and what does it stand in?

use std::collections::HashMap;

use super::inline::Formats;
use super::outline::Container;
use super::outline::Inline;
use super::outline::Kept;
use super::outline::Kind;
use super::outline::Leaf;
use super::tables;
use crate::document::Block;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Page;
use crate::document::page::Tag;
use crate::document::page::Within;
use crate::text::Span;

/// What the class of a code block says before the name of its language.
const LANGUAGE_PREFIXES: &[&str] = &["language-", "lang-", "highlight-source-"];
/// Characters of the name of a programming language at most.
const MAX_LANGUAGE: usize = 20;

/// Returns the leaves of the lines that are left; pictures have no lines.
pub fn leaves<'a>(document: &'a Document, kept: &Kept<'a>, address: Option<&'a str>) -> Vec<Leaf<'a>> {
    let mut build = Build {
        document,
        kept,
        formats: Formats::new(document, address),
        tables: HashMap::new(),
        leaves: Vec::new(),
        last: None,
    };
    let mut at = 0;
    while let Some(block) = document.blocks.get(at) {
        at = if kept.is_gone(block.span) { at + 1 } else { build.add(at, block) };
    }
    build.leaves
}

struct Build<'a, 'k> {
    document: &'a Document,
    kept: &'k Kept<'a>,
    formats: Formats<'a>,
    /// The tables that were met, and whether they hold data.
    tables: HashMap<u32, bool>,
    leaves: Vec<Leaf<'a>>,
    last: Option<Last>,
}

/// The line before, with which the next may go on.
#[derive(Clone, Copy, PartialEq)]
struct Last {
    owner: Option<u32>,
    line: usize,
    role: Role,
}

/// What a line is, as the elements above it say.
#[derive(Clone, Copy, Default, PartialEq)]
enum Role {
    #[default]
    Text,
    Heading(u8),
    Caption,
    Term,
}

/// Where a line stands, as the elements above it say.
#[derive(Default)]
struct Place {
    within: Vec<Container>,
    role: Role,
    pre: Option<u32>,
    /// The nearest table, where the line is part of a row.
    table: Option<u32>,
}

impl<'a> Build<'a, '_> {
    /// Adds the leaf that a block starts or goes on with; returns the index of the next block to look at.
    fn add(&mut self, at: usize, block: &'a Block) -> usize {
        let owner = block.markup.as_ref().map(|markup| markup.element);
        let page = self.document.page.as_ref();
        let place = owner.zip(page).map_or_else(Place::default, |(owner, page)| place(page, owner));
        if let (Some(page), Some(pre)) = (page, place.pre) {
            return self.code(at, page, pre, place.within);
        }
        if let (Some(page), Some(table)) = (page, place.table)
            && *self.tables.entry(table).or_insert_with(|| tables::holds_data(self.document, page, table))
        {
            let rows = tables::table(self.document, page, self.kept, &mut self.formats, table);
            self.push(place.within, Kind::Table(rows), block.span.start);
            return page.elements.get(table as usize).map_or(at + 1, |table| (table.blocks.1 as usize).max(at + 1));
        }
        self.line(block, owner, place);
        at + 1
    }

    fn line(&mut self, block: &Block, owner: Option<u32>, place: Place) {
        let inlines = self.formats.inlines(self.kept, block.span, matches!(place.role, Role::Heading(_)));
        let goes_on = self.last == Some(Last { owner, line: block.line.wrapping_sub(1), role: place.role });
        let last = Some(Last { owner, line: block.line, role: place.role });
        if goes_on && let Some(held) = self.leaves.last_mut().and_then(|leaf| leaf.kind.inlines_mut()) {
            held.push(Inline::Break);
            held.extend(inlines);
        } else {
            let kind = match place.role {
                Role::Text => Kind::Paragraph(inlines),
                Role::Heading(level) => Kind::Heading(level, inlines),
                Role::Caption => Kind::Caption(inlines),
                Role::Term => Kind::Term(inlines),
            };
            self.push(place.within, kind, block.span.start);
        }
        self.last = last;
    }

    fn push(&mut self, within: Vec<Container>, kind: Kind<'a>, start: usize) {
        self.leaves.push(Leaf { within, kind, start });
        self.last = None;
    }

    /// Adds the lines of a `<pre>` as they are; returns the index of the block after them.
    fn code(&mut self, at: usize, page: &Page, pre: u32, within: Vec<Container>) -> usize {
        let (text, blocks) = (&self.document.text, &self.document.blocks);
        let of_pre = |block: &&Block| {
            let owner = block.markup.as_ref().filter(|markup| markup.within.has(Within::PRE));
            owner.is_some_and(|markup| place(page, markup.element).pre == Some(pre))
        };
        let lines = blocks.iter().skip(at).take_while(of_pre).count().max(1);
        let (Some(first), Some(last)) = (blocks.get(at), blocks.get(at + lines - 1)) else { return at + 1 };
        let start = text.get(..first.span.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let left = self.kept.within(Span::new(start, last.span.end));
        let code: String = left.iter().map(|span| span.of(text)).collect();
        let language = page.elements.get(pre as usize).and_then(|pre| language(page, pre));
        self.push(within, Kind::Code(code.trim_end().to_owned(), language), first.span.start);
        at + lines
    }
}

/// Returns what the elements above a line make of it.
fn place(page: &Page, owner: u32) -> Place {
    let mut place = Place::default();
    let (mut at, mut in_row) = (Some(owner), false);
    while let Some((index, element)) = at.and_then(|at| Some((at, page.elements.get(at as usize)?))) {
        if place.within.is_empty() && place.role == Role::Text {
            place.role = role(element.tag);
        }
        match element.tag {
            Tag::Pre if place.pre.is_none() => place.pre = Some(index),
            Tag::Tr => in_row = true,
            Tag::Table if in_row && place.table.is_none() => place.table = Some(index),
            Tag::Blockquote => place.within.push(Container::Quote(index)),
            Tag::Li => {
                let list = element.parent.unwrap_or(index);
                place.within.extend([Container::Item(index), Container::List(list, first_number(page, list))]);
            }
            _ => {}
        }
        at = element.parent;
    }
    place.within.reverse();
    place
}

const fn role(tag: Tag) -> Role {
    match tag {
        Tag::H1 => Role::Heading(1),
        Tag::H2 => Role::Heading(2),
        Tag::H3 => Role::Heading(3),
        Tag::H4 => Role::Heading(4),
        Tag::H5 => Role::Heading(5),
        Tag::H6 => Role::Heading(6),
        Tag::Figcaption | Tag::Caption => Role::Caption,
        Tag::Dt => Role::Term,
        _ => Role::Text,
    }
}

/// Returns the number of the first item; `None` where a list has none.
fn first_number(page: &Page, list: u32) -> Option<u32> {
    let list = page.elements.get(list as usize).filter(|list| list.tag == Tag::Ol)?;
    Some(attribute(page, list, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1))
}

fn attribute<'p>(page: &'p Page, element: &Element, name: &str) -> Option<&'p str> {
    page.tree.tree.get(element.node)?.value().as_element()?.attr(name)
}

/// Returns the language that a code block is said to be in: by its own class, its parent's, or its `<code>`'s.
fn language(page: &Page, pre: &Element) -> Option<String> {
    let node = page.tree.tree.get(pre.node)?;
    let nodes = [node.first_child(), Some(node), node.parent()];
    let said = nodes.into_iter().flatten().filter_map(|node| node.value().as_element()).find_map(|element| {
        let class = element.attr("class").unwrap_or("");
        let by_class = class
            .split_ascii_whitespace()
            .find_map(|name| LANGUAGE_PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)));
        by_class.or_else(|| element.attr("data-lang")).or_else(|| element.attr("data-language"))
    })?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    (!said.is_empty() && said.len() <= MAX_LANGUAGE && said.chars().all(is_name)).then(|| said.to_owned())
}
