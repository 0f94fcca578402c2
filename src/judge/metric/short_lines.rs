//! How much of the text is in lines too short to be prose or a subhead?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::metric::truncation::ends_sentence;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Words in lines of at most three words that end no sentence, of all words that no claim covers.
pub struct ShortLines;

static ABOUT: About = About {
    id: "short-lines",
    name: "short lines",
    unit: "share",
    range: (0.0, 1.0),
    group: Group::Residue,
    sided: false,
};

impl Metric for ShortLines {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let lines = || evidence.scan.lines.iter().filter(|line| !line.repeats && line.words > 0);
        let total: usize = lines().map(|line| line.words).sum();
        // The first line may be a headline of three words.
        let short = lines().skip(1).filter(|line| line.words <= MAX_WORDS && !ends_sentence(evidence.text(line.tail)));
        let (mut words, mut spans) = (0, Vec::new());
        for line in short {
            words += line.words;
            spans.push(line.span);
        }
        spans.truncate(MAX_SPANS);
        (total > 0).then(|| Reading { value: words as f64 / total as f64, spans })
    }
}

/// Words of a short line: labels and menu entries have one to three, subheads mostly more.
const MAX_WORDS: usize = 3;
