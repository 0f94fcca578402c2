//! Where does each form of the documents go: a field of the record, a file of its own, one after the other?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

const PAGE: &str = "<title>Dam held</title><h1>Dam held</h1><p>Some <b>boats</b> were lost on the river that day.</p>";

/// Runs the program on two records of one page each, and returns what it writes on standard output.
fn run(folder: &Path, args: &[&str]) -> String {
    let record = |id: u8| serde_json::json!({"id": id, "html": PAGE, "markdown": "theirs"}).to_string() + "\n";
    fs::write(folder.join("in.jsonl"), record(1) + &record(2)).unwrap();
    fs::write(folder.join("in.html"), PAGE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
    let ran = command.args(args).arg("-q").current_dir(folder).stdin(Stdio::null()).output().unwrap();
    assert!(ran.status.success(), "{args:?} {ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn documents_alone_go_to_standard_output_and_to_files() {
    let folder = tempfile::tempdir().unwrap();
    let markdown = "# Dam held\n\nSome **boats** were lost on the river that day.\n";
    let text = "Dam held\n\nSome boats were lost on the river that day.\n";
    for (args, want) in [
        (&["clean", "in.html", "--format", "markdown"][..], markdown.to_owned()),
        (&["clean", "in.html", "--format", "md"], markdown.to_owned()),
        (&["clean", "in.html", "--format", "text"], text.to_owned()),
        (&["clean", "in.jsonl", "--format", "markdown"], format!("{markdown}\n---\n\n{markdown}")),
        (&["clean", "in.jsonl", "--format", "text"], format!("{text}\n\u{c}\n{text}")),
        (
            &["clean", "in.html", "--format", "html"],
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Dam held</title>\n<article>\n\
             <h1>Dam held</h1>\n<p>Some <strong>boats</strong> were lost on the river that day.</p>\n</article>\n"
                .to_owned(),
        ),
    ] {
        assert_eq!(run(folder.path(), args), want, "{args:?}");
    }
    run(folder.path(), &["clean", "in.html", "-o", "out.md"]);
    assert_eq!(fs::read_to_string(folder.path().join("out.md")).unwrap(), markdown);
    run(folder.path(), &["clean", "in.html", "-o", "tree/", "--format", "markdown"]);
    assert_eq!(fs::read_to_string(folder.path().join("tree/in.html.md")).unwrap(), markdown);
    assert!(folder.path().join("tree/records.jsonl").is_file());
}

#[test]
fn records_carry_the_form_beside_the_text_and_still_give_all_back() {
    let folder = tempfile::tempdir().unwrap();
    for out in ["out.jsonl", "out.csv"] {
        run(folder.path(), &["clean", "in.jsonl", "-o", out, "--format", "markdown", "--keep-source"]);
        let back = run(folder.path(), &["restore", out, "--format", "jsonl"]);
        let first: Value = serde_json::from_str(back.lines().next().unwrap()).unwrap();
        assert_eq!((&first["html"], &first["markdown"]), (&PAGE.into(), &"theirs".into()), "{out}");
    }
    let records = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    let first: Value = serde_json::from_str(records.lines().next().unwrap()).unwrap();
    assert_eq!(first["text"], "Dam held\n\nSome boats were lost on the river that day.");
    assert_eq!(first["markdown"], "# Dam held\n\nSome **boats** were lost on the river that day.\n");
    assert_eq!(first["input"]["replaced"]["markdown"], "theirs");
    let plain = run(folder.path(), &["clean", "in.jsonl"]);
    let first: Value = serde_json::from_str(plain.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["markdown"], first.get("html")),
        (&"theirs".into(), None),
        "a field of theirs stays where it was"
    );
}
