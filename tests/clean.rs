//! What does the program do with files: counts, order, atomic output, refusals, and the way back?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

fn presswash(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
    command.args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn names(folder: &Path) -> String {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.join(" ")
}

/// A dump with records of every fate; each seventh is broken.
fn dump(records: usize) -> String {
    let record = |n: usize| match n % 7 {
        3 => "{broken\n".to_owned(),
        n2 => format!(
            "{{\"id\":{n},\"outlet\":\"www.example.com\",\"text\":\"Skip to main content\\nStory {n} {}\",\"n\":[{n2}]}}\n",
            "went on and on. ".repeat(n % 50)
        ),
    };
    (0..records).map(record).collect()
}

#[test]
fn records_in_are_records_out_and_quarantined() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), dump(70)).unwrap();
    let ran = presswash(folder.path(), &["clean", "in.jsonl", "-o", "out.jsonl"]);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(stderr.contains("70 records in, 60 out, 10 quarantined"), "{stderr}");
    assert_eq!(names(folder.path()), "in.jsonl out.jsonl out.quarantine.jsonl out.run.json");
    let (out, bad) = (lines(&folder.path().join("out.jsonl")), lines(&folder.path().join("out.quarantine.jsonl")));
    assert_eq!((out.len(), bad.len()), (60, 10));
    assert!(bad.iter().all(|line| line["raw"] == "{broken" && line["path"] == "in.jsonl"));
    assert_eq!(bad[1]["record"], 11);
    let keys: Vec<&String> = out[0].as_object().unwrap().keys().take(5).collect();
    assert_eq!(keys, ["id", "outlet", "text", "n", "verdict"]);
}

#[test]
fn the_bytes_are_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), dump(700)).unwrap();
    for format in ["jsonl", "csv"] {
        let run = |jobs: &str| presswash(folder.path(), &["clean", "in.jsonl", "--format", format, "-j", jobs]).stdout;
        let one = run("1");
        assert!(one.len() > 100_000 && run("2") == one && run("8") == one, "{format}");
    }
}

#[test]
fn outputs_that_would_do_harm_are_refused_before_reading() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), dump(3)).unwrap();
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/mine.txt"), "x").unwrap();
    let before = dump(3);
    for (out, advice) in [
        ("in.jsonl", "is an input too"),
        ("./in.jsonl", "is an input too"),
        ("none/out.jsonl", "there is no folder none"),
        ("out.odd", "the name tells no format"),
        ("full", "is not empty"),
    ] {
        let ran = presswash(folder.path(), &["clean", "in.jsonl", "-o", out]);
        let stderr = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.code() == Some(2) && stderr.contains(advice), "{out}: {stderr}");
        assert_eq!(names(folder.path()), "full in.jsonl");
        assert_eq!(fs::read_to_string(folder.path().join("in.jsonl")).unwrap(), before);
    }
}

#[test]
fn a_second_run_replaces_what_the_first_wrote_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.jsonl"), dump(3)).unwrap();
    assert_eq!(presswash(folder.path(), &["clean", "in.jsonl", "-o", "out"]).status.code(), Some(0));
    let first = names(&path("out"));
    fs::write(path("out/mine.md"), "x").unwrap();
    fs::write(path("in.jsonl"), "{\"id\": \"other\", \"text\": \"The dam held.\"}\n{").unwrap();
    assert_eq!(presswash(folder.path(), &["clean", "in.jsonl", "-o", "out"]).status.code(), Some(1));
    assert_eq!(names(&path("out")), ".presswash-files mine.md quarantine.jsonl records.jsonl run.json unknown");
    fs::write(path("in.jsonl"), dump(3)).unwrap();
    assert_eq!(presswash(folder.path(), &["clean", "in.jsonl", "-o", "out"]).status.code(), Some(0));
    assert_eq!(names(&path("out")).replace("mine.md ", ""), first);

    fs::create_dir(path("out/unknown")).unwrap();
    fs::write(path("out/unknown/other.txt"), "mine").unwrap();
    fs::write(path("in.jsonl"), "{\"id\": \"other\", \"text\": \"The dam held.\"}\n").unwrap();
    let ran = presswash(folder.path(), &["clean", "in.jsonl", "-o", "out"]);
    assert_eq!(ran.status.code(), Some(2), "{ran:?}");
    assert_eq!(fs::read_to_string(path("out/unknown/other.txt")).unwrap(), "mine");
    assert_eq!(names(&path("out")).replace("mine.md ", "").replace(" unknown", ""), first);
}

#[test]
fn what_cannot_be_read_is_kept_where_the_user_says() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.json"), "[{\"text\": \"The dam held.\"},\n 7]").unwrap();
    let ran = presswash(folder.path(), &["clean", "in.json", "--quarantine", "bad.jsonl"]);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    assert_eq!(String::from_utf8(ran.stdout).unwrap().lines().count(), 1);
    let kept = fs::read_to_string(folder.path().join("bad.jsonl")).unwrap();
    assert!(kept.contains("\"record\":2") && kept.contains("\"raw\":\"7\""), "{kept}");
}

#[test]
fn what_goes_wrong_is_told_with_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.txt"), "x").unwrap();
    for args in [
        &["clean", "none.txt"][..],
        &["clean", "in.txt", "--field", "x"],
        &["clean", "in.txt", "--encoding", "none"],
        &["clean", "in.txt", "--input-format", "none"],
        &["clean", "in.txt", "--format", "none"],
        &["clean", "in.txt", "--rules", "none.yml"],
        &["clean", "in.txt", "--format", "jsonl,csv"],
        &["clean", "in.txt", "-o", "out.md", "--format", "html"],
        &["clean"],
    ] {
        let ran = presswash(folder.path(), args);
        assert!(ran.status.code() == Some(2) && ran.stdout.is_empty() && !ran.stderr.is_empty(), "{args:?} {ran:?}");
    }
}

/// An older file stays as it was until the new one is whole, and a broken-off run leaves nothing.
#[cfg(unix)]
#[test]
fn a_run_that_is_broken_off_leaves_no_trace() {
    for (out, before, after) in [("out.jsonl", Some("older"), "out.jsonl"), ("out.jsonl", None, ""), ("tree", None, "")]
    {
        let folder = tempfile::tempdir().unwrap();
        if let Some(before) = before {
            fs::write(folder.path().join(out), before).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
        command.args(["clean", "-", "-o", out]).current_dir(folder.path());
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.as_mut().unwrap().write_all(dump(3000).as_bytes()).unwrap();
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let _ = child.wait().unwrap();
        assert_eq!(names(folder.path()), after);
        if let Some(before) = before {
            assert_eq!(fs::read_to_string(folder.path().join(out)).unwrap(), before);
        }
    }
}

#[test]
fn records_come_back_from_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let good: String = dump(50).lines().filter(|line| *line != "{broken").map(|line| format!("{line}\n")).collect();
    fs::write(at("in.jsonl"), &good).unwrap();
    for out in ["a.jsonl", "a.jsonl.gz", "a.csv.zst", "a"] {
        assert_eq!(presswash(folder.path(), &["clean", "in.jsonl", "-o", out]).status.code(), Some(0), "{out}");
        let back = presswash(folder.path(), &["restore", out]);
        assert_eq!(String::from_utf8(back.stdout).unwrap(), good, "{out}");
    }
    assert_eq!(names(&at("a")), ".presswash-files example.com records.jsonl run.json");
}

#[test]
fn files_come_back_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let files: [(&str, &[u8]); 4] = [
        ("cnn.com/a.txt", "Skip to main content\r\n\r\nÉtienne went. 😀".as_bytes()),
        ("cnn.com/b/a.txt", b"\xef\xbb\xbfx\n"),
        ("c.txt", b"caf\xe9 cr\xe8me d\xe9j\xe0 vu"),
        ("d.html", b"<meta charset=windows-1252><p>\xe9</p>"),
    ];
    for (name, bytes) in files {
        let path = at("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(presswash(folder.path(), &["clean", "in", "-o", "out", "--keep-source"]).status.code(), Some(0));
    assert_eq!(presswash(folder.path(), &["restore", "out", "-o", "back/"]).status.code(), Some(0));
    for (name, bytes) in files {
        assert_eq!(fs::read(at("back/in").join(name)).unwrap(), bytes, "{name}");
    }
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let ids =
        ["../x", "/tmp/x", "..", ".", "a/../../x", "..\\x", "con", "a\u{0}b", "~/x", "-rf", "", "x\n", "C:x", "A", "a"];
    let record = |id: &&str| format!("{}\n", json!({"id": id, "outlet": format!("../{id}"), "text": "t"}));
    let records: String = ids.iter().map(record).collect();
    fs::write(folder.path().join("in.jsonl"), records).unwrap();
    let ran = presswash(folder.path(), &["clean", "in.jsonl", "-o", "out"]);
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    assert_eq!(names(folder.path()), "in.jsonl out");
    let found = presswash::read::inputs::expand(
        &[folder.path().join("out").to_string_lossy().into_owned()],
        &presswash::read::Options::default(),
    );
    assert_eq!(found.unwrap().len(), ids.len() + 1);
}

#[test]
fn records_fit_the_published_schema() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), dump(20) + "{\"language\":\"en\",\"input\":1,\"html\":\"<p>x\"}\n")
        .unwrap();
    presswash(folder.path(), &["clean", "in.jsonl", "-o", "out.jsonl", "--keep-source"]);
    for (schema, file) in [("record", "out.jsonl"), ("quarantine", "out.quarantine.jsonl")] {
        let path = format!("{}/schema/{schema}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let schema = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let lines = lines(&folder.path().join(file));
        assert!(!lines.is_empty());
        for line in lines {
            if let Err(error) = validator.validate(&line) {
                panic!("{error} in {line}");
            }
        }
    }
}
