//! Does every example in the documents load, lint and prove itself, and is the table of keys the one of the types?
//!
//! `UPDATE=1 cargo test --test rule_docs` writes the table.

// A test that cannot read its own files has to stop.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use presswash::cli::rules::cases::document_of;
use presswash::rule::Layer;
use presswash::rule::lint;
use presswash::rule::load;
use presswash::rule::load::RuleText;
use presswash::rule::matcher::Loaded;
use presswash::rule::problem;
use presswash::rule::proof;
use presswash::rule::shape;
use presswash::rule::shape::Keys;
use presswash::rule::shape::Shape;

const PAGE: &str = "docs/rules.md";
const START: &str = "<!-- keys: written by `UPDATE=1 cargo test --test rule_docs` -->\n";
const END: &str = "<!-- end -->";

/// Returns the examples of a document that are rule files: the file, the line from 1, the text.
fn examples(file: &str) -> Vec<(String, usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    let mut out = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match &mut open {
            None if line.trim() == "```yaml" => open = Some((number + 2, String::new())),
            None => {}
            Some((_, held)) if line.trim() != "```" => *held += &format!("{line}\n"),
            Some(_) => out.extend(open.take().map(|(line, held)| (file.to_owned(), line, held))),
        }
    }
    out.retain(|(_, _, text)| text.contains("rules:\n") || text.contains("overrides:\n"));
    out
}

#[test]
fn every_example_loads_lints_and_proves_itself() {
    let all: Vec<_> = [PAGE, "README.md", "CONTRIBUTING.md"].into_iter().flat_map(examples).collect();
    assert!(all.len() >= 7, "{} examples", all.len());
    for (file, line, text) in all {
        let path = PathBuf::from(format!("{file}, line {line}"));
        let own = RuleText { layer: Layer::Project, path: path.clone(), text };
        let rules = lint::lint(&[load::built_in(), vec![own]].concat());
        let problems: Vec<_> = rules.problems.iter().filter(|problem| problem.file == path).cloned().collect();
        assert!(problems.is_empty(), "{}", problem::render(&problems));
        let wanted = |loaded: &Loaded| loaded.origin.file == path;
        let cases = proof::prove(&rules.rules, &wanted, &document_of);
        let failed: Vec<_> = cases.iter().filter(|case| !case.failures.is_empty()).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        let idle: Vec<&str> =
            proof::uncovered(&rules.rules, &wanted, &cases).iter().map(|loaded| loaded.rule.id.as_str()).collect();
        assert!(idle.is_empty(), "{}: no case fires {idle:?}", path.display());
    }
}

#[test]
fn the_table_of_keys_is_the_one_of_the_types() {
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(START).unwrap();
    let (held, after) = rest.split_once(END).unwrap();
    let mut wanted = String::new();
    table(&mut wanted, "a file", shape::file_keys(), &mut Vec::new());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(PAGE, format!("{before}{START}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(held, wanted, "run `UPDATE=1 cargo test --test rule_docs`");
}

/// Writes the keys of a map, and after them those of the maps inside, each kind once.
fn table(out: &mut String, of: &str, keys: &Keys, seen: &mut Vec<String>) {
    let _ = writeln!(out, "\n| key of {of} | |\n|---|---|");
    for key in &keys.keys {
        let words = match inner(&key.shape) {
            Shape::Word(words) => format!(" ({})", words.join(", ")),
            _ => String::new(),
        };
        let must = if key.required { " (must be there)" } else { "" };
        let _ = writeln!(out, "| `{}`{must} | {}{words} |", key.name, key.about.replace('|', "\\|"));
    }
    for key in &keys.keys {
        if let Shape::Map(inner) = inner(&key.shape)
            && !seen.contains(&inner.of)
        {
            seen.push(inner.of.clone());
            table(out, &format!("`{}`", key.name), inner, seen);
        }
    }
}

fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(item) => inner(item),
        other => other,
    }
}
