//! How fast is cleaning on one core, as a ratio to a plain read-parse-write of the same JSONL in the same run?
//! CPU time; the stages take turns.
//!
//! `cargo bench --bench throughput [-- DUMP.jsonl]`; without a dump the demo dump of the corpus, many times over.

#![allow(clippy::print_stdout, reason = "a bench tells its figures")]

mod clock;

use std::hint::black_box;
use std::sync::Arc;

use presswash::judge::evidence::settings::Settings;
use presswash::judge::resolve;
use presswash::judge::resolve::Policy;
use presswash::judge::score;
use presswash::mark;
use presswash::mark::Context;
use presswash::pipeline::Cleaned;
use presswash::pipeline::Cleaner;
use presswash::rule::load;
use presswash::rule::matcher::RuleSet;
use presswash::segment;
use presswash::source::Source;
use presswash::write::record::Record;

/// Bytes that are cleaned in each round: enough that the start-up of lazily built patterns does not show.
const BYTES: usize = 16 << 20;
/// Rounds; the median is told, as machines are noisy.
const ROUNDS: usize = 5;

fn main() {
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let path = path.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/demo/dump.jsonl").to_owned());
    let dump = std::fs::read_to_string(&path).expect("the dump is readable");
    let known: Vec<&str> = dump.lines().filter(|line| text_of(line).is_some()).collect();
    let all: usize = known.iter().map(|line| line.len()).sum();
    let lines: Vec<&str> = known.iter().copied().cycle().take(known.len() * (BYTES / all + 1)).collect();
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    let rules = Arc::new(load::load(&[]).expect("the built-in rules load").compile());
    let cleaner = Cleaner::new(Arc::clone(&rules), Policy::default());
    // Scored once more, by itself: what cleaning would cost without it is the difference.
    let all: Vec<Cleaned> = known.iter().map(|line| cleaned(line, &cleaner)).collect();
    let copies = lines.len() as f64 / known.len() as f64;
    let seconds = clock::medians(
        ROUNDS,
        &mut [
            &mut || lines.iter().for_each(|line| plain(line)),
            &mut || lines.iter().for_each(|line| by_rules(line, &rules)),
            &mut || lines.iter().for_each(|line| everything(line, &cleaner)),
            &mut || all.iter().for_each(score),
        ],
    );
    let [plain, by_rules, everything, scoring] = seconds[..] else { return };
    println!("{:<28} {:>8.1} MB/s", "read, parse, write", rate(bytes, plain));
    for (name, taken) in [("rules alone", by_rules), ("everything", everything)] {
        println!("{name:<28} {:>8.1} MB/s   1/{:.1} of it", rate(bytes, taken), taken / plain);
    }
    let scoring = scoring * copies;
    println!(
        "{:<28} {:>8.1} MB/s   {:.1} % on top of the rest",
        "scoring",
        rate(bytes, scoring),
        100.0 * scoring / (everything - scoring)
    );
}

fn cleaned(line: &str, cleaner: &Cleaner) -> Cleaned {
    cleaner.clean(&Source::text("x", &text_of(line).unwrap_or_default()))
}

fn score(cleaned: &Cleaned) {
    black_box(score::score(&cleaned.document, &cleaned.verdict, Settings::built_in()));
}

fn rate(bytes: usize, seconds: f64) -> f64 {
    bytes as f64 / 1e6 / seconds
}

fn text_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(value.get("text")?.as_str()?.to_owned())
}

fn plain(line: &str) {
    let value: serde_json::Value = serde_json::from_str(line).expect("known to be JSON");
    black_box(serde_json::to_vec(&value).expect("JSON again"));
}

fn by_rules(line: &str, rules: &RuleSet) {
    let text = text_of(line).unwrap_or_default();
    let document = segment::segment(&Source::text("x", &text));
    let context = Context {
        rules,
        outlet: None,
        address: None,
        host: None,
        title: None,
        language: None,
        profile: None,
        without: &[],
    };
    let marks = mark::mark(&document, &context);
    let (cuts, _) = resolve::resolve(&document, &marks, &Policy::default());
    black_box(serde_json::to_vec(&cuts.len()).expect("a number"));
    black_box(cuts);
}

fn everything(line: &str, cleaner: &Cleaner) {
    let text = text_of(line).unwrap_or_default();
    let source = Source::text("x", &text);
    let cleaned = cleaner.clean(&source);
    let record = Record::new(&source, &cleaned.document, &cleaned.verdict, false);
    black_box(serde_json::to_vec(&record).expect("a record is JSON"));
}
