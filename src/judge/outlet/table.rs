//! How do the outlets of a tally compare: score, interval, grade, and what they lost points for?

use std::collections::BTreeMap;
use std::collections::HashSet;

use crate::judge::evidence::settings::Settings;
use crate::judge::metric::Group;
use crate::judge::metric::METRICS;
use crate::judge::outlet::OutletHygiene;
use crate::judge::outlet::UNKNOWN;
use crate::judge::outlet::cell::Cell;
use crate::judge::outlet::cell::Sums;
use crate::judge::outlet::copies;
use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::copies::Shares;
use crate::judge::outlet::estimate::Estimate;
use crate::judge::outlet::estimate::Grade;
use crate::judge::outlet::estimate::Population;
use crate::judge::outlet::estimate::Sampled;
use crate::judge::outlet::sample::Hex;

/// What the rows of a table stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Outlet,
    Scraper,
    Language,
    Month,
}

impl By {
    /// Returns the word for tables and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Scraper => "scraper",
            Self::Language => "language",
            Self::Month => "month",
        }
    }
}

/// The rows of a tally: best first, months in their order.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    pub by: By,
    pub rows: Vec<Row>,
    pub raw: Population,
    pub clean: Population,
    pub documents: u64,
    pub copies: Copies<'a>,
}

/// One outlet (or scraper, language, month).
#[derive(Clone, Debug)]
pub struct Row {
    pub name: String,
    pub documents: u64,
    /// Of the texts as they came: the score that is graded.
    pub raw: Estimate,
    /// Of the texts that are left.
    pub clean: Estimate,
    pub grade: Grade,
    /// Means by one group alone: group, as they came, as they are left.
    pub groups: Vec<(Group, f64, f64)>,
    /// What cost points, the worst first.
    pub dirt: Vec<Dirt>,
    /// What only the outlet as a whole shows.
    pub whole: Whole,
    /// Documents that are copies; of an outlet only.
    pub copies: Shares,
    /// Lines that it repeats; of an outlet only.
    pub template: HashSet<Hex>,
    /// The language of nearly all documents; of an outlet only, and `None` where there are several.
    pub language: Option<String>,
    pub cell: Cell,
}

/// What one metric cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Dirt {
    pub metric: &'static str,
    pub name: &'static str,
    pub group: Group,
    /// Mean points a document.
    pub points: f64,
    pub hits: u64,
    pub applicable: u64,
}

/// Shares, from 0 to 1, that only the outlet as a whole shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Whole {
    pub duplicates: f64,
    pub template: f64,
    /// Documents in another language than nearly all; 0 where no language has that majority.
    pub other_language: f64,
}

/// A row before its outlet is weighed against the others.
struct Draft {
    name: String,
    cell: Cell,
    whole: Whole,
    copies: Shares,
    template: HashSet<Hex>,
    language: Option<String>,
}

/// Returns the rows of a tally.
pub fn table<'a>(tally: &'a OutletHygiene, by: By, settings: &Settings) -> Table<'a> {
    let copies = copies::find(tally, settings.copies);
    let drafts = drafts(tally, &copies, by, settings);
    let samples = |sums: fn(&Cell) -> Sums| -> Vec<Sampled> {
        drafts.iter().map(|d| sampled(d.cell.documents, sums(&d.cell), factor(d.whole, settings))).collect()
    };
    let (raw, clean) = (samples(|cell| cell.raw), samples(|cell| cell.clean));
    let (of_raw, of_clean) = (Population::of(&raw, settings.prior), Population::of(&clean, settings.prior));
    let mut rows: Vec<Row> = Vec::with_capacity(drafts.len());
    for ((draft, raw), clean) in drafts.into_iter().zip(raw).zip(clean) {
        let Draft { name, cell, whole, copies, template, language } = draft;
        let (raw, clean) = (of_raw.estimate(raw), of_clean.estimate(clean));
        let grade = Grade::of(raw, cell.documents, settings.grades);
        let (groups, dirt) = (group_means(&cell, whole, settings), dirt(&cell, whole, copies, settings));
        let documents = cell.documents;
        rows.push(Row { name, documents, raw, clean, grade, groups, dirt, whole, copies, template, language, cell });
    }
    match by {
        By::Month => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        _ => rows.sort_by(|a, b| b.raw.score.total_cmp(&a.raw.score).then_with(|| a.name.cmp(&b.name))),
    }
    Table { by, rows, raw: of_raw, clean: of_clean, documents: tally.documents(), copies }
}

fn drafts(tally: &OutletHygiene, copies: &Copies<'_>, by: By, settings: &Settings) -> Vec<Draft> {
    let mut groups: BTreeMap<&str, (Cell, BTreeMap<&str, u64>)> = BTreeMap::new();
    for (key, cell) in &tally.cells {
        let mut add = |name, cell: &Cell| {
            let (sum, languages) = groups.entry(name).or_default();
            sum.merge(cell);
            *languages.entry(&key.language).or_default() += cell.documents;
        };
        match by {
            By::Outlet => add(&key.outlet, cell),
            By::Scraper => add(&key.scraper, cell),
            By::Language => add(&key.language, cell),
            By::Month => cell.months.iter().for_each(|(name, month)| add(name, &month.cell())),
        }
    }
    let shares = if by == By::Outlet { copies.shares() } else { BTreeMap::new() };
    let repeated: HashSet<(&str, Hex)> = copies.duplicates().collect();
    let draft = |(name, (cell, languages)): (&str, (Cell, BTreeMap<&str, u64>))| {
        let copies = shares.get(name).copied().unwrap_or_default();
        let mut draft = Draft {
            name: name.to_owned(),
            cell,
            whole: Whole::default(),
            copies,
            template: HashSet::new(),
            language: None,
        };
        // Scrapers, languages and months have no template and no language of their own.
        if by == By::Outlet {
            let (lines, share) = draft.cell.sample.template(settings.template, |hash| repeated.contains(&(name, hash)));
            (draft.template, draft.whole.template) = (lines, share);
            draft.whole.duplicates = copies.duplicates as f64 / copies.compared.max(1) as f64;
            (draft.language, draft.whole.other_language) = majority(&languages, settings);
        }
        draft
    };
    groups.into_iter().map(draft).collect()
}

/// Returns the language of nearly all documents, and the share of documents in another one.
fn majority(languages: &BTreeMap<&str, u64>, settings: &Settings) -> (Option<String>, f64) {
    let known = || languages.iter().filter(|(tag, _)| **tag != UNKNOWN);
    let sum: u64 = known().map(|(_, n)| *n).sum();
    let all: u64 = languages.values().sum();
    let most = known().max_by_key(|(_, n)| **n).filter(|(_, n)| **n as f64 >= settings.majority * sum as f64);
    most.map_or((None, 0.0), |(tag, n)| (Some((*tag).to_owned()), (sum - n) as f64 / all.max(1) as f64))
}

/// Returns what the outlet's mean is multiplied by: the mean of the factors that its documents would get.
fn factor(whole: Whole, settings: &Settings) -> f64 {
    charges(whole, settings).iter().map(|(_, severity)| 1.0 - severity).product()
}

fn charges(whole: Whole, settings: &Settings) -> [(&'static str, f64); 3] {
    [
        ("duplicate", whole.duplicates * settings.severity("duplicate", 1.0)),
        ("template-share", settings.severity("template-share", whole.template)),
        ("language-differs", whole.other_language * settings.severity("language-differs", 1.0)),
    ]
}

/// Sums are in hundredths.
fn sampled(documents: u64, sums: Sums, factor: f64) -> Sampled {
    let n = documents.max(1) as f64;
    let mean = sums.sum as f64 / 100.0 / n;
    // In integers: the difference of two large sums of squares would lose its digits.
    let spread = (u128::from(sums.squares) * u128::from(documents)).saturating_sub(u128::from(sums.sum).pow(2));
    Sampled { documents: n, mean: mean * factor, spread: spread as f64 / n / 1e4 * factor * factor }
}

/// What only the outlet as a whole shows is charged to its group as well.
fn group_means(cell: &Cell, whole: Whole, settings: &Settings) -> Vec<(Group, f64, f64)> {
    let n = cell.documents.max(1) as f64 * 100.0;
    let charges = charges(whole, settings);
    let group_of = |id: &str| METRICS.iter().map(|metric| metric.about()).find(|about| about.id == id).map(|a| a.group);
    let mean = |group: Group| {
        let own = charges.iter().filter(|(id, _)| group_of(id) == Some(group));
        let factor: f64 = own.map(|(_, severity)| 1.0 - severity).product();
        let (raw, clean) = cell.groups.get(group.name()).copied().unwrap_or_default();
        (group, raw as f64 / n * factor, clean as f64 / n * factor)
    };
    Group::CHARGED.map(mean).to_vec()
}

fn dirt(cell: &Cell, whole: Whole, copies: Shares, settings: &Settings) -> Vec<Dirt> {
    let n = cell.documents.max(1) as f64;
    let mean = cell.raw.sum as f64 / 100.0 / n;
    let charges = charges(whole, settings);
    let mut all: Vec<Dirt> = METRICS
        .iter()
        .map(|metric| {
            let about = metric.about();
            let count = cell.metrics.get(about.id);
            let whole = charges.iter().find(|(id, _)| *id == about.id).map_or(0.0, |(_, severity)| mean * severity);
            let known = (count.map_or(0, |c| c.hits), count.map_or(0, |c| c.applicable));
            let (hits, applicable) = if about.id == "duplicate" { (copies.duplicates, copies.compared) } else { known };
            Dirt {
                metric: about.id,
                name: about.name,
                group: about.group,
                points: count.map_or(0.0, |c| c.points as f64 / 100.0 / n) + whole,
                hits,
                applicable,
            }
        })
        .filter(|dirt| dirt.points > 0.0)
        .collect();
    all.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.metric.cmp(b.metric)));
    all
}

/// How an outlet changed between two tallies.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub name: String,
    pub old: Estimate,
    pub new: Estimate,
    pub documents: (u64, u64),
    /// Points of the plain means, new less old.
    pub points: f64,
    /// Half of the width of its 95 % interval.
    pub half: f64,
    /// Whether the difference is more than chance would give in 1 of 20 cases.
    pub beyond_noise: bool,
}

/// Returns what changed in the outlets that both tables hold, the greatest loss first.
pub fn changes(old: &Table<'_>, new: &Table<'_>) -> Vec<Change> {
    let before: BTreeMap<&str, &Row> = old.rows.iter().map(|row| (row.name.as_str(), row)).collect();
    let mut all: Vec<Change> = new
        .rows
        .iter()
        .filter_map(|row| {
            let was = before.get(row.name.as_str())?;
            let noise = old.raw.within / was.documents.max(1) as f64 + new.raw.within / row.documents.max(1) as f64;
            let points = row.raw.mean - was.raw.mean;
            // Two-sided 5 % of the normal distribution.
            let half = 1.96 * noise.sqrt();
            Some(Change {
                name: row.name.clone(),
                old: was.raw,
                new: row.raw,
                documents: (was.documents, row.documents),
                points,
                half,
                beyond_noise: points.abs() > half,
            })
        })
        .collect();
    all.sort_by(|a, b| a.points.total_cmp(&b.points).then_with(|| a.name.cmp(&b.name)));
    all
}
