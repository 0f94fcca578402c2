//! How clean are the texts of an outlet? A tally that can be merged in any order to the same bytes.
//!
//! Integers and fixed point only: points in hundredths, values in millionths. So files, threads and machines
//! can tally apart and add up, and the sum does not depend on who was first. Text hygiene, not truthfulness.

pub mod cell;
pub mod estimate;
pub mod sample;
pub mod table;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::judge::Hygiene;
use crate::judge::outlet::cell::Cell;
use crate::rule::Kind;

/// The version of the saved state.
pub const SCHEMA: &str = "presswash.hygiene-state/1";

/// The word for an outlet, a scraper or a language that is not known.
pub const UNKNOWN: &str = "unknown";

/// Who published, who scraped, in which language: scrapers differ as much as outlets do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    pub outlet: String,
    pub scraper: String,
    pub language: String,
}

/// One document, as the tally takes it.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub outlet: Option<&'a str>,
    pub scraper: Option<&'a str>,
    /// A BCP 47 tag; `None` where undetermined.
    pub language: Option<&'a str>,
    pub id: &'a str,
    /// Where a person finds it: a path, with the record's number.
    pub place: &'a str,
    /// ISO 8601; other forms are passed over.
    pub published: Option<&'a str>,
    pub kind: Kind,
    pub hygiene: &'a Hygiene,
    /// The text that the measures' spans lie in.
    pub text: &'a str,
}

/// Every cell of a dump.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletHygiene {
    pub schema: String,
    #[serde(with = "as_list")]
    pub cells: BTreeMap<Key, Cell>,
}

impl Default for OutletHygiene {
    fn default() -> Self {
        Self { schema: SCHEMA.to_owned(), cells: BTreeMap::new() }
    }
}

impl OutletHygiene {
    /// Counts one document.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let word = |known: Option<&str>| known.filter(|w| !w.is_empty()).unwrap_or(UNKNOWN).to_owned();
        let language = entry.language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
        let key = Key { outlet: word(entry.outlet), scraper: word(entry.scraper), language: word(language) };
        self.cells.entry(key).or_default().add(entry);
    }

    /// Adds what another tally counted.
    pub fn merge(&mut self, other: &Self) {
        for (key, cell) in &other.cells {
            self.cells.entry(key.clone()).or_default().merge(cell);
        }
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
