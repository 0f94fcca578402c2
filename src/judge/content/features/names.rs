//! What do markers claim of a block, and what do the names above it say?

use ego_tree::NodeId;

use super::Table;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::View;
use crate::judge::content::view::share;
use crate::mark::Mark;
use crate::mark::classes::Names;

pub const NAMES: &[&str] = &[
    "rule",
    "rule-share",
    "structure",
    "structure-void",
    "density",
    "hint-worst",
    "hint-content",
    "hint-nearest",
    "path",
    "path-worst",
    "path-best",
    "path-nearest",
    "phrase",
];

pub fn fill(view: &View<'_>, lexicon: &Lexicon, table: &mut Table) {
    let claims = claims(view);
    let hints = hints(view);
    let paths = paths(view, lexicon);
    for (at, claim) in claims.iter().enumerate() {
        let owner = view.owner(at).map_or(usize::MAX, |owner| owner as usize);
        let hint = hints.get(owner).copied().unwrap_or_default();
        let path = paths.get(owner).copied().unwrap_or_default();
        table.set(
            at,
            [
                claim.rule,
                claim.rule_share,
                claim.structure,
                claim.structure_void,
                claim.density,
                hint.worst,
                hint.content,
                hint.nearest,
                path.sum,
                path.worst,
                path.best,
                path.nearest,
                lexicon.phrase(view.text(at)),
            ],
        );
    }
}

/// How sure the surest claim of each kind is, from 0 to 1.
#[derive(Clone, Copy, Default)]
struct Claim {
    rule: f32,
    /// Of the characters of the block.
    rule_share: f32,
    structure: f32,
    structure_void: f32,
    density: f32,
}

fn claims(view: &View<'_>) -> Vec<Claim> {
    let mut claims = vec![Claim::default(); view.blocks.len()];
    for mark in view.marks.iter().filter(|mark| mark.verdict.is_none() && !mark.flag_only && !mark.span.is_empty()) {
        let blocks = &view.document.blocks;
        let first = blocks.partition_point(|block| block.span.end <= mark.span.start);
        let end = blocks.partition_point(|block| block.span.start < mark.span.end);
        for at in first..end {
            let (Some(claim), Some(block)) = (claims.get_mut(at), blocks.get(at)) else { continue };
            let (from, to) = (block.span.start.max(mark.span.start), block.span.end.min(mark.span.end));
            claim.take(mark, share(to.saturating_sub(from), block.span.len()));
        }
    }
    claims
}

impl Claim {
    fn take(&mut self, mark: &Mark, covered: f32) {
        let slot = match mark.by.split('/').next() {
            Some("structure") if mark.void.is_none() => &mut self.structure,
            Some("structure") => &mut self.structure_void,
            Some("density") => &mut self.density,
            _ if mark.void.is_some() => return,
            _ => {
                self.rule_share = self.rule_share.max(covered);
                &mut self.rule
            }
        };
        *slot = slot.max(mark.confidence * if covered > 0.5 { 1.0 } else { 0.5 });
    }
}

/// What the list of names says of the elements above a place.
#[derive(Clone, Copy, Default)]
struct Hints {
    worst: f32,
    /// How many elements up from here to the nearest whose name says "content": 0 is none.
    content: f32,
    nearest: f32,
}

fn hints(view: &View<'_>) -> Vec<Hints> {
    let mut names = Names::default();
    let mut out: Vec<Hints> = Vec::with_capacity(view.page.elements.len());
    for element in &view.page.elements {
        let mut hint: Hints = element.parent.and_then(|up| out.get(up as usize)).copied().unwrap_or_default();
        if hint.content > 0.0 {
            hint.content += 1.0;
        }
        let (class, id) = attributes(view, element.node);
        match names.hint(class, id).map(|found| found.confidence) {
            Some(confidence) if confidence < 0.0 => (hint.content, hint.nearest) = (1.0, confidence),
            Some(confidence) => (hint.worst, hint.nearest) = (hint.worst.max(confidence), confidence),
            None => {}
        }
        out.push(hint);
    }
    out
}

fn attributes<'a>(view: &View<'a>, node: NodeId) -> (&'a str, &'a str) {
    let element = view.page.tree.tree.get(node).and_then(|node| node.value().as_element());
    element.map_or(("", ""), |element| (element.attr("class").unwrap_or(""), element.attr("id").unwrap_or("")))
}

/// What the learnt weights say of the elements above a place.
#[derive(Clone, Copy, Default)]
struct Path {
    sum: f32,
    worst: f32,
    best: f32,
    nearest: f32,
}

fn paths(view: &View<'_>, lexicon: &Lexicon) -> Vec<Path> {
    let mut known = lexicon.page();
    let mut out: Vec<Path> = Vec::with_capacity(view.page.elements.len());
    for element in &view.page.elements {
        let mut path: Path = element.parent.and_then(|up| out.get(up as usize)).copied().unwrap_or_default();
        let own = view
            .page
            .tree
            .tree
            .get(element.node)
            .and_then(|node| node.value().as_element())
            .map_or(0.0, |element| known.weight(element));
        path.sum += own;
        path.worst = path.worst.min(own);
        path.best = path.best.max(own);
        if own != 0.0 {
            path.nearest = own;
        }
        out.push(path);
    }
    out
}
