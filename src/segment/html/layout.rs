//! Where does the text of each element stand on the page, laid out as lines?
//!
//! One walk over the tree with a cursor, never by recursion.

use ego_tree::NodeId;
use ego_tree::NodeRef;
use scraper::Html;
use scraper::Node;
use scraper::node;

use super::flow;
use super::flow::Flow;
use super::lines::Line;
use super::lines::Lines;
use super::roles;
use crate::document::page::Element;
use crate::document::page::Named;
use crate::document::page::Tag;
use crate::document::page::Within;
use crate::text::Span;

/// Descendants of a table row that are looked at to see whether its cells hold blocks: enough for the first
/// cells of any row, and it keeps nested tables linear.
const ROW_LOOKAHEAD: usize = 100;

/// The text of a page, its lines and its elements.
#[derive(Default)]
pub struct Layout {
    pub text: String,
    pub lines: Vec<Line>,
    pub elements: Vec<Element>,
    /// Elements of the head and elsewhere that may hold metadata.
    pub facts: Vec<NodeId>,
    /// Bytes of markup inside `<noscript>` that were not parsed.
    pub noscript_bytes: usize,
}

/// Returns the layout of a tree; with `scripting` the text of `<noscript>` is not part of it.
pub fn lay_out(tree: &Html, scripting: bool) -> Layout {
    let mut walk = Walk { scripting, ..Walk::default() };
    let mut node = tree.tree.root();
    loop {
        if walk.enter(node)
            && let Some(child) = node.first_child()
        {
            node = child;
            continue;
        }
        loop {
            walk.leave(node);
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return walk.finish(),
            }
        }
    }
}

#[derive(Default)]
struct Walk {
    lines: Lines,
    open: Vec<Open>,
    /// Open elements from this one on have no text yet.
    textless: usize,
    layout: Layout,
    /// What separates the cells of the rows that are open.
    rows: Vec<Flow>,
    scripting: bool,
}

struct Open {
    node: NodeId,
    tag: Tag,
    flow: Flow,
    within: Within,
    /// The nearest block element that is open, as an index into `Walk::open`.
    block: usize,
    element: Option<u32>,
}

impl Walk {
    /// Returns whether the children are to be walked.
    fn enter(&mut self, node: NodeRef<'_, Node>) -> bool {
        match node.value() {
            Node::Text(text) => self.text(&text.text),
            Node::Element(element) => return self.element(node, element),
            Node::Document => return true,
            _ => {}
        }
        false
    }

    fn text(&mut self, text: &str) {
        let within = self.open.last().map_or(Within::default(), |open| open.within);
        let verbatim = within.has(Within::PRE);
        let shown = !text.trim().is_empty();
        let (before, first_line) = (self.lines.text.len(), self.lines.upcoming(text, verbatim));
        if shown {
            self.number_elements();
        }
        self.lines.in_link = within.has(Within::LINK);
        if verbatim {
            self.lines.push_verbatim(text);
        } else {
            self.lines.push_text(text);
        }
        if shown {
            self.place_elements(before, first_line);
        }
    }

    /// Gives every open element a place in the list, parents first.
    fn number_elements(&mut self) {
        let mut parent = self.textless.checked_sub(1).and_then(|at| self.open[at].element);
        for at in self.textless..self.open.len() {
            if self.open[at].element.is_none() {
                let open = &self.open[at];
                let element = Element {
                    node: open.node,
                    parent,
                    tag: open.tag,
                    depth: at as u16,
                    within: open.within,
                    span: Span::new(usize::MAX, 0),
                    blocks: (0, 0),
                };
                self.layout.elements.push(element);
                self.open[at].element = Some((self.layout.elements.len() - 1) as u32);
            }
            parent = self.open[at].element;
        }
        if let Some(open) = self.open.last() {
            self.lines.owner = self.open[open.block].element.unwrap_or(0);
        }
    }

    /// Notes where the text of the open elements starts.
    fn place_elements(&mut self, before: usize, first_line: usize) {
        let added = Span::new(before, self.lines.text.len()).trim(&self.lines.text);
        for at in self.textless..self.open.len() {
            if let Some(element) = self.open[at].element.and_then(|at| self.layout.elements.get_mut(at as usize)) {
                element.span.start = added.start;
                element.blocks.0 = first_line as u32;
            }
        }
        self.textless = self.open.len();
    }

    fn element(&mut self, node: NodeRef<'_, Node>, element: &node::Element) -> bool {
        let tag = Tag::of(element.name());
        let flow = flow::flow(tag);
        if holds_facts(tag, element) {
            self.layout.facts.push(node.id());
        }
        if flow == Flow::Hidden && tag != Tag::Head {
            self.lines.apart_if(!matches!(tag, Tag::Script | Tag::Style | Tag::Template | Tag::Link | Tag::Meta));
            return false;
        }
        let above = self.open.last();
        let within = above.map_or(Within::default(), |open| open.within).and(roles::roles(tag, element));
        let block = if matches!(flow, Flow::Inline | Flow::Apart | Flow::Break) {
            above.map_or(0, |open| open.block)
        } else {
            self.open.len()
        };
        self.before(node, tag, flow);
        self.open.push(Open { node: node.id(), tag, flow, within, block, element: None });
        if tag == Tag::Noscript && self.scripting {
            self.layout.noscript_bytes += raw_bytes(node);
            return false;
        }
        tag != Tag::Head || self.head(node)
    }

    /// Notes the elements of the head; its text is not shown.
    fn head(&mut self, head: NodeRef<'_, Node>) -> bool {
        for node in head.children() {
            if let Some(element) = node.value().as_element()
                && holds_facts(Tag::of(element.name()), element)
            {
                self.layout.facts.push(node.id());
            }
        }
        false
    }

    /// Lays out what stands before the text of an element.
    fn before(&mut self, node: NodeRef<'_, Node>, tag: Tag, flow: Flow) {
        match flow {
            Flow::Line => self.lines.end_line(1),
            Flow::Paragraph | Flow::Pre => self.lines.end_line(2),
            Flow::Break => self.lines.line_break(),
            Flow::Apart => self.lines.apart(),
            Flow::Cell => match self.rows.last() {
                Some(Flow::Cell) => self.lines.next_cell(),
                _ => self.lines.end_line(1),
            },
            // Two links in a row are two words, whatever the style sheet puts between them.
            Flow::Inline if tag == Tag::A && self.lines.would_glue() && follows_link(node) => self.lines.apart(),
            Flow::Inline | Flow::Hidden => {}
        }
        if tag == Tag::Tr {
            self.rows.push(if holds_blocks(node) { Flow::Line } else { Flow::Cell });
        }
    }

    fn leave(&mut self, node: NodeRef<'_, Node>) {
        if self.open.last().is_none_or(|open| open.node != node.id()) {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        match open.flow {
            Flow::Line => self.lines.end_line(1),
            Flow::Paragraph | Flow::Pre => self.lines.end_line(2),
            Flow::Apart => self.lines.apart(),
            Flow::Cell if self.rows.last() != Some(&Flow::Cell) => self.lines.end_line(1),
            _ => {}
        }
        if open.tag == Tag::Tr {
            self.rows.pop();
        }
        if self.textless > self.open.len() {
            self.textless = self.open.len();
            let (end, blocks) = (self.lines.text.len(), self.lines.done.len() as u32 + 1);
            if let Some(element) = open.element.and_then(|at| self.layout.elements.get_mut(at as usize)) {
                element.span.end = end;
                element.blocks.1 = blocks;
            }
        }
    }

    fn finish(mut self) -> Layout {
        self.lines.finish();
        Layout { text: self.lines.text, lines: self.lines.done, ..self.layout }
    }
}

/// Returns whether an element may say something of the whole page.
fn holds_facts(tag: Tag, element: &node::Element) -> bool {
    match tag {
        Tag::Meta | Tag::Title | Tag::Link | Tag::Time => true,
        Tag::Script => element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")),
        _ => Named::of(element).itemprop.is_some(),
    }
}

/// Returns whether a row's cells hold blocks, so that the table lays out a page rather than data.
fn holds_blocks(row: NodeRef<'_, Node>) -> bool {
    row.descendants().skip(1).take(ROW_LOOKAHEAD).any(|node| {
        node.value().as_element().is_some_and(|element| {
            matches!(flow::flow(Tag::of(element.name())), Flow::Line | Flow::Paragraph | Flow::Pre | Flow::Break)
        })
    })
}

/// Returns whether the element before this one, with nothing between them, is a link.
fn follows_link(node: NodeRef<'_, Node>) -> bool {
    node.prev_sibling()
        .and_then(|before| before.value().as_element().map(|element| Tag::of(element.name()) == Tag::A))
        .unwrap_or(false)
}

fn raw_bytes(noscript: NodeRef<'_, Node>) -> usize {
    noscript.children().filter_map(|child| child.value().as_text().map(|text| text.text.len())).sum()
}
