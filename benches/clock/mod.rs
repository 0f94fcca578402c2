//! How long did work take, on a machine that others use as well?

use std::sync::LazyLock;
use std::time::Instant;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Returns the seconds that this thread was at work; on systems that do not tell it, those that went by.
pub fn seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = told.ok().and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |count| count / 1e9)
}

/// Does each piece of work in turn, so many times, and returns the median seconds of each.
pub fn medians(rounds: usize, works: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut taken: Vec<Vec<f64>> = vec![Vec::new(); works.len()];
    for _ in 0..rounds {
        for (work, taken) in works.iter_mut().zip(&mut taken) {
            let start = seconds();
            work();
            taken.push(seconds() - start);
        }
    }
    taken.iter_mut().for_each(|all| all.sort_by(f64::total_cmp));
    taken.iter().map(|all| all[rounds / 2]).collect()
}
