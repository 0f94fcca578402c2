//! Which documents of a dump are looked at? A sample of every outlet, the same in whatever order the dump is read.
//!
//! For each outlet the documents with the smallest hashes are kept (a bottom-k sample). The hash leaves digits and
//! white space out, so copies of a document fall together. What is kept depends on the set of documents only.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Documents of one outlet.
    pub per_outlet: usize,
    /// Documents of all outlets; above, `per_outlet` is halved until they fit.
    pub total: usize,
    /// Bytes of one document; of a longer one its start and its end are kept.
    pub page_bytes: usize,
}

impl Default for Limits {
    /// 1,024 documents give a share of 5 % to within 1.4 points (95 % of the time); 65,536 documents of at most
    /// 16 KiB take 1 GiB at the very most, and a quarter of that at the usual 4 KiB.
    fn default() -> Self {
        Self { per_outlet: 1 << 10, total: 1 << 16, page_bytes: 16 << 10 }
    }
}

/// Documents that an outlet is left with at least before whole outlets are given up.
const FEWEST: usize = 32;

/// One document as the survey sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    /// The date of its record in ISO 8601.
    pub date: Option<String>,
    /// The text, or its start and its end.
    pub text: String,
}

/// Gathers documents, in any order.
#[derive(Debug)]
pub struct Sampler {
    limits: Limits,
    /// Documents of one outlet that are kept at present.
    per_outlet: usize,
    /// Outlets whose names hash to this or above are given up: there are too many of them.
    ceiling: Option<u64>,
    outlets: BTreeMap<String, BTreeMap<u64, Page>>,
    held: usize,
}

/// Returns the number under which a text is kept; copies that differ in digits and white space share it.
pub fn number_of(text: &str) -> u64 {
    let bytes: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_digit() && !b.is_ascii_whitespace()).collect();
    xxh3_64(&bytes)
}

impl Sampler {
    pub fn new(limits: Limits) -> Self {
        Self { per_outlet: limits.per_outlet, ceiling: None, outlets: BTreeMap::new(), held: 0, limits }
    }

    /// Returns whether a document of this number would be kept at present.
    pub fn wants(&self, outlet: &str, number: u64) -> bool {
        if self.ceiling.is_some_and(|ceiling| xxh3_64(outlet.as_bytes()) >= ceiling) {
            return false;
        }
        let Some(pages) = self.outlets.get(outlet) else { return true };
        pages.len() < self.per_outlet || pages.last_key_value().is_none_or(|(last, _)| number <= *last)
    }

    /// Keeps the document, if it is among those to be kept.
    pub fn offer(&mut self, outlet: &str, number: u64, page: Page) {
        if !self.wants(outlet, number) {
            return;
        }
        let pages = self.outlets.entry(outlet.to_owned()).or_default();
        let before = pages.len();
        match pages.get_mut(&number) {
            // Of copies the smallest stays, so that the order in which they come cannot matter.
            Some(held) if *held <= page => {}
            Some(held) => *held = page,
            None => drop(pages.insert(number, page)),
        }
        while pages.len() > self.per_outlet {
            pages.pop_last();
        }
        self.held = self.held + pages.len() - before;
        while self.held > self.limits.total {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        if self.per_outlet > FEWEST {
            self.per_outlet = (self.per_outlet / 2).max(FEWEST);
            for pages in self.outlets.values_mut() {
                while pages.len() > self.per_outlet {
                    pages.pop_last();
                }
            }
        } else if let Some((hash, name)) =
            self.outlets.keys().map(|name| (xxh3_64(name.as_bytes()), name.clone())).max()
        {
            self.ceiling = Some(hash);
            self.outlets.remove(&name);
        }
        self.held = self.outlets.values().map(BTreeMap::len).sum();
    }

    /// Returns the text as far as it is kept: whole, or its start and its end with a line break between.
    pub fn excerpt(&self, text: &str) -> String {
        let max = self.limits.page_bytes;
        if text.len() <= max {
            return text.to_owned();
        }
        let head = border(text, max / 2, true);
        let tail = border(text, text.len() - max / 2, false);
        let (head, tail) = (text.get(..head).unwrap_or_default(), text.get(tail..).unwrap_or_default());
        format!("{head}\n{tail}")
    }

    /// Returns whether outlets were given up for lack of room.
    pub fn is_cut_short(&self) -> bool {
        self.ceiling.is_some()
    }

    /// Returns the documents of every outlet, outlets by name, documents by number.
    pub fn finish(self) -> Vec<(String, Vec<Page>)> {
        self.outlets.into_iter().map(|(name, pages)| (name, pages.into_values().collect())).collect()
    }
}

/// Returns the white space nearest to a byte, backwards or forwards; a border of characters where there is none.
fn border(text: &str, at: usize, back: bool) -> usize {
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (before, after) = text.split_at(at);
    let found =
        if back { before.rfind(char::is_whitespace) } else { after.find(char::is_whitespace).map(|place| at + place) };
    found.unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of numbered documents of three outlets, offered in steps of `step`.
    fn kept(step: usize, limits: Limits) -> Vec<(String, Vec<Page>)> {
        let mut sampler = Sampler::new(limits);
        for at in 0..300 {
            let nth = at * step % 300;
            let (outlet, text) = (format!("outlet {}", nth % 3), format!("text {}", "x".repeat(nth / 2)));
            let page = Page { date: None, text: format!("{text} {nth}") };
            sampler.offer(&outlet, number_of(&page.text), page);
        }
        sampler.finish()
    }

    #[test]
    fn the_order_of_documents_cannot_matter() {
        for (per_outlet, total) in [(1024, 1024), (40, 1024), (1024, 120), (64, 40)] {
            let limits = Limits { per_outlet, total, page_bytes: 1024 };
            let want = kept(1, limits);
            assert!(want.iter().map(|(_, pages)| pages.len()).sum::<usize>() <= total);
            for step in [7, 13, 299] {
                assert_eq!(kept(step, limits), want, "{per_outlet} of {total}, step {step}");
            }
        }
    }

    #[test]
    fn copies_count_once() {
        let mut sampler = Sampler::new(Limits::default());
        for text in ["Read by 17\nTalks resume", "Read by 9\n\nTalks resume", "Talks end"] {
            sampler.offer("a", number_of(text), Page { date: None, text: text.to_owned() });
        }
        let kept: Vec<usize> = sampler.finish().iter().map(|(_, pages)| pages.len()).collect();
        assert_eq!(kept, [2]);
    }

    #[test]
    fn of_a_long_text_the_start_and_the_end_are_kept() {
        let sampler = Sampler::new(Limits { page_bytes: 20, ..Limits::default() });
        assert_eq!(sampler.excerpt("short"), "short");
        assert_eq!(sampler.excerpt("one two three four five six seven"), "one two\n six seven");
    }
}
