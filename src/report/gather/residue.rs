//! Which lines does an outlet repeat that no rule covers? They are what the next rule is for.
//!
//! A line counts once a document, and a document whose text came before does not count. A line that comes for the
//! first time only sets a bit, so that the prose of a million documents takes no memory; one that comes again is
//! counted. Where bits collide a line counts once too often; where the table is full the rarest lines go.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Verdict;
use crate::judge::evidence::settings::Template;
use crate::judge::outlet::UNKNOWN;
use crate::report::gather::Seen;
use crate::text;
use crate::text::Span;
use crate::text::cover::Cover;

/// Characters of a line above which it is a paragraph: template lines are short, and their text is kept.
const MAX_CHARS: usize = 240;

/// Bits that tell whether a line came before: 16 MB, of which a small run touches little. At 30 million lines,
/// those of a million documents, one line in five counts once too often.
const BITS: usize = 1 << 27;

/// Lines that are counted at once, some 30 MB, and how many stay when there are more.
const MAX_LINES: usize = 200_000;
const KEPT_LINES: usize = 150_000;

/// A line that no claim touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of the text, case and end marks set aside.
    pub hash: u64,
    pub span: Span,
}

/// Lines that came again, by outlet and text.
#[derive(Debug, Default)]
pub struct Residue {
    outlets: HashMap<u64, (String, u64)>,
    lines: HashMap<(u64, u64), (u64, String)>,
    seen: Bits,
    /// Apart from lines: a text that takes a line's bit, or the other way round, counts by the order of the two.
    texts: Bits,
}

/// A line that an outlet repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    pub outlet: String,
    pub text: String,
    /// Documents with the line, and different documents of the outlet.
    pub documents: u64,
    pub of: u64,
}

/// Returns the lines of a document that no claim touches, each once.
pub fn lines(document: &Document, verdict: &Verdict) -> Vec<Line> {
    let mut claimed: Cover = verdict.cuts.iter().map(|cut| cut.span).collect();
    let standing = verdict.lost.iter().map(|lost| &lost.mark).filter(|mark| mark.void.is_none()).map(|mark| mark.span);
    // Where a cut takes part of a claim, the cut is what counts, as in the record.
    let apart = standing.filter(|span| !span.is_empty() && !Cut::any_touches(&verdict.cuts, *span));
    claimed.extend(apart);
    let mut lines: Vec<Line> = Vec::new();
    for block in &document.blocks {
        let text = document.text_of(block);
        if block.words == 0 || text.len() > MAX_CHARS * 4 || claimed.overlaps(block.span) {
            continue;
        }
        if text.chars().nth(MAX_CHARS).is_none() {
            lines.push(Line { hash: xxh3_64(text::fold(text).as_bytes()), span: block.span });
        }
    }
    lines.sort_unstable_by_key(|line| (line.hash, line.span));
    lines.dedup_by_key(|line| line.hash);
    lines
}

impl Residue {
    /// Counts one document.
    pub fn add(&mut self, seen: &Seen) {
        let Some(content) = seen.verdict.hygiene.print.content else { return };
        let name = seen.source.outlet.as_deref().unwrap_or(UNKNOWN);
        let outlet = xxh3_64(name.as_bytes());
        if self.texts.set(mixed(outlet, content)) {
            return;
        }
        self.outlets.entry(outlet).or_insert_with(|| (name.to_owned(), 0)).1 += 1;
        for line in &seen.lines {
            if self.seen.set(mixed(line.hash, outlet)) {
                let entry = self.lines.entry((outlet, line.hash));
                // The first time was not counted: it only set the bit.
                entry.or_insert_with(|| (1, line.span.of(&seen.text).to_owned())).0 += 1;
            }
        }
        if self.lines.len() > MAX_LINES {
            self.thin();
        }
    }

    /// Drops the rarest lines; which, depends on counts alone.
    fn thin(&mut self) {
        let mut counts: Vec<u64> = self.lines.values().map(|(documents, _)| *documents).collect();
        counts.sort_unstable();
        let border = counts.get(counts.len().saturating_sub(KEPT_LINES)).copied().unwrap_or(0);
        self.lines.retain(|_, (documents, _)| *documents > border);
    }

    /// Returns the lines that stand in enough documents of their outlet, the most frequent first.
    pub fn repeated(&self, border: Template) -> Vec<Repeated> {
        let mut all: Vec<Repeated> = Vec::new();
        for ((outlet, _), (documents, text)) in &self.lines {
            let Some((name, of)) = self.outlets.get(outlet) else { continue };
            let least = border.documents.max((border.share * *of as f64).ceil() as u64);
            // A bit that was set by another line makes one too many of a few.
            if *documents >= least && documents <= of {
                all.push(Repeated { outlet: name.clone(), text: text.clone(), documents: *documents, of: *of });
            }
        }
        all.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| (&a.outlet, &a.text).cmp(&(&b.outlet, &b.text))));
        all
    }
}

/// A set of hashes that forgets nothing and sometimes mistakes one for another.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// Notes a hash, and returns whether it was noted before.
    fn set(&mut self, hash: u64) -> bool {
        if self.0.is_empty() {
            self.0 = vec![0; BITS / 64];
        }
        let at = hash as usize % BITS;
        let Some(word) = self.0.get_mut(at / 64) else { return false };
        let bit = 1 << (at % 64);
        let before = *word & bit != 0;
        *word |= bit;
        before
    }
}

fn mixed(a: u64, b: u64) -> u64 {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&a.to_le_bytes());
    bytes[8..].copy_from_slice(&b.to_le_bytes());
    xxh3_64(&bytes)
}
