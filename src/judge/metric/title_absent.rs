//! Does the body speak of what the title says?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan;
use crate::judge::evidence::word::Word;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Words of the title, by their first five letters, that come up nowhere in the body.
pub struct TitleAbsent;

static ABOUT: About = About {
    id: "title-absent",
    name: "title absent",
    unit: "share",
    range: (0.0, 1.0),
    group: Group::Identity,
    sided: false,
};

impl Metric for TitleAbsent {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let title = evidence.case.metadata.title.as_deref().filter(|_| evidence.is_article())?;
        let wanted = content_stems(title);
        if wanted.len() < LEAST_WORDS || evidence.scan.content_words < LEAST_BODY {
            return None;
        }
        let mut absent = wanted.clone();
        // A bit for each among many: nearly all words are told from them all at once.
        let mut bits = [0_u64; 64];
        wanted.iter().for_each(|stem| bits[(stem >> 6 & 63) as usize] |= 1 << (stem & 63));
        let may_be = |stem: u32| bits[(stem >> 6 & 63) as usize] >> (stem & 63) & 1 == 1;
        let is_wanted = |word: &&Word| may_be(word.stem) && wanted.binary_search(&word.stem).is_ok();
        for line in &evidence.scan.lines {
            let words = evidence.words(line);
            let shared = words.iter().filter(is_wanted).count();
            // The headline itself, where the text begins with it, proves nothing.
            if shared * 2 < words.len() || words.len() > wanted.len() * 2 {
                for word in words.iter().filter(is_wanted) {
                    absent.retain(|stem| *stem != word.stem);
                }
            }
        }
        Some(Reading::of(absent.len() as f64 / wanted.len() as f64))
    }
}

/// Words of a title that can be looked for; fewer prove nothing.
const LEAST_WORDS: usize = 4;

/// Words of a body in which a title can be expected to come up again.
const LEAST_BODY: usize = 75;

/// Returns, sorted, the stems of the words of four letters or more, or of all in scripts without spaces.
fn content_stems(title: &str) -> Vec<u32> {
    // Outlets add their name behind a bar.
    let title = title.rsplit_once(" | ").map_or(title, |(left, _)| left);
    let long = title.split_whitespace().filter(|word| word.chars().count() > 3);
    let mut stems: Vec<u32> = long.flat_map(scan::stems).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
