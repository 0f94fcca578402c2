//! Does the tally of outlets come to the same bytes in any order, and does its table say what was counted?

use presswash::judge::Hygiene;
use presswash::judge::Metadata;
use presswash::judge::evidence::Case;
use presswash::judge::evidence::settings::Settings;
use presswash::judge::outlet::Entry;
use presswash::judge::outlet::Key;
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
    published: Option<&'static str>,
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
    Scored { outlet, language, id, text, published: Some("2016-10-20T08:00"), hygiene }
}

fn add(tally: &mut OutletHygiene, scored: &Scored) {
    tally.add(&Entry {
        key: &Key::of(Some(&scored.outlet), None, Some(&scored.language)),
        id: &scored.id,
        place: "dump.jsonl",
        published: scored.published,
        credit: None,
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
    tally.settle();
    tally
}

const WORDS: &str = "harbour office boats anchor before lifted over northern pier crews trawlers mended nets while buyers \
    inland towns waited auction bell prices rose again although catches were larger than year tug pulled dredger into dock \
    painters scraped hull children drew lighthouse contest savings bank paid nobody expects storm forecast speaks light \
    winds showers towards evening captain letters market bread stone bridge council winter ferry island school teacher \
    morning window garden river letter music paper engine summer valley doctor silver orchard kitchen ladder";

/// An invented report of ninety words; `n` makes other reports, which have hardly three words on end in common.
fn report(n: usize, dirt: &str) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = n as u64 + 1;
    let mut word = || {
        // Knuth's linear congruential generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    let mut sentence = || format!("The {}.", (0..14).map(|_| word()).collect::<Vec<_>>().join(" "));
    let sentences: Vec<String> = (0..6).map(|_| sentence()).collect();
    format!("{}\n{dirt}", sentences.join("\n"))
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

#[test]
fn of_a_large_dump_the_same_texts_stay_whatever_the_order() {
    let documents: Vec<Scored> =
        (0..900).map(|n| scored(["a.example", "b.example"][n % 2], "en", &n.to_string(), &report(n / 3, ""))).collect();
    let settled = |parts: &[&[Scored]]| {
        let mut sum = OutletHygiene::default();
        for part in parts {
            let mut tally = tally(*part);
            tally.settle_to(350);
            sum.merge(&tally);
        }
        sum.settle_to(350);
        sum
    };
    let once = settled(&[&documents]);
    let (left, right) = documents.split_at(400);
    assert_eq!(bytes(&settled(&[right, left])), bytes(&once));
    let kept: usize = once.cells.values().map(|cell| cell.sample.texts().len()).sum();
    assert!((350..400).contains(&kept), "{kept}");
}

#[test]
fn months_are_rows_in_their_order() {
    let mut documents: Vec<Scored> =
        (0..9).map(|n| scored("a.example", "en", &n.to_string(), &report(n, ""))).collect();
    documents
        .extend((9..12).map(|n| scored("b.example", "en", &n.to_string(), &report(n, "She <b>waved</b> and theâ€™"))));
    for (n, document) in documents.iter_mut().enumerate() {
        document.published = [Some("2016-11-02T08:00"), Some("2016-10-20"), None][n / 4];
    }
    let table = rows_by(&documents, By::Month);
    let got: Vec<(&str, u64)> = table.rows.iter().map(|row| (row.name.as_str(), row.documents)).collect();
    assert_eq!(got, [("2016-10", 4), ("2016-11", 4), ("unknown", 4)]);
    assert!(table.rows[2].raw.mean < table.rows[0].raw.mean - 10.0);
    assert!(table.rows[2].dirt.iter().any(|dirt| dirt.metric == "mojibake" && dirt.hits == 3));
    assert_eq!(row(&rows(&documents), "a.example").cell.months.len(), 3);
}

fn rows(documents: &[Scored]) -> Table<'static> {
    rows_by(documents, By::Outlet)
}

/// A table looks into its tally; a test may leave that behind.
fn rows_by(documents: &[Scored], by: By) -> Table<'static> {
    table::table(Box::leak(Box::new(tally(documents))), by, Settings::built_in())
}

fn row<'a>(table: &'a Table<'_>, name: &str) -> &'a Row {
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
