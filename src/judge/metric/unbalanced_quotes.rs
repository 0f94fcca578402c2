//! Does a quote open that never closes?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Paragraphs with an odd number of double quotes of any shape, unless the next paragraph goes on quoting.
pub struct UnbalancedQuotes;

static ABOUT: About = About {
    id: "unbalanced-quotes",
    name: "unbalanced quotes",
    unit: "count",
    range: (0.0, f64::INFINITY),
    group: Group::Identity,
    sided: false,
};

impl Metric for UnbalancedQuotes {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let lines: Vec<_> = evidence.scan.lines.iter().filter(|line| !line.repeats).collect();
        let odd = lines.iter().enumerate().filter(|(_, line)| line.quotes % 2 == 1);
        // A quotation over several paragraphs opens each of them and closes only the last.
        let goes_on = |at: usize| lines.get(at + 1).is_some_and(|next| evidence.text(next.span).starts_with(opens));
        let mut spans: Vec<_> = odd.filter(|(at, _)| !goes_on(*at)).map(|(_, line)| line.span).collect();
        let value = spans.len() as f64;
        spans.truncate(MAX_SPANS);
        Some(Reading { value, spans })
    }
}

fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '”')
}
