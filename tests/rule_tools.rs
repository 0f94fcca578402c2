//! Do the tools for rule files do what they say: import, review, new, stats, test and lint?

// A test that cannot read its own files has to stop.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use presswash::rule::import;
use presswash::rule::import::ftr;
use serde_json::Value;

/// Runs the program in a folder.
fn presswash(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_presswash")).args(args).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let held = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = held.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = held.path().to_owned();
    (held, path)
}

const SITE: &str = "# by hand\ntitl: //h1\nstrip_id_or_class: lead-strip\nstrip: //div[@class='share-bar']\n\
    strip: //p[contains(., 'Read more')]\nstrip: //figure\nstrip: //svg\ntest_contains: The dam of Orla held\n\
    test_url: https://harbour.example/dam\nreplace_string(x):\n";

const PAGE: &str = "<html><body><div class='share-bar'>Tell your friends of it</div><h1>Dam holds</h1><article>\
    <section id='lead-strip'>Nine dams of the coast</section>\
    <p>The dam of Orla held in the night, and the mayor thanked all who had carried sand to it.</p>\
    <p>She said on Monday that nine towns had sent help, and that the ferry would sail at noon.</p></article></body></html>";

#[test]
fn an_imported_site_loads_lints_proves_itself_and_cleans_a_page() {
    let (_held, at) = folder(&[("ftr/harbour.example.txt", SITE), ("ftr/README.md", "no site"), ("page.html", PAGE)]);
    let imported = presswash(&at, &["rules", "import", "ftr", "ftr", "-o", "out"]);
    assert_eq!(imported.status.code(), Some(1), "{imported:?}");
    let told = stdout(&imported);
    for wanted in [
        "harbour.example.txt:2: unknown key `titl`; did you mean `title`?",
        "harbour.example.txt:5: CSS cannot ask for the words of an element\n  strip: //p[contains(., 'Read more')]",
        "harbour.example.txt:7: `svg` holds no text",
        "3 of 5 strip lines converted (60.0 %)",
    ] {
        assert!(told.contains(wanted), "{wanted}\n{told}");
    }
    let lint = presswash(&at, &["rules", "lint", "out"]);
    assert_eq!(stdout(&lint), "3 rules in 1 file: nothing to say\n");
    let test = presswash(&at, &["rules", "test", "out", "--coverage"]);
    assert_eq!(stdout(&test), "6 cases of 3 rules: 6 passed, 0 failed, 0 never fired\n");
    let args = ["clean", "page.html", "--outlet", "harbour.example", "--rules", "out", "-o", "clean.jsonl"];
    presswash(&at, &args);
    let record: Value = serde_json::from_str(&fs::read_to_string(at.join("clean.jsonl")).unwrap()).unwrap();
    let removed: Vec<&str> =
        record["removed"].as_array().unwrap().iter().filter_map(|cut| cut["rule"].as_str()).collect();
    assert!(removed.contains(&"harbour.example/template"), "{removed:?}");
    let again = presswash(&at, &["rules", "import", "ftr", "ftr", "-o", "out"]);
    assert_eq!(again.status.code(), Some(2), "a file that is there stays");
}

#[test]
fn any_text_is_imported_or_refused() {
    let hostile =
        ["strip: //*[", "strip: ((((", "strip: //div[@a=\"\u{1}'\"]", "strip_id_or_class: ']\\\"", "strip: ']//'"];
    for line in hostile {
        let site = import::convert(ftr::parse("a.example", false, line));
        if let Some(text) = import::file::text(&site, &|_| None) {
            let (_held, at) = folder(&[("a.yml", &text)]);
            let lint = presswash(&at, &["rules", "lint", "a.yml"]);
            assert_eq!(lint.status.code(), Some(0), "{line}\n{text}\n{}", stdout(&lint));
        }
    }
}

const DRAFTS: &str = "# found in 40 documents\r\nrules:\r\n- id: cnn.com/tip   # seen 12 times\r\n  category: related\r\n  why: \
    \"Tips: \u{fc}ber\"\r\n  unit: line\r\n  status: draft\r\n  match: { equals: 'Tip  line' }\r\n  tests:\r\n  - { input: Tip  line, \
    want: '' }\r\n  - { input: Tips, want: unchanged }\r\n- { id: cnn.com/two, category: social, why: Two words., unit: line, \
    status: 'draft', match: { equals: Two } }\r\n- { id: cnn.com/three, category: social, why: Three words., unit: line, \
    status: draft, match: { equals: Three } }\r\n";

#[test]
fn decisions_change_their_words_and_no_other_byte() {
    let decisions =
        "# by Nora\naccept cnn.com/tip\ncategory cnn.com/tip newsletter\nreject cnn.com/two # no\nskip cnn.com/three\n";
    let (_held, at) = folder(&[("r/cnn.yml", DRAFTS), ("decisions", decisions)]);
    let review = presswash(&at, &["rules", "review", "r", "--decisions", "decisions"]);
    assert_eq!(stdout(&review), "1 accepted, 1 rejected, 1 skipped; 1 draft left\n", "{review:?}");
    let want = DRAFTS
        .replacen("status: draft", "status: stable", 1)
        .replacen("category: related", "category: newsletter", 1)
        .replacen("'draft'", "deprecated", 1);
    assert_eq!(fs::read_to_string(at.join("r/cnn.yml")).unwrap(), want);
    let again = presswash(&at, &["rules", "review", "r", "--decisions", "decisions"]);
    assert_eq!(stdout(&again), "0 accepted, 0 rejected, 1 skipped; 1 draft left\n", "what is decided stays so");
    fs::write(at.join("decisions"), "accept cnn.com/tips\n").unwrap();
    let wrong = presswash(&at, &["rules", "review", "r", "--decisions", "decisions"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean cnn.com/tip?"), "{wrong:?}");
}

#[test]
fn a_review_asks_one_by_one_and_can_be_resumed() {
    let (_held, at) = folder(&[("cnn.yml", DRAFTS)]);
    let review = |keys: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_presswash"));
        let child =
            child.args(["rules", "review", "cnn.yml"]).current_dir(&at).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = child.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), keys.as_bytes()).unwrap();
        stdout(&child.wait_with_output().unwrap())
    };
    let first = review("?\nc newsletter\na\nq\n");
    for wanted in [
        "draft 1 of 3",
        "# seen 12 times",
        "proof: 2 cases passed",
        "s       leave it a draft",
        "1 accepted, 0 rejected",
    ] {
        assert!(first.contains(wanted), "{wanted}\n{first}");
    }
    let second = review("s\nr\n");
    assert!(second.contains("draft 1 of 2") && second.contains("no proof"), "{second}");
    assert!(second.ends_with("0 accepted, 1 rejected, 1 skipped; 1 draft left\n"), "{second}");
    assert!(fs::read_to_string(at.join("cnn.yml")).unwrap().contains("category: newsletter"));
}

#[test]
fn a_starter_file_holds_the_chrome_of_the_page_and_passes() {
    let text = "The Orla Gazette desk\n\nDam holds\n\nThe dam of Orla held in the night, and the mayor thanked all who had \
        carried sand to it.\n\nShe said on Monday that nine towns had sent help, and that the ferry would sail at noon again.\n\n\
        Ring the night desk\n\nOffer 12 of 40\n";
    let (_held, at) = folder(&[("page.txt", text), ("page.html", PAGE)]);
    for (host, page, wanted) in [
        ("gazette.example", "page.txt", vec!["'Ring the night desk'", r"Offer \d+ of \d+", "'The Orla Gazette desk'"]),
        ("harbour.example", "page.html", vec!["lead-strip"]),
        ("empty.example", "", vec!["Tip line:"]),
    ] {
        let mut args = vec!["rules", "new", host];
        args.extend(if page.is_empty() { vec![] } else { vec!["--from", page] });
        let made = presswash(&at, &args);
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        let file = format!("{host}.yml");
        let rules = fs::read_to_string(at.join(&file)).unwrap();
        wanted.iter().for_each(|part| assert!(rules.contains(part), "{part}\n{rules}"));
        let test = presswash(&at, &["rules", "test", &file, "--lint", "--coverage"]);
        assert_eq!(test.status.code(), Some(0), "{rules}\n{}", stdout(&test));
        assert_eq!(presswash(&at, &args).status.code(), Some(2), "a file that is there stays");
    }
}

#[test]
fn where_nothing_looks_like_chrome_both_ends_of_the_page_are_shown() {
    let told = |day: &str| {
        format!("The dam of Orla held on {day}, and the mayor thanked all who had carried sand to it again.")
    };
    let days =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Easter", "Whitsun", "Lammas"];
    let page = |days: &[&str]| days.iter().map(|day| format!("<p>{}</p>", told(day))).collect::<String>();
    let shown = |day: &str| format!("#   {}\n", told(day));
    let shown = |days: &[&str]| days.iter().map(|day| shown(day)).collect::<String>();
    let ends = format!(
        "# The first lines that are left, to copy from:\n{}# The last ones:\n{}# An example",
        shown(&days[..4]),
        shown(&days[6..])
    );
    let whole = format!("# The lines that are left, to copy from:\n{}# An example", shown(&days[..6]));
    let hostile = days.map(told).join("\n\n").replace("Monday,", "\u{1b}[31mMonday:\u{b}\r- id: x,");
    let (_held, at) = folder(&[
        ("long.html", &format!("<html><body><article>{}</article></body></html>", page(&days))),
        ("short.html", &format!("<html><body><article>{}</article></body></html>", page(&days[..6]))),
        ("hostile.txt", &hostile),
        ("known.txt", "Skip to main content\n"),
        ("empty.txt", ""),
    ]);
    for (page, wanted) in [
        ("long.html", ends.as_str()),
        ("short.html", &whole),
        ("hostile.txt", "#   The dam of Orla held on  [31mMonday:  - id: x, and the mayor"),
        (
            "known.txt",
            "# Nothing else on known.txt looks like chrome; parts that the known rules cut: 1.\n# An example",
        ),
        ("empty.txt", "parts that the known rules cut: 0.\n# An example"),
    ] {
        let file = format!("{page}.yml");
        let made = presswash(&at, &["rules", "new", "orla.example", "--from", page, "-o", &file]);
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        let rules = fs::read_to_string(at.join(&file)).unwrap();
        assert!(rules.contains(wanted), "{page}\n{wanted}\n{rules}");
        let test = presswash(&at, &["rules", "test", &file, "--lint", "--coverage"]);
        assert_eq!(test.status.code(), Some(0), "{rules}\n{}", stdout(&test));
    }
}

#[test]
fn counts_tell_what_fired_what_overlaps_and_what_never_did() {
    let dump = "{\"id\": \"1\", \"text\": \"Skip to main content\\n\\nThe dam held on Monday.\\n\"}\n\
        {\"id\": \"2\", \"text\": \"Skip to main content\\n\\nSkip to main content\\n\\nThe dam held on Monday.\\n\"}\n";
    let own = "rules:\n- { id: a/skip, why: So it is., unit: line, match: { starts_with: Skip to main } }\n\
        - { id: a/none, why: So it is., unit: line, match: { equals: Nowhere } }\n";
    let (_held, at) = folder(&[("dump.jsonl", dump), ("own.yml", own)]);
    let stats = presswash(&at, &["rules", "stats", "dump.jsonl", "--rules", "own.yml", "--json"]);
    let json: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!((&json["schema"], &json["documents"]), (&"presswash.rule-stats/1".into(), &2.into()));
    let row = json["rules"].as_array().unwrap().iter().find(|row| row["id"] == "a/skip").unwrap();
    assert_eq!((&row["documents"], &row["hits"], &row["characters"]), (&2.into(), &3.into(), &60.into()));
    assert_eq!(json["overlaps"][0], serde_json::json!({ "rules": ["a/skip", "navigation/skip-link"], "hits": 3 }));
    assert!(json["never"].as_array().unwrap().contains(&"a/none".into()));
    let table = stdout(&presswash(&at, &["rules", "stats", "dump.jsonl", "--rules", "own.yml"]));
    assert!(table.contains("claim the same text:") && table.contains("rules fired in 2 documents"), "{table}");
}

#[test]
fn the_built_in_rules_run_along_when_one_file_is_tested() {
    let own = "rules:\n- id: orla.example/after-share\n  category: navigation\n  why: The line after the share buttons.\n  unit: line\n\
        \x20 match: { regex: 'Orla \\w+' }\n  context: { prev: { category: [social] } }\n  tests:\n\
        \x20 - { input: \"Share this story\\nOrla dam\\n\", absent: Orla }\n  - { input: \"The mayor\\nOrla dam\\n\", want: unchanged }\n";
    let (_held, at) = folder(&[("own.yml", own)]);
    let test = presswash(&at, &["rules", "test", "own.yml", "--coverage"]);
    assert_eq!(stdout(&test), "2 cases of 1 rule: 2 passed, 0 failed, 0 never fired\n");
}

#[test]
fn a_built_in_file_is_counted_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in ["rules/newsletter.yml", "./rules/newsletter.yml"] {
        let rules = fs::read_to_string(root.join(path)).unwrap().matches("\n- id: ").count();
        let lint = presswash(root, &["rules", "lint", path]);
        assert_eq!(stdout(&lint), format!("{rules} rules in 1 file: nothing to say\n"));
    }
}
