//! Does the tally of outlets come to the same bytes in any order, and does its table say what was counted?

use presswash::judge::Hygiene;
use presswash::judge::Metadata;
use presswash::judge::evidence::Case;
use presswash::judge::evidence::settings::Settings;
use presswash::judge::outlet::Entry;
use presswash::judge::outlet::OutletHygiene;
use presswash::judge::outlet::cell;
use presswash::judge::outlet::sample::MAX_TEXTS;
use presswash::judge::outlet::table;
use presswash::judge::outlet::table::By;
use presswash::judge::outlet::table::Row;
use presswash::judge::outlet::table::Table;
use presswash::judge::score;
use presswash::rule::Kind;
use presswash::segment;
use presswash::source::Source;
use proptest::prelude::any;
use proptest::prelude::prop;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;
use proptest::test_runner::Config;

struct Scored {
    outlet: String,
    language: String,
    id: String,
    text: String,
    hygiene: Hygiene,
}

fn scored(outlet: &str, language: &str, id: &str, text: &str) -> Scored {
    let document = segment::segment(&Source::text(id, text));
    let metadata = Metadata::default();
    let case = Case {
        document: &document,
        cuts: &[],
        repairs: &[],
        lost: &[],
        kind: Kind::Article,
        language: Some(language),
        metadata: &metadata,
        outlet: None,
    };
    let hygiene = score::score_case(case, Settings::built_in());
    let (outlet, language, id, text) = (outlet.to_owned(), language.to_owned(), id.to_owned(), text.to_owned());
    Scored { outlet, language, id, text, hygiene }
}

fn add(tally: &mut OutletHygiene, scored: &Scored) {
    tally.add(&Entry {
        outlet: Some(&scored.outlet),
        scraper: None,
        language: Some(&scored.language),
        id: &scored.id,
        place: "dump.jsonl",
        published: Some("2016-10-20T08:00"),
        kind: Kind::Article,
        hygiene: &scored.hygiene,
        text: &scored.text,
    });
}

fn tally<'a>(documents: impl IntoIterator<Item = &'a Scored>) -> OutletHygiene {
    let mut tally = OutletHygiene::default();
    for document in documents {
        add(&mut tally, document);
    }
    tally
}

/// An invented report of ninety words; `n` tells reports apart.
fn report(n: usize, dirt: &str) -> String {
    format!(
        "The harbour office counted {n} boats at anchor before the fog lifted over the northern pier.\n\
         Crews of {n} trawlers mended nets while buyers from inland towns waited for the auction bell.\n\
         Prices for cod rose again, said clerk number {n}, although catches were larger than a year ago.\n\
         A tug of the {n}th squadron pulled the old dredger into dry dock, where painters scraped its hull.\n\
         Children of class {n} drew the lighthouse for a contest that the savings bank has paid for since 1980.\n\
         Nobody expects a storm this week; forecast {n} speaks of light winds and showers towards evening.\n{dirt}"
    )
}

fn bytes(tally: &OutletHygiene) -> String {
    serde_json::to_string(tally).expect("a tally is JSON")
}

const DIRT: [&str; 5] = ["", "She <b>waved</b>", "â€™", "Home\nSport\nJobs", "Then it"];

proptest! {
    #![proptest_config(Config::with_cases(64))]

    #[test]
    fn any_order_and_any_split_give_the_same_bytes(
        picks in prop::collection::vec((0..3usize, 0..2usize, 0..300usize, 0..DIRT.len()), 0..60),
        turn in any::<usize>(),
        cut in any::<usize>(),
    ) {
        let documents: Vec<Scored> = picks
            .iter()
            .map(|(outlet, language, n, dirt)| {
                let id = format!("{n}-{}", n % 7);
                scored(["a.example", "b.example", "c.example"][*outlet], ["en", "de"][*language], &id, &report(*n, DIRT[*dirt]))
            })
            .collect();
        let once = bytes(&tally(&documents));
        let mut order: Vec<&Scored> = documents.iter().collect();
        order.rotate_left(turn % documents.len().max(1));
        let (left, right) = order.split_at(cut % (documents.len() + 1));
        let mut merged = tally(right.iter().rev().copied());
        merged.merge(&tally(left.iter().copied()));
        prop_assert_eq!(&bytes(&merged), &once);
        let saved: OutletHygiene = serde_json::from_str(&once).expect("what was saved is read");
        prop_assert_eq!(bytes(&saved), once);
    }

    #[test]
    fn buckets_rise_with_their_values(a in 0.0..2.0f64, b in 0.0..2.0f64) {
        let (low, high) = (a.min(b), a.max(b));
        proptest::prop_assert!(cell::bucket(low) <= cell::bucket(high) && cell::bucket(high) < 64);
    }
}

#[test]
fn samples_beyond_their_bound_do_not_depend_on_order() {
    let documents: Vec<Scored> =
        (0..MAX_TEXTS * 3).map(|n| scored("a.example", "en", &n.to_string(), &report(n, ""))).collect();
    let (left, right) = documents.split_at(100);
    let mut merged = tally(right);
    merged.merge(&tally(left));
    assert_eq!(bytes(&merged), bytes(&tally(&documents)));
}

fn rows(documents: &[Scored]) -> Table {
    table::table(&tally(documents), By::Outlet, Settings::built_in())
}

fn row<'a>(table: &'a Table, name: &str) -> &'a Row {
    table.rows.iter().find(|row| row.name == name).expect("the outlet is in the table")
}

#[test]
fn an_outlet_is_graded_by_its_documents() {
    let mut documents: Vec<Scored> =
        (0..40).map(|n| scored("clean.example", "en", &n.to_string(), &report(n, ""))).collect();
    documents.extend(
        (0..40)
            .map(|n| scored("dirty.example", "en", &format!("d{n}"), &report(n + 100, "She <b>waved</b> and theâ€™"))),
    );
    documents.extend((0..4).map(|n| scored("small.example", "en", &format!("s{n}"), &report(n + 200, ""))));
    let table = rows(&documents);
    let (clean, dirty) = (row(&table, "clean.example"), row(&table, "dirty.example"));
    assert!(clean.raw.score > dirty.raw.score + 10.0, "{:?} {:?}", clean.raw, dirty.raw);
    assert_eq!(clean.grade.letter, 'A');
    assert!(dirty.dirt.iter().any(|dirt| dirt.metric == "mojibake" && dirt.hits == 40), "{:?}", dirty.dirt);
    assert_eq!(row(&table, "small.example").grade.text(), "too few");
    assert_eq!(table.documents, 84);
    assert_eq!(clean.cell.first.as_deref(), Some("2016-10-20"));
}

#[test]
fn copies_templates_and_other_languages_show_in_the_outlet_as_a_whole() {
    let banner = "Read the harbour news of the whole coast every morning with the paper that sailors trust";
    let fresh = |n: usize| scored("a.example", "en", &n.to_string(), &report(n, ""));
    let whole = |documents: &[Scored]| row(&rows(documents), "a.example").whole;
    let plain: Vec<Scored> = (0..30).map(fresh).collect();
    let got = whole(&plain);
    assert_eq!((got.duplicates, got.template, got.other_language), (0.0, 0.0, 0.0));
    let copies: Vec<Scored> = (0..30).map(|n| scored("a.example", "en", &n.to_string(), &report(n / 2, ""))).collect();
    assert!((whole(&copies).duplicates - 0.5).abs() < 1e-9);
    // Half of the documents lose 30 points: the identity of the outlet loses 15.
    let identity = row(&rows(&copies), "a.example").groups[2];
    assert!((identity.1 - 85.0).abs() < 1e-9, "{identity:?}");
    let framed: Vec<Scored> = (0..30).map(|n| scored("a.example", "en", &n.to_string(), &report(n, banner))).collect();
    assert!(whole(&framed).template > 0.05);
    let mixed: Vec<Scored> = (0..30)
        .map(|n| scored("a.example", if n == 0 { "de" } else { "en" }, &n.to_string(), &report(n, "")))
        .collect();
    assert!((whole(&mixed).other_language - 1.0 / 30.0).abs() < 1e-9);
    let bilingual: Vec<Scored> = (0..30)
        .map(|n| scored("a.example", if n % 2 == 0 { "de" } else { "en" }, &n.to_string(), &report(n, "")))
        .collect();
    assert!(whole(&bilingual).other_language == 0.0);
}

#[test]
fn a_change_is_told_from_noise() {
    let dump = |dirt: &str| -> Vec<Scored> {
        (0..30).map(|n| scored("a.example", "en", &n.to_string(), &report(n, dirt))).collect()
    };
    let (old, worse) = (rows(&dump("")), rows(&dump("She <b>waved</b> and theâ€™")));
    let changes = table::changes(&old, &worse);
    assert!(changes.len() == 1 && changes[0].points < -10.0 && changes[0].beyond_noise, "{changes:?}");
    assert!(!table::changes(&old, &old)[0].beyond_noise);
}
