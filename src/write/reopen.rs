//! How does a record give back the document and the verdict that it tells of?
//!
//! So a report on what `clean` wrote looks at what was decided then, and not at what today's rules would decide.

use std::sync::Arc;

use serde::Deserialize;

use crate::document::Document;
use crate::document::Form;
use crate::judge::Cut;
use crate::judge::Lost;
use crate::judge::Metadata;
use crate::judge::Verdict;
use crate::language::Language;
use crate::mark::Mark;
use crate::rule::Kind;
use crate::segment::text;
use crate::source::Content;
use crate::source::Place;
use crate::source::Source;
use crate::text::Span;
use crate::write::record::FormOut;
use crate::write::record::SCHEMA;
use crate::write::restore::has;
use crate::write::restore::own;
use crate::write::restore::raw;
use crate::write::restore::rebuild;

/// A document as it came, and what was decided on it. Its hygiene is not in the record to the letter: it is left
/// out, to be scored again.
pub struct Reopened {
    /// Where the document stood before it was cleaned.
    pub place: Place,
    pub document: Document,
    pub verdict: Verdict,
}

#[derive(Deserialize)]
struct Claim {
    start: usize,
    end: usize,
    category: String,
    rule: String,
    why: String,
    confidence: f32,
    text: String,
    #[serde(default)]
    because: String,
}

#[derive(Deserialize)]
struct LanguageIn {
    code: String,
    confidence: f64,
    #[serde(default)]
    paragraphs: Vec<(String, usize, usize)>,
}

/// What the report and the score read of the metadata.
#[derive(Default, Deserialize)]
#[serde(default)]
struct MetadataIn {
    title: Option<String>,
    authors: Vec<String>,
    published: Option<String>,
    source: Option<String>,
}

impl From<MetadataIn> for Metadata {
    fn from(read: MetadataIn) -> Self {
        let MetadataIn { title, authors, published, source } = read;
        Self { title, authors, published, source, ..Self::default() }
    }
}

#[derive(Deserialize)]
struct Input {
    path: String,
    #[serde(default)]
    record: Option<u64>,
    form: FormOut,
}

/// Returns whether a source is a record of presswash, read as one.
pub fn is_record(source: &Source) -> bool {
    raw(source, "schema")
        .is_some_and(|schema| serde_json::from_str(schema.get()).is_ok_and(|schema: &str| schema == SCHEMA))
}

/// Returns the document and the verdict that a record tells of.
///
/// # Errors
/// When the record was changed since.
pub fn reopen(source: &Source) -> Result<Reopened, String> {
    let Content::Text(clean) = &source.content else { return Err("it has no `text`".to_owned()) };
    let removed: Vec<Claim> = own(source, "removed")?;
    let marked: Vec<Claim> = if has(source, "marked") { own(source, "marked")? } else { Vec::new() };
    let original = rebuild(clean, removed.iter().map(|claim| (claim.start, claim.text.as_str())))?;
    let mut bytes = Bytes { text: &original, byte: 0, point: 0 };
    let cuts = removed.iter().map(|claim| {
        let span = bytes.span(claim);
        Cut { span, mark: mark(claim, span.trim(&original)) }
    });
    let cuts = cuts.collect();
    let lost = marked.iter().map(|claim| {
        let span = bytes.span(claim);
        Lost { mark: Mark { flag_only: true, ..mark(claim, span) }, because: claim.because.clone() }
    });
    let lost = lost.collect();
    let input: Input = own(source, "input")?;
    let verdict = Verdict {
        kind: kind(source)?,
        by: word(source, "verdict_by").map(Arc::from),
        cuts,
        lost,
        metadata: if has(source, "metadata") {
            own::<MetadataIn>(source, "metadata")?.into()
        } else {
            Metadata::default()
        },
        language: Some(language(source)?),
        alarms: if has(source, "alarms") { own(source, "alarms")? } else { Vec::new() },
        ..Verdict::default()
    };
    let form = if input.form == FormOut::Html { Form::Html } else { Form::Text };
    let document = Document { form, ..text::segment(&original) };
    Ok(Reopened { place: Place { path: input.path, record: input.record }, document, verdict })
}

fn kind(source: &Source) -> Result<Kind, String> {
    let word = raw(source, "verdict").ok_or("no record of presswash: it has no `verdict`")?;
    serde_json::from_str(word.get()).map_err(|error| format!("`verdict` is broken: {error}"))
}

/// Returns a field that is a plain word; `None` where it says nothing.
fn word(source: &Source, name: &str) -> Option<String> {
    raw(source, name).and_then(|value| serde_json::from_str(value.get()).ok()).filter(|word: &String| !word.is_empty())
}

fn mark(claim: &Claim, span: Span) -> Mark {
    Mark {
        span,
        category: Arc::from(claim.category.as_str()),
        by: Arc::from(claim.rule.as_str()),
        why: Arc::from(claim.why.as_str()),
        confidence: claim.confidence,
        ..Mark::default()
    }
}

fn language(source: &Source) -> Result<Language, String> {
    let LanguageIn { code, confidence, paragraphs } = own(source, "language")?;
    Ok(Language { code, confidence, paragraphs })
}

/// Turns code points into byte offsets; one pass over the text where they are asked in rising order.
struct Bytes<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl Bytes<'_> {
    fn span(&mut self, claim: &Claim) -> Span {
        let start = self.at(claim.start);
        Span::new(start, self.at(claim.end))
    }

    fn at(&mut self, point: usize) -> usize {
        if point < self.point {
            (self.byte, self.point) = (0, 0);
        }
        let rest = self.text.get(self.byte..).unwrap_or_default();
        let step = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(point - self.point);
        self.byte += step.unwrap_or(rest.len());
        self.point = point;
        self.byte
    }
}
