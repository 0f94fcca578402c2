//! Which files were read, with how many bytes and which hash? Counted on the way, so it costs no second pass.

use std::io;
use std::io::Read;
use std::sync::Arc;
use std::sync::Mutex;

use xxhash_rust::xxh3::Xxh3;

/// Inputs that are told one by one; a folder of a million pages is told as a whole.
pub const MAX_LISTED: usize = 200;

/// What was read of one input, as it lies on the disk: packed where it is packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub path: String,
    pub bytes: u64,
    /// XXH3-128 of its bytes; `None` where the file was not read to its end.
    pub hash: Option<u128>,
}

/// What was read of all inputs, in their order.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub files: u64,
    pub bytes: u64,
    /// The first ones, at most [`MAX_LISTED`].
    pub listed: Vec<Entry>,
    /// XXH3-128 over path and hash of every input.
    pub hash: u128,
}

/// The account of a run. One thread reads, so the order is that of the inputs.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Account>>);

#[derive(Default)]
struct Account {
    totals: Totals,
    hash: Xxh3,
}

impl Ledger {
    /// Returns what was read so far.
    pub fn totals(&self) -> Totals {
        let Ok(account) = self.0.lock() else { return Totals::default() };
        Totals { hash: account.hash.digest128(), ..account.totals.clone() }
    }

    /// Returns a stream that notes what is read of it, once it is dropped.
    pub fn note(&self, path: String, raw: Box<dyn Read>) -> Noted {
        Noted { raw, path, bytes: 0, hash: Xxh3::new(), ended: false, ledger: self.clone() }
    }

    fn add(&self, entry: Entry) {
        let Ok(mut account) = self.0.lock() else { return };
        account.totals.files += 1;
        account.totals.bytes += entry.bytes;
        account.hash.update(entry.path.as_bytes());
        account.hash.update(&[0]);
        account.hash.update(&entry.hash.unwrap_or_default().to_be_bytes());
        if account.totals.listed.len() < MAX_LISTED {
            account.totals.listed.push(entry);
        }
    }
}

/// A stream whose bytes are counted and hashed.
pub struct Noted {
    raw: Box<dyn Read>,
    path: String,
    bytes: u64,
    hash: Xxh3,
    ended: bool,
    ledger: Ledger,
}

impl Read for Noted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.read(buffer)?;
        self.bytes += read as u64;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        self.ended |= read == 0 && !buffer.is_empty();
        Ok(read)
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        let hash = self.ended.then(|| self.hash.digest128());
        self.ledger.add(Entry { path: std::mem::take(&mut self.path), bytes: self.bytes, hash });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_noted_with_bytes_and_hash_when_it_was_read_to_its_end() {
        let ledger = Ledger::default();
        let mut whole = ledger.note("a".to_owned(), Box::new(io::Cursor::new(b"abc")));
        io::copy(&mut whole, &mut io::sink()).unwrap();
        drop(whole);
        let mut part = ledger.note("b".to_owned(), Box::new(io::Cursor::new(b"abcdef")));
        part.read_exact(&mut [0; 2]).unwrap();
        drop(part);
        let totals = ledger.totals();
        assert_eq!((totals.files, totals.bytes), (2, 5));
        // The value that `xxhsum -H2` gives.
        assert_eq!(
            totals.listed[0].hash.map(|hash| format!("{hash:032x}")).unwrap(),
            format!("{:032x}", xxhash_rust::xxh3::xxh3_128(b"abc"))
        );
        assert_eq!(totals.listed[1].hash, None);
    }
}
