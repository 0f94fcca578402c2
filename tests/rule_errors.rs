//! Does each way to break a rule file give an error that names its place, shows it and says what to do?
//!
//! `tests/rule_errors/NAME.yml` is broken on purpose, `NAME.txt` is what is said of it; `UPDATE=1` rewrites it.

// A test that cannot read its own files has to stop.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use presswash::rule::Layer;
use presswash::rule::lint;
use presswash::rule::load;
use presswash::rule::load::RuleText;
use presswash::rule::problem;

const FOLDER: &str = "tests/rule_errors";

/// Built in, so that overrides have something to name.
const KNOWN: &str = "
rules:
- id: navigation/skip-link
  why: Accessibility link.
  unit: line
  match: { equals: Skip to main content }
  tests:
  - { input: Skip to main content, want: '' }
  - { input: Skip to main content and read on, want: unchanged }
";

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "yml"));
    paths.sort();
    paths
}

fn said_of(path: &Path) -> (String, Vec<problem::Problem>) {
    let known = RuleText { layer: Layer::BuiltIn, path: "rules/known.yml".into(), text: KNOWN.to_owned() };
    let mut texts = load::read(path, Layer::Project).unwrap();
    texts[0].path = path.file_name().unwrap().into();
    texts.insert(0, known);
    let problems = lint::lint(&texts).problems;
    (format!("{}\n", problem::render(&problems)), problems)
}

#[test]
fn every_broken_file_is_told_as_its_snapshot_says() {
    let mut wrong = Vec::new();
    for path in cases() {
        let (said, _) = said_of(&path);
        let snapshot = path.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&snapshot, &said).unwrap();
        }
        if fs::read_to_string(&snapshot).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A comment `# HERE:LINE:COLUMN` at the end of a case says where the mistake was planted.
#[test]
fn every_error_points_at_the_planted_line_and_column() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for path in cases {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        let planted = text.rsplit_once("# HERE:").map_or("", |(_, place)| place.trim());
        let (said, problems) = said_of(&path);
        let places = problems.iter().filter_map(|problem| problem.spot);
        let found: Vec<String> = places.map(|spot| format!("{}:{}", spot.line, spot.column)).collect();
        if !found.iter().any(|place| place == planted) || problems.iter().any(|problem| problem.help.is_empty()) {
            wrong.push(format!("{}: planted at {planted:?}\n{said}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hostile_files_are_refused_and_bounded() {
    let deep = format!("rules: {}", "[".repeat(100_000));
    let wide = format!("rules:\n{}", "- [".repeat(50_000));
    let laughs: String = (1..30).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
    let laughs = format!("a0: &a0 lol\n{laughs}");
    let regex =
        "rules:\n- { id: a/b, why: So it is., unit: line, match: { regex: '(((\\w{99}){99}){99})' } }\n".to_owned();
    let parens =
        format!("rules:\n- {{ id: a/b, why: So it is., unit: line, match: {{ regex: '{}' }} }}\n", "(".repeat(900));
    let long_key = format!("{}: x\n", "k".repeat(100_000));
    let twins = "a: 1\n".repeat(20_000);
    let line = format!("rules: [{}]\n", "{ id: x, oops: 1 }, ".repeat(20_000));
    let names =
        format!("overrides: [{{ site: a.example, why: Because so., disable: [{}] }}]\n", "a/b, ".repeat(50_000));
    for text in
        [line, names, deep, wide, laughs, regex, parens, long_key, twins, "\0".to_owned(), "%YAML 9\n".to_owned()]
    {
        let file = RuleText { layer: Layer::Project, path: "hostile.yml".into(), text };
        let rules = lint::lint(&[file]);
        assert!(rules.checked().is_err());
    }
}
