//! Which documents are shown before and after? For each category some that lost text to it, and some of all.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Form;
use crate::judge::outlet::UNKNOWN;
use crate::judge::repair::Change;
use crate::mark::Mark;
use crate::report::gather::Seen;
use crate::report::gather::smallest::Smallest;
use crate::rule::Kind;
use crate::text::Span;
use crate::text::cover::Cover;

/// Documents kept for each category, and besides these.
const A_CATEGORY: usize = 1;
const BESIDES: usize = 12;

/// Bytes of a text above which a document is no sample: one of them would fill the report.
const MAX_BYTES: usize = 20_000;

/// A document that is shown, with what was cut and what was marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub id: String,
    pub place: String,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub language: String,
    pub kind: Kind,
    pub form: Form,
    pub raw: f64,
    pub clean: f64,
    pub characters: u64,
    pub cut: u64,
    pub text: String,
    /// In order, without overlap.
    pub claims: Vec<Claim>,
}

/// A span that was cut, mended, or marked and kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub span: Span,
    pub category: String,
    pub by: String,
    pub why: String,
    pub confidence: f32,
    /// Why it was not cut; `None` for a cut.
    pub because: Option<String>,
    /// What stands in its place, where it was mended.
    pub with: Option<String>,
}

/// The documents that are shown.
#[derive(Debug)]
pub struct Pages {
    by_category: BTreeMap<String, Smallest<Arc<Page>>>,
    besides: Smallest<Arc<Page>>,
}

impl Default for Pages {
    fn default() -> Self {
        Self { by_category: BTreeMap::new(), besides: Smallest::new(BESIDES) }
    }
}

impl Pages {
    /// Looks at one document.
    pub fn add(&mut self, seen: &Seen, key: (u64, String)) {
        let verdict = &seen.verdict;
        if (verdict.cuts.is_empty() && verdict.repairs.is_empty()) || seen.text.len() > MAX_BYTES {
            return;
        }
        let mut made: Option<Arc<Page>> = None;
        let categories = verdict.cuts.iter().map(|cut| &*cut.mark.category);
        for category in categories.chain(verdict.repairs.iter().map(|change| change.repair)) {
            if !self.by_category.contains_key(category) {
                self.by_category.insert(category.to_owned(), Smallest::new(A_CATEGORY));
            }
            if let Some(kept) = self.by_category.get_mut(category) {
                kept.keep(&key, || Arc::clone(made.get_or_insert_with(|| Arc::new(Page::of(seen)))));
            }
        }
        self.besides.keep(&key, || Arc::clone(made.get_or_insert_with(|| Arc::new(Page::of(seen)))));
    }

    /// Returns them, each once, in an order that depends on nothing but themselves.
    pub fn all(&self) -> Vec<Arc<Page>> {
        let chosen = self.by_category.values().flat_map(Smallest::iter).chain(self.besides.iter());
        let distinct: BTreeMap<&(u64, String), &Arc<Page>> = chosen.collect();
        distinct.into_values().cloned().collect()
    }
}

impl Page {
    /// Returns what is shown of a document; of one that is too long no text.
    pub fn of(seen: &Seen) -> Self {
        let verdict = &seen.verdict;
        let shown = seen.text.len() <= MAX_BYTES;
        Self {
            id: seen.source.id.clone(),
            place: seen.place(),
            url: seen.source.url.clone(),
            outlet: seen.source.outlet.clone(),
            title: verdict.metadata.title.clone(),
            language: verdict.language.as_ref().map_or(UNKNOWN, |language| language.code.as_str()).to_owned(),
            kind: verdict.kind,
            form: seen.form,
            raw: verdict.hygiene.raw,
            clean: verdict.hygiene.clean,
            characters: seen.characters,
            cut: seen.cut,
            text: if shown { seen.text.clone() } else { String::new() },
            claims: if shown { claims(seen) } else { Vec::new() },
        }
    }
}

fn claims(seen: &Seen) -> Vec<Claim> {
    let claim = |span, mark: &Mark, because: Option<&String>| Claim {
        span,
        category: mark.category.to_string(),
        by: mark.by.to_string(),
        why: mark.why.to_string(),
        confidence: mark.confidence,
        because: because.cloned(),
        with: None,
    };
    let mut claims: Vec<Claim> = seen.verdict.cuts.iter().map(|cut| claim(cut.span, &cut.mark, None)).collect();
    claims.extend(seen.verdict.repairs.iter().map(mended));
    let mut known: Cover = claims.iter().map(|claim| claim.span).collect();
    let lost = seen.verdict.lost.iter();
    for lost in lost.filter(|lost| lost.mark.void.is_none() && !lost.mark.span.is_empty()) {
        if !known.overlaps(lost.mark.span) {
            known.add(lost.mark.span);
            claims.push(claim(lost.mark.span, &lost.mark, Some(&lost.because)));
        }
    }
    claims.sort_by_key(|claim| claim.span);
    claims
}

fn mended(change: &Change) -> Claim {
    Claim {
        span: change.span,
        category: change.repair.to_owned(),
        by: format!("repair/{}", change.repair),
        why: change.why.to_owned(),
        confidence: 1.0,
        because: None,
        with: Some(change.with.clone()),
    }
}
