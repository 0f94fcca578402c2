//! Does every rule that is built in load, lint without a word, and pass its proof, and does the schema hold?

// A test that cannot read its own files has to stop.
#![allow(clippy::unwrap_used)]

use std::fs;

use presswash::cli::kinds;
use presswash::cli::rules::cases::document_of;
use presswash::cli::rules::config_table;
use presswash::cli::rules::schema_text;
use presswash::rule::Layer;
use presswash::rule::Unit;
use presswash::rule::config;
use presswash::rule::config::State;
use presswash::rule::lint;
use presswash::rule::load;
use presswash::rule::load::RuleText;
use presswash::rule::matcher::Loaded;
use presswash::rule::problem;
use presswash::rule::proof;

const SCHEMA: &str = "schema/rule.schema.json";

/// The built-in files with everything checked, as those of a user are.
fn as_users() -> Vec<RuleText> {
    load::built_in().into_iter().map(|text| RuleText { layer: Layer::Project, ..text }).collect()
}

#[test]
fn every_built_in_rule_loads_and_lints_without_a_word() {
    let rules = lint::lint(&as_users());
    assert!(rules.problems.is_empty(), "{}", problem::render(&rules.problems));
}

#[test]
fn every_built_in_rule_passes_its_proof_and_is_fired_by_it() {
    let rules = load::load(&[]).unwrap().rules;
    let all = |_: &Loaded| true;
    let cases = proof::prove(&rules, &all, &document_of);
    let failed: Vec<String> = cases
        .iter()
        .filter(|case| !case.failures.is_empty())
        .map(|case| format!("{}:{} {} {:#?}", case.file.display(), case.line, case.id, case.failures))
        .collect();
    assert!(failed.is_empty(), "{} of {} failed\n{}", failed.len(), cases.len(), failed.join("\n"));
    let idle: Vec<&str> = proof::uncovered(&rules, &all, &cases).iter().map(|loaded| loaded.rule.id.as_str()).collect();
    assert!(idle.is_empty(), "no case fires {idle:?}");
}

#[test]
fn the_docs_name_every_kind() {
    let rules = load::load(&[]).unwrap().compile();
    let docs = fs::read_to_string("docs/kinds.md").unwrap();
    let mut missing = kinds::known(&rules);
    missing.retain(|kind| !docs.contains(&format!("`{kind}`")));
    assert!(missing.is_empty(), "docs/kinds.md does not name {missing:?}");
}

#[test]
fn the_shipped_schema_is_the_one_of_the_types() {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(SCHEMA, schema_text()).unwrap();
    }
    assert_eq!(fs::read_to_string(SCHEMA).unwrap(), schema_text(), "run `UPDATE=1 cargo test --test rules`");
}

#[test]
fn every_built_in_file_fits_the_schema_and_a_broken_one_does_not() {
    let schema = serde_json::from_str(&schema_text()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for text in load::built_in() {
        let value: serde_json::Value = serde_saphyr::from_str(&text.text).unwrap();
        let errors: Vec<String> = schema.iter_errors(&value).map(|e| format!("{e} at {}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {}", text.path.display(), errors.join("\n"));
    }
    for broken in ["rules: [{ id: a/b }]", "rulez: []", "rules: [{ id: a/b, why: w, unit: lines }]"] {
        assert!(!schema.is_valid(&serde_saphyr::from_str(broken).unwrap()), "{broken}");
    }
}

#[test]
fn every_built_in_file_tells_editors_its_schema() {
    for text in load::built_in() {
        let up = "../".repeat(text.path.components().count() - 1);
        let line = format!("# yaml-language-server: $schema={up}{SCHEMA}");
        assert_eq!(text.text.lines().next(), Some(line.as_str()), "{}", text.path.display());
    }
}

const PROOF: &str = "
rules:
- id: navigation/skip-link
  why: Accessibility link.
  unit: line
  match: { any_of: Skip to main content, exact: off }
  where: { zone: head }
  tests:
  - { input: \"Skip to main content\\n\\nTalks resume on Saturday\\n\", want: \"\\nTalks resume on Saturday\\n\" }
  - { input: \"He pressed Skip to main content and read on.\\n\", want: unchanged }
  - { name: wrong on purpose, input: \"Skip to main content\\n\", want: unchanged }
- id: error-page/whole
  why: The whole page is an error.
  unit: document
  when: { max_words: 20, any: [{ contains: page not found }] }
  verdict: error-page
  tests:
  - { input: Page not found, verdict: error-page }
  - { input: The harbour board met on Monday., want: unchanged }
  - { name: wrong on purpose, input: The harbour board met on Monday., verdict: error-page }
- id: social/idle
  why: No case fires this rule.
  unit: line
  match: { equals: Follow us }
  tests: [{ input: Follow them, want: unchanged }, { input: Follow us all, absent: Share }]
";

fn project(text: &str) -> RuleText {
    RuleText { layer: Layer::Project, path: "project.yml".into(), text: text.to_owned() }
}

#[test]
fn a_proof_fails_where_its_words_are_wrong_and_a_rule_without_a_hit_is_told() {
    let rules = lint::lint(&[project(PROOF)]).checked().unwrap().rules;
    let all = |_: &Loaded| true;
    let cases = proof::prove(&rules, &all, &document_of);
    let failed: Vec<usize> = cases.iter().filter(|case| !case.failures.is_empty()).map(|case| case.line).collect();
    assert_eq!(failed, [20, 11], "{cases:#?}");
    let idle = proof::uncovered(&rules, &all, &cases);
    assert_eq!(idle.iter().map(|loaded| loaded.rule.id.as_str()).collect::<Vec<&str>>(), ["social/idle"]);
}

#[test]
fn the_stronger_layer_wins_then_the_more_specific_host() {
    let rule = |id: &str| format!("- {{ id: {id}, why: So it is said., unit: line, match: {{ equals: A }} }}\n");
    let weak = format!("rules:\n{}{}{}{}", rule("a/one"), rule("a/two"), rule("a/three"), rule("b/four"));
    let weak = RuleText { layer: Layer::BuiltIn, path: "weak.yml".into(), text: weak };
    let strong = format!(
        "rules:\n{}overrides:\n\
         - {{ site: one.example, why: W., disable: [a/two], except: ['^Goal'] }}\n\
         - {{ site: live.one.example, why: W., flag: a/two }}\n\
         - {{ site: '*', why: W., disable: ['b/*'] }}\n\
         - {{ site: other.example, why: W., disable: [a/three] }}\n",
        rule("a/one")
    );
    let set = lint::lint(&[weak, project(&strong)]);
    let set = presswash::rule::matcher::RuleSet::compile(set.rules, set.overrides);
    let states = |host: &str| -> Vec<String> {
        config::rows(&set, host)
            .iter()
            .map(|row| {
                let state = match row.state {
                    State::Runs => "runs",
                    State::Replaced(_) => "replaced",
                    State::Disabled(..) => "off",
                    State::Flagged(..) => "marks",
                    State::Draft | State::Deprecated => "other",
                };
                format!("{} {} {state}", row.loaded.rule.id, row.loaded.origin.layer.name())
            })
            .collect()
    };
    let want = |two: &str| {
        ["a/one project runs", "a/one built in replaced", "a/three built in runs", two, "b/four built in off"]
            .map(str::to_owned)
    };
    assert_eq!(states("www.one.example"), want("a/two built in off"));
    assert_eq!(states("live.one.example"), want("a/two built in marks"));
    assert_eq!(config::exceptions(&set, "www.one.example").len(), 1);
    assert!(config::exceptions(&set, "other.example").is_empty());
}

#[test]
fn the_table_of_a_host_says_what_runs_and_what_overrules_it() {
    let table = config_table(&["tests/rule_shapes.yml".into()], "www.scores.example").unwrap();
    let line = |id: &str| table.lines().find(|line| line.starts_with(id)).unwrap_or_default().to_owned();
    let off = line("share-count/bare-numbers");
    assert!(off.contains("off by tests/rule_shapes.yml:"), "{table}");
    assert!(line("error-page/whole-document").contains("runs"), "{table}");
    assert_eq!(line("notices.example/disclaimer"), "", "a rule of another outlet");
}

fn shapes() -> Vec<Loaded> {
    let text = fs::read_to_string("tests/rule_shapes.yml").unwrap();
    let rules = lint::lint(&[project(&text)]);
    assert!(rules.problems.is_empty(), "{}", problem::render(&rules.problems));
    rules.rules
}

fn check_shapes(wanted: &dyn Fn(&Loaded) -> bool) {
    let rules = shapes();
    let cases = proof::prove(&rules, wanted, &document_of);
    let failed: Vec<_> = cases.iter().filter(|case| !case.failures.is_empty()).collect();
    assert!(failed.is_empty() && !cases.is_empty(), "{failed:#?}");
    assert!(proof::uncovered(&rules, wanted, &cases).is_empty());
}

#[test]
fn every_shape_of_the_rule_language_loads_and_runs() {
    assert_eq!(shapes().len(), 10);
    check_shapes(&|loaded| loaded.rule.unit != Unit::Html);
}

#[test]
fn a_rule_for_pages_cuts_an_element() {
    check_shapes(&|loaded| loaded.rule.unit == Unit::Html);
}
