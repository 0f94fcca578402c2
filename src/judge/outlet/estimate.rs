//! What do few documents tell of an outlet? Shrinkage, intervals, grades.
//!
//! The mean of few documents is mostly chance: it is drawn towards the mean of all outlets by as much as
//! documents differ within an outlet, against how much outlets differ (James and Stein 1961; Efron and Morris
//! 1975). Rates get Wilson's interval (1927), which holds for few cases and for rates near 0 and 1.

use crate::judge::evidence::settings::Grades;
use crate::judge::evidence::settings::Prior;

/// The mean score of one group of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sampled {
    pub documents: f64,
    /// In points.
    pub mean: f64,
    /// Sum of squared distances from the mean, in points².
    pub spread: f64,
}

/// How scores differ in a dump.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Population {
    /// The mean of outlets, in points.
    pub mean: f64,
    /// Variances, in points².
    pub between: f64,
    pub within: f64,
    /// Variance of `mean` itself.
    pub doubt: f64,
    /// As many documents of one outlet as the pooled variance weighs against its own.
    pub weight: f64,
}

/// A score with its uncertainty, in points from 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The plain mean.
    pub mean: f64,
    /// The mean, shrunk towards the population's.
    pub score: f64,
    /// The 95 % interval around `score`.
    pub low: f64,
    pub high: f64,
}

/// Two-sided 95 % of the normal distribution.
const Z95: f64 = 1.959_964;

impl Population {
    /// Estimates the variances between and within by the analysis of variance (method of moments), with the
    /// prior as a few more outlets and documents.
    ///
    /// With ten outlets the plain estimate of `between` is 0 in many samples, and intervals then collapse.
    pub fn of(samples: &[Sampled], prior: Prior) -> Self {
        let documents: f64 = samples.iter().map(|s| s.documents).sum();
        let groups = samples.len() as f64;
        let spread: f64 = samples.iter().map(|s| s.spread).sum();
        let (known, free) = (prior.within * prior.within, (documents - groups).max(0.0));
        let within = (spread + prior.documents * known) / (free + prior.documents);
        let usual = prior.between * prior.between / known * within;
        let others = (groups - 1.0).max(0.0);
        let between = (others * between(samples, within) + prior.outlets * usual) / (others + prior.outlets);
        let weight = |s: &Sampled| 1.0 / (between + within / s.documents).max(f64::MIN_POSITIVE);
        let weights = samples.iter().map(weight).sum::<f64>().max(f64::MIN_POSITIVE);
        let mean = samples.iter().map(|s| weight(s) * s.mean).sum::<f64>() / weights;
        Self {
            mean,
            between,
            within,
            doubt: if samples.is_empty() { 0.0 } else { 1.0 / weights },
            weight: prior.documents,
        }
    }

    /// Returns the shrunk mean of one outlet and its interval.
    pub fn estimate(&self, sample: Sampled) -> Estimate {
        let own = (sample.spread + self.weight * self.within) / (sample.documents - 1.0 + self.weight);
        let noise = own / sample.documents;
        let trust = if self.between + noise > 0.0 { self.between / (self.between + noise) } else { 1.0 };
        let score = trust * sample.mean + (1.0 - trust) * self.mean;
        let half = Z95 * (trust * noise + (1.0 - trust).powi(2) * self.doubt).sqrt();
        let bound = |points: f64| points.clamp(0.0, 100.0);
        Estimate { mean: sample.mean, score, low: bound(score - half), high: bound(score + half) }
    }
}

/// The plain estimate of the variance between; 0 for a single outlet.
fn between(samples: &[Sampled], within: f64) -> f64 {
    let documents: f64 = samples.iter().map(|s| s.documents).sum();
    let others = samples.len() as f64 - 1.0;
    if others < 1.0 {
        return 0.0;
    }
    let mean = samples.iter().map(|s| s.documents * s.mean).sum::<f64>() / documents;
    let among = samples.iter().map(|s| s.documents * (s.mean - mean).powi(2)).sum::<f64>() / others;
    let squares = samples.iter().map(|s| s.documents * s.documents).sum::<f64>();
    let usual = (documents - squares / documents) / others;
    ((among - within) / usual).max(0.0)
}

/// Returns Wilson's 95 % interval, from 0 to 1, of `hits` in `n`; all of it without cases.
pub fn wilson(hits: u64, n: u64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (n, rate) = (n as f64, hits as f64 / n as f64);
    let z2 = Z95 * Z95;
    let middle = (rate + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * (rate * (1.0 - rate) / n + z2 / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// How much a grade may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Too few documents: the interval only.
    TooFew,
    Provisional,
    Graded,
}

/// A grade with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    pub standing: Standing,
    pub letter: char,
    /// The letters at the upper and the lower end of the interval.
    pub best: char,
    pub worst: char,
}

impl Grade {
    /// Grades an estimate from `documents` documents.
    pub fn of(estimate: Estimate, documents: u64, grades: Grades) -> Self {
        let standing = match documents {
            n if n < grades.provisional => Standing::TooFew,
            n if n < grades.graded => Standing::Provisional,
            _ => Standing::Graded,
        };
        let letter = |points| letter(points, grades);
        Self { standing, letter: letter(estimate.score), best: letter(estimate.high), worst: letter(estimate.low) }
    }

    /// Returns the grade for tables: `B`, `B (A–C)`, `too few`.
    pub fn text(&self) -> String {
        match self.standing {
            Standing::TooFew => "too few".to_owned(),
            _ if self.best == self.worst => self.letter.to_string(),
            _ => format!("{} ({}–{})", self.letter, self.best, self.worst),
        }
    }
}

fn letter(points: f64, grades: Grades) -> char {
    match points {
        p if p >= grades.a => 'A',
        p if p >= grades.b => 'B',
        p if p >= grades.c => 'C',
        p if p >= grades.d => 'D',
        _ => 'E',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIOR: Prior = Prior { between: 8.9, within: 15.0, outlets: 5.0, documents: 8.0 };
    const GRADES: Grades = Grades { provisional: 10, graded: 30, a: 90.0, b: 80.0, c: 70.0, d: 60.0 };

    fn sample(documents: f64, mean: f64) -> Sampled {
        Sampled { documents, mean, spread: (documents - 1.0) * 225.0 }
    }

    #[test]
    fn few_documents_are_drawn_to_the_mean_and_many_stay() {
        let population = Population { mean: 80.0, between: 79.2, within: 225.0, doubt: 0.0, weight: 8.0 };
        // 225 / 79.2: the prior weighs as much as 2.84 documents.
        for (n, want) in [(2.84, 70.0), (1000.0, 60.06)] {
            let got = population.estimate(sample(n, 60.0)).score;
            assert!((got - want).abs() < 0.1, "{n}: {got}");
        }
        let (few, many) = (population.estimate(sample(5.0, 60.0)), population.estimate(sample(500.0, 60.0)));
        assert!(few.high - few.low > 4.0 * (many.high - many.low));
    }

    #[test]
    fn a_few_outlets_believe_the_prior_and_many_the_dump() {
        let of = |outlets: usize, apart: f64| {
            let samples: Vec<Sampled> = (0..outlets).map(|n| sample(50.0, 70.0 + apart * (n % 2) as f64)).collect();
            Population::of(&samples, PRIOR)
        };
        let one = of(1, 0.0);
        assert!(
            (one.mean - 70.0).abs() < 1e-9 && (one.between - 79.2).abs() < 0.1 && (one.within - 225.0).abs() < 1e-9
        );
        // All alike: only the prior's five outlets in two hundred speak for a difference.
        assert!(of(200, 0.0).between < 2.0);
        // Two kinds of outlets 20 points apart: a variance of 100, less what is chance.
        assert!((of(200, 20.0).between - 96.0).abs() < 3.0);
        assert!(Population::of(&[], PRIOR).mean.is_finite());
    }

    #[test]
    fn wilson_holds_at_the_ends() {
        for (hits, n, low, high) in [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (5, 10, 0.237, 0.763)]
        {
            let got = wilson(hits, n);
            assert!((got.0 - low).abs() < 0.001 && (got.1 - high).abs() < 0.001, "{hits}/{n}: {got:?}");
        }
    }

    #[test]
    fn grades_say_how_sure_they_are() {
        let estimate = |score, low, high| Estimate { mean: score, score, low, high };
        for (got, n, want) in [
            (estimate(85.0, 70.0, 95.0), 9, "too few"),
            (estimate(85.0, 72.0, 95.0), 10, "B (A–C)"),
            (estimate(95.0, 91.0, 99.0), 30, "A"),
            (estimate(10.0, 5.0, 15.0), 300, "E"),
        ] {
            assert_eq!(Grade::of(got, n, GRADES).text(), want);
        }
        assert_eq!(Grade::of(estimate(85.0, 81.0, 89.0), 29, GRADES).standing, Standing::Provisional);
    }
}
