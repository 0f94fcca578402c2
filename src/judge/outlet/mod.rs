//! How clean are the texts of an outlet? A tally that can be merged in any order to the same bytes.
//!
//! Integers and fixed point only: points in hundredths, values in millionths. So files, threads and machines
//! can tally apart and add up, and the sum does not depend on who was first. Text hygiene, not truthfulness.

pub mod cell;
pub mod copies;
pub mod estimate;
pub mod groups;
pub mod month;
mod pairs;
pub mod sample;
pub mod table;
pub mod whole;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::judge::Hygiene;
use crate::judge::outlet::cell::Cell;
use crate::judge::outlet::sample::Hex;
use crate::rule::Kind;

/// The version of the saved state.
pub const SCHEMA: &str = "presswash.hygiene-state/2";

/// Texts that a tally keeps of a whole dump to compare them, above [`sample::MAX_TEXTS`] of each cell.
///
/// Measured on 120,000 texts of 40 outlets: 31 MB of JSON, 135 MB at the peak of `score merge`, which reads it and finds
/// the copies. Of a larger dump the texts with the smallest ranks are kept: near copies
/// mostly have the same rank, so what is kept is compared with its copies.
pub const MAX_COMPARED: usize = 65_536;

/// The word for an outlet, a scraper or a language that is not known.
pub const UNKNOWN: &str = "unknown";

/// Who published, who scraped, in which language: scrapers differ as much as outlets do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    pub outlet: String,
    pub scraper: String,
    pub language: String,
}

impl Key {
    /// Returns the cell of a document. Of the language, a BCP 47 tag, only the primary part counts.
    pub fn of(outlet: Option<&str>, scraper: Option<&str>, language: Option<&str>) -> Self {
        let word = |known: Option<&str>| known.filter(|w| !w.is_empty()).unwrap_or(UNKNOWN).to_owned();
        let language = language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
        Self { outlet: word(outlet), scraper: word(scraper), language: word(language) }
    }
}

/// One document, as the tally takes it.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub key: &'a Key,
    pub id: &'a str,
    /// Where a person finds it: a path, with the record's number.
    pub place: &'a str,
    /// ISO 8601; other forms are passed over.
    pub published: Option<&'a str>,
    /// The agency or broadcaster that the text credits.
    pub credit: Option<&'a str>,
    pub kind: Kind,
    pub hygiene: &'a Hygiene,
    /// The text that the measures' spans lie in.
    pub text: &'a str,
}

/// Every cell of a dump.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletHygiene {
    pub schema: String,
    #[serde(with = "as_list")]
    pub cells: BTreeMap<Key, Cell>,
    /// Documents counted since the tally was settled.
    #[serde(skip)]
    unsettled: usize,
}

impl Default for OutletHygiene {
    fn default() -> Self {
        Self { schema: SCHEMA.to_owned(), cells: BTreeMap::new(), unsettled: 0 }
    }
}

impl OutletHygiene {
    /// Counts one document.
    pub fn add(&mut self, entry: &Entry<'_>) {
        match self.cells.get_mut(entry.key) {
            Some(cell) => cell.add(entry),
            None => self.cells.entry(entry.key.clone()).or_default().add(entry),
        }
        self.unsettled += 1;
        if self.unsettled >= MAX_COMPARED / 4 {
            self.settle();
        }
    }

    /// Adds what another tally counted.
    pub fn merge(&mut self, other: &Self) {
        for (key, cell) in &other.cells {
            self.cells.entry(key.clone()).or_default().merge(cell);
        }
        self.settle();
    }

    /// Lets go of the texts that are too many; what is left does not depend on the order of documents.
    ///
    /// A text among the smallest of all is among the smallest of every part, so none that stays was let go before.
    /// Called now and then by itself; to be called before the tally is saved.
    pub fn settle(&mut self) {
        self.settle_to(MAX_COMPARED);
    }

    /// As [`OutletHygiene::settle`], with another bound.
    pub fn settle_to(&mut self, most: usize) {
        let mut keys: Vec<Hex> = self.cells.values().flat_map(|cell| cell.sample.texts().map(|(key, _)| key)).collect();
        let mut border = Hex(u64::MAX);
        if keys.len() > most {
            border = *keys.select_nth_unstable(most.saturating_sub(1)).1;
        }
        for cell in self.cells.values_mut() {
            cell.sample.settle(border);
        }
        self.unsettled = 0;
    }

    /// Returns the number of documents.
    pub fn documents(&self) -> u64 {
        self.cells.values().map(|cell| cell.documents).sum()
    }
}

/// JSON has no maps with keys of three parts: cells are saved as a list in the order of their keys.
mod as_list {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::Deserializer;
    use serde::Serialize;
    use serde::Serializer;

    use crate::judge::outlet::Key;
    use crate::judge::outlet::cell::Cell;

    #[derive(Serialize)]
    struct Borrowed<'a> {
        key: &'a Key,
        cell: &'a Cell,
    }

    #[derive(Deserialize)]
    struct Owned {
        key: Key,
        cell: Cell,
    }

    pub fn serialize<S: Serializer>(cells: &BTreeMap<Key, Cell>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(cells.iter().map(|(key, cell)| Borrowed { key, cell }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Key, Cell>, D::Error> {
        let list = Vec::<Owned>::deserialize(from)?;
        let mut cells = BTreeMap::<Key, Cell>::new();
        for Owned { key, cell } in list {
            cells.entry(key).or_default().merge(&cell);
        }
        Ok(cells)
    }
}
