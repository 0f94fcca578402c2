//! Is the input packed, and with what? Told by its first bytes, not by its name.

use std::fs;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use crate::read::inputs::Input;
use crate::read::ledger::Ledger;
use crate::read::ledger::Noted;

/// Bytes read at once.
const BUFFER: usize = 256 << 10;

/// Bytes that are looked at to tell the format and the charset of a stream.
const HEAD: usize = 64 << 10;

/// Unpacked bytes for one packed byte, above which a file is a decompression bomb. News text packs
/// 3 to 20 times, repeated log lines up to some 300; DEFLATE ends at 1,032, zstd goes far beyond.
const MAX_RATIO: u64 = 500;

/// Unpacked bytes below which the ratio is not looked at.
const RATIO_FROM: u64 = 64 << 20;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Opens an input and unpacks it where it is packed. `consumed` counts the packed bytes, `ledger` hashes them.
///
/// # Errors
/// When the file cannot be opened or its first bytes cannot be read.
pub fn open(input: &Input, consumed: Arc<AtomicU64>, ledger: &Ledger) -> io::Result<Box<dyn BufRead>> {
    let raw: Box<dyn Read> = match input {
        Input::Stdin => Box::new(io::stdin()),
        Input::File(path) => Box::new(fs::File::open(path)?),
    };
    let raw = ledger.note(input.name(), raw);
    let start = consumed.load(Ordering::Relaxed);
    let mut raw = BufReader::with_capacity(BUFFER, Counted { raw, count: Arc::clone(&consumed) });
    let magic = raw.fill_buf()?;
    if magic.starts_with(GZIP_MAGIC) {
        Ok(capped(MultiGzDecoder::new(raw), consumed, start))
    } else if magic.starts_with(ZSTD_MAGIC) {
        Ok(capped(ZstdDecoder::with_buffer(raw)?, consumed, start))
    } else {
        Ok(Box::new(raw))
    }
}

/// Returns the first 64 KiB of a stream, or all of a shorter one, and leaves them in it.
///
/// # Errors
/// When the stream fails at once.
pub fn head(stream: &mut Box<dyn BufRead>) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut failed = None;
    while head.len() < HEAD {
        let got = match stream.fill_buf() {
            Ok(got) => got,
            Err(error) => {
                failed = Some(error);
                break;
            }
        };
        if got.is_empty() {
            break;
        }
        let taken = got.len();
        head.extend_from_slice(got);
        stream.consume(taken);
    }
    match failed {
        Some(error) if head.is_empty() => return Err(error),
        // The rest of the stream gives the error again, after what could be read.
        Some(error) => {
            let again = Failing { error: Some(error) };
            *stream = Box::new(BufReader::new(io::Cursor::new(head.clone()).chain(again)));
        }
        None => {
            let rest = std::mem::replace(stream, Box::new(io::empty()));
            *stream = Box::new(io::Cursor::new(head.clone()).chain(rest));
        }
    }
    Ok(head)
}

fn capped(unpacked: impl Read + 'static, consumed: Arc<AtomicU64>, start: u64) -> Box<dyn BufRead> {
    Box::new(BufReader::with_capacity(BUFFER, Capped { unpacked, produced: 0, consumed, start }))
}

struct Counted {
    raw: Noted,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Fails once the stream unpacks to more than text ever does.
struct Capped<R> {
    unpacked: R,
    produced: u64,
    consumed: Arc<AtomicU64>,
    start: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer)?;
        self.produced += read as u64;
        let packed = self.consumed.load(Ordering::Relaxed) - self.start;
        if self.produced > RATIO_FROM && self.produced > packed.saturating_mul(MAX_RATIO) {
            let text = format!("it unpacks to more than {MAX_RATIO} times its size: a decompression bomb");
            return Err(io::Error::new(io::ErrorKind::InvalidData, text));
        }
        Ok(read)
    }
}

struct Failing {
    error: Option<io::Error>,
}

impl Read for Failing {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        self.error.take().map_or(Ok(0), Err)
    }
}
