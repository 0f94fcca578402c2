//! Do the built-in rules know what a page says in every language of the table, and do they leave its prose alone?
//!
//! `tests/data/languages.yml` is the table: language, category, lines as pages have them, and look-alikes that stay.

// A test that cannot read its own files has to stop.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;

use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::rule::matcher::Scope;
use presswash::segment;
use presswash::source::Source;
use serde::Deserialize;

const TABLE: &str = "tests/data/languages.yml";

/// What every language must have a line for.
const CATEGORIES: &[&str] = &[
    "advertisement",
    "comments",
    "consent",
    "copyright",
    "error-page",
    "media-caption",
    "navigation",
    "newsletter",
    "read-time",
    "related",
    "social",
    "subscribe",
];
const LANGUAGES: &[&str] = &["ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "zh"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    prose: String,
    lines: BTreeMap<String, Vec<String>>,
    stays: Vec<String>,
}

fn table() -> BTreeMap<String, Language> {
    serde_saphyr::from_str(&fs::read_to_string(TABLE).unwrap()).unwrap()
}

fn rules() -> RuleSet {
    load::load(&[]).unwrap().compile()
}

/// Returns the categories and ids of the rules that claim a part of the text.
fn claims(rules: &RuleSet, text: &str, language: &str) -> Vec<(String, String)> {
    let document = segment::segment(&Source::text("case", text));
    let scope = Scope { host: None, outlet: None, language: Some(language) };
    let held = rules.hits(&document, scope).into_iter().filter(|hit| hit.void.is_none());
    let rules = held.map(|hit| &rules.rules()[hit.rule].rule).filter(|rule| rule.verdict.is_none());
    rules.map(|rule| (rule.category().to_owned(), rule.id.clone())).collect()
}

#[test]
fn the_table_has_every_language_and_every_category() {
    let table = table();
    assert_eq!(table.keys().map(String::as_str).collect::<Vec<_>>(), LANGUAGES);
    for (name, language) in &table {
        for category in CATEGORIES {
            assert!(language.lines.get(*category).is_some_and(|lines| lines.len() > 1), "{name} {category}");
        }
        assert!(language.stays.len() > 3, "{name}");
    }
}

#[test]
fn a_line_of_the_table_is_claimed_by_its_category() {
    let rules = rules();
    let mut missed = Vec::new();
    for (name, Language { prose, lines, .. }) in table() {
        for (category, line) in
            lines.iter().flat_map(|(category, lines)| lines.iter().map(move |line| (category, line)))
        {
            let pages = [format!("{line}\n\n{prose}\n\n{prose}\n"), format!("{prose}\n\n{prose}\n\n{line}\n")];
            let found: Vec<_> = pages.iter().flat_map(|page| claims(&rules, page, &name)).collect();
            if !found.iter().any(|(of, _)| of == category) {
                missed.push(format!("{name} {category}: {line} ({found:?})"));
            }
        }
    }
    assert!(missed.is_empty(), "{} lines are not claimed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn prose_and_look_alikes_of_every_language_stay() {
    let rules = rules();
    let mut wrong = Vec::new();
    let table = table();
    for (name, Language { prose, stays, .. }) in &table {
        for line in stays.iter().chain([prose]) {
            // In its own language, and in the dark: rules of one language must not cut another's words.
            for language in LANGUAGES.iter().chain(&["en"]) {
                for page in [format!("{line}\n\n{prose}\n"), format!("{prose}\n\n{line}\n"), format!("{line}\n")] {
                    let found = claims(&rules, &page, language);
                    if !found.is_empty() {
                        wrong.push(format!("{name} as {language}: {line} {found:?}"));
                    }
                }
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
