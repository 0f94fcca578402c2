//! What do markers claim of a block, and what do the names above it say?

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
    let paths = paths(view, lexicon);
    for (at, claim) in claims.iter().enumerate() {
        let owner = view.owner(at).map_or(usize::MAX, |owner| owner as usize);
        let path = paths.get(owner).copied().unwrap_or_default();
        table.set(
            at,
            [
                claim.rule,
                claim.rule_share,
                claim.structure,
                claim.structure_void,
                claim.density,
                path.hint_worst,
                path.hint_content,
                path.hint_nearest,
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

/// What names say of the elements above a place: by the list of names, and by the learnt weights.
#[derive(Clone, Copy, Default)]
struct Path {
    hint_worst: f32,
    /// How many elements up from here to the nearest whose name says "content": 0 is none.
    hint_content: f32,
    hint_nearest: f32,
    sum: f32,
    worst: f32,
    best: f32,
    nearest: f32,
}

fn paths(view: &View<'_>, lexicon: &Lexicon) -> Vec<Path> {
    let (mut names, mut known) = (Names::default(), lexicon.page());
    let mut out: Vec<Path> = Vec::with_capacity(view.page.elements.len());
    for (element, named) in view.page.elements.iter().zip(&view.names) {
        let mut path: Path = element.parent.and_then(|up| out.get(up as usize)).copied().unwrap_or_default();
        path.hinted(names.hint(named.class, named.id).map(|found| found.confidence));
        path.weighed(known.weight(named));
        out.push(path);
    }
    out
}

impl Path {
    fn hinted(&mut self, hint: Option<f32>) {
        if self.hint_content > 0.0 {
            self.hint_content += 1.0;
        }
        match hint {
            Some(confidence) if confidence < 0.0 => (self.hint_content, self.hint_nearest) = (1.0, confidence),
            Some(confidence) => {
                (self.hint_worst, self.hint_nearest) = (self.hint_worst.max(confidence), confidence);
            }
            None => {}
        }
    }

    fn weighed(&mut self, own: f32) {
        self.sum += own;
        self.worst = self.worst.min(own);
        self.best = self.best.max(own);
        if own != 0.0 {
            self.nearest = own;
        }
    }
}
