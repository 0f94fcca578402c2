//! What holds for any text: nothing is lost, cuts never overlap, nothing panics.

use std::sync::Arc;

use presswash::judge::resolve;
use presswash::judge::resolve::Policy;
use presswash::mark::Mark;
use presswash::segment;
use presswash::source::Source;
use presswash::text::Span;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;

/// Any text with some line breaks, and spans on its character borders.
fn marks_of(text: &str, cuts: &[(usize, usize, u8)]) -> Vec<Mark> {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let border = |n: usize| borders[n % borders.len()];
    cuts.iter()
        .map(|(a, b, n)| Mark {
            span: Span::new(border(*a).min(border(*b)), border(*a).max(border(*b))),
            confidence: f32::from(*n) / 255.0,
            by: Arc::from(format!("rule/{n}")),
            ..Mark::default()
        })
        .collect()
}

proptest! {
    #[test]
    fn cuts_are_sorted_apart_and_take_nothing_that_no_mark_claims(
        text in "[a-c é漢\u{1F600} \n\r.]{0,60}",
        cuts in prop::collection::vec((any::<usize>(), any::<usize>(), any::<u8>()), 0..8),
        turn in any::<usize>(),
    ) {
        let document = segment::segment(&Source::text("x", &text));
        let marks = marks_of(&text, &cuts);
        let (got, _) = resolve::resolve(&document, &marks, &Policy::default());
        prop_assert!(got.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        for cut in &got {
            prop_assert!(text.get(cut.span.start..cut.span.end).is_some(), "off a character border");
        }
        let kept = |at: usize| !got.iter().any(|cut| cut.span.start <= at && at < cut.span.end);
        for (at, c) in text.char_indices() {
            let claimed = marks.iter().any(|m| m.span.start <= at && at < m.span.end);
            prop_assert!(kept(at) || claimed || c.is_whitespace(), "unclaimed content was cut");
        }
        let mut turned = marks.clone();
        turned.rotate_left(turn % marks.len().max(1));
        prop_assert_eq!(resolve::resolve(&document, &turned, &Policy::default()).0, got);
    }

    #[test]
    fn folding_and_counting_take_any_text(text in any::<String>()) {
        let folded = presswash::text::fold(&text);
        prop_assert!(presswash::text::count_words(&text) <= text.chars().count());
        prop_assert_eq!(presswash::text::fold(&folded.clone()).len() <= folded.len(), true);
    }
}
