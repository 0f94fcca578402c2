//! Does `presswash score` say what it should, on a terminal and for programs?

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use serde_json::Value;

/// Reports of three invented outlets: clean, with a not-found fragment, with broken characters.
fn dump(folder: &Path) -> String {
    let outlets = [
        ("norholm-post.example", ""),
        (
            "strait-news.example",
            "Page not found\nThe content you requested does not exist or is not available anymore.",
        ),
        ("island-daily.example", "She <b>waved</b>&nbsp;back and theâ€™"),
    ];
    let mut lines = String::new();
    for (seed, (outlet, dirt)) in outlets.into_iter().enumerate() {
        for n in 0..12 {
            let text = format!("{}\n{dirt}", report(seed * 12 + n));
            let record = serde_json::json!({"id": format!("{outlet}-{n}"), "outlet": outlet, "text": text});
            lines += &format!("{record}\n");
        }
    }
    let path = folder.join("dump.jsonl");
    fs::write(&path, lines).expect("the folder is writable");
    path.to_string_lossy().into_owned()
}

/// The words of a story, drawn anew for each number: reports that are no copies of each other.
fn report(n: usize) -> String {
    let letters = |word: &str| word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = include_str!("data/story.txt").split_whitespace().filter(|word| letters(word)).collect();
    let mut state = n as u64 + 1;
    let mut word = || {
        // Knuth's linear congruential generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    let mut line = || format!("The {}.", (0..26).map(|_| word()).collect::<Vec<_>>().join(" "));
    (0..8).map(|_| line()).collect::<Vec<_>>().join("\n")
}

fn presswash(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_presswash"))
        .args(args)
        .env("COLUMNS", "140")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the binary runs")
}

fn text(args: &[&str]) -> String {
    let output = presswash(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_table_names_outlets_grades_and_what_it_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = text(&["score", &dump(folder.path())]);
    for part in
        ["text hygiene, not truthfulness", "36 documents of 3 outlets", "~A ", "norholm-post.example", "mojibake"]
    {
        assert!(table.contains(part), "{part}:\n{table}");
    }
    let at = |name: &str| table.find(name).unwrap_or(usize::MAX);
    assert!(at("norholm-post") < at("strait-news") && at("strait-news") < at("island-daily"), "{table}");
    assert!(!table.contains('\u{1b}'), "no colour in a pipe");
    assert!(table.lines().all(|line| line.chars().count() <= 140), "{table}");
}

#[test]
fn programs_read_one_versioned_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let json: Value =
        serde_json::from_str(&text(&["score", "--json", "--documents", &dump(folder.path())])).expect("JSON");
    assert_eq!(json["schema"], "presswash.score/1");
    assert_eq!(json["note"], "text hygiene, not truthfulness");
    assert_eq!(json["outlets"][0]["name"], "norholm-post.example");
    assert_eq!(json["items"].as_array().map(Vec::len), Some(36));
    let clean = &json["outlets"][0]["raw"];
    assert!(clean["low"].as_f64() < clean["score"].as_f64() && clean["score"].as_f64() <= clean["high"].as_f64());
}

#[test]
fn saved_tallies_add_up_and_compare() {
    let folder = tempfile::tempdir().expect("a folder");
    let dump = dump(folder.path());
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (once, one_thread, twice) = (path("once.json"), path("one.json"), path("twice.json"));
    text(&["score", &dump, "--state", &once]);
    text(&["score", &dump, "-j1", "--state", &one_thread]);
    assert_eq!(fs::read(&once).expect("saved"), fs::read(&one_thread).expect("saved"), "threads cannot be seen");
    text(&["score", "merge", &once, &once, "-o", &twice]);
    assert!(text(&["score", "merge", &twice]).contains("72 documents of 3 outlets"));
    assert!(text(&["score", "diff", &once, &once]).contains("0 changed beyond noise"));
    let wrong = presswash(&["score", "merge", &dump]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--state FILE"), "{wrong:?}");
}

#[test]
fn programs_read_what_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let dump = dump(folder.path());
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (old, new) = (path("old.json"), path("new.json"));
    text(&["score", &dump, "--state", &old]);
    // One outlet's texts come with a broken charset, another one is left out.
    let records = fs::read_to_string(&dump).expect("the dump");
    let worse: Vec<String> = records
        .lines()
        .filter(|line| !line.contains("island-daily"))
        .map(|line| {
            line.replace("norholm-post.example\",\"text\":\"", "norholm-post.example\",\"text\":\"itâ€™s theirâ€™s ")
        })
        .collect();
    fs::write(&dump, worse.join("\n")).expect("the folder is writable");
    text(&["score", &dump, "--state", &new]);
    let output = presswash(&["score", "diff", "--json", &old, &new]);
    assert_eq!(output.status.code(), Some(1), "an outlet got worse");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (&json["schema"], &json["note"]),
        (&"presswash.score-diff/1".into(), &"text hygiene, not truthfulness".into())
    );
    assert_eq!((json["old_documents"].as_u64(), json["new_documents"].as_u64()), (Some(36), Some(24)));
    let first = &json["outlets"][0];
    assert_eq!((&first["name"], &first["beyond_noise"]), (&"norholm-post.example".into(), &true.into()));
    assert!(first["points"].as_f64() < Some(0.0) && first["high"].as_f64() < Some(0.0), "{first}");
    assert_eq!(json["outlets"][1]["points"].as_f64(), Some(0.0));
    assert_eq!(json["only_old"][0]["name"], "island-daily.example");
}

#[test]
fn a_document_is_charged_for_what_only_its_outlet_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("dump.jsonl");
    let slogan = "The house paper of the harbour towns since the first steamer called at the northern pier";
    let record =
        |n: usize, text: String| format!("{}\n", serde_json::json!({"id": n, "outlet": "a.example", "text": text}));
    // Three of twelve end in the slogan, behind a paragraph that breaks off; the last is a copy of the first.
    let broken = |n: usize| report(n).trim_end_matches('.').to_owned();
    let story = |n: usize| if n < 3 { format!("{}\n{slogan}.", broken(n)) } else { report(n) };
    let lines: String = (0..12).map(|n| record(n, story(n))).chain([record(12, story(11))]).collect();
    fs::write(&path, lines).expect("the folder is writable");
    let json: Value =
        serde_json::from_str(&text(&["score", "--json", "--documents", &path.to_string_lossy()])).expect("JSON");
    let dirt = |id: &str| {
        let items = json["items"].as_array().expect("items");
        items.iter().find(|item| item["id"] == id).map(|item| item["dirt"].clone()).expect("the document")
    };
    for id in ["0", "1", "2"] {
        assert!(dirt(id)["template-share"].as_f64() > Some(1.0), "{id}: {}", dirt(id));
        assert!(dirt(id)["truncation"].as_f64() > Some(10.0), "the slogan hides nothing: {}", dirt(id));
    }
    assert_eq!(dirt("5"), serde_json::json!({}));
    assert!(dirt("12")["duplicate"].as_f64() > Some(20.0), "{}", dirt("12"));
    assert_eq!(dirt("11"), serde_json::json!({}));
}

#[test]
fn an_outlet_is_explained_with_reasons_and_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    let dump = dump(folder.path());
    let told = text(&["score", "--explain", "island-daily.example", &dump]);
    for part in ["mojibake", "in 12 of 12 documents", "Bytes read in the wrong charset", "island-daily.example-", "â€™"]
    {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    let unknown = presswash(&["score", "--explain", "nobody.example", &dump]);
    assert_eq!(unknown.status.code(), Some(2));
}
