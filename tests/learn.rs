//! What is learnt of a dump, and what is spared? The same in any order, proven by its own cases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use presswash::rule::Layer;
use presswash::rule::lint;
use presswash::rule::load::RuleText;
use presswash::rule::matcher::RuleSet;
use presswash::survey;
use presswash::survey::Learnt;
use presswash::survey::sample;
use presswash::survey::sample::Limits;
use presswash::survey::sample::Page;
use presswash::survey::sample::Sampler;
use presswash::survey::yaml;

/// Words that make paragraphs which no two documents share.
const WORDS: &[&str] = &[
    "harbour",
    "council",
    "engineers",
    "winter",
    "barges",
    "measured",
    "quietly",
    "after",
    "northern",
    "crane",
    "several",
    "ballots",
    "opened",
    "rain",
    "bridge",
    "ministers",
    "orchard",
    "lamps",
    "counted",
    "slowly",
    "between",
    "rivers",
    "teachers",
    "older",
    "stone",
    "gathered",
];

/// Returns the `at`th sentence of document `number`: no two are alike.
fn sentence(number: usize, at: usize) -> String {
    let mut state = (number * 7919 + at * 104_729 + 17) as u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[(state >> 33) as usize % WORDS.len()]
    };
    let words: Vec<&str> = (0..18).map(|_| word()).collect();
    let (first, rest) = words.split_at(1);
    let (head, tail) = first[0].split_at(1);
    format!("{}{tail} {}.", head.to_uppercase(), rest.join(" "))
}

const NAMES: &[&str] = &["Ann Wit", "Bo Larsen", "Cleo de Haan", "Dan Orr", "Eva Lind", "Finn Moe", "Gus Adair"];

/// Forty documents of an outlet: `page` makes one of its number and three paragraphs.
fn dump(page: impl Fn(usize, [String; 3]) -> String) -> Vec<Page> {
    let text = |number| page(number, [0, 1, 2].map(|at| sentence(number, at)));
    (0..40).map(|number| Page { date: Some(format!("2018-03-{:02}", number % 28 + 1)), text: text(number) }).collect()
}

fn learn(pages: &[Page]) -> Vec<Learnt> {
    let mut sampler = Sampler::new(Limits::default());
    for page in pages {
        sampler.offer("harbour.example", sample::number_of(&page.text), page.clone());
    }
    survey::learn(sampler.finish(), &RuleSet::default(), 1)
}

/// Returns what is learnt, as `category | unit | documents | first example`, a rule a line.
fn listing(pages: &[Page]) -> String {
    let learnt = learn(pages);
    let rows = learnt.iter().flat_map(|outlet| &outlet.rules).map(|rule| {
        let learned = rule.learned.clone().unwrap_or_default();
        let example = learned.examples.first().cloned().unwrap_or_default().replace('\n', " / ");
        format!("{} | {:?} | {} of {} | {example}\n", rule.category(), rule.unit, learned.documents, learned.of)
    });
    rows.collect()
}

fn check(pages: &[Page], want: &str) {
    assert_eq!(listing(pages), want);
}

#[test]
fn a_line_that_stands_on_every_page() {
    let pages =
        dump(|n, [a, b, c]| format!("{a}\n\nQuay notes: {n} ships\n\n{b}\n{c}\nRead more of the quay on page {n}\n"));
    let got = listing(&pages);
    assert!(got.contains("related | Line | 40 of 40 | Read more of the quay on page"), "{got}");
}

#[test]
fn content_that_repeats_is_spared() {
    for line in ["What's happening", "AMY GOODMAN:", "WASHINGTON (AP) —", "What are the details?"] {
        check(&dump(|_, [a, b, c]| format!("{a}\n\n{line}\n\n{b}\n{c}\n")), "");
    }
    let name = |n: usize| NAMES[n % NAMES.len()];
    check(&dump(|n, [a, b, c]| format!("{a}\n{}\n{b}\n{c}\n", name(n))), "");
}

#[test]
fn names_become_a_pattern() {
    let name = |n: usize| NAMES[n % NAMES.len()];
    let pages = dump(|n, [a, b, c]| format!("{a}\n{b}\n{c}\nFollow {} on Twitter\n", name(n)));
    let learnt = learn(&pages);
    let rules: Vec<_> = learnt.iter().flat_map(|outlet| &outlet.rules).collect();
    assert_eq!(rules.len(), 1, "{rules:#?}");
    assert_eq!(rules[0].learned.as_ref().map(|learned| learned.documents), Some(40));
    assert!(rules[0].matches.as_ref().is_some_and(|m| m.regex.as_ref().is_some_and(|r| !r.contains("Larsen"))));
}

#[test]
fn a_dash_before_a_name_is_no_part_of_it() {
    let name = |n: usize| NAMES[n % NAMES.len()];
    let dash = |n: usize| if n.is_multiple_of(2) { "—" } else { "— " };
    let pages = dump(|n, [a, b, c]| format!("{a}\n{b}\n{c}\n{}{} contributed to this article.\n", dash(n), name(n)));
    assert!(listing(&pages).contains("contributor | Line | 40 of 40 | —"), "{}", listing(&pages));
}

#[test]
fn a_title_goes_with_its_label_whatever_ends_the_label() {
    for label in ["Go deeper:", "Go deeper ..."] {
        let title = |n: usize| sentence(n, 7).chars().filter(|c| *c != '.').take(40).collect::<String>();
        let pages = dump(|n, [a, b, c]| format!("{a}\n{b}\n{c}\n{label} {}\n", title(n)));
        let got = listing(&pages);
        assert!(got.starts_with("related | Line | 40 of 40 | Go deeper"), "{label}: {got}");
        assert!(!got.trim_end().ends_with(label), "the title goes, too: {got}");
    }
}

#[test]
fn what_leaves_many_names_open_can_be_loaded() {
    let name = |n: usize| NAMES[n % NAMES.len()];
    // Two fit easily; of many the search for hits may still compile what a file may not hold.
    for gaps in 1..=14 {
        let follow = |n: usize| (0..gaps).map(|at| format!("on {} ", name(n * (at + 2) + at))).collect::<String>();
        let pages = dump(|n, [a, b, c]| format!("{a}\n{b}\n{c}\nfollow us {}on Twitter\n", follow(n)));
        let learnt = learn(&pages);
        let rules = learnt.iter().map(|outlet| outlet.rules.len()).sum::<usize>();
        assert!(rules == 1 || gaps > 4, "{gaps} names: {learnt:#?}");
        let text = learnt.iter().map(yaml::file).collect::<String>();
        let rules = RuleText { layer: Layer::Project, path: "harbour.example.yml".into(), text };
        let problems = lint::lint(&[rules]).problems;
        assert!(problems.is_empty(), "{gaps} names: {problems:#?}");
    }
}

#[test]
fn phrases_glued_to_documents_of_one_line() {
    check(
        &dump(|_, [a, b, c]| format!("{a} {b} {c} No media source currently available\n")),
        "media-player | Span | 40 of 40 | No media source currently available\n",
    );
    check(
        &dump(|_, [a, b, c]| format!("Next Previous Facebook Twitter {a} {b} {c}\n")),
        "social | Span | 40 of 40 | Next Previous Facebook Twitter\n",
    );
    check(&dump(|_, [a, b, c]| format!("According to the council, {a} {b} {c}\n")), "");
}

#[test]
fn copies_teach_nothing() {
    let page = |n: usize| Page {
        date: None,
        text: format!("Seen {n} times\n{}\n{}\n{}\n", sentence(1, 1), sentence(1, 2), sentence(1, 3)),
    };
    check(&(0..40).map(page).collect::<Vec<Page>>(), "");
}

#[test]
fn the_order_of_documents_cannot_matter_and_what_is_written_is_whole() {
    let mut pages = dump(|n, [a, b, c]| {
        let name = NAMES[n % NAMES.len()];
        format!(
            "Harbour Times\nShare this story\n{a}\n{b}\n{c}\nWrite to {name} at a{n}@harbour.example\n© {n} Harbour Times\n{n}:{n} pm\n"
        )
    });
    let write = |pages: &[Page]| learn(pages).iter().map(yaml::file).collect::<String>();
    let text = write(&pages);
    assert!(text.contains("documents: 40"), "{text}");
    pages.reverse();
    assert_eq!(write(&pages), text);
    pages.rotate_left(13);
    assert_eq!(write(&pages), text);
    let problems = lint::lint(&[RuleText { layer: Layer::Project, path: "harbour.example.yml".into(), text }]).problems;
    assert!(problems.is_empty(), "{problems:#?}");
}

fn presswash(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_presswash")).args(args).current_dir(folder).output().unwrap()
}

/// Writes a dump of an outlet without a host, whose documents end in a line of their own.
fn write_dump(folder: &Path, name: &str, numbers: &[usize]) {
    let pages = dump(|n, [a, b, c]| format!("{a}\n{b}\n{c}\nQuay wire, no. {n}: call the desk\n"));
    let record = |n: &usize| {
        let text = serde_json::to_string(&pages[*n].text).unwrap();
        format!("{{\"id\":{n},\"outlet\":\"The Harbour\",\"date\":\"2018-03-02\",\"text\":{text}}}\n")
    };
    fs::write(folder.join(name), numbers.iter().map(record).collect::<String>()).unwrap();
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, String)> =
        paths.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect();
    files.sort();
    files.into_iter().map(|(path, text)| (path.rsplit('/').next().unwrap_or_default().to_owned(), text)).collect()
}

#[test]
fn any_order_of_files_and_any_threads_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write_dump(at, "a.jsonl", &(0..20).collect::<Vec<_>>());
    write_dump(at, "b.jsonl", &(20..40).rev().collect::<Vec<_>>());
    for (out, args) in [("one", ["a.jsonl", "b.jsonl", "-j1"]), ("two", ["b.jsonl", "a.jsonl", "-j3"])] {
        let ran = presswash(at, &[&["learn", "-o", out, "-q"], &args[..]].concat());
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    }
    let one = files(&at.join("one"));
    assert_eq!(one.len(), 1, "{one:?}");
    assert_eq!(one, files(&at.join("two")));
}

#[test]
fn learnt_rules_cut_when_asked_and_drafts_only_mark() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    write_dump(at, "in.jsonl", &(0..40).collect::<Vec<_>>());
    let clean = |out: &str, more: &[&str]| {
        let ran = presswash(at, &[&["clean", "in.jsonl", "-q", "-o", out], more].concat());
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
        fs::read_to_string(at.join(out)).unwrap()
    };
    let learnt = clean("out.jsonl", &["--learn"]);
    assert!(learnt.contains("stands in 40 of 40 documents of the harbour"), "{learnt}");
    assert_eq!(clean("again.jsonl", &["--learned", "out.jsonl.learned"]), learnt);
    let text = |records: &str| records.matches("no. 7: call the desk\\n\",").count();
    assert_eq!((text(&learnt), text(&clean("draft.jsonl", &["--rules", "out.jsonl.learned"]))), (0, 1));

    let (name, rules) = files(&at.join("out.jsonl.learned")).remove(0);
    let reviewed = rules.replace("status: draft", "status: stable");
    fs::write(at.join("out.jsonl.learned").join(name), reviewed).unwrap();
    assert_eq!(text(&clean("stable.jsonl", &["--rules", "out.jsonl.learned"])), 0);
    let ran = presswash(at, &["clean", "in.jsonl", "--learn", "-o", "out.jsonl"]);
    assert_eq!(ran.status.code(), Some(2), "what was reviewed is not written over: {ran:?}");
}

#[test]
fn what_is_read_twice_cannot_be_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let ran = presswash(folder.path(), &["clean", "-", "--learn"]);
    let told = String::from_utf8(ran.stderr).unwrap();
    assert_eq!((ran.status.code(), told.contains("reads the input twice")), (Some(2), true), "{told}");
}
