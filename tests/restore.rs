//! Does every record give back what it was made from?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use presswash::judge::Cut;
use presswash::judge::Verdict;
use presswash::judge::repair::Change;
use presswash::mark::Mark;
use presswash::read;
use presswash::read::Options;
use presswash::read::inputs::Input;
use presswash::read::ledger::Ledger;
use presswash::segment;
use presswash::source::Source;
use presswash::text::Span;
use presswash::write;
use presswash::write::Writer;
use presswash::write::output::Target;
use presswash::write::record::Record;
use presswash::write::restore::Restored;
use presswash::write::restore::restore;
use proptest::prelude::*;

/// Reads the one record of a file.
fn one(path: &Path) -> Source {
    let mut sources = Vec::new();
    let (input, options) = (Input::File(path.to_owned()), Options::default());
    let _ = read::split(&input, &options, &Arc::new(AtomicU64::new(0)), &Ledger::default(), &mut |raw| {
        sources.push(read::parse(raw, &options).unwrap());
        ControlFlow::Continue(())
    });
    assert_eq!(sources.len(), 1);
    sources.remove(0)
}

fn verdict(text: &str, borders: &[usize]) -> Verdict {
    let mut borders: Vec<usize> = borders.iter().map(|border| border % (text.len() + 1)).collect();
    borders.iter_mut().for_each(|border| *border = (0..=*border).rev().find(|at| text.is_char_boundary(*at)).unwrap());
    borders.sort_unstable();
    let cuts = borders.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).filter(|span| !span.is_empty());
    // Every third span is mended instead of cut.
    let (repairs, cuts): (Vec<_>, Vec<_>) = cuts.enumerate().partition(|(at, _)| at % 3 == 1);
    let change = |(at, span): (usize, Span)| {
        let with = ["", "x", "\"é\n", "😀"][(at / 3) % 4].to_owned();
        Change { span, with, repair: "mojibake", why: "A test." }
    };
    Verdict {
        cuts: cuts.into_iter().map(|(_, span)| Cut { span, mark: Mark::default() }).collect(),
        repairs: repairs.into_iter().map(change).collect(),
        ..Verdict::default()
    }
}

/// Cleans a source with these cuts, writes it, reads it back, restores it.
fn round(source: &Source, borders: &[usize], writer: &dyn Writer, name: &str) -> (String, Restored) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let document = segment::segment(source);
    let verdict = verdict(&document.text, borders);
    let mut sink = writer.open(&Target::File(path.clone())).unwrap();
    sink.write(writer.encode(&Record::new(source, &document, &verdict, true))).unwrap();
    sink.finish().unwrap();
    (document.text, restore(&one(&path)).unwrap())
}

/// Any text, and many of those that break programs.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a 😀漢é\u{301}\r\n\t\"\\\\,;\u{feff}\u{0}\u{2028}]{0,40}", Just(String::new()),]
}

fn formats() -> [(&'static dyn Writer, &'static str); 2] {
    [(&write::jsonl::Jsonl, "x.jsonl"), (&write::csv::Csv, "x.csv")]
}

proptest! {
    #[test]
    fn any_text_with_any_cuts_comes_back(text in texts(), borders in prop::collection::vec(any::<usize>(), 0..20)) {
        for (writer, name) in formats() {
            let (_, restored) = round(&Source::text("a.txt", &text), &borders, writer, name);
            prop_assert_eq!(String::from_utf8(restored.bytes).unwrap(), text.clone(), "{}", name);
        }
    }

    #[test]
    fn any_record_comes_back(
        names in prop::collection::hash_set(
            prop_oneof!["[a-z]{1,3}", "id|url|outlet|language|metadata|removed|repaired|input|source|schema|marked"], 0..6),
        values in prop::collection::vec(0_usize..10, 6),
        place in 0_usize..7,
        text in texts(),
        borders in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        let samples = ["1", "\"x, \\\"y\\\"\"", "null", "true", "[1,{\"a\":null}]", "{}", "\"\"", "1e400", "\"1\"", "\"CNN.com\""];
        let mut fields: Vec<String> = names.iter().zip(&values)
            .map(|(name, value)| format!("{}:{}", serde_json::to_string(name).unwrap(), samples[*value])).collect();
        fields.insert(place.min(fields.len()), format!("\"text\":{}", serde_json::to_string(&text).unwrap()));
        let line = format!("{{{}}}", fields.join(","));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("in.jsonl"), &line).unwrap();
        let source = one(&folder.path().join("in.jsonl"));
        for (writer, name) in formats() {
            let (_, restored) = round(&source, &borders, writer, name);
            let pairs: Vec<String> = restored.pairs()
                .map(|(name, value)| format!("{}:{}", serde_json::to_string(name).unwrap(), value.get())).collect();
            prop_assert_eq!(format!("{{{}}}", pairs.join(",")), line.clone(), "{}", name);
        }
    }
}

/// The first cell of a row: a reader of tables takes the mark for one of byte order.
#[test]
fn a_text_that_begins_with_a_byte_order_mark_keeps_it() {
    let text = "\u{feff}\u{feff}Ada spoke.";
    let folder = tempfile::tempdir().unwrap();
    let line = format!(r#"{{"text":{}}}"#, serde_json::to_string(text).unwrap());
    fs::write(folder.path().join("in.jsonl"), line).unwrap();
    let source = one(&folder.path().join("in.jsonl"));
    for (writer, name) in formats() {
        let (_, restored) = round(&source, &[], writer, name);
        let pairs: Vec<String> = restored.pairs().map(|(_, value)| value.get().to_owned()).collect();
        assert_eq!(pairs, [serde_json::to_string(text).unwrap()], "{name}");
    }
}

#[test]
fn pages_come_back_as_visible_text_or_whole() {
    let page = "<html><body><p>One</p><p>Two</p></body></html>";
    let source = Source::html("a.html", page);
    for (writer, name) in formats() {
        let (_, restored) = round(&source, &[0, 3], writer, name);
        assert_eq!(String::from_utf8(restored.bytes).unwrap(), page);
        assert!(restored.is_source);
    }
    let document = segment::segment(&source);
    let verdict = verdict(&document.text, &[0, 3]);
    let line = write::jsonl::line(&Record::new(&source, &document, &verdict, false));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.jsonl"), line).unwrap();
    let restored = restore(&one(&folder.path().join("x.jsonl"))).unwrap();
    assert_eq!(String::from_utf8(restored.bytes).unwrap(), document.text);
}

#[test]
fn a_changed_record_is_told_and_not_guessed() {
    for (text, removed, reason) in [
        ("ab", r#"[{"start":3,"end":4,"text":"x"}]"#, "beyond the end"),
        ("ab", r#"[{"start":1,"end":4,"text":"x"}]"#, "not as long"),
        ("ab", r#"[{"start":1,"end":2,"text":"x"},{"start":1,"end":2,"text":"y"}]"#, "out of order"),
        ("ab", "7", "`removed` is broken"),
        ("ab", r#"[],"repaired":[{"start":0,"end":1,"text":"x","with":"y"}]"#, "does not hold \"y\""),
        ("ab", r#"[],"repaired":[{"start":0,"end":2,"text":"x","with":"a"}]"#, "not as long"),
    ] {
        let line = format!(r#"{{"text":"{text}","removed":{removed},"input":{{"path":"a","form":"text"}}}}"#);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.jsonl"), line).unwrap();
        let error = restore(&one(&folder.path().join("x.jsonl"))).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }
}
