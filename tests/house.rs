//! Does the house stand as `ARCHITECTURE.md` draws it: imports one way, short files, tables complete, no dead path?

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use ignore::WalkBuilder;
use regex::Regex;

/// The rooms of `src`, from left to right: a room imports from rooms of earlier rows only.
const ROOMS: &[&[&str]] = &[
    &["text", "error"],
    &["source"],
    &["document"],
    &["read", "segment", "language", "rule"],
    &["survey"],
    &["mark"],
    &["judge"],
    &["write", "report"],
    &["pipeline"],
    &["cli"],
];

/// Folder, trait, table: what implements the trait in a file of the folder stands in the table of its `mod.rs`.
const TABLES: &[(&str, &str, &str)] = &[
    ("src/mark", "Marker", "MARKERS"),
    ("src/judge/metric", "Metric", "METRICS"),
    ("src/judge/repair", "Repair", "REPAIRS"),
    ("src/read", "Reader", "READERS"),
    ("src/write", "Writer", "WRITERS"),
    ("src/report", "Reporter", "REPORTERS"),
];

/// Lines that a source file has at most: `style.md`, 5.
const MAX_LINES: usize = 400;

#[test]
fn imports_go_one_way() {
    check(sources("src"), |file, text| {
        let room = room_of(file);
        // `lib.rs` and `main.rs` are the door, not a room.
        let Some(rank) = rank(&room) else {
            return if ["lib", "main"].contains(&room.as_str()) { vec![] } else { vec!["no room of ROOMS".into()] };
        };
        let wrong = |to: &String| *to != room && self::rank(to).is_none_or(|at| at >= rank);
        edges(&text)
            .into_iter()
            .filter(wrong)
            .map(|to| format!("imports crate::{to}, which stands not before it"))
            .collect()
    });
}

#[test]
fn imports_are_one_a_line_and_plain() {
    // Braces may gather names of another crate, as in `use serde::{Deserialize, Serialize};`, and `use Tag::*;` the
    // variants of an enum that is imported by name: neither hides an edge between rooms.
    let plain =
        regex(r"^(?:pub(?:\(\w+\))? )?use (?:[\w:]+(?: as \w+)?|(?:std|[a-z]\w+)::[\w:]*\{[\w, ]+\}|[A-Z]\w*::\*);$");
    let gathered = regex(r"use (?:crate|super|self)::[\w:]*\{");
    let climbs = regex(r"super::super|\bpub\(in ");
    check(sources("src"), |file, text| {
        let at_root = file.matches('/').count() == 1 || file.ends_with("/mod.rs") && file.matches('/').count() == 2;
        let mut wrong = Vec::new();
        for line in code(&text) {
            let import = line.starts_with("use ") || line.starts_with("pub use ") || line.starts_with("pub(");
            if import
                && line.contains("use ")
                && (gathered.is_match(line) || !plain.is_match(line))
                && line != "use super::*;"
            {
                wrong.push(format!("`{line}` is no plain import: no globs, no braces, one a line"));
            } else if line.contains("crate::") && !line.contains("use crate::") && !line.contains("$crate::") {
                wrong.push(format!("`{line}` holds a path where a `use` does"));
            } else if climbs.is_match(line) || at_root && line.contains("super::") && line != "use super::*;" {
                wrong.push(format!("`{line}` climbs out of its room; say crate::"));
            }
        }
        wrong
    });
}

#[test]
fn files_are_short_and_open_with_their_question() {
    let files = ["src", "tests", "benches"].into_iter().flat_map(sources).collect();
    check(files, |_, text| {
        let mut wrong = Vec::new();
        if text.lines().count() > MAX_LINES {
            wrong.push(format!("{} lines, {MAX_LINES} at most", text.lines().count()));
        }
        if !text.starts_with("//! ") {
            wrong.push("does not open with `//!`".to_owned());
        }
        wrong
    });
}

#[test]
fn what_is_written_is_listed() {
    for &(folder, name, table) in TABLES {
        let implements = regex(&format!(r"(?m)^impl(?:<[^>]*>)? {name} for (\w+)"));
        let listed = table_of(&root().join(folder).join("mod.rs"), table);
        check(sources(folder), |file, text| {
            let mut types: Vec<&str> =
                implements.captures_iter(&text).filter_map(|c| Some(c.get(1)?.as_str())).collect();
            let by = file.rsplit('/').next().is_some_and(|name| name.starts_with("by_"));
            if by && types.is_empty() {
                types.push("its marker");
            }
            let missing = types.into_iter().filter(|of| !words(&listed).any(|word| word == *of));
            missing.map(|of| format!("{of} is written and not listed in {table} of {folder}/mod.rs")).collect()
        });
    }
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let machine = regex(concat!(
        r"(?:^|[\s\x22'`(=])(?:/ho",
        r"me/\w|/Us",
        r"ers/\w|/ro",
        r"ot/|/wo",
        r"rk/|[A-Z]:\\Us",
        r"ers)"
    ));
    check(files(&root()), |_, text| {
        text.lines().filter(|line| machine.is_match(line)).map(|line| format!("`{}`", line.trim())).collect()
    });
}

#[test]
fn prose_names_only_paths_that_exist() {
    let path = regex(r"(?m)(?:^|[\s`(\[])((?:src|rules|corpus|tests|benches|fuzz|docs|schema|train|\.ci)/[\w./-]*)");
    let link = regex(r"\]\(([\w./-]+)(?:#[\w-]*)?\)");
    let prose = files(&root()).into_iter().filter(|file| file.ends_with(".md")).collect();
    check(prose, |file, text| {
        let beside = root().join(file).parent().map(Path::to_path_buf).unwrap_or_default();
        let named = path.captures_iter(&text).filter_map(|c| c.get(1)).filter(|found| {
            // Of `rules/<category>.yml` and `src/mark/by_*.rs` the folder is what can be looked for.
            let open = text[found.end()..].starts_with(['<', '*', '{', '…']);
            let whole =
                if open { found.as_str().rsplit_once('/').map_or("", |(folder, _)| folder) } else { found.as_str() };
            !root().join(whole.trim_end_matches(['.', '-'])).exists()
        });
        let linked =
            link.captures_iter(&text).filter_map(|c| c.get(1)).filter(|found| !beside.join(found.as_str()).exists());
        named.chain(linked).map(|found| format!("names {}, which does not exist", found.as_str())).collect()
    });
}

/// Fails with every problem that `problems` finds in a file, all at once.
fn check(files: Vec<String>, problems: impl Fn(&str, String) -> Vec<String>) {
    let mut wrong = String::new();
    for file in files {
        // What is not UTF-8 is no prose and no code.
        let Ok(text) = fs::read_to_string(root().join(&file)) else { continue };
        problems(&file, text).into_iter().for_each(|problem| wrong += &format!("{file}: {problem}\n"));
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file compile")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the files under `folder` that git would take, relative to the root, with `/`, sorted.
fn files(folder: &Path) -> Vec<String> {
    let walk = WalkBuilder::new(folder)
        .hidden(false)
        .filter_entry(|e| e.file_name() != ".git" && e.file_name() != "target")
        .build();
    let mut files: Vec<String> = walk
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_file()))
        .filter_map(|entry| Some(entry.path().strip_prefix(root()).ok()?.to_string_lossy().replace('\\', "/")))
        .collect();
    files.sort();
    files
}

/// Returns the Rust files under a folder of the root; none where the folder does not exist.
fn sources(folder: &str) -> Vec<String> {
    let folder = root().join(folder);
    if folder.exists() { files(&folder).into_iter().filter(|file| file.ends_with(".rs")).collect() } else { Vec::new() }
}

/// Returns the room of a file: `src/rule/load.rs` and `src/rule.rs` stand in `rule`.
fn room_of(file: &str) -> String {
    let inside = file.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs").to_owned()
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

/// Returns the rooms that a file names, in whatever form (`use`, a path, an attribute).
fn edges(text: &str) -> Vec<String> {
    let edge = regex(r"\bcrate::(?:\{?\s*)(\w+)");
    code(text).flat_map(|line| edge.captures_iter(line).map(|c| c[1].to_owned()).collect::<Vec<_>>()).collect()
}

/// Returns the trimmed lines of a file that are no comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

/// Returns the text of a table; "" where there is none, so that whatever should stand in it is missing.
fn table_of(file: &Path, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let start = text.find(&format!("static {name}:")).or_else(|| text.find(&format!("const {name}:")));
    let table = start.and_then(|at| text.get(at..)).unwrap_or_default();
    table.split_once("];").map_or(String::new(), |(inside, _)| inside.to_owned())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}
