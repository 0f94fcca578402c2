//! What do rules cost: the built-in ones, 5,000 more that run everywhere, 5,000 more for other hosts?
//!
//! `cargo bench --bench rules [-- DUMP.jsonl]`; without a dump the demo dump of the corpus, many times over. One core, CPU
//! time; the texts are cut into lines before, so that the rules alone are timed. The sets take turns.

#![allow(clippy::print_stdout, reason = "a bench tells its figures")]

mod clock;

use std::hint::black_box;

use presswash::document::Document;
use presswash::rule::Layer;
use presswash::rule::load;
use presswash::rule::load::RuleText;
use presswash::rule::matcher::RuleSet;
use presswash::rule::matcher::Scope;
use presswash::rule::parse;
use presswash::segment;
use presswash::source::Source;

/// Bytes of text at least, as the aim is told for 50 MB.
const BYTES: usize = 50_000_000;
/// Rules that are added.
const RULES: usize = 5_000;
/// Rounds; the median is told, as machines are noisy.
const ROUNDS: usize = 5;
/// The set that the others are compared with.
const BUILT_IN: usize = 2;
/// Words that calls on readers are made of; a rule joins five of them by its number.
const WORDS: &[&str] = &[
    "harbour", "morning", "digest", "ferry", "evening", "letters", "desk", "orla", "weekly", "coast", "briefing",
    "editors", "inside", "island", "night", "reader", "market", "dispatch", "sunday", "column", "watch", "council",
    "gazette", "alert",
];

fn main() {
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let path = path.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/demo/dump.jsonl").to_owned());
    let dump = std::fs::read_to_string(&path).expect("the dump is readable");
    let texts: Vec<String> = dump.lines().filter_map(text_of).collect();
    let held: usize = texts.iter().map(String::len).sum();
    let copies = BYTES.div_ceil(held.max(1));
    let documents: Vec<Document> = texts.iter().map(|text| segment::segment(&Source::text("x", text))).collect();
    println!("{} documents, {:.1} MB, {copies} times over", documents.len(), held as f64 / 1e6);
    let bytes = held * copies;
    let sets = [
        ("no rule at all", set(Vec::new())),
        ("5,000 rules alone", set(vec![made(None)])),
        ("the built-in rules", set(load::built_in())),
        ("the built-in rules and 5,000 for other hosts", set([load::built_in(), vec![made(Some("host"))]].concat())),
        ("the built-in rules and 5,000 everywhere", set([load::built_in(), vec![made(None)]].concat())),
    ];
    let mut works: Vec<_> = sets.iter().map(|(_, set)| || (0..copies).for_each(|_| hits(&documents, set))).collect();
    let mut works: Vec<&mut dyn FnMut()> = works.iter_mut().map(|work| work as &mut dyn FnMut()).collect();
    let seconds = clock::medians(ROUNDS, &mut works);
    for ((name, _), taken) in sets.iter().zip(&seconds) {
        let ratio = taken / seconds[BUILT_IN];
        println!("{name:<44} {:>8.1} MB/s   {ratio:.2} times the built-in rules", bytes as f64 / 1e6 / taken);
    }
}

fn text_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(value.get("text")?.as_str()?.to_owned())
}

fn set(texts: Vec<RuleText>) -> RuleSet {
    parse::parse_all(&texts, None).checked().expect("the rules load").compile()
}

fn hits(documents: &[Document], set: &RuleSet) {
    let scope = Scope { host: Some("www.news.example"), outlet: Some("news.example"), language: Some("en") };
    documents.iter().for_each(|document| drop(black_box(set.hits(document, scope))));
}

/// Returns rules of the kinds that people write: three of ten by regex, the others by literals.
fn made(host: Option<&str>) -> RuleText {
    let mut text = String::from("rules:\n");
    for number in 0..RULES {
        let word = |place: u32| WORDS[number / WORDS.len().pow(place) % WORDS.len()];
        let phrase = format!("{} {} {}", word(0), word(1), word(2));
        let pattern = match number % 10 {
            0..5 => format!("{{ any_of: ['Get the {phrase}', 'Our {phrase}'] }}"),
            5..7 => format!("{{ starts_with: ['{phrase}:'] }}"),
            7 => format!(r"{{ regex: '(?:Read|See) the {phrase} (?:of|from) \w+' }}"),
            8 => format!(r"{{ regex: '\d+ {phrase} left' }}"),
            _ => format!(r"{{ regex: '(?i)sign up for the {phrase}.*' }}"),
        };
        let sites = host.map(|host| format!(", sites: [{host}{number}.example]")).unwrap_or_default();
        text += &format!("- {{ id: made/rule-{number}, why: It is made up., unit: line, match: {pattern}{sites} }}\n");
    }
    RuleText { layer: Layer::BuiltIn, path: "made.yml".into(), text }
}
