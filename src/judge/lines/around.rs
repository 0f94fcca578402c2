//! What do a line and its neighbours look like, in numbers? The features of the line model.
//!
//! The training script reads them through `train/line_features.rs`, so that there is one implementation.

use crate::judge::lines::dump::SIGNS;
use crate::judge::lines::facts::Line;
use crate::judge::lines::names::NAMES;
use crate::judge::lines::names::Row;
use crate::judge::lines::places::Places;
use crate::judge::lines::said::Said;

/// Lines to either side of which the windows tell.
const WINDOWS: [usize; 3] = [3, 8, 20];
/// Counters that windows add up.
const COUNTERS: usize = 11;
/// Shares are added up in thousandths.
const MILLE: f32 = 1000.0;
/// What stands where there is no neighbour.
const NONE: f32 = -1.0;

/// The lines of a document, added up so that the features of each cost the same wherever it stands.
pub struct Around<'a> {
    lines: &'a [Line],
    /// Sums over all lines before, and over all at the end.
    sums: Vec<[u64; COUNTERS]>,
    /// The words of each line on a logarithmic scale: its neighbours ask, too.
    words: Vec<f32>,
    places: Places,
    said: Said,
    /// Capitals tell nothing in scripts without them, and little where nouns bear them.
    cased: bool,
    document: [f32; 9],
}

impl<'a> Around<'a> {
    /// Adds up the lines of a document; `cased` says that capitals tell headlines from prose in its language.
    pub fn new(lines: &'a [Line], cased: bool) -> Self {
        let mut sums = Vec::with_capacity(lines.len() + 1);
        let mut sum = [0; COUNTERS];
        sums.push(sum);
        for line in lines {
            sum.iter_mut().zip(counters(line)).for_each(|(sum, count)| *sum += count);
            sums.push(sum);
        }
        let document = document(lines, &sum);
        let words = lines.iter().map(|line| log(line.shape.words as f32)).collect();
        Self { lines, sums, words, places: Places::of(lines), said: Said::of(lines), cased, document }
    }

    /// Returns the features of a line, by its index in `Document::blocks`; zeros where there is no such line.
    pub fn row(&self, at: usize) -> Row {
        let mut row = Filling { row: [0.0; NAMES.len()], at: 0 };
        if let Some(line) = self.lines.get(at) {
            self.own(at, line, &mut row);
            row.all(&self.document);
            for distance in [1, 2] {
                self.neighbour(at.checked_sub(distance), &mut row);
                self.neighbour(Some(at + distance), &mut row);
            }
            WINDOWS.iter().for_each(|reach| self.window(at, *reach, &mut row));
            self.position(at, &mut row);
            row.all(&self.places.of_line(at));
            row.push(self.words_after(at));
            row.all(&self.said.of_line(at));
        }
        row.row
    }

    /// Returns whether a line stands within the run of lines that holds the most words for its length.
    pub fn in_main_run(&self, at: usize) -> bool {
        self.places.in_main_run(at)
    }

    /// Returns what tells dump types apart.
    pub fn signs(&self) -> [f32; SIGNS] {
        let [lines, words, per_line, short, claimed, claimed_words, twins, bullets, _] = self.document;
        let count = (self.lines.len() as f32).max(1.0);
        let apart = self.lines.iter().filter(|line| line.shape.apart).count() as f32 / count;
        let all = self.lines.len();
        let (ending, long) = (self.between(0, all, 5) / 2.0 / count, self.between(0, all, 2) / count);
        [lines, words, log(per_line), short, claimed, claimed_words, twins, bullets, apart, ending, long]
    }

    fn own(&self, at: usize, line: &Line, row: &mut Filling) {
        let shape = &line.shape;
        let (words, chars) = ((shape.words as f32).max(1.0), (shape.chars as f32).max(1.0));
        let next = self.lines.get(at + 1);
        row.all(&[
            self.log_words(at),
            log(shape.chars as f32),
            self.if_cased(title_case(line)),
            self.if_cased(shape.shouted as f32 / words),
            shape.digits as f32 / chars,
            ending(line),
            flag(shape.colon),
            shape.stops as f32 / words,
            flag(shape.bullet),
            shape.symbols as f32 / chars,
            flag(shape.apart),
            next.map_or(1.0, |next| flag(next.shape.apart)),
            line.likeness,
            shape.letters as f32 / words,
            line.twins as f32,
            line.claims.held,
            line.claims.doubted,
        ]);
    }

    fn neighbour(&self, at: Option<usize>, row: &mut Filling) {
        match at.and_then(|at| Some((at, self.lines.get(at)?))) {
            Some((at, line)) => {
                row.all(&[self.log_words(at), ending(line), flag(line.claimed), self.if_cased(title_case(line))]);
            }
            None => row.all(&[NONE; 4]),
        }
    }

    fn window(&self, at: usize, reach: usize, row: &mut Filling) {
        let (first, end) = (at.saturating_sub(reach), (at + reach + 1).min(self.lines.len()));
        let (before, upto) = (self.sums_at(first), self.sums_at(end));
        let sum = |counter: usize| upto[counter].saturating_sub(before[counter]) as f32;
        let count = (end - first) as f32;
        let words = sum(0);
        row.all(&[
            words / count,
            sum(1) / count,
            sum(2) / count,
            sum(3) / count,
            sum(4) / count,
            sum(5) / count / 2.0,
            self.if_cased(sum(6) / count / MILLE),
            sum(7) / count,
            sum(8) / words.max(1.0),
            sum(9) / count / MILLE,
        ]);
    }

    fn position(&self, at: usize, row: &mut Filling) {
        let all = self.lines.len();
        let own = self.between(at, at + 1, 0);
        let long_before = self.between(0, at, 2);
        let long = self.between(0, all, 2);
        let own_long = self.between(at, at + 1, 2);
        row.all(&[
            (self.between(0, at, 0) + own / 2.0) / self.between(0, all, 0).max(1.0),
            at as f32 / all as f32,
            at.min(200) as f32,
            (all - 1 - at).min(200) as f32,
            long_before.min(20.0),
            (long - long_before - own_long).min(20.0),
            long_before / long.max(1.0),
        ]);
    }

    /// Words in long lines after this one, on a logarithmic scale.
    fn words_after(&self, at: usize) -> f32 {
        log(self.between(at + 1, self.lines.len(), 10))
    }

    fn log_words(&self, at: usize) -> f32 {
        self.words.get(at).copied().unwrap_or_default()
    }

    fn sums_at(&self, at: usize) -> [u64; COUNTERS] {
        self.sums.get(at).copied().unwrap_or_default()
    }

    fn between(&self, first: usize, end: usize, counter: usize) -> f32 {
        let of = |at: usize| self.sums.get(at).and_then(|sums| sums.get(counter)).copied().unwrap_or(0);
        of(end).saturating_sub(of(first)) as f32
    }

    fn if_cased(&self, value: f32) -> f32 {
        if self.cased { value } else { f32::NAN }
    }
}

fn counters(line: &Line) -> [u64; COUNTERS] {
    let shape = &line.shape;
    let digits = shape.digits as f32 / (shape.chars as f32).max(1.0);
    [
        u64::from(shape.words),
        u64::from(line.short),
        u64::from(line.long),
        u64::from(line.claimed),
        u64::from(line.twins > 0),
        u64::from(shape.ending),
        (title_case(line) * MILLE) as u64,
        u64::from(shape.bullet),
        u64::from(shape.stops),
        (digits * MILLE) as u64,
        if line.long { u64::from(shape.words) } else { 0 },
    ]
}

fn document(lines: &[Line], sum: &[u64; COUNTERS]) -> [f32; 9] {
    let count = (lines.len() as f32).max(1.0);
    let [words, short, _, claimed, twins, _, _, bullets, ..] = sum.map(|sum| sum as f32);
    let words_of = |wanted: fn(&Line) -> bool| {
        lines.iter().filter(|line| wanted(line)).map(|line| u64::from(line.shape.words)).sum::<u64>() as f32
    };
    [
        log(lines.len() as f32),
        log(words),
        words / count,
        short / count,
        claimed / count,
        words_of(|line| line.claimed) / words.max(1.0),
        twins / count,
        bullets / count,
        words_of(|line| line.shape.ending > 0) / words.max(1.0),
    ]
}

/// Of the words that could begin with a capital, the share that does.
fn title_case(line: &Line) -> f32 {
    line.shape.capital as f32 / (line.shape.cased as f32).max(1.0)
}

fn ending(line: &Line) -> f32 {
    f32::from(line.shape.ending) / 2.0
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn log(count: f32) -> f32 {
    count.ln_1p()
}

/// A row that is being filled from left to right.
struct Filling {
    row: Row,
    at: usize,
}

impl Filling {
    fn push(&mut self, value: f32) {
        if let Some(slot) = self.row.get_mut(self.at) {
            *slot = value;
        }
        self.at += 1;
    }

    fn all(&mut self, values: &[f32]) {
        values.iter().for_each(|value| self.push(*value));
    }
}
