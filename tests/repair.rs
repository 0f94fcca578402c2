//! Do repairs mend what is broken, leave alone what is not, and can every one be undone?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use presswash::judge::repair::REPAIRS;
use presswash::judge::resolve::Policy;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::read;
use presswash::read::Options;
use presswash::read::inputs::Input;
use presswash::read::ledger::Ledger;
use presswash::rule::matcher::RuleSet;
use presswash::source::Source;
use presswash::write;
use presswash::write::record::Record;
use presswash::write::restore::restore;
use proptest::prelude::*;

fn cleaner() -> Cleaner {
    Cleaner::new(Arc::new(RuleSet::default()), Policy::default()).with_repairs(REPAIRS.to_vec())
}

/// Cleans with every repair and without rules.
fn mended(text: &str) -> (Cleaned, String) {
    let cleaned = cleaner().clean(&Source::text("a.txt", text));
    let clean = cleaned.verdict.clean_text(text);
    (cleaned, clean)
}

/// Reads the one record of a file.
fn one(path: &Path) -> Source {
    let mut sources = Vec::new();
    let (input, options) = (Input::File(path.to_owned()), Options::default());
    let _ = read::split(&input, &options, &Arc::new(AtomicU64::new(0)), &Ledger::default(), &mut |raw| {
        sources.push(read::parse(raw, &options).unwrap());
        ControlFlow::Continue(())
    });
    sources.remove(0)
}

fn restored(text: &str) -> String {
    let source = Source::text("a.txt", text);
    let (cleaned, _) = mended(text);
    let line = write::jsonl::line(&Record::new(&source, &cleaned.document, &cleaned.verdict, false));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.jsonl"), line).unwrap();
    String::from_utf8(restore(&one(&folder.path().join("x.jsonl"))).unwrap().bytes).unwrap()
}

/// Text with everything that the repairs look for.
fn damaged() -> impl Strategy<Value = String> {
    let pieces = [
        "â€™",
        "Ã©",
        "Ã ",
        "â€",
        "Ã¢â‚¬â„¢",
        "\u{fffd}",
        "&amp;",
        "&amp;amp;",
        "&#8217;",
        "&",
        "exam-\nple",
        "well-\nknown",
        "-\n",
        "\n",
        "\n\n",
        "\r\n",
        "\u{200b}",
        "\u{ad}",
        "\u{feff}",
        "\u{200d}",
        "👩\u{200d}🔬",
        "می\u{200c}خواهم",
        " ",
        "a",
        "The dam held. ",
        "漢",
        "É»",
        "The crews of Orla had carried sand and stones to the dam since Friday night.\n",
    ];
    prop::collection::vec(0..pieces.len(), 0..40).prop_map(move |at| at.into_iter().map(|n| pieces[n]).collect())
}

proptest! {
    #[test]
    fn any_damaged_text_comes_back(text in damaged()) {
        let (cleaned, _) = mended(&text);
        let edits = cleaned.verdict.edits();
        prop_assert!(edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "{:?}", edits);
        prop_assert_eq!(restored(&text), text);
    }

    #[test]
    fn any_text_comes_back(text in any::<String>()) {
        prop_assert_eq!(restored(&text), text);
    }
}

#[test]
fn repairs_of_one_text_stand_side_by_side() {
    let dirty =
        "The cityâ€™s mayor &amp; crews\u{200b} held the dam, and the gov-\nernment paid. The government agreed.\n";
    let (cleaned, clean) = mended(dirty);
    assert_eq!(clean, "The city’s mayor & crews held the dam, and the government paid. The government agreed.\n");
    let names: Vec<&str> = cleaned.verdict.repairs.iter().map(|change| change.repair).collect();
    assert_eq!(names, ["mojibake", "entities", "zero-width", "hyphenation"]);
    assert!(cleaned.verdict.hygiene.clean > cleaned.verdict.hygiene.raw);
}

#[test]
fn a_paragraph_stands_once() {
    let long = "Crews had carried sand to the dam since Friday, and nobody went home before midnight.";
    let (_, clean) = mended(&format!("{long}\n\nIt rained.\n\n{long}\n\nIt rained.\n"));
    assert_eq!(clean, format!("{long}\n\nIt rained.\n\nIt rained.\n"));
}

#[test]
fn what_is_whole_stays_to_the_byte() {
    for case in
        fs::read_dir("corpus").unwrap().flatten().flat_map(|entry| fs::read_dir(entry.path()).into_iter().flatten())
    {
        let path = case.unwrap().path();
        let about = fs::read_to_string(path.join("about.yml")).unwrap_or_default();
        // Those show that broken text is no chrome: here it is mended.
        let broken =
            ["mojibake-is-no-chrome", "zero-width-and-soft-hyphen-stay"].iter().any(|name| path.ends_with(name));
        if let (true, Ok(text)) =
            (about.contains("clean: true") && !broken, fs::read_to_string(path.join("source.txt")))
        {
            assert_eq!(mended(&text).1, text, "{}", path.display());
        }
    }
}
