//! Does any built-in rule cut clean text? What is known to be cut is listed with a reason; a new alarm fails the test.
//!
//! Clean text is every clean case of `corpus/`, and on a machine that has more, what `PRESSWASH_CLEAN_TEXTS` names:
//! `.txt` files, or `.jsonl` with `id` and `text` (the gold texts of a benchmark), or folders of them. The list holds
//! no text but a hash of each line. `UPDATE=1` adds new alarms without a reason, which a person then writes or, better,
//! mends the rule; it takes off those that are gone.

// A test that cannot read its own files has to stop.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use presswash::language;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::rule::matcher::Scope;
use presswash::segment;
use presswash::source::Source;
use serde::Deserialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

const LIST: &str = "tests/data/false-alarms.yml";
const HEAD: &str = "# Clean text that built-in rules cut, by a hash of the line (xxh3). Written by `UPDATE=1 cargo test --test\n\
    # false_alarms` with PRESSWASH_CLEAN_TEXTS set; the reasons are a person's, who read each line. Of content a word\n\
    # alone on its line may be among them (flattened documentation); where more would go, the rule is mended. The test says\n\
    # how many lines there may be at most; that number only goes down.\n";

/// Lines of the list: with a rule that cuts more of the clean texts, mend it or narrow it.
const MOST: usize = 429;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    /// Why the alarm is none, or why it is borne.
    reason: String,
    lines: Vec<String>,
}

/// A line of clean text that a rule claims.
struct Alarm {
    rule: String,
    place: String,
    line: String,
}

impl Alarm {
    fn hash(&self) -> String {
        format!("{:016x}", xxh3_64(self.line.as_bytes()))
    }
}

#[test]
fn no_rule_cuts_a_clean_case_of_the_corpus() {
    let rules = load::load(&[]).unwrap().compile();
    let mut texts = Vec::new();
    for folder in folders(Path::new("corpus")).iter().flat_map(|language| folders(language)) {
        let about = fs::read_to_string(folder.join("about.yml")).unwrap_or_default();
        if about.lines().any(|line| line == "clean: true") {
            let text = fs::read_to_string(folder.join("source.txt")).unwrap_or_default();
            texts.push((folder.display().to_string(), text));
        }
    }
    assert!(texts.len() >= 15, "{} clean cases", texts.len());
    let alarms = alarms(&rules, &texts);
    let told: Vec<String> = alarms.iter().map(|a| format!("{} {}: {}", a.place, a.rule, a.line)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn every_known_alarm_names_a_rule_and_a_reason() {
    let rules = load::load(&[]).unwrap().compile();
    let lines: usize = known().iter().map(|of| of.lines.len()).sum();
    assert!(lines <= MOST, "{LIST}: {lines} lines, and there may be {MOST} at most");
    for Known { rule, reason, lines } in known() {
        assert!(rules.rules().iter().any(|loaded| loaded.rule.id == rule), "{LIST}: no rule has the id {rule}");
        assert!(!reason.trim().is_empty(), "{LIST}: no reason for {rule}");
        assert!(!lines.is_empty(), "{LIST}: no line for {rule}");
    }
}

#[test]
fn more_clean_texts_give_no_new_alarm() {
    let Some(path) = std::env::var_os("PRESSWASH_CLEAN_TEXTS") else { return };
    let texts = texts(Path::new(&path));
    assert!(!texts.is_empty(), "no clean text under {path:?}");
    let found = alarms(&load::load(&[]).unwrap().compile(), &texts);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(LIST, listed(&found)).unwrap();
    }
    let known: BTreeSet<(String, String)> =
        known().into_iter().flat_map(|of| of.lines.into_iter().map(move |line| (of.rule.clone(), line))).collect();
    let new = found.iter().filter(|alarm| !known.contains(&(alarm.rule.clone(), alarm.hash())));
    let told: Vec<String> = new.map(|a| format!("{} {} {}: {}", a.hash(), a.place, a.rule, a.line)).collect();
    assert!(told.is_empty(), "{} new alarms\n{}", told.len(), told.join("\n"));
}

fn known() -> Vec<Known> {
    serde_saphyr::from_str(&fs::read_to_string(LIST).unwrap()).unwrap()
}

/// Returns the list with what was found; a reason that a person gave a line stays with it.
fn listed(found: &[Alarm]) -> String {
    let mut reasons: BTreeMap<(String, String), String> = BTreeMap::new();
    for of in known() {
        of.lines.iter().for_each(|line| drop(reasons.insert((of.rule.clone(), line.clone()), of.reason.clone())));
    }
    let mut groups: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
    for alarm in found {
        let reason = reasons.get(&(alarm.rule.clone(), alarm.hash())).cloned().unwrap_or_default();
        groups.entry((&alarm.rule, reason)).or_default().insert(alarm.hash());
    }
    let mut out = HEAD.to_owned();
    for ((rule, reason), lines) in groups {
        let lines: Vec<String> = lines.into_iter().collect();
        let rows: Vec<String> =
            lines.chunks(6).map(|row| row.iter().map(|l| format!("'{l}'")).collect::<Vec<_>>().join(", ")).collect();
        let _ = writeln!(
            out,
            "- rule: {rule}\n  reason: '{}'\n  lines: [\n    {}]",
            reason.replace('\'', "''"),
            rows.join(",\n    ")
        );
    }
    out
}

/// Returns every line that a rule claims and would cut.
fn alarms(rules: &RuleSet, texts: &[(String, String)]) -> Vec<Alarm> {
    let mut out = Vec::new();
    for (place, text) in texts {
        let document = segment::segment(&Source::text(place, text));
        let found = language::of_document(&document, None);
        let tag = found.code.split('-').next().filter(|tag| *tag != language::UNDETERMINED);
        for hit in rules.hits(&document, Scope { host: None, outlet: None, language: tag }) {
            let rule = &rules.rules()[hit.rule].rule;
            if hit.void.is_none() && !hit.flag_only && rule.verdict.is_none() {
                let line = hit.span.of(&document.text).to_owned();
                out.push(Alarm { rule: rule.id.clone(), place: place.clone(), line });
            }
        }
    }
    out
}

/// Returns the texts under a path with their names, sorted by path.
fn texts(path: &Path) -> Vec<(String, String)> {
    if path.is_dir() {
        return entries(path).iter().flat_map(|path| texts(path)).collect();
    }
    let name = path.display().to_string();
    match path.extension().and_then(|end| end.to_str()) {
        Some("txt") => vec![(name, fs::read_to_string(path).unwrap())],
        Some("jsonl") => fs::read_to_string(path).unwrap().lines().filter_map(record).collect(),
        _ => Vec::new(),
    }
}

fn record(line: &str) -> Option<(String, String)> {
    let record: Value = serde_json::from_str(line).ok()?;
    Some((record["id"].as_str()?.to_owned(), record["text"].as_str()?.to_owned()))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}
