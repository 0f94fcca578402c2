//! How do the counts of a run become its report?

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;

use crate::judge::evidence::settings::Settings;
use crate::judge::outlet::UNKNOWN;
use crate::judge::outlet::table;
use crate::judge::outlet::table::By;
use crate::language::UNDETERMINED;
use crate::report::gather::Gathered;
use crate::report::gather::Kinds;
use crate::report::gather::Spoken;
use crate::report::gather::loss::Losses;
use crate::report::gather::rules::RuleCount;
use crate::report::paint::NOTE;
use crate::report::proof_case::Prover;
use crate::report::residue_rule;
use crate::report::run_json::RunOut;
use crate::report::run_report::EncodingOut;
use crate::report::run_report::ExampleOut;
use crate::report::run_report::HeadlineOut;
use crate::report::run_report::LanguageOut;
use crate::report::run_report::LossesOut;
use crate::report::run_report::MadeOut;
use crate::report::run_report::MethodOut;
use crate::report::run_report::Report;
use crate::report::run_report::ResidueLine;
use crate::report::run_report::ResidueOut;
use crate::report::run_report::RuleOut;
use crate::report::run_report::SCHEMA;
use crate::report::run_report::TasteOut;
use crate::report::run_report::VerdictOut;
use crate::report::run_report::pieces;
use crate::report::scores_json;
use crate::rule::Format;
use crate::rule::Kind;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::matcher::RuleSet;
use crate::rule::matcher::Scope;
use crate::rule::scope;

/// Lines of residue that are listed, and those of one outlet.
const RESIDUE_LINES: usize = 100;
const RESIDUE_OUTLET: usize = 8;

/// What a report is made of besides the counts.
pub struct Ground<'a> {
    pub rules: &'a RuleSet,
    pub settings: &'a Settings,
    pub made: MadeOut,
}

/// Returns the report.
pub fn report(gathered: &Gathered, ground: Ground<'_>) -> Report {
    let table = table::table(&gathered.tally, By::Outlet, ground.settings);
    let prover = Prover::new(ground.rules);
    let headline = headline(gathered, table.rows.len() as u64, &ground.made.runs);
    let encodings = encodings(&ground.made.runs);
    Report {
        schema: SCHEMA,
        note: NOTE,
        made: ground.made,
        headline,
        scores: scores_json::scores(&gathered.tally, &table, None, ground.settings),
        rules: rules(gathered, ground.rules),
        verdicts: verdicts(gathered),
        pages: gathered.shown.all().iter().map(|page| pieces::page(page, &prover)).collect(),
        losses: losses(gathered, &prover),
        residue: residue(gathered, ground.settings),
        languages: languages(gathered),
        encodings,
        method: method(gathered, ground.settings),
    }
}

fn headline(gathered: &Gathered, outlets: u64, runs: &[RunOut]) -> HeadlineOut {
    let articles = gathered.kinds.get(&Kind::Article).map_or(0, |kinds| kinds.documents);
    HeadlineOut {
        documents: gathered.documents,
        outlets,
        quarantined: runs.iter().map(|run| run.records.quarantined).sum(),
        raw: mean(gathered.raw.sum, gathered.documents),
        clean: mean(gathered.clean.sum, gathered.documents),
        raw_classes: gathered.raw.classes.to_vec(),
        clean_classes: gathered.clean.classes.to_vec(),
        characters: gathered.characters,
        cut: gathered.cut,
        cut_share: share(gathered.cut, gathered.characters),
        touched: gathered.touched,
        articles,
        article_share: share(articles, gathered.documents),
    }
}

/// The ones that cut most first; those that did nothing last, by their ids.
fn rules(gathered: &Gathered, set: &RuleSet) -> Vec<RuleOut> {
    let asked = Asked::of(gathered);
    let mut all: Vec<RuleOut> = gathered.rules.0.iter().map(|(id, count)| fired(id, count, gathered.cut)).collect();
    let known: HashSet<String> = all.iter().map(|rule| rule.id.clone()).collect();
    for loaded in set.rules() {
        let rule = &loaded.rule;
        if known.contains(&rule.id) {
            let told = all.iter_mut().filter(|told| told.id == rule.id);
            told.for_each(|told| (told.why, told.category) = (rule.why.clone(), rule.category().to_owned()));
        } else {
            all.push(silent(rule, asked.state(rule)));
        }
    }
    all.sort_by(|a, b| {
        let worth = |rule: &RuleOut| (rule.characters, rule.hits, rule.verdicts, rule.marked);
        worth(b).cmp(&worth(a)).then_with(|| (a.state, &a.id).cmp(&(b.state, &b.id)))
    });
    all
}

fn fired(id: &str, count: &RuleCount, cut: u64) -> RuleOut {
    let examples = count.examples.values().map(|example| ExampleOut {
        id: example.id.clone(),
        outlet: example.outlet.clone(),
        text: example.text.clone(),
    });
    RuleOut {
        id: id.to_owned(),
        category: count.category.clone(),
        why: count.why.clone(),
        state: "fired",
        hits: count.hits,
        documents: count.documents,
        outlets: count.outlets.len() as u64,
        characters: count.characters,
        share: share(count.characters, cut),
        marked: count.marked,
        verdicts: count.verdicts,
        examples: examples.collect(),
    }
}

fn silent(rule: &Rule, state: &'static str) -> RuleOut {
    RuleOut {
        id: rule.id.clone(),
        category: rule.category().to_owned(),
        why: rule.why.clone(),
        state,
        hits: 0,
        documents: 0,
        outlets: 0,
        characters: 0,
        share: 0.0,
        marked: 0,
        verdicts: 0,
        examples: Vec::new(),
    }
}

/// Of whom, in which language and format the documents were: which rules had a chance?
struct Asked<'a> {
    names: HashSet<String>,
    languages: BTreeSet<&'a str>,
    pages: bool,
    texts: bool,
}

impl<'a> Asked<'a> {
    fn of(gathered: &'a Gathered) -> Self {
        let outlets = gathered.tally.cells.keys().map(|key| key.outlet.as_str()).filter(|name| *name != UNKNOWN);
        let names = outlets.flat_map(|outlet| Scope { outlet: Some(outlet), ..Scope::default() }.names());
        Self {
            names: names.collect(),
            languages: gathered.languages.keys().map(|tag| tag.split('-').next().unwrap_or(tag)).collect(),
            pages: gathered.pages > 0,
            texts: gathered.pages < gathered.documents,
        }
    }

    fn state(&self, rule: &Rule) -> &'static str {
        let speaks = rule.langs.is_empty()
            || self.languages.contains(UNDETERMINED)
            || rule.langs.iter().any(|lang| self.languages.contains(lang.as_str()));
        let mut hosts = scope::hosts(rule).peekable();
        // A host below the outlet's domain (`edition.cnn.com`) is not told apart: it had a chance.
        let here = hosts.peek().is_none()
            || hosts.any(|host| self.names.iter().any(|name| host == *name || host.ends_with(&format!(".{name}"))));
        let form = rule.formats.is_empty()
            || rule.formats.iter().any(|format| if *format == Format::Html { self.pages } else { self.texts });
        match rule.status {
            Status::Draft => "draft",
            Status::Deprecated => "deprecated",
            Status::Stable if speaks && here && form => "never-fired",
            Status::Stable => "not-asked",
        }
    }
}

fn verdicts(gathered: &Gathered) -> Vec<VerdictOut> {
    let verdict = |(kind, kinds): (&Kind, &Kinds)| VerdictOut {
        verdict: kind.as_str(),
        documents: kinds.documents,
        share: share(kinds.documents, gathered.documents),
        samples: kinds
            .samples
            .values()
            .map(|taste| TasteOut {
                id: taste.id.clone(),
                place: taste.place.clone(),
                outlet: taste.outlet.clone(),
                characters: taste.characters,
                by: taste.by.clone(),
                text: taste.text.clone(),
            })
            .collect(),
    };
    let mut all: Vec<VerdictOut> = gathered.kinds.iter().map(verdict).collect();
    all.sort_by(|a, b| b.documents.cmp(&a.documents).then(a.verdict.cmp(b.verdict)));
    all
}

fn losses(gathered: &Gathered, prover: &Prover) -> LossesOut {
    let (text_border, page_border) = Losses::borders();
    LossesOut {
        documents: gathered.losses.documents,
        text_border,
        page_border,
        pages: gathered.losses.iter().map(|page| pieces::page(page, prover)).collect(),
        alarms: gathered.alarms.clone(),
    }
}

fn residue(gathered: &Gathered, settings: &Settings) -> ResidueOut {
    let repeated = gathered.residue.repeated(settings.template);
    let mut listed: Vec<ResidueLine> = Vec::new();
    for line in &repeated {
        let of_outlet = listed.iter().filter(|known| known.outlet == line.outlet).count();
        if listed.len() < RESIDUE_LINES && of_outlet < RESIDUE_OUTLET {
            listed.push(ResidueLine {
                outlet: line.outlet.clone(),
                text: line.text.clone(),
                documents: line.documents,
                of: line.of,
                share: share(line.documents, line.of),
                rule: residue_rule::of(line),
            });
        }
    }
    ResidueOut { lines: repeated.len() as u64, listed }
}

fn languages(gathered: &Gathered) -> Vec<LanguageOut> {
    let language = |(code, spoken): (&String, &Spoken)| LanguageOut {
        code: code.clone(),
        documents: spoken.documents,
        share: share(spoken.documents, gathered.documents),
        confidence: mean(spoken.confidence, spoken.documents),
        cut_share: share(spoken.cut, spoken.characters),
        raw: mean(spoken.raw, spoken.documents),
        clean: mean(spoken.clean, spoken.documents),
    };
    let mut all: Vec<LanguageOut> = gathered.languages.iter().map(language).collect();
    all.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.code.cmp(&b.code)));
    all
}

/// Records hold no charset: the account of the run tells.
fn encodings(runs: &[RunOut]) -> Vec<EncodingOut> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, documents) in runs.iter().flat_map(|run| &run.encodings) {
        *counts.entry(name).or_default() += documents;
    }
    let all: u64 = counts.values().sum();
    let encoding = |(name, n): (&str, u64)| EncodingOut { name: name.to_owned(), documents: n, share: share(n, all) };
    let mut encodings: Vec<EncodingOut> = counts.into_iter().map(encoding).collect();
    encodings.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.name.cmp(&b.name)));
    encodings
}

fn method(gathered: &Gathered, settings: &Settings) -> MethodOut {
    let grades = settings.grades;
    MethodOut {
        provisional: grades.provisional,
        graded: grades.graded,
        grades: [grades.a, grades.b, grades.c, grades.d],
        template_documents: settings.template.documents,
        template_share: settings.template.share,
        html_pages: gathered.pages,
    }
}

fn mean(hundredths: u64, n: u64) -> f64 {
    round(hundredths as f64 / 100.0 / n.max(1) as f64)
}

fn share(part: u64, whole: u64) -> f64 {
    round(part as f64 / whole.max(1) as f64)
}

/// Six digits: a share of one in a million shows.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
