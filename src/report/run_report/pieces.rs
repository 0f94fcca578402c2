//! How is a document shown before and after? As pieces, kept, cut, mended or marked; long kept ones without their middle.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::gather::page::Claim;
use crate::report::gather::page::Page;
use crate::report::proof_case;
use crate::report::proof_case::Prover;
use crate::text::Span;

/// Characters of a kept piece that are shown at each of its ends; the middle is only counted.
const END_CHARS: usize = 260;

/// Characters of a cut piece above which its middle is left out too.
const CUT_CHARS: usize = 1200;

/// Pieces of a document that are shown.
const MAX_PIECES: usize = 80;

/// A document before and after.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PageOut {
    pub id: String,
    /// A path, with the record's line.
    pub place: String,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub language: String,
    pub verdict: &'static str,
    /// Hygiene from 0 to 100, as it came and as it is left. Text hygiene, not truthfulness.
    pub raw: f64,
    pub clean: f64,
    /// Code points of the text, and of what was cut.
    pub characters: u64,
    pub cut: u64,
    /// From 0 to 1.
    pub share: f64,
    /// In the order of the text; empty where the document is too long to be shown.
    pub pieces: Vec<PieceOut>,
    /// Claims that are not shown, of a document with very many.
    pub more: usize,
}

/// A piece of the text as it came.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PieceOut {
    /// `keep`, `cut`, `mend` (other text stands in its place), `mark` (claimed and kept), or `gap`: so many characters of kept or cut text not shown here.
    pub kind: &'static str,
    pub text: String,
    /// Code points of the piece.
    pub characters: usize,
    /// What claimed it; null where nothing did.
    pub claim: Option<ClaimOut>,
}

/// What claimed a piece.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimOut {
    /// The number of the claim in its document, from 1.
    pub number: usize,
    pub category: String,
    /// A rule's id, or the kind of evidence.
    pub rule: String,
    pub why: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why it was not cut; null for a cut.
    pub because: Option<String>,
    /// What stands in its place, of a mended piece; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// A case in YAML for the rule's `tests:`, which passes `presswash rules test`; null where no short one does.
    pub test: Option<String>,
}

/// Returns what is shown of a document. `prover` makes the cases of its cuts.
pub fn page(page: &Page, prover: &Prover) -> PageOut {
    let mut pieces = Vec::new();
    let mut at = 0;
    let shown = page.claims.iter().take(MAX_PIECES);
    for (number, claim) in shown.enumerate() {
        let span = Span::new(claim.span.start.max(at), claim.span.end);
        kept(Span::new(at, span.start).of(&page.text), &mut pieces);
        claimed(page, claim, span, number + 1, prover, &mut pieces);
        at = span.end.max(at);
    }
    kept(Span::new(at, page.text.len()).of(&page.text), &mut pieces);
    PageOut {
        id: page.id.clone(),
        place: page.place.clone(),
        url: page.url.clone(),
        outlet: page.outlet.clone(),
        title: page.title.clone(),
        language: page.language.clone(),
        verdict: page.kind.as_str(),
        raw: (page.raw * 10.0).round() / 10.0,
        clean: (page.clean * 10.0).round() / 10.0,
        characters: page.characters,
        cut: page.cut,
        share: page.cut as f64 / page.characters.max(1) as f64,
        pieces,
        more: page.claims.len().saturating_sub(MAX_PIECES),
    }
}

/// Of a long kept piece the two ends are shown.
fn kept(text: &str, out: &mut Vec<PieceOut>) {
    if text.is_empty() {
        return;
    }
    let characters = text.chars().count();
    if characters <= END_CHARS * 3 {
        out.push(piece("keep", text, characters, None));
        return;
    }
    elided(text, "keep", characters, None, out);
}

fn claimed(page: &Page, claim: &Claim, span: Span, number: usize, prover: &Prover, out: &mut Vec<PieceOut>) {
    let text = span.of(&page.text);
    let characters = text.chars().count();
    let kind = match (&claim.with, &claim.because) {
        (Some(_), _) => "mend",
        (None, Some(_)) => "mark",
        (None, None) => "cut",
    };
    let told = ClaimOut {
        number,
        category: claim.category.clone(),
        rule: claim.by.clone(),
        why: claim.why.clone(),
        confidence: (f64::from(claim.confidence) * 100.0).round() / 100.0,
        because: claim.because.clone(),
        with: claim.with.clone(),
        test: if kind == "cut" { proof_case::of(prover, page, claim) } else { None },
    };
    // A mended piece is shown whole: what stands in its place stands in the place of all of it.
    if characters <= CUT_CHARS || kind == "mend" {
        out.push(piece(kind, text, characters, Some(told)));
    } else {
        elided(text, kind, characters, Some(told), out);
    }
}

/// Shows two ends of a text, and how much stands between.
fn elided(text: &str, kind: &'static str, characters: usize, claim: Option<ClaimOut>, out: &mut Vec<PieceOut>) {
    let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let (from, to) = (at(END_CHARS), at(characters - END_CHARS));
    // Where there is a space near, no word is broken.
    let head = Span::new(0, from).of(text);
    let end = head.rfind(char::is_whitespace).filter(|at| at * 2 > from).unwrap_or(from);
    let head = Span::new(0, end).of(text);
    let tail = Span::new(to, text.len()).of(text);
    let start = tail.find(char::is_whitespace).filter(|at| at * 2 < tail.len()).unwrap_or(0);
    let tail = Span::new(start, tail.len()).of(tail);
    let (before, after) = (head.chars().count(), tail.chars().count());
    out.push(piece(kind, head, before, claim.clone()));
    out.push(piece("gap", "", characters - before - after, None));
    out.push(piece(kind, tail, after, claim.map(|claim| ClaimOut { test: None, ..claim })));
}

fn piece(kind: &'static str, text: &str, characters: usize, claim: Option<ClaimOut>) -> PieceOut {
    PieceOut { kind, text: text.to_owned(), characters, claim }
}
