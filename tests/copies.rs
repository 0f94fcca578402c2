//! Are copies found within an outlet and across outlets, with the earliest and who is credited, and is the rest spared?

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;
use serde_json::json;

/// A story of our own, of 210 words.
const STORY: &str = include_str!("data/story.txt");

/// What a test tells of a document: outlet, day, text.
type Told<'a> = (&'a str, &'a str, String);

fn score(documents: &[Told<'_>], args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("dump.jsonl");
    let line = |(n, (outlet, date, text)): (usize, &Told<'_>)| {
        json!({"id": format!("d{n}"), "outlet": outlet, "date": date, "text": text}).to_string()
    };
    fs::write(&path, documents.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")).expect("writable");
    let output = Command::new(env!("CARGO_BIN_EXE_presswash"))
        .arg("score")
        .args(args)
        .arg(&path)
        .env("COLUMNS", "160")
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Kind and id of the earlier document, by id.
fn copies(documents: &[Told<'_>]) -> BTreeMap<String, String> {
    let json: Value = serde_json::from_str(&score(documents, &["--json", "--documents"])).expect("JSON");
    let items = json["items"].as_array().cloned().unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items
        .iter()
        .filter(|item| item.get("copy").is_some())
        .map(|item| (word(&item["id"]), format!("{} of {}", word(&item["copy"]["kind"]), word(&item["copy"]["id"]))))
        .collect()
}

fn check(documents: &[Told<'_>], want: &[(&str, &str)]) {
    let got = copies(documents);
    let got: Vec<(&str, &str)> = got.iter().map(|(id, copy)| (id.as_str(), copy.as_str())).collect();
    assert_eq!(got, want);
}

/// Replaces every `nth` word.
fn reworded(nth: usize) -> String {
    let word = |(n, word): (usize, &str)| if n % nth == 0 { format!("other{n}") } else { word.to_owned() };
    STORY.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

fn half() -> String {
    STORY.chars().take(STORY.chars().count() / 2).collect()
}

#[test]
fn the_outlet_s_own_copies_are_duplicates_of_the_earliest() {
    let story = STORY.to_owned();
    check(
        &[
            ("a.example", "2016-10-21", story.clone()),
            ("a.example", "2016-10-20", story.to_uppercase()),
            ("a.example", "2016-10-22", half()),
            ("a.example", "2016-10-23", reworded(5)),
        ],
        &[("d0", "duplicate of d1"), ("d2", "duplicate of d1")],
    );
}

#[test]
fn copies_of_other_outlets_are_tagged_by_how_much_they_hold() {
    check(
        &[
            ("first.example", "2016-10-20", STORY.to_owned()),
            ("whole.example", "2016-10-21", format!("NORHOLM, 21 October\n{STORY}")),
            ("part.example", "2016-10-21", half()),
            ("reworked.example", "2016-10-21", reworded(5)),
            ("own.example", "2016-10-21", reworded(2)),
        ],
        &[("d1", "near-copy of d0"), ("d2", "near-copy of d0"), ("d3", "reworked of d0")],
    );
}

#[test]
fn a_document_without_a_date_is_never_the_earliest() {
    let documents = [("a.example", "", STORY.to_owned()), ("b.example", "2016-10-20", STORY.to_owned())];
    check(&documents, &[("d0", "near-copy of d1")]);
}

#[test]
fn short_texts_and_formulas_prove_nothing() {
    let brief = |n: usize| format!("Harbour office, berth {n}: closed until further notice from the master.");
    let documents: Vec<Told<'_>> =
        (0..4).map(|n| (["a.example", "b.example"][n % 2], "2016-10-20", brief(n))).collect();
    check(&documents, &[]);
    // A formula that most texts share is no copy, however short they are.
    let formula =
        "The harbour council of the free and ancient town of Norholm under the seal of its mayor lets it be known that";
    let words = |n: usize| (0..20).map(|at| format!("word{n}x{at}")).collect::<Vec<_>>().join(" ");
    let outlets: Vec<String> = (0..80).map(|n| format!("o{n}.example")).collect();
    let documents: Vec<Told<'_>> = outlets
        .iter()
        .enumerate()
        .map(|(n, outlet)| (outlet.as_str(), "2016-10-20", format!("{formula} {}.", words(n))))
        .collect();
    check(&documents, &[]);
}

#[test]
fn a_reworked_text_with_traces_of_a_machine_is_spun() {
    let spun = reworded(5).replace("the captain", "the USA captain")
        + "\nOn Friday officials of the harbour said that \
        Russian Federation was late again, and that worldwide community was not amused about it.";
    check(
        &[("a.example", "2016-10-20", STORY.to_owned()), ("b.example", "2016-10-21", spun)],
        &[("d1", "spun-copy of d0")],
    );
}

#[test]
fn a_duplicate_costs_points_and_a_copy_of_another_outlet_none() {
    let outlets = |second: &str| -> f64 {
        let documents = [("a.example", "2016-10-20", STORY.to_owned()), (second, "2016-10-21", STORY.to_owned())];
        let json: Value = serde_json::from_str(&score(&documents, &["--json"])).expect("JSON");
        let rows = json["outlets"].as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(|row| row["raw"]["mean"].as_f64()).sum::<f64>() / rows.len() as f64
    };
    assert!((outlets("b.example") - 100.0).abs() < 1e-9);
    assert!((outlets("a.example") - 85.0).abs() < 1e-9);
}

#[test]
fn the_terminal_lists_groups_with_the_earliest_and_the_credit() {
    let documents = [
        ("second.example", "2016-10-21", format!("(Reuters) - {STORY}")),
        ("first.example", "2016-10-20", STORY.to_owned()),
        ("third.example", "2016-10-22", STORY.to_owned()),
    ];
    let told = score(&documents, &["--copies"]);
    for part in ["text hygiene, not truthfulness", "3 documents of 3 outlets", "a tag", "near-copy"] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    let at = |name: &str| told.find(name).unwrap_or(usize::MAX);
    assert!(at("earliest") < at("first.example") && at("first.example") < at("second.example"), "{told}");
    assert!(score(&documents, &[]).contains("of another outlet's 2 whole"));
    assert!(score(&documents, &["--explain", "third.example"]).contains("first.example: 2016-10-20 d1"));
}
