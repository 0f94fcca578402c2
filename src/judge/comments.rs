//! What becomes of the comments of a page's readers: are they cut, kept in the text, or put beside it?

use std::sync::Arc;

use crate::document::Document;
use crate::judge::Cut;
use crate::mark::Mark;
use crate::mark::by_thread;
use crate::text::Span;
use crate::text::cover::Cover;

/// What the user wants with the comments under an article. On a forum the posts are the content, whatever is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comments {
    #[default]
    Cut,
    Keep,
    /// Out of the text, into a field of their own.
    Separate,
}

/// The category of what readers write, and the one of what lies outside of the main content.
const COMMENTS: &str = "comments";
const OUTSIDE: &str = "outside-main";

/// Readies the claims for what the user wants: nothing but chrome claims the sections of comments then.
///
/// Lines that are labels and buttons of a section (`Leave a reply`) are chrome in any case.
pub fn treat(marks: &mut Vec<Mark>, comments: Comments) {
    if comments == Comments::Cut {
        return;
    }
    let mut sections: Vec<Span> = marks.iter().filter(|mark| is_section(mark)).map(|mark| mark.span).collect();
    if sections.is_empty() {
        return;
    }
    sections.sort_unstable();
    let within: Cover = sections.iter().copied().collect();
    let kept: Arc<str> = "comments are kept by request".into();
    let mut pieces = Vec::new();
    for mark in marks.iter_mut() {
        if *mark.category == *OUTSIDE && mark.void.is_none() && within.overlaps(mark.span) {
            pieces.extend(without(mark.span, &sections).into_iter().map(|span| Mark { span, ..mark.clone() }));
            mark.void = Some(kept.clone());
        }
    }
    if comments == Comments::Keep {
        for mark in marks.iter_mut().filter(|mark| is_section(mark)) {
            mark.void = Some(kept.clone());
        }
    }
    marks.extend(pieces);
}

/// Returns whether a claim is on a section of comments, as the markup or its heads tell it; such claims cover what others
/// say of the parts of the section.
pub fn is_section(mark: &Mark) -> bool {
    *mark.category == *COMMENTS
        && (mark.by.starts_with("structure/") || &*mark.by == by_thread::SECTION)
        && mark.holds()
}

/// Returns what is left of a span outside of others, which are sorted.
fn without(span: Span, others: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut at = span.start;
    for other in others.iter().filter(|other| other.overlaps(span)) {
        left.push(Span::new(at, other.start));
        at = at.max(other.end);
    }
    left.push(Span::new(at, span.end));
    left.retain(|piece| !piece.is_empty());
    left
}

/// Returns the texts of the comments that were cut, in order: what stands between two pieces of chrome is one.
pub fn texts<'a>(document: &'a Document, cuts: &[Cut]) -> Vec<&'a str> {
    let of_readers = cuts.iter().filter(|cut| is_section(&cut.mark));
    let texts = of_readers.map(|cut| cut.span.of(&document.text).trim());
    texts.filter(|text| text.chars().any(char::is_alphanumeric)).collect()
}
