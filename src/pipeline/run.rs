//! How do many documents go through the work in parallel, in order, and in bounded memory?
//!
//! One thread cuts the inputs into raw records and sends them in batches; `jobs` threads parse them
//! and do the work; the caller's thread takes the results in the order of the inputs. A batch is only
//! sent when an older one is done with, so a slow document holds the others back instead of piling up.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;

use crossbeam_channel::Receiver;
use crossbeam_channel::Sender;
use crossbeam_channel::bounded;

use crate::error::Error;
use crate::read;
use crate::read::Item;
use crate::read::Options;
use crate::read::Raw;
use crate::read::inputs::Input;
use crate::read::ledger::Ledger;

/// Records that a batch holds at most.
const BATCH_RECORDS: usize = 64;

/// Bytes from which on a batch is sent.
const BATCH_BYTES: usize = 256 << 10;

/// Batches on their way for each thread: one at work, one waiting.
const BATCHES_PER_JOB: usize = 2;

/// What is read, how, and by how many threads.
pub struct Run {
    pub inputs: Vec<Input>,
    pub options: Arc<Options>,
    /// Threads that do the work; 0 counts as 1.
    pub jobs: usize,
    /// Bytes read of the inputs as they lie on the disk: for progress.
    pub consumed: Arc<AtomicU64>,
    /// What was read, with hashes.
    pub ledger: Ledger,
}

struct Batch<T> {
    number: u64,
    items: Vec<T>,
}

/// Does `work` on every record, on many threads, and hands the results to `each` in the order of the inputs.
///
/// # Errors
/// The first error that `each` returns; the rest of the inputs is then left unread.
pub fn run<T: Send>(
    run: Run,
    work: impl Fn(Item) -> T + Sync,
    each: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let jobs = run.jobs.max(1);
    let ahead = jobs * BATCHES_PER_JOB + 1;
    let (permit, permits) = bounded(ahead);
    for _ in 0..ahead {
        let _ = permit.send(());
    }
    let (raw_in, raw_out) = bounded(ahead);
    let (done_in, done_out) = bounded(ahead);
    let options = Arc::clone(&run.options);
    // Not a scoped thread: it may hang on a terminal or a pipe when the caller has had enough.
    let reader = thread::spawn(move || send_all(&run, &raw_in, &permits));
    let result = thread::scope(|scope| {
        for _ in 0..jobs {
            let (raw_out, done_in, work, options) = (raw_out.clone(), done_in.clone(), &work, &options);
            scope.spawn(move || work_off(&raw_out, &done_in, work, options));
        }
        drop((raw_out, done_in));
        in_order(done_out, permit, each)
    });
    if result.is_ok()
        && let Err(panic) = reader.join()
    {
        std::panic::resume_unwind(panic);
    }
    result
}

fn send_all(run: &Run, batches: &Sender<Batch<Raw>>, permits: &Receiver<()>) {
    let mut number = 0;
    let mut batch: Vec<Raw> = Vec::new();
    let mut bytes = 0;
    let mut flush = |batch: &mut Vec<Raw>| {
        if batch.is_empty() {
            return ControlFlow::Continue(());
        }
        let items = std::mem::take(batch);
        let sent = permits.recv().is_ok() && batches.send(Batch { number, items }).is_ok();
        number += 1;
        if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    for input in &run.inputs {
        let mut emit = |raw: Raw| {
            bytes += raw.bytes.len();
            batch.push(raw);
            if batch.len() >= BATCH_RECORDS || bytes >= BATCH_BYTES {
                bytes = 0;
                return flush(&mut batch);
            }
            ControlFlow::Continue(())
        };
        if read::split(input, &run.options, &run.consumed, &run.ledger, &mut emit).is_break() {
            return;
        }
    }
    let _ = flush(&mut batch);
}

fn work_off<T>(
    batches: &Receiver<Batch<Raw>>,
    done: &Sender<Batch<T>>,
    work: &(impl Fn(Item) -> T + Sync),
    options: &Options,
) {
    for batch in batches {
        let items = batch.items.into_iter().map(|raw| work(read::parse(raw, options))).collect();
        if done.send(Batch { number: batch.number, items }).is_err() {
            return;
        }
    }
}

/// Takes its two ends whole: as they go, so do the threads at the others.
fn in_order<T>(
    done: Receiver<Batch<T>>,
    permit: Sender<()>,
    mut each: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for batch in done {
        early.insert(batch.number, batch.items);
        while let Some(items) = early.remove(&next) {
            next += 1;
            for item in items {
                each(item)?;
            }
            // The reader may have ended already.
            let _ = permit.try_send(());
        }
    }
    Ok(())
}
