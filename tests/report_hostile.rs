//! Can the text of a page become markup, a script or a request in the report? Never, whatever it holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics fails")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use scraper::Html;
use scraper::Node;
use serde_json::json;

/// Odd strings, each also where it would close what it stands in, and with a tail.
fn naughty() -> Vec<String> {
    let strings: Vec<String> =
        include_str!("data/naughty.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let dressed = ["{}", "\"'>{}", "</bdi></code></pre></script></style>{}<!--", "{} and \u{202e}more\u{0}"];
    let all: Vec<String> = dressed.iter().flat_map(|d| strings.iter().map(|s| d.replace("{}", s))).collect();
    assert!(all.len() >= 515, "{}", all.len());
    all
}

/// The report on one record for each string.
fn report(record: impl Fn(usize, &str) -> serde_json::Value, strings: &[String]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let dump: String = strings.iter().enumerate().map(|(n, s)| format!("{}\n", record(n, s))).collect();
    let (input, output) = (folder.path().join("dump.jsonl"), folder.path().join("report.html"));
    fs::write(&input, dump).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_presswash"));
    let ran = command.arg("report").arg(&input).arg("-o").arg(&output).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    fs::read_to_string(output).unwrap()
}

/// How often each element stands in a page with each of its attributes; comments and what else there is as well.
fn census(page: &str) -> BTreeMap<String, usize> {
    let mut census = BTreeMap::new();
    for node in Html::parse_document(page).tree.nodes() {
        let mut count = |name: String| *census.entry(name).or_insert(0) += 1;
        match node.value() {
            Node::Element(element) => {
                count(element.name().to_owned());
                element.attrs().for_each(|(name, _)| count(format!("{} {name}", element.name())));
            }
            Node::Text(_) | Node::Document | Node::Fragment => {}
            Node::Comment(_) => count("a comment".to_owned()),
            Node::Doctype(_) => count("a doctype".to_owned()),
            Node::ProcessingInstruction(_) => count("an instruction".to_owned()),
        }
    }
    census
}

const STORY: &str = "Skip to main content\n\nThe dam of Orla held on Monday night, and the mayor thanked all who had carried \
    sand through the rain.\n\nSign up for our newsletter\n\nThe water is to fall by the weekend, the board said.\n";

#[test]
fn ids_titles_outlets_and_urls_add_no_element_and_no_attribute() {
    let record = |n: usize, s: &str| json!({"id": format!("{n} {s}"), "title": s, "outlet": format!("{n} {s}"), "url": format!("u{s}"), "text": STORY});
    let strings = naughty();
    let harmless: Vec<String> = strings.iter().map(|_| "harmless".to_owned()).collect();
    let (hostile, twin) = (census(&report(record, &strings)), census(&report(record, &harmless)));
    for (name, n) in &hostile {
        assert_eq!(twin.get(name), Some(n), "{name}");
    }
    assert_eq!(hostile.len(), twin.len());
    assert_eq!((hostile["script"], hostile["style"], hostile.get("a comment")), (1, 1, None));
}

#[test]
fn texts_add_no_kind_of_element_or_attribute() {
    let record = |n: usize, s: &str| {
        let text = format!("{s}\nSkip to main content\n\n{s}\n{STORY}\n{s} {n}\nShare on Facebook {s}\n");
        json!({"id": n, "outlet": format!("o{}.example", n % 7), "text": text})
    };
    let harmless: Vec<String> = naughty().iter().map(|_| "harmless".to_owned()).collect();
    let known = census(&report(record, &harmless));
    let demo = format!("{}/corpus/demo/dump.jsonl", env!("CARGO_MANIFEST_DIR"));
    let demo = Command::new(env!("CARGO_BIN_EXE_presswash")).args(["report", &demo]).output().unwrap().stdout;
    let also = census(&String::from_utf8(demo).unwrap());
    let page = report(record, &naughty());
    for (name, n) in census(&page) {
        assert!(known.contains_key(&name) || also.contains_key(&name), "{n} times {name}");
        if ["script", "style", "meta", "html", "head", "body", "title", "nav", "main"].contains(&name.as_str()) {
            assert_eq!(Some(&n), also.get(&name), "{name}");
        }
    }
    is_closed(&page);
}

/// No address but to a part of the page, no handler, no style of an element; two blocks, each with the nonce.
fn is_closed(page: &str) {
    let parsed = Html::parse_document(page);
    let mut nonces = Vec::new();
    for element in parsed.tree.nodes().filter_map(|node| node.value().as_element()) {
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && !["src", "style", "srcset", "action", "data"].contains(&name), "{name}");
            assert!(name != "href" || value.starts_with('#'), "{value}");
            if name == "nonce" {
                nonces.push(value.to_owned());
            }
        }
    }
    assert!(nonces.len() == 2 && nonces[0] == nonces[1] && nonces[0].len() == 32);
    let policy =
        format!("default-src 'none'; style-src 'nonce-{0}'; script-src 'nonce-{0}'; base-uri 'none'", nonces[0]);
    assert!(page.contains(&policy));
    assert!(!page.contains('\u{0}') && !page.contains('\u{1b}'));
}
