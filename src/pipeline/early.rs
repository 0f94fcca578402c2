//! What did the markers find in the documents that were read before the run, to tell the dump's type? They are read again,
//! and asking the markers is most of the work.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use crate::document::Block;
use crate::document::Document;
use crate::document::Form;
use crate::language::Language;
use crate::mark::Mark;
use crate::source::Content;
use crate::source::Source;
use crate::text::hash;

/// Bytes of text that are kept at most.
const MAX_BYTES: usize = 32 << 20;

/// A document, what every marker claims of it, and its language.
pub type Marked = (Document, Vec<Mark>, Language);

/// A plain text, without what its source holds: what is kept goes from thread to thread, which a page can't.
struct Kept {
    source: Source,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    language: Language,
}

/// Documents by the hash of their text, each until it is asked for.
#[derive(Default)]
pub struct Early {
    held: Mutex<HashMap<u64, Vec<Kept>>>,
    documents: AtomicUsize,
    bytes: AtomicUsize,
}

impl Early {
    /// Keeps what was found in a plain text.
    pub fn keep(&self, source: Source, (document, marks, language): Marked) {
        let Content::Text(text) = &source.content else { return };
        if self.bytes.fetch_add(text.len(), Ordering::Relaxed) > MAX_BYTES {
            return;
        }
        let key = hash::of(text);
        let kept = Kept { source, blocks: document.blocks, marks, language };
        self.held.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().push(kept);
        self.documents.fetch_add(1, Ordering::Release);
    }

    /// Returns what was found in a source, once; `None` where it was not kept.
    pub fn take(&self, source: &Source) -> Option<Marked> {
        let Content::Text(text) = &source.content else { return None };
        if self.documents.load(Ordering::Acquire) == 0 {
            return None;
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let alike = held.get_mut(&hash::of(text))?;
        let at = alike.iter().position(|kept| says_the_same(source, &kept.source))?;
        self.documents.fetch_sub(1, Ordering::Release);
        let Kept { blocks, marks, language, .. } = alike.swap_remove(at);
        Some((Document { text: text.clone(), form: Form::Text, blocks, page: None }, marks, language))
    }
}

/// Whether markers see no difference.
fn says_the_same(a: &Source, b: &Source) -> bool {
    (&a.content, &a.url, &a.outlet, &a.title, &a.language) == (&b.content, &b.url, &b.outlet, &b.title, &b.language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment;

    #[test]
    fn what_was_found_is_given_once_and_only_to_the_same_source() {
        let source = Source { title: Some("Tides".into()), ..Source::text("1", "The dam held.") };
        let early = Early::default();
        let language = Language { code: "en".into(), confidence: 1.0, paragraphs: Vec::new() };
        early.keep(source.clone(), (segment::segment(&source), Vec::new(), language));
        let other = Source { title: None, ..source.clone() };
        assert!(early.take(&other).is_none() && early.take(&Source::text("1", "The dam broke.")).is_none());
        assert!(early.take(&source).is_some() && early.take(&source).is_none());
    }
}
