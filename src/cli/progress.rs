//! How far is it? Told on the terminal, for work over a second.

use std::io;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressState;
use indicatif::ProgressStyle;

/// Work that is done sooner shows nothing.
const DELAY: Duration = Duration::from_secs(1);

/// Drawings a second at most: enough for the eye.
const HERTZ: u8 = 8;

/// A line on standard error; nothing in a pipe.
pub struct Progress {
    bar: Option<ProgressBar>,
    shown: bool,
    started: Instant,
    documents: Arc<AtomicU64>,
    consumed: Arc<AtomicU64>,
    total: u64,
}

impl Progress {
    /// `total`: bytes to read, 0 where unknown; `consumed`: bytes read; `wanted`: whether it may show at all.
    pub fn new(total: u64, consumed: Arc<AtomicU64>, wanted: bool) -> Self {
        let bar = (wanted && io::stderr().is_terminal()).then(ProgressBar::hidden);
        let documents = Arc::new(AtomicU64::new(0));
        Self { bar, shown: false, started: Instant::now(), documents, consumed, total }
    }

    /// Counts one document.
    pub fn step(&mut self) {
        let Some(bar) = &self.bar else { return };
        self.documents.fetch_add(1, Ordering::Relaxed);
        if !self.shown && self.started.elapsed() >= DELAY {
            self.shown = true;
            bar.set_style(style(&self.documents, self.started, self.total > 0));
            if self.total > 0 {
                bar.set_length(self.total);
            }
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(HERTZ));
        }
        if self.shown {
            bar.set_position(self.consumed.load(Ordering::Relaxed));
        }
    }

    /// Runs `tell` while the line is out of the way.
    pub fn pause(&self, tell: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(tell),
            None => tell(),
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(documents: &Arc<AtomicU64>, started: Instant, bounded: bool) -> ProgressStyle {
    let template = if bounded {
        "{bar:30} {percent:>3} %  {documents} documents, {speed} a second, {eta} left"
    } else {
        "{spinner} {documents} documents, {speed} a second, {elapsed}"
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let (count, speed) = (Arc::clone(documents), Arc::clone(documents));
    style
        .with_key("documents", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = write!(out, "{}", count.load(Ordering::Relaxed));
        })
        .with_key("speed", move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let seconds = started.elapsed().as_secs_f64();
            let _ = write!(out, "{:.0}", speed.load(Ordering::Relaxed) as f64 / seconds);
        })
}
