//! Does `presswash report` tell what cleaning did, the same from records and from the dump, and does it keep its promises?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/demo/dump.jsonl");

fn presswash(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// The report's data; records that cannot be read (the demo has one) are no failure here.
fn json(folder: &Path, args: &[&str]) -> Value {
    let ran = presswash(folder, &[&["report", "--json", "-q"], args].concat());
    assert!(ran.status.code() < Some(2), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn records_tell_the_same_as_the_dump_that_they_are_of() {
    let folder = tempfile::tempdir().unwrap();
    for (out, format) in [("washed", "txt"), ("washed.jsonl", "jsonl"), ("washed.csv", "csv"), ("cells", "csv")] {
        presswash(folder.path(), &["clean", DEMO, "-o", out, "--format", format, "-q"]);
        let (mut of_records, mut of_dump) = (json(folder.path(), &[out]), json(folder.path(), &[DEMO]));
        assert_eq!((&of_records["made"]["of"], &of_dump["made"]["of"]), (&"records".into(), &"documents".into()));
        let run = &of_records["made"]["runs"][0];
        assert_eq!(run["arguments"][1], DEMO);
        assert_eq!(run["records"]["quarantined"], 1);
        assert_eq!(run["inputs"], of_dump["made"]["runs"][0]["inputs"]);
        assert_eq!(of_records["made"]["other_rules"], false);
        of_records["made"] = Value::Null;
        of_dump["made"] = Value::Null;
        for (part, told) in of_dump.as_object().unwrap() {
            assert_eq!(&of_records[part], told, "{out}: {part}");
        }
    }
}

#[test]
fn several_runs_in_any_order_tell_the_same_as_one_of_them_all() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read_to_string(DEMO).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let (head, tail) = lines.split_at(lines.len() / 3);
    for (name, part) in [("a", head), ("b", tail)] {
        fs::write(folder.path().join(format!("{name}.jsonl")), part.join("\n") + "\n").unwrap();
        presswash(folder.path(), &["clean", &format!("{name}.jsonl"), "-o", &format!("of-{name}"), "-q"]);
    }
    presswash(folder.path(), &["clean", "a.jsonl", "b.jsonl", "-o", "of-both", "-q"]);
    let told = |args: &[&str]| {
        let mut told = json(folder.path(), args);
        told["made"] = Value::Null;
        told
    };
    let both = told(&["of-both"]);
    assert_eq!(both["headline"]["documents"], 61);
    for args in [&["of-a", "of-b"][..], &["of-b", "of-a"], &["b.jsonl", "a.jsonl"]] {
        let told = told(args);
        for (part, want) in both.as_object().unwrap() {
            assert_eq!(&told[part], want, "{args:?}: {part}");
        }
    }
    assert_eq!(json(folder.path(), &["of-a", "of-b"])["made"]["runs"].as_array().unwrap().len(), 2);
}

#[test]
fn copies_months_and_repairs_stand_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let story: String = (0..60).map(|at| format!("The {at}th ferry sailed at {} with {at} crates. ", at * 7)).collect();
    let record = |id: &str, outlet: &str, date: &str| {
        let text = format!("{story}\nThe captainâ€™s son waved.");
        serde_json::json!({"id": id, "outlet": outlet, "date": date, "text": text}).to_string()
    };
    let records = [record("first", "a.example", "2020-01-03"), record("second", "b.example", "2020-02-03")];
    fs::write(folder.path().join("dump.jsonl"), records.join("\n")).unwrap();
    let page = presswash(folder.path(), &["report", "dump.jsonl", "--repair", "mojibake", "-q"]).stdout;
    let page = String::from_utf8(page).unwrap();
    let copies = page.split("id=\"h-copies\"").nth(1).unwrap();
    let row = copies.split("<tbody>").nth(1).unwrap().split("</tr>").next().unwrap();
    for told in ["a.example", "2020-01-03", "first", "b.example", "2020-02-03", "near copy"] {
        assert!(row.contains(told), "{told}: {row}");
    }
    let months = page.split("id=\"h-months\"").nth(1).unwrap().split("id=\"h-copies\"").next().unwrap();
    assert!(months.contains("2020-01") && months.contains("2020-02") && months.contains("not truthfulness"));
    let (before, after) = page.split_once("class=\"mend").unwrap().1.split_once("</del><ins").unwrap();
    assert!(before.contains("â€™") && before.contains("UTF-8 was read"), "{before}");
    assert!(after.split("</ins>").next().unwrap().ends_with('’'), "{after:.80}");
}

#[test]
fn the_account_of_a_run_is_the_same_for_any_output_and_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let account = |args: &[&str], name: &str| {
        presswash(folder.path(), &[&["clean", DEMO, "-q"], args].concat());
        fs::read_to_string(folder.path().join(name)).unwrap()
    };
    let one = account(&["-o", "a", "-j", "1"], "a/run.json");
    assert_eq!(one, account(&["-j8", "--output=b.jsonl"], "b.run.json"));
    let told: Value = serde_json::from_str(&one).unwrap();
    assert_eq!(told["inputs"]["files"], 1);
    assert_eq!(told["inputs"]["bytes"], fs::metadata(DEMO).unwrap().len());
    assert_eq!(told["encodings"]["UTF-8"], told["records"]["written"]);
    let hash = xxhash_rust::xxh3::xxh3_128(&fs::read(DEMO).unwrap());
    assert_eq!(told["inputs"]["listed"][0]["xxh3"], format!("{hash:032x}"));
}

#[test]
fn a_page_is_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let page = |jobs: &str| presswash(folder.path(), &["report", DEMO, "-j", jobs, "-q"]).stdout;
    let one = page("1");
    assert!(one.len() > 50_000 && one == page("4"));
}

#[test]
fn other_rules_than_those_of_the_run_are_told() {
    let folder = tempfile::tempdir().unwrap();
    presswash(folder.path(), &["clean", DEMO, "-o", "washed", "-q"]);
    let told = json(folder.path(), &["washed", "--no-builtin-rules"]);
    assert_eq!(told["made"]["other_rules"], true);
    assert!(told["headline"]["cut"].as_u64() > Some(0), "cuts are those of the run");
}

#[test]
fn an_account_is_no_document_and_no_other_file_is_taken_for_it() {
    let folder = tempfile::tempdir().unwrap();
    presswash(folder.path(), &["clean", DEMO, "-o", "washed", "-q"]);
    presswash(folder.path(), &["clean", "washed", "-o", "again.jsonl", "-q"]);
    let again = fs::read_to_string(folder.path().join("again.run.json")).unwrap();
    assert!(again.contains("washed/records.jsonl") && !again.contains("washed/run.json"), "{again}");
    fs::write(folder.path().join("mine.run.json"), "{\"mine\": 1}").unwrap();
    let ran = presswash(folder.path(), &["clean", DEMO, "-o", "mine.jsonl"]);
    assert!(String::from_utf8(ran.stderr).unwrap().contains("mine.run.json is there and no account"));
    assert_eq!(fs::read_to_string(folder.path().join("mine.run.json")).unwrap(), "{\"mine\": 1}");
}

#[test]
fn an_account_that_is_none_is_told_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    presswash(folder.path(), &["clean", DEMO, "-o", "washed.jsonl", "-q"]);
    fs::write(folder.path().join("washed.run.json"), "{\"mine\": 1}").unwrap();
    let ran = presswash(folder.path(), &["report", "washed.jsonl", "--json"]);
    assert!(String::from_utf8(ran.stderr).unwrap().contains("washed.run.json: no account of a run"));
    let told: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(told["made"]["runs"][0]["inputs"]["listed"][0]["path"], "washed.jsonl");
}

#[test]
fn what_makes_no_sense_is_told_with_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.jsonl"), "").unwrap();
    for (args, told) in [
        (&["report", "none.jsonl"][..], "none.jsonl"),
        (&["report", "empty.jsonl", "-o", "r.html"], "nothing to report on"),
        (&["report", "empty.jsonl", "-o", "empty.jsonl"], "is an input too"),
        (&["report"], "required"),
    ] {
        let ran = presswash(folder.path(), args);
        let stderr = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.code() == Some(2) && stderr.contains(told), "{args:?}: {stderr}");
    }
    assert!(!folder.path().join("r.html").exists());
}

#[test]
fn every_part_stands_in_its_order_with_n_and_what_a_score_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let page = String::from_utf8(presswash(folder.path(), &["report", DEMO, "-q"]).stdout).unwrap();
    let mut rest = page.as_str();
    for part in [
        "Inputs, versions, command",
        "Three numbers",
        "Outlets",
        "Rules",
        "Verdicts",
        "Before and after",
        "Alarms",
        "Residue",
        "Languages and charsets",
        "Method and limits",
    ] {
        let tail = rest.split_once("<h2").map(|(_, tail)| tail).unwrap_or_default();
        let (head, after) = tail.split_once("</h2>").unwrap();
        assert!(head.ends_with(&format!(" {part}")), "{part} is not next: {head}");
        rest = after;
    }
    assert!(page.matches("ext hygiene, not truthfulness").count() >= 4);
    assert!(page.contains("61 documents (n)"));
}

#[test]
fn every_case_that_can_be_copied_passes_in_its_rule_file() {
    let folder = tempfile::tempdir().unwrap();
    let told = json(folder.path(), &[DEMO]);
    let listed = String::from_utf8(presswash(folder.path(), &["rules", "list", "--json"]).stdout).unwrap();
    let mut files = std::collections::BTreeMap::<String, String>::new();
    let mut copied = 0;
    for claim in told["pages"].as_array().unwrap().iter().flat_map(|page| page["pieces"].as_array().unwrap()) {
        let Some(case) = claim["claim"]["test"].as_str() else { continue };
        let rule: Value = listed
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .find(|rule| rule["id"] == claim["claim"]["rule"])
            .unwrap();
        let path = rule["file"].as_str().unwrap().to_owned();
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
        let text = files.entry(path).or_insert_with(|| fs::read_to_string(built_in).unwrap());
        *text = with_case(text, claim["claim"]["rule"].as_str().unwrap(), case);
        copied += 1;
    }
    assert!(copied >= 30, "{copied}");
    for (path, text) in files {
        let file = folder.path().join(path.replace('/', "-"));
        fs::write(&file, text).unwrap();
        let ran = presswash(folder.path(), &["rules", "test", file.to_str().unwrap()]);
        assert!(
            ran.status.success(),
            "{path}: {}{}",
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

/// Puts a case first among the `tests:` of a rule, as a person would.
fn with_case(file: &str, id: &str, case: &str) -> String {
    let at = file.find(&format!("- id: {id}\n")).unwrap();
    let tests = at + file[at..].find("\n  tests:\n").unwrap() + "\n  tests:\n".len();
    let case: String = case.lines().map(|line| format!("  {line}\n")).collect();
    format!("{}{case}{}", &file[..tests], &file[tests..])
}

#[test]
fn a_suggested_rule_is_proven_and_cuts_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let tip = "Seen a seal? Tell the harbour \"watch\": 01 / 555 – it's \\ free";
    let dump: String = (0..6)
        .map(|n| {
            let text =
                format!("The dam of Orla held on night {n}.\n{tip}\nThe mayor thanked all {n} who had carried sand.\n");
            format!("{}\n", serde_json::json!({"id": n, "outlet": "harbour.example", "text": text}))
        })
        .collect();
    fs::write(folder.path().join("dump.jsonl"), dump).unwrap();
    let told = json(folder.path(), &["dump.jsonl"]);
    let line = &told["residue"]["listed"][0];
    assert_eq!((&line["text"], &line["documents"], &line["of"]), (&tip.into(), &6.into(), &6.into()));
    fs::write(folder.path().join("tip.yml"), line["rule"].as_str().unwrap()).unwrap();
    for args in [&["rules", "lint", "tip.yml"][..], &["rules", "test", "tip.yml", "--coverage"]] {
        let ran = presswash(folder.path(), args);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    }
    let told = json(folder.path(), &["dump.jsonl", "--rules", "tip.yml"]);
    assert_eq!((&told["residue"]["lines"], &told["headline"]["touched"]), (&0.into(), &6.into()));
}

#[test]
fn the_data_keep_to_the_published_schemas() {
    let folder = tempfile::tempdir().unwrap();
    presswash(folder.path(), &["clean", DEMO, "-o", "washed", "-q"]);
    let account = fs::read_to_string(folder.path().join("washed/run.json")).unwrap();
    let account = serde_json::from_str(&account).unwrap();
    for (name, told) in [("report", json(folder.path(), &["washed"])), ("run", account)] {
        let schema = fs::read_to_string(format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
        let wrong: Vec<String> =
            schema.iter_errors(&told).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}
