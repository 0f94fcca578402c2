//! Which texts of a dump are copies of earlier ones: of their own outlet (dirt), or of another's (a tag, no fault)?
//!
//! Candidates share one of their smallest trigram hashes (MinHash as locality-sensitive hashing, one row a band); how
//! much of the shorter text stands in the longer is then estimated from all hashes kept of both. Sources: Broder 1997,
//! "On the resemblance and containment of documents"; Indyk and Motwani 1998. SimHash missed half of simulated
//! paraphrases.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::judge::evidence::settings::CopyRule;
use crate::judge::outlet::Key;
use crate::judge::outlet::OutletHygiene;
use crate::judge::outlet::sample::Hex;
use crate::judge::outlet::sample::Text;
use crate::judge::print::MAX_TRIGRAMS;

/// What an earlier text makes of a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The outlet had it before: dirt.
    Duplicate,
    /// Another outlet had it before: mostly an agency's.
    NearCopy,
    /// Much of it stood in another outlet's text before.
    Reworked,
    /// Reworked, and with traces of a synonym machine.
    Spun,
}

impl Kind {
    /// Returns the word for tables and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::NearCopy => "near-copy",
            Self::Reworked => "reworked",
            Self::Spun => "spun-copy",
        }
    }
}

/// A link to an earlier text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    pub kind: Kind,
    /// How much of the shorter text stands in the longer, from 0 to 1: an estimate.
    pub share: f64,
    /// Place of the earlier text in [`Copies::units`].
    pub of: usize,
}

/// One text of one cell.
#[derive(Clone, Debug)]
pub struct Unit<'a> {
    pub key: &'a Key,
    pub hash: Hex,
    pub text: &'a Text,
    /// What is compared of its trigrams.
    sketch: Distinct,
    /// The earliest text of the same outlet and scraper that it copies.
    pub within: Option<Link>,
    /// The earliest text of another outlet that it copies; else the one that it holds most of.
    pub across: Option<Link>,
}

/// The hashes of a text's trigrams up to a border, but for those that stand everywhere in the dump.
#[derive(Clone, Debug, Default)]
struct Distinct {
    hashes: Vec<u32>,
    /// Up to here every hash of the text is known.
    border: u32,
}

/// Every text kept of a dump, the earliest first, with what it copies.
#[derive(Clone, Debug, Default)]
pub struct Copies<'a> {
    pub units: Vec<Unit<'a>>,
    places: HashMap<(&'a Key, Hex), usize>,
    /// Places of each outlet's texts, in order.
    by_outlet: HashMap<&'a str, Vec<usize>>,
}

/// Documents of one outlet that are copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Documents whose text was kept, and so compared.
    pub compared: u64,
    /// Copies of an earlier document of the outlet.
    pub duplicates: u64,
    /// Of another outlet's, whole.
    pub near_copies: u64,
    /// Of another outlet's, in part.
    pub reworked: u64,
}

/// The smallest hashes by which a text is looked up.
///
/// Two texts of one length, one of them in 43 of 100 trigrams the other's, share none of 16 in 1 of 1,000 cases; a text
/// and a fifth of it in 4 of 100.
const ANCHORS: usize = 16;

/// Texts, the earliest, that are looked at for one anchor: a bound on time where a phrase stands everywhere.
const MAX_CANDIDATES: usize = 32;

/// A trigram stands everywhere when it is in more than this share of the texts, and in more than so many: formulas
/// ("the Custodian of the Two Holy Mosques"), frames that no rule knows. No story was seen in so many outlets.
const COMMON_SHARE: f64 = 0.01;
const COMMON_TEXTS: usize = 64;

/// A text of which less than this share of trigrams is its own is compared by all of them.
const LEAST_OWN: f64 = 0.25;

/// Finds the copies in a tally.
pub fn find<'a>(tally: &'a OutletHygiene, rule: CopyRule) -> Copies<'a> {
    let common = common(tally);
    let mut units: Vec<Unit<'a>> = texts(tally)
        .map(|(key, hash, text)| {
            let sketch = Distinct::of(&text.trigrams.0, &common);
            Unit { key, hash, text, sketch, within: None, across: None }
        })
        .collect();
    units.sort_by(|a, b| (a.text.first.order(), a.key, a.hash).cmp(&(b.text.first.order(), b.key, b.hash)));
    let anchored = anchored(&units);
    for at in 0..units.len() {
        let Some((earlier, unit)) = units.split_at_mut_checked(at).and_then(|(e, l)| Some((e, l.first_mut()?))) else {
            continue;
        };
        let mut candidates: Vec<usize> = unit.sketch.anchors().flat_map(|hash| before(&anchored, hash, at)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        link(unit, &candidates, earlier, rule);
    }
    let places = units.iter().enumerate().map(|(at, unit)| ((unit.key, unit.hash), at)).collect();
    let mut by_outlet: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, unit) in units.iter().enumerate() {
        by_outlet.entry(&unit.key.outlet).or_default().push(at);
    }
    Copies { units, places, by_outlet }
}

fn texts(tally: &OutletHygiene) -> impl Iterator<Item = (&Key, Hex, &Text)> {
    tally.cells.iter().flat_map(|(key, cell)| cell.sample.texts().map(move |(hash, text)| (key, hash, text)))
}

/// Returns the hashes that stand everywhere.
fn common(tally: &OutletHygiene) -> HashSet<u32> {
    let most = COMMON_TEXTS.max((COMMON_SHARE * texts(tally).count() as f64) as usize);
    // Sorted, not counted in a map: a tenth of the memory.
    let mut all: Vec<u32> = texts(tally).flat_map(|(_, _, text)| text.trigrams.0.iter().copied()).collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).filter(|same| same.len() > most).filter_map(|same| same.first().copied()).collect()
}

/// Returns each anchor with the place of its text, sorted.
fn anchored(units: &[Unit<'_>]) -> Vec<(u32, usize)> {
    let pairs = units.iter().enumerate().flat_map(|(at, unit)| unit.sketch.anchors().map(move |hash| (hash, at)));
    let mut pairs: Vec<(u32, usize)> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

/// Returns the earliest texts before `at` that have the anchor.
fn before(anchored: &[(u32, usize)], hash: u32, at: usize) -> impl Iterator<Item = usize> {
    let from = anchored.partition_point(|pair| *pair < (hash, 0));
    let rest = anchored.get(from..).unwrap_or_default().iter();
    rest.take_while(move |pair| **pair < (hash, at)).map(|pair| pair.1).take(MAX_CANDIDATES)
}

impl Distinct {
    fn of(trigrams: &[u32], common: &HashSet<u32>) -> Self {
        // Of a text with more trigrams than were kept, all below the greatest that was kept are known.
        let last = trigrams.last().filter(|_| trigrams.len() >= MAX_TRIGRAMS);
        let own: Vec<u32> = trigrams.iter().copied().filter(|hash| !common.contains(hash)).collect();
        let few = (own.len() as f64) < LEAST_OWN * trigrams.len() as f64;
        Self { hashes: if few { trigrams.to_vec() } else { own }, border: last.copied().unwrap_or(u32::MAX) }
    }

    fn anchors(&self) -> impl Iterator<Item = u32> {
        self.hashes.iter().take(ANCHORS).copied()
    }

    fn below(&self, border: u32) -> &[u32] {
        self.hashes.get(..self.hashes.partition_point(|hash| *hash <= border)).unwrap_or(&self.hashes)
    }
}

/// Takes the earliest whole copy; of parts the largest.
fn link(unit: &mut Unit<'_>, candidates: &[usize], earlier: &[Unit<'_>], rule: CopyRule) {
    for &of in candidates {
        let Some(other) = earlier.get(of) else { continue };
        let same_outlet = other.key.outlet == unit.key.outlet;
        if same_outlet && (other.key.scraper != unit.key.scraper || unit.within.is_some()) {
            continue;
        }
        let share = share(&unit.sketch, &other.sketch, rule.shared);
        let found = |kind| Some(Link { kind, share, of });
        if same_outlet {
            unit.within = if share >= rule.duplicate { found(Kind::Duplicate) } else { None };
            continue;
        }
        match unit.across {
            Some(known) if known.kind == Kind::NearCopy => {}
            _ if share >= rule.near => unit.across = found(Kind::NearCopy),
            Some(known) if known.share >= share => {}
            _ if share >= rule.reworked && unit.text.traces >= rule.traces => unit.across = found(Kind::Spun),
            _ if share >= rule.reworked => unit.across = found(Kind::Reworked),
            _ => {}
        }
    }
}

/// Estimates how much of the shorter of two texts stands in the other, from 0 to 1; 0 with fewer than `least` hashes
/// in common. The two are compared below the smaller of their borders.
fn share(a: &Distinct, b: &Distinct, least: usize) -> f64 {
    let border = a.border.min(b.border);
    let (a, b) = (a.below(border), b.below(border));
    let shorter = a.len().min(b.len());
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    if common < least.max(1) { 0.0 } else { common as f64 / shorter as f64 }
}

impl<'a> Copies<'a> {
    /// Returns the text of a cell under its hash, where it was kept.
    pub fn unit(&self, key: &Key, hash: Hex) -> Option<&Unit<'a>> {
        self.units.get(*self.places.get(&(key, hash))?)
    }

    /// Returns the texts of an outlet, the earliest first.
    pub fn of_outlet(&self, outlet: &str) -> impl Iterator<Item = &Unit<'a>> + Clone {
        self.by_outlet.get(outlet).into_iter().flatten().filter_map(|at| self.units.get(*at))
    }

    /// Returns outlet and hash of every text that copies an earlier one of its outlet.
    pub fn duplicates(&self) -> impl Iterator<Item = (&'a str, Hex)> {
        self.units.iter().filter(|unit| unit.within.is_some()).map(|unit| (unit.key.outlet.as_str(), unit.hash))
    }

    /// Counts the copies of each outlet.
    pub fn shares(&self) -> BTreeMap<&'a str, Shares> {
        let mut all: BTreeMap<&str, Shares> = BTreeMap::new();
        for unit in &self.units {
            let n = unit.text.documents;
            let shares = all.entry(unit.key.outlet.as_str()).or_default();
            shares.compared += n;
            // Of a text that came several times, only the first may be new.
            shares.duplicates += if unit.within.is_some() { n } else { n - 1 };
            match unit.across.map(|link| link.kind) {
                Some(Kind::NearCopy) => shares.near_copies += n,
                Some(_) => shares.reworked += n,
                None => {}
            }
        }
        all
    }
}
