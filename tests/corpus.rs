//! Does every case of `corpus/` come out as the person who wrote it wants?
//!
//! `UPDATE=1 cargo test --test corpus` rewrites the listings; read the diff before you commit it.
//! `UPDATE=misses` takes the cases that come out right by now off `corpus/known-misses.yml`.
//! What a case holds stands in `corpus/README.md`.

#![allow(clippy::panic, reason = "a panic is how a test says which file is wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use presswash::judge::Verdict;
use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::report::listing::listing;
use presswash::rule::Kind;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::source::Source;
use serde::Deserialize;
use serde_json::Value;
use similar::TextDiff;

/// `about.yml`: what a case shows and what must come out of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    /// One sentence.
    shows: String,
    outlet: String,
    /// A BCP 47 tag; `any` where the text is too short, or in a language that few detectors know.
    language: String,
    verdict: Kind,
    /// The text comes through to the byte, and nothing but a title is lifted.
    #[serde(default)]
    clean: bool,
    /// What is lifted: all of it, save that a title need not be named.
    #[serde(default)]
    metadata: BTreeMap<String, Value>,
}

struct Case {
    /// `en/skip-link-before-headline`.
    name: String,
    folder: PathBuf,
    about: About,
    source: Source,
    expected: String,
}

/// An entry of `corpus/known-misses.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Miss {
    case: String,
    reason: String,
}

#[test]
fn every_case_comes_out_as_wanted() {
    let cleaner = Cleaner::new(Arc::new(rules()), Policy::default());
    let misses = known_misses();
    let update = std::env::var("UPDATE").unwrap_or_default();
    let mut wrong = Vec::new();
    for case in cases() {
        let cleaned = cleaner.clean(&case.source);
        let known = misses.contains_key(&case.name);
        if update == "1" && !known {
            // A clean case has but one right listing, whatever came out of it.
            let verdict = if case.about.clean { Verdict::default() } else { cleaned.verdict };
            write(&case.folder.join("expected.listing"), &listing(&cleaned.document, &verdict));
            continue;
        }
        match (differences(&case, &cleaned), known) {
            (found, false) if !found.is_empty() => {
                wrong.push(format!("corpus/{}: {}\n{found}", case.name, case.about.shows));
            }
            (found, true) if found.is_empty() && update == "misses" => mended(&case.name),
            (found, true) if found.is_empty() => {
                wrong.push(format!("corpus/{} comes out right: take it off corpus/known-misses.yml\n", case.name));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} cases\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_listing_holds_its_source_to_the_letter() {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for case in cases().into_iter().filter(|case| case.folder.join("source.txt").exists()) {
        let rows: String = case.expected.lines().filter_map(|row| row.split_once("| ")).map(|(_, text)| text).collect();
        let source = read(&case.folder.join("source.txt"));
        assert_eq!(letters(&rows), letters(&source), "corpus/{}", case.name);
    }
}

#[test]
fn known_misses_name_a_case_and_a_reason() {
    let names: Vec<String> = cases().into_iter().map(|case| case.name).collect();
    for (case, reason) in known_misses() {
        assert!(names.contains(&case), "corpus/known-misses.yml names {case}, which is no case");
        assert!(!reason.trim().is_empty(), "corpus/known-misses.yml gives no reason for {case}");
    }
}

/// Returns what differs from what the case wants; "" where nothing does.
fn differences(case: &Case, cleaned: &Cleaned) -> String {
    let (document, verdict) = (&cleaned.document, &cleaned.verdict);
    let mut out = String::new();
    let got = listing(document, verdict);
    if got != case.expected {
        let diff = TextDiff::from_lines(&case.expected, &got);
        out += &diff.unified_diff().context_radius(1).header("wanted", "got").to_string();
    }
    if case.about.clean && verdict.clean_text(&document.text) != document.text {
        out += "  the text of a clean case changed\n";
    }
    if verdict.kind != case.about.verdict {
        out += &format!("  verdict: wanted {:?}, got {:?}\n", case.about.verdict, verdict.kind);
    }
    let language = verdict.language.as_ref().map_or("und", |language| &language.code);
    if ![language, "any"].contains(&case.about.language.as_str()) {
        out += &format!("  language: wanted {}, got {language}\n", case.about.language);
    }
    out + &metadata_differences(case, cleaned)
}

fn metadata_differences(case: &Case, cleaned: &Cleaned) -> String {
    let Ok(Value::Object(got)) = serde_json::to_value(&cleaned.verdict.metadata) else {
        return "  metadata is no object\n".to_owned();
    };
    let wanted = &case.about.metadata;
    let lost = wanted
        .iter()
        .filter(|(field, value)| got.get(*field) != Some(*value))
        .map(|(field, value)| format!("  {field}: wanted {value}, got {}\n", got.get(field).unwrap_or(&Value::Null)));
    let free = ["title", "language", "found_in", "conflicts"];
    let extra = got.iter().filter(|(field, _)| !wanted.contains_key(*field) && !free.contains(&field.as_str()));
    lost.chain(extra.map(|(field, value)| format!("  {field}: wanted nothing, got {value}\n"))).collect()
}

/// Returns every case, sorted by name.
fn cases() -> Vec<Case> {
    let languages = folders(&root()).into_iter().filter(|folder| !folder.ends_with("demo"));
    languages.flat_map(|language| folders(&language)).map(case).collect()
}

fn case(folder: PathBuf) -> Case {
    let relative = folder.strip_prefix(root()).expect("a case stands in the corpus");
    let name = relative.to_string_lossy().replace('\\', "/");
    let about = serde_saphyr::from_str::<About>(&read(&folder.join("about.yml")))
        .unwrap_or_else(|error| panic!("corpus/{name}/about.yml: {error}"));
    let page = folder.join("source.html");
    let mut source = match page.exists() {
        true => Source::html(&name, &read(&page)),
        false => Source::text(&name, &read(&folder.join("source.txt"))),
    };
    source.outlet = Some(about.outlet.clone());
    let expected = read(&folder.join("expected.listing"));
    Case { name, folder, about, source, expected }
}

fn known_misses() -> BTreeMap<String, String> {
    let text = read(&root().join("known-misses.yml"));
    let misses: Vec<Miss> = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("known-misses.yml: {error}"));
    misses.into_iter().map(|miss| (miss.case, miss.reason)).collect()
}

/// Takes a case off `corpus/known-misses.yml`, which holds one a line.
fn mended(case: &str) {
    let path = root().join("known-misses.yml");
    let entry = format!("- {{ case: {case}, ");
    let kept: String = read(&path).split_inclusive('\n').filter(|line| !line.starts_with(&entry)).collect();
    write(&path, &kept);
}

fn rules() -> RuleSet {
    load::load(&[]).unwrap_or_else(|error| panic!("{error}")).compile()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut folders: Vec<PathBuf> = entries.filter_map(|e| e.ok()).map(|e| e.path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
